"""What can be known of a new site without asking: who makes it, and where it will stand, as git has it."""

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
