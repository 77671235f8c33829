"""Where the front matter of a file is, and where its body starts."""

import re
from dataclasses import dataclass

from digest.text.diagnostics import Reporter
from digest.text.source import Source, Span

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_NOT_A_KEY = re.compile(r"^(?:#{1,6}[ \t]|\*\*|[^\s:：]+[^:：\n]*$)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """The spans of a file's front matter (without its `---` lines) and of its body."""

    front: Span
    body: Span


def divide(source: Source, reporter: Reporter) -> Division | None:
    """Where front matter and body are; None when the front matter does not end.

    A file that does not start with `---` has an empty front matter.
    """
    text = source.text
    opening = _FENCE.match(text)
    if opening is None:
        return Division(front=Span(start=0, end=0), body=Span(start=0, end=len(text)))
    start = min(opening.end() + 1, len(text))
    closing = _FENCE.search(text, start)
    if closing is None:
        stray = _NOT_A_KEY.search(text, start)
        line = source.position(stray.start()).line if stray else text.count("\n") + 1
        reporter.error(
            "unclosed-front-matter",
            Span(start=0, end=3),
            "the front matter that opens here is not closed",
            f"write a line '---' behind its last key (before line {line}, perhaps)",
        )
        return None
    return Division(
        front=Span(start=start, end=closing.start()),
        body=Span(start=min(closing.end() + 1, len(text)), end=len(text)),
    )
