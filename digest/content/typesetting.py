"""Render a document: its record, and its texts as HTML."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from digest.content.body import Body
from digest.content.documents import ENTRY, Document
from digest.content.entry import Entry, typeset_entry
from digest.content.prose import Prose, typeset_prose
from digest.model.languages import LANGUAGES
from digest.text.diagnostics import Parsed, Reporter


class Typeset(NamedTuple):
    """The record of a document, None if its front matter cannot be read, and its body."""

    record: Entry | Prose[Any] | None
    body: Body


def typeset(
    document: Document,
    *,
    punctuation: str = "keep",
    languages: Sequence[str] = tuple(LANGUAGES),
    categories: Sequence[str] | None = None,
) -> Parsed[Typeset]:
    """Render a document for a site with these languages and categories of its own (None: any). The diagnostics include
    those of reading it.
    """
    reporter = Reporter(document.source.path)
    reporter.extend(document.diagnostics)
    if document.kind is ENTRY:
        made: tuple[Any, Body] = typeset_entry(
            document, reporter, punctuation=punctuation, languages=languages, categories=categories
        )
    else:
        made = typeset_prose(document, reporter, punctuation=punctuation)
    return Parsed(Typeset(*made), reporter.diagnostics())
