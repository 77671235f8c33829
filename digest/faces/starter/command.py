"""What `digest init` does: the files of a new site, none of which is written over another."""

import os
import re
import shlex
import sys
import zoneinfo
from pathlib import Path

from digest.faces.commands import DONE, REFUSED, read_clock
from digest.faces.display import show_message
from digest.faces.starter.guesses import UNKNOWN, guess_editor, guess_url
from digest.faces.terminal import look_of, write
from digest.machine import files
from digest.machine.build import find_root
from digest.machine.inputs import CONTENT, SETTINGS
from digest.machine.options import Refused
from digest.model.tree import quote
from digest.text.characters import replace_unsafe

TIMEZONE = "Asia/Shanghai"
"""The time zone in the settings of a new site."""

DAY = "{day}"
_MARK = re.compile("@(?:URL|EDITOR)@")
SITE = {
    SETTINGS: "digest.yaml",
    "README.md": "README.md",
    ".gitignore": "gitignore",
    ".github/workflows/pages.yml": "pages.yml",
    ".vscode/settings.json": "settings.json",
    ".vscode/extensions.json": "extensions.json",
    ".vscode/tasks.json": "tasks.json",
    ".vscode/digest.code-snippets": "digest.code-snippets",
}
"""The files of every site, and what each is called in `files/`, where no name begins with a dot: archives may leave
out such files.
"""

EXAMPLE = {
    f"{CONTENT}/about.md": "about.md",
    f"{CONTENT}/{DAY}/issue.md": "issue.md",
    f"{CONTENT}/{DAY}/attention.md": "attention.md",
}
"""The content of a site that has none yet."""


def run_init(folder: str | None, *, quiet: bool) -> int:
    """Make a site of a folder, and tell what to do next; the exit status.

    The paths of what was written go to standard output, everything else to standard error.
    """
    try:
        return _write_site(Path(folder or ".").resolve(), quiet=quiet)
    except Refused as refused:
        write(sys.stderr, show_message(refused.message, refused.hint, look_of(sys.stderr)))
        return REFUSED


def _write_site(folder: Path, *, quiet: bool) -> int:
    _check_folder(folder)
    day = read_clock(os.environ).astimezone(zoneinfo.ZoneInfo(TIMEZONE)).date().isoformat()
    url = guess_url(folder)
    values = {"@URL@": url or UNKNOWN, "@EDITOR@": _editor_line(guess_editor(folder))}
    try:
        names = SITE if _has_content(folder) else SITE | EXAMPLE
        shipped = Path(__file__).parent / "files"
        texts = {path.replace(DAY, day): files.read(shipped / name).decode() for path, name in names.items()}
        left = []
        for path, text in texts.items():
            filled = _MARK.sub(lambda match: values[match.group()], text)
            if files.write_new(folder / path, filled.encode()):
                write(sys.stdout, f"{_shown(folder / path)}\n")
            else:
                left.append(path)
    except files.DiskFailed as error:
        raise Refused(str(error), "look at the folder's permissions, and at the space left on the disk") from error
    if left:
        write(sys.stderr, f"Left as it was: {', '.join(left)}.\n")
    if not quiet:
        write(sys.stderr, _next_steps(folder, has_url=bool(url)))
    return DONE


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file", "name a folder, or one that is not there yet")
    site = find_root(folder)
    if site is None:
        return
    if site == folder:
        raise Refused(f"{folder} holds a site already: there is a {SETTINGS}", "digest check says whether it is right")
    raise Refused(f"{folder} is inside the site at {site}", "choose a folder outside it")


def _has_content(folder: Path) -> bool:
    return not files.is_empty(folder / CONTENT)


def _editor_line(name: str) -> str:
    if not name:
        return ""
    named = f"editor: {{name: {quote(replace_unsafe(name))}}}"
    return f"{named}  # 谁在编辑；还可以有 url 和 email · who makes it; may have a url and an email\n"


def _next_steps(folder: Path, *, has_url: bool) -> str:
    here = _shown(folder)
    steps = [
        *([(f"cd {shlex.quote(here)}", "")] if here != "." else []),
        *([] if has_url else [(f"edit {SETTINGS}", "set url: where the site will stand")]),
        ("digest build", "content/ -> output/; then open output/index.html"),
        ("digest serve", "look while you write"),
        ("digest new 2302.03084", "an entry of today, filled from arXiv"),
    ]
    width = max(len(step) for step, _ in steps)
    lines = [f"  {step.ljust(width)}  {f'# {what}' if what else ''}".rstrip() for step, what in steps]
    publish = "To publish it, push it to GitHub and set Settings -> Pages -> Source to GitHub Actions."
    return "\n".join(("Next:", *lines, f"{publish}\n"))


def _shown(path: Path) -> str:
    """A path as it is reached from here, whole where it is elsewhere."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
