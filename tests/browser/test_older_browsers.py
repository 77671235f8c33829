"""Older browsers, which lack newer CSS and MathML; the system's few colours, and large text."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.aging import age
from tests.browser.conftest import TIMEOUT, WINDOW
from tests.browser.test_accessibility import violations
from tests.browser.watching import Sites, resize, settle, watch

pytestmark = pytest.mark.browser

ISSUE = ("hard", "issues/2023-03-01.html")
PAPER = ("hard", "papers/2303.00001.html")
PAGES = (
    ISSUE,
    PAPER,
    ("hard", "en/categories/cv/2.html"),
    ("example", "en/index.html"),
    ("example", "issues/index.html"),
)

READ = """() => [...document.querySelectorAll("main :is(p, li, dt, dd, h1, h2, h3, h4, td, th, pre)")]
  .filter((each) => each.checkVisibility() && !each.querySelector("math, .math-source"))
  .map((each) => each.textContent.trim())"""


@pytest.fixture(scope="module")
def aged(browser: Browser, sites: Sites) -> Iterator[Page]:
    """A browser that lacks what came since 2022."""
    context = browser.new_context(viewport=WINDOW, reduced_motion="reduce")
    context.set_default_timeout(TIMEOUT)
    context.add_init_script("delete window.MathMLElement")

    def strike(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=age(response.text()))

    context.route(re.compile(r"\.css$"), strike)
    page = context.new_page()
    problems = watch(page, tuple(sites.values()))
    yield page
    context.close()
    assert problems == []


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("a { color: red; color: light-dark(red, blue) }", "a { color: red; }"),
        ("a { border: 1px solid; border-color: color-mix(in srgb, red, blue); }", "a { border: 1px solid; }"),
        ("a:has(b), c { d: e } f { g: h; & i { j: k } }", "f { g: h; }"),
        ("@media print { a { max-width: 100%; max-width: 100cqi } }", "@media print { a { max-width: 100%; } }"),
        ("@container x (width > 1px) { a { b: c } } d::before { content: '};{' }", "d::before { content: '};{' ; }"),
        ("a { --a: light-dark(red, blue); --b: ; --c: var(--d, 0) }", "a { --a: unknown; --b: ; --c: var(--d, 0) ; }"),
        ("a { height: 100vh; height: 100dvh; text-wrap: pretty }", "a { height: 100vh; }"),
    ],
)  # fmt: skip
def test_newer_css_is_struck_out(css: str, left: str) -> None:
    assert age(css).split() == left.split()


@pytest.mark.parametrize("address", PAGES, ids="/".join)
def test_a_page_is_whole_without_newer_css(address: tuple[str, str], aged: Page, tab: Page, sites: Sites) -> None:
    site, path = address
    aged.emulate_media(color_scheme="light")
    resize(aged, 1360)
    for page in (aged, tab):
        page.goto(sites[site] + path)
    assert aged.evaluate(READ) == tab.evaluate(READ)
    if address == ISSUE:
        assert violations(aged) == []
    chips = """() => {
        const chips = [...document.querySelectorAll(".chip:not(.headlines .chip)")];
        return chips.filter((each) => each.checkVisibility()).map((each) => {
            const style = getComputedStyle(each);
            return style.borderTopWidth + style.borderTopStyle + (style.borderTopColor === "rgba(0, 0, 0, 0)");
        });
    }"""
    assert set(aged.evaluate(chips)) <= {"1pxsolidfalse"}
    resize(aged, 320)
    assert aged.evaluate("() => document.scrollingElement.scrollWidth") == 320


@pytest.mark.parametrize("chosen", [False, True])
def test_dark_is_dark_without_newer_css(chosen: bool, aged: Page, sites: Sites) -> None:
    resize(aged, 390)
    aged.emulate_media(color_scheme="light" if chosen else "dark")
    aged.goto(sites["hard"] + "papers/2303.00001.html")
    if chosen:
        for _ in ("light", "dark"):
            aged.click("[data-cycle-theme]")
    grounds = aged.evaluate(
        """() => ["html", ".highlight", "pre"].map((each) => getComputedStyle(document.querySelector(each)))
            .map((style) => style.backgroundColor)"""
    )
    assert grounds == ["rgb(23, 21, 16)", "rgb(34, 31, 25)", "rgba(0, 0, 0, 0)"]
    # The browser's own bar goes with the page.
    bars = """() => [...document.querySelectorAll("meta[name=theme-color]")]
        .filter((each) => matchMedia(each.media).matches).map((each) => each.content)"""
    assert aged.evaluate(bars) == ["#171510"]
    assert chosen or violations(aged) == []
    aged.evaluate("() => localStorage.clear()")


def test_formulas_are_tex_without_mathml(aged: Page, sites: Sites) -> None:
    aged.goto(sites["hard"] + "papers/2303.00001.html")
    assert aged.locator("math").count() == 0
    assert "x_i^2 = \\|y\\|" in aged.locator("main .math-source").all_inner_texts()
    assert aged.locator(".math-block .math-source").inner_text().startswith("\\frac{a_{1} x^{1}}")


def test_with_forced_colours_what_is_chosen_can_be_seen(tab: Page, sites: Sites) -> None:
    tab.emulate_media(forced_colors="active")
    tab.goto(sites["hard"] + "issues/2023-03-01.html")
    looks = """(selector) => [...document.querySelectorAll(selector)].map((each) => getComputedStyle(each))
        .map((style) => [style.backgroundColor, style.color, style.borderBottomColor].join(" "))"""
    system = tab.evaluate(
        """() => {
          const probe = document.createElement("i");
          document.body.append(probe);
          const values = ["Canvas", "CanvasText", "Highlight"].map((name) => {
            probe.style.color = name;
            return getComputedStyle(probe).color;
          });
          probe.remove();
          return values;
        }"""
    )
    pressed, *others = tab.evaluate(looks, "[data-set-view]")
    assert pressed not in others
    assert pressed.split(" rgb")[0] == system[2]
    assert len(set(others)) == 1
    tab.goto(sites["hard"] + "issues/index.html")
    lines = tab.evaluate(
        """() => [...document.querySelectorAll(".site-nav a")]
            .map((each) => [each.hasAttribute("aria-current"), getComputedStyle(each).borderBottomColor])"""
    )
    assert [is_here for is_here, colour in lines if colour != system[0]] == [True]
    shades = tab.evaluate(
        """() => [...document.querySelectorAll(".shades span")].map((each) => {
            const { backgroundColor, opacity } = getComputedStyle(each, "::before");
            return [getComputedStyle(each).boxShadow, backgroundColor, opacity].join();
        })"""
    )
    assert len(set(shades)) == 5
    assert all(system[1] in each for each in shades)
    days = "() => [...document.querySelectorAll('.calendar td a')].map((each) => getComputedStyle(each).color)"
    assert set(tab.evaluate(days)) <= {*system[:2]}
    tab.goto(sites["hard"] + "papers/2303.00001.html")
    dot = "getComputedStyle(document.querySelector('.affiliations li'), '::before').backgroundColor"
    dots = tab.evaluate(f"() => {dot}")
    assert dots == system[1]
    plates = tab.evaluate("() => getComputedStyle(document.querySelector('.figures a')).backgroundColor")
    assert plates == "rgb(255, 255, 255)"
    tab.emulate_media(forced_colors="none")


@pytest.mark.parametrize("width", [1360, 390])
def test_text_of_double_size_is_not_squeezed_or_cut(width: int, tab: Page, sites: Sites) -> None:
    resize(tab, width)
    tab.goto(sites["hard"] + "issues/2023-03-01.html")
    tab.evaluate("() => (document.documentElement.style.fontSize = '200%')")
    settle(tab)
    found = tab.evaluate(
        """() => {
          const box = (selector) => document.querySelector(selector).getBoundingClientRect();
          const header = document.querySelector(".site-header");
          const days = [...document.querySelectorAll(".weekday")].filter((each) => each.getClientRects().length > 1);
          return {
            wide: document.scrollingElement.scrollWidth - innerWidth,
            text: box(".papers .paper").width / innerWidth,
            beside: box(".rail").bottom > box(".papers").top,
            days: days.length,
            numbers: [...document.querySelectorAll(".number")]
              .filter((each) => each.getBoundingClientRect().left < 0).length,
            sticks: getComputedStyle(header).position === "sticky" && header.offsetHeight > innerHeight * 0.15
              && parseFloat(getComputedStyle(header).top) >= 0,
          };
        }"""
    )
    assert found.pop("text") > 0.75
    assert found == {"wide": 0, "beside": False, "days": 0, "numbers": 0, "sticks": False}
    tab.evaluate("() => (document.documentElement.style.fontSize = '')")


def test_what_is_too_wide_has_a_shadow_and_tables_are_as_wide_as_the_paper(tab: Page, sites: Sites) -> None:
    tab.goto(sites["hard"] + "papers/2303.00001.html")
    boxes = tab.evaluate(
        """() => [...document.querySelectorAll(".note :is(.table-scroll, .highlight pre, .math-block)")]
            .map((each) => [each.clientWidth, each.closest(".paper").clientWidth,
                getComputedStyle(each).backgroundAttachment])"""
    )
    assert boxes
    assert [box for box in boxes if box[0] != box[1] or box[2] != "local, local, scroll, scroll"] == []
    # On a phone the first column stays, and no cell of Chinese is a column of single characters.
    resize(tab, 390)
    places = tab.evaluate(
        """() => {
          const table = document.querySelector(".table-scroll");
          table.scrollLeft = 200;
          const [first, second] = table.querySelectorAll("td");
          return [first, second].map((each) => each.getBoundingClientRect().left - table.getBoundingClientRect().left);
        }"""
    )
    assert places[0] == 0 > places[1]
    narrow = tab.evaluate(
        """() => [...document.querySelectorAll("td, th")].filter((each) => each.textContent.trim().length > 2
            && each.offsetWidth < 3 * parseFloat(getComputedStyle(each).fontSize)).length"""
    )
    assert narrow == 0
