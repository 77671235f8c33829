"""Errors over a page say what the terminal says, and nothing of them can be anything but text."""

import re
from html import unescape

import pytest

from digest.faces.display import show_text
from digest.faces.serve.overlay import (
    MAX_PROBLEMS,
    MAX_WARNINGS,
    error_page,
    show_errors,
    show_failure,
    show_warnings,
)
from digest.faces.terminal import Look
from digest.machine.findings import Findings
from digest.text.diagnostics import Diagnostic, Label, Severity
from digest.text.source import Source, Span

TEXT = "---\n标题: <b>图</b>\ntitel: B & C\n---\n"


def problem(start: int, end: int, **changes: object) -> Diagnostic:
    usual: dict[str, object] = {
        "code": "unknown-key",
        "severity": Severity.ERROR,
        "message": "unknown key 'titel'",
        "hint": "did you mean 'title'?",
        "path": "content/a.md",
        "span": Span(start=start, end=end),
    }
    return Diagnostic(**usual | changes)  # type: ignore[arg-type]


def show(*found: Diagnostic, text: str = TEXT) -> str:
    return show_errors(found, lambda path: Source(path=path, text=text))


def marked(start: int, end: int, text: str) -> str:
    [line] = re.findall(r"<code>(.*)</code>", show(problem(start, end), text=text))
    return str(line)


def test_an_error_shows_its_place_its_line_and_its_hint() -> None:
    at = TEXT.index("titel")
    assert show(problem(at, at + 5)) == (
        '<section class="problem">\n'
        '<p class="what"><b class="place">content/a.md:3:1:</b> <b class="error">error[unknown-key]:</b>'
        " unknown key 'titel'</p>\n"
        '<pre class="excerpt"><span class="line"><span class="number">3</span>'
        "<code><mark>titel</mark>: B &amp; C</code>\n</span></pre>\n"
        "<p class=\"hint\"><b>hint:</b> did you mean 'title'?</p>\n"
        "</section>\n"
    )


def test_what_was_typed_stays_text() -> None:
    at = TEXT.index("<b>")
    shown = show(
        problem(at, at + 3, message="<script>1</script>", hint="<i>&", path='"<u>.md', code="<c>"),
    )
    assert set(re.findall(r"</?(\w+)", shown)) == {"section", "p", "b", "pre", "span", "code", "mark"}
    assert "标题: <mark>&lt;b&gt;</mark>图&lt;/b&gt;" in shown
    assert "&lt;script&gt;1&lt;/script&gt;" in shown


def test_a_second_place_stands_with_its_note_in_the_order_of_lines() -> None:
    at, label = TEXT.index("titel"), Label(span=Span(start=4, end=6), message="given <here>")
    shown = show(problem(at, at + 5, labels=(label,)))
    lines = re.findall(r'<span class="number">(\d+)</span><code>(.*)</code>', shown)
    assert lines == [
        ("2", '<mark class="label">标题</mark>: &lt;b&gt;图&lt;/b&gt; <i class="note">given &lt;here&gt;</i>'),
        ("3", "<mark>titel</mark>: B &amp; C"),
    ]


@pytest.mark.parametrize(
    ("start", "end", "text", "line"),
    [
        (2, 4, "检索图像", "检索<mark>图像</mark>"),
        (1, 1, "abc", "a<mark>b</mark>c"),
        (3, 3, "abc", "abc<mark> </mark>"),
        (1, 2, "e\u0301f", "<mark>e\u0301</mark>f"),
        (0, 1, "\t\u202ex", "<mark>    </mark>\ufffdx"),
        (0, 6, "abc\ndef", '<mark>abc</mark> <i class="note">ends in line 2</i>'),
        (150, 152, "x" * 300, f"…{'x' * 48}<mark>xx</mark>{'x' * 48}…"),
    ],
)
def test_the_exact_characters_are_underlined(start: int, end: int, text: str, line: str) -> None:
    assert marked(start, end, text) == line


def test_the_words_are_those_of_the_terminal() -> None:
    found = problem(4, 6)
    terminal = show_text([found], lambda path: Source(path=path, text=TEXT), Look())
    words = unescape(re.sub(r"<[^>]*>", "", show(found)))
    for piece in re.findall(r"[^\s|^=]+", terminal):
        assert piece in words


def test_warnings_are_left_to_the_terminal() -> None:
    assert show(problem(0, 3, severity=Severity.WARNING)) == ""


def test_warnings_that_are_new_come_first_and_the_rest_is_counted() -> None:
    old = [problem(0, 1, severity=Severity.WARNING, code=f"old{number}") for number in range(MAX_WARNINGS)]
    new = problem(4, 6, severity=Severity.WARNING, code="new")
    shown = show_warnings(Findings({}, [*old, new]), Findings({}, old), lambda path: Source(path=path, text=TEXT))
    codes = re.findall(r'<b class="warning">warning\[(.*?)\]', shown)
    assert (codes[0], len(codes), len({*codes})) == ("new", MAX_WARNINGS, MAX_WARNINGS)
    assert shown.endswith("; digest check shows all.</p>\n")
    assert (
        show_warnings(Findings({}, [new]), Findings({}, [new]), lambda path: Source(path=path, text=TEXT)).count(
            "<section"
        )
        == 1
    )


def test_of_very_many_errors_the_rest_is_counted() -> None:
    shown = show(*[problem(0, 1, code=f"c{number}") for number in range(MAX_PROBLEMS + 2)])
    assert shown.count("<section") == MAX_PROBLEMS
    assert shown.endswith("<p>And 2 more errors: the terminal shows all.</p>\n")


def test_a_file_that_is_empty_or_gone_has_no_excerpt() -> None:
    assert "<pre" not in show(problem(0, 0), text="")


def test_what_is_no_text_is_said_in_a_sentence() -> None:
    assert show_failure("it is <full>", "make room") == (
        '<section class="problem">\n'
        '<p class="what"><b class="error">error:</b> it is &lt;full&gt;</p>\n'
        '<p class="hint"><b>hint:</b> make room</p>\n'
        "</section>\n"
    )
    assert show_failure("it is full", "", kind="internal error").count("internal error:") == 1


def test_a_page_of_errors_is_a_whole_page_without_anything_from_elsewhere() -> None:
    page = error_page("<p>wrong</p>").decode()
    assert page.startswith("<!DOCTYPE html>\n<html lang=")
    assert page.count("</head>") == page.count("<p>wrong</p>") == 1
    assert "//" not in page
