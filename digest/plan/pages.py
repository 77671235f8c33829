"""The kinds of pages: for each, its template and the views of its pages."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from digest.content.body import FigureSource, Target
from digest.content.entry import Entry
from digest.content.markdown import plain_text
from digest.content.site import Issue, Site
from digest.model.config import Localized
from digest.plan.cards import Cards
from digest.plan.references import NOTHING, Resolved
from digest.plan.taxonomies import TAXONOMIES, Term, Terms, known_people
from digest.plan.urls import issue_path, page_of, paper_path, standing_path
from digest.plan.views import (
    ArchiveView,
    BodyRef,
    HomeView,
    IssueCard,
    IssueView,
    MonthView,
    NotFoundView,
    Pager,
    PaperCard,
    PaperPageView,
    PaperRef,
    StandingView,
    TermCard,
    TermsView,
    TermView,
    View,
    YearView,
)
from digest.text.fingerprint import seal
from digest.text.language import reading_minutes

EARLIER = 30
"""Issues before the latest that the home page lists; the archive has all."""

TERMS_PER_PAGE = 500
"""Terms on a page of a list of terms: a name is a line, so far more fit than papers."""


UNTITLED = Localized(zh="", en="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What the pages of a site are made of: the same for every language."""

    site: Site
    cards: Cards
    taxonomies: Mapping[str, Terms]
    resolved: Mapping[str, Resolved]
    refs: Mapping[str, PaperRef]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page before it is in a language."""

    path: str
    view: View
    title: Localized = UNTITLED
    """What it is called in each language; empty where the theme has the words."""
    languages: tuple[str, ...] | None = None
    """The languages that the page has texts in, where not all of the site's."""
    modified: str = ""
    """The day of the newest paper that it shows, for the sitemap."""
    feed: str = ""
    """The feed of just what the page lists, without its ending."""
    listed: bool = True
    """Whether search engines should know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """A kind of page: its name, its template, and how its pages come out of the contents."""

    name: str
    template: str
    pages: Callable[[Contents], Iterator[Page]]


def resolve_all(
    site: Site, resolve: Callable[[str, str, tuple[Target, ...], tuple[FigureSource, ...]], Resolved]
) -> dict[str, Resolved]:
    """The references of every text of the site, by its source."""
    resolved: dict[str, Resolved] = {}
    for issue in site.issues:
        for entry in issue.entries:
            folder = paper_path(entry.slug).removesuffix(".html")
            resolved[entry.path] = resolve(entry.path, folder, entry.targets, entry.figures)
        if issue.intro is not None:
            folder = issue_path(issue.date).removesuffix(".html")
            resolved[issue.intro.path] = resolve(issue.intro.path, folder, issue.intro.targets, ())
    for page in site.pages:
        folder = standing_path(page.path, page.matter.slug).removesuffix(".html")
        resolved[page.path] = resolve(page.path, folder, page.targets, ())
    return resolved


def paper_ref(entry: Entry, card: PaperCard, resolved: Resolved) -> PaperRef:
    """A paper's place in a view."""
    return seal(PaperRef(card=card, body=body_ref(entry.path, entry.body_digest, resolved)))


def body_ref(path: str, digest: str, resolved: Resolved) -> BodyRef:
    """A body's place in a view."""
    return BodyRef(path=path, digest=digest, links=resolved.links, figures=resolved.figures)


def _issue_view(contents: Contents, place: int) -> IssueView:
    site, cards = contents.site, contents.cards.issues
    issue = site.issues[place]
    intro = issue.intro
    texts: list[Entry | Issue] = [*issue.entries]
    han = sum(entry.han for entry in issue.entries) + (intro.han if intro else 0)
    words = sum(entry.words for entry in issue.entries) + (intro.words if intro else 0)
    return IssueView(
        card=cards[place],
        intro=body_ref(intro.path, intro.body_digest, contents.resolved.get(intro.path, NOTHING)) if intro else None,
        featured=tuple(contents.refs[entry.path] for entry in issue.featured),
        notable=tuple(contents.refs[entry.path] for entry in issue.notable),
        minutes=reading_minutes(han, words) if texts else 0,
        previous=cards[place - 1] if place else None,
        next=cards[place + 1] if place + 1 < len(cards) else None,
    )


def home_pages(contents: Contents) -> Iterator[Page]:
    """The latest issue in full, and the ones before it."""
    cards = contents.cards.issues
    last = len(cards) - 1
    view = HomeView(issue=_issue_view(contents, last) if cards else None, earlier=tuple(reversed(cards[:-1]))[:EARLIER])
    yield Page(path="index.html", view=view, modified=_newest(contents), feed="feed")


def archive_pages(contents: Contents) -> Iterator[Page]:
    """All issues by year and month."""
    newest_first = contents.cards.issues[::-1]
    years = []
    for year, in_year in groupby(newest_first, key=lambda card: card.date.year):
        of_year = list(in_year)
        months = tuple(
            MonthView(month=month, issues=tuple(in_month))
            for month, in_month in groupby(of_year, key=lambda card: card.date.month)
        )
        papers = sum(card.papers for card in of_year)
        years.append(YearView(year=year, issues=len(of_year), papers=papers, months=months))
    view = ArchiveView(years=tuple(years), issues=len(newest_first), papers=sum(card.papers for card in newest_first))
    yield Page(path="issues/index.html", view=view, modified=_newest(contents), feed="feed")


