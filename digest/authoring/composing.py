"""Compose an entry's file from the metadata of a paper, as an editor would write it by hand.

Round trip: parsing the result gives the same values, and no diagnostic but `missing-title-zh`.
"""

import datetime
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from digest.authoring.escaping import (
    Markdown,
    as_item,
    as_more,
    clean_text,
    escape_paragraph,
    paragraphs_of,
    protect_markdown,
)
from digest.content.sections import ASPECT_FIELDS, SECTIONS, section_field
from digest.model.authors import AUTHORS, Authors, Person, as_person
from digest.model.fields import Context, fields_of, keys_of, names_of
from digest.model.front_matter import AFFILIATIONS, CATEGORY_LIST, FrontMatter
from digest.model.value_kinds import NAME_LIST, TERM, TEXT
from digest.model.yaml.nodes import Scalar, read_mapping
from digest.model.yaml.tree import Keys
from digest.text.diagnostics import Reporter
from digest.text.names import fold_name
from digest.text.open_mapping import OpenMapping
from digest.text.records import frozen
from digest.text.safety import make_safe
from digest.text.source import Span

MORE_AUTHORS = "…"
"""The last item of a list of authors that was cut short."""

_SPACES = re.compile(r"\s+")


def write_value(name: str, value: str) -> str:
    """The line of a key with one text; empty for an empty text."""
    value = clean_text(value).strip()
    return _first_right(name, (f" {typed}" for typed in _spellings(value)), value) if value else ""


def write_list(name: str, values: Sequence[str], separator: str) -> str:
    """The lines of a key with a list: joined by `separator` if that reads back unchanged, else one item a line."""
    items = [item for value in values if (item := _SPACES.sub(" ", clean_text(value)).strip())]
    return _first_right(name, _lists(items, separator), items) if items else ""


def write_authors(authors: Sequence[str | Person]) -> str:
    """The lines of the key `authors`: names joined by commas if that reads back unchanged, else one item a line.

    Names without a letter are left out. A last `…` says that the list is cut.
    """
    cut = authors[-1:] == (MORE_AUTHORS,)
    people = [each if isinstance(each, Person) else _person(each) for each in authors[: len(authors) - cut]]
    people = [person for person in people if any(map(str.isalpha, fold_name(person.name)))]
    if not people and not cut:
        return ""
    wanted = Authors(people=tuple(people), cut=cut)
    names = [person.name for person in people] + [MORE_AUTHORS] * cut
    line = ""
    candidates = _lists(names, ", ") if all(person.is_bare for person in people) else iter(())
    for typed in candidates:
        if _read_authors(line := f"authors:{typed}\n") == wanted:
            return line
    return f"authors:{''.join(map(_author_item, people))}{f'{_NEXT}{MORE_AUTHORS}' * cut}\n"


def _person(name: str) -> Person:
    return as_person(_SPACES.sub(" ", clean_text(name)))


_NEXT = "\n  - "


def _author_item(person: Person) -> str:
    """An item of the list: the name, else a mapping, in which a name is never split."""
    if person.is_bare:
        for typed in (person.name, _quoted(person.name)):
            if _read_authors(f"authors:{_NEXT}{typed}\n") == Authors(people=(person,)):
                return _NEXT + typed
    keys: list[str] = []
    for each in fields_of(Person):
        value = getattr(person, each.name)
        if value:
            text = "true" if value is True else str(value)
            plain = value is True or _read_authors(f"authors:{_NEXT}name: {text}\n") == Authors(
                people=(Person(name=text),)
            )
            keys.append(f"{each.name}: {text if plain else _quoted(text)}")
    return _NEXT + "\n    ".join(keys)


def _read_authors(line: str) -> Authors | None:
    """Read the line of the key `authors` back; None if that gives a diagnostic other than `repeated-author`."""
    reporter = Reporter("")
    matter = read_mapping(line, Span(start=0, end=len(line)), _PLAIN_KEYS, reporter)
    if matter is None or [key.text for key, _ in matter.entries] != ["authors"]:
        return None
    read: Authors | None = AUTHORS.read(matter.entries[0][1], "authors", Context(reporter=reporter, texts={}, spans={}))
    return None if any(each.code != "repeated-author" for each in reporter.diagnostics()) else read


def _lists(items: Sequence[str], separator: str) -> Iterator[str]:
    yield f" {separator.join(items)}"
    yield "".join([f"\n  - {item}" for item in items])
    # Read each item alone to see whether it needs quotes.
    alone = [_read("tags", f"tags:\n  - {item}\n") == [item] for item in items]
    mixed = [item if fits else _quoted(item) for item, fits in zip(items, alone, strict=True)]
    yield "".join([f"\n  - {item}" for item in mixed])
    yield "".join([f"\n  - {_quoted(item)}" for item in items])


