"""Split a list of key points into items, whatever their markers."""

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from digest.markdown.block_scan import Block, is_within, may_have_fences, scan_blocks
from digest.text.diagnostics import Reporter
from digest.text.item_marks import CERTAIN, ItemMark, confirm_marks, find_mark, more_marks
from digest.text.source import Excerpt

_USUAL = re.compile(r"(?:(?:[-*+•]|[0-9]{1,2}[.)])[ \t]+|(?:[0-9]{1,2}、(?![0-9])|[①-⑳])[ \t\u3000]*)")
_SPACE = " \t"
_BLANK = " \t\u00a0\u2000" + "".join(map(chr, range(0x2001, 0x200C))) + "\u202f\u205f\u2060\u3000\ufeff"
_WIDTHS = {"\u3000": 2, "\u200b": 0, "\u2060": 0, "\ufeff": 0}
"""Columns of white space; any other is one wide, but for tabs."""

_FENCED = re.compile(rf"^(?P<indent>[ ]{{0,3}})(?P<mark>{CERTAIN}[ ]?)(?=[ ]*(?:```|~~~))", re.MULTILINE)
"""A list marker that Markdown does not know, before fenced code."""

_MOST_SPACES = 4
"""Behind a mark; more are one, and code (CommonMark 5.2)."""


def find_fences(text: str) -> list[Block]:
    """Fenced code blocks, fences included, in a text that may be a list of key points."""
    if not may_have_fences(text):
        return []
    known = _FENCED.sub(lambda match: match["indent"] + _known_mark(len(match["mark"])), text)
    return [block for block in scan_blocks(known) if block.kind == "fence"]


def _known_mark(width: int) -> str:
    """A list marker of this width that Markdown knows. One character is too few: a space sets the fence apart."""
    return "-".ljust(width) if width > 1 else " "


class _Line(NamedTuple):
    """A line at an offset. `indent` is the length of its indentation, `columns` the width."""

    offset: int
    text: str
    indent: int
    columns: int
    mark: ItemMark | None
    is_code: bool

    @property
    def is_blank(self) -> bool:
        return self.indent == len(self.text)


def split_points(content: Excerpt, reporter: Reporter | None = None) -> list[Excerpt]:
    """The items of a list; without any marker, its paragraphs.

    Items are nested as in CommonMark 5.2: an item is inside another if it is indented to where the other's text begins.
    Below a mark that Markdown does not know, two columns are enough. A full-width space is two columns wide.
    """
    usual = _one_line_points(content)
    if usual is not None:
        return usual
    lines = _read_lines(content.text)
    is_marked = any(line.mark for line in lines)
    items: list[list[_Line]] = []
    is_below_blank, inner = True, 0
    for line in lines:
        if not line.is_blank:
            last = items[-1][0] if items else None
            if line.mark is not None:
                is_new = last is None or last.mark is None or line.columns < inner
                if is_new and last is not None and reporter is not None:
                    _report_shallow(last, line, inner, content, reporter)
            elif is_marked and last is not None:
                is_inside = line.is_code or line.columns > last.columns or line.text[0] in _SPACE
                is_new = is_below_blank and not is_inside
            else:
                is_new = (is_below_blank and not line.is_code) or line.text.startswith("\u3000\u3000")
            if is_new or last is None:
                items.append([])
                inner = _inner(line)
        if items:
            items[-1].append(line)
        is_below_blank = line.is_blank
    if is_marked and reporter is not None:
        _report_frame(items, content, reporter)
    if len(items) == 1 and (several := _cut_line(content, items[0][0], reporter)):
        return several
    points = [_point(content, item) for item in items]
    return [point for point in points if point.text and not point.text.isspace()]


def _report_frame(items: list[list[_Line]], content: Excerpt, reporter: Reporter) -> None:
    """Report a line that leads in a list, and one that says that it ends: they are points too."""
    for item, pattern in ((items[0], _LEAD_IN), (items[-1], _END)) if len(items) > 1 else ():
        line = item[0]
        is_lone = line.mark is None and not any(not each.is_blank for each in item[1:])
        if is_lone and pattern.search(line.text):
            reporter.warning(
                "text-around-points",
                content.span(line.offset + line.indent, line.offset + len(line.text.rstrip())),
                "this line is about the list, and is read as a point of its own",
                "delete it, or begin it with '- ' if it is a point",
            )


