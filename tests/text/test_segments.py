"""Path segments made from names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.segments import (
    LONGEST_WORD,
    is_portable,
    is_too_long,
    make_portable,
    may_differ,
    plain_word,
    same_file,
    spelled_word,
)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("C++", "c-plus-plus"),
        ("Ｃ＋＋", "c-plus-plus"),
        ("C++20", "c-plus-plus-20"),
        ("C++ 20", "c-plus-plus-20"),
        ("编程C++语言", "编程c-plus-plus-语言"),
        ("Notepad++", "notepad-plus-plus"),
        ("A+", "a-plus"),
        ("C#", "c-sharp"),
        ("C♯", "c-sharp"),
        ("F#", "f-sharp"),
        ("C#/.NET", "c-sharp-dot-net"),
        (".NET", "dot-net"),
        (".NET Core", "dot-net-core"),
        ("ASP.NET", "asp.net"),
        ("Node.js", "node.js"),
        ("GPT-4.5", "gpt-4.5"),
        ("J.-P. Serre", "j-p-serre"),
        ("J.P. Serre", "j.p-serre"),
        ("Alex C. Kot", "alex-c-kot"),
        ("Łukasz Kaiser", "lukasz-kaiser"),
        ("José García", "jose-garcia"),
        ("Jose\u0301 Garci\u0301a", "jose-garcia"),
        ("Søren Kierkegård", "soren-kierkegard"),
        ("Ørsted & Æther", "orsted-aether"),
        ("İlker Yılmaz", "ilker-yilmaz"),
        ("Nguyễn Văn Đức", "nguyen-van-duc"),
        ("Weiß", "weiss"),
        ("Þóra Guðmundsdóttir", "thora-gudmundsdottir"),
        ("李娜", "李娜"),
        ("ガボール", "ガボール"),
        ("홍길동", "홍길동"),
        ("Ёлкин", "ёлкин"),
        ("Ἀθῆναι", "ἀθῆναι"),
        ("Sr. Dr. X", "sr-dr-x"),
        ("A -- B", "a-b"),
        ("vision – language", "vision-language"),
        ("end_to_end", "end_to_end"),
        ("math.AG", "math.ag"),
        ("vision+language", "vision-language"),
        ("vision + language", "vision-language"),
        ("#1", "1"),
        ("issue#5", "issue-5"),
        ("...and more", "and-more"),
        (".5", "5"),
        ("A*", "a"),
        ("A*STAR", "a-star"),
        ("R&D", "r-d"),
        ("大模型", "大模型"),
        ("…", "-"),
        ("", "-"),
    ],
)
def test_signs_of_a_name_have_words(name: str, word: str) -> None:
    assert spelled_word(name) == word


@given(st.text(st.characters(codec="ascii")))
def test_a_word_of_letters_digits_and_single_hyphens_is_as_it_always_was(name: str) -> None:
    if not may_differ(name):
        assert spelled_word(name) == plain_word(name)


@given(st.text())
def test_a_word_is_made_of_words_with_hyphens_between(name: str) -> None:
    word = spelled_word(name)
    assert word == "-" or not {"", "."} & {*word.split("-")}
    assert spelled_word(unicodedata.normalize("NFD", name)) == word


@given(st.text(st.characters(max_codepoint=0x17F, categories=["L"], exclude_characters="ŉµ")))
def test_latin_letters_are_ascii(name: str) -> None:
    assert spelled_word(name).isascii()


@given(name=st.text(max_size=300))
def test_a_word_is_short_enough_for_the_name_of_a_file(name: str) -> None:
    word = spelled_word(name * 3)
    assert 0 < len(word.encode()) <= LONGEST_WORD
    assert not word.startswith((".", "-")) or word == "-"
    assert "/" not in word


@pytest.mark.parametrize(
    ("segment", "portable"),
    [
        ("aux", "aux-"),
        ("NUL", "NUL-"),
        ("Con.html", "Con-.html"),
        ("com1", "com1-"),
        ("COM0", "COM0-"),
        ("com¹.png", "com¹-.png"),
        ("lpt9.tar.gz", "lpt9-.tar.gz"),
        ("prn .txt", "prn -.txt"),
        ("CONIN$", "CONIN$-"),
        ("v1.", "v1.-"),
        ("end ", "end -"),
        ("auxiliary", "auxiliary"),
        ("com10", "com10"),
        ("com", "com"),
        ("icon", "icon"),
        (".aux", ".aux"),
        ("a.aux", "a.aux"),
    ],
)
def test_windows_can_have_a_file_of_each_name(segment: str, portable: str) -> None:
    assert make_portable(segment) == portable
    assert is_portable(portable)
    assert is_portable(segment) == (segment == portable)


@given(st.text(st.sampled_from("auxcon.1 -¹")))
def test_any_segment_is_made_portable_once(segment: str) -> None:
    assert is_portable(make_portable(segment))
    assert make_portable(make_portable(segment)) == make_portable(segment)


def test_the_limit_of_a_name_is_in_bytes() -> None:
    assert not is_too_long("a" * 255)
    assert is_too_long("a" * 256)
    assert not is_too_long("慎" * 85)
    assert is_too_long("慎" * 86)


@given(st.text())
def test_one_file_is_one_in_any_case_and_form(path: str) -> None:
    for other in (path.lower(), unicodedata.normalize("NFD", path), unicodedata.normalize("NFC", path)):
        assert same_file(other) == same_file(path) or path.lower().casefold() != path.casefold()
