"""Which outputs have to be rendered, and why."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from digest.machine import files
from digest.machine.manifest import Key, Manifest, Record
from digest.plan.plan import Output
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
    """The outputs to render, each with a word of `REASONS`, and the keys of all.

    `moved` are records of outputs that are as they were, but whose files have another stamp.
    """

    outputs: list[Output]
    reasons: dict[str, str]
    keys: dict[str, Key]
    moved: dict[str, Record]


def find_stale(
    outputs: Iterable[Output], theme: Theme, code: str, manifest: Manifest, folder: Path, *, cache: bool, trusted: bool
) -> Stale:
    """What has to be rendered. Unless the stamps in the manifest are `trusted`, every file is read."""
    parts = _KeyParts(theme, code)
    stale = Stale([], {}, {}, {})
    records, intended = manifest.records, manifest.intended
    base = f"{folder}/"
    for output in outputs:
        path = output.path
        key = stale.keys[path] = parts.key(output)
        row = records.get(path)
        if path in intended:
            reason = "interrupted"
        elif row is None:
            reason = "new"
        elif not cache:
            reason = "uncached"
        elif row[:4] != key:
            reason = next(part for part, was, now in zip(Key._fields, row, key, strict=False) if was != now)
        else:
            stamp = files.stamp(base + path)
            if trusted and stamp == row[5:]:
                continue
            record = Record._make(row)
            if stamp is not None and _is_as_recorded(base + path, stamp[0], record):
                stale.moved[path] = record._replace(changed=stamp[1])
                continue
            reason = "missing" if stamp is None else "touched"
        stale.outputs.append(output)
        stale.reasons[path] = reason
    return stale


def _is_as_recorded(path: str, size: int, record: Record) -> bool:
    return size == record.size and checksum(files.read(Path(path))) == record.content


class _KeyParts:
    """The parts of keys that many outputs share."""

    def __init__(self, theme: Theme, code: str) -> None:
        self._theme = theme
        self._code = code
        self._known: dict[tuple[str, str], tuple[str, str]] = {}

    def key(self, output: Output) -> Key:
        """What an output is made from."""
        if not output.template:
            return Key(output.key, "", "", "")
        known = self._known.get((output.template, output.language))
        if known is None:
            template = self._theme.closure_fingerprint(output.template)
            known = template, self._theme.strings_fingerprint(output.language)
            self._known[output.template, output.language] = known
        return Key(output.key, *known, self._code)
