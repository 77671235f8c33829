"""What a reader keeps: stars, the reading list with its link, and read marks."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.long_day import PAPERS
from tests.browser.test_accessibility import violations
from tests.browser.watching import LONG, TREES, Sites, resize, settle, watch

pytestmark = pytest.mark.browser

ISSUE = "issues/2023-02-08.html"
FIRST, SECOND, THIRD = "2302.03084", "2302.03067", "2302.02609"
PHONE = (390, 844)


def star(tab: Page, slug: str) -> None:
    """Press a paper's star and wait until it has changed."""
    button = tab.locator(f"article [data-star='{slug}']")
    before = button.get_attribute("aria-pressed")
    button.click()
    tab.wait_for_function(
        "([slug, before]) => document.querySelector(`[data-star='${slug}']`).getAttribute('aria-pressed') !== before",
        arg=[slug, before],
    )


def listed(tab: Page) -> list[str]:
    """The slugs on the page of the list, in their order."""
    tab.wait_for_function(
        "() => window.digest?.list && document.querySelector('[data-list-link]').href.includes('#1.')"
    )
    return [str(each.get_attribute("data-slug")) for each in tab.locator("[data-papers] > li").all()]


@pytest.fixture
def reader(browser: Browser, sites: Sites) -> Iterator[BrowserContext]:
    """A window whose pages are tabs of one browser."""
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.mark.parametrize("tree", TREES)
def test_a_star_puts_a_paper_on_the_list_and_takes_it_off(tree: str, tab: Page, sites: Sites) -> None:
    if tree:
        resize(tab, *PHONE)
    tab.goto(sites["example"] + tree + ISSUE)
    papers = tab.locator("article.paper")
    assert tab.locator("article.paper [data-star][aria-pressed=false]").count() == papers.count()
    star(tab, SECOND)
    star(tab, FIRST)
    assert tab.locator("[data-list-count]").inner_text() == "2"
    # The same star on the paper's own page, in rows, and in the other tree.
    other = "" if tree else "en/"
    for path in (f"papers/{SECOND}.html", "categories/lg.html"):
        tab.goto(sites["example"] + other + path)
        tab.wait_for_selector(f"[data-star='{SECOND}'][aria-pressed=true]")
    tab.click(".to-list")
    tab.wait_for_url("**/list.html")
    assert listed(tab) == [SECOND, FIRST]
    titles = tab.locator("[data-papers] .title:visible").all_inner_texts()
    assert "Memory-Based Meta-Learning on Non-Stationary Distributions" in titles
    assert "基于记忆的非平稳分布元学习" in titles
    tab.locator(".row-title").first.click()
    tab.wait_for_url(f"**/papers/{SECOND}.html")
    star(tab, SECOND)
    assert tab.locator("[data-list-count]").inner_text() == "1"


def test_the_list_is_sorted_annotated_and_undone_by_keys_alone(tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + ISSUE)
    # The first key of all, before anything is loaded.
    tab.keyboard.press("s")
    tab.wait_for_selector("article [data-star][aria-pressed=true]")
    for _ in range(3):
        tab.keyboard.press("j")
    tab.keyboard.press("s")
    tab.keyboard.press("k")
    tab.keyboard.press("s")
    assert tab.locator("[data-list-count]").inner_text() == "3"
    slugs = [str(each.get_attribute("data-star")) for each in tab.locator("article [data-star]").all()[:3]]
    tab.goto(sites["example"] + "list.html")
    assert listed(tab) == [slugs[0], slugs[2], slugs[1]]
    tab.focus("[data-papers] > li:nth-child(3) [data-move='-1']")
    tab.keyboard.press("Enter")
    assert listed(tab) == slugs
    assert tab.inner_text("[data-said]") == "现在是第 2 篇，共 3 篇"
    tab.keyboard.press("Enter")
    assert listed(tab) == [slugs[1], slugs[0], slugs[2]]
    tab.keyboard.press("Alt+ArrowDown")
    assert listed(tab) == slugs
    tab.focus("[data-sort=at]")
    tab.keyboard.press("Enter")
    assert listed(tab) == [slugs[0], slugs[2], slugs[1]]
    tab.keyboard.press("Enter")
    assert listed(tab) == [slugs[1], slugs[2], slugs[0]]
    assert "已按收藏先后排序（降序）" in tab.inner_text("[data-undone]")
    tab.focus("[data-sort=title]")
    tab.keyboard.press("Enter")
    by_title = listed(tab)
    # A note is text and nothing else, and is kept as it is typed.
    tab.focus("textarea")
    tab.keyboard.type("<b>再读</b>\n\"&'")
    tab.focus(f"[data-star='{by_title[0]}']")
    tab.keyboard.press("Enter")
    assert listed(tab) == by_title[1:]
    assert tab.evaluate("() => document.activeElement.dataset.star") == by_title[1]
    tab.focus("[data-undo]")
    tab.keyboard.press("Enter")
    assert listed(tab) == by_title
    tab.reload()
    assert listed(tab) == by_title
    assert tab.locator("textarea").first.input_value() == "<b>再读</b>\n\"&'"
    assert tab.locator("main b").count() == 0
    tab.keyboard.press("?")
    assert "收藏这一篇" in tab.locator("#keys").inner_text()


