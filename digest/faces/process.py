"""The process around the command: how it starts, and the exit status whatever happens."""

import contextlib
import gc
import os
import re
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from digest.faces.cli import cli
from digest.faces.terminal import prepare_streams

INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it: 128 and the signal's number."""

FAILED = 2


def run() -> NoReturn:
    """Run the command, and end the process without taking it apart.

    A build leaves a million objects behind; to free them one by one takes as long as a build with nothing to do.
    """
    status = 0
    gc.disable()  # what a build makes in passing has no circles, and looking for them would take a tenth of its time
    try:
        main()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else FAILED
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # its reader has gone, or it is closed
            stream.flush()
    os._exit(status)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit status. Whatever goes wrong is told in a line, never as a traceback."""
    prepare_streams()
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        status = cli.main(arguments, prog_name="digest", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = FAILED
    except (click.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except Exception as error:  # the one place where everything ends up that nobody foresaw
        from digest.faces.failures import tell_failure

        is_verbose = any(re.fullmatch("--verbose|-[a-z]*v[a-z]*", each) for each in given)
        tell_failure(error, is_verbose=is_verbose)
        status = FAILED
    sys.exit(status)
