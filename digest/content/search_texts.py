"""The texts of a paper that readers search, plain, as pages show them."""

import re
from collections.abc import Iterable, Iterator

from digest.content.body import Body, Text
from digest.content.entry import Entry
from digest.markdown import plain_text
from digest.model.categories import category_code
from digest.model.front_matter import IDENTITIES, split_version
from digest.text.folding import index_keys
from digest.text.language import language_of
from digest.text.names import distinct_names
from digest.text.records import frozen

_BLOCK = re.compile(r"</?(?:p|h[1-6]|[duo]l|li|d[dt]|blockquote|pre|t[dhr]|div|figure|hr)\b[^>]*>")
"""What begins or ends a block: no phrase runs from one into another."""

TITLE = "title"
_PREFIXES = {"arxiv": "arXiv:", "doi": "doi:"}


@frozen
class SearchTexts:
    """Field, language (empty for names) and text of everything that is searched, in the order of pages.

    Nothing in it depends on other files of the site.
    """

    fields: tuple[tuple[str, str, str], ...]
    has_code: bool = False
    """Whether there is code, by which readers filter."""


def make_search_texts(entry: Entry, body: Body) -> SearchTexts:
    """The texts of an entry."""
    fields = tuple([each for each in (*_names(entry), *_texts(body)) if each[2]])
    return SearchTexts(fields=fields, has_code=bool(entry.matter.code))


def _names(entry: Entry) -> Iterator[tuple[str, str, str]]:
    matter = entry.matter
    title, title_zh = plain_text(entry.title_html), plain_text(entry.title_zh_html)
    if title != title_zh:
        yield TITLE, language_of(title), title
    yield TITLE, "zh", title_zh
    people = matter.authors.people
    for each in people:
        yield "author", "", each.name
    for name in distinct_names((*matter.affiliations, *[each.affiliation for each in people])):
        yield "affiliation", "", name
    for key in IDENTITIES:
        if value := getattr(matter, key):
            # As it is cited. The bare id is a word of it, so a search for that finds it, too.
            prefix = _PREFIXES.get(key, "")
            yield "id", "", prefix + value
            if key == "arxiv" and (paper := split_version(value)[0]) != value:
                yield "id", "", prefix + paper
    for code in distinct_names([category_code(typed) for typed in matter.category]):
        yield "category", "", code
    for field, names in (("area", matter.area), ("tag", matter.tags), ("venue", (matter.venue,))):
        for name in names:
            yield field, "", name


def _texts(body: Body) -> Iterator[tuple[str, str, str]]:
    yield from _plain("summary", (body.summary, body.summary_en))
    yield from _plain("key_points", (*body.key_points, *body.key_points_en))
    yield from _plain("abstract", (body.abstract_zh, body.abstract))
    for aspect in body.aspects:
        yield from _plain(aspect.name, (aspect.text, aspect.text_en))
    yield from _plain("notes", body.lead)
    for note in body.notes:
        yield from _plain("notes", (note.text._replace(html=note.heading_html), note.text))


def _plain(field: str, texts: Iterable[Text | None]) -> Iterator[tuple[str, str, str]]:
    for text in texts:
        if text is not None:
            for block in _BLOCK.split(text.html):
                yield field, text.lang, plain_text(block)


def search_keys(texts: SearchTexts) -> tuple[set[str], set[str]]:
    """The keys of the search index for a paper: those of its titles, and all."""
    titles = index_keys([text for field, _, text in texts.fields if field == TITLE])
    return titles, titles | index_keys([text for field, _, text in texts.fields if field != TITLE])
