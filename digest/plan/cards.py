"""Cards: papers and issues without bodies, shared by all views that list them.

The cache keys of all cards are computed at once; a card itself is made when a stale page needs it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import attrgetter
from typing import NamedTuple

from markupsafe import Markup, escape

from digest.content.head import Credit, Head, PaperFacts, metadata_of, publication_of, summaries_of, titles_of
from digest.content.prose import Prose
from digest.content.site import Issue, Selection, Site
from digest.markdown import keep_codes, plain_text
from digest.model.config import Config
from digest.model.front_matter import ADDRESSES, IDENTITIES, PageMatter, RoundupMatter
from digest.model.languages import LANGUAGES, Localized
from digest.plan.link_targets import NOTHING, Resolved
from digest.plan.memo import Memo
from digest.plan.related import Relation
from digest.plan.taxonomies import Term, Terms, category_titles, known_people
from digest.plan.urls import issue_path, paper_path, source_url
from digest.plan.views import (
    AuthorView,
    BodyRef,
    CategoryCount,
    CategoryView,
    IssueCard,
    NameView,
    PaperCard,
    PaperLink,
    PaperRef,
    RelatedView,
    RowView,
    TitleLine,
)
from digest.text.fingerprint import fingerprint_bytes

_PDF = "https://arxiv.org/pdf/{}"

_UNSORTED = CategoryView(code="", zh="", en="", path="", colour="")

_CARDS_KEPT = 4000
"""Size of each cache of cards; a full cache is cleared."""

LINE = 180
"""Bytes of titles in a row of a list of issues. A Han character has three, and is nearly as wide as three letters."""


_Words = tuple[Mapping[str, str], ...]


class Slot(NamedTuple):
    """A paper at its place: `issue` is the index of its issue in the site, `number` counts within the issue from 1.

    `card` is the cache key of its card, `row` that of card and summaries, `full` that of card and body. They are joined
    values and not hashed.
    """

    head: Head
    issue: int
    number: int
    card: str
    row: str
    full: str


def join_keys(*parts: str) -> str:
    """Hash several texts or fingerprints into one; the order matters."""
    return fingerprint_bytes("\0".join(parts).encode("utf-8", "surrogatepass"))


class Cards:
    """Makes and caches the cards of a site: papers by their `Slot`, issues by their index.

    `slots` maps source paths to slots, `issues` has the cache keys of the issues' cards. Pickling keeps only the
    arguments.
    """

    def __init__(
        self, site: Site, taxonomies: Mapping[str, Terms], resolved: Mapping[str, Resolved], memo: Memo
    ) -> None:
        self._site = site
        self._terms = taxonomies
        self._resolved = resolved
        self.people = known_people(site)
        self._published = Selection(drafts=False, future=False, today=site.today)
        self._papers: dict[str, PaperCard] = {}
        self._refs: dict[tuple[str, str], PaperRef] = {}
        self._issues: dict[tuple[int, int], IssueCard] = {}
        codes = taxonomies["categories"]
        self.categories = {spelling: self._category(codes.name(spelling)) for spelling in codes.spellings}
        words = self._term_keys()
        words = memo.get("words", words, lambda: words)
        issues = [self._issue_slots(place, issue, words, memo) for place, issue in enumerate(site.issues)]
        self.slots: Mapping[str, Slot] = {slot.head.path: slot for slots, _ in issues for slot in slots}
        self.issues = tuple([key for _, key in issues])

    def __reduce__(self) -> tuple[object, ...]:
        return Cards, (self._site, self._terms, self._resolved, Memo())

    def paper(self, slot: Slot) -> PaperCard:
        """The paper's card."""
        made = self._papers.get(slot.card)
        if made is None:
            if len(self._papers) >= _CARDS_KEPT:
                self._papers.clear()
            made = self._papers[slot.card] = self._paper(slot)
        return made

    def row(self, slot: Slot) -> RowView:
        """The paper as a row of a list."""
        zh, en = summaries_of(slot.head)
        return RowView(card=self.paper(slot), summary_zh=zh, summary_en=en, fingerprint=slot.row)

    def ref(self, slot: Slot) -> PaperRef:
        """The paper's card with a reference to its body."""
        key = slot.head.path, slot.full
        made = self._refs.get(key)
        if made is None:
            if len(self._refs) >= _CARDS_KEPT:
                self._refs.clear()
            body = body_ref(slot.head.path, slot.head.body, self._resolved.get(slot.head.path, NOTHING))
            made = self._refs[key] = PaperRef(card=self.paper(slot), body=body, fingerprint=slot.full)
        return made

    def issue(self, place: int, room: int = LINE) -> IssueCard:
        """The card of the issue with index `place`, for lists that have `room` for the titles of its papers."""
        made = self._issues.get((place, room))
        if made is None:
            if len(self._issues) >= _CARDS_KEPT:
                self._issues.clear()
            made = self._issues[place, room] = self._issue(place, room)
        return made

    def related(self, relations: Iterable[Relation]) -> tuple[RelatedView, ...]:
        """What a paper's page shows of the related ones."""
        return tuple([self._related(each, self.slots[each.path].head) for each in relations])

    def _related(self, relation: Relation, head: Head) -> RelatedView:
        titles = titles_of(head)
        return RelatedView(
            path=paper_path(head.slug),
            title_html=Markup(keep_codes(titles.title_html)),
            title_zh_html=Markup(keep_codes(titles.title_zh_html)),
            date=head.date,
            linked=relation.linked,
            authors=relation.authors,
            topics_zh=relation.topics_zh,
            topics_en=relation.topics_en,
        )

    def newest_first(self, term: Term, limit: int | None = None) -> list[str]:
        """Source paths of a term's papers, newest first; no more than `limit`, or than those of the newest day."""

        def day(paper: str) -> str:
            return self.slots[paper].head.day

        papers = term.papers
        if limit is not None and len(papers) > limit:
            limit = max(limit, len(papers) - bisect_left(papers, day(papers[-1]), key=day))
            papers = papers[bisect_left(papers, day(papers[-limit]), key=day) :]
        return sorted(papers, key=day, reverse=True)[:limit]

    def main_category(self, head: Head) -> CategoryView:
        """The category that a paper is listed under."""
        return self.categories[head.categories[0]] if head.categories else _UNSORTED

    def _issue(self, place: int, room: int) -> IssueCard:
        issue = self._site.issues[place]
        counts: dict[str, int] = {}
        titles = []
        for head in issue.entries:
            for spelling in head.categories[:1]:
                code = self.categories[spelling].code
                counts[code] = counts.get(code, 0) + 1
            titles.append(titles_of(head))
        titles_zh = [each.title_zh_html or each.title_html for each in titles]
        titles_en = [each.title_html for each in titles]
        mark = "、" if any(each.title_zh_html for each in titles) else "; "
        return IssueCard(
            date=issue.date,
            path=issue_path(issue.date),
            number=issue.number,
            title_zh=issue_title(self._site.config, issue, "zh"),
            title_en=issue_title(self._site.config, issue, "en"),
            papers=len(titles),
            combined_zh_html=Markup(mark.join(titles_zh)),
            combined_en_html=Markup("; ".join(titles_en)),
            combined_zh=mark.join(map(plain_text, titles_zh)),
            combined_en="; ".join(map(plain_text, titles_en)),
            line_zh=make_title_line(titles_zh, mark, room),
            line_en=make_title_line(titles_en, "; ", room),
            counts=tuple(
                [
                    CategoryCount(category=self.categories[code], count=count)
                    for code, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
                ]
            ),
            number_apart=_is_number_apart(self._site.config, issue),
            fingerprint=self.issues[place] if room == LINE else f"{self.issues[place]} {room}",
        )

    def _category(self, code: str) -> CategoryView:
        zh, en, colour = category_titles(self._site, code)
        path = self._terms["categories"].terms[code].path
        return CategoryView(code=code, zh=zh, en=en, path=path, colour=colour)

    def _term_keys(self) -> _Words:
        """For categories and each of `_PAGED`: by spelling, what cards show beyond the name (path, URL, ORCID, colour).

        Names that are shown as plain text are absent.
        """
        categories = {code: category_key(each) for code, each in self.categories.items()}
        *paths, named = [
            {each: self._terms[kind].path(each) for each in self._terms[kind].spellings} for kind in _PAGED
        ]
        authors = self._terms["authors"]
        known = {
            spelling: "\n".join((authors.path(spelling), person.url, person.orcid))
            for spelling in authors.spellings
            if (person := self.people.get(authors.name(spelling))) is not None
        }
        return categories, *paths, named | known

    def _issue_slots(self, place: int, issue: Issue, words: _Words, memo: Memo) -> tuple[tuple[Slot, ...], str]:
        """The slots of an issue's papers and the cache key of its card."""
        day = issue.date.isoformat()
        when = f"{day}{'future' if self._published.is_to_come(day) else ''}"
        titles = tuple([issue_title(self._site.config, issue, language) for language in LANGUAGES])
        titles = (*titles, "apart" if _is_number_apart(self._site.config, issue) else "")
        resolved = tuple([self._resolved.get(head.path) for head in issue.entries]) if self._resolved else ()
        repository = self._site.config.repo, self._site.config.place

        def make() -> tuple[tuple[Slot, ...], str]:
            slots = tuple(self._slots(place, issue, when, words))
            return slots, join_keys(day, str(issue.number), *titles, *[slot.card for slot in slots])

        return memo.get(("slots", place), (issue, when, titles, resolved, words, repository), make)

    def _slots(self, place: int, issue: Issue, when: str, words: _Words) -> Iterator[Slot]:
        categories, *paged = words
        known = any(paged)
        for number, head in enumerate(issue.entries, 1):
            shown = _pages_of(head, paged) if known else ""
            codes = "".join([categories[code] for code in head.categories])
            card = f"{head.digest} {head.slug} {''.join(head.languages)} {when} {number} {codes} {shown}"
            card += source_url(self._site.config, head.path)
            resolved = self._resolved.get(head.path)
            full = card + head.body + (resolved.fingerprint if resolved is not None else "")
            yield Slot(head, place, number, card, card + head.row, full)

    def _paper(self, slot: Slot) -> PaperCard:
        head, issue = slot.head, self._site.issues[slot.issue]
        titles, (people, authors_cut, facts) = titles_of(head), metadata_of(head)
        categories = tuple([self.categories[code] for code in head.categories])
        return PaperCard(
            slug=head.slug,
            path=paper_path(head.slug),
            anchor=f"p-{head.slug}",
            issue_path=issue_path(issue.date),
            title=titles.title,
            title_zh=titles.title_zh,
            title_html=Markup(keep_codes(titles.title_html)),
            title_zh_html=Markup(keep_codes(titles.title_zh_html)),
            authors=tuple([self._author(*pair) for pair in zip(head.authors, people, strict=True)]),
            authors_cut=authors_cut,
            affiliations=self._names("affiliations", facts.affiliations),
            category=self.main_category(head),
            categories=categories,
            areas=self._names("areas", head.areas),
            tags=self._names("tags", head.tags),
            venue_path=self._terms["venues"].path(facts.venue),
            links=_links(facts),
            facts=facts,
            publication=publication_of(head),
            date=issue.date,
            number=slot.number,
            source=source_url(self._site.config, head.path),
            future=self._published.is_to_come(issue.date.isoformat()),
            languages=head.languages,
            fingerprint=slot.card,
        )

    def _names(self, taxonomy: str, names: tuple[str, ...]) -> tuple[NameView, ...]:
        terms = self._terms[taxonomy]
        return tuple([NameView(name=name, path=terms.path(name)) for name in names])

    def _author(self, typed: str, author: Credit) -> AuthorView:
        authors = self._terms["authors"]
        known = self.people.get(authors.name(typed))
        return AuthorView(
            name=author.name,
            path=authors.path(typed),
            affiliation=author.affiliation,
            url=author.url or (known.url if known else ""),
            orcid=author.orcid or (known.orcid if known else ""),
            corresponding=author.corresponding,
            equal=author.equal,
        )