_GO = "(hash) => new Promise((done) => { addEventListener('hashchange', done, {once: true}); location.hash = hash; })"


def test_the_list_is_a_link_that_others_may_keep(reader: BrowserContext, browser: Browser, sites: Sites) -> None:
    tab = reader.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(sites["example"] + ISSUE)
    for slug in (THIRD, FIRST):
        star(tab, slug)
    tab.goto(sites["example"] + "list.html")
    assert listed(tab) == [THIRD, FIRST]
    link = str(tab.locator("[data-list-link]").get_attribute("href"))
    assert not any("#" in url for url in asked)
    other = browser.new_context()
    page = other.new_page()
    problems = watch(page, tuple(sites.values()))
    page.goto(sites["example"] + ISSUE)
    star(page, SECOND)
    star(page, FIRST)
    page.goto(link.replace("list.html", "en/list.html"))
    assert listed(page) == [THIRD, FIRST]
    assert page.locator("textarea:visible").count() == 0
    assert page.locator("h1:visible").inner_text() == "A list shared with you"
    # The data of the search has the titles, and says what the site has not.
    page.wait_for_function("() => document.querySelector('.title.in-en').textContent.startsWith('Leveraging')")
    page.click("[data-keep]")
    assert listed(page) == [SECOND, FIRST, THIRD]
    assert page.url == sites["example"] + "en/list.html"
    page.go_back()
    page.wait_for_selector("[data-known]:visible")
    # What cannot be read is told, the rest is shown.
    for fragment, slugs, lost in (
        ("#1.3,.a%2Cb,.%E9,zzzzz", ["a,b"], "2"),
        ("#1.4,.x", ["x"], "3"),
        ("#1.2,.<b>,.a%2Fb", ["<b>"], None),
        ("#2.1,.x", [], "newer version"),
        ("#%%%", [], "newer version"),
    ):
        page.evaluate(_GO, fragment)
        assert listed(page) == slugs, fragment
        if lost is not None:
            assert lost in page.locator("[data-lost]").inner_text(), fragment
    page.evaluate(_GO, "#1.1,.nowhere")
    page.wait_for_selector(".list-id:text-is('not on this site')")
    assert problems == []
    other.close()


def test_a_list_comes_back_from_its_link_as_it_went_in(tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + "list.html")
    listed(tab)
    arxiv = st.builds("{:02}{:02}.{}".format, st.integers(0, 99), st.integers(0, 13), st.from_regex(r"[0-9]{4,5}\Z"))
    slugs = st.lists(
        st.one_of(arxiv, st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.from_regex(r"[a-z.,%~-]+\Z"))
    )
    there_and_back = "(all) => all.map((each) => digest.link.decode(digest.link.encode(each)))"

    @given(st.lists(slugs, min_size=20))
    @settings(max_examples=2, database=None, deadline=None)
    def same(lists: list[list[str]]) -> None:
        back: list[dict[str, Any]] = tab.evaluate(there_and_back, lists)
        assert [each["slugs"] for each in back] == lists
        assert {each["lost"] for each in back} == {0}

    @given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=20))
    @settings(max_examples=4, database=None, deadline=None)
    def whatever(texts: list[str]) -> None:
        texts += [f"1.{len(text)},{text}" for text in texts]
        assert len(tab.evaluate("(all) => all.map(digest.link.decode)", texts)) == len(texts)

    same()
    whatever()
    both = ["2503.19009", "2504.08958"]
    # Encoded once more, or with something behind it: it is read all the same.
    for text, read in (
        ("1%2E2%2C22nLN23AkA", both),
        ("1.2%2C.a%252Cb%2C.c", ["a,b", "c"]),
        *((f"1.2,22nLN23AkA{tail}", both) for tail in (")", "%EF%BC%89", "）。", "&utm_source=x")),
        *((f"1.2,22nLN,.some-slug{tail}", [both[0], "some-slug"]) for tail in (".", ").", "）。", "&a=,b", ",.c")),
    ):
        assert tab.evaluate("digest.link.decode", text) == {"slugs": read, "lost": 0, "version": 1}, text
    many = [f"{random.Random(n).randint(15, 26)}{n % 12 + 1:02}.{n * 97 % 10000:05}" for n in range(200)]
    link = tab.evaluate("(all) => digest.link.encode(all)", many)
    assert len("/some-organisation/en/list.html#" + link) < 1100


