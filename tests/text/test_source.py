"""Lines and columns, and the map from excerpts to their source."""

from collections.abc import Iterator
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.source import Excerpt, Position, Source, Span, slice_excerpt


def at(text: str, offset: int) -> tuple[int, int]:
    position = Source(path="a.md", text=text).position(offset)
    return position.line, position.column


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (2, 3)), (6, (3, 1)), (7, (3, 2))],
    ids=["start", "a line's break", "next line", "its break", "last line", "end"],
)
def test_lines_and_columns_count_from_one(offset: int, expected: tuple[int, int]) -> None:
    assert at("ab\ncd\ne", offset) == expected


def test_a_column_is_a_character_however_wide_it_is() -> None:
    assert at("标题: 😀x", "标题: 😀x".index("x")) == (1, 6)


def test_a_place_past_the_end_is_behind_the_last_character() -> None:
    assert at("ab\ncd", 99) == (2, 3)


def test_a_place_before_the_start_is_the_start() -> None:
    assert at("ab", -1) == (1, 1)


def test_the_end_of_a_text_that_ends_with_a_line_break_is_a_line_of_its_own() -> None:
    assert at("ab\n", 3) == (2, 1)


def test_only_a_line_feed_ends_a_line() -> None:
    assert at("a\x0bb\u2028c\x85d", 6) == (1, 7)


@pytest.mark.parametrize(("number", "expected"), [(1, "ab"), (2, ""), (3, "c"), (4, ""), (5, "")])
def test_a_line_comes_without_its_break_and_is_empty_past_the_end(number: int, expected: str) -> None:
    assert Source(path="a.md", text="ab\n\nc\n").line(number) == expected


@given(st.text(alphabet="a题\n\t😀"), st.integers(0, 40))
def test_a_position_leads_back_to_its_character(text: str, offset: int) -> None:
    source = Source(path="a.md", text=text)
    position = source.position(offset)
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: position.line - 1])
    assert before + position.column - 1 == min(offset, len(text))
    assert source.line(position.line) == lines[position.line - 1]


def test_a_text_is_split_into_lines_once_for_all_its_positions(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []

    def counting(lengths: list[int]) -> Iterator[int]:
        counted.append(len(lengths))
        return accumulate(lengths)

    monkeypatch.setattr("digest.text.source.accumulate", counting)
    source = Source(path="a.md", text="ab\n" * 40)
    assert [source.position(offset).line for offset in range(0, 120, 3)] == list(range(1, 41))
    assert [source.line(number) for number in range(1, 42)] == ["ab"] * 40 + [""]
    assert counted == [41]
    assert source == Source(path="a.md", text="ab\n" * 40)


def test_a_slice_leads_back_character_for_character() -> None:
    excerpt = slice_excerpt("title: Pic2Word", 7, 15)
    assert excerpt.text == "Pic2Word"
    assert excerpt.span(3, 4) == Span(start=10, end=11)


def test_an_empty_span_of_an_excerpt_stays_empty() -> None:
    assert slice_excerpt("title: A", 7, 8).span(0, 0) == Span(start=7, end=7)


def test_anchors_lead_past_what_was_left_out() -> None:
    # the source holds `one\n  two`; the line break and its indent were folded into one space
    folded = Excerpt(text="one two", anchors=((0, 0), (4, 6)), bounds=Span(start=0, end=9))
    assert folded.span(4, 7) == Span(start=6, end=9)


def test_a_span_of_an_excerpt_starts_inside_its_bounds() -> None:
    excerpt = Excerpt(text="abcdef", anchors=((0, 10),), bounds=Span(start=10, end=12))
    assert excerpt.span(0, 1) == Span(start=10, end=11)
    assert excerpt.span(4, 6).start == 12


def test_a_span_of_an_excerpt_ends_inside_its_bounds() -> None:
    excerpt = Excerpt(text="abcdef", anchors=((0, 10),), bounds=Span(start=10, end=12))
    assert excerpt.span(4, 6).end == 12


def test_positions_are_values() -> None:
    assert Source(path="a.md", text="a").position(0) == Position(line=1, column=1)
