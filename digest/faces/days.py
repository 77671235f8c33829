"""The option `--date`."""

import datetime

from digest.machine.options import Refused
from digest.model.fields import Context
from digest.model.value_kinds import DATE
from digest.model.yaml.tree import Scalar
from digest.text.diagnostics import Reporter


def read_day(text: str) -> datetime.date:
    """Parse the value of `--date` like the front-matter key `date`. Raises `Refused`."""
    reporter = Reporter("")
    context = Context(reporter=reporter, texts={}, spans={}, typed={"date": "--date"})
    day: datetime.date | None = DATE.read(Scalar(text, 0, len(text), None), "date", context)
    if day is None:
        told = reporter.diagnostics()[0]
        raise Refused(told.message, told.hint.replace("--date: ", "--date "))
    return day
