"""Pages of every kind."""

import datetime
from dataclasses import dataclass

from digest.plan.views.paper import BodyRef, CategoryView, PaperCard, PaperRef


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCount:
    """How many of an issue's papers have a category as their main one."""

    category: CategoryView
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCard:
    """An issue without its papers' bodies."""

    date: datetime.date
    path: str
    number: int
    title_zh: str
    title_en: str
    papers: int
    combined_zh_html: str
    combined_en_html: str
    combined_zh: str
    """The papers' Chinese titles (English where there is none) joined by `、`."""
    combined_en: str
    """The papers' English titles joined by `; `."""
    counts: tuple[CategoryCount, ...]
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueView:
    """An issue in full. In templates `featured` and `notable` hold `Paper`s."""

    card: IssueCard
    intro: BodyRef | None
    """The day's introduction. In templates a `BodyView`: its `lead` and `notes`."""
    featured: tuple[PaperRef, ...]
    notable: tuple[PaperRef, ...]
    minutes: int
    """Reading time: Han characters and Latin words counted apart."""
    previous: IssueCard | None
    next: IssueCard | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """The latest issue in full (None on a site without papers), and the ones before it."""

    issue: IssueView | None
    earlier: tuple[IssueCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """The issues of a month, newest first."""

    month: int
    issues: tuple[IssueCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """The issues of a year, by month, newest first."""

    year: int
    issues: int
    papers: int
    months: tuple[MonthView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveView:
    """All issues by year and month, newest first."""

    years: tuple[YearView, ...]
    issues: int
    papers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPageView:
    """A paper's own page. In templates `paper` is a `Paper`."""

    paper: PaperRef
    issue: IssueCard
    previous: PaperCard | None
    next: PaperCard | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where a page of a list stands: from 1 of `total`; the paths of the others, empty at the ends."""

    number: int
    total: int
    first: str
    previous: str
    next: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCard:
    """A category, tag, author or affiliation that has a page. Only categories differ in `zh` and `en`."""

    zh: str
    en: str
    code: str
    """The category's code as on its chip; empty for the others."""
    path: str
    papers: int
    colour: str = ""
    names: tuple[str, ...] = ()
    """Other spellings of the same author."""
    url: str = ""
    orcid: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsView:
    """A list of terms. `taxonomy`: categories, tags, authors or affiliations; most papers first for all but authors."""

    taxonomy: str
    terms: tuple[TermCard, ...]
    count: int
    pager: Pager


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """The papers of one term, newest first, a page of them."""

    taxonomy: str
    term: TermCard
    papers: tuple[PaperCard, ...]
    pager: Pager


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingView:
    """A standing page, such as About. In templates `body` is a `BodyView`: its `lead` and `notes`."""

    title_zh: str
    title_en: str
    body: BodyRef


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundView:
    """The page for addresses that lead nowhere. `base` is the site's path on its host: `/` or `/repo/`."""

    base: str
    latest: IssueCard | None
