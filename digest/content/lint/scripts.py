"""The rule for simplified and traditional characters in one text."""

import re
from collections.abc import Iterable

from digest.content.lint.values import Finding, Page
from digest.content.lint.variants import TO_SIMPLIFIED, TO_TRADITIONAL, WORDS

_SIMPLIFIED = re.compile(f"[{''.join(TO_TRADITIONAL)}]")
_TRADITIONAL = re.compile(f"{'|'.join(WORDS)}|[{''.join(TO_SIMPLIFIED)}]")
_INSTEAD = {**TO_SIMPLIFIED, **WORDS}
_QUOTED = re.compile(r"《[^《》\n]*》|“[^“”\n]*”|「[^「」\n]*」|『[^『』\n]*』")

MOST_STRAYS = 5
"""Characters of the other script above which a text is taken for a quotation, or for a mixture that is meant."""

TIMES_AS_MANY = 2
"""How many times as many of its own script a text must have, for the others to be strays."""


def mixed_scripts(page: Page) -> Iterable[Finding]:
    """A traditional character in a simplified text, or a simplified one in a traditional text.

    A stray character comes from a copied name or an input method. Readers stumble, and a search for the word does not
    find it.

    Instead of `使用預训练模型`
    write      `使用预训练模型`

    Of the commonest characters those count that one script never uses (no 后, 里 or 著, which both have), and words
    such as `基於` and `特徵`. A file is told of if it has at most five of the other script, and twice as many of its
    own: else it is a quotation, or a mixture that is meant. What stands in `《》`, `“”`, `「」` or `『』` does not
    count. A name in the other script may be right too, and then it is to be allowed.
    """
    texts = [passage for passage in page.passages if not passage.prose.isascii()]
    own = [(passage, _QUOTED.sub(_blank, passage.prose)) for passage in texts]
    prose = "\n".join([text for _, text in own])
    simplified, traditional = len(_SIMPLIFIED.findall(prose)), len(_TRADITIONAL.findall(prose))
    few, many = sorted((simplified, traditional))
    if not few or few > MOST_STRAYS or few * TIMES_AS_MANY > many:
        return
    strays, meant = (_SIMPLIFIED, TO_TRADITIONAL) if simplified < traditional else (_TRADITIONAL, _INSTEAD)
    what = ("simplified", "traditional") if simplified < traditional else ("traditional", "simplified")
    for passage, text in own:
        for match in strays.finditer(text):
            yield Finding(
                span=passage.excerpt.span(*match.span()),
                message=f"'{match[0]}' is {what[0]}, and the text is {what[1]}",
                hint=f"write '{meant[match[0]]}'",
            )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
