"""What is wrong with a text: values, never exceptions (every stage returns its value and its diagnostics)."""

import enum
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from digest.text.records import frozen
from digest.text.source import Span

T_co = TypeVar("T_co", covariant=True)


class Severity(enum.StrEnum):
    """An error keeps the site from being published; a warning does not. A note asks for nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Label:
    """A second place that a diagnostic points at, with what is to be seen there."""

    span: Span
    message: str


@frozen
class Diagnostic:
    """One problem at one place. Offsets become lines and columns only when shown (`digest.faces.display`)."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    path: str
    span: Span
    labels: tuple[Label, ...] = ()


class Parsed(NamedTuple, Generic[T_co]):
    """What a stage made of its input, and what it has to say about it."""

    value: T_co
    diagnostics: tuple[Diagnostic, ...] = ()


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether anything among `diagnostics` keeps the site from being published."""
    return any(each.severity is Severity.ERROR for each in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by path and place, each once, so that the same problems always come in the same order."""
    found = list(diagnostics)
    if len(found) < 2:  # as in most files; to hash one takes 3 us
        return found
    return sorted(
        dict.fromkeys(found),
        key=lambda each: (each.path, each.span.start, each.span.end, each.code, each.message, each.severity, each.hint),
    )


class Reporter:
    """Collects the diagnostics of one file while it is parsed."""

    __slots__ = ("_found", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: list[Diagnostic] = []

    def error(self, code: str, span: Span, message: str, hint: str = "", labels: Iterable[Label] = ()) -> None:
        """Note something that keeps the site from being published."""
        self._add(Severity.ERROR, code, span, message, hint, labels)

    def warning(self, code: str, span: Span, message: str, hint: str = "", labels: Iterable[Label] = ()) -> None:
        """Note something that the editor should look at."""
        self._add(Severity.WARNING, code, span, message, hint, labels)

    def note(self, code: str, span: Span, message: str, hint: str = "", labels: Iterable[Label] = ()) -> None:
        """Note what was done without being asked for."""
        self._add(Severity.NOTE, code, span, message, hint, labels)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take over what another stage found in the same file."""
        self._found.extend(diagnostics)

    def has_told(self, code: str, span: Span) -> bool:
        """Whether a problem of this kind was noted at a place that `span` touches."""
        return any(
            each.code == code and each.span.start < span.end and span.start < each.span.end for each in self._found
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was noted, in the order in which it was found."""
        return tuple(self._found)

    def _add(self, severity: Severity, code: str, span: Span, message: str, hint: str, labels: Iterable[Label]) -> None:
        self._found.append(
            Diagnostic(
                code=code,
                severity=severity,
                message=message,
                hint=hint,
                path=self.path,
                span=span,
                labels=tuple(labels),
            )
        )
