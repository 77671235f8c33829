"""The same bytes everywhere: no clock, locale, hash seed, path or directory order reaches the output."""

import datetime
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.building import build
from tests.machine.sites import FILES, change, everything_in
from tests.site.test_pages import png

REPOSITORY = Path(__file__).parents[2]
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"

WORLDS: tuple[tuple[str, dict[str, str]], ...] = (
    ("a", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "0"}),
    ("b/deep er/路径", {"TZ": "Pacific/Pago_Pago", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "PYTHONUTF8": "1"}),
    (
        "c",
        {
            "TZ": "Asia/Shanghai",
            "LC_ALL": "POSIX",
            "PYTHONHASHSEED": "4294967295",
            "PYTHONOPTIMIZE": "1",
            "COLUMNS": "7",
        },
    ),
)

MORE: dict[str, str | bytes | None] = {
    "digest.yaml": (
        "title: {zh: 日报, en: Digest}\nurl: https://example.org/digest/\nauthors: {min_papers: 1}\n"
        "categories: {ZZ: {zh: 丁}, AA: {zh: 甲}}\n"
    ),
    "content/2023-02-09/many.md": (
        "---\ntitle: Many $\\alpha^2$ things\ntitle_zh: 许多事\ncategory: [ZZ, AA, CV]\narxiv: 2302.00077\n"
        "tags: [z, y, x, w, 甲, 乙]\nauthors: [Zoe, Yan, Xu, Ada Lovelace]\naffiliations: [B, A, Ünï]\n"
        "figures: [{src: one.png}, {src: sub/two.png}]\n---\n"
        "## Notes\n\n```python\nprint({1, 2})\n```\n\nSee [old](../2023-02-07/old.md)[^1].\n\n[^1]: Foot.\n"
    ),
    "content/2023-02-09/one.png": png(7, 5),
    "content/2023-02-09/sub/two.png": png(5, 7),
    "content/authors.yaml": "Ada Lovelace: [A Lovelace, Ada]\nZoe: [Z]\n",
    "themes/default/strings/en.yaml": "summary: Gist\n",
    "themes/default/static/extra.css": "body { margin: 0 }\n",
}


def write(root: Path) -> Path:
    change(root, FILES)
    change(root, MORE)
    return root


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes | None]]:
    """Outputs of a site, built three times: in different folders, with different environments."""
    folder = tmp_path_factory.mktemp("worlds")
    script = (
        "import sys; from pathlib import Path; from tests.building import build; r = build(Path(sys.argv[1])).result"
    )
    processes = []
    for place, world in WORLDS:
        root = write(folder / place)
        environment = {**os.environ, **world}
        command = [sys.executable, "-c", f"{script}; sys.exit(not r.published)", str(root)]
        processes.append(subprocess.Popen(command, cwd=REPOSITORY, env=environment))
    assert [process.wait() for process in processes] == [0, 0, 0]
    return [everything_in(folder / place / "output") for place, _ in WORLDS]


def test_time_zone_locale_hash_seed_and_place_make_no_difference(outputs: list[dict[str, bytes | None]]) -> None:
    first, *others = outputs
    assert len(first) > 80
    for other in others:
        assert other == first


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
