"""Real builds, each in its own process group, of a site that is large enough for workers."""

import functools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from digest.machine import rendering, sources
from digest.plan.listing import LISTING, read_listing
from tests.machine.dying import Moment
from tests.machine.sites import change, everything_in

REPOSITORY = Path(__file__).parents[2]

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").is_file(), reason="processes are looked up in /proc, which is not here"
)

Tree = Mapping[str, bytes | None]
Sources = dict[str, str | bytes | None]

SETTINGS = "title: 日报\nurl: https://example.org/\nlanguages: [zh]\nauthors: {min_papers: 1000}\n"
DAYS = 5
CROWD = 320
assert min(sources.PARSING_WORTH_WORKERS, rendering.RENDERING_WORTH_WORKERS) < CROWD - CROWD // 20


def _entry(number: int, words: str) -> str:
    return (
        f"---\ntitle: Title {number}\ntitle_zh: 题{number}\nauthors: [A]\ncategory: CV\narxiv: 2302.{number:05}\n"
        f"---\n\n## 摘要\n\n{words}{number}。\n"
    )


def _entries(words: str) -> dict[str, str]:
    return {f"content/2023-02-{n % DAYS + 1:02}/e{n}.md": _entry(n, words) for n in range(CROWD)}


_PAGE = "---\npage: true\ntitle: More\n---\n页。\n"

OLD: Sources = {"digest.yaml": SETTINGS, **_entries("旧"), "content/more.html.md": _PAGE}

NEW: Sources = {
    "digest.yaml": SETTINGS,
    **{path: text for number, (path, text) in enumerate(_entries("新").items()) if number % 20},
    **{f"content/2023-03-01/f{n}.md": _entry(1000 + n, "添") for n in range(8)},
    "content/more.html.html/deep.md": _PAGE,
}
"""All entries edited, some deleted, a day added, and a page replaced by a folder."""

RESTYLED: Sources = {**OLD, "themes/default/templates/_footer.html": "<footer>Mine.</footer>"}
"""A template changed that all pages include."""

SITES = {"old": OLD, "new": NEW, "restyled": RESTYLED}


def turn_into(root: Path, wanted: Sources) -> None:
    """Replace the sources of a site."""
    here = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("content", "themes")
        for path in (root / folder).rglob("*")
        if path.is_file()
    }
    for path in here.keys() - wanted.keys():
        change(root, {path: None})
    change(root, {p: t for p, t in wanted.items() if isinstance(t, str) and t.encode() != here.get(p)})


def start(root: Path, *options: str, moment: Moment | None = None) -> subprocess.Popen[str]:
    """Start a build with two workers, in its own process group, as a shell does."""
    module = ["digest"] if moment is None else ["tests.machine.dying", str(moment)]
    return subprocess.Popen(
        [sys.executable, "-m", *module, "build", "--root", str(root), "--jobs", "2", *options],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "SOURCE_DATE_EPOCH": "1704110400"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a build; returns exit status and standard error. Asserts that none of its processes is left."""
    _, said = process.communicate(timeout=120)
    assert eventually(lambda: not members(process.pid)), "a process was left"
    return process.returncode, said


def run(root: Path, *options: str, moment: Moment | None = None) -> tuple[int, str]:
    """Build a site; see `finish`."""
    return finish(start(root, *options, moment=moment))


def members(group: int) -> list[int]:
    """The running processes of a group."""
    return [pid for pid, _, of in _processes() if of == group]


def children(parent: int) -> list[int]:
    """The running children of a process."""
    return [pid for pid, of, _ in _processes() if of == parent]


def _processes() -> Iterator[tuple[int, int, int]]:
    """`(pid, parent, group)` of all running processes, by proc_pid_stat(5)."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                state, parent, group = (folder / "stat").read_text().rpartition(") ")[2].split()[:3]
            except (FileNotFoundError, ProcessLookupError):
                continue
            if state not in "ZX":
                yield int(folder.name), int(parent), int(group)


def eventually(question: Callable[[], bool], seconds: float = 30) -> bool:
    """Wait until a condition is true; False after a timeout that only a very busy machine needs."""
    end = time.monotonic() + seconds
    while not question():
        if time.monotonic() > end:
            return False
        time.sleep(0.001)
    return True


@functools.cache
def clean(name: str) -> Tree:
    """Output of a clean build, by the site's name in `SITES`."""
    with tempfile.TemporaryDirectory(prefix="digest-clean-") as folder:
        root = Path(folder, "site")
        turn_into(root, SITES[name])
        assert run(root) == (0, "")
        return everything_in(root / "output")


def is_whole(output: Path, *names: str) -> bool:
    """Whether each page equals that of one of the sites, pages that all have exist, and all are in the listing."""
    versions = [clean(name) if name else {} for name in names]
    there = {path: content for path, content in everything_in(output).items() if content is not None}
    listing = there.pop(LISTING, None)
    for path, content in there.items():
        assert content in [version.get(path) for version in versions], f"{path} is neither old nor new"
    pages = [{path for path, content in version.items() if content is not None} - {LISTING} for version in versions]
    for path in set.intersection(*pages):
        assert (output / path).exists(), f"{path} is not there"
    if there:
        assert listing is not None
        assert there.keys() <= (read_listing(listing) or set()), "a page is not listed"
    return True


def is_clean(root: Path, name: str) -> bool:
    """Whether the output equals that of a clean build, and no temporary files are left."""
    output = everything_in(root / "output")
    wanted = clean(name)
    different = {path for path in output.keys() | wanted.keys() if output.get(path) != wanted.get(path)}
    assert not different, sorted(different)
    assert left_in(root) == []
    return True


def left_in(root: Path) -> list[Path]:
    """Files that an interrupted build has left in `.digest/`."""
    return [path for path in (root / ".digest").rglob("*") if path.name.startswith(".") or path.name == "staging"]
