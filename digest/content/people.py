"""`content/authors.yaml`: spellings of authors' names, and more about them."""

from collections.abc import Iterator
from dataclasses import replace

from digest.model.authors import ORCID, PERSON_ID
from digest.model.blanks import is_blank
from digest.model.fields import (
    Context,
    key,
    names_of,
    read_record,
    report_left_out,
    report_wrong_item,
    report_wrong_type,
    without_blanks,
)
from digest.model.text_values import read_texts
from digest.model.value_kinds import TEXT, URL, WORD_LIST
from digest.model.yaml.hidden import warn_invisible
from digest.model.yaml.nodes import Keys, Mapping, Node, Scalar, Sequence, read_node
from digest.text.diagnostics import Label, Parsed, Reporter
from digest.text.names import fold_name, tidy_name
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
    affiliation: str = key(TEXT, "机构", "機構", "单位", "單位", doc="where the author works", default="")
    id: str = key(PERSON_ID, doc="what entries name the person by, where two have one name", default="")


def read_people(source: Source) -> Parsed[tuple[KnownPerson, ...]]:
    """Parse the file: a mapping from names to spellings or records, or a list of records."""
    reporter = Reporter(source.path)
    context = Context(reporter=reporter, texts={}, spans={}, typed={"authors.yaml": "authors.yaml"})
    whole = Span(start=0, end=len(source.text))
    node = read_node(source.text, whole, Keys(), reporter)
    if node is not None:
        warn_invisible(node, reporter)
    people = list(_people(node, context)) if node is not None else []
    _check_spellings(people, reporter)
    return Parsed(make_safe(tuple(person for person, _ in people)), reporter.diagnostics())


def _people(node: Node, context: Context) -> Iterator[tuple[KnownPerson, Span]]:
    if isinstance(node, Mapping):
        for name, value in node.entries:
            if is_blank(name.text):
                report_left_out(name.text, name.span, "authors.yaml", context)
            elif isinstance(value, Mapping):
                person = read_record(KnownPerson, value, context, prefix=f"{name.text}.")
                if person is not None:
                    yield _named(person, name.text), name.span
            else:
                context.typed[name.text] = name.text
                rest = without_blanks(value, names_of(KnownPerson)["spellings"], name, context)
                spellings = rest and read_texts(rest, name.text, context, separators=r"[,，、;；]")
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


def _named(person: KnownPerson, typed: str) -> KnownPerson:
    """The person of a key: the key is the name, or the id if `name` is given and differs."""
    if not person.name or fold_name(person.name) == fold_name(typed):
        return replace(person, name=tidy_name(person.name or typed))
    silent = Context(reporter=Reporter(""), texts={}, spans={})
    known: str | None = PERSON_ID.read(Scalar(typed, 0, len(typed), None), "", silent)
    return replace(person, name=tidy_name(person.name), id=person.id or known or "")


def _hint(item: Node) -> str:
    return f"write - name: {item.text}" if isinstance(item, Scalar) else "write - name: Kaiming He"


def _check_spellings(people: list[tuple[KnownPerson, Span]], reporter: Reporter) -> None:
    """Report what two people have alike: a spelling (unless ids tell them apart), an id, an ORCID iD."""
    seen: dict[str, tuple[KnownPerson, Span]] = {}
    ids: dict[str, Span] = {}
    orcids: dict[str, tuple[str, Span]] = {}
    for person, span in people:
        if person.id and ids.setdefault(person.id, span) != span:
            label = Label(span=ids[person.id], message="given here first")
            reporter.error("duplicate-key", span, f"'{person.id}' is given twice", "keep one", labels=(label,))
            continue
        if person.orcid and (same := orcids.setdefault(person.orcid, (person.id or person.name, span)))[1] != span:
            reporter.error(
                "same-orcid",
                span,
                f"'{person.id or person.name}' and '{same[0]}' have the same ORCID iD, {person.orcid}",
                "correct one of them, or make one person of the two",
                labels=(Label(span=same[1], message="the other is here"),),
            )
        for spelling in dict.fromkeys((person.name, *person.spellings)):
            other, place = seen.setdefault(fold_name(spelling), (person, span))
            if place == span or (other.id and person.id):
                continue
            if fold_name(other.name) == fold_name(person.name) and not (other.id or person.id):
                label = Label(span=place, message="given here first")
                two = other.orcid != person.orcid or other.affiliation != person.affiliation
                hint = "give both an id as their key, as in wei-wang-pku: {name: Wei Wang}" if two else "keep one"
                reporter.error("duplicate-key", span, f"'{person.name}' is given twice", hint, labels=(label,))
                break
            reporter.error(
                "spelling-of-two-people",
                span,
                f"'{spelling}' is a spelling of '{person.name}' and of '{other.name}'",
                "keep it with one of them, or give both an id as key, as in wei-wang-pku: {name: Wei Wang}",
                labels=(Label(span=place, message="the other is here"),),
            )
