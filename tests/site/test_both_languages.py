"""Pages of entries that have summary and key points in both languages."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.building import DAY, ENTRY, site
from tests.site.test_pages import PAPER, made

BOTH = f"""{ENTRY}
## Summary

One sentence.

## Key points

1. First;
2. second.
"""
ATOM = "{http://www.w3.org/2005/Atom}"
LEDGER = "theme: ledger\n"


@pytest.mark.parametrize("settings", ["", LEDGER])
@pytest.mark.parametrize(("prefix", "first", "second"), [("", "zh", "en"), ("en/", "en", "zh")])
def test_both_are_shown_the_pages_language_first(
    tmp_path: Path, settings: str, prefix: str, first: str, second: str
) -> None:
    _, output = made(tmp_path, {f"{DAY}/a.md": BOTH}, settings)
    for path in (PAPER, "issues/2023-02-08.html"):
        page = output.files[prefix + path].decode()
        for zh, en in (("一句话。", "One sentence."), ("第一点;", "First;"), ("中文摘要。", "The abstract.")):
            places = {"zh": page.index(f"<p>{zh}"), "en": page.index(f"<p>{en}")}
            assert places[first] < places[second]
        assert page.count('class="prose in-') == 2
        assert "only-foreign" not in page
        assert page.count('class="prose in-zh" lang="zh-CN"') == page.count('class="prose in-en" lang="en"') == 1


def test_descriptions_and_feeds_are_in_the_language_of_their_tree(tmp_path: Path) -> None:
    built = site(tmp_path, {f"{DAY}/a.md": BOTH})
    for prefix, summary in (("", "一句话。"), ("en/", "One sentence.")):
        assert f'<meta name="description" property="og:description" content="{summary}">' in built.text(
            f"{prefix}{PAPER}"
        )
        assert [each.text for each in ET.fromstring(built.text(f"{prefix}feed.xml")).iter(f"{ATOM}summary")] == [
            summary
        ]
        assert [each["summary"] for each in json.loads(built.text(f"{prefix}feed.json"))["items"]] == [summary]


def test_feeds_have_both_in_full(tmp_path: Path) -> None:
    built = site(tmp_path, {f"{DAY}/a.md": BOTH})
    for prefix, order in (
        ("", ("一句话。", "One sentence.", "第二点。", "second.")),
        ("en/", ("One sentence.", "一句话。", "second.", "第二点。")),
    ):
        content = json.loads(built.text(f"{prefix}feed.json"))["items"][0]["content_html"]
        assert sorted(order, key=content.index) == list(order)


ASPECTS = f"{BOTH}\n## 局限\n\n很慢。\n\n## Method\n\nMap, then retrieve.\n\n## 方法\n\n先映射。\n"


@pytest.mark.parametrize("settings", ["", LEDGER])
@pytest.mark.parametrize(("prefix", "words"), [("", ("方法", "局限")), ("en/", ("Method", "Limitations"))])
def test_aspects_are_a_list_in_each_language(
    tmp_path: Path, settings: str, prefix: str, words: tuple[str, str]
) -> None:
    _, output = made(tmp_path, {f"{DAY}/a.md": ASPECTS}, settings)
    for path in (PAPER, "issues/2023-02-08.html", "index.html"):
        page = output.files[prefix + path].decode()
        # In the English tree those in Chinese only have a list of their own, in a block behind all that is in English.
        own, _, foreign = page.partition('<details class="foreign" data-folds="en" open>')
        assert bool(foreign) == bool(prefix)
        lists = [part.partition('<dl class="aspects">')[2].partition("</dl>")[0] for part in (own, foreign)]
        listed = "".join(lists)
        order = ["先映射。", "Map, then retrieve."] if not prefix else ["Map, then retrieve.", "先映射。"]
        shown = [f'<dt class="label">{words[0]}', *order, f'<dt class="label">{words[1]}', "很慢。"]
        assert sorted(shown, key=listed.index) == shown
        assert listed.count("<dd") == listed.count("</dd>") == 3
        assert listed.count('class="only') == (0 if prefix else 1)
        assert ("很慢。" in lists[1]) == bool(prefix)
    content = json.loads(output.files[f"{prefix}feed.json"])["items"][0]["content_html"]
    assert f"<dt>{words[0]}</dt>" in content
    assert "Map, then retrieve." in content
