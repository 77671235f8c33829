"""Unsafe characters are dropped, and nothing else."""

import sys
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from digest.text.records import frozen
from digest.text.safety import drop_unsafe, encode_safe, make_safe
from digest.text.source import Span

EDGES = (
    "\x00\x08\t\n\x0b\x0c\r\x0e\x1f \x7e\x7f\x80\x9f\xa0\xbf\xc0\ud7ff\ud800\udfff\ue000\ufdcf\ufdd0\ufdef\ufdf0\ufffd"
)
CHARACTERS = st.one_of(
    st.sampled_from(EDGES + "\u202c\u202d\u202e\u202f\ufffe\uffff\U00010000\U0001fffe\U0001ffff\U0010ffff·—中😀ﷺ"),
    st.characters(exclude_categories=()),
)


def is_forbidden(character: str) -> bool:
    """Not a `Char` of XML 1.0 (production 2), or what HTML forbids in text: a control or a noncharacter. Or an override
    of direction.
    """
    code = ord(character)
    is_char = character in "\t\n\r" or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    is_control = unicodedata.category(character) == "Cc" and character not in "\t\n\r"
    is_noncharacter = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    is_override = unicodedata.bidirectional(character) in ("LRO", "RLO")
    return not is_char or is_control or is_noncharacter or is_override


def test_of_all_characters_those_are_dropped_that_xml_or_html_forbids() -> None:
    characters = [chr(code) for code in range(sys.maxunicode + 1)]
    assert drop_unsafe("".join(characters)) == "".join(each for each in characters if not is_forbidden(each))
    assert [each for each in characters[:0x300] if drop_unsafe(each) != ("" if is_forbidden(each) else each)] == []


@given(text=st.text(CHARACTERS))
@example(text="a\xc2\x80")
@example(text="\xa0\x85")
def test_what_is_dropped_is_what_is_forbidden(text: str) -> None:
    assert drop_unsafe(text) == "".join(each for each in text if not is_forbidden(each))


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
