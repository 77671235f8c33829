"""Aspects of a paper: 动机, 方法, 结果, 结论, 局限, 推荐理由; and known headings below free sections."""

import itertools

import pytest

from digest.authoring.composing import NewEntry, compose_entry
from digest.content.documents import read_document
from digest.content.sections import ASPECTS
from digest.content.typesetting import typeset
from digest.text.hanzi import traditional_forms
from digest.text.source import Source
from tests.content.test_pairs import spoken
from tests.content.test_sections import FORMS, PLAIN, body_of, entry_of, plain, sections_of

CHINESE = {"motivation": "动机", "method": "方法", "results": "结果", "conclusion": "结论"}
CHINESE |= {"limitations": "局限", "why_read": "推荐理由"}
BOTH = [(field, name) for field, (chinese, english) in ASPECTS.items() for name in (*chinese, *english)]


@pytest.mark.parametrize("order", list(itertools.permutations(ASPECTS))[::37])
def test_they_are_shown_in_a_fixed_order(order: tuple[str, ...]) -> None:
    text = "".join(f"## {CHINESE[name]}\n\n关于{CHINESE[name]}。\n\n" for name in order)
    aspects = body_of(text).aspects
    assert [each.name for each in aspects] == list(ASPECTS)
    assert [plain(each.text) for each in aspects] == [f"关于{CHINESE[name]}。" for name in ASPECTS]
    assert body_of(text).notes == ()


@pytest.mark.parametrize(("field", "name"), BOTH)
@pytest.mark.parametrize("form", [form for form in FORMS if form not in PLAIN])
def test_headings_and_bold_labels_start_one(form: str, field: str, name: str) -> None:
    for spelled in (name, name.title(), *traditional_forms(name)):
        body = body_of(f"{form.format(spelled)}\n\nText.\n")
        assert [(each.name, spoken(each.text), each.text_en) for each in body.aspects] == [
            (field, ("en", "Text."), None)
        ]


@pytest.mark.parametrize("line", ["方法：", "方法:", "Method:", "结果 :"])
def test_a_plain_line_starts_none(line: str) -> None:
    assert [each[0] for each in sections_of(f"\n## 摘要\n\n我们的\n{line}\n\n一二三。\n")] == ["abstract_zh"]


@pytest.mark.parametrize(
    "line", ["方法：用 CLIP。", "- **方法**：用 CLIP。", "**方法和结果**", "- **关键点**：一。", "> ## 方法"]
)
def test_words_inside_a_section_are_text(line: str) -> None:
    text = f"## 一句话总结\n\n一句话。\n\n{line}\n"
    assert [each[0] for each in sections_of(f"\n{text}")] == ["summary"]
    parsed = typeset(read_document(Source(path="content/2023-02-08/a.md", text=f"{HEAD}{text}")))
    assert parsed.diagnostics == ()


def test_a_structured_abstract_is_no_mistake() -> None:
    abstract = "**目标：**一。\n**方法：**二。\n**结果：**三。\n"
    for text, codes in ((f"## 摘要\n\n{abstract}", 0), (f"## 摘要\n\n摘要。\n\n{abstract}", 2), (abstract, 2)):
        parsed = typeset(read_document(Source(path="content/2023-02-08/a.md", text=f"{HEAD}{text}")))
        assert [each.code for each in parsed.diagnostics] == ["text-behind-label"] * codes


HEAD = "---\ntitle: A\ntitle_zh: 题\nauthors: A Lee\ncategory: CV\narxiv: 2302.03084\n---\n\n"


def test_each_of_a_pair_has_the_language_of_its_heading() -> None:
    for text in (
        "## Method\n\n用 CLIP。\n\n## 方法\n\nCLIP.\n\n## 局限\n\n很多。\n",
        "**方法**\n\nCLIP.\n\n**Methods**\n\n用 CLIP。\n\n### Limitation\n\n很多。\n",
    ):
        method, limits = body_of(text).aspects
        assert (spoken(method.text), spoken(method.text_en)) == (("zh", "CLIP."), ("en", "用 CLIP。"))
        assert (spoken(limits.text), limits.text_en) == (("zh", "很多。"), None)
    assert entry_of(text).languages == ("zh", "en")


def test_an_empty_one_is_not_shown() -> None:
    assert body_of("## 方法\n\n## 结果\n\n好。\n").aspects[0].name == "results"


def test_they_are_read() -> None:
    entry = entry_of("## 方法\n\n一二三。\n\n## Method\n\nOne two.\n")
    assert (entry.han, entry.words) == (3, 2)


@pytest.mark.parametrize(
    "inner", ["### 方法", "### 摘要", "#### Abstract", "### 3. 实验设计", "**方法**", "### 要点：", "### Figures"]
)
def test_a_known_heading_below_a_free_section_belongs_to_it(inner: str) -> None:
    text = f"## 摘要\n\n摘要。\n\n## 论文详细总结\n\n开头。\n\n{inner}\n\n里面。\n\n## Abstract\n\nText.\n"
    body = body_of(text)
    assert plain(body.abstract_zh) == "摘要。"
    assert plain(body.abstract) == "Text."
    assert (body.aspects, body.key_points, body.figures) == ((), (), ())
    assert "里面。" in "".join(plain(note.text) for note in body.notes)


def test_the_free_section_ends_at_its_own_level() -> None:
    text = "\n## 笔记\n\n### 方法\n\na\n\n## 方法\n\nb\n\n### 要点\n\nc"
    assert [(each[0], each[1]) for each in sections_of(text)] == [
        ("", "笔记"),
        ("", "方法"),
        ("method", ""),
        ("key_points", ""),
    ]


def test_headings_below_an_aspect_are_text_of_it() -> None:
    body = body_of("## 方法\n\n开头。\n\n### 结果\n\n里面。\n\n### 损失\n\n更多。\n\n## 结果\n\n好。\n")
    assert [(each.name, plain(each.text).split()) for each in body.aspects] == [
        ("method", ["开头。", "结果", "里面。", "损失", "更多。"]),
        ("results", ["好。"]),
    ]
    assert "<p><strong>损失</strong></p>" in body.aspects[0].text.html
    assert body.notes == ()


def test_a_title_above_all_sections_has_none_below_it() -> None:
    text = "# Pic2Word\n\n## 要点\n\n- 一\n\n## 方法\n\n二。\n\n# Notes\n\n## 摘要\n\n三。\n"
    assert [(each[0], each[1]) for each in sections_of(f"\n{text}")] == [
        ("", "Pic2Word"),
        ("key_points", ""),
        ("method", ""),
        ("", "Notes"),
        ("", "摘要"),
    ]


def test_a_section_that_is_composed_is_read_as_an_aspect() -> None:
    entry = NewEntry(
        title="A",
        title_zh="题",
        authors=("A Lee",),
        category=("CV",),
        arxiv="2302.03084",
        sections=(("方法", "一。"), ("Method", "One."), ("Methods", "Two."), ("摘要", "三。")),
    )
    composed = compose_entry(entry)
    assert "## 方法\n" in composed
    assert "## 摘要 2\n" in composed
    parsed = typeset(read_document(Source(path="content/2023-02-08/a.md", text=composed)))
    assert parsed.diagnostics == ()
    assert [(plain(each.text), plain(each.text_en)) for each in parsed.value.body.aspects] == [("一。", "One.")]
    assert [note.heading_html for note in parsed.value.body.notes] == ["Methods 2", "摘要 2"]
