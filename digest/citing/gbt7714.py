"""References as GB/T 7714-2025 has them, as plain text."""

import re

from digest.citing.cited_names import CitedName
from digest.citing.publications import Publication
from digest.text.alphabetical import is_pinyin_name

_MARKS = {"preprint": "PP", "conference": "C", "journal": "J", "phdthesis": "D", "mastersthesis": "D", "report": "R"}
_MOST_NAMES = 3


def write_gbt7714(work: Publication) -> str:
    """The reference, on one line. It lacks the date on which it was read, which only its reader knows.

    Marks of the document: [PP/OL] preprint, [C/OL] paper of a conference, [J/OL] article, [D/OL] thesis, [R/OL] report,
    [EB/OL] other.
    """
    mark = _MARKS.get(work.kind, "EB")
    medium = "/OL" if work.url else ""
    title = f"{work.title}[{mark}{medium}]"
    year = f"[{work.date.year}]" if work.assumed else str(work.date.year)
    if work.kind in ("preprint", "other"):
        source = f". {work.container or work.server}{year if work.assumed else f'({work.date.iso})'}"
    else:
        sign = "//" if work.kind == "conference" and work.container else ". "
        issue = f"{work.volume}{f'({work.number})' if work.number else ''}"
        source = sign + ", ".join(filter(None, (work.container, year, issue)))
        source += f": {work.pages}" if work.pages else ""
    doi = f"DOI:{work.cited_doi}" if work.cited_doi else ""
    parts = (_names(work), f"{title}{source}", work.url, doi)
    return "".join([part if part.endswith(". ") else f"{part}. " for part in parts if part]).rstrip()


def _names(work: Publication) -> str:
    """The first three authors, and 等 or et al. for others."""
    shown = [_name(each) for each in work.names[:_MOST_NAMES]]
    if shown and (work.cut or len(work.names) > _MOST_NAMES):
        shown.append("等" if work.names[0].is_chinese or work.language == "zh" else "et al")
    return ", ".join(shown)


def _name(name: CitedName) -> str:
    """Chinese names whole, also in pinyin; of others the surname and initials."""
    if name.literal or name.is_chinese:
        return name.whole
    if is_pinyin_name(name.family, name.given):
        given = name.given
    else:
        given = " ".join([part[0].upper() for part in re.split(r"[\s.-]+", name.given) if part])
    return " ".join(filter(None, (name.family, given, name.suffix)))
