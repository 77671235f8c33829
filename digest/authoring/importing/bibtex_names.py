"""Names in BibTeX: `von Last, Jr, First`, BibLaTeX's `family=..., given=...`, and lists that are not apart by `and`."""

import re
from typing import NamedTuple

from digest.authoring.importing.latex import plain_latex
from digest.authoring.importing.references import join_name
from digest.model.name_lists import cut_mark, read_names
from digest.text.characters import has_han
from digest.text.diagnostics import Reporter
from digest.text.person_names import is_chinese_surname
from digest.text.source import Span

_EXTENDED = re.compile(r"\"?\s*(?:family|given|prefix|suffix|id)(?:-i)?\s*=", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{1,3}|IV|Esq\.?", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
_SEPARATOR = re.compile(r"[;；、，]")


class BibNames(NamedTuple):
    """Names as they are printed; `cut` says that the list goes on."""

    names: tuple[str, ...]
    cut: bool


def read_bibtex_names(text: str, span: Span, reporter: Reporter) -> BibNames:
    """Read a list of names. One that BibTeX would make a single person of, but that is several, is read and told."""
    names: list[str] = []
    cut = False
    for part in split_outside(text, _AND):
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
    return BibNames(tuple(names), cut)


def _read_name(text: str) -> str | None:
    """One name as it is printed; None if it is several."""
    parts = split_outside(text.strip(), _COMMA)
    if _EXTENDED.match(text):
        return _read_extended(parts)
    plain = [plain_latex(part) for part in parts]
    if len(split_outside(text, _SEPARATOR)) > 1 or len(plain) > 3:
        return None
    if len(plain) == 1:
        return plain[0]
    last, *middle, first = plain
    if middle and _SUFFIX.fullmatch(first):  # `Last, First, Jr.`, which is not BibTeX's order
        return join_name(middle[0], last, suffix=first)
    if has_han(last) and not (is_chinese_surname(last) or len(last) == 1):
        return None
    return None if middle and not _SUFFIX.fullmatch(middle[0]) else join_name(first, last, suffix="".join(middle))


def _read_extended(parts: list[str]) -> str:
    given: dict[str, str] = {}
    for part in parts:
        name, _, value = plain_latex(part).strip('" ').partition("=")
        given[name.strip().lower()] = value.strip()
    return join_name(
        given.get("given", ""), given.get("family", ""), prefix=given.get("prefix", ""), suffix=given.get("suffix", "")
    )


def split_outside(text: str, separators: re.Pattern[str]) -> list[str]:
    """Split a value at separators outside of braces."""
    depths = [0]
    for sign in text:
        depths.append(max(depths[-1] + (sign == "{") - (sign == "}"), 0))
    parts, at = [], 0
    for match in separators.finditer(text):
        if depths[match.start()] == 0:
            parts.append(text[at : match.start()])
            at = match.end()
    return [*parts, text[at:]]
