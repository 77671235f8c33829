"""Days, weeks, months and years in a query, and ranges of them."""

import datetime
import re

from digest.content.periods import WEEK

LATEST = "latest"
"""The day of the newest issue."""

_FORMS = (
    "write a day (2023-02-08), week (2023-W06), month (2023-02), year (2023) or latest;"
    " a range of them is A..B, A.. or ..B"
)


class NoQuery(ValueError):
    """A word cannot be read as a part of a query."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


_DAY = re.compile(rf"{LATEST}|\d{{4}}(?:-(?:\d{{1,2}}(?:-\d{{1,2}})?|[Ww]\d{{1,2}}))?")
_MEANT = re.compile(r"(?:19|20)\d\d(?:[-/.~～…‥–—―:：至到年月日Ww]+(?:\d{1,4})?)+|(?:19|20)\d{6}")
"""What is meant as days, but not written as `read_days` takes them."""


def read_days(word: str, latest: str) -> tuple[str, str] | None:
    """The first and the last day of a range, `YYYY-MM-DD`; None if the word is none. `latest` is the day meant by
    `LATEST`. Raises `NoQuery`.
    """
    ends = word.split("..", 1)
    given = [each for each in ends if each]
    if given and not any(_DAY.fullmatch(each) or _MEANT.fullmatch(each) for each in given):
        return None
    for each in given:
        if not _DAY.fullmatch(each):
            raise NoQuery(f"'{each}' is no day, week, month or year", f"{_FORMS}; text:'{word}' looks for the words")
    if not given:
        raise NoQuery(f"'{word}' has no end", _FORMS)
    first, last = _days(ends[0], latest)[0] if ends[0] else "", _days(ends[-1], latest)[1] if ends[-1] else "9999-12-31"
    if first > last:
        raise NoQuery(f"'{word}' ends before it begins", f"write {ends[1]}..{ends[0]}")
    return first, last


def _days(text: str, latest: str) -> tuple[str, str]:
    """The first and the last day of a day, week, month or year."""
    if text == LATEST:
        return latest, latest
    year, *parts = text.upper().split("-")
    try:
        if parts and parts[0].startswith("W"):
            first = WEEK.first(int(year), int(parts[0][1:]))
            return first.isoformat(), (first + datetime.timedelta(6)).isoformat()
        month, day = [int(each) for each in (*parts, "1", "1")[:2]]
        date = datetime.date(int(year), month, day)
    except (ValueError, OverflowError):
        raise NoQuery(
            f"'{text}' is no day, week or month of the calendar", "write it as 2023-02-08, 2023-W06 or 2023-02"
        ) from None
    start = date.isoformat()[: (4, 7, 10)[len(parts)]]
    return f"{start}{'-01-01'[len(start) - 4 :]}", f"{start}{'-12-31'[len(start) - 4 :]}"
