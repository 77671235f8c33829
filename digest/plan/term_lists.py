"""The lists of terms: people by letter, categories by archive, others by their number of papers."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from digest.model.categories import ARCHIVES, category_archive
from digest.model.languages import HANT
from digest.plan.pages import make_pagers, newest_day, term_card, term_key
from digest.plan.taxonomies import TAXONOMIES, Term, has_list
from digest.plan.types import Batch, Contents, Page, Shown
from digest.plan.urls import page_of
from digest.plan.views import LetterView, Pager, TermGroup, TermsView
from digest.text.alphabetical import OTHER_LETTERS, Filing, alphabetize
from digest.text.characters import is_han
from digest.text.hanzi import to_traditional

_PER_PAGE = 500
"""Terms on a page. A term takes one line, so more fit than papers (setting `per_page`)."""

_SLACK = 100
"""How many terms more or fewer a page may have, to begin with a letter."""

_LONG = 60
"""Terms from which on a list is sorted by letter. The block of those with the most papers has so many at most."""

_LONGEST_GUIDE = 5
"""Letters of a name in a link to a page."""


class _Group(NamedTuple):
    """A heading; empty if a list has none."""

    anchor: str = ""
    zh: str = ""
    en: str = ""


class _Place(NamedTuple):
    """A term in its list. `guide` is what the term is sorted by, on lists by name."""

    term: Term
    group: _Group
    guide: str = ""


def term_list_pages(contents: Contents) -> Iterator[Batch]:
    """The lists of terms of each taxonomy (see `has_list`)."""
    for taxonomy in TAXONOMIES:
        terms = contents.taxonomies[taxonomy]
        if has_list(taxonomy, terms):
            arguments = (terms, contents.cards.categories, contents.cards.people, newest_day(contents))
            yield Batch(taxonomy, arguments, partial(_pages, contents, taxonomy))


def _pages(contents: Contents, taxonomy: str) -> Iterator[Page]:
    places = _arrange(contents, taxonomy)
    path, count = f"{taxonomy}/index.html", len(places)
    by_letter = taxonomy != "categories" and count > _LONG
    slices = _slices(places)
    letters = _letters(places, slices, path) if by_letter else ()
    spans = _spans(places, slices) if by_letter else [("", "")] * len(slices)
    most = _most(places) if by_letter else ()
    index = [f"{each.letter} {each.path}" for each in letters]
    for pager in make_pagers(path, count, _PER_PAGE, spans):
        here, torn = _cut(places, slices[pager.number - 1])
        above = most if pager.number == 1 else ()
        links = [f"{each.start} {each.end}" for each in pager.pages]
        shown = [term_key(contents, taxonomy, term) for term in above]
        shown += [f"{place.group.anchor} {term_key(contents, taxonomy, place.term)}" for place in here]
        yield Page(
            path=page_of(path, pager.number),
            key=(taxonomy, str(count), *map(str, torn), *index, *links, *shown),
            make=partial(
                _show,
                taxonomy,
                tuple([(place.term.key, place.group, _reading(place)) for place in here]),
                tuple([term.key for term in above]),
                letters,
                pager,
                count,
                torn,
            ),
            modified=newest_day(contents),
        )


def _show(
    taxonomy: str,
    here: Sequence[tuple[str, _Group, str]],
    most: Sequence[str],
    letters: tuple[LetterView, ...],
    pager: Pager,
    count: int,
    torn: tuple[bool, bool],
    contents: Contents,
    _language: str,
) -> Shown:
    terms = contents.taxonomies[taxonomy].terms
    groups = [
        TermGroup(
            anchor=group.anchor,
            zh=group.zh,
            en=group.en,
            terms=tuple([term_card(contents, taxonomy, terms[name], reading) for name, _, reading in places]),
            is_continued=torn[0] and group == here[0][1],
            goes_on=torn[1] and group == here[-1][1],
        )
        for group, places in groupby(here, key=lambda place: place[1])
    ]
    above = tuple([term_card(contents, taxonomy, terms[name]) for name in most])
    return Shown(
        TermsView(taxonomy=taxonomy, groups=tuple(groups), count=count, pager=pager, letters=letters, most=above)
    )


def _arrange(contents: Contents, taxonomy: str) -> list[_Place]:
    """The terms of a taxonomy in the order of their list."""
    terms = contents.taxonomies[taxonomy].terms.values()
    if taxonomy == "categories":
        return _by_archive(contents, terms)
    is_long = len(terms) > _LONG
    if taxonomy != "authors" and not is_long:
        return [_Place(term, _Group()) for term in sorted(terms, key=by_papers)]
    filed = [(alphabetize(term.name, person=taxonomy == "authors"), term) for term in terms]
    filed.sort(key=lambda pair: (pair[0].rank, pair[0].key, pair[1].name, pair[1].key))
    return [_Place(term, _letter_group(filing) if is_long else _Group(), _guide(filing)) for filing, term in filed]


def by_papers(term: Term) -> tuple[int, str, str]:
    """What terms are sorted by to have those with the most papers first."""
    return -len(term.papers), term.name.casefold(), term.name


def _by_archive(contents: Contents, terms: Collection[Term]) -> list[_Place]:
    """Categories by archive, the one with the most papers first, and those of the site's own last."""
    archives = {term.key: category_archive(term.name) for term in terms}
    sizes: Counter[str] = Counter()
    for term in terms:
        sizes[archives[term.key]] += len(term.papers)
    ranks = {"": (1, 0, 0)} | {name: (0, -sizes[name], place) for place, name in enumerate(ARCHIVES)}
    is_hant = contents.site.config.chinese == HANT

    def group(archive: str) -> _Group:
        zh, en = ARCHIVES.get(archive, ("", ""))
        return _Group(f"archive-{archive or 'own'}", to_traditional(zh) if is_hant else zh, en)

    groups = {archive: group(archive) if len(sizes) > 1 else _Group() for archive in sizes}
    ordered = sorted(terms, key=lambda term: (ranks[archives[term.key]], by_papers(term)))
    return [_Place(term, groups[archives[term.key]]) for term in ordered]


