"""Full disks, and several disks: a clear message, no page cut short, and the next build equals a clean one."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.machine.options import Refused
from digest.plan.listing import LISTING, write_listing
from tests.building import DAY, build, entry, write_site
from tests.machine.dying import Moment
from tests.machine.processes import SITES, is_clean, left_in, needs_proc, run, turn_into
from tests.machine.sites import FILES, TEXT_A, A, B, change, clean_build, everything_in

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
FINE = 8
"""Blocks of a small step."""

PAGE = 4096
"""Block size of tmpfs (a page of memory), in bytes."""


class SmallDisk:
    """A tmpfs mounted at `path`."""

    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", str(path)]
        try:
            ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
        except OSError as error:
            pytest.skip(f"a small disk cannot be mounted here: {error}")
        if ran.returncode:
            pytest.skip(f"a small disk cannot be mounted here: {ran.stderr.strip()}")

    def close(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.path)], check=True, timeout=60)

    def fill(self, room: int) -> None:
        """Fill the disk, leaving `room` blocks."""
        free = os.statvfs(self.path).f_bavail * os.statvfs(self.path).f_frsize
        (self.path / ".ballast").write_bytes(bytes(max(free - room * PAGE, 0)))

    def free(self) -> None:
        """Make room again."""
        (self.path / ".ballast").unlink(missing_ok=True)


@pytest.fixture
def disks() -> Iterator[list[SmallDisk]]:
    """The disks that a test mounts: append them, and they are unmounted afterwards."""
    mounted: list[SmallDisk] = []
    yield mounted
    for disk in reversed(mounted):
        disk.close()


FULL = re.compile(r"error: (?P<path>/.+): No space left on device\n(?P<rest>.*)", re.DOTALL)
HINT = "look at its permissions, and at the space left on the disk"


def is_told(ran: tuple[int, str], below: Path) -> bool:
    """Whether a build ended with the one message, which names a file below `folder`."""
    status, said = ran
    match = FULL.fullmatch(said)
    assert match is not None, said
    assert Path(match["path"]).is_relative_to(below), said
    assert HINT in match["rest"]
    assert said.count("\n") <= 2
    assert status == 2
    return True


NEW: dict[str, str | bytes | None] = {
    A: TEXT_A.replace("中文", "新"),
    f"{DAY}/c.md": entry(arxiv="2302.00003", tags="[y]"),
    B: None,
    "content/2023-02-09/more.md": entry(arxiv="2302.00004"),
}


@pytest.mark.parametrize("edit", ["first", "edited"] if NIGHTLY else ["edited"])
def test_a_disk_may_be_full_at_any_step(tmp_path: Path, disks: list[SmallDisk], edit: str) -> None:
    """Try amounts of room, in large steps until it is enough, then again in small steps from the last failure.

    Nightly: every amount, in steps of one block.
    """
    disks.append(disk := SmallDisk(tmp_path / "disk", 8_000_000))
    root = disk.path / "site"
    step = 1 if NIGHTLY else 40
    room, named = 0, set()
    expected: dict[str, bytes | None] = {}
    while True:
        shutil.rmtree(root, ignore_errors=True)
        write_site(root, FILES)
        old = {}
        if edit == "edited":
            old = everything_in(build(root).output)
            change(root, NEW)
        expected = expected or clean_build(root)
        disk.fill(room)
        failed = where_full(root)
        for path, content in everything_in(root / "output").items():
            assert content in (old.get(path), expected.get(path)) or path == LISTING, f"{path} with room for {room}"
        assert not failed or not left_in(root)
        disk.free()
        assert build(root).result.published
        assert everything_in(root / "output") == expected, f"with room for {room}"
        assert not left_in(root)
        if failed:
            named.add(failed)
            room += step
        elif step > FINE:
            room, step = room - step + FINE, FINE
        else:
            break
    assert len(named) > 4, named


def where_full(root: Path) -> str:
    """The file that a build could not write; empty if it succeeded."""
    try:
        assert build(root).result.published
    except Refused as refused:
        told = refused
    else:
        return ""
    path, _, reason = told.message.rpartition(": ")
    assert (reason, told.hint) == ("No space left on device", HINT)
    return Path(path).relative_to(root).as_posix()


@needs_proc
@pytest.mark.parametrize("room", [60, 500] if NIGHTLY else [500])
def test_workers_tell_of_a_full_disk(tmp_path: Path, disks: list[SmallDisk], room: int) -> None:
    disks.append(disk := SmallDisk(tmp_path / "disk", 32_000_000))
    root = disk.path / "site"
    turn_into(root, SITES["old"])
    disk.fill(room)
    assert is_told(run(root), root / ".digest")
    assert not (root / "output").exists()
    disk.free()
    assert run(root) == (0, "")
    assert is_clean(root, "old")


def test_the_output_may_be_on_a_full_disk_of_its_own(tmp_path: Path, disks: list[SmallDisk]) -> None:
    root = tmp_path / "site"
    disks.append(disk := SmallDisk(root / "output", 8_000_000))
    write_site(root, FILES)
    disk.fill(20)
    with pytest.raises(Refused, match="No space left on device") as refusal:
        build(root)
    assert str(root / "output/.digest-staging/") in refusal.value.message
    assert everything_in(root / "output").keys() == {".ballast"}
    disk.free()
    assert build(root).result.published
    assert everything_in(root / "output") == clean_build(root)


def test_a_folder_of_the_output_may_be_a_full_disk(tmp_path: Path, disks: list[SmallDisk]) -> None:
    """Files are copied to another disk, not moved, so it becomes full while files are published."""
    root = tmp_path / "site"
    disks.append(disk := SmallDisk(root / "output/papers", 8_000_000))
    write_site(root, FILES)
    disk.fill(3)
    expected = clean_build(root)
    change(root, {"output/.nojekyll": write_listing(())})
    with pytest.raises(Refused, match="No space left on device") as refusal:
        build(root)
    assert str(root / "output/papers/") in refusal.value.message
    for path, content in everything_in(root / "output").items():
        assert content == expected.get(path) or path in (LISTING, "papers/.ballast"), path
    disk.free()
    assert build(root).result.published
    assert everything_in(root / "output") == expected


@needs_proc
@pytest.mark.parametrize("is_state_lost", [False, True], ids=["state kept", "state lost"])
def test_a_build_may_be_killed_whose_output_is_on_another_disk(
    tmp_path: Path, disks: list[SmallDisk], is_state_lost: bool
) -> None:
    """The staging folder is hidden in the output folder then. The next build removes it, even with nothing to do.

    Half of the moments with the state and half without; nightly, all with and without.
    """
    root = tmp_path / "site"
    disks.append(SmallDisk(root / "output", 64_000_000))
    staging = root / "output/.digest-staging"
    turn_into(root, SITES["old"])
    moments = (
        Moment(step="write_in_place", place="/.digest-staging/", number=20, worker=True),
        Moment(step="replace", place="/output/.nojekyll"),
        Moment(step="replace_folder", place="/output/", number=3),
        Moment(step="remove_folder", place="/.digest-staging", number=2),
    )
    for moment in moments if NIGHTLY else moments[is_state_lost::2]:
        assert run(root, moment=moment) == (-signal.SIGKILL, "")
        assert staging.is_dir()
        if is_state_lost:
            shutil.rmtree(root / ".digest")
    assert run(root) == (0, "")
    assert is_clean(root, "old")
