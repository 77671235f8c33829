"""Import papers from foreign files: posts and notes by recipes, and bibliographies.

The format is detected by file name, else by content. Readers do not raise: what they cannot place is kept in the result
or reported.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import accumulate

from digest.authoring.composing import Imported
from digest.authoring.importing.applying import Readable, read_papers
from digest.authoring.importing.coverage import filled, is_paper
from digest.authoring.importing.drafting import VALUE_OF
from digest.authoring.importing.field_values import find_day
from digest.authoring.importing.note_lines import fold_label, read_foreign, read_front
from digest.authoring.importing.recipe import Beginning, Recipe
from digest.authoring.importing.references import read_csl, read_ris, with_defaults
from digest.authoring.importing.splitting import find_fronts
from digest.text.diagnostics import Reporter
from digest.text.records import frozen
from digest.text.source import Source, Span


def _read_bib(source: Source, reporter: Reporter) -> Imported:
    from digest.authoring.importing.bibtex import read_bibtex

    return read_bibtex(source, reporter)


def _refuse(_source: Source, reporter: Reporter) -> Imported:
    hint = "export BibTeX, RIS or CSL-JSON, or save each page as HTML"
    reporter.error("unread-format", Span(start=0, end=0), "files of this format are not read", hint)
    return Imported()


PACKAGES = {"bs4": "HTML", "markdownify": "HTML", "bibtexparser": "BibTeX", "rispy": "RIS"}
"""Packages of the extra `import`, which readers import when they are called, and what needs them."""


@frozen
class Format:
    """A file format: file name suffixes, a pattern that its content matches, and its reader; None for a recipe's."""

    name: str
    suffixes: tuple[str, ...]
    looks: re.Pattern[str]
    read: Callable[[Source, Reporter], Imported] | None = None


IMPORT_FORMATS: tuple[Format, ...] = (
    Format(
        name="BibTeX",
        suffixes=(".bib", ".bibtex"),
        looks=re.compile(r"\s*(?:%[^\n]*\n\s*)*@[A-Za-z]+\s*[{(]"),
        read=_read_bib,
    ),
    Format(
        name="RIS",
        suffixes=(".ris",),
        looks=re.compile(r"\s*TY {0,3}- ?[A-Z]"),
        read=read_ris,
    ),
    Format(
        name="other exports, tables and archives of pages",
        suffixes=(".enw", ".net", ".mhtml", ".mht", ".csv", ".tsv"),
        looks=re.compile(
            r"\s*(?:%0 \S|\{Reference Type\}:|(?:From: .*\n)?(?:Snapshot-|MIME-Version:)"
            r"|<\?xml[^>]*>\s*(?s:<!--(?:(?!-->).)*-->\s*)*<rss\b)"
        ),
        read=_refuse,
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
            r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype|html|head|body|div|section|article|p|h[1-6])\b", re.IGNORECASE
        ),
    ),
    Format(
        name="Markdown",
        suffixes=(".md", ".markdown", ".mdown"),
        looks=re.compile(r"(?:.*\n)??(?:#{1,6} |\*\*[^*\n]+\*\*|(?:---|\+\+\+)\n)"),
    ),
    Format(name="plain text", suffixes=(".txt", ".text"), looks=re.compile("")),
)  # fmt: skip
"""In the order of detection by content; the last matches any text."""


def format_of(source: Source) -> Format:
    """Detect the format by file name, else by content; of a text file by its content, if that has a reader."""
    name = source.path.lower()
    named = next((each for each in IMPORT_FORMATS if name.endswith(each.suffixes)), None)
    if named is not None and named is not IMPORT_FORMATS[-1]:
        return named
    found = next(each for each in IMPORT_FORMATS if each.looks.match(source.text))
    return found if named is None or found.read is not None else named


