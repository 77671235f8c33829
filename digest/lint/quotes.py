"""The rule for reversed quotation marks, and the search for unpaired ones."""

import re
from collections.abc import Iterable, Iterator, Sequence

from digest.lint.passages import Passage, blocks_of
from digest.lint.values import Finding, LintContext, Replacement, sum_up

_KINDS = ("“”", "‘’")
_CURLY = {kind: re.compile(f"[{kind}]") for kind in _KINDS}
_NOT_INSIDE_OPENING = re.compile(r"[\s，。；：、？！,;:?!)）\]】》]|\Z")
_NOT_INSIDE_CLOSING = re.compile(r"[\s(（\[【《：:]")
_APART = re.compile(r"[，。；：！？、,;:!?\n]|\A(?:和|与|與|或|及|以及)\Z")
_UNKNOWN = re.compile(r"(?<=[0-9０-９])”|[„‟″]")
"""A sign for inches, and quotation marks of other languages."""
_BESIDE_LATIN = re.compile(r"(?<=[0-9A-Za-z])[‘’]|[‘’](?=[0-9A-Za-z])")
"""Apostrophes."""


def reversed_quotes(context: LintContext) -> Iterable[Finding]:
    """Quotation marks that are the wrong way round.

    `”` closes and `“` opens (GB/T 15834 4.8), and so do `’` and `‘`. An input method that lost count types two closing
    marks, and readers take the text between two quotations for one.

    Instead of `所谓”软”提示`
    write      `所谓“软”提示`

    The marks of a paragraph must pair. Each pair must enclose a text that begins and ends without a space, and a comma
    or an `和` must stand between a wrong pair and the next. Nothing is reported if the meaning is not certain: marks
    that could nest as typed (`“所谓“软”提示”`), a possible sign for inches (`7”`) or apostrophe.
    """
    return sum_up(
        [each for passage in context.passages for kind in _KINDS for each in _reversed(passage, kind)],
        context,
        one="the quotation mark '{typed}' is the wrong way round",
        many="{count} quotation marks in this file are the wrong way round, the first of them here",
        hint="write '{instead}'",
    )


def _reversed(passage: Passage, kind: str) -> Iterator[Replacement]:
    prose = passage.prose
    if (kind[0] not in prose and kind[1] not in prose) or not any(_lone(prose, kind, 0, len(prose))):
        return
    for start, end in blocks_of(prose):
        if not any(_lone(prose, kind, start, end)) or _is_uncertain(prose, kind, start, end):
            continue
        places = [match.start() for match in _CURLY[kind].finditer(prose, start, end)]
        if _are_pairs(prose, kind, places):
            for at, sign in zip(places, kind * (len(places) // 2), strict=True):
                if prose[at] != sign:
                    yield Replacement(passage, at, at + 1, sign)


def lone_quotes(prose: str) -> Iterator[int]:
    """Offsets of the quotation marks that certainly have no partner.

    At most one a paragraph: the one that is left over if the others nest. A quotation may run over several paragraphs,
    each beginning with an opening mark; so a mark is skipped if its partner could be in another paragraph.
    """
    kind = _KINDS[0]
    if (kind[0] not in prose and kind[1] not in prose) or not any(_lone(prose, kind, 0, len(prose))):
        return
    blocks = list(blocks_of(prose))
    lone = [list(_lone(prose, kind, start, end)) for start, end in blocks]
    closing = [number for number, each in enumerate(lone) for is_opening, _ in each if not is_opening]
    opening = [number for number, each in enumerate(lone) for is_opening, _ in each if is_opening]
    for number, (start, end) in enumerate(blocks):
        if len(lone[number]) != 1 or _is_uncertain(prose, kind, start, end):
            continue
        is_next_open = number + 1 < len(blocks) and _begins_open(prose, blocks[number + 1][0])
        [(is_opening, at)] = lone[number]
        goes_on = _begins_open(prose, start) or is_next_open or any(each > number for each in closing)
        if not (goes_on if is_opening else any(each < number for each in opening)):
            yield at


def _begins_open(prose: str, start: int) -> bool:
    return prose[start:].lstrip(" \t>\u3000").startswith("“")


def _lone(prose: str, kind: str, start: int, end: int) -> Iterator[tuple[bool, int]]:
    """The unpaired marks if quotations may nest: `(is_opening, offset)`."""
    waiting: list[int] = []
    for match in _CURLY[kind].finditer(prose, start, end):
        if match[0] == kind[0]:
            waiting.append(match.start())
        elif waiting:
            waiting.pop()
        else:
            yield False, match.start()
    yield from [(True, at) for at in waiting]


def _is_uncertain(prose: str, kind: str, start: int, end: int) -> bool:
    """Whether some of the marks may not be quotation marks."""
    return (_UNKNOWN if kind == _KINDS[0] else _BESIDE_LATIN).search(prose, start, end) is not None


def _are_pairs(prose: str, kind: str, places: Sequence[int]) -> bool:
    """Whether the marks are certainly pairs side by side, whatever their direction: none can nest in another."""
    if len(places) % 2 or not all(map(_is_pair, [prose] * len(places), places[::2], places[1::2])):
        return False
    typed = "".join([prose[at] for at in places])
    wrong = [number for number in range(0, len(typed), 2) if typed[number : number + 2] != kind]
    if any(typed[number : number + 2] == kind[0] * 2 for number in wrong):
        return len(typed) == 2
    return all(
        _APART.search(prose[places[number - 1] + 1 : places[number]])
        for number in range(2, len(places), 2)
        if number in wrong or number - 2 in wrong
    )


def _is_pair(prose: str, opening: int, closing: int) -> bool:
    """Whether two marks enclose text that can be a quotation."""
    return (
        closing > opening + 1
        and _NOT_INSIDE_OPENING.match(prose, opening + 1) is None
        and _NOT_INSIDE_CLOSING.match(prose, closing - 1) is None
    )
