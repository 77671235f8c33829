"""Turn drafts into files of a site: file names, duplicates, missing fields."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import PurePosixPath

from digest.authoring.composing import Draft, Imported, NewEntry, compose_entry, write_value
from digest.authoring.importing.coverage import REQUIRED, lacking
from digest.authoring.importing.splitting import squeeze
from digest.content.documents import INTRODUCTION, read_document
from digest.content.typesetting import typeset
from digest.model.front_matter import split_version
from digest.text.diagnostics import Parsed, Reporter, Severity
from digest.text.records import frozen
from digest.text.source import Source, Span

_LONGEST_NAME = 60
"""Maximum characters of a file name made from a title."""

_NOT_NAME = re.compile(r"[^a-z0-9]+")


@dataclass
class Taken:
    """What the site has: papers by normalised id, and those without one by URL and title; slugs and file paths (lower
    case); the highest ranks, by day and section. `place_files` adds what it places.
    """

    papers: dict[str, str] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    ranks: dict[tuple[str, str], int] = field(default_factory=dict)


@frozen
class NewFile:
    """A file to write. `path` is relative to the site's root; `span` is its origin in the imported file."""

    path: str
    text: str
    span: Span
    is_entry: bool = True


def place_files(
    imported: Imported,
    source: Source,
    day: datetime.date,
    folder_of: Callable[[datetime.date], str],
    taken: Taken,
    name_of: Callable[[str], str],
) -> Parsed[tuple[NewFile, ...]]:
    """Place drafts in the folders of their days: their own, else `day`.

    `name_of` normalises an id or DOI, for the comparison with `Taken.papers`.
    """
    reporter = Reporter(source.path)
    ranks = dict(taken.ranks)
    found: list[NewFile] = []
    here: set[str] = set()
    for draft in imported.drafts:
        entry = draft.entry
        names = [name_of(value) for value in (entry.arxiv, entry.doi) if value] or [
            *([name_of_url(entry.url)] if entry.url else []),
            name_of_title(entry.title or entry.title_zh),
        ]
        known = next((taken.papers[name] for name in names if name in taken.papers), None)
        if known is not None:
            is_twice = known in here
            where = "twice in this file: its entry is" if is_twice else "there already:"
            (reporter.error if is_twice else reporter.note)(
                "paper-there",
                draft.span,
                f"'{entry.title or entry.title_zh}' is {where} {known}",
                "it was not imported; what is new in it has to be added there by hand",
            )
            continue
        own_day = draft.day or day
        place = (own_day.isoformat(), entry.section or "featured")
        _tell_left_over(draft.unplaced, "it is kept as text, or a key as 'extra'", reporter)
        path = _path_of(draft, folder_of(own_day), taken, reporter)
        if entry.rank and len(imported.drafts) > 1:
            entry = replace(entry, rank=str(int(entry.rank) + ranks.get(place, 0)))
        if entry.rank:
            taken.ranks[place] = max(taken.ranks.get(place, 0), int(entry.rank))
        found.append(NewFile(path=path, text=_compose(entry, path, draft.span, reporter), span=draft.span))
        here.add(path)
        taken.slugs.add(PurePosixPath(path).stem.casefold())
        taken.files.add(path.casefold())
        taken.papers.update(dict.fromkeys(names, path))
    if found:
        left_out = "texts are kept for the day's issue.md, a key of the file is not"
        _tell_left_over(imported.unplaced, left_out, reporter)
        found += _introduce(imported, folder_of(day), taken, reporter)
    return Parsed(tuple(found), reporter.diagnostics())


def _tell_left_over(unplaced: Iterable[tuple[str, Span]], kept: str, reporter: Reporter) -> None:
    """Tell of lines without a place."""
    for label, span in unplaced:
        what = f"no field takes '{label}'" if label else "this text is in no field"
        hint = "give it a place in the recipe, or name it as noise"
        reporter.warning("left-over", span, f"{what}; {kept}", hint)


