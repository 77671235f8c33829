"""The result of a reader."""

import datetime
from collections import Counter
from dataclasses import field, replace
from typing import Any

from digest.authoring.composing import NewEntry
from digest.text.records import frozen
from digest.text.source import Span


@frozen
class Draft:
    """A paper. `span` is the place of its title, or of what identifies it first.

    `unplaced`: the lines that no field holds, each with its label or key (empty without one) and span; they are in the
    entry all the same. `guessed`: how often which field was taken from a place that may be wrong.
    """

    entry: NewEntry
    span: Span
    day: datetime.date | None = None
    unplaced: tuple[tuple[str, Span], ...] = ()
    guessed: Counter[str] = field(default_factory=Counter)

    def with_values(self, **values: Any) -> "Draft":
        """The draft with other values of its entry."""
        return replace(self, entry=replace(self.entry, **values))


@frozen
class Imported:
    """All of a file. `intro` is text about the day; `noise` counts the lines that were left out, by pattern.

    `unplaced`: what was seen in a file without a paper, as in a draft.
    """

    drafts: tuple[Draft, ...] = ()
    title: str = ""
    title_zh: str = ""
    intro: tuple[str, ...] = ()
    day: datetime.date | None = None
    unplaced: tuple[tuple[str, Span], ...] = ()
    noise: Counter[str] = field(default_factory=Counter)
