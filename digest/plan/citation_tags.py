"""What reference managers read of pages: `citation_*` tags of a paper's page, and a COinS of each paper on other pages.

The tags are those of Google Scholar (scholar.google.com/intl/en/scholar/inclusion.html), in the form that Zotero's
translator "Embedded Metadata" reads without loss. It prefers COinS, so a paper's own page has none.
"""

import re
from urllib.parse import quote_plus

from digest.citing.cited_names import CitedName
from digest.citing.publications import Publication
from digest.model.front_matter import AFFILIATION_SEPARATORS
from digest.plan.views import AuthorView, PaperCard

_CONTAINERS = {
    "conference": "citation_conference_title",
    "journal": "citation_journal_title",
    "phdthesis": "citation_dissertation_institution",
    "mastersthesis": "citation_dissertation_institution",
    "report": "citation_technical_report_institution",
}
_TYPES = {
    "conference": "conferencePaper",
    "journal": "journalArticle",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "report": "report",
}


def citation_tags(card: PaperCard) -> tuple[tuple[str, str], ...]:
    """Names and contents of the tags. A paper is a preprint until a venue is known."""
    paper = card.publication
    names = [_inverted(name, is_alone=len(paper.names) == 1) for name in paper.names]
    authors = [
        [("citation_author", name), *[("citation_author_institution", each) for each in split_affiliation(author)]]
        for name, author in zip(names, card.authors, strict=True)
    ]
    first_page, _, last_page = paper.pages.partition("-")
    tags = [
        ("citation_title", paper.title),
        *[tag for author in authors for tag in author],
        ("citation_publication_date", _date(paper).replace("-", "/")),
        (_CONTAINERS.get(paper.kind, ""), paper.container)
        if paper.kind in _CONTAINERS and paper.container
        else ("z:itemType", _type(paper)),
        ("citation_volume", paper.volume),
        ("citation_issue", paper.number),
        ("citation_firstpage", first_page),
        ("citation_lastpage", last_page),
        ("citation_doi", paper.doi),
        ("citation_arxiv_id", paper.arxiv),
        ("citation_abstract_html_url", paper.url),
        ("citation_pdf_url", paper.pdf),
        ("citation_language", paper.language),
        ("citation_keywords", "; ".join(paper.keywords)),
    ]
    return tuple([(name, content) for name, content in tags if content])


def split_affiliation(author: AuthorView) -> list[str]:
    """The institutions where an author works, split as the key `affiliations` is."""
    return [each.strip() for each in re.split(AFFILIATION_SEPARATORS, author.affiliation) if each.strip()]


def context_object(paper: Publication) -> str:
    """The `title` of a COinS (ocoins.info), in Dublin Core because its types may be those of Zotero.

    Authors are left out if there is a DOI: Zotero looks up a paper that is chosen if the COinS names none. It reads the
    title right only if that comes before the type.
    """
    doi = paper.cited_doi
    values = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.title", paper.title),
        *[("rft.creator", _inverted(name)) for name in paper.names if not doi],
        ("rft.date", _date(paper)),
        ("rft.source", paper.container),
        ("rft.type", _type(paper)),
        ("rft_id", f"info:doi/{doi}" if doi else paper.url),
    ]
    return "&".join([f"{name}={quote_plus(value, safe='/:')}" for name, value in values if value])


def _type(paper: Publication) -> str:
    """The type that Zotero gives the item."""
    return _TYPES.get(paper.kind, "document" if paper.container else "preprint")


def _date(paper: Publication) -> str:
    return "" if paper.assumed == "digest" else paper.date.iso


def _inverted(name: CitedName, *, is_alone: bool = False) -> str:
    """`Family, Given`. A comma behind a name of several words says that it has no parts.

    Zotero takes `van Gogh, Vincent W.` for two authors if it is the only tag, so spaces behind the comma are no-break.
    """
    if name.literal:
        return f"{name.literal}," if " " in name.literal else name.literal
    given = ("\N{NO-BREAK SPACE}" if is_alone else " ").join(" ".join((name.given, name.suffix)).split())
    return f"{name.family}, {given}"
