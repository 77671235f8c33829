"""Text made fit for the parser: one line-break character, and nothing that HTML or XML may not hold."""

import bisect
import re
from functools import cache

from digest.text.characters import UNSAFE, UNSAFE_BASIC, replace_unsafe
from digest.text.records import frozen

# Control characters that stand where JSON ate the backslash of a TeX command (\alpha, \beta, \vec, \frac, \eta):
# they pass the parser as noncharacters, so that a formula can be repaired, and leave it as U+FFFD.
_KEPT = {"\x07": "\ufde7", "\x08": "\ufde8", "\x0b": "\ufdeb", "\x0c": "\ufdec", "\x1b": "\ufdee"}
_RESTORED = {ord(kept): control for control, kept in _KEPT.items()}

# What may be unclean, and no less: matched ten times faster than the exact class, which ends in single characters.
_SUSPECT = re.compile(f"[{UNSAFE_BASIC}\r\U00010000-\U0010ffff]")


@frozen
class Cleaned:
    """A text ready to parse, and the way back to the text that it was."""

    text: str
    breaks: tuple[int, ...] = ()
    """Offsets, in the cleaned text, of the line breaks that were two characters."""
    unsafe: tuple[tuple[int, int], ...] = ()
    """Ranges of the cleaned text whose characters may not be shown."""

    def original(self, offset: int) -> int:
        """The offset in the text as it was given."""
        return offset + bisect.bisect_left(self.breaks, offset)


def clean(text: str) -> Cleaned:
    """The text with line breaks as line feeds (CommonMark 2.1) and unsafe characters replaced one for one."""
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
    """A piece of cleaned text with the kept control characters as themselves."""
    return text.translate(_RESTORED)


def replace_unshowable(html: str) -> str:
    """Finished HTML without the characters that it may not hold; the placeholders of references stay."""
    return _unshowable().sub("\ufffd", html)


@cache
def _unsafe_run() -> re.Pattern[str]:
    return re.compile(f"[{UNSAFE}]+")


@cache
def _unshowable() -> re.Pattern[str]:
    # All that may not be shown, but for the two characters that enclose a reference's number.
    return re.compile(f"[{UNSAFE}\r]".replace("\ufdd0-", "\ufdd2-"))
