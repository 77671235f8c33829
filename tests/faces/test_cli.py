"""The command line: streams, formats, exit statuses."""

import datetime
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from digest import __version__
from digest.faces.cli import cli
from digest.lint.fixes import Fix
from digest.machine import build as machine
from digest.machine.build import Result
from digest.machine.findings import Findings
from digest.machine.linting import Mended
from digest.machine.options import Options
from digest.machine.publish import Change
from digest.plan.site_size import measure
from digest.text.diagnostics import Diagnostic, Label, Severity
from digest.text.source import Source, Span
from tests.building import AUTHORITY, DAY, ENTRY, SETTINGS, entry, tree, write_site
from tests.faces.conftest import Ran, Run

TEXT = "---\n标题: A\ntitel: B\n---\n"
ERROR = Diagnostic(
    code="unknown-key",
    severity=Severity.ERROR,
    message="unknown key 'titel'",
    hint="did you mean 'title'?",
    path="content/a.md",
    span=Span(start=10, end=15),
)
WARNING = Diagnostic(
    code="no-chinese-title",
    severity=Severity.WARNING,
    message="'title_zh' is missing",
    path="content/a.md",
    span=Span(start=0, end=3),
)
ERROR_TEXT = (
    "content/a.md:3:1: error[unknown-key]: unknown key 'titel'\n"
    "  3 | titel: B\n"
    "    | ^^^^^\n"
    "    = hint: did you mean 'title'?\n"
    "\n"
)
WARNING_TEXT = (
    "content/a.md:1:1: warning[no-chinese-title]: 'title_zh' is missing\n"
    "  1 | ---\n"
    "    | ^^^\n"
    "\n"
)  # fmt: skip
ERROR_COMMAND = (
    "::error file=content/a.md,line=3,col=1,endLine=3,endColumn=6,title=digest(unknown-key)"
    "::unknown key 'titel'. did you mean 'title'?\n"
)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.chdir(tmp_path)


class Machine:
    """Fakes `build_site` and `check_site`: returns `result` or raises it, and records the arguments."""

    def __init__(self) -> None:
        self.result: Result | BaseException = result()
        self.options: list[Options] = []
        self.paths: tuple[Path, ...] = ()
        self.fix = False

    def build(self, options: Options, progress: Callable[[str, int, int], None]) -> Result:
        self.options.append(options)
        progress("Reading", 1, 1)
        if isinstance(self.result, BaseException):
            raise self.result
        return self.result

    def check(
        self,
        options: Options,
        progress: Callable[[str, int, int], None],
        paths: tuple[Path, ...] = (),
        *,
        fix: bool = False,
    ) -> Result:
        self.paths, self.fix = paths, fix
        return self.build(options, progress)


def result(*diagnostics: Diagnostic, **values: Any) -> Result:
    usual: dict[str, Any] = {
        "diagnostics": Findings({}, diagnostics),
        "sources": lambda path: Source(path=path, text=TEXT),
        "published": not any(each.severity is Severity.ERROR for each in diagnostics),
        "papers": 9,
        "issues": 1,
        "pages": 43,
        "outputs": 43,
        "written": (Change(path="index.html", reason="it is new"),),
    }
    return Result(**usual | values)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    """The fake, in a folder with settings."""
    (tmp_path / "digest.yaml").touch()
    stand_in = Machine()
    monkeypatch.setattr(machine, "build_site", stand_in.build)
    monkeypatch.setattr(machine, "check_site", stand_in.check)
    return stand_in


def without_times(text: str) -> str:
    return re.sub(r"\d+\.\d\d s", "0.00 s", text)


# Options.


