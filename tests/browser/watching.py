"""What tests of pages share: which pages there are, and what is asked of a page that is open."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page

Sites = Mapping[str, str]
"""Addresses of sites by name, each with a slash at its end."""

TREES = ("", "en/")
WIDTHS = (1360, 768, 390, 320)
HEIGHT = 900


class Place(NamedTuple):
    """A page: on which site, and where in each language's tree."""

    site: str
    path: str


EXAMPLE = (
    "index.html",
    "issues/index.html",
    "issues/2023.html",
    "issues/2023-02-08.html",
    "weeks/2023-W06.html",
    "months/2023-02.html",
    "papers/2302.03084.html",
    "categories/index.html",
    "categories/lg.html",
    "authors/index.html",
    "authors/k-saito.html",
    "affiliations/index.html",
    "affiliations/deepmind.html",
    "about.html",
    "typography.html",
    "docs/migrating.html",
    "feeds.html",
    "list.html",
    "search.html",
    "404.html",
)
"""A page of each kind that the example has."""

HARD = (
    "index.html",
    "issues/index.html",
    "issues/2023.html",
    "issues/2023-03-01.html",
    "issues/2023-03-02.html",
    "papers/2303.00001.html",
    "papers/2303.00002.html",
    "papers/2303.00003.html",
    "papers/2303.00005.html",
    "papers/2303.00006.html",
    "papers/2303.00007.html",
    "papers/2303.00008.html",
    "papers/bare.html",
    "categories/index.html",
    "categories/ai.html",
    "categories/cv/2.html",
    "tags/index.html",
    "tags/检索.html",
    "authors/index.html",
)
"""The pages of the site of hard cases that are hard."""

LONG = "issues/2023-03-01.html"
"""The page of a long day."""

CHINESE = ("index.html", "issues/2023-03-01.html", "papers/2303.00001.html", "404.html")
"""Pages of the site in Chinese alone."""

PLACES = (
    *(Place("example", path) for path in EXAMPLE),
    *(Place("hard", path) for path in HARD),
    Place("long", LONG),
)


def pages(*places: Place) -> list[Any]:
    """Parameters `address` of a test: each place in each tree; without any, every place of every site."""
    parameters = [
        pytest.param((place.site, tree + place.path), id=f"{place.site}-{tree or 'zh/'}{place.path}")
        for place in places or PLACES
        for tree in TREES
    ]
    if not places:
        parameters += [pytest.param(("chinese", path), id=f"chinese-{path}") for path in CHINESE]
    return parameters


def watch(page: Page, hosts: tuple[str, ...]) -> list[str]:
    """All that goes wrong on a page from now on: words in its console, failed requests, requests to other hosts."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    # A request that a reader left behind by going on to another page has not failed.
    page.on(
        "requestfailed",
        lambda request: problems.append(f"failed: {request.url}") if request.failure != "net::ERR_ABORTED" else None,
    )
    page.on(
        "request",
        lambda request: (
            problems.append(f"elsewhere: {request.url}")
            if not request.url.startswith((*hosts, "data:", "about:"))
            else None
        ),
    )
    return problems


def visit(tab: Page, sites: Sites, address: tuple[str, str]) -> None:
    """Open a page of a site."""
    name, path = address
    tab.goto(sites[name] + path)


def resize(tab: Page, width: int, height: int = HEIGHT) -> None:
    """Make the window as wide as a screen."""
    tab.set_viewport_size({"width": width, "height": height})


def settle(tab: Page) -> None:
    """Wait until what has just changed has been drawn."""
    tab.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))")
