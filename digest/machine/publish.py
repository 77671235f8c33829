"""Publishing: the difference between the plan and what was published last, in two steps that a crash cannot spoil.

First all that changed is rendered into a folder of its own; nothing is published if anything fails. Then the manifest
says what is about to change (the intention), the files are put in their places one by one, each whole, and the manifest
says what is there. A build that dies in between leaves old and new pages and the intention: the next build looks at
just these again. Nothing is synced to the disk: if the power fails, a page may come back empty, but its size then
differs from its stamp in the manifest, and the next build writes it again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from digest.machine import files
from digest.machine.manifest import Key, Manifest, Record, write_manifest
from digest.plan.listing import LISTING, write_listing
from digest.text.fingerprint import fingerprint_bytes

REASONS = {
    "new": "it is new",
    "interrupted": "an earlier build was interrupted",
    "missing": "it was missing in the output folder",
    "touched": "it was changed in the output folder",
    "view": "what it shows changed",
    "template": "its template changed",
    "strings": "the theme's words changed",
    "code": "digest or a library changed",
    "uncached": "the cache is not used",
    "gone": "nothing asks for it any more",
}
"""Why an output is written or removed, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An output that was written or removed, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What publishing did."""

    written: tuple[Change, ...]
    removed: tuple[Change, ...]
    rendered: int


class Occupied(Exception):
    """A file or folder that digest did not write stands where a page should be."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """An output that waits to be put in its place; None if what is there has the very same bytes."""

    path: str
    file: Path | None
    content: str
    reason: str


def stale_reason(path: str, key: Key, manifest: Manifest, output: Path, *, cache: bool) -> str:
    """Why an output must be rendered: a word of `REASONS`, or empty if it need not be."""
    record = manifest.records.get(path)
    if record is None:
        return "interrupted" if path in manifest.intended else "new"
    if path in manifest.intended:
        return "interrupted"
    if not cache:
        return "uncached"
    for part in ("view", "template", "strings", "code"):
        if getattr(record.key, part) != getattr(key, part):
            return part
    here = files.stamp(output / path)
    if here is None:
        return "missing"
    return "" if here == (record.size, record.changed) else "touched"


def publish(
    *,
    keys: dict[str, Key],
    render: Callable[[str], bytes],
    manifest: Manifest,
    manifest_file: Path,
    output: Path,
    staging: Path,
    cache: bool,
    progress: Callable[[str, int, int], None],
) -> Published:
    """Bring the output folder to what `keys` says; `render` gives the bytes of a path.

    Errors: `Occupied`, `DiskFailed`, and whatever `render` raises; of these only `DiskFailed` can come after the first
    change to the output folder, and then the next build goes on from there.
    """
    reasons = {
        path: reason for path, key in keys.items() if (reason := stale_reason(path, key, manifest, output, cache=cache))
    }
    removed = tuple(sorted(manifest.paths - keys.keys()))
    files.remove_folder(staging)
    if not reasons and not removed and not manifest.intended:
        return Published(written=(), removed=(), rendered=0)
    for path in manifest.intended:
        files.remove_unfinished(output / path)
    _check_places(reasons, frozenset(removed), output)
    files.make_folder(staging)
    staged = [
        _stage(number, path, reason, render(path), manifest, output, staging)
        for number, (path, reason) in enumerate(_with_progress(reasons, progress))
    ]
    changed = [each for each in staged if each.file is not None]
    touched = frozenset((*(each.path for each in changed), *removed))
    if touched:
        # The list in the output folder names the old and the new until all is in its place: should the manifest be lost
        # as well as this build, the next one still knows all that is ours.
        moved = bool(removed) or not keys.keys() <= manifest.records.keys()
        intended = touched | manifest.intended | {LISTING}
        write_manifest(manifest_file, Manifest(records=manifest.records, intended=intended))
        if moved:
            _put_listing(write_listing(manifest.paths | keys.keys()).encode(), staging, output)
        _put([each for each in changed if each.path != LISTING], removed, output)
        if moved or any(each.path == LISTING for each in changed):
            _put_listing(render(LISTING), staging, output)
    records = {path: manifest.records[path] for path in keys if path not in reasons}
    for each in staged:
        size, when = files.stamp(output / each.path) or (0, 0)
        records[each.path] = Record(key=keys[each.path], content=each.content, size=size, changed=when)
    write_manifest(manifest_file, Manifest(records=records, intended=frozenset()))
    files.remove_folder(staging)
    return Published(
        written=tuple(Change(path=each.path, reason=REASONS[each.reason]) for each in changed),
        removed=tuple(Change(path=path, reason=REASONS["gone"]) for path in removed),
        rendered=len(staged),
    )


def _with_progress(reasons: dict[str, str], progress: Callable[[str, int, int], None]) -> Iterable[tuple[str, str]]:
    for number, item in enumerate(sorted(reasons.items()), 1):
        yield item
        progress("Rendering", number, len(reasons))


def _check_places(paths: Iterable[str], removed: frozenset[str], output: Path) -> None:
    """Raises `Occupied` where a file is in the way of an output's folder, or a folder of an output, and stays there."""
    for folder in sorted({parent for path in paths for parent in _folders_of(path)}):
        if folder not in removed and files.is_file(output / folder):
            raise Occupied(folder)
    for path in paths:
        if files.is_folder(output / path) and any(
            f"{path}/{inside}" not in removed for inside in files.list_files(output / path, unread=())
        ):
            raise Occupied(path)


def _folders_of(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _stage(
    number: int, path: str, reason: str, content: bytes, manifest: Manifest, output: Path, staging: Path
) -> Staged:
    digest = fingerprint_bytes(content)
    present = files.read_if_there(output / path) if files.is_file(output / path) else None
    if present == content:
        return Staged(path=path, file=None, content=digest, reason=reason)
    if present is not None and not manifest.owns(path):
        raise Occupied(path)
    file = staging / str(number)
    files.write(file, content)
    return Staged(path=path, file=file, content=digest, reason=reason)


def _put_listing(content: bytes, staging: Path, output: Path) -> None:
    files.make_folder(output)
    files.write(staging / LISTING, content)
    files.replace(staging / LISTING, output / LISTING)


def _put(changed: list[Staged], removed: tuple[str, ...], output: Path) -> None:
    """New files come before old ones go, so that no page leads to one that is not there; but for those in the way."""
    places = {each.path.casefold() for each in changed}
    taken = places | {folder for place in places for folder in _folders_of(place)}
    first = dict.fromkeys(
        path for path in removed if path.casefold() in taken or not places.isdisjoint(_folders_of(path.casefold()))
    )
    _remove(first, output)  # where capitals do not count, the old name may be the new file
    for folder in sorted({each.path.rpartition("/")[0] for each in changed}):
        files.make_folder(output / folder)
    for each in changed:
        if each.file is not None:
            files.replace(each.file, output / each.path)
    _remove([path for path in removed if path not in first], output)


def _remove(paths: Collection[str], output: Path) -> None:
    for path in paths:
        files.remove(output / path)
    files.remove_empty_folders(output, (path.rpartition("/")[0] for path in paths))
