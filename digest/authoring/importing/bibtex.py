"""A BibTeX parser: entries with fields, string concatenation and macros, and errors.

The grammar is that of BibTeX 0.99 (Patashnik, "BibTeXing"): `@type{key, name = value, ...}` in braces or parentheses; a
value is braces, quotes, numbers and macros joined by `#`. Text between entries is a comment. Since it may contain an
e-mail address, an entry must start a line or follow another.
"""

import re
from collections.abc import Iterator, Mapping

from digest.text.diagnostics import Reporter
from digest.text.records import frozen
from digest.text.source import Source, Span

_AT = re.compile(r"(?:^|(?<=[})]))[ \t]*@[ \t]*(?P<type>[A-Za-z]+)\s*(?P<open>[{(])", re.MULTILINE)
_KEY = re.compile(r"\s*(?P<key>[^\s,{}()=\"]*)\s*(?=,|[})])")
_NAME = re.compile(r"[\s,]*(?P<name>[A-Za-z][\w:.+/-]*)\s*=\s*")
_WORD = re.compile(r"[^\s,#{}()\"=]+")
_SPACE = re.compile(r"\s*")
MONTHS: Mapping[str, str] = {
    name[:3]: name.capitalize()
    for name in (
        *("january", "february", "march", "april", "may", "june"),
        *("july", "august", "september", "october", "november", "december"),
    )
}
"""Macros predefined by every style."""


@frozen
class BibField:
    """A field's value in LaTeX."""

    value: str
    span: Span


@frozen
class BibEntry:
    """An entry; `type` and names of fields are lower case."""

    type: str
    key: str
    fields: Mapping[str, BibField]
    span: Span
    """The place of type and key."""


class _Broken(Exception):
    """A syntax error in an entry, at offset `at`."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at
        self.message = message


def read_bibtex(source: Source, reporter: Reporter) -> list[BibEntry]:
    """Parse a file. A broken entry is reported and skipped."""
    text = source.text
    macros = dict(MONTHS)
    found: list[BibEntry] = []
    at = 0
    while match := _AT.search(text, at):
        at = match.end()
        kind = match["type"].lower()
        close = "}" if match["open"] == "{" else ")"
        try:
            if kind == "comment":
                continue  # skips the opening only: like BibTeX, read entries inside
            if kind == "preamble":
                _, at = _read_value(text, at, macros)
            elif kind == "string":
                for name, field, end in _read_fields(text, at, close, macros):
                    if name:
                        macros[name] = field.value
                    at = end
            else:
                entry, at = _read_entry(text, match, close, macros, reporter)
                found.append(entry)
        except _Broken as broken:
            reporter.error(
                "broken-bibtex",
                Span(start=match.start("type") - 1, end=match.end()),
                f"this entry cannot be read: {broken.message} in line {source.position(broken.at).line}",
                "mend it, and import the file again",
            )
            at = max(at, match.end())
    return found


def _read_entry(
    text: str, opening: re.Match[str], close: str, macros: Mapping[str, str], reporter: Reporter
) -> tuple[BibEntry, int]:
    key = _KEY.match(text, opening.end())
    at = key.end() if key else opening.end()
    fields: dict[str, BibField] = {}
    for name, field, end in _read_fields(text, at, close, macros):
        at = end
        if name in fields and fields[name].value != field.value:
            reporter.warning(
                "field-given-twice", field.span, f"'{name}' is given twice; the first is kept", "delete one of the two"
            )
        elif name:
            fields.setdefault(name, field)
    span = Span(start=opening.start("type") - 1, end=key.end() if key else opening.end())
    return BibEntry(type=opening["type"].lower(), key=key["key"] if key else "", fields=fields, span=span), at


def _read_fields(text: str, at: int, close: str, macros: Mapping[str, str]) -> Iterator[tuple[str, BibField, int]]:
    """Yield name, value and end offset of each field; at last an empty name with the end of the entry."""
    while True:
        name = _NAME.match(text, at)
        if name is None:
            at = _skip(text, at, ",")
            if not text.startswith(close, at):
                raise _Broken(
                    at, f"there is no '{close}' or 'name =' behind a value" if at < len(text) else "it has no end"
                )
            yield "", BibField(value="", span=Span(start=at, end=at)), at + 1
            return
        value, end = _read_value(text, name.end(), macros)
        yield name["name"].lower(), BibField(value=value, span=Span(start=name.end(), end=end)), end
        at = end


def _read_value(text: str, at: int, macros: Mapping[str, str]) -> tuple[str, int]:
    """A value (strings and macros joined by `#`) and its end offset."""
    parts = []
    while True:
        at = _skip(text, at)
        sign = text[at : at + 1]
        if sign == "{":
            part, at = _read_braces(text, at)
        elif sign == '"':
            part, at = _read_quotes(text, at)
        elif word := _WORD.match(text, at):
            part, at = macros.get(word.group().lower(), word.group()), word.end()
        else:
            raise _Broken(at, "there is no value behind '='")
        parts.append(part)
        behind = _skip(text, at)
        if not text.startswith("#", behind):
            return "".join(parts), at
        at = behind + 1


def _read_braces(text: str, at: int) -> tuple[str, int]:
    depth = 0
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, at):
        if match.group() == "{":
            depth += 1
        elif match.group() == "}":
            depth -= 1
            if depth == 0:
                return text[at + 1 : match.start()], match.end()
    raise _Broken(at, "a '{' is not closed")


def _read_quotes(text: str, at: int) -> tuple[str, int]:
    depth = 0
    for match in re.compile(r"\\.|[{}\"]", re.DOTALL).finditer(text, at + 1):
        if match.group() == "{":
            depth += 1
        elif match.group() == "}":
            depth -= 1
        elif match.group() == '"' and depth <= 0:
            return text[at + 1 : match.start()], match.end()
    raise _Broken(at, "a '\"' is not closed")


def _skip(text: str, at: int, also: str = "") -> int:
    match = _SPACE.match(text, at)
    at = match.end() if match else at
    while also and text.startswith(also, at):
        match = _SPACE.match(text, at + 1)
        at = match.end() if match else at + 1
    return at
