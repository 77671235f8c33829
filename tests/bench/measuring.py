"""Run a command and measure its time, or the memory of all its processes."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROCESSES = Path("/proc")
PACE = 0.02
"""Seconds between two samples of memory."""

HEAD = 1000
"""Bytes at the start of a page that are searched for a redirection."""


class Failed(Exception):
    """A measured command failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """The result of a command: wall time in seconds, and standard error."""

    seconds: float
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """A way to measure a process's memory: a line of a file in /proc/<pid>/."""

    name: str
    file: str
    line: str

    def read(self, process: Path) -> int:
        """Bytes of memory; 0 if the process has ended or the system has no such file."""
        try:
            lines = (process / self.file).read_text().splitlines()
        except OSError:
            return 0
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(self.line)), 0)


MEMORIES = (
    Memory(name="PSS, which counts a shared page once", file="smaps_rollup", line="Pss:"),
    Memory(name="RSS, which counts a shared page for each process", file="status", line="VmRSS:"),
)


def run_timed(command: Sequence[str], environment: Mapping[str, str]) -> Ran:
    """Run a command, reading its output through pipes, as a build server does."""
    started = time.perf_counter()
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
    seconds = time.perf_counter() - started
    said = done.stderr.decode(errors="replace")
    _expect_success(command, done.returncode, said)
    return Ran(seconds=seconds, said=said)


def run_sampled(command: Sequence[str], environment: Mapping[str, str]) -> float | None:
    """Peak memory of a command and its child processes together, in bytes; None without /proc."""
    memory = find_memory()
    if memory is None:
        return None
    peak = 0
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
        try:
            while process.poll() is None:
                peak = max(peak, sum(memory.read(each) for each in _session(process.pid)))
                time.sleep(PACE)
        except BaseException:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            raise
        said.seek(0)
        _expect_success(command, process.returncode, said.read().decode(errors="replace"))
    return peak


def find_memory() -> Memory | None:
    """The most exact measure of memory on this system."""
    return next((memory for memory in MEMORIES if memory.read(PROCESSES / "self")), None)


def count_pages(output: Path) -> int:
    """Number of HTML pages below a folder, without pages that only redirect."""
    count = 0
    for path in output.rglob("*.html"):
        with path.open("rb") as file:
            count += b"http-equiv=refresh" not in file.read(HEAD).replace(b'"', b"")
    return count


def _session(leader: int) -> Iterator[Path]:
    """The processes of a session: the fourth field after the name in stat, see proc(5). A name may contain anything."""
    for folder in PROCESSES.iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[3]) == leader:
            yield folder


def _expect_success(command: Sequence[str], status: int, said: str) -> None:
    if status != 0:
        raise Failed(f"{' '.join(command)}\nended with status {status}:\n{said[-2000:]}")
