"""Two languages on one page: the view switch, the twins, and a reader who keeps their place."""

import os

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.watching import TREES, WIDTHS, Place, Sites, resize, settle, visit, watch

pytestmark = pytest.mark.browser

ISSUE = "issues/2023-02-08.html"
PAPER = "papers/2302.03084.html"
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
VIEWS = ("both", "zh", "en")
SHOWN = {"both": (True, True), "zh": (True, False), "en": (False, True)}
"""Whether Chinese and English are to be seen in each view."""


def shown(tab: Page) -> tuple[bool, bool]:
    """Whether the Chinese and the English abstract of the first paper are to be seen."""
    paper = tab.locator("article.paper").first
    return paper.locator(".abstract.in-zh").is_visible(), paper.locator(".abstract.in-en").is_visible()


def pressed(tab: Page) -> list[str]:
    buttons = tab.locator("[data-set-view]").all()
    return [
        str(each.get_attribute("data-set-view")) for each in buttons if each.get_attribute("aria-pressed") == "true"
    ]


@pytest.mark.parametrize("width", [1360, 390])
@pytest.mark.parametrize("path", [tree + path for tree in TREES for path in (ISSUE, PAPER)])
def test_each_button_shows_its_languages_at_once(path: str, width: int, fresh_tab: Page, sites: Sites) -> None:
    resize(fresh_tab, width)
    fresh_tab.goto(sites["example"] + path)
    asked: list[str] = []
    fresh_tab.on("request", lambda request: asked.append(request.url) if "favicon" not in request.url else None)
    assert fresh_tab.locator("[data-set-view]").count() == 3
    assert (pressed(fresh_tab), shown(fresh_tab)) == (["both"], (True, True))
    for view in ("zh", "en", "both"):
        # Seen in the same task as the click: nothing is waited for.
        fresh_tab.locator(f"[data-set-view={view}]").evaluate(
            "(button) => { button.click(); button.dataset.after = document.documentElement.dataset.view; }"
        )
        assert fresh_tab.get_attribute(f"[data-set-view={view}]", "data-after") == view
        assert (pressed(fresh_tab), shown(fresh_tab)) == ([view], SHOWN[view])
        heading = fresh_tab.locator("article.paper .titles").first
        assert heading.locator(".in-zh").is_visible() == SHOWN[view][0]
        assert heading.locator(".in-en").is_visible() == SHOWN[view][1]
    assert asked == []


@pytest.mark.parametrize("view", ["zh", "en"])
def test_the_view_is_remembered_after_a_reload_and_on_every_other_page(view: str, tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + ISSUE)
    tab.click(f"[data-set-view={view}]")
    tab.reload()
    assert (pressed(tab), shown(tab)) == ([view], SHOWN[view])
    for path in (PAPER, "en/" + ISSUE, "en/" + PAPER):
        tab.goto(sites["example"] + path)
        assert (pressed(tab), shown(tab)) == ([view], SHOWN[view])


@pytest.mark.parametrize("path", [ISSUE, "en/" + ISSUE])
@pytest.mark.parametrize("view", ["zh", "en"])
def test_nothing_flashes_when_a_page_opens(path: str, view: str, fresh_tab: Page, sites: Sites) -> None:
    fresh_tab.goto(sites["example"])
    fresh_tab.evaluate("(view) => localStorage.setItem('digest.view', view)", view)
    fresh_tab.evaluate("localStorage.setItem('digest.theme', 'dark')")
    fresh_tab.add_init_script(
        """new MutationObserver((_, observer) => {
             if (!document.body) return;
             observer.disconnect();
             window.atBody = {...document.documentElement.dataset};
           }).observe(document, {childList: true, subtree: true});
           document.addEventListener("DOMContentLoaded", () => {
             window.atContent = ["zh", "en"].map((lang) => [...document.querySelectorAll(".abstract.in-" + lang)]
               .some((each) => each.checkVisibility()));
           }, true);"""
    )
    fresh_tab.goto(sites["example"] + path)
    before = fresh_tab.evaluate("() => window.atBody")
    assert (before["view"], before["theme"]) == (view, "dark")
    assert tuple(fresh_tab.evaluate("() => window.atContent")) == SHOWN[view]


