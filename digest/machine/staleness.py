"""Which outputs have to be rendered, and why."""

from collections.abc import Sequence
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
    """The outputs to render, each with a word of `REASONS` and its key, and the paths of all outputs.

    `moved` are records of outputs that are as they were, but whose files have another stamp.
    """

    outputs: list[Output]
    reasons: dict[str, str]
    keys: dict[str, Key]
    paths: frozenset[str]
    moved: dict[str, Record]


def find_stale(
    outputs: Sequence[Output], theme: Theme, code: str, manifest: Manifest, folder: Path, *, cache: bool, trusted: bool
) -> Stale:
    """What has to be rendered. Unless the stamps in the manifest are `trusted`, every file is read."""
    stale = Stale([], {}, {}, frozenset([output.path for output in outputs]), {})
    records, intended = manifest.records, manifest.intended
    shared: dict[tuple[str, str], tuple[str, str, str]] = {}
    base = f"{folder}/"
    for output in outputs:
        path = output.path
        parts = shared.get((output.template, output.language))
        if parts is None:
            parts = shared[output.template, output.language] = _shared_parts(output, theme, code)
        row = records.get(path)
        if path in intended:
            reason = "interrupted"
        elif row is None:
            reason = "new"
        elif not cache:
            reason = "uncached"
        elif row[0] != output.key or row[1:4] != parts:
            key = (output.key, *parts)
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
        stale.keys[path] = Key(output.key, *parts)
    return stale


def _shared_parts(output: Output, theme: Theme, code: str) -> tuple[str, str, str]:
    """The parts of a key that outputs of one template and language share; a file that is only copied has none."""
    if not output.template:
        return "", "", ""
    return theme.closure_fingerprint(output.template), theme.strings_fingerprint(output.language), code


def _is_as_recorded(path: str, size: int, record: Record) -> bool:
    return size == record.size and checksum(files.read(Path(path))) == record.content
