"""The rule for unpaired brackets and quotation marks."""

import re
from collections.abc import Iterable, Iterator

from digest.lint.passages import MASK, Passage, items_of, lines_of
from digest.lint.quotes import lone_quotes
from digest.lint.values import Finding, LintContext

_OPENING = {"(": "round", "（": "round", "[": "square", "【": "lens", "《": "title", "「": "corner", "『": "double"}
_CLOSING = {")": "round", "）": "round", "]": "square", "】": "lens", "》": "title", "」": "corner", "』": "double"}
_BRACKETS = re.compile(f"[{re.escape(''.join((*_OPENING, *_CLOSING)))}]")
_NUMBERED = re.compile(
    rf"(?<![0-9A-Za-z])(?:[0-9]{{1,3}}|[A-Za-z]|[ivxIVX]{{1,5}}|[一二三四五六七八九十]{{1,3}}|{MASK})\.?\Z"
)
_FACE = re.compile(r"[:;]-?\Z")
_INTERVAL = {("round", "square"), ("square", "round")}
_OPENS = frozenset((*_OPENING, "“"))


def unbalanced_brackets(context: LintContext) -> Iterable[Finding]:
    """A bracket or a quotation mark without its partner in its paragraph or item.

    Readers look for the other one, and take the rest of the sentence for an aside. A half-width bracket may close a
    full-width one: `（CIR)` is balanced, if not pretty. Numbers such as `1)`, intervals such as `[0, 1)` and a bracket
    in quotation marks need no partner.

    Instead of `零样本检索（ZS-CIR，旨在`
    write      `零样本检索（ZS-CIR），旨在`

    A list may stand in brackets that open before it. Of `“` and `”`, only the single unpaired mark of a paragraph is
    reported, and only if its partner cannot be in another paragraph.
    """
    for passage in context.passages:
        lone = _lone_of(passage)
        if not lone:
            continue
        first, others = lone[0], len(lone) - 1
        sign = passage.text[first]
        more = f", and {others} more {'mark is' if others == 1 else 'marks are'} without a partner" if others else ""
        yield Finding(
            span=passage.excerpt.span(first, first + 1),
            message=f"nothing {'closes' if sign in _OPENS else 'opens'} this '{sign}'{more}",
            hint="write its partner, or delete it",
        )


def _lone_of(passage: Passage) -> list[int]:
    """Offsets of the unpaired brackets and quotation marks of a passage."""
    prose = passage.prose
    lone = list(lone_quotes(prose))
    # If each line is balanced, each block is too: skip the block scan.
    if _BRACKETS.search(prose) is not None and any(_lone(prose, at, at + len(line)) for at, line in lines_of(prose)):
        blocks = items_of(passage.text)
        found = [_lone(prose, start, end) for start, end in blocks]
        # The partner may be masked: report only what is unpaired in the masked and in the full text.
        found = [
            sorted({*each}.intersection(_lone(passage.text, *block))) if each else each
            for each, block in zip(found, blocks, strict=True)
        ]
        lone += [at for each in _without_lists(passage.text, blocks, found) for at in each]
    return sorted(lone)


def _without_lists(text: str, blocks: list[tuple[int, int]], found: list[list[int]]) -> Iterator[list[int]]:
    """The unpaired brackets of each block, except pairs that open before a list (at a colon) and close after it."""
    opened: dict[str, list[int]] = {}
    for (start, end), lone in zip(blocks, found, strict=True):
        announces = text[start:end].rstrip().endswith((":", "："))
        for at in list(lone):
            kind = _OPENING.get(text[at])
            if kind is not None and announces:
                opened.setdefault(kind, []).append(at)
            elif kind is None and opened.get(_CLOSING[text[at]]):
                at_opening = opened[_CLOSING[text[at]]].pop()
                lone.remove(at)
                next(each for each in found if at_opening in each).remove(at_opening)
    yield from found


def _lone(text: str, start: int, end: int) -> list[int]:
    """Offsets of the unpaired brackets in one paragraph or item."""
    waiting: list[tuple[str, int]] = []
    lone: list[int] = []
    numbers = inside = 0
    for match in _BRACKETS.finditer(text, start, end):
        at, sign = match.start(), match[0]
        if text[max(at - 1, 0)] in "“‘\"'" and text[at + 1 : at + 2] in ("”", "’", '"', "'"):
            continue
        if sign in _OPENING:
            waiting.append((_OPENING[sign], at))
            continue
        kind = _CLOSING[sign]
        needs_none = kind == "round" and _needs_none(text, at)
        if waiting and (waiting[-1][0] == kind or (waiting[-1][0], kind) in _INTERVAL):
            opening = waiting.pop()[1]
            inside += needs_none and _NUMBERED.match(text, opening + 1, at) is None
        elif needs_none:
            numbers += 1
        elif any(each == kind for each, _ in waiting):
            while waiting[-1][0] != kind:
                lone.append(waiting.pop()[1])
            waiting.pop()
        elif kind == "round" and inside and numbers:  # `(see 1) a 2) b)`: `1)` used up the opening one
            inside -= 1
        else:
            lone.append(at)
    return sorted((*lone, *(at for _, at in waiting)))


def _needs_none(text: str, at: int) -> bool:
    """Whether a closing bracket ends a number or an emoticon."""
    return bool(_NUMBERED.search(text, max(at - 8, 0), at) or _FACE.search(text, max(at - 2, 0), at))
