"""CJK character classes, and unsafe characters."""

import pytest

from digest.text.characters import has_cjk, has_han, is_cjk, is_han, is_joining, replace_unsafe


@pytest.mark.parametrize("character", "中𠮷かカｶ한Ａ，（。、　《㈱々〇")
def test_letters_and_full_width_forms_are_cjk(character: str) -> None:
    assert is_cjk(character)


@pytest.mark.parametrize("character", "aé,“”—…αЯ🎉\U0001f600€№ ")
def test_what_other_scripts_write_is_not_cjk(character: str) -> None:
    assert not is_cjk(character)


def test_only_ideographs_are_han() -> None:
    assert [c for c in "中𠮷々〇か，한A" if is_han(c)] == ["中", "𠮷", "々", "〇"]


def test_lines_join_beside_all_but_korean() -> None:
    assert [c for c in "中か，Ａ한ㄱa “" if is_joining(c)] == ["中", "か", "，", "Ａ"]


def test_a_text_has_han_or_cjk() -> None:
    assert has_han("a中")
    assert not has_han("aか")
    assert has_cjk("aか")
    assert not has_cjk("aé")


def test_unsafe_characters_are_replaced_one_for_one() -> None:
    assert replace_unsafe("a\x00\x0b\x85\ud800\ufdd0\ufffe\U0001ffffb\t\n") == "a" + "\ufffd" * 7 + "b\t\n"
