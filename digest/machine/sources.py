"""The sources of a site: parsed if they changed, else taken from the cache."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from digest.content.documents import kind_of_file
from digest.content.head import Head
from digest.content.paper_data import PaperData
from digest.content.people import KnownPerson
from digest.content.prose import Prose
from digest.content.site import ContentFile
from digest.machine.body_store import bucket_of, data_of, searched
from digest.machine.findings import Report, read_reports
from digest.machine.inputs import Inputs
from digest.machine.journal import Journal
from digest.machine.options import Progress
from digest.machine.source_parser import PACKED, Parser, Row, Work
from digest.machine.workers import run_tasks
from digest.model.front_matter import IssueMatter, PageMatter, RoundupMatter
from digest.plan.urls import CONTENT
from digest.text.packing import load, unpack
from digest.text.records import frozen

PARSING_WORTH_WORKERS = 300
"""Below this number of files, starting workers takes longer than parsing."""

_new_head = partial(tuple.__new__, Head)
_new_row = partial(tuple.__new__, Row)
"""As `_make`, without a call of a Python function for each of thousands of rows."""

_BODY = Head._fields.index("body")
_SEARCH = Head._fields.index("search")
_DATA = Head._fields.index("data")

PARSING_PORTION = 100
"""Approximate number of files in one task of a worker."""


@frozen
class Sources:
    """The rows of all files by path, and the reports of parsing."""

    rows: Mapping[str, Row]
    reports: Mapping[str, Report]

    def heads(self) -> list[Head]:
        """Heads of all entries."""
        return list(map(_new_head, [row.value for row in self.rows.values() if row.kind == "entry"]))

    def intros(self) -> list[Prose[IssueMatter]]:
        """Introductions from `issue.md` files."""
        return [_unpacked(row) for row in self.rows.values() if row.kind == "intro"]

    def pages(self) -> list[Prose[PageMatter]]:
        """Standing pages."""
        return [_unpacked(row) for row in self.rows.values() if row.kind == "page"]

    def roundups(self) -> list[Prose[RoundupMatter]]:
        """Introductions of weeks and months."""
        return [_unpacked(row) for row in self.rows.values() if row.kind == "roundup"]

    def people(self) -> tuple[KnownPerson, ...]:
        """People of `authors.yaml`."""
        return next((_unpacked(row) for row in self.rows.values() if row.kind == "people"), ())

    def assets(self) -> dict[str, ContentFile]:
        """All other files by path."""
        found = {}
        for path, row in self.rows.items():
            if row.kind == "asset":
                width, height, size, fault, is_markup = row.value
                found[path] = ContentFile(
                    path=path,
                    digest=row.digest,
                    width=width,
                    height=height,
                    size=size,
                    fault=fault,
                    is_markup=is_markup,
                )
        return found

    def body_digest(self, path: str) -> str:
        """Checksum of a text's packed body."""
        row = self.rows[path]
        return str(row.value[_BODY]) if row.kind == "entry" else str(_unpacked(row).body_digest)

    def search_digest(self, path: str) -> str:
        """Checksum of an entry's packed `SearchTexts`; empty for other files."""
        row = self.rows[path]
        return str(row.value[_SEARCH]) if row.kind == "entry" else ""

    def data_digest(self, path: str) -> str:
        """Checksum of an entry's packed `PaperData`."""
        return str(self.rows[path].value[_DATA])

    def unread_drafts(self) -> list[str]:
        """Paths of drafts that have errors, such as missing keys."""
        return [path for path, report in self.reports.items() if report.is_draft and self.rows[path].kind == "nothing"]


def read_sources(
    inputs: Inputs,
    rows: Journal,
    reports: Journal,
    parser: Parser,
    *,
    jobs: int,
    progress: Progress,
    meanwhile: Callable[[], None] | None = None,
) -> tuple[Sources, Callable[[], None]]:
    """Read the sources. Also returns a function that writes new rows and reports to the journals.

    `meanwhile` is called in this process while workers parse; not at all without workers.
    """
    names = inputs.names[CONTENT]
    known: dict[str, Any] = rows.values
    works = list(_works(names, inputs, known, reports.values))
    changed_rows: dict[str, Any] = {}
    changed_reports: dict[str, Any] = {}
    total = sum([len(work.files) for work in works])
    done = 0
    is_much = total >= PARSING_WORTH_WORKERS and jobs > 1
    tasks = _tasks(works)
    for _, packed in run_tasks(parser, tasks, jobs=jobs if is_much else 1, meanwhile=meanwhile if is_much else None):
        made = load(packed)
        for path, row, report in made:
            if row is not None:
                changed_rows[path] = row
                if report is not None or path in reports.values:
                    changed_reports[path] = report
            inputs.digests[path] = row[0] if row is not None else known[path][0]
        done += len(made)
        progress("Reading", done, total)
    gone = dict.fromkeys(known.keys() - set(names))
    rows.apply(changed_rows | gone)
    changed_reports |= dict.fromkeys(reports.values.keys() & gone.keys())
    reports.apply(changed_reports)

    def keep() -> None:
        rows.keep(changed_rows | gone)
        reports.keep(changed_reports)
        if parser.bodies is not None and (gone or total >= PARSING_WORTH_WORKERS):
            buckets = {row[3] for row in rows.values.values() if row[3]}
            parser.bodies.drop_others([*buckets, *map(searched, buckets), *map(data_of, buckets)])

    sources = Sources(
        rows=dict(zip(names, map(_new_row, map(rows.values.__getitem__, names)), strict=True)),
        reports=read_reports(reports.values),
    )
    return sources, keep


def load_data(sources: Sources, parser: Parser, path: str) -> PaperData:
    """The data of an entry: from the cache, or of its file. Raises `Changed`."""
    row = sources.rows[path]
    digest, bodies = sources.data_digest(path), parser.bodies
    packed = bodies.find(data_of(row.bucket), path, digest) if bodies is not None else None
    return unpack(packed, PaperData) if packed is not None else parser.data(path, row.digest)


def _works(
    names: Iterable[str], inputs: Inputs, known: Mapping[str, Any], reports: Mapping[str, Any]
) -> Iterator[Work]:
    """The files to look at, by bucket: content unknown or changed, no row, or a lost report."""
    digests = inputs.digests
    lost = {name for name, row in known.items() if row[4] and (name not in reports or reports[name][0] != row[0])}
    stale = [name for name in names if name in lost or name not in known or known[name][0] != digests.get(name)]
    if not stale:
        return
    texts = Counter(name.rpartition("/")[0] for name in names if kind_of_file(name) == "text")
    buckets: dict[str, list[tuple[str, str]]] = {}
    for name in stale:
        row = known.get(name)
        bucket = (row[3] if row is not None else "") or bucket_of(name, texts[name.rpartition("/")[0]])
        buckets.setdefault(bucket, []).append((name, row[0] if row is not None and name not in lost else ""))
    beside: dict[str, list[str]] = {bucket: [] for bucket in buckets}
    for name in known.keys() - set(stale):
        if known[name][3] in beside:
            beside[known[name][3]].append(name)
    for bucket, listed in buckets.items():
        yield Work(bucket, tuple(listed), tuple(beside[bucket]))


def _tasks(works: Iterable[Work]) -> list[list[Work]]:
    """Group works into tasks of about `PARSING_PORTION` files."""
    tasks: list[list[Work]] = []
    room = 0
    for work in works:
        if room <= 0:
            tasks.append([])
            room = PARSING_PORTION
        tasks[-1].append(work)
        room -= len(work.files)
    return tasks


def _unpacked(row: Row) -> Any:
    return unpack(row.value, PACKED[row.kind])
