"""Findings equal the diagnostics that they were packed from, and are counted without unpacking."""

from collections.abc import Iterable
from dataclasses import replace

from digest.machine.findings import Findings, Report, pack_diagnostics
from digest.text.diagnostics import Diagnostic, Label, Severity, in_order
from digest.text.source import Span


def diagnostic(path: str, start: int = 0, severity: Severity = Severity.WARNING, message: str = "m") -> Diagnostic:
    label = Label(span=Span(start=1, end=2), message="here")
    span = Span(start=start, end=start + 1)
    return Diagnostic(code="code", severity=severity, message=message, hint="h", path=path, span=span, labels=(label,))


def report(diagnostics: Iterable[Diagnostic], *, is_draft: bool = False) -> Report:
    return Report("", *pack_diagnostics(diagnostics), is_draft)


ONE, TWO = diagnostic("a.md", 5, Severity.ERROR), diagnostic("a.md", 2)
OTHER = diagnostic("b.md")


def test_what_was_packed_comes_back_in_order_each_once() -> None:
    findings = Findings({"b.md": report([OTHER]), "a.md": report([ONE, TWO, ONE])}, [OTHER])
    assert list(findings) == in_order([ONE, TWO, OTHER])
    assert (findings.tally.errors, findings.tally.warnings, findings.tally.files) == (1, 2, 2)
    assert (len(findings), findings[0], findings.has_errors) == (3, TWO, True)


def test_nothing_keeps_a_site_from_being_published_in_a_draft() -> None:
    findings = Findings({"a.md": report([ONE, TWO], is_draft=True)})
    assert {each.severity for each in findings} == {Severity.NOTE}
    assert (findings.has_errors, findings.tally.notes) == (False, 2)
    assert Findings({"a.md": report([ONE, TWO], is_draft=True)}, drafts=True).has_errors


def test_they_are_counted_by_rule_and_errors_can_be_told_apart() -> None:
    rare = replace(OTHER, code="rare")
    findings = Findings({"a.md": report([ONE, TWO]), "b.md": report([OTHER], is_draft=True)}, [rare])
    assert list(findings.by_rule.items()) == [("code", 3), ("rare", 1)]
    assert list(findings.only_errors()) == [ONE]
    assert not Findings({"b.md": report([ONE], is_draft=True)}).only_errors()


def test_some_files_may_be_picked() -> None:
    findings = Findings({"a.md": report([TWO])}, [OTHER, diagnostic("c.md")])
    assert list(findings.of({"a.md", "c.md"}.__contains__)) == [TWO, diagnostic("c.md")]
    assert not findings.of("d.md".__eq__)
    assert not Findings({})


def test_only_errors_and_news_since_the_last_build_are_reported() -> None:
    error = diagnostic("e.md", severity=Severity.ERROR)
    files = {"a.md": report([TWO]), "b.md": report([OTHER]), "e.md": report([error])}
    before = Findings(files, [diagnostic("c.md")])
    assert list(before.news_after(Findings({}))) == list(before)
    assert list(before.news_after(before)) == [error]
    moved, added = diagnostic("b.md", 7), diagnostic("c.md", 1)
    after = Findings(files | {"b.md": report([moved])}, [diagnostic("c.md"), added])
    assert list(after.news_after(before)) == [added, error]
    assert list(Findings({}).news_after(before)) == []
