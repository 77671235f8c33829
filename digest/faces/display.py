"""Diagnostics as people and programs read them: text, json, github (contract section 4).

Only here do offsets become lines and columns: from 1, columns in characters. An end is the place of the character
after the last one, so that `end_column - column` is a length.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import click

from digest.faces.terminal import Look
from digest.text.diagnostics import Diagnostic, Severity, in_order
from digest.text.source import Source, Span
from digest.text.width import ELLIPSIS, Cell, cells, make_visible

Sources = Callable[[str], Source]
"""The text of a file, by its path."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_MARGIN = "  "


def show_text(diagnostics: Iterable[Diagnostic], sources: Sources, look: Look) -> str:
    """For people: each problem with its line, the exact characters underlined, and what to do about it."""
    return "".join(show_one(diagnostic, sources(diagnostic.path), look) for diagnostic in in_order(diagnostics))


def show_one(diagnostic: Diagnostic, source: Source, look: Look) -> str:
    """One problem for people, with the blank line below it."""
    return f"{_show_one(diagnostic, source, look)}\n\n"


def show_json(diagnostics: Iterable[Diagnostic], sources: Sources) -> str:
    """For programs: one array, one object a line."""
    records = [
        json.dumps(_as_record(diagnostic, sources(diagnostic.path)), ensure_ascii=False)
        for diagnostic in in_order(diagnostics)
    ]
    return "[\n  " + ",\n  ".join(records) + "\n]\n" if records else "[]\n"


def show_github(diagnostics: Iterable[Diagnostic], sources: Sources) -> str:
    """For GitHub Actions: one workflow command a line, which becomes a note beside the line it speaks of."""
    return "".join(f"{_as_command(diagnostic, sources(diagnostic.path))}\n" for diagnostic in in_order(diagnostics))


FORMATS: Mapping[str, Callable[[Iterable[Diagnostic], Sources], str]] = {"json": show_json, "github": show_github}
"""The formats for programs."""


def show_message(message: str, hint: str, look: Look, *, kind: str = "error") -> str:
    """For people: what is wrong with something that is not a text."""
    lines = [f"{_paint(f'{kind}:', look, fg='red', bold=True)} {make_visible(message)}"]
    if hint:
        lines.append(_hint(hint, "", look))
    return "\n".join(lines) + "\n"


def github_command(severity: str, message: str, **properties: object) -> str:
    """A workflow command of GitHub Actions, escaped as its runner unescapes it."""
    listed = ",".join(f"{name}={_escape_property(str(value))}" for name, value in properties.items())
    return f"::{severity} {listed}::{_escape(message)}"


def _as_record(diagnostic: Diagnostic, source: Source) -> dict[str, str | int]:
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
    if end.line == start.line:  # the runner drops a note whose columns stand on different lines (actions/runner #2082)
        places |= {"endLine": end.line, "endColumn": end.column}
    message = f"{diagnostic.message}. {diagnostic.hint}" if diagnostic.hint else diagnostic.message
    return github_command(str(diagnostic.severity), message, **places, title=f"digest({diagnostic.code})")


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """What is underlined in one line: characters `start <= index < end` of it, and a note behind."""

    line: int
    start: int
    end: int
    sign: str
    colour: str
    note: str


def _show_one(diagnostic: Diagnostic, source: Source, look: Look) -> str:
    at = source.position(diagnostic.span.start)
    colour = _COLOURS[diagnostic.severity]
    place = _paint(f"{make_visible(diagnostic.path)}:{at.line}:{at.column}:", look, bold=True)
    what = _paint(f"{diagnostic.severity}[{diagnostic.code}]:", look, fg=colour, bold=True)
    marks = [
        _mark(diagnostic.span, source, "^", colour, ""),
        *(_mark(label.span, source, "-", "blue", label.message) for label in diagnostic.labels),
    ]
    digits = max(len(str(mark.line)) for mark in marks)
    lines = [f"{place} {what} {make_visible(diagnostic.message)}"]
    if source.text:
        lines.extend(_show_marks(marks, source, digits, look))
    if diagnostic.hint:
        lines.append(_hint(diagnostic.hint, " " * digits if source.text else "", look))
    return "\n".join(lines)


def _hint(hint: str, gutter: str, look: Look) -> str:
    sign = _paint(f"{_MARGIN}{gutter}{' ' if gutter else ''}=", look, fg="blue")
    return f"{sign} {_paint('hint:', look, fg='cyan', bold=True)} {make_visible(hint.rstrip())}"


def _mark(span: Span, source: Source, sign: str, colour: str, note: str) -> _Mark:
    first = source.position(span.start)
    last = source.position(max(span.start, span.end - 1))
    length = len(source.line(first.line))
    start = first.column - 1
    if last.line > first.line:
        end = length
        note = f"{note} (ends in line {last.line})" if note else f"ends in line {last.line}"
    else:
        end = min(last.column, length) if span.end > span.start else start
    return _Mark(line=first.line, start=start, end=max(start, end), sign=sign, colour=colour, note=note)


def _show_marks(marks: Sequence[_Mark], source: Source, digits: int, look: Look) -> list[str]:
    bar = _paint(f"{_MARGIN}{' ' * digits} |", look, fg="blue")
    room = look.columns - len(_MARGIN) - digits - len(" | ")
    lines: list[str] = []
    shown: tuple[int, range] | None = None
    for mark in sorted(marks, key=lambda mark: mark.line):
        text = cells(source.line(mark.line))
        window = _window(text, mark, room)
        if shown != (mark.line, window):
            if shown is not None and mark.line > shown[0] + 1:
                lines.append(_paint(f"{_MARGIN}{'.' * max(digits, 3)}", look, fg="blue"))
            number = _paint(f"{_MARGIN}{mark.line:>{digits}} |", look, fg="blue")
            lines.append(f"{number} {_cut(text, window)}".rstrip())
            shown = (mark.line, window)
        lines.append(f"{bar} {_underline(text, window, mark, look)}")
    return lines


def _window(text: Sequence[Cell], mark: _Mark, room: int) -> range:
    """The characters of a line that are shown: all if there is room, else what is around the mark."""
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
    while first < mark.start and text[first].width == 0:  # a combining mark has lost its letter
        first += 1
    return range(first, last)


def _cut(text: Sequence[Cell], window: range) -> str:
    inside = "".join(text[index].shown for index in window)
    return f"{ELLIPSIS * (window.start > 0)}{inside}{ELLIPSIS * (window.stop < len(text))}"


def _underline(text: Sequence[Cell], window: range, mark: _Mark, look: Look) -> str:
    start = mark.start
    length = _width(text[start : min(mark.end, window.stop)])
    if length == 0 and mark.end > start:  # only combining marks: underline the letter that carries them
        while start > window.start and text[start].width == 0:
            start -= 1
        length = _width(text[start : mark.end])
    indent = len(ELLIPSIS) * (window.start > 0) + _width(text[window.start : start])
    note = f" {make_visible(mark.note)}" if mark.note else ""
    return " " * indent + _paint(mark.sign * max(length, 1) + note, look, fg=mark.colour, bold=True)


def _width(text: Sequence[Cell]) -> int:
    return sum(cell.width for cell in text)


def _paint(text: str, look: Look, *, fg: str | None = None, bold: bool = False) -> str:
    return click.style(text, fg=fg, bold=bold or None) if look.colour else text
