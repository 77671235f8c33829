"""A page is told what changed since the build that it was served after, and of everything where that is not known."""

import json
from typing import Any

import pytest

from digest.faces.serve.live import KEPT, MOST, Live


def tell(live: Live, *changed: str, problems: str = "") -> None:
    live.tell(changed=changed, problems=problems, warnings=0)


def since(live: Live, build: str) -> Any:
    news = live.news_since(build)
    told = json.loads(news.text)
    assert news.build == told["build"] == live.build
    return told["changed"]


def test_a_build_is_named_by_session_and_number() -> None:
    live = Live("s")
    assert live.build == "s-0"
    tell(live)
    assert live.build == "s-1"


def test_changes_of_several_builds_are_told_together() -> None:
    live = Live("s")
    tell(live, "a", "b")
    tell(live, problems="wrong")
    tell(live, "c", "a")
    assert [since(live, f"s-{number}") for number in range(4)] == [["a", "b", "c"], ["a", "c"], ["a", "c"], []]


@pytest.mark.parametrize("build", ["", "s", "s-", "s-2", "s--1", "other-0", "s-x", "s-1-0"])
def test_of_a_build_that_is_not_known_anything_may_have_changed(build: str) -> None:
    live = Live("s")
    tell(live, "a")
    assert since(live, build) is None


def test_changes_are_forgotten_after_a_while() -> None:
    live = Live("s")
    for number in range(KEPT + 1):
        tell(live, str(number))
    assert since(live, "s-0") is None
    assert len(since(live, "s-1")) == KEPT


def test_very_many_changes_are_told_as_all() -> None:
    live = Live("s")
    tell(live, *map(str, range(MOST)))
    assert len(since(live, "s-0")) == MOST
    tell(live, "one more")
    assert since(live, "s-0") is None


def test_the_latest_problems_are_told() -> None:
    live = Live("s")
    tell(live, problems="<b>wrong</b>")
    assert json.loads(live.news_since("s-1").text)["problems"] == live.problems == "<b>wrong</b>"
    tell(live)
    assert live.problems == ""
