"""Prepare text for the parser: LF line breaks, no characters that HTML or XML forbid."""

import bisect
import re
from functools import cache

from digest.text.characters import UNSAFE, UNSAFE_BASIC, replace_unsafe
from digest.text.records import frozen

# Control characters left where an escape swallowed the backslash of a TeX command (\alpha, \beta, \vec, \frac, \eta).
# They pass the parser as noncharacters, so that formulas can be repaired; outside formulas they become U+FFFD.
_KEPT = {"\x07": "\ufde7", "\x08": "\ufde8", "\x0b": "\ufdeb", "\x0c": "\ufdec", "\x1b": "\ufdee"}
_RESTORED = {ord(kept): control for control, kept in _KEPT.items()}

# A superset of what needs cleaning: the exact class has single astral characters, which makes it slow to match.
_SUSPECT = re.compile(f"[{UNSAFE_BASIC}\r\U00010000-\U0010ffff]")


@frozen
class Cleaned:
    """A cleaned text, with a map back to offsets in the original."""

    text: str
    breaks: tuple[int, ...] = ()
    """Offsets in the cleaned text of line breaks that were CRLF."""
    unsafe: tuple[tuple[int, int], ...] = ()
    """Ranges of the cleaned text where characters were replaced."""

    def original(self, offset: int) -> int:
        """Map an offset back to the original text."""
        return offset + bisect.bisect_left(self.breaks, offset)


def clean(text: str) -> Cleaned:
    """Turn line breaks into LF (CommonMark 2.1) and replace unsafe characters one for one."""
    if (text.isascii() and text.replace("\n", "").isprintable()) or _SUSPECT.search(text) is None:
        return Cleaned(text=text)
    breaks = []
    if "\r" in text:
        for number, match in enumerate(re.finditer("\r\n", text)):
            breaks.append(match.start() - number)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    unsafe = tuple(match.span() for match in _unsafe_run().finditer(text))
    if unsafe:
        text = "".join(_KEPT.get(c) or replace_unsafe(c) for c in text)
    return Cleaned(text=text, breaks=tuple(breaks), unsafe=unsafe)


def restore_controls(text: str) -> str:
    """Undo the replacement of control characters in a piece of cleaned text, for repair."""
    return text.translate(_RESTORED)


def replace_unshowable(html: str) -> str:
    """Replace unsafe characters of finished HTML by U+FFFD. Placeholders of references stay."""
    return _unshowable().sub("\ufffd", html)


@cache
def _unsafe_run() -> re.Pattern[str]:
    return re.compile(f"[{UNSAFE}]+")


@cache
def _unshowable() -> re.Pattern[str]:
    # `UNSAFE` without U+FDD0 and U+FDD1, which enclose the number of a reference.
    return re.compile(f"[{UNSAFE}\r]".replace("\ufdd0-", "\ufdd2-"))
