"""The files that a build reads (site, themes, program), and which of them may have changed.

The recorded fingerprint of a file is used only while its stamp is unchanged. A checkout changes all stamps, so every
file is read once; mtimes alone are never trusted.
"""

import fnmatch
import posixpath
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

from digest.content.strays import belongs_in_content
from digest.machine import files
from digest.machine.journal import Journal
from digest.machine.stamps import (
    Lost,
    Stamp,
    digest_unread,
    is_below,
    is_dangling,
    is_of_system,
    names_in,
    scan,
    stamp_of,
)
from digest.model.site_address import CNAME
from digest.model.yaml.nodes import LONGEST
from digest.plan.urls import ADDRESS_LOCK, CONTENT, STATIC
from digest.text.fingerprint import fingerprint_bytes
from digest.text.records import frozen

SETTINGS = "digest.yaml"
FILES = (SETTINGS, ADDRESS_LOCK, CNAME)
"""Inputs beside the folders that every site may have."""

BESIDE = frozenset({".png", ".svg", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".ico", ".html"})
"""Endings of other files beside the folders that are inputs: settings may name them."""

THEMES = "themes"
SHIPPED = "digest/themes"
PROGRAM = "digest/program"
"""First segments of the names of inputs. Names in the site are paths relative to its root."""

UNREAD = {
    CONTENT: (".", "_"),
    THEMES: (".", "__pycache__"),
    STATIC: (".DS_Store", "._", ".git", "Thumbs.db", "desktop.ini"),
}
"""Beginnings of the names that are not read, by folder of the site. In `static/` those are files of systems and Git."""

PASSING = ("*~", "#*#", ".#*", "*.swp", "*.swx", "*.tmp", "*.bak", "*.crdownload", "*.part", "4913", "*___jb_*___")
"""Patterns of temporary files of editors (Vim, Emacs, JetBrains) and browsers."""


def is_passing(name: str) -> bool:
    """Whether a file name is that of a temporary file."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in PASSING)


TICK = 50_000_000
SECOND = 1_000_000_000
"""Assumed resolution of timestamps in nanoseconds: with sub-second mtimes, and without (FAT: two seconds)."""


@frozen
class Inputs:
    """All inputs by name."""

    places: Mapping[str, Path]
    """Folder by the first segment of names."""
    names: Mapping[str, Sequence[str]]
    """Names of the inputs in each folder."""
    stamps: Mapping[str, Stamp]
    digests: dict[str, str]
    """Fingerprints of contents; files that must be read first are absent."""
    lost: Mapping[str, Lost]
    """Names in the site that cannot be read, and why."""

    def path(self, name: str) -> Path:
        """The path of an input."""
        for start, folder in self.places.items():
            if name.startswith(f"{start}/"):
                return folder / name[len(start) + 1 :]
        return self.places[""] / name

    def digest(self, name: str) -> str:
        """The fingerprint of an input's content; reads the file if it is unknown."""
        found = self.digests.get(name)
        if found is None:
            path = self.path(name)
            found = self.digests[name] = digest_unread(path) or fingerprint_bytes(files.read(path))
        return found

    def are_as_they_were(self, *places: str) -> bool:
        """Whether the stamps of all files in these folders are still the same."""
        names = [name for place in places for name in self.names[place]]
        return all(stamp_of(self.path(name)) == self.stamps[name] for name in names)

    def fingerprint_of(self, place: str) -> str:
        """The fingerprint of all names and contents in a folder."""
        rows = [f"{name}\0{self.digest(name)}" for name in self.names[place]]
        return fingerprint_bytes("\n".join(rows).encode("utf-8", "surrogatepass"))

    @property
    def is_known(self) -> bool:
        """Whether all fingerprints are known without reading a file."""
        return len(self.digests) == len(self.stamps)

    def fingerprint(self) -> str:
        """The fingerprint of all names and contents."""
        rows = [f"{name}\0{self.digest(name)}" for name in sorted(self.stamps)]
        rows += [f"{name}\0{self.lost[name]}" for name in sorted(self.lost)]
        return fingerprint_bytes("\n".join(rows).encode("utf-8", "surrogatepass"))