def issue_pages(contents: Contents) -> Iterator[Page]:
    """Every issue, its papers in full."""
    for place, card in enumerate(contents.cards.issues):
        title = Localized(zh=card.title_zh, en=card.title_en)
        view = _issue_view(contents, place)
        yield Page(path=card.path, title=title, view=view, modified=str(card.date), feed="feed")


def paper_pages(contents: Contents) -> Iterator[Page]:
    """Every paper."""
    for issue, issue_card in zip(contents.site.issues, contents.cards.issues, strict=True):
        refs = [contents.refs[entry.path] for entry in issue.entries]
        for place, ref in enumerate(refs):
            card = ref.card
            yield Page(
                path=card.path,
                title=Localized(zh=plain_text(card.title_zh_html or card.title_html), en=plain_text(card.title_html)),
                view=PaperPageView(
                    paper=ref,
                    issue=issue_card,
                    previous=refs[place - 1].card if place else None,
                    next=refs[place + 1].card if place + 1 < len(refs) else None,
                ),
                languages=card.languages,
                modified=str(card.date),
            )


def term_list_pages(contents: Contents) -> Iterator[Page]:
    """The terms of every taxonomy that has any, and of the categories in any case."""
    for taxonomy in TAXONOMIES:
        terms = list(contents.taxonomies[taxonomy].terms.values())
        if not terms and taxonomy != "categories":
            continue
        by_name = taxonomy == "authors"
        terms.sort(key=lambda term: (0 if by_name else -len(term.entries), term.name.casefold(), term.name))
        cards = [_term_card(contents, taxonomy, term) for term in terms]
        path = f"{taxonomy}/index.html"
        for number, pager in _pagers(path, len(cards), TERMS_PER_PAGE):
            shown = tuple(cards[(number - 1) * TERMS_PER_PAGE : number * TERMS_PER_PAGE])
            view = TermsView(taxonomy=taxonomy, terms=shown, count=len(cards), pager=pager)
            yield Page(path=page_of(path, number), view=view, modified=_newest(contents))


def term_pages(contents: Contents) -> Iterator[Page]:
    """The papers of every term."""
    per_page = contents.site.config.per_page
    for taxonomy in TAXONOMIES:
        for term in contents.taxonomies[taxonomy].terms.values():
            card = _term_card(contents, taxonomy, term)
            papers = [contents.cards.papers[entry.path] for entry in term.entries]
            papers.sort(key=lambda paper: paper.date, reverse=True)
            for number, pager in _pagers(term.path, len(papers), per_page):
                shown = tuple(papers[(number - 1) * per_page : number * per_page])
                yield Page(
                    path=page_of(term.path, number),
                    title=Localized(zh=card.zh, en=card.en),
                    view=TermView(taxonomy=taxonomy, term=card, papers=shown, pager=pager),
                    modified=str(papers[0].date),
                    feed=term.path.removesuffix(".html") if taxonomy == "categories" else "",
                )


def standing_pages(contents: Contents) -> Iterator[Page]:
    """Pages such as About."""
    for page in contents.site.pages:
        matter = page.matter
        zh = matter.title_zh or matter.title or page.slug
        en = matter.title or matter.title_zh or page.slug
        resolved = contents.resolved.get(page.path, NOTHING)
        body = body_ref(page.path, page.body_digest, resolved)
        view = StandingView(title_zh=zh, title_en=en, body=body)
        yield Page(path=standing_path(page.path, matter.slug), title=Localized(zh=zh, en=en), view=view)


def not_found_pages(contents: Contents) -> Iterator[Page]:
    """The page for addresses that lead nowhere."""
    base = "/" + contents.site.config.url.split("/", 3)[3]
    latest: IssueCard | None = contents.cards.issues[-1] if contents.cards.issues else None
    yield Page(path="404.html", view=NotFoundView(base=base, latest=latest), listed=False)


PAGE_KINDS: tuple[PageKind, ...] = (
    PageKind(name="home", template="home.html", pages=home_pages),
    PageKind(name="issues", template="issues.html", pages=archive_pages),
    PageKind(name="issue", template="issue.html", pages=issue_pages),
    PageKind(name="paper", template="paper.html", pages=paper_pages),
    PageKind(name="terms", template="terms.html", pages=term_list_pages),
    PageKind(name="term", template="term.html", pages=term_pages),
    PageKind(name="page", template="page.html", pages=standing_pages),
    PageKind(name="404", template="404.html", pages=not_found_pages),
)


def _term_card(contents: Contents, taxonomy: str, term: Term) -> TermCard:
    category = contents.cards.categories.get(term.name) if taxonomy == "categories" else None
    person = known_people(contents.site).get(term.name) if taxonomy == "authors" else None
    return seal(
        TermCard(
            zh=category.zh if category else term.name,
            en=category.en if category else term.name,
            code=category.code if category else "",
            path=term.path,
            papers=len(term.entries),
            colour=category.colour if category else "",
            names=tuple(name for name in person.spellings if name != term.name) if person else (),
            url=person.url if person else "",
            orcid=person.orcid if person else "",
        )
    )


def _pagers(path: str, count: int, per_page: int) -> Iterator[tuple[int, Pager]]:
    total = max(1, math.ceil(count / per_page))
    for number in range(1, total + 1):
        yield (
            number,
            Pager(
                number=number,
                total=total,
                first=page_of(path, 1) if number > 1 else "",
                previous=page_of(path, number - 1) if number > 1 else "",
                next=page_of(path, number + 1) if number < total else "",
                last=page_of(path, total) if number < total else "",
            ),
        )


def _newest(contents: Contents) -> str:
    issues: Sequence[IssueCard] = contents.cards.issues
    return str(issues[-1].date) if issues else ""
