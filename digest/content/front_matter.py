"""Where the front matter of a file is, and where its body starts."""

import re
from typing import NamedTuple

from digest.text.diagnostics import Reporter
from digest.text.source import Source, Span

_CLOSING = re.compile(r"\n---[ \t]*$", re.MULTILINE)
_OPENING = re.compile(r"\s*^(?P<line>---)[ \t]*$", re.MULTILINE)
_NOT_A_KEY = re.compile(r"^(?:#{1,6}[ \t]|\*\*|[^\s:：]+[^:：\n]*$)", re.MULTILINE)


class Division(NamedTuple):
    """The spans of a file's front matter (without its `---` lines) and of its body."""

    front: Span
    body: Span


def divide(source: Source, reporter: Reporter) -> Division | None:
    """Where front matter and body are; None when the front matter does not end.

    A file that does not start with `---`, blank lines aside, has an empty front matter.
    """
    text = source.text
    opening = _OPENING.match(text)
    if opening is None:
        return Division(front=Span(start=0, end=0), body=Span(start=0, end=len(text)))
    start = min(opening.end() + 1, len(text))
    closing = _CLOSING.search(text, start - 1)
    if closing is None:
        stray = _NOT_A_KEY.search(text, start)
        keys = text[: stray.start() if stray else len(text)].rstrip()
        reporter.error(
            "unclosed-front-matter",
            Span(start=opening.start("line"), end=opening.end("line")),
            "the front matter that opens here is not closed",
            f"write a line '---' below its last key (that of line {source.position(len(keys)).line}, perhaps)",
        )
        return None
    return Division(
        front=Span(start=start, end=closing.start() + 1),
        body=Span(start=min(closing.end() + 1, len(text)), end=len(text)),
    )