_READ = """(part) => {
  const paper = document.querySelectorAll("article.paper")[3];
  const each = [...paper.querySelectorAll(part)].find((one) => one.checkVisibility());
  const edge = Math.max(0, document.querySelector(".site-header").getBoundingClientRect().bottom);
  scrollTo({top: scrollY + each.getBoundingClientRect().top - edge - 12, behavior: "instant"});
  window.read = each;
  return each.getBoundingClientRect().top;
}"""
_STAYED = """(view) => {
  document.querySelector(`[data-set-view=${view}]`).click();
  const shown = window.read.checkVisibility() ? window.read
    : [...window.read.parentElement.children].find((one) => one.checkVisibility());
  return shown.getBoundingClientRect().top;
}"""


@pytest.mark.parametrize(
    ("tree", "width"),
    [(tree, width) for tree in TREES for width in WIDTHS]
    if NIGHTLY
    else [("", 1360), ("en/", 768), ("", 390), ("en/", 320)],
)
def test_the_paragraph_that_is_read_stays_where_it_is(tree: str, width: int, tab: Page, sites: Sites) -> None:
    """The fourth paper's: itself, or its counterpart in the other language. Nightly: every width in both trees."""
    resize(tab, width)
    tab.goto(sites["example"] + tree + ISSUE)
    moved = []
    # Summary and key points, which are in Chinese, are folded in the English view.
    for part in (".abstract", ".foreign > summary") if tree else (".abstract", ".links"):
        for view in ("zh", "en", "both", "en", "zh", "both"):
            was = tab.evaluate(_READ, part)
            settle(tab)
            now = tab.evaluate(_STAYED, view)
            settle(tab)
            later = tab.evaluate("() => window.read.checkVisibility() ? window.read.getBoundingClientRect().top : null")
            if abs(now - was) > 2 or (later is not None and abs(later - was) > 2):
                moved.append(f"{part}, to {view}: {was} -> {now}, {later}")
    assert moved == []


def test_a_long_paragraph_that_begins_above_the_window_stays_in_sight(tab: Page, sites: Sites) -> None:
    resize(tab, 390, 600)
    tab.goto(sites["example"] + ISSUE)
    for view in ("zh", "en", "both", "en", "zh", "both"):
        tab.evaluate(
            """() => {
              const text = [...document.querySelectorAll("article.paper")][3];
              const each = [...text.querySelectorAll(".abstract .prose")].find((one) => one.checkVisibility());
              const box = each.getBoundingClientRect();
              scrollTo({top: scrollY + box.top + box.height / 2 - 200, behavior: "instant"});
            }"""
        )
        settle(tab)
        # A real click would first scroll to the header.
        tab.evaluate("(view) => document.querySelector(`[data-set-view=${view}]`).click()", view)
        settle(tab)
        inside = tab.evaluate(
            """() => [...document.querySelectorAll("article.paper")[3].querySelectorAll(".abstract .prose")]
              .some((one) => { const box = one.getBoundingClientRect(); return box.top < 400 && box.bottom > 100; })"""
        )
        assert inside, view


def test_the_key_b_goes_round_the_views(tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + ISSUE)
    for view in ("zh", "en", "both"):
        tab.keyboard.press("b")
        assert (pressed(tab), shown(tab)) == ([view], SHOWN[view])


def test_the_views_and_the_colours_work_when_no_other_script_does(browser: Browser, sites: Sites) -> None:
    context = browser.new_context()
    context.route("**/script.*.js", lambda route: route.abort())
    tab = context.new_page()
    problems = watch(tab, tuple(sites.values()))
    tab.goto(sites["example"] + ISSUE)
    assert len(problems) >= 1
    tab.click("[data-set-view=zh]")
    assert shown(tab) == (True, False)
    tab.keyboard.press("b")
    assert shown(tab) == (False, True)
    tab.click("[data-cycle-theme]")
    assert tab.evaluate("() => document.documentElement.dataset.theme") == "light"
    tab.reload()
    assert (pressed(tab), shown(tab)) == (["en"], (False, True))
    assert tab.evaluate("() => document.documentElement.dataset.theme") == "light"
    context.close()


