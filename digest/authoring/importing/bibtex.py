"""Read BibTeX and BibLaTeX: `bibtexparser` finds entries, fields and what encloses their values; macros, names and
inheritance are read here.

A value may be texts and macros joined by `#` (Patashnik, "BibTeXing"). A child inherits from the entry in its
`crossref` and from those in its `xdata` (BibLaTeX manual, 2.4.1 and 3.13.6).
"""

import re
from collections.abc import Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import RemoveEnclosingMiddleware
from bibtexparser.model import Entry, Field, ImplicitComment, ParsingFailedBlock, String

from digest.authoring.composing import Imported
from digest.authoring.importing.references import NAMES, Item, draft_items, join_name, place_of, read_name
from digest.markdown.math import find_formulas
from digest.model.value_kinds import MONTHS
from digest.text.diagnostics import Reporter
from digest.text.source import Source, Span
from digest.text.tex import outside_formulas, plain_tex

_PART = re.compile(r"\"[^\"]*\"|\{[^{}]*\}|[^\s\"{}#,=]+")
_JOINED = re.compile(rf"(?:{_PART.pattern})(?:\s*#\s*(?:{_PART.pattern}))*")
"""A value that is not one text in braces or quotes."""
_LONGEST_MACRO = 10_000
"""Characters of a `@string`, which may double with each line."""

_AND = re.compile(r"(?<!\s)\s+and\s+(?![^{}]{0,200}\})", re.IGNORECASE)
"""An `and` outside of braces."""
_WITHOUT_AT = re.compile(r"^\w+\s*\{[^\s{},]*,\s*\w+\s*=", re.MULTILINE)
_EXTENDED = re.compile(r"\b(family|given|prefix|suffix)\s*=\s*(\{[^{}]*\}|[^,\"]*)")
"""Parts of a name in BibLaTeX's extended format."""


_Fields = dict[str, list[str]]
"""The texts of an entry by the names of its fields, in lower case."""


def read_bibtex(source: Source, reporter: Reporter) -> Imported:
    """Read a BibTeX file. Broken entries are reported, the others are read."""
    entries = [*_read_entries(source, reporter)]
    by_key = {key: fields for key, fields, _ in reversed(entries)}
    parents: set[str] = set()
    items = [(key, _item(_inherited(fields, by_key, parents), span)) for key, fields, span in entries]
    for key, item in items:
        if key in parents:
            reporter.note("left-out", item.span, f"'{key}' is no paper: others have its fields")
    return draft_items([item for key, item in items if key not in parents], "BibTeX", reporter)


def _read_entries(source: Source, reporter: Reporter) -> Iterator[tuple[str, _Fields, Span]]:
    """The key in lower case, the fields and the place of the title of each entry."""
    library = parse_string(source.text, parse_stack=[])
    enclosing = RemoveEnclosingMiddleware()
    macros: dict[str, str] = {}
    at = 0
    for block in library.blocks:
        raw = block.raw or ""
        at = max(at, source.text.find(raw, at))
        read = enclosing.transform_block(getattr(block, "ignore_error_block", None) or block, library)
        problem = "'@' is missing" if isinstance(read, ImplicitComment) and _WITHOUT_AT.search(raw) else ""
        if isinstance(read, ParsingFailedBlock):
            problem = "'{', '\"', ',' or '=' is missing, or one too many"
        try:
            if isinstance(read, String):
                macros[read.key.lower()] = _text_of(read, macros, [])
            elif isinstance(read, Entry):
                span = _place_of_title(read, source, at)
                yield read.key.lower(), _read_fields(read, span, macros, reporter), span
        except ValueError as error:
            problem = str(error)
        if problem:
            message = f"this entry cannot be read: {problem}"
            reporter.error("broken-bibtex", Span(start=at, end=at + 1), message, "mend it, and import the file again")
        at += len(raw)


def _place_of_title(entry: Entry, source: Source, at: int) -> Span:
    title = next((field.value for field in entry.fields if field.key.lower() == "title"), "")
    pattern = re.compile(rf"(?<![\w-])title\s*=\s*[\"{{]?({re.escape(title)})", re.IGNORECASE)
    return place_of(pattern, source, at, at + len(entry.raw or ""))


