"""`digest serve` in a browser: what was saved is shown where it was being read, and errors stand over the page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from digest.faces.build_command import Manner
from digest.faces.serve.live import Live
from digest.faces.serve.serve_command import Session
from digest.faces.serve.server import Server
from tests.browser.conftest import TIMEOUT, WINDOW
from tests.browser.test_accessibility import violations
from tests.browser.watching import resize, settle, watch
from tests.building import DAY, ENTRY, SETTINGS, entry, write_site
from tests.faces.serve.serving import Serving
from tests.site.test_pages import png

pytestmark = pytest.mark.browser

A, B = f"{DAY}/a.md", f"{DAY}/b.md"
LONG = "\n".join(f"第{number}段。\n" for number in range(80))
FOLDED = "## 笔记\n\n" + LONG
FILES = {
    A: entry() + FOLDED,
    B: entry(arxiv="2302.00002", title="Second", title_zh="第二", draft="true") + FOLDED,
}
WRONG = (entry() + FOLDED).replace("title_zh: 一个标题", "titel_zh: <b>一个</b>标题")
ISSUE, PAPER_A, PAPER_B = f"issues/{DAY[-10:]}.html", "papers/2302.03084.html", "papers/2302.00002.html"
OVERLAY = "#digest-problems dialog[open]"


class Site:
    """A site that is served; nobody watches it but the tests, who say when it is built."""

    def __init__(self, root: Path) -> None:
        self.root = root
        live = Live("first")
        self._session = Session(root, live, Manner(quiet=True))
        self.server = Server(0, self._session, live)
        self.server.start()

    def save(self, **files: str) -> None:
        """Write entries, `a` and `b`, and build."""
        for name, text in files.items():
            (self.root / DAY / f"{name}.md").write_text(text, encoding="utf-8")
        self._session.build(self.server.url)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(write_site(tmp_path, FILES))
    made.save()
    yield made
    made.server.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A window that listens to the site; nothing goes wrong in its console."""
    context = browser.new_context(viewport=WINDOW, color_scheme="light")
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    problems = watch(page, (site.server.url,))
    yield page
    context.close()
    assert problems == []


LOADED = "sessionStorage.setItem('loads', 1 + Number(sessionStorage.getItem('loads')))"
TOP = "(element) => element.getBoundingClientRect().top"


def open_page(page: Page, site: Site, path: str) -> None:
    """Open a page that counts how often it was loaded."""
    page.add_init_script(LOADED)
    page.goto(site.server.url + path)


def loads(page: Page) -> int:
    return int(page.evaluate("() => sessionStorage.getItem('loads')"))


def edited(text: str, words: str) -> str:
    """An entry with other words in its notes."""
    return text.replace("第0段。", f"{words}\n")


def test_what_was_saved_is_shown_where_it_was_being_read(page: Page, site: Site) -> None:
    open_page(page, site, ISSUE)
    paper = page.locator("#p-2302\\.00002")
    paper.evaluate("(element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 123)")
    before, scrolled = paper.evaluate(TOP), page.evaluate("() => scrollY")
    site.save(a=edited(FILES[A], "加。\n\n" * 9))
    page.wait_for_function("(scrolled) => scrollY > scrolled + 100", arg=scrolled)
    page.wait_for_function("() => document.readyState === 'complete' && history.scrollRestoration === 'auto'")
    near = "([id, top]) => Math.abs(document.getElementById(id).getBoundingClientRect().top - top) < 2"
    page.wait_for_function(near, arg=["p-2302.00002", before])
    assert loads(page) == 2


def test_a_page_that_was_not_changed_stays(page: Page, site: Site) -> None:
    open_page(page, site, PAPER_B)
    other = page.context.new_page()
    open_page(other, site, PAPER_A)
    site.save(a=edited(FILES[A], "甲改了。"))
    other.get_by_text("甲改了。").first.wait_for()
    site.save(b=edited(FILES[B], "乙改了。"))
    page.get_by_text("乙改了。").first.wait_for()
    assert (loads(page), loads(other)) == (2, 2)


def test_a_change_of_the_style_reaches_every_page(page: Page, site: Site) -> None:
    open_page(page, site, PAPER_A)
    write_site(site.root, {"themes/default/static/custom.css": "h1 { color: rgb(1, 2, 3); }"})
    site.save()
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector('h1') ?? document.documentElement).color === 'rgb(1, 2, 3)'"
    )


def test_another_picture_of_the_same_size_is_shown(page: Page, site: Site) -> None:
    picture = site.root / DAY / "fig.png"
    picture.write_bytes(png(3, 2))
    site.save(a=entry() + "## 图\n\n![图](fig.png)\n")
    open_page(page, site, PAPER_A)
    picture.write_bytes(png(3, 2) + b"another")
    site.save()
    page.wait_for_function("() => sessionStorage.getItem('loads') === '2'")


def test_a_page_that_is_not_there_yet_appears_when_it_is_written(browser: Browser, site: Site) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        open_page(page, site, "papers/2302.00009.html")
        page.get_by_text("404", exact=True).wait_for()
        site.save(c=entry(arxiv="2302.00009", title_zh="来了"))
        page.locator("h1", has_text="来了").wait_for()


def test_what_was_folded_out_stays_so(page: Page, site: Site) -> None:
    write_site(site.root, {"digest.yaml": f"{SETTINGS}theme: ledger\n"})
    site.save()
    open_page(page, site, ISSUE)
    page.locator("summary").nth(1).click()
    folds = page.evaluate("() => [...document.querySelectorAll('details')].map((each) => each.open)")
    assert any(folds)
    site.save(a=edited(FILES[A], "改了。"))
    page.get_by_text("改了。").first.wait_for(state="attached")
    settle(page)
    assert page.evaluate("() => [...document.querySelectorAll('details')].map((each) => each.open)") == folds


