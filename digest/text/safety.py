"""Drop the characters that no page may have (`characters.UNSAFE`).

Everything that reaches a page (front matter, settings, a theme's templates and strings) is made safe where it is read,
and Markdown's HTML is safe as rendered. So finished pages are not scanned again.
"""

import re
from functools import cache
from typing import TypeVar

from digest.text.characters import UNSAFE
from digest.text.records import map_texts

_T = TypeVar("_T")

_SUSPECT = bytes([*range(9), 11, 12, *range(14, 32), 127, *range(0xF0, 0x100)])
"""Bytes of control characters, and first bytes of characters from U+10000 on."""


def drop_unsafe(text: str) -> str:
    """Drop the characters of `UNSAFE`."""
    return text if is_safe(text) else _unsafe().sub("", text)


def encode_safe(text: str) -> bytes:
    """Encode a text that was made safe as UTF-8. A lone surrogate, which UTF-8 cannot encode, is dropped even so."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return drop_unsafe(text).encode()


def make_safe(value: _T) -> _T:
    """Apply `drop_unsafe` to all strings in a value's records, tuples and mappings."""
    return map_texts(value, drop_unsafe)


def is_safe(text: str) -> bool:
    """Fast check: True means no character of `UNSAFE`. False may be a false alarm (U+FD00 to U+FDFF, U+10000 on).

    It works on bytes, which is faster than a regular expression on characters.
    """
    try:
        content = text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    if len(content.translate(None, _SUSPECT)) != len(content):
        return False
    if len(content) == len(text):
        return True
    if "\u202d" in text or "\u202e" in text:
        return False
    if "\ufffe" in text or "\uffff" in text or b"\xfd" in text.encode("utf-16-le")[1::2]:
        return False  # noncharacters of the basic plane; U+FD00 to U+FDFF include some
    at = content.find(b"\xc2")  # first byte of U+0080 to U+00BF; the lower half are C1 controls
    while at >= 0:
        if content[at + 1] < 0xA0:
            return False
        at = content.find(b"\xc2", at + 2)
    return True


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(f"[{UNSAFE}]")
