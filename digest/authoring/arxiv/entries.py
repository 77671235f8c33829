"""Make an entry of an arXiv paper, as an editor would type it.

arXiv stores abstracts as submitted: in TeX, with arbitrary line breaks. Formulas stay; other TeX becomes plain text.
"""

import re

from digest.authoring.arxiv.answers import ArxivPaper
from digest.authoring.arxiv.resource_links import find_resource_links
from digest.authoring.arxiv.venues import find_venue
from digest.authoring.composing import MORE_AUTHORS, NewEntry
from digest.markdown.math import find_formulas
from digest.model.arxiv_ids import Identifier
from digest.model.categories import category_code
from digest.model.front_matter import DOI_START
from digest.text.tex import outside_formulas, plain_tex

_LONGEST_AUTHORS = 35_000
"""Maximum characters of the authors' list; those of a large collaboration would exceed the limit of front matter."""

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n|\n(?=[^\S\n])")
"""arXiv indents the first line of each paragraph of an abstract."""

_SINGLE_QUOTED = re.compile(r"(?<!`)`(?P<single>[^`'\n]+)'(?!')")
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
    line = " ".join(text.split())
    return outside_formulas(line, [(start, found.end) for start, found in find_formulas(line).at.items()], _untex)


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


def _untex(text: str) -> str:
    text = plain_tex(text)
    return _SINGLE_QUOTED.sub(r"‘\g<single>’", text) if "`" in text else text
