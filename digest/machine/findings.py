"""What a build has to say of the site: thousands of diagnostics that are values only where somebody asks for them.

A file's diagnostics are kept from the build that parsed it, as plain values and as the text that was shown, so that a
site with a warning an entry costs as little to build again as one without.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, overload

from digest.text.diagnostics import Diagnostic, Label, Severity, in_order
from digest.text.source import Source, Span

Packed = tuple[tuple[str, str, str, str, int, int, tuple[tuple[int, int, str], ...]], ...]
"""Diagnostics of one file as plain values: code, severity, message, hint, start, end, labels."""


class Style(NamedTuple):
    """How diagnostics are shown: `look` names everything that the text depends on beside the diagnostic itself."""

    look: str
    show: Callable[[Diagnostic, Source], str]


class OfFile(NamedTuple):
    """What was said of a file when it was parsed. `shown` is how that looked (empty: it was not shown yet).

    `is_soft` where nothing of it keeps the site from being published: it is a draft.
    """

    packed: Packed
    shown: str
    is_soft: bool


class Tally(NamedTuple):
    """How many problems there are, and in how many files."""

    errors: int
    warnings: int
    files: int


class Findings(Sequence[Diagnostic]):
    """The diagnostics of a build in their order: those of each file's parsing, and the `others`."""

    def __init__(self, of_files: Mapping[str, OfFile], others: Iterable[Diagnostic] = ()) -> None:
        self._of_files = of_files
        self._others: dict[str, list[Diagnostic]] = {}
        for each in others:
            self._others.setdefault(each.path, []).append(each)

    @overload
    def __getitem__(self, index: int) -> Diagnostic: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Diagnostic]: ...

    def __getitem__(self, index: int | slice) -> Diagnostic | Sequence[Diagnostic]:
        return self._all[index]

    def __len__(self) -> int:
        return self.tally.errors + self.tally.warnings

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._all)

    def __bool__(self) -> bool:
        return bool(self._of_files or self._others)

    @cached_property
    def tally(self) -> Tally:
        """How many there are."""
        errors = warnings = 0
        for path in self._paths:
            for severity in self._severities(path):
                if severity == Severity.ERROR.value:
                    errors += 1
                else:
                    warnings += 1
        return Tally(errors=errors, warnings=warnings, files=len(self._paths))

    @property
    def has_errors(self) -> bool:
        """Whether anything keeps the site from being published."""
        return self.tally.errors > 0

    def show(self, style: Style, sources: Callable[[str], Source]) -> str:
        """All of them as text, in the style that the build was told of; what was shown before is not made again."""
        pieces = []
        for path in self._paths:
            of_file = self._of_files.get(path)
            if of_file is not None and of_file.shown and path not in self._others:
                pieces.append(of_file.shown)
            else:
                pieces += [style.show(each, sources(path)) for each in self._of(path)]
        return "".join(pieces)

    def of(self, paths: Iterable[str]) -> "Findings":
        """Those of some files only."""
        wanted = set(paths)
        return Findings(
            {path: each for path, each in self._of_files.items() if path in wanted},
            [each for path in wanted for each in self._others.get(path, ())],
        )

    def news_after(self, earlier: "Findings") -> "Findings":
        """Those of the files that have errors, or of which `earlier` said something else."""
        return self.of(
            path
            for path in self._paths
            if Severity.ERROR.value in self._severities(path) or self._said(path) != earlier._said(path)  # noqa: SLF001
        )

    def joined_by(self, diagnostics: Iterable[Diagnostic]) -> "Findings":
        """These, and others that were found later."""
        return Findings(self._of_files, [*(each for of in self._others.values() for each in of), *diagnostics])

    @property
    def others(self) -> Mapping[str, Sequence[Diagnostic]]:
        """By file, those that parsing did not find."""
        return self._others

    @property
    def paths(self) -> Sequence[str]:
        """The files that something is said of."""
        return self._paths

    @cached_property
    def _paths(self) -> list[str]:
        return sorted(self._of_files.keys() | self._others.keys())

    @cached_property
    def _all(self) -> tuple[Diagnostic, ...]:
        return tuple([each for path in self._paths for each in self._of(path)])

    def _said(self, path: str) -> tuple[object, ...]:
        """What tells whether two builds say the same of a file, however it is shown."""
        of_file = self._of_files.get(path)
        parsed = (of_file.packed, of_file.is_soft) if of_file is not None else ()
        return *parsed, self._others.get(path)

    def _of(self, path: str) -> list[Diagnostic]:
        of_file = self._of_files.get(path)
        parsed = unpack_diagnostics(path, of_file) if of_file is not None else ()
        return in_order((*parsed, *self._others.get(path, ())))

    def _severities(self, path: str) -> Iterator[str]:
        if path in self._others:
            yield from [each.severity.value for each in self._of(path)]
        elif (of_file := self._of_files[path]).is_soft:
            yield from [Severity.WARNING.value] * len(of_file.packed)
        else:
            yield from [packed[1] for packed in of_file.packed]


def pack_diagnostics(diagnostics: Iterable[Diagnostic]) -> Packed:
    """The diagnostics of one file as plain values, each once."""
    return tuple(
        [
            (
                each.code,
                each.severity.value,
                each.message,
                each.hint,
                each.span.start,
                each.span.end,
                tuple([(label.span.start, label.span.end, label.message) for label in each.labels]),
            )
            for each in in_order(diagnostics)
        ]
    )


def unpack_diagnostics(path: str, of_file: OfFile) -> tuple[Diagnostic, ...]:
    """The diagnostics that were packed."""
    return tuple(
        [
            Diagnostic(
                code=code,
                severity=Severity.WARNING if of_file.is_soft else Severity(severity),
                message=message,
                hint=hint,
                path=path,
                span=Span(start=start, end=end),
                labels=tuple([Label(span=Span(start=first, end=last), message=said) for first, last, said in labels]),
            )
            for code, severity, message, hint, start, end, labels in of_file.packed
        ]
    )


def fault_of(path: str, error: Exception, done: str) -> Diagnostic:
    """What is said of a file that could not be `done` ("read", "linted") for a fault of ours."""
    return Diagnostic(
        code="internal-error",
        severity=Severity.ERROR,
        message=f"this file could not be {done}: {type(error).__name__}: {error}",
        hint="this is a fault of digest: please report it with the file",
        path=path,
        span=Span(start=0, end=0),
    )