def is_beside(name: str) -> bool:
    """Whether a file beside the folders is an input."""
    return name in FILES or (PurePath(name).suffix.lower() in BESIDE and not name.startswith("."))


_WORD = re.compile(r"""[^\s"'\[\]{},]+""")
_PATH = re.compile(r"(?<![^:#])[^:#][^:#/]*/.+")


def named_files(root: Path) -> list[str]:
    """The paths in the settings that look like those of files in other folders than those that are read."""
    settings = files.read(root / SETTINGS).decode(errors="replace") if files.is_file(root / SETTINGS) else ""
    found = _WORD.findall(settings) if len(settings) <= LONGEST else ()  # longer ones are refused
    words = [word for word in found if word.lower().endswith(tuple(BESIDE))]
    paths = [posixpath.normpath(path[0]) for word in words if (path := _PATH.search(word))]
    return [path for path in paths if path.partition("/")[0] not in ("", "..", *UNREAD)]


def find_beside(root: Path) -> dict[str, Stamp]:
    """The stamps of the inputs beside the folders, and of files in other folders that the settings name."""
    others = (*filter(is_beside, names_in(str(root))), *named_files(root))
    found = {name: stamp_of(root / name) for name in (*FILES, *others) if files.is_file(root / name)}
    return {name: stamp for name, stamp in found.items() if stamp is not None}


def find_inputs(places: Mapping[str, Path], journal: Journal) -> Inputs:
    """Stat all inputs. `places`: folders by first segment, and the root under the empty name."""
    stamps = find_beside(places[""])
    beside = [name for name in stamps if name not in FILES]
    lost: dict[str, Lost] = {name: "outside" for name in beside if not is_below(places[""] / name, places[""])}
    lost |= {name: "system" for name in lost if is_of_system(places[""] / name)}
    for name in (*FILES, *places):
        if name and is_dangling(places.get(name, places[""] / name)):
            lost[name] = "link"
    if files.exists(lock := places[""] / ADDRESS_LOCK) and not files.is_file(lock):
        lost.setdefault(ADDRESS_LOCK, "special")
    for name in filter(belongs_in_content, names_in(str(places[""]))):
        if name.endswith(".yaml") or files.is_folder(places[""] / name):
            lost.setdefault(name, "beside")
    names = {}
    for start, folder in places.items():
        if start:
            found = scan(folder, start=f"{start}/", unread=UNREAD.get(start, UNREAD[THEMES]), lost=lost)
            if start == STATIC:
                found = {name: stamp for name, stamp in found.items() if not is_passing(posixpath.basename(name))}
            names[start] = list(found)
            stamps |= found
    known = journal.values
    digests = {
        name: row[4] for name, stamp in stamps.items() if (row := known.get(name)) is not None and row[:4] == stamp
    }
    return Inputs(places=places, names=names, stamps=stamps, digests=digests, lost=lost)


_SETTINGS_LIKE = re.compile(r"\.?digest\.(?:ya?ml|json|toml)(?:\.(?:txt|icloud))?\Z", re.IGNORECASE)


def hint_for_settings(folder: Path) -> str:
    """What to do in a folder that should have settings: a file may have nearly their name."""
    name = next(filter(_SETTINGS_LIKE.match, names_in(str(folder))), "")
    if name == SETTINGS:
        if is_dangling(folder / name):
            return f"{SETTINGS} is a link, and what it leads to is not there: bring that back"
        kind = "folder" if files.is_folder(folder / name) else "pipe or device"
        return f"{SETTINGS} is a {kind}: put a file in its place"
    if name.endswith(".icloud"):
        return f"{SETTINGS} is in the cloud and not on this machine: download it"
    return f"rename {name} to {SETTINGS}" if name else "go to the site's folder, or name it with --root"


def remember_inputs(inputs: Inputs, journal: Journal, now: int) -> None:
    """Record stamps and fingerprints, except for files that changed just before `now`.

    `now` is the file system's time in nanoseconds from before the stamps were taken. A file that was written twice
    within one tick may have been read in between, and its stamp would not show that.
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
