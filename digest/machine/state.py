"""What is known before anything is parsed: the inputs as they are, and what earlier builds left in `.digest/`."""

import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from digest.machine.inputs import CONTENT, PROGRAM, SHIPPED, THEMES, Inputs, find_inputs
from digest.machine.journal import Journal
from digest.machine.manifest import Manifest, manifest_path, read_manifest
from digest.machine.options import Options
from digest.machine.stamps import names_in, start_of_machine
from digest.text.fingerprint import fingerprint_bytes
from digest.text.records import frozen


@frozen
class State:
    """The inputs, and what is kept in `folder`."""

    folder: Path
    inputs: Inputs
    stamps: Journal
    """The stamps of inputs, and the fingerprints under them."""
    manifest: Manifest | None
    """None where the output folder holds what digest did not write."""
    program: str
    """The fingerprint of digest's files and of Python's version."""
    versions: Mapping[str, str]
    """The versions of all distributions that are installed, by their normalized names (PEP 503)."""
    boot: str
    """The time since the machine was last started; see `digest.machine.publish`."""
    is_cached: bool

    def journal(self, name: str, tag: str) -> Journal:
        """A journal of this name; without the cache, one that knows nothing yet."""
        journal = Journal(self.folder / name, tag)
        return journal.read() if self.is_cached else journal

    def code(self, libraries: Iterable[str]) -> str:
        """The fingerprint of the program together with some libraries."""
        versions = [f"{name} {self.versions.get(name, '')}" for name in libraries]
        return fingerprint_bytes("\n".join((self.program, *versions)).encode())


def package_folder() -> Path:
    """The folder of the program."""
    return Path(__file__).parent.parent


def shipped_themes() -> Path:
    """The folder of the themes that ship: inside the installed package, or beside it in a checkout."""
    inside = package_folder() / "themes"
    return inside if inside.is_dir() else package_folder().parent / "themes"


def read_state(options: Options) -> State:
    """Look at the disk: at every input's stamp, and at what is kept."""
    folder = options.kept
    stamps = Journal(folder / "inputs", "inputs")
    if options.cache:
        stamps.read()
    places = {
        "": options.root,
        CONTENT: options.root / CONTENT,
        THEMES: options.root / THEMES,
        SHIPPED: shipped_themes(),
        PROGRAM: package_folder(),
    }
    inputs = find_inputs(places, stamps)
    output = options.output.resolve()
    return State(
        folder=folder,
        inputs=inputs,
        stamps=stamps,
        manifest=read_manifest(manifest_path(folder, output), output),
        program=f"{inputs.fingerprint_of(PROGRAM)} {sys.implementation.name} {sys.version}",
        versions=installed_versions(sys.path),
        boot=start_of_machine(),
        is_cached=options.cache,
    )


def installed_versions(search: Iterable[str]) -> dict[str, str]:
    """The versions of the distributions that are installed, as the folders that modules are `search`ed in name them.

    `importlib.metadata` says the same, but loading it takes as long as half a build with nothing to do.
    """
    found: dict[str, str] = {}
    for folder in search:
        for name in names_in(folder or os.curdir):
            match = _INSTALLED.fullmatch(name)
            if match is not None:
                found.setdefault(re.sub(r"[-_.]+", "-", match["name"]).lower(), match["version"])
    return found


_INSTALLED = re.compile(r"(?P<name>.+)-(?P<version>[^-]+)\.(?:dist|egg)-info")
