"""The sources of a site: parsed if they changed, else taken from the cache."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, cast

from digest.content.body import Body
from digest.content.documents import kind_of_file, read_document
from digest.content.entry import Entry
from digest.content.head import Head, head_of
from digest.content.paper_data import PaperData, make_paper_data
from digest.content.people import KnownPerson, read_people
from digest.content.prose import Prose
from digest.content.search_texts import SearchTexts, make_search_texts
from digest.content.site import ContentFile
from digest.content.typesetting import Typeset, typeset
from digest.machine import files
from digest.machine.body_store import BodyStore, bucket_of, data_of, searched
from digest.machine.findings import Report, fault_of, pack_diagnostics, read_reports
from digest.machine.inputs import Inputs
from digest.machine.journal import Journal
from digest.machine.options import Progress
from digest.machine.pictures import fault_of_picture, size_of_picture
from digest.machine.stamps import digest_unread
from digest.machine.workers import run_tasks
from digest.model.front_matter import IssueMatter, PageMatter, RoundupMatter
from digest.plan.urls import CONTENT
from digest.text.decoding import decode
from digest.text.diagnostics import Diagnostic, Severity, in_order
from digest.text.fingerprint import checksum, fingerprint_bytes
from digest.text.later_characters import StandIns, stand_ins
from digest.text.packing import dump, load, pack, unpack
from digest.text.records import frozen
from digest.text.source import Source, Span

_PACKED: Mapping[str, Any] = {
    "intro": Prose[IssueMatter],
    "page": Prose[PageMatter],
    "roundup": Prose[RoundupMatter],
    "people": tuple[KnownPerson, ...],
}
"""Types of packed values, by kind of row."""


class Row(NamedTuple):
    """The cached result of parsing a file.

    `value` by `kind`: `entry`: its head as a tuple; `intro`, `page`, `roundup`, `people`: packed (`_PACKED`);
    `asset`: width and height in pixels (0: no image), bytes, what is wrong with it, and whether it begins as markup;
    `nothing`: None, for a text with errors.
    """

    digest: str
    """Fingerprint of the file's content."""
    kind: str
    value: Any
    bucket: str
    """Of its body in the `BodyStore`; empty without a body."""
    has_report: bool
    """Whether there is a `Report`."""


class Work(NamedTuple):
    """Files of one bucket to look at, as `(path, known fingerprint or "")`."""

    bucket: str
    files: tuple[tuple[str, str], ...]
    keep: tuple[str, ...]
    """Other files whose bodies stay in the bucket."""


