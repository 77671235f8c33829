"""What recipes cover: the choice of one for a collection, and the report of a run."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from digest.authoring.composing import Draft, Imported, NewEntry
from digest.authoring.importing.applying import Readable, read_papers
from digest.authoring.importing.drafting import OTHER
from digest.authoring.importing.paper_urls import find_addresses
from digest.authoring.importing.recipe import Beginning, Recipe
from digest.content.sections import section_field
from digest.model.front_matter import IDENTIFIERS, IDENTITIES
from digest.text.diagnostics import Reporter
from digest.text.records import frozen
from digest.text.source import Source
from digest.text.width import cut_to_width, display_width

MOST_UNPLACED = 10
"""Kinds of lines without a place that a report lists."""

_LONGEST_ITEM = 50
_LONGEST_PATH = 30
"""Columns that a report gives an item of a row, and the path of a file; of a longer one, its name is shown."""

_ROWS = {"fields": 5, "lacking": 1, "sections": 2, "pictures": 1, "guessed": 2, "left out": 2, "as text": 1}
"""What is counted over all files, and how many lines it has in the report at most."""

_NAMED = re.compile(r"(?:[-*+] )?([^\s:：|`$\[(][^:：|，。,;；]{0,24}[:：])(?!//)")
"""A line with what may be a label that no recipe knows."""

_ASIDE = ("section", "rank", "slug", "draft", "extra", "sections")
"""Fields of an entry that a report does not count."""

_TEXTS = ("key_points", "key_points_en", "summary", "summary_en", "abstract", "abstract_zh")


REQUIRED = {
    "English title": (("title",), "title: ..."),
    "authors": (("authors",), "authors: First Author, Second Author"),
    "category": (("category",), "category: CV"),
    "address": (IDENTIFIERS, "arxiv: 2302.03084"),
}
"""What an entry must have, the fields of which one is enough, and a line with it."""


def _has(entry: NewEntry, names: Iterable[str]) -> bool:
    """Whether an entry has one of the fields."""
    return any(getattr(entry, each) for each in names)


def is_paper(draft: Draft) -> bool:
    """Whether what was found is surely a paper: it has a title, and authors, an address, or a text and a category."""
    entry = draft.entry
    is_told = bool(entry.category) and _has(entry, _TEXTS)
    return _has(entry, ("title", "title_zh")) and (is_told or _has(entry, ("authors", *IDENTIFIERS)))


def is_whole(draft: Draft) -> bool:
    """Whether a paper has title, authors and an address, and each of its lines a place."""
    entry = draft.entry
    is_named = _has(entry, ("title", "title_zh")) and bool(entry.authors)
    return is_named and _has(entry, IDENTIFIERS) and not draft.unplaced


def lacking(entry: NewEntry) -> list[str]:
    """What of `REQUIRED` an entry does not have."""
    return [name for name, (names, _) in REQUIRED.items() if not _has(entry, names)]


def filled(draft: Draft) -> list[str]:
    """The fields that a draft has, aspects last."""
    found = [each.name for each in fields(NewEntry) if each.name not in _ASIDE and getattr(draft.entry, each.name)]
    return [*found, *filter(None, (section_field(name) for name, _ in draft.entry.sections))]


@frozen
class Choice:
    """A recipe that was tried on a sample. `lost`: addresses in texts without a place, or in papers without one."""

    recipe: Recipe
    score: int
    drafts: tuple[Draft, ...]
    lost: int = 0

    @property
    def fits(self) -> bool:
        """Whether a draft is whole or most are papers and more than headings with links, and no more ids are lost."""
        is_whole_file = self.recipe.paper.begins == Beginning()
        papers = filter(is_paper, self.drafts)
        sure = [draft for draft in papers if is_whole_file or _has(draft.entry, ("category", "authors", *_TEXTS))]
        is_covered = any(map(is_whole, self.drafts)) or 2 * len(sure) > len(self.drafts)
        return is_covered and self.lost <= len(self.drafts)

    def why_not(self) -> str:
        """What its papers lack."""
        if not self.drafts:
            return "it finds no paper"
        counts = Counter(name for draft in self.drafts for name in lacking(draft.entry) if name != "category")
        whole = f"of {len(self.drafts):,} that it takes for papers, {sum(map(is_paper, self.drafts)):,} are"
        lost = [f"{self.lost:,} ids or addresses of papers are in other texts"] if self.lost else []
        return ", ".join([whole, *(f"{number:,} lack {name}" for name, number in counts.most_common()), *lost])


def choose_recipe(sample: Sequence[Readable], recipes: Iterable[Recipe], labels: frozenset[str]) -> list[Choice]:
    """The recipes, the one that covers most of a sample first.

    A field that is filled counts for a recipe; what a paper needs and lacks, a line without a place, and an id that is
    lost, against it. So more papers are no better than fewer that have more.
    """
    choices = []
    for recipe in recipes:
        read = [
            read_papers(text, recipe, labels, Reporter(text.source.path))
            for text in sample
            if not recipe.leaves_out(text.source.path)
        ]
        drafts = tuple(draft for each in read for draft in each.drafts)
        texts = [text for each in read for text in each.intro]
        for entry in (draft.entry for draft in drafts):
            is_paper_there = _has(entry, IDENTIFIERS)
            texts += [text for name, text in entry.sections if not is_paper_there or name in OTHER.values()]
        lost = sum(map(count_papers, texts))
        score = sum(map(_worth, drafts)) - 2 * (sum(len(each.unplaced) for each in read) + lost)
        choices.append(Choice(recipe=recipe, score=score, drafts=drafts, lost=lost))
    return sorted(choices, key=lambda each: (each.fits, bool(each.drafts), each.score), reverse=True)


def _worth(draft: Draft) -> int:
    """What a draft counts for."""
    needed = [name for name in lacking(draft.entry) if name != "category"]
    return (len(filled(draft)) if is_paper(draft) else 0) - len(needed) - 2 * len(draft.unplaced)


def count_papers(text: str) -> int:
    """How many ids and addresses of papers are in a text."""
    return sum(each.field in IDENTITIES for line in text.split("\n") for each in find_addresses(line))


def record_of(draft: Draft, source: Source, pictures: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """A paper of a file as a JSON object, with its pictures."""
    return {
        "path": source.path,
        "line": source.position(draft.span.start).line,
        "title": draft.entry.title or draft.entry.title_zh,
        "fields": filled(draft),
        "guessed": sorted(draft.guessed),
        "pictures": pictures,
        "unplaced": [
            {"label": label, "line": source.position(at.start).line, "text": source.text[at.start : at.end]}
            for label, at in draft.unplaced
        ],
    }


class Coverage:
    """What a run found, file by file. Its size does not grow with the number of files."""

    def __init__(self) -> None:
        self.files = self.papers = self.written = self.whole = self.without = self.there = 0
        self.counts: dict[str, Counter[str]] = {row: Counter() for row in _ROWS}
        self._unplaced: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def add(self, source: Source, imported: Imported, written: int) -> None:
        """Add a file and the number of entries that were made of it."""
        self.files += 1
        self.papers += len(imported.drafts)
        self.written += written
        self.without += not imported.drafts
        self.counts["left out"].update(imported.noise)
        is_long = display_width(source.path) > _LONGEST_PATH
        path = source.path.rpartition("/")[2] if is_long else source.path
        for name, span in (*imported.unplaced, *(each for draft in imported.drafts for each in draft.unplaced)):
            at = source.position(span.start).line
            line = source.line(at).strip()
            named = _NAMED.match(line) if not name else None
            kind = name or (f"a line '{named[1]} ...'" if named else "a line without a label")
            self._unplaced[kind] += 1
            self._examples.setdefault(kind, f"{path}:{at}  {line}")
        for text in imported.intro:
            self.counts["as text"]["lines for issue.md"] += sum(map(bool, text.split("\n")))
            self.counts["as text"]["addresses of papers there"] += count_papers(text)
        for draft in imported.drafts:
            self.whole += is_whole(draft)
            self.counts["fields"].update(filled(draft))
            self.counts["lacking"].update(lacking(draft.entry))
            self.counts["guessed"].update(draft.guessed)
            names = [name for name, _ in draft.entry.sections if name not in OTHER.values()]
            self.counts["sections"].update(name for name in names if not section_field(name))

    def lines(self, columns: int) -> Iterator[str]:
        """The report: at most 25 lines of at most `columns` columns."""
        files = f"{self.files:,} file{'s' * (self.files != 1)}"
        left = f", {self.without:,} without a paper" if self.without else ""
        there = f", {self.there:,} there already" if self.there else ""
        papers = f"{self.papers:,} in {files}{left}; {self.whole:,} whole, {self.written:,} written{there}"
        yield cut_to_width(f"papers     {papers}", columns)
        for row, most in _ROWS.items():
            items = [f"{name} {number:,}" for name, number in self.counts[row].most_common() if number]
            if row == "fields":
                items = [f"{name} {100 * number // self.papers} %" for name, number in self.counts[row].items()]
            yield from _row(row, items, columns, most)
        for kind, number in self._unplaced.most_common(MOST_UNPLACED):
            row = "no place" if self.papers else "seen"
            yield cut_to_width(f"{row:<10} {number:>5,} {kind}: {self._examples[kind]}", columns)

    def unplaced(self) -> list[str]:
        """The commonest labels and keys without a place, with an example."""
        return [
            f"{kind} ({number}): {self._examples[kind]}" for kind, number in self._unplaced.most_common(MOST_UNPLACED)
        ]


def _row(name: str, items: Sequence[str], columns: int, most: int) -> list[str]:
    """A row of the report, on at most `most` lines."""
    lines = [f"{name:<10}"]
    for number, item in enumerate(items, 1):
        text = f" {cut_to_width(item, _LONGEST_ITEM)}" + "," * (number < len(items))
        if display_width(lines[-1] + text) > columns - 2:
            lines.append(" " * 10)
        lines[-1] += text
    shown = lines[:most]
    shown[-1] += " …" if len(lines) > most else ""
    return [cut_to_width(line, columns) for line in shown] if items else []
