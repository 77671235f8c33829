"""The block structure of a text as the parser sees it (CommonMark 4 and 5, and our rules), without rendering.

Used wherever structure matters: sections, key points, footnotes, lint rules, import.
"""

import bisect
from collections.abc import Sequence
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from digest.markdown.block_gate import cut_paragraphs, may_have_blocks
from digest.markdown.cleaning import clean


class Block(NamedTuple):
    """A block; `start` to `end` are its lines, without trailing blank ones.

    `kind` is markdown-it's name (`paragraph`, `list_item`, `fence`, `code_block`, ...), or `definition` for a link
    reference definition. `name` is that of a footnote; for other blocks, markdown-it's `markup` (the backticks of a
    fence).
    """

    kind: str
    start: int
    end: int
    name: str = ""


def scan_blocks(text: str) -> list[Block]:
    """The blocks of a text in order: containers before their content, link reference definitions last."""
    cleaned = clean(text)
    if not may_have_blocks(cleaned.text):
        spans = cut_paragraphs(cleaned.text)
        return [Block("paragraph", cleaned.original(start), cleaned.original(end)) for start, end in spans]
    from digest.markdown.parser import parse_blocks  # slow to import, and most texts do without

    lines = cleaned.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    found: list[Block] = []
    for kind, name, (first, last) in parse_blocks(cleaned.text):
        stop = next(line for line in range(last, first, -1) if line == first + 1 or lines[line - 1].strip(" \t"))
        found.append(Block(kind, cleaned.original(starts[first]), cleaned.original(starts[stop] - 1), name))
    return found


def may_have_fences(text: str) -> bool:
    """Whether a text contains a fence marker. Searching for one character first is faster."""
    return ("`" in text and "```" in text) or ("~" in text and "~~~" in text)


def is_within(blocks: Sequence[Block], offset: int) -> bool:
    """Whether `offset` is in one of `blocks`, which must be in order and not nested."""
    number = bisect.bisect_right(blocks, offset, key=attrgetter("start"))
    return number > 0 and offset < blocks[number - 1].end