def test_a_build_without_options_is_of_the_site_around_this_folder(
    run: Run, fake: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "content" / "2023-02-08"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1675814400")
    assert run("build").status == 0
    assert [replace(each, guess_url=str) for each in fake.options] == [
        Options(
            root=tmp_path,
            output=tmp_path / "output",
            now=datetime.datetime(2023, 2, 8, tzinfo=datetime.UTC),
        )
    ]


def test_every_option_of_a_build_reaches_it(run: Run, fake: Machine, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    arguments = "--root site --output public --url https://a.b/ --drafts --future --jobs 3 --no-cache --strict"
    assert run("build", *arguments.split()).status == 0
    [options] = fake.options
    assert replace(options, guess_url=str) == Options(
        root=tmp_path / "site",
        output=tmp_path / "public",
        url="https://a.b/",
        drafts=True,
        future=True,
        jobs=3,
        cache=False,
        strict=True,
        now=options.now,
    )


def test_now_is_the_clocks_time(run: Run, fake: Machine) -> None:
    before = datetime.datetime.now(datetime.UTC)
    run("build")
    assert before <= fake.options[0].now <= datetime.datetime.now(datetime.UTC)


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "9" * 30])
def test_a_wrong_source_date_epoch_is_refused(
    run: Run, fake: Machine, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert run("build") == Ran(
        status=2,
        out="",
        err=f"error: SOURCE_DATE_EPOCH must be a number of seconds, not '{epoch}'\n"
        "  = hint: unset it, or give the seconds since 1970 as `date +%s` does\n",
    )


def test_a_check_is_told_its_paths(run: Run, fake: Machine) -> None:
    fake.result = result(published=False)
    ran = run("check", "content/a.md", "content/2023-02-08")
    assert fake.paths == (Path("content/a.md"), Path("content/2023-02-08"))
    assert without_times(ran.out) == "No problems found (0.00 s).\n"


def test_a_check_fixes_only_if_it_is_told_to(run: Run, fake: Machine) -> None:
    run("check")
    assert not fake.fix
    run("check", "--fix", "content/a.md")
    assert (fake.fix, fake.paths) == (True, (Path("content/a.md"),))


# Output of a build.


def test_a_build_that_went_well_says_so_on_standard_output(run: Run, fake: Machine) -> None:
    ran = run("build")
    assert (ran.status, ran.err) == (0, "")
    assert without_times(ran.out) == ("Built 43 pages from 9 papers in 1 issue (1 written, 42 unchanged) in 0.00 s.\n")


def test_warnings_of_a_build_go_to_standard_error(run: Run, fake: Machine) -> None:
    fake.result = result(WARNING)
    ran = run("build")
    assert (ran.status, ran.err) == (0, f"{WARNING_TEXT}Found 1 warning in 1 file.\n")
    assert ran.out.startswith("Built 43 pages")


def test_a_build_with_errors_leaves_with_one_and_says_that_the_last_good_output_stands(
    run: Run, fake: Machine, tmp_path: Path
) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "index.html").touch()
    fake.result = result(ERROR, WARNING, written=())
    assert run("build") == Ran(
        status=1,
        out="",
        err=f"{WARNING_TEXT}{ERROR_TEXT}"
        "Not built: 1 error and 1 warning in 1 file. The last good output in output/ is as it was.\n",
    )


def test_a_strict_build_that_was_not_published_leaves_with_one(run: Run, fake: Machine) -> None:
    fake.result = result(WARNING, published=False, written=())
    assert run("build", "--strict") == Ran(
        status=1, out="", err=f"{WARNING_TEXT}Not built: 1 warning in 1 file (--strict).\n"
    )


def test_explain_lists_what_was_written_before_the_last_line(run: Run, fake: Machine) -> None:
    ran = run("build", "--explain")
    assert ran.out.startswith("index.html: it is new\nBuilt 43 pages")


TODAY = datetime.date(2023, 2, 9)
SIZE = measure({"papers/a.html": 4400, "index.html": 600}, papers=2, pages=2, host="github", today=TODAY)


