"""The header: one language control, the other edition, a menu of one line, and no more height than it needs."""

import pytest
from playwright.sync_api import Page

from tests.browser.watching import TREES, Place, Sites, pages, resize, settle, visit

pytestmark = pytest.mark.browser

ISSUE = "issues/2023-02-08.html"
WORDS = {"": ["双语", "中文", "英文"], "en/": ["Both", "Chinese", "English"]}
NAMES = {"": "English edition", "en/": "中文版"}

_LENGTHEN = """() => {
  const menu = document.querySelector(".site-nav ul");
  for (let n = 0; n < 6; n++) menu.append(menu.firstElementChild.cloneNode(true));
  document.querySelector(".brand-name").textContent = "论文日报与它的一个相当长的名字 Very Long Names of Digests";
}"""
_HEAD = """() => {
  const lines = new Set([...document.querySelectorAll(".site-nav a")].map((each) => each.getBoundingClientRect().top));
  const menu = document.querySelector(".site-nav ul");
  const box = menu.getBoundingClientRect();
  const here = document.querySelector(".site-nav [aria-current]")?.getBoundingClientRect();
  return {
    height: document.querySelector(".site-header").getBoundingClientRect().height,
    lines: lines.size,
    wide: document.scrollingElement.scrollWidth > innerWidth,
    current: !here || (here.left >= box.left && here.right <= box.right),
    moved: scrollY,
  };
}"""


@pytest.mark.parametrize("tree", TREES)
def test_the_head_of_a_phone_is_two_lines_whatever_stands_in_it(tree: str, tab: Page, sites: Sites) -> None:
    for width in (390, 320):
        for path in (ISSUE, "affiliations/index.html"):
            resize(tab, width)
            visit(tab, sites, ("example", tree + path))
            fine = {"lines": 1, "wide": False, "current": True, "moved": 0}
            assert tab.evaluate(_HEAD) == fine | {"height": pytest.approx(86, abs=6)}
            tab.evaluate(_LENGTHEN)
            assert tab.evaluate(_HEAD)["height"] <= 92
            assert tab.evaluate(_HEAD)["wide"] is False
    # The last item of the menu is reached by keyboard, and the page stays where it is.
    last = tab.locator(".site-nav a").last
    last.focus()
    settle(tab)
    assert last.evaluate("(link) => link.getBoundingClientRect().right <= innerWidth")
    assert tab.evaluate("() => scrollY") == 0


@pytest.mark.parametrize(("tree", "lines"), [("", 1), ("en/", 2)])
def test_a_wide_head_shows_the_whole_menu(tree: str, lines: int, tab: Page, sites: Sites) -> None:
    for width in (1200, 1360):
        for path in (ISSUE, "about.html"):
            resize(tab, width)
            visit(tab, sites, ("example", tree + path))
            assert tab.evaluate(_HEAD)["height"] == pytest.approx(24 + 32.5 * lines, abs=1)
            assert tab.evaluate(
                """() => [...document.querySelectorAll(".site-nav a")].every((link) => {
                    const [box, menu] = [link, link.closest("ul")].map((one) => one.getBoundingClientRect());
                    return box.left >= menu.left && box.right <= menu.right;
                })"""
            )


@pytest.mark.parametrize("tree", TREES)
def test_the_head_stays_in_sight_while_it_takes_little_of_the_window(tree: str, tab: Page, sites: Sites) -> None:
    visit(tab, sites, ("example", tree + ISSUE))
    for width, height, size, stays in (
        (1360, 900, "100%", True),
        (1360, 360, "100%", False),
        (1360, 900, "200%", False),
        (2720, 900, "200%", not tree),
        (768, 900, "100%", False),
    ):
        resize(tab, width, height)
        tab.evaluate("(size) => (document.documentElement.style.fontSize = size)", size)
        tab.evaluate("() => scrollTo({top: 2000, behavior: 'instant'})")
        box = tab.locator(".site-header").bounding_box()
        assert box
        assert (box["y"] + box["height"] > 0) == stays, (width, height, size)
        assert not stays or box["height"] <= 0.15 * height
        tab.evaluate("() => scrollTo({top: 0, behavior: 'instant'})")
        assert tab.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth")