def test_errors_stand_over_every_page_until_they_are_mended(page: Page, site: Site) -> None:
    other = page.context.new_page()
    for each, path in ((page, ISSUE), (other, PAPER_B)):
        open_page(each, site, path)
    site.save(a=WRONG)
    for each in (page, other):
        each.locator(OVERLAY).wait_for()
        assert each.locator(f"{OVERLAY} .what").inner_text() == (f"{A}:3:1: error[unknown-key]: unknown key 'titel_zh'")
        assert each.locator(f"{OVERLAY} .line").inner_text().split("\n")[-1] == "titel_zh: <b>一个</b>标题"
        assert each.locator(f"{OVERLAY} mark").inner_text() == "titel_zh"
        assert each.locator(f"{OVERLAY} .hint").inner_text() == "hint: did you mean 'title_zh'?"
    site.save(a=FILES[A])
    for each in (page, other):
        each.locator("#digest-problems").wait_for(state="detached")
        assert loads(each) == 1


def test_errors_that_were_closed_come_back_only_when_there_are_others(page: Page, site: Site) -> None:
    open_page(page, site, PAPER_B)
    site.save(a=WRONG)
    page.locator(OVERLAY).wait_for()
    view = page.evaluate("() => document.documentElement.dataset.view")
    page.keyboard.press("b")
    assert page.evaluate("() => document.documentElement.dataset.view") == view
    page.keyboard.press("Escape")
    page.locator("#digest-problems").wait_for(state="detached")
    page.keyboard.press("b")
    assert page.evaluate("() => document.documentElement.dataset.view") != view
    site.save(a=WRONG)
    site.save(a=WRONG.replace("title:", "titel:"))
    page.locator(f"{OVERLAY} mark", has_text="titel").first.wait_for()
    page.locator(f"{OVERLAY} button").click()
    page.locator("#digest-problems").wait_for(state="detached")


def test_errors_can_be_read_by_everyone_on_any_screen(page: Page, site: Site) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_page(page, site, PAPER_B)
    site.save(a=WRONG.replace("</b>", "</b>" + "无空格的长标题LongWordWithoutAnySpace" * 9))
    page.locator(OVERLAY).wait_for()
    inside = page.locator(f"{OVERLAY} .list")
    for width in (1360, 390, 320):
        resize(page, width)
        assert inside.evaluate("(element) => element.scrollWidth <= element.clientWidth"), width
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), width
        page.emulate_media(color_scheme="light")
        assert violations(page) == [], width
        page.emulate_media(color_scheme="dark")
        assert violations(page) == [], width


def test_before_the_first_good_plan_errors_stand_over_the_pages_that_there_are(
    browser: Browser, tmp_path: Path
) -> None:
    site = Site(write_site(tmp_path, {A: WRONG}))
    site.save()
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site.server.url)
        page.locator(f"{OVERLAY} mark", has_text="titel_zh").wait_for()
        site.save(a=ENTRY)
        page.get_by_text("一个标题").first.wait_for()
        page.locator("#digest-problems").wait_for(state="detached")
    site.server.close()


def test_without_settings_errors_are_all_there_is(browser: Browser, tmp_path: Path) -> None:
    site = Site(write_site(tmp_path, {A: ENTRY, "digest.yaml": f"{SETTINGS}titel: x\n"}))
    site.save()
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site.server.url + PAPER_A)
        assert page.locator("main.problems mark").inner_text() == "titel"
        assert violations(page) == []
        write_site(site.root, {"digest.yaml": f"{SETTINGS}tytel: x\n"})
        site.save()
        page.locator("main.problems mark", has_text="tytel").first.wait_for()
        write_site(site.root, {"digest.yaml": SETTINGS})
        site.save()
        page.locator("h1", has_text="一个标题").wait_for()
    site.server.close()


def test_a_page_whose_template_fails_says_so_until_it_is_mended(browser: Browser, site: Site) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        open_page(page, site, PAPER_A)
        write_site(site.root, {"themes/default/templates/paper.html": "{{ view.nothing }}\n"})
        site.save()
        page.locator("main.problems mark", has_text="nothing").wait_for()
        (site.root / "themes/default/templates/paper.html").unlink()
        site.save()
        page.locator("h1", has_text="一个标题").wait_for()


def test_a_page_comes_to_life_again_after_the_server_did(browser: Browser, tmp_path: Path) -> None:
    serving = Serving(write_site(tmp_path / "site", FILES))
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(serving.url + PAPER_A)
        serving.end()
        port = int(serving.url[:-1].rpartition(":")[2])
        serving.save(edited(FILES[A], "其间改了。"))
        again = Serving(serving.root, port=port)
        try:
            assert again.url == serving.url
            page.get_by_text("其间改了。").first.wait_for()
        finally:
            again.end()


def test_a_draft_is_marked(page: Page, site: Site) -> None:
    for path, word in ((PAPER_B, "草稿"), (f"en/{PAPER_B}", "Draft")):
        open_page(page, site, path)
        assert page.locator("article .mark").all_inner_texts() == [word]
    open_page(page, site, PAPER_A)
    assert page.locator("article .mark").count() == 0


def test_warnings_are_listed_behind_a_button(page: Page, site: Site) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_page(page, site, PAPER_A)
    site.save(a=entry(title_zh="") + FOLDED)
    badge = page.get_by_role("button", name="1 warning", exact=True)
    badge.click()
    listed = page.locator("#digest-warning-list dialog[open]")
    assert "warning[missing-title-zh]" in listed.inner_text()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("#digest-warning-list").wait_for(state="detached")
    badge.wait_for()
    site.save(a=ENTRY)
    badge.wait_for(state="detached")
