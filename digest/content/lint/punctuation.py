"""The rule for the punctuation of Chinese text: marks of half a width."""

import re
from collections.abc import Iterable, Iterator

from digest.content.lint.passages import Passage
from digest.content.lint.values import Finding, Mark, Page, sum_up
from digest.text.characters import is_han

_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_HALF = re.compile(r"[,:;?!(](?<=[^\x00-\u2e7f].)(?=[^\x00-\u2e7f])")
"""Marks between characters that may be Han: what is Han takes long to compile, and `is_han` knows it."""
_BEHIND = ("", "\n", "，", "。", "；", "：", "、", "？", "！")


def halfwidth_punctuation(page: Page) -> Iterable[Finding]:
    """Half-width punctuation between two Chinese characters.

    Chinese is set with full-width marks, each as wide as a character (GB/T 15834; clreq 3.1). A half-width comma
    between two characters looks like a slip, and the line breaks in the wrong places.

    Instead of `提出一种新任务,即检索(见下)。`
    write      `提出一种新任务，即检索（见下）。`

    Only marks with a Chinese character on both sides count: `用 BERT,` and `检索(CIR)` may be as they are. With
    `typography: {punctuation: fullwidth}` the site does it by itself, and the rule is silent.
    """
    if page.config.typography.punctuation == "fullwidth":
        return ()
    return sum_up(
        [mark for passage in page.passages for mark in _halves(passage)],
        page,
        one="a half-width '{typed}' between Chinese characters",
        many="{count} half-width marks between Chinese characters in this file, the first of them here",
        hint="write the full-width '{instead}'",
    )


def _halves(passage: Passage) -> Iterator[Mark]:
    prose = passage.prose
    if prose.isascii():
        return
    for match in _HALF.finditer(prose):
        at = match.start()
        if not (is_han(prose[at - 1]) and is_han(prose[at + 1])):
            continue
        if prose[at] != "(":
            yield Mark(passage, at, at + 1, _FULL[prose[at]])
            continue
        closing = _partner(prose, at)
        behind = prose[closing + 1 : closing + 2]
        if closing > 0 and is_han(prose[closing - 1]) and (behind in _BEHIND or is_han(behind)):
            yield Mark(passage, at, at + 1, "（")
            yield Mark(passage, closing, closing + 1, "）")


_BRACKET_OR_BREAK = re.compile(r"[()（）\n]")


def _partner(prose: str, opening: int) -> int:
    """Where the bracket on the same line is closed that opens at an offset, with no other between; -1 if it is not."""
    match = _BRACKET_OR_BREAK.search(prose, opening + 1)
    return match.start() if match is not None and match[0] == ")" else -1
