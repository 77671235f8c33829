"""The search page: results as one types, keys, input methods, filters that are addresses, the way back."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import TIMEOUT, WINDOW
from tests.browser.test_accessibility import NIGHTLY, violations
from tests.browser.watching import TREES, resize, settle, watch
from tests.building import SETTINGS, entry, site

pytestmark = pytest.mark.browser

PAPERS = 36
LAB = "University of California, Berkeley"
BODY = """
## 一句话总结

第{n}篇提出一种零样本组合图像检索的方法。它很快。

## Abstract

We tell of many things. Paper {n} is on Pic2Word and composed retrieval.
"""


def _files() -> Iterator[tuple[str, str]]:
    yield "digest.yaml", SETTINGS + "authors: {min_papers: 1}\nper_page: 10\n"
    yield "content/authors.yaml", "Ada Lovelace: [A. Lovelace]\n"
    for n in range(PAPERS):
        day = f"2023-0{1 + n // 12}-{1 + n % 12:02}"
        head = entry(
            arxiv=f"2301.{n:05}",
            title=f"Paper {n} on Retrieval",
            title_zh="" if n == 1 else f"论检索之{n}",
            authors=("[A. Lovelace, Yann LeCun]" if n == 10 else "[Yann LeCun]")
            if n % 2 == 0
            else "[Ada Lovelace, 李娜, Alan Turing, Grace Hopper]",
            affiliations=f'["{LAB}", "DeepMind"]' if n % 3 == 0 else "[DeepMind]",
            category=("CV", "CL", "LG")[n % 3],
            tags="[survey, 检索]" if n % 4 == 0 else "[检索]",
            area="[多模态]" if n % 6 == 0 else "",
            venue="ICLR 2023" if n % 5 == 0 else "",
            code="https://example.com/code" if n % 2 == 0 else "",
        ).split("\n---\n")[0]
        yield f"content/{day}/{n}.md", f"{head}\n---\n{BODY.format(n=n)}"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = site(tmp_path_factory.mktemp("search"), dict(_files()))
    assert built.result.published, built.result.diagnostics
    return built.output


@pytest.fixture(scope="module")
def address(output: Path, serve: Callable[[Path], str]) -> str:
    return serve(output)


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    """A window of its own. The console stays silent."""
    context = browser.new_context(viewport=WINDOW, color_scheme="light", reduced_motion="reduce")
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    problems = watch(page, (address,))
    yield page
    context.close()
    assert problems == []


def look(tab: Page, address: str) -> None:
    """Open a page of results and wait until there are some."""
    tab.goto(address)
    done(tab)


def done(tab: Page) -> None:
    """Wait until the first results are there: nothing is searched at the moment."""
    tab.wait_for_selector("[data-result], [data-state=done], [data-state=none]")
    tab.wait_for_selector("#results:not([aria-busy=true])", state="attached")


def slugs(tab: Page) -> list[str]:
    return [str(row.get_attribute("data-paper")) for row in tab.locator("[data-result]").all()]


def all_slugs(tab: Page) -> list[str]:
    """Press the button for more until there is no more."""
    while tab.locator("[data-more]").is_visible():
        before = tab.locator("[data-result]").count()
        tab.locator("[data-more]").evaluate("(button) => button.click()")  # scrolling to it may press it, too
        tab.wait_for_function("(count) => document.querySelectorAll('[data-result]').length > count", arg=before)
        done(tab)
    return slugs(tab)


def query(tab: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(tab.url).query)


@pytest.mark.parametrize("tree", TREES)
def test_an_address_shows_its_results(tree: str, tab: Page, address: str) -> None:
    look(tab, f"{address}{tree}search.html?q=Pic2Word")
    assert tab.locator("#q").input_value() == "Pic2Word"
    assert tab.locator("[data-count]").inner_text() == "36"
    assert tab.locator("[data-state]").get_attribute("data-state") == "done"
    expect(tab.locator("[data-more]")).to_be_visible()
    assert slugs(tab) == [f"2301.{n:05}" for n in range(35, 25, -1)]
    row = tab.locator("[data-result]").first
    titles = ["论检索之35", "Paper 35 on Retrieval"]
    assert row.locator(".title").all_inner_texts() == (titles if tree == "" else titles[::-1])
    assert row.locator(".chip").inner_text() == "LG"
    assert row.locator("time").get_attribute("datetime") == "2023-03-12"
    assert row.locator(".sentence mark").all_inner_texts() == ["Pic2Word"]
    assert re.match("Ada Lovelace, 李娜, Alan Turing (等|et al.)", row.locator(".row-meta").inner_text()[3:].strip())
    assert row.locator("[data-star]").get_attribute("data-star") == "2301.00035"
    row.locator(".row-title").click()
    assert urlsplit(tab.url).path == f"/{tree}papers/2301.00035.html"


@pytest.mark.parametrize("tree", TREES)
def test_the_same_from_a_disk(tree: str, browser: Browser, output: Path) -> None:
    page = browser.new_page()
    try:
        look(page, f"{(output / tree / 'search.html').as_uri()}?q=零样本&cat=CV")
        assert page.locator("[data-count]").inner_text() == "12"
        page.locator("#q").fill("paper 30")
        expect(page.locator("[data-count]")).to_have_text("1")
        assert "q=paper%2030" in page.url
        page.locator(".row-title").click()
        page.wait_for_url("**/2301.00030.html")
        page.go_back()
        done(page)
        assert slugs(page) == ["2301.00030"]
    finally:
        page.close()


@pytest.mark.parametrize("tree", TREES)
def test_keys_alone_find_open_and_come_back(tree: str, tab: Page, address: str) -> None:
    tab.goto(f"{address}{tree}issues/2023-01-01.html")
    tab.keyboard.press("/")
    tab.keyboard.type("检索")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/{tree}search.html?q=*")
    done(tab)
    tab.keyboard.press("/")
    box = tab.locator("#q")
    expect(box).to_be_focused()
    for _ in range(12):  # beyond the first ten
        tab.keyboard.press("ArrowDown")
        done(tab)
    tab.keyboard.press("ArrowUp")
    chosen = tab.locator("[data-result][aria-selected=true]")
    assert chosen.count() == 1
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    expect(chosen).to_be_in_viewport(ratio=1)
    slug = chosen.get_attribute("data-paper")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/papers/{slug}.html")
    tab.go_back()
    done(tab)
    expect(tab.locator("[data-result]")).to_have_count(20)
    box.focus()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Escape")
    assert tab.locator("[aria-selected]").count() == 0
    assert box.input_value() == "检索"
    tab.keyboard.press("Escape")
    assert box.input_value() == ""
    expect(tab.locator("[data-result]")).to_have_count(0)
    expect(tab.locator(".syntax")).to_be_visible()
    assert query(tab) == {}


def test_on_phones_the_key_leads_to_the_page(tab: Page, address: str) -> None:
    resize(tab, 390)
    tab.goto(f"{address}index.html")
    box = tab.locator(".seek button").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    tab.keyboard.press("/")
    tab.wait_for_url("**/search.html?q=")
    tab.go_back()
    tab.locator(".seek button").click()
    tab.wait_for_url("**/search.html?q=")


@pytest.mark.parametrize("tree", TREES)
def test_nothing_is_searched_while_a_word_is_composed(tree: str, tab: Page, address: str) -> None:
    look(tab, f"{address}{tree}search.html?q=Pic2Word")
    before = tab.url
    box = tab.locator("#q")
    box.fill("")
    expect(tab.locator("[data-result]")).to_have_count(0)
    box.focus()
    session = tab.context.new_cdp_session(tab)
    for text in ("l", "li", "lin", "ling"):
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    for key in ("Enter", "ArrowDown"):
        tab.evaluate(
            """(key) => document.querySelector("#q").dispatchEvent(new KeyboardEvent("keydown",
                {key, keyCode: 229, isComposing: true, bubbles: true, cancelable: true}))""",
            key,
        )
    tab.wait_for_timeout(300)
    assert query(tab) == {}
    assert tab.locator("[data-result]").count() == 0
    session.send("Input.insertText", {"text": "零样本"})
    expect(tab.locator("[data-result]")).to_have_count(10)
    assert query(tab)["q"] == ["零样本"]
    # The key that ends a composition comes after its end in Safari.
    tab.keyboard.press("ArrowDown")
    tab.evaluate(
        """() => document.querySelector("#q").dispatchEvent(new KeyboardEvent("keydown",
            {key: "Enter", keyCode: 229, bubbles: true, cancelable: true}))"""
    )
    settle(tab)
    assert urlsplit(tab.url).path == urlsplit(before).path


@pytest.mark.parametrize(("tree", "width"), [("", 1360), ("en/", 1360), ("", 390)])
def test_filters_are_addresses_and_the_way_back_restores_them(tree: str, width: int, tab: Page, address: str) -> None:
    resize(tab, width)
    look(tab, f"{address}{tree}search.html?q=检索")

    def press(kind: str, value: str) -> None:
        if width < 960 and not tab.locator("#filters").is_visible():
            tab.locator(".filters-open").click()
        group = tab.locator(f"[data-facet={kind}]")
        if group.get_attribute("open") is None and kind != "is":
            group.locator("summary").click()
        option = group.locator(f'[data-value="{value}"]')
        was = tab.url
        option.click()
        tab.wait_for_function("(was) => location.href !== was", arg=was)
        done(tab)

    counts = tab.locator("[data-facet=cat] .count").all_inner_texts()
    assert sum(map(int, counts)) == int(tab.locator("[data-count]").inner_text())
    assert len(all_slugs(tab)) == PAPERS
    expect(tab.locator("[data-facet=cat] .count")).to_have_text(["12", "12", "12"])
    press("cat", "CV")
    press("cat", "CL")
    assert query(tab) == {"q": ["检索"], "cat": ["CV,CL"]}
    assert len(all_slugs(tab)) == 24
    press("affil", LAB)
    assert query(tab)["affil"] == [f'"{LAB}"']
    assert len(all_slugs(tab)) == 12
    press("is", "code")
    assert tab.locator("[data-count]").inner_text() == "6"
    assert tab.locator(".chosen li").count() == 5
    found = slugs(tab)
    assert len(found) == 6
    tab.locator(f'.chosen a:has-text("{LAB}")').click()
    expect(tab.locator("[data-count]")).to_have_text("12")
    tab.go_back()
    expect(tab.locator("[data-count]")).to_have_text("6")
    done(tab)
    assert slugs(tab) == found
    assert tab.locator("[data-facet=affil] [aria-current]").count() == 1
    tab.go_back()
    expect(tab.locator("[data-count]")).to_have_text("12")
    tab.go_forward()
    expect(tab.locator("[data-count]")).to_have_text("6")
    look(tab, tab.url)
    assert slugs(tab) == found


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("cat=CV,CL&not=survey&from=2023-02-01", 12),
        ("cat=cv%2Ccl&to=2023-01-31", 8),
        ("tag=survey&author=Yann+LeCun", 9),
        ("month=2023-01,2023-03&code=1", 12),
        ("area=多模态&venue=%22ICLR+2023%22", 2),
        ("affil=%22University+of+California,+Berkeley%22", 12),
        ("affil=University+of+California", 0),
        ("affil=%22university+of+california,+berkeley%22,DeepMind&author=yann+lecun", 18),
        ("q=affil:%22of+California%22", 12),
        ("month=2023", 36),
        ("month=2023-0", 0),
        ("q=零样本&unread=1", 36),
    ],
)
def test_each_filter(asked: str, count: int, tab: Page, address: str) -> None:
    look(tab, f"{address}search.html?{asked}")
    assert len(set(slugs(tab) if count <= 30 else all_slugs(tab))) == count
    assert tab.locator("[data-count]").text_content() == str(count)
    assert tab.locator("[data-state]").get_attribute("data-state") == ("done" if count else "none")
    assert "undefined" not in tab.locator("main").inner_text()


@pytest.mark.parametrize(
    "path",
    [
        "issues/2023.html",
        "categories/cv.html",
        "tags/survey.html",
        "authors/ada-lovelace.html",
        "authors/李娜.html",
        "affiliations/university-of-california-berkeley.html",
        "venues/iclr-2023.html",
        "areas/多模态.html",
    ],
)
def test_a_list_leads_to_its_filter(path: str, tab: Page, address: str) -> None:
    tree = "en/" if "tags" in path else ""
    tab.goto(f"{address}{tree}{path}")
    number = re.search(r"\d+(?= (?:篇|papers?))", tab.locator(".facts, .facts-line").first.inner_text())
    assert number
    tab.locator('main a[href*="search.html?"]').click()
    done(tab)
    assert len(all_slugs(tab)) == int(number[0])


def test_more_comes_by_scrolling_and_a_result_is_left_and_found_again(tab: Page, address: str) -> None:
    look(tab, f"{address}search.html?q=检索")
    assert len(slugs(tab)) == 10
    tab.mouse.move(900, 600)
    tab.mouse.wheel(0, 3000)
    tab.wait_for_function("() => document.querySelectorAll('[data-result]').length >= 20")
    done(tab)
    row = tab.locator("[data-result]").nth(15)
    row.scroll_into_view_if_needed()
    tab.wait_for_timeout(300)
    top, before = tab.evaluate("() => scrollY"), slugs(tab)
    row.locator(".row-title").click()
    tab.wait_for_url("**/papers/*")
    tab.go_back()
    tab.wait_for_function("(count) => document.querySelectorAll('[data-result]').length >= count", arg=len(before))
    assert slugs(tab)[: len(before)] == before
    tab.wait_for_function("(top) => Math.abs(scrollY - top) <= 2", arg=top)
    # Within the page, too.
    tab.locator("[data-facet=cat] a").first.click()
    expect(tab.locator("[data-count]")).to_have_text("12")
    assert tab.evaluate("() => scrollY") == 0
    tab.go_back()
    tab.wait_for_function("(top) => Math.abs(scrollY - top) <= 2", arg=top)
    assert len(all_slugs(tab)) == PAPERS
    assert tab.locator("[data-state]").get_attribute("data-state") == "done"


def test_what_was_read_and_what_is_kept_is_known_among_the_results(tab: Page, address: str) -> None:
    tab.goto(f"{address}papers/2301.00003.html")
    look(tab, f"{address}search.html?q=paper&unread=1")
    assert len(all_slugs(tab)) == PAPERS - 1
    tab.locator("[data-star]").first.click()
    expect(tab.locator("[data-star]").first).to_have_attribute("aria-pressed", "true")
    look(tab, f"{address}search.html?q=paper")
    expect(tab.locator("[data-star]").first).to_have_attribute("aria-pressed", "true")


def test_typing_replaces_the_address_and_a_choice_adds_one(tab: Page, address: str) -> None:
    tab.goto(f"{address}search.html")
    box = tab.locator("#q")
    expect(box).to_be_focused()
    entries = tab.evaluate("() => history.length")
    box.press_sequentially("paper 7", delay=5)
    expect(tab.locator("[data-count]")).to_have_text("1")
    assert query(tab) == {"q": ["paper 7"]}
    assert tab.evaluate("() => history.length") == entries
    assert tab.title().startswith("paper 7 · ")
    assert query(tab) == parse_qs(urlsplit(str(tab.locator(".twin").evaluate("(link) => link.href"))).query)
    tab.keyboard.press("Enter")
    box.fill("paper 8")
    expect(tab.locator("[data-result]").first).to_have_attribute("data-paper", "2301.00008")
    assert tab.evaluate("() => history.length") == entries + 1


@pytest.mark.parametrize("tree", TREES)
def test_nothing_found_says_what_to_try(tree: str, tab: Page, address: str) -> None:
    tab.goto(f"{address}{tree}search.html?q=没有这样的词&cat=CV")
    tab.wait_for_selector("[data-state=none]")
    assert tab.locator(".tries li:visible").count() >= 3
    links = [str(link.get_attribute("href")) for link in tab.locator(".search-help .ways a:visible").all()]
    assert {"issues/index.html", "categories/index.html", "authors/index.html", "venues/index.html"} <= set(links)
    tab.goto(f'{address}{tree}search.html?q=24"')
    expect(tab.locator(".notes li")).to_have_count(1)
    for asked in ('检索 "', '"论检', "论“检", '检索 -"', 'author:"Ada Lovelace', "arXiv:2301"):
        tab.locator("#q").fill(asked)
        tab.wait_for_function("(asked) => new URLSearchParams(location.search).get('q') === asked", arg=asked)
        done(tab)
        assert tab.locator(".notes li").count() == 0, asked
        assert tab.locator("[data-result]").count() == (18 if "author" in asked else 10), asked


def test_a_quotation_mark_alone_is_nothing_yet(tab: Page, address: str) -> None:
    look(tab, f'{address}search.html?q="')
    assert tab.locator("[data-state]").get_attribute("data-state") == "done"
    assert slugs(tab) == []
    assert tab.locator(".syntax").is_visible()
    look(tab, f'{address}search.html?q="&cat=CV')
    assert len(slugs(tab)) == 12


def test_a_page_that_found_nothing_yet_says_so_and_goes_on(tab: Page, address: str) -> None:
    def impatient(route: Route) -> None:
        script = route.fetch().text()
        assert "FRUITLESS = 54;" in script
        route.fulfill(body=script.replace("FRUITLESS = 54;", "FRUITLESS = 2;"), content_type="text/javascript")

    tab.route("**/assets/search.*.js", impatient)
    tab.goto(f'{address}search.html?q="Pic2Word paper"')
    more = tab.locator("[data-more]")
    more.wait_for()
    assert tab.locator("[data-state]").get_attribute("data-state") == "busy"
    assert tab.locator(".found-count").inner_text() == "在 20 篇中找到 0 篇，还有 16 篇没有搜"
    more.click()
    tab.locator("[data-state=none]").wait_for()
    assert not more.is_visible()


@pytest.mark.parametrize("tree", TREES)
def test_without_scripts_the_page_leads_to_the_lists(tree: str, browser: Browser, address: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    try:
        page.goto(f"{address}{tree}index.html")
        page.locator(".seek input").fill("检索")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{tree}search.html?q=*")
        assert page.locator("noscript").is_visible()
        assert page.locator(".scripted:visible, #filters:visible").count() == 0
        page.locator(".ways a").nth(1).click()
        assert urlsplit(page.url).path == f"/{tree}categories/index.html"
    finally:
        page.close()


@pytest.mark.parametrize("tree", TREES)
def test_no_state_of_the_page_has_violations_or_scrolls_sideways(tree: str, tab: Page, address: str) -> None:
    """In the light in the Chinese tree, in the dark in the English one. Nightly: both in both."""
    looks = [("light", 1360), ("light", 320)] if NIGHTLY or not tree else []
    looks += [("dark", 1360), ("dark", 390)] if NIGHTLY or tree else []
    for asked, state in (("", "start"), ("?q=检索&tag=survey&from=2023-01-02", "found"), ("?q=zzz", "none")):
        for scheme, width in looks:
            tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            resize(tab, width)
            look(tab, f"{address}{tree}search.html{asked}")
            if state == "found":
                tab.locator("#q").focus()
                tab.keyboard.press("ArrowDown")
                if width < 960:
                    tab.locator(".filters-open").click()
            assert violations(tab) == [], (state, scheme, width)
            assert tab.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth"), (state, width)
            small = tab.evaluate(
                """() => [...document.querySelectorAll("main :is(a, button, input, summary)")]
                    .map((each) => [each.getBoundingClientRect(), each.outerHTML])
                    .filter(([box]) => box.width && (box.width < 24 || box.height < 24)).map(([, html]) => html)"""
            )
            assert small == [], (state, width)


def test_nothing_moves_as_results_come_and_few_files_are_asked_for(tab: Page, address: str) -> None:
    tab.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => {
          for (const each of list.getEntries()) window.moved += each.value;
        }).observe({type: "layout-shift", buffered: true});"""
    )
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    for width in (1360, 390):
        resize(tab, width)
        asked.clear()
        look(tab, f"{address}search.html?q=检索&tag=检索")
        assert len(asked) <= 12, asked
        assert sum(url.endswith(".css") for url in asked) == 1
        tab.mouse.wheel(0, 9000)
        tab.wait_for_function("() => document.querySelectorAll('[data-result]').length >= 20")
        done(tab)
        assert tab.evaluate("() => moved") == 0


def test_a_site_without_search_has_nothing_of_it(tmp_path: Path) -> None:
    files = {"digest.yaml": SETTINGS + "search: false\n", "content/2023-02-08/a.md": entry(tags="[x]")}
    found: dict[str, Any] = site(tmp_path, files).files()
    assert [path for path in found if path.startswith("search/") or path.endswith("search.html")] == []
    assert [path for path in found if path.startswith("assets/search.")] == []
    assert [path for path, text in found.items() if path.endswith(".html") and b"search.html" in text] == []
