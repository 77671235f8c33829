"""An entry's file as an editor would have written it by hand: what is known of a paper in, Markdown out.

What is parsed again is what was given, and nothing is said of it but that a translation is missing.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from digest.authoring.escaping import (
    Markdown,
    as_item,
    as_more,
    clean_text,
    escape_paragraph,
    paragraphs_of,
    protect_markdown,
)
from digest.content.sections import SECTIONS, is_section_name
from digest.model.fields import Context, fields_of, names_of, read_keys
from digest.model.front_matter import AFFILIATIONS, AUTHORS, CATEGORIES, Authors, FrontMatter
from digest.model.value_kinds import TEXT, WORDS
from digest.model.yaml.nodes import Scalar
from digest.text.diagnostics import Reporter
from digest.text.records import frozen
from digest.text.source import Span

CUT = "…"
"""What ends a list of authors that names only the first of them."""

_SPACES = re.compile(r"\s+")


def write_value(name: str, value: str) -> str:
    """The line of a key that holds one text; nothing where there is none."""
    value = clean_text(value).strip()
    return _first_right(name, (f" {typed}" for typed in _spellings(value)), value) if value else ""


def write_list(name: str, values: Sequence[str], separator: str) -> str:
    """The lines of a key that holds a list: one text with its items apart by `separator`, else an item a line."""
    items = [item for value in values if (item := _SPACES.sub(" ", clean_text(value)).strip())]
    return _first_right(name, _lists(items, separator), items) if items else ""


def _lists(items: Sequence[str], separator: str) -> Iterator[str]:
    yield f" {separator.join(items)}"
    yield "".join([f"\n  - {item}" for item in items])
    # A list with it alone shows whether an item needs its quotes.
    alone = [_read("tags", f"tags:\n  - {item}\n") == [item] for item in items]
    mixed = [item if fits else _quoted(item) for item, fits in zip(items, alone, strict=True)]
    yield "".join([f"\n  - {item}" for item in mixed])
    yield "".join([f"\n  - {_quoted(item)}" for item in items])


def _spellings(value: str) -> Iterator[str]:
    """The ways to write a text, the plainest first."""
    if "\n" not in value:
        yield value
    yield _quoted(value)
    yield json.dumps(value, ensure_ascii=False)


def _quoted(value: str) -> str:
    """A text in quotes: in double ones, unless it has some itself."""
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
    """What is read from a key's line; None where anything is said of it.

    Of an identifier or an address it is what was typed: to say whether it is right is not asked here.
    """
    reporter = Reporter("")
    matter = read_keys(FrontMatter, line, Span(start=0, end=len(line)), reporter)
    if matter is None or [key.text for key, _ in matter.entries] != [name]:
        return None
    node = matter.entries[0][1]
    kind = names_of(FrontMatter)[name].kind
    read = kind.read(node, name, Context(reporter=reporter, texts={}, spans={})) if kind in (*_LISTS, TEXT) else None
    if reporter.diagnostics():
        return None
    if isinstance(read, Authors):
        return [person.name for person in read.people] + [CUT] * read.cut
    if isinstance(read, tuple):
        return list(read)
    return read if kind is TEXT or not isinstance(node, Scalar) else node.text


_LISTS = (AUTHORS, AFFILIATIONS, CATEGORIES, WORDS)


__all__ = ["Markdown", "NewEntry", "compose_entry"]

_HEADINGS = {field: names[0] for field, names in SECTIONS.items()} | {"abstract": "Abstract"}
_BLANK_KEYS = ("title", "title_zh", "authors", "category")
"""The keys that an entry should have, and that an editor may have to fill."""

_MOST_NUMBERS = 99
"""Items of a list that may be numbered: of a number of three digits a point is not known by."""


@frozen
class NewEntry:
    r"""What is known of a paper. A value that is not known is empty.

    Names, titles and addresses are what their keys should hold (contract section 2). The texts are plain, with formulas
    as `$..$`, `\(..\)` and so on, and their paragraphs apart by blank lines; one that is Markdown is given as
    `Markdown(...)`. `draft` marks an entry that cannot be published yet.
    """

    title: str
    title_zh: str = ""
    authors: tuple[str, ...] = ()
    """All of them, in order; a last `…` says that the list is cut."""
    affiliations: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    """The main one first."""
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
    tags: tuple[str, ...] = ()
    section: str = ""
    rank: str = ""
    draft: bool = False
    key_points: tuple[str, ...] = ()
    summary: str = ""
    abstract_zh: str = ""
    abstract: str = ""
    sections: tuple[tuple[str, str], ...] = ()
    """Free sections: the heading, and Markdown."""


def compose_entry(entry: NewEntry, *, blanks: bool = False) -> str:
    """The text of an entry's file. With `blanks`, what an editor has to fill stands there empty, keys and sections.

    Characters that no file of a site may hold are left out, and white space at the ends of a value.
    """
    head = {
        each.name: _compose_key(each.name, getattr(entry, each.name, ""))
        for each in fields_of(FrontMatter)
        if each.name not in SECTIONS
    }
    if blanks:
        head |= {name: head[name] or f"{name}:\n" for name in _BLANK_KEYS}
    texts = {
        "key_points": _compose_points(entry.key_points),
        "summary": _compose_text(entry.summary),
        "abstract_zh": _compose_text(entry.abstract_zh),
        "abstract": _compose_text(entry.abstract),
    }
    body = [
        f"## {_HEADINGS[field]}\n" + (f"\n{text}\n" if text else "") for field, text in texts.items() if text or blanks
    ]
    body += [_compose_section(heading, text) for heading, text in entry.sections]
    return "\n".join((f"---\n{''.join(head.values())}---\n", *body))


def _compose_key(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return write_list(name, value, " & " if name == "affiliations" else ", ")
    return write_value(name, "true" if value is True else str(value or ""))


def _compose_points(points: tuple[str, ...]) -> str:
    items: list[str] = []
    for point in points:
        if isinstance(point, Markdown):
            text = protect_markdown(point, headings=False)
        else:
            placings = (as_item, *[as_more] * len(paragraphs_of(point)))
            text = "\n\n".join(map(escape_paragraph, paragraphs_of(point), placings))
        if text:
            marker = f"{len(items) + 1}. " if len(points) <= _MOST_NUMBERS else "- "
            items.append(marker + re.sub(r"\n(?=[^\n])", "\n" + " " * len(marker), text))
    return "\n".join(items)


def _compose_text(text: str) -> str:
    if isinstance(text, Markdown):
        return protect_markdown(text, headings=False)
    return "\n\n".join([escape_paragraph(each) for each in paragraphs_of(text)])


def _compose_section(heading: str, text: str) -> str:
    """A free section. A heading that names a known one gets a number, as no mark-up could set it apart."""
    heading = " ".join(clean_text(heading).split())
    if is_section_name(heading):
        heading += " 2"
    if re.search(r"(?:^|\s)#+$", heading):
        heading += " ##"  # closes the heading, so that the `#` before it belongs to its text (CommonMark 4.2)
    protected = protect_markdown(text, headings=True)
    return f"## {heading}".rstrip() + "\n" + (f"\n{protected}\n" if protected else "")
