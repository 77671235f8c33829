"""Recipes: how the papers of a collection are written. Read from YAML like settings."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatch
from typing import Any

from digest.authoring.composing import NewEntry
from digest.authoring.importing.note_lines import fold_label
from digest.content.sections import ASPECT_FIELDS, SECTIONS
from digest.model.categories import category_names, codes_named
from digest.model.fields import (
    Context,
    ValueKind,
    describe,
    fields_of,
    key,
    names_of,
    read_keys,
    read_record,
    record,
    report_wrong_type,
)
from digest.model.front_matter import FrontMatter
from digest.model.text_values import read_texts
from digest.model.value_kinds import BOOLEAN, TERM, TEXT, choice, integer, kind_of
from digest.model.yaml.nodes import Mapping as MappingNode
from digest.model.yaml.nodes import Node, Scalar, Sequence
from digest.text.diagnostics import Parsed, Reporter, has_errors
from digest.text.nearest import did_you_mean
from digest.text.open_mapping import OpenMapping
from digest.text.records import frozen
from digest.text.source import Source, Span

LONGEST_MATCHED = 400
"""Characters of a line that a recipe's patterns are matched against."""

_LONGEST_CUT = 1000
"""Characters of a text that is cut at a pattern with repeats."""

_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^]\\])*\]", re.DOTALL)
_REPEATED = re.compile(r"(?:[*+|]|,\d*\})[^()]*\)?(?:[^()]|\([^()]*\))*\)[*+{]")
"""A repeat or an alternative, and behind it the end of a group around it that is repeated."""


def _fault_of(pattern: str) -> str:
    """Why a regular expression is refused; empty if it is not."""
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is no regular expression: {error}"
    is_slow = _REPEATED.search(_ATOM.sub("x", pattern)) is not None
    return "repeats a group that holds a repeat or alternatives, which may take too long" if is_slow else ""


def split_at(separator: re.Pattern[str], text: str) -> list[str]:
    """The pieces of a text between separators; the text alone if that may take too long."""
    is_slow = len(text) > _LONGEST_CUT and re.search(r"[*+]|,\}", separator.pattern) is not None
    return [text] if is_slow else [piece for piece in separator.split(text) if piece]


def _read_pattern(node: Node, _name: str, context: Context) -> re.Pattern[str] | None:
    text = node.text if isinstance(node, Scalar) else ""
    why = _fault_of(text) if text else "is empty"
    if why:
        context.reporter.error(
            "bad-pattern", node.span, f"the pattern {describe(node)} {why}", "write a simpler one, such as '[,，、]'"
        )
        return None
    return re.compile(text)


PATTERN = ValueKind(name="a regular expression", read=_read_pattern, literal=True)
_NAMES = kind_of("a name, or a list of names", read_texts, record_spans=False)


def _folded(node: Node, name: str, context: Context) -> frozenset[str] | None:
    names = read_texts(node, name, context, record_spans=False)
    return None if names is None else frozenset(map(fold_label, names))


LABELS = ValueKind(name="a name, or a list of names", read=_folded)


@frozen
class Place:
    """Where a value is. One of the keys is given."""

    label: frozenset[str] = key(LABELS, doc="labels before the value, as in **作者**: ...", default=frozenset())
    section: frozenset[str] = key(LABELS, doc="headings or labels above the text", default=frozenset())
    heading: int = key(integer(1, 6), doc="the first heading of this level", default=0)
    link: tuple[str, ...] = key(_NAMES, doc="hosts of links, or their words", default=())
    heading_above: int = key(integer(1, 6), doc="the heading of this level above several papers", default=0)
    line: int = key(integer(1, 9), doc="the line behind the title that has no label", default=0)
    byline: str = key(
        choice("authors", "affiliations", "venue", "year"), doc="a part of the line with the names", default=""
    )
    headline: str = key(choice("title", "category"), doc="a part of a headline such as 1、[CV] Title", default="")
    pattern: re.Pattern[str] | None = key(PATTERN, doc="the first group of a pattern, above the first section")
    text: str = key(choice("zh", "en"), doc="paragraphs in this language that have no label", default="")
    folder: str = key(TEXT, doc="in a folder's name: a pattern, or the day as a format", default="")
    file: str = key(TEXT, doc="in the file's name: a pattern, or the day as a format", default="")
    above: bool = key(BOOLEAN, doc="the text above the first paper", default=False)
    key: tuple[str, ...] = key(_NAMES, doc="keys of the front matter", default=())


