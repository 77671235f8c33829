"""The head of an entry: plain values with everything that assembling a site needs to know of a paper.

All heads are in memory, made when an entry is parsed and kept in the cache. What only pages that show the paper need is
packed as bytes.
"""

import datetime
import re
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from digest.citing.citation_keys import plain_key
from digest.citing.publications import Publication, make_publication
from digest.content.body import FigureSource, Target
from digest.content.entry import Entry
from digest.content.topics import topics_of
from digest.model.authors import Person
from digest.model.categories import category_code
from digest.model.fields import fields_of
from digest.model.front_matter import ADDRESSES, IDENTITIES, FrontMatter, split_version
from digest.text.fingerprint import fingerprint_bytes
from digest.text.later_characters import steady
from digest.text.names import distinct_names
from digest.text.packing import pack, unpack

TAG_SAFE = "-._~!$&'()*+,;=:@/?"
"""Characters that need no percent-encoding in the specific part of a `tag:` URI (RFC 4151, RFC 3986)."""

_SAFE = re.compile(r"[0-9A-Za-z._-]+")
"""What `quote` leaves unchanged; a fast path for nearly every identity."""


class Titles(NamedTuple):
    """The titles of a paper as text and as HTML. Lists of issues show no more of it."""

    title: str
    title_zh: str
    title_html: str
    title_zh_html: str


class Summaries(NamedTuple):
    """What a row of a list says of a paper; see `Entry.summaries`."""

    zh: str
    en: str


class References(NamedTuple):
    """The relative links and the figures of a paper."""

    targets: tuple[Target, ...] = ()
    figures: tuple[FigureSource, ...] = ()


_APART = (*Titles._fields, "authors", "category")
"""Keys that pages show in another form than typed."""

SHOWN = tuple([each.name for each in fields_of(FrontMatter) if each.is_shown and each.name not in _APART])
"""The other keys that pages show."""

if TYPE_CHECKING:
    PaperFacts = FrontMatter  # has these keys, with their types
else:
    PaperFacts = NamedTuple("PaperFacts", [(name, FrontMatter.__annotations__[name]) for name in SHOWN])
"""The values of the keys in `SHOWN`, by name."""

_facts = attrgetter(*SHOWN)


class Credit(NamedTuple):
    """What pages show of an author: fields of `Person`."""

    name: str
    affiliation: str
    url: str
    orcid: str
    corresponding: bool
    equal: bool


class Metadata(NamedTuple):
    """What pages show of a paper beside titles and body."""

    people: tuple[Credit, ...]
    authors_cut: bool
    facts: PaperFacts


_credit = attrgetter(*Credit._fields)


class Head(NamedTuple):
    """The metadata of an entry. Fields are plain, so that thousands are read at once (`Head._make`)."""

    path: str
    day: str
    """`YYYY-MM-DD`, or empty if unknown."""
    slug: str
    draft: bool
    section: str
    rank: int | None
    arxiv: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    """Names. Id, ORCID iD and affiliation follow behind NULs if one of them is known (`digest.content.identities`)."""
    affiliations: tuple[str, ...]
    """Those of the entry and of its authors."""
    areas: tuple[str, ...]
    venues: tuple[str, ...]
    """The venue, if there is one."""
    rating: float | None
    """From 0 to 1 (`Score.share`)."""
    modified: str
    """`YYYY-MM-DD`: the day of the last correction, without one `day`."""
    languages: tuple[str, ...]
    han: int
    words: int
    identity: str
    """Names the paper even if its file is renamed or the site moves: the `specific` of its `tag:` URI (RFC 4151)."""
    aliases: tuple[tuple[str, int, int], ...]
    """The values of its `Alias`es."""
    address_span: tuple[int, int]
    """Where the key is that determines its URL."""
    anchors: tuple[tuple[str, str], ...]
    """Name and id of each free section."""
    authors_span: tuple[int, int]
    """Where the value of `authors` is."""
    updated_span: tuple[int, int]
    """Where the value of `updated` is, or the start of the file."""
    references: bytes
    """`References`, packed; empty if there are none."""
    titles: bytes
    """`Titles`, packed."""
    metadata: bytes
    """`Metadata`, packed."""
    summaries: bytes
    """`Summaries`, packed."""
    digest: str
    """Fingerprint of titles and metadata."""
    row: str
    """Fingerprint of the summaries."""
    body: str
    """Fingerprint of the body."""
    search: str
    """Fingerprint of the `SearchTexts`; empty if the site has no search."""
    data: str
    """Fingerprint of the `PaperData`."""
    source: str
    """Fingerprint of the file."""
    topics: bytes
    """What its titles are about (`digest.content.topics`)."""
    topic_places: bytes
    """Where they say it."""
    citation: str
    """The key of its citation, before those of other papers are known (`digest.citing.citation_keys`)."""

    @property
    def date(self) -> datetime.date:
        """`day` as a date."""
        return datetime.date.fromisoformat(self.day)


