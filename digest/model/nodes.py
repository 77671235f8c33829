"""YAML as nodes with spans, read from the parser's events: every scalar stays the text that was typed."""

import re
from collections.abc import Callable
from collections.abc import Mapping as Map
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import yaml

from digest.model.shadow import Shadow, cast_shadow, quote
from digest.model.syntax import COMMENT, report_syntax
from digest.text.diagnostics import Reporter
from digest.text.source import Excerpt, Span

DEEPEST = 8
"""Levels of nesting that a front matter may have: far more than any key needs, far fewer than crash a parser."""

LARGEST = 64 * 1024
"""Characters that a front matter may have."""

_NO_KEYS: Map[str, frozenset[str]] = MappingProxyType({})
_SIGN = re.compile(r"[&*!][^\s,\[\]{}]*")

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """One value as typed: `text` without quotes and escapes, `style` one of YAML's five (None is plain)."""

    text: str
    excerpt: Excerpt
    span: Span
    style: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A list; `flow` tells `[a, b]` from one item a line."""

    items: tuple["Node", ...]
    span: Span
    flow: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Keys and values in the order typed; a key may stand twice (its reader says so)."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    span: Span


Node = Scalar | Sequence | Mapping


class _Rejected(Exception):
    """Raised inside this module only, to leave the events where YAML is used beyond what a front matter needs."""

    def __init__(self, code: str, span: Span, message: str, hint: str) -> None:
        super().__init__(message)
        self.report = (code, span, message, hint)


def read_mapping(
    text: str,
    bounds: Span,
    reporter: Reporter,
    *,
    keys: frozenset[str],
    literal_keys: frozenset[str],
    inner_keys: Map[str, frozenset[str]] = _NO_KEYS,
) -> Mapping | None:
    """The mapping that stands in `text[bounds]`; None when there is none (the reporter then knows why)."""
    node = read_node(text, bounds, reporter, keys=keys, literal_keys=literal_keys, inner_keys=inner_keys)
    if node is None or isinstance(node, Mapping):
        return node
    reporter.error(
        "not-a-mapping", node.span, "this must be lines of 'key: value'", "write, for example, title: A Title"
    )
    return None


def read_node(
    text: str,
    bounds: Span,
    reporter: Reporter,
    *,
    keys: frozenset[str],
    literal_keys: frozenset[str],
    inner_keys: Map[str, frozenset[str]] = _NO_KEYS,
    bounded: bool = True,
) -> Node | None:
    """The YAML that stands in `text[bounds]`, an empty mapping where there is nothing; None when it cannot be read.

    `keys` are the top-level keys that may be meant, `inner_keys` those of the records that these hold; `literal_keys`
    are those whose one-line values are text, whatever YAML would make of a `: ` in them. A file of its own, such as
    `authors.yaml`, may be of any size: set `bounded` to False.
    """
    empty = Span(start=bounds.start, end=bounds.start)
    if bounded and bounds.end - bounds.start > LARGEST:
        reporter.error(
            "front-matter-too-large",
            empty,
            f"the front matter has more than {LARGEST:,} characters",
            "move long texts into sections of the body",
        )
        return None
    shadow = cast_shadow(text, bounds, reporter, keys=keys, literal_keys=literal_keys, inner_keys=inner_keys)
    try:
        node = _Builder(shadow, text, reporter).build()
    except yaml.YAMLError as error:
        report_syntax(error, shadow, text, reporter)
        return None
    except _Rejected as rejected:
        reporter.error(*rejected.report)
        return None
    is_nothing = node is None or (isinstance(node, Scalar) and not node.text and node.style is None)
    return Mapping(entries=(), span=empty) if is_nothing else node


class _Builder:
    """Builds nodes out of the events of one document."""

    def __init__(self, shadow: Shadow, text: str, reporter: Reporter) -> None:
        self._shadow = shadow
        self._text = text
        self._reporter = reporter
        self._loader: Any = None

    def build(self) -> Node | None:
        loader = self._loader = _Loader(self._shadow.text)
        try:
            get: Callable[[], Any] = loader.get_event
            get()  # the start of the stream
            if isinstance(get(), yaml.StreamEndEvent):
                return None
            node = self._node(get(), 0)
            get()  # the end of the document
            after = get()
            if not isinstance(after, yaml.StreamEndEvent):
                raise _Rejected(
                    "second-document",
                    self._span(after),
                    "a second YAML document starts here",
                    "remove this line: all keys stand in one block",
                )
            return node
        finally:
            loader.dispose()

    def _node(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None or event.tag is not None:
            start = self._span(event).start
            mark = _SIGN.match(self._text, start)
            raise _Rejected(
                "yaml-feature",
                Span(start=start, end=mark.end() if mark else start),
                "anchors, aliases and tags (&, *, !) are not read here",
                "put the value in quotes, or write it out",
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if depth >= DEEPEST:
            raise _Rejected(
                "too-deep",
                self._span(event),
                f"nested deeper than {DEEPEST} levels",
                "no key needs that: flatten it",
            )
        start = self._shadow.origin(event.start_mark.index)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(following := self._loader.get_event(), yaml.SequenceEndEvent):
                items.append(self._node(following, depth + 1))
            return Sequence(items=tuple(items), span=self._closed(start, following), flow=bool(event.flow_style))
        entries: list[tuple[Scalar, Node]] = []
        while not isinstance(following := self._loader.get_event(), yaml.MappingEndEvent):
            key = self._node(following, depth + 1)
            if not isinstance(key, Scalar):
                raise _Rejected("not-a-key", key.span, "a key must be a word", "write key: value")
            value = self._node(self._loader.get_event(), depth + 1)
            self._warn_of_comment(key, value)
            entries.append((key, value))
        return Mapping(entries=tuple(entries), span=self._closed(start, following))

    def _warn_of_comment(self, key: Scalar, value: Node) -> None:
        """Tell where a value such as `#1b7f5c` is a comment to YAML."""
        found = COMMENT.match(self._text, value.span.start) if value.span.start == value.span.end else None
        if found is not None:
            self._reporter.warning(
                "comment-for-value",
                Span(start=found.start("comment"), end=found.end("comment")),
                f"'{key.text}' has no value: what follows a '#' is a comment to YAML",
                f"write {key.text}: {quote(found['comment'])}",
            )

    def _scalar(self, event: Any) -> Scalar:
        literal = self._shadow.literals.get(event.start_mark.index)
        if literal is not None:
            return Scalar(text=literal.text, excerpt=literal, span=literal.bounds, style=None)
        span = self._span(event)
        value = self._shadow.restore(event.value)
        style = event.style or None  # libyaml says "" where the parser in Python says None
        return Scalar(text=value, excerpt=self._excerpt(value, span, style), span=span, style=style)

    def _excerpt(self, value: str, span: Span, style: str | None) -> Excerpt:
        if style == "|":
            return Excerpt(text=value, anchors=self._block_anchors(value, span), bounds=span)
        return Excerpt(text=value, anchors=self._line_anchors(value, span, style), bounds=span)

    def _line_anchors(self, value: str, span: Span, style: str | None) -> tuple[tuple[int, int], ...]:
        # A value joins its lines: find each there again. A line with an escape is not found, and left to the one above.
        quoted = 1 if style in ("'", '"') else 0
        if self._text.find("\n", span.start, span.end) < 0:
            return ((0, span.start + quoted),)
        there = self._text.find("\n", span.start) + 1 if style == ">" else span.start + quoted
        anchors = [] if style == ">" else [(0, there)]
        here = 0
        for line in self._text[there : span.end - quoted].split("\n"):
            typed = line.strip()
            found = value.find(typed, here) if typed else -1
            if found >= 0:
                anchors.append((found, there + line.index(typed)))
                here = found + len(typed)
            there += len(line) + 1
        return tuple(anchors) or ((0, span.start),)

    def _block_anchors(self, value: str, span: Span) -> tuple[tuple[int, int], ...]:
        # Line n of a literal block is the line n behind its header, less the indentation.
        anchors = []
        here, there = 0, self._text.find("\n", span.start) + 1
        for line in value.split("\n"):
            end = self._text.find("\n", there)
            end = len(self._text) if end < 0 else end
            anchors.append((here, max(there, end - len(line))))
            here += len(line) + 1
            there = end + 1
        return tuple(anchors)

    def _span(self, event: Any) -> Span:
        if getattr(event, "style", None) in ("|", ">"):
            return self._closed(self._shadow.origin(event.start_mark.index), event)
        start = self._shadow.origin(event.start_mark.index)
        return Span(start=start, end=max(start, self._shadow.origin(event.end_mark.index)))

    def _closed(self, start: int, event: Any) -> Span:
        # A block ends where the next token starts: give the line breaks before it back.
        end = max(start, self._shadow.origin(event.end_mark.index))
        return Span(start=start, end=start + len(self._text[start:end].rstrip()))
