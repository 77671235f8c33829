"""Read CSL-JSON: a list of items as reference managers and Crossref give them."""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from digest.authoring.escaping import Markdown
from digest.authoring.importing.drafts import Imported
from digest.authoring.importing.html import read_fragment
from digest.authoring.importing.references import (
    CitedWork,
    draft_references,
    find_published,
    find_year,
    join_name,
    plain_title,
    split_keywords,
    tell_none,
)
from digest.text.diagnostics import Reporter
from digest.text.source import Source, Span

_CSL_USED = (
    *("title", "title-short", "author", "issued", "DOI", "URL", "container-title", "event-title", "event", "abstract"),
    *("note", "keyword", "id", "type", "citation-key", "language", "arxiv", "categories"),
)


_LIST = re.compile(r"\s*(?:\{[^\[\]{}]*\"items\"\s*:\s*)?(?P<open>\[)?\s*")
_SPACE = re.compile(r"\s*")
_HEADING = re.compile(r"<(?:jats:)?title>\s*Abstract\s*</(?:jats:)?title>", re.IGNORECASE)
_MANY = frozenset(("others", "et al.", "et al", "等"))


def read_csl(source: Source, reporter: Reporter) -> Imported:
    """Read a CSL-JSON file: a list of items, or an object with `items`. The items before a fault are read."""
    items = [(item, span) for item, span in _items(source, reporter) if isinstance(item, dict)]
    if not any("title" in item or "author" in item for item, _ in items):
        if not reporter.diagnostics():
            tell_none(source, reporter, "CSL-JSON is a list of items with 'title', 'author', 'DOI' and so on")
        return Imported()
    return draft_references([_of_csl(item, span, source) for item, span in items], reporter)


def _items(source: Source, reporter: Reporter) -> Iterator[tuple[Any, Span]]:
    """Yield the items of a file with their places."""
    text = source.text
    decoder = json.JSONDecoder()
    opening = _LIST.match(text)
    at = opening.end() if opening is not None else 0
    is_list = opening is not None and opening["open"] is not None
    while not (is_list and text.startswith("]", at)):
        try:
            item, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            _tell_broken(error.pos, error.msg, source, reporter)
            return
        except RecursionError:
            _tell_broken(at, "it is nested too deeply", source, reporter)
            return
        yield item, Span(start=at, end=end)
        if not is_list:
            return
        at = _skip(text, end)
        if text.startswith(",", at):
            at = _skip(text, at + 1)
        elif not text.startswith("]", at):
            _tell_broken(at, "Expecting ',' or ']'", source, reporter)
            return


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found is not None else at


def _tell_broken(at: int, problem: str, source: Source, reporter: Reporter) -> None:
    span = Span(start=min(at, len(source.text)), end=min(at + 1, len(source.text)))
    reporter.error("broken-json", span, f"this file is no JSON: {problem}", "export it again")


def _of_csl(item: Mapping[str, Any], place: Span, source: Source) -> CitedWork:
    title = _text(item.get("title"))
    authors = item.get("author")
    names = [name for each in authors if (name := _name_of_csl(each))] if isinstance(authors, list) else []
    people = [name for name in names if name.lower() not in _MANY]
    others = {name: _text(value) for name, value in item.items() if name not in _CSL_USED}
    venues = (_text(item.get(name)) for name in ("container-title", "event-title", "event"))
    issued = item.get("issued")
    return CitedWork(
        title=plain_title(title),
        authors=tuple(people),
        cut=len(people) < len(names),
        year=find_year(issued if isinstance(issued, str) else json.dumps(issued)),
        published=find_published(issued if isinstance(issued, str) else json.dumps(issued)),
        venue=next((plain_title(venue) for venue in venues if venue), ""),
        eprint=_text(item.get("arxiv")),
        doi=_text(item.get("DOI")),
        urls=(url,) if (url := _text(item.get("URL"))) else (),
        abstract=_abstract(_text(item.get("abstract"))),
        keywords=split_keywords(*(_text(item.get(name)) for name in ("keyword", "categories"))),
        notes=tuple(line for line in _text(item.get("note")).split("\n") if line.strip()),
        others={name: value for name, value in others.items() if value},
        span=_place_of_title(title, source.text, place),
        name=_text(item.get("id")) or title,
    )


def _place_of_title(title: str, text: str, place: Span) -> Span:
    """The span of an item's title, or else its first line."""
    for shown in (json.dumps(title, ensure_ascii=False), json.dumps(title)) if title else ():
        if (start := text.find(shown, place.start, place.end)) >= 0:
            return Span(start=start, end=start + len(shown))
    line = text[place.start : place.end].split("\n", 1)[0]
    return Span(start=place.start, end=place.start + len(line))


def _text(value: Any) -> str:
    """A JSON value as text; lists joined by commas."""
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value).strip()


def _abstract(text: str) -> str:
    """An abstract, which may have JATS mark-up (Crossref) or HTML."""
    text = _HEADING.sub("", text)
    if "<" in text:
        return Markdown(read_fragment(text))
    return "\n\n".join(" ".join(unescape(each).split()) for each in re.split(r"\n\s*\n", text) if each.strip())


def _name_of_csl(author: Any) -> str:
    if not isinstance(author, Mapping):
        return _text(author)
    if author.get("literal"):
        return " ".join(_text(author["literal"]).split())
    given, family, suffix = (_text(author.get(name)) for name in ("given", "family", "suffix"))
    particles = (_text(author.get(name)) for name in ("dropping-particle", "non-dropping-particle"))
    return join_name(given, family, prefix=" ".join(particles), suffix=suffix)
