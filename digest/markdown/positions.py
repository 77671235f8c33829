"""Source positions of inline tokens.

markdown-it records only the lines of a block. Where the block's text begins in each line, after list markers, quotes
and indentation, only the block rules know, so they are wrapped to record it in `token.meta`.
"""

import bisect
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

    BlockRule = Callable[[StateBlock, int, int, bool], bool]

# White space that the parser strips from a block's text.
_TRIMMED = "\t\n\x0b\x0c\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


_LINE_BREAK = re.compile("\n")


def trim(text: str) -> str:
    """Strip white space as the parser does for a block's text."""
    return text.strip(_TRIMMED)


def recording_lines(rule: "BlockRule") -> "BlockRule":
    """Wrap a rule for paragraphs or headings: record where the text of each line begins in `meta["starts"]`."""

    def wrapped(state: "StateBlock", first: int, last: int, silent: bool) -> bool:  # noqa: FBT001
        count = len(state.tokens)
        if not rule(state, first, last, silent):
            return False
        if not silent:
            opening, inline = state.tokens[count], state.tokens[count + 1]
            # The `#` signs of a heading are not its text.
            skipped = len(opening.markup) if opening.markup.startswith("#") else 0
            marks, shifts = state.bMarks, state.tShift
            begin, end = inline.map or (first, first + 1)
            inline.meta["starts"] = [marks[line] + shifts[line] + skipped for line in range(begin, end)]
        return True

    return wrapped


def locate(source: str, token: "Token", offset: int) -> int:
    """Offset in the whole text of the character at `offset` of an inline token's content."""
    if "cell" in token.meta:
        return int(token.meta["cell"]) + offset + bisect.bisect_left(token.meta["escaped"], offset)
    if "rows" not in token.meta:
        token.meta["rows"] = _rows(source, token)
    begins, texts, places = token.meta["rows"]
    row = bisect.bisect_right(begins, offset) - 1
    return int(places[row]) + max(0, offset - int(texts[row]))


def _rows(source: str, token: "Token") -> tuple[list[int], list[int], list[int]]:
    """Of each line of a token's content: where it begins, where its text does, and where that is in the source."""
    starts = _line_starts(source, token)
    blank = 0
    while blank < len(starts) - 1 and not _line(source, starts[blank]).strip(_TRIMMED):
        blank += 1
    places = [start + _indent(_line(source, start)) for start in starts[blank:]]
    begins = [0, *(match.end() for match in _LINE_BREAK.finditer(token.content))]
    texts = [begin + _indent(_line(token.content, begin)) for begin in begins]
    return begins, texts, places[: len(begins)] + places[-1:] * (len(begins) - len(places))


def _line_starts(source: str, token: "Token") -> list[int]:
    """Where each line of a token's text begins: as recorded, or from the range of source that it was cut from."""
    if "lines" in token.meta:
        start, end = token.meta["lines"]
        return [start, *(match.end() for match in _LINE_BREAK.finditer(source, start, end))]
    starts: list[int] = token.meta.get("starts", [0])
    return starts


def _line(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(_TRIMMED))
