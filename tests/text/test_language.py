"""Language detection, counts and reading time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.language import count_han, count_texts, count_words, language_of, reading_minutes


@pytest.mark.parametrize(
    "text",
    [
        "中文",
        "提出 Pic2Word（零样本）方法",
        "用 CLIP 做检索",
        "𠮷野家",
        "GPT-4 的能力",
        "一 one 二 two",
        "〇一",
    ],
)
def test_chinese_with_names_and_terms_in_latin_is_chinese(text: str) -> None:
    assert language_of(text) == "zh"


@pytest.mark.parametrize(
    "text",
    [
        "English",
        "",
        "   ",
        "2023",
        "…",
        "π ≈ 3.14",
        "A paper about the word 词 in Chinese",
        "Où est l'été?",
        "かな",
        "한국어",
    ],
)
def test_all_else_is_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    ("text", "han", "words"),
    [
        ("", 0, 0),
        ("中文，两个词。", 5, 0),
        ("one two, three.", 0, 3),
        ("it's a state-of-the-art model’s", 0, 4),
        ("Pic2Word", 0, 2),
        ("naïve Schrödinger", 0, 2),
        ("用 CLIP 和 $x$", 2, 2),
        ("2023 年", 1, 0),
        ("𠮷 〇 々", 1, 0),
        ("ＡＢＣ", 0, 0),
    ],
)
def test_chinese_is_counted_in_characters_and_english_in_words(text: str, han: int, words: int) -> None:
    assert (count_han(text), count_words(text)) == (han, words)


ODD = "ab'’--- é\u0100\u023f\u0240\u024f\u0250中文㐀\u4dbf\u4dc0\u4dff\u9fff\ua000\uf900\ufaff𠀀\U000323b0\ud800×1。\n"
TEXTS = st.text(st.sampled_from(ODD)) | st.text()


@given(TEXTS)
def test_counting_is_what_the_expressions_say(text: str) -> None:
    han = "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
    assert count_han(text) == len(re.findall(han, text))
    assert count_words(text) == len(re.findall(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]*", text))


@given(st.lists(TEXTS))
def test_texts_are_counted_as_each_of_them_is(texts: list[str]) -> None:
    assert count_texts(texts) == (sum(map(count_han, texts)), sum(map(count_words, texts)))


@given(st.text(st.sampled_from("ab -中")))
def test_a_text_without_code_is_in_the_language_of_which_it_holds_more(text: str) -> None:
    han, words = count_han(text), count_words(text)
    assert language_of(text) == ("zh" if han and han >= words else "en")


@pytest.mark.parametrize(
    ("han", "words", "minutes"),
    [(0, 0, 1), (1, 0, 1), (400, 0, 1), (800, 0, 2), (0, 220, 1), (0, 440, 2), (400, 220, 2), (4000, 2200, 20)],
)
def test_a_text_takes_at_least_a_minute(han: int, words: int, minutes: int) -> None:
    assert reading_minutes(han, words) == minutes


def test_code_formulas_and_addresses_are_in_no_language() -> None:
    assert language_of("见代码 https://example.org/a/long/address") == "zh"
    assert language_of("结果：$\\mathrm{loss} = \\alpha x + \\beta y$") == "zh"
    assert language_of("```python\nfor each in range(10):\n    print(each)\n```\n如上。") == "zh"
