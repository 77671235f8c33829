"""The issues by time: the newest ones, and a page for each year with its calendar."""

import calendar
import datetime
import math
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import NamedTuple

from digest.content.periods import MONTH, PERIODS, WEEK, period_introduced
from digest.plan.cards import LINE
from digest.plan.pages import newest_day, period_link
from digest.plan.types import Contents, Page, Shown
from digest.plan.urls import issue_path, year_path
from digest.plan.views import (
    ArchiveView,
    CalendarDay,
    CalendarMonth,
    MonthView,
    PeriodLink,
    YearLink,
    YearView,
)

_HANDFUL = 7
"""Issues in the archive at least, if the latest month has fewer."""

_SHADES = 4
"""Steps between a day with few papers and the day with the most."""

_LINES = 33_000
"""Bytes of titles in the rows of a year in one language, so that the page stays small (see `TitleLine`)."""

_SHORTEST = 90
"""Bytes of titles in a row at least."""


class _Year(NamedTuple):
    """A year and its issues, as indexes into those of the site."""

    year: int
    places: range


CountedDays = tuple[tuple[datetime.date, int], ...]
"""Days that have an issue, and the number of its papers."""


def archive_pages(contents: Contents) -> Iterator[Page]:
    """The newest issues, the calendar of their year, and the way to all years."""
    years, issues = _years(contents), contents.site.issues
    papers = sum([len(issue.entries) for issue in issues])
    days = count_days(contents, years[-1].places) if years else ()
    latest = _latest(contents)
    key = (
        f"{len(issues)} {papers}",
        *[str(each.year) for each in years],
        *[f"{date} {papers}" for date, papers in days],
        *[contents.cards.issues[place] for place in latest],
    )
    make = partial(_show_archive, _links(years), days, latest, papers)
    yield Page(path="issues/index.html", key=key, make=make, modified=newest_day(contents), feed="feed")


def _latest(contents: Contents) -> range:
    """The issues of the latest month, or a handful of the newest if it has fewer; newest first."""
    issues = contents.site.issues
    start = max(len(issues) - _HANDFUL, 0)
    while start and issues[start - 1].date.replace(day=1) == issues[-1].date.replace(day=1):
        start -= 1
    return range(len(issues) - 1, start - 1, -1)


def _show_archive(
    years: tuple[YearLink, ...], days: CountedDays, latest: range, papers: int, contents: Contents, _language: str
) -> Shown:
    return Shown(
        ArchiveView(
            years=years,
            issues=len(contents.cards.issues),
            papers=papers,
            latest=_months(contents, latest, LINE),
            calendar=make_calendar(days),
        )
    )


def year_pages(contents: Contents) -> Iterator[Page]:
    """A page for each year that has issues: its calendar, and its issues by month."""
    years = _years(contents)
    names = [str(each.year) for each in years]
    empty = _empty_periods(contents)
    for year in years:
        others = tuple([each for each in empty if each.year == year.year])
        last = contents.site.issues[year.places[-1]]
        yield Page(
            path=year_path(year.year),
            key=(
                str(year.year),
                *names,
                *[each.path for each in others],
                *[contents.cards.issues[place] for place in year.places],
            ),
            make=partial(_show_year, year, _links(years), others),
            modified=last.date.isoformat(),
            feed="feed",
        )


def _empty_periods(contents: Contents) -> list[PeriodLink]:
    """The weeks and months that have an introduction and no issue."""
    full = {(period.kind, period.first_of(issue.date)) for period in PERIODS for issue in contents.site.issues}
    return [
        period_link(found.period, found.first)
        for found in map(period_introduced, contents.site.roundups)
        if found and found.first and (found.period.kind, found.first) not in full
    ]


def _show_year(
    year: _Year, years: tuple[YearLink, ...], others: tuple[PeriodLink, ...], contents: Contents, _language: str
) -> Shown:
    room = max(_SHORTEST, min(LINE, _LINES // len(year.places)))
    days = count_days(contents, year.places)
    return Shown(
        YearView(
            year=year.year,
            issues=len(days),
            papers=sum([papers for _, papers in days]),
            months=_months(contents, year.places[::-1], room),
            calendar=make_calendar(days),
            years=years,
            others=others,
        )
    )


def _years(contents: Contents) -> list[_Year]:
    """The years that have issues."""
    places = groupby(range(len(contents.site.issues)), key=lambda place: contents.site.issues[place].date.year)
    found = [(year, list(of_year)) for year, of_year in places]
    return [_Year(year, range(of_year[0], of_year[-1] + 1)) for year, of_year in found]


def _links(years: list[_Year]) -> tuple[YearLink, ...]:
    """Newest first."""
    return tuple([YearLink(year=each.year, path=year_path(each.year)) for each in reversed(years)])


def count_days(contents: Contents, places: range) -> CountedDays:
    """The days of these issues."""
    issues = contents.site.issues
    return tuple([(issues[place].date, len(issues[place].entries)) for place in places])


def _months(contents: Contents, places: range, room: int) -> tuple[MonthView, ...]:
    """Issues by month, in the order of `places`."""
    cards = [contents.cards.issue(place, room) for place in places]
    months = groupby(cards, key=lambda card: (card.date.year, card.date.month))
    return tuple(
        [
            MonthView(month=month, issues=found, path=period_link(MONTH, found[0].date).path)
            for (_, month), issues in months
            if (found := tuple(issues))
        ]
    )


def make_calendar(days: CountedDays) -> tuple[CalendarMonth, ...]:
    """The months of a year that have an issue. `days` are in order."""
    found = {day.date: day for day in calendar_days(days)}

    def day(date: datetime.date) -> CalendarDay:
        return found.get(date) or CalendarDay(date=date, path="", papers=0, shade=0)

    def month(year: int, number: int) -> CalendarMonth:
        weeks = [
            tuple([day(datetime.date(year, number, each)) if each else None for each in week])
            for week in calendar.monthcalendar(year, number)
        ]
        firsts = [next((each.date for each in week if each and each.path), None) for week in weeks]
        return CalendarMonth(
            month=number,
            issues=sum([(date.year, date.month) == (year, number) for date in found]),
            weeks=tuple(weeks),
            links=tuple([period_link(WEEK, first) if first is not None else None for first in firsts]),
        )

    return tuple([month(*each) for each in dict.fromkeys([(date.year, date.month) for date in found])])


def calendar_days(days: CountedDays) -> tuple[CalendarDay, ...]:
    """The days that have an issue."""
    most = max([papers for _, papers in days], default=0)
    return tuple(
        [
            CalendarDay(
                date=date,
                path=issue_path(date),
                papers=papers,
                shade=math.ceil(_SHADES * papers / most) if papers else 0,
            )
            for date, papers in days
        ]
    )