def test_a_report_comes_before_the_last_line(run: Run, fake: Machine) -> None:
    fake.result = result(size=lambda: SIZE)
    ran = run("build", "--report")
    assert ran.out.startswith("2 files with 4.9 KiB, 2 pages among them.\n\nfiles       size  a paper  kind\n")
    assert "    1    4.3 KiB  2.1 KiB  papers/*.html\n    1  600 bytes           *.html\n" in ran.out
    told = "A paper adds 2.1 KiB.\nGitHub Pages takes 1 GiB: 0 % used, full with 488,064 papers.\n"
    assert told in ran.out
    assert ran.out.split("\n")[-2].startswith("Built 43 pages")


def test_a_report_for_programs_is_an_object_with_the_problems(run: Run, fake: Machine) -> None:
    fake.result = result(WARNING, size=lambda: SIZE)
    told = json.loads(run("build", "--report", "--format", "json").out)
    assert [each["code"] for each in told["diagnostics"]] == ["no-chinese-title"]
    assert (told["report"]["bytes"], told["report"]["heaviest"][0]) == (5000, ["papers/a.html", 4400])
    assert told["report"]["kinds"][0] == {"name": "papers/*.html", "files": 1, "bytes": 4400, "a_paper": 2200}
    fake.result = result(ERROR, written=())
    ran = run("build", "--report", "--format", "json")
    assert (ran.status, json.loads(ran.out)["report"]) == (1, None)


def test_workflow_commands_have_no_report_among_them(run: Run, fake: Machine) -> None:
    fake.result = result(size=lambda: SIZE)
    ran = run("build", "--report", "--format", "github")
    assert (ran.out, ran.err.split("\n")[0]) == ("", "2 files with 4.9 KiB, 2 pages among them.")


def test_json_of_a_build_has_standard_output_to_itself(run: Run, fake: Machine) -> None:
    fake.result = result(WARNING)
    ran = run("build", "--format", "json", "--explain", "-v")
    assert [each["code"] for each in json.loads(ran.out)] == ["no-chinese-title"]
    assert ran.err.startswith("index.html: it is new\nTime: Reading ")
    assert ran.err.split("\n")[-2].startswith("Built 43 pages")


def test_json_of_a_build_without_problems_is_an_empty_array(run: Run, fake: Machine) -> None:
    assert run("build", "--format", "json").out == "[]\n"


def test_workflow_commands_of_a_build_have_standard_output_to_themselves(run: Run, fake: Machine) -> None:
    fake.result = result(ERROR, written=())
    assert run("build", "--format", "github") == Ran(status=1, out=ERROR_COMMAND, err="Not built: 1 error in 1 file.\n")


def test_a_quiet_build_shows_problems_only(run: Run, fake: Machine) -> None:
    assert run("build", "-q") == Ran(status=0, out="", err="")
    fake.result = result(ERROR)
    assert run("build", "--quiet") == Ran(status=1, out="", err=ERROR_TEXT)


def test_a_quiet_build_leaves_warnings_to_the_next_one(run: Run, fake: Machine) -> None:
    fake.result = result(WARNING)
    assert run("build", "-q") == Ran(status=0, out="", err="")
    assert "warning[" in run("build", "-q", "--strict").err


def test_a_build_shows_what_is_new_and_counts_the_rest_by_rule(run: Run, fake: Machine) -> None:
    other = replace(WARNING, path="content/b.md")
    fake.result = result(WARNING, other, earlier=Findings({}, [WARNING]))
    said = run("build").err
    assert (said.count("warning["), "content/b.md" in said) == (1, True)
    assert said.endswith("Found 2 warnings in 2 files (no-chinese-title 2); digest check shows all.\n")


