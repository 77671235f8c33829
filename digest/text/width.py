"""Display width of text in a terminal, and text that is safe to print there.

Width is in columns: two for East Asian Wide and Fullwidth characters (UAX 11) and emoji, none for combining marks and
format characters, one for all others, ambiguous ones included. A tab is printed as four spaces, a control character as
its symbol from U+2400, and bidirectional and unprintable characters as U+FFFD.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from digest.text.characters import replace_unsafe

TAB = "    "
"""A tab as printed."""

ELLIPSIS = "…"
"""Replaces omitted text; one column wide."""

_JOINER = "\u200d"
_EMOJI_SELECTOR = "\ufe0f"
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_SOFT_HYPHEN = "\u00ad"
_DELETE = "\x7f"
_TURNING = "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Line separators and bidirectional controls (UAX 9), which could make an excerpt show something else than it says."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A character as printed: its text and its width in columns."""

    shown: str
    width: int


def cells(text: str) -> list[Cell]:
    """Split a text into one cell per character. An emoji sequence has its width on its first character."""
    found: list[Cell] = []
    is_wide = False  # whether the last visible character may start an emoji sequence
    joins = False
    for character in text:
        cell = _cell(character)
        if joins or (is_wide and character in _SKIN_TONES):
            cell = Cell(cell.shown, 0)
        elif character == _EMOJI_SELECTOR and found and found[-1].width == 1:
            cell = Cell(cell.shown, 1)  # ❤ is narrow, ❤️ is wide
            is_wide = True
        elif cell.width:
            is_wide = cell.width == 2
        joins = character == _JOINER and is_wide
        found.append(cell)
    return found


def display_width(text: str) -> int:
    """The width of a text in columns."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(cell.width for cell in cells(text))


def make_visible(text: str) -> str:
    """The text on one line, without any character that a terminal would interpret."""
    if text.isprintable():  # `cells` changes nothing that is printable
        return text
    return "".join(cell.shown for cell in cells(text))


@lru_cache(maxsize=4096)
def _cell(character: str) -> Cell:
    if character == "\t":
        return Cell(TAB, len(TAB))
    if character < " ":
        return Cell(chr(0x2400 + ord(character)), 1)
    if character == _DELETE:
        return Cell("\u2421", 1)
    if character in _TURNING:
        return Cell("\ufffd", 1)
    shown = replace_unsafe(character)
    if unicodedata.east_asian_width(shown) in ("W", "F"):
        return Cell(shown, 2)
    return Cell(shown, 0 if _takes_no_room(shown) else 1)


def _takes_no_room(character: str) -> bool:
    if character == _SOFT_HYPHEN:
        return False
    is_medial = "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7fb"
    return is_medial or unicodedata.category(character) in ("Mn", "Me", "Cf")
