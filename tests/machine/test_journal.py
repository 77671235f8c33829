"""A journal returns the last values, and ignores frames that are damaged or have another tag."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.machine.journal import FRAMES, Journal

CHANGES = st.lists(
    st.dictionaries(
        st.text(max_size=3), st.one_of(st.none(), st.text(max_size=5), st.tuples(st.integers(), st.text())), max_size=4
    ),
    max_size=6,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal"


def kept(path: Path, *changes: dict[str, Any], tag: str = "tag") -> dict[str, Any]:
    """The values of a journal after changes, each written by a new `Journal`, as by another process."""
    for each in changes:
        Journal(path, tag).read().write(each)
    return Journal(path, tag).read().values


@given(changes=CHANGES)
def test_the_later_value_counts_and_none_removes(tmp_path_factory: pytest.TempPathFactory, changes: Any) -> None:
    expected: dict[str, Any] = {}
    for each in changes:
        expected |= each
    expected = {key: value for key, value in expected.items() if value is not None}
    assert kept(tmp_path_factory.mktemp("journal") / "it", *changes) == expected


def test_a_missing_journal_is_empty(path: Path) -> None:
    assert kept(path) == {}
    assert not path.exists()


def test_a_change_adds_a_frame_and_leaves_the_rest_as_it_was(path: Path) -> None:
    kept(path, {str(number): number for number in range(1000)})
    before = path.read_bytes()
    kept(path, {"7": "seven"})
    assert path.read_bytes()[: len(before)] == before
    assert len(path.read_bytes()) < len(before) + 100


def test_many_frames_become_one(path: Path) -> None:
    for number in range(3 * FRAMES):
        kept(path, {"key": number})
    assert kept(path) == {"key": 3 * FRAMES - 1}
    assert len(path.read_bytes()) < 100 * FRAMES


def test_nothing_is_written_for_no_change(path: Path) -> None:
    kept(path, {})
    assert not path.exists()


def test_a_journal_with_another_tag_is_empty_and_is_replaced(path: Path) -> None:
    kept(path, {"a": 1, "b": 2})
    assert kept(path, tag="another") == {}
    assert kept(path, {"c": 3}, tag="another") == {"c": 3}
    assert kept(path) == {}


def test_a_journal_that_is_cut_short_has_its_complete_frames(path: Path) -> None:
    kept(path, {"a": 1})
    first = path.read_bytes()
    kept(path, {"a": 2})
    second = path.read_bytes()
    for length in range(len(second)):
        path.write_bytes(second[:length])
        assert kept(path) == ({"a": 1} if length >= len(first) else {})
        assert kept(path, {"b": 3}) == ({"a": 1, "b": 3} if length >= len(first) else {"b": 3})


def test_a_damaged_byte_never_gives_a_wrong_value(path: Path) -> None:
    kept(path, {"a": "one"}, {"a": "two", "b": "three"})
    sound = path.read_bytes()
    for place in range(len(sound)):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0x55]) + sound[place + 1 :])
        assert kept(path) in ({}, {"a": "one"})
