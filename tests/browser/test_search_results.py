"""The search page finds all papers that a plain scan of the texts finds, and no others."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

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


@pytest.fixture
def small_site(example_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with the papers that have what the queries ask for, in several parts."""
    monkeypatch.setattr("digest.plan.search_parts.LIMIT", 3)
    shutil.copytree(example_root, tmp_path, dirs_exist_ok=True)
    build(write_site(tmp_path, {"digest.yaml": (tmp_path / "digest.yaml").read_bytes(), **PAPERS}))
    return tmp_path


@pytest.fixture
def real_site(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of real records, in parts of a hundred papers and more."""
    monkeypatch.setattr("digest.plan.search_parts.LIMIT", COUNT * 2 // 3)
    subprocess.run([sys.executable, str(corpus / "make_entries.py"), str(tmp_path), "--count", str(COUNT)], check=True)
    build(tmp_path)
    return tmp_path


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def check(page: Page, papers: Iterable[Paper], queries: Iterable[Query]) -> None:
    """What the page finds is what the scan finds, each paper once, with its number."""
    among, asked = list(papers), list(queries)
    for query, (state, count, found) in zip(
        asked, page.evaluate(FIND, [_address(each) for each in asked]), strict=True
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
    check(page, papers, (*QUERIES, *sampled(papers, 60)))
