"""Which characters are Chinese, Japanese or Korean, and which may never reach a page.

The ranges are blocks of Unicode 15 written out: the standard library knows categories and widths, not scripts.
"""

import re
from functools import cache

HAN = "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
"""Han ideographs and radicals, as the inside of a regular expression's character class."""

KANA = "\u3041-\u312f\u31a0-\u31bf\u31f0-\u31ff\uff66-\uff9f\U0001aff0-\U0001b16f"
"""Hiragana, katakana and bopomofo."""

HANGUL = "\u1100-\u11ff\u3130-\u318f\u3200-\u321e\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"
"""Korean letters and syllables: written with spaces between words, so a line break between two is one."""

FULLWIDTH = (
    "\u3001-\u3004\u3006\u3008-\u3020\u302a-\u3037\u303c-\u303f\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uff65\uffe0-\uffee"
)
"""Full-width punctuation, symbols and letters."""

ENCLOSED = "\u3190-\u319f\u31c0-\u31ef\u321f-\u33ff\ua000-\ua4cf\U00016fe0-\U00018dff\U0001f200-\U0001f2ff"
"""Enclosed and squared forms, strokes, Yi, Tangut."""

AMBIGUOUS = "“”‘’—…·‧※"
"""Punctuation that Chinese and English share (East Asian width "ambiguous"): its neighbours say which it is."""

_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

UNSAFE_BASIC = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff" + "\ufdd0-\ufdef\ufffe\uffff"
"""What `UNSAFE` has in the basic plane."""

UNSAFE = UNSAFE_BASIC + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
"""What HTML or XML 1.0 may not hold: controls but tab and line breaks, lone surrogates, noncharacters."""


# Classes of so many characters take milliseconds to compile, and a build with nothing to do needs none of them.


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
    """Whether a line may break beside this character without meaning a space: Han, kana, full-width punctuation."""
    return character >= "\u2e80" and _joining().match(character) is not None


def is_selector(character: str) -> bool:
    """Whether a character only chooses the look of the one before it (a variation selector)."""
    return character >= "\ufe00" and _SELECTOR.match(character) is not None


def has_han(text: str) -> bool:
    """Whether a text holds a Han ideograph."""
    return not text.isascii() and _han().search(text) is not None


def has_cjk(text: str) -> bool:
    """Whether a text holds a Chinese, Japanese or Korean character."""
    return not text.isascii() and _cjk().search(text) is not None


def replace_unsafe(text: str) -> str:
    """The text with each character that HTML or XML 1.0 may not hold replaced by U+FFFD, its length unchanged."""
    return _unsafe().sub("\ufffd", text)
