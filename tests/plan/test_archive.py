"""The issues by time: pages of years, calendars and rows, whatever the number of issues."""

import datetime
import gzip
import random
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from digest.content.head import Head, Summaries, Titles, titles_of
from digest.content.site import Selection, Site, assemble_site
from digest.machine.site_themes import load_theme
from digest.markdown import plain_text
from digest.outputs.writers import Supplies, write_output
from digest.plan import make
from digest.plan.archive import make_calendar
from digest.plan.cards import make_title_line
from digest.plan.kinds import OUTPUT_KINDS
from digest.plan.memo import Memo
from digest.plan.types import Plan
from digest.plan.views import TitleLine
from digest.text.packing import pack
from digest.theme import Renderer
from tests.building import write_site
from tests.machine.sites import TEXT_A, A, both
from tests.plan.test_keys import plan

LIMIT = 60_000
"""Bytes of a list, compressed."""

FIRST = datetime.date(2023, 1, 1)
DAYS = [FIRST + datetime.timedelta(day) for day in range(1100)]


def heads(usual: Head) -> Iterator[Head]:
    """Papers of all days: three a day, but twelve in 2024. No two titles are alike, so that they compress badly."""
    chance = random.Random(1)
    han = [chr(code) for code in range(0x4E00, 0x5600)]
    syllables = [chance.choice("bcdfglmnprst") + chance.choice("aeiou") for _ in range(60)]
    for day in DAYS:
        for number in range(12 if day.year == 2024 else 3):
            zh = "".join(chance.choices(han, k=chance.randint(15, 45)))
            words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(chance.randint(6, 20))]
            titles = pack((" ".join(words), zh, " ".join(words), zh), Titles)
            slug = f"{day}-{number}"
            yield usual._replace(
                path=f"content/{day}/{number}.md", day=str(day), slug=slug, identity=slug, titles=titles, digest=slug
            )


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with one entry, the only one that is parsed."""
    return plan(write_site(tmp_path_factory.mktemp("small"), {A: TEXT_A}), {}).contents.site


def plan_archive(small: Site, entries: list[Head], kinds: Sequence[str] = ("issues", "year")) -> Plan:
    """Plan a site of these entries, but nothing of it except the archive, or pages of other kinds."""
    site = assemble_site(
        config=small.config,
        entries=entries,
        intros=[],
        pages=[],
        people=(),
        assets={},
        selection=Selection(drafts=False, future=True, today=small.today),
    ).value
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(make, "OUTPUT_KINDS", [kind for kind in OUTPUT_KINDS if kind.name in kinds])
        return make.make_plan(make.make_contents(site, (), Memo()), Memo())


@pytest.fixture(scope="module")
def entries(small: Site) -> list[Head]:
    return list(heads(small.issues[0].entries[0]._replace(references=b"", aliases=())))


@pytest.fixture(scope="module")
def long_plan(small: Site, entries: list[Head]) -> Plan:
    """A site of 1,100 issues."""
    return plan_archive(small, entries)


@pytest.fixture(scope="module")
def lists(long_plan: Plan) -> dict[str, str]:
    """The pages of the archive and the pages of the years, in both languages."""
    return render(long_plan)


def render(planned: Plan) -> dict[str, str]:
    theme = load_theme(Path(), "default", plain_names=False).value
    assert theme is not None

    def nothing(*_: object) -> NoReturn:
        raise AssertionError

    supplies = Supplies(
        renderer=Renderer(theme, nothing),
        load_body=nothing,
        load_texts=nothing,
        load_data=nothing,
        load_source=nothing,
        load_part=nothing,
        read_file=nothing,
    )
    made = {output.path: write_output(output, planned.contents, supplies) for output in planned.outputs}
    return {path: content.decode() for path, content in made.items() if isinstance(content, bytes)}


def test_no_list_of_a_site_of_eleven_hundred_issues_weighs_more_than_sixty_kilobytes(lists: dict[str, str]) -> None:
    years = [f"{tree}issues/{year}.html" for tree in ("", "en/") for year in (2023, 2024, 2025, 2026)]
    assert set(lists) == {*years, "issues/index.html", "en/issues/index.html"}
    weights = {path: len(gzip.compress(html.encode(), 9)) for path, html in lists.items()}
    assert max(weights.values()) <= LIMIT, weights


def test_no_page_of_a_week_or_a_month_of_a_thousand_papers_weighs_more_than_sixty_kilobytes(
    small: Site, entries: list[Head]
) -> None:
    month = [head for head in entries if head.day.startswith("2024-01")]
    summary = [titles_of(head).title_zh + titles_of(head).title_zh for head in month]
    papers = [
        head._replace(
            path=f"{head.path}{place}", slug=f"{head.slug}{place}", summaries=pack((summary[at], ""), Summaries)
        )
        for at, head in enumerate(month)
        for place in "abc"
    ]
    pages = render(plan_archive(small, papers, ("week", "month")))
    assert len(papers) > 1000
    assert sum(html.count('class="row"') for path, html in pages.items() if path.startswith("months/")) == len(papers)
    assert max(len(gzip.compress(html.encode(), 9)) for html in pages.values()) <= LIMIT


def test_every_issue_is_on_the_page_of_its_year_once_as_a_row_and_once_as_a_day(lists: dict[str, str]) -> None:
    for day in DAYS:
        html = lists[f"issues/{day.year}.html"]
        assert html.count(f'class="issue-date" href="../issues/{day}.html"') == 1
        assert html.count(f'<td class="shade-4"><a href="../issues/{day}.html"') == 1
    for year in (2024, 2025):
        assert all(lists[f"issues/{year}.html"].count(f'id="m-{month:02}"') == 1 for month in range(1, 13))


def test_the_archive_shows_the_latest_month_or_a_handful_and_leads_to_every_year(lists: dict[str, str]) -> None:
    html = lists["issues/index.html"]
    shown = [str(day) for day in reversed(DAYS) if f'class="issue-date" href="../issues/{day}.html"' in html]
    assert shown == [str(day) for day in DAYS[: -1 - 7 : -1]]  # four of January, and three before
    assert all(f'href="../issues/{year}.html"' in html for year in (2023, 2024, 2025, 2026))


def test_an_edit_moves_the_page_of_its_year_and_a_new_issue_that_and_the_archive(
    small: Site, entries: list[Head]
) -> None:
    first = [next(of_day) for _, of_day in groupby(entries, key=lambda head: head.day)]  # a paper a day
    keys = {output.path: output.key for output in plan_archive(small, first[:-1]).outputs}

    def moved(changed: list[Head]) -> set[str]:
        return {each.path for each in plan_archive(small, changed).outputs if keys.get(each.path) != each.key}

    assert moved([first[0]._replace(digest="edited"), *first[1:-1]]) == set(both("issues/2023.html"))
    assert moved(first) == set(both("issues/2026.html", "issues/index.html"))


days_of_a_year = st.integers(1, 9999).flatmap(
    lambda year: st.dictionaries(
        st.dates(datetime.date(year, 1, 1), datetime.date(year, 12, 31)), st.integers(0, 60), min_size=1
    )
)


@given(days_of_a_year)
def test_a_calendar_has_each_day_in_its_weeks_and_links_to_those_with_an_issue(
    papers: dict[datetime.date, int],
) -> None:
    months = make_calendar(tuple(sorted(papers.items())))
    days = [(place, day) for month in months for week in month.weeks for place, day in enumerate(week) if day]
    assert all(day.date.weekday() == place for place, day in days)
    shown = [day.date for _, day in days]
    assert shown == sorted(set(shown))
    assert {day.date: day.papers for _, day in days if day.path} == papers
    assert sum(month.issues for month in months) == len(papers)
    assert [month.month for month in months] == sorted({date.month for date in papers})
    most = max(papers.values())
    for _, day in days:
        assert (day.shade == 0) == (day.papers == 0)
        assert (day.shade == 4) == (day.papers > most * 3 / 4)


@given(st.lists(st.text("aé论<&", min_size=1, max_size=40), max_size=6), st.integers(10, 60))
def test_a_line_of_titles_has_room_for_it_and_says_how_many_are_left_out(titles: list[str], room: int) -> None:
    html = [title.replace("&", "&amp;").replace("<", "&lt;") for title in titles]
    line = make_title_line(html, "、", room)
    text = plain_text(str(line.html))
    left = room
    whole: list[str] = []
    for title, size in zip(titles, [len(each.encode()) for each in html], strict=True):
        if size <= left or not whole:
            whole.append(title if size <= left else title.encode()[:left].decode(errors="ignore"))
            left -= size + 3
    assert line.more == len(titles) - len(whole)
    assert text.replace("…", "") == "、".join(whole)


def test_a_line_of_titles_passes_over_what_is_too_long_or_a_formula() -> None:
    titles = ["甲", "<math>" + "x" * 200 + "</math>", "乙" * 80, *"丙丁戊己"]
    assert make_title_line(titles, "、", 180) == TitleLine(html=Markup("甲、丙、丁、戊、己"), more=2)
