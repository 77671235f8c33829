"""The HTML pages of each kind: their paths and keys, and the callbacks that make their views."""

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter

from digest.content.head import Head
from digest.content.periods import PERIODS, Period, introduction_of
from digest.content.prose import AnyProse, Prose
from digest.content.site import Issue
from digest.markdown import plain_text
from digest.model.front_matter import IssueMatter
from digest.model.languages import Localized
from digest.plan.cards import body_ref
from digest.plan.citations import citation_keys_of, citation_of
from digest.plan.frames import TERM_FEEDS, archive_menu, term_menu
from digest.plan.link_targets import NOTHING
from digest.plan.standing import NO_BOOK, Standing, collect_standing, find_books
from digest.plan.taxonomies import TAXONOMIES, Term
from digest.plan.types import Batch, Contents, Page, Shown
from digest.plan.urls import issue_path, page_of, paper_path, roundup_path, source_url
from digest.plan.views import (
    BodyRef,
    ChapterView,
    HomeView,
    IssueView,
    ListView,
    NotFoundView,
    PageLink,
    Pager,
    PaperPageView,
    PeriodLink,
    SearchView,
    StandingView,
    TermCard,
    TermView,
)
from digest.text.fingerprint import seal
from digest.text.language import reading_minutes

_EARLIER = 30
"""Issues below the latest on the home page; the pages of the years have all."""


def home_pages(contents: Contents) -> Iterator[Page]:
    """The latest issue that has papers in full, and links to the ones before it."""
    issues, last = contents.cards.issues, _front(contents)
    latest = issue_key(contents, last) if issues else ()
    newer = issues[-1] if last < len(issues) - 1 else ""
    key = (*latest, newer, *[issues[place] for place in _earlier(last)])
    modified = last_change(contents.site.issues[last]) if issues else ""
    yield Page(path="index.html", key=key, make=_show_home, modified=modified, feed="feed")


def _front(contents: Contents) -> int:
    """The index of the issue on the home page: the latest that has papers, else the latest."""
    issues = contents.site.issues
    return next((place for place in reversed(range(len(issues))) if issues[place].entries), len(issues) - 1)


def _earlier(last: int) -> range:
    return range(last - 1, max(last - 1 - _EARLIER, -1), -1)


def _show_home(contents: Contents, _language: str) -> Shown:
    cards, last = contents.cards, _front(contents)
    newest = len(cards.issues) - 1
    return Shown(
        HomeView(
            issue=issue_view(contents, last) if cards.issues else None,
            earlier=tuple([cards.issue(place) for place in _earlier(last)]),
            newer=cards.issue(newest) if last < newest else None,
        )
    )


def issue_pages(contents: Contents) -> Iterator[Page]:
    """Each issue with its papers in full."""
    for place, issue in enumerate(contents.site.issues):
        key = issue_key(contents, place)
        make = partial(_show_issue, place)
        path = issue_path(issue.date)
        yield Page(path=path, key=key, make=make, modified=last_change(issue), feed="feed", issue=place)


def _show_issue(place: int, contents: Contents, language: str) -> Shown:
    view = issue_view(contents, place)
    return Shown(view, view.card.title_zh if language == "zh" else view.card.title_en)


def issue_key(contents: Contents, place: int) -> tuple[str, ...]:
    """Cache key of the issue with index `place` in full."""
    issue, issues, slots = contents.site.issues[place], contents.cards.issues, contents.cards.slots
    papers = [slots[head.path].full for head in issue.entries]
    intro = prose_key(contents, issue.intro) if issue.intro is not None else ("", "", "")
    shape = map(str, (len(issue.featured), _minutes(contents, place), *_brevity(contents, issue)))
    around = (issues[place - 1] if place else "", issues[place + 1] if place + 1 < len(issues) else "")
    return (issues[place], *around, *intro, *shape, *papers)


