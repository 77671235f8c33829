"""Weeks and months: their names, their days, and the files that introduce them."""

import datetime
import re
from collections.abc import Callable
from typing import NamedTuple

from digest.text.records import frozen


@frozen
class Period:
    """A kind of period. `folder` has its pages and, in `content/`, its introductions.

    `first` gives the first day of the period with a number in a year. It raises `ValueError` if there is none.
    """

    kind: str
    folder: str
    number: Callable[[datetime.date], tuple[int, int]]
    """The year that a day's period belongs to, and its number in it."""
    first: Callable[[int, int], datetime.date]
    name: str
    """What a period is called in paths, as a format of year and number."""

    def name_of(self, day: datetime.date) -> str:
        """The name of the period that has a day: 2023-W06 or 2023-02."""
        return self.name.format(*self.number(day))

    def first_of(self, day: datetime.date) -> datetime.date:
        """The first day of the period that has a day."""
        return self.first(*self.number(day))

    def last_of(self, day: datetime.date) -> datetime.date:
        """The last day of the period that has a day."""
        name, last = self.name_of(day), day
        while last < datetime.date.max and self.name_of(after := last + datetime.timedelta(1)) == name:
            last = after
        return last


def _week(day: datetime.date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week


def _monday(year: int, week: int) -> datetime.date:
    return datetime.date.fromisocalendar(year, week, 1)


def _month(day: datetime.date) -> tuple[int, int]:
    return day.year, day.month


def _first(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, 1)


WEEK = Period(kind="week", folder="weeks", number=_week, first=_monday, name="{:04}-W{:02}")
MONTH = Period(kind="month", folder="months", number=_month, first=_first, name="{:04}-{:02}")
PERIODS = (WEEK, MONTH)
"""Weeks are those of ISO 8601: from Monday, in the year that has their Thursday."""

_FILE = re.compile(
    r"(?:^|/)(?P<folder>week|month)s?/(?P<year>\d{4})[^\d/]{0,2}(?P<number>\d{1,2})(?:\D(?P<day>\d{1,2}))?\D?\.md\Z",
    re.IGNORECASE,
)

_MEANT = re.compile(
    r"(?:^|/)content/(?:(?P<folder>week|month)s?/(?:[^/]+/)*)?(?P<year>\d{4})"
    r"(?:[-_/]?(?P<week>w)|(?(folder)[-_/]|[-_]))(?P<number>\d{1,2})(?:[-._ ][^\d/]*)?\.(?:md|markdown|txt)\Z",
    re.IGNORECASE,
)
"""Paths that may be meant as introductions, in a wrong place or with more in their names."""


class Introduced(NamedTuple):
    """What a file introduces: the `period` with the day `first`, its first one.

    That is None if the file's name is wrong; `fault` and `hint` say why.
    """

    period: Period
    first: datetime.date | None
    fault: str = ""
    hint: str = ""


def period_introduced(path: str) -> Introduced | None:
    """The period that a file introduces, such as `content/weeks/2023-W06.md`.

    None if the file is in no folder of periods, or its name is not nearly that of one.
    """
    match = _FILE.search(path)
    if match is None:
        return None
    period, other = PERIODS if match["folder"].lower() == WEEK.kind else PERIODS[::-1]
    year, number = int(match["year"]), int(match["number"])
    try:
        if path.endswith(f"/{other.name.format(year, number)}.md"):
            right = introduction_of(other, other.first(year, number))
            return Introduced(period, None, f"this has the name of a {other.kind}", f"move it to {right}")
        first = period.first(year, number)
        if match["day"]:
            first = period.first_of(datetime.date(year, number, int(match["day"])))
    except ValueError:
        last = period.name_of(datetime.date(max(year, 1), 12, 28))  # always in the last week of its year
        fault = f"there is no {period.kind} of this name"
        return Introduced(period, None, fault, f"the last one of that year is {last}")
    right = introduction_of(period, first)
    if path != right:
        fault = f"this looks like the introduction of a {period.kind}, and has another name than those"
        return Introduced(period, None, fault, f"move it to {right}")
    return Introduced(period, first)


def period_meant(path: str) -> Introduced | None:
    """What a file introduces, or may be meant to."""
    found = period_introduced(path)
    match = _MEANT.search(path) if found is None else None
    if match is None:
        return found
    period = WEEK if match["week"] or (match["folder"] or "").lower() == WEEK.kind else MONTH
    try:
        right = introduction_of(period, period.first(int(match["year"]), int(match["number"])))
    except ValueError:
        return None
    fault = f"this looks like the introduction of a {period.kind}, and is not where those are"
    return Introduced(period, None, fault, f"move it to {right}")


def introduction_of(period: Period, day: datetime.date) -> str:
    """The path of the file that introduces the period of a day."""
    return f"content/{period.folder}/{period.name_of(day)}.md"
