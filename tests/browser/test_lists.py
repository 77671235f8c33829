"""Lists of people, categories and papers: found by letter, filtered by the box, aligned, no wider than a phone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from digest.text.names import fold_name
from tests.browser.conftest import WINDOW
from tests.browser.test_accessibility import dark, violations
from tests.browser.watching import resize, watch
from tests.building import entry, site
from tests.text.test_alphabetical import OTHERS, PEOPLE

pytestmark = pytest.mark.browser

WORD = "W" * 100 + "x" * 100
NAMES = [
    *(name for row in PEOPLE.values() for name in row.split()[1:] if name.isalpha()),
    *(name for name in OTHERS if "," not in name and '"' not in name and len(name) > 1),
    f"Alberto Fernández {WORD}",
    "Alberto Fernández-Hernández y Castellanos",
]
COUNT = len(set(map(fold_name, NAMES)))
CODES = ("CV", "LG", "stat.ML", "math.NT", "cond-mat.stat-mech", "physics.flu-dyn", "Ours")
SETTINGS = f"""\
title: {{zh: {WORD}, en: {WORD}}}
url: https://example.org/
authors: {{min_papers: 1}}
per_page: 3
footer: {WORD}
follow: [{{name: {WORD}, url: "https://example.org/"}}]
links: [{{title: {WORD}, url: "https://example.org/"}}]
navigation: [{{title: {WORD}, url: /categories/index.html}}, {{title: 作者, url: /authors/index.html}}]
"""


def _files() -> Iterator[tuple[str, str]]:
    yield "digest.yaml", SETTINGS
    for number in range(0, len(NAMES), 8):
        authors = ", ".join(f'"{name}"' for name in (*NAMES[number : number + 8], *NAMES[:3]))
        text = entry(
            arxiv=f"2302.{number:05}",
            title=f"Paper {number} on {WORD}",
            authors=f"[{authors}]",
            category=f"[{CODES[number // 8 % len(CODES)]}, CV]",
            tags=f"[{WORD}]",
            affiliations=f"[{WORD}]",
            venue=WORD,
            code="https://example.org/code",
        ).replace("## 一句话总结\n\n", "## 一句话总结\n\n" + "很长，" * 60)
        yield f"content/2023-0{number // 8 % 3 + 1}-08/p{number}.md", text


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = site(tmp_path_factory.mktemp("lists"), dict(_files()))
    assert built.result.published, list(built.result.diagnostics)
    return built.output


@pytest.fixture(scope="module")
def window(browser: Browser, serve: Callable[[Path], str], lists: Path) -> Iterator[Page]:
    """A window whose relative addresses are those of the site."""
    base = serve(lists)
    context = browser.new_context(viewport=WINDOW, base_url=base, reduced_motion="reduce")
    page = context.new_page()
    problems = watch(page, (base,))
    yield page
    context.close()
    assert problems == []


def test_every_name_stands_on_one_page_under_one_letter(lists: Path) -> None:
    html = (lists / "authors/index.html").read_text(encoding="utf-8")
    whole = html[html.index('class="groups') : html.index("</main>")]
    found = re.findall(r'<h2 id="([^"]*)"|<li><a href="([^"]*)"', whole)
    paths = [path for _, path in found if path.endswith(".html")]
    assert len(paths) == len(set(paths)) == COUNT
    anchors = [anchor for anchor, _ in found if anchor]
    assert re.findall(r'href="#(letter-[^"]*)"', html) == anchors
    assert anchors[:3] == ["letter-a", "letter-b", "letter-c"]
    assert anchors[-1] == "letter-other-6"


def shown(window: Page) -> list[str]:
    return window.locator(".groups li:visible > a").all_inner_texts()


def test_the_box_finds_names_without_case_accents_and_order_of_words(window: Page) -> None:
    window.goto("authors/index.html")
    status = window.locator("#found")
    for typed, names in {
        "bottou LEON": ["Léon Bottou"],
        "ostergaard": ["Søren Østergaard"],
        "lukasz": ["Łukasz Kaiser", "Kai Łukasz"],
        "obrien": ["Conan O'Brien"],
        "brien": ["Conan O'Brien"],
        "曾 國": ["曾國藩"],
    }.items():
        window.fill("#find", typed)
        assert shown(window) == names
        assert f" {len(names)} " in status.inner_text()
        assert window.locator(".groups h2:visible").count() == len(names)
        assert not window.locator(".most").is_visible()
    window.fill("#find", "zeng")
    assert shown(window) == ["曾国藩", "曾國藩"]
    window.fill("#find", "ukasz")
    assert shown(window) == []
    window.fill("#find", "nobody at all")
    assert shown(window) == []
    assert status.inner_text() == "没有这个名字。"
    window.fill("#find", "")
    assert len(shown(window)) == COUNT
    assert status.inner_text() == ""


def test_what_is_still_being_composed_does_not_filter(window: Page) -> None:
    window.goto("authors/index.html")
    window.focus("#find")
    session = window.context.new_cdp_session(window)
    session.send("Input.imeSetComposition", {"text": "zeng", "selectionStart": 4, "selectionEnd": 4})
    assert len(shown(window)) == COUNT
    session.send("Input.insertText", {"text": "曾"})
    assert shown(window) == ["曾国藩", "曾國藩"]


def test_without_a_script_there_is_no_box(browser: Browser, lists: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((lists / "authors/index.html").as_uri())
    assert not page.locator("#find").is_visible()
    assert page.locator(".letters a").first.is_visible()
    context.close()


_ORPHANS = """() => [...document.querySelectorAll(".terms li")].filter((item) => {
  const range = document.createRange();
  const name = item.querySelector(".term-name") ?? item.querySelector("a");
  range.selectNodeContents(name);
  const count = item.querySelector(".count").getBoundingClientRect();
  const lines = [...range.getClientRects()];
  return !lines.some((line) => line.top < count.bottom && count.top < line.bottom);
}).map((item) => item.innerText)"""


@pytest.mark.parametrize("path", ["authors/index.html", "categories/index.html", "tags/index.html"])
def test_no_count_stands_on_a_line_of_its_own(path: str, window: Page) -> None:
    window.goto(path)
    for width in (1360, 390, 320):
        resize(window, width)
        assert window.evaluate(_ORPHANS) == []


def test_names_of_categories_and_counts_stand_in_columns(window: Page) -> None:
    window.goto("categories/index.html")
    for width in (1360, 390):
        resize(window, width)
        names, counts = [
            window.evaluate(
                "([of, side]) => [...document.querySelectorAll(of)].map((each) => each.getBoundingClientRect()[side])",
                [selector, side],
            )
            for selector, side in ((".term-names", "left"), (".terms .count", "right"))
        ]
        assert len(names) == len(CODES)
        assert max(names) - min(names) < 1
        assert max(counts) - min(counts) < 1
    assert window.locator(".group-title").first.inner_text() == "计算机科学"


def test_rows_have_the_day_two_lines_of_summary_and_a_chip_where_it_says_something(window: Page) -> None:
    resize(window, 1360)
    window.goto("categories/cv/2.html")
    assert window.locator("h2[id^=month-2023-0]").count() >= 1
    assert window.locator(".row .chip-cv").count() == 0
    row = window.locator(".row").first
    lines = row.locator(".row-summary").evaluate("(e) => e.clientHeight / parseFloat(getComputedStyle(e).lineHeight)")
    assert 1.9 < lines < 2.1
    assert row.get_by_role("link", name="代码").get_attribute("href") == "https://example.org/code"
    assert window.locator(".pager [aria-current]").inner_text() == "2"
    window.goto("categories/ml.html")
    assert window.locator(".row .chip-ml").count() == 0
    window.goto("authors/léon-bottou.html")
    window.locator(".row").first.wait_for()  # behind the redirect from an earlier address
    assert window.locator(".row .chip").count() == window.locator(".row").count()


@pytest.mark.parametrize(
    "path",
    [
        "authors/index.html",
        "categories/index.html",
        "categories/cv/2.html",
        "tags/index.html",
        "index.html",
        "venues/index.html",
    ],
)
def test_a_word_of_200_letters_breaks_on_a_phone_and_axe_finds_nothing(path: str, window: Page) -> None:
    window.emulate_media(color_scheme="light")
    for tree in ("", "en/"):
        window.goto(tree + path)
        resize(window, 320)
        assert window.evaluate("() => document.scrollingElement.scrollWidth") == 320
        if tree:
            dark(window)
        if path != "index.html":
            assert violations(window) == []
