"""The browser folds texts and makes the keys of the index as the build does."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from digest.text.folding import fold, index_keys
from tests.searching import NASTY, contains, texts_to_search, words_script

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def words(browser: Browser) -> Iterator[Page]:
    """A blank page with `digest.words`."""
    page = browser.new_page()
    page.evaluate(words_script())
    yield page
    page.close()


def ask(words: Page, function: str, values: list[Any]) -> list[Any]:
    """The results of a function for many values."""
    found: list[Any] = words.evaluate(
        f"(values) => {{ const w = digest.words; return values.map({function}); }}", values
    )
    return found


def check(words: Page, texts: list[str]) -> None:
    assert ask(words, "(text) => w.fold(text)", texts) == [fold(text) for text in texts]
    assert ask(words, "(text) => w.foldWithMap(text).text", texts) == [fold(text) for text in texts]
    assert [set(keys) for keys in ask(words, "(text) => w.keys(text)", texts)] == [index_keys([each]) for each in texts]


@given(st.lists(texts_to_search(), min_size=300, max_size=300))
@settings(max_examples=3, suppress_health_check=list(HealthCheck))
def test_texts_are_folded_and_cut_alike(words: Page, texts: list[str]) -> None:
    check(words, texts)


def test_all_kinds_of_characters_are_folded_and_cut_alike(words: Page) -> None:
    """All that are no letters of a script without cases, or change; of the others, every twentieth."""
    known = [chr(code) for code in range(0x30000) if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")]
    plain = [each for each in known if unicodedata.category(each) == "Lo" and fold(each) == each]
    unusual = sorted({*known} - {*plain})
    texts = [characters[at : at + 64] for characters in (plain[::20], unusual) for at in range(0, len(characters), 64)]
    check(words, [*map("".join, texts), *map(" a".join, texts), *NASTY])


@given(st.lists(st.tuples(texts_to_search(), st.integers(0, 30), st.integers(0, 5)), min_size=300, max_size=300))
@settings(max_examples=3, suppress_health_check=list(HealthCheck))
def test_a_term_is_found_alike(words: Page, cases: list[tuple[str, int, int]]) -> None:
    pairs = [(text, text[start : start + size] or "a") for text, start, size in cases]
    folded = [(fold(text), fold(term)) for text, term in pairs if fold(term)]
    found = ask(words, "([text, term]) => w.includes(text, term) >= 0", [list(each) for each in folded])
    assert found == [contains(text, term) for text, term in folded]


@pytest.mark.parametrize(
    ("text", "term", "marked"),
    [
        ("一种組合图像檢索方法", "组合图像检索", "組合图像檢索"),
        ("a Ｐic２Word of ﬁne e\u0301tude", "pic2word", "Ｐic２Word"),
        ("a ﬁne thing", "fine", "ﬁne"),
        ("cafe\u0301 noir", "café", "cafe\u0301"),
        ("𠮷𡃁 和 𠮷野", "野", "野"),
        ("x\u3000 \n y", "x y", "x\u3000 \n y"),
        ("our D^3\u200bG!", "D³G", "D^3\u200bG"),
        ("ㄱㅏ가 zero\u2011shot", "zero-shot", "zero\u2011shot"),
    ],
)
def test_the_place_of_a_term_is_that_in_the_original(words: Page, text: str, term: str, marked: str) -> None:
    script = """([text, term]) => {
        const { text: folded, at } = w.foldWithMap(text);
        const start = w.includes(folded, w.fold(term));
        return text.slice(at[start], at[start + w.fold(term).length] ?? text.length);
    }"""
    assert ask(words, script, [[text, term]]) == [marked]
