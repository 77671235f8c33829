"""The manifest of an output folder: all files that digest published there, with their cache keys."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from digest.machine import files
from digest.machine.journal import Journal
from digest.plan.listing import LISTING, read_listing
from digest.text.fingerprint import fingerprint_bytes

TAG = "manifest 2"
_INTENDED, _NOTES, _BOOT = "\0intended", "\0notes", "\0boot"
"""Keys of the journal besides paths; no path contains NUL."""


class Key(NamedTuple):
    """The cache key of an output, in the parts that `--explain` distinguishes. For copied files all but `view` are
    empty.
    """

    view: str
    template: str
    strings: str
    code: str


class Record(NamedTuple):
    """A published output: its key, the fingerprint of its content, and the file's `st_size` and `st_mtime_ns`."""

    view: str
    template: str
    strings: str
    code: str
    content: str
    size: int
    changed: int


class Manifest:
    """The published outputs by path."""

    __slots__ = ("_journal", "is_recovered")

    def __init__(self, journal: Journal, *, is_recovered: bool = False) -> None:
        self._journal = journal
        self.is_recovered = is_recovered
        """Whether the file was lost, and only paths are known."""

    @property
    def records(self) -> Mapping[str, Any]:
        """Records as plain tuples by path, and the entries for intention, notes and boot."""
        return self._journal.values

    def record(self, path: str) -> Record | None:
        """The record of an output."""
        row = self._journal.values.get(path)
        return Record._make(row) if row is not None else None

    @property
    def intended(self) -> frozenset[str]:
        """Paths that an interrupted build was about to write or remove: each may be old, new or missing."""
        return frozenset(self._journal.values.get(_INTENDED, ()))

    @property
    def notes(self) -> Mapping[str, Any]:
        """What the last build stored about itself; empty after an interrupted one."""
        return self._journal.values.get(_NOTES, {}) if not self.intended else {}

    @property
    def boot(self) -> str:
        """Boot id under which the recorded stamps were taken; see `digest.machine.publish`."""
        return str(self._journal.values.get(_BOOT, ""))

    @property
    def paths(self) -> frozenset[str]:
        """All paths that belong to digest, published or intended."""
        listed = self._journal.values.keys() - {_INTENDED, _NOTES, _BOOT}
        return frozenset(listed) | self.intended

    @property
    def sizes(self) -> dict[str, int]:
        """The size of each published file, in bytes."""
        return {path: row[5] for path, row in self._journal.values.items() if not path.startswith("\0")}

    def owns(self, path: str) -> bool:
        """Whether the path belongs to digest."""
        return path in self._journal.values or path in self.intended

    def intend(self, paths: Iterable[str]) -> None:
        """Record the paths that are about to be written or removed. To be called before anything is."""
        self._journal.write({_INTENDED: sorted(paths), _NOTES: None})

    def settle(self, records: Mapping[str, Record], gone: Iterable[str], notes: Mapping[str, Any], boot: str) -> None:
        """Record the state after publishing; removes the intention."""
        changes: dict[str, Any] = {path: tuple(record) for path, record in records.items()}
        changes |= dict.fromkeys(path for path in gone if path in self._journal.values)
        if _INTENDED in self._journal.values:
            changes[_INTENDED] = None
        if boot != self._journal.values.get(_BOOT):
            changes[_BOOT] = boot
        if dict(notes) != self._journal.values.get(_NOTES):
            changes[_NOTES] = dict(notes)
        self._journal.write(changes)


def manifest_path(state: Path, output: Path) -> Path:
    """The manifest's path: one for each output folder, since `--output` may name several."""
    name = fingerprint_bytes(str(files.real_path(output)).encode("utf-8", "surrogatepass"))
    return state / f"manifest-{name[:12]}"


def read_manifest(path: Path, output: Path) -> Manifest | None:
    """Read the manifest; if it is lost, recover the paths from `LISTING` in the output folder, as intended.

    Empty if the output folder is empty; None if other files are there and digest never published any.
    """
    journal = Journal(path, TAG).read()
    if journal.values:
        return Manifest(journal)
    listing = files.read_regular(output / LISTING)
    paths = read_listing(listing) if listing is not None else None
    if paths is not None:
        journal.apply({_INTENDED: sorted(paths)})
        return Manifest(journal, is_recovered=True)
    return Manifest(journal) if files.is_empty(output) else None
