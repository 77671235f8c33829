"""Unsafe characters are dropped, and nothing else."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.text.characters import UNSAFE
from digest.text.records import frozen
from digest.text.safety import drop_unsafe, encode_safe, make_safe
from digest.text.source import Span

EDGES = (
    "\x00\x08\t\n\x0b\x0c\r\x0e\x1f \x7e\x7f\x80\x9f\xa0\xbf\xc0\ud7ff\ud800\udfff\ue000\ufdcf\ufdd0\ufdef\ufdf0\ufffd"
)
CHARACTERS = st.one_of(
    st.sampled_from(EDGES + "\ufffe\uffff\U00010000\U0001fffe\U0001ffff\U0010ffff·—中😀ﷺ"),
    st.characters(exclude_categories=()),
)


@given(text=st.text(CHARACTERS))
@example(text="a\xc2\x80")
@example(text="\xa0\x85")
def test_what_is_dropped_is_what_is_unsafe(text: str) -> None:
    assert drop_unsafe(text) == re.sub(f"[{UNSAFE}]", "", text)


@pytest.mark.parametrize("character", [chr(number) for number in (*range(0x120), 0xFDCF, 0xFDD0, 0xFFFE, 0xFFFF)])
def test_each_character_among_others(character: str) -> None:
    kept = "" if re.match(f"[{UNSAFE}]", character) else character
    assert drop_unsafe(f"中文 ·{character}· text") == f"中文 ·{kept}· text"


@frozen
class Named:
    name: str
    others: tuple[str, ...]
    number: int


@given(text=st.text(CHARACTERS), number=st.integers())
def test_a_value_is_safe_if_its_texts_are(text: str, number: int) -> None:
    safe = drop_unsafe(text)
    value = (Named(name=text, others=(text, "b"), number=number), {text: (text,)}, Span(start=1, end=2), None)
    assert make_safe(value) == (
        Named(name=safe, others=(safe, "b"), number=number),
        {safe: (safe,)},
        Span(start=1, end=2),
        None,
    )


@given(text=st.text(CHARACTERS))
def test_a_text_is_encoded_even_if_it_was_not_made_safe(text: str) -> None:
    assert encode_safe(text).decode() in (text, drop_unsafe(text))
