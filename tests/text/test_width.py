"""Display width, and printable forms of unprintable characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.width import cells, display_width, make_visible


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("Pic2Word", 8),
        ("标题", 4),
        ("，：（", 6),
        ("カナ한글", 8),
        ("ｶﾅ", 2),
        ("“—…”", 4),
        ("é", 1),
        ("e\u0301", 1),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("a\u200bb", 2),
        ("a\u00adb", 3),
        ("😀", 2),
        ("👍🏽", 2),
        ("👩‍🔬", 2),
        ("👩🏽‍🔬x", 3),
        ("❤", 1),
        ("❤️", 2),
        ("❤️‍🔥", 2),
        ("🇨🇳", 2),
        ("1️⃣", 2),
        ("क्‍ष", 2),
        ("\t", 4),
        ("a\tb", 6),
        ("\x1b[31m", 5),
        ("𠀀", 2),
    ],
)
def test_the_width_of(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("标题: A", "标题: A"),
        ("a\tb", "a    b"),
        ("\x00\x07\x1b[31m\x7f", "␀␇␛[31m␡"),
        ("one\r\ntwo", "one␍␊two"),
        ("a\x85b\x9bc", "a\ufffdb\ufffdc"),
        ("a\ud800b\ufffec", "a\ufffdb\ufffdc"),
        ("if\u202e true\u2066", "if\ufffd true\ufffd"),
        ("a\u2028b", "a\ufffdb"),
    ],
    ids=["plain", "tab", "controls", "line breaks", "C1 controls", "no characters", "turned around", "separator"],
)
def test_what_a_terminal_would_obey_is_shown_instead(text: str, shown: str) -> None:
    assert make_visible(text) == shown


@given(st.text())
def test_every_character_is_a_cell_and_nothing_shown_moves_the_cursor(text: str) -> None:
    assert len(cells(text)) == len(text)
    assert sum(cell.width for cell in cells(text)) == display_width(text) >= 0
    assert "".join(cell.shown for cell in cells(text)) == make_visible(text)
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in make_visible(text))
    make_visible(text).encode()


@given(st.text())
def test_what_is_made_visible_is_what_its_cells_show(text: str) -> None:
    assert make_visible(text) == "".join(cell.shown for cell in cells(text))


@given(st.text(st.sampled_from("aé“…，（カ语 ~")))
def test_lines_without_combining_characters_take_a_fast_path_of_equal_widths(text: str) -> None:
    assert cells(text) == cells(text + "e\u0301")[:-2]
