"""The one door to the disk. Paths inside a site have forward slashes and are relative to its root."""

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path


class DiskFailed(Exception):
    """The disk refused: `path` and the system's reason."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{path}: {error.strerror or error}")
        self.path = path
        self.reason = error.strerror or str(error)
        self._error = error

    def __reduce__(self) -> tuple[type["DiskFailed"], tuple[Path, OSError]]:
        return DiskFailed, (self.path, self._error)


def list_files(folder: Path, *, unread: tuple[str, ...] = (".", "__pycache__")) -> Iterator[str]:
    """The files below a folder, sorted, without those whose name or folder starts with one of `unread`."""
    stack = [""]
    found: list[str] = []
    while stack:
        inside = stack.pop()
        try:
            with os.scandir(folder / inside if inside else folder) as items:
                for item in items:
                    if item.name.startswith(unread):
                        continue
                    path = f"{inside}/{item.name}" if inside else item.name
                    if item.is_dir():
                        stack.append(path)
                    elif item.is_file():
                        found.append(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise DiskFailed(folder / inside, error) from error
    return iter(sorted(found))


def read(path: Path | str) -> bytes:
    """The bytes of a file."""
    try:
        return _read(path)
    except OSError as error:
        raise DiskFailed(Path(path), error) from error


def read_if_there(path: Path | str) -> bytes | None:
    """The bytes of a file; None when there is none."""
    try:
        return _read(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise DiskFailed(Path(path), error) from error


def _read(path: Path | str) -> bytes:
    # Without the objects that `open` makes, which take three times as long as the system does to read a short file.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        size = os.fstat(handle).st_size
        content = os.read(handle, size + 1)
        if len(content) == size:
            return content
        pieces = [content]
        while content:
            content = os.read(handle, 1 << 20)
            pieces.append(content)
        return b"".join(pieces)
    finally:
        os.close(handle)


def stamp(path: Path | str) -> tuple[int, int] | None:
    """The size and the time of change (nanoseconds) of a file; None when there is none."""
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise DiskFailed(Path(path), error) from error
    return status.st_size, status.st_mtime_ns


def is_file(path: Path | str) -> bool:
    """Whether a file is there."""
    return os.path.isfile(path)


def is_folder(path: Path | str) -> bool:
    """Whether a folder is there."""
    return os.path.isdir(path)


def make_folder(path: Path) -> None:
    """Make a folder and those above it."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskFailed(path, error) from error


def write(path: Path | str, content: bytes) -> tuple[int, int]:
    """Write a file that nobody reads yet; its size and time of change, as `stamp` gives them."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(handle, rest) :]
            status = os.fstat(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise DiskFailed(Path(path), error) from error
    return status.st_size, status.st_mtime_ns


def write_new(path: Path, content: bytes) -> bool:
    """Write a file where there is none; False, and nothing done, if there is anything of this name.

    Of two that write it at once, one does.
    """
    make_folder(path.parent)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    except FileExistsError:
        return False
    except OSError as error:
        raise DiskFailed(path, error) from error
    os.close(handle)
    try:
        write(path, content)
    except DiskFailed:
        with contextlib.suppress(DiskFailed):
            remove(path)
        raise
    return True


def append(path: Path, content: bytes) -> None:
    """Add to the end of a file, at once."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        try:
            if os.write(handle, content) != len(content):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        finally:
            os.close(handle)
    except OSError as error:
        raise DiskFailed(path, error) from error


def replace(source: Path | str, target: Path | str) -> None:
    """Put a written file in its place, whole: a reader sees the old one or the new one."""
    try:
        os.replace(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:  # the two are on different disks
            raise DiskFailed(Path(target), error) from error
        write_whole(Path(target), read(source))
        remove(Path(source))


def replace_folder(source: Path, target: Path) -> bool:
    """Put a folder where there is none; False, and nothing done, if the two are on different disks."""
    try:
        os.rename(source, target)
    except OSError as error:
        if error.errno == errno.EXDEV:
            return False
        raise DiskFailed(target, error) from error
    return True


def exists(path: Path) -> bool:
    """Whether there is anything of this name."""
    return os.path.lexists(path)


def write_whole(path: Path, content: bytes) -> None:
    """Write a small file such that it is never seen half."""
    beside = _beside(path)
    make_folder(path.parent)
    try:
        write(beside, content)
        replace(beside, path)
    except DiskFailed:
        with contextlib.suppress(DiskFailed):  # the half of a file may be what fills the disk
            remove(beside)
        raise


def rewrite(path: Path, before: bytes, after: bytes) -> bool:
    """Change a file of the editor's, whole, keeping its mode; False, and nothing done, if it is not what it was."""
    place = Path(os.path.realpath(path))  # a link stays one
    beside = _beside(place)
    try:
        if not os.access(place, os.W_OK):
            raise DiskFailed(path, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
        mode = stat.S_IMODE(os.stat(place).st_mode)
        write(beside, after)
        os.chmod(beside, mode)
        is_same = read(place) == before
        if is_same:
            replace(beside, place)
    except OSError as error:
        raise DiskFailed(path, error) from error
    finally:
        with contextlib.suppress(DiskFailed):
            remove(beside)
    return is_same


def remove_unfinished(path: Path) -> None:
    """Remove what a `write_whole` of this path that never ended has left."""
    remove(_beside(path))


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.digest-new")


def remove(path: Path) -> None:
    """Remove a file, if it is there; a folder of that name stays."""
    try:
        path.unlink(missing_ok=True)
    except NotADirectoryError:
        return
    except OSError as error:
        if not is_folder(path):
            raise DiskFailed(path, error) from error


def remove_empty_folders(root: Path, folders: Iterable[str]) -> None:
    """Remove those of the folders below `root` that hold nothing, and what that empties above them."""
    for folder in sorted(set(folders), key=len, reverse=True):
        inside = folder
        while inside:
            try:
                (root / inside).rmdir()
            except FileNotFoundError:
                pass  # a build that did not end came only as far as the one above
            except OSError:
                break  # it is not empty
            inside = inside.rpartition("/")[0]


def is_empty(folder: Path) -> bool:
    """Whether a folder holds nothing but hidden files (a `.gitignore`, a `.git`)."""
    try:
        with os.scandir(folder) as items:
            return all(item.name.startswith(".") for item in items)
    except FileNotFoundError:
        return True
    except OSError as error:
        raise DiskFailed(folder, error) from error


def remove_folder(folder: Path) -> None:
    """Remove a folder of our own with all that is in it."""
    if not folder.exists():
        return
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise DiskFailed(folder, error) from error


class Present(Exception):
    """A file of that name came to be there in the meantime."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def write_all(root: Path, contents: Iterable[tuple[str, bytes]]) -> None:
    """Write new files, by their paths from the root. What keeps one from being written leaves none behind."""
    written: list[Path] = []
    try:
        for path, content in contents:
            _write(root, path, content)
            written.append(root / path)
    except (DiskFailed, Present):
        for each in written:
            remove(each)
        raise


def _write(root: Path, path: str, content: bytes) -> None:
    if not write_new(root / path, content):
        raise Present(path)
