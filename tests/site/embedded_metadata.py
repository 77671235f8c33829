"""What Zotero reads of a page, by the precedence of its translators "Embedded Metadata" and "COinS".

Of a `<meta>`, `name` counts before `property`. `citation_*` win over names with prefixes (`og:`, `article:`, `z:`), and
these over `description` and `lang`. Tags that name a journal, a conference or an institution win over `z:itemType`.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from tests.site.checking import Page

_SPACE = re.compile(r"\s+")  # no-break spaces too, as in JavaScript
_KINDS = {
    "citation_conference_title": "conferencePaper",
    "citation_journal_title": "journalArticle",
    "citation_dissertation_institution": "thesis",
    "citation_technical_report_institution": "report",
}
_ENDS = " \t\n\u00a0.,/[]:"


@dataclass(frozen=True)
class Item:
    """A reference. `creators` are pairs of family and given name; the given one is empty if the name has one field."""

    kind: str = ""
    title: str = ""
    creators: tuple[tuple[str, str], ...] = ()
    date: str = ""
    container: str = ""
    doi: str = ""
    url: str = ""
    pdf: str = ""
    language: str = ""
    abstract: str = ""
    details: tuple[str, ...] = ("", "", "", "")
    """Volume, issue, first and last page."""


def read_embedded_metadata(page: Page) -> Item:
    tags: dict[str, list[str]] = {}
    for each in page.elements:
        name = each.get("name") or each.get("property") if each.tag == "meta" else None
        if name and each.get("content"):
            tags.setdefault(name, []).append(each.attrib["content"])

    def first(*names: str) -> str:
        return next((_SPACE.sub(" ", tags[name][0]).strip() for name in names if name in tags), "")

    typed = [_KINDS[name] for name in tags if name in _KINDS]
    guessed = {"article": "journalArticle", "website": "webpage"}.get(first("og:type"), "")
    return Item(
        kind=typed[-1] if typed else first("z:itemType") or guessed,
        title=first("citation_title", "og:title"),
        creators=_read_authors(tags.get("citation_author", [])),
        date=first("citation_publication_date", "article:published_time"),
        container=first(*_KINDS),
        doi=first("citation_doi"),
        url=first("og:url", "citation_abstract_html_url") or page.canonical(),
        pdf=first("citation_pdf_url"),
        language=first("citation_language") or page.root.get("lang", ""),
        abstract=first("og:description", "description"),
        details=tuple([first(f"citation_{name}") for name in ("volume", "issue", "firstpage", "lastpage")]),
    )


def _read_authors(tags: list[str]) -> tuple[tuple[str, str], ...]:
    names = [name for tag in tags for name in re.split(r"\s*;\s*", tag)]
    if len(names) == 1:
        parts = re.split(r"\s*,\s*", names[0])
        if len(parts) > 1 and " " in parts[0] and " " in parts[1]:
            names = parts
    found = [name.strip() for name in names if re.search(r"[^\s,.;-]", name)]
    return tuple([clean_author(name) for place, name in enumerate(found) if not place or name != found[place - 1]])


def clean_author(name: str) -> tuple[str, str]:
    """Family and given name. A comma divides them; without one, the last space does."""
    name, inverted = name.strip(_ENDS), "," in name
    if inverted:
        family, _, given = name.partition(",")
        given = given.split(",")[0]
    else:
        given, _, family = name.rpartition(" ")
    return family, _SPACE.sub(" ", re.sub(r"[\s.]+", " ", given)).strip()


def read_coins(title: str) -> Item:
    pairs = [tuple(part.split("=")) for part in title.split("&")]
    values = [(name, unquote(re.sub(r"\+|%2[bB]", " ", value))) for name, value in pairs]
    given = dict(values)
    assert given["ctx_ver"] == "Z39.88-2004"
    assert given["rft_val_fmt"] == "info:ofi/fmt:kev:mtx:dc"
    kind, found, container = "webpage", "", given.get("rft.source", "")
    for name, value in values:
        if name == "rft.title" and kind == "webpage":
            found = value
        kind = value if name == "rft.type" else kind
    id_ = given["rft_id"]
    return Item(
        kind=kind,
        title=found,
        creators=tuple([clean_author(value) for name, value in values if name == "rft.creator"]),
        date=given.get("rft.date", ""),
        container=container,
        doi=id_.removeprefix("info:doi/") if id_.startswith("info:doi/") else "",
        url=id_ if id_.startswith("http") else "",
    )
