"""Errors and warnings as HTML, shown over the pages, with the same text as in the terminal.

Where the terminal has a line of carets, the page marks the characters themselves: fonts have different widths.
"""

from collections.abc import Callable, Iterable
from html import escape
from itertools import chain, islice

from digest.faces.display import Mark, marks_of, parts_of
from digest.faces.outcome import count, sum_up_diagnostics
from digest.machine.findings import Findings
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.source import Source
from digest.text.width import make_visible

ROOM = 100
"""Columns of a source line that are shown: the default width of a terminal."""

MAX_PROBLEMS = 50
"""Most errors that are shown; the terminal shows all."""

MAX_WARNINGS = 20
"""Most warnings that are shown."""


def show_errors(found: Iterable[Diagnostic], sources: Callable[[str], Source]) -> str:
    """The errors among diagnostics as HTML, each with its source line and hint; warnings are left out."""
    errors = (each for each in found if each.severity is Severity.ERROR)
    shown = [_show_one(each, sources(each.path)) for each in islice(errors, MAX_PROBLEMS)]
    more = sum(1 for _ in errors)
    if more:
        shown.append(f"<p>And {count(more, 'more error')}: the terminal shows all.</p>\n")
    return "".join(shown)


def show_warnings(found: Findings, earlier: Findings, sources: Callable[[str], Source]) -> str:
    """Warnings as HTML, of a site without errors: first those that are not in `earlier`."""
    news = found.news_after(earlier)
    known = set(islice(news, MAX_WARNINGS))
    warnings = chain(news, (each for each in found if each not in known))
    shown = [_show_one(each, sources(each.path)) for each in islice(warnings, MAX_WARNINGS)]
    if len(found) > len(shown):
        shown.append(f"<p>{_visible(sum_up_diagnostics(found, shown=len(shown)))}</p>\n")
    return "".join(shown)


def show_failure(message: str, hint: str, *, kind: str = "error") -> str:
    """An error that has no place in a text, as HTML."""
    what = f'<p class="what"><b class="error">{escape(kind)}:</b> {_visible(message)}</p>\n'
    return f'<section class="problem">\n{what}{_hint(hint)}</section>\n'


def error_page(problems: str, what: str = "site") -> bytes:
    """A whole page with errors, served instead of an output. `what`: "page" or "site"."""
    return (
        '<!DOCTYPE html>\n<html lang="en" class="alone">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Not built · digest</title>\n'
        '<link rel="icon" href="data:,">\n<link rel="stylesheet" href="/_digest/live.css">\n</head>\n'
        f'<body>\n<main class="problems">\n<h1>The {what} could not be built</h1>\n{problems}'
        f'<p class="foot">The {what} is shown here when the errors are mended.</p>\n</main>\n</body>\n</html>\n'
    ).encode()


def _show_one(diagnostic: Diagnostic, source: Source) -> str:
    marks = marks_of(diagnostic, source)
    at = marks[0]
    place = f"{make_visible(diagnostic.path)}:{at.line}:{at.start + 1}:"
    kind = diagnostic.severity.value
    excerpt = ""
    if source.text:
        lines = "".join(_show_mark(mark, is_main=mark is at) for mark in sorted(marks, key=lambda mark: mark.line))
        excerpt = f'<pre class="excerpt">{lines}</pre>\n'
    return (
        f'<section class="problem">\n<p class="what"><b class="place">{escape(place)}</b> '
        f'<b class="{kind}">{kind}[{escape(diagnostic.code)}]:</b> {_visible(diagnostic.message)}'
        f"</p>\n{excerpt}{_hint(diagnostic.hint)}</section>\n"
    )


def _show_mark(mark: Mark, *, is_main: bool) -> str:
    before, marked, after = [escape(part, quote=False) for part in parts_of(mark, ROOM)]
    kind = "" if is_main else ' class="label"'
    note = f' <i class="note">{_visible(mark.note)}</i>' if mark.note else ""
    text = f"<code>{before}<mark{kind}>{marked or ' '}</mark>{after}{note}</code>"
    return f'<span class="line"><span class="number">{mark.line}</span>{text}\n</span>'


def _hint(hint: str) -> str:
    return f'<p class="hint"><b>hint:</b> {_visible(hint.rstrip())}</p>\n' if hint else ""


def _visible(text: str) -> str:
    return escape(make_visible(text), quote=False)
