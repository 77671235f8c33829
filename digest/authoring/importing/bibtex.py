"""Read BibTeX and BibLaTeX: `bibtexparser` finds the entries and their fields; values, macros and inheritance are read
here.

A value is braces, quotes, numbers and macros joined by `#` (Patashnik, "BibTeXing"). A child inherits from the entry in
its `crossref` and from those in its `xdata` (BibLaTeX manual, 2.4.1 and 3.13.6).
"""

import bisect
import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import accumulate

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts
from bibtexparser.model import Block, Entry, ParsingFailedBlock, String

from digest.authoring.composing import Imported
from digest.authoring.importing.references import (
    CitedWork,
    draft_references,
    join_name,
    plain_title,
    split_keywords,
)
from digest.model.name_lists import cut_mark, read_names
from digest.model.value_kinds import is_web_address
from digest.text.characters import has_han
from digest.text.diagnostics import Reporter
from digest.text.person_names import SUFFIX, is_chinese_surname
from digest.text.records import frozen
from digest.text.source import Source, Span
from digest.text.tex import outside_formulas, plain_tex

_KEPT = re.compile(
    r"(?<!\\)\$\$.+?(?<!\\)\$\$|(?<!\\)\$.+?(?<!\\)\$|\\\(.+?\\\)|\\\[.+?\\\]|\\cite[a-z]*\*?\{[^{}]*\}", re.DOTALL
)
_UNKNOWN = re.compile(r"\\(?P<name>[a-zA-Z]+)\*?\s*(?:\[[^\[\]{}]*\]\s*)*(?:\{[^{}]+\})+")
_ANGLE = {"$\\less$": "<", "$\\greater$": ">"}
"""How Mendeley writes tags."""
_ESCAPED = re.compile(r"\\([%&#_$\{\}])")


def plain_latex(value: str, *, keep_escapes: bool = False) -> str:
    r"""The printed text, white space collapsed. With `keep_escapes`, `\$` stays escaped and starts no formula."""
    for written, meant in _ANGLE.items():
        value = value.replace(written, meant)
    kept = [match.span() for match in _KEPT.finditer(value)]
    return " ".join(outside_formulas(value, kept, partial(_plain_text, keep_escapes=keep_escapes)).split())


def _plain_text(text: str, *, keep_escapes: bool) -> str:
    if not any(sign in text for sign in "\\{}~-`'"):
        return text
    text = _ESCAPED.sub(lambda match: f"\x00{match[1]}\x01", re.sub(r"\\(?:noopsort|relax)(?![a-zA-Z])\s*", "", text))
    text = re.sub(r"\{(\\[a-zA-Z]+)\}(?=[a-zA-Z])", r"\1 ", plain_tex(text))
    text = _UNKNOWN.sub(lambda match: re.sub(r"([{}])", "\x00\\1\x01", match[0]), text)
    text = text.replace("``", "“").replace("''", "”")
    text = re.sub(r"~|\\[,; \\]", " ", text)
    text = re.sub(r"\\[-/]|(?<!\x00)[{}](?!\x01)", "", text)
    kept = "\\" if keep_escapes else ""
    return re.sub(r"\x00(.)\x01", lambda match: (kept if match[1] == "$" else "") + match[1], text)


_EXTENDED = re.compile(r"\"?\s*(?:family|given|prefix|suffix|id)(?:-i)?\s*=", re.IGNORECASE)
_AND = re.compile(r"(?<!\s)\s+and\s+|\A\s+and\s+", re.IGNORECASE)
_SEPARATOR = re.compile(r"[;；、，]")


def _read_list(text: str, span: Span, reporter: Reporter) -> tuple[list[str], bool]:
    """The names in a list as they are printed, and whether it goes on.

    One that BibTeX would make a single person of, but that is several, is read and told.
    """
    names: list[str] = []
    cut = False
    for part in _split_at_and(text):
        if plain_latex(part).lower() == "others" or cut_mark(plain_latex(part)) == "":
            cut = True
        elif (one := _read_name(part)) is not None:
            names += [one] if one else []
        else:
            several = read_names(plain_latex(part), apart=True)
            read = [each.name for each in several.names]
            names += read
            cut = cut or several.cut
            reporter.warning(
                "joined-names",
                span,
                f"the authors are not separated by 'and'; they were read as {'; '.join(read)}",
                "look at the names in the entry; BibTeX writes: Lovelace, Ada and Turing, Alan",
            )
    return names, cut


