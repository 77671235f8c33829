"""Parse the files of `content/`: the function that workers run, and the cache rows of files."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, cast

from digest.content.body import Body
from digest.content.documents import kind_of_file, read_document
from digest.content.entry import Entry
from digest.content.head import head_of
from digest.content.paper_data import PaperData, make_paper_data
from digest.content.people import KnownPerson, read_people
from digest.content.prose import Prose
from digest.content.search_texts import SearchTexts, make_search_texts
from digest.content.typesetting import Typeset, typeset
from digest.machine import files
from digest.machine.body_store import BodyStore, data_of, searched
from digest.machine.findings import Report, fault_of, pack_diagnostics
from digest.machine.pictures import fault_of_picture, size_of_picture
from digest.machine.stamps import digest_unread
from digest.model.front_matter import IssueMatter, PageMatter, RoundupMatter
from digest.text.decoding import decode
from digest.text.diagnostics import Diagnostic, Severity, in_order
from digest.text.fingerprint import checksum, fingerprint_bytes
from digest.text.later_characters import StandIns, stand_ins
from digest.text.packing import dump, pack
from digest.text.records import frozen
from digest.text.source import Source, Span

PACKED: Mapping[str, Any] = {
    "intro": Prose[IssueMatter],
    "page": Prose[PageMatter],
    "roundup": Prose[RoundupMatter],
    "people": tuple[KnownPerson, ...],
}
"""Types of packed values, by kind of row."""


class Row(NamedTuple):
    """The cached result of parsing a file.

    `value` by `kind`: `entry`: its head as a tuple; `intro`, `page`, `roundup`, `people`: packed (`PACKED`);
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
                found, kind, value = people.diagnostics, "people", pack(people.value, PACKED["people"])
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
                        value = pack(record, PACKED[kind])
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
