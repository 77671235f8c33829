"""Rules for the punctuation of Chinese text: marks of half a width, quotation marks, brackets."""

import re
from collections.abc import Iterable, Iterator

from digest.content.lint.passages import MASK, Passage, blocks_of
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


_CURLY = re.compile("[“”]")
_NOT_INSIDE_OPENING = re.compile(r"[\s，。；：、？！,;:?!)）\]】》]|\Z")
_NOT_INSIDE_CLOSING = re.compile(r"[\s(（\[【《]")


def reversed_quotes(page: Page) -> Iterable[Finding]:
    """Quotation marks that are the wrong way round.

    `”` closes and `“` opens (GB/T 15834 4.8). An input method that lost count types two closing marks, and the reader
    takes what stands between two quotations for one.

    Instead of `所谓”软”提示`
    write      `所谓“软”提示`

    The marks of a paragraph must pair, each pair with something in it that begins and ends without a space; where they
    do not, it is not certain what was meant, and nothing is said.
    """
    return sum_up(
        [mark for passage in page.passages for mark in _reversed(passage)],
        page,
        one="the quotation mark '{typed}' is the wrong way round",
        many="{count} quotation marks in this file are the wrong way round, the first of them here",
        hint="write '{instead}'",
    )


def _reversed(passage: Passage) -> Iterator[Mark]:
    prose = passage.prose
    if "”" not in prose:
        return
    for start, end in blocks_of(prose):
        places = [match.start() for match in _CURLY.finditer(prose, start, end)]
        wanted = "“”" * (len(places) // 2)
        if len(places) % 2 or all(prose[at] == sign for at, sign in zip(places, wanted, strict=True)):
            continue
        if all(map(_is_pair, [prose] * len(places), places[::2], places[1::2])):
            for at, sign in zip(places, wanted, strict=True):
                if prose[at] != sign:
                    yield Mark(passage, at, at + 1, sign)


def _is_pair(prose: str, opening: int, closing: int) -> bool:
    """Whether two marks enclose something that may be quoted."""
    return (
        closing > opening + 1
        and _NOT_INSIDE_OPENING.match(prose, opening + 1) is None
        and _NOT_INSIDE_CLOSING.match(prose, closing - 1) is None
    )


_OPENING = {"(": "round", "（": "round", "[": "square", "【": "lens", "《": "title", "「": "corner", "『": "double"}
_CLOSING = {")": "round", "）": "round", "]": "square", "】": "lens", "》": "title", "」": "corner", "』": "double"}
_BRACKETS = re.compile(f"[{re.escape(''.join((*_OPENING, *_CLOSING)))}]")
_NUMBERED = re.compile(
    rf"(?<![0-9A-Za-z])(?:[0-9]{{1,3}}|[A-Za-z]|[ivxIVX]{{1,5}}|[一二三四五六七八九十]{{1,3}}|{MASK})\.?\Z"
)
_FACE = re.compile(r"[:;]-?\Z")
_INTERVAL = {("round", "square"), ("square", "round")}


def unbalanced_brackets(page: Page) -> Iterable[Finding]:
    """A bracket without its partner.

    The reader looks for the other one, and takes the rest of the sentence for an aside. A half-width bracket may close
    a full-width one: `（CIR)` is balanced, if not pretty. Numbers such as `1)`, intervals such as `[0, 1)` and a
    bracket in quotation marks need none.

    Instead of `零样本检索（ZS-CIR，旨在`
    write      `零样本检索（ZS-CIR），旨在`
    """
    for passage in page.passages:
        if _BRACKETS.search(passage.prose) is None:
            continue
        lone = _lone(passage.prose)
        if lone < 0 or _lone(passage.text) < 0:
            continue
        sign = passage.text[lone]
        yield Finding(
            span=passage.excerpt.span(lone, lone + 1),
            message=f"nothing {'closes' if sign in _OPENING else 'opens'} this '{sign}'",
            hint="write its partner, or delete it",
        )


def _lone(text: str) -> int:
    """Where a bracket of a text without its partner stands; -1 if there is none."""
    waiting: list[tuple[str, int]] = []
    for match in _BRACKETS.finditer(text):
        at, sign = match.start(), match[0]
        if text[max(at - 1, 0)] in "“‘\"'" and text[at + 1 : at + 2] in ("”", "’", '"', "'"):
            continue
        if sign in _OPENING:
            waiting.append((_OPENING[sign], at))
            continue
        kind = _CLOSING[sign]
        if waiting and (waiting[-1][0] == kind or (waiting[-1][0], kind) in _INTERVAL):
            waiting.pop()
        elif kind != "round" or not _needs_none(text, at):
            return at
    return waiting[-1][1] if waiting else -1


def _needs_none(text: str, at: int) -> bool:
    """Whether a closing bracket ends a number, or makes a face."""
    return bool(_NUMBERED.search(text, max(at - 8, 0), at) or _FACE.search(text, max(at - 2, 0), at))
