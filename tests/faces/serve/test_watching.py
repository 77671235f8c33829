"""Saving a file of a site wakes who waits, whichever way the site is watched; what editors write beside does not."""

import functools
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digest.faces.serve import watching
from digest.faces.serve.watching import Notifier, Poller, Watcher, is_read, watch_site
from digest.machine.files import DiskFailed
from tests.building import DAY, ENTRY, SETTINGS, write_site

WAYS: dict[str, Callable[[Path], Watcher]] = {"told": Notifier, "looking": functools.partial(Poller, pause=0.01)}


@pytest.fixture(params=WAYS)
def watcher(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Watcher]:
    write_site(tmp_path, {f"{DAY}/a.md": ENTRY, "themes/default/strings/zh.yaml": "home: 首页\n"})
    made = WAYS[request.param](tmp_path)
    yield made
    made.close()


def wakes(watcher: Watcher) -> bool:
    """Whether what was done so far wakes who waits."""
    thread = threading.Thread(target=watcher.wait, daemon=True)
    thread.start()
    thread.join(20)
    return not thread.is_alive()


@pytest.mark.parametrize(
    "path",
    [
        *(f"{DAY}/a.md", f"{DAY}/new.md", "themes/default/strings/zh.yaml", "digest.yaml", "content/a/b/c/figure.png"),
        "static/.well-known/a.txt",
    ],
)
def test_a_file_that_is_saved_wakes(watcher: Watcher, tmp_path: Path, path: str) -> None:
    write_site(tmp_path, {path: "new", "digest.yaml": "new" if path == "digest.yaml" else SETTINGS})
    assert wakes(watcher)


def test_a_file_that_is_put_in_place_of_another_wakes(watcher: Watcher, tmp_path: Path) -> None:
    for name in ("digest.yaml", f"{DAY}/a.md"):
        beside = tmp_path / f"{name}.tmp"
        beside.write_text("new")
        beside.replace(tmp_path / name)
        assert wakes(watcher)


def test_a_file_that_is_deleted_wakes(watcher: Watcher, tmp_path: Path) -> None:
    (tmp_path / DAY / "a.md").unlink()
    assert wakes(watcher)
    (tmp_path / "digest.yaml").unlink()
    assert wakes(watcher)


def test_a_file_that_the_settings_name_wakes(watcher: Watcher, tmp_path: Path) -> None:
    (tmp_path / "digest.yaml").write_text(SETTINGS + "logo: pictures/logo.svg\n")
    assert wakes(watcher)
    (tmp_path / "pictures").mkdir()
    for text in ("<svg/>", "<svg />"):
        (tmp_path / "pictures/logo.svg").write_text(text)
        assert wakes(watcher)
    (tmp_path / "head.html").write_text("<meta>")
    assert wakes(watcher)


def test_a_folder_that_goes_and_comes_back_is_watched_again(watcher: Watcher, tmp_path: Path) -> None:
    (tmp_path / "content").rename(tmp_path / "elsewhere")
    assert wakes(watcher)
    (tmp_path / "elsewhere").rename(tmp_path / "content")
    assert wakes(watcher)
    for number in range(5):  # more than there can be left to tell of what was done above
        (tmp_path / DAY / "a.md").write_text("new" * number)
        assert wakes(watcher)


def test_a_file_in_a_new_folder_wakes(watcher: Watcher, tmp_path: Path) -> None:
    write_site(tmp_path, {"content/2023-02-09/b.md": "new"})
    assert wakes(watcher)
    (tmp_path / "content/2023-02-09/b.md").write_text("newer")
    assert wakes(watcher)


@pytest.mark.parametrize("path", [f"{DAY}/linked.md", f"{DAY}/new.md", "themes/default/theme.yaml", "digest.yaml"])
@pytest.mark.parametrize("way", WAYS)
def test_a_file_that_a_link_leads_to_wakes(tmp_path: Path, way: str, path: str) -> None:
    root, elsewhere = write_site(tmp_path / "site", {f"{DAY}/a.md": ENTRY, "themes/default/x": ""}), tmp_path / "file"
    elsewhere.write_text("old")
    (root / path).unlink(missing_ok=True)
    is_late = path.endswith("new.md")
    if not is_late:
        (root / path).symlink_to(elsewhere)
    watcher = WAYS[way](root)
    if is_late:
        (root / path).symlink_to(elsewhere)
        assert wakes(watcher)
    for text in ("new", "newer"):
        beside = tmp_path / "beside"
        beside.write_text(text)
        beside.replace(elsewhere)
        assert wakes(watcher)
    watcher.close()


@pytest.mark.parametrize(
    "path",
    [
        *(
            "digest.yaml",
            "addresses.lock",
            "content",
            "themes",
            f"{DAY}/a.md",
            f"{DAY}/fig.png",
            "content/authors.yaml",
            "static/ads.txt",
            "static/.well-known/security.txt",
            "CNAME",
        ),
        *("themes/default/templates/_csp.html", "themes/mine/theme.yaml"),
        *("logo.svg", "icon.PNG", "head.html"),
    ],
)
def test_what_a_build_reads_is_waited_for(path: str) -> None:
    assert is_read(path)


@pytest.mark.parametrize(
    "path",
    [
        *(".", ".digest", "output", ".git", "README.md", "digest.yaml~", ".digest.yaml.swp", "output/index.html"),
        *("logo.svg~", ".icon.png", "notes.txt", "icons/icon.png"),
        *(f"{DAY}/.a.md.swp", f"{DAY}/a.md~", f"{DAY}/#a.md#", f"{DAY}/.#a.md", f"{DAY}/4913", f"{DAY}/a.md.tmp"),
        *(f"{DAY}/a.md___jb_tmp___", f"{DAY}/fig.png.part", "content/_old/a.md", "content/.git/index"),
        *("themes/default/__pycache__/x", "themes/.x"),
    ],
)
def test_what_a_build_does_not_read_is_not(path: str) -> None:
    assert not is_read(path)


def test_stamps_are_looked_at_where_nobody_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert isinstance(watch_site(tmp_path), Poller)


def test_stamps_are_looked_at_where_no_more_can_be_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise OSError(28, "OS file watch limit reached.")

    monkeypatch.setattr(watching, "Notifier", refuse)
    assert isinstance(watch_site(tmp_path), Poller)


def test_a_folder_that_may_not_be_read_is_for_the_build_to_tell_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": ENTRY})
    poller = Poller(tmp_path, pause=0.01)

    def refuse(*_: object, **__: object) -> None:
        raise DiskFailed(tmp_path, PermissionError(13, "Permission denied"))

    monkeypatch.setattr(watching, "scan", refuse)
    assert wakes(poller)
