"""Show what makes a verb fail."""

import errno
import sys
from collections.abc import Callable
from typing import NamedTuple

from digest.faces.build_command import REFUSED, Manner, tell_refusal
from digest.faces.display import show_message
from digest.faces.terminal import look_of, write
from digest.machine.files import DiskFailed
from digest.machine.options import Refused


def refusing(verb: Callable[[], int], manner: Manner, root: str | None) -> int:
    """Call a verb and return its exit status; if it raises, show why and return `REFUSED`.

    Ctrl-C and wrong usage are handled by click and `digest.faces.process`.
    """
    try:
        return verb()
    except (Refused, DiskFailed) as error:
        tell_refusal(_refusal_of(error), manner, root)
    except Exception as error:  # a bug, or an error of the system that no verb expects
        tell_failure(error, is_verbose=manner.verbose)
    return REFUSED


def _refusal_of(error: Refused | DiskFailed) -> Refused:
    if isinstance(error, Refused):
        return error
    return Refused(str(error), error.hint)


class Failure(NamedTuple):
    """An unexpected error as text. `kind`: error (the system's) or internal error (ours)."""

    kind: str
    message: str
    hint: str


def tell_failure(error: Exception, *, is_verbose: bool) -> Failure:
    """Show an unexpected error on standard error, and its traceback if `is_verbose`; return what was shown."""
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
        if error.errno == errno.ENAMETOOLONG:
            hint = "the name of a file or folder has 255 bytes at most"
        message = ": ".join([" to ".join(names), error.strerror]) if names else error.strerror
        return Failure("error", message, hint)
    cause = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    hint = "this is a fault of digest, not of your site; please report it with what -v shows"
    return Failure("internal error", cause, hint)
