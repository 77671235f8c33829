"""CJK character classes, and the characters that no page may have.

The ranges are Unicode 15 blocks written out: the standard library has no script property.
"""

import re
from functools import cache

HAN = "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
"""Han ideographs and radicals. Like the constants below, the inside of a regular expression's character class."""

KANA = "\u3041-\u312f\u31a0-\u31bf\u31f0-\u31ff\uff66-\uff9f\U0001aff0-\U0001b16f"
"""Hiragana, katakana and bopomofo."""

HANGUL = "\u1100-\u11ff\u3130-\u318f\u3200-\u321e\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"
"""Hangul. Korean puts spaces between words, so a line break between two characters is a space."""

FULLWIDTH = (
    "\u3001-\u3004\u3006\u3008-\u3020\u302a-\u3037\u303c-\u303f\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uff65\uffe0-\uffee"
)
"""CJK and full-width punctuation, symbols and letters, without U+3000 (the ideographic space)."""

ENCLOSED = "\u3190-\u319f\u31c0-\u31ef\u321f-\u33ff\ua000-\ua4cf\U00016fe0-\U00018dff\U0001f200-\U0001f2ff"
"""Enclosed and squared forms, strokes, Yi, Tangut."""

AMBIGUOUS = "“”‘’—…·‧※"
"""Punctuation shared by Chinese and English (East Asian width "ambiguous", UAX 11); its neighbours decide."""

_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

UNSAFE_BASIC = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff" + "\ufdd0-\ufdef\ufffe\uffff"
"""The part of `UNSAFE` in the Basic Multilingual Plane."""

UNSAFE = UNSAFE_BASIC + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
"""Characters that HTML or XML 1.0 forbid: controls except tab, LF and CR; lone surrogates; noncharacters. And
the overrides of UAX 9, which turn letters round.
"""


# Compiled on first use: classes with so many ranges compile slowly, and a no-op build needs none of them.


@cache
def _cjk() -> re.Pattern[str]:
    return re.compile(f"[{HAN}{KANA}{HANGUL}{FULLWIDTH}{ENCLOSED}\u3000]")


@cache
def _joining() -> re.Pattern[str]:
    return re.compile(f"[{HAN}{KANA}{FULLWIDTH}{ENCLOSED}]")


@cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{HAN}]")


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(f"[{UNSAFE}]")


def is_cjk(character: str) -> bool:
    """Whether a character is Chinese, Japanese or Korean: a letter, or full-width punctuation."""
    return character >= "\u1100" and _cjk().match(character) is not None


def is_han(character: str) -> bool:
    """Whether a character is a Han ideograph."""
    return character >= "\u2e80" and _han().match(character) is not None


def is_joining(character: str) -> bool:
    """Whether a line break next to this character may be dropped: Han, kana, full-width punctuation, but not Hangul."""
    return character >= "\u2e80" and _joining().match(character) is not None


def is_selector(character: str) -> bool:
    """Whether a character is a variation selector."""
    return character >= "\ufe00" and _SELECTOR.match(character) is not None


def has_han(text: str) -> bool:
    """Whether a text contains a Han ideograph."""
    return not text.isascii() and _han().search(text) is not None


def has_cjk(text: str) -> bool:
    """Whether a text contains a Chinese, Japanese or Korean character."""
    return not text.isascii() and _cjk().search(text) is not None


def replace_unsafe(text: str) -> str:
    """Replace each character of `UNSAFE` by U+FFFD, which keeps offsets valid."""
    return _unsafe().sub("\ufffd", text)


_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202c\u2060-\u2064\u2066-\u2069\ufeff]")
"""Characters without a width, but for joiners (emoji and Persian need them) and selectors; marks of direction."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]")
"""Hebrew, Arabic and others, among which marks of direction may be meant."""


def find_unsafe(text: str) -> list[re.Match[str]]:
    """The characters of `UNSAFE` in a text."""
    return list(_unsafe().finditer(text))


def find_invisible(text: str) -> list[re.Match[str]]:
    """The other characters of a text that cannot be seen and are not meant; none in a text that runs from right to
    left.
    """
    return [] if text.isascii() or _RIGHT_TO_LEFT.search(text) else list(_INVISIBLE.finditer(text))
