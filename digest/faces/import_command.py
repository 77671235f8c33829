"""`digest import`: read files of other formats and write entries."""

import datetime
import json
import logging
import sys
import zoneinfo
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from digest.authoring.arxiv.entries import make_entry
from digest.authoring.arxiv.filling import fill_entry
from digest.authoring.composing import Draft, Imported, NewEntry
from digest.authoring.importing import as_recipe_reads, format_of, read_file
from digest.authoring.importing.applying import Readable
from digest.authoring.importing.coverage import Coverage, choose_recipe, lacking, record_of
from digest.authoring.importing.field_values import find_day
from digest.authoring.importing.placing import Taken, name_of_title, name_of_url, place_files
from digest.authoring.importing.recipe import Recipe
from digest.content.head import addresses_of, metadata_of, titles_of
from digest.faces.build_command import DONE, HAS_ERRORS, REFUSED, Manner, read_day, read_options, tell_problems
from digest.faces.display import as_record
from digest.faces.local_pictures import FoundPicture, LocalPictures
from digest.faces.new.new_command import ask_arxiv, read_given, tell
from digest.faces.outcome import count
from digest.faces.recipe_files import (
    built_in_recipes,
    files_of,
    list_recipes,
    read_recipe_file,
    refuse_missing,
)
from digest.faces.terminal import is_terminal, look_of, show_path, write
from digest.machine.catalogue import Catalogue, folder_of, known_papers, name_of, read_catalogue
from digest.machine.files import DiskFailed, Present, write_all, write_whole
from digest.machine.options import Refused
from digest.machine.stamps import scan
from digest.model.arxiv_ids import Identifier, read_identifier
from digest.plan.urls import CONTENT
from digest.text.decoding import decode_foreign
from digest.text.diagnostics import Diagnostic, Parsed, Reporter, Severity, has_errors
from digest.text.source import Source, Span
from digest.text.width import make_visible

_INPUT = "<stdin>"
"""The name of standard input in diagnostics."""

MOST_SHOWN = 6
MOST_ALIKE = 2
"""Problems that are shown as text, if there are more, and those of one code; `--report` writes all."""

