"""Waiting until somebody saves: by the system's own word where `watchfiles` is installed, else by looking again.

What is told is only that something may have changed: what did, the build finds out itself.
"""

import fnmatch
import time
from collections.abc import Generator
from pathlib import Path, PurePath
from typing import Any, Protocol

from digest.machine.files import DiskFailed, is_folder
from digest.machine.inputs import SETTINGS, THEMES
from digest.machine.stamps import Stamp, is_link_or_folder, links_below, scan, stamp_of
from digest.plan.urls import CONTENT

FOLDERS = (CONTENT, THEMES)
"""What is watched beside the settings; nothing that a build writes is in them."""

UNREAD = {CONTENT: (".", "_"), THEMES: (".", "__pycache__")}
"""How the names begin that a build does not read, and so nobody waits for."""

PASSING = ("*~", "#*#", "*.swp", "*.swx", "*.tmp", "*.bak", "*.crdownload", "*.part", "4913", "*___jb_*___")
"""What editors (Vim, Emacs, JetBrains') and browsers write beside a file for a while."""

PAUSE = 1.0
"""Seconds from one look to the next, without `watchfiles`."""

LINK_PAUSE = 0.2
"""Seconds from one look at the files that links lead to, to the next, with `watchfiles`."""

STEP, LONGEST = 20, 300
"""Milliseconds: how long nothing must be written for a change to be whole, and the longest wait for that."""


class Watcher(Protocol):
    """Waits for changes of a site. Whatever changed since it was made counts, also while nobody waited."""

    def wait(self) -> None:
        """Return when something has changed that a build may read."""

    def close(self) -> None:
        """Watch no longer."""


def is_passing(name: str) -> bool:
    """Whether a file of this name is an editor's own and not part of a site."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in PASSING)


def is_read(path: str) -> bool:
    """Whether a build may read the file or folder at a path, relative to the root of its site."""
    top, *inside = PurePath(path).parts or ("",)
    if not inside:
        return top in (SETTINGS, *FOLDERS)
    unread = UNREAD.get(top)
    return unread is not None and not any(name.startswith(unread) for name in inside) and not is_passing(inside[-1])


class Poller:
    """Looks at the stamps of all files again and again."""

    def __init__(self, root: Path, pause: float = PAUSE) -> None:
        self._root = root
        self._pause = pause
        self._seen = self._look()

    def wait(self) -> None:
        """Return when a stamp is another one."""
        while True:
            seen = self._look()
            if seen != self._seen:
                self._seen = seen
                return
            time.sleep(self._pause)

    def close(self) -> None:
        """Nothing is held."""

    def _look(self) -> dict[str, Stamp | None]:
        try:
            found: dict[str, Stamp | None] = {SETTINGS: stamp_of(self._root / SETTINGS)}
            for folder in FOLDERS:
                stamps = scan(self._root / folder, start=f"{folder}/", unread=UNREAD[folder])
                found |= {path: stamp for path, stamp in stamps.items() if not is_passing(path.rpartition("/")[2])}
        except DiskFailed:  # the build tells of it
            return {}
        return found


class Notifier:
    """Is told by the system, with `watchfiles`.

    Of the root only the names in it are watched: it also holds what builds write, and perhaps a virtual environment.
    Of a symbolic link to a file the system tells nothing when the file changes, so the stamps of those are polled.
    Raises ImportError where `watchfiles` is not installed, and OSError where the system refuses.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._names = self._begin(self._root, recursive=False)
        self._inside = self._begin_inside()
        self._links = self._find_links()
        self._looked_at = time.monotonic()

    def wait(self) -> None:
        """Return when the system has told of something, or a file that a link leads to has another stamp."""
        while True:
            found = next(self._names)
            if any(Path(path).name in FOLDERS for path in found):
                # A folder that came or went: what is watched is the old one.
                self._inside.close()
                self._inside = self._begin_inside()
            found = found or next(self._inside)
            if any(map(is_link_or_folder, found)):
                self._links = self._find_links()
            if found or self._has_link_moved():
                return

    def _find_links(self) -> dict[str, Stamp | None]:
        """The stamps of the files that links lead to, by the links' paths."""
        links = [path for name in FOLDERS for path in links_below(self._root / name, UNREAD[name])]
        return {path: _stamp_of(path) for path in (*links, str(self._root / SETTINGS)) if is_link_or_folder(path)}

    def _has_link_moved(self) -> bool:
        now = time.monotonic()
        if now < self._looked_at + LINK_PAUSE:
            return False
        self._looked_at, before = now, self._links
        self._links = {path: _stamp_of(path) for path in before}
        return self._links != before

    def close(self) -> None:
        """Give the watches back."""
        self._names.close()
        self._inside.close()

    def _begin_inside(self) -> "Generator[set[str], None, None]":
        folders = [self._root / name for name in FOLDERS if is_folder(self._root / name)]
        try:
            return self._begin(*folders, recursive=True)
        except FileNotFoundError:  # gone a moment ago: the names in the root tell of it
            return self._begin(recursive=True)

    def _begin(self, *folders: Path, recursive: bool) -> "Generator[set[str], None, None]":
        from watchfiles import watch

        changes = watch(
            *folders,
            watch_filter=self._matters,
            step=STEP if recursive else STEP // 2,
            debounce=LONGEST,
            rust_timeout=5 * STEP if recursive else STEP // 2,
            yield_on_timeout=True,
            recursive=recursive,
        )
        found = ({path for _, path in each} for each in changes)
        next(found)  # from now on nothing is missed
        return found

    def _matters(self, _change: Any, path: str) -> bool:
        place = PurePath(path)
        return not place.is_relative_to(self._root) or is_read(str(place.relative_to(self._root)))


def _stamp_of(path: str) -> Stamp | None:
    try:
        return stamp_of(Path(path))
    except DiskFailed:  # the build tells of it
        return None


def watch_site(root: Path) -> Watcher:
    """The best way to watch a site that there is here."""
    try:
        return Notifier(root)
    except (ImportError, OSError):  # not installed, or no more can be watched
        return Poller(root)
