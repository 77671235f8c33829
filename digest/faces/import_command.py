"""`digest import`: read files of other formats and write entries."""

import datetime
import logging
import sys
import zoneinfo
from pathlib import Path

from digest.authoring.importing import PACKAGES, read_import
from digest.authoring.importing.dates import find_day
from digest.authoring.importing.drafts import Imported
from digest.authoring.importing.placing import NewFile, Taken, place_files
from digest.faces.build_command import DONE, HAS_ERRORS, Manner, read_day, read_options, tell_problems
from digest.faces.outcome import count
from digest.faces.terminal import is_terminal, show_path, write
from digest.machine.catalogue import Catalogue, folder_of, known_papers, name_of, read_catalogue
from digest.machine.files import DiskFailed, Present, list_files, read, write_all
from digest.machine.options import Refused
from digest.plan.urls import CONTENT
from digest.text.decoding import decode_foreign
from digest.text.diagnostics import Diagnostic, Severity, has_errors
from digest.text.source import Source, Span
from digest.text.width import make_visible

_STANDARD_INPUT = "-"
_INPUT_NAME = "<stdin>"
"""The name of standard input in diagnostics."""


def run_import(manner: Manner, *, root: str | None, files: tuple[str, ...], date: str | None, strict: bool) -> int:
    """Import files; return the exit status.

    With `--format text`, paths of new files go to standard output and diagnostics to standard error; with other formats
    the reverse. Each file is imported as a whole or not at all.
    """
    return _Import(manner, root, date).run(files, strict=strict)


class _Import:
    """One run: what the site contains so far, and the diagnostics."""

    def __init__(self, manner: Manner, root: str | None, date: str | None) -> None:
        self._manner = manner
        self._day = read_day(date) if date is not None else None
        self._options = read_options(root)
        self._catalogue = read_catalogue(self._options)
        self._taken = _taken(self._catalogue, self._options.root)
        self._sources: dict[str, Source] = {}
        self._found: list[Diagnostic] = []
        self._papers = 0

    def run(self, names: tuple[str, ...], *, strict: bool) -> int:
        """Import the files in order; return the exit status."""
        contents = [(name, _read(name)) for name in dict.fromkeys(names)]
        try:
            for name, content in contents:
                self._import(name, content)
        finally:
            self._tell_findings()
        if not self._manner.quiet:
            where = count(len(contents), "file")
            write(sys.stderr, f"Imported {count(self._papers, 'paper')} from {where}{self._problems()}.\n")
        asks = any(each.severity is not Severity.NOTE for each in self._found)
        return HAS_ERRORS if has_errors(self._found) or (strict and asks) else DONE

    def _import(self, name: str, content: bytes) -> None:
        path = _INPUT_NAME if name == _STANDARD_INPUT else name
        decoded = decode_foreign(path, content)
        source = self._sources[path] = decoded.value
        self._found += decoded.diagnostics
        if has_errors(decoded.diagnostics):
            return
        logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it logs is told as diagnostics
        try:
            imported = read_import(source)
        except ModuleNotFoundError as error:
            package = (error.name or "").partition(".")[0]
            if package not in PACKAGES:
                raise
            problem = f"{path}: reading this file needs the package {package}, which is not installed"
            raise Refused(problem, "pip install 'bilingual-digest[import]'") from error
        self._found += imported.diagnostics
        if not imported.value.drafts:
            return
        day = self._day_of(imported.value, source)
        folder = folder_of(self._catalogue, day.isoformat())
        placed = place_files(imported.value, source, day, folder, self._taken, name_of)
        self._found += placed.diagnostics
        self._write(placed.value.files)
        self._taken = placed.value.taken

    def _write(self, new: tuple[NewFile, ...]) -> None:
        try:
            write_all(self._options.root, [(file.path, file.text.encode()) for file in new])
        except Present as error:
            raise Refused(f"{error.path} is there already", "import the file again") from error
        stream = sys.stdout if self._manner.format == "text" else sys.stderr
        for file in new:
            self._papers += file.is_entry
            write(stream, f"{make_visible(show_path(self._options.root / file.path))}\n")

    def _day_of(self, imported: Imported, source: Source) -> datetime.date:
        """The day from `--date`, the file's text, its name, or today."""
        if self._day is not None or imported.day is not None:
            return self._day or imported.day or datetime.date.min
        named = find_day(Path(source.path).name)
        zone = zoneinfo.ZoneInfo(self._catalogue.config.timezone)
        day = named or self._options.now.astimezone(zone).date()
        why = "was taken from the file's name" if named is not None else "is today's: the file names none"
        self._found.append(
            Diagnostic(
                code="guessed-day",
                severity=Severity.NOTE,
                message=f"the day {day.isoformat()} {why}",
                hint="--date YYYY-MM-DD says another",
                path=source.path,
                span=Span(start=0, end=0),
            )
        )
        return day

    def _tell_findings(self) -> None:
        manner = self._manner
        shown = [each for each in self._found if not manner.quiet or each.severity is not Severity.NOTE]
        tell_problems(shown, self._sources.__getitem__, manner)

    def _problems(self) -> str:
        numbers = {
            what: sum(each.severity is severity for each in self._found)
            for severity, what in ((Severity.ERROR, "error"), (Severity.WARNING, "warning"))
        }
        told = " and ".join(count(number, what) for what, number in numbers.items() if number)
        return f" with {told}" if told else ""


def _read(name: str) -> bytes:
    if name != _STANDARD_INPUT:
        try:
            return read(name)
        except DiskFailed as error:
            raise Refused(str(error), "look at the file's permissions") from error
    if is_terminal(sys.stdin):
        write(sys.stderr, "Reading from standard input; an end of file (Ctrl-D) ends it.\n")
    return sys.stdin.buffer.read()


def _taken(catalogue: Catalogue, root: Path) -> Taken:
    ranks: dict[tuple[str, str], int] = {}
    for head in catalogue.heads:
        if head.rank is not None:
            place = (head.day, head.section)
            ranks[place] = max(ranks.get(place, 0), head.rank)
    try:
        paths = frozenset(f"{CONTENT}/{path}".casefold() for path in list_files(root / CONTENT, unread=(".",)))
    except DiskFailed as error:
        raise Refused(str(error), "look at the folder's permissions") from error
    return Taken(
        papers=known_papers(catalogue),
        slugs=frozenset(head.slug.casefold() for head in catalogue.heads),
        files=paths,
        ranks=ranks,
    )
