"""The input and output of rules."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from digest.lint.passages import Passage
from digest.model.config import Config
from digest.model.yaml.tree import Mapping, Node
from digest.text.source import Source, Span


class Edit(NamedTuple):
    """Replace the source's characters `start` to `end` by `text`. No edit touches a line break."""

    start: int
    end: int
    text: str


class Finding(NamedTuple):
    """What a rule reports, at one place. `edits` fix what is certain of it; `leaves_some`: they do not fix all."""

    span: Span
    message: str
    hint: str
    edits: tuple[Edit, ...] = ()
    leaves_some: bool = False


class Replacement(NamedTuple):
    """Characters `start` to `end` of a passage that should be `instead`. `is_safe`: a fix may replace them."""

    passage: Passage
    start: int
    end: int
    instead: str
    is_safe: bool = True


class LintContext(NamedTuple):
    """A document as rules see it. `matter` is a record of `digest.model.front_matter`, `spans` are the places of its
    keys.

    `names` are those of authors, tags and affiliations. `labels` are the headings of known sections, by field.
    `front` is the front matter's YAML node.
    """

    source: Source
    matter: Any
    spans: dict[str, Span]
    labels: dict[str, Span]
    passages: tuple[Passage, ...]
    names: tuple[Passage, ...]
    config: Config
    front: Mapping

    def typed(self, key: str) -> Node | None:
        """The YAML node of a key's value, under whichever alias it was written."""
        span = self.spans.get(key)
        return next((value for _, value in self.front.entries if value.span == span), None)

    def place(self, key: str) -> Span:
        """The span of a key's value, else of the title, which a draft may lack: then the start of the file."""
        return self.spans.get(key) or self.spans.get("title") or Span(start=0, end=3)

    def passage(self, field: str) -> Passage | None:
        """The first passage of a field."""
        return next((each for each in self.passages if each.field == field), None)


def sum_up(
    replacements: Iterable[Replacement], context: LintContext, *, one: str, many: str, hint: str
) -> Iterable[Finding]:
    """Join all replacements in a file into one finding at the first of them, so that a habit is reported once.

    `one` and `hint` are formatted with `{typed}` and `{instead}` of the first, `many` with `{count}`.
    """
    found = list(replacements)
    if not found:
        return
    first = found[0]
    typed = first.passage.text[first.start : first.end]
    shown = {"typed": typed, "instead": first.instead, "count": len(found)}
    verbatim = {passage: passage.stands_in(context.source) for passage in {each.passage for each in found}}
    edits = [_edit(each) for each in found if each.is_safe and verbatim[each.passage]]
    yield Finding(
        span=first.passage.excerpt.span(first.start, first.end),
        message=(one if len(found) == 1 else many).format(**shown),
        hint=hint.format(**shown),
        edits=tuple(edits),
        leaves_some=len(edits) < len(found),
    )


def _edit(replacement: Replacement) -> Edit:
    span = replacement.passage.excerpt.span(replacement.start, replacement.end)
    return Edit(span.start, span.end, replacement.instead)
