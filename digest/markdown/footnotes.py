"""Parse footnotes: `[^name]` in the text, `[^name]: ...` with indented continuation."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_MARK = re.compile(r"\[\^([^\s\[\]]{1,100})\]")
_INDENT = 4
"""Columns by which further paragraphs of a note are indented."""


def footnote_definition(state: "StateBlock", first: int, last: int, silent: bool) -> bool:  # noqa: FBT001
    """Block rule: a footnote, as blocks between `footnote_open` and `footnote_close`. The first of a name counts."""
    start = state.bMarks[first] + state.tShift[first]
    if state.sCount[first] - state.blkIndent >= 4:
        return False
    match = _MARK.match(state.src, start, state.eMarks[first])
    if match is None or not state.src.startswith(":", match.end()):
        return False
    if silent:
        return True
    text = match.end() + 1
    end = state.eMarks[first]
    column = state.sCount[first] + text - start
    begin = text
    while begin < end and state.src[begin] in " \t":
        column += 4 - column % 4 if state.src[begin] == "\t" else 1
        begin += 1
    opening = state.push("footnote_open", "", 1)
    opening.meta = {"name": match[1], "at": (start, text)}
    names: dict[str, int] = state.env["footnotes"]
    names.setdefault(match[1], start)
    kept = (state.bMarks[first], state.tShift[first], state.sCount[first], state.blkIndent, state.parentType)
    state.blkIndent += _INDENT
    state.bMarks[first], state.tShift[first] = text, begin - text
    # The first line belongs to the note, however far after the colon it starts.
    state.sCount[first] = state.blkIndent
    state.parentType = "footnote"
    state.md.block.tokenize(state, first, last)
    state.bMarks[first], state.tShift[first], state.sCount[first], state.blkIndent, state.parentType = kept
    state.push("footnote_close", "", -1)
    if state.line <= first:
        state.line = first + 1
    opening.map = [first, state.line]
    return True


def footnote_mark(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001  the parser's own signature
    """Inline rule: the mark of a defined footnote. Other marks stay text."""
    if not state.src.startswith("[^", state.pos):
        return False
    match = _MARK.match(state.src, state.pos, state.posMax)
    if match is None or match[1] not in state.env["footnotes"]:
        return False
    if not silent:
        state.push("footnote_mark", "", 0).meta = {"name": match[1]}
    state.pos = match.end()
    return True
