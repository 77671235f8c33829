"""References in the RIS format, which Zotero, EndNote and Mendeley read."""

from collections.abc import Iterator

from digest.citing.publications import Publication

_TYPES = {
    "preprint": "UNPB",
    "conference": "CONF",
    "journal": "JOUR",
    "phdthesis": "THES",
    "mastersthesis": "THES",
    "report": "RPRT",
}
_PUBLISHED_IN = ("conference", "journal")


def write_ris(work: Publication, abstract: str = "") -> str:
    """The reference: a tag and a value a line, lines end with CRLF. `abstract` is plain text."""
    lines = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in _tags(work, abstract) if value]
    return "".join(lines) + "ER  - \r\n"


def _tags(work: Publication, abstract: str) -> Iterator[tuple[str, str]]:
    date = work.date
    yield "TY", _TYPES.get(work.kind, "GEN")
    yield "ID", work.key
    yield "TI", work.title
    yield "TT", work.other_title
    for name in work.names:
        yield "AU", name.literal or ", ".join(filter(None, (name.family, name.given, name.suffix)))
    yield "T2", work.container if work.kind in _PUBLISHED_IN else ""
    yield "VL", work.volume
    yield "IS", work.number
    first, _, last = work.pages.partition("-")
    yield "SP", first
    yield "EP", last
    yield "PY", str(date.year or "")
    yield "DA", f"{date.year}/{date.month:02}/{f'{date.day:02}' if date.day else ''}/" if date.month else ""
    yield "PB", work.container if work.kind not in _PUBLISHED_IN and work.container else work.server
    yield "DB", "arXiv" if work.arxiv else ""
    yield "AN", f"arXiv:{work.arxiv}" if work.arxiv else ""
    yield "DO", work.cited_doi
    yield "UR", work.url
    yield "L1", work.pdf
    yield "LA", work.language
    for word in work.keywords:
        yield "KW", word
    yield "N1", "; ".join(work.notes)
    yield "AB", abstract
