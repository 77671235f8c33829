"""What is compared: digest, and the yardsticks Hugo and a plain script, where they are to be found."""

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent.parent
DIGEST, HUGO, NAIVE = "digest", "Hugo", "naive"

UNWANTED = ("PYTHONDONTWRITEBYTECODE", "AUTHORS")
"""Variables that would have every run compile our code, and Hugo leave out pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A program that builds a site; in its command, {site} and {output} stand for the two folders.

    `bare_options` and `bare_environment` make it leave the author pages out; digest finds that in its settings.
    """

    name: str
    command: tuple[str, ...]
    bare_options: tuple[str, ...] = ()
    bare_environment: Mapping[str, str] = field(default_factory=dict)

    def call(self, site: Path, output: Path, *, authors: bool) -> tuple[list[str], dict[str, str]]:
        """The command and the environment of a build."""
        command = [part.format(site=site, output=output) for part in self.command]
        if authors:
            return command, self.environment()
        return [*command, *self.bare_options], {**self.environment(), **self.bare_environment}

    def environment(self) -> dict[str, str]:
        """Our own environment, without what would change the measure."""
        return {name: value for name, value in os.environ.items() if name not in UNWANTED}


def find_digest() -> str:
    """The installed command: beside the interpreter, else on the path."""
    beside = Path(sys.executable).with_name("digest")
    found = str(beside) if beside.is_file() else shutil.which("digest")
    if found is None:
        raise FileNotFoundError("the command digest is not installed: pip install --editable .")
    return found


def find_corpus() -> Path | None:
    """The folder of real records, where there is one: `DIGEST_CORPUS`, or `shared/corpus` beside the checkout."""
    folder = Path(os.environ.get("DIGEST_CORPUS", REPOSITORY.parent / "shared" / "corpus"))
    return folder if (folder / "make_entries.py").is_file() else None


def find_sides(jobs: int) -> tuple[tuple[Side, ...], list[str]]:
    """digest, and each yardstick that is in `DIGEST_YARDSTICKS`, or in `shared/bench` beside the checkout; then what is
    to be said of those that are not there.
    """
    # The days of a large site reach into the future.
    build = (find_digest(), "build", "--root", "{site}", "--output", "{output}", "--jobs", str(jobs), "--future")
    folder = Path(os.environ.get("DIGEST_YARDSTICKS", REPOSITORY.parent / "shared" / "bench"))
    hugo, naive = folder / "hugo.sh", folder / "naive" / "naive.py"
    yardsticks = {
        hugo: Side(
            name=HUGO,
            command=("bash", str(hugo), "{site}", "{output}"),
            bare_environment={"AUTHORS": "0"},
        ),
        naive: Side(
            name=NAIVE,
            command=(sys.executable, str(naive), "{site}/content", "{output}", "--jobs", str(jobs)),
            bare_options=("--no-authors",),
        ),
    }
    here = tuple(side for script, side in yardsticks.items() if script.is_file())
    notes = [
        f"Not compared with {side.name}: there is no {script}; set DIGEST_YARDSTICKS to the folder that has it."
        for script, side in yardsticks.items()
        if side not in here
    ]
    return (Side(name=DIGEST, command=build), *here), notes
