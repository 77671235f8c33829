"""Values that attack readers stay text: on pages, in feeds, in files for other programs, and in a browser."""

import csv
import io
import json
import re
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bibtexparser.entrypoint import parse_string
from playwright.sync_api import Browser

from digest.machine.selecting import choose_papers
from digest.outputs.paper_tables import show_csv
from tests.browser.conftest import TIMEOUT, WINDOW
from tests.browser.watching import settle, watch
from tests.building import DAY, BuiltSite, entry, options, site
from tests.hostile import RUN, TEXTS, URL, breakouts, hostile_files
from tests.site.checking import ATOM, Output, character_faults, page_faults, parse_page, read_output, xml_faults
from tests.site.reading import text_of

SOURCE = re.compile(r"'(?:self|none|sha256-[\w+/=]+)'|data:|https://example\.org(?:/.*)?")
OURS = "https://example.org/"
"""The host that the settings name for comments and counting."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    built = site(tmp_path_factory.mktemp("hostile"), hostile_files())
    assert built.result.published, [each for each in built.result.diagnostics if each.severity == "error"]
    return built


@pytest.fixture(scope="module")
def output(hostile: BuiltSite) -> Output:
    return read_output(hostile.output, URL)


def chosen(output: Output, most: int) -> list[str]:
    """Some pages of each folder."""
    folders = groupby(output.pages, key=lambda path: path.rpartition("/")[0])
    return [path for _, pages in folders for path in sorted(pages, key=lambda each: ("pwned" not in each, each))[:most]]


def test_no_value_breaks_out_of_its_place_on_a_page(output: Output) -> None:
    pages = [path for path in chosen(output, 1) if not path.startswith("en/")]
    pages += [path for path in output.pages if re.match(r"papers/2302\.1|en/papers/2302\.2", path)]
    assert [*character_faults(output), *xml_faults(output)] == []
    for path in pages:
        page = output.page(path)
        assert list(page_faults(output, page)) == []
        assert [address for _, _, address in page.addresses() if re.search(r"[\s<>\"\\^`{|}]", address)] == []
        forms = [each for each in page.elements if each.tag == "form"]
        assert all(each.get("role") == "search" for each in forms)
        assert [each for each in breakouts(page.root, path) if not each.endswith(" form")] == []
        policies = [each.get("content", "") for each in page.elements if "http-equiv" in each.attrib]
        sources = {source for directive in policies[0].split(";") for source in directive.split()[1:]}
        assert all(SOURCE.fullmatch(each) for each in sources), sources
        for script in (each for each in page.elements if each.get("type") == "application/ld+json"):
            assert json.loads("".join(script.itertext()))["@context"] == "https://schema.org"


def test_what_was_typed_is_shown_as_text(output: Output) -> None:
    for number, text in enumerate(TEXTS):
        shown = text_of(output.page(f"papers/2302.{number + 10001}.html").root)
        assert shown.count(text.split()[0]) > 10, text
        assert shown.count(RUN) > 10
    for path in chosen(output, 1):
        content = output.files[path].decode()
        assert 'http-equiv="refresh"' in content or RUN in content, path


def test_no_value_breaks_out_of_its_place_in_a_feed(output: Output) -> None:
    contents = []
    for path, content in output.files.items():
        if path.endswith(".xml") and b"<feed" in content:
            root = ET.fromstring(content)
            assert [each.tag for each in root.iter() if "pwned" in str(each.tag)] == []
            texts = [*root.iter(f"{ATOM}content"), *root.iter(f"{ATOM}summary"), *root.iter(f"{ATOM}title")]
            contents += [(path, each.text or "") for each in texts if each.get("type") == "html"]
        elif path.endswith("feed.json"):
            contents += [(path, each["content_html"]) for each in json.loads(content)["items"]]
    assert len(contents) > 20
    for path, markup in dict.fromkeys(contents):
        root = parse_page(path, f"<!DOCTYPE html><title>x</title>{markup}".encode()).root
        assert list(breakouts(root, path)) == []
        assert [each.tag for each in root.iter() if each.tag == "script"] == []


def test_no_value_breaks_out_of_its_place_in_a_file(hostile: BuiltSite, output: Output) -> None:
    papers = 2 * len(TEXTS)
    counts = {".bib": 0, ".ris": 0, ".json": 0, ".md": 0}
    for path, content in output.files.items():
        if path.startswith("papers/") and path.count("/") == 1:
            text = content.decode()
            if path.endswith(".bib"):
                assert [each.entry_type != "pwned" for each in parse_string(text).entries] == [True]
                assert re.search(r"(?<!\\)\\(?:input|write|href|include)", re.sub(r"\\textbackslash", "", text)) is None
            elif path.endswith(".ris"):
                lines = text.split("\r\n")
                assert [line[:2] for line in lines if line].count("TY") == 1
                assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line)
            elif path.endswith(".json"):
                assert json.loads(text)["slug"] in path
            for ending in counts:
                counts[ending] += path.endswith(ending)
    assert counts == {".bib": papers, ".ris": papers, ".json": papers, ".md": 0}
    assert len(list(map(json.loads, output.files["data/papers.jsonl"].splitlines()))) == papers
    listed = show_csv(choose_papers(options(hostile.root), ()).lines()).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(listed, newline="")))
    assert len(rows) == papers + 1
    assert [cell for row in rows for cell in row if cell.startswith(tuple("=+-@＝＋－＠\t\r\n"))] == []
    assert all(re.fullmatch(r"[^\0\\:]+", path) and ".." not in path.split("/") for path in output.files)


@pytest.mark.browser
def test_nothing_runs_in_a_browser(hostile: BuiltSite, browser: Browser, serve: Callable[[Path], str]) -> None:
    address = serve(hostile.output)
    context = browser.new_context(viewport=WINDOW, reduced_motion="reduce")
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    page.route(f"{OURS}**", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"
    )
    problems = watch(page, (address, OURS))
    page.on("dialog", lambda dialog: problems.append(dialog.message))
    output = read_output(hostile.output, URL)
    leading = [path for path in output.pages if b'http-equiv="refresh"' in output.files[path]]
    visited = [path for path in chosen(output, 1) if path not in leading]
    for path in (*visited, *[f"search.html?q={word}" for word in ("pwned", "%3Cscript%3E", "cat:pwned")]):
        page.goto(address + path.replace("%3C", "%253C") if "?" not in path else address + path)
        settle(page)
        assert page.evaluate("window.pwned") is None, path
    paper = "papers/2302.10001.html"
    page.goto(address + paper)
    for star in page.locator("[data-star]:visible").all()[:1]:
        star.click()
    for plate in page.locator("a.plate:visible").all()[:1]:
        plate.click()
        page.keyboard.press("Escape")
    for path in (paper, "list.html"):
        page.goto(address + path)
        settle(page)
        assert page.evaluate("window.pwned") is None, path
    context.close()
    assert problems == []


@pytest.mark.browser
def test_a_linked_drawing_is_saved_and_never_opened(
    tmp_path: Path, browser: Browser, serve: Callable[[Path], str]
) -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><script>document.title="ran"</script></svg>'
    )
    text = entry() + "\n## 笔记\n\n[drawing](a.svg)\n\n![shown](a.svg)\n"
    address = serve(site(tmp_path, {f"{DAY}/a.md": text, f"{DAY}/a.svg": drawing}).output)
    context = browser.new_context(viewport=WINDOW)
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    page.goto(f"{address}papers/2302.03084.html")
    saved: list[str] = []
    page.on("download", lambda download: saved.append(download.suggested_filename))
    context.on("page", lambda tab: tab.on("download", lambda download: saved.append(download.suggested_filename)))
    link, picture = page.get_by_text("drawing", exact=True).first, page.locator("a.plate img").first
    for place in (link, picture):
        place.click(modifiers=["ControlOrMeta"])
        place.click(button="middle")
        place.click()
    page.wait_for_timeout(500)
    assert saved == ["a.svg"] * 3
    assert {tab.url for tab in context.pages} <= {f"{address}papers/2302.03084.html", "about:blank", ""}
    assert all(tab.title() != "ran" for tab in context.pages)
    context.close()
