"""URLs in output: percent-encoded, and relative to the page, or absolute in feeds and sitemaps."""

import re
from urllib.parse import quote

from digest.plan.views import FeedView, PageView, RobotsView, SitemapView, SiteView, View
from digest.text.records import frozen
from digest.text.uri import encode_rest

_UNCHANGED = re.compile(r"[A-Za-z0-9_.~/!$()*+,;=:@?#\[\]-]*")
_ABSOLUTE_VIEWS = (FeedView, SitemapView, RobotsView)
"""Views of outputs that are read outside the site, and so have absolute URLs."""


@frozen
class UrlPrefixes:
    """The prefixes of URLs on a page: to the site's root, and to the root of its language."""

    root: str
    tree: str

    @property
    def is_absolute(self) -> bool:
        """Whether URLs are absolute, as in feeds."""
        return "://" in self.root


def encode_url(url: str) -> str:
    """Percent-encode characters that RFC 3986 does not allow in a URL. Valid escapes (`%20`) are kept."""
    return url if _UNCHANGED.fullmatch(url) else encode_rest(url)


def encode_path(path: str) -> str:
    """Percent-encode the path of a file, in which `%`, `?`, `#` and `:` are ordinary characters.

    At the start of a relative URL a colon would end a scheme.
    """
    return quote(path, safe="/~!$&'()*+,;=@", errors="replace")


def language_folder(site: SiteView, lang: str) -> str:
    """The prefix of a language's paths: empty for the first language, else `en/`, `zh/` or `zh-Hant/`."""
    return site.folder(lang)


def url_prefixes(page: PageView, site: SiteView, view: View) -> UrlPrefixes:
    """The prefixes for a page: relative, unless its view is one of `_ABSOLUTE_VIEWS`."""
    if isinstance(view, _ABSOLUTE_VIEWS):
        return absolute_prefixes(site, page.lang)
    path = language_folder(site, page.lang) + page.path
    return UrlPrefixes(root="../" * path.count("/"), tree="../" * page.path.count("/"))


def absolute_prefixes(site: SiteView, lang: str) -> UrlPrefixes:
    """The prefixes for what is read outside the site."""
    return UrlPrefixes(root=site.url, tree=site.url + language_folder(site, lang))
