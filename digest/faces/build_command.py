"""`digest build` and `digest check`."""

import datetime
import functools
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from digest.faces.display import (
    FORMATS,
    SourceOf,
    github_command,
    show_message,
    show_report,
    show_text,
)
from digest.faces.job_summary import add_to_job
from digest.faces.outcome import (
    list_changes,
    list_details,
    list_fixes,
    list_sizes,
    name_folder,
    sum_up_build,
    sum_up_check,
    sum_up_diagnostics,
)
from digest.faces.places import as_seen, path_of, place_in_repository
from digest.faces.progress import ProgressBar
from digest.faces.terminal import is_terminal, look_of, write
from digest.machine import build as machine
from digest.machine.build import Result
from digest.machine.inputs import SETTINGS, hint_for_settings
from digest.machine.options import Options, Refused
from digest.model.fields import Context
from digest.model.site_address import address_of_host
from digest.model.value_kinds import DATE
from digest.model.yaml.tree import Scalar
from digest.text.diagnostics import Diagnostic, Reporter, Severity, in_order
from digest.text.records import frozen

_MOST_NEWS = 20
"""Diagnostics that a build shows; `digest check` shows all."""

_SEVERITY = [Severity.ERROR, Severity.WARNING, Severity.NOTE].index

DONE, HAS_ERRORS, REFUSED = 0, 1, 2
"""Exit statuses: done; the content has errors; wrong usage, settings or environment."""


@frozen
class Manner:
    """How a verb shows what it did. `format` is `text` or a key of `FORMATS`; `is_check` is true of `digest check`."""

    format: str = "text"
    quiet: bool = False
    verbose: bool = False
    is_check: bool = False

    @property
    def problems(self) -> TextIO:
        """The stream for diagnostics: standard output if they are the verb's result, or meant for programs."""
        return sys.stdout if self.is_check or self.format != "text" else sys.stderr


def run_build(manner: Manner, *, root: str | None, explain: bool, report: bool, **asked: Any) -> int:
    """Build the site; return the exit status.

    With `--format text`, summary and report go to standard output and diagnostics to standard error. With other
    formats, standard output has the diagnostics and nothing else; with `--format json` and a report it has an object
    of both.
    """
    is_text = manner.format == "text"
    options = read_options(root, **asked)
    with open_progress(manner) as progress:
        result = machine.build_site(options, progress)
    last = sum_up_build(
        result,
        progress.elapsed,
        output=name_folder(options.output, Path.cwd()),
        has_good_output=(options.output / "index.html").exists(),
        strict=options.strict,
    )
    size = result.size() if report and result.size is not None else None
    if is_text:
        tell_news(result, manner, manner.problems, options.root, strict=options.strict)
    elif report and manner.format == "json":
        listed = FORMATS["json"](
            *as_seen(result.diagnostics, functools.cache(result.sources), path_of(options.root, "json"))
        )
        write(sys.stdout, show_report(size, listed))
    else:
        _tell_findings(result, manner, options.root, last, strict=options.strict)
    if size is not None and manner.format != "json":
        write(sys.stdout if is_text else sys.stderr, list_sizes(size))
    if explain:
        write(sys.stdout if is_text else sys.stderr, list_changes(result))
    _tell_details(result, progress, manner, options.root)
    if not manner.quiet:
        write(sys.stdout if is_text and result.published else sys.stderr, f"{last}\n")
    return DONE if result.published else HAS_ERRORS


def run_check(manner: Manner, *, root: str | None, paths: tuple[str, ...], strict: bool, fix: bool, links: bool) -> int:
    """Check the site, or the files and folders in `paths`; return the exit status. With `fix`, fix files first; with
    `links`, ask the addresses that they link to.
    """
    options = read_options(root, strict=strict)
    chosen = tuple(map(Path, paths))
    with open_progress(manner) as progress:
        result = machine.check_site(options, progress, chosen, fix=fix)
        if links:
            from digest.faces.outside.link_check import check_links

            checked = check_links(result, options, chosen, progress)
            result = checked.result
    if links and checked.offline:
        hint = "look at the network, or at the proxy that the environment names, and check again"
        write(sys.stderr, show_message(checked.offline, hint, look_of(sys.stderr), kind="warning"))
    last = sum_up_check(result, progress.elapsed, strict=strict, whole=not paths)
    _tell_findings(result, manner, options.root, last, strict=strict)
    _tell_details(result, progress, manner, options.root)
    if not manner.quiet:
        if links:
            write(sys.stdout if manner.format == "text" else sys.stderr, f"{checked.summary}\n")
        write(sys.stdout if manner.format == "text" else sys.stderr, f"{last}\n")
    failed = result.diagnostics.has_errors or (strict and result.diagnostics.tally.warnings > 0)
    return HAS_ERRORS if failed else DONE


def show_rules(code: str | None) -> int:
    """Print the documentation of a lint rule, or the list of all; return the exit status."""
    from digest.lint.rules import describe_rule, hint_of, list_rules, rule_of

    rule = rule_of(code) if code is not None else None
    if code is not None and rule is None:
        write(sys.stderr, show_message(f"there is no rule '{code}'", hint_of(code), look_of(sys.stderr)))
        return REFUSED
    write(sys.stdout, describe_rule(rule) if rule is not None else list_rules())
    return DONE


