"""Display of diagnostics: golden texts, and the position of carets."""

import json
import unicodedata
from collections.abc import Callable

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.faces import display
from digest.faces.display import github_command, show_github, show_json, show_message, show_text
from digest.faces.terminal import Look
from digest.text.diagnostics import Diagnostic, Label, Severity
from digest.text.source import Source, Span
from digest.text.width import ELLIPSIS, cells

Sources = Callable[[str], Source]


def sources(**texts: str) -> Sources:
    """A function that reads sources: `sources(a="...")` has the text of `a.md`."""
    return lambda path: Source(path=path, text=texts.get(path.removesuffix(".md"), ""))


def diagnostic(
    span: tuple[int, int],
    *labels: Label,
    path: str = "a.md",
    severity: Severity = Severity.ERROR,
    code: str = "unknown-key",
    message: str = "unknown key 'titel'",
    hint: str = "",
) -> Diagnostic:
    return Diagnostic(
        code=code,
        severity=severity,
        message=message,
        hint=hint,
        path=path,
        span=Span(start=span[0], end=span[1]),
        labels=labels,
    )


def marked(text: str, what: str, columns: int = 100) -> list[str]:
    """The line with `what` in `text`, and the line with carets below it, without the gutter."""
    start = text.index(what)
    shown = show_text([diagnostic((start, start + len(what)))], sources(a=text), Look(columns=columns))
    return [line.partition("| ")[2] for line in shown.rstrip("\n").split("\n")[1:3]]


# As text.


def test_an_error_shows_its_place_its_line_the_exact_characters_and_a_hint() -> None:
    text = "---\nyear: 2023\ntitel: Pic2Word\n---\n"
    found = diagnostic((15, 20), path="content/2023-02-08/pic2word.md", hint="did you mean 'title'?")
    shown = show_text([found], lambda path: Source(path=path, text=text), Look())
    assert shown == (
        "content/2023-02-08/pic2word.md:3:1: error[unknown-key]: unknown key 'titel'\n"
        "  3 | titel: Pic2Word\n"
        "    | ^^^^^\n"
        "    = hint: did you mean 'title'?\n"
        "\n"
    )


def test_all_problems_of_all_files_come_sorted_and_apart() -> None:
    found = [
        diagnostic((0, 1), path="b.md", code="two", message="second"),
        diagnostic((3, 4), code="w", severity=Severity.WARNING, message="later"),
        diagnostic((0, 1), code="one", message="first"),
    ]
    assert show_text(found, sources(a="ab\nc", b="d"), Look()) == (
        "a.md:1:1: error[one]: first\n"
        "  1 | ab\n"
        "    | ^\n"
        "\n"
        "a.md:2:1: warning[w]: later\n"
        "  2 | c\n"
        "    | ^\n"
        "\n"
        "b.md:1:1: error[two]: second\n"
        "  1 | d\n"
        "    | ^\n"
        "\n"
    )


def test_of_many_alike_in_a_file_the_first_are_shown_and_the_number_of_the_others() -> None:
    many = [diagnostic((each, each + 1)) for each in range(1050)]
    few = [diagnostic((each, each + 1), path="b.md") for each in range(50)]
    other = diagnostic((1049, 1050), severity=Severity.WARNING, message="another")
    found, of = [*many, *few, other], sources(a="a\n" * 1050, b="b\n" * 50)
    shown = show_text(found, of, Look()).split("\n\n")
    assert shown[:50] == show_text(many[:50], of, Look()).split("\n\n")[:50]
    assert shown[50].startswith("a.md:525:2: warning[unknown-key]: another\n")
    assert shown[51] == "and 1,000 more of unknown-key in a.md"
    assert "\n\n".join(shown[52:]) == show_text(few, of, Look())
    assert len(json.loads(show_json(found, of))) == len(found)
    assert show_github(found, of).count("\n") == len(found)


def test_without_diagnostics_nothing_is_shown() -> None:
    assert show_text([], sources(), Look()) == ""


def test_a_file_without_text_has_no_excerpt() -> None:
    found = diagnostic((0, 0), message="there is nothing here", hint="write something")
    assert show_text([found], sources(), Look()) == (
        "a.md:1:1: error[unknown-key]: there is nothing here\n  = hint: write something\n\n"
    )


