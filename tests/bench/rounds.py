"""Rounds of measurements: the sides build the same site in turn, and digest also builds after each edit."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.measuring import Failed, Ran, count_pages, run_sampled, run_timed
from tests.bench.sides import DIGEST, HUGO, Side
from tests.bench.sites import ALL_AUTHORS, EDITS, NO_AUTHORS, PLACES, Edit, Place, Site
from tests.bench.table import Row, show_seconds

COLD, NOTHING, BOTH, VERSION = "cold build", "nothing changed", "cold build, both languages", "`digest --version`"
PEAK, PAGES = "peak memory of a cold build", "pages"

HUGO_SETTINGS = ".hugo-bench"
"""What hugo.sh writes into the site's folder once, depending on the variant: removed before another."""

Times = dict[tuple[str, str], list[float]]
"""Seconds in each round, by row and side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Settings that differ between tables: pages for all authors, or for none."""

    name: str
    authors: bool


BARE = Variant(name="without author pages", authors=False)
FULL = Variant(name="with all author pages", authors=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A site and its outputs in `folder`, and how to measure it. `say` reports progress."""

    folder: Path
    variant: Variant
    rounds: int
    say: Callable[[str], None]

    @property
    def site(self) -> Site:
        return Site(root=self.folder / "site")

    def output(self, side: Side) -> Path:
        return self.folder / side.name

    def set_up(self, languages: str = "[zh]") -> None:
        """Write digest's settings."""
        self.site.set_up(min_papers=ALL_AUTHORS if self.variant.authors else NO_AUTHORS, languages=languages)

    def clear(self, side: Side) -> None:
        """Remove the output of a side, and digest's cache."""
        shutil.rmtree(self.output(side), ignore_errors=True)
        if side.name == DIGEST:
            shutil.rmtree(self.site.root / ".digest", ignore_errors=True)

    def build(self, side: Side, *options: str) -> Ran:
        """Build the site once, keeping earlier output."""
        command, environment = side.call(self.site.root, self.output(side), authors=self.variant.authors)
        return run_timed([*command, *options], environment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Measurements of a site: rows, notes, and the times of digest's stages as it prints them."""

    rows: list[Row]
    notes: list[str]
    stages: list[str]


def measure(bench: Bench, sides: Sequence[Side], *, profile: bool) -> Measured:
    """Measure all rows of a site, after a run of each side that fills caches of the system and compiles code."""
    bench.set_up()
    shutil.rmtree(bench.site.root / HUGO_SETTINGS, ignore_errors=True)
    pages, notes = _warm_up(bench, sides)
    working = [side for side in sides if side.name in pages]
    times: Times = defaultdict(list)
    for number in range(1, bench.rounds + 1):
        bench.say(f"round {number} of {bench.rounds}")
        _time_cold(bench, working, times)
        _time_edits(bench, working[0], times)
        if not bench.variant.authors:
            _time_others(bench, working[0], times)
    peaks = _sample(bench, working)
    rows = [
        *_timed_rows(times),
        Row(what=PEAK, unit="bytes", values=peaks),
        Row(what=PAGES, unit="pages", values=pages),
    ]
    if HUGO in pages and pages[DIGEST][0] < pages[HUGO][0]:
        fewer = pages[HUGO][0] - pages[DIGEST][0]
        notes.append(f"digest wrote {fewer:,.0f} pages fewer than Hugo {bench.variant.name}.")
    stages = _stages(bench, working[0]) if profile else []
    for side in working:
        bench.clear(side)
    return Measured(rows=rows, notes=notes, stages=stages)


def _warm_up(bench: Bench, sides: Sequence[Side]) -> tuple[dict[str, list[float]], list[str]]:
    """Run each side once. Returns the number of pages by side, and notes on sides that failed. digest must not fail."""
    pages: dict[str, list[float]] = {}
    notes = []
    for side in sides:
        bench.say(f"warming up, {side.name}")
        bench.clear(side)
        try:
            bench.build(side)
        except Failed as failed:
            if side.name == DIGEST:
                raise
            notes.append(f"Not compared with {side.name} {bench.variant.name}: {str(failed).splitlines()[-1]}")
        else:
            pages[side.name] = [count_pages(bench.output(side))]
        if side.name != DIGEST:
            bench.clear(side)
    return pages, notes


def _time_cold(bench: Bench, sides: Sequence[Side], times: Times) -> None:
    for side in sides:
        bench.clear(side)
        seconds = bench.build(side).seconds
        bench.say(f"{COLD}, {side.name}: {show_seconds(seconds)}")
        times[COLD, side.name].append(seconds)
        if side.name != DIGEST:  # make room for large sites
            bench.clear(side)


def _time_edits(bench: Bench, digest: Side, times: Times) -> None:
    """Build with nothing changed, then after each edit. Each is made in one round and undone in the next."""
    times[NOTHING, DIGEST].append(bench.build(digest).seconds)
    for edit in EDITS:
        for place in PLACES:
            bench.site.toggle(edit, place)
            times[_key(edit, place), DIGEST].append(bench.build(digest).seconds)
            if not bench.site.shows(edit, place, bench.output(digest)):
                raise Failed(f"{edit.name}, {place}: the built page does not show it")


def _time_others(bench: Bench, digest: Side, times: Times) -> None:
    """Measure a cold build in both languages, and `--version`, for the time of starting."""
    bench.clear(digest)
    bench.set_up(languages="[zh, en]")
    times[BOTH, DIGEST].append(bench.build(digest).seconds)
    bench.clear(digest)
    bench.set_up()
    times[VERSION, DIGEST].append(run_timed([digest.command[0], "--version"], digest.environment()).seconds)


def _sample(bench: Bench, sides: Sequence[Side]) -> dict[str, list[float]]:
    peaks: dict[str, list[float]] = {}
    for side in sides:
        bench.say(f"{PEAK}, {side.name}")
        bench.clear(side)
        command, environment = side.call(bench.site.root, bench.output(side), authors=bench.variant.authors)
        if peak := run_sampled(command, environment):
            peaks[side.name] = [peak]
        bench.clear(side)
    return peaks


def _timed_rows(times: Times) -> Iterator[Row]:
    cold = times[COLD, DIGEST]
    yield Row(
        what=COLD, unit="seconds", values={side: seconds for (what, side), seconds in times.items() if what == COLD}
    )
    yield Row(what=NOTHING, unit="seconds", values={DIGEST: times[NOTHING, DIGEST]}, cold=cold)
    for edit in EDITS:
        slower = max((times[_key(edit, place), DIGEST] for place in PLACES), key=median)
        yield Row(what=edit.name, unit="seconds", values={DIGEST: slower}, cold=cold)
    if (BOTH, DIGEST) in times:
        yield Row(what=BOTH, unit="seconds", values={DIGEST: times[BOTH, DIGEST]}, cold=cold)
        yield Row(what=VERSION, unit="seconds", values={DIGEST: times[VERSION, DIGEST]})


def _stages(bench: Bench, digest: Side) -> list[str]:
    """Times of stages as digest prints them, for a cold build and the builds after it."""
    bench.clear(digest)
    lines = [_stages_of(COLD, bench.build(digest, "-v")), _stages_of(NOTHING, bench.build(digest, "-v"))]
    for edit in EDITS:
        bench.site.toggle(edit, "middle")
        lines.append(_stages_of(edit.name, bench.build(digest, "-v")))
    return lines


def _stages_of(what: str, ran: Ran) -> str:
    said = next((line for line in ran.said.splitlines() if line.startswith("Time: ")), "says nothing of its stages")
    return f"{what}: {said.removeprefix('Time: ')}"


def _key(edit: Edit, place: Place) -> str:
    return f"{edit.name}, {place}"
