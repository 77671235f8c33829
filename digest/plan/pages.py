"""The kinds of pages: for each, its template, its pages, and how the view of a page is made."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from operator import attrgetter

from digest.content.head import Head
from digest.content.markdown import plain_text
from digest.content.prose import Prose
from digest.model.config import Localized
from digest.model.paper import IssueMatter, PageMatter
from digest.plan.cards import body_ref, join_keys
from digest.plan.plan import Contents, Page, Shown
from digest.plan.references import NOTHING
from digest.plan.taxonomies import TAXONOMIES
from digest.plan.terms import make_pagers, show_term, show_terms, sorted_terms, term_key
from digest.plan.titles import standing_title
from digest.plan.urls import issue_path, page_of, paper_path, standing_path
from digest.plan.views import (
    ArchiveView,
    HomeView,
    IssueView,
    MonthView,
    NotFoundView,
    PaperPageView,
    StandingView,
    YearView,
)
from digest.text.language import reading_minutes
from digest.text.records import frozen

_BY_DAY = attrgetter("day")

EARLIER = 30
"""Issues before the latest that the home page lists; the archive has all."""

TERMS_PER_PAGE = 500
"""Terms on a page of a list of terms: a name is a line, so far more fit than papers."""


@frozen
class PageKind:
    """A kind of page: its name, its template, and its pages."""

    name: str
    template: str
    pages: Callable[[Contents], Iterator[Page]]


def home_pages(contents: Contents) -> Iterator[Page]:
    """The latest issue in full, and the ones before it."""
    issues = contents.cards.issues
    latest = _issue_key(contents, len(issues) - 1) if issues else ""
    key = join_keys(latest, *issues[-1 - EARLIER : -1])
    yield Page(path="index.html", key=key, make=_show_home, modified=_newest(contents), feed="feed")


def _show_home(contents: Contents) -> Shown:
    last = len(contents.cards.issues) - 1
    earlier = range(last - 1, max(last - 1 - EARLIER, -1), -1)
    issue = _issue_view(contents, last) if last >= 0 else None
    return Shown(HomeView(issue=issue, earlier=tuple([contents.cards.issue(place) for place in earlier])))


def archive_pages(contents: Contents) -> Iterator[Page]:
    """All issues by year and month."""
    key = join_keys(*contents.cards.issues)
    yield Page(path="issues/index.html", key=key, make=_show_archive, modified=_newest(contents), feed="feed")


def _show_archive(contents: Contents) -> Shown:
    newest_first = [contents.cards.issue(place) for place in reversed(range(len(contents.cards.issues)))]
    years = []
    for year, in_year in groupby(newest_first, key=lambda card: card.date.year):
        of_year = list(in_year)
        months = tuple(
            MonthView(month=month, issues=tuple(in_month))
            for month, in_month in groupby(of_year, key=lambda card: card.date.month)
        )
        papers = sum(card.papers for card in of_year)
        years.append(YearView(year=year, issues=len(of_year), papers=papers, months=months))
    papers = sum(card.papers for card in newest_first)
    return Shown(ArchiveView(years=tuple(years), issues=len(newest_first), papers=papers))


def issue_pages(contents: Contents) -> Iterator[Page]:
    """Every issue, its papers in full."""
    for place, issue in enumerate(contents.site.issues):
        key = _issue_key(contents, place)
        make = partial(_show_issue, place)
        path = issue_path(issue.date)
        yield Page(path=path, key=key, make=make, modified=issue.date.isoformat(), feed="feed", issue=place)


def _show_issue(place: int, contents: Contents) -> Shown:
    view = _issue_view(contents, place)
    return Shown(view, Localized(zh=view.card.title_zh, en=view.card.title_en))


def _issue_key(contents: Contents, place: int) -> str:
    issue, issues, slots = contents.site.issues[place], contents.cards.issues, contents.cards.slots
    papers = [slots[head.path].full for head in issue.entries]
    intro = _prose_key(contents, issue.intro) if issue.intro is not None else ""
    sections = f"{len(issue.featured)} {_minutes(contents, place)}"
    around = (issues[place - 1] if place else "", issues[place + 1] if place + 1 < len(issues) else "")
    return join_keys(issues[place], *around, intro, sections, *papers)


def _issue_view(contents: Contents, place: int) -> IssueView:
    cards, issue = contents.cards, contents.site.issues[place]
    intro = issue.intro
    resolved = contents.resolved.get(intro.path, NOTHING) if intro is not None else NOTHING
    return IssueView(
        card=cards.issue(place),
        intro=body_ref(intro.path, intro.body_digest, resolved) if intro is not None else None,
        featured=tuple([cards.ref(cards.slots[head.path]) for head in issue.featured]),
        notable=tuple([cards.ref(cards.slots[head.path]) for head in issue.notable]),
        minutes=_minutes(contents, place),
        previous=cards.issue(place - 1) if place else None,
        next=cards.issue(place + 1) if place + 1 < len(cards.issues) else None,
    )


def _minutes(contents: Contents, place: int) -> int:
    issue = contents.site.issues[place]
    texts: list[Head | Prose[IssueMatter]] = [*issue.entries, *([issue.intro] if issue.intro is not None else [])]
    if not issue.entries:
        return 0
    return reading_minutes(sum([text.han for text in texts]), sum([text.words for text in texts]))


def paper_pages(contents: Contents, issue: int) -> Iterator[Page]:
    """The papers of an issue. Their keys hold nothing that is not in the issue's (`Papers`)."""
    slots, heads = contents.cards.slots, contents.site.issues[issue].entries
    cards = ["", *[slots[head.path].card for head in heads], ""]
    for place, head in enumerate(heads):
        parts = (slots[head.path].full, contents.cards.issues[issue], "<", cards[place], ">", cards[place + 2])
        make = partial(_show_paper, issue, place)
        yield Page(path=paper_path(head.slug), key="".join(parts), make=make, languages=head.languages, issue=issue)


