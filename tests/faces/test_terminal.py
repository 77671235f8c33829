"""Colour, width and encoding follow the terminal and the environment."""

import errno
import io
import os
import sys
from pathlib import Path

import pytest

from digest.faces.terminal import Look, look_of, prepare_streams, write


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "on_terminal", "on_pipe"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_colour_is_for_terminals_and_no_color_wins(
    environment: dict[str, str], on_terminal: bool, on_pipe: bool
) -> None:
    assert look_of(Terminal(), environment).colour is on_terminal
    assert look_of(io.StringIO(), environment).colour is on_pipe


@pytest.mark.parametrize(("columns", "expected"), [("132", 132), ("10", 40), ("0", 100), ("wide", 100)])
def test_a_line_is_as_wide_as_the_terminal(columns: str, expected: int) -> None:
    assert look_of(Terminal(), {"COLUMNS": columns}).columns == expected


def test_a_line_has_a_hundred_columns_without_a_terminal() -> None:
    assert look_of(io.StringIO(), {"COLUMNS": "132"}) == Look(columns=100, colour=False)


def test_a_stream_that_is_closed_or_missing_is_no_terminal() -> None:
    closed = io.StringIO()
    closed.close()
    assert look_of(closed, {}) == look_of(None, {}) == Look()


def test_nothing_is_written_to_a_missing_stream() -> None:
    write(None, "text")


def test_any_text_can_be_written_whatever_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii", errors="strict"))
    prepare_streams()
    write(sys.stdout, "标题 😀 \udc80")
    assert written.getvalue() == "标题 😀 ".encode() + rb"\udc80"


def test_a_closed_pipe_is_not_an_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        write(stream, "text")
        write(stream, "more")


def test_a_disk_that_is_full_is_an_error() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as stream:
        with pytest.raises(OSError, match="No space left") as raised:
            write(stream, "text")
        assert raised.value.errno == errno.ENOSPC
