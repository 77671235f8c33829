"""A build may die before any of its steps: the next one puts out what a clean build would, with nothing left over.

What is published are a few short files instead of a site: only the disk is at stake, and every step of it is tried.
"""

import contextlib
import errno
import itertools
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from digest.machine import files, site_plan
from digest.machine.options import Refused
from digest.machine.site_plan import SitePlan
from digest.plan.listing import LISTING, write_listing
from digest.plan.types import Addresses, Contents, Material, Output, OutputKind
from digest.plan.views import TextFileView
from digest.text.fingerprint import checksum
from tests.building import DAY, build, entry, site
from tests.machine.dying import CHANGES
from tests.machine.sites import FILES, change, clean_build, everything_in

OLD = {"index.html": "1", "a/one.html": "1", "a/two.html": "2", "b/c/deep.html": "3"}
EDITS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "first": ({}, OLD),
    "body": (OLD, {**OLD, "a/one.html": "new", "index.html": "new"}),
    "added": (OLD, {**OLD, "a/three.html": "new", "d/four.html": "new", "index.html": "new"}),
    "deleted": (OLD, {"index.html": "new", "a/one.html": "1"}),
    "renamed": (OLD, {"index.html": "new", "a/1.html": "1", "a/two.html": "2", "b/other.html": "3"}),
    "capitals": (OLD, {"index.html": "1", "A/One.html": "1", "a/two.html": "2", "b/c/DEEP.html": "new"}),
    "page becomes folder": ({**OLD, "x": "page"}, {**OLD, "x/inside.html": "new"}),
    "folder becomes page": ({**OLD, "x/inside.html": "new", "x/y/z.html": "z"}, {**OLD, "x": "page"}),
    "all gone": (OLD, {}),
}
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
STRIDE = 7 if NIGHTLY else 61
"""Each step of a first crash is tried with every so-manieth step of a second, beginning with another each time."""


def edits(*usual: str) -> pytest.MarkDecorator:
    """Parametrize a test with all edits in the nightly run, else with those that may make a difference to it."""
    return pytest.mark.parametrize("edit", EDITS if NIGHTLY else usual)


class Killed(BaseException):
    """The process was killed."""