def test_a_build_shows_twenty_problems_errors_first_in_their_order(run: Run, fake: Machine) -> None:
    warnings = [replace(WARNING, path=f"content/{number:02}.md") for number in range(25)]
    fake.result = result(*warnings, replace(ERROR, path="content/99.md"))
    lines = [line for line in run("build").err.splitlines() if line.startswith("content/")]
    assert [line[8:10] for line in lines] == [f"{number:02}" for number in range(19)] + ["99"]
    fake.result = result(*warnings)
    assert "Found 25 warnings in 25 files (no-chinese-title 25); digest check shows all." in run("build").err
    assert run("check").out.count("warning[") == 25
    assert run("build", "--format", "github").out.count("::warning") == 25


def test_a_verbose_build_lists_what_was_skipped_and_the_stages(run: Run, fake: Machine) -> None:
    fake.result = result(drafts=("content/a.md",), future=("content/b.md",))
    assert without_times(run("build", "-v").err) == (
        "Skipped content/a.md: it is a draft\nSkipped content/b.md: it is dated in the future\nTime: Reading 0.00 s.\n"
    )


# Output of a check.


def test_problems_are_the_result_of_a_check(run: Run, fake: Machine) -> None:
    fake.result = result(ERROR, WARNING)
    assert run("check") == Ran(
        status=1, out=f"{WARNING_TEXT}{ERROR_TEXT}Found 1 error and 1 warning in 1 file.\n", err=""
    )


def test_a_check_without_problems_says_so(run: Run, fake: Machine) -> None:
    fake.result = result(published=False)
    ran = run("check")
    assert (ran.status, ran.err) == (0, "")
    assert without_times(ran.out) == "No problems found in 9 papers in 1 issue (0.00 s).\n"


def test_warnings_fail_a_check_only_when_it_is_strict(run: Run, fake: Machine) -> None:
    fake.result = result(WARNING, published=False)
    assert run("check").status == 0
    strict = run("check", "--strict")
    assert strict.status == 1
    assert strict.out.endswith("Found 1 warning in 1 file. --strict counts them as errors.\n")


def test_a_check_as_json_or_as_workflow_commands(run: Run, fake: Machine) -> None:
    fake.result = result(ERROR)
    as_json = run("check", "--format", "json")
    assert (as_json.status, as_json.err) == (1, "Found 1 error in 1 file.\n")
    assert json.loads(as_json.out)[0].keys() == {
        "code", "severity", "message", "hint", "path", "line", "column", "end_line", "end_column"
    }  # fmt: skip
    assert run("check", "--format=github", "-q") == Ran(status=1, out=ERROR_COMMAND, err="")


def test_fixes_are_counted_and_listed_with_verbose(run: Run, fake: Machine) -> None:
    mended = Mended("content/a.md", (Fix("halfwidth-punctuation", 3, 7, ",", "，"), Fix("x", 3, 2, "  ", " ")))
    fake.result = result(WARNING, published=False, mended=(mended,), fixable=1)
    assert run("check", "--fix").out.endswith(
        "Fixed 2 places in 1 file. Found 1 warning in 1 file; 1 fixable with --fix.\n"
    )
    assert run("check", "--fix", "-v").err.startswith(
        "Fixed content/a.md:3:2: '  ' is now ' ' (x)\n"
        "Fixed content/a.md:3:7: ',' is now '，' (halfwidth-punctuation)\n"
        "Time: "
    )


def test_the_rules_are_listed_and_each_has_a_page(run: Run, tmp_path: Path) -> None:
    listed = run("check", "--rules")
    assert (listed.status, listed.err) == (0, "")
    assert (
        "reversed-quotes         warning           fix  Quotation marks that are the wrong way round.\n" in listed.out
    )
    page = run("check", "--rule", "reversed-quotes")
    assert (page.status, page.err) == (0, "")
    assert page.out.startswith("reversed-quotes (warning)\n\nQuotation marks that are the wrong way round.\n\n")
    assert page.out.endswith("    check: {allow: {reversed-quotes: the reason}}\n")


