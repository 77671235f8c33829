"""Texts in both languages: 一句话总结 and Summary, 要点 and Key points."""

import itertools

import pytest

from digest.content.body import Text
from digest.content.documents import read_document
from digest.content.typesetting import typeset
from digest.text.source import Source
from tests.content.test_sections import HEAD, body_of, entry_of, plain

SUMMARY = {"一句话总结": "用 CLIP。", "Summary": "It uses 检索."}
POINTS = {"要点": "1. 甲\n2. CLIP", "Key points": "- One\n- 检索"}


def spoken(text: Text | None) -> tuple[str, str] | None:
    return (text.lang, plain(text)) if text is not None else None


def sections(texts: dict[str, str], form: str = "## {}") -> str:
    return "\n\n".join(f"{form.format(name)}\n\n{text}" for name, text in texts.items()) + "\n"


@pytest.mark.parametrize("form", ["## {}", "#### {}：", "**{}**", "{}:"])
@pytest.mark.parametrize("order", list(itertools.permutations({**SUMMARY, **POINTS})))
def test_each_of_a_pair_has_the_language_of_its_heading(order: tuple[str, ...], form: str) -> None:
    body = body_of(sections({name: {**SUMMARY, **POINTS}[name] for name in order}, form))
    assert spoken(body.summary) == ("zh", "用 CLIP。")
    assert spoken(body.summary_en) == ("en", "It uses 检索.")
    assert [spoken(each) for each in body.key_points] == [("zh", "甲"), ("zh", "CLIP")]
    assert [spoken(each) for each in body.key_points_en] == [("en", "One"), ("en", "检索")]


@pytest.mark.parametrize("name", ["一句话总结", "Summary", "TL;DR", "tldr"])
@pytest.mark.parametrize(("text", "lang"), [("一句话。", "zh"), ("One sentence.", "en")])
def test_one_alone_has_the_language_of_its_text(name: str, text: str, lang: str) -> None:
    body = body_of(f"## {name}\n\n{text}\n")
    assert (spoken(body.summary), body.summary_en) == ((lang, text), None)


@pytest.mark.parametrize("name", ["要点", "Key points"])
def test_key_points_alone_have_each_the_language_of_its_text(name: str) -> None:
    body = body_of(f"## {name}\n\n- 甲\n- One\n")
    assert [each.lang for each in body.key_points] == ["zh", "en"]
    assert body.key_points_en == ()


@pytest.mark.parametrize("empty", ["", "\n   \n"])
def test_an_empty_section_is_none_of_a_pair(empty: str) -> None:
    body = body_of(f"## 一句话总结\n{empty}\n## Summary\n\n用 CLIP。\n\n## Key points\n{empty}\n## 要点\n\n- One\n")
    assert (spoken(body.summary), body.summary_en) == (("zh", "用 CLIP。"), None)
    assert ([spoken(each) for each in body.key_points], body.key_points_en) == ([("en", "One")], ())


def test_the_texts_may_be_keys() -> None:
    keys = ("summary: 用 CLIP。", "summary_en: It uses 检索.", "要点: [甲, CLIP]", "key_points_en: [One, 检索]")
    by_sections = body_of(sections({**SUMMARY, **POINTS}))
    assert body_of("", *keys) == by_sections
    mixed = body_of(sections({"Summary": SUMMARY["Summary"], "要点": POINTS["要点"]}), keys[0], keys[3])
    assert mixed == by_sections


@pytest.mark.parametrize("key", ["summary_en", "summary", "tldr"])
def test_one_key_alone_has_the_language_of_its_text(key: str) -> None:
    for text, lang in (("一句话。", "zh"), ("One sentence.", "en")):
        body = body_of("", f"{key}: {text}")
        assert (spoken(body.summary), body.summary_en) == ((lang, text), None)


def test_descriptions_are_in_the_language_of_the_page() -> None:
    both = body_of(sections(SUMMARY))
    assert (both.summary_text, both.summary_text_en) == ("用 CLIP。", "It uses 检索.")
    text = "## 一句话总结\n\n一句话。\n\n## Abstract\n\nThe abstract.\n"
    assert (body_of(text).summary_text, body_of(text).summary_text_en) == ("一句话。", "The abstract.")
    alone = body_of("## 摘要\n\n只有中文。\n")
    assert alone.summary_text == alone.summary_text_en == "只有中文。"


def test_both_languages_are_the_entrys_and_are_read() -> None:
    entry = entry_of(sections({**SUMMARY, **POINTS}))
    assert entry.languages == ("zh", "en")
    assert (entry.han, entry.words) == (1 + 2 + 1 + 2, 1 + 2 + 1 + 1)


def test_a_note_below_a_list_serves_the_points_and_the_summary() -> None:
    body = body_of("## Key points\n\n- One.[^a]\n\n[^a]: Note.\n\n## 要点\n\n- 甲[^a]\n\n## Summary\n\nIt.[^a]\n")
    for text in (*body.key_points, *body.key_points_en, body.summary):
        assert text is not None
        assert "Note." in text.html


def told(body: str, *keys: str) -> list[str]:
    head = HEAD.replace("---\n\n", "".join(f"{key}\n" for key in keys) + "---\n\n")
    parsed = typeset(read_document(Source(path="content/2023-02-08/a.md", text=head + body)))
    return [f"{each.code}: {each.message}" for each in parsed.diagnostics]


@pytest.mark.parametrize(
    ("section", "key", "name"),
    [
        ("## 一句话总结", "summary: 一句话。", "summary"),
        ("## 一句话总结", "tldr: In English.", "summary"),
        ("## Summary", "summary_en: In English.", "summary_en"),
        ("TL;DR:", "summary: In English.", "summary"),
        ("## Key points", "key_points: [One]", "key_points"),
        ("## Key points", "key_points_en: [一]", "key_points_en"),
        ("## 要点", "key_points: [一]", "key_points"),
    ],
)
def test_a_text_given_as_key_and_as_section_is_an_error(section: str, key: str, name: str) -> None:
    assert told(f"{section}\n\nText.\n", key) == [f"field-given-twice: '{name}' is given here and in the front matter"]


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ("## Summary", "summary: 一句话。"),
        ("## TL;DR", "一句话总结: AlphaGo。"),
        ("## 一句话总结", "summary_en: In English."),
        ("## Key points", "要点: [CLIP]"),
    ],
)
def test_the_other_language_is_none_that_is_given_twice(section: str, key: str) -> None:
    assert told(f"{section}\n\nText.\n", key) == []


def test_two_sections_of_one_language_are_an_error() -> None:
    assert told("## Summary\n\nOne.\n\n## TL;DR\n\nTwo.\n") == [
        "field-given-twice: 'summary_en' is given here and in a section above"
    ]


def test_a_label_inside_a_text_of_the_same_kind_is_text() -> None:
    assert told("## 一句话总结\n\nTL;DR：一句话。\n") == []
    assert [each.partition(":")[0] for each in told("## 一句话总结\n\n摘要：一句话。\n")] == ["text-behind-label"]