def as_recipe_reads(source: Source, reporter: Reporter) -> Readable:
    """A file that has no reader as a text; of a web page what it shows, as Markdown."""
    kind = format_of(source)
    if kind.name != "HTML":
        return Readable(source=source, is_markdown=kind.name == "Markdown")
    from digest.authoring.importing.html import read_page

    page = read_page(source, reporter)
    ends = [*accumulate(len(line) + 1 for line in page.markdown.split("\n"))]

    def place(span: Span) -> Span:
        return page.lines[min(bisect_right(ends, span.start), len(page.lines) - 1)]

    return Readable(source=replace(source, text=page.markdown), is_markdown=True, place=place, day=find_day(page.day))


def read_file(source: Source, recipe: Recipe | None, labels: frozenset[str], reporter: Reporter) -> Imported:
    """The papers of a file: of a bibliography by its reader, of any other by a recipe.

    `labels`: folded names that are labels without being bold. Of a file without a paper, all that is in it is
    `unplaced`.
    """
    read = format_of(source).read
    if read is not None:
        imported = read(source, reporter)
        return with_defaults(imported, recipe) if recipe is not None else imported
    text = as_recipe_reads(source, reporter)
    imported = read_papers(text, recipe, labels, reporter) if recipe is not None else Imported()
    if recipe is not None and _has_second_paper(text, imported, recipe, reporter):
        return Imported(noise=imported.noise)
    if not any(map(is_paper, imported.drafts)):
        imported = _without_paper(text, imported, labels, reporter)
    drafts = [
        replace(each, span=text.place(each.span), unplaced=_placed(each.unplaced, text)) for each in imported.drafts
    ]
    return replace(
        imported, drafts=tuple(drafts), unplaced=_placed(imported.unplaced, text), day=imported.day or text.day
    )


def _placed(unplaced: Iterable[tuple[str, Span]], text: Readable) -> tuple[tuple[str, Span], ...]:
    return tuple([(name, text.place(span)) for name, span in unplaced])


def _without_paper(text: Readable, imported: Imported, labels: frozenset[str], reporter: Reporter) -> Imported:
    """Tell that no paper was found; the keys, headings, labels and other lines of the file are what has no place."""
    found = sorted({name for draft in imported.drafts for name in filled(draft)})
    missing = "authors and no address" if {"title", "title_zh"} & {*found} else "titles"
    reporter.error(
        "no-papers",
        Span(start=0, end=0),
        "no paper was found in this file" + (f": there are no {missing}, only {', '.join(found)}" if found else ""),
        "a paper has a title, and authors or an address; a recipe says where they are (--write-recipe FILE)",
    )
    seen = read_foreign(text.source, labels, Reporter(reporter.path), is_markdown=text.is_markdown)
    keys = [(f"key {key.text}", key.span) for key, _ in seen.keys]
    lines = [each for each in seen.lines if each.kind not in ("blank", "code")]
    named = [(f"heading {each.text}" if each.level else each.name, each.span) for each in lines]
    return Imported(unplaced=(*keys, *named), noise=imported.noise)


def _has_second_paper(text: Readable, imported: Imported, recipe: Recipe, reporter: Reporter) -> bool:
    """Tell of a second paper in a file that is read as one: a front matter with the same keys, or a label of its title,
    which makes it sure.
    """
    if recipe.paper.begins != Beginning():
        return False
    second = "a second {} is here, in a file that is read as one paper"
    titles = (*recipe.fields.get("title", ()), *recipe.fields.get("title_zh", ()))
    labels = frozenset().union(*(place.label for place in titles))
    for label, span in (each for draft in imported.drafts for each in draft.unplaced):
        name = label.removeprefix(VALUE_OF)
        if fold_label(name) in labels and len(re.findall(rf"{re.escape(name)}\W*[:：]", text.source.text)) > 1:
            hint = f"write begins: {{label: {name}}} in a recipe"
            reporter.error("second-paper", text.place(span), second.format(f"'{name}'"), hint)
            return True
    fronts = [
        (start, {key.text for key, _ in read_front(text.source, front, "---", Reporter(""))})
        for start, front in find_fronts(text.source)
    ]
    again = [start for start, names in fronts[1:] if len(names & fronts[0][1]) > 1]
    if again:
        span = Span(start=again[0], end=again[0] + 3)
        hint = "write begins: front matter in a recipe"
        reporter.warning("second-paper", span, second.format("front matter"), hint)
    return False
