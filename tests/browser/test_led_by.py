"""Each tree is led by its language: in the document, and folded in its view."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.watching import Sites, visit

pytestmark = pytest.mark.browser

_ORDER = """() => {
  const paper = document.querySelector("article.paper");
  return [...paper.querySelectorAll(".label, .opening")].filter((each) => each.checkVisibility())
    .map((each) => each.innerText.trim());
}"""
_OPEN = "() => [...document.querySelectorAll('.foreign')].map((each) => each.open)"


def test_english_comes_first_in_the_english_tree(tab: Page, sites: Sites) -> None:
    visit(tab, sites, ("example", "en/papers/2302.03494.html"))
    said = [
        "From the abstract",
        "Large language models have been demonstrated to be valuable in different fields.",
        "In Chinese only",
        "In one sentence",
        "Key points",
        "Cite",
    ]
    assert tab.evaluate(_ORDER) == said
    abstract = tab.locator(".abstract .prose")
    assert abstract.locator("p").count() == 2
    sizes = abstract.locator("p").evaluate_all(
        "(all) => all.map((each) => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert sizes[0] > sizes[1]
    visit(tab, sites, ("example", "papers/2302.03494.html"))
    assert tab.evaluate(_ORDER) == ["一句话总结", "要点", "仅英文", "Abstract", "引用"]


@pytest.mark.parametrize(("tree", "native", "other"), [("", "zh", "en"), ("en/", "en", "zh")])
def test_what_the_tree_has_not_is_folded_in_its_own_view_only(
    tree: str, native: str, other: str, tab: Page, sites: Sites
) -> None:
    visit(tab, sites, ("example", tree + "papers/2302.03494.html"))
    assert tab.evaluate(_OPEN) == [True]
    for view, is_open in ((native, False), (other, True), (native, False), ("both", True), (native, False)):
        tab.evaluate("(view) => document.querySelector(`[data-set-view=${view}]`).click()", view)
        assert tab.evaluate(_OPEN) == [is_open]
        assert tab.locator(".foreign .prose").first.is_visible() == is_open
        assert tab.locator(".native .prose").first.is_visible() == (view != other)
        assert tab.locator(".native > summary").first.is_visible() == (view == other)
    tab.click(".foreign > summary")
    assert tab.locator(".foreign .prose").first.is_visible()
    # A paper without anything in the tree's language stays open.
    visit(tab, sites, ("hard", f"{tree}papers/2303.0000{'2' if native == 'zh' else '3'}.html"))
    tab.click(f"[data-set-view={native}]")
    assert tab.evaluate(_OPEN) == [True]


def test_without_scripts_all_is_open(browser: Browser, sites: Sites) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(sites["example"] + "en/issues/2023-02-08.html")
    assert tab.locator(".foreign").count() == 9
    assert tab.locator(".foreign:not([open])").count() == 0
    assert tab.locator(".foreign .prose").first.is_visible()
    context.close()
