"""Pages of weeks and months: the papers by category, each with its summary."""

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import NamedTuple

from digest.content.periods import MONTH, Period, introduction_of, period_introduced
from digest.content.prose import Prose
from digest.model.front_matter import RoundupMatter
from digest.plan.archive import CountedDays, calendar_days, count_days, make_calendar
from digest.plan.cards import category_key, standing_title
from digest.plan.pages import last_change, make_pagers, period_link, prose_key, prose_ref
from digest.plan.types import Batch, Contents, Page, Shown
from digest.plan.urls import page_of, roundup_path, year_path
from digest.plan.views import CategoryView, Pager, PeriodGroup, PeriodView, YearLink

_PER_PAGE = 150
"""Papers on a page, so that it stays small: they have titles and summaries in two languages."""


class _Span(NamedTuple):
    """A week or month that has issues or an introduction. `places` are the indexes of its issues in the site.

    `previous` and `following` are the first days of those around it.
    """

    period: Period
    first: datetime.date
    places: range
    intro: Prose[RoundupMatter] | None
    previous: datetime.date | None
    following: datetime.date | None
    year: int
    """The year of its last issue, else its own if that has a page, else 0."""


class _Group(NamedTuple):
    """The papers of a category. `path` is the page where they begin, `papers` are the sources of those on a page."""

    category: CategoryView
    size: int
    path: str
    papers: tuple[str, ...]
    is_continued: bool


def period_pages(period: Period, contents: Contents) -> Iterator[Batch]:
    """The pages of each week or month that has an issue or an introduction."""
    issues, slots = contents.site.issues, contents.cards.slots
    for span in _spans(period, contents):
        days = count_days(contents, span.places)
        intro = prose_key(contents, span.intro) if span.intro is not None else ()
        rows = [slots[head.path].row for place in span.places for head in issues[place].entries]
        yield Batch(str(span.first), (span, days, intro, rows), partial(_pages, contents, span, days))


def _spans(period: Period, contents: Contents) -> Iterator[_Span]:
    issues = contents.site.issues
    places = {
        first: list(found)
        for first, found in groupby(range(len(issues)), key=lambda place: period.first_of(issues[place].date))
    }
    intros = {
        introduced.first: intro
        for path, intro in contents.site.roundups.items()
        if (introduced := period_introduced(path)) and introduced.period == period and introduced.first
    }
    full = {first for first, found in places.items() if any(issues[place].entries for place in found)}
    around = sorted(full | intros.keys())
    years = {issue.date.year for issue in issues}
    for first in sorted(places.keys() | intros):
        before, after = bisect_left(around, first), bisect_right(around, first)
        found = places.get(first)
        year = issues[found[-1]].date.year if found else period.number(first)[0]
        yield _Span(
            period=period,
            first=first,
            places=range(found[0], found[-1] + 1) if found else range(0),
            intro=intros.get(first),
            previous=around[before - 1] if before else None,
            following=around[after] if after < len(around) else None,
            year=year if year in years else 0,
        )


def _pages(contents: Contents, span: _Span, days: CountedDays) -> Iterator[Page]:
    path, intro = roundup_path(introduction_of(span.period, span.first)), span.intro
    groups = _groups(contents, span)
    count, slots = sum(map(len, groups.values())), contents.cards.slots
    last = contents.site.issues[span.places[-1]].date if span.places else span.first
    matter = intro.matter if intro is not None else None
    titles = (matter.title, matter.title_zh, "draft" if matter.draft else "") if matter is not None else ()
    around = (str(span.previous), str(span.following), str(span.year), *titles)
    above = (*(prose_key(contents, intro) if intro is not None else ()), *[f"{day} {papers}" for day, papers in days])
    for pager in make_pagers(path, count, _PER_PAGE):
        is_first = pager.number == 1
        shown = _slice(groups, path, (pager.number - 1) * _PER_PAGE)
        parts = [
            f"{each.category.code} {category_key(each.category)} {each.size} {each.path} {each.is_continued}"
            for each in shown
        ]
        rows = [slots[paper].row for each in shown for paper in each.papers]
        yield Page(
            path=page_of(path, pager.number),
            key=(str(pager.total), *around, *(above if is_first else ()), *parts, *rows),
            make=partial(_show, span, days, shown, pager),
            modified=max([last_change(contents.site.issues[place]) for place in span.places], default=""),
            feed="feed",
            group=MONTH.name_of(last),
        )


def _groups(contents: Contents, span: _Span) -> Mapping[CategoryView, list[str]]:
    """The papers by main category, newest first; the largest category first."""
    groups: dict[CategoryView, list[str]] = {}
    for place in reversed(span.places):
        for head in contents.site.issues[place].entries:
            groups.setdefault(contents.cards.main_category(head), []).append(head.path)
    return dict(sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0].code)))


def _slice(groups: Mapping[CategoryView, list[str]], path: str, start: int) -> tuple[_Group, ...]:
    """All groups, with the papers of a page that begins with paper number `start` of the period."""
    found, first = [], 0
    for category, papers in groups.items():
        skipped = max(start - first, 0)
        here = papers[skipped : max(start + _PER_PAGE - first, 0)]
        begins = page_of(path, first // _PER_PAGE + 1)
        found.append(_Group(category, len(papers), begins, tuple(here), is_continued=0 < skipped < len(papers)))
        first += len(papers)
    return tuple(found)


def _show(
    span: _Span, days: CountedDays, groups: tuple[_Group, ...], pager: Pager, contents: Contents, language: str
) -> Shown:
    cards, period, intro = contents.cards, span.period, span.intro
    matter = intro.matter if intro is not None else None
    title = standing_title(intro) if intro is not None and (intro.matter.title or intro.matter.title_zh) else None
    above = days if pager.number == 1 else ()
    months = dict.fromkeys([period_link(MONTH, day) for day, _ in above])
    view = PeriodView(
        period=period_link(period, span.first),
        title_zh=matter.title_zh if matter is not None else "",
        title_en=matter.title if matter is not None else "",
        papers=sum([each.size for each in groups]),
        groups=tuple(
            [
                PeriodGroup(
                    category=each.category,
                    count=each.size,
                    path=each.path,
                    rows=tuple([cards.row(cards.slots[paper]) for paper in each.papers]),
                    is_continued=each.is_continued,
                )
                for each in groups
            ]
        ),
        pager=pager,
        previous=period_link(period, span.previous) if span.previous else None,
        next=period_link(period, span.following) if span.following else None,
        year=YearLink(year=span.year, path=year_path(span.year)) if span.year else None,
        intro=prose_ref(contents, intro) if intro is not None and pager.number == 1 else None,
        days=calendar_days(above),
        calendar=make_calendar(above) if period == MONTH else (),
        months=tuple(months) if period != MONTH else (),
        draft=matter.draft if matter is not None else False,
    )
    return Shown(view, title.get(language) if title else "")
