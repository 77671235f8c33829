"""Decoding: byte order marks and line breaks of other systems are read; other encodings are reported."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.decoding import decode

PATH = "content/2023-02-08/paper.md"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbf---\ntitle: A\n", "---\ntitle: A\n"),
        (b"\xef\xbb\xbf", ""),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb\r", "a\nb\n"),
        (b"a\r\n\rb\n\r", "a\n\nb\n\n"),
        ("标题：A".encode(), "标题：A"),
        (b"a\x00b\x0cc", "a\x00b\x0cc"),
        ("a\u2028b\u0085c".encode(), "a\u2028b\u0085c"),
        ("a\ufeffb".encode(), "a\ufeffb"),
    ],
)
def test_utf8_is_read_without_its_mark_and_with_single_line_feeds(content: bytes, text: str) -> None:
    decoded = decode(PATH, content)
    assert (decoded.value.path, decoded.value.text) == (PATH, text)
    assert decoded.diagnostics == ()


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        ("title: 标题\n".encode("gbk"), (1, 8), "this file is not UTF-8 (byte 0xb1); it may be GBK"),
        ("a\r\n标题".encode("gb18030"), (2, 1), "this file is not UTF-8 (byte 0xb1); it may be GBK"),
        ("title: 标题".encode("utf-16"), (1, 1), "this file is not UTF-8 (byte 0xff); it may be UTF-16"),
        (b"\xef\xbb\xbfok\n\xff", (2, 1), "this file is not UTF-8 (byte 0xff)"),
        ("标题".encode() + b"\xe6\xa0", (1, 3), "this file is not UTF-8 (byte 0xe6); it may be GBK"),
        (b"\xed\xa0\x80", (1, 1), "this file is not UTF-8 (byte 0xed)"),
        (b"caf\xe9", (1, 4), "this file is not UTF-8 (byte 0xe9)"),
    ],
)
def test_another_encoding_is_an_error_at_its_first_byte(content: bytes, place: tuple[int, int], message: str) -> None:
    decoded = decode(PATH, content)
    (found,) = decoded.diagnostics
    at = decoded.value.position(found.span.start)
    assert (found.code, found.severity, found.message, found.hint) == ("not-utf8", "error", message, "save it as UTF-8")
    assert (at.line, at.column) == place
    assert decoded.value.text[found.span.start : found.span.end] == "\ufffd"


@given(st.binary(max_size=200))
def test_any_bytes_become_a_text_and_what_is_said_of_them_stands_in_it(content: bytes) -> None:
    decoded = decode(PATH, content)
    assert "\r" not in decoded.value.text
    assert all(0 <= each.span.start < each.span.end <= len(decoded.value.text) for each in decoded.diagnostics)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\ufeff")))
def test_a_text_saved_by_any_editor_is_the_same_text(text: str) -> None:
    for saved in (text.encode(), text.encode("utf-8-sig"), text.replace("\n", "\r\n").encode()):
        assert decode(PATH, saved).value.text == text
