"""URLs in output: percent-encoded, and relative to the page, or absolute in feeds and sitemaps."""

import re
from urllib.parse import quote

from digest.plan.views import FeedView, PageView, RobotsView, SitemapView, SiteView, View
from digest.text.records import frozen

_SAFE = "/~!$&'()*+,;=:@?#[]%"
_PLAIN = re.compile(r"[A-Za-z0-9_.~/!$()*+,;=:@?#\[\]-]*")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ABSOLUTE = (FeedView, SitemapView, RobotsView)
"""Views of outputs that are read outside the site, and so have absolute URLs."""


@frozen
class Place:
    """The prefixes of URLs on a page: to the site's root, and to the root of its language."""

    root: str
    tree: str

    @property
    def is_absolute(self) -> bool:
        """Whether URLs are absolute, as in feeds."""
        return "://" in self.root


def is_plain(address: str) -> bool:
    """Whether an address needs neither percent-encoding nor HTML escaping."""
    return _PLAIN.fullmatch(address) is not None


def encode_url(address: str) -> str:
    """Percent-encode characters that RFC 3986 does not allow in a URL. Valid escapes (`%20`) are kept."""
    if is_plain(address):
        return address
    return quote(_STRAY_PERCENT.sub("%25", address), safe=_SAFE, errors="replace")


def encode_path(path: str) -> str:
    """Percent-encode the path of a file, in which `%`, `?` and `#` are ordinary characters."""
    return quote(path, safe="/~!$&'()*+,;=:@", errors="replace")


def language_folder(site: SiteView, lang: str) -> str:
    """The prefix of a language's paths: empty for the first language, else `en/` or `zh/`."""
    return "" if lang == site.languages[0] else f"{lang}/"


def place_of(page: PageView, site: SiteView, view: View) -> Place:
    """The prefixes for a page: relative, unless its view is one of `_ABSOLUTE`."""
    folder = language_folder(site, page.lang)
    if isinstance(view, _ABSOLUTE):
        return Place(root=site.url, tree=site.url + folder)
    return Place(root="../" * (folder + page.path).count("/"), tree="../" * page.path.count("/"))
