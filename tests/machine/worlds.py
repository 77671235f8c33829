"""A site with much that could differ between machines, built in different environments and by different Pythons.

`make reproducible PYTHONS="python3.11 python3.14"` builds it and the example with each of them, installed from wheels
with the same versions of all libraries, and says which files differ.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.machine.sites import FILES, change, everything_in
from tests.site.test_pages import png

REPOSITORY = Path(__file__).parents[2]
NEW_HAN, NEW_EMOJI, NEW_LETTER = "\U00031350", "\U0001fae8", "\U00011f12"
"""Characters of Unicode 15: later than that of Python 3.11."""


class World(NamedTuple):
    """Where and how a site is built."""

    place: str
    """A folder, relative."""
    environment: Mapping[str, str]
    umask: int
    jobs: int


WORLDS = (
    World("a", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "0"}, 0o022, 1),
    World(
        "b/deep er/路径",
        {"TZ": "Pacific/Pago_Pago", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "PYTHONUTF8": "1"},
        0o077,
        8,
    ),
    World(
        "c",
        {"TZ": "Asia/Shanghai", "LC_ALL": "POSIX", "PYTHONHASHSEED": "4294967295", "PYTHONOPTIMIZE": "1"}
        | {"COLUMNS": "7"},
        0o000,
        2,
    ),
)

MORE: dict[str, str | bytes | None] = {
    "digest.yaml": (
        "title: {zh: 日报, en: Digest}\nurl: https://example.org/digest/\nauthors: {min_papers: 1}\n"
        "categories: {ZZ: {zh: 丁}, AA: {zh: 甲}}\nsiblings: [bib, ris, csl, json, md]\n"
    ),
    "content/2023-02-09/many.md": (
        "---\ntitle: Many $\\alpha^2$ things\ntitle_zh: 许多事\ncategory: [ZZ, AA, CV]\narxiv: 2302.00077\n"
        "tags: [z, y, x, w, 甲, 乙]\nauthors: [Zoe, Yan, Xu, Ada Lovelace]\naffiliations: [B, A, Ünï]\n"
        "figures: [{src: one.png}, {src: sub/two.png}]\n---\n"
        "## Notes\n\n```python\nprint({1, 2})\n```\n\nSee [old](../2023-02-07/old.md)[^1].\n\n[^1]: Foot.\n"
    ),
    "content/2023-02-09/one.png": png(7, 5),
    "content/2023-02-09/sub/two.png": png(5, 7),
    "content/2023-02-10/new.md": (
        f"---\ntitle: New {NEW_LETTER}Net{NEW_EMOJI}\ntitle_zh: 新{NEW_HAN}字\ncategory: CV\n"
        f"authors: [王{NEW_HAN}明, Ada {NEW_LETTER}]\nurl: https://example.org/{NEW_HAN}\n"
        f"tags: [a{NEW_HAN}b, {NEW_EMOJI}]\nvenue: {NEW_LETTER}Conf 2023\nslug: new{NEW_HAN}\n---\n"
        f"## Notes {NEW_HAN}\n\na**{NEW_EMOJI}b**c. A first end. {NEW_HAN}Then $x{NEW_LETTER}_1$ ~~{NEW_EMOJI}~~a "
        f"[link](../2023-02-07/old.md#{NEW_HAN}) www.{NEW_HAN}.org\n\n"
        f"## Abstract\n\nThis ends. {NEW_HAN}Begins {NEW_EMOJI}.\n"
    ),
    "content/authors.yaml": f"Ada Lovelace: [A Lovelace, Ada]\nZoe: [Z]\n王{NEW_HAN}明: [Wang {NEW_HAN}]\n",
    "themes/default/strings/en.yaml": "summary: Gist\n",
    "themes/default/static/extra.css": "body { margin: 0 }\n",
}


def write(root: Path) -> Path:
    """Write the site."""
    change(root, FILES)
    change(root, MORE)
    return root


def run_in(worlds: Sequence[tuple[World, Sequence[str]]], folder: Path) -> None:
    """Run a command in each world, all at once. Raises `subprocess.CalledProcessError`."""
    processes = [
        subprocess.Popen(command, cwd=folder, env={**os.environ, **world.environment}, umask=world.umask)
        for world, command in worlds
    ]
    for process in processes:
        if process.wait() != 0:
            raise subprocess.CalledProcessError(process.returncode, process.args)


def different_files(first: Mapping[str, bytes | None], other: Mapping[str, bytes | None]) -> list[str]:
    """Paths of files that only one of two outputs has, or that differ."""
    return sorted(path for path in first.keys() | other.keys() if first.get(path, b"\0") != other.get(path, b"\0"))


def main(pythons: Sequence[str]) -> int:
    """Build with each Python; 1 if a file differs, 2 if one of them is not installed."""
    if missing := [python for python in pythons if shutil.which(python) is None]:
        sys.stderr.write(
            f"error: {', '.join(missing)}: not installed; PYTHONS are names or paths of Pythons that are\n"
        )
        return 2
    outputs: dict[tuple[str, str], list[dict[str, bytes | None]]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        constraints = folder / "constraints.txt"
        constraints.touch()
        for number, python in enumerate(pythons):
            installed = folder / f"venv{number}" / "bin" / "python"
            pip = (str(installed), "-m", "pip", "--quiet", "--disable-pip-version-check")
            subprocess.run((python, "-m", "venv", installed.parents[1]), check=True)
            subprocess.run((*pip, "install", "-c", constraints, f"{REPOSITORY}[figures]"), check=True)
            frozen = subprocess.run((*pip, "freeze", "--exclude", "bilingual-digest"), check=True, capture_output=True)
            constraints.write_bytes(frozen.stdout)
            commands = []
            for world in WORLDS:
                root = folder / str(number) / world.place
                write(root / "small")
                (root / "example").mkdir()
                shutil.copy(REPOSITORY / "digest.yaml", root / "example")
                shutil.copytree(REPOSITORY / "content", root / "example" / "content")
                for site in ("small", "example"):
                    options = ("build", "-q", "--root", str(root / site), "--jobs", str(world.jobs))
                    commands.append((world, (str(installed), "-m", "digest", *options)))
            run_in(commands, folder)
            for world in WORLDS:
                for site in ("small", "example"):
                    made = everything_in(folder / str(number) / world.place / site / "output")
                    outputs.setdefault((site, python), []).append(made)
    found = 0
    for (site, python), built in outputs.items():
        first = outputs[site, pythons[0]][0]
        for world, output in zip(WORLDS, built, strict=True):
            differing = different_files(first, output)
            found += len(differing)
            sys.stdout.write(f"{site}, {python}, {world.place}: {len(output)} files, {len(differing)} differ\n")
            sys.stdout.writelines(f"  {path}\n" for path in differing[:20])
    return 1 if found or not outputs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