_IN_TABLE = (("paper-there", Severity.NOTE), ("left-over", Severity.WARNING), ("picture-copied", Severity.NOTE))
"""What the table of a run counts, and is not shown as text."""

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
    if report is not None and Path(report).exists() and not report.endswith(".jsonl"):
        problem = f"{show_path(Path(report))} is there already, and is no report"
        raise Refused(problem, "name a file that ends in .jsonl")
    run = _Import(manner, root, date, is_dry=dry_run or write_recipe is not None)
    try:
        run.choose(tuple(dict.fromkeys(_INPUT if each == "-" else each for each in files)), recipe)
        if fill:
            run.ask()
        status = run.run(strict=strict)
    except ModuleNotFoundError as error:
        raise refuse_missing(error) from error
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
        self._options = read_options(root)
        self._catalogue = read_catalogue(self._options)
        self._taken = _taken(self._catalogue, self._options.root)
        self._is_dry = is_dry
        self._built_in = built_in_recipes()
        self._labels = frozenset().union(*(recipe.labels for recipe in self._built_in.values()))
        self._recipe: Recipe | None = None
        self._nearest: Recipe | None = None
        self._names: tuple[str, ...] = ()
        self._files: list[str] = []
        self._typed: bytes | None = None
        self._found: list[Diagnostic] = []
        self._records: list[dict[str, Any]] = []
        self._coverage = Coverage()
        self._known: dict[str, NewEntry] = {}
        self._failure = ""
        self._pictures = LocalPictures(self._options.root, self._taken.files)
        logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # diagnostics have what it logs

    def choose(self, names: tuple[str, ...], asked: str | None) -> None:
        """Find the files, and the recipe: the one that was asked for, else the one that covers most of a sample."""
        self._names = names
        if asked is not None:
            self._recipe = self._built_in.get(asked) or read_recipe_file(asked, self._built_in, self._manner)
            self._nearest = self._recipe
        astray: list[str] = []
        self._files = files_of(names, self._recipe.files if self._recipe is not None else (), astray)
        for link in astray:
            what = "is no file of this folder, but a link that leads nowhere, out of it or to a folder above, a pipe"
            tell(f"{make_visible(link)} {what} or a device", "put the file itself there", kind="warning")
        if self._recipe is None and (sample := self._sample()):
            choice = choose_recipe(sample, self._built_in.values(), self._labels)[0]
            best = self._nearest = choice.recipe
            if choice.fits:
                self._recipe = best
                self._files = files_of(names, [each for each in best.files if each.startswith("!")], [])
                self._tell(f"Recipe: {best.name} ({best.about}).")
            else:
                why = f"The nearest is '{best.name}': {choice.why_not()}."
                told = f"No built-in recipe fits these files. {why}\n--write-recipe FILE writes it out to be edited.\n"
                write(sys.stderr, told)
        if not self._files:
            raise Refused("there is no file to import in these folders", "look at 'files' of the recipe")

    def _sample(self) -> list[Readable]:
        """Some of the files, evenly spread, as texts that a recipe reads."""
        chosen = [self._decoded(name) for name in self._files[:: max(1, -(-len(self._files) // SAMPLE))]]
        sources = [
            each.value for each in chosen if format_of(each.value).read is None and not has_errors(each.diagnostics)
        ]
        return [
            as_recipe_reads(replace(each, text=each.text[:LONGEST_SAMPLE]), Reporter(each.path)) for each in sources
        ]

    def ask(self) -> None:
        """Ask arXiv for what it knows of the papers that lack something."""
        asked: dict[str, Identifier] = {}
        for name in self._files:
            for draft in self._read_papers(self._decoded(name).value, Reporter(name)).drafts:
                identifier = _identifier(draft)
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
        if self._coverage.files:
            self._tell(*self._coverage.lines(look_of(sys.stderr).columns))
        done = ("Found", self._coverage.papers, "in") if self._is_dry else ("Imported", self._coverage.written, "from")
        numbers = Counter(each.severity for each in self._found)
        problems = [count(numbers[each], each) for each in (Severity.ERROR, Severity.WARNING) if numbers[each]]
        told = f" with {' and '.join(problems)}" if problems else ""
        self._tell(f"{done[0]} {count(done[1], 'paper')} {done[2]} {count(len(self._files), 'file')}{told}.")
        if self._failure:
            tell(self._failure, "what arXiv knows is missing: digest new --update fills it in later", kind="warning")
            return REFUSED
        return HAS_ERRORS if has_errors(self._found) or (strict and problems) else DONE

    def _tell(self, *lines: str) -> None:
        if not self._manner.quiet:
            write(sys.stderr, "".join(f"{line}\n" for line in lines))

    def _decoded(self, name: str) -> Parsed[Source]:
        """A file's text; that of standard input is kept."""
        if name == _INPUT and self._typed is None:
            if is_terminal(sys.stdin):
                write(sys.stderr, "Reading from standard input; an end of file (Ctrl-D) ends it.\n")
            self._typed = sys.stdin.buffer.read()
        return decode_foreign(name, self._typed if name == _INPUT and self._typed is not None else read_given(name))

    def _source(self, name: str) -> Source:
        return self._decoded(name).value

    def _import(self, name: str) -> None:
        source, diagnostics = self._decoded(name)
        self._found += diagnostics
        if has_errors(diagnostics):
            return
        reporter = Reporter(name)
        imported = self._read_papers(source, reporter)
        if self._day is not None:
            imported = replace(imported, drafts=tuple([replace(draft, day=None) for draft in imported.drafts]))
        copies: list[tuple[str, bytes]] = []
        entries: list[tuple[str, bytes]] = []
        pictures: dict[Span, list[FoundPicture]] = {}
        placed = place_files(imported, source, self._day_of(imported, reporter), self._folder_of, self._taken, name_of)
        reporter.extend(placed.diagnostics)
        folders = (Path(each) for each in self._names if Path(name).is_relative_to(each) and Path(each).is_dir())
        folder = next(folders, Path(name).parent)
        for new in placed.value:
            text, new_copies, found = self._pictures.place(new, Path(name), folder)
            for each in found:
                each.tell(new.span, reporter)
            copies += new_copies
            entries.append((new.path, text.encode()))
            pictures[new.span] = found
            self._coverage.counts["pictures"].update("missing" if each.why else "found" for each in found)
        written = sum(new.is_entry for new in placed.value)
        self._found += reporter.diagnostics()
        if not self._is_dry:
            self._write(copies, entries)
        self._coverage.add(source, imported, 0 if self._is_dry else written)
        self._coverage.there += len(imported.drafts) - written
        self._records += [
            record_of(draft, source, [each._asdict() for each in pictures.get(draft.span, ())])
            for draft in imported.drafts
        ]
        self._records += [{"path": source.path, "line": 1, "introduction": text} for text in imported.intro]

    def _read_papers(self, source: Source, reporter: Reporter) -> Imported:
        """The papers of a file, with what arXiv knows of them."""
        imported = read_file(source, self._recipe, self._labels, reporter)
        return replace(imported, drafts=tuple(map(self._filled, imported.drafts))) if self._known else imported

    def _filled(self, draft: Draft) -> Draft:
        identifier = _identifier(draft)
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

    def _day_of(self, imported: Imported, reporter: Reporter) -> datetime.date:
        """The day from `--date`, the file's text, its name, or today."""
        day = self._day or imported.day
        if day is not None:
            return day
        named = find_day(Path(reporter.path).name)
        zone = zoneinfo.ZoneInfo(self._catalogue.config.timezone)
        day = named or self._options.now.astimezone(zone).date()
        without = sum(not draft.day for draft in imported.drafts)
        self._coverage.counts["guessed"].update({"day: today's": without} if named is None and without else {})
        why = "was taken from the file's name" if named is not None else "is today's: none was read in the file"
        message = f"the day {day.isoformat()} {why}"
        is_told = named is None and any(each.message == message for each in self._found)
        if without and not is_told:
            reporter.note("guessed-day", Span(start=0, end=0), message, "--date YYYY-MM-DD says another")
        return day

    def _tell_findings(self) -> None:
        manner = self._manner
        found = [each for each in self._found if not manner.quiet or each.severity is not Severity.NOTE]
        shown = found
        if manner.format == "text":
            found = [each for each in found if (each.code, each.severity) not in _IN_TABLE]
            shown = sorted(found, key=lambda each: [*Severity].index(each.severity))
            if len(found) > MOST_SHOWN:
                by_code = [
                    [each for each in shown if each.code == code] for code in dict.fromkeys(each.code for each in shown)
                ]
                shown = [each for alike in by_code for each in alike[:MOST_ALIKE]][:MOST_SHOWN]
        tell_problems(shown, self._source, manner)
        if len(shown) < len(found):
            write(manner.problems, f"... and {len(found) - len(shown):,} more problems; --report FILE writes all.\n\n")

    def write_recipe(self, path: Path) -> None:
        """Write the recipe to a new file, with the lines that it has no place for as comments."""
        if self._nearest is None:
            raise Refused("no recipe reads these files", "bibliographies need none: leave --write-recipe out")
        text = self._nearest.text.rstrip("\n") + "\n"
        if unplaced := self._coverage.unplaced():
            text += "\n# Lines without a place. Name them below a field, or as noise:\n"
            text += "".join(f"#   {make_visible(each)}\n" for each in unplaced)
        if path.exists():
            raise Refused(f"{show_path(path)} is there already", "name another file")
        _write_file(path, text)
        write(sys.stderr, f"Wrote {show_path(path)}: edit it, and import with --recipe {show_path(path)}.\n")

    def write_report(self, path: Path) -> None:
        """Write all papers and problems to a file, a JSON object a line."""
        problems = [as_record(each, self._source(each.path)) for each in self._found]
        _write_file(path, "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in (*self._records, *problems)))


def _identifier(draft: Draft) -> Identifier | None:
    return read_identifier(draft.entry.arxiv) if draft.entry.arxiv else None


def _write_file(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode())
    except DiskFailed as error:
        raise Refused(str(error), "look at the folder's permissions") from error


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
        files = {f"{CONTENT}/{path}".casefold() for path in scan(root / CONTENT, unread=(".",))}
    except DiskFailed as error:
        raise Refused(str(error), "look at the folder's permissions") from error
    slugs = {head.slug.casefold() for head in catalogue.heads}
    return Taken(papers={**papers, **known_papers(catalogue)}, slugs=slugs, files=files, ranks=ranks)
