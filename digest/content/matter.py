"""A front matter as its author would type it: a key and its value on a line, in quotes only where it needs them.

What needs quotes is asked of those who will read it: of the ways to write a value, the first is taken that reads back
as that very value, in silence.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from digest.content.escaping import clean_text
from digest.model.fields import Context, names_of, read_keys
from digest.model.kinds import TEXT, WORDS
from digest.model.nodes import Scalar
from digest.model.paper import AFFILIATIONS, AUTHORS, CATEGORIES, Authors, FrontMatter
from digest.text.diagnostics import Reporter
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
