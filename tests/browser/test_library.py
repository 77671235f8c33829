"""The reader of the data of the search, in a browser over a built site."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from digest.outputs.search_index import make_shards
from digest.plan import search_parts
from tests.building import BuiltSite, build, entry, site

LIBRARY = Path(__file__).parents[2] / "themes/default/static/library.js"
FILES = {
    f"content/2023-02-{day:02}/{place}.md": entry(
        arxiv=f"2302.{day:02}{place:03}",
        title=f"Word{day} of GPT-4",
        title_zh=f"第{day}个标题",
        authors="[Ada Lovelace, 张三]",
        affiliations="[𠮷田]",
        tags="[图]",
        code="https://example.org/" if place else "",
    )
    for day in range(1, 9)
    for place in range(7)
}
LOAD = """async ([script, base]) => {
  await new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    Object.assign(tag, {src: script, onload: resolve, onerror: reject});
    document.head.append(tag);
  });
  window.library = digest.library(base);
}"""
READ = """async ([words, slugs]) => {
  const found = {parts: await library.parts(), postings: [], characters: [], facets: [], names: []};
  for (const part of found.parts) {
    found.postings.push(Object.fromEntries(await library.postings(part, words)));
    found.characters.push(Object.fromEntries(await library.character(part, "标")));
    found.facets.push(await library.facets(part));
    found.names.push(await library.names(part));
  }
  found.papers = await library.papers(found.parts[0], [0, 16]);
  found.found = [...await library.find(slugs)];
  found.requests = library.requests;
  return found;
}"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_parts, "LIMIT", 30)
        found = site(tmp_path_factory.mktemp("library"), FILES)
    shutil.copy(LIBRARY, found.output)
    return found


def read(browser: Browser, base: str, words: list[str], slugs: list[str]) -> dict[str, Any]:
    page = browser.new_page()
    try:
        page.goto(f"{base}index.html")
        page.evaluate(LOAD, ["library.js", "search/"])
        found: dict[str, Any] = page.evaluate(READ, [words, slugs])
    finally:
        page.close()
    return found


@pytest.mark.parametrize("from_disk", [False, True], ids=["http", "file"])
def test_the_data_are_read(
    browser: Browser, serve: Callable[[Path], str], built: BuiltSite, *, from_disk: bool
) -> None:
    base = f"{built.output.as_uri()}/" if from_disk else serve(built.output)
    words = ["gpt", "word8", "word1", "标题", "吉田", "𠮷田", "题"]
    found = read(browser, base, words, ["2302.01003", "2302.08000", "none"])
    assert [(part["papers"], part["first"][-2:], part["last"][-2:]) for part in found["parts"]]
    every = [list(range(part["papers"])) for part in found["parts"]]
    newest, oldest = found["postings"][0], found["postings"][-1]
    assert [each["gpt"] for each in found["postings"]] == [{"all": each, "title": each} for each in every]
    assert newest["word8"]["all"] == every[0][-7:]
    assert newest["word1"] == {"all": [], "title": []}
    assert oldest["word1"]["title"] == every[-1][:7]
    assert oldest["𠮷田"] == {"all": every[-1], "title": []}
    assert oldest["题"]["title"] == oldest["标题"]["title"] == every[-1]
    assert found["characters"][0].keys() == {"标题"}
    assert [len(each["slug"]) for each in found["facets"]] == [len(each) for each in every]
    assert found["facets"][0]["tags"][0] == ["图"]
    assert found["facets"][0]["code"][:7] == [False, *[True] * 6]
    assert found["names"][0]["authors"][0] == ["Ada Lovelace", "张三"]
    first, later = found["papers"]
    assert [first["n"], later["n"]] == [0, 16]
    assert first["slug"] == found["facets"][0]["slug"][0]
    assert first["title"].endswith(" of GPT-4")
    assert [name for name, _, _ in first["fields"]].count("key_points") == 2
    assert {"authors", "affiliations", "categories", "day", "code", "title_zh", "venue"} <= first.keys()
    assert [slug for slug, _ in found["found"]] == ["2302.08000", "2302.01003"]


def test_a_part_that_is_gone_leads_to_the_new_list(
    browser: Browser, serve: Callable[[Path], str], built: BuiltSite
) -> None:
    base = serve(built.output)
    page = browser.new_page()
    try:
        page.goto(f"{base}index.html")
        page.evaluate(LOAD, ["library.js", "search/"])
        page.evaluate("library.parts()")
        changed = built.root / "content/2023-02-08/0.md"
        text = changed.read_text(encoding="utf-8")
        changed.write_text(re.sub("arxiv: .*", "arxiv: 2302.99999", text), encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(search_parts, "LIMIT", 30)
            build(built.root)
        found = page.evaluate("""async () => {
          const [old] = await library.parts();
          const told = await library.postings(old, ["gpt"]).catch((error) => error.renewed);
          const [part] = await library.parts();
          const again = await library.postings(part, ["gpt"]);
          return [told, again.get("gpt").all.length, [...(await library.find(["2302.99999"])).keys()]];
        }""")
        assert found == [True, 28, ["2302.99999"]]
    finally:
        page.close()


def test_papers_far_apart_are_read(browser: Browser, serve: Callable[[Path], str], built: BuiltSite) -> None:
    """Past the gaps that have a character of ASCII, and past the surrogates."""
    numbers = [0, 92, 184, 277, 2999, 11_200, 66_500, 66_501, 190_000]
    keys = [({"图"}, {"图"}) if number in numbers else ((), ()) for number in range(190_001)]
    folder = built.output / "search"
    [shard] = make_shards(keys, 1)
    (folder / "far-0.js").write_text(f"digest.data('far-0',{json.dumps(shard)});", encoding="utf-8")
    page = browser.new_page()
    try:
        page.goto(f"{serve(built.output)}index.html")
        page.evaluate(LOAD, ["library.js", "search/"])
        read = "async (part) => (await library.postings(part, ['图'])).get('图')"
        assert page.evaluate(read, {"name": "far", "shards": 1}) == {"title": numbers, "all": numbers}
    finally:
        page.close()
        (folder / "far-0.js").unlink()
