"""What the system says of files and of itself without a file being opened."""

import contextlib
import os
from pathlib import Path

from digest.machine.files import DiskFailed

Stamp = tuple[int, int, int, int]
"""What tells that a file may have changed without reading it: its size, the times (in nanoseconds) of its last change
and of the last change of what is known of it, which no program can set, and its number on the disk."""


def scan(folder: Path, *, start: str = "", unread: tuple[str, ...] = (".", "__pycache__")) -> dict[str, Stamp]:
    """The files below a folder with their stamps, sorted by path, without those that `list_files` leaves out. Every
    path begins with `start`.
    """
    found: dict[str, Stamp] = {}
    stack = [(start, str(folder))]
    while stack:
        inside, here = stack.pop()
        try:
            with os.scandir(here) as items:
                for item in items:
                    name = item.name
                    if name.startswith(unread):
                        continue
                    if item.is_dir():
                        stack.append((f"{inside}{name}/", item.path))
                    elif item.is_file():
                        try:
                            status = item.stat() if _IS_POSIX else os.stat(item.path)
                        except FileNotFoundError:  # an editor's own file, gone since: the others are still here
                            continue
                        found[inside + name] = (
                            status.st_size,
                            status.st_mtime_ns,
                            status.st_ctime_ns,
                            status.st_ino,
                        )
        except FileNotFoundError:
            continue
        except OSError as error:
            raise DiskFailed(Path(here), error) from error
    return dict(sorted(found.items()))


_IS_POSIX = os.name == "posix"
"""Elsewhere, what a folder says of its files may lag behind."""


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file; None when there is none."""
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise DiskFailed(path, error) from error
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def names_in(folder: str) -> list[str]:
    """The names of what a folder holds; none if there is no such folder."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def start_of_machine() -> str:
    """A name for the time since the machine was last started; empty where the system has none."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except (OSError, ValueError):
        return ""


def touch(path: Path) -> int:
    """Give a file the time of the disk that it is on; that time, in nanoseconds."""
    try:
        os.utime(path)
        return os.stat(path).st_mtime_ns
    except OSError as error:
        raise DiskFailed(path, error) from error


def disk_of(path: Path) -> int:
    """The number of the disk that a file or folder is on, or will be."""
    for place in (path, *path.parents):
        with contextlib.suppress(OSError):
            return os.stat(place).st_dev
    return 0