def category_key(category: CategoryView) -> str:
    """Cache key of a category."""
    return join_keys(category.code, category.zh, category.en, category.path, category.colour)


_NO_PAGES = repeat("")

_PAGED = ("affiliations", "areas", "tags", "venues", "authors")
"""Taxonomies whose terms are plain names and may lack a page, in the order of `_term_keys`."""

_named = attrgetter(*_PAGED)


def make_title_line(titles: Sequence[str], separator: str, room: int) -> TitleLine:
    """As many titles as have room, in bytes of their text; only the beginning of the first if that is too long.

    After the first, those that are too long for what is left of the room are passed over.
    """
    shown: list[str] = []
    for title in titles:
        if len(title.encode()) > room and not shown:
            shown.append(_shorten(plain_text(title), room))
        elif len(title.encode()) <= room:
            shown.append(title)
        else:
            continue
        room -= len(shown[-1].encode()) + len(separator.encode())
    return TitleLine(html=Markup(separator.join(map(Markup, shown))), more=len(titles) - len(shown))


def _shorten(text: str, room: int) -> Markup:
    """The beginning of a text, as HTML."""
    start = text.encode()[:room].decode(errors="ignore")
    if start != text:
        words = start.rpartition(" ")[0] if start[-1:].isascii() else ""
        start = f"{words or start}…"
    return escape(start)


