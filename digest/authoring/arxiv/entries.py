"""Make an entry of an arXiv paper, as an editor would type it.

arXiv stores abstracts as submitted: in TeX, with arbitrary line breaks. Formulas stay; TeX accents and quotation marks
are converted to Unicode.
"""

import re
import unicodedata
from collections.abc import Callable

from digest.authoring.arxiv.answers import ArxivPaper
from digest.authoring.arxiv.resource_links import find_resource_links
from digest.authoring.arxiv.venues import find_venue
from digest.authoring.composing import MORE_AUTHORS, NewEntry
from digest.markdown.math import find_formulas
from digest.model.arxiv_ids import Identifier
from digest.model.categories import category_code
from digest.model.front_matter import DOI_START

_LONGEST_AUTHORS = 35_000
"""Maximum characters of the authors' list; those of a large collaboration would exceed the limit of front matter."""

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n|\n(?=[^\S\n])")
"""arXiv indents the first line of each paragraph of an abstract."""

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
    """Make an entry, a draft until an editor has written its texts. Its arXiv id has a version if `asked` has one."""
    return NewEntry(
        title=tidy_line(paper.title),
        authors=_authors(paper.authors),
        affiliations=paper.affiliations,
        category=(category_code(paper.category),) if paper.category else (),
        arxiv=asked.whole,
        doi=_first_doi(paper.doi),
        venue=find_venue(paper.comment) or tidy_line(paper.journal),
        published=paper.published,
        abstract=tidy_text(paper.abstract),
        draft=True,
        **find_resource_links(paper.comment, paper.abstract),
    )


def skeleton_of(asked: Identifier) -> NewEntry:
    """A draft with nothing but the id, for an editor to fill."""
    return NewEntry(title="", arxiv=asked.whole, draft=True)


def is_withdrawn(paper: ArxivPaper) -> bool:
    """Whether the authors or arXiv withdrew the paper, by comment and abstract."""
    return _WITHDRAWN.search(f"{paper.comment} {paper.abstract[:200]}") is not None


def tidy_line(text: str) -> str:
    """Join the lines; convert TeX outside formulas."""
    return _outside_formulas(" ".join(text.split()), _untex)


def tidy_text(text: str) -> str:
    """`tidy_line` for each paragraph."""
    return "\n\n".join([line for part in _PARAGRAPH.split(text.strip()) if (line := tidy_line(part))])


def _first_doi(text: str) -> str:
    """The first DOI in a field that may have several, with any separator."""
    found = _DOI.search(text)
    return found.group().rstrip(".,;") if found else ""


def _authors(names: tuple[str, ...]) -> tuple[str, ...]:
    kept: list[str] = []
    room = _LONGEST_AUTHORS
    for name in map(tidy_line, names):
        room -= len(name) + 2
        if room < 0:
            return (*kept, MORE_AUTHORS)
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
