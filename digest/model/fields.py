"""Typed records read from YAML: a field is one line of its record, with its kind, its other names and its prose."""

import dataclasses
import difflib
from collections.abc import Callable, Hashable
from collections.abc import Mapping as Map
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast

from digest.model.nodes import Mapping, Node, Scalar, Sequence
from digest.text.diagnostics import Label, Reporter
from digest.text.source import Excerpt, Span

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What reading a value may use: where to report, and where to note excerpts of texts for later stages."""

    reporter: Reporter
    texts: dict[str, tuple[Excerpt, ...]]
    spans: dict[str, Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type of value: `read` gives the value, or None after it has reported what is wrong."""

    name: str
    read: Callable[[Node, str, Context], Any]
    literal: bool = False
    """Whether a value on the key's own line is text, whatever YAML would make of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One key of a record."""

    name: str
    kind: Kind
    aliases: tuple[str, ...]
    required: bool
    doc: str

    @property
    def names(self) -> tuple[str, ...]:
        """The key and its other names."""
        return (self.name, *self.aliases)


def key(kind: Kind, *aliases: str, doc: str, default: Any = None, required: bool = False) -> Any:
    """A field of a record that is read from YAML: its kind, its other names, its prose."""
    return dataclasses.field(
        default=default, metadata={"kind": kind, "aliases": aliases, "doc": doc, "required": required}
    )


def fields_of(record: type) -> tuple[Field, ...]:
    """The keys of a record, in the order in which it lists them."""
    return _fields_of(cast("Hashable", record))


def names_of(record: type) -> Map[str, Field]:
    """Every name of every key of a record."""
    return _names_of(cast("Hashable", record))


def literal_names(record: type) -> frozenset[str]:
    """The names of the keys whose one-line value is text as it stands."""
    return frozenset(name for name, each in names_of(record).items() if each.kind.literal)


@cache
def _fields_of(record: Hashable) -> tuple[Field, ...]:
    kept = (each for each in dataclasses.fields(cast("Any", record)) if "kind" in each.metadata)
    return tuple(Field(name=each.name, **each.metadata) for each in kept)


@cache
def _names_of(record: Hashable) -> Map[str, Field]:
    return {name: each for each in _fields_of(record) for name in each.names}


def read_record(record: type[R], node: Mapping, context: Context, *, prefix: str = "") -> R | None:
    """The record that `node` holds; None when a required key is missing. Each problem is reported at its place."""
    known = names_of(record)
    values: dict[str, Any] = {}
    seen: dict[str, Scalar] = {}
    for name, value in node.entries:
        field = known.get(name.text)
        if field is None:
            _report_unknown(name, known, context.reporter)
        elif field.name in seen:
            _report_twice(name, seen[field.name], field, context.reporter)
        elif not is_absent(value, field.kind):
            seen[field.name] = name
            context.spans[prefix + field.name] = value.span
            read = field.kind.read(value, prefix + field.name, context)
            if read is not None:
                values[field.name] = read
        else:
            seen[field.name] = name
    missing = False
    for field in fields_of(record):
        if field.required and prefix + field.name not in context.spans:
            missing = True
            at = seen.get(field.name)
            span = at.span if at is not None else Span(start=node.span.start, end=node.span.start)
            context.reporter.error(
                "missing-field",
                span,
                f"'{field.name}' is missing ({field.doc})",
                f"add a line '{field.name}: ...'",
            )
        elif field.required and field.name not in values:
            missing = True
    return None if missing else record(**values)


def is_absent(node: Node, kind: Kind) -> bool:
    """Whether a key stands without a value: nothing, or YAML's null where the key does not hold text."""
    if not isinstance(node, Scalar):
        return False
    null = node.style is None and node.text in ("~", "null") and not kind.literal
    return null or not node.text.strip()


def shape(node: Node) -> str:
    """What a node is, for messages."""
    if isinstance(node, Scalar):
        shown = node.text if len(node.text) <= 40 else node.text[:39] + "…"
        return f"'{shown}'"
    return "a list" if isinstance(node, Sequence) else "a mapping"


def wrong(node: Node, name: str, wanted: str, hint: str, context: Context) -> None:
    """Report a value of the wrong type: what the key must hold, and what it holds."""
    context.reporter.error("wrong-type", node.span, f"'{name}' must be {wanted}, not {shape(node)}", hint)


def _report_unknown(name: Scalar, known: Map[str, Field], reporter: Reporter) -> None:
    close = difflib.get_close_matches(name.text.lower(), known, n=1, cutoff=0.6)
    if not close:  # Chinese keys are short: one shared character of two is close
        close = [each for each in known if not each.isascii() and set(each) & set(name.text)][:1]
    hint = (
        f"did you mean '{close[0]}'?"
        if close
        else f"the keys are {', '.join(f.name for f in dict.fromkeys(known.values()))}"
    )
    reporter.error("unknown-key", name.span, f"unknown key '{name.text}'", hint)


def _report_twice(name: Scalar, first: Scalar, field: Field, reporter: Reporter) -> None:
    same = name.text == first.text
    message = f"'{name.text}' is given twice" if same else f"'{name.text}' and '{first.text}' are the same key"
    reporter.error(
        "duplicate-key",
        name.span,
        message,
        f"keep one '{field.name}'",
        labels=(Label(span=first.span, message="given here first"),),
    )
