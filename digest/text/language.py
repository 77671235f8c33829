"""Language detection (zh or en), word counts and reading time."""

import re
from collections.abc import Iterable
from functools import cache

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]*")

_UNSPOKEN = re.compile(
    r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$|https?://[!-~]+", re.DOTALL
)

# Every text is counted, some twice. The regular expressions above define the counts and handle rare characters; the
# usual characters are counted with codecs and `bytes.translate`, which is several times faster.

_HAN_ROWS = bytes([*range(0x34, 0x4D), *range(0x4E, 0xA0), 0xF9, 0xFA])
"""High bytes of UTF-16 code units that are always Han. 0x4D is missing: U+4D00 to U+4DFF are only partly Han."""

_LETTER, _MARK = b"a", b"b"


def _shape(byte: int) -> bytes:
    if 0xC3 <= byte < 0xC9 or (byte < 0x80 and chr(byte).isalpha()):
        return _LETTER
    return _MARK if byte in b"'-" else b" "


_SHAPES = b"".join(_shape(byte) for byte in range(256))
"""For the first byte of a UTF-8 character: whether it may start a word (`a`), only continue one (`b`), or ends it.

U+00C0 to U+023F start with 0xC3 to 0xC8.
"""

_CONTINUATIONS = bytes(range(0x80, 0xC0))
_MARKED_WORD = re.compile(rb"Bb*a")

HAN_PER_MINUTE = 400
WORDS_PER_MINUTE = 220
"""Usual silent reading speeds, for Chinese in characters and for English in words."""


@cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{_HAN}]")  # slow to compile, rarely needed


def count_han(text: str) -> int:
    """Count Han characters."""
    if text.isascii():
        return 0
    rows = text.encode("utf-16-le", "surrogatepass")[1::2]
    if len(rows) != len(text) or 0x4D in rows:  # a surrogate pair, or U+4D00 to U+4DFF
        return len(_han().findall(text))
    return len(rows) - len(rows.translate(None, _HAN_ROWS))


def count_words(text: str) -> int:
    """Count Latin words."""
    encoded = text.encode("utf-8", "surrogatepass")
    if "’" in text or b"\xc9" in encoded:  # not decided by the first byte: ’ and U+0240 to U+027F
        return len(_WORD.findall(text))
    shapes = encoded.translate(_SHAPES, _CONTINUATIONS).title()  # capitalizes the first letter of each run
    words = shapes.count(b"A")
    return words + len(_MARKED_WORD.findall(shapes)) if b"B" in shapes else words


def count_texts(texts: Iterable[str]) -> tuple[int, int]:
    """Count Han characters and Latin words of several texts together."""
    plain: list[str] = []
    wide: list[str] = []
    for text in texts:
        (plain if text.isascii() else wide).append(text)
    chinese = "\n".join(wide)
    return count_han(chinese), count_words(chinese) + count_words("\n".join(plain))


def language_of(text: str) -> str:
    """`zh` if Han characters are at least as many as Latin words, else `en` (Chinese text keeps Latin names and terms).

    Code, formulas and URLs are not counted.
    """
    if text.isascii():
        return "en"
    if "`" in text or "$" in text or "~~~" in text or "://" in text:  # every match has one of these
        text = _UNSPOKEN.sub(" ", text)
    han = count_han(text)
    # A word has at least one character, so if Han is a majority of all characters, words need no count.
    is_chinese = han and (han >= len(text) - han or han >= count_words(text))
    return "zh" if is_chinese else "en"


def reading_minutes(han: int, words: int) -> int:
    """Reading time in minutes, at least 1."""
    return max(1, round(han / HAN_PER_MINUTE + words / WORDS_PER_MINUTE))
