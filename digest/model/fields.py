"""Read typed records from YAML. Each field of a record declares its kind, aliases and documentation."""

import dataclasses
import re
from collections.abc import Callable
from collections.abc import Mapping as Map
from functools import cache
from typing import Any, Literal, TypeVar

from digest.model.blanks import LONGEST_BLANK, is_blank
from digest.model.yaml.hidden import drop_hidden, find_hidden, warn_hidden
from digest.model.yaml.nodes import Keys, Mapping, Node, Scalar, Sequence, read_mapping
from digest.text.diagnostics import Label, Reporter
from digest.text.hanzi import traditional_forms
from digest.text.language import language_of
from digest.text.nearest import did_you_mean, nearest
from digest.text.records import frozen
from digest.text.source import Excerpt, Span

_R = TypeVar("_R")


@frozen
class Context:
    """What reading a value needs and adds to. Keys are paths: `title`, `figures.0.src`."""

    reporter: Reporter
    texts: dict[str, tuple[Excerpt, ...]]
    """The text values of each key, for stages that render or check them."""
    spans: dict[str, Span]
    """Where the value of each key is."""
    typed: dict[str, str] = dataclasses.field(default_factory=dict)
    """Each key as its author typed it, an alias perhaps."""
    defaults: dict[str, Any] = dataclasses.field(default_factory=dict)
    """The value that each key has if it is absent."""
    unfinished: bool = False
    """Whether what is required may be missing: that is a warning, and the value the key's default."""

    def report_missing(self, code: str, span: Span, message: str, hint: str) -> None:
        """Report that something required is missing."""
        (self.reporter.warning if self.unfinished else self.reporter.error)(code, span, message, hint)

    def example(self, name: str, otherwise: object) -> str:
        """A value for hints, as YAML: the key's default if it is a number, a word or a boolean, else `otherwise`."""
        default = self.defaults.get(name)
        value = default if isinstance(default, bool) or (isinstance(default, int | str) and default) else otherwise
        return str(value).lower() if isinstance(value, bool) else str(value)

    def label(self, name: str) -> str:
        """A key as messages name it: as typed, without the keys around it."""
        return self.typed.get(name, name.rpartition(".")[2])


@frozen
class ValueKind:
    """A type of value. `read` gives the value, or reports a problem and gives None."""

    name: str
    read: Callable[[Node, str, Context], Any]
    literal: bool = False
    """Whether a value on the key's line is text even where YAML would read it as something else."""
    term: bool = False
    """Whether a literal value in brackets is a mistake, which YAML reads as a list or mapping."""
    exact: bool = False
    """Whether the value is a code, in which no invisible character is meant."""
    inner: type | None = None
    """The record type of the value, or of its items."""


@frozen
class Field:
    """One key of a record."""

    name: str
    kind: ValueKind
    aliases: tuple[str, ...]
    doc: str
    default: Any = None
    """The value if it is absent."""
    required: bool = False
    shown: bool = False
    """Whether pages show the value next to the body."""
    identity: bool = False
    """Whether the value identifies the paper, whatever happens to its file or site."""
    locates: bool = False
    """Whether the value is enough to find the paper, although it is no identity."""
    answer: Literal["", "quoted", "none"] = ""
    """Words for nothing that are a value here: none of them; in quotes, those that may be a title; all."""
    address: str = ""
    """Template of the URL that the value makes, as in `https://doi.org/{}`, or empty."""

    @property
    def is_shown(self) -> bool:
        """Whether pages show it, as text or as a link."""
        return self.shown or bool(self.address)

    @property
    def is_locating(self) -> bool:
        """Whether the value is enough to find the paper. A record without any such value is reported as a whole."""
        return self.identity or self.locates

    @property
    def names(self) -> tuple[str, ...]:
        """The key and its aliases."""
        return (self.name, *self.aliases)


def key(kind: ValueKind, *aliases: str, doc: str, default: Any = None, **more: bool | str) -> Any:
    """Declare a field: kind, aliases, documentation, and other attributes of `Field`."""
    return dataclasses.field(default=default, metadata={"kind": kind, "aliases": aliases, "doc": doc, **more})


@cache
def fields_of(record: type) -> tuple[Field, ...]:
    """The fields of a record, in order of declaration."""
    kept = (each for each in dataclasses.fields(record) if "kind" in each.metadata)
    return tuple(Field(name=each.name, default=each.default, **each.metadata) for each in kept)


