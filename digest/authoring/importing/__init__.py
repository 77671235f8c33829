"""Import papers from foreign files: digest posts, notes on a paper, bibliographies.

The format is detected by file name, else by content. Readers do not raise: what they cannot place is kept in the result
or reported.
"""

import re
from collections.abc import Callable

from digest.authoring.importing.bibliographies import read_bib, read_csl, read_ris, refuse
from digest.authoring.importing.drafts import Imported
from digest.authoring.importing.post import read_markdown, read_plain, read_web
from digest.text.diagnostics import Parsed, Reporter
from digest.text.records import frozen
from digest.text.source import Source

PACKAGES = ("bs4", "markdownify", "bibtexparser", "rispy")
"""Modules of the extra `import`, which readers import when they are called."""


@frozen
class Format:
    """A file format: file name suffixes, a pattern that its content matches, and its reader."""

    name: str
    suffixes: tuple[str, ...]
    looks: re.Pattern[str]
    read: Callable[[Source, Reporter], Imported]
    marked: bool = False
    """Whether the pattern is surer than the name of a text file."""


_EXPORT = "export BibTeX, RIS or CSL-JSON"
_SAVE = "save each page as HTML"

IMPORT_FORMATS: tuple[Format, ...] = (
    Format(
        name="BibTeX",
        suffixes=(".bib", ".bibtex"),
        looks=re.compile(r"\s*(?:%[^\n]*\n\s*)*@[A-Za-z]+\s*[{(]"),
        read=read_bib,
        marked=True,
    ),
    Format(
        name="RIS",
        suffixes=(".ris",),
        looks=re.compile(r"\s*TY {0,3}- ?[A-Z]"),
        read=read_ris,
        marked=True,
    ),
    *(
        Format(name=name, suffixes=suffixes, looks=re.compile(pattern), read=refuse(name, hint), marked=True)
        for name, suffixes, pattern, hint in (
            ("an export for EndNote", (".enw",), r"\s*%0 \S", _EXPORT),
            ("an export for NoteExpress", (".net",), r"\s*\{Reference Type\}:", _EXPORT),
            ("a page with its pictures", (".mhtml", ".mht"), r"(?:From: .*\n)?(?:Snapshot-|MIME-Version:)", _SAVE),
            ("an export of WordPress", (), r"\s*<\?xml[^>]*>\s*(?s:<!--(?:(?!-->).)*-->\s*)*<rss\b", _SAVE),
        )
    ),
    Format(
        name="CSL-JSON",
        suffixes=(".json", ".csljson"),
        looks=re.compile(r"\s*(?:\[\s*)?\{\s*\""),
        read=read_csl,
    ),
    Format(
        name="HTML",
        suffixes=(".html", ".htm", ".xhtml"),
        looks=re.compile(
            r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:!doctype|html|head|body|div|section|article|p|h[1-6])\b",
            re.IGNORECASE | re.DOTALL,
        ),
        read=read_web,
    ),
    Format(
        name="Markdown",
        suffixes=(".md", ".markdown", ".mdown"),
        looks=re.compile(r"(?:.*\n)??(?:#{1,6} |\*\*[^*\n]+\*\*|---\n)"),
        read=read_markdown,
    ),
    Format(name="plain text", suffixes=(".txt", ".text"), looks=re.compile(""), read=read_plain),
)  # fmt: skip
"""In the order of detection by content; the last matches any text."""


def format_of(source: Source) -> Format:
    """Detect the format by file name, else by content."""
    name = source.path.lower()
    named = next((each for each in IMPORT_FORMATS if name.endswith(each.suffixes)), None)
    if named is not None and named is not IMPORT_FORMATS[-1]:
        return named
    found = next(each for each in IMPORT_FORMATS if each.looks.match(source.text))
    return found if named is None or found.marked else named


def read_import(source: Source) -> Parsed[Imported]:
    """Parse a file of any format."""
    reporter = Reporter(source.path)
    imported = format_of(source).read(source, reporter)
    return Parsed(imported, reporter.diagnostics())
