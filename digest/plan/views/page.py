"""Views of the HTML pages, except for parts about a single paper."""

import datetime

from markupsafe import Markup

from digest.plan.views.frame import FeedLink, LinkView
from digest.plan.views.paper import BodyRef, CategoryView, PaperCard, PaperRef, RowView
from digest.text.records import frozen


@frozen
class CategoryCount:
    """The number of an issue's papers whose main category is `category`."""

    category: CategoryView
    count: int


@frozen
class TitleLine:
    """The first titles of an issue that have room in a row of a list, joined; of a first title that is longer than the
    row, its beginning as plain text.
    """

    html: Markup
    more: int
    """Number of the titles that are left out."""


@frozen
class IssueCard:
    """An issue without its papers' bodies. `number` counts issues from 1; `papers` is the number of its papers."""

    date: datetime.date
    path: str
    number: int
    title_zh: str
    title_en: str
    papers: int
    combined_zh_html: Markup
    """The papers' titles as HTML; otherwise like `combined_zh` and `combined_en`."""
    combined_en_html: Markup
    combined_zh: str
    """The papers' Chinese titles joined by `、`; the original title where there is none, and `combined_en` if none has
    one."""
    combined_en: str
    """The papers' original titles joined by `; `."""
    counts: tuple[CategoryCount, ...]
    """Largest first."""
    line_zh: TitleLine = TitleLine(html=Markup(""), more=0)
    """The beginning of `combined_zh_html`, as long as the list has room for."""
    line_en: TitleLine = TitleLine(html=Markup(""), more=0)
    number_apart: bool = False
    """Whether to show the number beside the titles, which are from `issue.md` and lack it."""
    fingerprint: str = ""


@frozen
class PeriodLink:
    """The page of a week (1 to 53, in ISO 8601's year) or a month (1 to 12). `kind` is `week` or `month`."""

    kind: str
    path: str
    year: int
    number: int
    first: datetime.date
    """The first of its days."""
    last: datetime.date


@frozen
class IssueView:
    """An issue in full. In templates `featured` and `notable` contain `Paper`s."""

    card: IssueCard
    intro: BodyRef | None
    """The introduction from `issue.md`. In templates a `BodyView` with `lead` and `notes`."""
    featured: tuple[PaperRef, ...]
    notable: tuple[PaperRef, ...]
    minutes: int
    """Reading time; 0 without papers."""
    is_long: bool
    """Whether it has more papers than the setting `long_day.papers`, and is to be shown briefly."""
    unfolded: int
    """On a long day, the number of papers, from the first, whose abstracts are not folded. Else all."""
    previous: IssueCard | None
    """The issue before in time."""
    next: IssueCard | None
    periods: tuple[PeriodLink, ...] = ()
    """Its week and its month."""


@frozen
class HomeView:
    """The latest issue that has papers, in full, and the ones before it, newest first.

    Without papers anywhere it is the latest issue; None on a site without issues.
    """

    issue: IssueView | None
    earlier: tuple[IssueCard, ...]
    newer: IssueCard | None = None
    """The latest issue, if it has no papers and is not shown."""


@frozen
class MonthView:
    """The issues of a month (1 to 12), newest first. `path` is that of the month's own page."""

    month: int
    issues: tuple[IssueCard, ...]
    path: str = ""


@frozen
class CalendarDay:
    """A day of a calendar. `path` is its issue's; empty if it has none."""

    date: datetime.date
    path: str
    papers: int
    """Number of papers."""
    shade: int
    """0 without papers, else 1 to 4: the number of papers in quarters of that of the year's fullest day."""


@frozen
class CalendarMonth:
    """A month (1 to 12) of a calendar: weeks from Monday to Sunday, with None for days of other months."""

    month: int
    issues: int
    """Number of issues."""
    weeks: tuple[tuple[CalendarDay | None, ...], ...]
    links: tuple[PeriodLink | None, ...] = ()
    """For each of `weeks`, its page; None if it has no issue in this month."""


@frozen
class YearLink:
    """The page of a year."""

    year: int
    path: str


