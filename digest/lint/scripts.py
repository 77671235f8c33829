"""The rule for simplified and traditional characters mixed in one text."""

import re
from collections.abc import Iterable

from digest.lint.values import Finding, LintContext
from digest.text.hanzi import TO_SIMPLIFIED, TO_TRADITIONAL

WORDS = {
    "基於": "基于",
    "由於": "由于",
    "關於": "关于",
    "對於": "对于",
    "用於": "用于",
    "優於": "优于",
    "位於": "位于",
    "屬於": "属于",
    "處於": "处于",
    "大於": "大于",
    "小於": "小于",
    "等於": "等于",
    "至於": "至于",
    "优於": "优于",
    "关於": "关于",
    "对於": "对于",
    "属於": "属于",
    "处於": "处于",
    "特徵": "特征",
    "象徵": "象征",
}
"""Traditional words, also half converted, whose last character occurs in simplified text too (於 in names, 徵 in
music).
"""

_SIMPLIFIED = re.compile(f"[{''.join(TO_TRADITIONAL)}]")
_TRADITIONAL = re.compile(f"{'|'.join(WORDS)}|[{''.join(TO_SIMPLIFIED)}]")
_INSTEAD = {**TO_SIMPLIFIED, **WORDS}
_QUOTED = re.compile(r"《[^《》\n]*》|“[^“”\n]*”|「[^「」\n]*」|『[^『』\n]*』")

_MOST_STRAYS = 5
"""With more characters of the other script, the text is a quotation, or mixed on purpose."""

_LEAST_RATIO = 2
"""Minimum ratio of the main script to the strays."""


def mixed_scripts(context: LintContext) -> Iterable[Finding]:
    """A traditional character in a simplified text, or a simplified one in a traditional text.

    A stray character comes from a copied name or an input method. Readers stumble over it, and a search for the word
    does not find it.

    Instead of `使用預训练模型`
    write      `使用预训练模型`

    Only common characters that one of the scripts never uses count (not 后, 里 or 著, which both have), and words such
    as `基於` and `特徵`. A file is reported if it has at most five characters of the other script, and at least twice
    as many of its own: otherwise it is a quotation, or mixed on purpose. Text inside `《》`, `“”`, `「」` or `『』`
    does not count. A name in the other script may be right: allow it then.
    """
    texts = [passage for passage in context.passages if not passage.prose.isascii()]
    own = [(passage, _QUOTED.sub(_blank, passage.prose)) for passage in texts]
    prose = "\n".join([text for _, text in own])
    simplified, traditional = len(_SIMPLIFIED.findall(prose)), len(_TRADITIONAL.findall(prose))
    few, many = sorted((simplified, traditional))
    if not few or few > _MOST_STRAYS or few * _LEAST_RATIO > many:
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
