"""The files for search engines: the sitemap, in parts where it is long, and robots.txt."""

from collections.abc import Iterable, Iterator

from digest.model.config import Config
from digest.plan.urls import absolute
from digest.plan.views import RobotsView, SitemapEntry, SitemapView

SITEMAP_LIMIT = 40_000
"""Addresses in one sitemap (the protocol allows 50,000): a larger site has several, and an index of them."""


def search_engine_files(
    config: Config, pages: Iterable[SitemapEntry]
) -> Iterator[tuple[str, str, SitemapView | RobotsView]]:
    """The path, template and view of each."""
    entries = sorted(pages, key=lambda entry: entry.url)
    parts = [tuple(entries[start : start + SITEMAP_LIMIT]) for start in range(0, len(entries), SITEMAP_LIMIT)]
    if len(parts) == 1:
        yield "sitemap.xml", "sitemap.xml", SitemapView(entries=parts[0])
    else:
        index = []
        for number, part in enumerate(parts, 1):
            yield f"sitemap-{number}.xml", "sitemap.xml", SitemapView(entries=part)
            url = absolute(config.url, f"sitemap-{number}.xml")
            index.append(SitemapEntry(url=url, modified="", alternates=()))
        yield "sitemap.xml", "sitemap_index.xml", SitemapView(entries=tuple(index))
    yield "robots.txt", "robots.txt", RobotsView(sitemap=absolute(config.url, "sitemap.xml"))