def head_of(entry: Entry, body: str, search: str, data: str, source: str) -> Head:
    """The head of an entry, given the fingerprints of its body, `SearchTexts`, `PaperData` and file."""
    matter = entry.matter
    people = matter.authors.people
    categories = distinct_names([category_code(typed) for typed in matter.category])
    names = tuple([_named(each) for each in people])
    titles = pack((matter.title, matter.title_zh, entry.title_html, entry.title_zh_html), Titles)
    persons = tuple([_credit(each) for each in people])
    metadata = pack((persons, matter.authors.cut, _facts(matter)), Metadata)
    references = References(entry.targets, entry.figures)
    summaries = pack(entry.summaries, Summaries)
    topics, places = topics_of(filter(None, (matter.title, matter.title_zh)))
    spans = entry.spans
    day = entry.date
    address = spans.get("slug") or spans.get("arxiv") or spans["title"]
    authors = spans["authors"]
    updated = spans.get("updated") or spans[""]
    return Head(
        path=entry.path,
        day=day.isoformat() if day is not None else "",
        slug=entry.slug,
        draft=matter.draft,
        section=matter.section,
        rank=matter.rank,
        arxiv=matter.arxiv,
        categories=categories,
        tags=matter.tags,
        authors=names,
        affiliations=(*matter.affiliations, *[each.affiliation for each in people if each.affiliation]),
        areas=matter.area,
        venues=(matter.venue,) if matter.venue else (),
        rating=matter.rating.score.share if matter.rating is not None else None,
        modified=(matter.updated or day).isoformat() if day is not None else "",
        languages=entry.languages,
        han=entry.han,
        words=entry.words,
        identity=_identity(entry),
        aliases=tuple([(each.path, each.start, each.end) for each in matter.aliases]),
        address_span=(address.start, address.end),
        anchors=tuple(entry.anchors.items()),
        authors_span=(authors.start, authors.end),
        updated_span=(updated.start, updated.end),
        references=pack(references, References) if any(references) else b"",
        titles=titles,
        metadata=metadata,
        summaries=summaries,
        digest=fingerprint_bytes(titles + metadata),
        row=fingerprint_bytes(summaries),
        body=body,
        search=search,
        data=data,
        source=source,
        topics=topics,
        topic_places=places,
        citation=plain_key(matter, entry.title_html, day.isoformat() if day is not None else ""),
    )


def _named(person: Person) -> str:
    more = (person.id, person.orcid, person.affiliation)
    return "\0".join((person.name, *more)) if any(more) else person.name


def titles_of(head: Head) -> Titles:
    """Unpack the titles."""
    return unpack(head.titles, Titles)


def summaries_of(head: Head) -> Summaries:
    """Unpack the summaries."""
    return unpack(head.summaries, Summaries)


def metadata_of(head: Head) -> Metadata:
    """Unpack the metadata."""
    return unpack(head.metadata, Metadata)


def publication_of(head: Head) -> Publication:
    """The facts of the paper's citation, without its key."""
    titles, (people, cut, facts) = titles_of(head), metadata_of(head)
    return make_publication(
        titles=(titles.title_html, titles.title_zh_html),
        names=[person.name for person in people],
        cut=cut,
        categories=head.categories,
        facts=facts,
        day=head.day,
    )


def addresses_of(facts: PaperFacts) -> list[tuple[str, str]]:
    """Key and value of each key in `ADDRESSES` that has a value."""
    return [(name, value) for name in ADDRESSES if (value := getattr(facts, name))]


def references_of(head: Head) -> References:
    """Unpack the references."""
    return unpack(head.references, References) if head.references else References()


def _identity(entry: Entry) -> str:
    for name in IDENTITIES:
        value = getattr(entry.matter, name)
        if value:
            kept = split_version(value)[0] if name == "arxiv" else value
            return f"{name}:{kept if _SAFE.fullmatch(kept) else quote(kept, safe=TAG_SAFE)}"
    digest = fingerprint_bytes(_letters_of(entry.matter.title).encode("utf-8", "surrogatepass"))
    return f"title:{digest[:20]}"


@steady
def _letters_of(title: str) -> str:
    return "".join(character for character in title.casefold() if character.isalnum())