def read_options(root: str | None, *, output: str | None = None, **asked: Any) -> Options:
    """The options of a build: those in `asked` have the names of its fields. Raises `Refused`."""
    folder = find_site(root)
    return Options(
        root=folder,
        output=Path(output).absolute() if output is not None else folder / "output",
        place=place_in_repository(folder),
        host=address_of_host(os.environ),
        guess_url=functools.partial(_guess_url, folder),
        now=read_clock(os.environ),
        **asked,
    )


def _guess_url(folder: Path) -> str:
    from digest.faces.starter.surroundings import ask_git, pages_address

    return pages_address(ask_git(folder, "config", "remote.origin.url"))


def read_clock(environment: Mapping[str, str]) -> datetime.datetime:
    """The current time, or SOURCE_DATE_EPOCH (reproducible-builds.org). Raises `Refused` if that is not a number."""
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.datetime.now(datetime.UTC)
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise Refused(
            f"SOURCE_DATE_EPOCH must be a number of seconds, not '{epoch}'",
            "unset it, or give the seconds since 1970 as `date +%s` does",
        ) from None


def read_day(text: str) -> datetime.date:
    """Parse the value of `--date` like the front-matter key `date`. Raises `Refused`."""
    reporter = Reporter("")
    context = Context(reporter=reporter, texts={}, spans={}, typed={"date": "--date"})
    day: datetime.date | None = DATE.read(Scalar(text, 0, len(text), None), "date", context)
    if day is None:
        told = reporter.diagnostics()[0]
        raise Refused(told.message, told.hint.replace("--date: ", "--date "))
    return day


def find_site(root: str | None) -> Path:
    """The site's root: `root` if given, else the nearest parent with settings. Raises `Refused` if there is none."""
    if root is not None:
        return Path(root).absolute()
    here = Path.cwd()
    found = machine.find_root(here)
    if found is None:
        raise Refused(
            f"there is no {SETTINGS} in {here} or in a folder above it",
            hint_for_settings(here),
        )
    return found


def open_progress(manner: Manner) -> ProgressBar:
    """A progress bar on standard error, if that is a terminal."""
    watched = is_terminal(sys.stderr) and not manner.quiet and os.environ.get("TERM") != "dumb"
    return ProgressBar(sys.stderr if watched else None)


def tell_news(result: Result, manner: Manner, stream: TextIO, root: Path, *, strict: bool = False) -> None:
    """Show the new diagnostics of a build of the site at `root`, at most `_MOST_NEWS`, and the number of all."""
    found, is_quiet = result.diagnostics.of_published(), manner.quiet
    news = found.only_errors() if is_quiet and not strict else found.news_after(result.earlier)
    shown = in_order(sorted(news, key=lambda each: _SEVERITY(each.severity))[:_MOST_NEWS])
    seen, sources = as_seen(shown, functools.cache(result.sources), path_of(root, "text"))
    write(stream, show_text(seen, sources, look_of(stream)))
    if found and not is_quiet and (result.published or len(shown) < len(found)):
        write(stream, f"{sum_up_diagnostics(found, shown=len(shown))}\n")


def _tell_findings(result: Result, manner: Manner, root: Path, last: str, *, strict: bool) -> None:
    """Show all diagnostics. As text, `--quiet` drops warnings unless `strict`. `last` is the last line to come."""
    found = result.diagnostics.only_errors() if manner.quiet and manner.format == "text" and not strict else None
    told = result.diagnostics if found is None else found
    tell_problems(*as_seen(told, functools.cache(result.sources), path_of(root, manner.format)), manner, last)


def tell_problems(diagnostics: Sequence[Diagnostic], sources: SourceOf, manner: Manner, last: str = "") -> None:
    """Show diagnostics in the format that was asked for; for GitHub, with `last` in the summary of the job too."""
    if manner.format == "text":
        write(manner.problems, show_text(diagnostics, sources, look_of(manner.problems)))
    else:
        write(manner.problems, FORMATS[manner.format](diagnostics, sources))
    if manner.format == "github":
        add_to_job(diagnostics, sources, last)


def _tell_details(result: Result, progress: ProgressBar, manner: Manner, root: Path) -> None:
    if manner.verbose and not manner.quiet:
        write(sys.stderr, list_fixes(result, path_of(root, "text")))
        write(sys.stderr, list_details(result, progress.times.items(), path_of(root, "text")))


def tell_refusal(refused: Refused, manner: Manner, root: str | None) -> None:
    """Show why a command was refused: diagnostics, and the message on standard error."""
    folder = Path(root).absolute() if root is not None else machine.find_root(Path.cwd()) or Path.cwd()
    source = functools.cache(lambda path: machine.load_source(folder, path))
    message = f"{refused.message}. {refused.hint}" if refused.hint else refused.message
    tell_problems(*as_seen(refused.diagnostics, source, path_of(folder, manner.format)), manner, message)
    if manner.format == "github" and not refused.diagnostics:
        write(manner.problems, github_command("error", message, title="digest") + "\n")
    write(sys.stderr, show_message(refused.message, refused.hint, look_of(sys.stderr)))
