"""The sites to measure: entries, settings and edits."""

import datetime
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.bench.synthetic import make_entry

PER_DAY = 10
FIRST_DAY = datetime.date(2023, 1, 1)
SUMMARY = "\n## 一句话总结\n"
ARXIV = re.compile(r"^arxiv: .*$", re.MULTILINE)

LONG_NAME = re.compile(r"^- [^\n]*(?:\n  [^\n]*){3,}$", re.MULTILINE)
"""Matches an author of four lines or more, from a list without commas. Only digest can name a file for its page."""

ALL_AUTHORS, NO_AUTHORS = 1, 1_000_000
"""Values of the setting `min_papers`: author pages for all, and for none."""

Place = Literal["middle", "newest"]
PLACES: tuple[Place, ...] = ("middle", "newest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A change of one entry: inserts `mark`, which no entry contains, after a match of `at`, or removes it."""

    name: str
    at: re.Pattern[str]
    mark: str

    def toggle(self, text: str) -> str:
        """Insert the mark into a text, or remove it if it is there."""
        if self.mark in text:
            return text.replace(self.mark, "")
        end = next(self.at.finditer(text)).end()
        return text[:end] + self.mark + text[end:]


EDITS = (
    Edit(name="one body edited", at=re.compile(rf"{SUMMARY}\n*[^\n]+"), mark="这里又多一句。"),
    Edit(name="one title edited", at=re.compile(r"^title: ['\"]?", re.MULTILINE), mark="On Second Thoughts "),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A folder with `digest.yaml` and `content/`."""

    root: Path

    def set_up(self, *, min_papers: int, languages: str = "[zh]") -> None:
        """Write the settings."""
        (self.root / "digest.yaml").write_text(
            "title: {zh: 论文日报, en: Paper Digest}\n"
            "url: https://example.org/digest/\n"
            f"languages: {languages}\n"
            "search: false\n"
            f"authors: {{min_papers: {min_papers}}}\n",
            encoding="utf-8",
        )

    def toggle(self, edit: Edit, place: Place) -> None:
        """Edit an entry, or undo that."""
        path = self._entry_at(place)
        path.write_text(edit.toggle(path.read_text(encoding="utf-8")), encoding="utf-8")

    def shows(self, edit: Edit, place: Place, output: Path) -> bool:
        """Whether the page of the issue has the mark if and only if the entry does."""
        entry = self._entry_at(place)
        page = output / "issues" / f"{entry.parent.name}.html"
        return (edit.mark in entry.read_text(encoding="utf-8")) == (edit.mark in page.read_text(encoding="utf-8"))

    def _entry_at(self, place: Place) -> Path:
        """An entry with a summary: in the middle of all days, or the last of the newest day."""
        days = sorted((self.root / "content").iterdir())
        day = days[-1] if place == "newest" else days[(len(days) - 1) // 2]
        return next(path for path in sorted(day.iterdir(), reverse=True) if SUMMARY in path.read_text(encoding="utf-8"))


def write_entries(content: Path, count: int, corpus: Path | None) -> None:
    """Write `count` entries: of the corpus, repeated under other ids if it has too few; without one, synthetic ones."""
    if corpus is None:
        for number in range(count):
            name, text = make_entry(number)
            _write_entry(content, number, name, text)
        return
    command = [sys.executable, str(corpus / "make_entries.py"), str(content.parent), "--count", str(count)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for path in list(_entries(content)):
        if LONG_NAME.search(path.read_text(encoding="utf-8")):
            path.unlink()
    entries = list(_entries(content))
    for number in range(len(entries), count):
        text = entries[number % len(entries)].read_text(encoding="utf-8")
        name = f"80{1 + number // 100_000:02d}.{number % 100_000:05d}"
        _write_entry(content, number, name, ARXIV.sub(f"arxiv: '{name}'", text, count=1))


def copy_entries(content: Path, target: Path, count: int) -> None:
    """Copy the first `count` entries of a `content/` to another."""
    for _, path in zip(range(count), _entries(content), strict=False):
        folder = target / path.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / path.name)


def _entries(content: Path) -> Iterator[Path]:
    for day in sorted(content.iterdir()):
        yield from sorted(day.iterdir())


def _write_entry(content: Path, number: int, name: str, text: str) -> None:
    folder = content / str(FIRST_DAY + datetime.timedelta(days=number // PER_DAY))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
