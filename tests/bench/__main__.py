"""`python -m tests.bench [SIZE]...`: compare digest with Hugo and a plain script, on the same entries, in one run.

Nothing passes or fails: times depend on the machine and its load, so compare ratios. Tables go to standard output,
progress to standard error.
"""

import argparse
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.measuring import Failed, find_memory
from tests.bench.rounds import BARE, FULL, Bench, measure
from tests.bench.sides import Side, find_corpus, find_sides
from tests.bench.sites import copy_entries, write_entries
from tests.bench.table import show_table

SIZES = (1_000, 10_000, 30_000)
LARGEST_FULL = 10_000
"""Above this number of entries, sites with author pages need `--all`: Hugo may take minutes and gigabytes."""

MEMORY = Path("/dev/shm")
ROOM = 150_000
"""Bytes on disk per entry: two copies of the source, digest's pages and cache, the pages of another side."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the tables."""
    options = _options(arguments)
    sides, notes = find_sides(options.jobs)
    corpus = find_corpus()
    if corpus is None:
        notes.append("The entries are not real ones: set DIGEST_CORPUS to the folder that has make_entries.py.")
    parent = options.folder or _roomy_folder(max(options.sizes))
    _print(_describe(options, parent, real=corpus is not None) + _list(notes))
    with tempfile.TemporaryDirectory(prefix="digest-bench-", dir=parent) as name:
        folder = Path(name)
        say = _progress()
        say(f"writing {max(options.sizes):,} entries")
        content = folder / "entries" / "content"
        write_entries(content, max(options.sizes), corpus)
        for size in options.sizes:
            site = folder / f"{size}"
            copy_entries(content, site / "site" / "content", size)
            for variant in (BARE, FULL):
                if variant == FULL and size > LARGEST_FULL and not options.all:
                    _print(_list([f"{size:,} entries {FULL.name} are only measured with --all."]))
                    continue
                say(f"{size:,} entries, {variant.name}")
                bench = Bench(folder=site, variant=variant, rounds=options.rounds, say=say)
                _print(_report(bench, sides, size, profile=options.profile))
            shutil.rmtree(site)
    return 0


def _report(bench: Bench, sides: Sequence[Side], size: int, *, profile: bool) -> str:
    """The table of one site, with notes below."""
    measured = measure(bench, sides, profile=profile)
    lines = [*measured.notes, *(f"Stages of digest, {line}" for line in measured.stages)]
    return show_table(f"{size:,} entries, {bench.variant.name}", measured.rows) + "\n" + _list(lines)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.bench", description="Measure digest beside Hugo and a plain script.")
    parser.add_argument("sizes", metavar="SIZE", type=int, nargs="*", default=SIZES, help="entries of a site")
    parser.add_argument("--rounds", type=int, default=3, help="how often each side builds (default: 3)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: one a processor)")
    parser.add_argument("--folder", type=Path, help="where the sites are written (default: in memory, if they fit)")
    parser.add_argument("--all", action="store_true", help=f"all author pages beyond {LARGEST_FULL:,} entries too")
    parser.add_argument("--profile", action="store_true", help="tell the time of digest's stages too")
    options = parser.parse_args(arguments)
    if min(*options.sizes, options.rounds, options.jobs) < 1:
        parser.error("sizes, rounds and jobs are whole numbers from 1 on")
    return options


def _roomy_folder(size: int) -> Path:
    """A folder in memory if the largest site fits, else the one for temporary files."""
    fits = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > size * ROOM
    return MEMORY if fits else Path(tempfile.gettempdir())


def _describe(options: argparse.Namespace, parent: Path, *, real: bool) -> str:
    """Describe machine and conditions, for readers of the tables."""
    memory = find_memory()
    facts = (
        f"{os.cpu_count()} processors, {options.jobs} jobs, Python {platform.python_version()}, {platform.system()}",
        f"{'real' if real else 'made-up'} entries, sites and outputs in {parent}",
        f"rounds: {options.rounds}, in each the sides take turns; times are medians, ratios medians of each round's",
        "an edit is to an entry in the middle or of the newest day, whichever is slower",
        f"memory of all processes together, {memory.name if memory else 'was not measured: there is no /proc'}",
    )
    return _list(facts)


def _list(lines: Sequence[str]) -> str:
    return "".join(f"- {line}\n" for line in lines) + "\n" if lines else ""


def _progress() -> Callable[[str], None]:
    """A function that prints progress on standard error, with the seconds since the start."""
    started = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - started:6.1f} s  {what}", file=sys.stderr, flush=True)  # noqa: T201 - the output of this command

    return say


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # do not leave sites in memory
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("the benchmark was interrupted")
    except (Failed, OSError, subprocess.SubprocessError) as stopped:
        sys.exit(f"the benchmark stopped: {stopped}")
