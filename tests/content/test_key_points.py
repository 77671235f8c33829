"""Key points: nesting as CommonMark has it, the marks that Chinese editors type, and text that only looks like one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from digest.content.key_points import split_points
from digest.text.diagnostics import Reporter
from digest.text.source import slice_excerpt


def points_of(text: str) -> list[str]:
    return [point.text for point in split_points(slice_excerpt(text, 0, len(text)))]


def told(text: str) -> list[tuple[str, str]]:
    """Codes of the diagnostics, and the texts that they point at."""
    reporter = Reporter("content/2023-02-08/a.md")
    split_points(slice_excerpt(text, 0, len(text)), reporter)
    return [(each.code, text[each.span.start : each.span.end]) for each in reporter.diagnostics()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- 甲\n  - 子一\n  - 子二\n- 乙", ["甲\n- 子一\n- 子二", "乙"]),
        ("* 甲\n   * 子一\n   * 子二\n* 乙", ["甲\n * 子一\n * 子二", "乙"]),
        ("- 甲\n    - 子\n- 乙", ["甲\n  - 子", "乙"]),
        ("- 甲\n\t- 子\n- 乙", ["甲\n  - 子", "乙"]),
        ("+ 甲\n\n  + 子一\n\n  + 子二\n\n+ 乙", ["甲\n\n+ 子一\n\n+ 子二", "乙"]),
        ("1. 甲\n   - 子\n2. 乙", ["甲\n- 子", "乙"]),
        ("1. 甲\n\t- 子\n2. 乙", ["甲\n - 子", "乙"]),
        ("10. 甲\n    1. 子\n11. 乙", ["甲\n1. 子", "乙"]),
        ("* 甲\n  * 子\n    * 孙\n* 乙", ["甲\n* 子\n  * 孙", "乙"]),
        ("1. 甲\n   1. 子\n      1. 孙\n   2. 丑\n2. 乙", ["甲\n1. 子\n   1. 孙\n2. 丑", "乙"]),
        (" - 甲\n   - 子\n - 乙", ["甲\n- 子", "乙"]),
        ("- 甲\n - 乙\n  - 丙", ["甲", "乙", "丙"]),
        ("-   甲\n  - 乙", ["甲", "乙"]),
        ("-\n  甲\n- 乙", ["\n甲", "乙"]),
        ("- 甲\n  续\n\n  二\n\n      code\n- 乙", ["甲\n续\n\n二\n\n    code", "乙"]),
        ("- 甲\n\n  ```\n  1. x\n  ```\n  - 子\n- 乙", ["甲\n\n```\n1. x\n```\n- 子", "乙"]),
        ("    - 甲\n      - 子\n    - 乙", ["甲\n- 子", "乙"]),
    ],
)
def test_an_item_indented_to_the_text_above_is_inside_that_point(text: str, expected: list[str]) -> None:
    assert points_of(text) == expected


MARKS = st.sampled_from(["- ", "* ", "+ ", "-   ", "1. ", "2) ", "10. ", "1.  "])
TREES = st.recursive(
    st.just(()), lambda children: st.lists(st.tuples(MARKS, children), min_size=1, max_size=3).map(tuple), max_leaves=8
)


@given(st.lists(st.tuples(MARKS, TREES), min_size=1, max_size=3).map(tuple), st.integers(0, 3), st.data())
def test_points_are_nested_as_commonmark_nests_list_items(tree: object, whole: int, data: st.DataObject) -> None:
    lines: list[str] = []

    def write(items: object, column: int) -> None:
        assert isinstance(items, tuple)
        for mark, children in items:
            lines.append(f"{' ' * column}{mark}甲{len(lines)}")
            if data.draw(st.booleans()):
                lines.append("")
            write(children, column + len(mark) + data.draw(st.integers(0, 3 if column < whole + 1 else 0)))

    write(tree, whole)
    text = "\n".join(lines)
    tops = [structure(f"- x\n\n{re.sub('^', '  ', point, flags=re.MULTILINE)}")[0][1:] for point in points_of(text)]
    assert [children for (_, *children) in structure(text)] == [[*each] for each in tops]


def structure(text: str) -> list[tuple[object, ...]]:
    """The list items of a text: `(\"\", *items inside)`, whatever list they are in."""
    top: list[tuple[object, ...]] = []
    open_items: list[list[object]] = []
    for token in MarkdownIt().parse(text):
        if token.type == "list_item_open":
            open_items.append([""])
        elif token.type == "list_item_close":
            item = tuple(open_items.pop())
            (open_items[-1] if open_items else top).append(item)
    return top


@pytest.mark.parametrize("indent", ["", "　　", "　", "\u00a0\u00a0", "\t", "    ", " \u3000", "\u2003\u2003"])
@pytest.mark.parametrize(
    "marks",
    [
        *(
            "1、 2、",
            "1. 2.",
            "１． ２．",
            "１. ２.",
            "１、 ２、",
            "1） 2）",
            "（1） （2）",
            "(1) (2)",
            "（１） （２）",
        ),
        *("一、 二、", "一. 二.", "一． 二．", "（一） （二）", "(一) (二)", "十一、 十二、", "【1】 【2】", "1) 2)"),
        *("① ②", "❶ ❷", "⑴ ⑵", "⒈ ⒉", "㈠ ㈡", "1️⃣ 2️⃣", "9️⃣ 🔟", "第一， 第二，", "第一、 第二、", "第1， 第2，"),
        *("✅ ✅", "➤ ➤", "• •", "● ●", "▶ ▶", "✔️ ✔️", "★ ★", "→ →", "- -", "– –"),
    ],
)
def test_the_marks_that_chinese_editors_type_begin_points(marks: str, indent: str) -> None:
    one, two = marks.split()
    for space in ("", " ", "　"):
        text = f"{indent}{one}{space}甲\n{indent}{two}{space}乙"
        assert points_of(text) == ["甲", "乙"]
        assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1、甲\n　　（1）子\n　　（2）丑\n2、乙", ["甲\n  1. 子\n  2. 丑", "乙"]),
        ("1、甲\n  ① 子\n    • 孙\n  ② 丑\n2、乙", ["甲\n1. 子\n   - 孙\n2. 丑", "乙"]),
        ("一、甲\n　1. 子\n　　- 孙\n　2. 丑\n二、乙", ["甲\n1. 子\n  - 孙\n2. 丑", "乙"]),
        ("- 甲\n  • 子\n- 乙", ["甲\n- 子", "乙"]),
        ("- 甲\n　　- 子\n- 乙", ["甲\n  - 子", "乙"]),
        ("1. 甲见\n   （2）式\n2. 乙", ["甲见\n（2）式", "乙"]),
    ],
)
def test_such_marks_inside_a_point_are_a_list_in_it(text: str, expected: list[str]) -> None:
    assert points_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、方法\n1、提出A\n2、提出B\n二、结果\n1、提升5%", ["方法\n1. 提出A\n2. 提出B", "结果\n1. 提升5%"]),
        ("1、甲\n（1）子一\n（2）子二\n2、乙", ["甲\n1. 子一\n2. 子二", "乙"]),
        ("1、甲\n①子一\n②子二\n2、乙", ["甲\n1. 子一\n2. 子二", "乙"]),
        ("1. 甲\n(1) 子一\n(2) 子二\n2. 乙", ["甲\n1. 子一\n2. 子二", "乙"]),
        ("一、甲\n1. 子\n   续\n2. 丑\n二、乙", ["甲\n1. 子\n   续\n2. 丑", "乙"]),
        ("一、甲\n- 子\n- 丑\n二、乙", ["甲\n- 子\n- 丑", "乙"]),
        ("一、甲\n（一）子\n1、孙\n2、孙\n（二）丑\n二、乙", ["甲\n1. 子\n   1. 孙\n   2. 孙\n2. 丑", "乙"]),
        ("一、甲\n\n1、子\n\n2、丑\n\n二、乙", ["甲\n\n1. 子\n\n2. 丑", "乙"]),
        ("1、甲\n2、乙\n（1）丙", ["甲", "乙", "丙"]),
        ("1、甲\n（2）乙\n3、丙", ["甲", "乙", "丙"]),
        ("1. 甲\n- 子\n2. 乙", ["甲", "子", "乙"]),
        ("一、甲\n1、乙\n2、丙", ["甲", "乙", "丙"]),
    ],
)
def test_a_change_of_mark_between_numbers_that_run_on_begins_a_list_inside(text: str, expected: list[str]) -> None:
    assert points_of(text) == expected
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1.5倍的速度",
            "1.5倍\n2.5倍",
            "2023年的数据",
            "2023年\n2024年",
            "3D 重建",
            "一、二线城市",
            "一、二线城市\n二、三线城市",
        ),
        *(
            "三、四月的数据",
            "1、2 号样本",
            "1、2、3 号样本",
            "第一，我们不同意",
            "1 个方法\n2 个数据集",
            "首先，甲",
            "[1] 甲",
            "[1]甲\n[2]乙",
            "(a) 甲",
            "3 月",
            "3.甲",
            "五、甲",
            "一个方法\n二个方法",
        ),
        *(
            "——甲\n——乙",
            "-5%\n-3%",
            "*强调*一\n*强调*二",
            "○○大学",
            "★★★★☆ 推荐",
            "1.0\n2.0",
            "１．５倍\n２．５倍",
            "🚀 快",
        ),
    ],
)
def test_text_that_only_looks_like_a_mark_stays(text: str) -> None:
    assert points_of(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.甲", ["甲"]),
        ("一、甲", ["甲"]),
        ("1、2D 检测\n2、3D 检测", ["2D 检测", "3D 检测"]),
        ("1.3B 模型\n\n2.7B 模型", ["1.3B 模型", "2.7B 模型"]),
        ("🚀 快\n📊 准", ["🚀 快", "📊 准"]),
        ("　　甲方法。\n　　乙方法。", ["　　甲方法。", "　　乙方法。"]),
        ("首先，甲；\n其次，乙；\n最后，丙。", ["首先，甲；", "其次，乙；", "最后，丙。"]),
        ("第1点：甲\n第2点：乙", ["甲", "乙"]),
        ("[1] 甲\n[2] 乙", ["甲", "乙"]),
        ("(a) First\n(b) Second", ["First", "Second"]),
        ("Ⅰ. 甲\nⅡ. 乙", ["甲", "乙"]),
        ("1 甲\n2 乙", ["甲", "乙"]),
        ("*甲\n*乙", ["甲", "乙"]),
        ("Step 1: A\nStep 2: B", ["Step 1: A", "Step 2: B"]),
        ("1、甲\n\n　　续\n2、乙", ["甲\n\n  续", "乙"]),
    ],
)
def test_points_are_read_as_an_editor_means_them(text: str, expected: list[str]) -> None:
    assert points_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. 甲；2. 乙；3. 丙。", ["甲；", "乙；", "丙。"]),
        ("（1）甲；（2）乙", ["甲；", "乙"]),
        ("①甲。②乙。", ["甲。", "乙。"]),
        ("一、甲；二、乙", ["甲；", "乙"]),
        ("1、甲；2、乙", ["甲；", "乙"]),
        ("1. First. 2. Second.", ["First.", "Second."]),
        ("①甲②乙③丙", ["甲", "乙", "丙"]),
    ],
)
def test_points_on_one_line_are_cut_apart_and_told(text: str, expected: list[str]) -> None:
    assert points_of(text) == expected
    assert [code for code, _ in told(text)] == ["points-on-one-line"]


@pytest.mark.parametrize(
    "text", ["1. 甲；3. 乙", "1. 见图 2. 乙", "1. 甲；2.5 倍", "1. 甲；（2）乙", "- 甲；2. 乙", "① 甲与②相比"]
)
def test_numbers_inside_a_point_that_do_not_run_on_are_text(text: str) -> None:
    assert points_of(text) == [text[2:].lstrip()]
    assert told(text) == []


def test_an_item_that_is_indented_too_little_to_be_inside_is_told() -> None:
    assert points_of("1. 甲\n  - 子\n2. 乙") == ["甲", "子", "乙"]
    assert told("1. 甲\n  - 子\n2. 乙") == [("shallow-item", "-")]
    assert told("1. 甲\n 1. 子") == [("shallow-item", "1")]
    assert told("- 甲\n - 乙\n1. 丙") == []


@pytest.mark.parametrize(
    "text",
    ["- 甲\n\t- 子 $x\n- 乙", "　　1、甲\n　　　　（1）子\n　　2、乙", "1. 甲；2. 乙；3. 丙", "- 甲\n  ① 子\n    续"],
)
def test_every_word_of_a_point_leads_back_to_its_place(text: str) -> None:
    for point in split_points(slice_excerpt(text, 0, len(text))):
        for match in re.finditer(r"[^\s\d.-]+", point.text):
            span = point.span(*match.span())
            assert text[span.start : span.end] == match[0]


def test_a_long_list_takes_no_time() -> None:
    assert len(points_of("\n".join(f"  {number % 90 + 1}.甲" for number in range(20_000)))) > 19_000


@pytest.mark.parametrize(
    ("text", "expected", "spans"),
    [
        ("本文的要点如下：\n1. 甲\n2. 乙", ["本文的要点如下：", "甲", "乙"], ["本文的要点如下："]),
        ("前言：\n　　1、甲\n　　2、乙", ["前言：", "甲", "乙"], ["前言："]),
        (
            "本文的要点如下：\n\n- 甲\n- 乙\n\n以上。",
            ["本文的要点如下：", "甲", "乙", "以上。"],
            ["本文的要点如下：", "以上。"],
        ),
        ("- 甲\n- 乙\n\n以上方法都快。", ["甲", "乙", "以上方法都快。"], []),
        ("甲。\n\n1. 乙\n2. 丙", ["甲。", "乙", "丙"], []),
        ("要点如下：\n\n甲。", ["要点如下：", "甲。"], []),
        ("- 甲：", ["甲："], []),
    ],
)
def test_lines_around_a_list_are_told(text: str, expected: list[str], spans: list[str]) -> None:
    assert points_of(text) == expected
    assert told(text) == [("text-around-points", span) for span in spans]
