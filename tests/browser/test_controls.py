"""Colours, keys, dialogs and focus: what a reader can work with a hand, a key or an eye that is not everyone's."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.watching import TREES, Sites, resize, settle

pytestmark = pytest.mark.browser

ISSUE = "issues/2023-02-08.html"
PAPER = "papers/2302.03084.html"

_DARK = "() => getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).every((part) => part < 60)"
_LIGHTNESS = """(element) => {
  const parts = getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).map(Number);
  return parts.length === 4 && parts[3] === 0 ? null : (parts[0] + parts[1] + parts[2]) / 765;
}"""


def test_the_colours_go_round_and_are_remembered(tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + ISSUE)
    assert not tab.evaluate(_DARK)
    said = []
    for dark, name in ((False, "浅色"), (True, "深色"), (False, "跟随系统")):
        tab.click("[data-cycle-theme]")
        assert tab.evaluate(_DARK) == dark
        said.append(tab.locator("[data-cycle-theme]").inner_text())
        assert name in said[-1]
        tab.reload()
        assert tab.evaluate(_DARK) == dark
        tab.goto(sites["example"] + "en/" + PAPER)
        assert tab.evaluate(_DARK) == dark
        tab.goto(sites["example"] + ISSUE)
    assert len(set(said)) == 3


def test_without_a_choice_the_colours_follow_the_system(tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + ISSUE)
    for scheme, dark in (("dark", True), ("light", False)):
        tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert tab.evaluate(_DARK) == dark
        assert (
            tab.evaluate("() => matchMedia(document.querySelectorAll('[name=theme-color]')[1].media).matches") == dark
        )
    tab.click("[data-cycle-theme]")
    tab.emulate_media(color_scheme="dark")
    assert not tab.evaluate(_DARK)


def test_figures_stand_on_a_light_plate_in_the_dark(tab: Page, sites: Sites) -> None:
    tab.emulate_media(color_scheme="dark")
    tab.goto(sites["hard"] + "papers/2303.00001.html")
    assert tab.evaluate(_DARK)
    figures = tab.locator(".figures figure")
    assert figures.count() == 3
    for figure in figures.all():
        assert figure.locator("a").evaluate(_LIGHTNESS) > 0.85
        assert figure.locator("img").evaluate("(image) => getComputedStyle(image).filter") == "none"
    figures.first.locator("a").click()
    picture = tab.locator("#viewer img")
    assert picture.is_visible()
    assert picture.evaluate(_LIGHTNESS) > 0.85
    assert picture.evaluate("(image) => image.naturalWidth") == 900
    tab.keyboard.press("Escape")
    assert not tab.locator("#viewer").is_visible()


def at_top(tab: Page) -> str | None:
    """The number of the paper whose title stands at the top of the window."""
    settle(tab)
    return str(
        tab.evaluate(
            """() => {
              const papers = [...document.querySelectorAll("article.paper")];
              return papers.findIndex((paper) => Math.abs(paper.getBoundingClientRect().top - 60) < 100) + 1;
            }"""
        )
    )


def test_j_and_k_lead_from_paper_to_paper_and_o_opens_one(tab: Page, sites: Sites) -> None:
    for tree in TREES:
        tab.goto(sites["example"] + tree + ISSUE)
        for key, place in (("j", "1"), ("j", "2"), ("j", "3"), ("k", "2"), ("j", "3")):
            tab.keyboard.press(key)
            assert at_top(tab) == place
        assert tab.evaluate("() => document.activeElement.closest('article.paper').id") == tab.locator(
            "article.paper"
        ).nth(2).get_attribute("id")
        wanted = tab.locator("article.paper .titles a").nth(2).evaluate("(link) => link.href")
        tab.keyboard.press("o")
        tab.wait_for_url(wanted)
        following = tab.locator(".paper-neighbours a[rel=next]").evaluate("(link) => link.href")
        tab.keyboard.press("j")
        tab.wait_for_url(following)
        tab.keyboard.press("k")
        tab.wait_for_url(wanted)


def test_lists_have_the_same_keys(tab: Page, sites: Sites) -> None:
    for path in ("categories/lg.html", "issues/index.html"):
        tab.goto(sites["example"] + path)
        tab.keyboard.press("j")
        wanted = tab.wait_for_function("() => document.activeElement.href").json_value()
        tab.keyboard.press("o")
        tab.wait_for_url(wanted)


def state(tab: Page) -> object:
    return tab.evaluate(
        """() => [location.href, scrollY, document.documentElement.dataset.view,
            document.querySelectorAll("[open]").length]"""
    )


@pytest.mark.parametrize("path", [ISSUE, PAPER])
def test_keys_are_left_alone_in_fields_and_with_modifiers(path: str, tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + path)
    for kind in ("input", "textarea", "select", "div contenteditable=true"):
        tab.evaluate(
            """(kind) => {
              document.querySelector("#field")?.remove();
              const field = document.createElement(kind.split(" ")[0]);
              if (kind.includes(" ")) field.contentEditable = "true";
              field.id = "field";
              field.style.cssText = "position: fixed; top: 0; left: 0";
              document.body.append(field);
              field.focus();
            }""",
            kind,
        )
        before = state(tab)
        for key in "jkob?":
            tab.keyboard.press(key)
        assert state(tab) == before, kind
    tab.evaluate("() => { document.querySelector('#field').remove(); }")
    before = state(tab)
    for modifier in ("Control", "Alt", "Meta"):
        tab.evaluate("""() => addEventListener("keydown", (event) => event.preventDefault(), {once: true})""")
        for key in "jkob":
            tab.keyboard.press(f"{modifier}+{key}")
    assert state(tab) == before


def test_a_reader_may_turn_the_keys_off(tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + ISSUE)
    tab.keyboard.press("?")
    tab.uncheck("#keys [data-keys]")
    tab.keyboard.press("Escape")
    tab.reload()
    before = state(tab)
    for key in "jkb?":
        tab.keyboard.press(key)
    assert state(tab) == before
    tab.click("[data-open=keys]")
    tab.check("#keys [data-keys]")
    tab.click("#keys [data-close]")
    tab.keyboard.press("b")
    assert tab.evaluate("() => document.documentElement.dataset.view") == "zh"


def test_the_help_of_a_site_in_one_language_has_no_key_for_the_view(tab: Page, sites: Sites) -> None:
    tab.goto(sites["chinese"])
    tab.click("[data-open=keys]")
    keys = tab.locator("#keys")
    keys.wait_for()
    assert [each.inner_text() for each in keys.locator("kbd").all()] == ["j", "k", "o", "/", "s", "n", "u", "?"]


@pytest.mark.parametrize("tree", TREES)
def test_help_opens_with_a_question_mark_and_gives_the_focus_back(tree: str, tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + tree + ISSUE)
    tab.focus(".twin")
    tab.keyboard.press("?")
    help_ = tab.get_by_role("dialog")
    help_.wait_for()
    assert tab.evaluate("() => document.activeElement.closest('dialog').id") == "keys"
    assert [each.inner_text() for each in help_.locator("kbd").all()] == ["j", "k", "o", "b", "/", "s", "n", "u", "?"]
    # Nothing behind the dialog can be reached, and its keys are the dialog's.
    for _ in range(4):
        tab.keyboard.press("Tab")
        assert tab.evaluate("() => !document.activeElement.closest('main, header, footer')")
    tab.keyboard.press("b")
    assert tab.evaluate("() => document.documentElement.dataset.view") == "both"
    tab.keyboard.press("Escape")
    assert not help_.is_visible()
    assert tab.evaluate("() => document.activeElement.className") == "twin"
    opener = tab.locator("[data-open=keys]")
    opener.click()
    assert help_.is_visible()
    help_.locator("[data-close]").click()
    assert not help_.is_visible()
    assert opener.evaluate("(button) => button === document.activeElement")


@pytest.mark.parametrize("path", [tree + path for tree in TREES for path in ("index.html", ISSUE, PAPER, "404.html")])
def test_the_skip_link_comes_first_and_leads_to_the_text(path: str, tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + path)
    tab.keyboard.press("Tab")
    link = tab.locator(".skip-link")
    assert link.evaluate("(link) => link === document.activeElement")
    box = link.bounding_box()
    assert box is not None
    assert box["width"] > 24
    assert box["height"] > 24
    tab.keyboard.press("Enter")
    assert tab.evaluate("() => document.activeElement.id") == "main"
    tab.keyboard.press("Tab")
    assert tab.evaluate("() => Boolean(document.activeElement.closest('main, footer'))")


@pytest.mark.parametrize(("width", "scheme"), [(1360, "light"), (390, "dark")])
def test_whoever_walks_with_the_tab_key_sees_where_they_are(width: int, scheme: str, tab: Page, sites: Sites) -> None:
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    resize(tab, width)
    tab.goto(sites["example"] + ISSUE)
    hidden = []
    for _ in range(45):
        tab.keyboard.press("Tab")
        each = tab.evaluate(
            """() => {
              const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
              // All that is painted over the focused element's middle must be part of it.
              const over = document.elementFromPoint(
                Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1),
                Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1));
              return {
                said: one.outerHTML.slice(0, 90),
                ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
                inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
                covered: !(one.contains(over) || over.contains(one)),
              };
            }"""
        )
        if not each["ring"] or not each["inside"] or each["covered"]:
            hidden.append(each)
    assert hidden == []


def test_the_order_of_the_tab_key_is_the_order_of_reading(tab: Page, sites: Sites) -> None:
    for path in (ISSUE, PAPER):
        tab.goto(sites["example"] + path)
        assert tab.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0


@pytest.mark.parametrize("path", [ISSUE, PAPER, "categories/lg.html"])
def test_nothing_moves_for_those_who_asked_for_stillness(path: str, tab: Page, sites: Sites) -> None:
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(sites["example"] + path)
    assert (
        tab.evaluate(
            """() => [...document.querySelectorAll("*")].filter((each) => {
              const style = getComputedStyle(each);
              return style.scrollBehavior !== "auto" || style.animationName !== "none"
                || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0.01);
            }).map((each) => each.outerHTML.slice(0, 90))"""
        )
        == []
    )


def test_sharing_copies_the_address_and_says_so(browser: Browser, sites: Sites) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.goto(sites["example"] + ISSUE)
    button = tab.locator("article.paper .share").first
    button.click()
    tab.wait_for_function("() => document.querySelector('#status').textContent")
    assert button.inner_text() == tab.inner_text("#status") == "链接已复制"
    assert tab.evaluate("() => navigator.clipboard.readText()") == sites["example"] + PAPER
    context.close()
