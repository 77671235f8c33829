"""Work in several processes: tasks out, results back, and nothing left behind however it ends.

On Linux a worker is a copy of this process (fork), and has the function and the tasks without being sent them;
elsewhere it is started anew (spawn), and they are sent to it once. From then on it is sent numbers of tasks only, which
a pipe takes at once: were a task too large for that, it would wait for a worker that waits for its result to be read.
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

T = TypeVar("T")
R = TypeVar("R")

METHOD = "fork" if sys.platform.startswith("linux") else "spawn"
"""How a worker is started. Where a process may hold threads of the system's own (macOS), a copy of it is not safe."""


AHEAD = 8
"""Tasks that a worker has before it: it need not wait while this process does something else."""


class WorkerDied(Exception):
    """A worker ended before its work did: `status` is its exit status, negative where a signal ended it."""

    def __init__(self, status: int) -> None:
        super().__init__(f"was killed (signal {-status})" if status < 0 else f"ended with exit status {status}")
        self.status = status


def run_tasks(
    function: Callable[[T], R],
    tasks: Sequence[T],
    *,
    jobs: int,
    method: str = "",
    meanwhile: Callable[[], None] | None = None,
) -> Iterator[tuple[int, R]]:
    """The results of the tasks with their numbers, as they come; with one job, or one task, in this process. Workers
    are started by `method`, or as is usual here. `meanwhile` is done here, while they begin if there are any.

    Raises what the function raises, and `WorkerDied`. Workers are gone when the iteration ends, whatever ends it.
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
                crew.append(_start(function, tasks, method))  # noqa: PERF401 - those that started are ended if one does not
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
    """Ctrl-C waits a moment: a worker that begins has the signal blocked until it knows to leave it to its parent."""
    if sys.platform == "win32":
        yield
        return
    if method != "fork":  # what Python starts beside the first worker would let Ctrl-C through
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(function: Callable[[T], R], tasks: Sequence[T], method: str) -> "tuple[BaseProcess, Connection]":
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
    """Give every worker the next task as soon as it is done with one; always some ahead, so that none waits for us."""
    from multiprocessing.connection import wait

    waiting = iter(range(left))
    workers = {connection: process for process, connection in crew}
    for _ in range(AHEAD):
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


def _work(function: Callable[[T], R], tasks: Sequence[T], connection: "Connection") -> None:
    """The life of a worker: it ends with its parent, and leaves Ctrl-C to it."""
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            number = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[int, R | None, Exception | None] = (number, function(tasks[number]), None)
        except Exception as error:  # told where the tasks come from
            answer = (number, None, _portable(error))
        try:
            connection.send(answer)
        except OSError:
            return


def _end_with_parent() -> None:
    """Wait for the parent to be gone, however it went, and go at once: nobody will ask for the result."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _portable(error: Exception) -> Exception:
    """The exception, or one that says the same where it cannot be sent."""
    import pickle

    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own, a moment old
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
