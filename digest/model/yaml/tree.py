"""YAML nodes with source positions. Every scalar is text, as typed.

Nodes are tuples, which are created faster than records, and their spans, rarely needed, are properties.
"""

from collections.abc import Mapping as Map
from types import MappingProxyType
from typing import NamedTuple

from digest.text.source import Excerpt, Span


class Keys(NamedTuple):
    """The keys that a mapping may have."""

    known: frozenset[str] = frozenset()
    literal: frozenset[str] = frozenset()
    """Known keys whose one-line values are text even with a `: ` in them."""
    inner: Map[str, frozenset[str]] = MappingProxyType({})
    """By known key, the keys of the records in its value."""
    terms: frozenset[str] = frozenset()
    """Literal keys whose values are never text when they are in brackets."""


class Scalar(NamedTuple):
    """A scalar: its text without quotes and escapes.

    `style` is YAML's: a quote, `|`, `>`, or None for plain. `start` to `end` is its span in the source, quotes
    included. `anchors` are those of its excerpt, empty for a value on one line.
    """

    text: str
    start: int
    end: int
    style: str | None
    anchors: tuple[tuple[int, int], ...] = ()

    @property
    def span(self) -> Span:
        """Where the value is, quotes included."""
        return Span(start=self.start, end=self.end)

    @property
    def excerpt(self) -> Excerpt:
        """The value with a map back to the source."""
        quoted = self.style in ("'", '"')
        return Excerpt(text=self.text, anchors=self.anchors or ((0, self.start + quoted),), bounds=self.span)


class Sequence(NamedTuple):
    """A list; `flow` is the form `[a, b]`."""

    items: tuple["Node", ...]
    start: int
    end: int
    flow: bool

    @property
    def span(self) -> Span:
        """Where the list is, brackets or dashes included."""
        return Span(start=self.start, end=self.end)


class Mapping(NamedTuple):
    """Keys and values in order. Duplicate keys are kept; readers report them."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where the mapping is, braces included."""
        return Span(start=self.start, end=self.end)


Node = Scalar | Sequence | Mapping


def line_anchors(text: str, value: str, span: tuple[int, int], style: str | None) -> tuple[tuple[int, int], ...]:
    """The anchors of a folded value whose source is `text[span]`; empty if it is a single line.

    Each source line is searched for in the value. One with an escape is not found, and left to the anchor before it.
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
    """Quote a value for YAML: in single quotes if it has none, else in JSON's double quotes."""
    if "'" not in value:
        return f"'{value}'"
    import json  # slow to import, used in hints only

    return json.dumps(value, ensure_ascii=False)
