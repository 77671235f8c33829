"""Which language a text is in, and how much of each it holds."""

import re

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]*")

_UNSPOKEN = re.compile(
    r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$|https?://[!-~]+", re.DOTALL
)

HAN_PER_MINUTE = 400
WORDS_PER_MINUTE = 220
"""Usual silent reading speeds: Chinese is counted in characters, English in words."""


def count_han(text: str) -> int:
    """How many Han characters a text holds."""
    return 0 if text.isascii() else len(_HAN.findall(text))


def count_words(text: str) -> int:
    """How many Latin words a text holds."""
    return len(_WORD.findall(text))


def language_of(text: str) -> str:
    """`zh` or `en`, by whether Han characters outnumber Latin words (names and terms stay Latin in Chinese).

    Code, formulas and addresses are in no language.
    """
    text = _UNSPOKEN.sub(" ", text)
    han = count_han(text)
    return "zh" if han and han >= count_words(text) else "en"


def reading_minutes(han: int, words: int) -> int:
    """Minutes that a text takes to read, at least one."""
    return max(1, round(han / HAN_PER_MINUTE + words / WORDS_PER_MINUTE))
