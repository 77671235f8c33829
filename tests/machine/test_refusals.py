"""Errors of the file system: the message names the file, the output stays, and the next build succeeds."""

import contextlib
import errno
import os
import shutil
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.machine import build as machine
from digest.machine import files, stamps
from digest.machine.inputs import SECOND
from digest.machine.options import Refused
from digest.plan.urls import ADDRESS_LOCK
from tests.building import DAY, ENTRY, build, check, entry, site, tree
from tests.machine.sites import FILES, TEXT_A, A, B, change, clean_build, everything_in

HINT = "look at its permissions, and at the space left on the disk"

NEW: dict[str, str | bytes | None] = {
    A: TEXT_A.replace("中文", "新"),
    B: None,
    "content/2023-02-09/c.md": entry(arxiv="2302.00003"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site that was edited after a build."""
    assert site(tmp_path / "site", FILES).result.published
    change(tmp_path / "site", NEW)
    return tmp_path / "site"


def refusal_of(root: Path, hint: str = HINT) -> str:
    """The message of a build that is refused."""
    with pytest.raises(Refused) as refusal:
        build(root)
    assert refusal.value.hint == hint
    return refusal.value.message


def is_mended(root: Path) -> bool:
    """Whether the output of the next build equals that of a clean one."""
    assert build(root).result.published
    assert everything_in(root / "output") == clean_build(root)
    assert not (root / ".digest/staging").exists()
    return True


def forbid(monkeypatch: pytest.MonkeyPatch, call: str, place: Path) -> None:
    """Make a system call fail for paths at or below `place`."""
    work = getattr(os, call)

    def act(*arguments: Any, **options: Any) -> Any:
        if any(isinstance(each, str | Path) and Path(each).is_relative_to(place) for each in arguments):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(arguments[0]))
        return work(*arguments, **options)

    monkeypatch.setattr(os, call, act)


@pytest.mark.parametrize("name", ["lock", "inputs", "entries", "manifest", "bodies", "staging"])
def test_what_cannot_be_written_in_the_state_is_named(root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything_in(root / "output")
    [manifest] = (root / ".digest").glob("manifest-*")
    place = manifest if name == "manifest" else root / ".digest" / name
    with monkeypatch.context() as patch:
        write = os.open

        def refuse(path: Any, flags: int, *mode: int, **options: Any) -> int:
            inside = Path(path).parent / Path(path).name.removeprefix(".").removesuffix(".digest-new")
            if flags & (os.O_WRONLY | os.O_RDWR) and inside.is_relative_to(place):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
            return write(path, flags, *mode, **options)

        patch.setattr(os, "open", refuse)
        patch.setattr(machine, "touch", lambda path: stamps.touch(path) + 60 * SECOND)  # so that stamps are trusted
        message = refusal_of(root)
    assert message.startswith(f"{root}/.digest/")
    assert message.endswith(": Permission denied")
    assert name in message
    assert everything_in(root / "output") == before
    assert is_mended(root)


@pytest.mark.parametrize("place", ["output", "output/papers", "output/index.html", "output/.nojekyll"])
def test_an_output_that_cannot_be_written_is_named(root: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = everything_in(root / "output"), clean_build(root)
    with monkeypatch.context() as patch:
        forbid(patch, "replace", root / place)
        message = refusal_of(root)
    assert message.startswith(f"{root / place}")
    assert message.endswith(": Permission denied")
    for path, content in everything_in(root / "output").items():
        assert content in (old.get(path), new.get(path)) or path == ".nojekyll"
    assert is_mended(root)


def test_a_page_that_cannot_be_removed_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        forbid(patch, "unlink", root / "output/papers")
        message = refusal_of(root)
    assert message.startswith(f"{root}/output/papers/2302.00002.")
    assert message.endswith(": Permission denied")
    assert is_mended(root)


def test_a_source_that_cannot_be_read_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything_in(root / "output")
    with monkeypatch.context() as patch:
        read = files._read

        def refuse(path: Path | str, most: int = files.LARGE) -> bytes:
            if Path(path) == root / A:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
            return read(path, most)

        patch.setattr(files, "_read", refuse)
        assert refusal_of(root) == f"{root / A}: Permission denied"
    assert everything_in(root / "output") == before
    assert is_mended(root)


@pytest.mark.parametrize("place", [".digest", ".digest/bodies", ".digest/staging", "output"])
def test_a_file_where_a_folder_should_be_is_named(root: Path, place: str) -> None:
    shutil.rmtree(root / place, ignore_errors=True)
    (root / place).write_text("mine", encoding="utf-8")
    before = everything_in(root / "output")
    message = refusal_of(root, "delete it, or move it away")
    assert message.startswith(f"{root / place}")
    assert message.endswith(": a file, link, pipe or device is where a folder belongs")
    assert (root / place).read_text(encoding="utf-8") == "mine"
    assert everything_in(root / "output") == before
    (root / place).unlink()
    assert is_mended(root)


STATE = ("lock", "inputs", "entries", "related", "kept", "manifest", "bodies", "search", "staging", "")
"""Names in `.digest/`, and itself."""
OUTPUTS = ("index.html", "papers/2302.03084.html", ".nojekyll")


def _folder(place: Path) -> None:
    place.mkdir()


def _nested(place: Path) -> None:
    (place / "a/b").mkdir(parents=True)


def _pipe(place: Path) -> None:
    os.mkfifo(place)


def _device(place: Path) -> None:
    place.symlink_to("/dev/zero")


def _loop(place: Path) -> None:
    place.symlink_to(place.name)


def _socket(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made, contextlib.chdir(place.parent):
        made.bind(place.name)


DAMAGE = (_folder, _nested, _pipe, _device, _loop)


def _take_away(place: Path) -> None:
    shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", STATE)
def test_what_is_in_the_place_of_the_cache_is_replaced(root: Path, name: str, damage: Callable[[Path], None]) -> None:
    [manifest] = (root / ".digest").glob("manifest-*")
    place = manifest if name == "manifest" else root / ".digest" / name
    _take_away(place)
    damage(place)
    assert is_mended(root)


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", OUTPUTS)
def test_what_holds_nothing_in_the_place_of_an_output_is_replaced(
    root: Path, name: str, damage: Callable[[Path], None]
) -> None:
    _take_away(root / "output" / name)
    damage(root / "output" / name)
    assert is_mended(root)


@pytest.mark.parametrize("name", [".digest/bodies", "output/papers", "output/en"])
def test_nothing_is_written_or_removed_through_a_link(root: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "mine").mkdir()
    shutil.copytree(root / name, tmp_path / "mine/copy")
    (tmp_path / "mine/copy/mine.txt").write_text("mine", encoding="utf-8")
    before = everything_in(tmp_path / "mine")
    shutil.rmtree(root / name)
    (root / name).symlink_to(tmp_path / "mine/copy")
    assert is_mended(root)
    assert everything_in(tmp_path / "mine") == before


def test_a_cache_that_is_a_link_is_refused(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / ".digest", tmp_path / "mine")
    (tmp_path / "mine/kept").write_text("mine", encoding="utf-8")
    before = everything_in(tmp_path / "mine")
    shutil.rmtree(root / ".digest")
    (root / ".digest").symlink_to(tmp_path / "mine")
    assert "is a link" in refusal_of(root, "delete it: a build makes the folder")
    with pytest.raises(Refused, match="is a link"):
        check(root)
    assert everything_in(tmp_path / "mine") == before
    (root / ".digest").unlink()
    assert is_mended(root)


def test_a_folder_with_files_in_the_place_of_an_output_stays(root: Path) -> None:
    place = root / "output/index.html"
    place.unlink()
    place.mkdir()
    os.mkfifo(place / "mine")
    with pytest.raises(Refused, match="is in the way"):
        build(root)
    assert stat.S_ISFIFO((place / "mine").stat().st_mode)
    shutil.rmtree(place)
    assert is_mended(root)


@pytest.mark.parametrize(
    ("damage", "told"),
    [(_folder, "a folder"), (_pipe, "a pipe"), (_device, "a device"), (_socket, "a pipe, socket or device")],
)
@pytest.mark.parametrize("name", ["digest.yaml", "addresses.lock"])
def test_what_is_in_the_place_of_settings_is_named(
    root: Path, name: str, damage: Callable[[Path], None], told: str
) -> None:
    build(root)
    settings = (root / "digest.yaml").read_bytes()
    (root / name).unlink(missing_ok=True)
    damage(root / name)
    assert f"{name}: this is {told}, not a file" in refusal_of(root, "delete it, or move it away")
    _take_away(root / name)
    (root / "digest.yaml").write_bytes(settings)
    assert is_mended(root)


@pytest.mark.parametrize("damage", [_pipe, _device, _socket, _loop])
def test_what_is_in_the_place_of_the_output_is_told(root: Path, damage: Callable[[Path], None]) -> None:
    shutil.rmtree(root / "output")
    damage(root / "output")
    told = "a file, link, pipe or device is where a folder belongs"
    assert refusal_of(root, "delete it, or move it away").endswith(told)
    _take_away(root / "output")
    assert is_mended(root)


@pytest.mark.parametrize("name", ["content", "static", "themes"])
def test_a_folder_that_is_a_link_to_itself_is_told(root: Path, name: str) -> None:
    shutil.rmtree(root / name, ignore_errors=True)
    _loop(root / name)
    assert refusal_of(root, "delete it, or move it away") == f"{root / name}: this link leads to itself"


@pytest.mark.parametrize("name", ["themes/default", "themes/default/templates/a.html"])
def test_a_file_of_a_theme_that_is_a_link_to_itself_is_told(root: Path, name: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    _loop(root / name)
    assert [(each.path, each.code) for each in build(root).result.diagnostics] == [(name, "lost-file")]


@pytest.mark.parametrize("name", ["content/x.bin", "content/2023-02-08/x.png", "logo.png"])
def test_a_huge_file_that_nothing_uses_is_not_read(root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with (root / name).open("wb") as file:
        file.truncate(files.LARGE + 1)
    read = files.read

    def refuse(path: Path | str) -> bytes:
        assert not str(path).endswith(name)
        return read(path)

    monkeypatch.setattr(files, "read", refuse)
    assert build(root).result.published
    assert not build(root).result.written


def test_a_huge_text_is_an_error(root: Path) -> None:
    with (root / "content/x.md").open("wb") as file:
        file.truncate(files.LARGE + 1)
    assert [each.code for each in build(root).result.diagnostics] == ["too-large"]


@pytest.mark.parametrize(
    "name", ["addresses.lock", "themes/default/strings/zh.yaml", "themes/default/static/a.css", "themes/other/a.html"]
)
def test_a_huge_file_of_themes_or_addresses_is_an_error(root: Path, name: str) -> None:
    _make_huge(root / name)
    with pytest.raises(Refused) as refusal:
        build(root)
    assert [(each.code, each.path) for each in refusal.value.diagnostics] == [("too-large", name)]


@pytest.mark.parametrize("name", ["digest.yaml", "static/CNAME"])
def test_huge_settings_are_named(root: Path, name: str) -> None:
    _make_huge(root / name)
    told = refusal_of(root, "delete it, or move it away")
    assert told == f"{root / name}: this file has more than 100 MB"


@pytest.mark.parametrize("place", [".digest/inputs", ".digest/kept", ".digest/entries", ".digest/search/x"])
def test_a_huge_file_of_the_cache_is_as_good_as_none(root: Path, place: str) -> None:
    _make_huge(root / place, 2_000_000_000)
    assert is_mended(root)
    assert not (root / place).exists() or (root / place).stat().st_size < files.LARGE


def test_a_huge_manifest_and_body_are_as_good_as_none(root: Path) -> None:
    for place in (*(root / ".digest").glob("manifest-*"), next((root / ".digest/bodies").iterdir())):
        _make_huge(place, 2_000_000_000)
    assert is_mended(root)


def _make_huge(place: Path, size: int = files.LARGE + 1) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("ab") as file:
        file.truncate(size)


def test_a_large_file_is_copied_in_pieces(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, content = root / "static/a.bin", bytes(range(250)) * 10_000
    place.parent.mkdir()
    place.write_bytes(content)
    monkeypatch.setattr(stamps, "LARGE", len(content) - 1)
    read = files._read

    def refuse(path: Path | str, most: int = files.LARGE) -> bytes:
        assert not str(path).endswith("a.bin")
        return read(path, most)

    monkeypatch.setattr(files, "_read", refuse)
    assert "a.bin" in build(root).written()
    assert (root / "output/a.bin").read_bytes() == content
    shutil.rmtree(root / ".digest")
    assert not build(root).written()
    os.utime(root / "output/a.bin")
    assert not build(root).written()
    (root / "output/a.bin").write_bytes(content[::-1])
    place.write_bytes(content[1:] + b"x")
    assert build(root).written() == ["a.bin"]
    assert (root / "output/a.bin").read_bytes() == content[1:] + b"x"


def test_a_site_that_cannot_be_written_to_is_built_elsewhere(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(root / ".digest")
    (root / ADDRESS_LOCK).touch()
    before = everything_in(root)
    for call in ("mkdir", "unlink"):
        forbid(monkeypatch, call, root)
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not Path(path).is_relative_to(root) and access(path, mode))
    for _ in range(2):
        built = build(root, output=tmp_path / "out").result
        assert built.published
        assert built.unwritten == (".digest", ADDRESS_LOCK)
    assert everything_in(root) == before
    monkeypatch.undo()
    assert everything_in(tmp_path / "out") == clean_build(root)
    assert build(root).result.unwritten == ()


def test_the_state_may_go_between_two_builds(root: Path) -> None:
    shutil.rmtree(root / ".digest")
    assert is_mended(root)


def test_a_file_that_goes_while_a_folder_is_read_hides_no_other(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = [root / "content/2023-02-08" / name for name in (".swp", "0.swp", "z.swp")]
    for path in saved:
        path.write_text("an editor's", encoding="utf-8")
    scandir = os.scandir

    @contextlib.contextmanager
    def scan_and_lose(folder: Any) -> Iterator[Any]:
        found = list(scandir(folder))
        for path in saved if str(folder) == str(saved[0].parent) else ():
            path.unlink(missing_ok=True)
        yield iter(found)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", scan_and_lose)
        built = build(root)
    assert built.result.published
    assert "papers/2302.03084.html" not in built.removed()
    assert is_mended(root)


@pytest.mark.parametrize("place", ["content/x", "themes", ".digest", ".digest/x"])
def test_the_output_is_kept_apart_from_what_is_read_and_known(root: Path, place: str) -> None:
    with pytest.raises(Refused) as refused:
        build(root, output=root / place)
    assert refused.value.message == f"the output folder cannot be inside {place.partition('/')[0]}/"


def test_papers_are_not_taken_away_because_their_folder_is_gone(tmp_path: Path) -> None:
    built = site(tmp_path, {f"{DAY}/a.md": ENTRY})
    before = built.files()
    (tmp_path / "content").rename(tmp_path / "elsewhere")
    with pytest.raises(Refused) as refused:
        build(tmp_path)
    assert refused.value.message == f"there is no folder content/ in {tmp_path}, and 2 pages of papers are published"
    assert refused.value.hint == "bring it back; or make an empty content/ to take them away"
    assert tree(tmp_path / "output") == before
    (tmp_path / "content").mkdir()
    assert build(tmp_path).result.published
    assert not (tmp_path / "output/papers").exists()


def test_a_rule_may_be_allowed_in_every_kind_of_file(tmp_path: Path) -> None:
    allow = "allow: {doubled-spaces: the poem is set so}\n"
    files = {
        f"{DAY}/issue.md": f"---\ntitle: Day\n{allow}---\n甲  乙\n",
        "content/about.md": f"---\npage: true\ntitle: About\n{allow}---\n甲  乙\n",
        f"{DAY}/a.md": ENTRY,
    }
    assert site(tmp_path, files).result.published
    edited = tmp_path / DAY / "a.md"
    edited.write_text(ENTRY.replace("A Title", "Another Title"), encoding="utf-8")
    assert build(tmp_path).result.published
