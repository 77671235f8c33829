"""Run tasks in worker processes. No worker outlives the iteration or its parent.

On Linux workers are forked and inherit function and tasks; elsewhere they are spawned and receive both once. After
that, only indexes of tasks are sent. They always fit into the pipe's buffer: sending whole tasks could deadlock, the
parent blocked on a full pipe and the worker on its result.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_T = TypeVar("_T")
_R = TypeVar("_R")

METHOD = "fork" if sys.platform.startswith("linux") else "spawn"
"""Start method. Forking is unsafe on macOS, where system libraries start threads."""


_AHEAD = 8
"""Tasks queued for each worker, so that it does not wait while the parent is busy."""


class WorkerDied(Exception):
    """A worker ended early. `status` is its exit code, negative for a signal."""

    def __init__(self, status: int) -> None:
        super().__init__(f"was killed (signal {-status})" if status < 0 else f"ended with exit status {status}")
        self.status = status


def run_tasks(
    function: Callable[[_T], _R],
    tasks: Sequence[_T],
    *,
    jobs: int,
    method: str = "",
    meanwhile: Callable[[], None] | None = None,
) -> Iterator[tuple[int, _R]]:
    """Yield `(index of the task, result)` in order of completion. Runs in this process if there is one job or one task.

    `meanwhile` is called in this process, after the workers have started. `method` overrides `METHOD`. Raises what
    `function` raises, and `WorkerDied`.
    """
    if jobs <= 1 or len(tasks) <= 1:
        if meanwhile is not None:
            meanwhile()
        for number, task in enumerate(tasks):
            yield number, function(task)
        return
    method = method or METHOD
    crew: list[tuple[BaseProcess, Connection]] = []
    try:
        with _uninterrupted(method):
            for _ in range(min(jobs, len(tasks))):
                crew.append(_start(function, tasks, method))  # noqa: PERF401 - if one fails, those before it are ended
        yield from _share(len(tasks), crew, meanwhile)
    finally:
        for process, connection in crew:
            connection.close()
            process.kill()
        for process, _ in crew:
            process.join()
            process.close()


@contextlib.contextmanager
def _uninterrupted(method: str) -> Iterator[None]:
    """Block SIGINT while workers start, until each ignores it: Ctrl-C is handled by the parent."""
    if sys.platform == "win32":
        yield
        return
    if method != "fork":  # start the resource tracker first: starting it unblocks SIGINT
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(function: Callable[[_T], _R], tasks: Sequence[_T], method: str) -> "tuple[BaseProcess, Connection]":
    import multiprocessing

    context = multiprocessing.get_context(method)
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(function, tasks, theirs), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return process, ours


def _share(
    left: int, crew: "list[tuple[BaseProcess, Connection]]", meanwhile: Callable[[], None] | None
) -> Iterator[tuple[int, Any]]:
    """Queue `_AHEAD` tasks for each worker, then one more for each result."""
    from multiprocessing.connection import wait

    waiting = iter(range(left))
    workers = {connection: process for process, connection in crew}
    for _ in range(_AHEAD):
        for connection, process in workers.items():
            _send_next(waiting, connection, process)
    if meanwhile is not None:
        meanwhile()
    while left:
        for ready in wait(list(workers)):
            connection = ready  # type: ignore[assignment]  # only connections are waited for
            try:
                number, result, error = connection.recv()
            except (EOFError, OSError):
                raise _death_of(workers[connection]) from None
            if error is not None:
                raise error
            left -= 1
            _send_next(waiting, connection, workers[connection])
            yield number, result


def _send_next(waiting: Iterator[int], connection: "Connection", process: "BaseProcess") -> None:
    number = next(waiting, None)
    if number is None:
        return
    try:
        connection.send(number)
    except OSError:
        raise _death_of(process) from None


def _death_of(process: "BaseProcess") -> WorkerDied:
    process.join(5)
    return WorkerDied(process.exitcode or 0)


def _work(function: Callable[[_T], _R], tasks: Sequence[_T], connection: "Connection") -> None:
    """Worker main loop. Exits when the parent dies; ignores SIGINT."""
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            number = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[int, _R | None, Exception | None] = (number, function(tasks[number]), None)
        except Exception as error:  # raised again by the parent
            answer = (number, None, _portable(error))
        try:
            connection.send(answer)
        except OSError:
            return


def _end_with_parent() -> None:
    """Exit the process at once when the parent ends."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _portable(error: Exception) -> Exception:
    """The exception, or a RuntimeError with its text if it cannot be pickled."""
    import pickle

    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own, a moment old
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
