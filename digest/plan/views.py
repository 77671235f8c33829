"""The contract with themes: frozen records of plain values, and nothing else reaches a template.

Addresses. Every `path` is relative and without a leading slash. One that leads to a page is relative to the root of
the reader's language (prefix it with `tree`); one that leads to a file that all languages share (figures, assets,
feeds' pictures) is relative to the site's root (prefix it with `root`). Both prefixes are names in every template.

Texts. A field that ends in `_html` and every `html` is safe mark-up; everything else is plain text that a template
escapes. `lang` is "zh" or "en".

A *card* is a paper or an issue without its body: what lists may see, so that editing a body cannot touch a list.
"""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A link with its words in both languages. `path` leads to a page of the site; else `url` is a web address."""

    zh: str
    en: str
    path: str = ""
    url: str = ""
    kind: str = ""
    """For the usual navigation: home, issues, categories, tags, authors, affiliations or page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowView:
    """A way to follow the digest elsewhere: a name, and an address or the account that an app looks up."""

    zh: str
    en: str
    url: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """A service on another host that the editor asked for (`comments`, `analytics`)."""

    provider: str
    site: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """What every page shows of the site."""

    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    footer_zh: str
    footer_en: str
    url: str
    language: str
    languages: tuple[str, ...]
    navigation: tuple[LinkView, ...]
    links: tuple[LinkView, ...]
    follow: tuple[FollowView, ...]
    editor_name: str
    editor_url: str
    editor_email: str
    comments: ServiceView | None
    analytics: ServiceView | None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same page in a language: `hreflang` is a BCP 47 tag or `x-default`."""

    hreflang: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed that carries what this page lists. `path` is relative to the language's root."""

    title: str
    path: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """What every page says of itself, whatever its kind."""

    kind: str
    path: str
    """Where the page stands, relative to its language's root."""
    lang: str
    title: str
    """The page's name in its language, for `<title>`; empty on the home page."""
    description: str
    """A sentence for search engines; empty where the page's texts give a better one."""
    canonical: str
    alternates: tuple[Alternate, ...]
    twin: str
    """The same page in the other language, relative to the site's root; empty on a site of one language."""
    feeds: tuple[FeedLink, ...]
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryView:
    """A category: its code as on the chip, its names, its page, its colour (empty: the theme's own)."""

    code: str
    zh: str
    en: str
    path: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameView:
    """An affiliation or a tag; without a page its path is empty."""

    name: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorView:
    """An author as the paper names them; without a page the path is empty."""

    name: str
    path: str
    affiliation: str
    url: str
    orcid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLink:
    """A way to the paper elsewhere. `kind`: arxiv, pdf, doi, url, openreview, acl, code, project, video or dataset."""

    kind: str
    url: str
    label: str
    """What identifies it there (an arXiv id, a DOI), or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCard:
    """A paper without its body."""

    slug: str
    path: str
    anchor: str
    """The id of the paper's element on pages that show several."""
    issue_path: str
    title: str
    title_zh: str
    title_html: str
    title_zh_html: str
    authors: tuple[AuthorView, ...]
    authors_cut: bool
    affiliations: tuple[NameView, ...]
    category: CategoryView
    categories: tuple[CategoryView, ...]
    tags: tuple[NameView, ...]
    arxiv: str
    """The arXiv id as typed, with its version; empty if the paper has none."""
    links: tuple[PaperLink, ...]
    venue: str
    year: int
    date: datetime.date
    section: str
    """featured or notable."""
    number: int
    """The place in its section, from 1."""
    draft: bool
    future: bool
    languages: tuple[str, ...]
    """The languages that the entry has texts in."""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A text as mark-up, in its language."""

    lang: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A picture; `path` is relative to the site's root, width and height are in pixels (0: unknown)."""

    path: str
    width: int
    height: int
    alt: str
    caption_html: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A free section: its heading, how deep it is nested (0: at the top), its text."""

    heading_html: str
    depth: int
    text: TextView


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyView:
    """The texts of an entry; an absent one is None or empty."""

    lead: tuple[TextView, ...]
    """What stands before the first section: paragraphs of one language stand together."""
    summary: TextView | None
    key_points: tuple[TextView, ...]
    abstract_zh: TextView | None
    abstract: TextView | None
    figures: tuple[FigureView, ...]
    notes: tuple[NoteView, ...]
    summary_text: str
    """The summary (or what comes nearest to it) as plain text, for descriptions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper in full, as a template sees it."""

    card: PaperCard
    body: BodyView


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRef:
    """Which body belongs to a view: the body itself is loaded only to render a stale page.

    `links` are the attributes that stand in for the body's references, in their order; `figures` those of its figures.
    """

    path: str
    digest: str
    links: tuple["Attribute", ...]
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """Where a reference in a body leads. `kind`:

    - page: a link to a page; `path` is relative to the root of the reader's language;
    - file: a link to a file; `path` is relative to the site's root;
    - image: an image; `path` is relative to the site's root, width and height are in pixels (0: unknown);
    - none: it leads nowhere, and a link stays text.

    What renders it percent-encodes the path. That of a page or file may end in a query and a fragment, so a name that
    itself holds `?`, `#` or `%` must come encoded; an image's is the file's name as it is.
    """

    kind: str
    path: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRef:
    """A paper in a view: its card, and which body it has."""

    card: PaperCard
    body: BodyRef
    fingerprint: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """A feed: newest papers first. Addresses in feeds are absolute."""

    id: str
    title: str
    subtitle: str
    lang: str
    home: str
    self_url: str
    twin_url: str
    """The same feed in the other format."""
    updated: str
    """RFC 3339: the day of the newest entry, so that no clock reaches the output."""
    author: str
    author_url: str
    author_email: str
    entries: tuple["FeedEntry", ...]
    full_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """A paper in a feed."""

    id: str
    url: str
    updated: str
    paper: PaperRef


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapEntry:
    """A page for search engines, with its twins."""

    url: str
    modified: str
    alternates: tuple[Alternate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapView:
    """The pages of all languages, in the order of their addresses."""

    entries: tuple[SitemapEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsView:
    """What robots may read, and where the sitemap is."""

    sitemap: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file that is published as it is: a figure, an asset. `digest` is its content's fingerprint."""

    source: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFileView:
    """A small text file that is published as it is."""

    text: str


View = (
    HomeView
    | ArchiveView
    | IssueView
    | PaperPageView
    | TermsView
    | TermView
    | StandingView
    | NotFoundView
    | FeedView
    | SitemapView
    | RobotsView
    | FileView
    | TextFileView
)
