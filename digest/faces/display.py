"""Show diagnostics as text, JSON or GitHub workflow commands.

Offsets become lines and columns only here. Both count from 1, columns in characters; ends are exclusive, so that
`end_column - column` is a length.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import click

from digest.faces.terminal import Look
from digest.plan.site_size import SiteSize
from digest.text.diagnostics import Diagnostic, Severity, in_order
from digest.text.source import Source, Span
from digest.text.width import ELLIPSIS, Cell, cells, make_visible

SourceOf = Callable[[str], Source]
"""Get a file's text by its path."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
"""Names of GitHub's workflow commands."""
_UNQUOTED = frozenset({"hidden-file", "outside-link", "misnamed-file", "lost-file", "large-file"})
"""Codes of files that are found by name or size. Their text is not quoted: it may be secret, and logs are public."""
_MARGIN = "  "
_MOST_ALIKE = 50
"""Diagnostics of one code in one file that are shown as text; of the others, the number."""


def show_text(diagnostics: Iterable[Diagnostic], sources: SourceOf, look: Look) -> str:
    """For people: each diagnostic with its line, the span underlined, and the hint; the first `_MOST_ALIKE` of a code
    in a file.
    """
    shown: list[str] = []
    for path, found in groupby(in_order(diagnostics), _PATH):
        source, numbers = sources(path), Counter[tuple[str, Severity]]()
        for each in found:
            numbers[each.code, each.severity] += 1
            if numbers[each.code, each.severity] <= _MOST_ALIKE:
                shown.append(show_one(each, source, look))
        shown += [
            f"and {number - _MOST_ALIKE:,} more of {code} in {make_visible(path)}\n\n"
            for (code, _), number in numbers.items()
            if number > _MOST_ALIKE
        ]
    return "".join(shown)


def show_one(diagnostic: Diagnostic, source: Source, look: Look) -> str:
    """One diagnostic for people, with a blank line after it."""
    return f"{_show_one(diagnostic, source, look)}\n\n"


def show_json(diagnostics: Iterable[Diagnostic], sources: SourceOf) -> str:
    """For programs: an array with one object a line."""
    records = [
        json.dumps(as_record(diagnostic, sources(diagnostic.path)), ensure_ascii=False)
        for diagnostic in in_order(diagnostics)
    ]
    return "[\n  " + ",\n  ".join(records) + "\n]\n" if records else "[]\n"


def show_github(diagnostics: Iterable[Diagnostic], sources: SourceOf) -> str:
    """For GitHub Actions: workflow commands, which annotate lines of a pull request."""
    return "".join(f"{_as_command(diagnostic, sources(diagnostic.path))}\n" for diagnostic in in_order(diagnostics))


def show_report(size: SiteSize | None, diagnostics: str) -> str:
    """The size of a site and its diagnostics, which are JSON already, as a JSON object. `report` is null if nothing
    was published.
    """
    report = json.dumps(asdict(size), ensure_ascii=False, default=str) if size is not None else "null"
    return f'{{"report": {report},\n"diagnostics": {diagnostics.rstrip()}}}\n'


FORMATS: Mapping[str, Callable[[Iterable[Diagnostic], SourceOf], str]] = {"json": show_json, "github": show_github}
"""Formats for programs, by the value of `--format`."""


def show_message(message: str, hint: str, look: Look, *, kind: str = "error") -> str:
    """A message for people that belongs to no file. `kind`: error, warning or internal error."""
    colour = _COLOURS[Severity.WARNING if kind == "warning" else Severity.ERROR]
    lines = [f"{_paint(f'{kind}:', look, fg=colour, bold=True)} {make_visible(message)}"]
    if hint:
        lines.append(_hint(hint, "", look))
    return "\n".join(lines) + "\n"


def github_command(severity: str, message: str, **properties: object) -> str:
    """A workflow command of GitHub Actions, escaped."""
    listed = ",".join(f"{name}={_escape_property(str(value))}" for name, value in properties.items())
    return f"::{severity} {listed}::{_escape(message)}"


