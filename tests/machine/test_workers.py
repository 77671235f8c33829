"""Worker processes: all results arrive, exceptions are raised in the parent, and no process is left."""

import errno
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from digest.machine import rendering, sources, workers
from digest.machine.body_store import BodyStore
from digest.machine.files import DiskFailed
from digest.machine.rendering import Rendering
from digest.machine.source_parser import Changed, Parser
from digest.machine.workers import WorkerDied, run_tasks
from tests.building import DAY, build, entry
from tests.machine.processes import REPOSITORY, eventually, needs_proc
from tests.machine.sites import change, everything_in
from tests.machine.worlds import write

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
METHODS = ["spawn"] if sys.platform == "win32" else ["fork", "spawn"]

pytestmark = pytest.mark.filterwarnings(
    "ignore:This process .* is multi-threaded:DeprecationWarning"  # xdist makes the test process multi-threaded
)


# Functions for workers: at module level, because they are pickled by name


def double(number: int) -> int:
    return 2 * number


def tell_process(_: int) -> int:
    time.sleep(0.01)
    return os.getpid()


class NotToBeSent(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} and {two}")


FAULTS: dict[str, Exception] = {
    "disk": DiskFailed(Path("a/b"), OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))),
    "changed": Changed("content/a.md"),
    "value": ValueError("no such thing"),
    "not to be sent": NotToBeSent("this", "that"),
    "with what cannot be": ValueError(lambda: None),
}


def fail(name: str) -> str:
    if name in FAULTS:
        raise FAULTS[name]
    return name


def end(how: str) -> str:
    if how.startswith("signal "):
        os.kill(os.getpid(), int(how.removeprefix("signal ")))
    elif how.startswith("status "):
        os._exit(int(how.removeprefix("status ")))
    return how


