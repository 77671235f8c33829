"""The files and folders of a site that a command looks at: those in its arguments."""

from collections.abc import Iterable
from pathlib import Path

from digest.machine.options import Refused


def places_in_site(root: Path, paths: Iterable[Path]) -> tuple[str, ...]:
    """Paths of files and folders, relative to the site's root. Raises `Refused` for one that is not in the site."""
    return tuple([_inside(root.resolve(), path) for path in paths])


def is_in_places(path: str, places: Iterable[str]) -> bool:
    """Whether a path is one of those of `places_in_site`, or below one."""
    return any(_is_below(path, place) for place in places)


def _inside(root: Path, path: Path) -> str:
    """A path relative to the root. Relative arguments are tried from the working directory, then from the root."""
    whole = path if path.is_absolute() else (path.resolve() if path.exists() else root / path)
    if not whole.exists():
        raise Refused(f"there is no file or folder '{path}'", "name files of the site")
    try:
        return whole.resolve().relative_to(root).as_posix()
    except ValueError:
        raise Refused(f"'{path}' is not inside the site at {root}", "name files of the site") from None


def _is_below(path: str, folder: str) -> bool:
    return folder == "." or path == folder or path.startswith(f"{folder}/")
