"""How far a long command has come: a bar for someone who is looking, and the time of each stage."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from digest.faces.terminal import look_of, write
from digest.text.width import display_width

PATIENCE = 0.3
"""Seconds before a bar appears: what is done sooner needs none."""

PACE = 0.1
"""Seconds between two drawings."""

WIDEST = 80
"""Columns of the bar's line at most."""


class Progress:
    """Called with (stage, done, total) as the work goes on; a context that leaves no trace on the terminal.

    `stream` is the terminal, or None for nobody looking.
    """

    __slots__ = ("_clock", "_drawn", "_drawn_at", "_stage", "_started", "_stream", "times")

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.perf_counter) -> None:
        self.times: dict[str, float] = {}
        self._stream = stream
        self._clock = clock
        self._started = clock()
        self._stage: tuple[str, float] | None = None
        self._drawn = 0
        self._drawn_at = self._started + PATIENCE - PACE

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Note that `done` of `total` parts of `stage` are done."""
        now = self._clock()
        if self._stage is None:
            self._stage = (stage, self._started)
        elif self._stage[0] != stage:
            self._close_stage(now)
            self._stage = (stage, now)
        if self._stream is not None and now - self._drawn_at >= PACE:
            self._drawn_at = now
            self._draw(draw_bar(stage, done, total, min(look_of(self._stream).columns - 1, WIDEST)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close_stage(self._clock())
        self._erase()

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return self._clock() - self._started

    def _close_stage(self, now: float) -> None:
        if self._stage is not None:
            stage, since = self._stage
            self.times[stage] = self.times.get(stage, 0.0) + now - since
            self._stage = None

    def _draw(self, line: str) -> None:
        width = display_width(line)
        write(self._stream, f"\r{line}{' ' * (self._drawn - width)}")
        self._drawn = width

    def _erase(self) -> None:
        if self._drawn:
            write(self._stream, f"\r{' ' * self._drawn}\r")
            self._drawn = 0


def draw_bar(stage: str, done: int, total: int, columns: int) -> str:
    """One line: the stage, a bar, the count; in ASCII, and without the bar where there is no room for one."""
    count = f"{done:,} of {total:,}" if total else ""
    room = columns - display_width(stage) - len(count) - len(" [] ")
    if not total or room < 10:
        return f"{stage} {count}".strip()[: max(columns, 0)]
    filled = room * min(done, total) // total
    return f"{stage} [{'=' * filled}{' ' * (room - filled)}] {count}"
