"""The same bytes everywhere: no clock, locale, hash seed, path or directory order reaches the output."""

import datetime
import os
import random
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.building import build
from tests.machine import worlds
from tests.machine.sites import everything_in
from tests.machine.worlds import NEW_EMOJI, NEW_HAN, REPOSITORY, WORLDS, different_files, run_in, write

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes | None]]:
    """Outputs of a site, built three times: in different folders, with different environments."""
    folder = tmp_path_factory.mktemp("worlds")
    script = "import sys; from pathlib import Path; from tests.building import build"
    script += "; sys.exit(not build(Path(sys.argv[1]), jobs=int(sys.argv[2])).result.published)"
    commands = []
    for world in WORLDS:
        root = write(folder / world.place)
        commands.append((world, (sys.executable, "-c", script, str(root), str(world.jobs))))
    run_in(commands, REPOSITORY)
    return [everything_in(folder / world.place / "output") for world in WORLDS]


def test_time_zone_locale_hash_seed_umask_and_place_make_no_difference(
    outputs: list[dict[str, bytes | None]],
) -> None:
    first, *others = outputs
    assert len(first) > 120
    for other in others:
        assert different_files(first, other) == []


def test_characters_that_a_newer_unicode_has_keep_their_addresses(outputs: list[dict[str, bytes | None]]) -> None:
    paths = (f"authors/王{NEW_HAN}明.html", f"tags/a{NEW_HAN}b.html", f"papers/new{NEW_HAN}.html")
    assert [path for path in paths if path not in outputs[0]] == []
    page = outputs[0][paths[-1]]
    assert page is not None
    assert f"a**{NEW_EMOJI}b**c" in page.decode()  # between a letter and a symbol, `**` opens nothing


def test_no_output_names_the_machine(outputs: list[dict[str, bytes | None]]) -> None:
    for path, content in outputs[1].items():
        for name in ("deep er", "路径", "Pago", "4294967295"):
            assert content is None or name.encode() not in content, (path, name)


def test_the_order_of_files_in_a_folder_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outputs: list[dict[str, bytes | None]]
) -> None:
    scandir = os.scandir

    class Shuffled:
        def __init__(self, *path: Any) -> None:
            with scandir(*path) as items:
                self.items = list(items)
            chance.shuffle(self.items)

        def __enter__(self) -> Any:
            return iter(self.items)

        def __exit__(self, *_: object) -> None:
            """Nothing is open."""

        def __iter__(self) -> Any:
            return iter(self.items)

    for seed in range(3 if NIGHTLY else 1):
        chance = random.Random(seed)
        root = write(tmp_path / str(seed))
        with monkeypatch.context() as patch:
            patch.setattr(os, "scandir", Shuffled)
            built = build(root)
        assert built.result.published
        assert everything_in(built.output) == outputs[0]


def test_the_times_of_files_make_no_difference(tmp_path: Path, outputs: list[dict[str, bytes | None]]) -> None:
    root = write(tmp_path / "site")
    for number, path in enumerate(sorted(root.rglob("*"))):
        os.utime(path, (number * 1_000_000, number * 1_000_000))
    assert everything_in(build(root).output) == outputs[0]


def test_the_day_of_the_build_makes_no_difference_once_all_days_are_past(
    tmp_path: Path, outputs: list[dict[str, bytes | None]]
) -> None:
    built = build(write(tmp_path / "later"), now=datetime.datetime(2031, 5, 6, 7, tzinfo=datetime.UTC))
    assert built.result.published
    assert everything_in(built.output) == outputs[0]


def test_jobs_and_the_cache_make_no_difference(tmp_path: Path, outputs: list[dict[str, bytes | None]]) -> None:
    root = write(tmp_path / "site")
    every = ({"jobs": 8}, {"jobs": 3, "cache": False}, {"jobs": 1}, {"cache": False})
    for options in every if NIGHTLY else every[:2]:
        shutil.rmtree(root / "output", ignore_errors=True)
        shutil.rmtree(root / ".digest", ignore_errors=True)
        assert everything_in(build(root, **options).output) == outputs[0]


def test_a_python_that_is_not_installed_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert worlds.main(["python0.1", sys.executable]) == 2
    assert (
        capsys.readouterr().err == "error: python0.1: not installed; PYTHONS are names or paths of Pythons that are\n"
    )
