r"""The entry of a paper of arXiv: what the API tells of it, as an editor would type it.

arXiv keeps abstracts as authors sent them, TeX and all, with lines broken anywhere. Formulas stay; the accents and
quotation marks of TeX, which mean nothing outside it, become the characters that they stand for.
"""

import re
import unicodedata
from collections.abc import Callable

from digest.authoring.arxiv.answers import ArxivPaper
from digest.authoring.arxiv.resource_links import find_addresses
from digest.authoring.arxiv.venues import find_venue
from digest.authoring.composing import CUT, NewEntry
from digest.markdown.math import find_formulas
from digest.model.arxiv_ids import Identifier
from digest.model.categories import category_code
from digest.model.front_matter import DOI_START

MOST_NAMES = 40_000
"""Characters of a list of authors. Those of a collaboration of thousands would not fit into a front matter."""

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n|\n(?=[^\S\n])")
"""arXiv marks the paragraphs of an abstract by indenting their first lines."""

_MARKS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307"}
_NAMED_MARKS = {"c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a"}
_ACCENTS = _MARKS | _NAMED_MARKS
_LETTERS = {
    "ss": "ß",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
}
_ACCENT = re.compile(
    r"""\{?\\(?P<mark>['`^"~=.])\s*(?:\{\s*\\?(?P<braced>[A-Za-z])\s*\}|\\?(?P<bare>[A-Za-z]))\}?"""
    r"""|\{?\\(?P<named>[cvuHkr])\s*\{\s*\\?(?P<inner>[A-Za-z])\s*\}\}?"""
)
_LETTER = re.compile(r"\{?\\(?P<name>ss|ae|AE|oe|OE|aa|AA|[oOlL])(?:\{\}|\b[ ]?)\}?")
_QUOTED = re.compile(r"``(?P<double>[^`'\"]+(?:'[^`'\"]+)*)(?:''|\")|(?<!`)`(?P<single>[^`'\n]+)'(?!')")
_DOI = re.compile(rf"\b{DOI_START}[^\s,;]+")
_WITHDRAWN = re.compile(r"\b(?:withdrawn|retracted)\b", re.IGNORECASE)


def make_entry(paper: ArxivPaper, asked: Identifier) -> NewEntry:
    """The entry of a paper; its arXiv id has the version that was asked for, if one was."""
    return NewEntry(
        title=tidy_line(paper.title),
        authors=_authors(paper.authors),
        affiliations=paper.affiliations,
        category=(category_code(paper.category),) if paper.category else (),
        arxiv=asked.whole,
        doi=_first_doi(paper.doi),
        venue=find_venue(paper.comment) or tidy_line(paper.journal),
        abstract=tidy_text(paper.abstract),
        draft=not paper.category,  # without one, an entry cannot be published
        **find_addresses(paper.comment, paper.abstract),
    )


def skeleton_of(asked: Identifier) -> NewEntry:
    """The entry of a paper of which nothing is known but its id: a draft, until somebody fills it."""
    return NewEntry(title="", arxiv=asked.whole, draft=True)


def is_withdrawn(paper: ArxivPaper) -> bool:
    """Whether its authors, or arXiv, took a paper back."""
    return _WITHDRAWN.search(f"{paper.comment} {paper.abstract[:200]}") is not None


def tidy_line(text: str) -> str:
    """A text on one line."""
    return _outside_formulas(" ".join(text.split()), _untex)


def tidy_text(text: str) -> str:
    """A text whose lines were broken anywhere: each paragraph on one line."""
    return "\n\n".join([line for part in _PARAGRAPH.split(text.strip()) if (line := tidy_line(part))])


def _first_doi(text: str) -> str:
    """The first of the DOIs that authors typed, apart by whatever they thought of."""
    found = _DOI.search(text)
    return found.group().rstrip(".,;") if found else ""


def _authors(names: tuple[str, ...]) -> tuple[str, ...]:
    kept: list[str] = []
    room = MOST_NAMES
    for name in map(tidy_line, names):
        room -= len(name) + 2
        if room < 0:
            return (*kept, CUT)
        kept.append(name)
    return tuple(kept)


def _outside_formulas(text: str, change: Callable[[str], str]) -> str:
    parts: list[str] = []
    done = 0
    for start, formula in find_formulas(text).at.items():
        parts += (change(text[done:start]), text[start : formula.end])
        done = formula.end
    return "".join((*parts, change(text[done:])))


def _untex(text: str) -> str:
    if "\\" in text:
        text = _LETTER.sub(lambda match: _LETTERS[match["name"]], _ACCENT.sub(_accented, text))
    return _QUOTED.sub(_quoted, text) if "`" in text else text


def _accented(match: re.Match[str]) -> str:
    letter = match["braced"] or match["bare"] or match["inner"]
    made = unicodedata.normalize("NFC", letter + _ACCENTS[match["mark"] or match["named"]])
    return made if len(made) == 1 else match.group()


def _quoted(match: re.Match[str]) -> str:
    return f"“{match['double']}”" if match["double"] else f"‘{match['single']}’"