@frozen
class YearView:
    """The issues of a year by month, newest first. `issues` and `papers` are numbers."""

    year: int
    issues: int
    papers: int
    months: tuple[MonthView, ...]
    calendar: tuple[CalendarMonth, ...]
    """From the first month that has an issue to the last."""
    years: tuple[YearLink, ...]
    """All years of the archive, newest first."""
    others: tuple[PeriodLink, ...] = ()
    """Weeks and months that have an introduction and no issue."""


@frozen
class ArchiveView:
    """The newest issues, and all years, newest first. `issues` and `papers` are the numbers of the whole site."""

    years: tuple[YearLink, ...]
    issues: int
    papers: int
    latest: tuple[MonthView, ...] = ()
    """The latest month, and issues before it if it has only few."""
    calendar: tuple[CalendarMonth, ...] = ()
    """That of the latest year; see `YearView`."""


@frozen
class RelatedView:
    """An older paper that has much in common with one, and what: a link to it (`linked`), authors, topics."""

    path: str
    title_html: Markup
    title_zh_html: Markup
    date: datetime.date
    linked: bool
    authors: tuple[str, ...]
    topics_zh: tuple[str, ...]
    """Tags, areas and words of titles and summaries, for Chinese pages; in `topics_en`, for English ones."""
    topics_en: tuple[str, ...]


@frozen
class CitationView:
    """How to cite a paper, as plain text."""

    bibtex: str
    gbt7714: str


@frozen
class PaperPageView:
    """A paper's own page; `previous` and `next` are its neighbours in the issue. In templates `paper` is a `Paper`."""

    paper: PaperRef
    issue: IssueCard
    previous: PaperCard | None
    next: PaperCard | None
    citation: CitationView
    related: tuple[RelatedView, ...] = ()
    """The nearest first."""


@frozen
class PageLink:
    """A page of a list. On lists by letter, `start` and `end` say where its names begin and end: `Ba` and `Ca`."""

    number: int
    path: str
    start: str = ""
    end: str = ""


@frozen
class Pager:
    """Position in a list of pages: `number` of `total`, from 1. `first` to `last` are paths, empty where they would
    lead to this page or nowhere.
    """

    number: int
    total: int
    first: str
    previous: str
    next: str
    last: str
    pages: tuple[PageLink, ...] = ()
    """The first, the last, and those around this one, in their order."""


@frozen
class PeriodGroup:
    """The papers of a week or month whose main category is `category`, newest first.

    `count` is the number of them all, `path` the page where they begin. `rows` are those on this page; if others are on
    the page before, the group `is_continued`.
    """

    category: CategoryView
    count: int
    path: str
    rows: tuple[RowView, ...]
    is_continued: bool = False


@frozen
class PeriodView:
    """A page of a week or a month: its papers by category, the largest first."""

    period: PeriodLink
    title_zh: str
    """Both titles are from the introduction; empty if it has none in the language."""
    title_en: str
    papers: int
    """Number of papers."""
    groups: tuple[PeriodGroup, ...]
    """All of the period, also those without rows on this page."""
    pager: Pager
    previous: PeriodLink | None
    """The one before that has papers."""
    next: PeriodLink | None
    year: YearLink | None
    """The year of its last issue, else its own; None if that has no page."""
    intro: BodyRef | None = None
    """In templates a `BodyView` with `lead` and `notes`. On the first page only, as what follows."""
    days: tuple[CalendarDay, ...] = ()
    """Those that have an issue."""
    calendar: tuple[CalendarMonth, ...] = ()
    """Of a month."""
    months: tuple[PeriodLink, ...] = ()
    """The months of a week's issues."""
    draft: bool = False


@frozen
class TermCard:
    """A category, area, tag, author, affiliation or venue that has a page. `zh` and `en` differ for categories only."""

    zh: str
    en: str
    code: str
    """Code of a category, such as cs.CV; else empty."""
    path: str
    papers: int
    """Number of papers."""
    colour: str = ""
    """Of a category, from the settings; empty for the theme's default."""
    names: tuple[str, ...] = ()
    """Other spellings of an author, from `authors.yaml`, like `url`, `orcid` and `affiliation`."""
    url: str = ""
    orcid: str = ""
    affiliation: str = ""
    reading: str = ""
    """In lists by name: the pinyin that a name in Chinese characters stands under."""
    fingerprint: str = ""


