r"""Tables (GFM) with `|` in formulas and code, and with rows that have more cells than the head.

In GFM any `|` divides cells, unless it is written `\|`, and cells beyond the head are dropped. Here a formula or code
stays whole where that is unambiguous, and the last cell holds the cells beyond the head; both are reported.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from digest.markdown.math import find_formulas
from digest.markdown.render_context import columns

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

    BlockRule = Callable[[StateBlock, int, int, bool], bool]

_FREE_CELLS = 200
_CELLS_PER_LETTER = 2
"""A table may have so many cells, and so many more for each letter of its lines. Short rows below a wide head would
make thousands of empty cells of each.
"""

_LONG_CELL = 16
"""A longer cell, in columns of Latin letters, may take several lines."""

_HELD = "\ufde0"
"""Stands for a `|` that divides no cells while the rule for tables runs. A noncharacter: in no cleaned text."""

_DELIMITERS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_ODD_DELIMITERS = re.compile(
    r"(?!- )(?=.*[-—–―－─])(?=.*[|｜])(?=.*[｜—–―－─：])[ \t]*[|｜]?(?:[ \t]*[:：]?[-—–―－─]+[:：]?[ \t]*[|｜]?)+[ \t]*"
)
"""A line of dashes with dashes, bars or colons that Markdown does not know."""
_HALF = str.maketrans("｜：—–―－─", "|:-----")
_CONTAINER = re.compile(r"[-*+>]|[0-9]+[.)]")
"""The start of a list or a quote: rules that are tried later."""
_BAR = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)")
_DOUBLE_BAR = re.compile(r"(?<!\\)\\\|")
_BEFORE_NORM = re.compile(r"(?:\\[A-Za-z]+|[^A-Za-z)\]}]|^)\Z")
_LONGEST_COMMAND = 40
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


class Trouble(NamedTuple):
    """A problem of a text's blocks, between two offsets of the cleaned text."""

    code: str
    message: str
    hint: str
    start: int
    end: int


def tables_with_bars(rule: "BlockRule") -> "BlockRule":
    """Wrap the rule for tables.

    Record problems in `env["troubles"]`, in the table's opening token its least width in Latin letters
    (`meta["width"]`), in the opening token of each cell whether it is long (`meta["long"]`), and in
    its inline token where its text begins (`meta["cell"]`) and the offsets in it of bars that lost a backslash
    (`meta["escaped"]`).
    """

    def wrapped(state: "StateBlock", first: int, last: int, silent: bool) -> bool:  # noqa: FBT001
        if first + 1 >= last:
            return False
        delimiters = _line(state, first + 1)
        if _ODD_DELIMITERS.fullmatch(delimiters) and not silent and state.sCount[first + 1] - state.blkIndent < 4:
            _report_odd(state, first)
        if "|" not in _line(state, first) or not _DELIMITERS.fullmatch(delimiters):
            return rule(state, first, last, silent)
        source = state.src
        columns = len(re.findall("-+", delimiters))
        if first < state.env.get("sparse", 0):
            return False
        troubles = _hold_bars(state, [first], columns, is_head=True)
        is_table = rule(state, first, last, True)  # noqa: FBT003
        if not is_table and not silent and "|" in delimiters:
            _report_head(state, first, columns)
        is_table = is_table and not _is_sparse(state, first, last, columns)
        if is_table and not silent:
            troubles += _hold_bars(state, range(first + 2, last), columns, is_head=False)
            count = len(state.tokens)
            rule(state, first, last, silent)
            _record_cells(state, count)
            end = state.bMarks[state.line] if state.line < len(state.bMarks) else len(source)
            state.env["troubles"] += [trouble for trouble in troubles if trouble.start < end]
        state.src = source
        return is_table

    return wrapped


