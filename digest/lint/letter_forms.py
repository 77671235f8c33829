"""The rules for characters that look like others (radicals, ligatures), and for those that cannot be seen."""

import re
import unicodedata
from collections.abc import Iterable

from digest.lint.values import Finding, LintContext, Replacement, sum_up
from digest.text.characters import find_invisible

_FORMS = re.compile(
    "[\u2e9f\u2ef3\u2f00-\u2fd5\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufa6d\ufa70-\ufad9\ufb00-\ufb06]+"
)
"""Radicals that have an ideograph, compatibility ideographs, Latin ligatures."""


def letter_forms(context: LintContext) -> Iterable[Finding]:
    """Characters that look like others: Kangxi radicals (⽅ for 方), compatibility ideographs, ligatures (ﬁ for fi).

    They come out of PDFs. Nobody sees the difference, but search does not find the word, and fonts may lack them. Names
    of authors, tags and affiliations are looked at too.

    Instead of `⽅法 for eﬃcient training`
    write      `方法 for efficient training`
    """
    return sum_up(
        [
            Replacement(passage, match.start(), match.end(), unicodedata.normalize("NFKC", match[0]))
            for passage in (*context.passages, *context.names)
            if not passage.prose.isascii()
            for match in _FORMS.finditer(passage.prose)
        ],
        context,
        one="'{typed}' only looks like '{instead}'",
        many="{count} places with characters that only look like others in this file, the first of them here",
        hint="write '{instead}'",
    )


def invisible_characters(context: LintContext) -> Iterable[Finding]:
    """Characters that cannot be seen: zero-width spaces, soft hyphens, marks that turn the direction of the text.

    They come out of PDFs and web pages. Search does not find the word, they go into citations, and a mark of direction
    (U+202B) may show what follows in another order. Names of authors, tags and affiliations are looked at too.

    Instead of `Scal[U+200B]ing laws`
    write      `Scaling laws`
    """
    found = [
        (passage, match) for passage in (*context.passages, *context.names) for match in find_invisible(passage.prose)
    ]
    if found:
        passage, match = found[0]
        name = f"U+{ord(match[0]):04X}"
        one, many = (
            f"an invisible character ({name})",
            f"{len(found)} invisible characters in this file, the first ({name})",
        )
        yield Finding(
            span=passage.excerpt.span(*match.span()),
            message=f"{one} is in this text" if len(found) == 1 else f"{many} here",
            hint="delete it, or type the word again",
        )