def test_an_unknown_rule_is_answered_with_the_most_similar(run: Run) -> None:
    assert run("check", "--rule", "reverse-quote") == Ran(
        status=2, out="", err="error: there is no rule 'reverse-quote'\n  = hint: did you mean 'reversed-quotes'?\n"
    )
    assert run("check", "--rule", "x").err.endswith("  = hint: 'digest check --rules' lists them\n")


# Refusals.


def test_a_folder_without_settings_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("build") == Ran(
        status=2,
        out="",
        err=f"error: there is no digest.yaml in {tmp_path} or in a folder above it\n"
        "  = hint: go to the site's folder, or name it with --root\n",
    )


def test_a_refusal_is_valid_in_every_format(run: Run, tmp_path: Path) -> None:
    assert run("check", "--format", "json").out == "[]\n"
    github = run("check", "--format", "github")
    assert github.status == 2
    assert github.out == (
        f"::error title=digest::there is no digest.yaml in {tmp_path} or in a folder above it. "
        "go to the site's folder, or name it with --root\n"
    )


@pytest.mark.parametrize("verb", ["build", "check"])
def test_wrong_settings_leave_with_two_and_are_shown_at_their_place(run: Run, tmp_path: Path, verb: str) -> None:
    write_site(tmp_path, {"digest.yaml": "title: A\nurl: https://example.org/\ntitel: B\n"})
    ran = run(verb)
    shown = (
        "digest.yaml:3:1: error[unknown-key]: unknown key 'titel'\n"
        "  3 | titel: B\n"
        "    | ^^^^^\n"
        "    = hint: did you mean 'title'?\n"
        "\n"
    )
    told = "error: digest.yaml has errors\n"
    assert ran == (Ran(status=2, out="", err=shown + told) if verb == "build" else Ran(status=2, out=shown, err=told))


def test_wrong_settings_are_shown_in_the_chosen_format(run: Run, tmp_path: Path) -> None:
    write_site(tmp_path / "site", {"digest.yaml": "url: https://example.org/\nper_page: many\n"})
    as_json = run("build", "--root", "site", "--format", "json")
    assert as_json.status == 2
    [found] = json.loads(as_json.out)
    assert (found["path"], found["line"], found["column"], found["end_column"]) == ("digest.yaml", 2, 11, 15)
    as_github = run("check", "--root", "site", "--format", "github")
    assert as_github.out.startswith("::error file=site/digest.yaml,line=2,col=11,endLine=2,endColumn=15,title=digest(")


# Wrong usage.


def test_an_unknown_verb_is_answered_with_the_list_of_verbs(run: Run) -> None:
    ran = run("publish")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith(f"Error: no such command 'publish'; the commands are {', '.join(cli.commands)}\n")


def test_a_verb_that_is_nearly_right_is_suggested(run: Run) -> None:
    assert run("biuld").err.endswith("Error: no such command 'biuld'; did you mean 'build'?\n")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["build", "--root", "nowhere"], "Directory 'nowhere' does not exist."),
        (["build", "--jobs", "many"], "'many' is not a valid integer"),
        (["build", "--jobs", "-1"], "-1 is not in the range"),
        (["check", "--format", "xml"], "'xml' is not one of"),
        (["check", "--drafts"], "No such option"),
        (["build", "extra"], "unexpected extra argument"),
    ],
)
def test_wrong_usage_leaves_with_two(run: Run, arguments: list[str], complaint: str) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert complaint in ran.err


def test_the_version_is_told(run: Run) -> None:
    assert run("--version") == Ran(status=0, out=f"digest {__version__}\n", err="")


def test_help_names_the_verbs_and_the_exit_statuses(run: Run) -> None:
    ran = run("-h")
    assert ran.status == 0
    assert "build  " in ran.out
    assert "check  " in ran.out
    assert "Exit status: 0 done; 1 the content has errors; 2 wrong usage, settings or\nenvironment." in ran.out.replace(
        "\n  ", "\n"
    )


# Unexpected exceptions.