def _line(state: "StateBlock", number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _is_sparse(state: "StateBlock", first: int, last: int, columns: int) -> bool:
    """Whether a table would have many more cells than letters; it is reported, and its lines are text then."""
    start, end = state.env.get("lines", (0, 0))  # up to a blank one
    if not start <= first < end:
        end = next((number for number in range(first, last) if not _line(state, number).strip()), last)
        state.env["lines"] = first, end
    end = min(end, last)
    letters = state.eMarks[end - 1] - state.bMarks[first]
    if columns * (end - first) <= _FREE_CELLS + _CELLS_PER_LETTER * letters:
        return False
    state.env["sparse"] = end
    state.env["troubles"].append(
        Trouble(
            "broken-table",
            f"this is no table: its head has {columns} cells, and most of its rows have few",
            "give the head fewer cells, or fill the rows",
            state.bMarks[first + 1] + state.tShift[first + 1],
            state.eMarks[first + 1],
        )
    )
    return True


def _hold_bars(state: "StateBlock", lines: Sequence[int], columns: int, *, is_head: bool) -> list[Trouble]:
    """Hide the bars of some lines that divide no cells, up to a line that is no row."""
    troubles: list[Trouble] = []
    source, held = state.src, {0}
    for number in lines:
        text, start = _line(state, number), state.bMarks[number] + state.tShift[number]
        if not text.strip() or "|" not in text:
            break
        for at, trouble in _hold_row(text, columns, is_head=is_head):
            held.add(start + at + 1)
            if trouble is not None:
                troubles.append(trouble._replace(start=start + trouble.start, end=start + trouble.end))
    if len(held) > 1:
        parts = pairwise([*sorted(held), len(source) + 1])
        state.src = _HELD.join(source[start : end - 1] for start, end in parts)
    return troubles


def _hold_row(text: str, columns: int, *, is_head: bool) -> Iterator[tuple[int, Trouble | None]]:
    bars = [match.start() for match in _BAR.finditer(text)]
    inside = _inside(text, bars, columns)
    bars = [at for at in bars if at not in inside]
    for at, what in inside.items():
        hint = "write \\| for a | inside a cell" + ("; in a formula, \\mid or \\vert" if what == "formula" else "")
        yield (
            at,
            Trouble(
                "bar-in-cell", f"in a table a | divides cells; this one is read as part of the {what}", hint, at, at + 1
            ),
        )
    for double in _double_bars(text):
        hint = "write \\lVert x \\rVert or \\Vert; for a single bar, \\mid or \\vert"
        message = "in a table \\| is a single bar elsewhere; in this formula it is read as a double bar"
        for at in double[1:]:
            yield at + 1, None
        yield double[0] + 1, Trouble("double-bar", message, hint, double[0], double[0] + 2)
    inner = _dividing(text, bars)
    beyond = inner[columns - 1 :]
    if beyond and not is_head and (rest := text[beyond[0] :].strip(" \t|")):
        start = text.index(rest, beyond[0])
        message = f"this row has {len(inner) + 1} cells and the head {columns}; the last cell shows what is beyond"
        hint = "write \\| for a | inside a cell, or give the head more columns"
        for at in beyond[1:]:
            yield at, None
        yield beyond[0], Trouble("surplus-cells", message, hint, start, start + len(rest))


def _dividing(text: str, bars: list[int]) -> list[int]:
    """The bars between cells: not those at the start and end of a row."""
    end = len(text.rstrip()) - 1
    return [at for at in bars if at not in (0, end)]


def _inside(text: str, bars: list[int], columns: int) -> dict[int, str]:
    """The bars inside code, and in formulas: without space around, or in a row that has too many cells otherwise."""
    if "`" not in text and "$" not in text and "\\(" not in text:
        return {}

    def between(start: int, end: int, what: str) -> dict[int, str]:
        return dict.fromkeys(bars[bisect_right(bars, start) : bisect_left(bars, end)], what)

    found: dict[int, str] = {}
    for match in _CODE.finditer(text):
        found |= between(match.start(), match.end(), "code")
    loose: dict[int, str] = {}
    for start, formula in find_formulas(text).at.items():
        inside = between(start, formula.end, "formula")
        is_tight = formula.tex == formula.tex.strip() and not text[formula.end : formula.end + 1].isdigit()
        if is_tight and not any(" " in text[at - 1 : at + 2] for at in inside):
            found |= inside
        else:
            loose |= inside
    cells = len(_dividing(text, [at for at in bars if at not in found])) + 1
    return dict(sorted((found | loose if cells > columns else found).items()))


def _double_bars(text: str) -> Iterator[list[int]]:
    r"""The offsets of `\|` in each formula where they are around norms, or in a Kullback-Leibler divergence."""
    if "\\|" not in text:
        return
    for start, formula in find_formulas(text).at.items():
        bars = [match.start() for match in _DOUBLE_BAR.finditer(text, start, formula.end)]
        if not bars:
            continue
        pairs = zip(bars[::2], bars[1::2], strict=False)
        is_scaled = any(text[at + 2 : at + 3] in ("_", "^") for at in bars)
        is_norm = len(bars) % 2 == 0 and (is_scaled or all(_is_norm(text, start, *pair) for pair in pairs))
        if is_norm or (len(bars) == 1 and "KL" in formula.tex):
            yield bars


def _is_norm(text: str, start: int, left: int, right: int) -> bool:
    inside = text[left + 2 : right]
    before = text[start:left].rstrip()[-_LONGEST_COMMAND:]
    return bool(inside.strip()) and _is_balanced(inside) and _BEFORE_NORM.search(before) is not None


def _is_balanced(tex: str) -> bool:
    waiting: list[str] = []
    for sign in tex:
        if sign in _BRACKETS:
            waiting.append(_BRACKETS[sign])
        elif sign in _BRACKETS.values() and (not waiting or waiting.pop() != sign):
            return False
    return not waiting


def _report_head(state: "StateBlock", first: int, columns: int) -> None:
    """Report a table that is none because its head and the line of dashes below differ."""
    text = _line(state, first)
    if _CONTAINER.match(text):
        return
    cells = len(_dividing(text, [match.start() for match in _BAR.finditer(text)])) + 1
    start = state.bMarks[first + 1] + state.tShift[first + 1]
    state.env["troubles"].append(
        Trouble(
            "broken-table",
            f"this is no table: the head has {cells} cells, and the line below it {columns}",
            "write a --- for each cell of the head",
            start,
            state.eMarks[first + 1],
        )
    )


def _report_odd(state: "StateBlock", first: int) -> None:
    """Report a table that is none because of full-width bars or long dashes."""
    head, delimiters = _line(state, first), _line(state, first + 1)
    if _CONTAINER.match(head) or not re.search("[|｜]", head):
        return
    start = state.bMarks[first + 1] + state.tShift[first + 1]
    written = re.sub("-+", "---", delimiters.translate(_HALF))
    state.env["troubles"].append(
        Trouble(
            "broken-table",
            "this is no table: its lines have bars or dashes that Markdown does not know",
            f"write {written.strip()} here" + (", and | for each ｜" if "｜" in head else ""),
            start,
            state.eMarks[first + 1],
        )
    )


def _record_cells(state: "StateBlock", count: int) -> None:
    cursor = row = -1
    widths: dict[int, int] = {}
    place = 0
    for opening, token in pairwise(state.tokens[count:]):
        if token.type != "inline" or token.map is None:
            continue
        width = columns(token.content)
        opening.meta["long"] = width > _LONG_CELL
        if opening.meta["long"]:
            width = max(_LONG_CELL, *map(len, token.content.split()))
        if token.map[0] != row:
            row = token.map[0]
            place = 0
            cursor = state.bMarks[row] + state.tShift[row]
            cursor += state.src.startswith("|", cursor)
        end = state.eMarks[row]
        found = state.src.find(token.content.replace("|", "\\|"), cursor, end)
        token.meta["cell"] = cursor = max(found, cursor)
        token.meta["escaped"] = [match.start() for match in re.finditer(r"\|", token.content)]
        bar = state.src.find("|", cursor + len(token.content) + len(token.meta["escaped"]), end)
        cursor = bar + 1 if bar >= 0 else end
        token.content = token.content.replace(_HELD, "|")
        widths[place] = max(widths.get(place, 0), width)
        place += 1
    # Every cell has a margin of three letters.
    state.tokens[count].meta["width"] = sum(widths.values()) + 3 * len(widths)
