"""What is installed: digest, Python, the libraries and what else matters on this machine."""

import importlib
import importlib.metadata
import os
import platform
import re
import sys
import time
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from digest import __version__
from digest.faces.starter.surroundings import PROJECT, find_origin
from digest.machine.libraries import EXTRAS, USED_LIBRARIES, Library
from digest.machine.site_health import Complaint
from digest.machine.state import installed_versions, package_folder
from digest.text.dependencies import OUTPUT_LIBRARIES

_TOLD = ("CI_PAGES_URL", "GITHUB_REPOSITORY", "SOURCE_DATE_EPOCH", "DIGEST_ARXIV_API", "EDITOR", "VISUAL")
"""Variables of the environment that digest reads, and that hold no secret."""


def fits(version: str, wanted: str) -> bool:
    """Whether a version is one that `wanted` allows, as in `>=3,<5`. Bounds with other signs are ignored."""
    bounds = re.findall(r"(>=|<)\s*([0-9][^,\s]*)", wanted)
    return all((_release(version) < _release(bound)) == (sign == "<") for sign, bound in bounds)


def _release(version: str) -> tuple[int, ...]:
    """The numbers of a release (PEP 440), without zeros at the end."""
    match = re.match(r"[0-9]+(?:\.[0-9]+)*", version)
    return tuple(map(int, re.sub(r"(?:\.0+)+\Z", "", match[0]).split("."))) if match is not None else ()


def find_requirements() -> dict[str, str]:
    """The versions that the installed distribution needs (see `fits`), by normalized name; empty if it is not installed
    as one.
    """
    try:
        needed = importlib.metadata.requires(PROJECT) or []
    except importlib.metadata.PackageNotFoundError:
        return {}
    rows = [re.match(r"(?P<name>[\w.-]+)\s*\(?(?P<wanted>[^;()]*)", each) for each in needed]
    return {re.sub(r"[-_.]+", "-", row["name"]).lower(): row["wanted"].strip() for row in rows if row is not None}


def show_versions() -> str:
    """The output of `digest --version -v`: all whose versions have a say in the bytes of a site."""
    versions = installed_versions(sys.path)
    lines = [
        f"digest {__version__}",
        f"Python {platform.python_version()} ({platform.python_implementation()})",
        f"Unicode {unicodedata.unidata_version}",
        *[f"{name} {versions.get(name, 'not installed')}" for name in OUTPUT_LIBRARIES],
    ]
    return "".join(f"{line}\n" for line in lines)


def describe_installation() -> tuple[dict[str, Any], list[Complaint]]:
    """The facts, by section, and what is wrong with them."""
    versions, wanted = installed_versions(sys.path), find_requirements()
    facts = {
        "digest": {"version": __version__, "folder": str(package_folder()), "origin": find_origin()},
        "python": {
            "version": platform.python_version(),
            "implementation": platform.python_implementation(),
            "executable": sys.executable,
            "unicode": unicodedata.unidata_version,
        },
        "system": {
            "platform": platform.platform(),
            "time_zone": time.strftime("%Z (UTC%z)"),
            "file_names": sys.getfilesystemencoding(),
            "environment": {name: os.environ[name] for name in _TOLD if os.environ.get(name)},
        },
        "libraries": [
            {
                "name": each.name,
                "version": versions.get(each.name, ""),
                "wanted": wanted.get(each.name, ""),
                "use": each.use,
                "extra": each.extra,
                "changes_output": each.name in OUTPUT_LIBRARIES,
            }
            for each in USED_LIBRARIES
        ],
        "extras": [
            {
                "name": name,
                "use": use,
                "installed": all(each.name in versions for each in USED_LIBRARIES if each.extra == name),
                "install": f"pip install '{PROJECT}[{name}]'",
            }
            for name, use in EXTRAS.items()
        ],
    }
    troubles = [each for library in USED_LIBRARIES for each in _troubles(library, versions, wanted)]
    if sys.getfilesystemencoding().lower().replace("-", "") != "utf8":
        message = f"names of files are read as {sys.getfilesystemencoding()}, which has no Chinese characters"
        troubles.append(Complaint("broken", message, "set PYTHONUTF8=1, or a locale with UTF-8"))
    return facts, troubles


def _troubles(library: Library, versions: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[Complaint]:
    version = versions.get(library.name, "")
    again = f"pip install --upgrade '{PROJECT}{f'[{library.extra}]' if library.extra else ''}'"
    if not version:
        if not library.extra:
            yield Complaint("broken", f"{library.name} is not installed ({library.use})", again)
        return
    needed = wanted.get(library.name, "")
    if not fits(version, needed):
        message = f"{library.name} is {version}, and digest needs {needed} ({library.use})"
        yield Complaint("broken", message, again)
    try:
        importlib.import_module(library.module)
    except Exception as error:  # of whatever kind: a library that is damaged may raise anything
        message = f"{library.name} {version} cannot be imported: {type(error).__name__}: {error}"
        yield Complaint("broken", message, again.replace("--upgrade", "--force-reinstall"))
