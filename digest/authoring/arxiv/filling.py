"""Fill what arXiv knows of a paper and its entry lacks. What is there stays."""

from dataclasses import replace

from digest.authoring.composing import NewEntry, compose_entry, write_key
from digest.content.documents import ENTRY, Document
from digest.lint.values import Edit
from digest.model.fields import is_absent, names_of
from digest.model.front_matter import ARXIV, FrontMatter, read_id
from digest.model.yaml.nodes import Node, Scalar
from digest.text.records import frozen

FILLED = (
    "title",
    "authors",
    "category",
    "doi",
    "venue",
    "published",
    "code",
    "project",
    "video",
    "dataset",
    "abstract",
)
"""The fields that arXiv may know. Some of them many papers do not have."""


_USUAL = ("title", "authors", "category", "published", "abstract")


@frozen
class Filling:
    """Edits of an entry's file, and the fields that they fill."""

    fields: tuple[str, ...]
    edits: tuple[Edit, ...]


def fill_entry(entry: NewEntry, known: NewEntry) -> NewEntry:
    """The entry with what it lacks of another one of the same paper."""
    return replace(entry, **{name: getattr(known, name) for name in FILLED if not getattr(entry, name)})


def arxiv_of(document: Document) -> str:
    """The arXiv id of an entry, even if it has errors; empty if it has none."""
    value = _values(document).get("arxiv") if document.kind is ENTRY else None
    return (read_id(ARXIV, value.text) or "") if isinstance(value, Scalar) else ""


def missing_of(document: Document) -> tuple[str, ...]:
    """The fields that most papers of arXiv have, and the entry lacks."""
    has_abstract = any(each.field == "abstract" and each.content.text.strip() for each in document.sections)
    there = {*_values(document), *(["abstract"] if has_abstract else [])}
    return tuple([name for name in _USUAL if name not in there])


def fill_document(document: Document, known: NewEntry) -> Filling:
    """What fills an entry's file: lines of the front matter, at its end or in place of empty ones; and the abstract."""
    text = document.source.text
    values = _values(document)
    names = names_of(FrontMatter)
    empty = {names[key.text].name: key.start for key, _ in _entries(document) if names[key.text].name not in values}
    filled: list[str] = []
    edits: list[Edit] = []
    lines = ""
    for name in FILLED:
        line = write_key(name, getattr(known, name)) if name != "abstract" else ""
        if not line or name in values:
            continue
        filled.append(name)
        if name in empty:
            edits.append(Edit(empty[name], text.find("\n", empty[name]) + 1, line))
        else:
            lines += line
    edits += [Edit(document.front.end, document.front.end, lines)] if lines else []
    section = next((each for each in document.sections if each.field == "abstract"), None)
    if known.abstract and "abstract" in missing_of(document):
        composed = compose_entry(NewEntry(title="", abstract=known.abstract)).partition("---\n---\n")[2]
        filled.append("abstract")
        start, end = (section.start, section.content.bounds.end) if section is not None else (len(text), len(text))
        above = "" if text[:start].endswith("\n") else "\n"
        below = "\n" if end < len(text) else ""
        edits.append(Edit(start, end, above + composed.lstrip("\n" if section is not None else "") + below))
    return Filling(fields=tuple(filled), edits=tuple(sorted(edits)))


def _entries(document: Document) -> list[tuple[Scalar, Node]]:
    """The keys of the front matter that entries have, with their values."""
    entries = document.node.entries if document.node is not None else ()
    return [(key, value) for key, value in entries if key.text in names_of(FrontMatter)]


def _values(document: Document) -> dict[str, Node]:
    """The values that there are, by field."""
    known = names_of(FrontMatter)
    return {
        known[key.text].name: value for key, value in _entries(document) if not is_absent(value, known[key.text].kind)
    }
