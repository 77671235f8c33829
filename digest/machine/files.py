"""File system access. Raises `DiskFailed` instead of `OSError`. Paths in a site are relative, with forward slashes."""

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import Path

from digest.text.fingerprint import checksum_pieces

LARGE = 100_000_000
"""Bytes of the largest file that is read as a whole. Hosts such as GitHub take no larger ones."""

_PIECE = 1 << 20
"""Bytes of a large file that are in memory at a time."""

_LARGEST_KEPT = 1_000_000_000
"""Bytes of the largest file of the cache; a site of 100,000 papers has 200 MB in one."""


_IN_THE_WAY = {
    **dict.fromkeys((errno.ENOTDIR, errno.EEXIST), "a file, link, pipe or device is where a folder belongs"),
    errno.ELOOP: "this link leads to itself",
    errno.ENXIO: "this is a pipe, socket or device, not a file",
}
"""What errors mean where something else has the name of a file or folder."""


class DiskFailed(Exception):
    """A file system call failed. `reason` is what is wrong, `hint` what to do."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.path = path
        self.reason = _IN_THE_WAY.get(error.errno or 0) or error.strerror or str(error)
        self.hint = "look at its permissions, and at the space left on the disk"
        if isinstance(error, _Unreadable) or error.errno in _IN_THE_WAY:
            self.hint = "delete it, or move it away"
        super().__init__(f"{path}: {self.reason}")
        self._error = error

    def __reduce__(self) -> tuple[type["DiskFailed"], tuple[Path, OSError]]:
        return DiskFailed, (self.path, self._error)


class _Unreadable(OSError):
    """What has the name is no file, or too large to be read."""


def list_files(
    folder: Path, *, unread: tuple[str, ...] = (".", "__pycache__"), astray: list[str] | None = None
) -> Iterator[str]:
    """Paths of the files below a folder, sorted. Files and folders with a prefix in `unread` are skipped.

    With `astray`, links that lead nowhere, out of the folder, or to a folder above are added to it and not followed;
    and pipes and devices.
    """
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
                    is_other = not (item.is_symlink() or item.is_dir() or item.is_file())
                    if astray is not None and (is_other or (item.is_symlink() and _is_astray(folder / path, folder))):
                        astray.append(path)
                    elif item.is_symlink() and not os.path.exists(item.path):
                        continue  # it may lead to itself, of which `is_dir` raises
                    elif item.is_dir():
                        stack.append(path)
                    elif item.is_file():
                        found.append(path)
        except OSError as error:
            if not is_missing(error):
                raise DiskFailed(folder / inside, error) from error
    return iter(sorted(found))


def _is_astray(link: Path, folder: Path) -> bool:
    """Whether a link leads nowhere, out of the folder, or to a folder that it is in."""
    try:
        target = link.resolve(strict=True)
        return link.parent.resolve().is_relative_to(target) or not target.is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return True


def read(path: Path | str, *, most: int = LARGE) -> bytes:
    """Read a file of `most` bytes at most."""
    try:
        return _read(path, most)
    except OSError as error:
        raise DiskFailed(Path(path), error) from error


def read_if_there(path: Path | str) -> bytes | None:
    """Read a file of `LARGE` bytes at most; None if it does not exist."""
    try:
        return _read(path)
    except OSError as error:
        if is_missing(error):
            return None
        raise DiskFailed(Path(path), error) from error


def read_regular(path: Path | str) -> bytes | None:
    """Read a file that digest wrote; None if it does not exist, or is none of those: a link, folder, pipe or device, or
    larger than any.
    """
    try:
        return _read(path, _LARGEST_KEPT) if not os.path.islink(path) else None
    except OSError as error:
        if is_missing(error) or isinstance(error, _Unreadable) or not is_file(path):
            return None
        raise DiskFailed(Path(path), error) from error


def read_start(path: Path | str) -> bytes:
    """The first 65,536 bytes of a file, or all."""
    try:
        handle, _ = _open(path)
        try:
            return os.read(handle, 1 << 16)
        finally:
            os.close(handle)
    except OSError as error:
        raise DiskFailed(Path(path), error) from error


def read_part(path: Path | str, part: range) -> Iterator[bytes]:
    """A part of a file of any size, in pieces; it ends early if the file does."""
    try:
        handle, _ = _open(path)
        try:
            os.lseek(handle, part.start, os.SEEK_SET)
            left = len(part)
            while left and (piece := os.read(handle, min(left, _PIECE))):
                left -= len(piece)
                yield piece
        finally:
            os.close(handle)
    except OSError as error:
        raise DiskFailed(Path(path), error) from error


def checksum_of(path: Path | str) -> str | None:
    """The checksum of a file of any size, read in pieces; None if there is none."""
    try:
        return checksum_pieces(_pieces(path))
    except OSError as error:
        if is_missing(error) or isinstance(error, _Unreadable):
            return None
        raise DiskFailed(Path(path), error) from error


def is_missing(error: OSError) -> bool:
    """Whether a call failed because there is no such file: a link that leads to itself counts as one without target."""
    return isinstance(error, FileNotFoundError | NotADirectoryError) or error.errno == errno.ELOOP


_BINARY, _NO_LINK = getattr(os, "O_BINARY", 0), getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
"""Opens a pipe without waiting for its other end."""


def _read(path: Path | str, most: int = LARGE) -> bytes:
    handle, size = _open(path)
    try:
        if size > most:
            raise _Unreadable(errno.EFBIG, f"this file has more than {most // 1_000_000} MB")
        content = os.read(handle, size + 1)
        return content if len(content) == size else b"".join((content, *_rest(handle)))
    finally:
        os.close(handle)


def _pieces(path: Path | str) -> Iterator[bytes]:
    handle, _ = _open(path)
    try:
        yield from _rest(handle)
    finally:
        os.close(handle)


def _open(path: Path | str) -> tuple[int, int]:
    """Open a file: its handle and size."""
    # For short files, making the objects of `open` takes longer than the system calls.
    handle = os.open(path, os.O_RDONLY | _BINARY | _NO_WAIT)
    status = os.fstat(handle)
    if stat.S_ISREG(status.st_mode):
        return handle, status.st_size
    os.close(handle)
    is_folder = stat.S_ISDIR(status.st_mode)
    raise _Unreadable(errno.EISDIR if is_folder else errno.EINVAL, _what_is_no_file(status.st_mode))


def _rest(handle: int) -> Iterator[bytes]:
    while piece := os.read(handle, _PIECE):
        yield piece


def _what_is_no_file(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "this is a folder, not a file"
    return f"this is a {'pipe' if stat.S_ISFIFO(mode) else 'device'}, not a file"


def stamp(path: Path | str) -> tuple[int, int] | None:
    """`(st_size, st_mtime_ns)`; None if the file does not exist. For inputs, see `digest.machine.stamps`."""
    try:
        status = os.stat(path)
    except OSError as error:
        if is_missing(error):
            return None
        raise DiskFailed(Path(path), error) from error
    return status.st_size, status.st_mtime_ns


def is_file(path: Path | str) -> bool:
    """Whether a regular file, or a link to one, exists."""
    return os.path.isfile(path)


def is_folder(path: Path | str) -> bool:
    """Whether a folder, or a link to one, exists."""
    return os.path.isdir(path)


def real_path(path: Path) -> Path:
    """The path without links; unlike `Path.resolve`, also of a link that leads to itself."""
    return Path(os.path.realpath(path))


def is_linked(path: Path | str) -> bool:
    """Whether this is a symbolic link."""
    return os.path.islink(path)


def is_no_folder(path: Path | str) -> bool:
    """Whether something is there that is no folder: a link to one is none."""
    return os.path.lexists(path) and (os.path.islink(path) or not os.path.isdir(path))


def is_writable(path: Path | str) -> bool:
    """Whether the system lets this process write a file or into a folder."""
    return os.access(path, os.W_OK)


def make_folder(path: Path) -> None:
    """Create a folder and its parents, if they do not exist."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskFailed(path, error) from error


