"""`digest import`: read files of other formats and write entries."""

import datetime
import json
import logging
import sys
import zoneinfo
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from digest.authoring.arxiv.entries import make_entry
from digest.authoring.arxiv.filling import fill_entry
from digest.authoring.composing import Draft, Imported, NewEntry
from digest.authoring.importing import format_of, read_file
from digest.authoring.importing.coverage import Coverage, choose_recipe, filled, lacking
from digest.authoring.importing.field_values import find_day
from digest.authoring.importing.placing import Taken, name_of_title, name_of_url, place_files
from digest.authoring.importing.recipe import Recipe
from digest.content.head import addresses_of, metadata_of, titles_of
from digest.faces.build_command import DONE, HAS_ERRORS, REFUSED, Manner, read_day, read_options, tell_problems
from digest.faces.local_pictures import FoundPicture, LocalPictures
from digest.faces.new.new_command import ask_arxiv, tell
from digest.faces.outcome import count
from digest.faces.recipe_files import (
    as_recipe_reads,
    built_in_recipes,
    files_of,
    list_recipes,
    read_recipe_file,
    refused,
)
from digest.faces.terminal import is_terminal, look_of, show_path, write
from digest.machine.catalogue import Catalogue, folder_of, known_papers, name_of, read_catalogue
from digest.machine.files import DiskFailed, Present, list_files, read, write_all, write_whole
from digest.machine.options import Options, Refused
from digest.model.arxiv_ids import Identifier, read_identifier
from digest.plan.urls import CONTENT
from digest.text.decoding import decode_foreign
from digest.text.diagnostics import Diagnostic, Reporter, Severity, has_errors
from digest.text.source import Source, Span
from digest.text.width import make_visible

_STANDARD_INPUT = "-"
_INPUT_NAME = "<stdin>"
"""The name of standard input in diagnostics."""

MOST_SHOWN = 6
MOST_ALIKE = 2
"""Problems that are shown as text, if there are more, and those of one code; `--report` writes all."""

SAMPLE = 12
LONGEST_SAMPLE = 200_000
"""Files that recipes are tried on, and characters of each."""


def run_import(
    manner: Manner,
    *,
    root: str | None,
    files: tuple[str, ...],
    date: str | None,
    strict: bool,
    recipes: bool = False,
    recipe: str | None = None,
    dry_run: bool = False,
    write_recipe: str | None = None,
    fill: bool = False,
    report: str | None = None,
) -> int:
    """Import files and folders; return the exit status.

    With `--format text`, paths of new files go to standard output and diagnostics to standard error; with other formats
    the reverse. Of each file all papers are written or none.
    """
    if recipes:
        return list_recipes()
    if not files:
        raise Refused("there is no file to import", "name a file or a folder, or - for standard input")
    run = _Import(manner, root, date, is_dry=dry_run or write_recipe is not None)
    run.choose(files, recipe)
    if report is not None:
        _refuse_other_file(Path(report))
    if fill:
        run.ask()
    status = run.run(strict=strict)
    if write_recipe is not None:
        run.write_recipe(Path(write_recipe))
    if report is not None:
        run.write_report(Path(report))
    return status


