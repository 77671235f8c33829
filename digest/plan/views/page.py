"""Pages of every kind."""

import datetime

from markupsafe import Markup

from digest.plan.views.paper import BodyRef, CategoryView, PaperCard, PaperRef
from digest.text.records import frozen


@frozen
class CategoryCount:
    """How many of an issue's papers have a category as their main one."""

    category: CategoryView
    count: int


@frozen
class IssueCard:
    """An issue without its papers' bodies."""

    date: datetime.date
    path: str
    number: int
    title_zh: str
    title_en: str
    papers: int
    combined_zh_html: Markup
    combined_en_html: Markup
    combined_zh: str
    """The papers' Chinese titles (English where there is none) joined by `、`."""
    combined_en: str
    """The papers' English titles joined by `; `."""
    counts: tuple[CategoryCount, ...]
    fingerprint: str = ""


@frozen
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


@frozen
class HomeView:
    """The latest issue in full (None on a site without papers), and the ones before it."""

    issue: IssueView | None
    earlier: tuple[IssueCard, ...]


@frozen
class MonthView:
    """The issues of a month, newest first."""

    month: int
    issues: tuple[IssueCard, ...]


@frozen
class YearView:
    """The issues of a year, by month, newest first."""

    year: int
    issues: int
    papers: int
    months: tuple[MonthView, ...]


@frozen
class ArchiveView:
    """All issues by year and month, newest first."""

    years: tuple[YearView, ...]
    issues: int
    papers: int


@frozen
class PaperPageView:
    """A paper's own page. In templates `paper` is a `Paper`."""

    paper: PaperRef
    issue: IssueCard
    previous: PaperCard | None
    next: PaperCard | None


@frozen
class Pager:
    """Where a page of a list stands: from 1 of `total`; the paths of the others, empty at the ends."""

    number: int
    total: int
    first: str
    previous: str
    next: str
    last: str


@frozen
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


@frozen
class TermsView:
    """A list of terms. `taxonomy`: categories, tags, authors or affiliations; most papers first for all but authors."""

    taxonomy: str
    terms: tuple[TermCard, ...]
    count: int
    pager: Pager


@frozen
class TermView:
    """The papers of one term, newest first, a page of them."""

    taxonomy: str
    term: TermCard
    papers: tuple[PaperCard, ...]
    pager: Pager


@frozen
class StandingView:
    """A standing page, such as About. In templates `body` is a `BodyView`: its `lead` and `notes`."""

    title_zh: str
    title_en: str
    body: BodyRef
    draft: bool = False


@frozen
class NotFoundView:
    """The page for addresses that lead nowhere. `base` is the site's path on its host: `/` or `/repo/`."""

    base: str
    latest: IssueCard | None
