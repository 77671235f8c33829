"""The editor's own editor, as VISUAL or EDITOR names it."""

import contextlib
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from digest.faces.terminal import is_terminal
from digest.machine.options import Refused

_HINT = "set VISUAL or EDITOR, for example: export EDITOR=nano"


def find_editor(environment: Mapping[str, str]) -> list[str]:
    """The command that edits files, cut into words as a shell does; refused where none is set."""
    named = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    if not named:
        raise Refused("no editor is set", _HINT)
    try:
        return shlex.split(named, posix=os.name == "posix")
    except ValueError as error:
        raise Refused(f"the editor '{named}' is no command: {error}", _HINT) from None


def edit(command: Sequence[str], paths: Sequence[Path]) -> None:
    """Open the files and wait for the editor to end; refused where it does not start, or fails."""
    try:
        with _keyboard() as keyboard:
            done = subprocess.run([*command, *map(str, paths)], stdin=keyboard, check=False)  # noqa: S603 - the user's
    except OSError as error:
        raise Refused(f"the editor '{command[0]}' cannot be started: {error.strerror}", _HINT) from None
    if done.returncode:
        raise Refused(f"the editor '{command[0]}' ended with status {done.returncode}")


@contextlib.contextmanager
def _keyboard() -> Iterator[TextIO | None]:
    """What an editor reads: the terminal itself, where standard input was the list of papers."""
    with contextlib.ExitStack() as opened:
        terminal = None
        if not is_terminal(sys.stdin):
            with contextlib.suppress(OSError):  # there is none
                terminal = opened.enter_context(Path("/dev/tty").open(encoding="utf-8"))
        yield terminal
