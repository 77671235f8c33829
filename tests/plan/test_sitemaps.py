"""Sitemaps: one file, or several with an index if one would be too long."""

import datetime

import pytest

from digest.content.site import Selection, assemble_site
from digest.model.config import Config
from digest.plan.make import make_contents
from digest.plan.memo import Memo
from digest.plan.site_files import SITEMAP_LIMIT, robots_files, sitemap_files, sitemap_indexes
from digest.plan.types import Contents, Listed, Page, Planned
from digest.plan.views import RobotsView, SitemapEntry, SitemapView

CONFIG = Config(url="https://example.org/digest/", languages=("zh",))


@pytest.fixture
def contents() -> Contents:
    today = datetime.date(2024, 1, 1)
    selection = Selection(drafts=False, future=False, today=today)
    return make_contents(
        assemble_site(config=CONFIG, entries=[], intros=[], pages=[], people=(), assets={}, selection=selection).value,
        (),
        Memo(),
    )


def listing(*listed: Listed) -> Planned:
    return Planned(outputs=[], groups=[], listed=list(listed))


def pages(count: int) -> Planned:
    return listing(*[Listed(f"{each:06}.html", "") for each in range(count, 0, -1)])


def sitemaps(contents: Contents, planned: Planned) -> list[Page]:
    [batch] = sitemap_files(contents, planned)
    return [page for page in batch.pages() if isinstance(page, Page)]


def entries(page: Page, contents: Contents) -> tuple[SitemapEntry, ...]:
    view = page.make(contents, "zh").view
    assert isinstance(view, SitemapView)
    return view.entries


def test_a_site_has_one_sitemap_in_the_order_of_addresses(contents: Contents) -> None:
    [sitemap] = sitemaps(contents, pages(3))
    assert (sitemap.path, list(sitemap_indexes(contents, pages(3)))) == ("sitemap.xml", [])
    assert [each.url[-11:-5] for each in entries(sitemap, contents)] == ["000001", "000002", "000003"]
    [robots] = robots_files(contents)
    assert robots.path == "robots.txt"
    assert robots.make(contents, "zh").view == RobotsView(sitemap="https://example.org/digest/sitemap.xml")


def test_a_long_sitemap_is_split_and_indexed(contents: Contents) -> None:
    many = pages(SITEMAP_LIMIT + 1)
    first, second = sitemaps(contents, many)
    [index] = sitemap_indexes(contents, many)
    assert [each.path for each in (first, second, index)] == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    assert first.key != second.key
    assert [len(entries(each, contents)) for each in (first, second, index)] == [SITEMAP_LIMIT, 1, 2]
    assert entries(second, contents)[0].url == "https://example.org/digest/040001.html"
    assert [each.url for each in entries(index, contents)] == [
        "https://example.org/digest/sitemap-1.xml",
        "https://example.org/digest/sitemap-2.xml",
    ]


def test_a_sitemap_changes_with_its_pages_and_their_days_in_whatever_order_they_come(contents: Contents) -> None:
    def key(*listed: Listed) -> tuple[str, ...]:
        return tuple(sitemaps(contents, listing(*listed))[0].key)

    page, other = Listed("a.html", ""), Listed("b.html", "")
    changed = [other, Listed("a.html", "2023-02-09")]
    assert len({key(page), *[key(each) for each in changed]}) == 3
    assert key(page, other) == key(other, page)
