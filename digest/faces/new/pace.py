"""When arXiv was asked last for this site, so that one command after another keeps the pace that requests keep."""

import contextlib
import time
from pathlib import Path

from digest.machine.files import DiskFailed, make_folder, read_if_there, write
from digest.machine.options import STATE

_FILE = "arxiv"


def seconds_since(root: Path) -> float | None:
    """How long ago arXiv was asked; None if that is not known."""
    try:
        noted = float(read_if_there(root / STATE / _FILE) or b"")
    except (DiskFailed, ValueError):
        return None
    passed = time.time() - noted
    return passed if passed >= 0 else None  # or the clock was set back


def note_request(root: Path) -> None:
    """Note that arXiv was asked now. Where that cannot be written, it is not known the next time, and no more."""
    with contextlib.suppress(DiskFailed):
        make_folder(root / STATE)
        write(root / STATE / _FILE, f"{time.time():.3f}\n".encode())
