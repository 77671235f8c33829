"""The size of a site: what grows, when a host's limits are reached, and what is told of them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.settings import GIB, MIB, WEB_HOSTS
from digest.plan.listing import LISTING
from digest.plan.site_size import FileKind, SiteSize, find_excess, measure, megabytes
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


TODAY = datetime.date(2023, 2, 17)
"""Ten days after the first issue of `SIZES`."""


def sized(sizes: dict[str, int] = SIZES, *, papers: int = 4, host: str = "github") -> SiteSize:
    return measure(sizes, papers=papers, pages=7, host=host, today=TODAY)


def test_kinds_are_folders_and_endings_in_all_languages() -> None:
    size = sized()
    assert size.kinds[:3] == (
        FileKind(name="papers/*.png", files=1, bytes=1000, a_paper=250),
        FileKind(name="issues/*.html", files=3, bytes=610, a_paper=152),
        FileKind(name="papers/*.html", files=2, bytes=200, a_paper=50),
    )
    assert {kind.name for kind in size.kinds[3:]} == {
        *("*.html", "*.xml", ".nojekyll", "assets/*.css", "papers/*.json")
    }
    assert size.heaviest[:2] == (("papers/a/figure.png", 1000), ("en/issues/2023-02-08.html", 210))


def test_what_is_there_without_papers_is_not_theirs() -> None:
    size = sized()
    assert (size.bytes, size.a_paper) == (sum(SIZES.values()), (sum(SIZES.values()) - 200 - 30 + 30 * 9 // 12) // 4)
    lines = {"docs/start.html": 400, "files/a.pdf": 400, LISTING: 35}
    assert sized({**SIZES, **lines}).a_paper == size.a_paper
    shares = {kind.name: kind.a_paper for kind in size.kinds if kind.a_paper}
    assert shares.keys() == {"papers/*.png", "issues/*.html", "papers/*.html", "papers/*.json", "*.xml", ".nojekyll"}
    assert abs(sum(shares.values()) - size.a_paper) <= len(shares)


def test_the_day_when_a_host_is_full_follows_from_the_papers_since_the_first_issue() -> None:
    files = {**SIZES, "papers/b.html": 3, "assets/a.png": GIB - 5000}
    (limit,) = sized(files).limits
    grown = sum(SIZES.values()) + 3 - 200 - 30 + 30 * 10 // 14
    more = (GIB - sum(files.values())) * 4 // grown
    assert (limit.host, limit.unit, limit.papers) == ("GitHub Pages", "bytes", more + 4)
    assert limit.day == TODAY + datetime.timedelta(round(more / 0.4))
    (of_files,) = sized(host="cloudflare").limits
    assert (of_files.unit, of_files.now, of_files.papers) == ("files", 12, 4 + (20_000 - 12) * 4 // 9)
    assert sized().limits[0].day is None  # after centuries


def test_the_day_is_never_past() -> None:
    files = {**SIZES, "assets/a.png": GIB - 5000}
    for today in (datetime.date(2023, 2, 1), datetime.date(2030, 1, 1)):  # before a paper to come, and long after
        (limit,) = measure(files, papers=4, pages=7, host="github", today=today).limits
        assert limit.day is not None
        assert limit.day > today
    (full,) = sized({**SIZES, "assets/a.png": GIB}).limits
    assert (full.papers, full.day) == (4, None)


@pytest.mark.parametrize("sizes", [{}, {"index.html": 5}, {"issues/2023-02-08.html": 5}, {"papers/a.html": 0}])
def test_a_site_that_does_not_grow_has_no_such_day(sizes: dict[str, int]) -> None:
    for host in WEB_HOSTS:
        for papers in (0, 1, 2):
            assert all(each.day is None for each in sized(sizes, papers=papers, host=host).limits)


def test_nothing_is_foreseen_of_one_paper() -> None:
    assert [(each.papers, each.day) for each in sized(papers=1, host="gitlab").limits] == [(0, None)] * 2


@given(st.dictionaries(st.from_regex(r"(en/)?[a-z]{0,3}/?[a-z]{1,3}(\.[a-z]{1,3})?", fullmatch=True), st.integers(0)))
def test_the_kinds_hold_every_file_once(sizes: dict[str, int]) -> None:
    size = sized(sizes, papers=3, host="gitlab")
    assert sum(kind.files for kind in size.kinds) == size.files == len(sizes)
    assert sum(kind.bytes for kind in size.kinds) == size.bytes == sum(sizes.values())


def excess(sizes: dict[str, int], *, files: int = 1, host: str = "github", **sources: str) -> list[tuple[str, str]]:
    found = find_excess(
        sizes, files=files, host=host, sources=sources, settings="digest.yaml", place=Span(start=3, end=9)
    )
    return [(each.code, each.path) for each in found]


def test_a_site_is_told_of_at_four_fifths() -> None:
    most = {str(number): 99 * MIB for number in range(8)}
    rest = -(-GIB * 8 // 10) - 8 * 99 * MIB
    assert excess({**most, "i": rest - 1}) == []
    assert excess({**most, "i": rest}) == [("large-site", "digest.yaml")]
    assert excess({**most, "i": rest}, host="other") == []


def test_a_file_is_told_of_where_it_comes_from() -> None:
    assert excess({"a": 100 * MIB}) == []
    assert excess({"a": 100 * MIB + 1}, a="content/a.mp4") == [("large-file", "content/a.mp4")]
    assert excess({"a": 25 * MIB + 1}, host="cloudflare") == [("large-file", "digest.yaml")]
    assert excess({"a": GIB}, host="other") == []


def test_files_are_counted_where_the_host_counts_them() -> None:
    assert excess({}, files=50_000) == excess({}, files=15_999, host="cloudflare") == []
    assert excess({}, files=16_000, host="cloudflare") == [("many-files", "digest.yaml")]


def test_what_is_not_known_of_a_site_is_said() -> None:
    place = Span(start=0, end=0)
    sizes = {"a": 90 * MIB, "b": 90 * MIB, **{str(number): 90 * MIB for number in range(8)}}
    for files, told in ((11, "the site has at least 900 MiB of the 1 GiB"), (10, "the site has 900 MiB of the 1 GiB")):
        (found,) = find_excess(
            sizes, files=files, host="github", sources={}, settings="digest.yaml", place=place, as_built=" (then)"
        )
        assert found.message == f"{told} that GitHub Pages takes (then)"


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (44_060, "43.0 KiB"),
        (812 * MIB, "812 MiB"),
        (GIB, "1 GiB"),
    ],
)
def test_sizes_are_shown_in_the_unit_that_fits(size: int, shown: str) -> None:
    assert megabytes(size) == shown