@pytest.mark.parametrize("path", [tree + path for tree in TREES for path in (ISSUE, PAPER)])
def test_without_scripts_both_languages_show_and_no_control_is_dead(path: str, browser: Browser, sites: Sites) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    problems = watch(tab, tuple(sites.values()))
    tab.goto(sites["example"] + path)
    assert shown(tab) == (True, True)
    assert [each for each in tab.locator("button:not(form[action] > *)").all() if each.is_visible()] == []
    assert tab.locator(".twin").is_visible()
    assert tab.locator("article.paper .titles .in-zh").first.is_visible()
    assert tab.locator("article.paper .titles .in-en").first.is_visible()
    tab.click(".twin")
    assert tab.url == sites["example"] + (path.removeprefix("en/") if path.startswith("en/") else "en/" + path)
    context.close()
    assert problems == []


def test_storage_that_is_forbidden_breaks_nothing(fresh_tab: Page, sites: Sites) -> None:
    fresh_tab.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    fresh_tab.goto(sites["example"] + ISSUE)
    assert shown(fresh_tab) == (True, True)
    fresh_tab.click("[data-set-view=en]")
    assert (pressed(fresh_tab), shown(fresh_tab)) == (["en"], (False, True))
    fresh_tab.keyboard.press("?")
    fresh_tab.locator("#keys").wait_for()


@pytest.mark.parametrize(
    ("path", "lang"),
    [("papers/2303.00002.html", "en"), ("papers/2303.00003.html", "zh")],
)
@pytest.mark.parametrize("tree", TREES)
def test_a_text_in_one_language_shows_in_every_view_and_is_marked_for_the_others_readers(
    tree: str, path: str, lang: str, tab: Page, sites: Sites
) -> None:
    tab.goto(sites["hard"] + tree + path)
    native = tree == ("en/" if lang == "en" else "")
    for view in VIEWS:
        tab.click(f"[data-set-view={view}]")
        assert tab.locator("article.paper .abstract .prose").is_visible()
        # One mark. None for readers who are in the tree of its language and have not chosen the other one.
        marks = tab.locator("article.paper :is(.only, .foreign > summary)")
        assert marks.count() == 1
        assert marks.is_visible() == (not native or view not in (lang, "both")), view
        assert tab.locator("article.paper h1 .title").first.is_visible() or tab.locator("h1 .title").nth(1).is_visible()


TWINS = (
    *(Place("example", path) for path in ("index.html", ISSUE, PAPER, "issues/index.html", "about.html")),
    *(Place("example", path) for path in ("categories/lg.html", "authors/k-saito.html", "affiliations/deepmind.html")),
    *(Place("hard", path) for path in ("tags/检索.html", "categories/cv/2.html", "issues/2023-03-02.html")),
)


@pytest.mark.parametrize("place", TWINS, ids="-".join)
def test_the_language_switch_leads_to_the_twin_of_the_page_and_back(place: Place, tab: Page, sites: Sites) -> None:
    visit(tab, sites, place)
    seen = []
    for word in ("English edition", "中文版", "English edition"):
        tab.wait_for_load_state()  # the page may have come only in part
        seen.append(
            tab.evaluate(
                "() => [document.documentElement.lang, decodeURI(location.href), "
                "[...document.querySelectorAll('article.paper, .row')].map((each) => each.id).sort()]"
            )
        )
        link = tab.locator(".twin")
        assert link.inner_text() == word
        link.click()
    chinese, english, again = seen
    assert chinese[:2] == ["zh-CN", sites[place.site] + place.path]
    assert english == ["en", sites[place.site] + "en/" + place.path, chinese[2]]
    assert again == chinese


def test_a_site_in_one_language_offers_no_other(tab: Page, sites: Sites) -> None:
    tab.goto(sites["chinese"])
    assert tab.locator(".twin").count() == 0
    assert tab.locator("link[rel=alternate][hreflang]").count() == 0
    assert tab.locator("[data-set-view], .only").count() == 0
    tab.evaluate("() => localStorage.setItem('digest.view', 'en')")
    tab.reload()
    tab.keyboard.press("b")
    assert tab.evaluate("() => [document.documentElement.dataset.view, localStorage.getItem('digest.view')]") == [
        "both",
        "en",
    ]
    assert tab.locator("main h1").is_visible()
