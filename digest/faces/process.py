"""Entry point: run the command and exit with its status."""

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from digest.faces.cli import cli
from digest.faces.terminal import prepare_streams

_INTERRUPTED = 130
"""Exit status after Ctrl-C: 128 + SIGINT."""

_FAILED = 2


def run() -> NoReturn:
    """Run the command, then exit without freeing objects.

    A build leaves a million objects; freeing each takes as long as a build with nothing to do.
    """
    status = 0
    gc.disable()  # the cyclic garbage collector: a build makes many objects and almost no cycles
    try:
        main()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else _FAILED
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # closed, or its reader is
            stream.flush()
    os._exit(status)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and exit with its status. Every error is shown as a message, without traceback."""
    prepare_streams()
    try:
        status = cli.main(arguments, prog_name="digest", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = _FAILED
    except (click.Abort, KeyboardInterrupt):
        status = _INTERRUPTED
    except Exception as error:  # outside a verb, such as a full disk under `digest --help > file`
        from digest.faces.failures import tell_failure

        tell_failure(error, is_verbose=False)
        status = _FAILED
    sys.exit(status)
