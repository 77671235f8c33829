"""Everyone can read it: no violation that axe finds, and what axe cannot see."""

import os
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.browser.watching import TREES, Place, Sites, pages, resize, visit

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that depend on the colour scheme. They take longer than all others together."""
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"

_RUN = """async ([tags, without]) => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags},
    rules: Object.fromEntries(without.map((rule) => [rule, {enabled: false}])),
    resultTypes: ["violations"],
    preload: false,
  });
  return found.violations.map(({id, nodes}) => id + ": " + nodes.map((node) => node.html.slice(0, 160)
    + " <- " + node.any.concat(node.all, node.none).map((check) => check.message).join("; ")).join(" | "));
}"""


@cache
def axe_script() -> str:
    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")


def violations(tab: Page, *, without: Sequence[str] = ()) -> Any:
    """What axe finds on the page as it is now, by all rules but some."""
    if not tab.evaluate("() => 'axe' in window"):
        tab.evaluate(axe_script() + "\n;null")
    return tab.evaluate(_RUN, [TAGS, list(without)])


def dark(tab: Page) -> None:
    tab.emulate_media(color_scheme="dark", reduced_motion="reduce")


@pytest.mark.parametrize("address", pages())
def test_a_page_has_no_violations_on_screens_and_phones_light_and_dark(
    address: tuple[str, str], tab: Page, sites: Sites
) -> None:
    """Both trees have the same templates and styles, and colours are the same at both widths.

    Hence the Chinese tree is tried in the light, at both widths, and the English one in the dark, on a phone. Nightly:
    both trees, both widths and both schemes.
    """
    tab.emulate_media(reduced_motion="reduce")
    visit(tab, sites, address)
    is_english = address[1].startswith("en/")
    found = {}
    if NIGHTLY or not is_english:
        found["light", 1360] = violations(tab)
        resize(tab, 390)
        found["light", 390] = violations(tab, without=() if NIGHTLY else COLOURS)
    if NIGHTLY or is_english:
        dark(tab)
        resize(tab, 390)
        found["dark", 390] = violations(tab)
    if NIGHTLY:
        resize(tab, 1360)
        found["dark", 1360] = violations(tab)
    assert {key: value for key, value in found.items() if value} == {}


@pytest.mark.parametrize("view", ["zh", "en"])
@pytest.mark.parametrize(
    "address",
    pages(
        Place("example", "issues/2023-02-08.html"),
        Place("hard", "papers/2303.00002.html"),
        Place("hard", "categories/cv/2.html"),
    ),
)
def test_each_view_has_no_violations(address: tuple[str, str], view: str, tab: Page, sites: Sites) -> None:
    """In the light and wide in the Chinese tree, in the dark on a phone in the English one. Nightly: both in both."""
    tab.emulate_media(reduced_motion="reduce")
    visit(tab, sites, address)
    tab.click(f"[data-set-view={view}]")
    is_english = address[1].startswith("en/")
    if NIGHTLY or not is_english:
        assert violations(tab) == []
    if NIGHTLY or is_english:
        dark(tab)
        resize(tab, 390)
        assert violations(tab) == []


@pytest.mark.parametrize("tree", TREES)
def test_the_dialogs_have_no_violations(tree: str, tab: Page, sites: Sites) -> None:
    """By axe in the light in the Chinese tree, in the dark in the English one. Nightly: both in both."""
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(sites["hard"] + tree + "papers/2303.00001.html")
    for opened in ("help", "figure"):
        if opened == "help":
            tab.keyboard.press("?")
        else:
            tab.locator(".figures a").first.click()
        tab.locator("dialog[open]").wait_for()
        for scheme, width in (("light", 1360), ("light", 390), ("dark", 390)):
            tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            resize(tab, width)
            if NIGHTLY or (scheme == "dark") is (tree == "en/"):
                without = COLOURS if (scheme, width) == ("light", 390) and not NIGHTLY else ()
                assert violations(tab, without=without) == [], (opened, scheme, width)
            assert tab.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth")
            small = tab.evaluate(
                """() => [...document.querySelectorAll("dialog[open] :is(button, label)")]
                    .map((each) => each.getBoundingClientRect()).filter((box) => box.width < 24 || box.height < 24)
                    .length"""
            )
            assert small == 0
        tab.keyboard.press("Escape")


def test_a_folded_list_of_authors_has_no_violations_when_it_is_open(tab: Page, sites: Sites) -> None:
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(sites["hard"] + "papers/2303.00005.html")
    assert tab.locator(".author:visible").count() == 12
    tab.click(".authors summary")
    assert tab.locator(".author:visible").count() == 300
    assert violations(tab) == []
    resize(tab, 320)
    assert tab.evaluate("() => document.scrollingElement.scrollWidth") == 320


def test_no_page_names_two_elements_alike_or_has_two_first_headings(
    example_site: Path, hard_site: Path, chinese_site: Path
) -> None:
    for folder in (example_site, hard_site, chinese_site):
        for page in sorted(folder.rglob("*.html")):
            html = page.read_text(encoding="utf-8")
            names = re.findall(r'<[^>]* id="([^"]*)"', html)
            assert len(set(names)) == len(names), page
            assert html.count("<h1") == 1, page
            anchors = set(re.findall(r' href="#([^"]+)"', html))
            assert anchors <= set(names), page
