"""The facts of a citation, in one record for all formats."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from digest.citing.cited_names import CitedName, split_cited_name
from digest.citing.venue_kinds import classify_venue
from digest.markdown import plain_text
from digest.model.categories import arxiv_code
from digest.model.front_matter import ADDRESSES, FrontMatter, split_version
from digest.text.language import language_of

ARXIV_DOI = "10.48550/arXiv.{}"
_PDF = "https://arxiv.org/pdf/{}"
_OLD_SUBJECT = re.compile(r"(?<=[a-z])\.[A-Za-z]{2}(?=/)")
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

    slug: str
    key: str
    """Unique in the site (`digest.citing.citation_keys`)."""
    kind: str
    """preprint, conference, journal or other: a paper without venue that is not on arXiv or OpenReview."""
    title: str
    """Plain text, formulas as Unicode."""
    title_html: str
    """With formulas as MathML, whose `alttext` is TeX."""
    title_zh: str
    """Plain text; empty if there is none, or if it is the title itself."""
    names: tuple[CitedName, ...]
    cut: bool
    """Whether the list of names is cut short."""
    venue: str
    """As typed."""
    container: str
    """The venue without its year; empty for preprints."""
    date: Date
    """When it was published; see `date_of`."""
    assumed: bool
    """Whether the year is that of the issue, as nothing else is known."""
    own_doi: str
    """The DOI in the entry."""
    arxiv: str
    """Without version: `2302.03084`, `cs/0112017`."""
    primary: str
    """Its main category as arXiv writes it (cs.CV); empty if it is none of arXiv's, or if it is not on arXiv."""
    url: str
    """Its page: the entry's `url`, else that of the first of its ids."""
    pdf: str
    openreview: str
    acl: str
    keywords: tuple[str, ...]
    language: str
    """zh or en: that of the title."""

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
    slug: str,
    key: str,
    titles: Sequence[str],
    names: Sequence[str],
    cut: bool,
    category: str,
    facts: FrontMatter,
    day: str,
) -> Publication:
    """Make the record. `titles` are the English and the Chinese title as HTML, `category` is the main one as typed or
    shown, `day` (YYYY-MM-DD) that of the issue. Of `facts` the keys that pages show are used.
    """
    title, title_zh = map(plain_text, titles)
    venue = classify_venue(facts.venue)
    arxiv = arxiv_id(facts.arxiv)
    is_preprint = venue.kind == "preprint"
    kind = "other" if is_preprint and not (arxiv or facts.openreview) else venue.kind
    own = date_of(facts)
    return Publication(
        slug=slug,
        key=key,
        kind=kind,
        title=title,
        title_html=titles[0],
        title_zh=title_zh if title_zh != title else "",
        names=tuple(map(split_cited_name, names)),
        cut=cut,
        venue=facts.venue,
        container="" if is_preprint else venue.container,
        date=own if own.year else Date(_read_date(day).year),
        assumed=not own.year,
        own_doi=facts.doi,
        arxiv=arxiv,
        primary=arxiv_code(category) if arxiv else "",
        url=_url(facts),
        pdf=facts.pdf or (_PDF.format(arxiv) if arxiv else ""),
        openreview=facts.openreview,
        acl=facts.acl,
        keywords=facts.tags,
        language=language_of(title),
    )


def arxiv_id(typed: str) -> str:
    """An arXiv id without version, and without the subject class of an old one: `math/0309136`."""
    return _OLD_SUBJECT.sub("", split_version(typed)[0])


def date_of(facts: FrontMatter) -> Date:
    """When a paper was published.

    With a venue: the key `year`, else the year in the venue's name; month and day are those of `published` if it is of
    that year. Without one: `published`, then `year`. Else what the arXiv id says.
    """
    venue = classify_venue(facts.venue)
    published = _read_date(facts.published)
    if venue.kind == "preprint":
        return published if published.year else Date(facts.year) if facts.year else date_of_id(facts.arxiv)
    printed = facts.year or venue.year or published.year or date_of_id(facts.arxiv).year
    return published if published.year == printed else Date(printed)


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


def _url(facts: FrontMatter) -> str:
    for name in ("url", "arxiv", "doi", "openreview", "acl", "pdf"):
        value = arxiv_id(facts.arxiv) if name == "arxiv" else getattr(facts, name)
        if value:
            return ADDRESSES[name].format(value)
    return ""
