"""The folding of texts for the search, and the keys of its index."""

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.characters import is_han
from digest.text.folding import fold, index_keys, same_characters
from digest.text.hanzi import TO_SIMPLIFIED
from tests.searching import contains, term_keys, texts_to_search
from tests.text import unihan_variants


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Pic2Word", "pic2word"),
        ("D³G D^3G Ｄ＾３Ｇ", "d3g d3g d3g"),
        ("圖像檢索，大模型", "图像检索,大模型"),
        ("分佈 週期 遊戲 昇級 諮詢 隨著 藉由", "分布 周期 游戏 升级 咨询 随著 藉由"),
        ("zero‑shot – — − ―", "zero-shot - - - -"),
        ("“图像” ‘a’", "\"图像\" 'a'"),
        ("ze\xadro\u200b-sh\u2060ot", "zero-shot"),
        ("a\u3000 \n\tb\xa0c", "a b c"),
        ("ﬁne ｶﾞ ΣΑΣ", "fine ガ σασ"),
        ("cafe\u0301 naïve", "café naïve"),
        (" a ", " a "),
    ],
)
def test_texts_that_differ_in_form_only_are_the_same(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(texts_to_search())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_same_characters_are_themselves_the_same_as_nothing_else() -> None:
    same = same_characters()
    assert same.keys().isdisjoint(same.values())
    assert same | TO_SIMPLIFIED == same


def test_the_table_of_characters_is_that_of_unihan() -> None:
    folder = Path("/usr/share/unicode")
    if not (folder / "Unihan_Variants.txt.bz2").exists():
        pytest.skip("Unihan is not here: install unicode-data (Debian)")
    text = "".join(unihan_variants.write(unihan_variants.collect(folder)))
    assert unihan_variants.WRITTEN.read_text(encoding="utf-8") == text


OF_TWO = {"穭", "薴", "鷿", "讎"}
"""Rare characters with two simplified forms."""


def test_traditional_characters_have_the_simplified_form_that_opencc_gives_them() -> None:
    opencc = pytest.importorskip("opencc", reason="OpenCC is not installed")
    convert = opencc.OpenCC("t2s").convert
    same = same_characters()
    theirs = {each: convert(each) for each in map(chr, range(0x3400, 0xA000))}
    others = {each: form for each, form in theirs.items() if form != same.get(each, each)}
    wrong = {each for each, form in others.items() if each in same and form != each}
    assert wrong == OF_TWO
    assert {each for each, form in others.items() if each not in same and is_common(each) and is_common(form)} == set()


def is_common(character: str) -> bool:
    """Whether a character is in one of the character sets of the two sides."""
    for encoding in ("gb2312", "big5"):
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            continue
        return True
    return False


def keys_of(text: str) -> set[str]:
    """The keys of a text, character by character."""
    keys: set[str] = set()
    run = ""
    for each in f"{fold(text)} ":
        kind = "han" if is_han(each) else "word" if unicodedata.category(each)[0] in "LNM" else ""
        was = "han" if run and is_han(run[-1]) else "word" if run else ""
        if kind != was and run:
            keys |= {run} if was == "word" else {*map("".join, pairwise(run)), run[-1]}
            run = ""
        run += each if kind else ""
    return keys


def test_keys_are_pairs_of_han_characters_and_whole_words() -> None:
    assert index_keys(["Pic2Word: 組合图像檢索"]) == {"pic2word", "组合", "合图", "图像", "像检", "检索", "索"}
    assert index_keys(["GPT-4o", "D^3G"]) == {"gpt", "4o", "d3g"}


@given(st.lists(texts_to_search(), max_size=3))
def test_keys_are_those_that_every_character_gives(texts: list[str]) -> None:
    assert index_keys(texts) == set().union(*map(keys_of, texts))


def test_the_last_character_of_a_term_may_be_inside_a_run() -> None:
    assert term_keys("图") == (set(), "图")
    assert term_keys("图像") == ({"图像"}, "")
    assert term_keys("图,像检") == ({"图", "像检"}, "")
    assert term_keys("a图") == ({"a"}, "图")
    assert term_keys("...") == (set(), "")


@given(st.data())
def test_a_text_in_which_a_term_is_found_has_the_keys_of_the_term(data: st.DataObject) -> None:
    text = data.draw(texts_to_search())
    start = data.draw(st.integers(0, len(text)))
    term = data.draw(st.sampled_from([text[start : start + 5], text[start:], text[:start]]))
    if fold(term) and contains(text, term):
        keys, character = term_keys(term)
        found = index_keys([text])
        assert keys <= found
        assert any(key.startswith(character) for key in found) or not character