@cache
def names_of(record: type) -> Map[str, Field]:
    """Key or alias -> field. Chinese names are there in simplified and in traditional characters."""
    return {
        form: each for each in fields_of(record) for name in each.names for form in (name, *traditional_forms(name))
    }


@cache
def keys_of(record: type) -> Keys:
    """The keys of a record's mapping, aliases included."""
    names = names_of(record)
    return Keys(
        known=frozenset(names),
        literal=frozenset(name for name, each in names.items() if each.kind.literal),
        terms=frozenset(name for name, each in names.items() if each.kind.term),
        inner={name: frozenset(names_of(each.kind.inner)) for name, each in names.items() if each.kind.inner},
    )


@cache
def _required_of(record: type) -> tuple[Field, ...]:
    return tuple(each for each in fields_of(record) if each.required)


def read_keys(record: type, text: str, bounds: Span, reporter: Reporter) -> Mapping | None:
    """Parse `text[bounds]` as a mapping for this record type; None if it cannot be read."""
    return read_mapping(text, bounds, keys_of(record), reporter)


def read_record(record: type[_R], node: Mapping, context: Context, *, prefix: str = "") -> _R | None:
    """Make a record of a mapping; None if a required key is missing, empty or wrong.

    All problems are reported. `prefix` is the path of the mapping, ending with a dot.
    """
    kind: type = record  # mypy does not take a `type[_R]` for hashable
    known = names_of(kind)
    values: dict[str, Any] = {}
    seen: dict[str, Scalar] = {}
    blank: dict[str, str] = {}
    unlocated: list[tuple[Node, Field, Scalar]] = []
    for name, value in node.entries:
        field = known.get(name.text)
        if field is None:
            meant = _report_unknown(name, value, known, context.reporter)
            if meant is not None:  # do not report it as missing too
                context.spans.setdefault(prefix + meant.name, name.span)
        elif field.name in seen:
            _report_duplicate(name, seen[field.name], field, context.reporter)
        else:
            seen[field.name] = name
            if is_absent(value, field.kind):
                continue
            path = prefix + field.name
            if blanks := _blanks(value, field):
                if field.is_locating:  # whether another key locates the paper is known below
                    unlocated.append((value, field, name))
                    continue
                rest = without_blanks(value, field, name, context)
                if rest is None:
                    blank[field.name] = blanks[0].text.strip()
                    continue
                value = rest  # noqa: PLW2901  as if it had been written so
            context.spans[path] = value.span
            context.typed[path] = name.text
            context.defaults[path] = field.default
            read = field.kind.read(_visible(value, context) if field.kind.exact else value, path, context)
            if read is not None:
                values[field.name] = read
    if unlocated and any(prefix + each.name in context.spans for each in fields_of(kind) if each.is_locating):
        for value, field, name in unlocated:
            without_blanks(value, field, name, context)
    missing = False
    report, required = context.report_missing, _required_of(kind)
    absent = [each for each in required if prefix + each.name not in context.spans and each.name not in seen]
    if prefix and absent:  # of a record inside another, one message is enough
        is_wrong = any(prefix + each.name in context.spans and each.name not in values for each in fields_of(kind))
        if not is_wrong:
            _report_absent(absent, node, context)
        if is_wrong or not context.unfinished:
            return None
        required = tuple([each for each in required if each not in absent])
    for field in required:
        if prefix + field.name not in context.spans:
            missing = missing or not context.unfinished
            at = seen.get(field.name)
            if at is not None:
                word = blank.get(field.name)
                what = f"says only '{word}'" if word else "is empty"
                hint = f"fill it in: '{at.text}: ...'"
                if word and field.answer == "quoted" and not is_blank(word, is_title=True):
                    hint += f", or '{at.text}: \"{word}\"' if it is called so"
                report("missing-field", at.span, f"'{at.text}' {what} ({field.doc})", hint)
                continue
            report(
                "missing-field",
                Span(start=node.span.start, end=node.span.start),
                f"'{field.name}' is missing ({field.doc})",
                f"add a line '{field.name}: ...'",
            )
        elif values.get(field.name) in ("", ()):
            missing = missing or not context.unfinished
            report(
                "missing-field",
                context.spans[prefix + field.name],
                f"'{context.label(prefix + field.name)}' is empty",
                f"write what it is for: {field.doc}",
            )
        elif field.name not in values:
            missing = True
    return None if missing else record(**values)


