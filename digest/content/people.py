"""`content/authors.yaml`: spellings of authors' names, and more about them."""

from collections.abc import Iterator
from dataclasses import replace

from digest.model.authors import ORCID
from digest.model.fields import Context, key, read_record, report_wrong_item, report_wrong_type
from digest.model.text_values import read_texts
from digest.model.value_kinds import TEXT, URL, WORD_LIST
from digest.model.yaml.nodes import Keys, Mapping, Node, Scalar, Sequence, read_node
from digest.text.diagnostics import Label, Parsed, Reporter
from digest.text.records import frozen
from digest.text.safety import make_safe
from digest.text.source import Source, Span


@frozen
class KnownPerson:
    """A person. `name` is the one on their page."""

    name: str = key(TEXT, "姓名", doc="the name on the author's page", default="")
    spellings: tuple[str, ...] = key(
        WORD_LIST, "names", "aliases", "写法", doc="other spellings of the name", default=()
    )
    orcid: str = key(ORCID, doc="the author's ORCID iD", default="")
    url: str = key(URL, "home", "homepage", doc="the author's home page", default="")


def read_people(source: Source) -> Parsed[tuple[KnownPerson, ...]]:
    """Parse the file: a mapping from names to spellings or records, or a list of records."""
    reporter = Reporter(source.path)
    context = Context(reporter=reporter, texts={}, spans={}, typed={"authors.yaml": "authors.yaml"})
    whole = Span(start=0, end=len(source.text))
    node = read_node(source.text, whole, Keys(), reporter)
    people = list(_people(node, context)) if node is not None else []
    _check_spellings(people, reporter)
    return Parsed(make_safe(tuple(person for person, _ in people)), reporter.diagnostics())


def _people(node: Node, context: Context) -> Iterator[tuple[KnownPerson, Span]]:
    if isinstance(node, Mapping):
        for name, value in node.entries:
            if isinstance(value, Mapping):
                person = read_record(KnownPerson, value, context, prefix=f"{name.text}.")
                if person is not None:
                    yield replace(person, name=person.name or name.text), name.span
            else:
                context.typed[name.text] = name.text
                spellings = read_texts(value, name.text, context, separators=r"[,，、;；]")
                yield KnownPerson(name=name.text, spellings=spellings or ()), name.span
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            person = read_record(KnownPerson, item, context, prefix=f"{number}.") if isinstance(item, Mapping) else None
            if person is None or not person.name:
                report_wrong_item(item, "authors.yaml", "a person with a name", _hint(item), context)
            else:
                yield person, item.span
    else:
        report_wrong_type(node, "authors.yaml", "people", "write Kaiming He: [K He, K. He]", context)


def _hint(item: Node) -> str:
    return f"write - name: {item.text}" if isinstance(item, Scalar) else "write - name: Kaiming He"


def _check_spellings(people: list[tuple[KnownPerson, Span]], reporter: Reporter) -> None:
    seen: dict[str, tuple[str, Span]] = {}
    for person, span in people:
        for spelling in dict.fromkeys((person.name, *person.spellings)):
            other = seen.setdefault(spelling, (person.name, span))
            if other[1] != span and other[0] == person.name:
                label = Label(span=other[1], message="given here first")
                reporter.error("duplicate-key", span, f"'{person.name}' is given twice", "keep one", labels=(label,))
                break
            if other[1] != span:
                reporter.error(
                    "spelling-of-two-people",
                    span,
                    f"'{spelling}' is a spelling of '{person.name}' and of '{other[0]}'",
                    "keep it with one of them",
                    labels=(Label(span=other[1], message="the other is here"),),
                )
