"""Repair common front-matter mistakes before YAML parses it, keeping a map back to the original offsets.

Most titles contain an unquoted `: `, and Chinese input methods type `：`. Such places are made
harmless. What is read as meant is not reported.
"""

import bisect
import re

from digest.model.yaml.hidden import clean_begins
from digest.model.yaml.tree import Keys, quote
from digest.text.diagnostics import Reporter
from digest.text.records import frozen
from digest.text.source import Excerpt, Span

_KEY_LINE = re.compile(
    r"""^(?P<indent>(?:-?[ ])*)(?P<key>[^\W\d_][\w\ .-]{0,30}?)(?P<before>[ \t]*)
         (?P<colon>[:：])(?P<gap>[ \t]*)(?P<value>.*)$""",
    re.MULTILINE | re.VERBOSE,
)
_HAZARD = re.compile(
    r""":(?=[ \t]|$)                            # a second 'key: value' to YAML
      | (?:^|[ \t])\#(?=\S)                     # a comment to YAML
      | ^[\[\]{},&*!%@`]                        # a list, mapping, anchor, alias, tag or directive
      | ^[-?](?=[ \t])                          # an item or a key
      | ^[|>]                                   # the head of a block, where it is none
    """,
    re.VERBOSE,
)
_CLOSED = re.compile(r"""^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(?:\#.*)?$""")
_UNCLOSED = re.compile(r"""^(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$""")
_FLOW = re.compile(r"^(?:\[[^\[\]]*\]|\{[^{}]*\})[ \t]*$")
_BLOCK_HEAD = re.compile(r"^[|>][-+0-9]*[ \t]*(?:#.*)?$")
_LINKS = re.compile(r"\[\[[^\[\]]+\]\](?:\s*[^\[\]\s]+\s*(?:and\s+)?\[\[[^\[\]]+\]\])+[^\[\]]*")
"""Wiki links with separators between them, which YAML rejects."""
_LINES = re.compile(r".*(?:\n +[^ \n].*|\n *(?=\n +[^ \n]))*")

_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that YAML rejects, drops or takes for line breaks, and that no author means to type."""

_PRIVATE = 0x100000
"""Plane 16 is for private use: its characters stand in for `_ODD` ones while YAML parses."""

_HIDDEN = re.compile("[\U00100000-\U0010ffff]")


@frozen
class RepairedText:
    """The text for YAML.

    `insertions` are the offsets of characters that the author did not type. `literals` are values masked from YAML, by
    offset. `hidden` says whether stand-ins are used.
    """

    text: str
    start: int
    insertions: tuple[int, ...]
    literals: dict[int, Excerpt]
    hidden: bool

    def origin(self, offset: int) -> int:
        """Map an offset in the repaired text to one in the source."""
        return self.start + offset - bisect.bisect_left(self.insertions, offset)

    def restore(self, value: str) -> str:
        """Replace stand-ins in a value by the original characters."""
        return _HIDDEN.sub(lambda match: chr(ord(match.group()) - _PRIVATE), value) if self.hidden else value


def repair_yaml(text: str, bounds: Span, keys: Keys, reporter: Reporter) -> RepairedText:
    """Repair `text[bounds]`. Reported are a quotation mark that nothing closes (`stray-quote`) and odd characters."""
    original = clean_begins(text[bounds.start : bounds.end], bounds.start, keys, reporter)
    pieces: list[str] = []
    insertions: list[int] = []
    literals: dict[int, Excerpt] = {}
    done = length = 0
    within = ""  # the top-level key whose value is on the lines below it
    for match in _KEY_LINE.finditer(original):
        if match.start() < done:
            continue
        colon, gap, value = match["colon"], match["gap"], match["value"]
        at = match.start("colon")
        wide = colon == "："
        if not match["indent"]:
            within = match["key"] if not value else ""
            known = keys.known
        else:
            known = keys.inner.get(within, frozenset())
            if match["key"] not in known:
                continue
        linked = match["key"] in keys.inner and not match["indent"] and _LINKS.fullmatch(value) is not None
        spaced = bool(gap) or not value or not (wide or match["key"] in known)
        literal = _literal(original, match) if match["key"] in keys.literal and not match["indent"] else None
        if match["key"] in keys.terms and _FLOW.match(value):
            literal = None
        if linked:
            literal = _LINES.match(original, match.start("value"))
        if literal is None and not wide and spaced:
            continue
        head = original[done:at] + ":"
        pieces.append(head)
        length += len(head)
        done = at + 1
        if not spaced:
            pieces.append(" ")
            insertions.append(length)
            length += 1
        if literal is not None:
            pieces.append(gap)
            length += len(gap)
            excerpt = _excerpt(literal, bounds.start)
            literals[length] = excerpt
            filler = re.sub(r"[^ \n]", "x", literal.group())  # as long as the value, without any syntax
            pieces.append(filler)
            length += len(filler)
            done = literal.end()
            if not linked and excerpt.text[0] in "\"'" and excerpt.text.count(excerpt.text[0]) == 1:
                _warn_stray_quote(match["key"], excerpt, reporter)
    pieces.append(original[done:])
    repaired = "".join(pieces)
    odd = _ODD.search(repaired)
    if odd:
        _warn_odd(text, bounds, reporter)
        repaired = _ODD.sub(lambda match: chr(ord(match.group()) + _PRIVATE), repaired)
    return RepairedText(
        text=repaired,
        start=bounds.start,
        insertions=tuple(insertions),
        literals=literals,
        hidden=odd is not None,
    )


def _literal(original: str, match: re.Match[str]) -> re.Match[str] | None:
    """Match the lines of a value to read as text; None if YAML reads them as meant."""
    value = match["value"]
    lines = _LINES.match(original, match.start("value"))
    if not value or lines is None or _CLOSED.match(value) or _BLOCK_HEAD.match(value):
        return None
    block = lines.group()
    joined = " ".join(line.strip() for line in block.split("\n"))
    if value[0] in "\"'":
        continues = _UNCLOSED.match(value) and "\n" in block
        return None if continues else lines
    return lines if _HAZARD.search(joined) else None


def _excerpt(lines: re.Match[str], base: int) -> Excerpt:
    start = base + lines.start()
    parts: list[str] = []
    anchors: list[tuple[int, int]] = []
    here, there = 0, start
    end = start
    for line in lines.group().split("\n"):
        stripped = line.strip()
        if stripped:
            if parts:
                here += 1
            at = there + line.index(stripped[0])
            anchors.append((here, at))
            parts.append(stripped)
            here += len(stripped)
            end = at + len(stripped)
        there += len(line) + 1
    return Excerpt(text=" ".join(parts), anchors=tuple(anchors), bounds=Span(start=start, end=end))


def _warn_stray_quote(key: str, excerpt: Excerpt, reporter: Reporter) -> None:
    text = excerpt.text
    reporter.warning(
        "stray-quote",
        excerpt.span(0, 1),
        f"the value of '{key}' starts with a {text[0]} that nothing closes; it is read as a part of the text",
        f"write {key}: {text[1:].strip()}, or {quote(text)} to show it",
    )


def _warn_odd(text: str, bounds: Span, reporter: Reporter) -> None:
    for match in _ODD.finditer(text, bounds.start, bounds.end):
        reporter.warning(
            "control-character",
            Span(start=match.start(), end=match.end()),
            f"an invisible character, U+{ord(match.group()):04X}, that does not belong in a text",
            "delete it; it may have come from a broken copy",
        )