def write_in_place(path: Path | str, content: bytes) -> tuple[int, int]:
    """Write a file in place, not atomically. Returns `(st_size, st_mtime_ns)`."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY | _NO_LINK | _NO_WAIT, 0o666)
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


def copy(source: Path | str, target: Path | str) -> tuple[int, int]:
    """Copy the content of a file of any size, as `write_in_place`. A link in the place of `target` is replaced."""
    try:
        if os.path.islink(target):
            os.unlink(target)
        shutil.copyfile(source, target)
        status = os.stat(target)
    except OSError as error:
        raise DiskFailed(Path(target), error) from error
    return status.st_size, status.st_mtime_ns


def write_new(path: Path, content: bytes) -> bool:
    """Create a file; False if the name is taken. Of concurrent calls for one path, one succeeds (`O_EXCL`)."""
    make_folder(path.parent)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    except FileExistsError:
        return False
    except OSError as error:
        raise DiskFailed(path, error) from error
    os.close(handle)
    try:
        write_in_place(path, content)
    except DiskFailed:
        with contextlib.suppress(DiskFailed):
            remove(path)
        raise
    return True


def append(path: Path, content: bytes) -> None:
    """Append to a file in one `write` call. A short write fails with `ENOSPC`."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | _BINARY)
        try:
            if os.write(handle, content) != len(content):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        finally:
            os.close(handle)
    except OSError as error:
        raise DiskFailed(path, error) from error


