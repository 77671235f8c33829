"""Publishing: the difference between the plan and what was published last, in two steps that a crash cannot spoil.

First all that changed is rendered into a folder of its own; nothing is published if anything fails. Then the manifest
says what is about to change (the intention), the files are put in their places, each whole, and the manifest says what
is there. A build that dies in between leaves old and new pages and the intention: the next build looks at just these
again.

Nothing is synced to the disk, for nothing would be gained: a build that is killed loses no write that the system has
taken, and after the power failed the next build believes no stamp that it wrote before the machine was started again
(`boot`), but reads what is there.
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
    """An output that was written or removed, and why."""

    path: str
    reason: str


class Published(NamedTuple):
    """What publishing did."""

    written: tuple[Change, ...]
    removed: tuple[Change, ...]
    rendered: int


class Occupied(Exception):
    """A file or folder that digest did not write stands where a page should be."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def find_gone(stale: Stale, manifest: Manifest) -> tuple[str, ...]:
    """What is ours and asked for no more."""
    return tuple(sorted(path for path in manifest.paths - stale.paths if is_inside(path)))


def remove_unfinished(manifest: Manifest, output: Path) -> None:
    """Remove what a build that did not end has left beside the files that it was putting in their places."""
    for path in manifest.intended:
        if is_inside(path):
            files.remove_unfinished(output / path)


def check_places(stale: Stale, gone: Collection[str], output: Path) -> None:
    """Raises `Occupied` where a file is in the way of an output's folder, or a folder of an output, and stays there."""
    removed = frozenset(gone)
    paths = stale.reasons
    for folder in sorted(_folders(paths)):
        if folder not in removed and files.is_file(output / folder):
            raise Occupied(folder)
    base = f"{output}/"
    for path in paths:
        if files.is_folder(base + path) and any(
            f"{path}/{inside}" not in removed for inside in files.list_files(output / path, unread=())
        ):
            raise Occupied(path)


def publish(
    staged: Sequence[Staged],
    stale: Stale,
    gone: tuple[str, ...],
    manifest: Manifest,
    *,
    output: Path,
    staging: Path,
    notes: Mapping[str, Any],
    boot: str,
) -> Published:
    """Bring the output folder to what was staged.

    Errors: `Occupied` before the first change to the output folder; `DiskFailed` at any time, and then the next build
    goes on from there.
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
        if paths_changed:
            # The list in the output folder names the old and the new until all is in its place: should the manifest be
            # lost as well as this build, the next one still knows all that is ours.
            _put_listing(manifest.paths | stale.paths, staging, output)
        _put([path for path in waiting if path != LISTING], gone, staging, output)
        if paths_changed or LISTING in waiting:
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
    """The folders that a path is in, the nearest first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _folders(paths: Iterable[str]) -> set[str]:
    """Every folder that any of the paths is in."""
    nearest = {path.rpartition("/")[0] for path in paths}
    return {each for folder in nearest if folder for each in (folder, *folders_of(folder))}


def _put_listing(paths: Iterable[str], staging: Path, output: Path) -> tuple[int, int]:
    files.make_folder(output)
    files.make_folder(staging)
    stamp = files.write(staging / _LISTING, write_listing(paths).encode("utf-8", "surrogatepass"))
    files.replace(staging / _LISTING, output / LISTING)
    return stamp


_LISTING = ".listing"
"""What the list is called while it waits; no output is called so."""


def _put(waiting: Sequence[str], gone: tuple[str, ...], staging: Path, output: Path) -> None:
    """New files come before old ones go, so that no page leads to one that is not there; but for those in the way."""
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
    """What must go before the new files come: where capitals do not count, an old name may be the new file."""
    places = {path.casefold() for path in waiting}
    taken = places | _folders(places)
    for path in gone:
        if path.casefold() in taken or not places.isdisjoint(folders_of(path.casefold())):
            yield path


def _put_folders(folders: Iterable[str], staging: Path, output: Path) -> set[str]:
    """Put folders that are not there in their places with all that waits in them; they are returned.

    The first build of a site of ten thousand pages renames a dozen folders instead.
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
