"""The fuzzer calls every target, and says on which text one fails."""

import itertools

import pytest

from tests import fuzz


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the clock is a second later."""
    monkeypatch.setattr(fuzz, "monotonic", itertools.count().__next__)


@pytest.mark.parametrize("target", fuzz.TARGETS)
def test_each_target_reads_texts_until_its_time_is_over(target: str) -> None:
    assert fuzz.fuzz(target, 3, examples=10) == 3


def test_a_text_that_fails_is_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail_on_colons(text: str) -> None:
        if ":" in text:
            raise ValueError("a colon")

    targets = {"settings": (fail_on_colons, "title\n"), "people": (str, "")}
    monkeypatch.setattr(fuzz, "TARGETS", targets)
    fuzz.texts.cache_clear()
    assert fuzz.main(["--seconds", "200", "--seed", "1"]) == 1
    fuzz.texts.cache_clear()
    written = capsys.readouterr()
    assert "ValueError: a colon" in written.err
    first, second = written.out.splitlines()
    assert first.startswith("settings: fails on '")
    assert ":" in first.partition("on ")[2]
    assert second.endswith("--seed 1")
