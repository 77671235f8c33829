"""A file's text, spans of it, and conversion from offsets to lines and columns."""

import bisect
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from digest.text.records import frozen


@frozen
class Span:
    """A half-open range of character offsets, `start <= offset < end`."""

    start: int
    end: int


class Position(NamedTuple):
    """Line and column, counted from 1; columns are characters."""

    line: int
    column: int


class _Keeping:
    """A base without slots, so that a record can have a cached property."""


@frozen
class Source(_Keeping):
    """A file's text and its path, relative to the site's root with forward slashes.

    The text has no byte-order mark and LF line breaks, so columns match those of an editor.
    """

    path: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        """The offsets at which lines begin, and where another one would."""
        return [0, *accumulate([len(line) + 1 for line in self.text.split("\n")])]

    def position(self, offset: int) -> Position:
        """Line and column of an offset; offsets outside the text are clamped."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect.bisect_right(self._starts, offset)
        return Position(line=line, column=offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Line `number` (from 1) without its line break, or an empty string past the end."""
        starts = self._starts
        return self.text[starts[number - 1] : starts[number] - 1] if number < len(starts) else ""


@frozen
class Excerpt:
    """Text taken from a source, with a map back to offsets in it.

    `anchors` are pairs of an offset in `text` and its offset in the source, ascending; after an anchor both advance
    together. Inside rewritten text, such as an escape in a quoted scalar, the result is approximate, but always within
    `bounds`.
    """

    text: str
    anchors: tuple[tuple[int, int], ...]
    bounds: Span

    def span(self, start: int, end: int) -> Span:
        """Map the characters `start` to `end` to a span of the source."""
        first = self.origin(start)
        last = min(self.origin(end - 1) + 1, self.bounds.end) if end > start else first
        return Span(start=first, end=max(first, last))

    def origin(self, offset: int) -> int:
        """Map an offset in `text` to an offset in the source."""
        index = bisect.bisect_left(self.anchors, (offset + 1,)) - 1 if len(self.anchors) > 1 else 0
        here, there = self.anchors[max(index, 0)]
        return min(max(there + offset - here, self.bounds.start), self.bounds.end)


def slice_excerpt(text: str, start: int, end: int) -> Excerpt:
    """The characters `start` to `end` of a source's text, unchanged."""
    return Excerpt(text=text[start:end], anchors=((0, start),), bounds=Span(start=start, end=end))
