"""Parts of the search hold all days, and a new paper changes one of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.plan import search_parts
from digest.plan.search_parts import count_shards, cut_days

Days = list[tuple[int, int]]
DAYS = st.dictionaries(st.integers(738000, 738400), st.integers(1, 9)).map(lambda days: sorted(days.items()))


@pytest.fixture(autouse=True, scope="module")
def few() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_parts, "LIMIT", 8)
        yield


def parts_of(days: Days) -> list[Days]:
    return [days[start:end] for start, end in cut_days(days)]


@given(DAYS)
def test_each_day_is_in_one_part_and_only_a_single_day_has_more_papers_than_the_limit(days: Days) -> None:
    parts = parts_of(days)
    assert [day for part in parts for day in part] == days
    assert all(sum(papers for _, papers in part) <= 8 or len(part) == 1 for part in parts)


@given(DAYS, st.integers(738000, 738400))
def test_a_new_paper_changes_one_part(days: Days, day: int) -> None:
    more = sorted({**dict(days), day: dict(days).get(day, 0) + 1}.items())
    before, after = parts_of(days), parts_of(more)
    changed = [part for part in before if part not in after]
    assert len(changed) <= 1
    others = [each for part in after if part not in before for each in part if each[0] != day]
    assert [each for part in changed for each in part if each[0] != day] == others


def test_the_number_of_shards_is_a_power_of_two() -> None:
    assert [count_shards(papers) for papers in (1, 16, 17, 33, 1000, 1024, 1025)] == [1, 1, 2, 4, 64, 64, 128]
