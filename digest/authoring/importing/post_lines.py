"""Lines of a post, without mark-up, with a map back to offsets in the file."""

from digest.authoring.importing.note_lines import BLANK
from digest.text.records import frozen
from digest.text.source import Excerpt, Span


@frozen
class LinkSpan:
    """A link over the characters `start` to `end` of a line."""

    start: int
    end: int
    url: str


@frozen
class Line:
    """A line or a part of one, without mark-up. `level` is the heading's level, 0 if it is not a heading.

    `text` starts at `at` in `excerpt`, the whole line. `outside`: not part of the page's article.
    """

    excerpt: Excerpt
    text: str
    at: int = 0
    links: tuple[LinkSpan, ...] = ()
    level: int = 0
    outside: bool = False
    indent: str = ""
    """Leading white space, where it is significant: list items and code."""
    is_code: bool = False

    @property
    def span(self) -> Span:
        """The place in the file."""
        return self.excerpt.span(self.at, self.at + len(self.text))

    def part(self, start: int, end: int | None = None) -> "Line":
        """Characters `start` to `end`, stripped, with their links."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip(BLANK))
        piece = piece.strip(BLANK)
        stop = start + len(piece)
        links = tuple(
            LinkSpan(start=max(link.start, start) - start, end=min(link.end, stop) - start, url=link.url)
            for link in self.links
            if link.start < stop and start < link.end
        )
        return Line(
            excerpt=self.excerpt, text=piece, at=self.at + start, links=links, level=self.level, outside=self.outside
        )

    @property
    def markdown(self) -> str:
        """The text with its links as Markdown."""
        parts, at = [self.indent], 0
        for link in self.links:
            label = self.text[link.start : link.end]
            parts.append(self.text[at : link.start])
            parts.append(label if label in (link.url, link.url.partition("://")[2]) else f"[{label}]({link.url})")
            at = link.end
        return "".join((*parts, self.text[at:]))


def whole_line(excerpt: Excerpt, *, links: tuple[LinkSpan, ...] = (), level: int = 0, outside: bool = False) -> Line:
    """A line of an excerpt, stripped."""
    line = Line(excerpt=excerpt, text=excerpt.text, links=links, level=level, outside=outside)
    return line.part(0)
