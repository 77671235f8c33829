"""Parsing source files, in this process or in a worker: files in, rows of plain values out.

A row is what the site needs to know of a file without opening it again. The bodies of entries are not in it: they go
straight into the store, and come out of it where a page that shows them is rendered.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from digest.content.body import Body
from digest.content.documents import kind_of_file, read_document
from digest.content.entry import Entry
from digest.content.head import head_of
from digest.content.people import KnownPerson, read_people
from digest.content.prose import Prose
from digest.content.typesetting import typeset
from digest.machine import files
from digest.machine.bodies import BodyStore
from digest.machine.findings import Report, fault_of, pack_diagnostics
from digest.model.paper import IssueMatter, PageMatter
from digest.text.decoding import decode
from digest.text.diagnostics import Diagnostic, in_order
from digest.text.fingerprint import checksum, fingerprint_bytes
from digest.text.packing import dump, pack
from digest.text.records import frozen

LIBRARIES = ("markdown-it-py", "pyyaml", "pygments", "math-core", "imagesize")
"""The distributions whose version may change what is parsed."""


PACKED: Mapping[str, Any] = {"intro": Prose[IssueMatter], "page": Prose[PageMatter], "people": tuple[KnownPerson, ...]}
"""Of the kinds of rows whose value is packed, its type."""


class Row(NamedTuple):
    """What was made of a file: its content's fingerprint, its kind, and a plain value.

    `entry`: its head, as a tuple; `intro`, `page` and `people`: packed (`PACKED`); `asset`: width and height in pixels
    (0: no picture); `nothing`: a text of which nothing could be made.
    """

    digest: str
    kind: str
    value: Any
    bucket: str
    """Where the body of a text is kept; empty where there is none."""
    has_report: bool
    """Whether parsing had anything to say."""


class Work(NamedTuple):
    """Files of one bucket to look at: each with the fingerprint that is known of it (empty: none)."""

    bucket: str
    files: tuple[tuple[str, str], ...]
    keep: tuple[str, ...]
    """The other files whose bodies are in the bucket and stay there."""


class Changed(Exception):
    """A file was changed while the site was built."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@frozen
class Parser:
    """Everything that parsing depends on but the files. Without a store, bodies are not kept."""

    root: Path
    punctuation: str
    bodies: BodyStore | None

    def __call__(self, works: Sequence[Work]) -> bytes:
        """Look at the files of buckets; what became of each as `_look_at` has it, dumped."""
        made: list[tuple[str, Any, Any]] = []
        for work in works:
            made.extend(self._look_at(work))
        return dump(made)

    def _look_at(self, work: Work) -> Iterator[tuple[str, Any, Any]]:
        """Parse the files of a bucket that are not what they were, and keep their bodies: for each file its path, its
        row (none if it is what it was) and a report, where there is something to say; both as plain tuples.
        """
        bodies: dict[str, bytes] = {}
        root = f"{self.root}/"
        for path, known in work.files:
            content = files.read(root + path)
            digest = fingerprint_bytes(content)
            if digest == known:
                yield path, None, None
            elif (kind := kind_of_file(path)) in ("text", "people"):
                row, report, body = self._read(path, content, digest, work.bucket)
                yield path, tuple(row), report and tuple(report)
                if body is not None:
                    bodies[path] = body
            else:
                yield path, (digest, "asset", _size(content) if kind == "picture" else (0, 0), "", False), None
        if bodies and self.bodies is not None:
            self.bodies.keep(work.bucket, bodies, work.keep)

    def body(self, path: str, digest: str) -> Body:
        """The body of a text that the store has lost; raises `Changed` if the file is not what it was."""
        content = files.read_if_there(self.root / path)
        if content is None or fingerprint_bytes(content) != digest:
            raise Changed(path)
        return typeset(read_document(decode(path, content).value), punctuation=self.punctuation).value.body

    def _read(self, path: str, content: bytes, digest: str, bucket: str) -> tuple[Row, Report | None, bytes | None]:
        decoded = decode(path, content)
        source = decoded.value
        kind, value, body, is_draft = "nothing", None, None, False
        found: tuple[Diagnostic, ...]
        try:
            if kind_of_file(path) == "people":
                people = read_people(source)
                found, kind, value = people.diagnostics, "people", pack(people.value, PACKED["people"])
            else:
                document = read_document(source)
                (record, texts), found = typeset(document, punctuation=self.punctuation)
                is_draft = document.is_draft
                if record is not None:
                    name, packed = document.kind.name, pack(texts, Body)
                    kind, value, body = name, _plain(record, name, checksum(packed)), packed
        except Exception as error:  # a fault of ours in one file must not hide what is said of the others
            found = (fault_of(path, error, "read"),)
        everything = in_order((*decoded.diagnostics, *found)) if found or decoded.diagnostics else ()
        row = Row(digest, kind, value, bucket if body is not None else "", bool(everything))
        report = Report(digest, *pack_diagnostics(everything), is_draft) if everything else None
        return row, report, body


def _plain(record: "Entry | Prose[Any]", kind: str, body: str) -> Any:
    return tuple(head_of(record, body)) if isinstance(record, Entry) else pack(record, PACKED[kind])


def _size(content: bytes) -> tuple[int, int]:
    """A picture's width and height in pixels."""
    import imagesize

    try:
        width, height = imagesize.get(io.BytesIO(content))
    except Exception:  # a damaged picture has no size; it is published as it is
        return 0, 0
    return (int(width), int(height)) if width > 0 and height > 0 else (0, 0)
