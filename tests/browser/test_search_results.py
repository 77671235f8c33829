"""The search page finds all papers that a plain scan of the texts finds, and no others."""

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.building import build, write_site
from tests.searching import PAPERS, QUERIES, Paper, Query, read_papers, sampled

pytestmark = pytest.mark.browser

Serve = Callable[[Path], str]

COUNT = 2_000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 300

FIND = """async (addresses) => {
    const container = document.querySelector("[data-state]");
    const found = [];
    for (const address of addresses) {
        history.pushState(null, "", address);
        dispatchEvent(new PopStateEvent("popstate"));
        const more = document.querySelector("[data-more]");
        while (container.dataset.state === "busy" || more.checkVisibility()) {
            if (more.checkVisibility()) more.click();
            else scrollTo(0, document.documentElement.scrollHeight);
            await new Promise((resolve) => setTimeout(resolve));
        }
        const papers = [...document.querySelectorAll("[data-result]")].map((each) => each.dataset.paper);
        found.push([container.dataset.state, document.querySelector("[data-count]").textContent, papers]);
    }
    return found;
}"""
"""Ask as with the browser's buttons for back and forward, without loading the page anew, and go on to the end."""

FIND_FAST = """async (addresses) => {
    const engine = digest.search(digest.library(document.querySelector(".page-search").dataset.search));
    const found = [];
    for (const address of addresses) {
        const run = engine.run(engine.parse(new URL(address, location).searchParams.get("q")));
        while (run.more) await run.next();
        found.push([run.state, run.count, run.results.map(({ paper }) => paper.slug)]);
    }
    return found;
}"""
"""Ask the scripts of the page, which draw nothing then."""


@pytest.fixture
def small_site(example_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with the papers that have what the queries ask for, in several parts."""
    monkeypatch.setattr("digest.plan.search_parts.LIMIT", 3)
    shutil.copytree(example_root, tmp_path, dirs_exist_ok=True)
    build(write_site(tmp_path, {"digest.yaml": (tmp_path / "digest.yaml").read_bytes(), **PAPERS}))
    return tmp_path


@pytest.fixture(scope="module")
def real_site(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of real records, in parts of a hundred papers and more."""
    root = tmp_path_factory.mktemp("real")
    subprocess.run([sys.executable, str(corpus / "make_entries.py"), str(root), "--count", str(COUNT)], check=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("digest.plan.search_parts.LIMIT", COUNT * 2 // 3)
        build(root)
    return root


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def check(page: Page, papers: Iterable[Paper], queries: Iterable[Query], find: str = FIND) -> None:
    """What is found is what the scan finds, each paper once, with its number."""
    among, asked = list(papers), list(queries)
    for query, (state, count, found) in zip(
        asked, page.evaluate(find, [_address(each) for each in asked]), strict=True
    ):
        expected = sorted(paper.slug for paper in among if query.matches(paper))
        assert sorted(found) == expected, query.typed
        assert int(count) == len(expected), query.typed
        assert state == ("done" if expected else "none"), query.typed


def _address(query: Query) -> str:
    return f"search.html?q={quote(query.typed)}"


def test_the_papers_that_match_are_found_and_no_others(page: Page, serve: Serve, small_site: Path) -> None:
    address, papers = serve(small_site / "output"), read_papers(small_site)
    page.goto(f"{address}search.html")
    check(page, papers, (*QUERIES, *sampled(papers, 30)))
    page.goto(f"{address}en/search.html")
    check(page, papers, QUERIES[::10])


def test_a_page_that_is_loaded_with_a_query_shows_its_results(page: Page, serve: Serve, small_site: Path) -> None:
    page.goto(f"{serve(small_site / 'output')}{_address(Query('圖像檢索'))}")
    page.locator("[data-state=done]").wait_for()
    found = page.locator("[data-result]").evaluate_all("(rows) => rows.map((row) => row.dataset.paper)")
    assert sorted(found) == ["2302.02865", "2302.03084"]


def test_the_real_papers_that_match_are_found_and_no_others(page: Page, serve: Serve, real_site: Path) -> None:
    page.goto(f"{serve(real_site / 'output')}search.html")
    papers = read_papers(real_site)
    check(page, papers, (*QUERIES, *sampled(papers, 60)), FIND_FAST)
    check(page, papers, QUERIES[::30])


# What a search costs: 20 MB of 10,000 papers, 12 files and 200 kB for a first page of results, all compressed


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


@pytest.mark.parametrize(("site", "most"), [("example_site", 3_000), ("real_site", 2_000)])
def test_the_data_are_small(site: str, most: int, request: pytest.FixtureRequest) -> None:
    output = _output(request, site)
    papers = len([*(output / "papers").glob("*.html")])
    assert sum(map(packed, (output / "search").iterdir())) <= most * papers


@pytest.mark.parametrize("site", ["example_site", "real_site"])
def test_a_first_page_of_results_loads_few_and_small_files(
    site: str, browser: Browser, serve: Serve, request: pytest.FixtureRequest
) -> None:
    output = _output(request, site)
    address = serve(output)
    for asked in ("图像", "cat:CV retrieval", "&cat=LG,CL&not=survey&from=2023"):
        files = _loaded(browser, f"{address}search.html?q={asked}")
        assert len(files) <= 12, asked
        assert sum(packed(output / file) for file in files) <= 200_000, asked


def _loaded(browser: Browser, address: str) -> list[str]:
    """What a page of results asks for that nobody touches and whose files nobody has yet."""
    context = browser.new_context()
    files: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: files.append(urlsplit(request.url).path[1:]))
    page.goto(address)
    page.locator("[data-result]").first.wait_for()
    page.locator("#results:not([aria-busy=true])").wait_for()
    page.wait_for_load_state("networkidle")
    context.close()
    return files


def _output(request: pytest.FixtureRequest, site: str) -> Path:
    folder: Path = request.getfixturevalue(site)
    return folder / "output" if site == "real_site" else folder
