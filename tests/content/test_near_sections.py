"""A heading with a typo in the name of a section is told; headings of other words are not."""

import pytest

from digest.content.documents import read_document
from digest.content.sections import section_field
from digest.text.diagnostics import Diagnostic
from digest.text.source import Source

FRONT = "---\ntitle: A\ntitle_zh: 题\nauthors: A Lee\ncategory: CV\narxiv: 2302.03084\n---\n\n"


def told(body: str) -> list[Diagnostic]:
    found = read_document(Source(path="content/2023-02-08/a.md", text=FRONT + body)).diagnostics
    return [each for each in found if each.code == "unknown-section"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Abstact", "Abstract"),
        ("abstrcat", "Abstract"),
        ("bstract", "Abstract"),
        ("1. Abstact:", "Abstract"),
        ("**Abstracts**", "Abstract"),
        ("摘 要", "摘要"),
        ("要  点", "要点"),
        ("一句话 总结", "一句话总结"),
        ("一句话小结", "一句话总结"),
        ("一句話总结", "一句话总结"),
        ("推荐理由推", "推荐理由"),
        ("Key point", "Key points"),
        ("Keypoints", "Key points"),
        ("key–points", "Key points"),
        ("Sumary", "Summary"),
        ("TLRD", "Tl;dr"),
        ("Figuers", "Figures"),
        ("Conclusoin", "Conclusion"),
        ("Motivations", "Motivation"),
    ],
)
def test_a_typo_in_a_name_is_told(typed: str, meant: str) -> None:
    [found] = told(f"## {typed}\n\nText.\n")
    assert found.hint == f"did you mean '## {meant}'?"
    assert section_field(typed) == ""


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("推荐理由。", "why_read"),
        ("要点！", "key_points"),
        ("一句话总结……", "summary"),
        ("Key-points", "key_points_en"),
        ("Key_Points.", "key_points_en"),
        ("2. why-read:", "why_read_en"),
        ("Figure", "figures"),
        ("图 / Figure", "figures"),
    ],
)
def test_punctuation_and_number_do_not_matter(typed: str, field: str) -> None:
    assert section_field(typed) == field
    assert told(f"## {typed}\n\nText.\n") == []


def test_a_caption_is_no_section() -> None:
    body = "## Abstract\n\nText.\n\nFigure: the overview.\n\nFigure:\n\nMore.\n"
    document = read_document(Source(path="content/2023-02-08/a.md", text=FRONT + body))
    assert ([each.field for each in document.sections], document.diagnostics) == (["abstract"], ())


@pytest.mark.parametrize(
    "heading",
    [
        *("方法-结果", "Method-results"),
        *("概要", "提要", "重点", "看点", "方法论", "办法", "研究动向", "研究背景", "中文摘录", "图表", "笔记", "图 1"),
        *("Background", "Notes", "Discussion", "Methodology", "Resulting", "A", "Results 2", "3D Method", "Key ideas"),
        *("Why it works", "Related work"),
    ],
)
def test_other_words_are_headings_of_one_s_own(heading: str) -> None:
    assert told(f"## {heading}\n\nText.\n") == []


def test_headings_inside_others_and_on_pages_are_not_looked_at() -> None:
    assert told("## 笔记\n\n### Abstact\n\nText.\n") == []
    assert read_document(Source(path="content/x.md", text="---\npage: true\n---\n## Abstact\n")).diagnostics == ()
