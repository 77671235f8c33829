"""A day of many papers: briefly shown, with a list that follows the reader, and a bar on phones."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.hard import SETTINGS
from tests.browser.long_day import FEATURED, PAPERS, make_long_day
from tests.browser.watching import LONG as ISSUE
from tests.browser.watching import TREES, Sites, resize, settle
from tests.building import site

pytestmark = pytest.mark.browser

PHONE = (390, 844)


def top(tab: Page, selector: str) -> float:
    return float(tab.evaluate("(one) => document.querySelector(one).getBoundingClientRect().top + scrollY", selector))


def height(tab: Page) -> int:
    return int(tab.evaluate("() => document.scrollingElement.scrollHeight"))


def read(tab: Page, number: int) -> None:
    """Scroll to a paper."""
    tab.evaluate("(at) => document.querySelectorAll('.papers .paper')[at - 1].scrollIntoView()", number)
    tab.wait_for_function(f"() => document.querySelector('.progress').textContent.includes('{number}/')")
    settle(tab)


@pytest.mark.parametrize("tree", TREES)
def test_the_first_paper_is_near_and_the_last_not_far(tree: str, tab: Page, sites: Sites) -> None:
    tab.goto(sites["long"] + tree + ISSUE)
    assert top(tab, ".papers .paper") <= 420
    lines = "(one) => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)"
    for width in (768, 1360):
        resize(tab, width)
        assert tab.locator(".combined").evaluate(lines) <= 3.2
        assert tab.locator(".combined").evaluate("(one) => one.scrollHeight <= one.clientHeight")
        assert tab.locator(".facts").bounding_box()["height"] < 40  # type: ignore[index]
        codes = "(all) => all.every((one) => one.scrollWidth <= one.clientWidth)"
        assert tab.locator(".rail .chip").evaluate_all(codes)
    resize(tab, *PHONE)
    assert not tab.locator(".combined").is_visible()
    assert top(tab, ".papers .paper") <= 2 * PHONE[1]
    assert height(tab) <= 30_000
    rows = tab.locator(".rail .headlines a").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert len(rows) == PAPERS
    assert all(24 <= row < 30 for row in rows)
    for width in (1360, 390, 320):
        resize(tab, width)
        assert tab.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory, example_root: Path) -> Path:
    files = make_long_day(example_root)
    files["digest.yaml"] = f"{SETTINGS}theme: ledger\n"
    return site(tmp_path_factory.mktemp("ledger"), files).output


@pytest.mark.parametrize("tree", TREES)
def test_the_ledger_has_one_line_a_headline_and_one_column_of_codes(tree: str, browser: Browser, ledger: Path) -> None:
    page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    page.goto((ledger / tree / ISSUE).as_uri())
    assert top(page, ".papers .paper") <= 2 * PHONE[1]
    assert height(page) <= 30_000
    lefts = "(all) => [...new Set(all.map((one) => one.getBoundingClientRect().left))].length"
    assert page.locator(".rail .headline").evaluate_all(lefts) == 1
    assert page.locator(".bar").evaluate("(one) => one.getBoundingClientRect().height") < 60
    page.click("[data-open=sheet]")
    page.locator("#sheet .headline").first.wait_for()
    assert page.locator("#sheet .headline").evaluate_all(lefts) == 1
    page.locator("#sheet [data-close]").click()
    for width in (320, 1360):
        resize(page, width)
        assert page.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth")
    assert page.locator(".rail .headline").evaluate_all(lefts) == 2
    assert top(page, ".papers .paper") <= 1350
    page.close()


def test_numbers_run_through_both_parts_and_the_issue_keeps_its_own(tab: Page, sites: Sites) -> None:
    tab.goto(sites["long"] + ISSUE)
    numbers = [str(number) for number in range(1, PAPERS + 1)]
    assert tab.locator(".papers .number").all_inner_texts() == numbers
    assert tab.locator(".rail .place").all_inner_texts() == numbers
    assert tab.locator(".rail ol").nth(1).get_attribute("start") == str(FEATURED + 1)
    assert tab.locator(".dateline").inner_text().endswith("第 38 期")
    tab.goto(sites["long"] + "papers/paper-40.html")
    assert tab.locator(".back .place").inner_text() == f"40 / {PAPERS}"
    # Where the title has the number, the line of the date does not.
    tab.goto(sites["long"] + "issues/2023-03-02.html")
    assert "2" in tab.locator("h1").inner_text()
    assert "第" not in tab.locator(".dateline").inner_text()


def test_the_list_follows_the_reader_and_fades_where_there_is_more(tab: Page, sites: Sites) -> None:
    tab.goto(sites["long"] + ISSUE)
    lefts = tab.locator(".rail .headline").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().left)")
    assert len(set(lefts)) == 1
    more = []
    for number in (1, 12, PAPERS, 36):
        read(tab, number)
        place = tab.evaluate("() => scrollY")
        [current] = tab.locator(".rail [aria-current=true]").all()
        assert current.locator(".place").inner_text() == str(number)
        assert tab.locator(".progress").inner_text().startswith(f"{number}/{PAPERS}")
        inside = "(one) => { const a = one.getBoundingClientRect(), b = one.closest('nav').getBoundingClientRect();"
        assert current.evaluate(inside + "return a.top >= b.top && a.bottom <= b.bottom + 1; }")
        assert tab.evaluate("() => scrollY") == place
        more.append(tab.locator(".rail .headlines").get_attribute("data-more"))
    assert more == ["below", "above below", "above ", "above below"]
    for _ in range(12):
        tab.keyboard.press("k")
    tab.wait_for_function("() => document.querySelector('.rail [aria-current] .place').textContent === '24'")
    tab.keyboard.press("Home")
    tab.wait_for_function("() => document.querySelector('.progress').innerText.startsWith('0/')")
    assert tab.evaluate("() => document.querySelector('.rail .headlines').scrollTop") == 0


def test_next_time_a_link_leads_to_the_paper_last_read(tab: Page, sites: Sites) -> None:
    tab.goto(sites["long"] + ISSUE)
    assert not tab.locator(".progress .resume").is_visible()
    read(tab, 12)
    tab.goto(sites["long"] + "en/" + ISSUE)
    link = tab.locator(".progress .resume")
    assert link.inner_text() == "Continue at paper 12"
    link.click()
    tab.wait_for_function("() => document.querySelector('.rail [aria-current] .place').textContent === '12'")
    assert not link.is_visible()


def test_texts_are_folded_beyond_the_first_and_unfold(tab: Page, sites: Sites) -> None:
    tab.goto(sites["long"] + ISSUE)
    papers = tab.locator(".papers .paper")
    assert papers.nth(2).locator(".abstract").first.is_visible()
    for number in (4, 36):
        paper = papers.nth(number - 1)
        assert paper.locator(".points").is_visible()
        assert not paper.locator(".abstract .prose").first.is_visible()
        paper.locator(".fold:not(.fold-points) summary").click()
        assert paper.locator(".abstract .prose").first.is_visible()
    assert papers.nth(4).locator(".author").nth(3).is_hidden()
    assert papers.nth(4).locator(".authors summary").inner_text() == "另有 297 位作者"
    assert papers.nth(5).locator(".affiliations summary").inner_text() == "另有 42 个机构"
    resize(tab, *PHONE)
    paper = papers.nth(9)
    assert not paper.locator(".points").is_visible()
    paper.locator(".fold-points summary").click()
    assert paper.locator(".points").is_visible()
    # The line that is read stays, with all that is folded around it.
    title = paper.locator(".titles .in-zh")
    title.evaluate("(one) => scrollBy(0, one.getBoundingClientRect().top - 200)")
    before = title.bounding_box()
    tab.keyboard.press("b")
    after = title.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2


def test_a_long_sentence_is_cut_before_the_whole_abstract(tab: Page, sites: Sites) -> None:
    tab.goto(sites["long"] + "en/" + ISSUE)
    paper = tab.locator(".papers .paper").nth(6)
    opening = paper.locator(".opening").inner_text()
    assert len(opening) <= 140
    assert opening.endswith("…")
    paper.locator(".fold summary").first.click()
    assert paper.locator(".fold .prose").first.inner_text().startswith(opening[:-1])
    # So is an introduction.
    assert not tab.locator(".intro .prose").first.is_visible()
    tab.click(".intro summary")
    assert tab.locator(".intro .prose").first.is_visible()


def test_a_bar_on_phones_leads_to_contents_view_and_top(tab: Page, sites: Sites) -> None:
    tab.goto(sites["long"] + ISSUE)
    bar = tab.locator(".phone-bar")
    assert not bar.is_visible()
    resize(tab, *PHONE)
    assert bar.is_visible()
    assert (
        tab.evaluate(
            "() => document.querySelector('main').compareDocumentPosition(document.querySelector('.phone-bar'))"
        )
        == 4
    )
    read(tab, 12)
    bar.wait_for(state="hidden")
    tab.mouse.wheel(0, -60)
    bar.wait_for()
    contents, view, up = bar.locator("button").all()
    assert contents.inner_text().split() == ["目录", f"12/{PAPERS}"]
    contents.click()
    sheet = tab.locator("#sheet")
    assert sheet.locator("li").count() == PAPERS
    assert sheet.locator("[aria-current]").evaluate("(one) => one === document.activeElement")
    assert sheet.locator("[data-close]").evaluate(
        "(one) => one.getBoundingClientRect().top >= one.closest('dialog').getBoundingClientRect().top"
    )
    assert sheet.locator(".headline").last.evaluate("(one) => innerWidth - one.getBoundingClientRect().right < 24")
    tab.keyboard.press("Escape")
    assert contents.evaluate("(one) => one === document.activeElement")
    for wanted in ("zh", "en", "both"):
        view.click()
        assert tab.evaluate("() => document.documentElement.dataset.view") == wanted
        settle(tab)
        assert bar.is_visible()
    contents.click()
    sheet.locator("li").nth(39).locator("a").click()
    assert not sheet.is_visible()
    assert (
        tab.locator(".papers .paper").nth(39).locator(".titles a").evaluate("(one) => one === document.activeElement")
    )
    tab.wait_for_function("() => document.querySelector('.progress').textContent.includes('40/')")
    tab.mouse.wheel(0, -60)
    tab.wait_for_function("() => !document.querySelector('.phone-bar').hasAttribute('data-away')")
    up.click()
    assert tab.evaluate("() => scrollY") == 0
    # Where there is nothing to switch, no bar; where there are no headlines, no contents.
    tab.goto(sites["long"] + "404.html")
    assert not bar.is_visible()
    tab.goto(sites["long"] + "papers/paper-2.html")
    assert [each.inner_text().strip() for each in bar.locator("button").all()] != []
    assert bar.locator("[data-open]").count() == 0


def test_back_from_a_paper_is_where_the_reader_was(tab: Page, sites: Sites) -> None:
    resize(tab, *PHONE)
    tab.goto(sites["long"] + ISSUE)
    read(tab, 20)
    place = tab.evaluate("() => scrollY")
    tab.locator(".papers .paper").nth(19).locator(".titles a").click()
    tab.wait_for_url("**/papers/**")
    tab.go_back()
    tab.wait_for_function("(place) => scrollY === place", arg=place)


@pytest.mark.parametrize("tree", TREES)
def test_a_long_day_weighs_ninety_kilobytes_at_most(tree: str, long_site: Path) -> None:
    assert len(gzip.compress((long_site / tree / ISSUE).read_bytes(), 9)) <= 90_000
