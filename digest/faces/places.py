"""Paths in messages: as the reader of the messages can open them."""

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from digest.faces.display import SourceOf
from digest.text.diagnostics import Diagnostic

PathOf = Callable[[str], str]
"""From a path in the site to the path that is shown."""


def path_of(root: Path, format: str) -> PathOf:  # noqa: A002  # as the option is called
    """How `--format` shows the paths of the site at `root`.

    `json`: from the root. `text`: from the current folder, or whole if that is shorter. `github`: from the top of the
    repository (the nearest folder with `.git`, in `GITHUB_WORKSPACE` if that is set, else that); without one, as text.

    Themes that come with digest are in no folder of the site: their paths stay.
    """
    top = _repository(root) if format == "github" else None
    start = root if format == "json" else top or Path.cwd()
    if start == root:
        return str

    def show(path: str) -> str:
        is_shipped = path.startswith("digest/themes/") and not (root / path).exists()
        if is_shipped:
            return path
        return min(Path(os.path.relpath(root / path, start)).as_posix(), (root / path).as_posix(), key=len)

    return show


def place_in_repository(root: Path) -> str:
    """The folder of the site at `root` in the nearest folder with `.git`, with a final slash; empty at its top, or
    without one.
    """
    top = _top(root)
    place = root.relative_to(top).as_posix() if top else "."
    return "" if place == "." else f"{place}/"


def _repository(root: Path) -> Path | None:
    workspace, top = os.environ.get("GITHUB_WORKSPACE"), _top(root)
    if workspace and root.is_relative_to(workspace) and not (top and top.is_relative_to(workspace)):
        return Path(workspace)
    return top


def _top(root: Path) -> Path | None:
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), None)


def as_seen(diagnostics: Iterable[Diagnostic], sources: SourceOf, show: PathOf) -> tuple[list[Diagnostic], SourceOf]:
    """The diagnostics with the paths to show, and their texts by these."""
    paths: dict[str, str] = {}
    seen = []
    for each in diagnostics:
        path = show(each.path)
        paths[path] = each.path
        seen.append(replace(each, path=path) if path != each.path else each)
    return seen, lambda path: sources(paths[path])
