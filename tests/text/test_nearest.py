"""The word that a typo means."""

from difflib import SequenceMatcher

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


@given(st.text("abAB中", max_size=6), st.lists(st.text("abAB中", max_size=6)), st.sampled_from((0, 0.6, 0.75, 1)))
def test_a_word_is_near_if_it_is_as_similar_as_the_cutoff(typed: str, known: list[str], cutoff: float) -> None:
    word, others = typed.casefold(), [each.casefold() for each in known]
    similar = [each for each in others if SequenceMatcher(None, word, each).ratio() >= cutoff]
    swapped = [each for each in others if sorted(word) == sorted(each)]
    assert bool(nearest(typed, known, cutoff=cutoff)) is bool(similar or swapped)


@given(st.text(max_size=8), st.text(max_size=8))
def test_typos_are_a_distance(one: str, other: str) -> None:
    assert count_typos(one, other, 9) == count_typos(other, one, 9)
    assert (count_typos(one, other, 9) == 0) is (one == other)
    assert count_typos(one, other, 2) == min(count_typos(one, other, 9), 3)
