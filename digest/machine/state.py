"""What is known before anything is parsed: the inputs as they are, and what earlier builds left in `.digest/`."""

import sys
from pathlib import Path

from digest.machine.code import library_versions
from digest.machine.inputs import CONTENT, PROGRAM, SHIPPED, THEMES, Inputs, find_inputs
from digest.machine.journal import Journal
from digest.machine.manifest import Manifest, manifest_path, read_manifest
from digest.machine.options import Options
from digest.machine.stamps import start_of_machine
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
    code: str
    """The fingerprint of the program and of what it runs on."""
    boot: str
    """The time since the machine was last started; see `digest.machine.publish`."""
    is_cached: bool

    def journal(self, name: str, tag: str) -> Journal:
        """A journal of this name; without the cache, one that knows nothing yet."""
        journal = Journal(self.folder / name, tag)
        return journal.read() if self.is_cached else journal


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
        code=code_fingerprint(inputs),
        boot=start_of_machine(),
        is_cached=options.cache,
    )


def code_fingerprint(inputs: Inputs) -> str:
    """The fingerprint of the program's files, of Python, and of the libraries that may change a page."""
    versions = library_versions(sys.path)
    return fingerprint_bytes(f"{inputs.fingerprint_of(PROGRAM)}\n{versions}".encode())
