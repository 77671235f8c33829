"""Citations: to read without a script, to copy with one press, to export for the whole reading list."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.browser.test_keep import FIRST, SECOND, THIRD
from tests.browser.watching import TREES, Sites

pytestmark = pytest.mark.browser

PAPER = f"papers/{FIRST}.html"


@pytest.fixture
def context(browser: Browser, sites: Sites) -> Iterator[BrowserContext]:
    made = browser.new_context(permissions=["clipboard-read", "clipboard-write"], accept_downloads=True)
    made.set_default_timeout(10_000)
    yield made
    made.close()


def keep(tab: Page, *slugs: str) -> None:
    """Put papers on the list, and open it again."""
    tab.wait_for_function("() => window.digest?.list")
    tab.evaluate(
        """(slugs) => {
          const { list } = window.digest;
          const paper = (slug) => ({ slug, zh: `题${slug}`, en: slug, day: "", code: "", note: "", at: 1 });
          list.change(list.add(slugs.map(paper)));
        }""",
        list(slugs),
    )


def export(tab: Page, name: str) -> str:
    """The file that a button gives."""
    with tab.expect_download() as found:
        tab.get_by_role("button", name=name, exact=True).click()
    assert found.value.suggested_filename.startswith("reading-list.")
    return Path(found.value.path()).read_bytes().decode()


@pytest.mark.parametrize("tree", TREES)
def test_a_press_copies_a_citation(tree: str, context: BrowserContext, sites: Sites, example_site: Path) -> None:
    tab = context.new_page()
    tab.goto(sites["example"] + tree + PAPER)
    details = tab.locator("details.cite")
    assert not details.locator("pre").first.is_visible()
    details.locator("summary").click()
    texts = details.locator("pre").all_inner_texts()
    for number, text in enumerate(texts):
        button = details.locator(".copy").nth(number)
        button.click()
        word = "Copied" if tree else "已复制"
        tab.wait_for_function(
            """([word, number]) => document.querySelector("#status").textContent === word
              && document.querySelectorAll(".cite .copy")[number].innerText === word""",
            arg=[word, number],
        )
        assert tab.evaluate("() => navigator.clipboard.readText()") == text.strip()
    assert texts[0].strip() == (example_site / f"papers/{FIRST}.bib").read_text(encoding="utf-8").strip()
    assert texts[1].startswith("Saito K, Sohn K, Zhang X, et al. Pic2Word: ")
    files = {link.get_attribute("href") for link in details.locator(".links a").all()}
    assert {f"{FIRST}.bib", f"{FIRST}.ris"} <= {str(each).rpartition("/")[2] for each in files}


def test_a_second_press_leaves_the_button_as_it_was(context: BrowserContext, sites: Sites) -> None:
    tab = context.new_page()
    tab.goto(sites["example"] + PAPER)
    tab.locator("details.cite summary").click()
    button = tab.locator("details.cite .copy").first
    for _ in range(2):
        button.click()
        tab.wait_for_function("() => document.querySelector('#status').textContent")
    tab.wait_for_function("() => !document.querySelector('#status').textContent")
    assert button.inner_text() == "复制"


def test_without_the_clipboard_the_text_is_selected(browser: Browser, sites: Sites) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    tab.goto(sites["example"] + PAPER)
    tab.locator("details.cite summary").click()
    tab.locator("details.cite .copy").first.click()
    tab.wait_for_function("() => getSelection().toString().startsWith('@misc{saito2023pic2word,')")
    context.close()


def test_citations_are_read_without_scripts_and_not_printed(browser: Browser, sites: Sites) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(sites["example"] + PAPER)
    tab.locator("details.cite summary").click()
    assert "@misc{saito2023pic2word," in tab.locator("details.cite pre").first.inner_text()
    assert tab.locator("details.cite .copy:visible").count() == 0
    tab.emulate_media(media="print")
    assert not tab.locator("details.cite").is_visible()
    context.close()


@pytest.mark.parametrize("tree", TREES)
def test_the_list_is_exported_in_its_order(
    tree: str, context: BrowserContext, sites: Sites, example_site: Path
) -> None:
    tab = context.new_page()
    tab.goto(sites["example"] + tree + "list.html")
    keep(tab, SECOND, FIRST)
    for name, ending, between in (("BibTeX", "bib", "\n"), ("RIS", "ris", "")):
        files = [(example_site / f"papers/{slug}.{ending}").read_bytes().decode() for slug in (SECOND, FIRST)]
        assert export(tab, name) == between.join(files)
    assert not tab.locator("[data-cited]").is_visible()


def test_a_shared_list_is_exported_before_it_is_kept(context: BrowserContext, sites: Sites, example_site: Path) -> None:
    tab = context.new_page()
    tab.goto(sites["example"] + "list.html")
    tab.wait_for_function("() => window.digest?.link")
    assert not tab.get_by_role("button", name="BibTeX", exact=True).is_visible()
    fragment = tab.evaluate("(slugs) => window.digest.link.encode(slugs)", [SECOND, FIRST])
    tab.goto(f"{sites['example']}list.html#{fragment}")
    files = [(example_site / f"papers/{slug}.bib").read_bytes().decode() for slug in (SECOND, FIRST)]
    assert export(tab, "BibTeX") == "\n".join(files)
    assert tab.evaluate("() => window.digest.list.all()") == []


def test_what_cannot_be_loaded_is_named_and_the_rest_is_exported(context: BrowserContext, sites: Sites) -> None:
    tab = context.new_page()

    def answer(route: Route) -> None:  # as hosts do that have a page for everything
        route.fulfill(status=200, content_type="text/html", body="<!doctype html>")

    tab.route(f"**/papers/{THIRD}.bib", answer)
    tab.goto(sites["example"] + "list.html")
    keep(tab, THIRD, FIRST, "never-was")
    assert export(tab, "BibTeX").startswith("@misc{saito2023pic2word,")
    assert tab.locator("[data-cited]").inner_text() == f"没有取到这些论文的文件：题{THIRD}; 题never-was"
    context.set_offline(True)
    tab.get_by_role("button", name="RIS", exact=True).click()
    tab.wait_for_function("() => document.querySelector('[data-cited]').textContent.startsWith('一个文件也没有取到')")
    context.set_offline(False)
    assert export(tab, "RIS").startswith("TY  - ")


def test_from_disk_the_export_says_what_to_do(context: BrowserContext, example_site: Path) -> None:
    tab = context.new_page()
    tab.goto((example_site / "en/list.html").as_uri())
    keep(tab, FIRST)
    tab.get_by_role("button", name="BibTeX", exact=True).click()
    tab.wait_for_selector("[data-cited]:visible")
    assert tab.locator("[data-cited]").inner_text().startswith("A page opened from disk cannot read other files.")
