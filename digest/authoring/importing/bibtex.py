"""Read BibTeX and BibLaTeX: `bibtexparser` finds the entries and their fields; values, macros, names and inheritance
are read here.

A value is braces, quotes, numbers and macros joined by `#` (Patashnik, "BibTeXing"). A child inherits from the entry in
its `crossref` and from those in its `xdata` (BibLaTeX manual, 2.4.1 and 3.13.6).
"""

import re
from collections.abc import Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry, ImplicitComment, ParsingFailedBlock, String

from digest.authoring.composing import Imported
from digest.authoring.importing.references import KNOWN, NAMES, Item, draft_items, printed_names, split_outside
from digest.markdown.math import find_formulas
from digest.text.diagnostics import Reporter
from digest.text.records import frozen
from digest.text.source import Source, Span
from digest.text.tex import outside_formulas, plain_tex

_ANGLE = re.compile(r"\{?\$\s*(?:(?P<less>\\less\b|<)|\\greater\b|>)\s*\$\}?")
"""How Zotero and Mendeley write `<` and `>`."""
_UNKNOWN = re.compile(r"\\(?P<name>[a-zA-Z]+)\*?\s*(?:\[[^\[\]{}]*\]\s*)*(?:\{[^{}]+\})+")
_ESCAPED = re.compile(r"\\([%&#_$\{\}])")

_LONGEST_MACRO = 10_000
"""Characters of a `@string`, which may double with each line."""

_PARENTS = re.compile(r"(?:mv)?(?:proceedings|book|collection|reference)|periodical|set")
"""Types of entries that others are part of."""

_EXTENDED = re.compile(r"\"?\s*(?:family|given|prefix|suffix|id)(?:-i)?\s*=", re.IGNORECASE)
_MARK = re.compile(r"\\.|[{}\"#]|[^\s\\{}\"#]+", re.DOTALL)
_START = re.compile(r"@\s*\w+\s*[{(]")
_WITHOUT_AT = re.compile(r"^[ \t]*\w+\s*\{[^\s{},]*,\s*\w+\s*=", re.MULTILINE)


@frozen
class _BibEntry:
    """An entry, its place, and those of its fields. Its type and the names of its fields are lower case."""

    type: str
    key: str
    fields: Mapping[str, str]
    span: Span
    places: Mapping[str, Span]


def read_bibtex(source: Source, reporter: Reporter) -> Imported:
    """Read a BibTeX file. Broken entries are reported, the others are read."""
    entries = list(_read_entries(source, reporter))
    by_key = {entry.key.lower(): entry for entry in reversed(entries)}
    named = {entry.fields.get("crossref", "").lower() for entry in entries}
    papers = []
    for entry in entries:
        if entry.type == "xdata" or (entry.key.lower() in named and _PARENTS.fullmatch(entry.type)):
            reporter.note("left-out", entry.span, f"'{entry.key}' is no paper: others have its fields")
        else:
            papers.append(_item(entry, _inherited(entry, by_key), reporter))
    return draft_items(papers, "BibTeX", source, reporter)


def _read_entries(source: Source, reporter: Reporter) -> Iterator[_BibEntry]:
    macros: dict[str, str] = {}
    at = 0
    for block in parse_string(source.text, parse_stack=[]).blocks:
        raw = block.raw or ""
        at = max(at, source.text.find(raw, at))
        entry = getattr(block, "ignore_error_block", None) or block  # two of one key
        if isinstance(entry, Entry):
            if (found := _read_entry(entry, at, macros, source, reporter)) is not None:
                yield found
        elif isinstance(entry, String):
            text = _value(entry.value, macros, []) or ""
            if len(text) > _LONGEST_MACRO:
                _tell_broken(source, at, f"'{entry.key}' has more than {_LONGEST_MACRO:,} characters", reporter)
            macros[entry.key.lower()] = text[:_LONGEST_MACRO]
        elif isinstance(block, ParsingFailedBlock):
            end = source.position(at + len(raw.rstrip())).line
            _tell_broken(source, at, f"'{{', '\"', ',' or '=' is missing, or one too many, up to line {end}", reporter)
        elif isinstance(block, ImplicitComment):
            for each in _WITHOUT_AT.finditer(raw):
                _tell_broken(source, at + each.start(), "'@' is missing before its type", reporter)
        at += len(raw)


def _read_entry(
    entry: Entry, at: int, macros: Mapping[str, str], source: Source, reporter: Reporter
) -> _BibEntry | None:
    fields: dict[str, str] = {}
    places: dict[str, Span] = {}
    end = source.text.find(",", at)
    for field in entry.fields:
        name = field.key.lower()
        start = source.text.find(field.value, source.text.find(field.key, end) + len(field.key))
        end = start + len(field.value)
        span = Span(start=start, end=end)
        unknown: list[str] = []
        value = _value(field.value, macros, unknown)
        if value is None:
            line = source.position(start).line
            _tell_broken(source, at, f"the value of '{name}' in line {line} is no text in braces", reporter)
            return None
        places.setdefault(name, span)
        if fields.setdefault(name, value) != value:
            message = f"'{name}' is given twice; the first is kept"
            reporter.warning("field-given-twice", span, message, "delete one of the two")
        elif unknown and name in KNOWN["BibTeX"]:
            message = f"there is no @string '{unknown[0]}' in this file; its name is taken for its text"
            hint = f"write the text in braces, or add @string{{{unknown[0]} = {{...}}}}"
            reporter.warning("unknown-macro", span, message, hint)
    span = _start_of(source, at)
    return _BibEntry(type=entry.entry_type.lower(), key=entry.key, fields=fields, span=span, places=places)


