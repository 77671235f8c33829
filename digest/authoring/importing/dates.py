"""Dates in posts and file names."""

import datetime
import re

_DAY = re.compile(
    r"(?<!\d)(?P<year>20\d{2}|19\d{2})(?:\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)"
    r"|(?P<mm>\d{2})(?P<dd>\d{2})(?!\d))"
)


def find_day(text: str) -> datetime.date | None:
    """The first valid date with a year in a text; None if there is none."""
    for match in _DAY.finditer(text):
        try:
            return datetime.date(
                int(match["year"]), int(match["month"] or match["mm"]), int(match["day"] or match["dd"])
            )
        except ValueError:
            continue
    return None