def as_record(diagnostic: Diagnostic, source: Source) -> dict[str, str | int]:
    """A diagnostic as a JSON object."""
    start, end = source.position(diagnostic.span.start), source.position(diagnostic.span.end)
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "path": diagnostic.path,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    }


def _as_command(diagnostic: Diagnostic, source: Source) -> str:
    start, end = source.position(diagnostic.span.start), source.position(diagnostic.span.end)
    places = {"file": diagnostic.path, "line": start.line, "col": start.column}
    if end.line == start.line:  # the runner drops columns of a multi-line annotation, and it (actions/runner #2082)
        places |= {"endLine": end.line, "endColumn": end.column}
    message = f"{diagnostic.message}. {diagnostic.hint}" if diagnostic.hint else diagnostic.message
    return github_command(_COMMANDS[diagnostic.severity], message, **places, title=f"digest({diagnostic.code})")


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


class Mark(NamedTuple):
    """An underlined span in one line: characters `start <= index < end`, with a note after it."""

    line: int
    text: str
    start: int
    end: int
    sign: str
    colour: str
    note: str


def _show_one(diagnostic: Diagnostic, source: Source, look: Look) -> str:
    colour = _COLOURS[diagnostic.severity]
    marks = marks_of(diagnostic, source)
    at = marks[0]
    place = _paint(f"{make_visible(diagnostic.path)}:{at.line}:{at.start + 1}:", look, bold=True)
    what = _paint(f"{diagnostic.severity.value}[{diagnostic.code}]:", look, fg=colour, bold=True)
    digits = max([len(str(mark.line)) for mark in marks])
    lines = [f"{place} {what} {make_visible(diagnostic.message)}"]
    is_quoted = source.text and diagnostic.code not in _UNQUOTED
    if is_quoted:
        lines.extend(_show_marks(marks, digits, look))
    if diagnostic.hint:
        lines.append(_hint(diagnostic.hint, " " * digits if is_quoted else "", look))
    return "\n".join(lines)


def marks_of(diagnostic: Diagnostic, source: Source) -> list[Mark]:
    """The marks of a diagnostic: its span, then its labels."""
    return [
        _mark(diagnostic.span, source, "^", _COLOURS[diagnostic.severity], ""),
        *[_mark(label.span, source, "-", "blue", label.message) for label in diagnostic.labels],
    ]


def parts_of(mark: Mark, room: int) -> tuple[str, str, str]:
    """The visible text before, under and after the mark, cut to `room` columns. An empty mark is widened to one
    character.
    """
    text = cells(mark.text)
    window = _window(text, mark, room)
    under = _under(text, window, mark) or range(mark.start, min(mark.start + 1, window.stop))
    before, marked, after = [
        "".join([text[index].shown for index in part])
        for part in (range(window.start, under.start), under, range(under.stop, window.stop))
    ]
    return f"{ELLIPSIS * (window.start > 0)}{before}", marked, f"{after}{ELLIPSIS * (window.stop < len(mark.text))}"


def _hint(hint: str, gutter: str, look: Look) -> str:
    sign = _paint(f"{_MARGIN}{gutter}{' ' if gutter else ''}=", look, fg="blue")
    return f"{sign} {_paint('hint:', look, fg='cyan', bold=True)} {make_visible(hint.rstrip())}"


def _mark(span: Span, source: Source, sign: str, colour: str, note: str) -> Mark:
    first = source.position(span.start)
    last = source.position(span.end - 1) if span.end - 1 > span.start else first
    text = source.line(first.line)
    length = len(text)
    start = first.column - 1
    if last.line > first.line:
        end = length
        note = f"{note} (ends in line {last.line})" if note else f"ends in line {last.line}"
    else:
        end = min(last.column, length) if span.end > span.start else start
    return Mark(first.line, text, start, max(start, end), sign, colour, note)


