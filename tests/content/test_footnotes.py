"""Footnotes of an entry: each text gets the notes that it refers to, from any section, and no note is lost."""

import re

from hypothesis import given
from hypothesis import strategies as st

from digest.content.body import Body
from digest.content.documents import read_document
from digest.content.typesetting import typeset
from digest.markdown import plain_text
from digest.text.source import Source
from tests.building import ENTRY

FRONT = ENTRY.partition("---\n\n")[0] + "---\n\n"
PATH = "content/2023-02-08/a.md"


def read(body: str) -> tuple[Body, list[tuple[str, str]]]:
    """The texts of an entry, and its diagnostics: the code and the text of the span."""
    text = FRONT + body
    parsed = typeset(read_document(Source(path=PATH, text=text)))
    told = [(each.code, text[each.span.start : each.span.end]) for each in parsed.diagnostics]
    return parsed.value.body, told


def shown(html: str) -> str:
    return " ".join(plain_text(html).split())


def everything(body: Body) -> str:
    texts = [*body.lead, body.summary, *body.key_points, body.abstract_zh, body.abstract]
    return " ".join(shown(text.html) for text in (*texts, *[note.text for note in body.notes]) if text is not None)


def test_a_point_has_the_note_that_stands_below_the_list() -> None:
    body, told = read("## 要点\n\n- 成本[^1]低。\n- 快。\n\n[^1]: 甲。\n")
    assert [shown(point.html) for point in body.key_points] == ["成本低。 甲。", "快。"]
    assert told == []


def test_a_note_in_another_section_goes_to_each_text_that_refers_to_it() -> None:
    body, told = read(
        "## 一句话总结\n\n好[^n]。\n\n## 摘要\n\n文[^n]。\n\n## 笔记\n\n话。\n\n[^n]: 甲\n\n    乙\n\n尾。\n"
    )
    assert body.summary is not None
    assert body.abstract_zh is not None
    assert shown(body.summary.html) == "好。 甲 乙"
    assert shown(body.abstract_zh.html) == "文。 甲 乙"
    assert [shown(note.text.html) for note in body.notes] == ["话。 尾。"]
    assert told == []


def test_a_note_may_refer_to_another() -> None:
    body, _ = read("## 摘要\n\n文[^a]。\n\n## 笔记\n\n[^a]: 甲[^b]\n[^b]: 乙\n")
    assert body.abstract_zh is not None
    assert "甲 乙" in shown(body.abstract_zh.html)
    assert "乙" in shown(body.abstract_zh.html)


def test_a_note_that_nothing_refers_to_stays_and_is_told() -> None:
    body, told = read("## 要点\n\n- 一\n\n## 摘要\n\n文。\n\n  [^1]: 甲[^1]\n")
    assert "甲" in everything(body)
    assert told == [("unused-footnote", "[^1]:")]


def test_a_note_that_is_defined_twice_stays_where_it_is() -> None:
    _, told = read("## 摘要\n\n文[^1]。\n\n[^1]: 甲\n[^1]: 乙\n")
    assert [code for code, _ in told] == ["duplicate-footnote"]


def test_the_first_of_two_notes_is_meant_in_other_sections_too() -> None:
    body, told = read("## 摘要\n\n文[^1]。\n\n[^1]: A\n\n[^1]: B\n\n## 方法\n\n甲[^1]。\n")
    assert body.abstract_zh is not None
    assert [shown(body.abstract_zh.html), shown(body.aspects[0].text.html)] == ["文。 A B", "甲。 A"]
    assert told == [("duplicate-footnote", "[^1]:")]


def test_what_is_wrong_in_a_note_is_told_at_its_place() -> None:
    body, told = read("## 要点\n\n- 一[^1]\n\n## 笔记\n\n话。\n\n[^1]: 甲 [去](#nowhere)\n")
    assert "甲 去" in everything(body)
    assert told == [("unknown-fragment", "[去](#nowhere)")]


def test_code_defines_nothing() -> None:
    body, _ = read("## 摘要\n\n文[^1]。\n\n## 笔记\n\n```\n[^1]: 甲\n```\n")
    assert body.abstract_zh is not None
    assert shown(body.abstract_zh.html) == "文[^1]。"
    assert "[^1]: 甲" in everything(body)


def test_a_note_ends_where_a_list_or_a_quote_begins() -> None:
    body, told = read("## 摘要\n\n文[^1]。\n\n## 笔记\n\n[^1]: 甲\n- 点\n\n[^2]: 乙[^2]\n> 引\n")
    assert body.abstract_zh is not None
    assert shown(body.abstract_zh.html) == "文。 甲"
    assert [shown(note.text.html) for note in body.notes] == ["点 引 乙"]
    assert told == [("unused-footnote", "[^2]:")]


def test_a_list_that_a_note_is_taken_out_of_stays_as_it_is() -> None:
    body, _ = read("## 摘要\n\n文[^1]。\n\n## 笔记\n\n- 点\n  [^1]: 甲\n- 点\n")
    assert [note.text.html for note in body.notes] == ["<ul>\n<li>点</li>\n<li>点</li>\n</ul>\n"]


HEADINGS = st.sampled_from(["", "## 要点\n\n", "## 摘要\n\n", "## 笔记\n\n", "## 其他\n\n"])
NAMES = st.sampled_from("ab")
LINES = st.one_of(
    st.builds("词[^{}]词\n\n".format, NAMES),
    st.builds("- 点[^{}]\n".format, NAMES),
    st.builds("[^{}]: 注\n\n".format, NAMES),
    st.builds("  [^{}]: 注[^{}]\n    续\n\n    段\n\n".format, NAMES, NAMES),
    st.sampled_from(["`[^a]`\n\n", "```\n[^a]: 码\n```\n\n", "```\n", "\n", "段\n\n"]),
)


@given(st.lists(st.tuples(HEADINGS, st.lists(LINES, max_size=4)), max_size=4))
def test_no_word_is_lost(parts: list[tuple[str, list[str]]]) -> None:
    body = ""
    for number, (heading, lines) in enumerate(parts):
        body += heading + re.sub("([词点注续段码])", rf"\1x{number}x", "".join(lines))
    words = set(re.findall("[词点注续段码]x[0-9]x", body))
    texts, told = read(body)
    if "field-given-twice" in [code for code, _ in told]:
        return
    assert words <= set(re.findall("[词点注续段码]x[0-9]x", everything(texts)))
