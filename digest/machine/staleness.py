"""Which outputs have to be rendered, and why."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from digest.machine import files
from digest.machine.manifest import Key, Manifest, Record
from digest.plan.pages import PAPER_TEMPLATE
from digest.plan.plan import Output, Papers, Plan
from digest.text.fingerprint import checksum
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
"""Why an output is written or removed, in words."""


class Stale(NamedTuple):
    """The outputs to render, each with a word of `REASONS` and its key, and the paths of all outputs.

    `moved` are records of outputs that are as they were, but whose files have another stamp.
    """

    outputs: list[Output]
    reasons: dict[str, str]
    keys: dict[str, Key]
    paths: frozenset[str]
    moved: dict[str, Record]


class Finder:
    """Finds what has to be rendered. Unless the stamps in the manifest are `trusted`, every file is read."""

    def __init__(
        self, theme: Theme, code: str, manifest: Manifest, folder: Path, *, cache: bool, trusted: bool
    ) -> None:
        self._theme = theme
        self._code = code
        self._records = manifest.records
        self._intended = manifest.intended
        self._base = f"{folder}/"
        self._cache = cache
        self._trusted = trusted
        self._shared: dict[tuple[str, str], tuple[str, str, str]] = {}

    def find(self, plan: Plan) -> Stale:
        """The stale outputs of a plan."""
        stale = Stale([], {}, {}, frozenset(plan.paths), {})
        for output in plan.outputs:
            self._look_at(output, stale)
        for papers in plan.papers:
            odd = frozenset(self._odd(papers))
            if odd:
                for output in papers.make(plan.contents):
                    if output.path in odd:
                        self._look_at(output, stale)
        return stale

    def _odd(self, papers: Papers) -> Iterable[str]:
        """Those of an issue's papers that have to be looked at: all if the issue's page shows something else, and
        those that are not there as they were.
        """
        cover, records = papers.cover, self._records
        row = records.get(cover.path)
        if row is None or row[0] != cover.key or not self._cache or not self._trusted or self._intended:
            return papers.paths
        parts = self._parts(PAPER_TEMPLATE, cover.language)
        base = self._base
        return [
            path
            for path in papers.paths
            if (row := records.get(path)) is None or row[1:4] != parts or files.stamp(base + path) != row[5:]
        ]

    def _look_at(self, output: Output, stale: Stale) -> None:
        path = output.path
        parts = self._parts(output.template, output.language)
        row = self._records.get(path)
        if path in self._intended:
            reason = "interrupted"
        elif row is None:
            reason = "new"
        elif not self._cache:
            reason = "uncached"
        elif row[0] != output.key or row[1:4] != parts:
            key = (output.key, *parts)
            reason = next(part for part, was, now in zip(Key._fields, row, key, strict=False) if was != now)
        else:
            stamp = files.stamp(self._base + path)
            if self._trusted and stamp == row[5:]:
                return
            record = Record._make(row)
            if stamp is not None and self._is_as_recorded(stamp[0], path, record):
                stale.moved[path] = record._replace(changed=stamp[1])
                return
            reason = "missing" if stamp is None else "touched"
        stale.outputs.append(output)
        stale.reasons[path] = reason
        stale.keys[path] = Key(output.key, *parts)

    def _parts(self, template: str, language: str) -> tuple[str, str, str]:
        """The parts of a key that outputs of one template and language share; a file that is only copied has none."""
        found = self._shared.get((template, language))
        if found is None:
            found = ("", "", "")
            if template:
                closure = self._theme.closure_fingerprint(template)
                found = closure, self._theme.strings_fingerprint(language), self._code
            self._shared[template, language] = found
        return found

    def _is_as_recorded(self, size: int, path: str, record: Record) -> bool:
        return size == record.size and checksum(files.read(self._base + path)) == record.content