def _show_marks(marks: Sequence[Mark], digits: int, look: Look) -> list[str]:
    bar = _paint(f"{_MARGIN}{' ' * digits} |", look, fg="blue")
    room = look.columns - len(_MARGIN) - digits - len(" | ")
    lines: list[str] = []
    shown: tuple[int, range] | None = None
    for mark in sorted(marks, key=_LINE):
        window, cut, indent, length = _show_line(mark, room)
        if shown != (mark.line, window):
            if shown is not None and mark.line > shown[0] + 1:
                lines.append(_paint(f"{_MARGIN}{'.' * max(digits, 3)}", look, fg="blue"))
            number = _paint(f"{_MARGIN}{mark.line:>{digits}} |", look, fg="blue")
            lines.append(f"{number} {cut}".rstrip())
            shown = (mark.line, window)
        note = f" {make_visible(mark.note)}" if mark.note else ""
        below = _paint(mark.sign * max(length, 1) + note, look, fg=mark.colour, bold=True)
        lines.append(f"{bar} {' ' * indent}{below}")
    return lines


_LINE, _PATH = attrgetter("line"), attrgetter("path")


def _show_line(mark: Mark, room: int) -> tuple[range, str, int, int]:
    """The visible range of the mark's line, its text, and the columns before and under the mark."""
    if mark.text.isascii() and mark.text.isprintable():
        # Fast path: one column for each character.
        window = _window_of_ascii(mark, room)
        cut = mark.text[window.start : window.stop]
        length = min(mark.end, window.stop) - mark.start
        before = mark.start - window.start
    else:
        text = cells(mark.text)
        window = _window(text, mark, room)
        cut = "".join([text[index].shown for index in window])
        before, length = _underline(text, window, mark)
    cut = f"{ELLIPSIS * (window.start > 0)}{cut}{ELLIPSIS * (window.stop < len(mark.text))}"
    return window, cut, len(ELLIPSIS) * (window.start > 0) + before, length


def _window_of_ascii(mark: Mark, room: int) -> range:
    """Same as `_window` for text with one column for each character."""
    length = len(mark.text)
    if length <= room:
        return range(length)
    left = max(room - 2 * len(ELLIPSIS), 0)
    last = min(mark.end, mark.start + left)
    left -= last - mark.start
    first = max(mark.start - left // 2, 0)
    left -= mark.start - first
    stop = min(length, last + left)
    left -= stop - last
    return range(max(first - left, 0), stop)


def _window(text: Sequence[Cell], mark: Mark, room: int) -> range:
    """The visible range of a line: all if it fits in `room` columns, else a part around the mark."""
    if _width(text) <= room:
        return range(len(text))
    first = last = min(mark.start, len(text))
    left = room - 2 * len(ELLIPSIS)
    while last < mark.end and text[last].width <= left:
        left -= text[last].width
        last += 1
    before = left // 2
    while first > 0 and text[first - 1].width <= before:
        first -= 1
        before -= text[first].width
        left -= text[first].width
    while last < len(text) and text[last].width <= left:
        left -= text[last].width
        last += 1
    while first > 0 and text[first - 1].width <= left:
        first -= 1
        left -= text[first].width
    while first < mark.start and text[first].width == 0:  # combining marks cut off from their base character
        first += 1
    return range(first, last)


def _underline(text: Sequence[Cell], window: range, mark: Mark) -> tuple[int, int]:
    """Columns of the visible text before and under the mark."""
    under = _under(text, window, mark)
    return _width(text[window.start : under.start]), _width(text[under.start : under.stop])


def _under(text: Sequence[Cell], window: range, mark: Mark) -> range:
    """The range of characters under the mark, cut to the visible range."""
    start, stop = mark.start, min(mark.end, window.stop)
    if mark.end > start and _width(text[start:stop]) == 0:  # only combining marks: include their base character
        while start > window.start and text[start].width == 0:
            start -= 1
        stop = mark.end
    return range(start, stop)


def _width(text: Sequence[Cell]) -> int:
    return sum(cell.width for cell in text)


def _paint(text: str, look: Look, *, fg: str | None = None, bold: bool = False) -> str:
    return click.style(text, fg=fg, bold=bold or None) if look.colour else text
