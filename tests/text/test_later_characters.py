"""Characters that a newer Unicode added are the same letters and symbols with every Python."""

import re
import sys
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.citing.venue_kinds import classify_venue
from digest.content.topics import topics_of
from digest.markdown.sentences import split_first_sentence
from digest.text.alphabetical import alphabetize, fold_letters
from digest.text.folding import fold, index_keys
from digest.text.later_characters import LATER, StandIns, stand_ins, steady
from digest.text.names import fold_name, tidy_name
from digest.text.records import frozen
from digest.text.segments import plain_word, same_file, spelled_word

CLASS = re.compile(f"[{LATER}]")
HAN, EMOJI, KAWI, GARAY, OUTLINED = "\U00031350", "\U0001fae8", "\U00011f12", "\U00010d50", "\U0001ccd6"
"""Of Unicode 15 and 16: two letters, one of them with a small form; and one that NFKC makes an A."""
MIXED = st.text(st.sampled_from(f"{HAN}{EMOJI}{KAWI}\U0002ebf0\u0ece aZ王é.-%F\U0002a700\U00013000\U0001f030"))


def test_the_table_leaves_just_the_characters_of_unicode_14() -> None:
    """If a new Python has more, its new characters are missing in `LATER`."""
    known = [code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) != "Cn"]
    assert sum(1 for code in known if not CLASS.match(chr(code))) == 284_278
    if unicodedata.unidata_version == "14.0.0":
        assert not [hex(code) for code in known if CLASS.match(chr(code))]


@pytest.mark.parametrize(
    ("function", "text", "expected"),
    [
        (spelled_word, f"王{HAN}明", f"王{HAN}明"),
        (spelled_word, f"a{EMOJI}b", "a-b"),
        (spelled_word, f"{KAWI}.{GARAY} X", f"{KAWI}.{GARAY}-x"),
        (spelled_word, OUTLINED, OUTLINED),
        (plain_word, f"A{HAN}", f"a{HAN}"),
        (fold_name, f"Ａ{OUTLINED}", f"a{OUTLINED}"),
        (tidy_name, f" {HAN}  {EMOJI}", f"{HAN} {EMOJI}"),
        (same_file, f"{GARAY}É", f"{GARAY}é"),
        (fold, f"{OUTLINED}Ｂ", f"{OUTLINED}b"),
        (fold_letters, f"{KAWI}é-{EMOJI}", f"{KAWI}e"),
        (lambda text: index_keys([text]), f"a{KAWI} {EMOJI}b 王{HAN}", {f"a{KAWI}", "b", f"王{HAN}", HAN}),
        (lambda text: alphabetize(text, person=True).letter, f"{KAWI}", "…"),
        (lambda text: alphabetize(text, person=False).letter, EMOJI, "#"),
        (split_first_sentence, f"<p>An end. {HAN}A</p>", ("An end.", f"<p>{HAN}A</p>\n")),
        (lambda text: classify_venue(text).kind, f"{KAWI}Conf 2023", "journal"),
    ],
)
def test_later_characters_are_letters_without_case_or_symbols(function: Any, text: str, expected: object) -> None:
    assert function(text) == expected


def test_titles_with_them_have_topics() -> None:
    assert topics_of([f"{KAWI}{KAWI}a"]) != topics_of(["nothing"]) != topics_of([""])


@frozen
class Named:
    name: str
    links: tuple[str, ...]


@given(text=MIXED)
def test_all_texts_of_a_value_are_restored(text: str) -> None:
    stands = stand_ins(text)
    if stands is None:
        assert CLASS.search(text) is None
        return
    hidden = stands.hide(text)
    assert (len(hidden), CLASS.search(hidden)) == (len(text), None)
    assert stands.restore([Named(name=hidden, links=(hidden,)), {hidden: 1}, None]) == [
        Named(name=text, links=(text,)),
        {text: 1},
        None,
    ]


@given(text=MIXED)
def test_a_steady_function_sees_only_characters_of_unicode_14(text: str) -> None:
    seen: list[str] = []

    @steady
    def keep(text: str) -> str:
        seen.append(text)
        return text[::-1]

    assert keep(text) == text[::-1]
    assert CLASS.search(seen[0]) is None


def test_percent_encoded_stand_ins_are_restored_and_hosts_never_hidden() -> None:
    text = f"http://{HAN}.org/{HAN}?{HAN} {HAN}"
    stands = stand_ins(text)
    assert isinstance(stands, StandIns)
    hidden = stands.hide(text)
    assert hidden.startswith(f"http://{HAN}.org/")
    assert hidden.count(HAN) == 1
    quoted = "".join(f"%{byte:02X}" for byte in stands.there[ord(HAN)].encode())
    assert stands.restore(f"a/{quoted}") == "a/%F0%B1%8D%90"


def test_a_text_that_has_all_stand_ins_stays_as_it_is() -> None:
    text = "".join(map(chr, range(0x1F030, 0x1F094))) + EMOJI
    assert stand_ins(text) is None
