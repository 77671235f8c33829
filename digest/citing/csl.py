"""Items of CSL-JSON, the data of citation processors (schema csl-data.json of citationstyles.org)."""

import json
from typing import Any

from digest.citing.cited_names import CitedName
from digest.citing.publications import Publication

_TYPES = {
    "preprint": "article",
    "conference": "paper-conference",
    "journal": "article-journal",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "report": "report",
}
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
_PUBLISHED_IN = ("conference", "journal")


def write_csl(work: Publication, abstract: str = "") -> str:
    """The item as JSON, on one line."""
    return json.dumps(csl_item(work, abstract), ensure_ascii=False)


def csl_item(work: Publication, abstract: str = "") -> dict[str, Any]:
    """The item. A list of authors that is cut short gets a note."""
    is_arxiv = work.kind == "preprint" and bool(work.arxiv)
    is_inside = work.kind in _PUBLISHED_IN
    item = {
        "id": work.key,
        "type": _TYPES.get(work.kind, "document"),
        "title": work.title,
        "author": list(map(_name, work.names)),
        "container-title": work.container if is_inside else "",
        "genre": _GENRES.get(work.kind, ""),
        "volume": work.volume,
        "issue": work.number,
        "page": work.pages,
        "issued": {"date-parts": [[part for part in work.date if part]]} if work.date.year else None,
        "publisher": "" if is_inside else work.container or work.server,
        "number": f"arXiv:{work.arxiv}" if is_arxiv else "",
        "DOI": work.cited_doi,
        "URL": work.url,
        "language": work.language,
        "keyword": ", ".join(work.keywords),
        "abstract": abstract,
        "note": "; ".join(work.notes),
    }
    return {name: value for name, value in item.items() if value}


def _name(name: CitedName) -> dict[str, str]:
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix, "literal": name.literal}
    return {part: value for part, value in parts.items() if value}
