"""The width of text in a terminal, in columns, and safe ways to show it there.

Widths are those of `wcwidth`: 2 for wide and full-width characters (UAX 11) and emoji, 0 for combining marks, 1 for
ambiguous characters such as “ and …. A tab is shown as four spaces, a control character as its picture (U+2400 and
following), line separators and bidirectional controls (UAX 9) as U+FFFD.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from digest.text.characters import replace_unsafe

TAB = "    "

ELLIPSIS = "…"
"""Replaces text that was cut off; one column wide."""

_BIDI_AND_BREAKS = "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SHOWN = {
    "\t": TAB,
    **{chr(code): chr(0x2400 + code) for code in range(0x20) if code != ord("\t")},
    "\x7f": "\u2421",
    **dict.fromkeys(_BIDI_AND_BREAKS, "\ufffd"),
}

_LONE = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u3000-\u3029\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff\uff01-\uff60]*"
)
"""Matches text of characters that are a grapheme cluster each: most lines, and a fast path."""


class Cell(NamedTuple):
    """A character as a terminal shows it: replacement text, and width in columns."""

    shown: str
    width: int


def cells(text: str) -> list[Cell]:
    """The cell of each character. The first character of a grapheme cluster (UAX 29) has the width of all."""
    from wcwidth import iter_graphemes, wcswidth  # lazy: a build with nothing to do shows no diagnostics

    if _LONE.fullmatch(text) is not None:
        return [_lone_cell(character) for character in text]
    found: list[Cell] = []
    for cluster in iter_graphemes(text):
        first, *others = [_shown(character) for character in cluster]
        found.append(Cell(first, wcswidth("".join((first, *others)))))
        found += [Cell(other, 0) for other in others]
    return found


def display_width(text: str) -> int:
    """The width of a text in columns."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum([cell.width for cell in cells(text)])


def cut_to_width(text: str, columns: int) -> str:
    """The text as one line of at most so many columns, with an ellipsis if something is cut off."""
    if display_width(text) <= columns:
        return make_visible(text)
    made, left = "", columns - len(ELLIPSIS)
    for cell in cells(text):
        left -= cell.width
        if left < 0:
            break
        made += cell.shown
    return made.rstrip() + ELLIPSIS


def make_visible(text: str) -> str:
    """The text as one line without control characters: a terminal shows it and does not act on it."""
    if text.isprintable():  # false for all characters that have a replacement
        return text
    return "".join(map(_shown, text))


@lru_cache(maxsize=4096)
def _lone_cell(character: str) -> Cell:
    from wcwidth import wcwidth

    return Cell(character, wcwidth(character))


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    return _SHOWN.get(character) or replace_unsafe(character)
