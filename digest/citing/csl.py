"""Items of CSL-JSON, the data of citation processors (schema csl-data.json of citationstyles.org)."""

import json
from typing import Any

from digest.citing.cited_names import CitedName
from digest.citing.publications import Publication

_TYPES = {"preprint": "article", "conference": "paper-conference", "journal": "article-journal"}


def write_csl(work: Publication, abstract: str = "") -> str:
    """The item as JSON, on one line."""
    return json.dumps(csl_item(work, abstract), ensure_ascii=False)


def csl_item(work: Publication, abstract: str = "") -> dict[str, Any]:
    """The item. A list of authors that is cut short ends with the literal name `others`, as BibTeX's do."""
    is_arxiv = work.kind == "preprint" and bool(work.arxiv)
    names = [*map(_name, work.names), *([{"literal": "others"}] if work.cut else [])]
    item = {
        "id": work.key,
        "type": _TYPES.get(work.kind, "document"),
        "title": work.title,
        "author": names,
        "container-title": work.container,
        "issued": {"date-parts": [[part for part in work.date if part]]} if work.date.year else None,
        "publisher": "arXiv" if is_arxiv else "",
        "number": f"arXiv:{work.arxiv}" if is_arxiv else "",
        "DOI": work.cited_doi,
        "URL": work.url,
        "language": work.language,
        "keyword": ", ".join(work.keywords),
        "abstract": abstract,
        "note": "The year is that of the digest" if work.assumed else "",
    }
    return {name: value for name, value in item.items() if value}


def _name(name: CitedName) -> dict[str, str]:
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix, "literal": name.literal}
    return {part: value for part, value in parts.items() if value}
