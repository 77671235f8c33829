"""The result of a reader."""

import datetime

from digest.authoring.composing import NewEntry
from digest.text.records import frozen
from digest.text.source import Span


@frozen
class Draft:
    """A paper. `span` is the place of its title, or of what identifies it first."""

    entry: NewEntry
    span: Span


@frozen
class Imported:
    """All of a file. `intro` is text about the day; `left` are paragraphs that could not be placed."""

    drafts: tuple[Draft, ...] = ()
    title: str = ""
    title_zh: str = ""
    intro: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    day: datetime.date | None = None