def _spellings(value: str) -> Iterator[str]:
    """The YAML spellings of a text, plainest first."""
    if "\n" not in value:
        yield value
    yield _quoted(value)
    yield json.dumps(value, ensure_ascii=False)


def _quoted(value: str) -> str:
    """A double-quoted YAML scalar; single-quoted if the text has double quotes or backslashes."""
    if ('"' in value or "\\" in value) and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False)


def _first_right(name: str, candidates: Iterable[str], wanted: str | list[str]) -> str:
    line = ""
    for typed in candidates:
        line = f"{name}:{typed}\n"
        if _read(name, line) == wanted:
            break
    return line


def _read(name: str, line: str) -> str | list[str] | None:
    """Read a key's line back as any YAML parser does, without our repairs; None if that gives a diagnostic.

    Identifiers and URLs are returned as typed: validating them is not the point here.
    """
    reporter = Reporter("")
    matter = read_mapping(line, Span(start=0, end=len(line)), _PLAIN_KEYS, reporter)
    if matter is None or [key.text for key, _ in matter.entries] != [name]:
        return None
    node = matter.entries[0][1]
    kind = names_of(FrontMatter)[name].kind
    read = kind.read(node, name, Context(reporter=reporter, texts={}, spans={})) if kind in (*_LISTS, *_TEXTS) else None
    if reporter.diagnostics():
        return None
    if isinstance(read, tuple):
        return list(read)
    return read if kind in _TEXTS or not isinstance(node, Scalar) else node.text


_PLAIN_KEYS = Keys(known=keys_of(FrontMatter).known)
_LISTS = (AFFILIATIONS, CATEGORY_LIST, NAME_LIST)
_TEXTS = (TEXT, TERM)


__all__ = ["Markdown", "NewEntry", "compose_entry"]

_HEADINGS = {field: names[0].capitalize() for field, names in SECTIONS.items()}
_BLANK_KEYS = ("title", "title_zh", "authors", "category")
"""Keys that `blanks` writes without a value, for the editor to fill."""
_BLANK_SECTIONS = {
    "zh": ("key_points", "summary", "abstract_zh"),
    "en": ("key_points_en", "summary_en", "abstract"),
}
"""The same for sections, by the only language of a site."""
_BLANK_IN_BOTH = (*_BLANK_SECTIONS["zh"], "abstract")

_MOST_NUMBERS = 99
"""Longest list with numbered items: the parser of key points does not know three-digit numbers."""


@frozen
class NewEntry:
    r"""The metadata and texts of a new entry; unknown values are empty.

    Names, titles and URLs have the format of their front-matter keys. Texts are plain, with formulas as `$..$` or
    `\(..\)` and paragraphs separated by blank lines; pass `Markdown(...)` for mark-up. `draft`: the entry cannot be
    published yet.
    """

    title: str
    title_zh: str = ""
    authors: tuple[str | Person, ...] = ()
    """In order; a last item `…` says that the list is cut."""
    affiliations: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    """The primary one first."""
    arxiv: str = ""
    doi: str = ""
    url: str = ""
    openreview: str = ""
    acl: str = ""
    pdf: str = ""
    code: str = ""
    project: str = ""
    video: str = ""
    dataset: str = ""
    venue: str = ""
    year: str = ""
    published: str = ""
    award: str = ""
    area: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    section: str = ""
    rank: str = ""
    rating: str | Mapping[str, object] = ""
    code_status: str = ""
    license: str = ""
    updated: str = ""
    written_by: str | Mapping[str, object] = ""
    extra: Mapping[str, object] = OpenMapping()
    slug: str = ""
    aliases: tuple[str, ...] = ()
    figures: tuple[Mapping[str, object], ...] = ()
    allow: Mapping[str, object] = OpenMapping()
    draft: bool = False
    key_points: tuple[str, ...] = ()
    key_points_en: tuple[str, ...] = ()
    summary: str = ""
    summary_en: str = ""
    abstract_zh: str = ""
    abstract: str = ""
    sections: tuple[tuple[str, str], ...] = ()
    """Free sections: heading and Markdown."""


