"""Turn drafts into files of a site: file names, duplicates, missing fields."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from itertools import count

from digest.authoring.composing import Draft, Imported, NewEntry, compose_entry, write_value
from digest.authoring.importing.splitting import squeeze
from digest.content.documents import INTRODUCTION, read_document
from digest.content.typesetting import typeset
from digest.model.front_matter import IDENTIFIERS, split_version
from digest.text.diagnostics import Parsed, Reporter, Severity
from digest.text.records import frozen
from digest.text.source import Source, Span

_LONGEST_NAME = 60
"""Maximum characters of a file name made from a title."""

_NOT_NAME = re.compile(r"[^a-z0-9]+")


class Taken:
    """What the site has: papers by normalised id, and those without one by URL and title; slugs and file paths (lower
    case); the highest ranks, by day and section. `place_files` adds what it places.
    """

    def __init__(
        self,
        papers: Mapping[str, str] | None = None,
        slugs: Iterable[str] = (),
        files: Iterable[str] = (),
        ranks: Mapping[tuple[str, str], int] | None = None,
    ) -> None:
        self.papers = dict(papers or {})
        self.slugs = set(slugs)
        self.files = set(files)
        self.ranks = dict(ranks or {})
        self.numbers: dict[str, int] = {}


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
        _tell_left_over(draft.unplaced, "it is kept as text, or a key as 'extra'", reporter)
        path = _path_of(draft, folder_of(own_day), taken, reporter)
        ranked = _ranked(entry, own_day, ranks) if len(imported.drafts) > 1 else entry
        text = _compose(ranked, path, draft.span, reporter)
        found.append(NewFile(path=path, text=text, span=draft.span))
        here.add(path)
        taken.slugs.add(_slug_of(path))
        taken.files.add(path.casefold())
        taken.papers.update(dict.fromkeys(names, path))
        if entry.rank:
            place = (own_day.isoformat(), entry.section or "featured")
            taken.ranks[place] = max(taken.ranks.get(place, 0), int(ranked.rank))
    left_out = "texts are kept for the day's issue.md, a key of the file is not"
    _tell_left_over(imported.unplaced if found else (), left_out, reporter)
    introduction = _introduce(imported, folder_of(day), taken.files, reporter) if found else ()
    taken.files.update(file.path.casefold() for file in introduction)
    return Parsed((*found, *introduction), reporter.diagnostics())


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


def _slug_of(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md").casefold()


def _path_of(draft: Draft, folder: str, taken: Taken, reporter: Reporter) -> str:
    wanted = name = file_name(draft.entry)
    while name.casefold() in taken.slugs or f"{folder}/{name}.md".casefold() in taken.files or name == INTRODUCTION:
        taken.numbers[wanted] = taken.numbers.get(wanted, 1) + 1
        name = f"{wanted}-{taken.numbers[wanted]}"
    if name != wanted:
        reporter.warning(
            "name-taken",
            draft.span,
            f"there is a '{wanted}' already; this entry is {folder}/{name}.md",
            "if the two are one paper, delete one of them",
        )
    return f"{folder}/{name}.md"


def _ranked(entry: NewEntry, day: datetime.date, ranks: Mapping[tuple[str, str], int]) -> NewEntry:
    """Add the last rank of the day to the entry's rank."""
    last = ranks.get((day.isoformat(), entry.section or "featured"), 0)
    return replace(entry, rank=str(int(entry.rank) + last)) if entry.rank and last > 0 else entry


def _compose(entry: NewEntry, path: str, span: Span, reporter: Reporter) -> str:
    """The entry's file; a draft if it lacks required fields or has errors."""
    missing = [
        *([] if entry.title else [("English title" if entry.title_zh else "title", "title: ...")]),
        *([] if entry.authors else [("authors", "authors: First Author, Second Author")]),
        *([] if entry.category else [("category", "category: CV")]),
        *([] if any(getattr(entry, name) for name in IDENTIFIERS) else [("arXiv id or address", "arxiv: 2302.03084")]),
    ]
    if missing:
        what = _listed([f"no {name}" for name, _ in missing])
        lines = _listed([f"'{line}'" for _, line in missing])
        reporter.error(
            "missing-field",
            span,
            f"'{entry.title or entry.title_zh or path}' has {what}; its entry is a draft",
            f"add {lines} to {path}, and delete 'draft: true'",
        )
    text = compose_entry(replace(entry, draft=entry.draft or bool(missing)))
    if missing:
        return text
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


def _listed(items: list[str]) -> str:
    return " and ".join([*([", ".join(items[:-1])] if len(items) > 1 else []), items[-1]])


def _introduce(imported: Imported, folder: str, files: Collection[str], reporter: Reporter) -> tuple[NewFile, ...]:
    """The day's `issue.md`, if there is text for it; under an unread name beside an existing one."""
    text = compose_issue(imported)
    if not text:
        return ()
    path = f"{folder}/{INTRODUCTION}.md"
    start = Span(start=0, end=0)
    if path.casefold() in files:
        names = (f"_{INTRODUCTION}{'' if number == 1 else f'-{number}'}" for number in count(1))
        name = next(each for each in names if f"{folder}/{each}.md".casefold() not in files)
        reporter.warning(
            "introduction-there",
            start,
            f"{path} is there already; what this file says of the day is in {folder}/{name}.md",
            f"take what you want from it into {INTRODUCTION}.md, and delete it: digest does not read it",
        )
        path = f"{folder}/{name}.md"
    return (NewFile(path=path, text=text, span=start, is_entry=False),)


def compose_issue(imported: Imported) -> str:
    """The content of `issue.md`; empty if there is nothing to write."""
    head = write_value("title", imported.title) + write_value("title_zh", imported.title_zh)
    body = "\n\n".join(text for text in imported.intro if text.strip())
    if not head and not body:
        return ""
    front = f"---\n{head}---\n" if head or body.startswith("---") else ""
    return front + ("\n" if front and body else "") + (f"{body}\n" if body else "")
