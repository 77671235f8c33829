"""Which language a text is in, and how much of each it holds."""

import re
from collections.abc import Iterable
from functools import cache

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]*")

_UNSPOKEN = re.compile(
    r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$|https?://[!-~]+", re.DOTALL
)

# Every text is counted, some twice, so counting is done by the codecs and by `bytes.translate`: a fifth of the time
# that the regular expressions above take, which say what is counted and see to the rare characters.

_HAN_ROWS = bytes([*range(0x34, 0x4D), *range(0x4E, 0xA0), 0xF9, 0xFA])
"""The high bytes of UTF-16 that only Han characters have; U+4D00 to U+4DFF are Han in part."""

_LETTER, _MARK = b"a", b"b"


def _shape(byte: int) -> bytes:
    if 0xC3 <= byte < 0xC9 or (byte < 0x80 and chr(byte).isalpha()):
        return _LETTER
    return _MARK if byte in b"'-" else b" "


_SHAPES = b"".join(_shape(byte) for byte in range(256))
"""Of each byte that begins a character in UTF-8: whether that character may begin a word, can only carry one on, or
ends it. U+00C0 to U+023F begin with 0xC3 to 0xC8."""

_CONTINUATIONS = bytes(range(0x80, 0xC0))
_MARKED_WORD = re.compile(rb"Bb*a")

HAN_PER_MINUTE = 400
WORDS_PER_MINUTE = 220
"""Usual silent reading speeds: Chinese is counted in characters, English in words."""


@cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{_HAN}]")  # slow to compile, and seldom needed


def count_han(text: str) -> int:
    """How many Han characters a text holds."""
    if text.isascii():
        return 0
    rows = text.encode("utf-16-le", "surrogatepass")[1::2]
    if len(rows) != len(text) or 0x4D in rows:  # a character of two code units, or of the row that is Han in part
        return len(_han().findall(text))
    return len(rows) - len(rows.translate(None, _HAN_ROWS))


def count_words(text: str) -> int:
    """How many Latin words a text holds."""
    encoded = text.encode("utf-8", "surrogatepass")
    if "’" in text or b"\xc9" in encoded:  # what the shapes do not tell: a mark, and U+0240 to U+027F
        return len(_WORD.findall(text))
    shapes = encoded.translate(_SHAPES, _CONTINUATIONS).title()  # now the first of each run is a capital
    words = shapes.count(b"A")
    return words + len(_MARKED_WORD.findall(shapes)) if b"B" in shapes else words


def count_texts(texts: Iterable[str]) -> tuple[int, int]:
    """How many Han characters and Latin words some texts hold together."""
    plain: list[str] = []
    wide: list[str] = []
    for text in texts:
        (plain if text.isascii() else wide).append(text)
    chinese = "\n".join(wide)
    return count_han(chinese), count_words(chinese) + count_words("\n".join(plain))


def language_of(text: str) -> str:
    """`zh` or `en`, by whether Han characters outnumber Latin words (names and terms stay Latin in Chinese).

    Code, formulas and addresses are in no language.
    """
    if text.isascii():
        return "en"
    if "`" in text or "$" in text or "~~~" in text or "://" in text:  # as every match has
        text = _UNSPOKEN.sub(" ", text)
    han = count_han(text)
    # A word takes a character at least, so words cannot outnumber the characters that are left.
    is_chinese = han and (han >= len(text) - han or han >= count_words(text))
    return "zh" if is_chinese else "en"


def reading_minutes(han: int, words: int) -> int:
    """Minutes that a text takes to read, at least one."""
    return max(1, round(han / HAN_PER_MINUTE + words / WORDS_PER_MINUTE))
