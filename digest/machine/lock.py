"""A lock file: one build at a time. The system releases the lock when the process ends, however it ends."""

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from digest.machine.files import DiskFailed, clear_way

_TIMEOUT = 2.0
"""Seconds to wait for the lock. Workers inherit it; those of a killed build live a moment longer than their parent."""


class Locked(Exception):
    """Another process holds the lock."""


@contextlib.contextmanager
def locked(path: Path, timeout: float = _TIMEOUT) -> Iterator[None]:
    """Hold the lock at `path`. Raises `Locked` after `timeout` seconds."""
    clear_way(path)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise DiskFailed(path, error) from error
    try:
        _wait_for(handle, timeout)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int, timeout: float) -> None:
    end = time.monotonic() + timeout
    while True:
        try:
            return _acquire(handle)
        except Locked:
            if time.monotonic() >= end:
                raise
            time.sleep(0.05)


def _acquire(handle: int) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Locked from error
