"""Publish the difference between the plan and the manifest, in two steps that survive a crash.

All stale outputs are rendered into a staging folder first; if any fails, nothing is published. Then the manifest
records the intention, files are renamed into place, and the manifest records the result. After a crash, the output
folder has old and new pages, each whole, and the next build checks the intended paths.

Nothing is synced (`fsync`). A killed process loses no completed write. After a power failure, the boot id in the
manifest (`boot`) differs: the next build ignores the stamps and reads the files.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from digest.machine import files
from digest.machine.manifest import Manifest, Record
from digest.machine.rendering import Staged
from digest.machine.staleness import REASONS, Stale
from digest.plan.listing import LISTING, is_inside, write_listing


class Change(NamedTuple):
    """An output that was written or removed; `reason` is a text of `REASONS`."""

    path: str
    reason: str


class Published(NamedTuple):
    """The result of publishing. `rendered` counts outputs that were rendered, even to the same bytes."""

    written: tuple[Change, ...]
    removed: tuple[Change, ...]
    rendered: int


class Occupied(Exception):
    """A file or folder that digest did not write is in the place of an output."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def find_gone(stale: Stale, manifest: Manifest) -> tuple[str, ...]:
    """Published paths that the plan does not have any more."""
    return tuple(sorted(path for path in manifest.paths - stale.paths if is_inside(path)))


def remove_unfinished(manifest: Manifest, links: Collection[str], output: Path) -> None:
    """Remove temporary files that an interrupted build left in the output folder."""
    for path in manifest.intended:
        if is_inside(path) and not path.startswith(tuple(links)):
            files.remove_temporary(output / path)


def check_places(stale: Stale, gone: Collection[str], links: Collection[str], output: Path) -> None:
    """Raise `Occupied` if a file has the path of a needed folder, or a folder with files that of an output, and will
    not be removed.
    """
    removed = frozenset(gone)
    paths = stale.reasons
    for folder in sorted(_folders(paths)):
        if folder not in removed and f"{folder}/" not in links and files.is_no_folder(output / folder):
            raise Occupied(folder)
    base = f"{output}/"
    for path in paths:
        if files.is_folder(base + path) and not path.startswith(tuple(links)):
            inside = frozenset(each.removeprefix(f"{path}/") for each in removed if each.startswith(f"{path}/"))
            if files.holds_anything(base + path, inside):
                raise Occupied(path)


def linked_folders(manifest: Manifest, output: Path) -> list[str]:
    """The folders that digest published, with a final slash, if a link has taken their place."""
    return [f"{folder}/" for folder in sorted(_folders(manifest.paths)) if files.is_linked(output / folder)]


def publish(
    staged: Sequence[Staged],
    stale: Stale,
    gone: tuple[str, ...],
    manifest: Manifest,
    *,
    links: Collection[str],
    output: Path,
    staging: Path,
    notes: Mapping[str, Any],
    boot: str,
) -> Published:
    """Publish the staged outputs and remove those in `gone`. `links` (of `linked_folders`) are replaced.

    Raises `Occupied` before the first change to the output folder, `DiskFailed` at any time; the next build then
    continues.
    """
    for each in staged:
        if each.is_in_the_way and not manifest.owns(each.path):
            raise Occupied(each.path)
    waiting = {each.path: each for each in staged if each.waits}
    records = {
        each.path: Record(*stale.keys[each.path], each.content, each.size, each.changed) for each in staged
    } | stale.moved
    if waiting or gone:
        paths_changed = bool(gone) or not stale.paths <= manifest.records.keys()
        manifest.intend({*waiting, *gone, *manifest.intended, LISTING})
        for link in links:
            files.remove(output / link)
        if paths_changed:
            # While files move, the listing has old and new paths: if this build dies and the manifest is lost, the next
            # build still knows all files that are ours.
            _put_listing(manifest.paths | stale.paths, staging, output)
        _put([path for path in waiting if path != LISTING], gone, staging, output)
        if LISTING in waiting:
            files.replace(staging / LISTING, output / LISTING)
        elif paths_changed:
            size, changed = _put_listing(stale.paths, staging, output)
            if LISTING in records:
                records[LISTING] = records[LISTING]._replace(size=size, changed=changed)
    manifest.settle(records, gone, notes, boot)
    return Published(
        written=tuple([Change(path, REASONS[stale.reasons[path]]) for path in sorted(waiting)]),
        removed=tuple([Change(path, REASONS["gone"]) for path in gone]),
        rendered=len(staged),
    )


def folders_of(path: str) -> Iterator[str]:
    """The parents of a path, innermost first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _folders(paths: Iterable[str]) -> set[str]:
    """All parents of all paths."""
    nearest = {path.rpartition("/")[0] for path in paths}
    return {each for folder in nearest if folder for each in (folder, *folders_of(folder))}


def _put_listing(paths: Iterable[str], staging: Path, output: Path) -> tuple[int, int]:
    files.make_folder(output)
    files.make_folder(staging)
    stamp = files.write_in_place(staging / _LISTING, write_listing(paths).encode("utf-8", "surrogatepass"))
    files.replace(staging / _LISTING, output / LISTING)
    return stamp


_LISTING = ".nojekyll.tmp"
"""Name of the listing in the staging folder; no output at the top has one like it."""


def _put(waiting: Sequence[str], gone: tuple[str, ...], staging: Path, output: Path) -> None:
    """Move new files into place, then remove old ones, so that links never break. Old files in the way go first."""
    first = dict.fromkeys(_in_the_way(gone, waiting)) if gone else {}
    _remove(first, output)
    files.make_folder(output)
    by_folder: dict[str, list[str]] = {}
    for path in waiting:
        by_folder.setdefault(path.rpartition("/")[0], []).append(path)
    whole = _put_folders(_folders(waiting), staging, output)
    for folder, paths in by_folder.items():
        if folder not in whole and whole.isdisjoint(folders_of(folder)):
            for path in paths:
                files.replace(f"{staging}/{path}", f"{output}/{path}")
    _remove([path for path in gone if path not in first], output)


def _in_the_way(gone: Sequence[str], waiting: Sequence[str]) -> Iterator[str]:
    """The removed paths that conflict with new ones. Compared case-insensitively, for macOS and Windows."""
    places = {path.casefold() for path in waiting}
    taken = places | _folders(places)
    for path in gone:
        if path.casefold() in taken or not places.isdisjoint(folders_of(path.casefold())):
            yield path


def _put_folders(folders: Iterable[str], staging: Path, output: Path) -> set[str]:
    """Move each folder that is not yet in the output as a whole; return those folders.

    A first build renames a few folders instead of every file.
    """
    whole: set[str] = set()
    for folder in sorted(folders, key=lambda each: each.count("/")):
        if not whole.isdisjoint(folders_of(folder)) or files.exists(output / folder):
            continue
        if files.replace_folder(staging / folder, output / folder):
            whole.add(folder)
        else:
            files.make_folder(output / folder)
    return whole


def _remove(paths: Collection[str], output: Path) -> None:
    for path in paths:
        files.remove(output / path)
    files.remove_empty_folders(output, (path.rpartition("/")[0] for path in paths))
