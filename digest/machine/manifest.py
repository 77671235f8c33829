"""What was published: every path in the output folder that is ours, and what it was made from."""

import json
from dataclasses import dataclass
from pathlib import Path

from digest.machine import files
from digest.plan.listing import LISTING, is_inside, read_listing
from digest.text.fingerprint import fingerprint

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What an output was made from, in the parts that `--explain` tells apart. A file that is only copied has no parts
    but its view.
    """

    view: str
    template: str
    strings: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An output as it was published: its key, its content's fingerprint, and the stamp of the file on the disk."""

    key: Key
    content: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The published outputs by path. `intended` are those that a build was about to write or remove when it was last
    heard of: of these the disk may hold the old, the new, or nothing.
    """

    records: dict[str, Record]
    intended: frozenset[str]

    def owns(self, path: str) -> bool:
        """Whether digest wrote, or was about to write, this path."""
        return path in self.records or path in self.intended

    @property
    def paths(self) -> frozenset[str]:
        """Every path that is ours."""
        return self.intended | self.records.keys()


def manifest_path(state: Path, output: Path) -> Path:
    """Where the manifest of an output folder is: one site may be built into several."""
    return state / f"manifest-{fingerprint(str(output.resolve()))[:12]}.json"


def read_manifest(path: Path, output: Path) -> Manifest | None:
    """The manifest, or what the output folder itself tells when the manifest is lost or damaged; None when digest never
    published there.
    """
    content = files.read_if_there(path)
    if content is not None:
        try:
            return _decode(json.loads(content))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            pass  # damaged: the output folder has a list of its own
    listing = files.read_if_there(output / LISTING)
    paths = read_listing(listing) if listing is not None else None
    return Manifest(records={}, intended=paths) if paths is not None else None


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Keep the manifest, whole."""
    rows = {
        path: [
            each.key.view,
            each.key.template,
            each.key.strings,
            each.key.code,
            each.content,
            each.size,
            each.changed,
        ]
        for path, each in manifest.records.items()
    }
    value = {"version": VERSION, "outputs": rows, "intended": sorted(manifest.intended)}
    files.write_whole(path, json.dumps(value, separators=(",", ":")).encode())


def _decode(value: dict[str, object]) -> Manifest:
    rows, intended = value["outputs"], value["intended"]
    if value["version"] != VERSION or not isinstance(rows, dict) or not isinstance(intended, list):
        raise ValueError("another version")
    if not all(is_inside(path) for path in (*rows, *intended)):
        raise ValueError("a path that leads out of the folder")
    return Manifest(records={path: _decode_row(*row) for path, row in rows.items()}, intended=frozenset(intended))


def _decode_row(view: str, template: str, strings: str, code: str, content: str, size: int, changed: int) -> Record:
    if {type(each) for each in (view, template, strings, code, content)} != {str} or {type(size), type(changed)} != {
        int
    }:
        raise TypeError("not what was written")
    key = Key(view=view, template=template, strings=strings, code=code)
    return Record(key=key, content=content, size=size, changed=changed)
