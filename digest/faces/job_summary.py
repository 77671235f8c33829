"""The summary of a job of GitHub Actions: what a verb found, as a table. Annotations are few: ten of a kind a step."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from digest.faces.display import SourceOf, show_message
from digest.faces.terminal import look_of, write
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.width import make_visible

_MOST_ROWS = 200
_LONGEST = 500
"""Characters of a message or path. GitHub takes a megabyte of a step."""

_MARKS = re.compile(r"([\\`*\[\]<>|~&$#!@]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")
"""Characters that mean something in GitHub's Markdown."""
_SIGNS = {Severity.ERROR: "🛑 error", Severity.WARNING: "⚠️ warning", Severity.NOTE: "note"}


def add_to_job(diagnostics: Sequence[Diagnostic], sources: SourceOf, last: str) -> None:
    """Append to the summary of the job that runs the verb (`GITHUB_STEP_SUMMARY`), if one does.

    `last` is the verb's last line.
    """
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path or not (diagnostics or last):
        return
    try:
        with Path(path).open("a", encoding="utf-8", errors="replace") as file:
            file.write(job_summary(diagnostics, sources, last, os.environ))
    except OSError as error:
        message = f"the summary of the job cannot be written to {path}: {error.strerror}"
        write(sys.stderr, show_message(message, "", look_of(sys.stderr), kind="warning"))


def job_summary(diagnostics: Sequence[Diagnostic], sources: SourceOf, last: str, environment: Mapping[str, str]) -> str:
    """Markdown: the verb's last line, and a table of the diagnostics, errors first."""
    lines = [_escape(last), ""] if last else []
    listed = sorted(diagnostics, key=lambda each: list(_SIGNS).index(each.severity))
    if listed:
        lines += ["| | where | what |", "|---|---|---|"]
        lines += [_row(each, sources, environment) for each in listed[:_MOST_ROWS]]
        lines += [""]
    if len(listed) > _MOST_ROWS:
        lines += [f"{len(listed) - _MOST_ROWS:,} more are not listed here: `digest check` shows all.", ""]
    return "\n".join(lines) + "\n"


def _row(diagnostic: Diagnostic, sources: SourceOf, environment: Mapping[str, str]) -> str:
    line = sources(diagnostic.path).position(diagnostic.span.start).line
    where = f"`{_plain(diagnostic.path)}:{line}`".replace("|", r"\|")
    if link := _link(diagnostic.path, line, environment):
        where = f"[{where}]({link})"
    said = f"{diagnostic.message}. {diagnostic.hint}" if diagnostic.hint else diagnostic.message
    return f"| {_SIGNS[diagnostic.severity]} | {where} | {_escape(said)} (`{diagnostic.code}`) |"


def _link(path: str, line: int, environment: Mapping[str, str]) -> str:
    """The address of a line at the commit that is built; empty outside the repository."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    place = [environment.get(name, "") for name in names]
    if not all(place) or path.startswith(("/", "../", "digest/themes/")):
        return ""
    server, repository, commit = place
    return f"{server}/{repository}/blob/{commit}/{quote(path, errors='replace')}?plain=1#L{line}"


def _plain(text: str) -> str:
    """Text for a code span."""
    return make_visible(" ".join(text.split())).replace("`", "'")


def _escape(text: str) -> str:
    """Text as Markdown, in one line of a table."""
    plain = " ".join(text.split())
    cut = plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
    return _MARKS.sub(r"\\\1", make_visible(cut))