def name_of_title(title: str) -> str:
    """The key in `Taken.papers` for a paper without an id."""
    return f"title:{squeeze(title)}"


def name_of_url(url: str) -> str:
    """The key in `Taken.papers` for a paper that has only an address."""
    return f"url:{url.partition('://')[2].rstrip('/')}"


def file_name(entry: NewEntry) -> str:
    """The file name without suffix: arXiv id, else the title up to its colon, else the title's first words, else
    another id.
    """
    if entry.arxiv:
        return split_version(entry.arxiv)[0].replace("/", "-")
    colon = re.search(r"[:：]", entry.title)
    short = _words(entry.title[: colon.start()]) if colon and colon.start() <= _LONGEST_NAME // 2 else ""
    return short or _words(entry.title) or _words(entry.acl or entry.openreview or entry.doi) or "paper"


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = _NOT_NAME.sub("-", plain).strip("-")
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME + 1].rpartition("-")[0] or name[:_LONGEST_NAME]
    return name


def _free_path(folder: str, wanted: str, taken: Taken) -> str:
    """The path of a file that is not there, with the wanted name or a number behind it."""
    names = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    free = (name for name in names if name.casefold() not in taken.slugs and name != INTRODUCTION)
    return next(path for name in free if (path := f"{folder}/{name}.md").casefold() not in taken.files)


def _path_of(draft: Draft, folder: str, taken: Taken, reporter: Reporter) -> str:
    wanted = file_name(draft.entry)
    path = _free_path(folder, wanted, taken)
    if path != f"{folder}/{wanted}.md":
        what = f"there is a '{wanted}' already; this entry is {path}"
        reporter.warning("name-taken", draft.span, what, "if the two are one paper, delete one of them")
    return path


def _compose(entry: NewEntry, path: str, span: Span, reporter: Reporter) -> str:
    """The entry's file; a draft if it lacks required fields or has errors."""
    if missing := lacking(entry):
        what = ", ".join([f"no {name}" for name in missing])
        lines = ", ".join([f"'{REQUIRED[name][1]}'" for name in missing])
        reporter.error(
            "missing-field",
            span,
            f"'{entry.title or entry.title_zh or path}' has {what}; its entry is a draft",
            f"add {lines} to {path}, and delete 'draft: true'",
        )
        return compose_entry(replace(entry, draft=True))
    text = compose_entry(entry)
    found = typeset(read_document(Source(path=path, text=text))).diagnostics
    faults = [each for each in found if each.severity is Severity.ERROR]
    for fault in faults:
        reporter.error(
            "wrong-value",
            span,
            f"{fault.message}; the entry is a draft",
            f"{fault.hint}: mend it in {path}, and delete 'draft: true'",
        )
    return compose_entry(replace(entry, draft=True)) if faults else text


def _introduce(imported: Imported, folder: str, taken: Taken, reporter: Reporter) -> list[NewFile]:
    """The day's `issue.md`, if there is text for it; under an unread name beside an existing one."""
    head = write_value("title", imported.title) + write_value("title_zh", imported.title_zh)
    body = "\n\n".join(text for text in imported.intro if text.strip())
    if not head and not body:
        return []
    front = f"---\n{head}---\n" if head or body.startswith("---") else ""
    text = front + ("\n" if front and body else "") + (f"{body}\n" if body else "")
    path, start = f"{folder}/{INTRODUCTION}.md", Span(start=0, end=0)
    if path.casefold() in taken.files:
        there, path = path, _free_path(folder, f"_{INTRODUCTION}", taken)
        reporter.warning(
            "introduction-there",
            start,
            f"{there} is there already; what this file says of the day is in {path}",
            f"take what you want from it into {INTRODUCTION}.md, and delete it: digest does not read it",
        )
    taken.files.add(path.casefold())
    return [NewFile(path=path, text=text, span=start, is_entry=False)]
