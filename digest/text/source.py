"""A file's text, spans in it, and where a span is on the page."""

import bisect
from typing import NamedTuple

from digest.text.records import frozen


@frozen
class Span:
    """A half-open range of characters, `start <= offset < end`, in one source."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as people count: lines and columns from 1, columns in characters."""

    line: int
    column: int


@frozen
class Source:
    """A file's text under its path (relative to the site's root, with forward slashes).

    The text has no byte-order mark and its line breaks are single line feeds, so a column counts what an editor shows.
    """

    path: str
    text: str

    def position(self, offset: int) -> Position:
        """Where the character at `offset` stands; past the end means just behind the last character."""
        offset = min(max(offset, 0), len(self.text))
        start = self.text.rfind("\n", 0, offset) + 1
        return Position(line=self.text.count("\n", 0, offset) + 1, column=offset - start + 1)

    def line(self, number: int) -> str:
        """The text of the line `number` (from 1), without its line break; empty past the end."""
        lines = self.text.split("\n", number)
        return lines[number - 1] if number <= len(lines) else ""


@frozen
class Excerpt:
    """Text taken out of a source, with the way back.

    `anchors` pairs an offset in `text` with the offset in the source that it came from, ascending; between two anchors
    both run in step. A stretch that was rewritten (an escape in a quoted scalar) is off by what was rewritten at most,
    and never leaves `bounds`.
    """

    text: str
    anchors: tuple[tuple[int, int], ...]
    bounds: Span

    def span(self, start: int, end: int) -> Span:
        """The span in the source of the characters `start` to `end` of the excerpt."""
        first = self.origin(start)
        last = min(self.origin(end - 1) + 1, self.bounds.end) if end > start else first
        return Span(start=first, end=max(first, last))

    def origin(self, offset: int) -> int:
        """The offset in the source of the character at `offset` of the excerpt."""
        index = bisect.bisect_left(self.anchors, (offset + 1,)) - 1 if len(self.anchors) > 1 else 0
        here, there = self.anchors[max(index, 0)]
        return min(max(there + offset - here, self.bounds.start), self.bounds.end)


def slice_excerpt(text: str, start: int, end: int) -> Excerpt:
    """The characters `start` to `end` of a source's text, as they are."""
    return Excerpt(text=text[start:end], anchors=((0, start),), bounds=Span(start=start, end=end))
