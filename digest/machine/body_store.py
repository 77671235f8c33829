"""The cache of rendered bodies, in one file for each bucket: the texts of a folder, or a part of a large folder. The
texts that are searched, and the data of entries, are in buckets of their own.

Bodies are far larger than the rest of the cache, and most builds need few, so they are not in a journal. A bucket is
read as a whole, because an issue's page shows the texts of one folder.
"""

import zlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from digest.machine import files
from digest.text.fingerprint import checksum, fingerprint_bytes
from digest.text.packing import dump, load

BODIES = "bodies"
"""Name of the store's folder in the cache."""

TEXTS_PER_BUCKET = 64
"""Texts in a folder from which it is split into several buckets."""


def bucket_of(path: str, texts: int) -> str:
    """The bucket of a text, given the number of texts in its folder."""
    folder = path.rpartition("/")[0]
    parts = -(-texts // TEXTS_PER_BUCKET)
    return folder if parts <= 1 else f"{folder}#{zlib.crc32(path.encode('utf-8', 'surrogatepass')) % parts}"


def searched(bucket: str) -> str:
    """The bucket of the `SearchTexts` of the entries whose bodies are in a bucket."""
    return f"{bucket}\0"


def data_of(bucket: str) -> str:
    """The bucket of the `PaperData` of these entries."""
    return f"{bucket}\0data"


class BodyStore:
    """Packed bodies, `SearchTexts` or `PaperData`, by bucket and path. The last bucket read is kept in memory.

    A store that `waits` keeps new bodies in memory until `flush`. Those that they replace are still found on disk, so
    pages of the last plan can be rendered while the next plan is made.
    """

    __slots__ = ("_folder", "_held", "_last", "_waiting")

    def __init__(self, folder: Path, *, waits: bool = False) -> None:
        self._folder = str(folder)
        self._last: tuple[str, Mapping[str, bytes]] = ("", {})
        self._held: dict[str, bytes] = {}
        self._waiting: dict[str, tuple[Mapping[str, bytes], Collection[str]]] | None = {} if waits else None

    def find(self, bucket: str, path: str, digest: str) -> bytes | None:
        """The packed body; None if it is absent or its checksum is not `digest`."""
        if digest in self._held:
            return self._held[digest]
        packed = self._waiting[bucket][0].get(path) if self._waiting and bucket in self._waiting else None
        if packed is not None and checksum(packed) == digest:
            return packed
        if self._last[0] != bucket:
            self._last = (bucket, self._read(bucket))
        packed = self._last[1].get(path)
        return packed if packed is not None and checksum(packed) == digest else None

    def keep(self, bucket: str, bodies: Mapping[str, bytes], beside: Collection[str]) -> None:
        """Write bodies to a bucket; of those already there, keep the paths in `beside` and drop the rest."""
        if self._waiting is None:
            self._write(bucket, bodies, beside)
        else:
            waiting = self._waiting.get(bucket, ({}, ()))[0]
            self._waiting[bucket] = ({**waiting, **bodies}, beside)

    def hold(self, bucket: str, path: str, digest: str) -> None:
        """Keep a body in memory, since another process may replace it on disk."""
        packed = self.find(bucket, path, digest)
        if packed is not None:
            self._held[digest] = packed

    def release(self) -> None:
        """Forget the bodies that were held."""
        self._held.clear()

    def flush(self) -> None:
        """Write the bodies that wait."""
        for bucket, (bodies, beside) in (self._waiting or {}).items():
            self._write(bucket, bodies, beside)
        self._waiting = {}

    def _write(self, bucket: str, bodies: Mapping[str, bytes], beside: Collection[str]) -> None:
        kept = {path: packed for path, packed in self._read(bucket).items() if path in beside} if beside else {}
        payload = dump({**kept, **bodies})
        content = checksum(payload).encode() + payload
        self._last = ("", {})
        # Without old content that is worth keeping, a file that is cut short fails its checksum, and is no loss.
        files.write_kept(Path(self._file(bucket)), content, at_once=bool(kept))

    def drop_others(self, buckets: Iterable[str]) -> None:
        """Delete all other buckets."""
        kept = {_name(bucket) for bucket in buckets}
        folder = Path(self._folder)
        for name in files.list_files(folder, unread=()):
            if name not in kept:
                files.remove(folder / name)

    def _read(self, bucket: str) -> Mapping[str, bytes]:
        content = files.read_regular(self._file(bucket)) or b""
        digest, payload = content[:32], content[32:]
        if checksum(payload).encode() != digest:
            return {}
        found: dict[str, bytes] = load(payload)
        return found

    def _file(self, bucket: str) -> str:
        return f"{self._folder}/{_name(bucket)}"


def _name(bucket: str) -> str:
    return fingerprint_bytes(bucket.encode("utf-8", "surrogatepass"))
