"""Names that people see as equal are equal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.names import fold_name, tidy_name

SAME = {
    "Unicode form": ("José García", unicodedata.normalize("NFD", "José García")),
    "Hangul": ("김영하", unicodedata.normalize("NFD", "김영하")),
    "no-break space": ("Ada Lovelace", "Ada\u00a0Lovelace"),
    "two spaces": ("Ada Lovelace", "  Ada  Lovelace "),
    "ideographic space": ("张 三", "张\u3000三"),
    "Kangxi radicals": ("高文", "\u2fbc\u2f42"),
    "ligatures": ("Efficient", "E\ufb03cient"),
    "width": ("LLM", "ＬＬＭ"),
    "case": ("ADA LOVELACE", "Ada Lovelace"),
    "case of letters that are not ASCII": ("STRASSE ÉCOLE", "Straße école"),
    "zero-width space": ("Widget", "Wid\u200bget"),
    "soft hyphen": ("Widget", "Wid\u00adget"),
    "marks of direction": ("Ada Lovelace", "\u200eAda\u202e \u2067Lovelace\u2069"),
    "joiner": ("Ada Lovelace", "Ada\u200d Lovelace"),
    "variation selector": ("Ada Lovelace", "Ada Lovelace\ufe0f"),
    "Hangul filler": ("", "\u3164"),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_names_that_look_alike_are_the_same(pair: tuple[str, str]) -> None:
    assert fold_name(pair[0]) == fold_name(pair[1])


@pytest.mark.parametrize(
    "pair", [("D²G", "D2G"), ("H₂O", "H2O"), ("½", "1/2"), ("C++", "C#"), ("a-b", "a b"), ("é", "e")]
)
def test_names_that_say_something_else_are_not(pair: tuple[str, str]) -> None:
    assert fold_name(pair[0]) != fold_name(pair[1])


@given(st.text())
def test_folding_is_idempotent_and_sees_no_difference_of_form_or_white_space(name: str) -> None:
    folded = fold_name(name)
    assert fold_name(folded) == folded
    assert fold_name(unicodedata.normalize("NFD", name)) == folded
    assert fold_name(f" {name}\u00a0") == folded
    assert fold_name(tidy_name(name)) == folded
    assert tidy_name(tidy_name(name)) == tidy_name(name)