def _split_at_and(text: str) -> Iterator[str]:
    """The names of a list, which `and` outside of braces separates."""
    at = last = depth = 0
    for match in _AND.finditer(text):
        depth += text.count("{", last, match.start()) - text.count("}", last, match.start())
        last = match.start()
        if depth <= 0:
            yield text[at : match.start()]
            at, depth = match.end(), 0
    yield text[at:]


def _read_name(text: str) -> str | None:
    """One name as it is printed; None if it is several."""
    if _EXTENDED.match(text):
        pairs = [part.partition("=") for part in re.split(r",\s*(?=[\w-]+\s*=)", plain_latex(text).replace('"', ""))]
        given = {name.strip().lower(): value.strip() for name, _, value in pairs}
        return join_name(*(given.get(name, "") for name in ("given", "family", "prefix", "suffix")))
    if "," not in text and not _SEPARATOR.search(text):
        return plain_latex(text)
    try:
        parts = parse_single_name_into_parts(text)
    except InvalidNameError:  # too many commas
        return None
    first, prefix, last, suffix = (
        plain_latex(" ".join(each)) for each in (parts.first, parts.von, parts.last, parts.jr)
    )
    if suffix and SUFFIX.fullmatch(first):  # `Last, First, Jr.`, which is not BibTeX's order
        first, suffix = suffix, first
    are_several = (
        _SEPARATOR.search(re.sub(r"\{.*\}", "", text)) is not None
        or (suffix and not SUFFIX.fullmatch(suffix))
        or (first and has_han(last) and not (is_chinese_surname(last) or len(last) == 1))
    )
    return None if are_several else join_name(first, last, prefix, suffix)


_VENUES = ("booktitle", "journal", "journaltitle", "eventtitle", "maintitle")
_NOTES = ("note", "annote", "annotation", "addendum")
_USED = (
    *("title", *_VENUES, "abstract", "keywords", "keyword", *_NOTES, "author", "year", "date", "doi", "url", "pdf"),
    *("eprint", "archiveprefix", "eprinttype", "primaryclass", "eprintclass", "subtitle"),
)
"""Fields that an entry has a key for."""

_LONGEST_MACRO = 10_000
"""Characters of a `@string`, which may double with each line."""

_PARENTS = re.compile(r"(?:mv)?(?:proceedings|book|collection|reference)|periodical|set")
"""Types of entries that others are part of."""

_MARK = re.compile(r"\\.|[{}\"]", re.DOTALL)
_WORD = re.compile(r"[^\s,#{}()\"=]+")
_START = re.compile(r"@\s*\w+\s*[{(]")
MONTHS: Mapping[str, str] = {
    name[:3]: name.capitalize()
    for name in (
        *("january", "february", "march", "april", "may", "june"),
        *("july", "august", "september", "october", "november", "december"),
    )
}
"""Macros predefined by every style."""


@frozen
class _BibEntry:
    """An entry; its type and the names of its fields are lower case. `span` is its title's place, or its start."""

    type: str
    key: str
    fields: dict[str, str]
    span: Span


def read_bibtex(source: Source, reporter: Reporter) -> Imported:
    """Read a BibTeX file. Broken entries are reported, the others are read."""
    entries = _read_entries(source, reporter)
    by_key = {entry.key.lower(): entry for entry in reversed(entries)}
    named = {entry.fields.get("crossref", "").lower() for entry in entries}
    papers = [
        entry
        for entry in entries
        if entry.type != "xdata" and not (entry.key.lower() in named and _PARENTS.fullmatch(entry.type))
    ]
    works = [_of_bibtex(entry, _inherited(entry, by_key), reporter) for entry in papers]
    hint = "an entry begins with its type: @article{key, title = {...}, ...}"
    return draft_references(works, source, reporter, hint=hint)


def _read_entries(source: Source, reporter: Reporter) -> list[_BibEntry]:
    starts = [0, *accumulate(len(line) + 1 for line in source.text.split("\n"))]
    macros = dict(MONTHS)
    entries = []
    at = 0
    for block in parse_string(source.text, parse_stack=[]).blocks:
        at = max(at, starts[block.start_line or 0])
        if isinstance(block, String):
            text = _value(block.value, macros) or ""
            if len(text) > _LONGEST_MACRO:
                _tell_broken(source, at, f"'{block.key}' has more than {_LONGEST_MACRO:,} characters", reporter)
            macros[block.key.lower()] = text[:_LONGEST_MACRO]
        entry: Block | None = getattr(block, "ignore_error_block", None) or block
        raw = block.raw or ""
        if isinstance(entry, Entry):
            at = source.text.find(raw, at)
            found = _read_entry(entry, at, starts, macros, source, reporter)
            if found is not None:
                entries.append(found)
            at += len(raw)
        elif isinstance(block, ParsingFailedBlock):
            end = bisect.bisect_right(starts, at + len(raw.rstrip()))
            _tell_broken(source, at, f"'{{', '\"', ',' or '=' is missing, or one too many, up to line {end}", reporter)
    return entries