@contextlib.contextmanager
def dying_at(step: int) -> Iterator[list[str]]:
    """Die before the step-th change to the disk; a file that was being written stays half written. Gives the steps."""
    steps: list[str] = []

    def dying(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def act(*arguments: Any) -> Any:
            steps.append(name)
            if len(steps) == step:
                if name in ("write_in_place", "append"):
                    path, content = arguments
                    work(path, content[: len(content) // 2])
                raise Killed
            return work(*arguments)

        return act

    with pytest.MonkeyPatch.context() as patch:
        for name in CHANGES:
            patch.setattr(files, name, dying(name, getattr(files, name)))
        yield steps


TEXT = OutputKind("text", lambda _: iter(()), writer="text")


def show(text: str, contents: Contents) -> Material:
    return Material(TextFileView(text=text), None)


class Publisher:
    """Builds a site whose outputs are known beforehand."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.outputs: Mapping[str, str] = {}
        self.site_plan: SitePlan | None = None
        self.plan_site = site_plan.plan_site
        monkeypatch.setattr(site_plan, "plan_site", self._planned)

    def _planned(self, *arguments: Any, **options: Any) -> SitePlan:
        if self.site_plan is None:
            self.site_plan = self.plan_site(*arguments, **options)
        texts = {**self.outputs, LISTING: write_listing(self.outputs)}
        outputs = tuple(Output(path, TEXT, "zh", text, partial(show, text), None, "") for path, text in texts.items())
        addresses = Addresses(frozenset(texts), 0, ())
        plan = replace(self.site_plan.plan, outputs=outputs, groups=(), addresses=addresses)
        return replace(self.site_plan, plan=plan)

    def build(self, root: Path, outputs: Mapping[str, str]) -> tuple[list[str], list[str]]:
        self.outputs = outputs
        settings = f"url: https://example.org/\n# {checksum(repr(outputs).encode())}\n"
        if (root / "digest.yaml").read_text(encoding="utf-8") != settings:
            change(root, {"digest.yaml": settings})  # other outputs, other inputs
        built = build(root)
        assert built.result.published
        return built.written(), built.removed()

    def clean(self, outputs: Mapping[str, str]) -> dict[str, bytes | None]:
        """What a build puts out in an empty folder."""
        root = self.folder / "clean"
        shutil.rmtree(root, ignore_errors=True)
        change(root, SITE)
        self.build(root, outputs)
        return everything_in(root / "output")

    def revived(self, root: Path, outputs: Mapping[str, str]) -> dict[str, bytes | None]:
        """The output after the next build that nobody kills: it leaves nothing to do and no trace of the killed one."""
        self.build(root, outputs)
        assert self.build(root, outputs) == ([], [])
        assert not (root / ".digest" / "staging").exists()
        return everything_in(root / "output")

    def lives(self, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[int, Path]]:
        """For each step of the second build, a copy of the site in which it died there."""
        start, root = self.folder / "start", self.folder / "victim"
        shutil.rmtree(start, ignore_errors=True)
        change(start, SITE)
        if old:
            self.build(start, old)
        for step in itertools.count(1):
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(start, root)
            with dying_at(step) as steps:
                try:
                    self.build(root, new)
                except Killed:
                    pass
                else:
                    assert step > len(steps) > 5
                    return
            yield step, root


SITE: dict[str, str | bytes | None] = {"digest.yaml": "url: https://example.org/\n", "content/.keep": ""}


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    return Publisher(tmp_path, monkeypatch)


@pytest.mark.parametrize("edit", EDITS)
def test_pages_are_whole_and_the_next_build_is_as_good_as_a_clean_one(publisher: Publisher, edit: str) -> None:
    old, new = EDITS[edit]
    expected = publisher.clean(new)
    for step, root in publisher.lives(old, new):
        for path, content in everything_in(root / "output").items():
            if content is not None and path != LISTING:
                assert content.decode() in (old.get(path), new.get(path)), f"{path}, died before step {step}"
        assert publisher.revived(root, new) == expected, f"died before step {step}"


@edits("folder becomes page")
def test_the_state_may_be_deleted_after_a_crash(publisher: Publisher, edit: str) -> None:
    old, new = EDITS[edit]
    expected = publisher.clean(new)
    for step, root in publisher.lives(old, new):
        shutil.rmtree(root / ".digest", ignore_errors=True)
        assert publisher.revived(root, new) == expected, f"died before step {step}"


@edits("renamed")
def test_the_edit_may_be_taken_back_after_a_crash(publisher: Publisher, edit: str) -> None:
    old, new = EDITS[edit]
    expected = publisher.clean(old)
    for step, root in publisher.lives(old, new):
        assert publisher.revived(root, old) == expected, f"died before step {step}"


@edits("first")
def test_the_edit_may_be_taken_back_and_the_state_deleted_after_a_crash(publisher: Publisher, edit: str) -> None:
    old, new = EDITS[edit]
    expected = publisher.clean(old)
    for step, root in publisher.lives(old, new):
        shutil.rmtree(root / ".digest", ignore_errors=True)
        assert publisher.revived(root, old) == expected, f"died before step {step}"


@edits("page becomes folder")
def test_another_edit_and_another_crash_may_follow(publisher: Publisher, edit: str) -> None:
    old, new = EDITS[edit]
    third = {"index.html": "third", "a/two.html": "2", "b/c": "a page now", "e.html": "e"}
    expected = publisher.clean(third)
    for step, root in publisher.lives(old, new):
        for second in range(1 + step % STRIDE, 36, STRIDE):
            twice = publisher.folder / "twice"
            shutil.rmtree(twice, ignore_errors=True)
            shutil.copytree(root, twice)
            with contextlib.suppress(Killed), dying_at(second):
                publisher.build(twice, third)
            assert publisher.revived(twice, third) == expected, f"died before steps {step} and {second}"


@edits("deleted")
def test_what_others_put_there_survives_a_crash(publisher: Publisher, edit: str) -> None:
    old, new = EDITS[edit]
    others: dict[str, str | bytes | None] = {"CNAME": "me", "a/mine.html": "mine", "b/c/.hidden": "hidden"}
    for step, root in publisher.lives(old, new):
        change(root / "output", others)
        publisher.revived(root, new)
        shutil.rmtree(root / ".digest", ignore_errors=True)
        publisher.revived(root, old)
        for path, content in others.items():
            assert (root / "output" / path).read_text(encoding="utf-8") == content, f"died before step {step}"


@edits("page becomes folder")
@pytest.mark.parametrize("back", [False, True], ids=["kept", "taken back"])
def test_the_output_may_lie_on_another_disk(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch, edit: str, back: bool
) -> None:
    replace_file = os.replace

    def replace_on_one_disk(source: Path | str, target: Path | str) -> None:
        if (".digest" in Path(source).parts) != (".digest" in Path(target).parts):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        replace_file(source, target)

    monkeypatch.setattr(os, "replace", replace_on_one_disk)
    monkeypatch.setattr(files, "replace_folder", lambda *_: False)
    old, new = EDITS[edit]
    expected = publisher.clean(old if back else new)
    for step, root in publisher.lives(old, new):
        assert publisher.revived(root, old if back else new) == expected, f"died before step {step}"


def test_a_whole_site_revives(tmp_path: Path) -> None:
    root = tmp_path / "site"
    site(root, FILES)
    for step in (3, 30, 60, 75, 90):
        change(root, {f"content/2023-03-{step % 28 + 1:02}/{step}.md": entry(arxiv=f"2303.{step:05}", tags="[t]")})
        with contextlib.suppress(Killed), dying_at(step):
            build(root)
    change(root, {f"{DAY}/b.md": None})
    assert build(root).result.published
    assert everything_in(root / "output") == clean_build(root)


def test_a_full_disk_is_told_and_can_be_mended(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    root = publisher.folder / "site"
    change(root, SITE)
    write = files.write_in_place

    def fail(path: Path, _content: bytes) -> tuple[int, int]:
        raise files.DiskFailed(path, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    monkeypatch.setattr(files, "write_in_place", fail)
    with pytest.raises(Refused, match="No space left on device") as refusal:
        publisher.build(root, OLD)
    assert refusal.value.hint == "look at its permissions, and at the space left on the disk"
    monkeypatch.setattr(files, "write_in_place", write)
    assert publisher.revived(root, OLD) == publisher.clean(OLD)
