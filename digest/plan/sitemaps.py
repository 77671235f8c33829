"""The files for search engines: the sitemap, in parts where it is long, and robots.txt."""

import math
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import itemgetter

from digest.model.config import Config
from digest.plan.cards import join_keys
from digest.plan.frames import alternates_of, file_view, prefix_of
from digest.plan.plan import Contents, Material, Output
from digest.plan.urls import absolute
from digest.plan.views import RobotsView, SitemapEntry, SitemapView

SITEMAP_LIMIT = 40_000
"""Addresses in one sitemap (the protocol allows 50,000): a larger site has several, and an index of them."""

Listed = tuple[str, str, tuple[str, ...] | None]
"""What a sitemap says of a page: its path, the day it shows, the languages of its texts if not all of the site's."""


_PATH = itemgetter(0)


def search_engine_files(config: Config, frame: str, pages: Iterable[Listed]) -> Iterator[Output]:
    """The outputs; `frame` is what they have in common with the pages."""
    listed = tuple(sorted(pages, key=_PATH))
    key = join_keys(frame, *[f"{path}\t{modified}\t{languages}" for path, modified, languages in listed])
    parts = math.ceil(len(listed) * len(config.languages) / SITEMAP_LIMIT)
    if parts == 1:
        yield _output(config, "sitemap.xml", "sitemap.xml", key, partial(_show_part, listed, 0))
    else:
        for number in range(parts):
            path = f"sitemap-{number + 1}.xml"
            yield _output(config, path, "sitemap.xml", f"{key} {number}", partial(_show_part, listed, number))
        yield _output(config, "sitemap.xml", "sitemap_index.xml", f"{frame} {parts}", partial(_show_index, parts))
    yield _output(config, "robots.txt", "robots.txt", frame, _show_robots)


def _output(config: Config, path: str, template: str, key: str, show: Callable[[Contents], Material]) -> Output:
    return Output(path=path, template=template, language=config.language, key=key, make=show)


def _show_part(listed: tuple[Listed, ...], number: int, contents: Contents) -> Material:
    config = contents.site.config
    entries = [
        SitemapEntry(
            url=absolute(config.url + prefix_of(config, language), path),
            modified=modified,
            alternates=alternates_of(config, path, languages, language),
        )
        for path, modified, languages in listed
        for language in config.languages
    ]
    entries.sort(key=lambda entry: entry.url)
    shown = entries[number * SITEMAP_LIMIT : (number + 1) * SITEMAP_LIMIT]
    name = "sitemap.xml" if len(entries) <= SITEMAP_LIMIT else f"sitemap-{number + 1}.xml"
    return Material(SitemapView(entries=tuple(shown)), file_view(config, "sitemap", name, config.language))


def _show_index(parts: int, contents: Contents) -> Material:
    config = contents.site.config
    entries = [
        SitemapEntry(url=absolute(config.url, f"sitemap-{number}.xml"), modified="", alternates=())
        for number in range(1, parts + 1)
    ]
    view = SitemapView(entries=tuple(entries))
    return Material(view, file_view(config, "sitemap_index", "sitemap.xml", config.language))


def _show_robots(contents: Contents) -> Material:
    config = contents.site.config
    view = RobotsView(sitemap=absolute(config.url, "sitemap.xml"))
    return Material(view, file_view(config, "robots", "robots.txt", config.language))