def _blanks(node: Node, field: Field) -> list[Scalar]:
    """The value, or the items of it, that are words for nothing (`digest.model.blanks`)."""
    scalars = node.items if isinstance(node, Sequence) else (node,)
    return [
        each
        for each in scalars
        if isinstance(each, Scalar)
        and len(each.text) <= LONGEST_BLANK
        and is_blank(
            each.text,
            later_only=field.answer == "none",
            is_title=field.answer == "quoted" and each.style is not None,
        )
    ]


def without_blanks(node: Node, field: Field, name: Scalar, context: Context) -> Node | None:
    """The value without its words for nothing, which are reported (`no-value`) unless a required key has nothing else;
    None if nothing is left.
    """
    found = _blanks(node, field)
    if not found:
        return node
    items = [each for each in node.items if each not in found] if isinstance(node, Sequence) else []
    if items:
        report_left_out(found[0].text, found[0].span, name.text, context)
    elif not field.required:
        context.reporter.warning(
            "no-value",
            found[0].span,
            f"'{name.text}' says only {describe(found[0])}, so it is read as not being there",
            "write the value, or delete the line",
        )
    return node._replace(items=tuple(items)) if isinstance(node, Sequence) and items else None


def report_left_out(word: str, span: Span, label: str, context: Context) -> None:
    """Report `no-value`: a word for nothing among others."""
    message = f"'{word}' in '{label}' says nothing, so it is left out"
    context.reporter.warning("no-value", span, message, "write what is meant, or delete it")


def _report_absent(absent: list[Field], node: Mapping, context: Context) -> None:
    *others, last = [f"'{each.name}'" for each in absent]
    message = f"{', '.join(others)} and {last} are missing" if others else f"{last} is missing ({absent[0].doc})"
    lines = " and ".join([f"'{each.name}: ...'" for each in absent])
    hint = f"add {'a line' if len(absent) == 1 else 'lines'} {lines}"
    context.report_missing("missing-field", Span(start=node.span.start, end=node.span.start), message, hint)


def _visible(node: Node, context: Context) -> Node:
    """The node without invisible characters in its texts, of which the first is reported."""
    if isinstance(node, Sequence):
        return node._replace(items=tuple([_visible(item, context) for item in node.items]))
    if not isinstance(node, Scalar) or (found := find_hidden(node.text)) is None:
        return node
    if not found[0].isspace():
        warn_hidden(found[0], node.excerpt.origin(found.start()), context.reporter)
    return node._replace(text=drop_hidden(node.text))


def record(kind: type, what: str) -> ValueKind:
    """A kind of mapping that makes a record; `what` describes it in messages."""
    first = fields_of(kind)[0]

    def read(node: Node, name: str, context: Context) -> Any:
        if not isinstance(node, Mapping):
            hint = f"write the keys of '{context.label(name)}' indented below it"
            silent = Context(reporter=Reporter(""), texts={}, spans={})
            if isinstance(node, Scalar) and first.kind.read(node, "", silent) is not None:
                hint = f"write {context.label(name)}: {{{first.name}: {node.text.strip()}}}"
            report_wrong_type(node, name, what, hint, context)
            return None
        return read_record(kind, node, context, prefix=f"{name}.")

    return ValueKind(name=what, read=read, inner=kind)


def records(kind: type, what: str) -> ValueKind:
    """A kind of list whose items are mappings; `what` describes it in messages, as in `a list of {src, alt}`."""
    first = fields_of(kind)[0].name

    def read(node: Node, name: str, context: Context) -> Any:
        if not isinstance(node, Sequence):
            hint = f"write the items of '{context.label(name)}' below it, each behind '- '"
            if isinstance(node, Scalar):
                hint = f"write {context.label(name)}: [{{{first}: {node.text.strip()}}}]"
            report_wrong_type(node, name, what, hint, context)
            return None
        items: list[Any] = []
        for item in node.items:
            if not isinstance(item, Mapping):
                hint = f"write - {first}: {item.text if isinstance(item, Scalar) else '...'}"
                report_wrong_item(item, name, what.removeprefix("a list of "), hint, context)
                continue
            made: Any = read_record(kind, item, context, prefix=f"{name}.{len(items)}.")
            items += [made] if made is not None else []
        return tuple(items)

    return ValueKind(name=what, read=read, inner=kind)


def is_absent(node: Node, kind: ValueKind) -> bool:
    """Whether a key has no value: nothing, or an unquoted `~` or `null` unless the kind is literal."""
    if not isinstance(node, Scalar):
        return False
    null = node.style is None and node.text in ("~", "null") and not kind.literal
    return null or not node.text.strip()


