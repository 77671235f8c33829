"""Build nodes from YAML events: the general path, which reads everything that is YAML."""

import re
from collections.abc import Callable
from typing import Any

import yaml

from digest.model.yaml.errors import COMMENT, MAX_DEPTH, TOO_DEEP, report_syntax
from digest.model.yaml.repair import RepairedText
from digest.model.yaml.tree import Mapping, Node, Scalar, Sequence, line_anchors, quote
from digest.text.diagnostics import Reporter
from digest.text.source import Span

_SIGN = re.compile(r"[&*!][^\s,\[\]{}]*")

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Rejected(Exception):
    """YAML that front matter may not use; raised and caught in this module."""

    def __init__(self, code: str, span: Span, message: str, hint: str) -> None:
        super().__init__(message)
        self.report = (code, span, message, hint)


def build_node(repaired: RepairedText, text: str, reporter: Reporter) -> Node | None:
    """Parse `repaired`. An empty text gives an empty mapping; an error is reported and gives None.

    `text` is the original, for positions and messages.
    """
    try:
        node = _Builder(repaired, text, reporter).build()
    except yaml.YAMLError as error:
        report_syntax(error, repaired, text, reporter)
        return None
    except _Rejected as rejected:
        reporter.error(*rejected.report)
        return None
    is_nothing = node is None or (isinstance(node, Scalar) and not node.text and node.style is None)
    return Mapping((), repaired.start, repaired.start) if is_nothing else node


class _Builder:
    """Builds the node of one document."""

    def __init__(self, repaired: RepairedText, text: str, reporter: Reporter) -> None:
        self._repaired = repaired
        self._text = text
        self._reporter = reporter
        self._loader: Any = None

    def build(self) -> Node | None:
        loader = self._loader = _Loader(self._repaired.text)
        try:
            get: Callable[[], Any] = loader.get_event
            get()  # StreamStartEvent
            if isinstance(get(), yaml.StreamEndEvent):
                return None
            node = self._node(get(), 0)
            get()  # DocumentEndEvent
            after = get()
            if not isinstance(after, yaml.StreamEndEvent):
                raise _Rejected(
                    "second-document",
                    self._span(after),
                    "a second YAML document starts here",
                    "delete this line: all keys stand in one block",
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
        if depth >= MAX_DEPTH:
            raise _Rejected(
                "too-deep",
                self._span(event),
                *TOO_DEEP,
            )
        start = self._repaired.origin(event.start_mark.index)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(following := self._loader.get_event(), yaml.SequenceEndEvent):
                items.append(self._node(following, depth + 1))
            span = self._closed(start, following)
            return Sequence(tuple(items), span.start, span.end, flow=bool(event.flow_style))
        entries: list[tuple[Scalar, Node]] = []
        while not isinstance(following := self._loader.get_event(), yaml.MappingEndEvent):
            key = self._node(following, depth + 1)
            if not isinstance(key, Scalar):
                raise _Rejected("not-a-key", key.span, "a key must be a word", "write key: value")
            value = self._node(self._loader.get_event(), depth + 1)
            self._warn_of_comment(key, value)
            entries.append((key, value))
        span = self._closed(start, following)
        return Mapping(tuple(entries), span.start, span.end)

    def _warn_of_comment(self, key: Scalar, value: Node) -> None:
        """Warn where a value such as `#1b7f5c` is a comment to YAML."""
        found = COMMENT.match(self._text, value.span.start) if value.span.start == value.span.end else None
        if found is not None:
            self._reporter.warning(
                "comment-for-value",
                Span(start=found.start("comment"), end=found.end("comment")),
                f"'{key.text}' has no value: what follows a '#' is a comment to YAML",
                f"write {key.text}: {quote(found['comment'])}",
            )

    def _scalar(self, event: Any) -> Scalar:
        literal = self._repaired.literals.get(event.start_mark.index)
        if literal is not None:
            bounds = literal.bounds
            return Scalar(literal.text, bounds.start, bounds.end, style=None, anchors=literal.anchors)
        span = self._span(event)
        value = self._repaired.restore(event.value)
        style = event.style or None  # PyYAML's own parser says None, libyaml ""
        if style == "|":
            anchors = self._block_anchors(value, span)
        else:
            anchors = line_anchors(self._text, value, (span.start, span.end), style)
        return Scalar(value, span.start, span.end, style, anchors)

    def _block_anchors(self, value: str, span: Span) -> tuple[tuple[int, int], ...]:
        # Line n of a literal block is the nth line after its header, without the indentation.
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
            return self._closed(self._repaired.origin(event.start_mark.index), event)
        start = self._repaired.origin(event.start_mark.index)
        return Span(start=start, end=max(start, self._repaired.origin(event.end_mark.index)))

    def _closed(self, start: int, event: Any) -> Span:
        # The end mark of a block is the start of the next token: exclude the white space between.
        end = max(start, self._repaired.origin(event.end_mark.index))
        return Span(start=start, end=start + len(self._text[start:end].rstrip()))