def _read_entry(
    entry: Entry, at: int, starts: list[int], macros: Mapping[str, str], source: Source, reporter: Reporter
) -> _BibEntry | None:
    start = _START.match(source.text, at)
    place = Span(start=at, end=start.end() if start is not None else at + 1)
    fields: dict[str, str] = {}
    for field in entry.fields:
        name = field.key.lower()
        begin = source.text.find(field.value, max(at, starts[field.start_line or 0]))
        value = _value(field.value, macros)
        if value is None:
            line = source.position(begin).line
            _tell_broken(source, at, f"the value of '{name}' in line {line} is no text in braces", reporter)
            return None
        span = Span(start=begin, end=begin + len(field.value.rstrip()))
        if fields.setdefault(name, value) != value:
            message = f"'{name}' is given twice; the first is kept"
            reporter.warning("field-given-twice", span, message, "delete one of the two")
        elif name == "title":
            place = span
    return _BibEntry(type=entry.entry_type.lower(), key=entry.key, fields=fields, span=place)


def _tell_broken(source: Source, at: int, problem: str, reporter: Reporter) -> None:
    start = _START.search(source.text, at)
    span = Span(start=start.start(), end=start.end()) if start is not None else Span(start=at, end=at + 1)
    reporter.error("broken-bibtex", span, f"this entry cannot be read: {problem}", "mend it, and import the file again")


def _value(raw: str, macros: Mapping[str, str]) -> str | None:
    """The text of a value; None if it is none."""
    parts = []
    rest = raw.strip()
    while True:
        if rest.startswith(("{", '"')) and (end := _closing(rest)) > 0:
            parts.append(rest[1:end])
            rest = rest[end + 1 :].lstrip()
        elif word := _WORD.match(rest):
            parts.append(macros.get(word[0].lower(), word[0]))
            rest = rest[word.end() :].lstrip()
        else:
            return None
        if not rest.startswith("#"):
            return None if rest else "".join(parts)
        rest = rest[1:].lstrip()


def _closing(text: str) -> int:
    """The offset of the brace or quote that closes the first one; -1 if there is none."""
    depth = 0
    for mark in _MARK.finditer(text, 1):
        if depth == 0 and mark[0] == ("}" if text[0] == "{" else '"'):
            return mark.start()
        depth += (mark[0] == "{") - (mark[0] == "}")
    return -1


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


def _of_bibtex(entry: _BibEntry, fields: Mapping[str, str], reporter: Reporter) -> CitedWork:
    if is_web_address(address := _url(fields.get("howpublished", ""))):
        fields = {"url": address, **{name: value for name, value in fields.items() if name != "howpublished"}}
    names, cut = _read_list(fields.get("author", ""), entry.span, reporter)
    others = {name: plain_latex(value) for name, value in fields.items() if name not in _USED}
    return CitedWork(
        title=": ".join(plain_title(plain_latex(fields[name])) for name in ("title", "subtitle") if fields.get(name)),
        authors=tuple(names),
        cut=cut,
        date=" ".join(fields.get(name, "") for name in ("year", "date")),
        venue=next((plain_latex(fields[name]) for name in _VENUES if fields.get(name)), ""),
        eprint=fields.get("eprint", ""),
        archive=fields.get("archiveprefix", "") or fields.get("eprinttype", ""),
        category=fields.get("primaryclass", "") or fields.get("eprintclass", ""),
        doi=plain_latex(fields.get("doi", "")),
        urls=tuple(_url(fields[name]) for name in ("url", "pdf") if fields.get(name)),
        abstract=plain_latex(fields.get("abstract", ""), keep_escapes=True),
        keywords=split_keywords(*(plain_latex(fields.get(name, "")) for name in ("keywords", "keyword"))),
        notes=tuple(plain_latex(fields[name]) for name in _NOTES if fields.get(name)),
        others={name: value for name, value in others.items() if value},
        span=entry.span,
    )


def _url(value: str) -> str:
    found = re.fullmatch(r"\s*\\url\s*\{(.*)\}\s*", value, re.DOTALL)
    return re.sub(r"\\([%&#_~])", r"\1", found[1] if found else value).strip()
