"""The diagnostics of a build, unpacked on demand.

The diagnostics of each file are cached in packed form, so that a site with a warning in every entry builds as fast as
one without.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any, NamedTuple, overload

from digest.text.diagnostics import Diagnostic, Severity, in_order
from digest.text.packing import pack, unpack
from digest.text.source import Span


class Report(NamedTuple):
    """The packed diagnostics of parsing a file, and what it allows. `digest` is the fingerprint of its content."""

    digest: str
    packed: bytes
    errors: tuple[str, ...]
    """Codes of the errors."""
    warnings: tuple[str, ...]
    """Codes of everything else."""
    is_draft: bool
    allowed: tuple[str, ...] = ()
    """Codes in the `allow` of the file."""


class Tally(NamedTuple):
    """Numbers of diagnostics, and of the files that have some. `notes` include all of drafts that are not published."""

    errors: int
    warnings: int
    notes: int
    files: int


class Findings(Sequence[Diagnostic]):
    """The diagnostics of a build, sorted: reports of parsing, and `others`.

    Unless `drafts` are published, the diagnostics of a draft are notes. Warnings and notes whose codes are in
    `allowed`, or in the `allow` of their file, are left out.
    """

    def __init__(
        self,
        reports: Mapping[str, Report],
        others: Iterable[Diagnostic] = (),
        *,
        drafts: bool = False,
        allowed: Iterable[str] = (),
    ) -> None:
        self._reports = reports
        self._drafts = drafts
        self.allowed = frozenset(allowed)
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
        return sum(self.tally) - self.tally.files

    def __iter__(self) -> Iterator[Diagnostic]:
        for path in self.paths:
            yield from self._of(path)

    def __bool__(self) -> bool:
        return bool(self.paths)

    @cached_property
    def tally(self) -> Tally:
        """Numbers of errors, of other diagnostics, and of files."""
        errors = warnings = notes = 0
        for path in self.paths:
            of_errors, others = self._codes(path)
            errors += len(of_errors)
            if self._is_soft(path):
                told = len(others)
            else:  # parsing makes no notes
                told = sum(
                    [each.severity is Severity.NOTE for each in self._not_allowed(path, self._others.get(path, ()))]
                )
            notes += told
            warnings += len(others) - told
        return Tally(errors, warnings, notes, len(self.paths))

    @property
    def has_errors(self) -> bool:
        """Whether any diagnostic prevents publishing."""
        return self.tally.errors > 0

    @property
    def has_warnings(self) -> bool:
        """Whether any prevents publishing with `--strict`: an error, or a warning about what is published."""
        return self.tally.errors + self.tally.warnings > 0

    @property
    def by_rule(self) -> dict[str, int]:
        """Numbers by code, most frequent first."""
        counts = Counter(code for path in self.paths for codes in self._codes(path) for code in codes)
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def of_published(self) -> "Findings":
        """Without those of drafts, unless drafts are published."""
        return self.of(lambda path: not self._is_soft(path)) if any(map(self._is_soft, self.paths)) else self

    def only_errors(self) -> "Findings":
        """The errors."""
        paths = [path for path in self.paths if self._codes(path)[0]]
        return Findings({}, [each for path in paths for each in self._of(path) if each.severity is Severity.ERROR])

    def of(self, is_wanted: Callable[[str], bool]) -> "Findings":
        """The diagnostics of the files that `is_wanted` accepts, and what these files allow."""
        return Findings(
            {path: each for path, each in self._reports.items() if is_wanted(path)},
            [each for path, found in self._others.items() if is_wanted(path) for each in found],
            drafts=self._drafts,
            allowed=self.allowed,
        )

    def news_after(self, earlier: "Findings") -> "Findings":
        """All errors, and other diagnostics that are not in `earlier`.

        Two are equal if file, code and message are: text that moved within its file makes no news.
        """
        news: list[Diagnostic] = []
        for path in self.paths:
            is_changed = self._said(path) != earlier._said(path)  # noqa: SLF001
            if is_changed or self._codes(path)[0]:
                found = self._of(path)
                before = earlier._of(path) if is_changed else found  # noqa: SLF001
                known = Counter([(each.code, each.message) for each in before])
                for each in found:
                    known[each.code, each.message] -= 1
                    if each.severity is Severity.ERROR or known[each.code, each.message] < 0:
                        news.append(each)
        return Findings({}, news)

    def joined_by(self, diagnostics: Iterable[Diagnostic]) -> "Findings":
        """A copy with further diagnostics."""
        others = [each for of in self._others.values() for each in of]
        return Findings(self._reports, [*others, *diagnostics], drafts=self._drafts, allowed=self.allowed)

    @property
    def faulty(self) -> list[str]:
        """The files that have errors, drafts too."""
        of_reports = [path for path, report in self._reports.items() if report.errors]
        return of_reports + [path for path in self._others if self._codes(path)[0]]

    def silenced(self) -> dict[str, frozenset[str]]:
        """By path, the codes that were left out because they are allowed."""
        found: dict[str, frozenset[str]] = {}
        for path in self._reports.keys() | self._others.keys():
            told = {each.code for each in self._others.get(path, ()) if each.severity is not Severity.ERROR}
            if path in self._reports:
                told.update(self._reports[path].warnings)
            if used := self._allowed_in(path) & told:
                found[path] = used
        return found

    @property
    def others(self) -> Mapping[str, Sequence[Diagnostic]]:
        """By path, the diagnostics that do not come from parsing."""
        return self._others

    @cached_property
    def paths(self) -> list[str]:
        """The files with diagnostics, sorted."""
        return sorted([path for path in self._reports.keys() | self._others.keys() if any(self._codes(path))])

    @cached_property
    def _all(self) -> tuple[Diagnostic, ...]:
        return tuple(self)

    def _said(self, path: str) -> tuple[object, ...]:
        """A value that is equal for two builds if the file's diagnostics are; avoids unpacking."""
        report = self._reports.get(path)
        parsed = (report.packed, self._is_soft(path)) if report is not None else ()
        return *parsed, self._others.get(path), self._allowed_in(path)

    def _allowed_in(self, path: str) -> frozenset[str]:
        own = self._reports[path].allowed if path in self._reports else ()
        return self.allowed.union(own) if own else self.allowed

    def _is_soft(self, path: str) -> bool:
        report = self._reports.get(path)
        return report is not None and report.is_draft and not self._drafts

    def _of(self, path: str) -> list[Diagnostic]:
        report = self._reports.get(path)
        parsed = self._not_allowed(path, unpack_diagnostics(report.packed) if report is not None else ())
        everything = in_order((*parsed, *self._not_allowed(path, self._others.get(path, ()))))
        return [replace(each, severity=Severity.NOTE) for each in everything] if self._is_soft(path) else everything

    def _not_allowed(self, path: str, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        allowed = self._allowed_in(path)
        return [each for each in diagnostics if each.severity is Severity.ERROR or each.code not in allowed]

    def _codes(self, path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Codes of a file's errors, and of its other diagnostics."""
        if path in self._others:
            return _codes(self._of(path))
        report, warnings = self._reports[path], self._reports[path].warnings
        if allowed := self._allowed_in(path):
            warnings = tuple([code for code in warnings if code not in allowed])
        return ((), (*report.errors, *warnings)) if self._is_soft(path) else (report.errors, warnings)


def read_reports(rows: Mapping[str, Any]) -> dict[str, Report]:
    """Make `Report`s of the plain tuples in a journal."""
    return dict(zip(rows, map(partial(tuple.__new__, Report), rows.values()), strict=True))


def pack_diagnostics(
    diagnostics: Iterable[Diagnostic],
) -> tuple[bytes, tuple[str, ...], tuple[str, ...]]:
    """Sort, deduplicate and pack the diagnostics of one file. Also returns the codes of errors and of the others."""
    ordered = tuple(in_order(diagnostics))
    return pack(ordered, tuple[Diagnostic, ...]), *_codes(ordered)


def unpack_diagnostics(packed: bytes) -> tuple[Diagnostic, ...]:
    """Reverse `pack_diagnostics`."""
    return unpack(packed, tuple[Diagnostic, ...])


def _codes(diagnostics: Iterable[Diagnostic]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    errors = tuple([each.code for each in diagnostics if each.severity is Severity.ERROR])
    return errors, tuple([each.code for each in diagnostics if each.severity is not Severity.ERROR])


NO_FINDINGS = Findings({})


def fault_of(path: str, error: Exception, done: str) -> Diagnostic:
    """An `internal-error` for a file that could not be `done` ("read", "linted", "mended")."""
    return Diagnostic(
        code="internal-error",
        severity=Severity.ERROR,
        message=f"this file could not be {done}: {type(error).__name__}: {error}",
        hint="this is a fault of digest: please report it with the file",
        path=path,
        span=Span(start=0, end=0),
    )