class _Import:
    """One run: the recipe, what the site contains so far, and what was found."""

    def __init__(self, manner: Manner, root: str | None, date: str | None, *, is_dry: bool) -> None:
        self._manner = manner
        self._day = read_day(date) if date is not None else None
        self._options: Options = read_options(root)
        self._catalogue = read_catalogue(self._options)
        self._taken = _taken(self._catalogue, self._options.root)
        self._is_dry = is_dry
        self._built_in = built_in_recipes()
        self._labels = frozenset().union(*(recipe.labels for recipe, _ in self._built_in.values()))
        self._recipe: Recipe | None = None
        self._recipe_text = ""
        self._files: list[str] = []
        self._inputs: dict[str, bytes] = {}
        self._found: list[Diagnostic] = []
        self._records: list[dict[str, Any]] = []
        self._coverage = Coverage()
        self._known: dict[str, NewEntry] = {}
        self._failure = ""
        self._names: tuple[str, ...] = ()
        self._pictures = LocalPictures(self._options.root, self._taken.files)

    def choose(self, names: Iterable[str], asked: str | None) -> None:
        """Find the files, and the recipe: the one that was asked for, else the one that covers most of a sample."""
        if asked in self._built_in:
            self._recipe, self._recipe_text = self._built_in[asked]
        elif asked is not None:
            self._recipe, self._recipe_text = read_recipe_file(asked, self._built_in, self._manner)
        given = self._names = tuple(dict.fromkeys(names))
        astray: list[str] = []
        self._files = list(files_of(given, self._recipe.files if self._recipe is not None else (), astray))
        for link in astray:
            tell(
                f"{make_visible(link)} is no file of this folder, but a link that leads nowhere, out of it or to a "
                "folder above, a pipe or a device",
                "put the file itself there",
                kind="warning",
            )
        sources = [] if self._recipe is not None else self._sample()
        if sources:
            recipes = [recipe for recipe, _ in self._built_in.values()]
            choice = choose_recipe(sources, recipes, self._labels)[0]
            best = choice.recipe
            self._recipe_text = self._built_in[best.name][1]
            if not choice.fits:
                endings = Counter(Path(name).suffix or name for name in self._files).most_common()
                files = ", ".join(f"{number:,} {ending}" for ending, number in endings)
                told = (
                    f"No built-in recipe fits these files ({files}). The nearest is '{best.name}': {choice.why_not()}."
                )
                write(sys.stderr, f"{told}\n--write-recipe FILE writes it out to be edited.\n")
                return
            self._recipe = best
            self._files = list(files_of(given, [each for each in best.files if each.startswith("!")], []))
            if not self._manner.quiet:
                write(sys.stderr, f"Recipe: {best.name} ({best.about}).\n")
        if not self._files:
            raise Refused("there is no file to import in these folders", "look at 'files' of the recipe")

    def _sample(self) -> list[tuple[Source, bool]]:
        """Some of the files, evenly spread, as texts that a recipe reads."""
        chosen = self._files[:: max(1, -(-len(self._files) // SAMPLE))]
        found = []
        for name in chosen:
            decoded = decode_foreign(name, self._content(name))
            kind = format_of(decoded.value)
            if kind.read is None and not has_errors(decoded.diagnostics):
                found.append(as_recipe_reads(Source(path=name, text=decoded.value.text[:LONGEST_SAMPLE])))
        return found

    def ask(self) -> None:
        """Ask arXiv for what it knows of the papers that lack something."""
        asked: dict[str, Identifier] = {}
        for name in self._files:
            source = self._source(_INPUT_NAME if name == _STANDARD_INPUT else name)
            for draft in self._read_papers(source, Reporter(source.path)).drafts:
                identifier = read_identifier(draft.entry.arxiv) if draft.entry.arxiv else None
                if identifier is not None and (lacking(draft.entry) or not draft.entry.abstract):
                    asked.setdefault(identifier.paper, identifier)
        if asked:
            config, quiet = self._catalogue.config, self._manner.quiet
            fetched = ask_arxiv(list(asked.values()), self._options.root, config, quiet=quiet)
            self._known = {paper: make_entry(known, asked[paper]) for paper, known in fetched.papers.items()}
            self._failure = fetched.failure

    def run(self, *, strict: bool) -> int:
        """Import the files in order; return the exit status."""
        try:
            for name in self._files:
                self._import(name)
        finally:
            self._tell_findings()
        if not self._manner.quiet:
            if self._coverage.files:
                write(sys.stderr, "".join(f"{line}\n" for line in self._coverage.lines(look_of(sys.stderr).columns)))
            where = count(len(self._files), "file")
            verb = "Found" if self._is_dry else "Imported"
            number = self._coverage.papers if self._is_dry else self._coverage.written
            write(
                sys.stderr,
                f"{verb} {count(number, 'paper')} {'in' if self._is_dry else 'from'} {where}{self._problems()}.\n",
            )
        if self._failure:
            tell(self._failure, "what arXiv knows is missing: digest new --update fills it in later", kind="warning")
            return REFUSED
        asks = any(each.severity is not Severity.NOTE for each in self._found)
        return HAS_ERRORS if has_errors(self._found) or (strict and asks) else DONE

    def _content(self, name: str) -> bytes:
        """A file's bytes; those of standard input are kept."""
        if name in self._inputs:
            return self._inputs[name]
        content = _read(name)
        if name == _STANDARD_INPUT:
            self._inputs[name] = content
        return content

    def _import(self, name: str) -> None:
        path = _INPUT_NAME if name == _STANDARD_INPUT else name
        decoded = decode_foreign(path, self._content(name))
        source = decoded.value
        self._found += decoded.diagnostics
        if has_errors(decoded.diagnostics):
            return
        reporter = Reporter(path)
        logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # diagnostics have what it logs
        imported = self._read_papers(source, reporter)
        self._found += reporter.diagnostics()
        if not imported.drafts:
            self._coverage.add(source, imported, 0)
            return
        if self._day is not None:
            imported = replace(imported, drafts=tuple([replace(draft, day=None) for draft in imported.drafts]))
        day = self._day_of(imported, source)
        placed = place_files(imported, source, day, self._folder_of, self._taken, name_of)
        self._found += placed.diagnostics
        self._coverage.there += sum(
            each.code == "paper-there" and each.severity is Severity.NOTE for each in placed.diagnostics
        )
        pictures: dict[Span, list[FoundPicture]] = {}
        copies: list[tuple[str, bytes]] = []
        entries = []
        for new in placed.value:
            found = self._pictures.place(new, Path(name), self._folder_around(name))
            copies += found.copies
            entries.append((new.path, found.text.encode()))
            pictures[new.span] = found.pictures
            self._coverage.pictures.update("missing" if each.why else "found" for each in found.pictures)
            self._found += [each.diagnostic(path, new.span) for each in found.pictures]
        if not self._is_dry:
            self._write(copies, entries)
        self._coverage.add(source, imported, 0 if self._is_dry else sum(file.is_entry for file in placed.value))
        for draft in imported.drafts:
            unplaced = [
                {"label": label, "line": source.position(at.start).line, "text": source.text[at.start : at.end]}
                for label, at in draft.unplaced
            ]
            record = {
                "file": path,
                "line": source.position(draft.span.start).line,
                "title": draft.entry.title or draft.entry.title_zh,
                "fields": filled(draft),
                "guessed": sorted(draft.guessed),
                "pictures": [each._asdict() for each in pictures.get(draft.span, ())],
                "unplaced": unplaced,
            }
            self._records.append(record)

    def _folder_around(self, name: str) -> Path:
        """The folder that was named and holds a file, else the file's own."""
        around = (Path(each) for each in self._names if Path(name).is_relative_to(each) and Path(each).is_dir())
        return next(around, Path(name).parent)

    def _read_papers(self, source: Source, reporter: Reporter) -> Imported:
        """The papers of a file, with what arXiv knows of them."""
        try:
            imported = read_file(source, self._recipe, self._labels, reporter)
        except ModuleNotFoundError as error:
            raise refused(source.path, error) from error
        return replace(imported, drafts=tuple(map(self._filled, imported.drafts))) if self._known else imported

    def _filled(self, draft: Draft) -> Draft:
        identifier = read_identifier(draft.entry.arxiv) if draft.entry.arxiv else None
        known = self._known.get(identifier.paper) if identifier is not None else None
        return replace(draft, entry=fill_entry(draft.entry, known)) if known is not None else draft

    def _folder_of(self, day: datetime.date) -> str:
        return folder_of(self._catalogue, day.isoformat())

    def _write(self, copies: Sequence[tuple[str, bytes]], entries: Sequence[tuple[str, bytes]]) -> None:
        try:
            write_all(self._options.root, [*copies, *entries])
        except Present as error:
            raise Refused(f"{error.path} is there already", "import the file again") from error
        stream = sys.stdout if self._manner.format == "text" else sys.stderr
        for path, _ in (*entries, *copies):
            write(stream, f"{make_visible(show_path(self._options.root / path))}\n")

    def _day_of(self, imported: Imported, source: Source) -> datetime.date:
        """The day from `--date`, the file's text, its name, or today."""
        if self._day is not None or imported.day is not None:
            return self._day or imported.day or datetime.date.min
        named = find_day(Path(source.path).name)
        zone = zoneinfo.ZoneInfo(self._catalogue.config.timezone)
        day = named or self._options.now.astimezone(zone).date()
        is_told = named is None and any(
            each.code == "guessed-day" and "today's" in each.message for each in self._found
        )
        if not all(draft.day for draft in imported.drafts) and not is_told:
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
        found = [each for each in self._found if not manner.quiet or each.severity is not Severity.NOTE]
        shown = found
        if manner.format == "text":  # the report has the lines without a place
            order = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
            found = [
                each
                for each in found
                if each.code not in ("left-over", "picture-copied")
                and (each.code != "paper-there" or each.severity is Severity.ERROR)
            ]
            shown = sorted(found, key=lambda each: order.index(each.severity))
            if len(shown) > MOST_SHOWN:
                seen: Counter[str] = Counter()
                shown = [each for each in shown if (seen.update([each.code]), seen[each.code] <= MOST_ALIKE)[1]][
                    :MOST_SHOWN
                ]
        tell_problems(shown, self._source, manner)
        if len(shown) < len(found):
            write(manner.problems, f"... and {len(found) - len(shown):,} more problems; --report FILE writes all.\n\n")

    def _source(self, path: str) -> Source:
        return decode_foreign(path, self._content(_STANDARD_INPUT if path == _INPUT_NAME else path)).value

    def _problems(self) -> str:
        numbers = {
            what: sum(each.severity is severity for each in self._found)
            for severity, what in ((Severity.ERROR, "error"), (Severity.WARNING, "warning"))
        }
        told = " and ".join(count(number, what) for what, number in numbers.items() if number)
        return f" with {told}" if told else ""

    def write_recipe(self, path: Path) -> None:
        """Write the recipe to a new file, with the lines that it has no place for as comments."""
        text = self._recipe_text or self._built_in["notes"][1]
        unplaced = self._coverage.unplaced()
        if unplaced:
            text = text.rstrip("\n") + "\n\n# Lines without a place. Name them below a field, or as noise:\n"
            text += "".join(f"#   {make_visible(each)}\n" for each in unplaced)
        if path.exists():
            raise Refused(f"{show_path(path)} is there already", "name another file")
        _write_file(path, text)
        write(sys.stderr, f"Wrote {show_path(path)}: edit it, and import with --recipe {show_path(path)}.\n")

    def write_report(self, path: Path) -> None:
        """Write all papers and problems to a file, a JSON object a line."""
        problems: list[Mapping[str, Any]] = []
        for each in self._found:
            at = self._source(each.path).position(each.span.start)
            problems.append(
                {
                    "file": each.path,
                    "line": at.line,
                    "code": each.code,
                    "severity": each.severity,
                    "message": each.message,
                    "hint": each.hint,
                }
            )
        lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in (*self._records, *problems)]
        _write_file(path, "".join(lines))


def _refuse_other_file(path: Path) -> None:
    """Refuse to write a report over a file that is none."""
    if not path.exists():
        return
    first = "" if path.is_dir() else _read(str(path)).partition(b"\n")[0].decode(errors="replace")
    try:
        is_report = path.stat().st_size == 0 or {"file", "line"} <= set(json.loads(first))
    except (ValueError, TypeError):
        is_report = False
    if not is_report:
        raise Refused(f"{show_path(path)} is there already, and is no report", "name another file")


def _write_file(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode())
    except DiskFailed as error:
        raise Refused(str(error), "look at the folder's permissions") from error


def _read(name: str) -> bytes:
    if name != _STANDARD_INPUT:
        try:
            return read(name)
        except DiskFailed as error:
            raise Refused(str(error), error.hint) from error
    if is_terminal(sys.stdin):
        write(sys.stderr, "Reading from standard input; an end of file (Ctrl-D) ends it.\n")
    return sys.stdin.buffer.read()


def _taken(catalogue: Catalogue, root: Path) -> Taken:
    ranks: dict[tuple[str, str], int] = {}
    papers: dict[str, str] = {}
    for head in catalogue.heads:
        titles = titles_of(head)
        papers.setdefault(name_of_title(titles.title or titles.title_zh), head.path)
        for key, value in [] if head.arxiv else addresses_of(metadata_of(head).facts):
            if key == "url":
                papers.setdefault(name_of_url(value), head.path)
        if head.rank is not None:
            place = (head.day, head.section)
            ranks[place] = max(ranks.get(place, 0), head.rank)
    try:
        paths = [f"{CONTENT}/{path}".casefold() for path in list_files(root / CONTENT, unread=(".",))]
    except DiskFailed as error:
        raise Refused(str(error), "look at the folder's permissions") from error
    return Taken(
        papers={**papers, **known_papers(catalogue)},
        slugs=[head.slug.casefold() for head in catalogue.heads],
        files=paths,
        ranks=ranks,
    )
