"""What a site adds to its pages works in a browser, under the policy: head, logo, icon, QR codes, fonts."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.watching import watch
from tests.building import AUTHORITY, DAY, ENTRY, SETTINGS, site
from tests.site.test_pages import png

pytestmark = pytest.mark.browser

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="420" height="80"><rect width="420" height="80" fill="{}"/></svg>'
ADDED = """\
theme: {theme}
logo: {{light: logo.svg, dark: dark.svg}}
icon: [icon.svg, icon.png]
follow: [{{name: 微信公众号, qr: wechat.png}}]
head: |
  <script>
    window.counted = (window.counted || 0) + 1;
    window.shifts = 0;
    new PerformanceObserver(list => {{
      for (let each of list.getEntries()) window.shifts += each.value;
    }}).observe({{type: "layout-shift", buffered: true}});
  </script>
  <style>.page-added {{ color: red }} .foot-words {{ outline: 3px solid rgb(1, 2, 3) }}</style>
"""
FONT = '@font-face { font-family: Mine; src: url("mine.ttf"); }\n:root { --sans-zh: Mine; --serif-zh: Mine; }\n'


@pytest.fixture(scope="module", params=["default", "ledger"])
def added_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = subprocess.run(["fc-match", "-f", "%{file}", "DejaVu Sans"], capture_output=True, text=True, check=True)
    built = site(
        tmp_path_factory.mktemp("added"),
        {
            "digest.yaml": SETTINGS + AUTHORITY + ADDED.format(theme=request.param),
            f"{DAY}/a.md": ENTRY,
            "logo.svg": LOGO.format("#234"),
            "dark.svg": LOGO.format("#cde"),
            "icon.svg": LOGO.format("#234"),
            "icon.png": png(180, 180),
            "wechat.png": png(300, 300),
            f"themes/{request.param}/static/mine.ttf": Path(found.stdout).read_bytes(),
            f"themes/{request.param}/static/custom.css": FONT,
        },
    )
    assert not built.result.diagnostics
    return built.output


def shown_logos(page: Page) -> list[tuple[str, float, float]]:
    script = """() => [...document.querySelectorAll(".logo")].filter(each => each.checkVisibility()).map(each => {
        let box = each.getBoundingClientRect(); return [each.className, box.width, box.height]})"""
    return [tuple(each) for each in page.evaluate(script)]


@pytest.mark.parametrize("path", ["index.html", "en/papers/2302.03084.html", "404.html"])
def test_a_page_shows_all_of_it_without_an_error_and_nothing_moves(
    path: str, browser: Browser, added_site: Path
) -> None:
    base = added_site.as_uri() + "/"
    page = browser.new_page(viewport={"width": 1360, "height": 900}, color_scheme="light")
    problems = watch(page, (base,))
    page.goto(base + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.counted") == 1
    assert page.evaluate("getComputedStyle(document.querySelector('.foot-words')).outlineColor") == "rgb(1, 2, 3)"
    assert page.evaluate("[...document.fonts].filter(each => each.family == 'Mine').map(each => each.status)") == [
        "loaded"
    ]
    assert shown_logos(page) == [("logo logo-light", 168, 32)]
    page.emulate_media(color_scheme="dark")
    assert shown_logos(page) == [("logo logo-dark", 168, 32)]
    page.locator(".qr").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.qr').complete")
    assert page.evaluate("document.querySelector('.qr').naturalWidth") == 300
    assert page.evaluate("document.querySelector('.qr').getBoundingClientRect().height") == 112
    assert page.evaluate("window.shifts") < 0.01
    assert problems == []
    page.close()


@pytest.mark.parametrize("width", [390, 320])
def test_they_fit_a_phone(width: int, browser: Browser, added_site: Path) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme="light")
    page.goto((added_site / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    ((_, wide, high),) = shown_logos(page)
    assert (wide <= width * 0.6, high) == (True, 32)
    page.close()


def test_the_reader_chooses_the_logo_with_the_scheme(browser: Browser, added_site: Path) -> None:
    page = browser.new_page(viewport={"width": 1360, "height": 900}, color_scheme="light")
    page.goto((added_site / "index.html").as_uri())
    seen = []
    for _ in range(3):
        page.click("[data-cycle-theme]")
        seen.append((page.evaluate("document.documentElement.dataset.theme"), shown_logos(page)[0][0]))
    assert sorted(seen, key=str) == [
        ("dark", "logo logo-dark"),
        ("light", "logo logo-light"),
        (None, "logo logo-light"),
    ]
    page.close()


def test_a_list_of_headlines_needs_no_progress_to_be_in_the_bar(tmp_path: Path, browser: Browser) -> None:
    shipped = (Path(__file__).parents[2] / "themes/default/templates/_issue.html").read_text(encoding="utf-8")
    mine = re.sub(r' *<p class="progress .*\n', "", shipped)
    assert mine != shipped
    files = {"themes/default/templates/_issue.html": mine, f"{DAY}/a.md": ENTRY}
    built = site(tmp_path, {"digest.yaml": SETTINGS + AUTHORITY, **files})
    page = browser.new_page(viewport={"width": 390, "height": 844})
    problems = watch(page, (built.output.as_uri(),))
    page.goto(f"{built.output.as_uri()}/issues/2023-02-08.html")
    page.keyboard.press("Shift")
    page.click(".phone-bar [data-open]")
    page.locator("#sheet:visible .headline").wait_for()
    page.close()
    assert problems == []


def test_copies_of_older_templates_get_nothing_twice(tmp_path: Path, browser: Browser) -> None:
    mine = "themes/default/templates/"
    copies = {
        f"{mine}_phone_bar.html": '<nav class="phone-bar" hidden><button data-open="sheet" hidden>目录</button></nav>\n'
        '<dialog id="sheet" class="sheet"><div class="headlines"></div></dialog>\n',
        f"{mine}_cite.html": "{% macro citation(form, text, t) -%}\n"
        '<p class="cite-head">{{ form }} <button class="copy"><span>{{ t.copy_text }}</span></button></p>\n'
        "<pre>{{ text }}</pre>\n{%- endmacro %}\n",
        f"{mine}_footer.html": '<footer class="site-footer"><div class="foot-words">'
        '<p class="print-only">{{ page.canonical }}</p></div></footer>\n',
    }
    built = site(tmp_path, {"digest.yaml": SETTINGS + AUTHORITY, f"{DAY}/a.md": ENTRY, **copies})
    assert not built.result.diagnostics
    base = built.output.as_uri() + "/"
    page = browser.new_page(viewport={"width": 390, "height": 844})
    problems = watch(page, (base,))
    page.goto(base + "papers/2302.03084.html")
    for part in (".cite-head .copy", ".print-only"):
        assert page.locator(part).count() == page.locator(f":has(> {part.split()[-1]})").count() > 0
    page.goto(base + "issues/2023-02-08.html")
    page.keyboard.press("Shift")
    page.click(".phone-bar [data-open]")
    assert page.locator("#sheet:visible .headline").count() == 1
    page.close()
    assert problems == []
