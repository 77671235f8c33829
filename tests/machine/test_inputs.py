"""Inputs are recognised by their stamps, and a stamp is trusted only if it cannot hide a change."""

import os
from pathlib import Path

import pytest

from digest.machine import inputs as module
from digest.machine import stamps
from digest.machine.inputs import SECOND, SETTINGS, TICK, Inputs, find_inputs, named_files, remember_inputs
from digest.machine.journal import Journal
from digest.plan.urls import CONTENT
from digest.text.fingerprint import fingerprint_bytes
from tests.machine.sites import change

PATH = "content/2023-02-08/a.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    change(tmp_path, {SETTINGS: "url: https://example.org/\n", PATH: "one", "content/_unread/b.md": "b"})
    return tmp_path


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal", "inputs")


def find(root: Path, journal: Journal) -> Inputs:
    return find_inputs({"": root, CONTENT: root / CONTENT}, journal)


def latest(root: Path) -> int:
    return max(stamp[2] for stamp in stamps.scan(root).values())


def test_every_file_that_is_read_is_an_input(root: Path, journal: Journal) -> None:
    assert set(find(root, journal).stamps) == {SETTINGS, PATH}


def test_so_is_every_file_that_settings_may_name(root: Path, journal: Journal) -> None:
    files = ("logo.svg", "a b.PNG", "head.html", "icons/icon.png", "parts/a/head.html", "标志/一.svg", "c.svg")
    change(root, dict.fromkeys((*files, "notes.txt", ".d.png", "icons/other.png", "e.png/f", "a.pngx"), "x"))
    named = "icons/icon.png, ./parts/a/head.html, '标志/一.svg', parts/../c.svg, gone/a.png, ../g.png, https://h.example/i.png"
    change(root, {SETTINGS: f"url: https://example.org/\nicon: [{named}] # icons/other.pngs\n"})
    assert set(find(root, journal).stamps) == {SETTINGS, PATH, *files}


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ("icon: a/b.png", ["a/b.png"]),
        ("icon:a/b.png", ["a/b.png"]),
        ("icon: 'a/b:c#d/e.PNG'", ["a/b:c#d/e.PNG"]),
        ("icon: ./a//b.png#c.svg", ["a/b.png#c.svg"]),
        ("{icon: a/b.png, logo: [c/d.svg]}", ["a/b.png", "c/d.svg"]),
        ("icon: b.png", []),
        ("icon: https://h.example/b.png", []),
        ("icon: /b.png ../b.png content/b.png", []),
        ("icon: a/b.png" + "a" * 60_000, []),
        ("icon: " + "a/" * 30_000 + "b.pn", []),
        ("icon: " + "a/:" * 20_000 + "b.pn", []),
        ("icon: " + "a" * 60_000 + ".png", []),
        ("icon: " + "文" * 60_000 + "/b.png", ["文" * 60_000 + "/b.png"]),
        ("icon: a/b.png\n" + "#" * 65_536, []),
    ],
    ids=lambda each: str(each)[:16],
)
def test_names_of_files_are_found_in_settings_of_any_size(tmp_path: Path, settings: str, named: list[str]) -> None:
    change(tmp_path, {SETTINGS: settings})
    assert named_files(tmp_path) == named


def test_what_was_read_a_while_after_its_change_is_known_by_its_stamp(root: Path, journal: Journal) -> None:
    inputs = find(root, journal)
    assert not inputs.is_known
    remember_inputs(inputs, journal, latest(root) + 3 * SECOND)
    again = find(root, journal)
    assert again.is_known
    assert again.digests[PATH] == fingerprint_bytes(b"one")
    assert again.fingerprint() == inputs.fingerprint()


def test_what_changed_a_moment_ago_is_read_again(root: Path, journal: Journal) -> None:
    remember_inputs(find(root, journal), journal, latest(root) + TICK // 2)
    assert not find(root, journal).is_known


def test_with_timestamps_in_whole_seconds_stamps_are_trusted_later(
    root: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = latest(root) // SECOND * SECOND

    def scan(folder: Path, start: str, **_: object) -> dict[str, stamps.Stamp]:
        return {start + path: (size, second, second, node) for path, (size, _, _, node) in found[folder].items()}

    found = {root / CONTENT: stamps.scan(root / CONTENT, unread=(".", "_"))}
    monkeypatch.setattr(module, "scan", scan)
    monkeypatch.setattr(module, "stamp_of", lambda path: (1, second, second, 1) if path.name == SETTINGS else None)
    remember_inputs(find(root, journal), journal, second + SECOND)
    assert find(root, journal).digests == {}
    remember_inputs(find(root, journal), journal, second + 3 * SECOND)
    assert find(root, journal).is_known


def tmp_clock(root: Path) -> Path:
    """A file to read the disk's clock with."""
    clock = root / ".clock"
    clock.touch()
    return clock


@pytest.mark.parametrize("content", ["two", "longer than before"])
def test_a_change_shows_whatever_its_time_is_set_to(root: Path, journal: Journal, content: str) -> None:
    remember_inputs(find(root, journal), journal, latest(root) + 3 * SECOND)
    before = (root / PATH).stat()
    while stamps.touch(tmp_clock(root)) <= before.st_ctime_ns:
        pass  # the file system's clock has a resolution of milliseconds
    (root / PATH).write_text(content, encoding="utf-8")
    os.utime(root / PATH, ns=(before.st_atime_ns, before.st_mtime_ns))
    inputs = find(root, journal)
    assert PATH not in inputs.digests
    assert inputs.digest(PATH) == fingerprint_bytes(content.encode())


def test_a_file_that_is_gone_is_forgotten(root: Path, journal: Journal) -> None:
    remember_inputs(find(root, journal), journal, latest(root) + 3 * SECOND)
    change(root, {PATH: None})
    inputs = find(root, journal)
    assert set(inputs.stamps) == {SETTINGS}
    remember_inputs(inputs, journal, latest(root) + 3 * SECOND)
    assert set(journal.values) == {SETTINGS}
