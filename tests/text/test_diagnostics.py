"""Reporters, the order of diagnostics, and which of them are errors."""

import re

from digest.text.diagnostics import Diagnostic, Label, Parsed, Reporter, Severity, has_errors, in_order
from digest.text.source import Span


def diagnostic(path: str = "a.md", start: int = 0, end: int = 1, code: str = "code", message: str = "m") -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, message=message, path=path, span=Span(start=start, end=end))


def test_a_reporter_keeps_what_it_is_told_in_the_order_in_which_it_is_told() -> None:
    reporter = Reporter("a.md")
    label = Label(span=Span(start=0, end=1), message="given here first")
    reporter.warning("second", Span(start=5, end=6), "look at this")
    reporter.error("first", Span(start=1, end=2), "this is wrong", "write it right", labels=[label])
    assert reporter.diagnostics() == (
        Diagnostic(
            code="second",
            severity=Severity.WARNING,
            message="look at this",
            path="a.md",
            span=Span(start=5, end=6),
        ),
        Diagnostic(
            code="first",
            severity=Severity.ERROR,
            message="this is wrong",
            hint="write it right",
            path="a.md",
            span=Span(start=1, end=2),
            labels=(label,),
        ),
    )


def test_a_reporter_takes_over_what_another_stage_found() -> None:
    reporter = Reporter("a.md")
    reporter.extend([diagnostic(code="theirs")])
    reporter.error("ours", Span(start=0, end=0), "m")
    assert [each.code for each in reporter.diagnostics()] == ["theirs", "ours"]


def test_diagnostics_are_sorted_by_path_then_by_place_then_by_code() -> None:
    wanted = [
        diagnostic("a.md", 2, 3),
        diagnostic("a.md", 10, 11, code="a"),
        diagnostic("a.md", 10, 11, code="b"),
        diagnostic("a.md", 10, 12, code="a"),
        diagnostic("b.md", 0, 1),
    ]
    assert in_order(reversed(wanted)) == wanted


def test_what_two_stages_found_is_said_once() -> None:
    assert in_order([diagnostic(), diagnostic()]) == [diagnostic()]


def test_only_errors_are_errors() -> None:
    reporter = Reporter("a.md")
    assert not has_errors(reporter.diagnostics())
    reporter.note("n", Span(start=0, end=0), "m")
    reporter.warning("w", Span(start=0, end=0), "m")
    assert not has_errors(reporter.diagnostics())
    reporter.error("e", Span(start=0, end=0), "m")
    assert has_errors(reporter.diagnostics())


def test_a_severity_reads_as_its_word() -> None:
    assert f"{Severity.ERROR}, {Severity.WARNING}, {Severity.NOTE}" == "error, warning, note"


def test_a_parsed_value_has_nothing_said_of_it_unless_it_is_given() -> None:
    assert Parsed(1) == Parsed(1, ())


def test_a_text_that_quotes_a_very_long_value_is_cut_in_the_middle() -> None:
    typed = "a" * 100_000
    reporter = Reporter("a.md")
    reporter.error("bad-acl", Span(start=0, end=1), f"'{typed}' is no ACL id", f"write {typed}: the reason")
    [found] = reporter.diagnostics()
    assert (len(found.message), len(found.hint)) == (1000, 1000)
    assert re.fullmatch("'a+…a+' is no ACL id", found.message)
    assert re.fullmatch("write a+…a+: the reason", found.hint)
    whole = diagnostic(message="m" * 1000)
    assert whole.message == "m" * 1000
