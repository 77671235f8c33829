"""The state before parsing: the stamps of all inputs, and the cache of earlier builds."""

import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path

from digest.machine import files
from digest.machine.inputs import PROGRAM, SHIPPED, THEMES, Inputs, find_inputs
from digest.machine.journal import Journal
from digest.machine.manifest import Manifest, manifest_path, read_manifest
from digest.machine.options import Options, Refused
from digest.machine.stamps import names_in, start_of_machine
from digest.plan.memo import Memo
from digest.plan.urls import CONTENT, STATIC
from digest.text.fingerprint import fingerprint_bytes
from digest.text.records import frozen


@frozen
class State:
    """The inputs, and the cache in `folder`."""

    folder: Path
    inputs: Inputs
    stamps: Journal
    """Stamps of inputs with the fingerprints of their contents."""
    manifest: Manifest | None
    """None if the output folder has files that digest did not write, or if nothing is published."""
    program: str
    """Fingerprint of digest's files and Python's version."""
    versions: Mapping[str, str]
    """Versions of all installed distributions by normalized name (PEP 503)."""
    boot: str
    """Boot id; see `digest.machine.publish`."""
    is_cached: bool
    """False with `--no-cache`."""
    journals: dict[tuple[str, str], Journal] = field(default_factory=dict)
    """Open journals by name and tag."""
    memo: Memo = field(default_factory=Memo)
    """For the plans that are made from this state and from those that `look_again` returns."""

    def journal(self, name: str, tag: str) -> Journal:
        """Open a journal, once; empty with `--no-cache`."""
        found = self.journals.get((name, tag))
        if found is None:
            found = self.journals[name, tag] = Journal(self.folder / name, tag)
            if self.is_cached:
                found.read()
        return found

    def look_again(self) -> "State":
        """Stat all inputs again; journals and memo stay in memory."""
        return replace(self, inputs=find_inputs(self.inputs.places, self.stamps))

    def code(self, libraries: Iterable[str]) -> str:
        """Fingerprint of the program and the versions of some libraries."""
        versions = [f"{name} {self.versions.get(name, '')}" for name in libraries]
        return fingerprint_bytes("\n".join((self.program, *versions)).encode())


def package_folder() -> Path:
    """The folder of the package `digest`."""
    return Path(__file__).parent.parent


def shipped_themes() -> Path:
    """The folder of the shipped themes: in the installed package, or beside it in a checkout."""
    inside = package_folder() / "themes"
    return inside if inside.is_dir() else package_folder().parent / "themes"


def check_kept(folder: Path) -> None:
    """Refuse a link in the place of the cache: what it leads to may have files that digest did not write."""
    if files.is_linked(folder) and files.is_folder(folder):
        raise Refused(f"{folder} is a link, and digest writes through none", "delete it: a build makes the folder")


def read_state(options: Options, *, publishes: bool = True) -> State:
    """Stat all inputs, and read the manifest if outputs will be published. Raises `Refused`."""
    folder = options.kept
    check_kept(folder)
    stamps = Journal(folder / "inputs", "inputs")
    if options.cache:
        stamps.read()
    places = {
        "": options.root,
        CONTENT: options.root / CONTENT,
        THEMES: options.root / THEMES,
        STATIC: options.root / STATIC,
        SHIPPED: shipped_themes(),
        PROGRAM: package_folder(),
    }
    inputs = find_inputs(places, stamps)
    return State(
        folder=folder,
        inputs=inputs,
        stamps=stamps,
        manifest=_manifest_of(options) if publishes else None,
        program=f"{inputs.fingerprint_of(PROGRAM)} {sys.implementation.name} {sys.version}",
        versions=installed_versions(sys.path),
        boot=start_of_machine(),
        is_cached=options.cache,
    )


def _manifest_of(options: Options) -> Manifest | None:
    output = files.real_path(options.output)
    return read_manifest(manifest_path(options.kept, output), output)


def installed_versions(search: Iterable[str]) -> dict[str, str]:
    """Versions of distributions by normalized name, parsed from the names of `.dist-info` folders in `search`.

    `importlib.metadata` gives the same, but its import takes as long as half a build with nothing to do.
    """
    found: dict[str, str] = {}
    for folder in search:
        for name in names_in(folder or os.curdir):
            match = _INSTALLED.fullmatch(name)
            if match is not None:
                found.setdefault(re.sub(r"[-_.]+", "-", match["name"]).lower(), match["version"])
    return found


_INSTALLED = re.compile(r"(?P<name>.+)-(?P<version>[^-]+)\.(?:dist|egg)-info")
