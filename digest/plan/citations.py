"""Files that cite the papers of a site, beside the pages of papers and issues."""

from collections.abc import Iterator, Sequence
from functools import partial

from digest.citing.bib import write_bib
from digest.citing.gbt7714 import write_gbt7714
from digest.citing.publications import Publication
from digest.content.head import Head
from digest.content.site import Site
from digest.plan.types import Contents, Page, Shown
from digest.plan.urls import issue_path, paper_path, sibling_path
from digest.plan.views import CitationsView, CitationView, CitedPaper

_WITH_ABSTRACT = ("ris", "csl")


def has_sibling(name: str, site: Site) -> bool:
    """Whether the setting `siblings` names it."""
    return name in site.config.siblings


def sibling_of_paper(name: str, head: Head) -> str:
    """The path of a file beside a paper's page."""
    return sibling_path(paper_path(head.slug), name)


def citation_keys_of(contents: Contents, issue: int) -> Sequence[str]:
    """The keys of the citations of an issue's papers, which other papers may change."""
    return [contents.citation_keys[head.slug] for head in contents.site.issues[issue].entries]


def citation_of(contents: Contents, head: Head) -> CitationView:
    """What a paper's page shows of its citation."""
    publication = _publication(contents, head)
    return CitationView(bibtex=write_bib(publication), gbt7714=write_gbt7714(publication))


def _publication(contents: Contents, head: Head) -> Publication:
    """The facts of a paper's citation."""
    card = contents.cards.paper(contents.cards.slots[head.path])
    return card.publication._replace(key=contents.citation_keys[head.slug])


def paper_citations(name: str, contents: Contents, issue: int) -> Iterator[Page]:
    """The citation of each paper of an issue in a format: bib, ris or csl."""
    for head in contents.site.issues[issue].entries:
        key = (_shown_of(name, contents, head),)
        yield Page(sibling_of_paper(name, head), key, partial(_show, name, (head,)), issue=issue)


def issue_citations(name: str, contents: Contents) -> Iterator[Page]:
    """The citations of each issue in a format, unless the settings want none."""
    if not has_sibling(name, contents.site):
        return
    for place, issue in enumerate(contents.site.issues):
        if issue.entries:
            key = [_shown_of(name, contents, head) for head in issue.entries]
            path = sibling_path(issue_path(issue.date), name)
            yield Page(path, key, partial(_show, name, issue.entries), issue=place)


def _shown_of(name: str, contents: Contents, head: Head) -> str:
    """What a citation is made of."""
    abstract = head.body if name in _WITH_ABSTRACT else ""
    categories = ",".join(head.categories)
    return f"{head.digest} {head.slug} {head.day} {categories} {contents.citation_keys[head.slug]} {abstract}"


def _show(name: str, heads: Sequence[Head], contents: Contents, _language: str) -> Shown:
    papers = [
        CitedPaper(
            publication=_publication(contents, head),
            path=head.path if name in _WITH_ABSTRACT else "",
            fingerprint=_shown_of(name, contents, head),
        )
        for head in heads
    ]
    return Shown(CitationsView(format=name, papers=tuple(papers)))
