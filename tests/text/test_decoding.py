"""Decoding imported files: other encodings give a note, binary files an error."""

import pytest

from digest.text.decoding import decode, decode_foreign
from digest.text.diagnostics import Severity
from digest.text.source import Source

TEXT = "本文提出一种新的方法,用于解决图像检索的问题。\nOur method is a new one.\n"


def test_utf8_is_read_without_a_word() -> None:
    assert decode_foreign("a.txt", TEXT.encode()).value.text == TEXT
    assert decode_foreign("a.txt", b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()).value.text == TEXT
    assert decode_foreign("a.txt", TEXT.encode()).diagnostics == ()


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("gb18030", "GBK"),
        ("gb2312", "GBK"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_what_chinese_systems_write_is_read_with_a_note(codec: str, name: str) -> None:
    text, [note] = decode_foreign("a.txt", TEXT.encode(codec))
    assert text.text == TEXT
    assert (note.code, note.severity) == ("read-as", Severity.NOTE)
    assert note.message == f"this file is not UTF-8; it was read as {name}"


def test_big5_is_read_with_a_note() -> None:
    text = "本論文提出一個新的方法,用於解決影像檢索的問題。"
    read, [note] = decode_foreign("a.txt", text.encode("big5"))
    assert (read.text, note.message) == (text, "this file is not UTF-8; it was read as Big5")


@pytest.mark.parametrize("content", ["Délétang".encode("latin-1"), b"\xff\xfe\x00"])
def test_other_bytes_are_told_of(content: bytes) -> None:
    [problem] = decode_foreign("a.txt", content).diagnostics
    assert (problem.code, problem.severity) == ("not-utf8", Severity.ERROR)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\xff\xfe\x80", b"%PDF-1.4\n\x80\xff"])
def test_pictures_and_printed_pages_are_no_texts(content: bytes) -> None:
    [problem] = decode_foreign("a.txt", content).diagnostics
    assert (problem.code, problem.message) == ("not-text", "this file is not a text")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (TEXT.encode("utf-16"), "this file is not UTF-8 (byte 0xff); it may be UTF-16"),
        (TEXT.encode("utf-16-le"), "this file is not UTF-8 (byte 0x87); it may be UTF-16"),
        ("title: A Title\n".encode("utf-16-le"), "this file is not UTF-8 (byte 0x74); it may be UTF-16"),
        ("title: A Title\n".encode("utf-16-be"), "this file is not UTF-8 (byte 0x00); it may be UTF-16"),
        (TEXT.encode("gbk"), "this file is not UTF-8 (byte 0xb1); it may be GBK"),
        (b"\x89PNG\r\n\x1a\n\x00\xff\xfe\x80", "this file is not a text"),
        (b"%PDF-1.4\n\x80\xff", "this file is not a text"),
        (bytes(512), "this file is not a text"),
    ],
)
def test_a_file_of_the_site_has_one_problem(content: bytes, message: str) -> None:
    [problem] = decode("a.md", content).diagnostics
    assert problem.message == message


def test_a_null_in_a_text_is_left_to_its_reader() -> None:
    text = TEXT + "\x00" + TEXT
    assert decode("a.md", text.encode()) == (Source(path="a.md", text=text), ())
