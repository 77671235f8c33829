"""The last line of a command: grammatical sentences for all numbers."""

from pathlib import Path
from typing import Any

import pytest

from digest.faces.outcome import (
    duration,
    list_changes,
    list_details,
    name_folder,
    sum_up_build,
    sum_up_check,
    sum_up_diagnostics,
)
from digest.lint.fixes import Fix
from digest.machine.build import Result
from digest.machine.findings import Findings
from digest.machine.linting import Mended
from digest.machine.publish import Change
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.source import Source, Span


def problems(errors: int = 0, warnings: int = 0, files: int = 1) -> Findings:
    severities = [Severity.ERROR] * errors + [Severity.WARNING] * warnings
    return Findings(
        {},
        [
            Diagnostic(
                code="code",
                severity=severity,
                message="m",
                path=f"{number % files}.md",
                span=Span(start=number, end=number),
            )
            for number, severity in enumerate(severities)
        ],
    )


def changes(number: int) -> tuple[Change, ...]:
    return tuple(Change(path=f"{index}.html", reason="it is new") for index in range(number))


def result(**values: Any) -> Result:
    usual: dict[str, Any] = {
        "diagnostics": Findings({}),
        "sources": lambda path: Source(path=path, text=""),
        "published": True,
        "papers": 9,
        "issues": 1,
        "pages": 43,
        "outputs": 43,
    }
    return Result(**usual | values)


def built(*, strict: bool = False, has_good_output: bool = True, **values: Any) -> str:
    return sum_up_build(result(**values), 0.42, output="output/", has_good_output=has_good_output, strict=strict)


def test_a_build_says_what_was_built_from_what_and_what_was_skipped() -> None:
    assert built(written=changes(12), removed=changes(1), drafts=("a", "b"), future=("c",)) == (
        "Built 43 pages from 9 papers in 1 issue (12 written, 1 removed, 31 unchanged) in 0.42 s. "
        "Skipped 2 drafts and 1 paper dated in the future; --drafts and --future build them."
    )


def test_files_that_are_no_pages_are_counted_apart() -> None:
    assert built(outputs=55, written=changes(55)) == (
        "Built 43 pages and 12 other files from 9 papers in 1 issue (55 written) in 0.42 s."
    )


def test_one_of_each_is_singular_and_thousands_have_commas() -> None:
    assert built(papers=1, pages=1, outputs=2, written=changes(1)) == (
        "Built 1 page and 1 other file from 1 paper in 1 issue (1 written, 1 unchanged) in 0.42 s."
    )
    assert built(papers=10_000, issues=1_000, pages=44_000, outputs=44_000, removed=changes(1)) == (
        "Built 44,000 pages from 10,000 papers in 1,000 issues (1 removed, 44,000 unchanged) in 0.42 s."
    )


def test_a_site_without_papers_reads_well() -> None:
    assert built(papers=0, issues=0, pages=5, outputs=5, written=changes(5)) == (
        "Built 5 pages from no papers (5 written) in 0.42 s."
    )


def test_a_build_says_what_a_folder_lacks_that_it_cannot_write_into() -> None:
    assert built(unwritten=(".digest",)).endswith(". The site's folder cannot be written to: nothing is cached.")
    assert built(unwritten=(".digest", "addresses.lock")).endswith(
        ". The site's folder cannot be written to: nothing is cached and addresses.lock is not extended."
    )


def test_a_build_that_changed_nothing_says_so() -> None:
    assert built(outputs=55) == (
        "Nothing changed: 43 pages and 12 other files from 9 papers in 1 issue are up to date (0.42 s)."
    )


@pytest.mark.parametrize(
    ("drafts", "future", "sentence"),
    [
        (1, 0, "Skipped 1 draft; --drafts builds it."),
        (2, 0, "Skipped 2 drafts; --drafts builds them."),
        (0, 1, "Skipped 1 paper dated in the future; --future builds it."),
        (0, 3, "Skipped 3 papers dated in the future; --future builds them."),
        (1, 1, "Skipped 1 draft and 1 paper dated in the future; --drafts and --future build them."),
    ],
)
def test_what_was_skipped_comes_with_the_option_that_builds_it(drafts: int, future: int, sentence: str) -> None:
    assert built(drafts=("a",) * drafts, future=("b",) * future).endswith(f" (0.42 s). {sentence}")


def test_introductions_to_come_are_no_papers() -> None:
    assert built(future=("content/weeks/2030-W01.md", "b")).endswith(
        "Skipped 1 paper and 1 introduction dated in the future; --future builds them."
    )


