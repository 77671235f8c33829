"""Find the outputs to render, and why."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from digest.machine import files
from digest.machine.manifest import Key, Manifest, Record
from digest.outputs.writers import Share, share_of_key
from digest.plan.types import Group, Output, OutputKind, Plan
from digest.theme import Theme

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
"""Why an output is written or removed, as text for `--explain`."""


class Stale(NamedTuple):
    """The outputs to render, with reason (a key of `REASONS`) and cache key by path; and the paths of all outputs."""

    outputs: list[Output]
    reasons: dict[str, str]
    keys: dict[str, Key]
    paths: frozenset[str]
    moved: dict[str, Record]
    """Records of unchanged outputs whose files have a new stamp."""


class Finder:
    """Compares a plan with the manifest. `codes`: the result of `code_keys`.

    Unless the stamps in the manifest are `trusted`, files are read and compared by checksum. Outputs in `links`,
    folders with a final slash, are missing: links have taken the place of these folders.
    """

    def __init__(
        self,
        theme: Theme,
        codes: Mapping[str, str],
        manifest: Manifest,
        folder: Path,
        *,
        cache: bool,
        trusted: bool,
        links: Sequence[str],
    ) -> None:
        self._theme = theme
        self._codes = codes
        self._records = manifest.records
        self._intended = manifest.intended
        self._base = f"{folder}/"
        self._cache = cache
        self._trusted = trusted
        self._links = tuple(links)
        self._shares: dict[tuple[str, str], Share] = {}

    def find(self, plan: Plan) -> Stale:
        """The stale outputs of a plan."""
        stale = Stale([], {}, {}, plan.paths, {})
        for output in plan.outputs:
            self._look_at(output, stale)
        for group in plan.groups:
            odd = frozenset(self._odd(group))
            if odd:
                for output in group.make(plan.contents):
                    if output.path in odd:
                        self._look_at(output, stale)
        return stale

    def _odd(self, group: Group) -> Iterable[str]:
        """The members of a group that may be stale: all if the cover is, else those whose record or file differs,
        or what their keys have apart from the cover's.
        """
        cover, records = group.cover, self._records
        row = records.get(cover.path)
        if row is None or row[0] != cover.key or not self._cache or not self._trusted or self._intended:
            return group.paths
        share = self._share(group.kind, cover.language)
        return [
            path
            for path, apart in zip(group.paths, group.apart, strict=True)
            if (row := records.get(path)) is None
            or row[0].partition(" ")[2] != apart
            or row[1:4] != share
            or self._stamp(path) != row[5:]
        ]

    def _look_at(self, output: Output, stale: Stale) -> None:
        path = output.path
        share = self._share(output.kind, output.language)
        row = self._records.get(path)
        if path in self._intended:
            reason = "interrupted"
        elif row is None:
            reason = "new"
        elif not self._cache:
            reason = "uncached"
        elif row[0] != output.key or row[1:4] != share:
            key = (output.key, *share)
            reason = next(part for part, was, now in zip(Key._fields, row, key, strict=False) if was != now)
        else:
            stamp = self._stamp(path)
            if self._trusted and stamp == row[5:]:
                return
            record = Record._make(row)
            if stamp is not None and self._is_as_recorded(stamp[0], path, record):
                stale.moved[path] = record._replace(changed=stamp[1])
                return
            reason = "missing" if stamp is None else "touched"
        stale.outputs.append(output)
        stale.reasons[path] = reason
        stale.keys[path] = Key(output.key, *share)

    def _share(self, kind: OutputKind, language: str) -> Share:
        found = self._shares.get((kind.name, language))
        if found is None:
            found = self._shares[kind.name, language] = share_of_key(kind, language, self._theme, self._codes)
        return found

    def _stamp(self, path: str) -> tuple[int, int] | None:
        return files.stamp(self._base + path) if not path.startswith(self._links) else None

    def _is_as_recorded(self, size: int, path: str, record: Record) -> bool:
        place = self._base + path
        return size == record.size and not files.is_linked(place) and files.checksum_of(place) == record.content
