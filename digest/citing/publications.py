"""The facts of a citation, in one record for all formats."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from digest.citing.cited_names import CitedName, split_cited_name
from digest.citing.venue_kinds import Venue, classify_venue, venue_of_acl
from digest.markdown import plain_text
from digest.model.categories import arxiv_code
from digest.model.front_matter import ACL, ADDRESSES, ARXIV, DOI, OPENREVIEW, FrontMatter, read_id, split_version
from digest.text.characters import has_han
from digest.text.language import language_of

ARXIV_DOI = "10.48550/arXiv.{}"
_PDF = "https://arxiv.org/pdf/{}"
_OLD_SUBJECT = re.compile(r"(?<=[a-z])\.[A-Za-z]{2}(?=/)")
_ID_KINDS = {"arxiv": ARXIV, "doi": DOI, "openreview": OPENREVIEW, "acl": ACL}
_MAY_HAVE_ID = re.compile(r"arxiv|doi\.org/|openreview\.net/|aclanthology\.org/|/papers/", re.IGNORECASE)
_SERVER = re.compile(r"\b(?:(?:bio|med|chem|psy|eng|tech|soc)rxiv|ssrn)\b", re.IGNORECASE)
_SERVERS = {
    "bioRxiv": r"10\.1101/(?:(?P<date>\d{4}\.\d\d\.\d\d)\.)?\d{6,8}(?:v\d+)?",
    "ChemRxiv": r"10\.26434/chemrxiv.*",
    "Preprints.org": r"10\.20944/preprints.*",
    "PsyArXiv": r"10\.31234/osf\.io/.*",
    "Research Square": r"10\.21203/rs\..*",
    "SSRN": r"10\.2139/ssrn\..*",
    "TechRxiv": r"10\.36227/techrxiv.*",
}
"""Servers of preprints by the DOIs that they give; medRxiv has those of bioRxiv."""
_MONTH_OF_ID = re.compile(r"(?:.*/)?(?P<year>\d\d)(?P<month>0[1-9]|1[0-2])")


class Date(NamedTuple):
    """A day, a month or a year; 0 for what is unknown."""

    year: int = 0
    month: int = 0
    day: int = 0

    @property
    def iso(self) -> str:
        """`2023-02-08`, `2023-02`, `2023` or empty."""
        return "-".join([f"{part:0{width}}" for part, width in zip(self, (4, 2, 2), strict=True) if part])


class Publication(NamedTuple):
    """What citations say of a paper, in any language."""

    key: str
    """Unique in the site (`digest.citing.citation_keys`); empty until it is known."""
    kind: str
    """That of the venue (`digest.citing.venue_kinds`); other if there is none, and no server of preprints has it."""
    title: str
    """Plain text, formulas as Unicode."""
    title_html: str
    """With formulas as MathML, whose `alttext` is TeX."""
    other_title: str
    """That in the other language as plain text; empty if there is none, or if it is the title itself."""
    names: tuple[CitedName, ...]
    cut: bool
    """Whether the list of names is cut short."""
    venue: str
    """As typed."""
    container: str
    """The venue without its year; empty for preprints."""
    volume: str
    number: str
    pages: str
    """`1-20` or `1`."""
    server: str
    """Where a preprint is: arXiv, bioRxiv, OpenReview."""
    date: Date
    """When it was published; see `date_of`."""
    assumed: str
    """What the year is taken from if that of the publication is not known: `digest` or `preprint`; else empty."""
    own_doi: str
    """The DOI in the entry, unless it is arXiv's."""
    arxiv: str
    """Without version: `2302.03084`, `cs/0112017`."""
    primary: str
    """Its main category as arXiv writes it (cs.CV), for an old id the first in the archive that the id names; empty if
    it is none of arXiv's, or if it is not on arXiv.
    """
    url: str
    """Its page: the entry's `url`, else that of the first of its ids."""
    pdf: str
    openreview: str
    acl: str
    keywords: tuple[str, ...]
    language: str
    """zh or en: that of the title."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What its reader should know: that the year is assumed, that authors are left out."""
        year = f"The year is that of the {self.assumed}" if self.assumed else ""
        return tuple(filter(None, (year, "The list of authors is cut short" if self.cut else "")))

    @property
    def doi(self) -> str:
        """Its DOI, else that of its preprint."""
        return self.own_doi or (ARXIV_DOI.format(self.arxiv) if self.arxiv else "")

    @property
    def cited_doi(self) -> str:
        """The DOI to cite: that of the preprint only if this is cited as a preprint."""
        return self.doi if self.kind == "preprint" else self.own_doi


def make_publication(
    *,
    titles: Sequence[str],
    names: Sequence[str],
    cut: bool,
    categories: Sequence[str],
    facts: FrontMatter,
    day: str,
) -> Publication:
    """Make the record. `titles` are the English and the Chinese title as HTML, the latter is cited where the venue is
    Chinese. `categories` are as typed or shown, the main one first; `day` (YYYY-MM-DD) is that of the issue. Of `facts`
    the keys that pages show are used.
    """
    ids = ids_of(facts)
    venue = _venue_of(facts, ids)
    is_preprint = venue.kind == "preprint"
    server = _server_of(facts, ids) if is_preprint else ""
    title_html, other_html = reversed(titles) if titles[1] and has_han(venue.container) else titles
    title, other_title = plain_text(title_html), plain_text(other_html)
    own = _date_of(facts, ids, venue)
    arxiv = ids["arxiv"]
    is_of_preprint = not is_preprint and not (facts.year or venue.year or facts.published)
    return Publication(
        key="",
        kind="other" if is_preprint and not server else venue.kind,
        title=title,
        title_html=title_html,
        other_title=other_title if other_title != title else "",
        names=tuple(map(split_cited_name, names)),
        cut=cut,
        venue=facts.venue,
        container="" if is_preprint else venue.container,
        volume=venue.volume,
        number=venue.number,
        pages=venue.pages,
        server=server,
        date=own if own.year else Date(_read_date(day).year),
        assumed="digest" if not own.year else "preprint" if is_of_preprint else "",
        own_doi=ids["doi"],
        arxiv=arxiv,
        primary=_primary_of(arxiv, categories) if arxiv else "",
        url=_url(facts, arxiv),
        pdf=facts.pdf or (_PDF.format(arxiv) if arxiv else ""),
        openreview=ids["openreview"],
        acl=ids["acl"],
        keywords=facts.tags,
        language=language_of(title),
    )


