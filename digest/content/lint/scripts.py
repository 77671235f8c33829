"""The rule for simplified and traditional characters in one text."""

import re
from collections.abc import Iterable

from digest.content.lint.values import Finding, Page
from digest.content.lint.variants import TO_SIMPLIFIED, TO_TRADITIONAL

_SIMPLIFIED = re.compile(f"[{''.join(TO_TRADITIONAL)}]")
_TRADITIONAL = re.compile(f"[{''.join(TO_SIMPLIFIED)}]")

MOST_STRAYS = 5
"""Characters of the other script above which a text is taken for a quotation, or for a mixture that is meant."""

TIMES_AS_MANY = 15
"""How many times as many of its own script a text must have, for the others to be strays."""


def mixed_scripts(page: Page) -> Iterable[Finding]:
    """A traditional character in a simplified text, or a simplified one in a traditional text.

    A stray character comes from a copied name or an input method. Readers stumble, and a search for the word does not
    find it.

    Instead of `使用預训练模型`
    write      `使用预训练模型`

    Only characters that the other script never uses count, and only where there are few of them in a file: a name or
    a quotation in the other script may be right, and then it is to be allowed.
    """
    texts = [passage for passage in page.passages if not passage.prose.isascii()]
    prose = "\n".join([passage.prose for passage in texts])
    simplified, traditional = len(_SIMPLIFIED.findall(prose)), len(_TRADITIONAL.findall(prose))
    few, many = sorted((simplified, traditional))
    if not few or few > MOST_STRAYS or few * TIMES_AS_MANY > many:
        return
    strays, meant = (_SIMPLIFIED, TO_TRADITIONAL) if simplified < traditional else (_TRADITIONAL, TO_SIMPLIFIED)
    what = ("simplified", "traditional") if simplified < traditional else ("traditional", "simplified")
    for passage in texts:
        for match in strays.finditer(passage.prose):
            yield Finding(
                span=passage.excerpt.span(*match.span()),
                message=f"'{match[0]}' is {what[0]}, and the text is {what[1]}",
                hint=f"write '{meant[match[0]]}'",
            )
