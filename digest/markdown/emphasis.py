"""Emphasis and strikethrough next to Chinese text.

CommonMark 6.2 decides by the punctuation next to a delimiter run, assuming spaces between words. Chinese has none, so
`提出**Pic2Word（零样本）**方法` would not be bold. The rule that Markdown libraries have agreed on: punctuation does
not keep a run from opening or closing if a character on either side of the run is Chinese, Japanese or Korean. Text
without such characters is parsed as CommonMark says.
"""

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from digest.text.characters import AMBIGUOUS, is_cjk, is_selector

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

_SPACES = frozenset("\t\n\x0b\x0c\r \xa0\u1680\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}
_MAX_LOOKAROUND = 8


class Flanks(NamedTuple):
    """Whether a delimiter run can open or close emphasis, and its length."""

    can_open: bool
    can_close: bool
    length: int


@cache
def _is_punctuation(character: str) -> bool:
    # CommonMark 2.1: the categories P and S.
    return unicodedata.category(character)[0] in "PS"


def touches_cjk(text: str, index: int, step: int) -> bool:
    """Whether the character at `index` is CJK, looking further in direction `step` (1 or -1) where needed.

    A variation selector counts as the character before it, a mark shared with English such as `”` as the next one.
    """
    for _ in range(_MAX_LOOKAROUND):
        if not 0 <= index < len(text):
            return False
        character = text[index]
        if is_selector(character):
            index -= 1
            if step > 0:
                return index >= 0 and is_cjk(text[index])
            continue
        if character not in AMBIGUOUS:
            return is_cjk(character)
        index += step
    return False


def scan_run(source: str, start: int, limit: int) -> Flanks:
    """The flanks of the run of `*`, `_` or `~` at `start` (CommonMark 6.2)."""
    marker = source[start]
    end = start + 1
    while end < limit and source[end] == marker:
        end += 1
    before = source[start - 1] if start else " "
    after = source[end] if end < limit else " "
    if start > 1 and is_selector(before):
        before = source[start - 2]
    space_before, space_after = before in _SPACES, after in _SPACES
    mark_before = not space_before and _is_punctuation(before)
    mark_after = not space_after and _is_punctuation(after)
    left = not space_after and (not mark_after or space_before or mark_before)
    right = not space_before and (not mark_before or space_after or mark_after)
    cjk_before = cjk_after = False
    if (mark_before or mark_after) and not source.isascii():
        cjk_before = touches_cjk(source, start - 1, -1)
        cjk_after = touches_cjk(source[:limit], end, 1) if limit < len(source) else touches_cjk(source, end, 1)
        beside_cjk = cjk_before or cjk_after
        left = left or (not space_after and beside_cjk)
        right = right or (not space_before and beside_cjk)
    if marker != "_":
        return Flanks(left, right, end - start)
    # Inside a word `_` does nothing. Between a CJK character and punctuation it is not inside a word.
    can_open = left and (not right or mark_before or (cjk_before and mark_after))
    can_close = right and (not left or mark_after or (cjk_after and mark_before))
    return Flanks(can_open, can_close, end - start)


def delimiter_run(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001  the parser's own signature
    """Inline rule: a run of `*`, `_` or `~` becomes text tokens, paired later by markdown-it."""
    from markdown_it.rules_inline.state_inline import Delimiter

    start = state.pos
    marker = state.src[start]
    if silent or marker not in "*_~":
        return False
    can_open, can_close, length = scan_run(state.src, start, state.posMax)
    width = 1
    if marker == "~":
        if length < 2:
            return False
        width = 2
        if length % 2:
            state.push("text", "", 0).content = marker
    for _ in range(length // width):
        state.push("text", "", 0).content = marker * width
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                # 0 disables the "rule of three" (CommonMark 6.2, rules 9 and 10) for strikethrough.
                length=length if width == 1 else 0,
                token=len(state.tokens) - 1,
                end=-1,
                open=can_open,
                close=can_close,
            )
        )
    state.pos += length
    return True
