"""The program itself as an input: its source and the versions of its libraries."""

from functools import cache
from pathlib import Path

from digest.machine import files
from digest.text.fingerprint import fingerprint, fingerprint_bytes

LIBRARIES = ("markdown-it-py", "jinja2", "markupsafe", "pyyaml", "pygments", "math-core", "imagesize")
"""The libraries whose version may change a page."""


@cache
def code_fingerprint() -> str:
    """The fingerprint of the program's source files and of the versions of its libraries."""
    from importlib.metadata import PackageNotFoundError, version

    package = Path(__file__).parent.parent
    sources = {
        path: fingerprint_bytes(files.read(package / path))
        for path in files.list_files(package)
        if path.endswith(".py")
    }
    versions = {}
    for name in LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = ""
    return fingerprint((sources, versions))