def _show_paper(issue: int, place: int, contents: Contents) -> Shown:
    cards, heads = contents.cards, contents.site.issues[issue].entries
    paper = cards.ref(cards.slots[heads[place].path])
    view = PaperPageView(
        paper=paper,
        issue=cards.issue(issue),
        previous=cards.paper(cards.slots[heads[place - 1].path]) if place else None,
        next=cards.paper(cards.slots[heads[place + 1].path]) if place + 1 < len(heads) else None,
    )
    card = paper.card
    zh = plain_text(card.title_zh_html or card.title_html)
    return Shown(view, Localized(zh=zh, en=plain_text(card.title_html)))


def term_list_pages(contents: Contents) -> Iterator[Page]:
    """The terms of every taxonomy that has any, and of the categories in any case."""
    for taxonomy in TAXONOMIES:
        terms = sorted_terms(contents, taxonomy)
        if not terms and taxonomy != "categories":
            continue
        for pager in make_pagers(f"{taxonomy}/index.html", len(terms), TERMS_PER_PAGE):
            shown = terms[(pager.number - 1) * TERMS_PER_PAGE : pager.number * TERMS_PER_PAGE]
            names = tuple([term.name for term in shown])
            yield Page(
                path=page_of(f"{taxonomy}/index.html", pager.number),
                key=join_keys(taxonomy, str(len(terms)), *[term_key(contents, taxonomy, term) for term in shown]),
                make=partial(show_terms, taxonomy, names, pager, len(terms)),
                modified=_newest(contents),
            )


def term_pages(contents: Contents) -> Iterator[Page]:
    """The papers of every term, the newest day first."""
    per_page, slots = contents.site.config.per_page, contents.cards.slots
    for taxonomy in TAXONOMIES:
        for term in contents.taxonomies[taxonomy].terms.values():
            papers = sorted(term.entries, key=_BY_DAY, reverse=True)
            feed = term.path.removesuffix(".html") if taxonomy == "categories" else ""
            key = term_key(contents, taxonomy, term)
            for pager in make_pagers(term.path, len(papers), per_page):
                shown = tuple(papers[(pager.number - 1) * per_page : pager.number * per_page])
                yield Page(
                    path=page_of(term.path, pager.number),
                    key=f"{taxonomy} {pager.total} {key}" + "".join([slots[head.path].card for head in shown]),
                    make=partial(show_term, taxonomy, term.name, shown, pager),
                    modified=papers[0].day,
                    feed=feed,
                )


def standing_pages(contents: Contents) -> Iterator[Page]:
    """Pages such as About."""
    for place, page in enumerate(contents.site.pages):
        matter = page.matter
        key = join_keys(_prose_key(contents, page), matter.title, matter.title_zh, "draft" if matter.draft else "")
        yield Page(path=standing_path(page.path, matter.slug), key=key, make=partial(_show_standing, place))


def _show_standing(place: int, contents: Contents) -> Shown:
    page = contents.site.pages[place]
    title = standing_title(page)
    body = body_ref(page.path, page.body_digest, contents.resolved.get(page.path, NOTHING))
    return Shown(StandingView(title_zh=title.zh, title_en=title.en, body=body, draft=page.matter.draft), title)


def not_found_pages(contents: Contents) -> Iterator[Page]:
    """The page for addresses that lead nowhere."""
    yield Page(path="404.html", key=join_keys(*contents.cards.issues[-1:]), make=_show_not_found, listed=False)


def _show_not_found(contents: Contents) -> Shown:
    base = "/" + contents.site.config.url.split("/", 3)[3]
    last = len(contents.cards.issues) - 1
    return Shown(NotFoundView(base=base, latest=contents.cards.issue(last) if last >= 0 else None))


PAPER = "paper"
PAPER_TEMPLATE = "paper.html"
"""The kind of page that is not listed here: a plan has the papers of an issue together."""

PAGE_KINDS: tuple[PageKind, ...] = (
    PageKind(name="home", template="home.html", pages=home_pages),
    PageKind(name="issues", template="issues.html", pages=archive_pages),
    PageKind(name="issue", template="issue.html", pages=issue_pages),
    PageKind(name="terms", template="terms.html", pages=term_list_pages),
    PageKind(name="term", template="term.html", pages=term_pages),
    PageKind(name="page", template="page.html", pages=standing_pages),
    PageKind(name="404", template="404.html", pages=not_found_pages),
)


def _prose_key(contents: Contents, prose: Prose[IssueMatter] | Prose[PageMatter]) -> str:
    resolved = contents.resolved.get(prose.path, NOTHING)
    return join_keys(prose.path, prose.body_digest, resolved.fingerprint)


def _newest(contents: Contents) -> str:
    issues = contents.site.issues
    return issues[-1].date.isoformat() if issues else ""