_LEAD_IN = re.compile(r"[:：][*_]{0,2}\s*\Z")
_END = re.compile(
    r"\A[\s（(]*以上(?:就?是|即|为)?(?:本文|全文|论文)?的?(?:主要|全部|所有)?(?:内容|要点|贡献)?[。.]?[）)]?\s*\Z"
)


def _one_line_points(content: Excerpt) -> list[Excerpt] | None:
    """Fast path: the items of a list with one item per line; None for other lists."""
    if len(content.anchors) > 1:
        return None
    here, there = content.anchors[0]
    at = there - here
    points = []
    kinds = set()
    for line in content.text.split("\n"):
        if line:
            mark = _USUAL.match(line)
            if mark is None:
                return None
            width = mark.end()
            sign = mark[0].rstrip()[-1]
            kinds.add(sign if sign < "①" or sign > "⑳" else "①")
            text = line[width:].rstrip()
            if text:
                points.append(Excerpt(text=text, anchors=((0, at + width),), bounds=content.bounds))
        at += len(line) + 1
    return points if len(points) > 1 and len(kinds) == 1 else None


def _read_lines(text: str) -> list[_Line]:
    rows = text.split("\n")
    starts = [0, *accumulate(len(row) + 1 for row in rows)]
    fences = find_fences(text)
    lines = []
    for row, start in zip(rows, starts, strict=False):
        # Tested at the line break before the line, so that the opening line of a fence is not code.
        is_code = is_within(fences, start - 1)
        indent = len(row) - len(row.lstrip(_SPACE if is_code else _BLANK))
        mark = None if is_code else find_mark(row, indent)
        lines.append(_Line(start, row, indent, _columns(row[:indent]), mark, is_code))
    confirmed = confirm_marks([(line.mark, line.text) for line in lines if line.mark is not None])
    return _nest([line._replace(mark=line.mark if line.mark in confirmed else None) for line in lines])


def _nest(lines: list[_Line]) -> list[_Line]:
    """The lines, those inside others by the change of mark indented: between `一、` and `二、`, `1、` is inside `一、`.

    The numbers of the outer marks must run on behind the inner ones, which begin with 1 or are bullets.
    """
    marked = [(number, line.columns, line.mark) for number, line in enumerate(lines) if line.mark is not None]
    if len({mark.shape for _, _, mark in marked}) < 2:
        return lines
    base = marked[0][1]
    last = {(mark.shape, mark.number): number for number, columns, mark in marked if columns == base}
    inner: set[tuple[str, str]] = set()  # pairs of shapes, the second inside the first
    open_lines: list[_Line] = []
    shift = 0
    nested = []
    for number, line in enumerate(lines):
        mark = line.mark
        if mark is not None and line.columns == base:
            outer = open_lines[-1].mark if open_lines else None
            depth = next(
                (at for at, each in enumerate(open_lines) if each.mark and each.mark.shape == mark.shape), None
            )
            if depth is not None:
                del open_lines[depth:]
            elif outer is not None and _is_inside(mark, outer):
                if last.get((outer.shape, outer.number + 1), -1) > number:
                    inner.add((outer.shape, mark.shape))
                if (outer.shape, mark.shape) not in inner:
                    open_lines.clear()
            else:
                open_lines.clear()
            shift = _inner(open_lines[-1]) - line.columns if open_lines else 0
            open_lines.append(line._replace(columns=line.columns + shift))
            nested.append(open_lines[-1])
        elif line.columns > base and not line.is_blank:
            nested.append(line._replace(columns=line.columns + shift))
        else:
            nested.append(line)
    return nested


def _is_inside(mark: ItemMark, outer: ItemMark) -> bool:
    """Whether a mark may be inside another at the same column. Bullets below a Markdown number are apart."""
    return outer.number > 0 and (mark.number == 1 or (mark.number == 0 and not outer.is_known))


