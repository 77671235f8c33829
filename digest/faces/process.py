"""Entry point: run the command and exit with its status.

Everything else is imported in functions, where Ctrl-C is handled: imports take most of the first tenths of a second.
"""

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

_INTERRUPTED = 130
"""Exit status after Ctrl-C: 128 + SIGINT."""

_FAILED = 2


def run() -> NoReturn:
    """Run the command, then exit without freeing objects.

    A build leaves a million objects; freeing each takes as long as a build with nothing to do.
    """
    status = 0
    _use_utf8()
    gc.disable()  # the cyclic garbage collector: a build makes many objects and almost no cycles
    try:
        main()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else _FAILED
    except KeyboardInterrupt:
        status = _INTERRUPTED
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # closed, or its reader is
            stream.flush()
    os._exit(status)


def _use_utf8() -> None:
    """Start the command again in Python's UTF-8 mode if names of files are in another encoding (`LC_ALL=POSIX` with
    `PYTHONUTF8=0`): those of a site are in UTF-8.
    """
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        with contextlib.suppress(OSError):
            os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - itself


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and exit with its status. Every error is shown as a message, without traceback."""
    try:
        status = _status_of(arguments)
    except KeyboardInterrupt:
        status = _INTERRUPTED
    sys.exit(status)


def _status_of(arguments: Sequence[str] | None) -> int:
    import click

    from digest.faces.cli import cli
    from digest.faces.terminal import prepare_streams

    prepare_streams()
    try:
        status: int = cli.main(arguments, prog_name="digest", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return _FAILED
    except click.Abort:
        return _INTERRUPTED
    except Exception as error:  # outside a verb, such as a full disk under `digest --help > file`
        from digest.faces.failures import tell_failure

        tell_failure(error, is_verbose=False)
        return _FAILED
    return status
