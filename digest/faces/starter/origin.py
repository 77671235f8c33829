"""Where this digest was installed from, so that whoever publishes a site can install the same one.

It is never installed by its bare name: of an index that anybody may write to, nobody knows whose project that is.
"""

import json
import re

PROJECT = "bilingual-digest"
"""The name of the distribution, as pyproject.toml has it."""

UNSET = "git+https://github.com/OWNER/digest"
"""An address to be changed, where nothing tells the right one."""

_ADDRESS = re.compile(r"https?://[\w.-]+(?::[0-9]+)?/[\w.~/+%-]+", re.ASCII)
_WORD = re.compile(r"[\w./+-]+", re.ASCII)


def find_origin() -> str:
    """What pip is to install, to install this very digest; empty where that is in no place that others can reach."""
    import importlib.metadata

    try:
        return origin_of(importlib.metadata.distribution(PROJECT).read_text("direct_url.json") or "")
    except (importlib.metadata.PackageNotFoundError, OSError, UnicodeDecodeError):
        return ""


def origin_of(recorded: str) -> str:
    """The origin that an installation recorded (PyPA specifications: direct URL data structure), as pip takes it."""
    try:
        data = json.loads(recorded)
        address, git, archive = data["url"], data.get("vcs_info"), data.get("archive_info")
        folder = data.get("subdirectory", "")
        if not _ADDRESS.fullmatch(address):
            return ""  # a folder of this machine, or an address with a password in it
        if git is not None:
            origin, mark = f"{git['vcs']}+{address}@{git['commit_id']}", git["vcs"] + git["commit_id"]
        elif archive is not None:
            origin, mark = address, ""
        else:
            return ""
    except (ValueError, TypeError, LookupError, AttributeError):
        return ""
    if not _WORD.fullmatch(f"{mark}{folder}-"):
        return ""
    return f"{origin}#subdirectory={folder}" if folder else origin
