"""An entry's file as an editor would have written it by hand: what is known of a paper in, Markdown out.

What is parsed again is what was given, and nothing is said of it but that a translation is missing.
"""

import re

from digest.content.escaping import (
    Markdown,
    as_item,
    as_more,
    clean_text,
    escape_paragraph,
    paragraphs_of,
    protect_markdown,
)
from digest.content.matter import write_list, write_value
from digest.content.sections import SECTIONS, is_section_name
from digest.model.fields import fields_of
from digest.model.paper import FrontMatter
from digest.text.records import frozen

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
