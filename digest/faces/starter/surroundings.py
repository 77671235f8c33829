"""What can be known without asking: who makes a site, where it will stand, and where this digest was installed from."""

import json
import re
import subprocess
from pathlib import Path

_GITHUB = re.compile(
    r"(?:https?://(?:[^@/]+@)?|ssh://(?:[^@/]+@)?|(?:[^@/]+@))?github\.com[:/](?P<owner>[\w-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?",
    re.IGNORECASE,
)
_PATIENCE = 10
"""Seconds that git has to answer."""

UNKNOWN = "https://name.github.io/repo/"
"""An address to be changed, where nothing tells the right one."""


def guess_editor(folder: Path) -> str:
    """The name that git signs with; empty if it has none."""
    return " ".join(_ask_git(folder, "config", "user.name").split())


def guess_url(folder: Path) -> str:
    """Where GitHub Pages will put the repository that the folder is; empty if it is none of GitHub's."""
    top = _ask_git(folder, "rev-parse", "--show-toplevel")
    if not top or Path(top).resolve() != folder.resolve():
        return ""  # of a repository around it, the site is but a part
    return pages_address(_ask_git(folder, "config", "remote.origin.url"))


def pages_address(remote: str) -> str:
    """The address of a repository's pages (docs.github.com: types of GitHub Pages sites); empty if it is elsewhere."""
    match = _GITHUB.fullmatch(remote)
    if match is None:
        return ""
    host = f"{match['owner'].lower()}.github.io"
    return f"https://{host}/" if match["name"].lower() == host else f"https://{host}/{match['name']}/"


def _ask_git(folder: Path, *question: str) -> str:
    where = next(place for place in (folder, *folder.parents) if place.is_dir())
    try:
        answer = subprocess.run(  # noqa: S603 - git, with words of ours
            ["git", "-C", str(where), *question],  # noqa: S607 - the git of whoever runs this
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.decode(errors="replace").strip() if answer.returncode == 0 else ""


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
