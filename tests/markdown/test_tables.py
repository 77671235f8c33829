"""Tables with `|` in formulas and code, and with more cells than the head."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.markdown import plain_text, render_markdown
from digest.markdown.tables import _inside

HEAD = "| 名 | 式 |\n|---|---|\n"


def cells_of(text: str, tag: str = "td") -> list[str]:
    return [
        plain_text(cell) for cell in re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", render_markdown(text, anchor="p").html)
    ]


def told(text: str) -> list[tuple[str, str]]:
    return [(each.code, text[each.start : each.end]) for each in render_markdown(text, anchor="p").problems]


@pytest.mark.parametrize(
    ("row", "cells", "problems"),
    [
        ("| 条件 | $P(A|B)$ |", ["条件", "P(A|B)"], [("bar-in-cell", "|")]),
        ("| 条件 | $P(A | B)$ |", ["条件", "P(A|B)"], [("bar-in-cell", "|")]),
        ("| $P(A|B)$ | 0.5 |", ["P(A|B)", "0.5"], [("bar-in-cell", "|")]),
        (r"| 条件 | \(P(A|B)\) |", ["条件", "P(A|B)"], [("bar-in-cell", "|")]),
        ("| $|x|$ | $|y|$ |", ["|x|", "|y|"], [("bar-in-cell", "|")] * 4),
        ("| 码 | `a|b` |", ["码", "a|b"], [("bar-in-cell", "|")]),
        ("| `a | b` | ``c`|`d`` |", ["a | b", "c`|`d"], [("bar-in-cell", "|")] * 2),
        ("| 列 | 3 个 | 第三格 |", ["列", "3 个 | 第三格"], [("surplus-cells", "第三格")]),
        ("| 列 | 3 | 4 | 5", ["列", "3 | 4 | 5"], [("surplus-cells", "4 | 5")]),
        ("列 | 3 | *四* |", ["列", "3 | 四"], [("surplus-cells", "*四*")]),
        (
            "| 多 | $a|b$ | `c|d` |",
            ["多", "a|b | c|d"],
            [("bar-in-cell", "|"), ("surplus-cells", "`c|d`"), ("bar-in-cell", "|")],
        ),
        (r"| 范数 | $\|x\|_2$ |", ["范数", "‖x‖₂"], [("double-bar", r"\|")]),
        (r"| 范数 | $c\|x - \|y\|\|^2$ |", ["范数", "c‖x−‖y‖‖²"], [("double-bar", r"\|")]),
        (r"| 散度 | $D_{KL}(p\|q)$ |", ["散度", "D_{KL}(p‖q)"], [("double-bar", r"\|")]),
        (r"| 范数 | $\lambda\|w\|^2 + \|b\|$ |", ["范数", "λ‖w‖²+‖b‖"], [("double-bar", r"\|")]),
        (r"| 条件 | $P(A\|B)$ |", ["条件", "P(A|B)"], []),
        (r"| 条件 | $P(A\|B)P(B\|C)$ |", ["条件", "P(A|B)P(B|C)"], []),
        (r"| 条件 | $P(A \mid B)$ |", ["条件", "P(A∣B)"], []),
        (r"| 码 | `x \| y` |", ["码", "x | y"], []),
        ("| 列 | 3 | |", ["列", "3"], []),
        ("| 列 |", ["列", ""], []),
        ("| $5 | $6 |", ["$5", "$6"], []),
        ("| $5|$6 |", ["$5", "$6"], []),
        ("| ` | ` |", ["|", ""], [("bar-in-cell", "|")]),
        (r"| 甲 \| 乙 | 丙 |", ["甲 | 乙", "丙"], []),
    ],
)
def test_no_text_of_a_row_is_lost_and_what_is_guessed_is_told(
    row: str, cells: list[str], problems: list[tuple[str, str]]
) -> None:
    for before, behind in (("", ""), ("文。\n\n", "\n\n后。")):
        text = f"{before}{HEAD}{row}{behind}"
        assert [cell.replace("\u2061", "") for cell in cells_of(text)] == cells
        assert told(text) == problems


def test_bars_in_the_head_are_part_of_formulas_too() -> None:
    text = "| $P(A|B)$ | `x|y` |\n|---|---|\n| 一 | 二 |"
    assert (cells_of(text, "th"), cells_of(text)) == (["P(A|B)", "x|y"], ["一", "二"])
    assert told(text) == [("bar-in-cell", "|")] * 2


def test_tables_in_lists_and_quotes_are_told_too() -> None:
    assert told("- | 名 | 式 |\n  |---|---|\n  | 一 | $x|y$ | 三 |\n- 乙") == [
        ("bar-in-cell", "|"),
        ("surplus-cells", "三"),
    ]
    assert told("> | 名 | 式 |\n> |---|---|\n> | 一 | 二 | 三 |") == [("surplus-cells", "三")]


def test_a_head_that_does_not_fit_the_line_below_is_told() -> None:
    assert told("| a | b | c |\n|---|---|\n| 1 | 2 | 3 |") == [("broken-table", "|---|---|")]
    assert told("a | b\n---|---|---\n1 | 2") == [("broken-table", "---|---|---")]


def test_a_wide_head_above_short_rows_makes_no_cells_out_of_nothing() -> None:
    head, dashes = "|a" * 40, "|-" * 40
    few, many = (f"{head}|\n{dashes}|\n" + "b\n" * count for count in (8, 60))
    assert (len(cells_of(few)), told(few)) == (320, [])
    for before, behind in (("", ""), ("文。\n\n", "\n| c | d |\n|---|---|\n| 一 | 二 |"), ("> ", "")):
        assert told(f"{before}{many}{behind}") == [("broken-table", f"{dashes}|")]
        assert cells_of(f"{before}{many}{behind}") == (["一", "二"] if "c" in behind else [])
    assert plain_text(render_markdown(many, anchor="p").html).count("b") == 60


def test_a_full_table_may_be_large() -> None:
    text = "|a" * 40 + "\n" + "|-" * 40 + "\n" + ("|b" * 40 + "\n") * 60
    assert (len(cells_of(text)), told(text)) == (2400, [])


@pytest.mark.parametrize("cell", ["|$a$", "|`a`", "`a|b` ", "$a|b$ "])
def test_each_bar_is_compared_with_few_formulas(cell: str) -> None:
    compared = 0

    class Place(int):
        def __lt__(self, other: int) -> bool:
            nonlocal compared
            compared += 1
            return int(self) < other

        def __gt__(self, other: int) -> bool:
            nonlocal compared
            compared += 1
            return int(self) > other

    def work(count: int) -> int:
        nonlocal compared
        compared, text = 0, cell * count
        _inside(text, [Place(match.start()) for match in re.finditer(r"\|", text)], 2)
        return compared

    assert 0 < work(400) < 2.5 * work(200)


@pytest.mark.parametrize(
    ("head", "dashes"),
    [
        ("| a | b |", "| —— | —— |"),
        ("| a | b |", "| – | – |"),
        ("| a | b |", "|：---：|---|"),
        ("a | b", "—— | ——"),
        ("｜全｜角｜", "｜--｜--｜"),
        ("｜全｜角｜", "｜－｜－｜"),
        ("全｜角", "--｜--"),
    ],
)
def test_bars_and_dashes_of_other_kinds_make_no_table(head: str, dashes: str) -> None:
    assert told(f"{head}\n{dashes}\n| 1 | 2 |") == [("broken-table", dashes)]


@pytest.mark.parametrize("text", ["甲——乙\n——", "a | b\n—— 丙", "p(x｜y)\n——", "- a ｜ b\n- —— | ——"])
def test_dashes_below_text_are_no_table(text: str) -> None:
    assert told(text) == []
    assert told("a | b\n---\n") == []


def test_problems_below_a_table_are_where_they_were() -> None:
    assert told(HEAD + "| $x|y$ | $z |\n\n一 $x") == [
        ("bar-in-cell", "|"),
        ("unbalanced-math", "$"),
        ("unbalanced-math", "$"),
    ]
    text = HEAD + r"| `a\|b|c` | [x](javascript:y) |"
    assert told(text)[1] == ("unsafe-link", "[x](javascript:y)")


@given(st.lists(st.sampled_from(["甲", "b c", "$x$", "|", " | ", r"\|", "`d`", "$", "`", "*e*", "3"]), max_size=12))
def test_every_letter_of_a_row_is_shown(pieces: list[str]) -> None:
    shown = "".join(cells_of(HEAD + "| " + "".join(pieces) + " |"))
    for letter in "甲bcde3":
        assert shown.count(letter) == "".join(pieces).count(letter)


def test_a_long_table_takes_no_time() -> None:
    assert len(cells_of(HEAD + "| $a|b$ | `c|d` | e |\n" * 3_000)) == 6_000


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("一种新方法。\n---\n后文", "<p>一种新方法。</p>\n<hr>\n<p>后文</p>\n"),
        ("“一种新方法。”\n-----", "<p>“一种新方法。”</p>\n<hr>\n"),
        ("We present a new fast method.\n---", "<p>We present a new fast method.</p>\n<hr>\n"),
    ],
)
def test_a_sentence_above_dashes_is_no_heading(text: str, html: str) -> None:
    assert render_markdown(text, anchor="p").html == html
    assert [code for code, _ in told(text)] == ["rule-below-text"]


@pytest.mark.parametrize(
    "text", ["新方法\n---", "为什么？\n---", "Fig. 1.\n---", "一种新方法。\n===", "一种新方法。\n-"]
)
def test_a_title_above_dashes_is_a_heading(text: str) -> None:
    assert render_markdown(text, anchor="p").html.startswith("<h3")
    assert told(text) == []


def test_a_long_cell_may_take_several_lines() -> None:
    html = render_markdown(
        "| 方法 | Recall at one | b |\n|---|--:|---|\n| 只用弱标记的图像对 | 12 小时 | seventeen letters", anchor="p"
    ).html
    assert re.findall('<td class="([^"]*)">|<td>', html) == ["long-cell", "align-right", "long-cell"]
    assert 'class="align-right">Recall' in html
