"""The blocks of a text as the parser finds them: paragraphs, lists, quotes, code, notes (CommonMark 4 and 5, and ours).

All that needs the structure of a text before it is typeset asks here: sections, points, footnotes, rules, imports.
Most texts are paragraphs only; a look at the starts of their lines (`may_have_blocks`) spares them the parser.
"""

import bisect
from collections.abc import Sequence
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from digest.markdown.block_gate import cut_paragraphs, may_have_blocks
from digest.markdown.cleaning import clean


class Block(NamedTuple):
    """A block: the characters `start` to `end` of its text are its lines, without blank lines at the end.

    `kind` is the parser's name for it (`paragraph`, `list_item`, `fence`, `code_block`, ...), or `definition` (of a
    link). `name` is the name of a footnote, and of other blocks the mark: of a fence its backticks or tildes.
    """

    kind: str
    start: int
    end: int
    name: str = ""


def scan_blocks(text: str) -> list[Block]:
    """The blocks of a text in their order, containers before what is in them, definitions of links last."""
    cleaned = clean(text)
    if not may_have_blocks(cleaned.text):
        spans = cut_paragraphs(cleaned.text)
        return [Block("paragraph", cleaned.original(start), cleaned.original(end)) for start, end in spans]
    from digest.markdown.parser import parse_blocks  # slow to load, and most texts do without

    lines = cleaned.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    found: list[Block] = []
    for kind, name, (first, last) in parse_blocks(cleaned.text):
        stop = next(line for line in range(last, first, -1) if line == first + 1 or lines[line - 1].strip(" \t"))
        found.append(Block(kind, cleaned.original(starts[first]), cleaned.original(starts[stop] - 1), name))
    return found


def may_have_fences(text: str) -> bool:
    """Whether a text has the mark of a fence anywhere. A single character is found much faster than three."""
    return ("`" in text and "```" in text) or ("~" in text and "~~~" in text)


def is_within(blocks: Sequence[Block], offset: int) -> bool:
    """Whether the character at `offset` is in one of `blocks`, which are in order and do not hold each other."""
    number = bisect.bisect_right(blocks, offset, key=attrgetter("start"))
    return number > 0 and offset < blocks[number - 1].end
