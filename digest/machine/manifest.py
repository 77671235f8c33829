"""What was published: every path in the output folder that is ours, and what it was made from."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from digest.machine import files
from digest.machine.journal import Journal
from digest.plan.listing import LISTING, read_listing
from digest.text.fingerprint import fingerprint_bytes

TAG = "manifest 2"
_INTENDED, _NOTES, _BOOT = "\0intended", "\0notes", "\0boot"
"""What the journal holds beside the records; no path can be called so."""


class Key(NamedTuple):
    """What an output was made from, in the parts that `--explain` tells apart. A file that is only copied has no parts
    but its view.
    """

    view: str
    template: str
    strings: str
    code: str


class Record(NamedTuple):
    """An output as it was published: its key, its content's fingerprint, and the stamp of the file on the disk."""

    view: str
    template: str
    strings: str
    code: str
    content: str
    size: int
    changed: int


class Manifest:
    """The published outputs by path.

    `intended` are those that a build was about to write or remove when it was last heard of: of these the disk may hold
    the old, the new, or nothing. `notes` is what the last build that ended well noted about itself.
    """

    __slots__ = ("_journal",)

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    @property
    def records(self) -> Mapping[str, Any]:
        """The records of all outputs, as plain tuples, and what else the journal holds."""
        return self._journal.values

    def record(self, path: str) -> Record | None:
        """The record of an output."""
        row = self._journal.values.get(path)
        return Record._make(row) if row is not None else None

    @property
    def intended(self) -> frozenset[str]:
        """What a build that did not end was about to write or to remove."""
        return frozenset(self._journal.values.get(_INTENDED, ()))

    @property
    def notes(self) -> Mapping[str, Any]:
        """What the last build noted; empty after one that did not end."""
        return self._journal.values.get(_NOTES, {}) if not self.intended else {}

    @property
    def boot(self) -> str:
        """The start of the machine since when the stamps were taken; see `digest.machine.publish`."""
        return str(self._journal.values.get(_BOOT, ""))

    @property
    def paths(self) -> frozenset[str]:
        """Every path that is ours, if it can be one."""
        listed = self._journal.values.keys() - {_INTENDED, _NOTES, _BOOT}
        return frozenset(listed) | self.intended

    def owns(self, path: str) -> bool:
        """Whether digest wrote, or was about to write, this path."""
        return path in self._journal.values or path in self.intended

    def intend(self, paths: Iterable[str]) -> None:
        """Say what is about to be written or removed, before anything is."""
        self._journal.write({_INTENDED: sorted(paths), _NOTES: None})

    def settle(self, records: Mapping[str, Record], gone: Iterable[str], notes: Mapping[str, Any], boot: str) -> None:
        """Say what is there, after all was put in its place, or was found to be."""
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
    """Where the manifest of an output folder is: one site may be built into several."""
    name = fingerprint_bytes(str(output.resolve()).encode("utf-8", "surrogatepass"))
    return state / f"manifest-{name[:12]}"


def read_manifest(path: Path, output: Path) -> Manifest | None:
    """The manifest, or what the output folder itself tells when the manifest is lost or damaged; None when digest never
    published there.
    """
    journal = Journal(path, TAG).read()
    if journal.values:
        return Manifest(journal)
    listing = files.read_if_there(output / LISTING)
    paths = read_listing(listing) if listing is not None else None
    if paths is not None:
        journal.apply({_INTENDED: sorted(paths)})
        return Manifest(journal)
    return Manifest(journal) if files.is_empty(output) else None
