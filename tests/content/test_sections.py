"""An entry's body: sections in every form, and their texts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.content import sections
from digest.content.body import Body, Text
from digest.content.documents import read_document
from digest.content.entry import Entry
from digest.content.key_points import split_points
from digest.content.sections import SECTIONS, split_sections
from digest.content.typesetting import Typeset, typeset
from digest.text.source import Source, Span, slice_excerpt
from tests.building import ENTRY

HEAD = ENTRY.split("## 要点")[0]
FORMS = (
    *(f"{'#' * level} {{}}" for level in range(1, 7)),
    "## {} ##",
    "##{}",
    "## {}：",
    "## **{}**",
    "   ### {}",
    "**{}**",
    "**{}：**",
    "**{}:**",
    "**{}**：",
    "__{}__:",
    "{}:",
    "{}：",
    "{} :",
    "{}\n==",
    "{}\n---",
    "{}：\n---",
)
PLAIN = ("{}:", "{}：", "{} :", "{}：\n---")
"""Lines that name a section, but no aspect."""

NAMES = [(field, name) for field, names in SECTIONS.items() for name in names]


def parse(body: str, *keys: str) -> Typeset:
    """An entry with this body, which has no diagnostics."""
    head = HEAD.replace("---\n\n", "".join(f"{key}\n" for key in keys) + "---\n\n")
    parsed = typeset(read_document(Source(path="content/2023-02-08/paper.md", text=head + body)))
    assert parsed.diagnostics == ()
    return parsed.value


def body_of(text: str, *keys: str) -> Body:
    return parse(text, *keys).body


def entry_of(text: str, *keys: str) -> Entry:
    entry = parse(text, *keys).record
    assert isinstance(entry, Entry)
    return entry


def plain(text: Text | None) -> str:
    assert text is not None
    return re.sub(r"<[^>]+>", "", text.html).strip()


def sections_of(text: str) -> list[tuple[str, str, int, str]]:
    source = Source(path="a.md", text=text)
    return [
        (each.field, each.heading.text if each.heading else "", each.level, each.content.text.strip())
        for each in split_sections(source, Span(start=0, end=len(text)))
    ]


@pytest.mark.parametrize(("field", "name"), NAMES)
@pytest.mark.parametrize("form", FORMS)
def test_a_section_is_known_by_each_of_its_names_in_each_form(form: str, field: str, name: str) -> None:
    for typed in (name, name.upper(), name.title()):
        text = f"\n{form.format(typed)}\n\nText.\n"
        assert [(each[0], each[3]) for each in sections_of(text)] == [(field, "Text.")]


def test_the_fields_of_a_body_are_what_stands_in_their_sections() -> None:
    body = body_of(ENTRY.removeprefix(HEAD))
    assert [plain(point) for point in body.key_points] == ["第一点;", "第二点。"]
    assert (plain(body.summary), plain(body.abstract_zh), plain(body.abstract)) == (
        "一句话。",
        "中文摘要。",
        "The abstract.",
    )
    assert (body.lead, body.notes, body.figures) == ((), (), ())


def test_the_same_texts_may_stand_in_the_front_matter() -> None:
    keys = ("key_points: [第一点;, 第二点。]", "summary: 一句话。", "摘要: 中文摘要。", "abstract: The abstract.")
    from_keys, from_sections = body_of("", *keys), body_of(ENTRY.removeprefix(HEAD))
    for name in ("summary", "abstract_zh", "abstract", "summary_text"):
        assert getattr(from_keys, name) == getattr(from_sections, name)
    assert [point.html for point in from_keys.key_points] == [point.html for point in from_sections.key_points]


def test_any_other_heading_starts_a_free_section_and_they_stay_in_order() -> None:
    text = "## 笔记\n\n一。\n\n### 细节\n\n二。\n\n## 要点\n\n- 点\n\n# Notes\n\nThree.\n\n###### 深\n\n四。"
    body = body_of(text)
    assert [(note.heading_html, note.depth, plain(note.text)) for note in body.notes] == [
        ("笔记", 0, "一。"),
        ("细节", 1, "二。"),
        ("Notes", 0, "Three."),
        ("深", 1, "四。"),
    ]


def test_a_heading_may_be_empty_and_a_section_too() -> None:
    body = body_of("## 笔记\n\n##\n\n文字。\n\n## 摘要\n\n## Abstract")
    assert [(note.heading_html, plain(note.text)) for note in body.notes] == [("笔记", ""), ("", "文字。")]
    assert body.abstract_zh is None
    assert body.abstract is None


def test_text_before_the_first_heading_is_the_lead_in_groups_of_one_language() -> None:
    body = body_of("今天的论文。\n\n也是中文。\n\nIn English.\n\n又是中文。\n\n## 笔记\n\n一。")
    assert [(text.lang, text.html.count("<p>")) for text in body.lead] == [("zh", 2), ("en", 1), ("zh", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "```\n# not a heading\n```",
        "~~~~\n## 摘要\n~~~\n要点:\n~~~~",
        "```python\n# not a heading\n\n要点:\n```",
        "```\n# never closed\n\n## 摘要\n\n要点:",
        "   ```\n## 摘要\n   ```",
        "    ## 摘要",
        "#hashtag",
        "####### seven",
        "正文里说的 ## 摘要",
        "> ## 摘要",
        "- ## 摘要",
        "`摘要`:",
        "**摘要和结论**",
        "A paragraph that goes on\nbelow:\n---\nand on",
    ],
)
def test_what_only_looks_like_a_heading_stays_text(text: str) -> None:
    assert sections_of(text) == [("", "", 0, text.strip())]


def test_a_line_of_dashes_below_a_paragraph_is_a_rule_and_below_one_line_a_heading() -> None:
    assert sections_of("One\ntwo\n---\n\nHeading\n---\n\nText")[0][1] == ""
    assert sections_of("\nHeading\n---\n\nText") == [("", "Heading", 2, "Text")]
    assert sections_of("\nHeading\n===\n\nText") == [("", "Heading", 1, "Text")]


def test_a_fence_inside_a_section_hides_headings_and_ends_with_its_own_mark() -> None:
    text = "## 摘要\n\n````\n```\n## Abstract\n````\n\n## 笔记\n\n一。"
    assert [each[0] for each in sections_of(text)] == ["abstract_zh", ""]


def test_an_abstract_has_its_own_language_and_other_texts_are_guessed() -> None:
    body = body_of(
        "## 摘要\n\nLoRA\n\n## Abstract\n\n摘要\n\n## Summary\n\nIn one sentence.\n\n## 要点\n\n- 方法 CLIP\n- A point"
    )
    assert body.abstract_zh is not None
    assert body.abstract is not None
    assert body.summary is not None
    assert (body.abstract_zh.lang, body.abstract.lang, body.summary.lang) == ("zh", "en", "en")
    assert [point.lang for point in body.key_points] == ["zh", "en"]


def test_the_languages_of_an_entry_are_those_of_its_texts() -> None:
    assert entry_of("").languages == ("zh", "en")
    text = HEAD.replace("title_zh: 一个标题\n", "") + "## Abstract\n\nText."
    entry = typeset(read_document(Source(path="content/2023-02-08/a.md", text=text))).value.record
    assert isinstance(entry, Entry)
    assert entry.languages == ("en",)


def test_the_description_is_the_first_there_is_of_summary_point_and_abstracts() -> None:
    sections = {"Summary": "一句 *话*", "要点": "1. 第一点\n2. 第二点", "摘要": "中文", "Abstract": "English"}
    expected = ["一句 话", "第一点", "中文", "English", ""]
    for text in expected:
        assert body_of("".join(f"## {name}\n\n{held}\n\n" for name, held in sections.items())).summary_text == text
        if sections:
            del sections[next(iter(sections))]


def test_a_long_description_is_cut_at_two_hundred_characters_unless_it_is_the_editors_own() -> None:
    text = body_of(f"## 摘要\n\n{'字' * 300}\n").summary_text
    assert len(text) == 200
    assert text.endswith("字…")
    assert body_of(f"## Summary\n\n{'字' * 300}\n").summary_text == "字" * 300


@pytest.mark.parametrize("letters", [190, 191, 198, 199, 203])
def test_a_description_is_not_cut_inside_a_formula(letters: int) -> None:
    text = body_of(f"## 摘要\n\n{'字' * letters}$x_{{i,j}}^2$，{'字' * 100} $y$\n").summary_text
    whole = "x_{i,j}^2" if letters == 190 else ""
    assert text == "字" * min(letters, 199) + whole + "…"


@pytest.mark.parametrize(
    "text", ["**今天**的论文。\n\n*One* more.", "[甲](https://a.b/)的论文。\n\n-5 papers.", "3.5 倍。\n\n*5* papers."]
)
def test_a_paragraph_that_begins_with_a_mark_carries_its_language_like_any_other(text: str) -> None:
    assert [lead.lang for lead in body_of(text).lead] == ["zh", "en"]


@pytest.mark.parametrize(
    "more", ["- one\n- two", "> One.", "[甲]: https://a.b/", "    code", "```\ncode\n```", "A|B\n-|-\n1|2"]
)
def test_a_lead_with_other_blocks_than_paragraphs_stays_whole(more: str) -> None:
    assert len(body_of(f"今天的[甲]论文。\n\nIn English.\n\n{more}").lead) == 1


# Reading


def test_reading_counts_every_text_once() -> None:
    body = (
        "开头两句。\n\n## 要点\n\n1. 一二三\n2. four five\n\n## 摘要\n\n六七\n\n## Abstract\n\nEight nine ten.\n\n"
        "## 笔记\n\n十一\n"
    )
    entry = entry_of(body)
    assert (entry.han, entry.words) == (4 + 3 + 2 + 2, 2 + 3)


def test_reading_counts_the_texts_of_the_front_matter_alike() -> None:
    by_keys = entry_of("", "要点: [一二三, four five]", "摘要: 六七", "abstract: Eight nine ten.")
    by_sections = entry_of("## 要点\n\n- 一二三\n- four five\n\n## 摘要\n\n六七\n\n## Abstract\n\nEight nine ten.")
    assert (by_keys.han, by_keys.words) == (by_sections.han, by_sections.words) == (5, 5)


def test_key_points_that_are_the_same_text_as_another_section_are_still_counted_once_each() -> None:
    entry = entry_of("## 摘要\n\n一二\n\n## 要点\n\n一二")
    assert entry.han == 4


def test_a_sentence_above_dashes_starts_no_section() -> None:
    text = "## 一句话总结\n\n一种新方法。\n---\n\n## 摘要\n\n文。"
    assert [(field, content) for field, _, _, content in sections_of(text)] == [
        ("summary", "一种新方法。\n---"),
        ("abstract_zh", "文。"),
    ]
    parsed = typeset(read_document(Source(path="content/2023-02-08/paper.md", text=HEAD + text)))
    assert [each.code for each in parsed.diagnostics] == ["rule-below-text"]
    summary = parsed.value.body.summary
    assert summary is not None
    assert "<hr>" in summary.html


# Key points


def points(text: str) -> list[str]:
    return [point.text for point in split_points(slice_excerpt(text, 0, len(text)))]


@pytest.mark.parametrize(
    "marks",
    [
        "1. 2. 3.",
        "1) 2) 3)",
        "1、 2、 3、",
        "1． 2． 3．",
        "1） 2） 3）",
        "(1) (2) (3)",
        "（1） （2） （3）",
        "① ② ③",
        "- - -",
        "* * *",
        "+ + +",
        "• • •",
        "· · ·",
        "● ● ●",
        "9. 10. 11.",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_points_are_marked_in_every_way_that_people_mark_lists(marks: str, between: str) -> None:
    one, two, three = marks.split()
    for indent in ("", "  "):
        text = between.join(f"{indent}{mark} {word}" for mark, word in ((one, "甲"), (two, "乙乙"), (three, "C c.")))
        assert points(f"\n{text}\n") == ["甲", "乙乙", "C c."]


@pytest.mark.parametrize("marks", ["1、 2、", "(1) (2)", "（1） （2）", "① ②", "1） 2）"])
def test_a_chinese_mark_needs_no_space_behind_it(marks: str) -> None:
    one, two = marks.split()
    assert points(f"{one}甲\n{two}乙") == ["甲", "乙"]


def test_paragraphs_are_points_where_nothing_is_marked() -> None:
    assert points("第一点\n接着说\n\n第二点\n\n\n第三点") == ["第一点\n接着说", "第二点", "第三点"]
    assert points("只有一点") == ["只有一点"]
    assert points("\n\n") == []


def test_a_point_goes_on_in_the_lines_below_it() -> None:
    assert points("1. 甲\n接着\n   还有\n2. 乙") == ["甲\n接着\n还有", "乙"]
    assert points("- 甲\n\n  第二段\n\n- 乙") == ["甲\n\n第二段", "乙"]


def test_what_stands_before_the_list_is_not_lost_however_it_is_indented() -> None:
    assert points("  前言\n- 甲") == ["  前言", "甲"]
    assert points("前言\n\n- 甲") == ["前言", "甲"]


def test_a_list_inside_a_point_belongs_to_it() -> None:
    assert points("1. 甲\n    - 内\n    - 里\n2. 乙") == ["甲\n - 内\n - 里", "乙"]
    assert points("- 甲\n    1. 内\n- 乙") == ["甲\n  1. 内", "乙"]


@pytest.mark.parametrize("text", ["3.5 倍的提升", "2023 年", "-5 度", "*强调*的文字", "**粗体**", "(a) 小写"])
def test_what_only_begins_like_a_mark_is_text(text: str) -> None:
    assert points(text) == [text]


def test_every_character_of_a_point_leads_back_to_its_place() -> None:
    text = "前言\n\n1、甲 $x\n   接着\n（2）乙\n\n   丙\n"
    for point in split_points(slice_excerpt(text, 0, len(text))):
        for place, character in enumerate(point.text):
            span = point.span(place, place + 1)
            assert text[span.start : span.end] == character


# Figures


def figures_of(text: str, *keys: str) -> list[tuple[str, str, str]]:
    file = parse(text, *keys)
    assert isinstance(file.record, Entry)
    return [
        (source.src, held.alt, plain(held.caption) if held.caption else "")
        for source, held in zip(file.record.figures, file.body.figures, strict=True)
    ]


def test_figures_come_from_the_front_matter_and_from_the_section() -> None:
    key = "figures: [{src: a.png, alt: A, caption: 图一}, {src: b.png}]"
    assert figures_of("", key) == [("a.png", "A", "图一"), ("b.png", "", "")]
    text = "## 图\n\n![A](a.png \"图一\")\n![](<b.png> '说明')\n\n![C](c.png)\n"
    assert figures_of(text) == [("a.png", "A", "图一"), ("b.png", "", "说明"), ("c.png", "C", "")]
    assert entry_of(text).targets == ()


def test_each_figure_knows_where_its_file_was_named() -> None:
    text = "## Figures\n\n![A](a.png)\n"
    (figure,) = entry_of(text).figures
    assert (HEAD + text)[figure.span.start : figure.span.end] == "a.png"


def test_what_else_stands_among_the_figures_becomes_a_section() -> None:
    text = f"{HEAD}## 图\n\n![A](a.png)\n\n图里的文字。\n"
    parsed = typeset(read_document(Source(path="content/2023-02-08/paper.md", text=text)))
    assert [each.code for each in parsed.diagnostics] == ["text-among-figures"]
    body = parsed.value.body
    assert [(note.heading_html, plain(note.text)) for note in body.notes] == [("图", "图里的文字。")]
    assert len(body.figures) == 1


def test_a_picture_of_another_site_and_one_inside_a_text_are_no_figures() -> None:
    text = f"{HEAD}## Figures\n\n![A](https://example.org/a.png)\n\nSee ![B](b.png) here.\n"
    parsed = typeset(read_document(Source(path="content/2023-02-08/paper.md", text=text)))
    assert [each.code for each in parsed.diagnostics] == ["external-image"]
    assert parsed.value.body.figures == ()
    assert [note.heading_html for note in parsed.value.body.notes] == ["Figures"]


# Slugs and dates


@pytest.mark.parametrize(
    ("keys", "slug"),
    [
        (("slug: my-slug",), "my-slug"),
        ((), "2302.03084"),
    ],
)
def test_an_entrys_address_is_its_slug_or_its_arxiv_id(keys: tuple[str, ...], slug: str) -> None:
    assert entry_of("", *keys).slug == slug


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("content/2023-02-08/pic2word.md", "pic2word"),
        ("content/2023-02-08-pic2word.md", "pic2word"),
        ("content/2023-02-08/my paper!.md", "my-paper"),
        ("content/2023-02-08/论文.md", "论文"),
        ("content/2023-02-08/!!.md", "paper"),
    ],
)
def test_an_entry_without_either_is_called_as_its_file(path: str, slug: str) -> None:
    text = HEAD.replace("arxiv: 2302.03084", "url: https://example.org/a")
    parsed = typeset(read_document(Source(path=path, text=text)))
    assert parsed.diagnostics == ()
    assert parsed.value.record is not None
    assert parsed.value.record.slug == slug


@pytest.mark.parametrize(
    ("path", "keys", "day"),
    [
        ("content/2023-02-08/a.md", (), "2023-02-08"),
        ("content/2023-02-08/more/a.md", (), "2023-02-08"),
        ("content/2023-02-08/2024-01-01/a.md", (), "2024-01-01"),
        ("content/2023-02-09-a.md", (), "2023-02-09"),
        ("content/2023-02-08/2023-02-09-a.md", (), "2023-02-08"),
        ("content/2023-02-08/a.md", ("date: 2023-03-01",), "2023-03-01"),
        ("content/a.md", ("date: 2023-03-01",), "2023-03-01"),
    ],
)
def test_the_day_is_that_of_the_key_the_nearest_folder_or_the_files_name(
    path: str, keys: tuple[str, ...], day: str
) -> None:
    text = HEAD.replace("---\n\n", "".join(f"{key}\n" for key in keys) + "---\n\n")
    entry = typeset(read_document(Source(path=path, text=text))).value.record
    assert isinstance(entry, Entry)
    assert str(entry.date) == day


@pytest.mark.parametrize("line", ["draft: true", "draft: yes", "draft：是", "draft: 'on' # soon"])
def test_a_draft_is_one_even_if_it_cannot_be_read(line: str) -> None:
    source = Source(path="content/2023-02-08/a.md", text=f"---\n{line}\ntags: a: b\n---\n")
    document = read_document(source)
    assert (document.is_draft, document.matter) == (True, None)
    assert typeset(document).value.record is None


def test_a_label_that_repeats_the_heading_above_it_is_text() -> None:
    assert plain(body_of("## 摘要\n\n摘要：\n中文摘要。\n").abstract_zh).strip() == "摘要：中文摘要。"
    assert plain(body_of("## 摘要\n\n**摘要：**\n中文摘要。\n").abstract_zh).strip() == "摘要：中文摘要。"


@given(
    st.lists(
        st.sampled_from([*"#*_`~:：= \n-sSſiİıkKabBfeul一要x", "摘要", "Key Points", "abſtract", "tl;dr"]), max_size=20
    )
)
def test_the_look_at_two_letters_leaves_out_no_heading_and_no_label(pieces: list[str]) -> None:
    text = "\n" + "".join(pieces)
    for looking in (sections._START, sections._INLINE_LABEL):
        searching = re.compile(looking.pattern.replace(sections._LOOK, ""), looking.flags)
        assert [match.span() for match in looking.finditer(text)] == [
            match.span() for match in searching.finditer(text)
        ]


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("## 笔记\n\n### 3 实验\n\n文。\n\n#### 3.1 子 (a/b) & c: d_e\n\n文二\n", "zh zh zh"),
        ("## 笔记\n\n文。\n\n### ResNet-50\n\nImageNet 76.1\n\n## Notes\n\nShort.\n", "zh zh en"),
        ("## 链接\n\n- [Code](https://a.org/x)\n- [Project page](b.md)\n- [Demo video](c.md)\n", "zh"),
        ("## 笔记\n\n文。\n\n## Links\n\n[Code](b.md), [Demo video](c.md)\n", "zh zh"),
        ("## Notes\n\nText.\n\n### 数据\n\n文。\n\n### Links\n\n[Code](b.md)\n", "en zh en"),
        ("## 笔记\n\n文。\n\n### Quote\n\n" + "One two three four. " * 3, "zh en"),
        ("## Links\n\n[Code](b.md)\n", "en"),
        (
            "## 我的笔记\n\n笔记一。\n\n![A cat on a mat](p.png)\n\n| a b | c |\n|---|---|\n| x y z | u v w |\n",
            "zh",
        ),
        ("## 数据\n\n| one | two |\n|---|---|\n| x | y |\n", "zh"),
        ("## 引文\n\nOne two three four five six.\n\n| a |\n|---|\n| b |\n", "en"),
    ],
)
def test_short_sections_have_the_language_of_those_above(text: str, languages: str) -> None:
    document = read_document(Source(path="content/2023-02-08/a.md", text=HEAD + text))
    assert " ".join([note.text.lang for note in typeset(document).value.body.notes]) == languages


BILINGUAL = (
    "## Key Points / 要点",
    "## 要点（Key points）",
    "## 要点 Key Points",
    "## 2. 要点 | Key points",
    "### 🔑 **要点 · Key Points**",
    "##要点/Key points",
    "**要点（Key Points）**",
    "要点 / Key points：",
)


@pytest.mark.parametrize("heading", BILINGUAL)
@pytest.mark.parametrize(("point", "field"), [("第一点", "key_points"), ("One point", "key_points_en")])
def test_a_heading_in_both_languages_has_that_of_its_text(heading: str, point: str, field: str) -> None:
    assert sections_of(f"\n{heading}\n\n- {point}") == [(field, "", sections_of(f"\n{heading}")[0][2], f"- {point}")]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("1. 动机", "motivation"),
        ("2.1 Method", "method_en"),
        ("三、方法", "method"),
        ("（四）结果", "results"),
        ("II. Methods", "method_en"),
        ("①局限", "limitations"),
        ("1️⃣ 动机", "motivation"),
        ("💡 结果", "results"),
        ("结论 🎉", "conclusion"),
        ("【要点】", "key_points"),
        ("**1. 方法**", "method"),
        ("Ｓｕｍｍａｒｙ", "summary_en"),
        ("侷限", "limitations"),
        ("摘要（Abstract）", "abstract_zh"),
        ("图 / Figures", "figures"),
    ],
)
def test_numbers_symbols_and_widths_do_not_hide_a_name(heading: str, field: str) -> None:
    assert sections_of(f"\n## {heading}\n\n文字。") == [(field, "", 2, "文字。")]


@pytest.mark.parametrize(
    "heading",
    [
        "方法与实验",
        "方法 2",
        "方法（二）",
        "结果（CIFAR-10）",
        "结果 / 讨论",
        "动机 / 方法",
        "3D Method",
        "方法？",
        "方法 overview",
    ],
)
def test_other_headings_stay_free(heading: str) -> None:
    assert sections_of(f"\n## {heading}\n\n文字。") == [("", heading, 2, "文字。")]
    assert parse(f"## {heading}\n\n文字。\n").body.notes[0].depth == 0


def test_numbered_names_below_a_free_section_belong_to_it() -> None:
    text = "\n## 笔记\n\n### 3. 方法\n\n### 动机 / Motivation\n\n### 方法 / Approach\n"
    assert [each[0] for each in sections_of(text)] == ["", "", "", ""]
    parse(text)


@pytest.mark.parametrize("label", ["**局限（Limitations）**：", "**要点 / Key Points:**", "摘要 / Abstract: "])
def test_a_label_in_both_languages_with_text_behind_it_is_reported(label: str) -> None:
    text = f"{HEAD}## 方法\n\n文字。\n\n{label}文字。\n\n**动机 / 结果**：一。\n"
    parsed = typeset(read_document(Source(path="content/2023-02-08/a.md", text=text)))
    assert [each.code for each in parsed.diagnostics] == ["text-behind-label"]


@pytest.mark.parametrize("heading", ["方法 / Approach", "Highlights / 要点", "摘要（Summary）", "动机 / Results"])
def test_a_heading_of_which_half_is_known_is_reported(heading: str) -> None:
    parsed = typeset(read_document(Source(path="content/2023-02-08/a.md", text=f"{HEAD}## {heading}\n\n文字。\n")))
    assert [each.code for each in parsed.diagnostics] == ["unclear-section"]
    assert len(parsed.value.body.notes) == 1
