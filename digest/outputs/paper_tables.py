"""Lists of papers as text: a table for terminals, and CSV for spreadsheets."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from digest.content.data_schema import paper_schema
from digest.content.paper_data import write_json
from digest.text.width import cut_to_width, display_width, make_visible

_GAP = "  "
_LONGEST = 24
"""Columns of a cell before the title, at most."""
_SPECIAL = re.compile(r'[",\r\n]')
_NO_TEXT = re.compile(r"[=+@＝＋－＠\t\r\n-]|\d+(?:\.\d*)?(?:[Ee][+-]?\d+)?\Z")
"""What a spreadsheet would take for a formula ("CSV Injection", OWASP), or for a number, as `2302.03080`."""


class TableRow(NamedTuple):
    """A line of the table."""

    day: str
    slug: str
    category: str
    title: str


def show_table(rows: Sequence[TableRow], columns: int | None) -> str:
    """The rows with aligned cells; lines are cut to a number of columns, if there is one."""
    lines = []
    cells = [[cut_to_width(cell, _LONGEST) if columns else make_visible(cell) for cell in row[:-1]] for row in rows]
    widths = [max(map(display_width, column)) for column in zip(*cells, strict=True)]
    for row, shown in zip(rows, cells, strict=True):
        padded = [cell + " " * (width - display_width(cell)) for cell, width in zip(shown, widths, strict=True)]
        line = _GAP.join((*padded, " ".join(row.title.split())))
        lines.append(cut_to_width(line, columns) if columns else make_visible(line))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def show_csv(papers: Iterable[str]) -> str:
    """Papers, given as JSON, as CSV (RFC 4180) that begins with a byte-order mark, as Excel expects.

    There is a column for each field. Items of lists are separated by `; `; values with fields of their own are JSON. A
    text that a spreadsheet would take for a formula or a number has an apostrophe in front.
    """
    columns = list(paper_schema()["properties"])
    rows = [columns, *[[_cell(paper.get(column, "")) for column in columns] for paper in map(json.loads, papers)]]
    return "\ufeff" + "".join([f"{','.join(map(_quoted, row))}\r\n" for row in rows])


def _quoted(cell: str) -> str:
    return '"{}"'.format(cell.replace('"', '""')) if _SPECIAL.search(cell) else cell


def _cell(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        text = "; ".join(value)
    elif isinstance(value, list) and all(isinstance(each, Mapping) and "name" in each for each in value):
        text = "; ".join([each["name"] for each in value])
    elif isinstance(value, list | Mapping):
        text = write_json(value)
    elif not isinstance(value, str):
        return str(value).lower()
    else:
        text = value
    return f"'{text}" if _NO_TEXT.match(text) else text
