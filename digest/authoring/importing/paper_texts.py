"""Collect the texts of a paper: paragraphs and key points."""

import re

from digest.authoring.composing import Markdown
from digest.authoring.escaping import escape_paragraph
from digest.authoring.importing.post_lines import Line
from digest.text.item_marks import ItemMark, find_mark, more_marks

_BULLET = re.compile(r"[-*+][ \t]*(?=\S)")
"""A mark of plain text, where it is no emphasis."""

_FIGURE = re.compile(r"!(?=\[[^\]\n]*\]\((?!https?://))")
"""The `!` of an image with a relative path. The image is not imported, so it is escaped to a link."""


def mark_end(text: str) -> int:
    """The offset behind the marker of a key point; 0 if a line has none."""
    mark = find_mark(text) or _BULLET.match(text)
    end = mark.end if isinstance(mark, ItemMark) else mark.end() if mark is not None else 0
    return end if end < len(text) else 0


class Paragraphs:
    """Paragraphs of lines."""

    def __init__(self) -> None:
        self._paragraphs: list[list[Line]] = []

    @property
    def is_empty(self) -> bool:
        """Whether it has no lines."""
        return not self._paragraphs

    def add(self, line: Line, *, new: bool) -> None:
        """Add a line; `new` starts a paragraph."""
        if new or not self._paragraphs:
            self._paragraphs.append([])
        self._paragraphs[-1].append(line)

    def compose(self, *, markdown: bool) -> str:
        """The text: `Markdown` if it was Markdown or has links, else plain."""
        return compose_text(self._paragraphs, markdown=markdown)

    def compose_markdown(self, *, markdown: bool) -> str:
        """The text as Markdown."""
        return compose_markdown(self._paragraphs, markdown=markdown)


class Points:
    """Key points, each of several lines. With `nests`, more indented lines belong to the point above."""

    def __init__(self, *, nests: bool = False) -> None:
        self._nests = nests
        self._points: list[list[Line]] = []
        self._is_marked = False
        self._indent = ""
        self._first: Line | None = None

    @property
    def first(self) -> Line | None:
        """The first line."""
        return self._points[0][0] if self._points else None

    @property
    def is_marked(self) -> bool:
        """Whether a point has a marker."""
        return self._is_marked

    def add(self, line: Line, *, new: bool) -> None:
        """Add a line: a new point, or a continuation; `new` after a blank line."""
        end = mark_end(line.text)
        is_nested = self._nests and self._is_marked and len(line.indent) > len(self._indent)
        if is_nested or (not end and self._points and self._is_marked and not new):
            self._points[-1].append(line)
        else:
            self._indent = line.indent if not self._points else self._indent
            self._points.append([line.part(end)])
            self._first = self._first or line
        self._is_marked = self._is_marked or end > 0

    def compose(self, *, markdown: bool) -> tuple[str, ...]:
        """The points without markers."""
        points = self._points
        if len(points) == 1 and len(points[0]) == 1 and self._first is not None:
            points = [[piece] for piece in _split(self._first)] or points
        return tuple(compose_text([lines], markdown=markdown) for lines in points)


def _split(line: Line) -> list[Line]:
    """The points of a line with several; else none."""
    mark = find_mark(line.text)
    marks = [mark, *more_marks(line.text, mark)] if mark is not None else []
    ends = [*[mark.start for mark in marks[1:]], len(line.text)]
    return [line.part(mark.end, end) for mark, end in zip(marks, ends, strict=True)] if len(marks) > 1 else []


def compose_text(paragraphs: list[list[Line]], *, markdown: bool) -> str:
    """Paragraphs as one text: `Markdown` if `markdown` or with links, else plain."""
    if markdown or any(line.links for lines in paragraphs for line in lines):
        return Markdown(compose_markdown(paragraphs, markdown=markdown))
    return "\n\n".join(["\n".join([line.text for line in lines]) for lines in paragraphs])


def compose_markdown(paragraphs: list[list[Line]], *, markdown: bool) -> str:
    """Paragraphs as Markdown; plain text is escaped unless `markdown`."""
    if markdown:
        text = "\n\n".join(["\n".join([line.markdown for line in lines]) for lines in paragraphs])
        return _FIGURE.sub(r"\\!", text)
    return "\n\n".join(["\n".join(map(_escaped, lines)) for lines in paragraphs])


def _escaped(line: Line) -> str:
    """A line of plain text with links as Markdown."""
    parts, at = [], 0
    for link in line.links:
        label = line.text[link.start : link.end]
        parts.append(_spaced(line.text[at : link.start]))
        is_bare = label in (link.url, link.url.partition("://")[2])
        parts.append(f"<{link.url}>" if is_bare else f"[{escape_paragraph(label)}]({link.url})")
        at = link.end
    return "".join((*parts, _spaced(line.text[at:])))


def _spaced(text: str) -> str:
    bare = text.strip()
    if not bare:
        return text
    at = text.index(bare)
    return text[:at] + escape_paragraph(bare) + text[at + len(bare) :]
