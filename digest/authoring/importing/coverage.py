"""What recipes cover: the choice of one for a collection, and the report of a run."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from digest.authoring.composing import Draft, Imported, NewEntry
from digest.authoring.importing.applying import read_papers
from digest.authoring.importing.drafting import OTHER
from digest.authoring.importing.paper_urls import find_addresses
from digest.authoring.importing.recipe import Beginning, Recipe
from digest.content.sections import section_field
from digest.model.front_matter import IDENTIFIERS, IDENTITIES
from digest.text.diagnostics import Reporter
from digest.text.records import frozen
from digest.text.source import Source
from digest.text.width import display_width, make_visible

MOST_UNPLACED = 10
"""Kinds of lines without a place that a report lists."""

_LONGEST_PATTERN = 30
"""Columns that a report gives the pattern of a noise."""

_LONGEST_NAME = 30
"""Columns that a report gives the path of a file; of a longer one, its name."""

_MOST_BARS = 4
"""Bars of a row with a label and its value, at most."""

_NAMED = re.compile(r"(?:[-*+] )?([^\s:：|`$\[(][^:：|，。,;；]{0,24}[:：])(?!//)")
"""A line with what may be a label that no recipe knows."""

_ASIDE = ("section", "rank", "slug", "draft", "extra", "sections")
"""Fields of an entry that a report does not count."""


_TEXTS = ("key_points", "key_points_en", "summary", "summary_en", "abstract", "abstract_zh")
_MORE = ("authors", *_TEXTS)
"""What a paper has and a heading with a link has not."""


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
    """The required fields that an entry does not have."""
    missing = [name for name in ("title", "authors", "category") if not getattr(entry, name)]
    return missing if _has(entry, IDENTIFIERS) else [*missing, "an address"]


def filled(draft: Draft) -> list[str]:
    """The fields that a draft has, aspects last."""
    found = [each.name for each in fields(NewEntry) if each.name not in _ASIDE and getattr(draft.entry, each.name)]
    return [*found, *filter(None, (section_field(name) for name, _ in draft.entry.sections))]


@frozen
class Choice:
    """A recipe that was tried on a sample: how well it fits, the drafts that it makes, and the ids and addresses of
    papers that it leaves to the introduction, or to the text of a draft without one.
    """

    recipe: Recipe
    score: int
    drafts: tuple[Draft, ...]
    lost: int = 0

    @property
    def fits(self) -> bool:
        """Whether a draft is whole or most are papers and more than headings with links, and no more ids are lost."""
        is_whole_file = self.recipe.paper.begins == Beginning()
        papers = filter(is_paper, self.drafts)
        sure = [draft for draft in papers if is_whole_file or _has(draft.entry, ("category", *_MORE))]
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


def choose_recipe(
    sample: Sequence[tuple[Source, bool]], recipes: Iterable[Recipe], labels: frozenset[str]
) -> list[Choice]:
    """The recipes, the one that covers most of a sample first. The sample's files are Markdown or plain text.

    A field that is filled counts for a recipe; what a paper needs and lacks, a line without a place, and an id that is
    lost, against it. So more papers are no better than fewer that have more.
    """
    choices = []
    for recipe in recipes:
        read = [
            read_papers(source, recipe, labels, Reporter(source.path), is_markdown=is_markdown)
            for source, is_markdown in sample
            if not recipe.leaves_out(source.path)
        ]
        drafts = tuple(draft for each in read for draft in each.drafts)
        without = (draft.entry for draft in drafts if not _has(draft.entry, IDENTIFIERS))
        texts = [text for each in read for text in each.intro] + [text for each in without for _, text in each.sections]
        lost = sum(map(count_papers, texts))
        score = sum(map(_worth, drafts)) - 2 * (sum(len(each.unplaced) for each in read) + lost)
        choices.append(Choice(recipe=recipe, score=score, drafts=drafts, lost=lost))
    return sorted(choices, key=lambda each: (each.fits, bool(each.drafts), each.score), reverse=True)


def _worth(draft: Draft) -> int:
    """What a draft counts for: nothing without authors and texts, as headings with links are."""
    has_more = _has(draft.entry, _MORE)
    needed = [name for name in lacking(draft.entry) if name != "category"]
    return (len(filled(draft)) if has_more and is_paper(draft) else 0) - len(needed) - 2 * len(draft.unplaced)


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
        self.pictures: Counter[str] = Counter()
        """How many pictures that papers show were found, and how many are missing."""
        self._fields: Counter[str] = Counter()
        self._lacking: Counter[str] = Counter()
        self.guessed: Counter[str] = Counter()
        self._noise: Counter[str] = Counter()
        self._sections: Counter[str] = Counter()
        self._kept: Counter[str] = Counter()
        self._unplaced: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def add(self, source: Source, imported: Imported, written: int) -> None:
        """Add a file and the number of entries that were made of it."""
        self.files += 1
        self.papers += len(imported.drafts)
        self.written += written
        self.without += not imported.drafts
        self._noise.update(imported.noise)
        seen = [*imported.unplaced, *(each for draft in imported.drafts for each in draft.unplaced)]
        is_long = display_width(source.path) > _LONGEST_NAME
        path = _cut(source.path.rpartition("/")[2], _LONGEST_NAME) if is_long else source.path
        for name, span in seen:
            at = source.position(span.start).line
            line = source.line(at).strip()
            named = _NAMED.match(line) if not name else None
            kind = name or (f"a line '{named[1]} ...'" if named else "a line without a label")
            self._unplaced[kind] += 1
            self._examples.setdefault(kind, f"{path}:{at}  {line}")
        if imported.drafts:
            lines = [line for text in imported.intro for line in text.split("\n") if line.strip()]
            self._kept["lines for issue.md"] += len(lines)
            self._kept["addresses of papers there"] += count_papers("\n".join(lines))
            rows = (line for line in source.text.split("\n") if line.count("|") > _MOST_BARS and count_papers(line))
            self._kept["rows of tables with papers"] += sum(1 for _ in rows)
        for draft in imported.drafts:
            self.whole += is_whole(draft)
            self._fields.update(filled(draft))
            self._lacking.update(lacking(draft.entry))
            self.guessed.update(draft.guessed)
            names = [name for name, _ in draft.entry.sections if name not in OTHER.values()]
            self._sections.update(name for name in names if not section_field(name))

    def lines(self, columns: int) -> Iterator[str]:
        """The report: at most 25 lines of at most `columns` columns."""
        files = f"{self.files:,} file{'s' * (self.files != 1)}"
        left = f", {self.without:,} without a paper" if self.without else ""
        there = f", {self.there:,} there already" if self.there else ""
        yield from _row(
            "papers",
            [f"{self.papers:,} in {files}{left}; {self.whole:,} whole, {self.written:,} written{there}"],
            columns,
            1,
        )
        shares = [f"{name} {_share(number, self.papers)}" for name, number in self._fields.items()]
        yield from _row("fields", shares, columns, 5)
        yield from _row("lacking", _counted(self._lacking), columns, 1)
        yield from _row("sections", _counted(self._sections), columns, 2)
        yield from _row("pictures", _counted(self.pictures), columns, 1)
        yield from _row("guessed", _counted(self.guessed), columns, 2)
        noise = Counter({_cut(name, _LONGEST_PATTERN): number for name, number in self._noise.items()})
        yield from _row("left out", _counted(noise), columns, 2)
        yield from _row("as text", _counted(+self._kept), columns, 1)
        for kind, number in self._unplaced.most_common(MOST_UNPLACED):
            yield _cut(
                f"{'no place' if self.papers else 'seen':<10} {number:>5,} {kind}: {self._examples[kind]}", columns
            )

    def unplaced(self) -> list[str]:
        """The commonest labels and keys without a place, with an example."""
        return [
            f"{kind} ({number}): {self._examples[kind]}" for kind, number in self._unplaced.most_common(MOST_UNPLACED)
        ]


def _share(number: int, whole: int) -> str:
    return f"{100 * number // whole if whole else 0} %"


def _counted(counts: Mapping[str, int]) -> list[str]:
    return [f"{name} {number:,}" for name, number in Counter(counts).most_common()]


def _row(name: str, items: Sequence[str], columns: int, most: int) -> Iterator[str]:
    """A row of the report, on at most `most` lines."""
    lines = [f"{name:<10}"]
    for number, item in enumerate(map(make_visible, items)):
        text = f" {item}" + ("," if number + 1 < len(items) else "")
        if len(lines[-1]) > 10 and display_width(lines[-1] + text) > columns:
            if len(lines) == most:
                lines[-1] = _cut(lines[-1] + f" … {len(items) - number} more", columns)
                break
            lines.append(" " * 10)
        lines[-1] += text
    yield from (_cut(line, columns) for line in lines if items)


def _cut(text: str, columns: int) -> str:
    """A text cut to a number of columns."""
    text = make_visible(text)
    if display_width(text) <= columns:
        return text
    while display_width(text) >= columns:
        text = text[: len(text) - max(1, (display_width(text) - columns) // 2)]
    return text + "…"
