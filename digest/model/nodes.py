"""YAML as nodes with spans, read from the parser's events: every scalar stays the text that was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from digest.model.shadow import Shadow, cast_shadow
from digest.text.diagnostics import Reporter
from digest.text.source import Excerpt, Span

DEEPEST = 8
"""Levels of nesting that a front matter may have: far more than any key needs, far fewer than crash a parser."""

LARGEST = 64 * 1024
"""Characters that a front matter may have."""

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
    text: str, bounds: Span, reporter: Reporter, *, keys: frozenset[str], literal_keys: frozenset[str]
) -> Mapping | None:
    """The mapping that stands in `text[bounds]`; None when there is none (the reporter then knows why)."""
    node = read_node(text, bounds, reporter, keys=keys, literal_keys=literal_keys)
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
    bounded: bool = True,
) -> Node | None:
    """The YAML that stands in `text[bounds]`, an empty mapping where there is nothing; None when it cannot be read.

    `keys` are the top-level keys that may be meant; `literal_keys` those whose one-line values are text, whatever YAML
    would make of a `: ` in them. A file of its own, such as `authors.yaml`, may be of any size: set `bounded` to False.
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
    shadow = cast_shadow(text, bounds, reporter, keys=keys, literal_keys=literal_keys)
    try:
        node = _Builder(shadow, text).build()
    except yaml.YAMLError as error:
        _report_syntax(error, shadow, text, reporter)
        return None
    except _Rejected as rejected:
        reporter.error(*rejected.report)
        return None
    return node if node is not None else Mapping(entries=(), span=empty)


class _Builder:
    """Builds nodes out of the events of one document."""

    def __init__(self, shadow: Shadow, text: str) -> None:
        self._shadow = shadow
        self._text = text
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
                    "keep the front matter one block between two '---' lines",
                )
            return node
        finally:
            loader.dispose()

    def _node(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None or event.tag is not None:
            raise _Rejected(
                "yaml-feature",
                self._span(event),
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
            entries.append((key, self._node(self._loader.get_event(), depth + 1)))
        return Mapping(entries=tuple(entries), span=self._closed(start, following))

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
        opening = 1 if style in ("'", '"') else 0
        return Excerpt(text=value, anchors=((0, span.start + opening),), bounds=span)

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
        start = self._shadow.origin(event.start_mark.index)
        return Span(start=start, end=max(start, self._shadow.origin(event.end_mark.index)))

    def _closed(self, start: int, event: Any) -> Span:
        # A block collection ends where the next token starts: give the line breaks before it back.
        end = max(start, self._shadow.origin(event.end_mark.index))
        return Span(start=start, end=start + len(self._text[start:end].rstrip()))


_SYNTAX: tuple[tuple[str, str, str], ...] = (
    ("cannot start any token", "this character cannot start a value", "put the value in quotes"),
    ("mapping values are not allowed", "a second ': ' in an unquoted value", "put the value in quotes"),
    (
        "could not find expected ':'",
        "this line is not 'key: value'",
        "write key: value, or indent what belongs above",
    ),
    (
        "did not find expected key",
        "this line does not belong to what stands above it",
        "line it up with the other keys",
    ),
    (
        "did not find expected ',' or ']'",
        "a list that is opened here or above is not closed",
        "close it with ']'",
    ),
    (
        "did not find expected ',' or '}'",
        "a mapping that is opened here or above is not closed",
        "close it with '}'",
    ),
    ("expected ',' or ']'", "a list that is opened here or above is not closed", "close it with ']'"),
    ("expected ',' or '}'", "a mapping that is opened here or above is not closed", "close it with '}'"),
    ("found unexpected end of stream", "a quotation mark that is opened here is not closed", "close it"),
    ("unexpected end of stream", "a quotation mark that is opened here is not closed", "close it"),
    (
        "did not find expected '-' indicator",
        "this line is not an item of the list above it",
        "start it with '- '",
    ),
    (
        "unknown escape character",
        "an unknown escape in a double-quoted value",
        "use single quotes, or write \\\\",
    ),
    ("invalid Unicode character escape code", "this escape is not a character", "write the character itself"),
    ("did not find expected node content", "a value is missing here", "write one, or remove the comma"),
)


def _report_syntax(error: yaml.YAMLError, shadow: Shadow, text: str, reporter: Reporter) -> None:
    problem = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    mark = getattr(error, "problem_mark", None)
    unclosed = "end of stream" in problem or "expected ','" in problem
    if unclosed and getattr(error, "context_mark", None) is not None:
        mark = error.context_mark  # type: ignore[attr-defined]  # where it was opened tells more than where the text ran out
    offset = min(shadow.origin(mark.index) if mark is not None else shadow.start, len(text))
    span = Span(start=offset, end=min(offset + 1, len(text)))
    line_start = text.rfind("\n", 0, offset) + 1
    line = text[line_start:].split("\n", 1)[0]
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        at = line_start + indent.index("\t")
        reporter.error(
            "tab-indentation",
            Span(start=at, end=at + 1),
            "a tab indents this line",
            "YAML indents with spaces only",
        )
        return
    for part, message, hint in _SYNTAX:
        if part in problem or part in context:
            reporter.error("yaml-syntax", span, message, hint)
            return
    reporter.error("yaml-syntax", span, f"not YAML: {problem}", "put the value in quotes")
