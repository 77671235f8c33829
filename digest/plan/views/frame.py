"""What every page has: the site, and what the page says of itself."""

import datetime

from digest.text.records import frozen


@frozen
class LinkView:
    """A link with its words in both languages. `path` leads to a page of the site; else `url` is a web address."""

    zh: str
    en: str
    path: str = ""
    url: str = ""
    kind: str = ""
    """For the usual navigation: home, issues, categories, tags, authors, affiliations or page."""


@frozen
class FollowView:
    """A way to follow the digest elsewhere: a name, and an address or the account that an app looks up."""

    zh: str
    en: str
    url: str
    account: str


@frozen
class CommentsView:
    """Comments from another host that the editor asked for: what giscus.app hands out."""

    provider: str
    repo: str
    repo_id: str
    category: str
    category_id: str
    host: str


@frozen
class AnalyticsView:
    """Counting of visits by another host that the editor asked for: goatcounter, umami or plausible."""

    provider: str
    site: str
    host: str


@frozen
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
    comments: CommentsView | None
    analytics: AnalyticsView | None
    fingerprint: str = ""


@frozen
class Alternate:
    """The same page in a language: `hreflang` is a BCP 47 tag or `x-default`."""

    hreflang: str
    url: str


@frozen
class FeedLink:
    """A feed that carries what this page lists. `path` is relative to the language's root."""

    title: str
    path: str
    type: str


@frozen
class PageView:
    """What every page says of itself, whatever its kind."""

    kind: str
    path: str
    """Where the page stands, relative to its language's root."""
    lang: str
    title: str
    """The page's name in its language, for `<title>`; empty where the theme has the words."""
    description: str
    """A sentence for search engines; empty where the page's texts give a better one."""
    canonical: str
    alternates: tuple[Alternate, ...]
    twin: str
    """The same page in the other language, relative to the site's root; empty on a site of one language."""
    feeds: tuple[FeedLink, ...]
    in_navigation: bool = False
    """Whether the site's navigation leads to it."""
    date: datetime.date | None = None
