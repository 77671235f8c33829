"""Parts of the search: ranges of days, each with an index of its own.

The calendar is halved until a block has at most `LIMIT` papers. Blocks are aligned, so a part depends only on how many
papers its own days and those of the block around it have: a new paper changes the part of its day, and no other.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

LIMIT = 4096
"""Papers in a part of more than one day. Larger parts compress better; smaller ones are made again faster."""

CHUNK = 16
"""Papers in a file of texts. More compress better; a page of results needs fewer bytes of smaller ones."""

_PAPERS_OF_A_SHARD = 16
"""At most; at least half as many, since the number of shards is a power of two. If it followed every paper, each one
would move all keys to other shards.
"""

_SPAN = 1 << 22
"""Days in the calendar: all that `datetime.date` has, as a power of two."""


def count_shards(papers: int) -> int:
    """The number of shards of a part's index."""
    return 1 << (-(-papers // _PAPERS_OF_A_SHARD) - 1).bit_length()


def cut_days(days: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut sorted days with the numbers of their papers into parts, as pairs of indexes into `days`.

    A day is given by its ordinal (`datetime.date.toordinal`).
    """
    ordinals = [day for day, _ in days]
    before = [0, *accumulate(papers for _, papers in days)]

    def cut(first: int, span: int, start: int, end: int) -> Iterator[tuple[int, int]]:
        if before[end] - before[start] <= LIMIT or span == 1:
            if before[end] > before[start]:
                yield start, end
            return
        half = span // 2
        middle = bisect_left(ordinals, first + half, start, end)
        yield from cut(first, half, start, middle)
        yield from cut(first + half, half, middle, end)

    return list(cut(0, _SPAN, 0, len(days)))
