"""Outputs other than HTML pages: copied figures, theme files and files of `static/`, the sitemap, `robots.txt`."""

import math
from collections.abc import Iterator
from functools import partial
from operator import itemgetter

from digest.plan.types import Batch, Contents, Listed, Page, Planned, Shown
from digest.plan.urls import absolute, prefix_of, rendition_path
from digest.plan.views import FileView, RobotsView, SitemapEntry, SitemapView


def figure_files(contents: Contents) -> Iterator[Page]:
    """The files beside entries that texts refer to, and the smaller copies of pictures."""
    # both texts of a standing page may show a picture
    for path, asset in dict.fromkeys([file for text in contents.resolved.values() for file in text.files]):
        yield _page(path, FileView(origin="content", source=asset.path, digest=asset.digest))
        for each in asset.renditions:
            view = FileView(origin="rendition", source=asset.path, digest=each.digest, width=each.width)
            yield _page(rendition_path(path, each.width), view)


SEARCH_SCRIPT = "search.js"
"""The static file that only the search page loads."""


def theme_files(contents: Contents) -> Iterator[Page]:
    """The static files of the theme (style sheets, scripts, fonts, images), and the pictures that settings name."""
    for file in contents.theme_files:
        if file.origin == "theme" and file.name == SEARCH_SCRIPT and not contents.site.config.search:
            continue
        if file.origin != "static":
            yield _page(file.path, FileView(origin=file.origin, source=file.name, digest=file.digest))


def static_files(contents: Contents) -> Iterator[Page]:
    """The files in `static/`, at the same paths from the top of the output."""
    for file in contents.theme_files:
        if file.origin == "static":
            yield _page(file.path, FileView(origin=file.origin, source=file.name, digest=file.digest))


def _page(path: str, view: FileView) -> Page:
    return Page(path=path, key=(view.origin, view.source, view.digest), make=partial(_show, view))


def _show(view: FileView, _contents: Contents, _language: str) -> Shown:
    return Shown(view)


SITEMAP_LIMIT = 40_000
"""URLs in one sitemap; the protocol allows 50,000 (sitemaps.org). A larger site gets several and an index."""

_PATH = itemgetter(0)


def sitemap_files(contents: Contents, planned: Planned) -> Iterator[Batch]:
    """The sitemap, or its numbered parts."""
    yield Batch("", tuple(planned.listed), partial(_sitemap_pages, contents, planned))


def _sitemap_pages(contents: Contents, planned: Planned) -> Iterator[Page]:
    listed = tuple(sorted(planned.listed, key=_PATH))
    key = [f"{path}\t{modified}" for path, modified in listed]
    parts = _parts(contents, planned)
    for number in range(parts):
        path = "sitemap.xml" if parts == 1 else f"sitemap-{number + 1}.xml"
        yield Page(path=path, key=(str(number), *key), make=partial(_show_part, listed, number))


def sitemap_indexes(contents: Contents, planned: Planned) -> Iterator[Page]:
    """The index of the parts, if there are several."""
    parts = _parts(contents, planned)
    if parts > 1:
        yield Page(path="sitemap.xml", key=(str(parts),), make=partial(_show_index, parts))


def robots_files(_contents: Contents) -> Iterator[Page]:
    """`robots.txt` (RFC 9309)."""
    yield Page(path="robots.txt", key=(), make=_show_robots)


def _parts(contents: Contents, planned: Planned) -> int:
    """The number of parts of the sitemap."""
    return math.ceil(len(planned.listed) * len(contents.site.config.languages) / SITEMAP_LIMIT)


def _show_part(listed: tuple[Listed, ...], number: int, contents: Contents, _language: str) -> Shown:
    config = contents.site.config
    entries = [
        SitemapEntry(url=absolute(config.url + prefix_of(config, each), path), modified=modified)
        for path, modified in listed
        for each in config.languages
    ]
    entries.sort(key=lambda entry: entry.url)
    return Shown(SitemapView(entries=tuple(entries[number * SITEMAP_LIMIT : (number + 1) * SITEMAP_LIMIT])))


def _show_index(parts: int, contents: Contents, _language: str) -> Shown:
    base = contents.site.config.url
    entries = [SitemapEntry(url=absolute(base, f"sitemap-{number}.xml"), modified="") for number in range(1, parts + 1)]
    return Shown(SitemapView(entries=tuple(entries)))


def _show_robots(contents: Contents, _language: str) -> Shown:
    return Shown(RobotsView(sitemap=absolute(contents.site.config.url, "sitemap.xml")))
