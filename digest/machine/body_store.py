"""The bodies of all entries, on the disk: a file for each bucket, which is a day's folder or a part of a large folder.

Bodies are ten times as large as all else that is known of a site, and most builds need a handful. A bucket is read as
one, since an issue shows what stands in one folder, and nothing of it is believed: each body has a checksum.
"""

import zlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from digest.machine import files
from digest.text.fingerprint import checksum, fingerprint_bytes
from digest.text.packing import dump, load

FULL = 64
"""Texts of a folder from which on it is several buckets."""


def bucket_of(path: str, texts: int) -> str:
    """The bucket of a text in a folder of so many."""
    folder = path.rpartition("/")[0]
    parts = -(-texts // FULL)
    return folder if parts <= 1 else f"{folder}#{zlib.crc32(path.encode('utf-8', 'surrogatepass')) % parts}"


class BodyStore:
    """The packed bodies of a site, by bucket and path."""

    __slots__ = ("_folder", "_last")

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._last: tuple[str, Mapping[str, bytes]] = ("", {})

    def find(self, bucket: str, path: str, digest: str) -> bytes | None:
        """The packed body of a text that has this checksum; None if it is not here, or damaged."""
        if self._last[0] != bucket:
            self._last = (bucket, self._read(bucket))
        packed = self._last[1].get(path)
        return packed if packed is not None and checksum(packed) == digest else None

    def keep(self, bucket: str, bodies: Mapping[str, bytes], beside: Collection[str]) -> None:
        """Keep bodies in a bucket, with those of the texts `beside` them that are there already."""
        kept = {path: packed for path, packed in self._read(bucket).items() if path in beside} if beside else {}
        payload = dump({**kept, **bodies})
        content = checksum(payload).encode() + payload
        self._last = ("", {})
        if kept:
            files.write_whole(Path(self._file(bucket)), content)
            return
        # Nothing is there that should outlive a process killed right now, and what it leaves half is not believed: so
        # no second name is needed, nor a look at the folder, which is there but for the first bucket. 9 us a text.
        try:
            files.write(self._file(bucket), content)
        except files.DiskFailed:
            files.make_folder(Path(self._folder))
            files.write(self._file(bucket), content)

    def drop_others(self, buckets: Iterable[str]) -> None:
        """Remove every bucket but these."""
        kept = {_name(bucket) for bucket in buckets}
        folder = Path(self._folder)
        for name in files.list_files(folder, unread=()):
            if name not in kept:
                files.remove(folder / name)

    def _read(self, bucket: str) -> Mapping[str, bytes]:
        content = files.read_if_there(self._file(bucket)) or b""
        digest, payload = content[:32], content[32:]
        if checksum(payload).encode() != digest:
            return {}
        found: dict[str, bytes] = load(payload)
        return found

    def _file(self, bucket: str) -> str:
        return f"{self._folder}/{_name(bucket)}"


def _name(bucket: str) -> str:
    return fingerprint_bytes(bucket.encode("utf-8", "surrogatepass"))
