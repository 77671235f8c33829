"""BibTeX entries."""

import re
from functools import lru_cache
from html import unescape

from digest.citing.cited_names import CitedName
from digest.citing.publications import Publication
from digest.markdown import plain_text
from digest.text.later_characters import steady

_TYPES = {
    "conference": "inproceedings",
    "journal": "article",
    "phdthesis": "phdthesis",
    "mastersthesis": "mastersthesis",
    "report": "techreport",
}
_CONTAINERS = {
    "conference": "booktitle",
    "journal": "journal",
    "phdthesis": "school",
    "mastersthesis": "school",
    "report": "institution",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = {
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
_SPECIAL = re.compile(r"[&%$#_\\{}~^<>]")
_FORMULA = re.compile(
    r'(?P<math><math\b[^>]*?alttext="(?P<tex>[^"]*)".*?</math>)|<code class="math-source">(?P<source>.*?)</code>',
    re.DOTALL,
)
_ENTRIES_KEPT = 500
"""Size of the LRU cache of entries: those of an issue, whose papers' pages, files and own file show them."""
_WORD = re.compile(r"[^\W_]+")
_AFTER_COLON = re.compile(r"[:?!.]\s+\Z")


@lru_cache(maxsize=_ENTRIES_KEPT)
def write_bib(work: Publication) -> str:
    """The entry, with a line break at its end. Text is UTF-8; formulas stay TeX.

    `@misc` for preprints, with the arXiv id, and for what no venue has; else `@inproceedings`, `@article`,
    `@phdthesis`, `@mastersthesis` or `@techreport`. An assumed date gets a note.
    """
    date = work.date
    fields = {
        "title": _title(work.title_html),
        "author": _authors(work),
        _CONTAINERS.get(work.kind, "howpublished"): _escape(work.container or ("" if work.arxiv else work.server)),
        "year": str(date.year or ""),
        "volume": work.volume,
        "number": work.number,
        "pages": work.pages.replace("-", "--"),
        "month": _MONTHS[date.month - 1] if date.month else "",
        "eprint": work.arxiv,
        "archivePrefix": "arXiv" if work.arxiv else "",
        "primaryClass": work.primary,
        "doi": work.cited_doi,
        "url": work.url.replace("{", "%7B").replace("}", "%7D"),
        "note": f"The year is that of the {work.assumed}" if work.assumed else "",
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if name and value
    ]
    return f"@{_TYPES.get(work.kind, 'misc')}{{{work.key},\n{''.join(lines)}}}\n"


def _authors(work: Publication) -> str:
    names = [*map(_name, work.names), *(["others"] if work.cut else [])]
    return " and ".join(names)


def _name(name: CitedName) -> str:
    if name.literal or name.is_chinese:
        return f"{{{_escape(name.whole)}}}"
    family = _escape(name.family)
    words = name.family.split()
    if words[0][0].isupper() and any(word[0].islower() for word in words[1:]):
        family = f"{{{family}}}"  # BibTeX would take all up to the small word for particles
    return ", ".join(filter(None, (family, _escape(name.suffix), _escape(name.given))))


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text)


@steady
def _title(html: str) -> str:
    """A title as LaTeX. Braces keep the capitals that styles would change to small letters."""
    parts: list[str] = []
    at = 0
    before = ""
    for match in _FORMULA.finditer(html):
        text = _text(html[at : match.start()])
        parts += (_keep_capitals(text, before), _formula(match))
        before, at = f"{before}{text}{match[0]}", match.end()
    parts.append(_keep_capitals(_text(html[at:]), before))
    return "".join(parts)


def _text(html: str) -> str:
    """Plain text with the spaces at its ends."""
    return plain_text(f".{html}.")[1:-1]


_PROGRAM = re.compile(
    r"\\(?:[A-Za-z@]*(?:input|include|import|write|lua|command|package)[A-Za-z@]*"
    r"|open(?:in|out)|close(?:in|out)|read(?:line)?|immediate|special|catcode|[egx]?def|(?:future)?let|(?:end)?csname"
    r"|expandafter|scantokens|begin\s*\{filecontents\*?\}|end\s*\{document\}|every[a-z]+|href|url)(?![A-Za-z@])"
    r"|\^\^|(?<!\\)(?:\\\\)*%",
    re.IGNORECASE,
)
"""TeX that is no formula: it reads or writes files, defines, spells commands in another way, or hides what follows."""


def _formula(match: re.Match[str]) -> str:
    tex = unescape(match["tex"] or match["source"])
    if _PROGRAM.search(tex):
        return _escape(f"${tex}$")
    if not _is_balanced(tex):
        tex = tex.replace(r"\{", r"\lbrace ").replace(r"\}", r"\rbrace ")
    if not _is_balanced(tex) or "$" in tex:
        return _escape(plain_text(match[0]))
    return f"{{${tex}$}}" if tex.lower() != tex else f"${tex}$"


def _is_balanced(tex: str) -> bool:
    """Whether braces are in pairs for BibTeX, which counts escaped ones too."""
    depth = 0
    for sign in tex:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def _keep_capitals(text: str, before: str) -> str:
    """Escape a part of a title, with braces around words with a capital behind their first letter, and around single
    capitals that do not begin a sentence.
    """
    parts: list[str] = []
    at = 0
    for match in _WORD.finditer(text):
        word, earlier = match[0], before + text[: match.start()]
        begins = not earlier.strip() or _AFTER_COLON.search(earlier) is not None
        is_kept = word[1:].lower() != word[1:] or (len(word) == 1 and word.lower() != word and not begins)
        parts += (_escape(text[at : match.start()]), f"{{{word}}}" if is_kept else word)
        at = match.end()
    return "".join([*parts, _escape(text[at:])])
