"""`digest theme copy`: copy files of the theme into the site, where they override those of digest."""

import posixpath
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from digest.faces.build_command import DONE, Manner, read_options
from digest.faces.terminal import show_path, write
from digest.machine import files
from digest.machine.inputs import THEMES
from digest.machine.options import Refused
from digest.machine.site_plan import open_kept, read_site_settings
from digest.machine.site_themes import original_theme
from digest.machine.state import read_state
from digest.text.nearest import nearest

_FOLDERS = ("templates/", "static/", "strings/", "templates/fragments/")
"""Folders that a file's name may lack, in this order."""


def run_theme_copy(manner: Manner, *, root: str | None, names: Sequence[str], force: bool) -> int:
    """Copy files, or list all that there are; return the exit status.

    Paths go to standard output, what to do next to standard error. Raises `Refused` before anything is written.
    """
    options = read_options(root)
    kept = open_kept(read_state(options, publishes=False))
    theme = read_site_settings(options, kept, needs_address=False).value.theme
    folder = options.root / THEMES / theme
    originals = original_theme(options.root, theme)
    if not originals:
        raise Refused(f"{show_path(folder)} is the theme itself", "edit its files")
    if not names:
        write(sys.stdout, "".join(f"{path}\n" for path in originals))
        return DONE
    paths = [_find(name, theme, originals) for name in names]
    present = [path for path in paths if files.exists(folder / path)]
    if present and not force:
        raise Refused(f"{show_path(folder / present[0])} is there already", "--force writes over it")
    for path in dict.fromkeys(paths):
        files.write_whole(folder / path, originals[path])
        write(sys.stdout, f"{show_path(folder / path)}\n")
        if not manner.quiet:
            write(sys.stderr, f"{_next_step(path, originals[path])}\n")
    return DONE


def _find(name: str, theme: str, paths: Iterable[str]) -> str:
    known = list(paths)
    plain = posixpath.normpath(Path(name).as_posix()).removeprefix(f"{THEMES}/{theme}/")
    found = [f"{folder}{plain}" for folder in ("", *_FOLDERS) if f"{folder}{plain}" in known]
    if not found and "." not in posixpath.basename(plain):  # a name without its ending: the template of that name
        of_stem = [
            path for path in known if posixpath.splitext(path)[0] in {f"{each}{plain}" for each in ("", *_FOLDERS)}
        ]
        found = sorted(of_stem, key=lambda path: not path.startswith("templates/"))
    if found:
        return found[0]
    of_name = {posixpath.basename(path): path for path in known}
    close = nearest(posixpath.basename(plain), of_name)
    hint = f"did you mean '{of_name[close[0]]}'? " if close else ""
    raise Refused(f"the theme '{theme}' has no file '{name}'", f"{hint}'digest theme copy' lists all")


def _next_step(path: str, content: bytes) -> str:
    name = path.partition("/")[2]
    if path.startswith("strings/"):
        return "Keep the words that you change; all others stay as they are."
    if path.startswith("templates/") and b"{% block" in content:
        return (
            "It takes the place of the theme's. To change some of its blocks only, begin the file with "
            f'{{% extends "!{name}" %}}, and leave nothing else in it than these blocks.'
        )
    if path.startswith("static/") and name.endswith(".css") and name != "custom.css":
        return "It takes the place of the theme's. For colours, fonts and sizes, custom.css is enough."
    return "It takes the place of the theme's."