def issue_view(contents: Contents, place: int) -> IssueView:
    """The issue with index `place` in full."""
    cards, issue = contents.cards, contents.site.issues[place]
    is_long, unfolded = _brevity(contents, issue)
    return IssueView(
        card=cards.issue(place),
        intro=prose_ref(contents, issue.intro) if issue.intro is not None else None,
        featured=tuple([cards.ref(cards.slots[head.path]) for head in issue.featured]),
        notable=tuple([cards.ref(cards.slots[head.path]) for head in issue.notable]),
        minutes=_minutes(contents, place),
        is_long=is_long,
        unfolded=unfolded,
        previous=cards.issue(place - 1) if place else None,
        next=cards.issue(place + 1) if place + 1 < len(cards.issues) else None,
        periods=tuple([period_link(period, issue.date) for period in PERIODS]),
    )


def prose_ref(contents: Contents, prose: AnyProse) -> BodyRef:
    """Make a reference to a text."""
    return body_ref(prose.path, prose.body_digest, contents.resolved.get(prose.path, NOTHING))


def period_link(period: Period, day: datetime.date) -> PeriodLink:
    """The page of the week or month that has a day. There is one for every issue."""
    year, number = period.number(day)
    return PeriodLink(
        kind=period.kind,
        path=roundup_path(introduction_of(period, day)),
        year=year,
        number=number,
        first=period.first_of(day),
        last=period.last_of(day),
    )


def _brevity(contents: Contents, issue: Issue) -> tuple[bool, int]:
    """Whether the day is long, and how many of its papers show their abstracts."""
    long_day, papers = contents.site.config.long_day, len(issue.entries)
    return (True, min(long_day.open, len(issue.featured))) if papers > long_day.papers else (False, papers)


def _minutes(contents: Contents, place: int) -> int:
    issue = contents.site.issues[place]
    texts: list[Head | Prose[IssueMatter]] = [*issue.entries, *([issue.intro] if issue.intro is not None else [])]
    if not issue.entries:
        return 0
    return reading_minutes(sum([text.han for text in texts]), sum([text.words for text in texts]))


def paper_pages(contents: Contents, issue: int) -> Iterator[Page]:
    """The papers of the issue with index `issue`, in their order."""
    slots, heads = contents.cards.slots, contents.site.issues[issue].entries
    cards = ["", *[slots[head.path].card for head in heads], ""]
    for place, head in enumerate(heads):
        key = (slots[head.path].full, contents.cards.issues[issue], cards[place], cards[place + 2])
        make = partial(_show_paper, issue, place)
        yield Page(
            path=paper_path(head.slug),
            key=key,
            make=make,
            languages=head.languages,
            modified=head.modified,
            issue=issue,
        )


def marks_of_others(contents: Contents, issue: int) -> Sequence[str]:
    """What changes on the pages of an issue's papers with other papers: the related ones, and the keys of citations."""
    marks = [found.mark for found in contents.related[issue]]
    return [" ".join(each) for each in zip(marks, citation_keys_of(contents, issue), strict=True)]


def paper_page_path(head: Head) -> str:
    """The path of a paper's page."""
    return paper_path(head.slug)


def _show_paper(issue: int, place: int, contents: Contents, language: str) -> Shown:
    cards, heads = contents.cards, contents.site.issues[issue].entries
    paper = cards.ref(cards.slots[heads[place].path])
    view = PaperPageView(
        paper=paper,
        issue=cards.issue(issue),
        previous=cards.paper(cards.slots[heads[place - 1].path]) if place else None,
        next=cards.paper(cards.slots[heads[place + 1].path]) if place + 1 < len(heads) else None,
        citation=citation_of(contents, heads[place]),
        related=cards.related(contents.related[issue][place].relations),
    )
    card = paper.card
    title = card.title_zh_html if language == "zh" and card.title_zh_html else card.title_html
    return Shown(view, plain_text(str(title)))


def term_pages(contents: Contents) -> Iterator[Batch]:
    """The papers of each term, newest first."""
    cards, per_page = contents.cards, contents.site.config.per_page
    papers = [slot.row for slot in cards.slots.values()]
    arguments = (contents.taxonomies, cards.categories, cards.people, per_page, papers)
    yield Batch("", arguments, partial(_term_batches, contents))


