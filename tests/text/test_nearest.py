"""The word that a typo means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.nearest import count_typos, did_you_mean, nearest

WORDS = ("title", "title_zh", "authors", "after", "before", "url", "cs.CV", "cs.CC", "cs.CL", "作者", "标题")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("titel", ("title",)),
        ("Title", ("title",)),
        ("afer", ("after",)),
        ("author", ("authors",)),
        ("ulr", ("url",)),
        ("cs.VC", ("cs.CV",)),
        ("cs.CX", ("cs.CV", "cs.CC", "cs.CL")),
        ("标", ("标题",)),
        ("qqqq", ()),
        ("", ()),
    ],
)
def test_the_nearest_word(typed: str, meant: tuple[str, ...]) -> None:
    assert nearest(typed, WORDS) == meant


def test_the_hint() -> None:
    assert did_you_mean("titel", WORDS) == "did you mean 'title'?"
    assert did_you_mean("cs.CX", WORDS) == "did you mean 'cs.CV', 'cs.CC' or 'cs.CL'?"
    assert did_you_mean("detial", ["detail"], sign="#") == "did you mean '#detail'?"
    assert did_you_mean("disqus", ["giscus"], cutoff=0.75) == ""


@given(st.text(max_size=8), st.text(max_size=8))
def test_typos_are_a_distance(one: str, other: str) -> None:
    assert count_typos(one, other, 9) == count_typos(other, one, 9)
    assert (count_typos(one, other, 9) == 0) is (one == other)
    assert count_typos(one, other, 2) == min(count_typos(one, other, 9), 3)
