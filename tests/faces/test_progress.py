"""The progress bar on terminals, and the times of stages with `-v`."""

import io

import pytest

from digest.faces.progress import ProgressBar, draw_bar


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def sixty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")


def test_a_bar_has_the_stage_the_share_and_the_count() -> None:
    line = draw_bar("Rendering", 1500, 3000, 50)
    assert line == f"Rendering [{'=' * 11}{' ' * 12}] 1,500 of 3,000"
    assert len(line) <= 50


def test_a_bar_never_is_wider_than_its_room() -> None:
    assert draw_bar("Rendering", 5, 5, 20) == "Rendering 5 of 5"
    assert draw_bar("Rendering", 5, 5, 4) == "Rend"
    assert draw_bar("Reading", 3, 0, 40) == "Reading"


def test_a_bar_is_full_at_most() -> None:
    assert draw_bar("Reading", 7, 5, 40).count("=") == draw_bar("Reading", 5, 5, 40).count("=")


def test_a_short_command_draws_no_bar() -> None:
    clock, terminal = Clock(), Terminal()
    with ProgressBar(terminal, clock) as progress:
        progress("Reading", 1, 2)
        clock.now += 0.2
        progress("Reading", 2, 2)
    assert terminal.getvalue() == ""


def test_a_bar_appears_after_a_while_is_drawn_at_a_pace_and_leaves_no_trace() -> None:
    clock, terminal = Clock(), Terminal()
    with ProgressBar(terminal, clock) as progress:
        clock.now += 0.5
        progress("Reading", 1, 2)
        clock.now += 0.05
        progress("Reading", 2, 2)
        first = draw_bar("Reading", 1, 2, 59)
        assert terminal.getvalue() == f"\r{first}"
        clock.now += 0.1
        progress("Rendering", 1, 4)
        second = draw_bar("Rendering", 1, 4, 59)
        assert terminal.getvalue() == f"\r{first}\r{second}"
    assert terminal.getvalue() == f"\r{first}\r{second}\r{' ' * len(second)}\r"


def test_the_bar_is_gone_before_an_error_is_told() -> None:
    clock, terminal = Clock(), Terminal()

    def work() -> None:
        with ProgressBar(terminal, clock) as progress:
            clock.now += 1
            progress("Reading", 1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert terminal.getvalue().endswith(" \r")


def test_stages_are_timed_without_a_terminal_too() -> None:
    clock = Clock()
    with ProgressBar(None, clock) as progress:
        clock.now += 1
        progress("Reading", 1, 2)
        clock.now += 2
        progress("Reading", 2, 2)
        clock.now += 3
        progress("Rendering", 1, 1)
        clock.now += 4
    assert progress.times == {"Reading": 6.0, "Rendering": 4.0}
    assert progress.elapsed == 10.0