def _columns(text: str) -> int:
    """The columns of the start of a line, tabs going to multiples of four (CommonMark 2.2)."""
    columns = 0
    for character in text:
        columns += 4 - columns % 4 if character == "\t" else _WIDTHS.get(character, 1)
    return columns


def _inner(line: _Line) -> int:
    """The least column of what is inside the item that begins with this line."""
    is_known = line.mark is None or line.mark.is_known
    return _text_column(line) if is_known else line.columns + 2


def _text_column(line: _Line) -> int:
    """The column at which the text of an item begins."""
    if line.mark is None:
        return line.columns
    text = line.text[: line.mark.end]
    shift = line.columns - _columns(text[: line.indent])
    column, least = _columns(text) + shift, _columns(text.rstrip(_BLANK)) + shift + 1
    is_apart = line.mark.end == len(line.text) or column > least - 1 + _MOST_SPACES
    return least if line.mark.is_known and is_apart else column


def _report_shallow(last: _Line, line: _Line, inner: int, content: Excerpt, reporter: Reporter) -> None:
    """Report an item that is indented, but not enough to be inside the one above, which its mark says it is."""
    mark, above = line.mark, last.mark
    if mark is None or above is None or line.columns <= last.columns:
        return
    if mark.shape != above.shape or (mark.number == 1 and above.number > 0):
        reporter.warning(
            "shallow-item",
            content.span(line.offset + mark.start, line.offset + mark.start + 1),
            "this is a point of its own: it is not indented to where the text of the point above begins",
            f"indent it by {inner - last.columns} spaces to put it inside, or by none",
        )


def _cut_line(content: Excerpt, line: _Line, reporter: Reporter | None) -> list[Excerpt]:
    """The items on a single line whose numbering runs on; none if it has only one."""
    if line.mark is None or "\n" in content.text.strip():
        return []
    marks = [line.mark, *more_marks(line.text, line.mark)]
    if len(marks) == 1:
        return []
    if reporter is not None:
        reporter.warning(
            "points-on-one-line",
            content.span(line.offset + marks[1].start, line.offset + marks[1].end),
            f"this line is read as {len(marks)} points",
            "write one point a line",
        )
    ends = [*[mark.start for mark in marks[1:]], len(line.text)]
    points = []
    for mark, end in zip(marks, ends, strict=True):
        start = content.origin(line.offset + mark.end)
        points.append(Excerpt(text=line.text[mark.end : end].rstrip(), anchors=((0, start),), bounds=content.bounds))
    return points


def _point(content: Excerpt, lines: Sequence[_Line]) -> Excerpt:
    """An item without its marker and indentation. Marks inside that Markdown does not know become known ones."""
    first = lines[0]
    start = first.mark.end if first.mark is not None else 0
    parts = [first.text[start:]]
    anchors = [(0, content.origin(first.offset + start))]
    here = len(parts[0]) + 1
    # Of the item and those inside that are open: least column of what is inside, column of the text, column shown.
    inside = [(_inner(first), _text_column(first) if first.mark is not None else 0, 0)]
    for line in lines[1:]:
        depth = len(inside)
        while not line.is_blank and len(inside) > 1 and line.columns < inside[-1][0]:
            inside.pop()
        _, column, shown = inside[-1]
        cut = line.indent
        lead = " " * (shown + max(line.columns - column, 0))
        if first.mark is None or (line.is_blank and line.columns <= column):
            lead, cut = "", 0
        elif line.mark is not None and line.mark.is_known:
            inside.append((_inner(line), _text_column(line), len(lead) + _text_column(line) - line.columns))
        elif line.mark is not None and (line.mark.number < 2 or len(inside) < depth):
            lead += f"{line.mark.number}. " if line.mark.number else "- "
            cut = line.mark.end
            inside.append((_inner(line), _text_column(line), len(lead)))
        anchors.append((here, content.origin(line.offset + max(cut - len(lead), 0))))
        if len(lead) > cut:
            anchors.append((here + len(lead), content.origin(line.offset + cut)))
        parts.append(lead + line.text[cut:])
        here += len(parts[-1]) + 1
    return Excerpt(text="\n".join(parts).rstrip(), anchors=tuple(anchors), bounds=content.bounds)