def _read_places(node: Node, name: str, context: Context) -> tuple[Place, ...] | None:
    items = node.items if isinstance(node, Sequence) else (node,)
    places = []
    for number, item in enumerate(items):
        before = len(context.reporter.diagnostics())
        place = read_record(Place, item, context, prefix=f"{name}.{number}.") if isinstance(item, MappingNode) else None
        if place is not None and place != Place():
            places.append(place)
        elif len(context.reporter.diagnostics()) == before:
            hint = f"write {context.label(name)}: {{label: {item.text if isinstance(item, Scalar) else '...'}}}"
            report_wrong_type(item, name, "a place with a value, or a list of places", hint, context)
    return tuple(places)


def _read_value_places(node: Node, name: str, context: Context) -> tuple[Place, ...] | None:
    places = _read_places(node, name, context)
    for place in places or ():
        pattern = place.pattern.pattern if place.pattern else place.file or place.folder
        why = _fault_of(pattern) or ("" if not pattern or re.compile(pattern).groups else "has no group")
        if why:
            problem = f"the pattern {pattern!r} {why}"
            context.reporter.error("bad-pattern", node.span, problem, "put ( ) around the value")
        elif place.above or (name.endswith("extra") and not place.key):
            hint = f"write {'line: 1' if place.above else 'extra: {poster: {label: ...}}'}"
            context.reporter.error("wrong-type", node.span, f"there is no value of '{name}' at such a place", hint)
    return places


PLACES = ValueKind(name="a place, or a list of places", read=_read_value_places)


@frozen
class Beginning:
    """What begins a paper, where it is not a file."""

    heading: int = key(integer(1, 6), doc="a heading of this level", default=0)
    headline: str = key(choice("numbered", "tagged"), doc="a line such as 1、Title, or [CV] Title", default="")
    separator: str = key(TEXT, doc="a line between papers", default="")
    label: frozenset[str] = key(LABELS, doc="a label", default=frozenset())
    pattern: re.Pattern[str] | None = key(PATTERN, doc="a line in which this is found")
    front_matter: bool = key(BOOLEAN, doc="a front matter", default=False)


def _read_beginning(node: Node, name: str, context: Context) -> Beginning | None:
    if isinstance(node, Scalar) and node.text.strip() in ("file", "front matter"):
        return Beginning(front_matter=node.text.strip() == "front matter")
    if not isinstance(node, MappingNode):
        hint = "write begins: file, or begins: {heading: 1}"
        report_wrong_type(node, name, "'file', 'front matter', or what begins a paper", hint, context)
        return None
    if len(node.entries) > 1:
        names = " or ".join([f"{{{each.text}: ...}}" for each, _ in node.entries])
        context.reporter.error("wrong-type", node.span, "one thing begins a paper", f"write begins: {names}")
    return read_record(Beginning, node, context, prefix=f"{name}.")


@frozen
class PaperShape:
    """How papers stand in a file."""

    begins: Beginning = key(
        ValueKind(name="what begins a paper", read=_read_beginning, inner=Beginning),
        doc="file, front matter, or a heading, headline, separator or label",
        default=Beginning(),
    )
    header: frozenset[str] = key(LABELS, doc="headings below which labels are read", default=frozenset())
    notable: frozenset[str] = key(LABELS, doc="headings above the papers that are only noted", default=frozenset())
    featured: frozenset[str] = key(LABELS, doc="headings above the other papers", default=frozenset())


@frozen
class Noise:
    """Lines that are left out: those in which a pattern is found, or with a label, or keys of the front matter."""

    pattern: re.Pattern[str] | None = key(PATTERN, doc="what is cut out of lines")
    label: frozenset[str] = key(LABELS, doc="a label", default=frozenset())
    when: frozenset[str] = key(LABELS, doc="its values; any, without this key", default=frozenset())
    key: tuple[str, ...] = key(_NAMES, doc="keys of the front matter", default=())


