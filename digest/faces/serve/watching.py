"""Wait for changes of source files: file system events if `watchfiles` is installed, polling otherwise.

Watchers only report that something may have changed. What did is found by comparing stamps.
"""

import contextlib
import time
from collections.abc import Generator
from pathlib import Path, PurePath
from typing import Any, Protocol

from digest.machine.files import DiskFailed, is_folder
from digest.machine.inputs import FILES, SETTINGS, UNREAD, find_beside, is_beside, is_passing, named_files
from digest.machine.stamps import Stamp, is_link_or_folder, links_below, scan, stamp_of

FOLDERS = tuple(UNREAD)
"""Watched folders. Builds write to none of them."""

PAUSE = 1.0
"""Polling interval in seconds, without `watchfiles`."""

LINK_PAUSE = 0.2
"""Polling interval in seconds for targets of symbolic links, with `watchfiles`."""

STEP, LONGEST = 20, 300
"""Debounce in milliseconds: quiet time that ends a change, and the upper bound."""


class Watcher(Protocol):
    """Waits for changes since it was created, also those between calls of `wait`."""

    def wait(self) -> None:
        """Block until something changed that a build may read."""

    def close(self) -> None:
        """Stop watching."""


def is_read(path: str) -> bool:
    """Whether a build may read the file or folder at a path, relative to the root of its site."""
    top, *inside = PurePath(path).parts or ("",)
    if not inside:
        return top in FOLDERS or is_beside(top)
    unread = UNREAD.get(top)
    return unread is not None and not any(name.startswith(unread) for name in inside) and not is_passing(inside[-1])


class Poller:
    """Compares the stamps of all files periodically."""

    def __init__(self, root: Path, pause: float = PAUSE) -> None:
        self._root = root
        self._pause = pause
        self._seen = self._look()

    def wait(self) -> None:
        """Block until a stamp differs."""
        while True:
            seen = self._look()
            if seen != self._seen:
                self._seen = seen
                return
            time.sleep(self._pause)

    def close(self) -> None:
        """Do nothing."""

    def _look(self) -> dict[str, Stamp]:
        try:
            found = find_beside(self._root)
            for folder in FOLDERS:
                stamps = scan(self._root / folder, start=f"{folder}/", unread=UNREAD[folder])
                found |= {path: stamp for path, stamp in stamps.items() if not is_passing(path.rpartition("/")[2])}
        except DiskFailed:  # the build reports it
            return {}
        return found


class Notifier:
    """Listens to file system events, with `watchfiles`.

    The root itself is not watched recursively: it has the output, and perhaps a virtual environment. Targets of
    symbolic links have no events, so their stamps are polled. Raises ImportError if `watchfiles` is not installed,
    OSError if the system refuses (too many watches).
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._names = self._begin(self._root, recursive=False)
        self._inside = self._begin_inside()
        self._links = self._find_links()
        self._looked_at = time.monotonic()

    def wait(self) -> None:
        """Block until an event, or until the target of a link has another stamp."""
        while True:
            found = next(self._names)
            if any(Path(path).name in FOLDERS for path in found):
                # A folder was created or removed: the watch is on the old inode.
                self._inside.close()
                self._inside = self._begin_inside()
            found = found or next(self._inside)
            if any(is_link_or_folder(path) or Path(path).name == SETTINGS for path in found):
                self._links = self._find_links()
            if found or self._has_link_moved():
                return

    def _find_links(self) -> dict[str, Stamp | None]:
        """Stamps of the targets of symbolic links, by the path of the link, and of files that the settings name."""
        links = [path for name in FOLDERS for path in links_below(self._root / name, UNREAD[name])]
        links += [path for name in FILES if is_link_or_folder(path := str(self._root / name))]
        with contextlib.suppress(DiskFailed):  # the build reports it
            links += [str(self._root / name) for name in named_files(self._root)]
        return {path: _stamp_of(path) for path in links}

    def _has_link_moved(self) -> bool:
        now = time.monotonic()
        if now < self._looked_at + LINK_PAUSE:
            return False
        self._looked_at, before = now, self._links
        self._links = {path: _stamp_of(path) for path in before}
        return self._links != before

    def close(self) -> None:
        """Release the watches."""
        self._names.close()
        self._inside.close()

    def _begin_inside(self) -> "Generator[set[str], None, None]":
        folders = [self._root / name for name in FOLDERS if is_folder(self._root / name)]
        try:
            return self._begin(*folders, recursive=True)
        except FileNotFoundError:  # just removed: the watch on the root reports that
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
        next(found)  # registers the watch
        return found

    def _matters(self, _change: Any, path: str) -> bool:
        place = PurePath(path)
        return not place.is_relative_to(self._root) or is_read(str(place.relative_to(self._root)))


def _stamp_of(path: str) -> Stamp | None:
    try:
        return stamp_of(Path(path))
    except DiskFailed:  # the build reports it
        return None


def watch_site(root: Path) -> Watcher:
    """Watch a site, by events if possible."""
    try:
        return Notifier(root)
    except (ImportError, OSError):  # not installed, or out of inotify watches
        return Poller(root)
