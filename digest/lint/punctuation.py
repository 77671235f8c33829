"""The rule for half-width punctuation in Chinese text."""

import re
from collections.abc import Iterable, Iterator
from operator import attrgetter

from digest.lint.passages import Passage
from digest.lint.values import Finding, LintContext, Replacement, sum_up
from digest.text.characters import is_han
from digest.text.language import count_words

_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_BRACKET = re.compile(r"\((?<=[^\x00-\u2e7f].)(?=[^\x00-\u2e7f])")
"""A superset of brackets between Han characters: a regex class of all Han is slow to compile, so `is_han` checks the
rest.
"""
_HALF = re.compile(r"[,:;?!](?:(?= ?\*{0,3}[^\x00-\u2017\u201f-\u2e7f])|(?<=[?!])(?=\*{0,3}[ \t]*(?:\n|\Z)))")
"""Candidates: a mark before a possible Han character (a space or asterisks may stand between), and `?` or `!` at the
end of a line.
"""
_ENDS = re.compile(r"\*{0,3}[ \t]*(?:\n|\Z)")
_BEHIND = ("", "\n", "，", "。", "；", "：", "、", "？", "！")
_CLOSING, _OPENING = "）》」』】”", "（《「『【“"
_LONGEST_EMPHASIS = 3


def halfwidth_punctuation(context: LintContext) -> Iterable[Finding]:
    """Half-width punctuation between two Chinese characters.

    Chinese is set with full-width marks, each as wide as a character (GB/T 15834; clreq 3.1). A half-width comma
    between two characters looks like a slip, and the line breaks in the wrong places.

    Instead of `提出一种新任务,即检索(见下)。`
    write      `提出一种新任务，即检索（见下）。`

    Only marks with a Chinese character or mark on both sides count, and `?` and `!` at the end of a line: `用 BERT,`
    and `检索(CIR)` are left alone. Emphasis (`**软**,**硬**`) makes no difference, nor does a space after the mark if
    the line is Chinese. With `typography: {punctuation: fullwidth}` the build converts the marks itself, and the rule
    is off.
    """
    if context.config.typography.punctuation == "fullwidth":
        return ()
    return sum_up(
        [each for passage in context.passages for each in sorted(_half_width_marks(passage), key=attrgetter("start"))],
        context,
        one="a half-width '{typed}' between Chinese characters",
        many="{count} half-width marks between Chinese characters in this file, the first of them here",
        hint="write the full-width '{instead}'",
    )


def _half_width_marks(passage: Passage) -> Iterator[Replacement]:
    prose = passage.prose
    if prose.isascii():
        return
    brackets = list(_pairs(prose))
    closings = {closing for _, closing in brackets}
    chinese: dict[int, bool] = {}
    for opening, closing in brackets:
        yield Replacement(passage, opening, opening + 1, "（")
        yield Replacement(passage, closing, closing + 1, "）")
    for match in _HALF.finditer(prose):
        at = match.start()
        before = _inward(prose, at - 1, -1)
        is_end = _ENDS.match(prose, at + 1) is not None
        spaces = 1 if not is_end and prose[at + 1 : at + 2] == " " else 0
        behind = at + 1 if is_end else _inward(prose, at + 1 + spaces, 1)
        if before < 0 or not (is_han(prose[before]) or before in closings or _closes(prose, before)):
            continue
        if not is_end and not (is_han(prose[behind]) or prose[behind] in _OPENING):
            continue
        if spaces or is_end:
            line = prose.rfind("\n", 0, at) + 1
            if line not in chinese:
                chinese[line] = _is_chinese(prose, line)
            if not chinese[line]:
                continue
        if spaces and any(here == at + 2 for here, _ in passage.excerpt.anchors):
            continue  # the space is a line break that YAML folded
        yield Replacement(passage, at, at + 1 + spaces, _FULL[prose[at]])


def _inward(prose: str, at: int, step: int) -> int:
    """The offset of the neighbouring character of a mark, skipping asterisks of emphasis."""
    for _ in range(_LONGEST_EMPHASIS):
        if 0 <= at < len(prose) and prose[at] == "*":
            at += step
    return at


def _closes(prose: str, at: int) -> bool:
    """Whether this is a closing Chinese bracket or quotation mark. After a digit, `”` is a sign for inches."""
    return prose[at] in _CLOSING and not prose[max(at - 1, 0)].isdigit()


def _is_chinese(prose: str, start: int) -> bool:
    """Whether the line at `start` is mostly Chinese. An English line may quote Chinese words."""
    line = prose[start:].partition("\n")[0]
    return sum(map(is_han, line)) > 2 * count_words(line)


def _pairs(prose: str) -> Iterator[tuple[int, int]]:
    """Pairs of half-width brackets on one line, with Han outside and inside both."""
    for match in _BRACKET.finditer(prose):
        at = match.start()
        if not (is_han(prose[at - 1]) and is_han(prose[at + 1])):
            continue
        closing = _partner(prose, at)
        if closing < 0 or not is_han(prose[closing - 1]):
            continue
        behind = prose[closing + 1 : closing + 2]
        if behind in (",", ":", ";", "?", "!"):
            behind = prose[closing + 2 : closing + 3]
        if behind in _BEHIND or is_han(behind):
            yield at, closing


_BRACKET_OR_BREAK = re.compile(r"[()（）\n]")


def _partner(prose: str, opening: int) -> int:
    """The offset of the bracket that closes `opening` on the same line; -1 if there is none, or another bracket comes
    first.
    """
    match = _BRACKET_OR_BREAK.search(prose, opening + 1)
    return match.start() if match is not None and match[0] == ")" else -1
