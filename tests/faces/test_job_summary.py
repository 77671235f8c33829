"""On GitHub Actions, what a verb found is a table in the summary of the job, too."""

import html
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from digest.faces.job_summary import job_summary
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.source import Source, Span
from tests.building import AUTHORITY, DAY, SETTINGS, entry, write_site
from tests.faces.conftest import Run

BROKEN = entry(category="") + "\nSee [x](nowhere.md).\n"
HEAD = "| | where | what |\n|---|---|---|\n"


@pytest.fixture
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    for name in ("GITHUB_SERVER_URL", "GITHUB_SHA"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "summary.md"


def told(severity: Severity, message: str, path: str = "content/a.md") -> Diagnostic:
    return Diagnostic(code="c", severity=severity, message=message, path=path, span=Span(start=0, end=0))


def rows(*diagnostics: Diagnostic, **environment: str) -> list[str]:
    text = job_summary(diagnostics, lambda path: Source(path=path, text=""), "", environment)
    return text.removeprefix(HEAD).split("\n")


@pytest.mark.parametrize("verb", ["build", "check"])
def test_a_site_in_a_subfolder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, summary: Path, verb: str
) -> None:
    (tmp_path / ".git").mkdir()
    write_site(tmp_path / "site", {"digest.yaml": SETTINGS + AUTHORITY, f"{DAY}/a.md": BROKEN})
    summary.write_text("Before.\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "ada/papers")
    monkeypatch.setenv("GITHUB_SHA", "0123abc")
    ran = run(verb, "--root", str(tmp_path / "site"), "--format", "github")
    assert ran.status == 1
    link = f"https://github.com/ada/papers/blob/0123abc/site/{DAY}/a.md?plain=1#L"
    first, blank, *table = summary.read_text(encoding="utf-8").removeprefix("Before.\n").split("\n")
    assert (ran.err.startswith(first), blank) == (True, "")
    assert "\n".join(table[:2]) + "\n" == HEAD
    assert table[2].startswith(f"| 🛑 error | [`site/{DAY}/a.md:2`]({link}2) | 'category' is missing")
    assert table[2].endswith(" (`missing-field`) |")
    assert len([line for line in table if line.startswith("| 🛑")]) == 1


def test_a_good_build_says_what_it_built(run: Run, tmp_path: Path, summary: Path) -> None:
    write_site(tmp_path, {"digest.yaml": SETTINGS + AUTHORITY, f"{DAY}/a.md": entry()})
    assert run("build", "--root", str(tmp_path), "--format", "github", "-q").status == 0
    assert summary.read_text(encoding="utf-8").startswith("Built ")
    assert HEAD not in summary.read_text(encoding="utf-8")


def test_wrong_settings_and_options(run: Run, tmp_path: Path, summary: Path) -> None:
    write_site(tmp_path, {"digest.yaml": SETTINGS + "urk: 1\n"})
    assert run("build", "--root", str(tmp_path), "--format", "github").status == 2
    assert run("build", "--root", str(tmp_path), "--format", "github", "--url", "x").status == 2
    text = summary.read_text(encoding="utf-8")
    assert "digest.yaml has errors\n\n" + HEAD in text
    assert "digest.yaml:3` | unknown key 'urk'. did you mean 'url'? (`unknown-key`) |" in text
    assert "the address in --url is no web address. write it whole: --url https://name.github.io/repo/\n" in text


def test_only_the_format_for_github_has_one(run: Run, tmp_path: Path, summary: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": BROKEN})
    for shape in ("text", "json"):
        run("build", "--root", str(tmp_path), "--format", shape)
    assert not summary.exists()


def test_a_summary_that_cannot_be_written_is_told(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no" / "summary.md"))
    write_site(tmp_path, {f"{DAY}/a.md": entry()})
    ran = run("build", "--root", str(tmp_path), "--format", "github")
    assert ran.status == 0
    assert "warning: the summary of the job cannot be written to " in ran.err


def test_errors_come_first_and_the_rest_is_counted() -> None:
    many = [told(Severity.WARNING, str(number)) for number in range(300)]
    table = rows(*many, told(Severity.ERROR, "an error"), told(Severity.NOTE, "a note"))
    assert table[0] == "| 🛑 error | `content/a.md:1` | an error (`c`) |"
    assert [line for line in table if line][-1] == "102 more are not listed here: `digest check` shows all."
    assert len([line for line in table if line.startswith("| ")]) == 200


@pytest.mark.parametrize(
    "text", ["a | b", "<b>x</b>", "*a* _b_ __c__ a_b", "`c` [d](e) ![f](g)", "\\* $x$ ~~y~~ &amp; #1 @ada", "甲，乙"]
)
def test_texts_are_shown_as_they_are(text: str) -> None:
    (row, *_) = rows(told(Severity.ERROR, text))
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(f"{HEAD}{row}\n")
    cell = page.rpartition("<td>")[2].partition(" (<code>")[0]
    assert html.unescape(cell) == text


def test_a_table_has_one_line_a_row_and_bounds() -> None:
    (row, *_) = rows(told(Severity.ERROR, "a\nb" * 1000, path="content/a|`b\n.md"))
    assert row.startswith("| 🛑 error | `content/a\\|'b .md:1` | a ba b")
    assert len(row) < 600
