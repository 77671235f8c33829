"""The Markdown table: medians of times, and medians of the ratios within each round."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from tests.bench.sides import DIGEST, HUGO, NAIVE

Unit = Literal["seconds", "bytes", "pages"]
NONE = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: for each side, a value from each round.

    `cold`: digest's cold builds in the same rounds, if the row is compared with them.
    """

    what: str
    unit: Unit
    values: Mapping[str, Sequence[float]]
    cold: Sequence[float] | None = None


def show_table(heading: str, rows: Sequence[Row]) -> str:
    """A table with a heading."""
    titles = ("", DIGEST, HUGO, NAIVE, f"{DIGEST} : {HUGO}", f"{DIGEST} : {NAIVE}", "of a cold build")
    lines = [_line(titles), "|---|" + "--:|" * (len(titles) - 1), *(_line(_cells(row)) for row in rows)]
    return f"### {heading}\n\n" + "\n".join(lines) + "\n"


def show_seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 10 else f"{seconds:.2f} s"


def _cells(row: Row) -> Iterator[str]:
    yield row.what
    for side in (DIGEST, HUGO, NAIVE):
        yield _show(median(row.values[side]), row.unit) if side in row.values else NONE
    for side in (HUGO, NAIVE):
        yield f"{_ratio(row.values[DIGEST], row.values[side]):.2f}" if side in row.values else NONE
    yield f"{_ratio(row.values[DIGEST], row.cold):.0%}" if row.cold else NONE


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def _show(value: float, unit: Unit) -> str:
    match unit:
        case "seconds":
            return show_seconds(value)
        case "bytes":
            return f"{value / 1e6:,.0f} MB"
        case "pages":
            return f"{value:,.0f}"


def _line(cells: Iterator[str] | Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
