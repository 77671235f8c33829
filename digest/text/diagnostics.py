"""Diagnostics: problems in a text, as values. Parsing never raises; each stage returns `Parsed(value, diagnostics)`."""

import enum
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from digest.text.records import frozen
from digest.text.source import Span

T_co = TypeVar("T_co", covariant=True)


class Severity(enum.StrEnum):
    """An error stops publishing, a warning does not, a note is information only."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Label:
    """A secondary span of a diagnostic, with its own message."""

    span: Span
    message: str


@frozen
class Diagnostic:
    """One problem in one file.

    `code` is kebab-case. `span` holds character offsets; `digest.faces.display` computes lines and columns. A message
    or hint that quotes a very long value is cut in the middle.
    """

    code: str
    severity: Severity
    message: str
    hint: str = ""
    path: str
    span: Span
    labels: tuple[Label, ...] = ()

    def __post_init__(self) -> None:
        """Cut the texts."""
        for name in ("message", "hint"):
            text = getattr(self, name)
            if len(text) > _LONGEST:
                object.__setattr__(self, name, f"{text[: _LONGEST // 2 - 1]}…{text[-_LONGEST // 2 :]}")


_LONGEST = 1000
"""Characters of a message or hint."""


class Parsed(NamedTuple, Generic[T_co]):
    """The result of a stage, and the problems found on the way."""

    value: T_co
    diagnostics: tuple[Diagnostic, ...] = ()


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of `diagnostics` stops publishing."""
    return any(each.severity is Severity.ERROR for each in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by path and position and drop duplicates."""
    found = list(diagnostics)
    if len(found) < 2:  # the usual case: skip hashing, which is slow
        return found
    return sorted(
        dict.fromkeys(found),
        key=lambda each: (each.path, each.span.start, each.span.end, each.code, each.message, each.severity, each.hint),
    )


class Reporter:
    """Collects the diagnostics of one file."""

    __slots__ = ("_found", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: list[Diagnostic] = []

    def error(self, code: str, span: Span, message: str, hint: str = "", labels: Iterable[Label] = ()) -> None:
        """Report a problem that stops publishing."""
        self._add(Severity.ERROR, code, span, message, hint, labels)

    def warning(self, code: str, span: Span, message: str, hint: str = "", labels: Iterable[Label] = ()) -> None:
        """Report a problem that the editor should look at."""
        self._add(Severity.WARNING, code, span, message, hint, labels)

    def note(self, code: str, span: Span, message: str, hint: str = "", labels: Iterable[Label] = ()) -> None:
        """Report something that was done unasked, such as reading a file as GBK."""
        self._add(Severity.NOTE, code, span, message, hint, labels)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add what another stage found in the same file."""
        self._found.extend(diagnostics)

    def offsets(self, code: str) -> set[int]:
        """The offsets that the diagnostics with this code cover."""
        spans = [each.span for each in self._found if each.code == code]
        return {offset for span in spans for offset in range(span.start, span.end)}

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything reported so far, in order of discovery."""
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