def body_ref(path: str, digest: str, resolved: Resolved) -> BodyRef:
    """Make a reference to a body. `digest` is the checksum of the body, `path` that of its source file."""
    return BodyRef(path=path, digest=digest, links=resolved.links, figures=resolved.figures)


def _pages_of(head: Head, paged: Sequence[Mapping[str, str]]) -> str:
    """The paths of the paper's terms as one key. Their names are in the head's own fingerprint."""
    pages = [
        "\t".join(map(known.get, names, _NO_PAGES)) if known and names else ""
        for names, known in zip(_named(head), paged, strict=True)
    ]
    return join_keys(*pages) if any(pages) else ""


def _links(facts: PaperFacts) -> tuple[PaperLink, ...]:
    values = {name: getattr(facts, name) for name in ADDRESSES}
    if facts.arxiv and not facts.pdf:
        values["pdf"] = _PDF.format(facts.arxiv)
    return tuple(
        [
            PaperLink(kind=name, url=ADDRESSES[name].format(value), label=value if name in IDENTITIES else "")
            for name, value in values.items()
            if value
        ]
    )


def standing_title(page: Prose[PageMatter] | Prose[RoundupMatter]) -> Localized:
    """The title of a standing page, or of the introduction of a week or month; its slug if it has none."""
    matter = page.matter
    return Localized(zh=matter.title_zh or matter.title or page.slug, en=matter.title or matter.title_zh or page.slug)


def issue_title(config: Config, issue: Issue, language: str) -> str:
    """The title from `issue.md`, else the setting `issue_title` with its placeholders filled."""
    if issue.intro is not None:
        zh, en = issue.intro.matter.title_zh, issue.intro.matter.title
        own = (zh or en) if language == "zh" else (en or zh)
        if own:
            return own
    return config.issue_title.get(language).replace("{number}", str(issue.number)).replace("{date}", str(issue.date))


def _is_number_apart(config: Config, issue: Issue) -> bool:
    """Whether the issue's own titles lack its number, which the setting `issue_title` would show."""
    titles = {language: issue_title(config, issue, language) for language in LANGUAGES}
    return issue.intro is not None and all(
        "{number}" in config.issue_title.get(language) and str(issue.number) not in re.findall("[0-9]+", title)
        for language, title in titles.items()
    )
