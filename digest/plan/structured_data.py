"""Structured data of a page: JSON-LD in the vocabulary of schema.org.

A paper's page is an Article about a ScholarlyArticle, an issue is a CollectionPage of such pages. Abstracts are left to
the page itself.
"""

import json
from typing import Any

from markupsafe import Markup

from digest.model.config import Config
from digest.model.front_matter import ADDRESSES, IDENTITIES
from digest.plan.citation_tags import split_affiliation
from digest.plan.types import Page, Shown
from digest.plan.urls import absolute, prefix_of
from digest.plan.views import AuthorView, IssueView, PaperCard, PaperPageView
from digest.text.person_names import is_group
from digest.text.uri import encode_rest

_ORCID = "https://orcid.org/{}"
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def structured_data(config: Config, page: Page, shown: Shown, language: str) -> Markup:
    """The JSON-LD of a paper's page or an issue, for a `<script>`; empty for other pages."""
    view, base = shown.view, config.url + prefix_of(config, language)
    if isinstance(view, PaperPageView):
        kind, issue = "Article", view.issue
        more: dict[str, Any] = {"about": _scholarly_article(view.paper.card)}
    elif isinstance(view, IssueView):
        kind, issue = "CollectionPage", view.card
        papers = [paper.card.path for paper in (*view.featured, *view.notable)]
        more = {"hasPart": [_node("Article", id=absolute(base, path)) for path in papers]}
    else:
        return Markup("")
    day = issue.date.isoformat()
    main = _node(
        kind,
        headline=shown.title,
        inLanguage=config.tags[language],
        datePublished=day,
        dateModified=page.modified if page.modified > day else "",
        **more,
    )
    steps = [
        (config.title.get(language), base),
        (issue.title_zh if language == "zh" else issue.title_en, absolute(base, issue.path)),
    ]
    items = [_node("ListItem", position=place, name=name, item=url) for place, (name, url) in enumerate(steps, 1)]
    graph = [main, _node("BreadcrumbList", itemListElement=items)]
    data = {"@context": "https://schema.org", "@graph": graph}
    # Without `<`, a text can neither end the script element nor begin a comment in it.
    return Markup(_ENCODE(data).replace("<", "\\u003c"))  # noqa: S704


def _scholarly_article(card: PaperCard) -> dict[str, Any]:
    publication = card.publication
    ids = [(name, getattr(publication, name)) for name in IDENTITIES]
    same = [encode_rest(ADDRESSES[name].format(value)) for name, value in ids if value]
    return _node(
        "ScholarlyArticle",
        name=publication.title,
        author=[_author(each) for each in card.authors],
        sourceOrganization=[_node("Organization", name=each.name) for each in card.affiliations],
        datePublished="" if publication.assumed == "digest" else publication.date.iso,
        inLanguage=publication.language,
        sameAs=same,
        url="" if same else encode_rest(publication.url),
    )


def _author(author: AuthorView) -> dict[str, Any]:
    institutions = [_node("Organization", name=each) for each in split_affiliation(author)]
    return _node(
        "Organization" if is_group(author.name) else "Person",
        id=_ORCID.format(author.orcid) if author.orcid else "",
        name=author.name,
        affiliation=institutions[0] if len(institutions) == 1 else institutions,
    )


def _node(kind: str, id: str = "", **properties: object) -> dict[str, Any]:  # noqa: A002  # JSON-LD's name
    """A node of a type, with those of its properties that are not empty."""
    return {"@type": kind} | {name: value for name, value in {"@id": id, **properties}.items() if value}