def _read_noise(node: Node, name: str, context: Context) -> tuple[Noise, ...] | None:
    found = []
    for number, item in enumerate(node.items if isinstance(node, Sequence) else (node,)):
        if isinstance(item, MappingNode):
            # Words for nothing, which other keys must not say, are what 'when' is for.
            when = [value for key, value in item.entries if key.text == "when"]
            rest = item._replace(entries=tuple([entry for entry in item.entries if entry[0].text != "when"]))
            noise = read_record(Noise, rest, context, prefix=f"{name}.{number}.")
            words = _folded(when[0], "when", context) if when else frozenset()
            found += [replace(noise, when=words)] if noise is not None and words is not None else []
        elif (pattern := _read_pattern(item, name, context)) is not None:
            found.append(Noise(pattern=pattern))
    return tuple(found)


FIELD_DOCS: Mapping[str, str] = {
    **{each.name: each.doc for each in fields_of(FrontMatter) if hasattr(NewEntry, each.name)},
    **dict.fromkeys(sorted(ASPECT_FIELDS), "a text with its own heading"),
}
"""The fields that a recipe may fill."""

EXTRA = "extra."
"""What begins the name of a field for a key of one's own."""


def _by_field(kind: ValueKind, what: str) -> ValueKind:
    """A kind of mapping from fields to values of a kind, read as a record with all fields."""
    keys = {name: key(kind, doc=doc) for name, doc in FIELD_DOCS.items()}
    by_field: Any = frozen(type("ByField", (), {"__annotations__": dict.fromkeys(keys, Any), **keys}))
    inner = record(by_field, what)

    def read(node: Node, name: str, context: Context) -> dict[str, Any] | None:
        own: dict[str, Any] = {}
        if isinstance(node, MappingNode):
            given = {key.text: value for key, value in node.entries}
            extra = given.get("extra")
            if isinstance(extra, MappingNode) and not {key.text for key, _ in extra.entries} & {*names_of(Place)}:
                own = {f"{EXTRA}{key.text}": kind.read(value, key.text, context) for key, value in extra.entries}
                node = node._replace(entries=tuple([entry for entry in node.entries if entry[1] is not extra]))
        made = inner.read(node, name, context)
        if made is None:
            return None
        found = {name: getattr(made, name, None) for name in given} | own
        return {name: value for name, value in found.items() if value}

    return ValueKind(name=what, read=read, inner=by_field)


def _read_days(node: Node, name: str, context: Context) -> tuple[Place, ...] | None:
    places = _read_places(node, name, context)
    for place in places or ():
        form = place.folder or place.file
        if form and not _is_day_format(form):
            context.reporter.error("wrong-type", node.span, f"'{form}' is no format of a day", "write '%Y-%m-%d'")
        elif not (form or place.key or place.label or place.heading or place.above):
            hint = "a day is in a key, label, heading, folder or file, or above: true"
            context.reporter.error("wrong-type", node.span, "there is no day at such a place", hint)
    return places


def _is_day_format(form: str) -> bool:
    day = datetime.date(2023, 11, 28)
    try:
        return datetime.datetime.strptime(day.strftime(form), form).date() == day  # noqa: DTZ007 - a day
    except ValueError:
        return False


def _read_defaults(node: Node, name: str, context: Context) -> dict[str, str] | None:
    """Values of fields, which are checked as in the front matter of an entry."""
    kinds = names_of(FrontMatter)
    for field, value in node.entries if isinstance(node, MappingNode) else ():
        if field.text in kinds and field.text not in SECTIONS:
            checked = Context(reporter=context.reporter, texts={}, spans={})
            kinds[field.text].kind.read(value, field.text, checked)
            text = value.text.strip() if field.text == "category" and isinstance(value, Scalar) else ""
            if text and category_names(text) is None and not codes_named(text):
                report_wrong_type(value, field.text, "a category", "write category: CV", context)
    read: dict[str, str] | None = _VALUES.read(node, name, context)
    return read


_VALUES = _by_field(TEXT, "{field: value}")


