"""Real builds are killed: no page is ever cut short, and the output of the next build equals that of a clean one.

Some kills come at random times, some at critical steps.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.machine.dying import Moment
from tests.machine.processes import (
    SITES,
    children,
    eventually,
    finish,
    is_clean,
    is_whole,
    members,
    needs_proc,
    run,
    start,
    turn_into,
)
from tests.machine.sites import everything_in

pytestmark = needs_proc

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"

EDITS = {"first": "old", "edited": "new", "restyled": "restyled"}
"""Sites to build: the first from nothing, the others from `old`, and back."""


class Victim:
    """A site, and checks after killing its build."""

    def __init__(self, root: Path, edit: str) -> None:
        self.root = root
        self.edit = edit
        self.name = "old"
        self.seen = {""}
        """The sites whose pages may be in the output."""
        if edit != "first":
            turn_into(root, SITES["old"])
            self.is_built()
        self.is_edited()

    @property
    def output(self) -> Path:
        return self.root / "output"

    def is_edited(self) -> None:
        """Change the sources to the other of the two sites."""
        if self.edit == "first":
            self.forget_output()
            self.forget_state()
            self.seen = {""}
        else:
            self.name = "old" if self.name != "old" else EDITS[self.edit]
        turn_into(self.root, SITES[self.name])

    def forget_output(self) -> None:
        shutil.rmtree(self.output, ignore_errors=True)

    def forget_state(self) -> None:
        shutil.rmtree(self.root / ".digest", ignore_errors=True)

    def is_killed(self) -> None:
        """Check after a kill: no page is cut short."""
        self.seen.add(self.name)
        assert is_whole(self.output, *self.seen)

    def is_built(self) -> None:
        """Build; the output must equal that of a clean build."""
        assert run(self.root) == (0, "")
        assert is_clean(self.root, self.name)
        self.seen = {self.name}


def is_killed_after(seconds: float, process: subprocess.Popen[str]) -> bool:
    """Kill a build after some seconds; False if it ended earlier. Does not wait for its processes."""
    with process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        return process.wait() == -signal.SIGKILL


@pytest.mark.parametrize("edit", EDITS)
def test_a_build_may_be_killed_at_any_time(tmp_path: Path, edit: str) -> None:
    victim = Victim(tmp_path / "site", edit)
    chance = random.Random(edit)
    life = 1.0
    kills, parts = 0, 100 if NIGHTLY else 1
    for part in range(parts):
        kills += is_killed_after(life * (part + (chance.random() if NIGHTLY else 0.5)) / parts, start(victim.root))
        victim.is_killed()
        if chance.random() < 0.3:
            victim.forget_state()
        if chance.random() < 0.5:
            began = time.monotonic()
            victim.is_built()
            life = time.monotonic() - began
        if chance.random() < 0.7:
            victim.is_edited()
    victim.is_built()
    assert kills


MOMENTS: Mapping[str, Mapping[str, Moment]] = {
    "first": {
        "while the first manifest is written": Moment(step="write_in_place", place="/.manifest-"),
        "before the list is put in its place": Moment(step="replace", place="/.nojekyll"),
        "between two folders": Moment(step="replace_folder", place="/output/", number=3),
        "before the first folder is put in its place": Moment(step="replace_folder", place="/output/"),
        "between two files": Moment(step="replace", place="/output/", number=5),
        "while a worker keeps bodies": Moment(step="write_in_place", place="/bodies/", number=2, worker=True),
        "while a worker renders": Moment(step="write_in_place", place="/staging/", number=99, worker=True),
    },
    "edited": {
        "while the intention is noted": Moment(step="append", place="/manifest-"),
        "while what was read is noted": Moment(step="append", place="/entries"),
        "between two pages": Moment(step="replace", place="/output/papers", number=150),
        "before anything goes": Moment(step="remove", place="/output/"),
        "while the end is noted": Moment(step="append", place="/manifest-", number=2),
        "while things go": Moment(step="remove", place="/output/", number=9),
    },
    "restyled": {
        "before the staging folder goes": Moment(step="remove_folder", place="/staging", number=2),
    },
}
"""All moments in nightly runs, every third one in others."""


@pytest.mark.parametrize("edit", EDITS)
def test_a_build_may_be_killed_at_delicate_moments(tmp_path: Path, edit: str) -> None:
    victim = Victim(tmp_path / "site", edit)
    for when, moment in list(MOMENTS[edit].items())[:: 1 if NIGHTLY else 3]:
        for is_state_lost in (False, True) if NIGHTLY else (random.Random(when).random() < 0.3,):
            assert run(victim.root, moment=moment) == (-signal.SIGKILL, ""), when
            victim.is_killed()
            if is_state_lost:
                victim.forget_state()
            victim.is_built()
            victim.is_edited()


@pytest.mark.skipif(not NIGHTLY, reason="this takes minutes: set HYPOTHESIS_PROFILE=nightly")
@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("worker", [False, True], ids=["builder", "worker"])
def test_a_build_may_be_killed_at_every_change_to_the_disk(tmp_path: Path, edit: str, worker: bool) -> None:
    victim = Victim(tmp_path / "site", edit)
    chance = random.Random(edit)
    number = 1
    while run(victim.root, moment=Moment(number=number, worker=worker)) == (-signal.SIGKILL, ""):
        victim.is_killed()
        if chance.random() < 0.3:
            victim.forget_state()
        victim.is_built()
        victim.is_edited()
        number += 1 if number < 30 else chance.randrange(1, 12)
    assert number > 30
    assert is_clean(victim.root, victim.name)


# Killing one process


RENDERING = Moment(step="write_in_place", place="/staging/", number=20, worker=True)
READING = Moment(step="write_in_place", place="/bodies/", worker=True)
STAGES = {"reading": READING, "rendering": RENDERING}


@pytest.mark.parametrize("stage", STAGES)
def test_workers_end_with_the_build_that_started_them(tmp_path: Path, stage: str) -> None:
    victim = Victim(tmp_path / "site", "first")
    with start(victim.root, moment=replace(STAGES[stage], whom="builder")) as process:
        assert process.wait() == -signal.SIGKILL
        victim.is_built()  # at once, even if some are still running
        assert eventually(lambda: not members(process.pid))


def test_a_build_whose_worker_was_killed_says_so_and_changes_nothing(tmp_path: Path) -> None:
    victim = Victim(tmp_path / "site", "edited")
    before = everything_in(victim.output)
    for moment in STAGES.values():
        status, said = run(victim.root, moment=replace(moment, whom="self"))
        assert said.splitlines() == [
            "error: a worker process was killed (signal 9)",
            "  = hint: with --jobs 1, a build needs less memory",
        ]
        assert status == 2
        assert everything_in(victim.output) == before
        assert not (victim.root / ".digest/staging").exists()
    victim.is_built()


def has_children(process: "subprocess.Popen[str]") -> bool:
    """Wait until a build has workers, or has ended."""
    return eventually(lambda: process.poll() is not None or bool(children(process.pid)))


def test_a_worker_may_be_killed_from_outside(tmp_path: Path) -> None:
    """The build may succeed, if the worker had done all its tasks."""
    victim = Victim(tmp_path / "site", "first")
    process = start(victim.root)
    assert has_children(process)
    for worker in children(process.pid)[:1]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    status, said = finish(process)
    assert (status, said.partition("\n")[0]) in ((2, "error: a worker process was killed (signal 9)"), (0, ""))
    assert status == 0 or not victim.output.exists()
    victim.is_built()


# Ctrl-C


def test_ctrl_c_ends_a_build_and_changes_nothing(tmp_path: Path) -> None:
    victim = Victim(tmp_path / "site", "edited")
    before = everything_in(victim.output)
    placing = Moment(step="replace", place="/output/papers", number=99)
    for stage, moment in {**STAGES, "placing": placing}.items():
        status, said = run(victim.root, moment=replace(moment, signal=signal.SIGINT))
        assert (status, said.strip()) == (130, ""), stage
        if stage != "placing":
            assert everything_in(victim.output) == before
        assert not (victim.root / ".digest/staging").exists()
    victim.is_killed()
    victim.is_built()


def test_ctrl_c_may_come_as_workers_start(tmp_path: Path) -> None:
    victim = Victim(tmp_path / "site", "first")
    for _ in range(30 if NIGHTLY else 2):
        process = start(victim.root)
        assert has_children(process)
        os.killpg(process.pid, signal.SIGINT)
        status, said = finish(process)
        assert (status, said.strip()) in ((130, ""), (0, ""))
        assert status == 0 or not victim.output.exists()
        victim.is_edited()
    victim.is_built()


# Two builds at once


def test_of_two_builds_at_once_one_is_refused_or_waits(tmp_path: Path) -> None:
    victim = Victim(tmp_path / "site", "first")
    for _ in range(20 if NIGHTLY else 1):
        both = [start(victim.root), start(victim.root)]
        ends = [finish(process) for process in both]
        assert (0, "") in ends
        for status, said in ends:
            assert (status, said.partition("\n")[0]) in ((0, ""), (2, "error: another build of this site is running"))
        assert is_clean(victim.root, victim.name)
        victim.edit = "restyled"
        victim.is_edited()
    victim.is_built()