def test_a_failed_build_says_why_and_that_the_last_good_output_stands() -> None:
    assert built(published=False, diagnostics=problems(errors=2)) == (
        "Not built: 2 errors in 1 file. The last good output in output/ is as it was."
    )
    assert built(published=False, diagnostics=problems(1, 3, files=4)) == (
        "Not built: 1 error and 3 warnings in 4 files. The last good output in output/ is as it was."
    )


def test_a_first_build_that_failed_has_no_last_good_output() -> None:
    assert built(published=False, has_good_output=False, diagnostics=problems(errors=1)) == (
        "Not built: 1 error in 1 file."
    )


def test_warnings_that_stopped_a_build_did_so_because_of_strict() -> None:
    assert built(published=False, strict=True, diagnostics=problems(warnings=2)) == (
        "Not built: 2 warnings in 1 file (--strict). The last good output in output/ is as it was."
    )
    assert "--strict" not in built(published=False, strict=True, diagnostics=problems(1, 1))


def test_problems_are_counted_by_kind_and_file() -> None:
    assert sum_up_diagnostics(problems(2, 3, files=4)) == "Found 2 errors and 3 warnings in 4 files."
    assert sum_up_diagnostics(problems(1, 0)) == "Found 1 error in 1 file."
    assert sum_up_diagnostics(problems(0, 1)) == "Found 1 warning in 1 file."


def checked(*, strict: bool = False, whole: bool = True, **values: Any) -> str:
    return sum_up_check(result(published=False, **values), 0.11, strict=strict, whole=whole)


def test_a_check_says_what_it_found() -> None:
    assert checked() == "No problems found in 9 papers in 1 issue (0.11 s)."
    assert checked(whole=False) == "No problems found (0.11 s)."
    assert checked(diagnostics=problems(1, 1)) == "Found 1 error and 1 warning in 1 file."


def test_a_check_says_what_it_could_mend_and_what_it_mended() -> None:
    assert checked(diagnostics=problems(0, 3), fixable=2) == "Found 3 warnings in 1 file; 2 fixable with --fix."
    fix = Fix("doubled-spaces", 1, 1, "  ", " ")
    mended = (Mended("a.md", (fix, fix)), Mended("b.md", (fix,)))
    assert (
        checked(mended=mended) == "Fixed 3 places in 2 files. No other problems found in 9 papers in 1 issue (0.11 s)."
    )
    assert checked(mended=mended[1:], diagnostics=problems(1)) == ("Fixed 1 place in 1 file. Found 1 error in 1 file.")


def test_a_strict_check_says_that_warnings_count() -> None:
    assert checked(strict=True, diagnostics=problems(0, 1)) == (
        "Found 1 warning in 1 file. --strict counts them as errors."
    )
    assert checked(strict=True, diagnostics=problems(1, 1)) == "Found 1 error and 1 warning in 1 file."


def test_changes_are_listed_by_path_with_their_reasons() -> None:
    explained = result(
        written=(Change(path="index.html", reason="what it shows changed"), Change(path="a.html", reason="it is new")),
        removed=(Change(path="b.html", reason="nothing asks for it any more"),),
    )
    assert list_changes(explained) == (
        "a.html: it is new\nb.html: removed: nothing asks for it any more\nindex.html: what it shows changed\n"
    )


def test_details_list_what_was_skipped_and_the_time_of_each_stage() -> None:
    skipped = result(drafts=("content/a.md",), future=("content/b.md",))
    assert list_details(skipped, [("Reading", 0.1), ("Rendering", 12.34)]) == (
        "Skipped content/a.md: it is a draft\n"
        "Skipped content/b.md: it is dated in the future\n"
        "Time: Reading 0.10 s, Rendering 12.3 s.\n"
    )
    assert list_details(result(), []) == ""


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.004, "0.00 s"),
        (9.99, "9.99 s"),
        (12.345, "12.3 s"),
        (59.94, "59.9 s"),
        (61, "1 min 1 s"),
        (600, "10 min 0 s"),
    ],
)
def test_a_duration_reads_as_people_say_it(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_a_folder_is_named_from_the_sites_root_when_it_is_inside() -> None:
    root = Path("/site")
    assert name_folder(root / "output", root) == "output/"
    assert name_folder(root / "a" / "b", root) == "a/b/"
    assert name_folder(Path("/elsewhere/public"), root) == "/elsewhere/public/"