def _term_batches(contents: Contents) -> Iterator[Batch]:
    per_page, cards, slots = contents.site.config.per_page, contents.cards, contents.cards.slots
    for taxonomy in TAXONOMIES:
        known: Mapping[str, object] = {}
        if taxonomy in ("categories", "authors"):
            known = cards.categories if taxonomy == "categories" else cards.people
        for name, term in contents.taxonomies[taxonomy].terms.items():
            arguments = (term, per_page, known.get(name), *[slots[paper].row for paper in term.papers])
            yield Batch(f"{taxonomy}/{name}", arguments, partial(_term_pages, contents, taxonomy, term))


def _term_pages(contents: Contents, taxonomy: str, term: Term) -> Iterator[Page]:
    per_page, slots = contents.site.config.per_page, contents.cards.slots
    papers = contents.cards.newest_first(term)
    feed = term.path.removesuffix(".html") if taxonomy in TERM_FEEDS else ""
    key, modified = term_key(contents, taxonomy, term), max([slots[paper].head.modified for paper in papers])
    for pager in make_pagers(term.path, len(papers), per_page):
        shown = tuple(papers[(pager.number - 1) * per_page : pager.number * per_page])
        yield Page(
            path=page_of(term.path, pager.number),
            key=(taxonomy, str(pager.total), key, *[slots[paper].row for paper in shown]),
            make=partial(show_term, taxonomy, term.key, shown, pager),
            modified=modified,
            feed=feed,
        )


def standing_pages(contents: Contents) -> Iterator[Page]:
    """Standing pages, such as About."""
    pages = collect_standing(contents.site)
    books = find_books(pages)
    for page in pages:
        texts = {language: page.text(language) for language in contents.site.config.languages}
        book = books.get(page.path, NO_BOOK)
        yield Page(
            path=page.path,
            key=(page.title.zh, page.title.en, book.key),
            make=partial(_show_standing, page, book.chapters),
            languages=page.languages,
            apart={
                language: (*prose_key(contents, text), "draft" if text.matter.draft else "")
                for language, text in texts.items()
            },
        )


def _show_standing(page: Standing, chapters: tuple[ChapterView, ...], contents: Contents, language: str) -> Shown:
    text, title = page.text(language), page.title
    place = next((place for place, each in enumerate(chapters) if each.path == page.path), 0)
    view = StandingView(
        title_zh=title.zh,
        title_en=title.en,
        body=prose_ref(contents, text),
        source=source_url(contents.site.config, text.path),
        draft=text.matter.draft,
        lang=page.language_of(text),
        chapters=chapters,
        previous=chapters[place - 1] if place else None,
        next=chapters[place + 1] if place + 1 < len(chapters) else None,
    )
    return Shown(view, title.get(language))


def list_pages(_contents: Contents) -> Iterator[Page]:
    """The reading list."""
    yield Page(path="list.html", key=(), make=_show_list)


def _show_list(_contents: Contents, _language: str) -> Shown:
    return Shown(ListView())


def search_pages(contents: Contents) -> Iterator[Page]:
    """The search page, unless the settings want none. It is not in the sitemap: it has no texts of its own."""
    if contents.site.config.search:
        view = _search_view(contents)
        key = [text for each in view.categories for text in (each.code, each.zh, each.en, each.path, each.colour)]
        yield Page(path="search.html", key=(*key, *[each.path for each in view.lists]), make=_show_search)


def _search_view(contents: Contents) -> SearchView:
    terms, categories = contents.taxonomies["categories"].terms.values(), contents.cards.categories
    return SearchView(
        categories=tuple(sorted([categories[term.name] for term in terms], key=attrgetter("code"))),
        lists=tuple([link for menu in (archive_menu, term_menu) for link in menu(contents.site, contents.taxonomies)]),
    )


def _show_search(contents: Contents, _language: str) -> Shown:
    return Shown(_search_view(contents))


def not_found_pages(contents: Contents) -> Iterator[Page]:
    """The page for HTTP status 404, which hosts serve at any path."""
    yield Page(path="404.html", key=contents.cards.issues[-1:], make=_show_not_found)


def _show_not_found(contents: Contents, _language: str) -> Shown:
    base = "/" + contents.site.config.url.split("/", 3)[3]
    last = len(contents.cards.issues) - 1
    return Shown(NotFoundView(base=base, latest=contents.cards.issue(last) if last >= 0 else None))


