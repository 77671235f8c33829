"""Sites in one language: pages offer no other, and nothing asks for one."""

import re
from pathlib import Path

import pytest

from tests.building import DAY, ENTRY, SETTINGS, BuiltSite, check, site
from tests.site.test_both_languages import BOTH
from tests.site.test_pages import CHINESE_ONLY, ENGLISH_ONLY, PAPER

ENGLISH = SETTINGS + "languages: [en]\n"
CHINESE = SETTINGS + "languages: [zh]\n"
ISSUE = "issues/2023-02-08.html"
LEADS = "两句中文。\n\nTwo words in English, and more.\n\n"
WHOLE_ENGLISH = """\
---
title: A
authors: A Lee
category: CV
arxiv: 2302.03084
---

## Summary

One sentence.

## Abstract

The abstract.
"""


@pytest.fixture(params=["default", "ledger"])
def theme(request: pytest.FixtureRequest) -> str:
    return f"theme: {request.param}\n"


def pages_of(built: BuiltSite) -> dict[str, str]:
    return {path: held.decode() for path, held in built.files().items() if path.endswith(".html")}


@pytest.mark.parametrize("settings", [ENGLISH, CHINESE])
def test_no_page_has_a_switch_or_a_mark(tmp_path: Path, settings: str, theme: str) -> None:
    files = {f"{DAY}/a.md": BOTH, f"{DAY}/b.md": ENGLISH_ONLY, f"{DAY}/c.md": CHINESE_ONLY}
    built = site(tmp_path, {"digest.yaml": settings + theme, **files})
    pages = pages_of(built)
    assert len(pages) > 5
    for page in pages.values():
        assert re.search(r'<d-switch|class="only|class="twin|hreflang|class="in-|spare', page) is None
        assert re.search(r"<html [^>]*data-monolingual", page) is not None
        assert "brand-other" not in page


def test_a_site_in_two_languages_is_as_before(tmp_path: Path) -> None:
    page = site(tmp_path, {f"{DAY}/a.md": BOTH}).text(PAPER)
    assert "<d-switch>" in page
    assert "data-monolingual" not in page


def test_a_site_in_english_shows_english_texts(tmp_path: Path, theme: str) -> None:
    built = site(
        tmp_path, {"digest.yaml": ENGLISH + theme, f"{DAY}/a.md": BOTH.replace("## 要点", f"{LEADS}## 要点", 1)}
    )
    for path in (PAPER, ISSUE, "categories/cv.html", "feed.xml", "feed.json"):
        text = built.text(path)
        assert "A Title" in text
        assert re.search("[\u4e00-\u9fff]", text) is None, path
    for english in ("One sentence.", "First;", "The abstract.", "Two words in English, and more."):
        assert english in built.text(PAPER)


def test_a_site_in_chinese_shows_chinese_texts_and_the_papers_own_words(tmp_path: Path, theme: str) -> None:
    built = site(
        tmp_path, {"digest.yaml": CHINESE + theme, f"{DAY}/a.md": BOTH.replace("## 要点", f"{LEADS}## 要点", 1)}
    )
    for path in (PAPER, ISSUE):
        text = built.text(path)
        for shown in ("一个标题", "A Title", "一句话。", "第一点;", "中文摘要。", "The abstract.", "两句中文。"):
            assert shown in text
        for english in ("One sentence.", "First;", "Two words in English"):
            assert english not in text
    for feed in ("feed.xml", "feed.json"):
        assert "一句话。" in built.text(feed)
        assert "One sentence." not in built.text(feed)


@pytest.mark.parametrize(
    ("settings", "entry", "texts"),
    [
        (ENGLISH, CHINESE_ONLY, ["只有中文的摘要。"]),
        (CHINESE, ENGLISH_ONLY, ["A point.", "An abstract."]),
    ],
)
def test_a_text_in_the_other_language_alone_is_shown(
    tmp_path: Path, settings: str, entry: str, texts: list[str]
) -> None:
    built = site(tmp_path, {"digest.yaml": settings, f"{DAY}/a.md": entry})
    for text in texts:
        assert text in built.text(ISSUE)


def test_a_whole_entry_passes_strictly(tmp_path: Path) -> None:
    files = {"digest.yaml": ENGLISH, f"{DAY}/a.md": WHOLE_ENGLISH}
    built = site(tmp_path, files, strict=True)
    assert built.result.published
    assert list(built.result.diagnostics) == []
    assert check(tmp_path) == ()


def test_a_site_in_english_does_not_ask_for_chinese(tmp_path: Path) -> None:
    empty = WHOLE_ENGLISH.replace("arxiv:", "title_zh: In English It Is, Alas\narxiv:") + "\n## 摘要\n\n## 要点\n"
    site(tmp_path, {"digest.yaml": ENGLISH, f"{DAY}/a.md": empty})
    assert check(tmp_path) == ()


def test_a_site_in_chinese_asks_for_a_chinese_title_only(tmp_path: Path) -> None:
    text = ENTRY.replace("title_zh: 一个标题\n", "").partition("## Abstract")[0] + "## Abstract\n"
    site(tmp_path, {"digest.yaml": CHINESE, f"{DAY}/a.md": text})
    assert [each.code for each in check(tmp_path)] == ["missing-title-zh"]


def test_a_changed_setting_asks_again(tmp_path: Path) -> None:
    text = ENTRY.replace("title_zh: 一个标题\n", "")
    for settings, codes in ((ENGLISH, []), (CHINESE, ["missing-title-zh"]), (ENGLISH, [])):
        built = site(tmp_path, {"digest.yaml": settings, f"{DAY}/a.md": text})
        assert [each.code for each in built.result.diagnostics] == codes


@pytest.mark.parametrize("settings", [ENGLISH, CHINESE])
def test_the_list_of_categories_has_no_other_language(tmp_path: Path, settings: str) -> None:
    built = site(tmp_path, {f"{DAY}/a.md": ENTRY, "digest.yaml": settings})
    assert "term-other" not in built.text("categories/index.html")
