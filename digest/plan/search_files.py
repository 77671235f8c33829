"""The data of the search: the list of parts, and of each part the index, the facets and the texts.

It is JavaScript, since pages from `file://` can load nothing else, and all languages share it. All names but that of
the list carry a hash of what the file is made from.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from operator import attrgetter
from typing import Literal

from digest.plan.search_parts import CHUNK, count_shards, cut_days
from digest.plan.types import Batch, Contents, Page, Shown
from digest.plan.views import SearchFileView, SearchPaper, SearchPartCard, SearchPartsView, SearchTextsView, View
from digest.text.fingerprint import fingerprint_bytes

SEARCH_FORMAT = "1"
"""A part of all names: another one if the encoding changes, so that browsers take no old file for a new one."""

_HASH_LENGTH = 10
"""Hexadecimal digits in names."""

_SLUG = attrgetter("slug")


def search_files(contents: Contents) -> Iterator[Page | Batch]:
    """The data of the search, if the site has it."""
    if not contents.site.config.search:
        return
    issues = [issue for issue in contents.site.issues if issue.entries]
    cards = []
    for start, end in cut_days([(issue.date.toordinal(), len(issue.entries)) for issue in issues]):
        papers = tuple(
            [
                SearchPaper(head.path, head.slug, head.day, head.search)
                for issue in issues[start:end]
                for head in sorted(issue.entries, key=_SLUG)
            ]
        )
        chunks = [papers[at : at + CHUNK] for at in range(0, len(papers), CHUNK)]
        card = SearchPartCard(
            name=_name(papers),
            papers=len(papers),
            first=papers[0].day,
            last=papers[-1].day,
            shards=count_shards(len(papers)),
            chunks=tuple(map(_name, chunks)),
        )
        cards.append(card)
        yield Batch(f"{card.first} {card.last}", papers, partial(_part_files, papers, chunks, card))
    key = (f"{card.name} {card.first} {card.last} {card.chunks}" for card in cards)
    yield _page("parts", tuple(key), SearchPartsView(parts=tuple(reversed(cards))))


def _part_files(
    papers: tuple[SearchPaper, ...], chunks: Sequence[tuple[SearchPaper, ...]], card: SearchPartCard
) -> Iterator[Page]:
    key = _key(papers)

    def file(suffix: str, content: Literal["shard", "facets", "names"], shard: int = 0) -> Page:
        name = f"{card.name}-{suffix}"
        view = SearchFileView(name=name, content=content, papers=papers, shards=card.shards, shard=shard)
        return _page(name, key, view, card.first)

    yield from [file(str(shard), "shard", shard) for shard in range(card.shards)]
    yield file("facets", "facets")
    yield file("names", "names")
    for name, each in zip(card.chunks, chunks, strict=True):
        yield _page(name, _key(each), SearchTextsView(name=name, papers=each), card.first)


def _name(papers: Sequence[SearchPaper]) -> str:
    """The hash of all that files about these papers are made from."""
    told = "\n".join([SEARCH_FORMAT, *[f"{slug}\t{day}\t{search}" for _, slug, day, search in papers]])
    return fingerprint_bytes(told.encode())[:_HASH_LENGTH]


def _key(papers: Sequence[SearchPaper]) -> tuple[str, ...]:
    return (fingerprint_bytes("\n".join(map("\t".join, papers)).encode("utf-8", "surrogatepass")),)


def _page(name: str, key: tuple[str, ...], view: View, group: str = "") -> Page:
    return Page(path=f"search/{name}.js", key=key, make=partial(_show, view), group=group)


def _show(view: View, _contents: Contents, _language: str) -> Shown:
    return Shown(view)
