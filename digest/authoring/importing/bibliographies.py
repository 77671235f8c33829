"""Convert BibTeX entries and CSL-JSON items to references."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from digest.authoring.importing.bibtex import BibEntry, read_bibtex
from digest.authoring.importing.drafts import Imported
from digest.authoring.importing.latex import plain_latex
from digest.authoring.importing.references import CitedWork, draft_reference
from digest.text.diagnostics import Reporter
from digest.text.source import Source, Span

_VENUES = ("booktitle", "journal", "journaltitle", "eventtitle", "maintitle")
_NOTES = ("note", "annote", "annotation", "addendum")
_TEXTS = ("abstract", "keywords", "keyword", *_NOTES)
_USED = (
    *("title", *_VENUES, *_TEXTS, "author", "year", "date", "doi", "url", "pdf"),
    *("eprint", "archiveprefix", "eprinttype", "primaryclass", "eprintclass", "subtitle"),
)
"""BibTeX and BibLaTeX fields that an entry has a key for."""

_SPLIT_NAMES = re.compile(r"\s+and\s+", re.IGNORECASE)
_SPLIT_WORDS = re.compile(r"\s*[,;，；]\s*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_TAGS = re.compile(r"</?(?:jats:)?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>")


def read_bib(source: Source, reporter: Reporter) -> Imported:
    """Read a BibTeX file."""
    entries = read_bibtex(source, reporter)
    if not entries and not reporter.diagnostics():
        _tell_none(source, reporter, "an entry begins with its type: @article{key, title = {...}, ...}")
    return Imported(drafts=tuple(draft_reference(_of_bibtex(entry), reporter) for entry in entries))


def read_csl(source: Source, reporter: Reporter) -> Imported:
    """Read a CSL-JSON file: a list of items, or an object with `items`."""
    try:
        found = json.loads(source.text)
    except json.JSONDecodeError as error:
        reporter.error(
            "broken-json",
            Span(start=error.pos, end=min(error.pos + 1, len(source.text))),
            f"this file is no JSON: {error.msg}",
            "export it again",
        )
        return Imported()
    except RecursionError:
        reporter.error("broken-json", Span(start=0, end=1), "this file is nested too deeply", "export it again")
        return Imported()
    items = found.get("items", [found]) if isinstance(found, dict) else found
    papers = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    if not papers or not any("title" in item or "author" in item for item in papers):
        _tell_none(source, reporter, "CSL-JSON is a list of items with 'title', 'author', 'DOI' and so on")
        return Imported()
    references = []
    for each in _of_csl(papers, source):
        if each.title or each.authors or each.doi or each.eprint or each.urls:
            references.append(each)
        else:
            hint = "an item has a 'title', an 'author', a 'DOI' or a 'URL'"
            reporter.error("empty-item", each.span, "this item says nothing of a paper; it was not imported", hint)
    return Imported(drafts=tuple(draft_reference(each, reporter) for each in references))


def _tell_none(source: Source, reporter: Reporter, hint: str) -> None:
    first = source.text.split("\n", 1)[0]
    reporter.error("no-papers", Span(start=0, end=len(first)), "no paper was found in this file", hint)


# BibTeX.


def _of_bibtex(entry: BibEntry) -> CitedWork:
    fields = {name: field.value for name, field in entry.fields.items()}
    names = [name for name in split_outside(fields.get("author", ""), _SPLIT_NAMES) if name.strip("{} ")]
    people = [name for name in names if name.strip().lower() != "others"]
    date = " ".join(fields.get(name, "") for name in ("year", "date"))
    year = _YEAR.search(date)
    title = ": ".join(plain_latex(text) for name in ("title", "subtitle") if (text := fields.get(name, "")))
    words = [word for name in ("keywords", "keyword") for word in _SPLIT_WORDS.split(plain_latex(fields.get(name, "")))]
    others = {name: plain_latex(value) for name, value in fields.items() if name not in _USED}
    return CitedWork(
        title=title,
        authors=tuple(_name_of_bibtex(name) for name in people),
        cut=len(people) < len(names),
        year=year.group() if year else "",
        venue=next((plain_latex(fields[name]) for name in _VENUES if fields.get(name)), ""),
        eprint=fields.get("eprint", ""),
        archive=fields.get("archiveprefix", "") or fields.get("eprinttype", ""),
        category=fields.get("primaryclass", "") or fields.get("eprintclass", ""),
        doi=plain_latex(fields.get("doi", "")),
        urls=tuple(_url(fields[name]) for name in ("url", "pdf") if fields.get(name)),
        abstract=plain_latex(fields.get("abstract", ""), keep_escapes=True),
        keywords=tuple(word for word in words if word),
        notes=tuple(plain_latex(fields[name]) for name in _NOTES if fields.get(name)),
        others={name: value for name, value in others.items() if value},
        span=entry.fields["title"].span if "title" in entry.fields else entry.span,
        name=entry.key or entry.type,
    )


def split_outside(text: str, separators: re.Pattern[str]) -> list[str]:
    """Split a value at separators outside of braces."""
    depths = []
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        depths.append(depth)
    parts, at = [], 0
    for match in separators.finditer(text):
        if depths[match.start()] <= 0:
            parts.append(text[at : match.start()])
            at = match.end()
    return [*parts, text[at:]]


def _name_of_bibtex(name: str) -> str:
    """`First von Last` for `von Last, First` and `von Last, Jr, First`; other names unchanged."""
    parts = [plain_latex(part) for part in split_outside(name.strip(), re.compile(r"\s*,\s*"))]
    if len(parts) == 1:
        return parts[0]
    last, *middle = parts
    first, suffix = middle[-1], middle[0] if len(middle) > 1 else ""
    joint = "" if re.fullmatch(r"[\u4e00-\u9fff]+", first + last) else " "
    whole = f"{last}{first}" if not joint else f"{first} {last}"
    return " ".join(f"{whole} {suffix}".split())


def _url(value: str) -> str:
    found = re.fullmatch(r"\s*\\url\s*\{(.*)\}\s*", value, re.DOTALL)
    return re.sub(r"\\([%&#_~])", r"\1", found[1] if found else value).strip()


# CSL-JSON.


_CSL_USED = (
    *("title", "title-short", "author", "issued", "DOI", "URL", "container-title", "event-title", "event", "abstract"),
    *("note", "keyword", "id", "type", "citation-key", "language", "arxiv", "categories"),
)


def _of_csl(items: list[dict[str, Any]], source: Source) -> Iterator[CitedWork]:
    for item, place in zip(items, _places(items, source.text), strict=True):
        title = _text(item.get("title"))
        span = _place_of_title(title, source.text, place)
        authors = item.get("author") if isinstance(item.get("author"), list) else []
        names = [name for each in authors or [] if (name := _name_of_csl(each))]
        people = [name for name in names if name.lower() not in ("others", "et al.", "et al", "等")]
        others = {name: _text(value) for name, value in item.items() if name not in _CSL_USED}
        yield CitedWork(
            title=_plain_html(title),
            authors=tuple(people),
            cut=len(people) < len(names),
            year=_year_of_csl(item.get("issued")),
            venue=_plain_html(
                _text(item.get("container-title")) or _text(item.get("event-title")) or _text(item.get("event"))
            ),
            eprint=_text(item.get("arxiv")),
            doi=_text(item.get("DOI")),
            urls=(url,) if (url := _text(item.get("URL"))) else (),
            abstract=_plain_html(_text(item.get("abstract"))),
            keywords=tuple(
                word for name in ("keyword", "categories") for word in _SPLIT_WORDS.split(_text(item.get(name))) if word
            ),
            notes=tuple(line for line in _text(item.get("note")).split("\n") if line.strip()),
            others={name: value for name, value in others.items() if value},
            span=span,
            name=_text(item.get("id")) or title,
        )


def _places(items: list[dict[str, Any]], text: str) -> Iterator[Span]:
    """Yield the span of each item. `json` gives no offsets, so items are decoded again one by one."""
    decoder = json.JSONDecoder()
    at = 0
    for item in items:
        found, end = None, at
        while found != item and (start := text.find("{", at)) >= 0:
            try:
                found, end = decoder.raw_decode(text, start)
            except ValueError:
                found = None
            at = end if found == item else start + 1
        yield Span(start=start, end=end) if found == item else Span(start=at, end=at)


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


def _plain_html(text: str) -> str:
    """Strip CSL's rich text and the JATS mark-up of Crossref's abstracts."""
    from html import unescape

    text = re.sub(r"<(?:jats:)?title>\s*Abstract\s*</(?:jats:)?title>", "", text, flags=re.IGNORECASE)
    paragraphs = re.split(r"</?(?:jats:)?p>|\n\s*\n", text)
    plain = (" ".join(unescape(_TAGS.sub("", paragraph)).split()) for paragraph in paragraphs)
    return "\n\n".join(paragraph for paragraph in plain if paragraph)


def _name_of_csl(author: Any) -> str:
    if not isinstance(author, Mapping):
        return _text(author)
    if author.get("literal"):
        return " ".join(_text(author["literal"]).split())
    given, family = _text(author.get("given")), _text(author.get("family"))
    if re.fullmatch(r"[\u4e00-\u9fff]+", given + family):
        return family + given
    particles = (_text(author.get(name)) for name in ("dropping-particle", "non-dropping-particle"))
    return " ".join(" ".join((given, *particles, family, _text(author.get("suffix")))).split())


def _year_of_csl(issued: Any) -> str:
    text = json.dumps(issued) if not isinstance(issued, str) else issued
    found = _YEAR.search(text)
    return found.group() if found else ""
