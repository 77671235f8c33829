"""Standard output and error: encoding, colour, width; and how paths are shown."""

import errno
import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

import click

from digest.text.records import frozen

COLUMNS = 100
"""Width if there is no terminal or its width is unknown."""

_NARROWEST = 40
"""Minimum width to which excerpts are cut."""


@frozen
class Look:
    """The width and colour of text on a stream."""

    columns: int = COLUMNS
    colour: bool = False


def prepare_streams() -> None:
    """Make both streams accept any text: UTF-8 in any locale, surrogates escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def look_of(stream: TextIO | None, environment: Mapping[str, str] = os.environ) -> Look:
    """Width and colour for `stream`.

    NO_COLOR, FORCE_COLOR and COLUMNS override what is detected; empty variables count as unset (no-color.org,
    force-color.org).
    """
    is_watched = is_terminal(stream)
    wanted = environment.get("FORCE_COLOR")
    refused = environment.get("NO_COLOR") or wanted in ("0", "false")
    suited = is_watched and environment.get("TERM") != "dumb"
    columns = _columns(stream, environment) if is_watched else COLUMNS
    return Look(columns=max(columns, _NARROWEST), colour=not refused and bool(wanted or suited))


def is_terminal(stream: TextIO | None) -> bool:
    """Whether `stream` is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def write(stream: TextIO | None, text: str) -> None:
    """Write `text` without buffering. A closed pipe (`digest check | head`) is no error."""
    if stream is None or not text:
        return
    try:
        click.echo(text, file=stream, nl=False, color=True)
    except OSError as error:
        _discard(stream)
        gone = error.errno == errno.EPIPE or (sys.platform == "win32" and error.errno == errno.EINVAL)
        if not gone:
            raise


def show_path(path: Path) -> str:
    """The path relative to the current directory, if it is inside."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def _discard(stream: TextIO) -> None:
    # Buffered text would fail again when the interpreter closes the stream.
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except OSError:
        return


def _columns(stream: TextIO | None, environment: Mapping[str, str]) -> int:
    given = environment.get("COLUMNS", "")
    if given.isdecimal() and len(given) < 9 and int(given) > 0:
        return int(given)
    try:
        return os.get_terminal_size(stream.fileno()).columns if stream is not None else COLUMNS
    except (OSError, ValueError):
        return COLUMNS
