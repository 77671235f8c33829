"""YAML as values: nodes with the way back to where each stands; every scalar is the text that was typed.

A front matter has two dozen nodes, whose spans and excerpts are seldom asked for: so nodes are tuples, which are made
three times faster than records, and their spans are properties.
"""

from typing import NamedTuple

from digest.text.source import Excerpt, Span


class Scalar(NamedTuple):
    """One value as typed: `text` without quotes and escapes, `style` one of YAML's five (None is plain).

    It stands from `start` to `end` in the source. `anchors` are its excerpt's; a value on one line needs none.
    """

    text: str
    start: int
    end: int
    style: str | None
    anchors: tuple[tuple[int, int], ...] = ()

    @property
    def span(self) -> Span:
        """Where the value stands, with its quotes."""
        return Span(start=self.start, end=self.end)

    @property
    def excerpt(self) -> Excerpt:
        """The value with the way back to each of its characters."""
        quoted = self.style in ("'", '"')
        return Excerpt(text=self.text, anchors=self.anchors or ((0, self.start + quoted),), bounds=self.span)


class Sequence(NamedTuple):
    """A list; `flow` tells `[a, b]` from one item a line."""

    items: tuple["Node", ...]
    start: int
    end: int
    flow: bool

    @property
    def span(self) -> Span:
        """Where the list stands, with its brackets or dashes."""
        return Span(start=self.start, end=self.end)


class Mapping(NamedTuple):
    """Keys and values in the order typed; a key may stand twice (its reader says so)."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where the mapping stands, with its braces."""
        return Span(start=self.start, end=self.end)


Node = Scalar | Sequence | Mapping


def line_anchors(text: str, value: str, span: tuple[int, int], style: str | None) -> tuple[tuple[int, int], ...]:
    """The anchors of a value that joins its lines, which stand in the source at `span`; none if it is a single line.

    Each line is found again in the value. One with an escape is not found, and left to the one above.
    """
    start, end = span
    if text.find("\n", start, end) < 0:
        return ()
    quoted = 1 if style in ("'", '"') else 0
    there = text.find("\n", start) + 1 if style == ">" else start + quoted
    anchors = [] if style == ">" else [(0, there)]
    here = 0
    for line in text[there : end - quoted].split("\n"):
        typed = line.strip()
        found = value.find(typed, here) if typed else -1
        if found >= 0:
            anchors.append((found, there + line.index(typed)))
            here = found + len(typed)
        there += len(line) + 1
    return tuple(anchors) or ((0, start),)


def quote(value: str) -> str:
    """The value as YAML that reads it back: in single quotes where that needs no escape."""
    if "'" not in value:
        return f"'{value}'"
    import json  # slow to load, and needed for hints only

    return json.dumps(value, ensure_ascii=False)
