"""The head of an entry: what a site must know of every paper to give it its place, in plain values.

A site of ten thousand papers has ten thousand heads in memory, and comes by them without parsing: they are made once,
where an entry is parsed, and kept between builds. What only pages that show a paper need is packed inside, as bytes.
"""

import datetime
import re
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from digest.content.body import FigureSource, Target
from digest.content.entry import Entry
from digest.model.categories import category_code
from digest.model.fields import fields_of
from digest.model.front_matter import ADDRESSES, IDENTITIES, FrontMatter, split_version
from digest.text.fingerprint import fingerprint_bytes
from digest.text.packing import pack, unpack

TAG_SAFE = "-._~!$&'()*+,;=:@/?"
"""What may stand in the specific part of a `tag:` address as it is (RFC 4151, RFC 3986)."""

_SAFE = re.compile(r"[0-9A-Za-z._-]+")
"""What `quote` leaves as it is; nearly every identity is of these."""


class Titles(NamedTuple):
    """What a paper is called, as text and as mark-up: all that lists of issues show of it."""

    title: str
    title_zh: str
    title_html: str
    title_zh_html: str


class References(NamedTuple):
    """What a paper's body leads to: its relative links, and its figures."""

    targets: tuple[Target, ...] = ()
    figures: tuple[FigureSource, ...] = ()


_APART = (*Titles._fields, "authors", "category")
"""The keys that pages show in another form than they were typed in."""

SHOWN = tuple([each.name for each in fields_of(FrontMatter) if each.is_shown and each.name not in _APART])
"""All other keys that they show."""

if TYPE_CHECKING:
    PaperFacts = FrontMatter  # which has these keys, and their types
else:
    PaperFacts = NamedTuple("PaperFacts", [(name, FrontMatter.__annotations__[name]) for name in SHOWN])
"""The values of the keys of `SHOWN`, by name."""

_facts = attrgetter(*SHOWN)


class Metadata(NamedTuple):
    """What else pages show of a paper beside its body. `people` are names, affiliations, addresses and ORCID iDs."""

    people: tuple[tuple[str, str, str, str], ...]
    authors_cut: bool
    facts: PaperFacts


class Head(NamedTuple):
    """An entry without its texts. Fields are plain, so that thousands are read back at once (`Head._make`)."""

    path: str
    day: str
    """The day it belongs to, `YYYY-MM-DD`; empty where nothing says it."""
    slug: str
    draft: bool
    section: str
    rank: int | None
    arxiv: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    affiliations: tuple[str, ...]
    """Those of the entry and of its authors."""
    languages: tuple[str, ...]
    han: int
    words: int
    identity: str
    """What stays of the paper when its file is renamed and its site moves (RFC 4151 `specific`)."""
    address_span: tuple[int, int]
    """Where the key stands that gives it its address."""
    references: bytes
    """Its relative links and its figures, packed; empty if it has none."""
    titles: bytes
    """`Titles`, packed."""
    metadata: bytes
    """`Metadata`, packed."""
    digest: str
    """The fingerprint of its titles and metadata."""
    body: str
    """The fingerprint of its body."""

    @property
    def date(self) -> datetime.date:
        """The day it belongs to."""
        return datetime.date.fromisoformat(self.day)


def head_of(entry: Entry, body: str) -> Head:
    """The head of an entry whose body has the fingerprint `body`."""
    matter = entry.matter
    people = matter.authors.people
    categories = tuple(dict.fromkeys([category_code(typed) for typed in matter.category]))
    titles = pack((matter.title, matter.title_zh, entry.title_html, entry.title_zh_html), Titles)
    persons = tuple([(each.name, each.affiliation, each.url, each.orcid) for each in people])
    metadata = pack((persons, matter.authors.cut, _facts(matter)), Metadata)
    references = References(entry.targets, entry.figures)
    spans = entry.spans
    address = spans.get("slug") or spans.get("arxiv") or spans["title"]
    return Head(
        path=entry.path,
        day=entry.date.isoformat() if entry.date is not None else "",
        slug=entry.slug,
        draft=matter.draft,
        section=matter.section,
        rank=matter.rank,
        arxiv=matter.arxiv,
        categories=categories,
        tags=matter.tags,
        authors=tuple([each.name for each in people]),
        affiliations=(*matter.affiliations, *[each.affiliation for each in people if each.affiliation]),
        languages=entry.languages,
        han=entry.han,
        words=entry.words,
        identity=_identity(entry),
        address_span=(address.start, address.end),
        references=pack(references, References) if any(references) else b"",
        titles=titles,
        metadata=metadata,
        digest=fingerprint_bytes(titles + metadata),
        body=body,
    )


def titles_of(head: Head) -> Titles:
    """What a paper is called."""
    return unpack(head.titles, Titles)


def metadata_of(head: Head) -> Metadata:
    """What else pages show of a paper beside its body."""
    return unpack(head.metadata, Metadata)


def addresses_of(facts: PaperFacts) -> list[tuple[str, str]]:
    """The keys that lead to a paper elsewhere and that it has, and their values."""
    return [(name, value) for name in ADDRESSES if (value := getattr(facts, name))]


def references_of(head: Head) -> References:
    """A paper's relative links, and its figures."""
    return unpack(head.references, References) if head.references else References()


def _identity(entry: Entry) -> str:
    for name in IDENTITIES:
        value = getattr(entry.matter, name)
        if value:
            kept = split_version(value)[0] if name == "arxiv" else value
            return f"{name}:{kept if _SAFE.fullmatch(kept) else quote(kept, safe=TAG_SAFE)}"
    letters = "".join(character for character in entry.matter.title.casefold() if character.isalnum())
    digest = fingerprint_bytes(letters.encode("utf-8", "surrogatepass"))
    return f"title:{digest[:20]}"
