"""Every page fits every screen, its lines break where they may, and nothing moves or is cut off."""

import os
import re
import time

import pytest
from playwright.sync_api import Page, Route

from tests.browser.watching import TREES, WIDTHS, Place, Sites, pages, resize, settle, visit

pytestmark = pytest.mark.browser

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"

_FAULTS = r"""() => {
  const found = [];
  const wide = document.scrollingElement.scrollWidth;
  if (wide > innerWidth) found.push(`the page is ${wide} pixels wide`);

  const range = document.createRange();
  const boxOf = ([, node, at]) => {
    if (node.nodeType === 1) return node.getBoundingClientRect();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const boxes = [...range.getClientRects()].filter((box) => box.width);
    return boxes[boxes.length - 1];
  };
  const middle = (box) => box.top + box.height / 2;
  // A later character stands on another line if it is lower by more than half its height, and further left.
  const lower = (one, other) => one && other
    && middle(other) - middle(one) > 0.6 * Math.min(one.height, other.height) && other.left < one.right;
  const parted = (one, other) => one[0].trim() && other[0].trim() && lower(boxOf(one), boxOf(other));

  // The characters of each block: [character, its node, its place there, whether it is Chinese text].
  const blocks = new Map();
  const blockOf = (element) => {
    while (/^(inline$|ruby|contents)/.test(getComputedStyle(element).display)) element = element.parentElement;
    return element;
  };
  const OBJECT = "\ufffc";
  const unread = "pre, math, svg, script, .hidden, .math-source, .skip-link, dialog:not([open])";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility()) continue;
    const object = parent.closest(unread);
    const block = blockOf(object ? object.parentElement : parent);
    if (!blocks.has(block)) blocks.set(block, []);
    const characters = blocks.get(block);
    const han = parent.closest("[lang]").lang.startsWith("zh") && !parent.closest("code");
    if (!object) for (let at = 0; at < node.data.length; at++) characters.push([node.data[at], node, at, han]);
    else if (!characters.length || characters[characters.length - 1][1] !== object)
      characters.push([OBJECT, object, 0, false]);
  }

  const START = "，。、；：！？）」』》”’…", END = "（「『《“‘";
  for (const [block, characters] of blocks) {
    if (block.getBoundingClientRect().width <= 1) continue; // read out, not seen
    const said = (at) => characters.slice(Math.max(0, at - 6), at + 7).map(([each]) => each).join("");
    characters.forEach((each, index) => {
      const [character, , , han] = each;
      const before = characters[index - 1], after = characters[index + 1];
      if (han && START.includes(character) && before && parted(before, each))
        found.push(`a line starts with ${character}: ${said(index)}`);
      if (han && END.includes(character) && after && parted(each, after))
        found.push(`a line ends with ${character}: ${said(index)}`);
    });

    // Text beside the window, unless it can be scrolled to.
    const box = block.getBoundingClientRect();
    if (box.width > 1 && box.right > innerWidth + 1) {
      let each = block;
      while (each && !/auto|scroll/.test(getComputedStyle(each).overflowX)) each = each.parentElement;
      if (!each || each === document.scrollingElement) found.push(`beside the window: ${said(0)}`);
    }

    if (!block.closest("h1, h2, h3, .title, .headline, .issue-name")) continue;
    const lines = [];
    let last = null;
    const placed = characters.filter(([character]) => character.trim()).map((each) => {
      const box = boxOf(each);
      if (!box) return null;
      if (!lines.length || lower(last, box)) lines.push("");
      last = box;
      lines[lines.length - 1] += each[0];
      return lines.length;
    });
    // The end of a broken word is of any length.
    const text = characters.map(([each]) => each).join("");
    if (lines.length > 1 && lines[lines.length - 1].length === 1 && !/\p{Script=Latin}{40}$/u.test(text))
      found.push(`a line of one character: ${lines.join("|")}`);
    // A word broken in two; one that is wider than its column has to be.
    let index = 0;
    const places = characters.map(([character]) => (character.trim() ? placed[index++] : null));
    for (const match of text.matchAll(/\p{Script=Latin}+/gu))
      if (match[0].length < 40 && places[match.index] !== places[match.index + match[0].length - 1])
        found.push(`a broken word: ${match[0]} in ${lines.join("|")}`);
  }

  for (const control of document.querySelectorAll(".site-header :is(a, button), .pager a, .neighbours a, button")) {
    const box = control.getBoundingClientRect();
    if (box.width && (box.width < 23.9 || box.height < 23.9) && control.checkVisibility() && !control.closest("dialog"))
      found.push(`a target of ${box.width} x ${box.height}: ${control.outerHTML.slice(0, 90)}`);
  }
  return found;
}"""


@pytest.mark.parametrize("address", pages())
def test_a_page_fits_every_screen_and_its_lines_break_where_they_may(
    address: tuple[str, str], tab: Page, sites: Sites
) -> None:
    """The English tree has the same templates: by day it is tried on half of the screens."""
    visit(tab, sites, address)
    faults = {}
    for width in WIDTHS[1::2] if address[1].startswith("en/") and not NIGHTLY else WIDTHS:
        resize(tab, width)
        faults[width] = tab.evaluate(_FAULTS)
    assert {width: found for width, found in faults.items() if found} == {}


_SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    window.shifts.push([entry.value, entry.sources.map((source) => source.node?.outerHTML?.slice(0, 90))]);
}).observe({type: "layout-shift", buffered: true});"""


def _late(route: Route) -> None:
    """Pictures take a while, as they do on the way to a phone."""
    time.sleep(0.05)
    route.continue_()


@pytest.mark.parametrize(
    "address",
    pages(
        Place("hard", "issues/2023-03-01.html"), Place("hard", "papers/2303.00001.html"), Place("hard", "index.html")
    ),
)
def test_nothing_moves_while_a_page_loads(address: tuple[str, str], fresh_tab: Page, sites: Sites) -> None:
    """In the Chinese tree wide and with both languages, in the English one on a phone with English alone."""
    width, view = (390, "en") if address[1].startswith("en/") else (1360, "both")
    resize(fresh_tab, width)
    fresh_tab.goto(sites["hard"] + "404.html")
    fresh_tab.evaluate("(view) => localStorage.setItem('digest.view', view)", view)
    fresh_tab.add_init_script(_SHIFTS)
    fresh_tab.route("**/*.png", _late)
    visit(fresh_tab, sites, address)
    fresh_tab.evaluate("() => document.querySelector('.figures')?.scrollIntoView({block: 'center'})")
    for image in fresh_tab.locator(".figures img").all():
        image.evaluate("(image) => image.decode()")
    settle(fresh_tab)
    assert fresh_tab.evaluate("() => window.shifts") == []


def test_every_picture_says_how_large_it_is(tab: Page, sites: Sites) -> None:
    for tree in TREES:
        tab.goto(sites["hard"] + tree + "issues/2023-03-01.html")
        sizes = tab.evaluate(
            """() => [...document.images].map((image) => [image.getAttribute("width"), image.getAttribute("height"),
                image.alt !== null && image.hasAttribute("alt")])"""
        )
        assert ["900", "300", True] in sizes
        assert ["240", "960", True] in sizes
        assert [size for size in sizes if None in size or False in size] == []


@pytest.mark.parametrize("width", [390, 1000, 1360])
def test_a_long_code_of_a_category_leaves_its_headline_free(width: int, tab: Page, sites: Sites) -> None:
    tab.goto(sites["hard"] + "issues/2023-03-01.html")
    resize(tab, width)
    gaps = tab.evaluate(
        """() => [...document.querySelectorAll(".headlines a")].map((each) => [each.querySelector(".chip").innerText,
            each.querySelector(".headline").getBoundingClientRect().left
            - each.querySelector(".chip").getBoundingClientRect().right])"""
    )
    assert "hep-ex" in [code for code, _ in gaps]
    assert [code for code, gap in gaps if gap < 8] == []


_PRINTED = """() => {
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility())
    .map((each) => each.outerHTML.slice(0, 90));
  const cut = []; // but for the title of all titles, which the headlines repeat
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node; (node = walker.nextNode());) {
    if (!node.data.trim() || !node.parentElement.checkVisibility() || node.parentElement.closest("math")) continue;
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width <= 1 || node.parentElement.closest(".combined")) continue;
    let frame = node.parentElement;
    while (frame && !/hidden|auto|scroll|clip/.test(getComputedStyle(frame).overflow)) frame = frame.parentElement;
    const edge = frame && frame !== document.documentElement && frame.getBoundingClientRect();
    if (box.right > innerWidth + 1 || edge && (box.right > edge.right + 1 || box.bottom > edge.bottom + 1))
      cut.push(node.data.trim().slice(0, 60));
  }
  return {
    controls: shown(".switch, .twin, .scheme, .share, .skip-link, .site-nav, .pager, button, dialog"),
    cut,
  };
}"""


@pytest.mark.parametrize(
    "address", pages(Place("example", "issues/2023-02-08.html"), Place("hard", "issues/2023-03-01.html"))
)
def test_on_paper_an_issue_is_whole_and_without_controls(address: tuple[str, str], tab: Page, sites: Sites) -> None:
    # A sheet of A4 between its margins, in CSS pixels.
    resize(tab, 672, 1000)
    visit(tab, sites, address)
    tab.emulate_media(media="print")
    printed = tab.evaluate(_PRINTED)
    assert printed["controls"] == []
    assert printed["cut"] == []
    assert tab.locator(".abstract.in-zh").first.is_visible()
    assert tab.locator(".abstract.in-en").first.is_visible()
    targets = tab.evaluate(
        """() => [...document.querySelectorAll("article.paper .links a, .prose a[href^=http]")]
            .filter((each) => each.checkVisibility())
            .map((each) => [each.href, getComputedStyle(each, "::after").content])"""
    )
    assert targets
    assert [target for target in targets if target[0].startswith("http") and target[0] not in target[1]] == []
    # Every author is named, or counted.
    counted = tab.evaluate(
        """() => [...document.querySelectorAll("article.paper .author")].filter((each) => !each.checkVisibility())
            .map((each) => each.closest(".authors").querySelector(".print-only").checkVisibility())"""
    )
    assert all(counted)


def test_an_issue_prints_as_a_booklet_of_dark_ink_on_white_from_a_dark_screen(tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + "issues/2023-02-08.html")
    for _ in ("light", "dark"):
        tab.click("[data-cycle-theme]")
    document = tab.pdf(format="A4", prefer_css_page_size=True)
    assert document.startswith(b"%PDF-")
    assert 5 <= len(re.findall(rb"/Type\s*/Page\b", document)) <= 16
    tab.emulate_media(media="print")
    colours = tab.evaluate(
        """() => [getComputedStyle(document.documentElement).backgroundColor,
            ...[...document.querySelectorAll("main .prose")].map((each) => getComputedStyle(each).color)]"""
    )
    assert set(colours) == {"rgb(255, 255, 255)", "rgb(31, 28, 23)"}