def replace(source: Path | str, target: Path | str) -> None:
    """Move a file atomically, replacing `target`: a file, a link, or a folder without files. Across disks it is copied,
    then deleted.
    """
    try:
        try:
            os.replace(source, target)
        except OSError:
            if os.path.islink(target) or not os.path.isdir(target):
                raise
            _remove_hollow(target)
            os.replace(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:  # different disks
            raise DiskFailed(Path(target), error) from error
        _put_whole(Path(target), lambda beside: copy(source, beside))
        remove(Path(source))


def replace_folder(source: Path, target: Path) -> bool:
    """Move a folder to a path that does not exist; False if it is on another disk."""
    try:
        os.rename(source, target)
    except OSError as error:
        if error.errno == errno.EXDEV:
            return False
        raise DiskFailed(target, error) from error
    return True


def exists(path: Path | str) -> bool:
    """Whether the name is taken, by a broken link too."""
    return os.path.lexists(path)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file atomically: to a temporary file beside it, which then replaces it."""
    _put_whole(path, lambda beside: write_in_place(beside, content))


def _put_whole(path: Path, write: Callable[[Path], object]) -> None:
    beside = _beside(path)
    make_folder(path.parent)
    try:
        write(beside)
        replace(beside, path)
    except DiskFailed:
        with contextlib.suppress(DiskFailed):  # the partial file may be what fills the disk
            remove(beside)
        raise


def write_kept(path: Path, content: bytes, *, at_once: bool = False) -> None:
    """Write a file of the cache, which may be damaged: a folder, link, pipe or device in its place is removed.
    `at_once`: atomically.
    """
    clear_way(path)
    try:
        write_whole(path, content) if at_once else write_in_place(path, content)
    except DiskFailed:
        clear_way(_beside(path))
        if not is_folder(path.parent):
            clear_way(path.parent)
        make_folder(path.parent)
        write_whole(path, content) if at_once else write_in_place(path, content)


def clear_way(path: Path) -> None:
    """Remove a folder with its content, link, pipe or device from the place of a file of the cache."""
    try:
        mode = os.lstat(path).st_mode
        if stat.S_ISDIR(mode):
            shutil.rmtree(path)
        elif not stat.S_ISREG(mode):
            os.unlink(path)
    except OSError as error:
        if not is_missing(error):
            raise DiskFailed(path, error) from error


def remove_links(folder: Path) -> None:
    """Remove the symbolic links in a folder of the cache, and what else is neither file nor folder."""
    try:
        with os.scandir(folder) as items:
            for item in items:
                if not item.is_file(follow_symlinks=False) and not item.is_dir(follow_symlinks=False):
                    os.unlink(item.path)
    except OSError as error:
        raise DiskFailed(folder, error) from error


def rewrite(path: Path, before: bytes, after: bytes) -> bool:
    """Replace a source file atomically, keeping mode and symbolic link. False if its content is not `before`."""
    place = Path(os.path.realpath(path))  # replace the link's target, not the link
    beside = _beside(place)
    try:
        if not os.access(place, os.W_OK):
            raise DiskFailed(path, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
        mode = stat.S_IMODE(os.stat(place).st_mode)
        write_in_place(beside, after)
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


def remove_temporary(path: Path) -> None:
    """Remove the temporary file of an interrupted `write_whole`."""
    remove(_beside(path))


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.digest-new")


def remove(path: Path) -> None:
    """Remove a file if it exists. A folder of that name is kept."""
    try:
        path.unlink(missing_ok=True)
    except NotADirectoryError:
        return
    except OSError as error:
        if not is_folder(path):
            raise DiskFailed(path, error) from error


def remove_empty_folders(root: Path, folders: Iterable[str]) -> None:
    """Remove the folders below `root` that are empty, and parents that become empty."""
    for folder in sorted(set(folders), key=len, reverse=True):
        inside = folder
        while inside:
            try:
                (root / inside).rmdir()
            except FileNotFoundError:
                pass  # an interrupted build removed it; its parent may still be there
            except OSError:
                break  # not empty
            inside = inside.rpartition("/")[0]


def _remove_hollow(folder: Path | str) -> None:
    """Remove a folder that has nothing but folders like it."""
    for inside, _, _ in os.walk(folder, topdown=False):
        os.rmdir(inside)


def holds_anything(folder: str, besides: Container[str]) -> bool:
    """Whether a folder, or a link to one that is no output, has anything but folders that are empty like it, and the
    paths in `besides`, which are relative to it.
    """
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(f"{place}/{name}")]
        if any(f"{place}/{name}"[len(folder) + 1 :] not in besides for name in (*names, *links)):
            return True
    return False


def is_empty(folder: Path) -> bool:
    """Whether a folder contains only hidden entries, such as `.git`, or does not exist."""
    try:
        with os.scandir(folder) as items:
            return all(item.name.startswith(".") for item in items)
    except FileNotFoundError:
        return True
    except OSError as error:
        raise DiskFailed(folder, error) from error


def remove_folder(folder: Path) -> None:
    """Remove a folder of the cache with its content, or a link, pipe or device in its place. A file stays."""
    clear_way(folder)


class Present(Exception):
    """A file to be created exists: it appeared since the paths were checked."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def write_all(root: Path, contents: Iterable[tuple[str, bytes]]) -> None:
    """Create files, given as `(path, content)`: all or none. Raises `Present` if one exists."""
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