@frozen
class TermGroup:
    """Terms under a heading with the id `anchor`: the names under a letter, or the categories of an archive of arXiv.

    The heading is empty for categories of the site's own; it and the anchor are empty if the list has no headings.
    A letter that is longer than a page `goes_on` on the next one, where it `is_continued`.
    """

    anchor: str
    zh: str
    en: str
    terms: tuple[TermCard, ...]
    is_continued: bool = False
    goes_on: bool = False


@frozen
class LetterView:
    """A letter of an index: the page where its names begin, and the id of its heading there."""

    letter: str
    path: str
    anchor: str


@frozen
class TermsView:
    """A page of a list of `count` terms.

    Authors and long lists are sorted by name, and by letter if they are long; categories by archive and number of
    papers; others by number of papers, largest first.
    """

    taxonomy: str
    """categories, areas, tags, authors, affiliations or venues."""
    groups: tuple[TermGroup, ...]
    count: int
    pager: Pager
    letters: tuple[LetterView, ...] = ()
    """Those that names stand under: A to Z, then signs of other scripts, then #. Empty on short lists."""
    most: tuple[TermCard, ...] = ()
    """On the first page of a list by letter: the terms with the most papers. They stand under their letters, too."""

    @property
    def terms(self) -> tuple[TermCard, ...]:
        """The terms of all groups."""
        return tuple([term for group in self.groups for term in group.terms])


@frozen
class TermView:
    """A page of the papers of a term, newest first."""

    taxonomy: str
    term: TermCard
    rows: tuple[RowView, ...]
    pager: Pager

    @property
    def papers(self) -> tuple[PaperCard, ...]:
        """The cards of the rows."""
        return tuple([row.card for row in self.rows])


@frozen
class FeedLine:
    """A feed in the list of feeds: the name of what it is of, and the path of the page of the same papers."""

    name: str
    path: str
    papers: int
    """Number of all papers, of which the feed has the newest; 0 for the feed of issues, which has `issues`."""
    issues: int
    links: tuple[FeedLink, ...]
    """To the feed in its formats, Atom first."""


@frozen
class FeedGroup:
    """Feeds of the `site`, or of its categories, areas or tags (`kind`). `count` is the number of them all."""

    kind: str
    count: int
    feeds: tuple[FeedLine, ...]
    """On the page of feeds, those with the most papers."""


@frozen
class FeedsView:
    """The feeds of a site, as a page or as OPML."""

    groups: tuple[FeedGroup, ...]
    data: tuple[str, ...] = ()
    """Paths of the papers as data; empty without the setting `data`."""


@frozen
class ChapterView:
    """A standing page in the contents of its folder. `depth` is the number of folders below that, from 0."""

    zh: str
    en: str
    path: str
    depth: int


@frozen
class StandingView:
    """A standing page, such as About. In templates `body` is a `BodyView` with `lead` and `notes`."""

    title_zh: str
    title_en: str
    body: BodyRef
    source: str = ""
    """Address of its file in the setting `repo`; empty without it."""
    draft: bool = False
    lang: str = ""
    """Language of its text if the file's name says it, else empty."""
    chapters: tuple[ChapterView, ...] = ()
    """All pages of its folder in order, this one too, if the folder has an `index.md`."""
    previous: ChapterView | None = None
    next: ChapterView | None = None


@frozen
class ListView:
    """The reading list, which a script fills with what the reader's browser keeps."""


@frozen
class SearchView:
    """The search page. Scripts find the results, and take the names and colours of categories from the page."""

    categories: tuple[CategoryView, ...]
    """Those of the papers, by code."""
    lists: tuple[LinkView, ...]
    """The list of issues and those of terms: other ways to a paper."""


@frozen
class RedirectView:
    """A page at an earlier address. It leads on at once (`at_once`, one target), or the reader chooses.

    Of a target, `path` is the page in the same language, and `url` its absolute URL.
    """

    targets: tuple[LinkView, ...]
    at_once: bool


@frozen
class NotFoundView:
    """The page for HTTP status 404. `base` is the path of the site's root on its host, `/` or `/repo/`: hosts show the
    page at any path, so its links cannot be relative.
    """

    base: str
    latest: IssueCard | None