def idle(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def results(function: Any, tasks: Sequence[Any], **options: Any) -> list[Any]:
    """Results in the order of tasks."""
    found = dict(run_tasks(function, tasks, **options))
    assert sorted(found) == list(range(len(tasks)))
    return [found[number] for number in range(len(tasks))]


def nobody_is_left() -> bool:
    return not multiprocessing.active_children()


def cases(rows: Sequence[tuple[Any, ...]], *names: str) -> pytest.MarkDecorator:
    """Parametrize a test with `method` and the rows: all with the first method, the first row with the others.

    Spawned workers start slowly. Nightly: all rows with each method.
    """
    chosen = [(method, *row) for method in METHODS for row in (rows if method == METHODS[0] or NIGHTLY else rows[:1])]
    return pytest.mark.parametrize(("method", *names), chosen)


# Results


@cases([(2, 50), (1, 5), (2, 0), (2, 1), (2, 2), (3, 2), (5, 7)], "jobs", "tasks")
def test_every_result_comes_with_its_number(method: str, jobs: int, tasks: int) -> None:
    assert results(double, range(tasks), jobs=jobs, method=method) == [2 * number for number in range(tasks)]
    assert nobody_is_left()


def test_one_job_or_one_task_needs_no_other_process() -> None:
    for jobs, tasks in ((0, 3), (1, 3), (4, 1)):
        assert set(results(tell_process, range(tasks), jobs=jobs)) == {os.getpid()}


@pytest.mark.parametrize("method", METHODS)
def test_several_jobs_are_several_other_processes(method: str) -> None:
    found = set(results(tell_process, range(40), jobs=2, method=method))
    assert len(found) == 2
    assert os.getpid() not in found


def test_there_are_no_more_workers_than_tasks() -> None:
    iterator = run_tasks(idle, [0.0, 0.0], jobs=64)
    next(iterator)
    assert len(multiprocessing.active_children()) <= 2
    list(iterator)
    assert nobody_is_left()


def test_large_tasks_and_results_come_through() -> None:
    texts = [bytes([number]) * 3_000_000 for number in range(7)]
    assert results(bytes.lower, texts, jobs=2) == [text.lower() for text in texts]


# Exceptions


@cases([("disk",), ("changed",), ("value",)], "name")
def test_an_exception_in_a_worker_is_raised_in_the_parent(method: str, name: str) -> None:
    with pytest.raises(type(FAULTS[name])) as caught:
        results(fail, ["fine", "fine", name, "fine"], jobs=2, method=method)
    assert str(caught.value) == str(FAULTS[name])
    if isinstance(caught.value, DiskFailed):
        assert (caught.value.path, caught.value.reason) == (Path("a/b"), "No space left on device")
    if isinstance(caught.value, Changed):
        assert caught.value.path == "content/a.md"
    assert nobody_is_left()


@pytest.mark.parametrize("name", ["not to be sent", "with what cannot be"])
def test_an_exception_that_cannot_be_pickled_arrives_as_text(name: str) -> None:
    with pytest.raises(RuntimeError) as caught:
        results(fail, ["fine", name], jobs=2)
    assert str(caught.value) == f"{type(FAULTS[name]).__name__}: {FAULTS[name]}"
    assert nobody_is_left()


@cases(
    [
        ("status 3", "ended with exit status 3", 3),
        (f"signal {int(signal.SIGTERM)}", "was killed (signal 15)", -15),
        ("signal 9", "was killed (signal 9)", -9),
        ("status 0", "ended with exit status 0", 0),
    ],
    *("how", "words", "status"),
)
def test_a_worker_that_ends_too_soon_is_told(method: str, how: str, words: str, status: int) -> None:
    if sys.platform == "win32" and how.startswith("signal"):
        pytest.skip("there are no signals here")
    with pytest.raises(WorkerDied) as caught:
        results(end, ["fine", "fine", how, *["fine"] * 9], jobs=2, method=method)
    assert (str(caught.value), caught.value.status) == (words, status)
    assert nobody_is_left()


def test_faults_in_this_process_are_raised_as_they_are() -> None:
    with pytest.raises(NotToBeSent):
        results(fail, ["fine", "not to be sent"], jobs=1)


@pytest.mark.parametrize("method", METHODS)
def test_no_worker_is_left_when_the_results_are_not_consumed(method: str) -> None:
    iterator = run_tasks(idle, [0.0, 600.0, 600.0, 600.0], jobs=2, method=method)
    assert next(iterator) == (0, 0.0)
    assert len(multiprocessing.active_children()) == 2
    iterator.close()  # type: ignore[attr-defined]
    assert nobody_is_left()


def test_no_worker_is_left_when_the_consumer_fails() -> None:
    def use() -> None:
        for _ in run_tasks(idle, [0.0, 600.0, 600.0], jobs=2):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        use()
    assert nobody_is_left()


def test_no_worker_is_left_when_one_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    start, started = workers._start, list[Any]()

    def start_one(function: Any, tasks: Any, method: str) -> Any:
        if started:
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        started.append(start(function, tasks, method))
        return started[0]

    monkeypatch.setattr(workers, "_start", start_one)
    with pytest.raises(BlockingIOError):
        results(idle, [600.0] * 4, jobs=2)
    assert nobody_is_left()


# Death of the parent

PARENT = """
import os, sys
from digest.machine.workers import run_tasks
from tests.machine.test_workers import idle
if __name__ == "__main__":
    if "interrupted" in sys.argv:  # Ctrl-C the moment they exist
        os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), 2))
    for _ in run_tasks(idle, [0.0, 0.0, *[600.0] * 4 * ("last" in sys.argv)], jobs=2, method=sys.argv[1]):
        import multiprocessing
        print(*[each.pid for each in multiprocessing.active_children()], flush=True)
"""


def parent(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", PARENT, *arguments],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def is_running(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(") ")[2][0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


@needs_proc
@pytest.mark.parametrize("method", METHODS)
def test_a_worker_ends_when_the_process_that_started_it_is_killed(method: str) -> None:
    with parent(method, "last") as process:
        assert process.stdout is not None
        pids = [int(pid) for pid in process.stdout.readline().split()]
        assert len(pids) == 2
        assert all(map(is_running, pids))
        process.kill()
        process.wait()
        assert eventually(lambda: not any(map(is_running, pids)))


@pytest.mark.skipif("fork" not in METHODS, reason="processes are not forked here")
def test_a_worker_that_just_begins_leaves_ctrl_c_to_the_process_that_started_it() -> None:
    with parent("fork", "interrupted") as process:
        out, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    assert len(out.splitlines()) == 2


# Builds

DRAFT = f"{DAY}/draft.md"


def write_with_draft(root: Path) -> Path:
    """A site with figures, in two languages, and a draft with a warning."""
    write(root)
    change(root, {DRAFT: entry(arxiv="2302.00042", draft="true", title_zh="")})
    return root


@pytest.mark.parametrize("method", METHODS)
def test_workers_make_the_same_bytes_however_they_are_started(
    tmp_path: Path, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = build(write_with_draft(tmp_path / "one"), jobs=1, drafts=True)
    assert "papers/2302.00042.html" in expected.files()
    monkeypatch.setattr(workers, "METHOD", method)
    monkeypatch.setattr(sources, "PARSING_WORTH_WORKERS", 1)
    monkeypatch.setattr(sources, "PARSING_PORTION", 1)
    monkeypatch.setattr(rendering, "RENDERING_WORTH_WORKERS", 1)
    monkeypatch.setattr(rendering, "RENDERING_PORTION", 10)
    for jobs in (1, 2, 3) if method == METHODS[0] or NIGHTLY else (2,):
        built = build(write_with_draft(tmp_path / f"{method} {jobs}"), jobs=jobs, drafts=True)
        assert everything_in(built.output) == everything_in(expected.output)
        assert list(built.result.diagnostics) == list(expected.result.diagnostics)
        assert built.written() == expected.written()
        assert nobody_is_left()


def test_everything_that_workers_get_can_be_pickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []

    def run_here(function: Any, tasks: Sequence[Any], **_: Any) -> Any:
        sent.append(function)
        for number, task in enumerate(tasks):
            yield number, pickle.loads(pickle.dumps(function))(pickle.loads(pickle.dumps(task)))

    monkeypatch.setattr(sources, "run_tasks", run_here)
    monkeypatch.setattr(rendering, "run_tasks", run_here)
    built = build(write_with_draft(tmp_path / "site"), drafts=True)
    assert [type(each) for each in sent] == [Parser, Rendering]
    assert isinstance(sent[0].bodies, BodyStore)
    monkeypatch.undo()
    assert everything_in(built.output) == everything_in(build(write_with_draft(tmp_path / "b"), drafts=True).output)
