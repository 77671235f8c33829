"""Writing the files of one import: all of them, or none."""

from collections.abc import Iterable
from pathlib import Path

from digest.machine import files


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
    except (files.DiskFailed, Present):
        for each in written:
            files.remove(each)
        raise


def _write(root: Path, path: str, content: bytes) -> None:
    if not files.write_new(root / path, content):
        raise Present(path)