def ids_of(facts: FrontMatter) -> dict[str, str]:
    """The paper's ids by their keys, where a key is empty those in `doi`, `url` and `pdf`. arXiv's has no version."""
    addresses = [each for each in (facts.doi, facts.url, facts.pdf) if each and _MAY_HAVE_ID.search(each)]
    found = {
        name: getattr(facts, name)
        or (next(filter(None, [read_id(kind, each) for each in addresses]), "") if addresses else "")
        for name, kind in _ID_KINDS.items()
    }
    found["arxiv"] = arxiv_id(found["arxiv"])
    if found["doi"] and found["doi"].lower().startswith(ARXIV_DOI[:-2].lower()):
        found["doi"] = ""
    return found


def _venue_of(facts: FrontMatter, ids: Mapping[str, str]) -> Venue:
    """The venue as typed, and what the id of the ACL Anthology says where that says nothing."""
    venue, of_id = classify_venue(facts.venue), venue_of_acl(ids["acl"])
    return of_id if venue.kind == "preprint" else venue._replace(year=venue.year or of_id.year)


def _server_of(facts: FrontMatter, ids: Mapping[str, str]) -> str:
    if ids["arxiv"]:
        return "arXiv"
    named = _SERVER.search(f"{facts.venue} {facts.url}")
    if named is not None:
        names = ("medRxiv", "EngrXiv", "SocArXiv", *_SERVERS)
        return next((name for name in names if name.lower() == named[0].lower()), named[0])
    of_doi = (server for server, pattern in _SERVERS.items() if re.fullmatch(pattern, ids["doi"], re.IGNORECASE))
    return next(of_doi, "OpenReview" if ids["openreview"] else "")


def _primary_of(arxiv: str, categories: Sequence[str]) -> str:
    codes = [arxiv_code(each) for each in categories]
    archive = arxiv.rpartition("/")[0]
    return next((code for code in codes if archive and code.partition(".")[0] == archive), codes[0] if codes else "")


def arxiv_id(typed: str) -> str:
    """An arXiv id without version, and without the subject class of an old one: `math/0309136`."""
    return _OLD_SUBJECT.sub("", split_version(typed)[0])


def date_of(facts: FrontMatter) -> Date:
    """When a paper was published.

    With a venue: the key `year`, else the year in the venue's name; month and day are those of `published` if it is of
    that year. Without one: `published`, then `year`. Else what the arXiv id says.
    """
    ids = ids_of(facts)
    return _date_of(facts, ids, _venue_of(facts, ids))


def _date_of(facts: FrontMatter, ids: Mapping[str, str], venue: Venue) -> Date:
    published = _read_date(facts.published)
    if venue.kind == "preprint":
        return published if published.year else Date(facts.year) if facts.year else _date_of_ids(ids)
    printed = facts.year or venue.year or published.year or _date_of_ids(ids).year
    return published if published.year == printed else Date(printed)


def contrary_year(facts: FrontMatter) -> str:
    """What says another year than the key `year`: `'venue' says 2024`; empty if nothing does.

    A paper may reach arXiv the year after its publication, and `published` be the day of the preprint.
    """
    venue = classify_venue(facts.venue)
    told = {
        "venue": venue.year,
        "published": _read_date(facts.published).year if venue.kind == "preprint" else 0,
        "arxiv": max(date_of_id(facts.arxiv).year - 1, 0),
    }
    for name, year in told.items() if facts.year else ():
        if year and (year > facts.year if name == "arxiv" else year != facts.year):
            return f"'{name}' says {year + (name == 'arxiv')}"
    return ""


def _date_of_ids(ids: Mapping[str, str]) -> Date:
    of_doi = re.fullmatch(_SERVERS["bioRxiv"], ids["doi"]) if ids["doi"] else None
    if of_doi is not None and of_doi["date"]:
        return _read_date(of_doi["date"].replace(".", "-"))
    return date_of_id(ids["arxiv"])


def date_of_id(arxiv: str) -> Date:
    """Year and month in an arXiv id; nothing for another text."""
    found = _MONTH_OF_ID.match(arxiv)
    if found is None:
        return Date()
    year = int(found["year"])
    return Date(year + (1900 if year > 90 else 2000), int(found["month"]))


def _read_date(text: str) -> Date:
    """Read YYYY-MM-DD, YYYY-MM or YYYY; an empty text is no date."""
    return Date(*map(int, text.split("-"))) if text else Date()


def _url(facts: FrontMatter, arxiv: str) -> str:
    for name in ("url", "arxiv", "doi", "openreview", "acl", "pdf"):
        value = arxiv if name == "arxiv" else getattr(facts, name)
        if value:
            return ADDRESSES[name].format(value)
    return ""
