"""Papers that are on a site twice."""

import pytest

from digest.content.lint.twins import letters_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attention Is All You Need", "Attention is all you need."),
        ("Pic2Word: Mapping Pictures to Words", "Pic2Word - mapping  pictures to words"),
        ("Learning with $\\ell_1$ Regularization", "Learning with l1 regularization".replace("l1", "1")),
        ("Schrödinger Bridges for Everyone", "Schrodinger bridges for everyone"),
        ("Ｆｕｌｌ Width Letters in Titles", "Full width letters in titles"),
    ],
)
def test_titles_are_the_same_whatever_their_capitals_marks_and_tex(one: str, other: str) -> None:
    assert letters_of(one) == letters_of(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Segment Anything in Images", "Segment Anything in Videos"),
        ("Scaling Laws for Transformers I", "Scaling Laws for Transformers II"),
        ("Towards Safe C Programs Today", "Towards Safe D Programs Today"),
    ],
)
def test_titles_that_differ_in_a_letter_are_two(one: str, other: str) -> None:
    assert letters_of(one) != letters_of(other)


@pytest.mark.parametrize("title", ["Editorial", "A Survey", "$\\alpha$", "。"])
def test_short_titles_are_not_compared(title: str) -> None:
    assert letters_of(title) == ""