def describe(node: Node) -> str:
    """Describe a node for messages."""
    if isinstance(node, Scalar):
        shown = node.text if len(node.text) <= 40 else node.text[:39] + "…"
        return f"'{shown}'"
    return "a list" if isinstance(node, Sequence) else "a mapping"


def report_wrong_type(node: Node, name: str, wanted: str, hint: str, context: Context) -> None:
    """Report `wrong-type`: what the key must hold, and what it holds."""
    context.reporter.error(
        "wrong-type", node.span, f"'{context.label(name)}' must be {wanted}, not {describe(node)}", hint
    )


def report_wrong_item(item: Node, name: str, wanted: str, hint: str, context: Context) -> None:
    """Report `wrong-type` for an item of a list."""
    message = f"an item of '{context.label(name)}' must be {wanted}, not {describe(item)}"
    context.reporter.error("wrong-type", item.span, message, hint)


def _report_unknown(name: Scalar, value: Node, known: Map[str, Field], reporter: Reporter) -> Field | None:
    """Report an unknown key. Return the field that was probably meant, if any."""
    glued = re.match(r"([^:：]+?)[ ]*([:：])[ ]*(.*)", name.text, re.DOTALL)
    if glued and glued[1] in known:
        at = name.span.start + name.text.index(glued[2])
        code, what = ("missing-space", "no space after the") if glued[2] == ":" else ("fullwidth-colon", "a full-width")
        message = f"{what} colon {'of' if glued[2] == ':' else 'after'} the key '{glued[1]}'"
        reporter.error(code, Span(start=at, end=at + 1), message, f"write {glued[1]}: {glued[3]}")
        return known[glued[1]]
    meant = _meant_language(name.text, value)
    is_ascii = name.text.isascii()
    likely = [
        each
        for each, field in known.items()
        if each.isascii() is is_ascii and (not meant or _key_language(field.name, known) in ("", meant))
    ]
    close: tuple[str, ...] | list[str] = nearest(name.text, likely)
    if not close and not is_ascii:  # Chinese keys are short: one character in common is close
        sharing = [each for each in likely if set(each) & set(name.text)]
        close = sorted(sharing, key=lambda each: (-len(set(each) & set(name.text)), abs(len(each) - len(name.text))))[
            :1
        ]
    if close:
        hint = did_you_mean(name.text, close) or f"did you mean '{close[0]}'?"
    elif value.span == Span(start=name.span.end, end=name.span.end):  # YAML reads `{a, b}` as keys without values
        hint = "put a text that holds a comma or braces in quotes"
    else:
        hint = _hint_for_key(name.text, known)
    reporter.error("unknown-key", name.span, f"unknown key '{name.text}'", hint)
    return known[close[0]] if len(close) == 1 else None


_MOST_LISTED = 9
"""Keys that a hint lists."""


def _hint_for_key(name: str, known: Map[str, Field]) -> str:
    """The hint for a key that is like none: its place, if a record inside has it, else the keys, if they are few."""
    fields = list(dict.fromkeys(known.values()))
    for field in fields:
        if field.kind.inner is not None and name in names_of(field.kind.inner):
            return f"write it below '{field.name}'"
    if len(fields) <= _MOST_LISTED:
        return f"the keys are {', '.join(field.name for field in fields)}"
    return "keys of your own go below 'extra'" if "extra" in known else "the documentation lists the keys"


def _key_language(key: str, known: Map[str, Field]) -> str:
    """The language that a key's values are in; empty if either or none."""
    if key.endswith(("_zh", "_en")):
        return key[-2:]
    return "en" if f"{key}_zh" in known else ""


_LANGUAGE_WORD = re.compile(r"(?P<zh>中文|[_-](?:zh|cn|chinese)$)|英文|[_-](?:en|english)$", re.IGNORECASE)


def _meant_language(name: str, value: Node) -> str:
    """The language that an unknown key names, else that of its value."""
    if found := _LANGUAGE_WORD.search(name):
        return "zh" if found["zh"] else "en"
    return language_of(value.text) if isinstance(value, Scalar) and value.text.strip() else ""


def _report_duplicate(name: Scalar, first: Scalar, field: Field, reporter: Reporter) -> None:
    same = name.text == first.text
    message = f"'{name.text}' is given twice" if same else f"'{name.text}' and '{first.text}' are the same key"
    reporter.error(
        "duplicate-key",
        name.span,
        message,
        f"keep one '{field.name}'",
        labels=(Label(span=first.span, message="given here first"),),
    )