@pytest.mark.parametrize(
    ("text", "what", "line", "carets"),
    [
        ("标题: 将图映射到词", "将图", "标题: 将图映射到词", "      ^^^^"),
        ("标题：A", "：", "标题：A", "    ^^"),
        ("[LG，CV]", "，", "[LG，CV]", "   ^^"),
        ("\ttags: x", "tags", "    tags: x", "    ^^^^"),
        ("a\tb", "\t", "a    b", " ^^^^"),
        ("😀 titel", "titel", "😀 titel", "   ^^^^^"),
        ("👩‍🔬 titel", "titel", "👩‍🔬 titel", "   ^^^^^"),
        ("❤️ titel", "titel", "❤️ titel", "   ^^^^^"),
        ("cafe\u0301 titel", "titel", "cafe\u0301 titel", "     ^^^^^"),
        ("cafe\u0301s", "\u0301", "cafe\u0301s", "   ^"),
        ("e\u0301", "e\u0301", "e\u0301", "^"),
        ("“quoted” x", "x", "“quoted” x", "         ^"),
        ("a\x00b\x1bc", "\x1b", "a␀b␛c", "   ^"),
        ("a\ud800b", "b", "a\ufffdb", "  ^"),
    ],
    ids=[
        "Chinese before",
        "full-width colon",
        "full-width comma",
        "tab before",
        "a tab itself",
        "emoji",
        "emoji sequence",
        "emoji by selector",
        "combining mark before",
        "a combining mark itself",
        "letter and mark",
        "ambiguous width",
        "control characters",
        "lone surrogate",
    ],
)
def test_carets_stand_under_the_exact_characters(text: str, what: str, line: str, carets: str) -> None:
    assert marked(text, what) == [line, carets]


def test_an_empty_span_has_one_caret() -> None:
    shown = show_text([diagnostic((7, 7))], sources(a="标题: A\nb"), Look())
    assert shown.split("\n")[1:3] == ["  2 | b", "    |  ^"]


def test_a_span_at_the_end_of_a_line_has_its_caret_behind_it() -> None:
    shown = show_text([diagnostic((2, 3))], sources(a="标题\nb"), Look())
    assert shown.split("\n")[:3] == [
        "a.md:1:3: error[unknown-key]: unknown key 'titel'",
        "  1 | 标题",
        "    |     ^",
    ]


def test_an_empty_line_is_shown_without_trailing_space() -> None:
    shown = show_text([diagnostic((2, 2))], sources(a="a\n\nb"), Look())
    assert shown.split("\n")[1:3] == ["  2 |", "    | ^"]


def test_a_span_past_the_end_of_a_text_stands_behind_it() -> None:
    shown = show_text([diagnostic((50, 60))], sources(a="ab"), Look())
    assert shown.split("\n")[:3] == [
        "a.md:1:3: error[unknown-key]: unknown key 'titel'",
        "  1 | ab",
        "    |   ^",
    ]


def test_a_span_of_many_lines_underlines_the_first_and_names_the_last() -> None:
    shown = show_text([diagnostic((3, 11))], sources(a="a: [b,\n c,\n d]\n"), Look())
    assert shown.split("\n")[1:3] == ["  1 | a: [b,", "    |    ^^^ ends in line 2"]


def test_a_label_is_shown_at_its_own_line_before_or_behind() -> None:
    text = "title: A\nyear: 2023\ntags: x\ntitle: B\n"
    found = diagnostic(
        (28, 33),
        Label(span=Span(start=0, end=5), message="given here first"),
        code="duplicate-key",
        message="'title' is given twice",
        hint="keep one 'title'",
    )
    assert show_text([found], sources(a=text), Look()) == (
        "a.md:4:1: error[duplicate-key]: 'title' is given twice\n"
        "  1 | title: A\n"
        "    | ----- given here first\n"
        "  ...\n"
        "  4 | title: B\n"
        "    | ^^^^^\n"
        "    = hint: keep one 'title'\n"
        "\n"
    )


def test_a_label_in_the_same_line_shares_the_line() -> None:
    found = diagnostic((4, 5), Label(span=Span(start=0, end=2), message="因为这里"))
    assert show_text([found], sources(a="标题: A"), Look()).split("\n")[1:4] == [
        "  1 | 标题: A",
        "    |       ^",
        "    | ---- 因为这里",
    ]


