"""Compare names (of authors, tags, affiliations, files) as people do, and not by code points."""

import unicodedata

_IGNORED = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Characters without a width: soft hyphen, zero-width space, word joiner, byte order mark."""

_MEANT = ("<super>", "<sub>", "<fraction>")
"""Compatibility mappings that change what is said: D² is not D2."""


def tidy_name(name: str) -> str:
    """A name as it is shown: NFC, with each run of white space as one space, without invisible characters."""
    if name.isascii():
        return " ".join(name.split())
    return " ".join(unicodedata.normalize("NFC", name.translate(_IGNORED)).split())


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
