"""The programs to compare: digest, and as yardsticks Hugo and a plain script, if they are found."""

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent.parent
DIGEST, HUGO, NAIVE = "digest", "Hugo", "naive"

UNWANTED = ("PYTHONDONTWRITEBYTECODE", "AUTHORS")
"""Variables that would make each run compile digest's code, or make Hugo leave out pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A program that builds a site. In its command, {site} and {output} are replaced by the folders.

    `bare_options` and `bare_environment` turn author pages off; digest has a setting for that.
    """

    name: str
    command: tuple[str, ...]
    bare_options: tuple[str, ...] = ()
    bare_environment: Mapping[str, str] = field(default_factory=dict)

    def call(self, site: Path, output: Path, *, authors: bool) -> tuple[list[str], dict[str, str]]:
        """Command and environment of a build."""
        command = [part.format(site=site, output=output) for part in self.command]
        if authors:
            return command, self.environment()
        return [*command, *self.bare_options], {**self.environment(), **self.bare_environment}

    def environment(self) -> dict[str, str]:
        """This process's environment, without variables that would change the result."""
        return {name: value for name, value in os.environ.items() if name not in UNWANTED}


def find_digest() -> str:
    """The installed command: next to the interpreter, else on the path."""
    beside = Path(sys.executable).with_name("digest")
    found = str(beside) if beside.is_file() else shutil.which("digest")
    if found is None:
        raise FileNotFoundError("the command digest is not installed: pip install --editable .")
    return found


def find_corpus() -> Path | None:
    """The folder of real records: `DIGEST_CORPUS`, or `shared/corpus` next to the checkout; None if it is missing."""
    folder = Path(os.environ.get("DIGEST_CORPUS", REPOSITORY.parent / "shared" / "corpus"))
    return folder if (folder / "make_entries.py").is_file() else None


def find_sides(jobs: int) -> tuple[tuple[Side, ...], list[str]]:
    """digest, and the yardsticks in `DIGEST_YARDSTICKS`, or in `shared/bench` next to the checkout; and notes on those
    that are missing.
    """
    # A large site has days in the future.
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