def _start_of(source: Source, at: int) -> Span:
    start = _START.match(source.text, at)
    return Span(start=at, end=start.end() if start is not None else at + 1)


def _tell_broken(source: Source, at: int, problem: str, reporter: Reporter) -> None:
    message = f"this entry cannot be read: {problem}"
    reporter.error("broken-bibtex", _start_of(source, at), message, "mend it, and import the file again")


def _value(raw: str, macros: Mapping[str, str], unknown: list[str]) -> str | None:
    """The text of a value; None if it is none. Names of macros that there are not are added to `unknown`."""
    parts: list[str] = []
    wanted, closing, start, depth = 1, "", 0, 0
    for mark in _MARK.finditer(raw):
        sign = mark[0]
        if closing and (sign != closing or depth > 0):
            depth += (sign == "{") - (sign == "}")
        elif closing:
            parts.append(raw[start : mark.start()])
            closing = ""
        elif sign in ("{", '"'):
            closing, start = "}" if sign == "{" else '"', mark.end()
        elif sign == "#":
            wanted += 1
        else:
            parts.append(macros.get(sign.lower(), sign))
            unknown += [sign] if sign.lower() not in macros and not sign[0].isdigit() else []
    return "".join(parts) if len(parts) == wanted and not closing else None


def _inherited(entry: _BibEntry, by_key: Mapping[str, _BibEntry]) -> Mapping[str, str]:
    """The fields of an entry, and those of its `xdata` and `crossref`. A parent's title is the child's `booktitle`."""
    fields = dict(entry.fields)
    for name, unlike in (("xdata", ()), ("crossref", ("title", "subtitle", "crossref"))):
        for parent in [by_key.get(key.strip().lower(), entry) for key in fields.get(name, "").split(",")]:
            if parent is not entry:
                fields.pop(name, None)
                given = {"booktitle": parent.fields.get("title", ""), **parent.fields} if unlike else parent.fields
                fields = {key: value for key, value in given.items() if key not in unlike} | fields
    return fields


def _item(entry: _BibEntry, fields: Mapping[str, str], reporter: Reporter) -> Item:
    authors = [_usual(name) for name in split_outside(r"(?<!\s)\s+(?i:and)\s+", fields.get("author", ""))]
    people = printed_names(authors, "BibTeX", entry.places.get("author", entry.span), reporter, plain_latex)
    texts = {
        name: [text]
        for name, value in fields.items()
        if (text := (_plain_address if name in NAMES["BibTeX"]["url"] else plain_latex)(value).strip())
    }
    return Item("BibTeX", texts, people, entry.places.get("title", entry.span))


def _usual(name: str) -> str:
    """A name of BibLaTeX's extended format as `Last, Jr, First`; another one as it is."""
    if _EXTENDED.match(name) is None:
        return name
    pairs = [part.partition("=") for part in re.split(r",\s*(?=[\w-]+\s*=)", name.strip().strip('"'))]
    given = {part.strip().lower(): f"{{{value.strip()}}}" for part, _, value in pairs}
    family = f"{given.get('prefix', '')} {given.get('family', '')}"
    return ", ".join(filter(None, (family, given.get("suffix"), given.get("given"))))


def _plain_address(value: str) -> str:
    found = re.fullmatch(r"\s*\\url\s*\{(.*)\}\s*", value, re.DOTALL)
    return re.sub(r"\\([%&#_~])", r"\1", found[1] if found else value)


def plain_latex(value: str) -> str:
    r"""The printed text. Formulas stay, and `\$`, which starts none."""
    if not any(sign in value for sign in "\\{}$~-`'"):
        return value
    value = _ANGLE.sub(lambda sign: "<" if sign["less"] else ">", value)
    formulas = [(start, formula.end) for start, formula in find_formulas(value).at.items()]
    return outside_formulas(value, formulas, _plain_text)


def _plain_text(text: str) -> str:
    text = re.sub(r"\\noopsort\s*\{[^{}]*\}", "", text)
    text = re.sub(r"(?<!\\)~|\\[,; \\]", " ", text)
    text = _ESCAPED.sub(lambda match: f"\x00{match[1]}\x01", text)
    text = plain_tex(re.sub(r"\{([-`']+)\}", r"\1", text))
    text = re.sub(r"\{(\\[a-zA-Z]+)\}(?=[a-zA-Z])", r"\1 ", text)
    text = _UNKNOWN.sub(lambda match: re.sub(r"([{}])", "\x00\\1\x01", match[0]), text)
    text = text.replace("``", "“").replace("''", "”")
    text = re.sub(r"\\[-/]|(?<!\x00)[{}](?!\x01)", "", text)
    return re.sub(r"\x00(.)\x01", lambda match: ("\\" if match[1] == "$" else "") + match[1], text)
