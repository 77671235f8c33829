"""Cards: papers and issues without their bodies, built once and shared by every view that lists them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from digest.content.entry import Entry
from digest.content.site import Issue, Selection, Site
from digest.model.categories import category_code
from digest.model.config import LANGUAGES
from digest.model.paper import Person
from digest.plan.taxonomies import Terms, category_titles, known_people
from digest.plan.urls import issue_path, paper_path
from digest.plan.views import (
    AuthorView,
    CategoryCount,
    CategoryView,
    IssueCard,
    NameView,
    PaperCard,
    PaperLink,
)
from digest.text.fingerprint import seal

LINKS: tuple[tuple[str, str], ...] = (
    ("arxiv", "https://arxiv.org/abs/{}"),
    ("doi", "https://doi.org/{}"),
    ("url", "{}"),
    ("openreview", "https://openreview.net/forum?id={}"),
    ("acl", "https://aclanthology.org/{}/"),
    ("pdf", "{}"),
    ("code", "{}"),
    ("project", "{}"),
    ("video", "{}"),
    ("dataset", "{}"),
)
"""The keys that lead to a paper elsewhere, in the order in which pages show them, and their addresses."""

PDF = "https://arxiv.org/pdf/{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """The cards of a site: papers by their source's path, issues by their place in the site."""

    papers: Mapping[str, PaperCard]
    issues: tuple[IssueCard, ...]
    categories: Mapping[str, CategoryView]


def build_cards(site: Site, taxonomies: Mapping[str, Terms]) -> Cards:
    """The cards of a site."""
    categories: dict[str, CategoryView] = {}
    for code, term in taxonomies["categories"].terms.items():
        zh, en, colour = category_titles(site, code)
        categories[code] = CategoryView(code=code, zh=zh, en=en, path=term.path, colour=colour)
    builder = _Builder(site, taxonomies, categories)
    papers: dict[str, PaperCard] = {}
    issues: list[IssueCard] = []
    for issue in site.issues:
        cards = []
        for section in (issue.featured, issue.notable):
            for number, entry in enumerate(section, 1):
                papers[entry.path] = card = builder.paper(entry, issue, number)
                cards.append(card)
        issues.append(_issue_card(site, issue, cards))
    return Cards(papers=papers, issues=tuple(issues), categories=categories)


class _Builder:
    """What all cards of a site have in common."""

    def __init__(self, site: Site, taxonomies: Mapping[str, Terms], categories: Mapping[str, CategoryView]) -> None:
        self._authors = taxonomies["authors"]
        self._affiliations = taxonomies["affiliations"]
        self._tags = taxonomies["tags"]
        self._categories = categories
        self._people = known_people(site)
        self._published = Selection(drafts=False, future=False, today=site.today)

    def paper(self, entry: Entry, issue: Issue, number: int) -> PaperCard:
        matter = entry.matter
        categories = tuple(
            self._categories[code] for code in dict.fromkeys(category_code(typed) for typed in matter.category)
        )
        return seal(
            PaperCard(
                slug=entry.slug,
                path=paper_path(entry.slug),
                anchor=f"p-{entry.slug}",
                issue_path=issue_path(issue.date),
                title=matter.title,
                title_zh=matter.title_zh,
                title_html=entry.title_html,
                title_zh_html=entry.title_zh_html,
                authors=tuple(self._author(person) for person in matter.authors.people),
                authors_cut=matter.authors.cut,
                affiliations=tuple(
                    NameView(name=name, path=self._affiliations.path(name)) for name in matter.affiliations
                ),
                category=categories[0],
                categories=categories,
                tags=tuple(NameView(name=name, path=self._tags.path(name)) for name in matter.tags),
                arxiv=matter.arxiv,
                links=_links(entry),
                venue=matter.venue,
                year=matter.year,
                date=issue.date,
                section=matter.section,
                number=number,
                draft=matter.draft,
                future=self._published.skips(draft=False, date=issue.date) == "future",
                languages=entry.languages,
            )
        )

    def _author(self, person: Person) -> AuthorView:
        known = self._people.get(self._authors.names.get(person.name, person.name))
        return AuthorView(
            name=person.name,
            path=self._authors.path(person.name),
            affiliation=person.affiliation,
            url=person.url or (known.url if known else ""),
            orcid=person.orcid or (known.orcid if known else ""),
        )


def _links(entry: Entry) -> tuple[PaperLink, ...]:
    links = []
    for kind, pattern in LINKS:
        value = getattr(entry.matter, kind)
        if kind == "pdf" and not value and entry.matter.arxiv:
            links.append(PaperLink(kind="pdf", url=PDF.format(entry.matter.arxiv), label=""))
        elif value:
            label = value if kind in ("arxiv", "doi", "openreview", "acl") else ""
            links.append(PaperLink(kind=kind, url=pattern.format(value), label=label))
    return tuple(links)


def _issue_card(site: Site, issue: Issue, cards: list[PaperCard]) -> IssueCard:
    counts: dict[CategoryView, int] = {}
    for card in cards:
        counts[card.category] = counts.get(card.category, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].code))
    titles = {language: _issue_title(site, issue, language) for language in LANGUAGES}
    return seal(
        IssueCard(
            date=issue.date,
            path=issue_path(issue.date),
            number=issue.number,
            title_zh=titles["zh"],
            title_en=titles["en"],
            papers=len(cards),
            combined_zh_html="、".join(card.title_zh_html or card.title_html for card in cards),
            combined_en_html="; ".join(card.title_html for card in cards),
            combined_zh="、".join(card.title_zh or card.title for card in cards),
            combined_en="; ".join(card.title for card in cards),
            counts=tuple(CategoryCount(category=category, count=count) for category, count in ordered),
        )
    )


def _issue_title(site: Site, issue: Issue, language: str) -> str:
    if issue.intro is not None:
        zh, en = issue.intro.matter.title_zh, issue.intro.matter.title
        own = (zh or en) if language == "zh" else (en or zh)
        if own:
            return own
    values = {"number": str(issue.number), "date": str(issue.date)}
    return re.sub(r"\{(number|date)\}", lambda match: values[match[1]], site.config.issue_title.get(language))
