"""The process around the command: how it starts, and the exit status whatever happens."""

import contextlib
import gc
import os
import re
import sys
from collections.abc import Sequence
from typing import NamedTuple, NoReturn

import click

from digest.faces.cli import cli
from digest.faces.terminal import look_of, prepare_streams, write

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
        is_verbose = any(re.fullmatch("--verbose|-[a-z]*v[a-z]*", each) for each in given)
        tell_failure(error, is_verbose=is_verbose)
        status = FAILED
    sys.exit(status)


class Failure(NamedTuple):
    """What nobody foresaw, in words: whose fault it is, what happened, what to do."""

    kind: str
    message: str
    hint: str


def tell_failure(error: Exception, *, is_verbose: bool) -> Failure:
    """Tell what nobody foresaw on standard error, with the traceback only if someone `is_verbose`; what was told."""
    from digest.faces.display import show_message

    if is_verbose:
        import traceback

        write(sys.stderr, "".join(traceback.format_exception(error)))
    failure = _failure_of(error, is_verbose=is_verbose)
    write(sys.stderr, show_message(failure.message, failure.hint, look_of(sys.stderr), kind=failure.kind))
    return failure


def _failure_of(error: Exception, *, is_verbose: bool) -> Failure:
    if isinstance(error, OSError) and error.strerror:
        names = [str(name) for name in (error.filename, error.filename2) if name is not None]
        hint = "" if is_verbose else "-v shows where it happened"
        message = ": ".join([" to ".join(names), error.strerror]) if names else error.strerror
        return Failure("error", message, hint)
    cause = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    hint = "this is a fault of digest, not of your site; please report it with what -v shows"
    return Failure("internal error", cause, hint)
