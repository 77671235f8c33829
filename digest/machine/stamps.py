"""Stat values of files and of the system, to detect changes without opening files."""

import contextlib
import os
from pathlib import Path
from typing import Literal

from digest.machine.files import LARGE, DiskFailed, is_missing
from digest.text.fingerprint import fingerprint_bytes

Stamp = tuple[int, int, int, int]
"""`(st_size, st_mtime_ns, st_ctime_ns, st_ino)`: if any differs, the file may have changed.

Programs cannot set ctime.
"""


Lost = Literal["link", "loop", "deep", "system", "placeholder", "special", "file", "beside", "outside"]
"""Why a name is no file that can be read: a symbolic link without target, a link to a folder around it, one behind too
many others, one to processes and devices, a placeholder of iCloud for a file that is not on this machine, a pipe or
device, a file in the place of a folder; or a folder of a day, or a list of people, that is beside `content/` and not in
it. What a link out of the site leads to (`outside`) is read.
"""

_SYSTEM = ("/proc/", "/sys/", "/dev/")
"""Folders that the kernel makes up. Links in them lead everywhere."""

_MOST_LINKS = 4
"""Folders that are links, in one path. Those that lead to each other have as many paths as orders."""


def scan(
    folder: Path,
    *,
    start: str = "",
    unread: tuple[str, ...] = (".", "__pycache__"),
    lost: dict[str, Lost] | None = None,
) -> dict[str, Stamp]:
    """Stamps of the files below a folder by path, sorted. Skips what `list_files` skips. Paths are prefixed with
    `start`. Paths that cannot be read are added to `lost`, and links that lead out, but not those behind such a link.
    """
    found: dict[str, Stamp] = {}
    lost = {} if lost is None else lost
    stack: list[tuple[str, str, bool, tuple[str, ...]]] = [(start, str(folder), False, ())]
    if is_of_system(folder):
        lost[start.rstrip("/")] = "system"
        stack = []
    while stack:
        inside, here, is_outside, around = stack.pop()
        try:
            with os.scandir(here) as items:
                for item in items:
                    name = item.name
                    if name.startswith(".") and name.endswith(_PLACEHOLDER):
                        lost[inside + name] = "placeholder"
                        continue
                    if name.startswith(unread):
                        continue
                    is_link = item.is_symlink()
                    why = _why_lost(item.path, folder, (*around, here)) if is_link else None
                    if why is not None and not (is_outside and why == "outside"):
                        lost[inside + name] = why
                    if why is not None and why != "outside":
                        continue
                    if item.is_dir():
                        passed = (*around, here) if is_link else around
                        stack.append((f"{inside}{name}/", item.path, is_outside or why == "outside", passed))
                    elif not item.is_file():
                        lost[inside + name] = "special"
                    else:
                        try:
                            status = item.stat() if _IS_POSIX else os.stat(item.path)
                        except FileNotFoundError:  # deleted since it was listed, like temporary files of editors
                            continue
                        found[inside + name] = (
                            status.st_size,
                            status.st_mtime_ns,
                            status.st_ctime_ns,
                            status.st_ino,
                        )
        except FileNotFoundError:
            continue
        except NotADirectoryError:
            lost[inside.rstrip("/")] = "file"
        except OSError as error:
            raise DiskFailed(Path(here), error) from error
    return dict(sorted(found.items()))


_PLACEHOLDER = ".icloud"


def is_dangling(path: Path) -> bool:
    """Whether this is a symbolic link without target."""
    return os.path.islink(path) and not os.path.exists(path)


def _why_lost(link: str, folder: Path, around: tuple[str, ...]) -> Lost | None:
    """Why a symbolic link below a folder of the site cannot be followed, or leads out; None if neither. `around` are
    the folders of the links that its path passes, the last its own.
    """
    if not os.path.exists(link):
        return "link"
    target = os.path.realpath(link)
    if is_of_system(target):
        return "system"
    if os.path.isdir(target):
        if any(is_below(each, target) for each in around):
            return "loop"
        if len(around) > _MOST_LINKS:
            return "deep"
    return None if is_below(target, folder) or is_below(target, folder.parent) else "outside"


def is_of_system(path: Path | str) -> bool:
    """Whether a path leads to processes or devices, and not to the memory of `/dev/shm`, which has any files."""
    place = f"{os.path.realpath(path)}/"
    return place.startswith(_SYSTEM) and not place.startswith("/dev/shm/")  # noqa: S108


def is_below(path: Path | str, folder: Path | str) -> bool:
    """Whether a path is that of the folder or of something in it, all links followed."""
    place, top = os.path.realpath(path), os.path.realpath(folder)
    return f"{place}{os.sep}".startswith(f"{top.rstrip(os.sep)}{os.sep}")


def links_below(folder: Path, unread: tuple[str, ...]) -> list[str]:
    """The symbolic links to files below a folder, by their paths, without those that `scan` leaves out."""
    found: list[str] = []
    stack = [str(folder)]
    while stack:
        with contextlib.suppress(OSError), os.scandir(stack.pop()) as items:
            for item in items:
                if item.name.startswith(unread):
                    continue
                if item.is_dir():
                    stack.append(item.path)
                elif item.is_symlink():
                    found.append(item.path)
    return found


def is_link_or_folder(path: str) -> bool:
    """Whether a symbolic link or a folder is there."""
    return os.path.islink(path) or os.path.isdir(path)


_IS_POSIX = os.name == "posix"
"""Elsewhere, `DirEntry.stat` may be out of date: Windows caches it in the folder."""


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file; None if it does not exist."""
    try:
        status = os.stat(path)
    except OSError as error:
        if is_missing(error):
            return None
        raise DiskFailed(path, error) from error
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def digest_unread(path: Path | str) -> str | None:
    """The fingerprint of a file that is too large to be read: that of its stamp. None for others."""
    stamp = stamp_of(Path(path))
    return fingerprint_bytes(repr(stamp).encode()) if stamp is not None and stamp[0] > LARGE else None


def names_in(folder: str) -> list[str]:
    """Names in a folder, sorted; empty if it cannot be read."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def start_of_machine() -> str:
    """Linux's boot id, which changes with every start; empty on other systems."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except (OSError, ValueError):
        return ""


def touch(path: Path) -> int:
    """Set a file's mtime to the present and return it (nanoseconds): the time of the file system's clock."""
    try:
        os.utime(path)
        return os.stat(path).st_mtime_ns
    except OSError as error:
        raise DiskFailed(path, error) from error


def disk_of(path: Path) -> int:
    """`st_dev` of a path, or of its nearest existing parent."""
    for place in (path, *path.parents):
        with contextlib.suppress(OSError):
            return os.stat(place).st_dev
    return 0
