"""The gate before the parser: whether a text has any block but paragraphs, seen at the starts of its lines."""

import re
from collections.abc import Iterator

BLOCK_START = (
    r"(?=[ \t#>=+*_`~\[$\\0-9-])(?: {4}| {0,3}(?:[\t#>\[]|[-+=](?![^-=\s])|[0-9]{1,9}[.)](?!\S)|\*(?!\S)"
    r"|(?:\*[ \t]*){3}|(?:_[ \t]*){3}|```|~~~|\$\$|\\\[))"
)
"""A pattern for the start of a line that may begin or underline a block other than a paragraph: it may match too much.

It looks at the first character first, because that rules out most lines.
"""

_START_OF_LINE = re.compile(rf"\n{BLOCK_START}")
_PARAGRAPH = re.compile(r"^[ \t]*[^ \t\n][^\n]*(?:\n[ \t]*[^ \t\n][^\n]*)*", re.MULTILINE)


def may_have_blocks(text: str) -> bool:
    """Whether anything in a text may be a block other than a paragraph; a table may hold its first `|` anywhere."""
    return "|" in text or _START_OF_LINE.search(f"\n{text}") is not None


def cut_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs of a text that has no other blocks start and end."""
    return (match.span() for match in _PARAGRAPH.finditer(text))
