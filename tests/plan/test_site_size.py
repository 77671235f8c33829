"""The size of a site: what grows, when a host's limits are reached, and what is told of them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.settings import WEB_HOSTS
from digest.plan.site_size import FileKind, find_excess, measure, megabytes
from digest.text.source import Span

SIZES = {
    "index.html": 50,
    "en/index.html": 50,
    "assets/style.0a1b2c3d.css": 100,
    ".nojekyll": 30,
    "sitemap.xml": 20,
    "issues/2023-02-08.html": 200,
    "issues/2023-02-09.html": 200,
    "en/issues/2023-02-08.html": 210,
    "papers/a.html": 100,
    "zh-Hant/papers/a.html": 100,
    "papers/a.csl.json": 60,
    "papers/a/figure.png": 1000,
}


def test_kinds_are_folders_and_endings_in_all_languages() -> None:
    size = measure(SIZES, papers=4, pages=7, host="github")
    assert size.kinds[:3] == (
        FileKind(name="papers/*.png", files=1, bytes=1000),
        FileKind(name="issues/*.html", files=3, bytes=610),
        FileKind(name="papers/*.html", files=2, bytes=200),
    )
    assert {kind.name for kind in size.kinds[3:]} == {
        *("*.html", "*.xml", ".nojekyll", "assets/*.css", "papers/*.json")
    }
    assert size.heaviest[:2] == (("papers/a/figure.png", 1000), ("en/issues/2023-02-08.html", 210))


def test_what_is_there_without_papers_is_not_theirs() -> None:
    size = measure(SIZES, papers=4, pages=7, host="github")
    assert (size.bytes, size.a_paper) == (sum(SIZES.values()), (sum(SIZES.values()) - 200) // 4)
    with_more = measure({**SIZES, "docs/start.html": 400, "files/a.pdf": 400}, papers=4, pages=5, host="github")
    assert with_more.a_paper == size.a_paper


def test_the_day_when_a_host_is_full_follows_from_the_pace_of_the_issues() -> None:
    (limit,) = measure(SIZES, papers=4, pages=7, host="github").limits
    more = (1_000_000_000 - sum(SIZES.values())) * 4 // (sum(SIZES.values()) - 200)
    assert (limit.host, limit.unit, limit.papers) == ("GitHub Pages", "bytes", more + 4)
    # Two papers a day from February 8.
    assert limit.day == datetime.date(2023, 2, 9) + datetime.timedelta(round(more / 2))
    (of_files,) = measure(SIZES, papers=4, pages=7, host="cloudflare").limits
    assert (of_files.unit, of_files.now, of_files.papers) == ("files", 12, 4 + (20_000 - 12) * 4 // 9)


@pytest.mark.parametrize("sizes", [{}, {"index.html": 5}, {"issues/2023-02-08.html": 5}, {"papers/a.html": 0}])
def test_a_site_that_does_not_grow_has_no_such_day(sizes: dict[str, int]) -> None:
    for host in WEB_HOSTS:
        for papers in (0, 1):
            assert all(each.day is None for each in measure(sizes, papers=papers, pages=1, host=host).limits)


@given(st.dictionaries(st.from_regex(r"(en/)?[a-z]{0,3}/?[a-z]{1,3}(\.[a-z]{1,3})?", fullmatch=True), st.integers(0)))
def test_the_kinds_hold_every_file_once(sizes: dict[str, int]) -> None:
    size = measure(sizes, papers=3, pages=1, host="gitlab")
    assert sum(kind.files for kind in size.kinds) == size.files == len(sizes)
    assert sum(kind.bytes for kind in size.kinds) == size.bytes == sum(sizes.values())


def excess(sizes: dict[str, int], *, files: int = 1, host: str = "github", **sources: str) -> list[tuple[str, str]]:
    found = find_excess(
        sizes, files=files, host=host, sources=sources, settings="digest.yaml", place=Span(start=3, end=9)
    )
    return [(each.code, each.path) for each in found]


def test_a_site_is_told_of_at_four_fifths() -> None:
    half = {"a": 99_000_000, "b": 99_000_000, "c": 99_000_000, "d": 99_000_000}
    rest = {"e": 99_000_000, "f": 99_000_000, "g": 99_000_000, "h": 99_000_000}
    assert excess({**half, **rest, "i": 7_999_999}) == []
    assert excess({**half, **rest, "i": 8_000_000}) == [("large-site", "digest.yaml")]
    assert excess({**half, **rest, "i": 8_000_000}, host="other") == []


def test_a_file_is_told_of_where_it_comes_from() -> None:
    assert excess({"a": 99_999_999}) == []
    assert excess({"a": 100_000_000}, a="content/a.mp4") == [("large-file", "content/a.mp4")]
    assert excess({"a": 25_000_000}, host="cloudflare") == [("large-file", "digest.yaml")]
    assert excess({"a": 1_000_000_000}, host="other") == []


def test_files_are_counted_where_the_host_counts_them() -> None:
    assert excess({}, files=50_000) == excess({}, files=19_999, host="cloudflare") == []
    assert excess({}, files=20_000, host="cloudflare") == [("many-files", "digest.yaml")]


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (44_060, "44.1 kB"),
        (812_400_000, "812 MB"),
        (10**9, "1 GB"),
    ],
)
def test_sizes_are_shown_in_the_unit_that_fits(size: int, shown: str) -> None:
    assert megabytes(size) == shown
