"""What a reader made of a file that is imported: papers on their way to entries, and what is said of their day."""

import datetime

from digest.authoring.composing import NewEntry
from digest.text.records import frozen
from digest.text.source import Span


@frozen
class Draft:
    """A paper as it was read; `span` is where its title, or whatever names it first, stands in the file."""

    entry: NewEntry
    span: Span


@frozen
class Imported:
    """All that a file says. `intro` is about the day; `left` are paragraphs that could not be placed."""

    drafts: tuple[Draft, ...] = ()
    title: str = ""
    title_zh: str = ""
    intro: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    day: datetime.date | None = None
