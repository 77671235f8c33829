"""Files that are no pages: feeds, what robots read, what is published as it is."""

from typing import Literal

from digest.plan.views.frame import Alternate
from digest.plan.views.paper import PaperRef
from digest.text.records import frozen


@frozen
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


@frozen
class FeedEntry:
    """A paper in a feed."""

    id: str
    url: str
    updated: str
    paper: PaperRef


@frozen
class SitemapEntry:
    """A page for search engines, with its twins."""

    url: str
    modified: str
    alternates: tuple[Alternate, ...]


@frozen
class SitemapView:
    """The pages of all languages, in the order of their addresses."""

    entries: tuple[SitemapEntry, ...]


@frozen
class RobotsView:
    """What robots may read, and where the sitemap is."""

    sitemap: str


@frozen
class FileView:
    """A file that is published as it is. `digest` is the fingerprint of its content."""

    origin: Literal["content", "theme"]
    source: str
    """Of a file of the content, its path in the site's root; of one of the theme, its name there."""
    digest: str


@frozen
class TextFileView:
    """A small text file that is published as it is."""

    text: str
