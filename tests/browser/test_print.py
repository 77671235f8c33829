"""A printed issue is a booklet."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.watching import TREES, Sites
from tests.building import DAY, SETTINGS, site

pytestmark = pytest.mark.browser

ISSUE = "issues/2023-02-08.html"
PAPER = "papers/2302.03084.html"

_STYLE = "([selector, key]) => getComputedStyle(document.querySelector(selector))[key]"


def style(tab: Page, selector: str, key: str) -> Any:
    return tab.evaluate(_STYLE, [selector, key])


@pytest.mark.parametrize("tree", TREES)
def test_nine_papers_take_eight_pages_at_most(tree: str, tab: Page, sites: Sites) -> None:
    """Before there were columns, they took twelve."""
    tab.goto(sites["example"] + tree + ISSUE)
    tab.emulate_media(media="print")
    pages = len(re.findall(rb"/Type\s*/Page\b", tab.pdf(format="A4")))
    assert 1 < pages <= 8


def test_an_issue_flows_in_two_columns_of_small_type_and_heads_stay_with_their_texts(tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + ISSUE)
    tab.emulate_media(media="print")
    assert style(tab, ".papers", "columnCount") == "2"
    assert style(tab, ".papers", "breakBefore") == "auto"  # the introduction begins on the first page
    assert style(tab, ".points li", "fontSize") == "12px"  # 9 pt
    for each in (".paper-head", ".authors", ".affiliations", ".points .label", ".section-title"):
        assert style(tab, each, "breakAfter") == "avoid", each
    tools = tab.locator(".tools, .neighbours, .site-nav, .earlier, .share, .permalink")
    assert [each for each in tools.all() if each.is_visible()] == []
    assert tab.evaluate(
        "[...document.querySelectorAll('.combined')].every((each) => each.scrollHeight <= each.clientHeight)"
    )
    tab.goto(sites["example"] + "authors/index.html")
    assert not tab.locator(".find").is_visible()
    assert not tab.locator(".letters").is_visible()


@pytest.mark.parametrize("tree", TREES)
@pytest.mark.parametrize("path", [ISSUE, "index.html"])
def test_its_address_is_there_as_a_qr_code_on_paper_only(tree: str, path: str, tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + tree + path)
    assert not tab.locator(".booklet").is_visible()
    tab.emulate_media(media="print")
    box = tab.locator(".booklet svg").bounding_box()
    assert box is not None
    assert box["width"] == box["height"] > 70  # 20 mm
    address = f"https://example.github.io/paper-digest/{tree}{ISSUE}"
    assert address in tab.locator(".booklet").inner_text()


def test_twelve_authors_are_printed_and_the_number_of_the_others_even_if_all_are_shown(tab: Page, sites: Sites) -> None:
    tab.goto(sites["hard"] + "papers/2303.00005.html")
    for _ in range(2):
        tab.emulate_media(media="print")
        assert tab.locator(".author:visible").count() == 12
        assert "288" in tab.locator(".authors .print-only:visible").inner_text()
        assert not tab.locator(".authors summary").is_visible()
        tab.emulate_media(media="screen")
        tab.click(".authors summary")


@pytest.mark.parametrize("theme", ["default", "ledger"])
def test_a_long_day_prints_twelve_authors_and_one_heading_of_each_text(
    theme: str, browser: Browser, tmp_path: Path
) -> None:
    entry = "---\ntitle: P{0}\ncategory: CV\nurl: https://example.org/{0}\nauthors: {1}\n---\n\n"
    entry += "## 摘要\n\n中文。\n\n## Abstract\n\nEnglish.\n"
    names = [f"Ada {letter}son" for letter in "ABCDEFGHIJKLMNO"]
    files = {f"{DAY}/p{n}.md": entry.format(n, ", ".join(names[:n])) for n in range(3, 16)}
    built = site(tmp_path, {"digest.yaml": f"{SETTINGS}theme: {theme}\n", **files})
    tab = browser.new_page()
    tab.goto((built.output / ISSUE).as_uri())
    tab.emulate_media(media="print")
    for paper in tab.locator(".paper").all():
        count = int(paper.locator(".title").first.inner_text()[1:])
        assert paper.locator(".author:visible").count() == (count if count < 15 else 12)
        assert paper.locator(".authors").inner_text().count(",") == (count - 1 if count < 15 else 12)
        assert paper.locator(".authors .print-only").all_inner_texts() == ["另有 3 位作者"] * (count > 14)
        assert paper.inner_text().count("摘要") == 1
    assert style(tab, ".paper summary", "breakAfter") == "avoid"
    tab.close()


FOLDED = """() => {
  const fold = document.createElement("details");
  fold.innerHTML = "<summary>More</summary><p id='folded'>Text</p>";
  document.querySelector("main").append(fold);
}"""


def test_folded_texts_are_printed(tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + ISSUE)
    tab.evaluate(FOLDED)
    assert not tab.locator("#folded").is_visible()
    tab.emulate_media(media="print")
    assert tab.locator("#folded").is_visible()


def test_where_css_cannot_unfold_a_script_does_for_the_time_of_printing(fresh_tab: Page, sites: Sites) -> None:
    fresh_tab.add_init_script("CSS.supports = () => false")
    fresh_tab.goto(sites["hard"] + "papers/2303.00005.html")
    fresh_tab.evaluate(FOLDED)
    unfolded = "main details[open]:not(.cite)"
    open_now = f"() => [...document.querySelectorAll('{unfolded}')].map((each) => each.innerText.slice(0, 4))"
    was = fresh_tab.evaluate(open_now)
    fresh_tab.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert sorted(fresh_tab.evaluate(open_now)) == sorted([*was, "另有 2", "More"])
    fresh_tab.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert fresh_tab.evaluate(open_now) == was


def test_a_page_has_its_title_and_address_for_paper(tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + "en/" + ISSUE)
    assert tab.get_attribute("html", "data-title") == "Paper Digest No. 1"
    tab.emulate_media(media="print")
    tab.goto(sites["example"] + PAPER)
    assert tab.locator(".foot .print-only:visible").inner_text().endswith("/" + PAPER)
