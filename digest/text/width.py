"""How much room a text takes in a terminal, and how it is shown there without surprises.

A cell is one column. Han, full-width forms and emoji take two (Unicode Standard Annex 11: East Asian width W and F),
combining marks and format characters none, everything else one; characters of ambiguous width, such as “ and …, are
narrow, as terminals have it unless told otherwise. A tab is shown as four spaces, a control character as its picture
from the block at U+2400, and what has no picture or would turn the line around as U+FFFD.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from digest.text.characters import replace_unsafe

TAB = "    "
"""What a tab is shown as."""

ELLIPSIS = "…"
"""What stands for text that was cut off; one cell."""

_JOINER = "\u200d"
_EMOJI_SELECTOR = "\ufe0f"
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_SOFT_HYPHEN = "\u00ad"
_DELETE = "\x7f"
_TURNING = "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Line separators, and the marks that reorder a line (UAX 9): an excerpt that held one could show what is not there."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One character as a terminal shows it: the text to write, and the columns that it takes."""

    shown: str
    width: int


def cells(text: str) -> list[Cell]:
    """The characters of a text, one cell each, in order; an emoji sequence has its width on its first character."""
    found: list[Cell] = []
    is_wide = False  # whether the last character that took room could begin an emoji sequence
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
    """The columns that a text takes in a terminal."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(cell.width for cell in cells(text))


def make_visible(text: str) -> str:
    """The text as one line that a terminal shows and never obeys."""
    if text.isprintable():  # what is shown as something else is a control, a format character or no character
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