@frozen
class Draft:
    """A paper. `span` is the place of its title, or of what identifies it first.

    `unplaced`: the lines that no field holds, each with its label or key (empty without one) and span; they are in the
    entry all the same. `guessed`: how often which field was taken from a place that may be wrong.
    """

    entry: NewEntry
    span: Span
    day: datetime.date | None = None
    unplaced: tuple[tuple[str, Span], ...] = ()
    guessed: Counter[str] = field(default_factory=Counter)

    def with_values(self, **values: Any) -> "Draft":
        """The draft with other values of its entry."""
        return replace(self, entry=replace(self.entry, **values))


@frozen
class Imported:
    """All of a file. `intro` is text about the day; `noise` counts the lines that were left out, by pattern.

    `unplaced`: what was seen in a file without a paper, as in a draft, or behind its papers.
    """

    drafts: tuple[Draft, ...] = ()
    title: str = ""
    title_zh: str = ""
    intro: tuple[str, ...] = ()
    day: datetime.date | None = None
    unplaced: tuple[tuple[str, Span], ...] = ()
    noise: Counter[str] = field(default_factory=Counter)


def compose_entry(entry: NewEntry, *, blanks: bool = False, languages: Collection[str] = ("zh", "en")) -> str:
    """The text of an entry's file. With `blanks`, keys and sections that an editor has to fill, on a site with these
    languages, are written empty.

    Unsafe characters are dropped, and values stripped.
    """
    head = {
        each.name: write_key(each.name, getattr(entry, each.name, ""))
        for each in fields_of(FrontMatter)
        if each.name not in SECTIONS or each.name == "figures"
    }
    if blanks:
        head |= {name: head[name] or f"{name}:\n" for name in _BLANK_KEYS if name != "title_zh" or "zh" in languages}
    texts = {
        "key_points": _compose_points(entry.key_points),
        "key_points_en": _compose_points(entry.key_points_en),
        "summary": _compose_text(entry.summary),
        "summary_en": _compose_text(entry.summary_en),
        "abstract_zh": _compose_text(entry.abstract_zh),
        "abstract": _compose_text(entry.abstract),
    }
    blank = _BLANK_SECTIONS[next(iter(languages))] if len(languages) == 1 else _BLANK_IN_BOTH
    body = [
        f"## {_HEADINGS[field]}\n" + (f"\n{text}\n" if text else "")
        for field, text in texts.items()
        if text or (blanks and field in blank)
    ]
    used: set[str] = set()
    for heading, text in entry.sections:
        body.append(_compose_section(heading, text, used))
    return "\n".join((f"---\n{''.join(head.values())}---\n", *body))


def write_key(name: str, value: object) -> str:
    """The lines of a key of the front matter; empty without a value."""
    if isinstance(value, Mapping) or (isinstance(value, tuple) and any(isinstance(each, Mapping) for each in value)):
        return f"{name}: {json.dumps(make_safe(value), ensure_ascii=False)}\n" if value else ""
    if name == "authors":
        return write_authors(value) if isinstance(value, tuple) else ""
    if isinstance(value, tuple):
        return write_list(name, value, " & " if name == "affiliations" else ", ")
    return write_value(name, "true" if value is True else str(value or ""))


def _compose_points(points: tuple[str, ...]) -> str:
    items: list[str] = []
    for point in points:
        if isinstance(point, Markdown):
            text = protect_markdown(point)
        else:
            placings = (as_item, *[as_more] * len(paragraphs_of(point)))
            text = "\n\n".join(map(escape_paragraph, paragraphs_of(point), placings))
        if text:
            marker = f"{len(items) + 1}. " if len(points) <= _MOST_NUMBERS else "- "
            items.append(marker + re.sub(r"\n(?=[^\n])", "\n" + " " * len(marker), text))
    return "\n".join(items)


def _compose_text(text: str) -> str:
    if isinstance(text, Markdown):
        return protect_markdown(text)
    return "\n\n".join([escape_paragraph(each) for each in paragraphs_of(text)])


def _compose_section(heading: str, text: str, used: set[str]) -> str:
    """A free section, or an aspect. A heading that names another known section, or an aspect in `used`, gets a number:
    it cannot be escaped.
    """
    heading = " ".join(clean_text(heading).split())
    field = section_field(heading)
    if field and (field in used or field not in ASPECT_FIELDS):
        heading += " 2"
    used.add(field)
    if re.search(r"(?:^|\s)#+$", heading):
        heading += " ##"  # a closing sequence, so that the `#` before it is text (CommonMark 4.2)
    protected = protect_markdown(text, above=f"## {heading}".rstrip())
    return f"## {heading}".rstrip() + "\n" + (f"\n{protected}\n" if protected else "")
