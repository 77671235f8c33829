"""What a page loads: little, only its own, and under a strict policy."""

import gzip
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.watching import CHINESE, EXAMPLE, HARD, TREES, Sites

pytestmark = pytest.mark.browser

ISSUE = "issues/2023-02-08.html"


def loaded(tab: Page, sites: Sites, folder: Path, path: str) -> dict[str, bytes]:
    """The files that a page of the example asks for, by path."""
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(sites["example"] + path)
    tab.wait_for_load_state("networkidle")
    paths = {unquote(urlsplit(url).path).lstrip("/") for url in asked if not url.startswith("data:")}
    return {path: (folder / path).read_bytes() for path in sorted(paths)}


@pytest.mark.parametrize("tree", TREES)
def test_an_issue_of_nine_papers_weighs_sixty_kilobytes_at_most(
    tree: str, fresh_tab: Page, sites: Sites, example_site: Path
) -> None:
    files = loaded(fresh_tab, sites, example_site, tree + ISSUE)
    kinds = [Path(path).suffix for path in files]
    assert kinds.count(".css") == 1
    assert kinds.count(".html") == 1
    packed = {path: len(gzip.compress(content, 9)) for path, content in files.items()}
    assert sum(packed.values()) <= 60_000, packed
    scripts = {path: len(content) for path, content in files.items() if path.endswith(".js")}
    assert sum(scripts.values()) <= 12_000, scripts


def test_scripts_wait_for_the_page_but_for_the_early_one(example_site: Path, hard_site: Path) -> None:
    for file in (example_site / ISSUE, hard_site / "issues/2023-03-01.html", example_site / "en/index.html"):
        scripts = re.findall(r"<script([^>]* src=[^>]*)>", file.read_text(encoding="utf-8"))
        assert "early." in scripts[0]
        assert all("defer" in each.split() for each in scripts[1:])
        assert len(scripts) == (3 if "<figure" in file.read_text(encoding="utf-8") else 2)


def test_every_page_has_a_strict_policy(example_site: Path, hard_site: Path, chinese_site: Path) -> None:
    for folder in (example_site, hard_site, chinese_site):
        pages = sorted(folder.rglob("*.html"))
        assert pages
        for page in pages:
            html = page.read_text(encoding="utf-8")
            found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
            assert found, page
            # What stands before the policy is not under it.
            assert "<script" not in html[: found.start()]
            assert "<link" not in html[: found.start()]
            policy = {
                name: sources for name, *sources in (part.split() for part in found[1].split(";") if part.strip())
            }
            assert policy["default-src"] == ["'none'"]
            allowed = {source for sources in policy.values() for source in sources}
            assert {source for source in allowed if not source.startswith("'sha256-")} <= {"'none'", "'self'", "data:"}
            assert "data:" not in policy["script-src"]
            assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", html), page
            assert "<style" not in html


def test_the_lists_of_pages_that_tests_visit_are_of_pages_there_are(
    example_site: Path, hard_site: Path, chinese_site: Path
) -> None:
    for folder, paths, trees in (
        (example_site, EXAMPLE, TREES),
        (hard_site, HARD, TREES),
        (chinese_site, CHINESE, ("",)),
    ):
        assert [tree + path for tree in trees for path in paths if not (folder / tree / path).is_file()] == []
    # Each kind of page is among them.
    kinds = {
        match[1]
        for folder in (example_site, hard_site)
        for page in folder.rglob("*.html")
        if (match := re.search(r'<body class="kind-(\w+)', page.read_text(encoding="utf-8")))
    }
    visited = {
        match[1]
        for folder, paths in ((example_site, EXAMPLE), (hard_site, HARD))
        for path in paths
        if (match := re.search(r'<body class="kind-(\w+)', (folder / path).read_text(encoding="utf-8")))
    }
    assert visited == kinds - {"redirect"}  # which leads on at once
