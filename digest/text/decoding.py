"""Decode files. Everything in a site must be UTF-8; imported files may use other Chinese encodings."""

import codecs

from digest.text.diagnostics import Diagnostic, Parsed, Severity
from digest.text.source import Source, Span


def decode(path: str, content: bytes) -> Parsed[Source]:
    """Decode UTF-8: drop the byte-order mark, turn CRLF and CR into LF.

    Other bytes give the error `not-utf8` at the first bad one, and a text with U+FFFD in their place; a file that is no
    text gives `not-text`. Further problems of such a text have the same cause.
    """
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        text, bad = content.decode(), -1
    except UnicodeDecodeError as error:
        text, bad = content.decode(errors="replace"), error.start
    has_null = b"\x00" in content
    if bad < 0 and not (has_null and content.count(b"\x00") >= max(_MANY_NULLS, len(content) / _MANY_NULLS)):
        return Parsed(Source(path=path, text=_plain(text)))
    guess = _guess(content)
    if (has_null and not guess) or content.startswith(_PDF):
        return _refuse(path, _plain(text), "move it away, or save its text as UTF-8")
    bad = max(bad, 0)
    at = len(_plain(content[:bad].decode()))
    problem = Diagnostic(
        code="not-utf8",
        severity=Severity.ERROR,
        message=f"this file is not UTF-8 (byte {content[bad]:#04x})" + (guess and f"; it may be {guess}"),
        hint="save it as UTF-8",
        path=path,
        span=Span(start=at, end=at + 1),
    )
    return Parsed(Source(path=path, text=_plain(text)), (problem,))


_MANY_NULLS = 10
"""A file with so many NULs, and one in so many bytes, is no text in UTF-8."""
_PDF = b"%PDF"


def _refuse(path: str, text: str, hint: str) -> Parsed[Source]:
    problem = Diagnostic(
        code="not-text",
        severity=Severity.ERROR,
        message="this file is not a text",
        hint=hint,
        path=path,
        span=Span(start=0, end=min(1, len(text))),
    )
    return Parsed(Source(path=path, text=text), (problem,))


def decode_foreign(path: str, content: bytes) -> Parsed[Source]:
    """Decode a file from outside the site: UTF-8, else UTF-16, GBK or Big5 with the note `read-as`.

    Binary files and PDFs give the error `not-text`. If no encoding fits, the result is that of `decode`.
    """
    decoded = decode(path, content)
    if not decoded.diagnostics:
        return decoded
    for name, codec in _CODECS:
        text = _decode_as(content, codec)
        if text is not None:
            start = Span(start=0, end=0)
            message = f"this file is not UTF-8; it was read as {name}"
            note = Diagnostic(code="read-as", severity=Severity.NOTE, message=message, path=path, span=start)
            return Parsed(Source(path=path, text=_plain(text)), (note,))
    is_marked = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if (b"\x00" in content and not is_marked) or content.startswith(_PDF):
        return _refuse(path, "", "save what it shows as text, Markdown or a web page")
    return decoded


_CODECS = (
    *(("UTF-16", "utf-16"), ("UTF-16", "utf-16-le"), ("UTF-16", "utf-16-be")),
    *(("GBK", "gb18030"), ("Big5", "big5hkscs")),
)
_FREQUENT = frozenset("的一是在不了有和这为中上个以与及本文方法模型论文这個為與論方")
"""Characters found in nearly every Chinese post, and hardly ever in text decoded with the wrong codec."""


def _decode_as(content: bytes, codec: str) -> str | None:
    """Decode with `codec`; None if the bytes do not fit it, judging by the byte-order mark and `_is_chinese`."""
    is_marked = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if (codec == "utf-16") is not is_marked:  # "utf-16" needs the mark, the others must not have one
        return None
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        return None
    return text if is_marked or _is_chinese(text) else None


def _is_chinese(text: str) -> bool:
    """Whether at least one in twenty non-ASCII characters is in `_FREQUENT`."""
    foreign = [character for character in text if character > "\x7f"]
    frequent = sum(character in _FREQUENT for character in foreign)
    return frequent > 0 and frequent * 20 >= len(foreign)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _guess(content: bytes) -> str:
    """The encoding to suggest for a file that is not UTF-8: UTF-16 by its mark or its NULs, GBK if it decodes, else
    empty.
    """
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "UTF-16"
    if b"\x00" in content:
        halves = content[::2], content[1::2]
        is_latin = any(half.count(0) * 4 > len(half) and 0 not in other for half, other in (halves, halves[::-1]))
        return "UTF-16" if is_latin or _decode_as(content, "utf-16-le") or _decode_as(content, "utf-16-be") else ""
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GBK"
