"""Compare names (of authors, tags, affiliations, files) as people do, and not by code points."""

import unicodedata
from collections.abc import Sequence

from digest.text.later_characters import steady

_INVISIBLE = dict.fromkeys(
    (
        *map(ord, "\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u2060\u3164\ufeff\uffa0"),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
)
"""Soft hyphen, zero-width space, word joiner, byte order mark, Hangul fillers, marks of direction."""

_IGNORED = _INVISIBLE | dict.fromkeys([0x200C, 0x200D, *range(0xFE00, 0xFE10)])
"""Joiners and variation selectors too: some scripts and emoji need them to be drawn, but they make no other name."""

_MEANT = ("<super>", "<sub>", "<fraction>")
"""Compatibility mappings that change what is said: D² is not D2."""


@steady
def tidy_name(name: str) -> str:
    """A name as it is shown: NFC, with each run of white space as one space, without invisible characters."""
    if name.isascii():
        return " ".join(name.split())
    return " ".join(unicodedata.normalize("NFC", name.translate(_INVISIBLE)).split())


def compose_name(name: str) -> str:
    """The name or path of a file for comparison: NFC. macOS stores names as typed, and older disks decompose them."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def distinct_names(names: Sequence[str]) -> tuple[str, ...]:
    """The first of those names that `fold_name` makes equal, in order."""
    if len(names) < 2:
        return tuple(names)
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(fold_name(name), name)
    return tuple(kept.values())


@steady
def fold_name(name: str) -> str:
    """Fold a name for comparison: equal for names that differ in case, width, white space or Unicode form only.

    That is NFKC with full case folding, except that superscripts, subscripts and fractions stay. So no-break spaces,
    Kangxi radicals, ligatures and full-width letters are folded. Idempotent.
    """
    if not name.isascii():
        letters = (
            letter
            if unicodedata.decomposition(letter).startswith(_MEANT)
            else unicodedata.normalize("NFKD", letter.casefold())
            for letter in name.translate(_IGNORED)
        )
        name = unicodedata.normalize("NFC", "".join(letters))
    return " ".join(name.casefold().split())
