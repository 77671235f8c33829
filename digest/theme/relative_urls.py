"""Addresses as pages hold them: percent-encoded, and relative to the page or absolute."""

import re
from urllib.parse import quote

from digest.plan.views import FeedView, PageView, RobotsView, SitemapView, SiteView, View
from digest.text.records import frozen

_SAFE = "/~!$&'()*+,;=:@?#[]%"
_PLAIN = re.compile(r"[A-Za-z0-9_.~/!$()*+,;=:@?#\[\]-]*")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ABSOLUTE = (FeedView, SitemapView, RobotsView)
"""What is read away from the site: its addresses are whole ones."""


@frozen
class Place:
    """From where a text is read: what leads to the site's root, and to the root of its language."""

    root: str
    tree: str

    @property
    def is_absolute(self) -> bool:
        """Whether the text is read away from the site, as in a feed."""
        return "://" in self.root


def is_plain(address: str) -> bool:
    """Whether an address has nothing but letters, digits and signs that need neither encoding nor escaping."""
    return _PLAIN.fullmatch(address) is not None


def encode_url(address: str) -> str:
    """An address with what RFC 3986 does not allow in one percent-encoded; what is encoded stays as it is."""
    if is_plain(address):
        return address
    return quote(_STRAY_PERCENT.sub("%25", address), safe=_SAFE, errors="replace")


def encode_path(path: str) -> str:
    """The path of a file, whose name may hold any character, as part of an address."""
    return quote(path, safe="/~!$&'()*+,;=:@", errors="replace")


def language_folder(site: SiteView, lang: str) -> str:
    """Where a language's tree stands: the first language's at the root, others below their code."""
    return "" if lang == site.languages[0] else f"{lang}/"


def place_of(page: PageView, site: SiteView, view: View) -> Place:
    """From where a page is read."""
    folder = language_folder(site, page.lang)
    if isinstance(view, _ABSOLUTE):
        return Place(root=site.url, tree=site.url + folder)
    return Place(root="../" * (folder + page.path).count("/"), tree="../" * page.path.count("/"))