def test_line_numbers_stand_under_one_another() -> None:
    text = "\n".join(f"line {number}" for number in range(1, 12))
    label = Label(span=Span(start=text.index("line 9"), end=text.index("line 9") + 4), message="here")
    start = text.index("line 10")
    assert show_text([diagnostic((start, start + 4), label, hint="h")], sources(a=text), Look()).split("\n")[1:] == [
        "   9 | line 9",
        "     | ---- here",
        "  10 | line 10",
        "     | ^^^^",
        "     = hint: h",
        "",
        "",
    ]


def test_a_long_line_is_cut_around_the_carets() -> None:
    text = "甲" * 60 + "here" + "乙" * 60
    line, carets = marked(text, "here", columns=46)
    assert line == "…" + "甲" * 8 + "here" + "乙" * 9 + "…"
    assert carets == " " * 17 + "^^^^"


def test_a_long_line_is_cut_behind_when_the_carets_are_at_its_start() -> None:
    line, carets = marked("titel: " + "x" * 200, "titel", columns=46)
    assert line == "titel: " + "x" * 31 + "…"
    assert carets == "^^^^^"


def test_a_long_line_is_cut_before_when_the_carets_are_at_its_end() -> None:
    line, carets = marked("x" * 200 + " end", "end", columns=46)
    assert line == "…" + "x" * 34 + " end"
    assert carets == " " * 36 + "^^^"


def test_carets_that_are_longer_than_the_line_end_with_it() -> None:
    line, carets = marked("x" * 300, "x" * 300, columns=46)
    assert line == "x" * 38 + "…"
    assert carets == "^" * 38


def test_a_label_far_away_in_a_long_line_is_shown_with_its_own_part() -> None:
    text = "first" + "x" * 300 + "second"
    found = diagnostic((305, 311), Label(span=Span(start=0, end=5), message="and here"))
    assert show_text([found], sources(a=text), Look(columns=46)).split("\n")[1:5] == [
        "  1 | …" + "x" * 32 + "second",
        "    | " + " " * 33 + "^^^^^^",
        "  1 | first" + "x" * 33 + "…",
        "    | ----- and here",
    ]


@given(
    st.text(alphabet="ab 标题，😀\t\u0301\x1b", max_size=150).map(lambda text: f"{text}."),
    st.integers(0, 150),
    st.integers(0, 150),
    st.integers(40, 120),
)
def test_an_excerpt_is_never_wider_than_the_terminal(text: str, start: int, length: int, columns: int) -> None:
    shown = show_text([diagnostic((start, start + length))], sources(a=text), Look(columns=columns))
    line, carets = shown.split("\n")[1:3]
    wide = sum(unicodedata.east_asian_width(character) == "W" for character in line)
    assert len(line) + wide - line.count("\u0301") <= columns
    assert len(carets) <= columns + 1  # just after the last character
    assert set(carets.partition("| ")[2].strip()) == {"^"}


def test_control_characters_never_reach_the_terminal() -> None:
    found = diagnostic((0, 1), path="a\x1b.md", message="'\x1b[2J'\nx", hint="\x07")
    shown = show_text([found], lambda path: Source(path=path, text="\x1b]0;title\x07"), Look())
    assert shown == ("a␛.md:1:1: error[unknown-key]: '␛[2J'␊x\n  1 | ␛]0;title␇\n    | ^\n    = hint: ␇\n\n")


def test_colour_changes_nothing_but_colour() -> None:
    found = diagnostic((0, 5), Label(span=Span(start=7, end=8), message="here"), hint="h")
    plain = show_text([found], sources(a="titel: A"), Look())
    coloured = show_text([found], sources(a="titel: A"), Look(colour=True))
    assert "\x1b" not in plain
    assert "\x1b[31m\x1b[1merror[unknown-key]:\x1b[0m" in coloured
    assert click.unstyle(coloured) == plain


def test_a_warning_is_yellow() -> None:
    found = diagnostic((0, 1), severity=Severity.WARNING)
    assert "\x1b[33m\x1b[1mwarning" in show_text([found], sources(a="t"), Look(colour=True))


def test_a_message_without_a_place_is_shown_with_its_hint() -> None:
    assert show_message("there is no digest.yaml", "name it", Look()) == (
        "error: there is no digest.yaml\n  = hint: name it\n"
    )


