"""Views of outputs other than HTML pages: feeds, the sitemap, `robots.txt`, copied files."""

from typing import Literal

from digest.citing.publications import Publication
from digest.plan.views.page import IssueView
from digest.plan.views.paper import PaperRef, RowView
from digest.text.records import frozen


@frozen
class FeedView:
    """A feed in one language and format. URLs are absolute."""

    id: str
    """`tag:` URI (RFC 4151)."""
    title: str
    subtitle: str
    lang: str
    home: str
    """URL of the page that lists the same papers."""
    self_url: str
    twin_url: str
    """The same feed in the other format; empty if there is none."""
    updated: str
    """The latest `updated` of the entries; midnight of 2000-01-01 if there is none. Never the time of the build."""
    author: str
    author_url: str
    author_email: str
    entries: tuple["FeedEntry", ...]
    """Newest first."""
    full_text: bool
    """The setting `feed.full_text`: entries contain whole texts, not only summaries. Never of areas and tags."""


@frozen
class FeedEntry:
    """A paper or an issue in a feed: one of `paper`, `row` and `issue`, the others are None. In templates `paper` is a
    `Paper`.
    """

    id: str
    """`tag:` URI (RFC 4151), stable when the entry's file is renamed."""
    url: str
    published: str
    """Midnight of the issue's day (RFC 3339)."""
    updated: str
    """Midnight of the day of the last correction; without one, the same as `published`."""
    paper: PaperRef | None
    issue: IssueView | None = None
    row: RowView | None = None
    """A paper in a feed that has summaries only."""


@frozen
class SitemapEntry:
    """A URL of a sitemap or of a sitemap index. `modified` is YYYY-MM-DD or empty."""

    url: str
    modified: str


@frozen
class SitemapView:
    """A sitemap, or a sitemap index; sorted by URL in a sitemap."""

    entries: tuple[SitemapEntry, ...]


@frozen
class RobotsView:
    """`robots.txt`. `sitemap` is the absolute URL of the sitemap or its index."""

    sitemap: str


@frozen
class FileView:
    """A file that is copied unchanged. `digest` is its content's fingerprint.

    Origin `rendition`: a copy of a picture, whose `width` is in pixels.
    """

    origin: Literal["content", "theme", "static", "rendition"]
    source: str
    """Path in the site's root. Origin `theme`: name in the theme."""
    digest: str
    width: int = 0


@frozen
class TextFileView:
    """A text file whose content is the view."""

    text: str


@frozen
class CitedPaper:
    """A paper and its source file, whose body has the abstract."""

    publication: Publication
    path: str
    fingerprint: str = ""


@frozen
class CitationsView:
    """Papers to cite in a format: bib, ris or csl."""

    format: str
    papers: tuple[CitedPaper, ...]
