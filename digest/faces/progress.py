"""Progress of a long command: a bar on a terminal, and the time of each stage."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from digest.faces.terminal import look_of, write
from digest.text.width import display_width

_BAR_DELAY = 0.3
"""Seconds before the bar appears."""

_REDRAW_INTERVAL = 0.1
"""Seconds between redraws."""

_WIDEST = 80
"""Maximum width of the bar in columns."""


class ProgressBar:
    """A callback with `(stage, done, total)`, and a context manager that erases the bar at the end.

    `stream` is the terminal; None draws nothing. `times` has the seconds of each finished stage.
    """

    __slots__ = ("_clock", "_drawn", "_drawn_at", "_stage", "_started", "_stream", "times")

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.perf_counter) -> None:
        self.times: dict[str, float] = {}
        self._stream = stream
        self._clock = clock
        self._started = clock()
        self._stage: tuple[str, float] | None = None
        self._drawn = 0
        self._drawn_at = self._started + _BAR_DELAY - _REDRAW_INTERVAL

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Record that `done` of `total` parts of `stage` are done."""
        now = self._clock()
        if self._stage is None:
            self._stage = (stage, self._started)
        elif self._stage[0] != stage:
            self._close_stage(now)
            self._stage = (stage, now)
        if self._stream is not None and now - self._drawn_at >= _REDRAW_INTERVAL:
            self._drawn_at = now
            self._draw(draw_bar(stage, done, total, min(look_of(self._stream).columns - 1, _WIDEST)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close_stage(self._clock())
        self._erase()

    @property
    def elapsed(self) -> float:
        """Seconds since construction."""
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
    """One line in ASCII: stage, bar, count. Without the bar if there is no room."""
    count = f"{done:,} of {total:,}" if total else ""
    room = columns - display_width(stage) - len(count) - len(" [] ")
    if not total or room < 10:
        return f"{stage} {count}".strip()[: max(columns, 0)]
    filled = room * min(done, total) // total
    return f"{stage} [{'=' * filled}{' ' * (room - filled)}] {count}"