# As json.


def test_json_is_one_array_of_objects_with_exactly_nine_keys() -> None:
    text = "标题: 😀x\n"
    found = diagnostic((4, 6), message="含“引号”", hint="改", severity=Severity.WARNING)
    assert json.loads(show_json([found], sources(a=text))) == [
        {
            "code": "unknown-key",
            "severity": "warning",
            "message": "含“引号”",
            "hint": "改",
            "path": "a.md",
            "line": 1,
            "column": 5,
            "end_line": 1,
            "end_column": 7,
        }
    ]


def test_json_of_nothing_is_an_empty_array() -> None:
    assert show_json([], sources()) == "[]\n"


def test_json_has_an_object_a_line_in_order_and_chinese_as_it_is() -> None:
    shown = show_json([diagnostic((2, 3), message="后"), diagnostic((0, 1), message="先")], sources(a="abc"))
    assert [line[:1] for line in shown.split("\n")] == ["[", " ", " ", "]", ""]
    assert [each["message"] for each in json.loads(shown)] == ["先", "后"]
    assert "先" in shown


def test_an_end_is_the_place_after_the_last_character() -> None:
    [record] = json.loads(show_json([diagnostic((1, 6))], sources(a="ab\ncd\nef")))
    assert (record["line"], record["column"], record["end_line"], record["end_column"]) == (1, 2, 3, 1)


def test_json_holds_lone_surrogates_as_escapes_once_written() -> None:
    shown = show_json([diagnostic((0, 1), message="a\udc80b")], sources(a="abc"))
    written = shown.encode("utf-8", "backslashreplace")
    assert json.loads(written)[0]["message"] == "a\udc80b"


# As workflow commands of GitHub Actions.


def test_a_workflow_command_names_file_line_column_and_code() -> None:
    found = diagnostic((15, 20), path="content/2023-02-08/a.md", hint="did you mean 'title'?")
    shown = show_github([found], lambda path: Source(path=path, text="---\nyear: 2023\ntitel: A\n"))
    assert shown == (
        "::error file=content/2023-02-08/a.md,line=3,col=1,endLine=3,endColumn=6,title=digest(unknown-key)"
        "::unknown key 'titel'. did you mean 'title'?\n"
    )


def test_a_workflow_command_for_many_lines_leaves_out_its_end() -> None:
    """GitHub's runner rejects columns if first and last line differ."""
    assert show_github([diagnostic((0, 4), severity=Severity.WARNING, message="m")], sources(a="ab\ncd")) == (
        "::warning file=a.md,line=1,col=1,title=digest(unknown-key)::m\n"
    )


def test_special_characters_of_workflow_commands_are_escaped() -> None:
    found = diagnostic((0, 1), path="50%,a:b.md", message="100%: a,\r\nb::c", hint="")
    assert show_github([found], lambda path: Source(path=path, text="x")) == (
        "::error file=50%25%2Ca%3Ab.md,line=1,col=1,endLine=1,endColumn=2,title=digest(unknown-key)"
        "::100%25: a,%0D%0Ab::c\n"
    )


def test_a_workflow_command_may_have_no_place() -> None:
    assert github_command("error", "no settings", title="digest") == "::error title=digest::no settings"


def test_workflow_commands_come_in_order_and_of_nothing_there_are_none() -> None:
    found = [diagnostic((2, 3), message="b"), diagnostic((0, 1), message="a")]
    assert [line[-1] for line in show_github(found, sources(a="abc")).splitlines()] == ["a", "b"]
    assert show_github([], sources()) == ""


@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=120),
    st.integers(0, 120),
    st.integers(0, 120),
    st.integers(40, 120),
)
def test_the_fast_path_for_ascii_shows_the_same(text: str, start: int, length: int, columns: int) -> None:
    start = min(start, len(text))
    mark = display.Mark(1, text, start, min(start + length, len(text)), "^", "red", "")
    window = display._window(cells(text), mark, columns)
    before, under = display._underline(cells(text), window, mark)
    cut = f"{ELLIPSIS * (window.start > 0)}{text[window.start : window.stop]}{ELLIPSIS * (window.stop < len(text))}"
    assert display._show_line(mark, columns) == (window, cut, before + (window.start > 0), under)
