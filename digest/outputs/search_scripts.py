"""The data of the search as scripts: `digest.data(name, value)`. `library.js` of the default theme reads them."""

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from digest.content.search_texts import SearchTexts, search_keys
from digest.outputs.search_index import IndexedPaper, PartIndex, is_like, make_shards, update_shards
from digest.plan.search_parts import CHUNK
from digest.plan.views import SearchFileView, SearchPaper, SearchPartsView, SearchTextsView

_FACETS = ("category", "area", "tag", "venue", "code")
_NAMES = ("author", "affiliation")
_COLUMNS = (*_FACETS, *_NAMES)
"""Columns of the two files about all papers of a part: fields of `SearchTexts`; `code` says whether there is some."""

_Load = Callable[[str], SearchTexts]


def renew_index(old: PartIndex, papers: Sequence[SearchPaper], shards: int, load_texts: _Load) -> PartIndex:
    """The index of a part. Papers that are in an earlier index are taken from it, others indexed from their texts."""
    known = {each.search: each for each in old.papers}
    indexed: list[IndexedPaper] = []

    def look() -> Iterator[tuple[Iterable[str], Iterable[str]]]:
        for paper in papers:
            each = known.get(paper.search)
            if each is None:
                texts = load_texts(paper.path)
                titles, anywhere = search_keys(texts)
                indexed.append(IndexedPaper(paper.search, " ".join(titles), " ".join(anywhere), tuple(_columns(texts))))
                yield titles, anywhere
            else:
                indexed.append(each)
                yield each.titles.split(), each.anywhere.split()

    if is_like(old, [paper.search for paper in papers], shards):
        deque(look(), 0)
        return PartIndex(tuple(indexed), update_shards(old, indexed))
    made = make_shards(look(), shards)
    return PartIndex(tuple(indexed), made)


def _columns(texts: SearchTexts) -> Iterable[str]:
    for column in _COLUMNS:
        if column == "code":
            yield "1" if texts.has_code else ""
        else:
            yield "\t".join([text for field, _, text in texts.fields if field == column])


def write_parts(view: SearchPartsView) -> bytes:
    """The list of parts."""
    parts = [
        {
            "name": part.name,
            "papers": part.papers,
            "first": part.first,
            "last": part.last,
            "shards": part.shards,
            "size": CHUNK,
            "chunks": part.chunks,
        }
        for part in view.parts
    ]
    return _script("parts", parts)


def write_part_file(view: SearchFileView, load_part: Callable[[Sequence[SearchPaper], int], PartIndex]) -> bytes:
    """A shard of the index of a part, its facets or its names."""
    part = load_part(view.papers, view.shards)
    if view.content == "shard":
        return _script(view.name, part.shards[view.shard])
    columns = dict(zip(_COLUMNS, zip(*[each.columns for each in part.papers], strict=True), strict=True))
    if view.content == "names":
        return _script(view.name, {name: "\n".join(columns[name]) for name in _NAMES})
    return _script(view.name, _cards(view.papers) | {name: "\n".join(columns[name]) for name in _FACETS})


def write_texts(view: SearchTextsView, load_texts: _Load) -> bytes:
    """The texts of a few papers, in columns, as these are more alike than the texts of one paper."""
    every = [load_texts(paper.path) for paper in view.papers]
    columns: dict[tuple[str, str], list[list[str]]] = {}
    for number, texts in enumerate(every):
        for field, language, text in texts.fields:
            if field in _COLUMNS:
                continue
            column = columns.setdefault((field, language), [[] for _ in every])
            column[number].append(" ".join(text.split()))
    fields = [(*name, "\n".join(map("\t".join, columns[name]))) for name in sorted(columns)]
    values = dict(zip(_COLUMNS, map("\n".join, zip(*map(_columns, every), strict=True)), strict=True))
    return _script(view.name, _cards(view.papers) | values | {"fields": fields})


def _cards(papers: Sequence[SearchPaper]) -> dict[str, str]:
    return {"slug": "\n".join([each.slug for each in papers]), "day": "\n".join([each.day for each in papers])}


def _script(name: str, value: Any) -> bytes:
    return f"digest.data({json.dumps(name)},{json.dumps(value, ensure_ascii=False, separators=(',', ':'))});\n".encode()
