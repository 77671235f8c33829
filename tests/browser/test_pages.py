"""Every page kind opens in a browser as it should: no error, no request to another host."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "issues/index.html",
    "issues/2023-02-08.html",
    "papers/2302.03084.html",
    "categories/index.html",
    "categories/lg.html",
    "authors/index.html",
    "authors/k-saito.html",
    "affiliations/index.html",
    "affiliations/deepmind.html",
    "about.html",
    "404.html",
)
"""A page of each kind that the example has."""

TREES = ("", "en/")


@pytest.mark.parametrize("tree", TREES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_without_an_error_and_asks_no_other_host(
    path: str, tree: str, browser: Browser, serve: Callable[[Path], str], example_site: Path
) -> None:
    for base in (serve_once(serve, example_site), example_site.as_uri() + "/"):
        problems, elsewhere = visit(browser, base + tree + path, base)
        assert problems == []
        assert elsewhere == []


_served: dict[Path, str] = {}


def serve_once(serve: Callable[[Path], str], folder: Path) -> str:
    if folder not in _served:
        _served[folder] = serve(folder)
    return _served[folder]


def visit(browser: Browser, address: str, base: str) -> tuple[list[str], list[str]]:
    """What the console of a page said of errors, and what it asked for outside of `base`."""
    page = browser.new_page()
    problems: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: problems.append(f"failed: {request.url}"))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.close()
    return problems, [url for url in asked if not url.startswith((base, "data:"))]