def prose_key(contents: Contents, prose: AnyProse) -> tuple[str, str, str]:
    """Cache key of a text and of what it refers to."""
    return prose.path, prose.body_digest, contents.resolved.get(prose.path, NOTHING).fingerprint


def last_change(issue: Issue) -> str:
    """The day of the issue, or of the last correction of a paper in it (YYYY-MM-DD)."""
    return max([issue.date.isoformat(), *[head.modified for head in issue.entries]])


def newest_day(contents: Contents) -> str:
    """The day of the latest issue (YYYY-MM-DD); empty without issues."""
    issues = contents.site.issues
    return issues[-1].date.isoformat() if issues else ""


def term_key(contents: Contents, taxonomy: str, term: Term) -> str:
    """Cache key of a term's card."""
    known = ""
    if taxonomy == "categories":
        category = contents.cards.categories[term.name]
        known = "\n".join((category.zh, category.en, category.colour))
    elif taxonomy == "authors" and (person := contents.cards.people.get(term.key)) is not None:
        known = "\n".join((*person.spellings, person.url, person.orcid, person.affiliation))
    return "\n".join((term.name, term.path, str(len(term.papers)), known))


def term_names(contents: Contents, taxonomy: str, term: Term) -> Localized:
    """A term's name in both languages. They differ for categories only."""
    category = contents.cards.categories[term.name] if taxonomy == "categories" else None
    return Localized(zh=category.zh, en=category.en) if category else Localized(zh=term.name, en=term.name)


def term_card(contents: Contents, taxonomy: str, term: Term, reading: str = "") -> TermCard:
    """Make the card of a term."""
    category = contents.cards.categories[term.name] if taxonomy == "categories" else None
    names = term_names(contents, taxonomy, term)
    person = contents.cards.people.get(term.key) if taxonomy == "authors" else None
    return seal(
        TermCard(
            zh=names.zh,
            en=names.en,
            code=category.code if category else "",
            path=term.path,
            papers=len(term.papers),
            colour=category.colour if category else "",
            names=tuple(name for name in person.spellings if name != term.name) if person else (),
            url=person.url if person else "",
            orcid=person.orcid if person else term.key.partition("\0")[2],
            affiliation=person.affiliation if person else "",
            reading=reading,
        )
    )


def show_term(
    taxonomy: str, name: str, papers: tuple[str, ...], pager: Pager, contents: Contents, language: str
) -> Shown:
    """Make the view of a page of a term's papers: those in `papers`."""
    cards = contents.cards
    card = term_card(contents, taxonomy, contents.taxonomies[taxonomy].terms[name])
    rows = tuple([cards.row(cards.slots[paper]) for paper in papers])
    view = TermView(taxonomy=taxonomy, term=card, rows=rows, pager=pager)
    return Shown(view, card.zh if language == "zh" else card.en)


def make_pagers(path: str, count: int, per_page: int, spans: Sequence[tuple[str, str]] = ()) -> list[Pager]:
    """The pagers of a list's pages. An empty list has one page. `spans` are where the names of each begin and end; if
    there are any, they say how many pages there are.
    """
    total = len(spans) or max(1, math.ceil(count / per_page))

    def link(number: int) -> PageLink:
        start, end = spans[number - 1] if spans else ("", "")
        return PageLink(number=number, path=page_of(path, number), start=start, end=end)

    return [
        Pager(
            number=number,
            total=total,
            first=page_of(path, 1) if number > 1 else "",
            previous=page_of(path, number - 1) if number > 1 else "",
            next=page_of(path, number + 1) if number < total else "",
            last=page_of(path, total) if number < total else "",
            pages=tuple([link(each) for each in _pages_around(number, total)]) if total > 1 else (),
        )
        for number in range(1, total + 1)
    ]


def _pages_around(number: int, total: int) -> list[int]:
    """The first page, the last, two on each side of a page, and the one that would be missing between these."""
    near = {1, total, *range(max(number - 2, 1), min(number + 2, total) + 1)}
    return sorted(near | ({2} if number == 5 else set()) | ({total - 1} if number == total - 4 else set()))
