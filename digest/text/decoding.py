"""Bytes to text: every file of a site is UTF-8, whatever editor wrote it."""

import codecs

from digest.text.diagnostics import Diagnostic, Parsed, Severity
from digest.text.source import Source, Span


def decode(path: str, content: bytes) -> Parsed[Source]:
    """A file's text: UTF-8, without its byte-order mark, with single line feeds."""
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return Parsed(Source(path=path, text=_plain(content.decode())))
    except UnicodeDecodeError as error:
        at = len(_plain(content[: error.start].decode()))
        guess = _guess(content)
        problem = Diagnostic(
            code="not-utf8",
            severity=Severity.ERROR,
            message=f"this file is not UTF-8 (byte {content[error.start]:#04x})" + (guess and f"; it may be {guess}"),
            hint="save it as UTF-8",
            path=path,
            span=Span(start=at, end=at + 1),
        )
        return Parsed(Source(path=path, text=_plain(content.decode(errors="replace"))), (problem,))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _guess(content: bytes) -> str:
    """The encoding that Chinese Windows most likely left behind; empty if it was none of these."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GBK"
