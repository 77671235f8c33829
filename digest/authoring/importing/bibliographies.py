"""Readers of bibliographies, which load their libraries when they are called, and formats that are only named."""

from collections.abc import Callable

from digest.authoring.importing.csl_json import read_csl
from digest.authoring.importing.drafts import Imported
from digest.text.diagnostics import Reporter
from digest.text.source import Source, Span

__all__ = ["read_bib", "read_csl", "read_ris", "refuse"]


def read_bib(source: Source, reporter: Reporter) -> Imported:
    """Read BibTeX or BibLaTeX."""
    from digest.authoring.importing.bibtex import read_bibtex

    return read_bibtex(source, reporter)


def read_ris(source: Source, reporter: Reporter) -> Imported:
    """Read RIS."""
    from digest.authoring.importing.ris_records import read_records

    return read_records(source, reporter)


def refuse(name: str, hint: str) -> Callable[[Source, Reporter], Imported]:
    """A reader of a format that is known, but not read."""

    def read(source: Source, reporter: Reporter) -> Imported:
        span = Span(start=0, end=len(source.text.split("\n", 1)[0]))
        reporter.error("unread-format", span, f"this is {name}, which is not read", hint)
        return Imported()

    return read
