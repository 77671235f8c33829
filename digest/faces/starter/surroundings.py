"""Defaults of a new site from its surroundings: git's user, the GitHub repository, the origin of this installation."""

import json
import re
import subprocess
from pathlib import Path

from digest.model.site_address import pages_url

_GITHUB = re.compile(
    r"(?:https?://(?:[^@/]+@)?|ssh://(?:[^@/]+@)?(?:ssh\.)?|(?:[^@/]+@))?github\.com(?::\d+/|[:/])(?P<owner>[\w-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?",
    re.IGNORECASE,
)
_PATIENCE = 10
"""Timeout of git in seconds."""


def guess_editor(folder: Path) -> str:
    """The `user.name` of git; empty if unset."""
    return " ".join(ask_git(folder, "config", "user.name").split())


def guess_url(folder: Path) -> str:
    """The GitHub Pages URL of the repository that the folder is in; empty if its origin is not on GitHub."""
    return pages_address(ask_git(folder, "config", "remote.origin.url"))


def guess_branch(folder: Path) -> str:
    """The branch that is published: the default one of the origin, else the current one; empty without git."""
    of_origin = ask_git(folder, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    return of_origin.removeprefix("origin/") or ask_git(folder, "symbolic-ref", "--short", "HEAD")


def pages_address(remote: str) -> str:
    """The GitHub Pages URL of a remote; empty if elsewhere."""
    match = _GITHUB.fullmatch(remote)
    if match is None:
        return ""
    return pages_url(match["owner"], match["name"])


def ask_git(folder: Path, *question: str) -> str:
    """What git answers in a folder, or the nearest above that exists; empty if it fails or is not installed."""
    where = next(place for place in (folder, *folder.parents) if place.is_dir())
    try:
        answer = subprocess.run(  # noqa: S603 - fixed arguments
            ["git", "-C", str(where), *question],  # noqa: S607 - the user's git
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.decode(errors="replace").strip() if answer.returncode == 0 else ""


def builds_folder(workflow: str, inside: str) -> bool:
    """Whether a workflow builds the site in a folder of the repository; `inside` ends in a slash, or is empty."""
    folders = re.findall(r"""(?:--root[ =]|working-directory: *|\bcd )['"]?(?:\./)?(.+?)/?['"]?(?=\s|$)""", workflow)
    return "digest build" in workflow and (inside.rstrip("/") in folders if inside else not folders)


def is_ignored(folder: Path, name: str) -> bool:
    """Whether git ignores new files in a folder of another."""
    return bool(ask_git(folder, "check-ignore", f"{name}/new"))


PROJECT = "bilingual-digest"
"""The distribution's name, as in pyproject.toml."""

PLACEHOLDER_ORIGIN = "git+https://github.com/OWNER/digest"
"""Placeholder of the origin, to be replaced by the user."""

_ADDRESS = re.compile(r"https?://[\w.-]+(?::[0-9]+)?/[\w.~/+%-]+", re.ASCII)
_WORD = re.compile(r"[\w./+-]+", re.ASCII)


def find_origin() -> str:
    """The requirement by which pip installs this version of digest; empty if it was not installed from a public URL."""
    import importlib.metadata

    try:
        return origin_of(importlib.metadata.distribution(PROJECT).read_text("direct_url.json") or "")
    except (importlib.metadata.PackageNotFoundError, OSError, UnicodeDecodeError):
        return ""


def origin_of(recorded: str) -> str:
    """The pip requirement for a `direct_url.json` (PyPA: direct URL data structure); empty if not public."""
    try:
        data = json.loads(recorded)
        address, git, archive = data["url"], data.get("vcs_info"), data.get("archive_info")
        folder = data.get("subdirectory", "")
        if not _ADDRESS.fullmatch(address):
            return ""  # a local path, or a URL with credentials
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