def _letter_group(filing: Filing) -> _Group:
    anchor = f"other-{OTHER_LETTERS.index(filing.letter)}" if filing.letter in OTHER_LETTERS else filing.letter.lower()
    return _Group(f"letter-{anchor}", filing.letter, filing.letter)


def _guide(filing: Filing) -> str:
    return filing.letter if filing.letter in OTHER_LETTERS else filing.key.partition("\0")[0]


def _reading(place: _Place) -> str:
    return place.guide if is_han(place.term.name[0]) and place.guide.isascii() else ""


def _slices(places: Sequence[_Place]) -> list[slice]:
    """The terms of each page: about `_PER_PAGE`, from the beginning of a letter if one is near."""
    count = len(places)
    begins = [0]
    while count - begins[-1] > _PER_PAGE:
        ideal = begins[-1] + _PER_PAGE
        near = range(ideal - _SLACK, min(ideal + _SLACK, count) + 1)
        letters = [end for end in near if end == count or places[end].group != places[end - 1].group]
        begins.append(min(letters, key=lambda end: abs(end - ideal), default=ideal))
    ends = [*begins[1:], count]
    return [slice(begin, end) for begin, end in zip(begins, ends, strict=True) if begin < end or not count]


def _cut(places: Sequence[_Place], part: slice) -> tuple[Sequence[_Place], tuple[bool, bool]]:
    """The terms of a page, and whether the page before it has some of its first letter, and the next of its last."""

    def is_torn(at: int) -> bool:
        return 0 < at < len(places) and bool(places[at].group.anchor) and places[at - 1].group == places[at].group

    return places[part], (is_torn(part.start), is_torn(part.stop))


def _letters(places: Sequence[_Place], slices: Sequence[slice], path: str) -> tuple[LetterView, ...]:
    first: dict[_Group, int] = {}
    for number, part in enumerate(slices, start=1):
        for place in places[part]:
            first.setdefault(place.group, number)
    return tuple(
        [
            LetterView(letter=group.en, path=page_of(path, number), anchor=group.anchor)
            for group, number in first.items()
        ]
    )


def _most(places: Sequence[_Place]) -> tuple[Term, ...]:
    """Those with the most papers: at most a third of all, none with only one."""
    terms = sorted([place.term for place in places if len(place.term.papers) > 1], key=by_papers)
    return tuple(terms[: min(_LONG, len(places) // 3)])


def _spans(places: Sequence[_Place], slices: Sequence[slice]) -> list[tuple[str, str]]:
    """Where each page begins and ends, as short as tells it from its neighbours: A to Ba, Be to Ca."""
    guides = [place.guide for place in places]
    return [
        (
            _shortest(guides[start], guides[start - 1] if start else ""),
            _shortest(guides[end], guides[end + 1] if end + 1 < len(guides) else ""),
        )
        for start, end in [(part.start, part.stop - 1) for part in slices]
    ]


def _shortest(guide: str, other: str) -> str:
    """The shortest beginning of a guide that the other does not have; if there is none, the guide, if not too long."""
    length = next((size for size in range(1, _LONGEST_GUIDE) if guide[:size] != other[:size]), _LONGEST_GUIDE)
    return guide[:length].strip().capitalize()
