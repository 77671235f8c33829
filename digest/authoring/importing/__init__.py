"""Import papers from foreign files: posts and notes by recipes, and bibliographies.

The format is detected by file name, else by content. Readers do not raise: what they cannot place is kept in the result
or reported.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate

from digest.authoring.composing import Imported
from digest.authoring.importing.applying import read_papers
from digest.authoring.importing.coverage import filled, is_paper
from digest.authoring.importing.drafting import VALUE_OF
from digest.authoring.importing.field_values import find_day
from digest.authoring.importing.note_lines import fold_label, read_foreign, read_front
from digest.authoring.importing.paper_urls import find_addresses
from digest.authoring.importing.recipe import Beginning, Recipe
from digest.authoring.importing.references import read_csl, read_ris, with_defaults
from digest.authoring.importing.splitting import find_fronts
from digest.text.diagnostics import Reporter
from digest.text.records import frozen
from digest.text.source import Source, Span


def _read_bib(source: Source, reporter: Reporter) -> Imported:
    from digest.authoring.importing.bibtex import read_bibtex

    return read_bibtex(source, reporter)


def _refuse(name: str, hint: str) -> Callable[[Source, Reporter], Imported]:
    """A reader of a format that is known, but not read."""

    def read(source: Source, reporter: Reporter) -> Imported:
        span = Span(start=0, end=len(source.text.split("\n", 1)[0]))
        reporter.error("unread-format", span, f"this is {name}, which is not read", hint)
        return Imported()

    return read


PACKAGES = ("bs4", "markdownify", "bibtexparser", "rispy")
"""Modules of the extra `import`, which readers import when they are called."""


@frozen
class Format:
    """A file format: file name suffixes, a pattern that its content matches, and its reader; None for a recipe's."""

    name: str
    suffixes: tuple[str, ...]
    looks: re.Pattern[str]
    read: Callable[[Source, Reporter], Imported] | None = None
    marked: bool = False
    """Whether the pattern is surer than the name of a text file."""


_EXPORT = "export BibTeX, RIS or CSL-JSON"
_SAVE = "save each page as HTML"