@frozen
class Recipe:
    """How a collection is written."""

    name: str = key(TEXT, doc="what it is called", required=True)
    about: str = key(TEXT, doc="what it is for, in a line", default="")
    like: str = key(TERM, doc="the built-in recipe whose keys count where this one has none", default="")
    files: tuple[str, ...] = key(
        _NAMES, doc="patterns of the files' names", default=("**/*.md", "**/*.markdown", "**/*.txt")
    )
    paper: PaperShape = key(record(PaperShape, "{begins: ...}"), doc="how papers stand in a file", default=PaperShape())
    fields: Mapping[str, tuple[Place, ...]] = key(
        _by_field(PLACES, "{field: places}"),
        doc="where each field is; the first place that is there counts",
        default=OpenMapping(),
    )
    cut: Mapping[str, re.Pattern[str]] = key(
        _by_field(PATTERN, "{field: separator}"), doc="what separates a list", default=OpenMapping()
    )
    noise: tuple[Noise, ...] = key(
        ValueKind(name="a list of patterns", read=_read_noise), doc="what is left out", default=()
    )
    day: tuple[Place, ...] = key(ValueKind(name=PLACES.name, read=_read_days), doc="where the day is", default=())
    defaults: Mapping[str, str] = key(
        replace(_VALUES, read=_read_defaults), doc="values that are not there", default=OpenMapping()
    )

    text: str = ""
    """Its file, which `--write-recipe` writes."""

    def leaves_out(self, path: str) -> bool:
        """Whether the patterns of its files exclude a path."""
        return matches(path, [each[1:] for each in self.files if each.startswith("!")])

    @property
    def labels(self) -> frozenset[str]:
        """All folded names of labels and sections."""
        places = [place for places in self.fields.values() for place in places] + [*self.day]
        named = [place.label | place.section for place in places] + [each.label for each in self.noise]
        shape = self.paper
        return frozenset().union(*named, shape.begins.label, shape.notable, shape.featured)


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether a path fits one of the patterns of files, in any folder."""
    return any(fnmatch(f"/{path}", f"*/{pattern.removeprefix('**/')}") for pattern in patterns)


def read_recipe(source: Source, built_in: Mapping[str, Recipe]) -> Parsed[Recipe | None]:
    """Parse a recipe. The value is None if there are errors."""
    reporter = Reporter(source.path)
    context = Context(reporter=reporter, texts={}, spans={})
    node = read_keys(Recipe, source.text, Span(start=0, end=len(source.text)), reporter)
    recipe = read_record(Recipe, node, context) if node is not None else None
    if recipe is not None:
        recipe = replace(recipe, text=source.text)
        if recipe.like in built_in:
            recipe = _merged(recipe, built_in[recipe.like], context.spans)
        elif recipe.like:
            hint = did_you_mean(recipe.like, built_in) or f"the built-in ones are {', '.join(built_in)}"
            reporter.error("unknown-recipe", context.spans["like"], f"there is no recipe '{recipe.like}'", hint)
    return Parsed(None if has_errors(reporter.diagnostics()) else recipe, reporter.diagnostics())


def _merged(recipe: Recipe, base: Recipe, given: Iterable[str]) -> Recipe:
    """The recipe with what it lacks taken from another; its own places of a field come first."""
    places = [place for each in (*recipe.fields.values(), recipe.day) for place in each]
    keys = {name.casefold() for place in places for name in place.key}
    labels = frozenset().union(*(place.label for place in places))
    inherited = [
        replace(each, key=tuple([name for name in each.key if name.casefold() not in keys]), label=each.label - labels)
        for each in base.noise
    ]
    names = (*recipe.fields, *base.fields)
    fields = {name: (*recipe.fields.get(name, ()), *base.fields.get(name, ())) for name in names}
    own = {name: getattr(recipe.paper, name) for name in names_of(PaperShape) if f"paper.{name}" in given}
    return replace(
        recipe,
        files=recipe.files if "files" in given else base.files,
        paper=replace(base.paper, **own),
        fields=fields,
        cut={**base.cut, **recipe.cut},
        noise=(*recipe.noise, *(each for each in inherited if each != Noise())),
        day=(*recipe.day, *base.day),
        defaults={**base.defaults, **recipe.defaults},
    )
