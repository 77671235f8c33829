"""Files for search engines: one sitemap, or several under an index where one would be too long."""

from digest.model.config import Config
from digest.plan.sitemaps import SITEMAP_LIMIT, search_engine_files
from digest.plan.views import RobotsView, SitemapEntry, SitemapView

CONFIG = Config(url="https://example.org/digest/")


def pages(count: int) -> list[SitemapEntry]:
    numbers = range(count, 0, -1)
    return [
        SitemapEntry(url=f"https://example.org/digest/{each:06}.html", modified="", alternates=()) for each in numbers
    ]


def test_a_site_has_one_sitemap_in_the_order_of_addresses() -> None:
    (path, template, view), robots = search_engine_files(CONFIG, pages(3))
    assert (path, template) == ("sitemap.xml", "sitemap.xml")
    assert isinstance(view, SitemapView)
    assert [each.url[-11:-5] for each in view.entries] == ["000001", "000002", "000003"]
    assert robots == ("robots.txt", "robots.txt", RobotsView(sitemap="https://example.org/digest/sitemap.xml"))


def test_a_long_one_is_cut_and_indexed() -> None:
    first, second, index, _ = search_engine_files(CONFIG, pages(SITEMAP_LIMIT + 1))
    assert [each[:2] for each in (first, second, index)] == [
        ("sitemap-1.xml", "sitemap.xml"),
        ("sitemap-2.xml", "sitemap.xml"),
        ("sitemap.xml", "sitemap_index.xml"),
    ]
    views = [each[2] for each in (first, second, index)]
    lengths = [len(view.entries) for view in views if isinstance(view, SitemapView)]
    assert lengths == [SITEMAP_LIMIT, 1, 2]
    assert isinstance(views[2], SitemapView)
    assert [each.url for each in views[2].entries] == [
        "https://example.org/digest/sitemap-1.xml",
        "https://example.org/digest/sitemap-2.xml",
    ]