def test_papers_of_one_title_of_old_ids_and_gone_ones_are_shown_as_such(tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + "about.html")
    papers = [{"slug": slug, "en": "A title"} for slug in (FIRST, "1.2", "2313.00001", "cs-0112017", "9999.99999")]
    tab.evaluate("(papers) => { localStorage['digest.list /'] = JSON.stringify(papers); }", papers)
    tab.goto(sites["example"] + "list.html")
    listed(tab)
    assert tab.locator("li.row .title:visible").all_inner_texts() == ["A title"] * 5
    assert tab.locator("li.row .title:visible").first.get_attribute("lang") == "en"
    tab.wait_for_selector("li.row:nth-child(4) .list-id:text-is('arXiv cs/0112017 · 本站没有这一篇')")
    texts = [text.split(" · ")[0] for text in tab.locator(".list-id").all_inner_texts()]
    assert texts == [f"arXiv {FIRST}", "1.2", "2313.00001", "arXiv cs/0112017", "9999.99999"]
    links = [each.get_attribute("href") for each in tab.locator("li.row .row-title").all()]
    assert links == [sites["example"] + f"papers/{FIRST}.html", None, None, "https://arxiv.org/abs/cs/0112017", None]


def test_two_tabs_agree_and_lose_nothing(reader: BrowserContext, sites: Sites) -> None:
    one, two = reader.new_page(), reader.new_page()
    for page in (one, two):
        page.goto(sites["example"] + ISSUE)
    star(one, FIRST)
    two.wait_for_selector(f"[data-star='{FIRST}'][aria-pressed=true]")
    star(two, SECOND)
    two.goto(sites["example"] + "list.html")
    assert listed(two) == [FIRST, SECOND]
    two.locator("textarea").first.fill("eins")
    star(one, THIRD)
    two.wait_for_function("() => document.querySelectorAll('[data-papers] > li').length === 3")
    two.locator("textarea").nth(1).fill("zwei")
    star(one, FIRST)
    two.wait_for_function("() => document.querySelectorAll('[data-papers] > li').length === 2")
    assert listed(two) == [SECOND, THIRD]
    assert two.locator("textarea").first.input_value() == "zwei"


def test_a_site_beside_it_has_a_list_of_its_own(
    reader: BrowserContext, serve: Any, tmp_path: Path, example_site: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).symlink_to(example_site, target_is_directory=True)
    host = serve(tmp_path)
    tab = reader.new_page()
    tab.goto(f"{host}one/{ISSUE}")
    star(tab, FIRST)
    tab.goto(f"{host}two/list.html")
    assert listed(tab) == []
    assert tab.locator("[data-empty]").is_visible()
    tab.goto(f"{host}one/en/list.html")
    assert listed(tab) == [FIRST]


_FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }"
_FORBIDDEN = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError'); }})"


@pytest.mark.parametrize("script", [_FULL, _FORBIDDEN], ids=["full", "forbidden"])
def test_what_cannot_be_stored_is_told_and_not_lost(script: str, fresh_tab: Page, sites: Sites) -> None:
    fresh_tab.add_init_script(script)
    fresh_tab.goto(sites["example"] + ISSUE)
    star(fresh_tab, FIRST)
    star(fresh_tab, SECOND)
    assert "只在本页有效" in fresh_tab.inner_text("#status")
    assert fresh_tab.locator("article [data-star][aria-pressed=true]").count() == 2
    # It goes along to the page of the list.
    fresh_tab.click(".to-list")
    assert listed(fresh_tab) == [FIRST, SECOND]
    link = fresh_tab.url
    for _ in range(2):
        fresh_tab.evaluate("() => { document.querySelector('#status').textContent = ''; }")
        fresh_tab.click("[data-keep]")
        assert "只在本页有效" in fresh_tab.inner_text("#status")
        assert not fresh_tab.locator("[data-known], [data-undone]").filter(visible=True).count()
    assert fresh_tab.url == link
    assert listed(fresh_tab) == [FIRST, SECOND]


