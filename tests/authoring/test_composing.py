"""Composed entries: they read back as the values given, in the form an editor would have typed."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.authoring.composing import Markdown, NewEntry, compose_entry
from digest.authoring.escaping import clean_text, paragraphs_of
from digest.content.body import Text
from digest.content.documents import read_document
from digest.content.entry import Entry
from digest.content.typesetting import Typeset, typeset
from digest.markdown import plain_text
from digest.markdown.math import find_formulas
from digest.model.authors import Person
from digest.model.blanks import is_blank_text
from digest.model.front_matter import Writing
from digest.text.diagnostics import Diagnostic
from digest.text.names import fold_name, tidy_name
from digest.text.source import Source

PATH = "content/2023-02-08/paper.md"


def read(text: str) -> tuple[Typeset, list[Diagnostic]]:
    """The entry, and its diagnostics without `missing-title-zh`."""
    parsed = typeset(read_document(Source(path=PATH, text=text)))
    return parsed.value, [each for each in parsed.diagnostics if each.code != "missing-title-zh"]


def compact(text: str) -> str:
    return "".join(text.split())


def shown(text: Text | None) -> str:
    return "" if text is None else compact(plain_text(text.html))


def test_what_an_editor_says_of_a_paper_reads_back() -> None:
    extra = {"stars": "0120", "links": ["a, b", {"c": "no"}], "deep": {"x": {}}}
    entry = NewEntry(
        title="A",
        authors=("Ada",),
        category=("CV",),
        arxiv="2302.03084",
        published="2023-02",
        award="Oral: yes",
        area=("多模态", "AI 安全"),
        rating={"新颖": "4/5", "a: b": "9"},
        code_status="未开源",
        license="CC BY 4.0",
        updated="2023-03-01",
        written_by={"by": "machine", "model": "GPT-4o: mini"},
        extra=extra,
    )
    made, told = read(compose_entry(entry))
    assert told == []
    assert isinstance(made.record, Entry)
    matter = made.record.matter
    assert (matter.published, matter.award, matter.area) == ("2023-02", "Oral: yes", ("多模态", "AI 安全"))
    assert matter.rating is not None
    assert [(name, score.share) for name, score in matter.rating.aspects] == [("新颖", 0.8), ("a: b", 0.9)]
    assert (matter.code_status, matter.license, str(matter.updated)) == ("未开源", "CC BY 4.0", "2023-03-01")
    assert matter.written_by == Writing(by="machine", model="GPT-4o: mini")
    assert json.loads(json.dumps(matter.extra)) == extra


def test_an_entry_is_composed_as_an_editor_types_it() -> None:
    composed = compose_entry(
        NewEntry(
            title="Pic2Word: Mapping Pictures to Words for Zero-shot Composed Image Retrieval",
            title_zh="将图映射到词",
            authors=("K Saito", "K Sohn", "…"),
            affiliations=("Google Research", "Boston University"),
            category=("CV", "cs.CL"),
            arxiv="2302.03080",
            code="https://github.com/google-research/composed_image_retrieval",
            venue="CVPR 2023",
            tags=("检索",),
            rank="1",
            key_points=("提出一种新任务;", "提出 Pic2Word。"),
            summary="一种新方法。",
            abstract="In Composed Image Retrieval (CIR), a user combines $x_1$ and 95% of *it*.\n\nTwo.",
            sections=(("笔记", "见[前文](clip.md)。"),),
        )
    )
    assert composed == (
        "---\n"
        'title: "Pic2Word: Mapping Pictures to Words for Zero-shot Composed Image Retrieval"\n'
        "title_zh: 将图映射到词\n"
        "authors: K Saito, K Sohn, …\n"
        "affiliations: Google Research & Boston University\n"
        "category: CV, cs.CL\n"
        "arxiv: 2302.03080\n"
        "code: https://github.com/google-research/composed_image_retrieval\n"
        "venue: CVPR 2023\n"
        "tags: 检索\n"
        "rank: 1\n"
        "---\n"
        "\n"
        "## 要点\n\n1. 提出一种新任务;\n2. 提出 Pic2Word。\n"
        "\n"
        "## 一句话总结\n\n一种新方法。\n"
        "\n"
        "## Abstract\n\n"
        "In Composed Image Retrieval (CIR), a user combines $x_1$ and 95% of \\*it*.\n\nTwo.\n"
        "\n"
        "## 笔记\n\n见[前文](clip.md)。\n"
    )


def test_what_an_editor_has_to_fill_can_stand_ready() -> None:
    composed = compose_entry(NewEntry(title="A", authors=("A B",), category=("CV",), arxiv="2302.03080"), blanks=True)
    assert composed == (
        "---\ntitle: A\ntitle_zh:\nauthors: A B\ncategory: CV\narxiv: 2302.03080\n---\n"
        "\n## 要点\n\n## 一句话总结\n\n## 摘要\n\n## Abstract\n"
    )
    assert read(composed)[1] == []


def test_of_a_paper_of_which_nothing_is_known_the_required_keys_stand_ready() -> None:
    composed = compose_entry(NewEntry(title="", arxiv="2302.03080", draft=True), blanks=True)
    head = "---\ntitle:\ntitle_zh:\nauthors:\ncategory:\narxiv: 2302.03080\ndraft: true\n---\n"
    assert composed.startswith(head)
    _, diagnostics = read(composed)
    assert read_document(Source(path=PATH, text=composed)).is_draft
    assert {each.code for each in diagnostics} == {"missing-field"}


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("A: B", 'title: "A: B"'),
        ("A:B", "title: A:B"),
        ("C# is not #1", 'title: "C# is not #1"'),
        ("- a", 'title: "- a"'),
        ("@home", 'title: "@home"'),
        ("%x", 'title: "%x"'),
        ("[a] b", 'title: "[a] b"'),
        ("{a}", 'title: "{a}"'),
        ('The "A"', 'title: The "A"'),
        ('"A" is', "title: '\"A\" is'"),
        ("'A' is", "title: \"'A' is\""),
        ("“软”", 'title: "“软”"'),
        ("`x`: y", 'title: "`x`: y"'),
        ("\\alpha: x", "title: '\\alpha: x'"),
        ("no", "title: no"),
        ("2302.03080", "title: 2302.03080"),
        ("~", "title: ~"),
        ("🙂 a", "title: 🙂 a"),
        ("a\nb", 'title: "a\\nb"'),
        (" a ", "title: a"),
        ("a\x00b", "title: ab"),
        ("标题：一", "title: 标题：一"),
    ],
)
def test_a_value_is_quoted_only_where_it_needs_it(title: str, line: str) -> None:
    composed = compose_entry(NewEntry(title=title, authors=("A",), category=("CV",), arxiv="2302.03080"))
    assert composed.split("\n")[1] == line
    value, diagnostics = read(composed)
    assert diagnostics == []
    assert value.record is not None
    assert value.record.matter.title == title.replace("\x00", "").strip()


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        (("A B", "C D"), "authors: A B, C D\n"),
        (("A B", "…"), "authors: A B, …\n"),
        (("…",), "authors: …\n"),
        (("Smith, John", "B"), "authors:\n  - name: Smith, John\n  - B\n"),
        (("A、B",), "authors:\n  - name: A、B\n"),
        (("A: B", "C; D"), 'authors:\n  - "A: B"\n  - name: C; D\n'),
        (("#1 Team", "*"), 'authors:\n  - "#1 Team"\n'),
        (("Robert and Sons", "GPT4", "…"), "authors:\n  - name: Robert and Sons\n  - name: GPT4\n  - …\n"),
        (("Ada*", "B C"), "authors:\n  - name: Ada\n    equal: true\n  - B C\n"),
        (
            ("Ada", Person(name="A B", affiliation="MIT: X", equal=True)),
            'authors:\n  - Ada\n  - name: A B\n    affiliation: "MIT: X"\n    equal: true\n',
        ),
    ],
)
def test_names_that_hold_a_separator_are_a_list(names: tuple[str | Person, ...], lines: str) -> None:
    composed = compose_entry(NewEntry(title="A", authors=names, category=("CV",), arxiv="2302.03080"))
    assert composed.partition("title: A\n")[2].startswith(lines + "category")
    assert read(composed)[1] == []


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("# not a heading", "\\# not a heading"),
        ("要点:", "要点\\:"),
        ("摘要：如下", "摘要&#65306;如下"),
        ("a\n---\nb", "a\n\\---\nb"),
        ("costs $5 and $10", "costs $5 and $10"),
        ("a $ alone", "a \\$ alone"),
        ("<b>bold</b> & more", "<b>bold</b> & more"),
        ("&amp;", "\\&amp;"),
        ("<https://a.org>", "\\<https://a.org>"),
        ("[a](b.md) and ![c](d.png)", "[a\\](b.md) and ![c\\](d.png)"),
        ("2 * 3 * 4, a_b_c", "2 * 3 * 4, a_b_c"),
        ("**a**", "\\*\\*a**"),
        ("`a`", "\\`a`"),
        ("```\na", "\\```\na"),
        ("    a", "a"),
        ("1. a", "1\\. a"),
        ("2023 was", "2023 was"),
        ("| a | b |\n|---|---|\n| c | d |", "| a | b |\n\\|---|---|\n| c | d |"),
        ("Let $a*b*c$ be 5\\% of \\(x_1\\)", "Let $a*b*c$ be 5\\% of \\(x_1\\)"),
        ("see https://a.org/b_c_d* or *", "see https://a.org/b_c_d* or *"),
    ],
)
def test_a_text_is_escaped_as_little_as_works(text: str, typed: str) -> None:
    composed = compose_entry(
        NewEntry(title="A", authors=("A",), category=("CV",), arxiv="2302.03080", summary=text, title_zh="一")
    )
    assert composed.partition("## 一句话总结\n\n")[2].removesuffix("\n") == typed
    assert read(composed)[1] == []


def test_markdown_keeps_its_mark_up_and_its_section() -> None:
    composed = compose_entry(
        NewEntry(
            title="A",
            authors=("A",),
            category=("CV",),
            arxiv="2302.03080",
            key_points=(Markdown("**a** `b`"),),
            summary=Markdown("- a\n\n# b\n\nd\n---\n\n```\n# c"),
            sections=(("Notes", "## Inner\n\n摘要：\n\n## 摘要"), ("摘要", "x")),
        )
    )
    assert composed.partition("---\n\n")[2] == (
        "## 要点\n\n1. **a** `b`\n"
        "\n## 一句话总结\n\n- a\n\n\\# b\n\nd\n\\---\n\n```\n# c\n```\n"
        "\n## Notes\n\n## Inner\n\n&#25688;要：\n\n\\## 摘要\n"
        "\n## 摘要 2\n\nx\n"
    )
    value, diagnostics = read(composed)
    assert diagnostics == []
    assert [note.heading_html for note in value.body.notes] == ["Notes", "Inner", "摘要 2"]


@pytest.mark.parametrize(
    "text", ["*a " * 5000, "`" * 5000, "[" * 5000 + "]" * 5000, "# a\n" * 2000, "摘要：a\n\n" * 300, "$" * 5001]
)
def test_a_hostile_text_is_composed_in_a_moment(text: str) -> None:
    composed = compose_entry(NewEntry(title=text[:2000], arxiv="2302.03080", summary=text, abstract=Markdown(text)))
    assert read(composed)[0].body.notes == ()


# The law

SPICE = [
    *(": ", " #", "#", "- ", "+ ", "* ", "*", "_", "**", "`", "```", "~~", "~~~", "> ", "<", ">", "<b>", "&amp;", "&"),
    *("[", "]", "(", ")", "](", "![", "[a]: b", "[^1]", "|", "|-|", "\\", "\\(", "\\)", "\\[", "\\]", "\\%", "$", "$$"),
    *(
        "$x$",
        "$5",
        "\n",
        "\n\n",
        "\n---\n",
        "===",
        "---",
        "1. ",
        "2、",
        "（1）",
        "①",
        "•",
        "要点",
        "摘要：",
        "Summary:",
    ),
    *("## 摘要", "# ", "https://a.org/b_c", "<https://a.org>", "“", "”", "‘", "，", "、", "；", "【", "】", "…", "文"),
    *(
        "'",
        '"',
        "''",
        "no",
        "!",
        "@",
        "%",
        "{",
        "}",
        "=",
        "\t",
        "    ",
        "\u3000",
        "\xa0",
        "🙂",
        "\ufffc",
        "\x0b",
        "\u2028",
    ),
]
TEXT = (
    st.lists(st.sampled_from(SPICE) | st.text(max_size=3), max_size=8)
    .map("".join)
    .filter(lambda text: not is_blank_text(clean_text(text), later_only=False))
)
LINE = TEXT.map(lambda text: " ".join(clean_text(text).split()))
NAME = LINE.map(lambda text: text.strip("….等人l ,，、;；*†∗⋆✱✉✝＊‡§¶#^＃＾")).filter(
    lambda name: any(map(str.isalpha, name))
)
"""Names that do not end like a list that is cut short, and have no marks."""


def entries(**texts: st.SearchStrategy[Any]) -> st.SearchStrategy[NewEntry]:
    usual = {"title": "A", "authors": ("A",), "category": ("CV",), "arxiv": "2302.03080"}
    return st.builds(NewEntry, **{name: st.just(value) for name, value in usual.items()} | texts)


@given(
    entries(
        title=TEXT.filter(lambda text: clean_text(text).strip()),
        title_zh=TEXT,
        authors=st.lists(NAME, min_size=1, max_size=3, unique_by=fold_name).map(tuple),
        affiliations=st.lists(LINE.filter(bool), max_size=3, unique_by=fold_name).map(tuple),
        venue=TEXT,
        tags=st.lists(LINE.filter(bool), max_size=3, unique_by=fold_name).map(tuple),
    )
)
def test_the_keys_of_what_was_composed_are_what_was_given(entry: NewEntry) -> None:
    value, diagnostics = read(compose_entry(entry))
    assert [each for each in diagnostics if each.code not in FORMULAS] == []
    assert value.record is not None
    matter = value.record.matter
    assert matter.title == clean_text(entry.title).strip()
    assert matter.title_zh == clean_text(entry.title_zh).strip()
    assert matter.venue == clean_text(entry.venue).strip()
    assert tuple(person.name for person in matter.authors.people) == tuple(map(tidy_name, map(str, entry.authors)))
    assert matter.affiliations == entry.affiliations
    assert matter.tags == entry.tags


FORMULAS = ("math-not-converted", "damaged-math", "unbalanced-math")
"""Diagnostics allowed for formulas, which the author may have broken."""


def formulas(text: str) -> list[str]:
    return [compact(each.tex) for paragraph in paragraphs_of(text) for each in find_formulas(paragraph).at.values()]


def said(text: str) -> str:
    r"""The visible text expected of a plain text; `\%` is `%` in LaTeX and Markdown."""
    return compact(re.sub(r"(?<!\\)\\(?=[%&#_$])", "", clean_text(text)))


PLAIN = TEXT.filter(lambda text: not formulas(text))


@given(
    entries(key_points=st.lists(PLAIN, max_size=3).map(tuple), summary=PLAIN, abstract_zh=PLAIN, abstract=PLAIN),
    st.booleans(),
)
def test_the_texts_of_what_was_composed_read_as_what_was_given(entry: NewEntry, blanks: bool) -> None:
    value, diagnostics = read(compose_entry(entry, blanks=blanks))
    assert diagnostics == []
    body = value.body
    assert (body.notes, body.lead, body.figures) == ((), (), ())
    assert shown(body.summary) == said(entry.summary)
    assert shown(body.abstract_zh) == said(entry.abstract_zh)
    assert shown(body.abstract) == said(entry.abstract)
    assert [shown(text) for text in body.key_points] == [said(point) for point in entry.key_points if said(point)]


@given(entries(abstract=TEXT.map(lambda text: f"{text} $x_1$ {text}").filter(formulas)))
def test_formulas_stay_formulas(entry: NewEntry) -> None:
    composed = compose_entry(entry)
    _, diagnostics = read(composed)
    assert [each for each in diagnostics if each.code not in FORMULAS[:2]] == []
    assert formulas(composed.partition("## Abstract\n")[2]) == formulas(entry.abstract)


@given(
    entries(
        summary=TEXT.map(Markdown),
        sections=st.lists(st.tuples(LINE, TEXT), max_size=3).map(tuple),
        abstract=st.just("It ends."),
    )
)
def test_what_is_markdown_stays_in_its_section(entry: NewEntry) -> None:
    value, diagnostics = read(compose_entry(entry))
    assert not any(each.code in ("field-given-twice", "text-behind-label") for each in diagnostics)
    assert shown(value.body.abstract) == "Itends."
    assert value.body.key_points == ()
    assert value.body.abstract_zh is None
    assert len(value.body.notes) >= len(entry.sections)


@pytest.mark.parametrize(
    ("languages", "headings", "asks"),
    [
        (("zh", "en"), ["要点", "一句话总结", "摘要", "Abstract"], True),
        (("zh",), ["要点", "一句话总结", "摘要"], True),
        (("en",), ["Key points", "Summary", "Abstract"], False),
    ],
)
def test_blanks_are_those_of_the_sites_languages(
    languages: tuple[str, ...], headings: list[str], *, asks: bool
) -> None:
    composed = compose_entry(NewEntry(title="A", arxiv="2302.03084"), blanks=True, languages=languages)
    assert re.findall("^## (.*)", composed, re.MULTILINE) == headings
    assert ("title_zh:\n" in composed) == asks


def test_texts_in_both_languages_are_composed() -> None:
    entry = NewEntry(
        title="A",
        title_zh="题",
        authors=("A Lee",),
        category=("CV",),
        arxiv="2302.03084",
        key_points=("一", "二"),
        key_points_en=("One", "Two"),
        summary="一句话。",
        summary_en="One.",
    )
    value, diagnostics = read(compose_entry(entry))
    assert diagnostics == []
    assert (shown(value.body.summary), shown(value.body.summary_en)) == ("一句话。", "One.")
    assert [shown(each) for each in (*value.body.key_points, *value.body.key_points_en)] == ["一", "二", "One", "Two"]


@pytest.mark.parametrize(
    ("heading", "text", "written"),
    [
        ("论文详细总结", "### 1. 研究动机\n\n甲\n\n#### 方法\n\n乙", ""),
        ("方法", "#### 1. 步骤\n\n甲\n\n#### 结果\n\n乙", ""),
        ("笔记", "## 摘要\n\n甲", "\\## 摘要\n\n甲"),
        ("笔记", "摘要\n---\n\n甲", "摘要\n\\---\n\n甲"),
    ],
)
def test_headings_below_a_free_section_or_an_aspect_stay(heading: str, text: str, written: str) -> None:
    composed = compose_entry(NewEntry(title="A", sections=((heading, text),)))
    assert composed.endswith(f"## {heading}\n\n{written or text}\n")
