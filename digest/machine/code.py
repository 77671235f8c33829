"""The program itself as an input: the versions of what it runs on. Its own files are inputs like any others."""

import os
import re
import sys

from digest.machine.stamps import names_in

LIBRARIES = ("markdown-it-py", "jinja2", "markupsafe", "pyyaml", "pygments", "math-core", "imagesize")
"""The libraries whose version may change a page."""

_INSTALLED = re.compile(r"(?P<name>.+)-(?P<version>[^-]+)\.(?:dist|egg)-info")


def library_versions(search: list[str]) -> str:
    """The version of Python, and of each library as the folders that modules are `search`ed in name it.

    `importlib.metadata` says the same, and takes as long to be loaded as half a build with nothing to do.
    """
    found: dict[str, str] = {}
    for folder in search:
        for name in names_in(folder or os.curdir):
            match = _INSTALLED.fullmatch(name)
            if match is not None:
                found.setdefault(_normal(match["name"]), match["version"])
    versions = [f"{name} {found.get(_normal(name), '')}" for name in LIBRARIES]
    return "\n".join((f"{sys.implementation.name} {sys.version}", *versions))


def _normal(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