def test_damaged_storage_is_read_as_far_as_it_goes(tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + "list.html")
    listed(tab)
    for text in (
        "{",
        "null",
        '"x"',
        '[1, null, {"slug": ["a"]}, {"slug": "../x"}, {"slug": "good", "note": 3, "at": "y"}]',
    ):
        tab.evaluate(
            """(text) => {
                for (const kind of ['list', 'marks']) localStorage[`digest.${kind} /`] = text;
                dispatchEvent(new StorageEvent('storage'));
            }""",
            text,
        )
        assert listed(tab) == (["good"] if "good" in text else []), text
    tab.locator("textarea").fill("x")
    tab.reload()
    assert listed(tab) == ["good"]
    # What is cut off keeps its whole papers; the text is put aside, and the reader is told.
    cut = '[{"slug": "one", "note": "{\\"}"}, {"slug": "two", "at": 2}, {"slug": "thr'
    tab.evaluate("(text) => { localStorage['digest.list /'] = text; }", cut)
    tab.goto(sites["example"] + ISSUE)
    tab.wait_for_function("() => document.querySelector('#status').textContent.includes('损坏')")
    star(tab, FIRST)
    tab.goto(sites["example"] + "list.html")
    assert listed(tab) == ["one", "two", FIRST]
    assert tab.locator("textarea").first.input_value() == '{"}'
    assert cut in str(tab.locator("main [data-damaged] pre").text_content())
    tab.click("[data-forget]")
    tab.reload()
    assert listed(tab) == ["one", "two", FIRST]
    assert not tab.locator("main [data-damaged]").is_visible()


def test_what_was_opened_or_passed_is_quiet_and_the_next_unread_a_key_away(fresh_tab: Page, sites: Sites) -> None:
    tab = fresh_tab
    tab.add_init_script("window.now = 1; performance.now = () => window.now;")
    tab.goto(sites["example"] + f"papers/{SECOND}.html")
    tab.goto(sites["example"] + ISSUE)
    tab.wait_for_selector(f".headlines [href='#p-{SECOND}'][data-read]")
    headline = tab.locator(f".headlines [href='#p-{SECOND}']")
    assert headline.locator("[data-mark]").inner_text().strip() == "已读"
    # From the first, which is passed after a while, to the third.
    tab.keyboard.press("n")
    settle(tab)
    assert tab.evaluate("() => document.activeElement.closest('article').id") == f"p-{FIRST}"
    tab.evaluate("() => { window.now += 3000; }")
    tab.keyboard.press("n")
    tab.wait_for_selector(f".headlines [href='#p-{FIRST}'][data-read]")
    assert tab.evaluate("() => document.activeElement.closest('article').id") == f"p-{THIRD}"
    assert tab.locator(".headlines [data-read]").count() == 2
    # Not so what only flew past.
    tab.evaluate("() => document.querySelectorAll('.papers .paper')[6].scrollIntoView()")
    settle(tab)
    settle(tab)
    assert tab.locator(".headlines [data-read]").count() == 2
    tab.goto(sites["example"] + "en/categories/lg.html")
    tab.wait_for_selector(f"li.row[id='p-{SECOND}'][data-read]")
    assert tab.locator(f"li.row[id='p-{SECOND}'] [data-mark]").inner_text().strip() == "Read"
    assert violations(tab) == []
    # Taken back by a key, or by a button.
    tab.goto(sites["example"] + ISSUE)
    tab.keyboard.press("j")
    tab.keyboard.press("u")
    tab.wait_for_selector(f".headlines [href='#p-{FIRST}']:not([data-read])")
    tab.locator(f"[id='p-{SECOND}'] [data-seen]").click()
    tab.wait_for_selector(f".headlines [href='#p-{SECOND}']:not([data-read])")
    tab.locator(f"[id='p-{SECOND}'] [data-seen]").click()
    tab.goto(sites["example"] + "list.html")
    tab.click("[data-clear-marks]")
    tab.goto(sites["example"] + ISSUE)
    assert tab.locator(".headlines [data-read]").count() == 0


def test_an_issue_goes_on_behind_what_was_read(tab: Page, sites: Sites) -> None:
    tab.goto(sites["long"] + LONG)
    read = [str(each.get_attribute("id"))[2:] for each in tab.locator(".papers .paper").all()[:12]]
    tab.evaluate("(slugs) => { localStorage['digest.marks /'] = slugs.join('\\n') + '\\n'; }", read)
    tab.evaluate("() => localStorage.removeItem('digest.place /')")
    tab.goto(sites["long"] + "en/" + LONG)
    tab.wait_for_selector(".progress .resume:visible")
    assert tab.inner_text(".progress .resume") == "Continue at paper 13"
    tab.keyboard.press("n")
    tab.wait_for_function("() => document.querySelector('.progress').textContent.includes('13/')")
    # All but the latest five thousand are forgotten.
    tab.evaluate(
        "() => { localStorage['digest.marks /'] = Array.from({length: 6000}, (_, n) => `x${n}\\n`).join(''); }"
    )
    tab.reload()
    tab.wait_for_function("() => window.digest.marks && localStorage['digest.marks /'].split('\\n').length === 5001")
    assert tab.evaluate("() => [digest.marks.isRead('x999'), digest.marks.isRead('x1000')]") == [False, True]
    assert PAPERS > 13