def test_an_internal_error_is_one_line_without_a_traceback(run: Run, fake: Machine) -> None:
    fake.result = ValueError("bad\nthings")
    assert run("build") == Ran(
        status=2,
        out="",
        err="internal error: ValueError: bad␊things\n"
        "  = hint: this is a fault of digest, not of your site; please report it with what -v shows\n",
    )


@pytest.mark.parametrize("option", ["-v", "--verbose", "-qv"])
def test_an_internal_error_shows_its_traceback_with_verbose(run: Run, fake: Machine, option: str) -> None:
    fake.result = ValueError("bad things")
    err = run("build", option).err
    assert err.startswith("Traceback (most recent call last):\n")
    assert "internal error: ValueError: bad things\n" in err


def test_an_os_error_is_not_an_internal_error(run: Run, fake: Machine) -> None:
    fake.result = PermissionError(13, "Permission denied", "/site/output")
    assert run("build") == Ran(
        status=2,
        out="",
        err="error: /site/output: Permission denied\n  = hint: -v shows where it happened\n",
    )


def test_ctrl_c_ends_the_command_quietly(run: Run, fake: Machine) -> None:
    fake.result = KeyboardInterrupt()
    ran = run("build")
    assert (ran.status, ran.out, ran.err.strip()) == (130, "", "")


