"""The items of a list of key points, however they are marked."""

import re
from itertools import pairwise

from digest.text.source import Excerpt

_ITEM = re.compile(
    r"^[ ]{0,3}(?:"
    r"(?:[-*+•·●]|[0-9]{1,2}[.)])(?:[ \t]+|$)"
    r"|[0-9]{1,2}[、．）][ \t]*"
    r"|(?:\([0-9]{1,2}\)|（[0-9]{1,2}）|[①-⑳])[ \t]*"
    r")"
)


def split_points(content: Excerpt) -> list[Excerpt]:
    """The items of a list; where nothing is marked as an item, its paragraphs."""
    lines: list[tuple[int, str]] = []
    offset = 0
    for line in content.text.split("\n"):
        lines.append((offset, line))
        offset += len(line) + 1
    marked = any(_ITEM.match(line) for _, line in lines)
    cuts = [number for number, (_, line) in enumerate(lines) if _begins(line, lines, number, marked=marked)]
    points = []
    for start, stop in pairwise([*cuts, len(lines)]):
        point = _dedented(content, lines[start:stop])
        if point.text.strip():
            points.append(point)
    return points


def _begins(line: str, lines: list[tuple[int, str]], number: int, *, marked: bool) -> bool:
    if not line.strip():
        return False
    if marked and _ITEM.match(line):
        return True
    above_blank = number == 0 or not any(each.strip() for _, each in lines[max(number - 1, 0) : number])
    return above_blank and (not marked or not line.startswith((" ", "\t")))


def _dedented(content: Excerpt, lines: list[tuple[int, str]]) -> Excerpt:
    marker = _ITEM.match(lines[0][1])
    width = marker.end() if marker else 0
    parts: list[str] = []
    anchors: list[tuple[int, int]] = []
    here = 0
    for number, (offset, line) in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        cut = width if number == 0 else min(indent, width)
        anchors.append((here, content.span(offset + cut, offset + cut).start))
        parts.append(line[cut:])
        here += len(line) - cut + 1
    text = "\n".join(parts).rstrip()
    return Excerpt(text=text, anchors=tuple(anchors), bounds=content.bounds)