def _read_fields(entry: Entry, span: Span, macros: Mapping[str, str], reporter: Reporter) -> _Fields:
    fields: _Fields = {}
    for field in entry.fields:
        name = field.key.lower()
        unknown: list[str] = []
        fields.setdefault(name, []).append(_text_of(field, macros, unknown))
        if unknown and any(name in names for names in NAMES["BibTeX"].values()):
            message = f"there is no @string '{unknown[0]}' in this file; its name is taken for the text of '{name}'"
            hint = f"write the text in braces, or add @string{{{unknown[0]} = {{...}}}}"
            reporter.warning("unknown-macro", span, message, hint)
    return fields


def _text_of(field: Field | String, macros: Mapping[str, str], unknown: list[str]) -> str:
    """The text of a value; a ValueError if it has none. Names of macros that there are not are added to `unknown`."""
    value: str = field.value
    if field.enclosing is not None:
        if _JOINED.fullmatch(value) is None:
            raise ValueError(f"the value of '{field.key}' in line {(field.start_line or 0) + 1} is no text in braces")
        parts = _PART.findall(value)
        unknown += [part for part in parts if part[0].isalpha() and part.lower() not in macros]
        value = "".join([macros.get(part.lower(), part.strip('"') if part[0] == '"' else part) for part in parts])
    if isinstance(field, String) and len(value) > _LONGEST_MACRO:
        raise ValueError(f"'{field.key}' has more than {_LONGEST_MACRO:,} characters")
    return value


def _inherited(own: _Fields, by_key: Mapping[str, _Fields], parents: set[str]) -> _Fields:
    """The fields of an entry, and those of its `xdata` and `crossref`, whose keys are added to `parents`. A parent's
    title is the child's `booktitle`.
    """
    fields = own
    for name in ("xdata", "crossref"):
        for key in map(str.strip, ",".join(own.get(name, ())).lower().split(",")):
            if by_key.get(key, own) is not own:
                parents.add(key)
                given = {"booktitle": by_key[key].get("title", []), **by_key[key], "title": [], "subtitle": []}
                fields = {**given, **fields, name: []}
    return fields


def _item(fields: _Fields, span: Span) -> Item:
    author, *others = fields.get("author", [""])
    for year, month in zip(fields.get("year", ()), fields.get("month", ()), strict=False):
        number = MONTHS.index(month.lower()[:3]) + 1 if month.lower()[:3] in MONTHS else month
        if re.fullmatch(r"[A-Za-z]{3,9}\.?|[01]?\d", month):
            fields = {**fields, "date": [*fields.get("date", ()), f"{year}-{number:0>2}"], "month": []}
    names = _AND.split(author)
    is_sure = sum("," in name for name in names) != 1
    authors = [
        [join_name(**{part: _plain_latex(text) for part, text in parts})]
        if (parts := _EXTENDED.findall(name))
        else read_name(name, _plain_latex, is_sure=is_sure or "{" in name)
        for name in names
    ]
    texts = {
        name: [(_plain_address if name in NAMES["BibTeX"]["address"] else _plain_latex)(text) for text in values]
        for name, values in {**fields, "author": others}.items()
    }
    return Item(texts, authors, span)


def _plain_address(value: str) -> str:
    return re.sub(r"\\url\b|\\(?=[%&#_~])|[{}]", "", value)


def _plain_latex(value: str) -> str:
    r"""The printed text. Formulas stay, and `\$`, which starts none."""
    for sign, name in (("<", "less"), (">", "greater")):  # as Zotero and Mendeley write them
        value = re.sub(rf"\{{?\$\s*(?:\\{name}\b|{sign})\s*\$\}}?", sign, value)
    formulas = [(start, formula.end) for start, formula in find_formulas(value).at.items()]
    return outside_formulas(value, formulas, _plain_text)


def _plain_text(text: str) -> str:
    text = re.sub(r"(?<!\\)~|\\[,; \\]", " ", text)
    text = plain_tex(re.sub(r"\{([-`']+)\}", r"\1", text))
    if not re.search(r"\\[a-zA-Z]", text):  # else braces may be of a command that is not known
        text = re.sub(r"(?<!\\)[{}]", "", text)
    return re.sub(r"\\([%&#_{}])", r"\1", text)
