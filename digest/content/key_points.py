"""Split a list of key points into items, whatever their markers."""

import re
from itertools import accumulate, pairwise

from digest.markdown.block_scan import Block, is_within, may_have_fences, scan_blocks
from digest.text.source import Excerpt

_ITEM = re.compile(
    r"^[ ]{0,3}(?:"
    r"(?:[-*+•·●]|[0-9]{1,2}[.)])(?:[ \t]+|$)"
    r"|[0-9]{1,2}[、．）][ \t]*"
    r"|(?:\([0-9]{1,2}\)|（[0-9]{1,2}）|[①-⑳])[ \t]*"
    r")"
)
_FENCED = re.compile(
    r"^(?P<indent>[ ]{0,3})(?P<mark>(?:[•·●①-⑳]|[0-9]{1,2}[、．）]|\([0-9]{1,2}\)|（[0-9]{1,2}）)[ ]?)"
    r"(?=[ ]*(?:```|~~~))",
    re.MULTILINE,
)
"""A list marker that Markdown does not know, before fenced code."""


def find_fences(text: str) -> list[Block]:
    """Fenced code blocks, fences included, in a text that may be a list of key points."""
    if not may_have_fences(text):
        return []
    known = _FENCED.sub(lambda match: match["indent"] + _known_mark(len(match["mark"])), text)
    return [block for block in scan_blocks(known) if block.kind == "fence"]


def _known_mark(width: int) -> str:
    """A list marker of this width that Markdown knows. One character is too few: a space sets the fence apart."""
    return "-".ljust(width) if width > 1 else " "


def split_points(content: Excerpt) -> list[Excerpt]:
    """The items of a list; without any marker, its paragraphs."""
    usual = _one_line_points(content)
    if usual is not None:
        return usual
    lines = content.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    fences = find_fences(content.text)
    # Tested at the line break before each line, so that the opening line of a fence is not code.
    is_code = [is_within(fences, start - 1) for start in starts]
    marks = [None if code else _ITEM.match(line) for line, code in zip(lines, is_code, strict=False)]
    marked = any(marks)
    begins: list[int] = []  # numbers of the lines where items begin
    below_blank = True
    for number, line in enumerate(lines):
        blank = not line or line.isspace()
        is_inside = is_code[number] or (bool(begins) and marked and line.startswith((" ", "\t")))
        if not blank and (marks[number] or (below_blank and not is_inside)):
            begins.append(number)
        below_blank = blank
    points = []
    for first, stop in pairwise([*begins, len(lines)]):
        point = _dedented(content, starts[first], lines[first:stop], marks[first])
        if point.text and not point.text.isspace():
            points.append(point)
    return points


def _one_line_points(content: Excerpt) -> list[Excerpt] | None:
    """Fast path: the items of a list with one item per line; None for other lists."""
    if len(content.anchors) > 1:
        return None
    here, there = content.anchors[0]
    at = there - here
    points = []
    for line in content.text.split("\n"):
        if line:
            mark = _ITEM.match(line)
            if mark is None:
                return None
            width = mark.end()
            text = line[width:].rstrip()
            if text:
                points.append(Excerpt(text=text, anchors=((0, at + width),), bounds=content.bounds))
        at += len(line) + 1
    return points


def _dedented(content: Excerpt, start: int, lines: list[str], marker: re.Match[str] | None) -> Excerpt:
    """The item in `lines`, which starts at offset `start`, without marker and indentation."""
    width = marker.end() if marker else 0
    anchors = [(0, content.origin(start + width))]
    text = lines[0][width:]
    if len(lines) > 1:
        parts = [text]
        here = len(text) + 1
        offset = start + len(lines[0]) + 1
        for line in lines[1:]:
            cut = min(len(line) - len(line.lstrip(" ")), width)
            anchors.append((here, content.origin(offset + cut)))
            parts.append(line[cut:])
            here += len(line) - cut + 1
            offset += len(line) + 1
        text = "\n".join(parts)
    return Excerpt(text=text.rstrip(), anchors=tuple(anchors), bounds=content.bounds)
