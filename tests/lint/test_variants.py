"""Tables of simplified and traditional characters, checked against GB 2312 and Big5."""

import pytest

from digest.lint.scripts import WORDS
from digest.text.hanzi import MERGED, OTHER_SHAPES, SIMPLIFIED, TO_SIMPLIFIED, TO_TRADITIONAL, TRADITIONAL


def is_in(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def test_every_simplified_character_is_of_mainland_china_alone() -> None:
    assert [each for each in SIMPLIFIED if not is_in("gb2312", each) or is_in("big5", each)] == []


def test_every_traditional_character_is_of_taiwan_alone() -> None:
    assert [each for each in TRADITIONAL + MERGED if not is_in("big5", each) or is_in("gb2312", each)] == []


def test_what_is_to_be_written_instead_is_of_the_other_side() -> None:
    assert [each for each in TO_SIMPLIFIED.values() if not is_in("gb2312", each)] == []
    assert [each for each in TO_TRADITIONAL.values() if not is_in("big5", each)] == []


def test_no_character_stands_twice() -> None:
    assert len(TO_SIMPLIFIED) == len(TRADITIONAL) + len(MERGED) + len(OTHER_SHAPES)
    assert len(TO_TRADITIONAL) == len(SIMPLIFIED)


def test_no_other_shape_is_of_mainland_china() -> None:
    assert [each for each in OTHER_SHAPES if is_in("gb2312", each)] == []


def test_no_simplified_text_has_the_words_of_traditional_ones() -> None:
    assert all(len(word) == len(instead) and word != instead for word, instead in WORDS.items())
    assert {word[-1] for word in WORDS} == {"於", "徵"}
    assert all(is_in("gb2312", instead[0]) and is_in("gb2312", instead[1]) for instead in WORDS.values())


@pytest.mark.parametrize("both", "后里面干系只台于著乾瞭藉夥徵麽昇鍾甦")
def test_what_both_sides_write_or_names_have_is_on_neither(both: str) -> None:
    assert both not in TO_TRADITIONAL
    assert both not in TO_SIMPLIFIED