def test_colour_is_not_for_pipes_unless_it_is_forced(run: Run, fake: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    fake.result = result(ERROR)
    assert "\x1b" not in run("check").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31m" in run("check").out
    assert "\x1b" not in run("check", "--format", "json").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("check").out


def test_a_label_is_shown_with_its_problem(run: Run, fake: Machine) -> None:
    twice = Diagnostic(
        code="duplicate-key",
        severity=Severity.ERROR,
        message="'title' and '标题' are the same key",
        path="content/a.md",
        span=Span(start=10, end=15),
        labels=(Label(span=Span(start=4, end=6), message="given here first"),),
    )
    fake.result = result(twice)
    assert run("check", "-q").out == (
        "content/a.md:3:1: error[duplicate-key]: 'title' and '标题' are the same key\n"
        "  2 | 标题: A\n"
        "    | ---- given here first\n"
        "  3 | titel: B\n"
        "    | ^^^^^\n"
        "\n"
    )


# Without the fake.


def test_a_site_is_built_then_left_alone_then_kept_when_it_breaks(run: Run, tmp_path: Path) -> None:
    write_site(tmp_path, {"digest.yaml": SETTINGS + AUTHORITY, f"{DAY}/a.md": ENTRY})
    first = run("build")
    assert (first.status, first.err) == (0, "")
    assert " from 1 paper in 1 issue (" in first.out
    assert run("build").out.startswith("Nothing changed: ")
    good = tree(tmp_path / "output")
    (tmp_path / DAY / "a.md").write_text(ENTRY.replace("title:", "titel:"), encoding="utf-8")
    broken = run("build")
    assert (broken.status, broken.out) == (1, "")
    assert broken.err.endswith("in 1 file. The last good output in output/ is as it was.\n")
    assert f"{DAY}/a.md:2:1: error[unknown-key]: unknown key 'titel'\n" in broken.err
    assert tree(tmp_path / "output") == good


def test_a_check_writes_nothing(run: Run, tmp_path: Path) -> None:
    own = {"digest.yaml": SETTINGS + AUTHORITY}
    write_site(tmp_path, {**own, f"{DAY}/a.md": ENTRY, f"{DAY}/b.md": entry(arxiv="2302.03085", title="")})
    before = tree(tmp_path)
    ran = run("check", "--format", "json")
    assert ran.status == 1
    assert [(each["path"], each["code"]) for each in json.loads(ran.out)] == [(f"{DAY}/b.md", "missing-field")]
    assert run("check", f"{DAY}/a.md", "--strict").status == 0
    assert tree(tmp_path) == before


def test_a_check_that_fixes_writes_the_entry_and_nothing_else(run: Run, tmp_path: Path) -> None:
    own = {"digest.yaml": SETTINGS + AUTHORITY}
    write_site(tmp_path, {**own, f"{DAY}/a.md": ENTRY.replace("中文摘要", "中文  摘要,一句”话”（")})
    before = tree(tmp_path)
    ran = run("check")
    assert ran.status == 0
    assert "  = hint: write the full-width '，' (--fix does it)\n" in ran.out
    assert ran.out.endswith("Found 4 warnings in 1 file; 3 fixable with --fix.\n")
    fixed = run("check", "--fix", f"{DAY}/a.md")
    assert fixed.out.endswith("Fixed 3 places in 1 file. Found 1 warning in 1 file.\n")
    after = {f"{DAY}/a.md": ENTRY.replace("中文摘要", "中文 摘要，一句“话”（").encode()}
    assert tree(tmp_path) == before | after


# As a process.


def digest(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    inherited = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    path = str(Path(__file__).parents[2])
    return subprocess.run(
        [sys.executable, "-m", "digest", *arguments],
        cwd=cwd,
        env={**inherited, "PYTHONPATH": path, **environment},
        capture_output=True,
    )


def test_chinese_is_written_as_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": entry(title="", title_zh="标题：甲", 标题="又一个")})
    ran = digest("check", cwd=tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert "标题: 又一个" in ran.stdout.decode("utf-8")


def test_a_reader_that_leaves_early_changes_no_exit_status(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": entry(title="")})
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [sys.executable, "-m", "digest", "check"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=writing,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(writing)
        _, err = process.communicate()
    assert (process.returncode, err) == (1, b"")


def test_the_version_costs_next_to_nothing(tmp_path: Path) -> None:
    probe = (
        "import sys\n"
        "from digest.faces.process import main\n"
        "try:\n    main(['--version'])\n"
        "except SystemExit:\n    print(*sorted(sys.modules))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    version, modules = ran.stdout.split("\n", 1)
    assert version == f"digest {__version__}"
    loaded = set(modules.split())
    assert {name for name in loaded if name.startswith("digest")} == {
        "digest",
        "digest.faces",
        "digest.faces.cli",
        "digest.faces.process",
        "digest.faces.terminal",
        "digest.text",
        "digest.text.records",
    }
    assert not loaded & {"yaml", "jinja2", "markdown_it", "pygments", "logging", "asyncio", "multiprocessing", "shutil"}


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is of Unix")
def test_a_terminal_gets_colour_and_a_pipe_no_bar(tmp_path: Path) -> None:
    import pty

    write_site(tmp_path, {f"{DAY}/a.md": entry(title="")})
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "digest", "check", "--quiet"],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "TERM": "xterm",
            "COLUMNS": "80",
        },
        stdout=follower,
        stderr=subprocess.PIPE,
    ) as process:
        _, err = process.communicate()
    shown = os.read(leader, 65536)
    os.close(follower)
    os.close(leader)
    assert (process.returncode, err) == (1, b"")
    assert b"\x1b[31m\x1b[1merror[missing-field]:\x1b[0m" in shown


def test_what_may_be_secret_is_not_quoted(run: Run, tmp_path: Path) -> None:
    write_site(tmp_path, {"digest.yaml": SETTINGS + AUTHORITY, f"{DAY}/a.md": ENTRY, "static/.env": "KEY=hunter2\n"})
    (tmp_path.parent / f"{tmp_path.name}.txt").write_text("hunter3", encoding="utf-8")
    (tmp_path / "static/host").symlink_to(tmp_path.parent / f"{tmp_path.name}.txt")
    for verb in ("build", "check"):
        ran = run(verb, "--root", str(tmp_path))
        told = ran.out + ran.err
        assert ("[hidden-file]" in told, "[outside-link]" in told, "hunter" in told) == (True, True, False)
