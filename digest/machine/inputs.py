"""What a build reads: the files of the site, of its themes and of the program, and which may have changed since.

A file is believed to be what it was only while its stamp is the one under which its content was last read. A checkout
gives every file a new stamp, and then every file is read, once; so nothing rests on times that somebody sets.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from digest.machine import files
from digest.machine.journal import Journal
from digest.machine.stamps import Stamp, scan, stamp_of
from digest.text.fingerprint import fingerprint_bytes
from digest.text.records import frozen

SETTINGS = "digest.yaml"
CONTENT = "content"
THEMES = "themes"
SHIPPED = "digest/themes"
PROGRAM = "digest/program"
"""The first parts of the names of inputs. Those of the site are paths from its root."""

TICK = 50_000_000
SECOND = 1_000_000_000
"""Nanoseconds: how far two changes of a file must lie apart to give it two times, on a disk that counts in parts of a
second, and on one that does not (FAT counts every second one).
"""


@frozen
class Inputs:
    """Every input by its name: where it is, its stamp, and its content's fingerprint, as far as its stamp tells it."""

    places: Mapping[str, Path]
    """The folders, by the first part of the names."""
    names: Mapping[str, Sequence[str]]
    """The inputs in each of the folders."""
    stamps: Mapping[str, Stamp]
    digests: dict[str, str]
    """Those of files that were read since; a file that has to be read is not among them."""

    def path(self, name: str) -> Path:
        """Where an input is."""
        for start, folder in self.places.items():
            if name.startswith(f"{start}/"):
                return folder / name[len(start) + 1 :]
        return self.places[""] / name

    def digest(self, name: str) -> str:
        """The fingerprint of an input's content, which is read if it must be."""
        found = self.digests.get(name)
        if found is None:
            found = self.digests[name] = fingerprint_bytes(files.read(self.path(name)))
        return found

    def are_as_they_were(self, *places: str) -> bool:
        """Whether no file of these folders was changed since their stamps were taken."""
        names = [name for place in places for name in self.names[place]]
        return all(stamp_of(self.path(name)) == self.stamps[name] for name in names)

    def fingerprint_of(self, place: str) -> str:
        """The fingerprint of all that is in one of the folders."""
        rows = [f"{name}\0{self.digest(name)}" for name in self.names[place]]
        return fingerprint_bytes("\n".join(rows).encode("utf-8", "surrogatepass"))

    @property
    def is_known(self) -> bool:
        """Whether every content is known without reading a file."""
        return len(self.digests) == len(self.stamps)

    def fingerprint(self) -> str:
        """The fingerprint of all names and contents."""
        rows = [f"{name}\0{self.digest(name)}" for name in sorted(self.stamps)]
        return fingerprint_bytes("\n".join(rows).encode("utf-8", "surrogatepass"))


def find_inputs(places: Mapping[str, Path], journal: Journal) -> Inputs:
    """The inputs of a site: `places` are its root (under the empty name) and the folders that are read."""
    stamps: dict[str, Stamp] = {}
    settings = stamp_of(places[""] / SETTINGS)
    if settings is not None:
        stamps[SETTINGS] = settings
    names = {}
    for start, folder in places.items():
        if start:
            unread = (".", "_") if start == CONTENT else (".", "__pycache__")
            found = scan(folder, start=f"{start}/", unread=unread)
            names[start] = list(found)
            stamps |= found
    known = journal.values
    digests = {
        name: row[4] for name, stamp in stamps.items() if (row := known.get(name)) is not None and row[:4] == stamp
    }
    return Inputs(places=places, names=names, stamps=stamps, digests=digests)


def remember_inputs(inputs: Inputs, journal: Journal, now: int) -> None:
    """Keep all fingerprints under the stamps, but for those of files that changed a moment before `now`.

    `now` is the disk's own time, in nanoseconds, from before the stamps were taken: a file that was changed twice
    within a tick of that clock may have been read in between, and its second change would not show.
    """
    changes: dict[str, tuple[int | str, ...] | None] = dict.fromkeys(journal.values.keys() - inputs.stamps.keys())
    for name, stamp in inputs.stamps.items():
        row = (*stamp, inputs.digest(name))
        if row != journal.values.get(name):
            latest = max(stamp[1], stamp[2])
            if latest + (2 * SECOND if latest % SECOND == 0 else TICK) < now:
                changes[name] = row
            elif name in journal.values:
                changes[name] = None
    journal.write(changes)