_NAME = """() => {
  const name = document.querySelector(".brand-name");
  const parts = [...document.querySelectorAll(".phone-bar > :not([hidden])")].map((one) => one.getBoundingClientRect());
  return {
    wide: document.scrollingElement.scrollWidth > innerWidth,
    whole: name.scrollHeight <= name.clientHeight && name.scrollWidth <= name.clientWidth && name.clientWidth > 60,
    line: document.querySelector(".twin").getBoundingClientRect().bottom
      > document.querySelector(".scheme").getBoundingClientRect().top,
    bar: parts.every((each, at) => each.left >= 0 && each.right <= innerWidth
      && parts.slice(at + 1).every((next) => next.left >= each.right || next.top >= each.bottom)),
  };
}"""


@pytest.mark.parametrize("path", [ISSUE, "issues/2023.html", "categories/index.html"])
@pytest.mark.parametrize("tree", TREES)
def test_the_name_is_whole_and_nothing_overlaps_with_large_text(tree: str, path: str, tab: Page, sites: Sites) -> None:
    visit(tab, sites, ("example", tree + path))
    for size in ("100%", "200%"):
        tab.evaluate("(size) => (document.documentElement.style.fontSize = size)", size)
        for width in (320, 390):
            resize(tab, width)
            found = tab.evaluate(_NAME)
            assert found == {"wide": False, "whole": True, "line": True, "bar": True}, (size, width)


@pytest.mark.parametrize("tree", TREES)
def test_one_control_in_the_words_of_its_tree_apart_from_the_other_edition(tree: str, tab: Page, sites: Sites) -> None:
    visit(tab, sites, ("example", tree + ISSUE))
    for width in (1360, 390, 320):
        resize(tab, width)
        buttons = tab.locator("[data-set-view]")
        assert buttons.all_inner_texts() == WORDS[tree]
        for button in buttons.all():
            assert button.is_visible()
            assert button.inner_text() in str(button.get_attribute("aria-label"))
        assert tab.locator(".twin").is_visible()
        assert tab.locator(".twin").inner_text() == NAMES[tree]
        assert tab.locator(".switch .twin").count() == 0
    assert tab.locator(".foot").get_by_text(NAMES[tree], exact=True).count() == 1


@pytest.mark.parametrize(
    "address",
    pages(
        *(Place("example", path) for path in ("authors/index.html", "affiliations/index.html", "404.html")),
        Place("hard", "issues/2023-03-02.html"),
    ),
)
def test_a_page_without_pairs_has_no_switch(address: tuple[str, str], tab: Page, sites: Sites) -> None:
    visit(tab, sites, address)
    assert tab.locator("[data-set-view]").count() == 0
    assert tab.locator(".twin").count() == 1


@pytest.mark.parametrize(("tree", "view"), [("", "en"), ("en/", "zh")])
def test_the_other_edition_is_offered_once(tree: str, view: str, tab: Page, sites: Sites) -> None:
    visit(tab, sites, ("example", tree + ISSUE))
    offer = tab.locator(".offer")
    assert not offer.is_visible()
    native = "zh" if view == "en" else "en"
    tab.click(f"[data-set-view={native}]")
    assert not offer.is_visible()
    tab.click(f"[data-set-view={view}]")
    assert offer.is_visible()
    assert offer.locator("a").evaluate("(link) => link.href") == tab.locator(".twin").evaluate("(link) => link.href")
    offer.locator("button").click()
    assert not offer.is_visible()
    tab.click("[data-set-view=both]")
    tab.click(f"[data-set-view={view}]")
    assert not offer.is_visible()
    tab.reload()
    tab.click("[data-set-view=both]")
    tab.click(f"[data-set-view={view}]")
    assert not offer.is_visible()