class Changed(Exception):
    """A file changed while the site was built."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@frozen
class Parser:
    """The function that workers run. Without a store, bodies are not cached."""

    root: Path
    punctuation: str
    languages: tuple[str, ...]
    categories: tuple[str, ...]
    """The site's own ones."""
    searches: bool
    """Whether the site has a search: without, there are no `SearchTexts`."""
    bodies: BodyStore | None

    def __call__(self, works: Sequence[Work]) -> bytes:
        """Parse files. Returns the values of `_look_at`, packed."""
        made: list[tuple[str, Any, Any]] = []
        for work in works:
            made.extend(self._look_at(work))
        return dump(made)

    def _look_at(self, work: Work) -> Iterator[tuple[str, Any, Any]]:
        """Parse the changed files of a bucket and cache what `_read` packs.

        Yields `(path, row, report)` with plain tuples: no row if the content has the known fingerprint, no report
        without diagnostics and allowances.
        """
        made: dict[str, dict[str, bytes]] = {}
        beside = list(work.keep)
        root = f"{self.root}/"
        for path, known in work.files:
            unread = digest_unread(root + path)
            content = files.read(root + path) if unread is None else b""
            digest = unread or fingerprint_bytes(content)
            if digest == known:
                beside.append(path)
                yield path, None, None
            elif unread is not None:
                yield self._skip(path, digest)
            elif kind_of_file(path) in ("text", "people"):
                row, report, packed = self._read(path, content, digest, work.bucket)
                yield path, tuple(row), report and tuple(report)
                for bucket, value in packed.items():
                    made.setdefault(bucket, {})[path] = value
            else:
                yield path, (digest, "asset", _asset(path, content), "", False), None
        if self.bodies is not None:
            for bucket, values in made.items():
                self.bodies.keep(bucket, values, beside)

    def _skip(self, path: str, digest: str) -> tuple[str, Any, Any]:
        """The row of a file that is too large to be read; for a text, its report (`too-large`)."""
        if kind_of_file(path) not in ("text", "people"):
            size, _ = files.stamp(self.root / path) or (0, 0)
            is_markup = _MARKUP.match(files.read_start(self.root / path)) is not None
            return path, (digest, "asset", (0, 0, size, "", is_markup), "", False), None
        found = too_large(path, "move it out of content/, or give it another ending than .md or .yaml")
        report = Report(digest, *pack_diagnostics([found]), is_draft=False, allowed=())
        return path, (digest, "nothing", None, "", True), tuple(report)

    def body(self, path: str, digest: str) -> Body:
        """The body of a text that is not in the cache; see `_parse_again`."""
        return self._parse_again(path, digest).body

    def texts(self, path: str, digest: str) -> SearchTexts:
        """The `SearchTexts` of an entry that are not in the cache; see `_parse_again`."""
        record, body = self._parse_again(path, digest)
        return make_search_texts(cast("Entry", record), body)

    def data(self, path: str, digest: str) -> PaperData:
        """The `PaperData` of an entry that is not in the cache; see `_parse_again`."""
        record, body = self._parse_again(path, digest)
        return make_paper_data(cast("Entry", record), body)

    def _parse_again(self, path: str, digest: str) -> Typeset:
        """Parse a file with a content. Raises `Changed` if it has another."""
        content = files.read_if_there(self.root / path)
        if content is None or fingerprint_bytes(content) != digest:
            raise Changed(path)
        source, stands = _steady_source(decode(path, content).value)
        made = typeset(read_document(source), punctuation=self.punctuation).value
        return made if stands is None else stands.restore(made)

    def _read(self, path: str, content: bytes, digest: str, bucket: str) -> tuple[Row, Report | None, dict[str, bytes]]:
        """The row and the report of a text, and by bucket its packed body, and the packed `SearchTexts` and `PaperData`
        of an entry.
        """
        decoded = decode(path, content)
        source, stands = _steady_source(decoded.value)
        kind, is_draft = "nothing", False
        packed: dict[str, bytes] = {}
        value: Any = None
        allowed: tuple[str, ...] = ()
        found: tuple[Diagnostic, ...]
        try:
            if kind_of_file(path) == "people":
                people = read_people(source)
                if stands is not None:
                    people = stands.restore(people)
                found, kind, value = people.diagnostics, "people", pack(people.value, _PACKED["people"])
            else:
                document = read_document(source)
                made = typeset(
                    document, punctuation=self.punctuation, languages=self.languages, categories=self.categories
                )
                (record, texts), found = made if stands is None else stands.restore(made)
                is_draft = document.is_draft
                if document.matter is not None:
                    allowed = tuple([each.code for each in document.matter.allow])
                if record is not None:
                    kind, packed[bucket] = document.kind.name, pack(texts, Body)
                    if isinstance(record, Entry):
                        search, data = searched(bucket), data_of(bucket)
                        if self.searches:
                            packed[search] = pack(make_search_texts(record, texts), SearchTexts)
                        packed[data] = pack(make_paper_data(record, texts), PaperData)
                        sums = {name: checksum(each) for name, each in packed.items()}
                        value = tuple(head_of(record, sums[bucket], sums.get(search, ""), sums[data], digest))
                    else:
                        value = pack(record, _PACKED[kind])
        except Exception as error:  # our bug in one file must not hide the diagnostics of others
            found = (fault_of(path, error, "read"),)
        everything = decoded.diagnostics or (in_order(found) if found else ())
        is_reported = bool(everything or allowed or is_draft)
        row = Row(digest, kind, value, bucket if packed else "", is_reported)
        report = Report(digest, *pack_diagnostics(everything), is_draft, allowed) if is_reported else None
        return row, report, packed


def too_large(path: str, hint: str) -> Diagnostic:
    """The error of a file that is not read because of its size."""
    return Diagnostic(
        code="too-large",
        severity=Severity.ERROR,
        message=f"this file has more than {files.LARGE // 1_000_000} MB, so it is not read",
        hint=hint,
        path=path,
        span=Span(start=0, end=0),
    )


def _steady_source(source: Source) -> tuple[Source, StandIns | None]:
    """The source as all Pythons read it alike, and what restores its characters in the result."""
    stands = stand_ins(source.text, source.path)
    return (source, None) if stands is None else (replace(source, text=stands.hide(source.text)), stands)


_MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*(?:<|\Z)")
"""The beginning of XML and HTML in UTF-8 or UTF-16; all blank, it may go on so."""


def _asset(path: str, content: bytes) -> tuple[int, int, int, str, bool]:
    """The value of an asset's row."""
    is_markup = _MARKUP.match(content) is not None
    if kind_of_file(path) != "picture":
        return 0, 0, len(content), "", is_markup
    return *size_of_picture(content), len(content), fault_of_picture(path, content), is_markup


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
    return unpack(row.value, _PACKED[row.kind])
