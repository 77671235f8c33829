"""Entries as their files, for readers of Markdown."""

from digest.content.documents import read_document
from digest.content.marked_addresses import address_marks, fill_addresses, replace_parts
from digest.plan.views import SourceView
from digest.text.source import Source


def write_source(view: SourceView, source: Source) -> bytes:
    """The file as typed, but with whole addresses, and with the day if only its path says that."""
    parts = [*address_marks(source.text, [link[:3] for link in view.links], 0), *view.figures]
    document = read_document(source)
    if "date" not in document.spans:
        parts.append((document.front.start, document.front.start, f"date: {view.day}\n"))
    return fill_addresses(replace_parts(source.text, parts), lambda number: view.links[number][3]).encode()