def test_each_issue_has_its_own_place(tab: Page, sites: Sites) -> None:
    old = [f"p-{n}" for n in range(20)]
    tab.goto(sites["example"] + ISSUE)
    tab.evaluate("(old) => { localStorage['digest.place /'] = old.join(' '); }", old)
    tab.evaluate("() => document.querySelectorAll('.papers .paper')[3].scrollIntoView()")
    tab.wait_for_function("() => !localStorage['digest.place /'].includes('p-0 ')")
    places = str(tab.evaluate("() => localStorage['digest.place /']")).split(" ")
    assert places[:-1] == old[1:]
    # Not lost by reading another issue, and that of another site not offered.
    tab.evaluate("(places) => { localStorage['digest.place /'] = places.join(' '); }", [places[-1], *old])
    for path in (ISSUE, "en/" + ISSUE, "index.html"):
        tab.goto(sites["example"] + path)
        assert "4" in tab.inner_text(".progress .resume:visible")
    tab.evaluate("() => { localStorage['digest.place /elsewhere/'] = localStorage['digest.place /']; }")
    tab.evaluate("() => localStorage.removeItem('digest.place /')")
    tab.reload()
    tab.keyboard.press("Shift")
    tab.wait_for_function("() => window.digest.resume")
    assert tab.locator(".resume:visible").count() == 0


def test_the_next_unread_is_the_first_where_nothing_was_passed(tab: Page, sites: Sites) -> None:
    resize(tab, 1440, 2560)
    tab.goto(sites["example"] + "about.html")
    papers = [{"slug": SECOND}, {"slug": FIRST}]
    tab.evaluate("(papers) => { localStorage['digest.list /'] = JSON.stringify(papers); }", papers)
    for path in ("list.html", "categories/lg.html", ISSUE):
        tab.goto(sites["example"] + path)
        if path == "list.html":
            listed(tab)
        stops = "main :is(article.paper, li.row)"
        ids = [str(each.get_attribute("id")) for each in tab.locator(stops).all()[:2]]
        for slug in ids:
            tab.keyboard.press("n")
            tab.wait_for_function("(id) => document.activeElement.closest('[id]')?.id === id", arg=slug)


def test_a_list_of_its_own_is_for_everyone(tab: Page, sites: Sites) -> None:
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(sites["example"] + ISSUE)
    for slug in (FIRST, SECOND, THIRD):
        star(tab, slug)
    tab.goto(sites["example"] + f"papers/{SECOND}.html")
    for width, scheme, path in (
        (390, "dark", "en/list.html"),
        (320, "light", "en/list.html#1.2,.x"),
    ):
        resize(tab, width)
        tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        tab.goto("about:blank")
        tab.goto(sites["example"] + path)
        listed(tab)
        assert violations(tab) == []
        assert tab.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth")
        small = tab.locator("main button:visible").evaluate_all(
            "(all) => all.map((one) => one.getBoundingClientRect()).filter((box) => box.width < 24 || box.height < 24)"
        )
        assert small == []
    tab.goto(sites["example"] + ISSUE)
    tab.emulate_media(media="print")
    assert tab.locator("[data-star]:visible, [data-seen]:visible").count() == 0


def test_without_script_stars_are_hidden_and_the_list_says_why(browser: Browser, sites: Sites) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sites["example"] + ISSUE)
    assert page.locator("[data-star]:visible, .to-list:visible").count() == 0
    page.goto(sites["example"] + "list.html")
    assert "JavaScript" in page.locator("main").inner_text()
    context.close()


def test_from_a_disk_it_works_too(reader: BrowserContext, example_site: Path) -> None:
    tab = reader.new_page()
    tab.goto((example_site / ISSUE).as_uri())
    star(tab, FIRST)
    tab.goto((example_site / "list.html").as_uri())
    assert listed(tab) == [FIRST]
    assert quote(str(example_site)) in tab.evaluate(
        "() => Object.keys(localStorage).find((key) => key.includes('list'))"
    )
