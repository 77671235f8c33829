"""Sites in traditional Chinese: `zh-Hant` in the setting `languages`."""

import json
import re
from pathlib import Path

import pytest
import yaml

from digest.text.hanzi import TO_TRADITIONAL
from tests.building import DAY, ENTRY, BuiltSite, site
from tests.site.checking import faults_of
from tests.site.test_both_languages import BOTH
from tests.site.test_pages import ENGLISH_ONLY, PAPER, URL

HANT = ENTRY.replace("一个标题", "一個標題").replace("点", "點").replace("一句话。", "一句話。")
HANT = HANT.replace("一句话总结", "一句話總結")
SIMPLIFIED = re.compile(f"[{''.join(TO_TRADITIONAL)}]")


def made(root: Path, languages: str, more: str = "", text: str = HANT) -> BuiltSite:
    settings = f"url: {URL}\nlanguages: {languages}\n{more}"
    built = site(root, {"digest.yaml": settings, f"{DAY}/a.md": text, f"{DAY}/b.md": ENGLISH_ONLY})
    assert built.result.published, list(built.result.diagnostics)
    return built


@pytest.mark.parametrize("theme", ["default", "ledger"])
@pytest.mark.parametrize("languages", ["[zh-Hant, en]", "[en, ZH-hant]", "zh-TW"])
def test_every_page_is_in_traditional_characters(tmp_path: Path, languages: str, theme: str) -> None:
    built = made(tmp_path, languages, f"theme: {theme}\n")
    assert faults_of(built.output, URL) == []
    for path, held in built.files().items():
        if path.endswith((".html", "feed.xml", "feed.json")):
            text = held.decode()
            assert SIMPLIFIED.search(text) is None, (path, SIMPLIFIED.search(text))
            assert "zh-CN" not in text


def test_the_first_language_is_at_the_root_and_the_other_in_its_folder(tmp_path: Path) -> None:
    built = made(tmp_path / "a", "[zh-Hant, en]")
    assert '<html lang="zh-Hant"' in built.text(PAPER)
    assert f'hreflang="zh-Hant" href="{URL}{PAPER}"' in built.text(f"en/{PAPER}")
    assert "<title>一個標題 · 論文日報</title>" in built.text(PAPER)
    assert "論文日報\xa0· 第 1 期" in built.text("index.html")
    assert 'xml:lang="zh-Hant"' in built.text("feed.xml")
    assert json.loads(built.text("feed.json"))["language"] == "zh-Hant"
    other = made(tmp_path / "b", "[en, zh-Hant]")
    assert '<html lang="zh-Hant"' in other.text(f"zh-Hant/{PAPER}")
    assert f'hreflang="zh-Hant" href="{URL}zh-Hant/{PAPER}"' in other.text(PAPER)
    assert 'data-base="/digest/zh-Hant/"' in other.text("zh-Hant/404.html")
    assert json.loads(other.text("zh-Hant/feed.json"))["items"][0]["url"].startswith(f"{URL}zh-Hant/papers/")


@pytest.mark.parametrize("languages", ["[zh, en]", "[zh-Hans, en]", "[ZH-CN, EN]"])
def test_simplified_chinese_is_as_before(tmp_path: Path, languages: str) -> None:
    built = made(tmp_path, languages, text=BOTH)
    assert '<html lang="zh-CN"' in built.text(PAPER)
    assert "论文日报" in built.text(PAPER)


def test_settings_have_texts_of_their_own(tmp_path: Path) -> None:
    built = made(tmp_path, "[zh-Hant, en]", "title: {zh-Hant: 我的日報, en: Mine}\nfooter: {zh: 頁尾, en: Foot}\n")
    assert "我的日報" in built.text(PAPER)
    assert "頁尾" in built.text(PAPER)
    assert "Mine" in built.text(f"en/{PAPER}")


def test_a_site_may_change_words_in_either_file(tmp_path: Path) -> None:
    strings = {"zh": "summary: 一句\npermalink: 固定\n", "zh-Hant": "summary: 一句話\n", "en": "permalink: Permalink\n"}
    for name, text in strings.items():
        (tmp_path / "themes/default/strings").mkdir(parents=True, exist_ok=True)
        (tmp_path / f"themes/default/strings/{name}.yaml").write_text(text, encoding="utf-8")
    built = made(tmp_path, "[zh-Hant, en]")
    assert '<p class="label">一句話' in built.text(PAPER)
    assert ">固定</a>" in built.text("issues/2023-02-08.html")


def test_a_change_of_the_script_reaches_every_page(tmp_path: Path) -> None:
    made(tmp_path, "[zh, en]", text=BOTH)
    again = made(tmp_path, "[zh-Hant, en]")
    assert again.files() == made(tmp_path / "new", "[zh-Hant, en]").files()


@pytest.mark.parametrize("theme", ["default", "ledger"])
def test_every_word_of_the_themes_is_in_traditional_characters(theme: str) -> None:
    folder = Path(__file__).parents[2] / "themes" / theme / "strings"
    words, traditional = (
        yaml.safe_load((folder / f"{lang}.yaml").read_text(encoding="utf-8")) for lang in ("zh", "zh-Hant")
    )
    assert traditional.keys() <= words.keys()
    assert {key: each for key, each in (words | traditional).items() if SIMPLIFIED.search(str(each))} == {}
