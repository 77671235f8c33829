"""What rules are given, and what they find."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from digest.lint.passages import Passage
from digest.model.config import Config
from digest.model.yaml.tree import Mapping, Node
from digest.text.source import Source, Span


class Edit(NamedTuple):
    """The characters `start` to `end` of a source become `text`. No edit touches a line break."""

    start: int
    end: int
    text: str


class Finding(NamedTuple):
    """What a rule found: at one place, even where it speaks of several.

    `edits` mend what is certain of it; `leaves_some` where that is not all.
    """

    span: Span
    message: str
    hint: str
    edits: tuple[Edit, ...] = ()
    leaves_some: bool = False


class Mark(NamedTuple):
    """A fault in a passage: its characters `start` to `end`, and what should stand there; `is_safe` to put there."""

    passage: Passage
    start: int
    end: int
    instead: str
    is_safe: bool = True


class Page(NamedTuple):
    """A file as rules see it: its texts, its front matter (a record of
    `digest.model.front_matter`) and where its keys stand.

    `labels` are the headings of its known sections, by field; `front` is the front matter as typed.
    """

    source: Source
    matter: Any
    spans: dict[str, Span]
    labels: dict[str, Span]
    passages: tuple[Passage, ...]
    config: Config
    front: Mapping

    def typed(self, key: str) -> Node | None:
        """The value of a key of the front matter as it was typed, whichever of its names was used."""
        span = self.spans.get(key)
        return next((value for _, value in self.front.entries if value.span == span), None)

    def passage(self, field: str) -> Passage | None:
        """The text of a field that has one."""
        return next((each for each in self.passages if each.field == field), None)


def sum_up(marks: Iterable[Mark], page: Page, *, one: str, many: str, hint: str) -> Iterable[Finding]:
    """One finding for all marks of a file, at the first of them, so that a habit is told once.

    In `one` and `hint`, `{typed}` and `{instead}` are what the mark has and should have; in `many`, `{count}`.
    """
    found = list(marks)
    if not found:
        return
    first = found[0]
    typed = first.passage.text[first.start : first.end]
    shown = {"typed": typed, "instead": first.instead, "count": len(found)}
    verbatim = {passage: passage.stands_in(page.source) for passage in {mark.passage for mark in found}}
    edits = [_edit(mark) for mark in found if mark.is_safe and verbatim[mark.passage]]
    yield Finding(
        span=first.passage.excerpt.span(first.start, first.end),
        message=(one if len(found) == 1 else many).format(**shown),
        hint=hint.format(**shown),
        edits=tuple(edits),
        leaves_some=len(edits) < len(found),
    )


def _edit(mark: Mark) -> Edit:
    span = mark.passage.excerpt.span(mark.start, mark.end)
    return Edit(span.start, span.end, mark.instead)
