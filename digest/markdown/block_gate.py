"""Look-ahead for block structure: most texts are paragraphs only, and skip the block parser."""

import re
from collections.abc import Iterator

BLOCK_START = (
    r"(?=[ \t#>=+*_`~\[$\\0-9-])(?: {4}| {0,3}(?:[\t#>\[]|[-+=](?![^-=\s])|[0-9]{1,9}[.)](?!\S)|\*(?!\S)"
    r"|(?:\*[ \t]*){3}|(?:_[ \t]*){3}|```|~~~|\$\$|\\(?:\[|begin\{)))"
)
"""Matches at the start of a line that may begin a block other than a paragraph, or underline a heading. May overmatch.

The look-ahead for one character comes first because it rejects most lines.
"""

_START_OF_LINE = re.compile(rf"\n{BLOCK_START}")
_SENTENCE = re.compile(r"(?:[。；]|(?:\s\S+){5}(?<=\w)\.)[\"'”’」』）)\s]*\Z")
_PARAGRAPH = re.compile(r"^[ \t]*[^ \t\n][^\n]*(?:\n[ \t]*[^ \t\n][^\n]*)*", re.MULTILINE)


def may_have_blocks(text: str) -> bool:
    """Whether a text may have blocks other than paragraphs. Any `|` counts: it may belong to a table."""
    return "|" in text or "\n｜" in text or _START_OF_LINE.search(f"\n{text}") is not None


def cut_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the paragraphs in a text that has no other blocks."""
    return (match.span() for match in _PARAGRAPH.finditer(text))


def is_sentence(text: str) -> bool:
    """Whether a text ends like a sentence, so that dashes below it do not make it a heading."""
    return _SENTENCE.search(text) is not None
