"""Render a document: its record, and its texts as HTML."""

from typing import Any, NamedTuple

from digest.content.body import Body
from digest.content.documents import ENTRY, Document
from digest.content.entry import Entry, typeset_entry
from digest.content.prose import Prose, typeset_prose
from digest.text.diagnostics import Parsed, Reporter


class Typeset(NamedTuple):
    """The record of a document, None if its front matter cannot be read, and its body."""

    record: Entry | Prose[Any] | None
    body: Body


def typeset(document: Document, *, punctuation: str = "keep") -> Parsed[Typeset]:
    """Render a document. The diagnostics include those of reading it."""
    reporter = Reporter(document.source.path)
    reporter.extend(document.diagnostics)
    typeset_kind = typeset_entry if document.kind is ENTRY else typeset_prose
    return Parsed(Typeset(*typeset_kind(document, reporter, punctuation=punctuation)), reporter.diagnostics())
