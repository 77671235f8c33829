"""QR codes: those that are made of earlier ones are what an encoder makes of their text."""

import datetime
import re
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st
from segno import make_qr

from digest.theme.qr_codes import QrCodes


def dark(drawing: str) -> Iterator[tuple[int, int]]:
    """The dark modules of a drawing: row and column."""
    row, column = 0, 0
    for right, down, width in re.findall(r"m(-?\d+) (\d+)h(\d+)", drawing):
        row, column = row + int(down), column + int(right)
        yield from ((row, place) for place in range(column, column + int(width)))
        column += int(width)


def expected(text: str) -> set[tuple[int, int]]:
    matrix = make_qr(text, mode="byte", encoding="utf-8", mask=0, boost_error=False).matrix
    return {(row, column) for row, line in enumerate(matrix) for column, module in enumerate(line) if module}


texts = st.one_of(
    st.dates(datetime.date(2000, 1, 1)).map(lambda day: f"https://example.org/issues/{day}.html"),
    st.text("01é论", min_size=1, max_size=3),
)


@settings(max_examples=30)
@given(st.lists(texts, min_size=1, max_size=12))
def test_a_code_is_that_of_its_text_whatever_was_drawn_before(drawn: list[str]) -> None:
    codes = QrCodes()
    for text in drawn:
        assert set(dark(codes.draw(text))) == expected(text)


def test_after_some_days_the_codes_of_others_follow_from_theirs() -> None:
    codes = QrCodes()
    days = [datetime.date(2023, 1, 1) + datetime.timedelta(day) for day in range(1100)]
    drawn = [codes.draw(f"https://example.org/issues/{day}.html") for day in days]
    assert len(set(drawn)) == len(days)
    [(_, _, changes)] = codes._known.values()
    assert len(changes) < 20