IMPORT_FORMATS: tuple[Format, ...] = (
    Format(
        name="BibTeX",
        suffixes=(".bib", ".bibtex"),
        looks=re.compile(r"\s*(?:%[^\n]*\n\s*)*@[A-Za-z]+\s*[{(]"),
        read=_read_bib,
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
        Format(name=name, suffixes=suffixes, looks=re.compile(pattern), read=_refuse(name, hint), marked=True)
        for name, suffixes, pattern, hint in (
            ("an export for EndNote", (".enw",), r"\s*%0 \S", _EXPORT),
            ("an export for NoteExpress", (".net",), r"\s*\{Reference Type\}:", _EXPORT),
            ("a page with its pictures", (".mhtml", ".mht"), r"(?:From: .*\n)?(?:Snapshot-|MIME-Version:)", _SAVE),
            ("a table of papers", (".csv", ".tsv"), r"(?!)", _EXPORT),
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
    """Detect the format by file name, else by content."""
    name = source.path.lower()
    named = next((each for each in IMPORT_FORMATS if name.endswith(each.suffixes)), None)
    if named is not None and named is not IMPORT_FORMATS[-1]:
        return named
    found = next(each for each in IMPORT_FORMATS if each.looks.match(source.text))
    return found if named is None or found.marked else named


def read_file(source: Source, recipe: Recipe | None, labels: frozenset[str], reporter: Reporter) -> Imported:
    """The papers of a file: of a bibliography by its reader, of any other by a recipe.

    `labels`: folded names that are labels without being bold. Of a file without a paper, all that is in it is
    `unplaced`.
    """
    kind = format_of(source)
    if kind.read is not None:
        imported = kind.read(source, reporter)
        return with_defaults(imported, recipe) if recipe is not None else imported
    imported = _read(source, kind, recipe, labels, reporter) if recipe is not None else Imported()
    if recipe is not None and _has_second_title(source, imported, recipe, reporter):
        return Imported(noise=imported.noise)
    if any(map(is_paper, imported.drafts)):
        return imported
    found = sorted({name for draft in imported.drafts for name in filled(draft)})
    missing = "authors and no address" if {"title", "title_zh"} & {*found} else "titles"
    reporter.error(
        "no-papers",
        Span(start=0, end=len(source.text.split("\n", 1)[0])),
        "no paper was found in this file" + (f": there are no {missing}, only {', '.join(found)}" if found else ""),
        "a paper has a title, and authors or an address; a recipe says where they are (--write-recipe FILE)",
    )
    return replace(_read(source, kind, None, labels, Reporter(source.path)), noise=imported.noise)


def _has_second_title(source: Source, imported: Imported, recipe: Recipe, reporter: Reporter) -> bool:
    """Tell what looks like a second paper in one: another arXiv id alone, a front matter with the same keys, or a label
    of its title, which makes it sure.
    """
    is_whole = recipe.paper.begins == Beginning()  # a file is read as one paper
    places = [*recipe.fields.get("title", ()), *recipe.fields.get("title_zh", ())] if is_whole else []
    labels = frozenset().union(*(place.label for place in places))
    second = "a second {} is here, in a file that is read as one paper"
    unplaced = [(draft, name, span) for draft in imported.drafts for name, span in draft.unplaced]
    for name, span in [(name.removeprefix(VALUE_OF), span) for _, name, span in unplaced]:
        if fold_label(name) in labels and len(re.findall(rf"{re.escape(name)}\W*[:：]", source.text)) > 1:
            hint = f"write begins: {{label: {name}}} in a recipe"
            reporter.error("second-paper", span, second.format(f"'{name}'"), hint)
            return True
    fronts = find_fronts(source) if is_whole else []
    keys = [{key.text for key, _ in read_front(source, front, "---", Reporter(""))} for _, front in fronts]
    for (start, _), names in zip(fronts[1:], keys[1:], strict=True):
        if len(names & keys[0]) > 1:
            hint = "write begins: front matter in a recipe"
            reporter.warning("second-paper", Span(start=start, end=start + 3), second.format("front matter"), hint)
            return False
    for draft, _, span in unplaced:
        text = source.text[span.start : span.end]
        found = [each.value for each in find_addresses(text) if each.field == "arxiv"]
        if draft.entry.arxiv and is_paper(draft) and {*found} - {draft.entry.arxiv} and "\n" not in text:
            problem = f"this is another arXiv id than {draft.entry.arxiv}, which the paper has; it is kept as text"
            reporter.warning(
                "second-paper", span, problem, "say in a recipe what begins a paper, if this is of another"
            )
    return False


def _read_text(
    source: Source, recipe: Recipe | None, labels: frozenset[str], reporter: Reporter, *, is_markdown: bool
) -> Imported:
    """The papers of a text; without a recipe its keys, headings, labels and other lines as what has no place."""
    if recipe is not None:
        return read_papers(source, recipe, labels, reporter, is_markdown=is_markdown)
    seen = read_foreign(source, labels, reporter, is_markdown=is_markdown)
    keys = [(f"key {key.text}", key.span) for key, _ in seen.keys]
    lines = [each for each in seen.lines if each.kind not in ("blank", "code")]
    return Imported(
        unplaced=(*keys, *((f"heading {each.text}" if each.level else each.name, each.span) for each in lines))
    )


def _read(source: Source, kind: Format, recipe: Recipe | None, labels: frozenset[str], reporter: Reporter) -> Imported:
    if kind.name != "HTML":
        return _read_text(source, recipe, labels, reporter, is_markdown=kind.name == "Markdown")
    from digest.authoring.importing.html import read_page

    page = read_page(source, reporter)
    imported = _read_text(Source(path=source.path, text=page.markdown), recipe, labels, reporter, is_markdown=True)
    ends = [*accumulate(len(line) + 1 for line in page.markdown.split("\n"))]

    def place(span: Span) -> Span:
        return page.lines[min(bisect_right(ends, span.start), len(page.lines) - 1)]

    drafts = [
        replace(each, span=place(each.span), unplaced=tuple([(name, place(span)) for name, span in each.unplaced]))
        for each in imported.drafts
    ]
    unplaced = tuple([(name, place(span)) for name, span in imported.unplaced])
    return replace(imported, drafts=tuple(drafts), unplaced=unplaced, day=imported.day or find_day(page.day))
