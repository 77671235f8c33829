"""Make drafts from the references of a bibliography; read CSL-JSON (reference managers, Crossref) and RIS."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from html import unescape
from itertools import pairwise
from typing import Any

from digest.authoring.composing import MORE_AUTHORS, Draft, Imported, NewEntry
from digest.authoring.escaping import Markdown, escape_paragraph
from digest.authoring.importing.field_values import find_day, find_year
from digest.authoring.importing.paper_urls import bare_id, find_addresses, name_address, rest_of
from digest.model.categories import ARCHIVES, arxiv_code, category_archive, category_names, codes_named
from digest.model.front_matter import IDENTIFIERS, IDENTITIES
from digest.model.name_lists import cut_mark, read_names
from digest.model.value_kinds import is_web_address
from digest.text.characters import HAN
from digest.text.diagnostics import Reporter
from digest.text.language import language_of
from digest.text.records import frozen
from digest.text.source import Source, Span
from digest.text.tex import lower_digits, raise_digits

_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_CODE = re.compile(r"\b[a-z-]{2,8}\.[A-Z]{2}\b")
_TAG = re.compile(r"</?(?:jats:)?(?:i|b|em|strong|u|sc|span|italic|bold|title|p|sup|sub)(?:\s[^<>]*)?/?>")
_HAN_NAME = re.compile(f"[{HAN}]+")
_SPLIT_WORDS = re.compile(r"\s*[,;，；]\s*")
_PREPRINT = re.compile(r"\barxiv\b|\bCoRR\b|\bpreprint\b", re.IGNORECASE)
_ARXIV_NAMES = {"Computer Vision and Pattern Recognition": "Computer Vision"}
"""arXiv's names of categories that differ from ours."""


@frozen
class CitedWork:
    """A reference, independent of the format. Texts are plain; `others` are fields that an entry has no key for."""

    title: str
    title_zh: str = ""
    authors: tuple[str, ...] = ()
    cut: bool = False
    date: str = ""
    venue: str = ""
    eprint: str = ""
    archive: str = ""
    category: str = ""
    doi: str = ""
    urls: tuple[str, ...] = ()
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    others: Mapping[str, str]
    span: Span


def draft_references(references: Iterable[CitedWork], source: Source, reporter: Reporter, *, hint: str) -> Imported:
    """Make a draft of each reference; report fields without a key, and what says nothing of a paper.

    `hint`: what such a file looks like, for one without any.
    """
    drafts = []
    left: dict[str, list[Span]] = {}
    for each in references:
        if each.title or each.authors or each.doi or each.eprint or each.urls:
            drafts.append(_draft(each, left, reporter))
        else:
            needed = "a paper has a title, authors, a DOI or an address"
            reporter.error("empty-item", each.span, "this item says nothing of a paper; it was not imported", needed)
    if left:
        listed = ", ".join(f"{name} ({len(at)} times)" if len(at) > 1 else name for name, at in left.items())
        message = f"an entry has no key for these fields, which were left out: {listed}"
        reporter.note("left-out", next(iter(left.values()))[0], message)
    if not drafts and not reporter.diagnostics():
        first = Span(start=0, end=len(source.text.split("\n", 1)[0]))
        reporter.error("no-papers", first, "no paper was found in this file", hint)
    return Imported(drafts=tuple(drafts))


def split_keywords(*texts: str) -> tuple[str, ...]:
    """The keywords in lists of them."""
    return tuple(word for text in texts for word in _SPLIT_WORDS.split(text) if word)


def plain_title(text: str) -> str:
    """A title without the tags that reference managers write for styles."""
    for name, write in (("sup", raise_digits), ("sub", lower_digits)):
        text = re.sub(rf"<(?:jats:)?{name}>([^<>]*)</(?:jats:)?{name}>", partial(_script, write), text)
    return " ".join(unescape(_TAG.sub("", text)).split())


def _script(write: Callable[[str], str], match: re.Match[str]) -> str:
    return write(match[1].strip()) if match[1].strip() else ""


def join_name(given: str, family: str, prefix: str = "", suffix: str = "") -> str:
    """A name as it is printed."""
    if not suffix and _HAN_NAME.fullmatch(given + family):
        return family + given
    return " ".join(f"{given} {prefix} {family} {suffix}".split())


def _draft(reference: CitedWork, left: dict[str, list[Span]], reporter: Reporter) -> Draft:
    addresses, strange = _addresses(reference, reporter)
    tags = dict.fromkeys(word for word in reference.keywords if not _code_of(word))
    category = [code for word in (reference.category, *reference.keywords) if (code := _code_of(word))]
    texts = (reference.venue, *reference.notes, *reference.others.values())
    category += [code for text in texts for code in _CODE.findall(text) if category_names(code) is not None]
    if reference.category and not _code_of(reference.category):  # an archive such as `cs`, not a category
        strange["primaryclass"] = reference.category
    for name, value in {**reference.others, **strange}.items():
        if not _is_told(value, addresses):
            left.setdefault(name, []).append(reference.span)
    is_chinese = language_of(reference.abstract) == "zh"
    is_preprint = bool(_PREPRINT.search(reference.venue)) and "arxiv" in addresses
    notes = [escape_paragraph(note) for note in reference.notes if not _is_told(note, addresses)]
    day = find_day(re.sub(r"[\[\]\"\s]", "", reference.date).replace(",", "-"))
    entry = NewEntry(
        title=reference.title,
        title_zh=next((each for each in (reference.title_zh, reference.title) if language_of(each) == "zh"), ""),
        authors=(*reference.authors, *([MORE_AUTHORS] if reference.cut else [])),
        category=tuple(dict.fromkeys(category)),
        venue="" if is_preprint else reference.venue,
        year=find_year(reference.date),
        published=day.isoformat() if day is not None else "",
        tags=tuple(tags),
        abstract="" if is_chinese else reference.abstract,
        abstract_zh=reference.abstract if is_chinese else "",
        sections=(("笔记", "\n\n".join(notes)),) if notes else (),
        **addresses,  # type: ignore[arg-type]  # all values are strings
    )
    return Draft(entry=entry, span=reference.span)


def _addresses(reference: CitedWork, reporter: Reporter) -> tuple[dict[str, str], dict[str, str]]:
    """Ids and URLs by key; and values that are not valid, by field."""
    found: dict[str, str] = {}
    strange: dict[str, str] = {}
    eprint = re.sub(r"^arxiv\s*:\s*", "", reference.eprint.strip(), flags=re.IGNORECASE)
    given = (eprint if reference.archive.lower() in ("", "arxiv") else "", reference.others.get("volume", ""))
    for text in given:  # DBLP: journal CoRR, volume abs/2303.08775
        if (named := bare_id(text.strip().removeprefix("abs/"))) and named[0] == "arxiv":
            found.setdefault("arxiv", named[1])
    if eprint and eprint != found.get("arxiv"):
        strange["eprint"] = eprint
    for text in (reference.venue, *reference.notes, *reference.others.values()):
        for each in find_addresses(text):
            if each.field == "arxiv":
                found.setdefault("arxiv", each.value)
    if reference.doi:
        field, value = name_address(f"https://doi.org/{_DOI_PREFIX.sub('', reference.doi.strip())}")
        if field in IDENTITIES:
            found.setdefault(field, value)
        else:
            what = f"'{reference.doi}' of '{reference.title}' is no DOI; it was left out"
            reporter.warning(
                "no-doi", reference.span, what, "a DOI looks like 10.1000/182; add 'doi: ...' to the entry"
            )
    for url in reference.urls:
        field, value = name_address(url)
        if field == "doi" and found.get("doi", "").lower() == value.lower():
            continue
        if not is_web_address(url):
            strange["url"] = url
        elif field not in IDENTIFIERS or found.setdefault(field, value) != value:
            found.setdefault("url", url)
    return found, strange


def _code_of(keyword: str) -> str:
    """The category that a keyword names, by code or as in `Computer Science - Machine Learning`; empty if none."""
    if re.fullmatch(r"[a-z-]+\.[A-Z]{2}", keyword) and category_names(keyword) is not None:
        return keyword
    archive, _, name = keyword.partition(" - ")
    codes = map(arxiv_code, codes_named(_ARXIV_NAMES.get(name.strip(), name.strip())) if name else ())
    return next((code for code in codes if ARCHIVES[category_archive(code)][1] == archive.strip()), "")


def _is_told(note: str, addresses: Mapping[str, str]) -> bool:
    """Whether a note only repeats the paper's arXiv id."""
    is_named = "arxiv" in note.lower() and not rest_of(note, find_addresses(note))
    return "arxiv" in addresses and (is_named or note == f"abs/{addresses['arxiv']}")


# CSL-JSON.

_CSL_USED = (
    *("title", "title-short", "author", "issued", "DOI", "URL", "container-title", "event-title", "event", "abstract"),
    *("note", "keyword", "id", "type", "citation-key", "language", "arxiv", "categories"),
)
_HEADING = re.compile(r"<(?:jats:)?title>\s*Abstract\s*</(?:jats:)?title>", re.IGNORECASE)


def read_csl(source: Source, reporter: Reporter) -> Imported:
    """Read a CSL-JSON file: a list of items, an object with `items`, or one item."""
    hint = "CSL-JSON is a list of items with 'title', 'author', 'DOI' and so on"
    try:
        read = json.loads(source.text, parse_int=str)
    except (json.JSONDecodeError, RecursionError) as error:
        at = min(getattr(error, "pos", 0), max(len(source.text) - 1, 0))
        problem = getattr(error, "msg", "it is nested too deeply")
        reporter.error("broken-json", Span(start=at, end=at + 1), f"this file is no JSON: {problem}", "export it again")
        return Imported()
    given = read.get("items", [read]) if isinstance(read, dict) else read
    items = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    is_csl = any("title" in item or "author" in item for item in items)
    works = []
    at = 0
    for item in items if is_csl else []:
        title = _text(item.get("title"))
        texts = [title, *(value for value in item.values() if isinstance(value, str))]
        typed = [json.dumps(text, ensure_ascii=is_ascii) for text in texts if text for is_ascii in (False, True)]
        shown = next((each for each in typed if source.text.find(each, at) >= 0), "")
        at = source.text.find(shown, at)
        works.append(_of_csl(item, title, Span(start=at, end=at + len(shown))))
        at += len(shown)
    return draft_references(works, source, reporter, hint=hint)


def _of_csl(item: Mapping[str, Any], title: str, place: Span) -> CitedWork:
    names, cut = _names_of_csl(item.get("author"))
    venues = (_text(item.get(name)) for name in ("container-title", "event-title", "event"))
    return CitedWork(
        title=plain_title(title),
        authors=tuple(names),
        cut=cut,
        date=_text(item.get("issued")),
        venue=next((plain_title(venue) for venue in venues if venue), ""),
        eprint=_text(item.get("arxiv")),
        doi=_text(item.get("DOI")),
        urls=(url,) if (url := _text(item.get("URL"))) else (),
        abstract=_abstract(_text(item.get("abstract"))),
        keywords=split_keywords(*(_text(item.get(name)) for name in ("keyword", "categories"))),
        notes=tuple(line for line in _text(item.get("note")).split("\n") if line.strip()),
        others={name: text for name, value in item.items() if name not in _CSL_USED and (text := _text(value))},
        span=place,
    )


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
        from digest.authoring.importing.html import read_fragment

        return Markdown(read_fragment(text))
    return "\n\n".join(" ".join(unescape(each).split()) for each in re.split(r"\n\s*\n", text) if each.strip())


def _names_of_csl(given: Any) -> tuple[list[str], bool]:
    """The names of authors: of a list of mappings and texts, or of one text; and whether the list goes on."""
    if not isinstance(given, list | Mapping):
        read = read_names(_text(given), apart=True)
        return [each.name for each in read.names], read.cut
    names = [name for each in (given if isinstance(given, list) else [given]) if (name := _name_of_csl(each))]
    return _without_more(names)


def _without_more(names: list[str]) -> tuple[list[str], bool]:
    """The names without a mark that the list goes on, and whether there is one."""
    people = [name for name in names if name.lower() != "others" and cut_mark(name) != ""]
    return people, len(people) < len(names)


def _name_of_csl(author: Any) -> str:
    if not isinstance(author, Mapping):
        return _name_of_ris(_text(author))
    given, family, suffix = (_text(author.get(name)) for name in ("given", "family", "suffix"))
    particles = (_text(author.get(name)) for name in ("dropping-particle", "non-dropping-particle"))
    return " ".join(_text(author.get("literal")).split()) or join_name(
        given, family, prefix=" ".join(particles), suffix=suffix
    )


# RIS.

_RECORD = re.compile(r"^TY {0,3}-.*$", re.MULTILINE)
_END = re.compile(r"^ER {0,3}-", re.MULTILINE)
_RIS_TAG = re.compile(r"^([A-Z][A-Z0-9]) {0,3}-(?: |$)", re.MULTILINE)
_TITLE = re.compile(r"^(?:TI|T1|CT) {0,3}-[ \t]*(?P<title>.+)$", re.MULTILINE)
_TITLES = ("TI", "T1", "CT")
_VENUES = ("T2", "JO", "JF", "JA", "J1", "J2", "BT", "C3")
_YEARS = ("PY", "Y1", "DA")
_ABSTRACTS = ("AB", "N2")
_AUTHORS = ("AU", "A1")
_URLS = ("UR", "L1", "L2")
_UNSAID = ("TY", "ID", "LA", "DB", "DP", "Y2", "ST", "T1", "UK")
"""Tags that say nothing of a paper that an entry could have."""
_USED = frozenset((*_TITLES, *_VENUES, *_YEARS, *_ABSTRACTS, *_AUTHORS, *_URLS, *_UNSAID, "DO", "KW", "N1", "TT"))


def read_ris(source: Source, reporter: Reporter) -> Imported:
    """Read RIS with `rispy`, a record at a time, so that each has its place. One without an end ends at the next."""
    from rispy import RisParser
    from rispy.config import TAG_KEY_MAPPING
    from rispy.parser import ParseError

    tags = {tag: tag for tag in TAG_KEY_MAPPING}
    parser = RisParser(mapping=tags, list_tags=[], delimiter_tags_mapping={}, enforce_list_tags=False)
    works = []
    starts = [match.start() for match in _RECORD.finditer(source.text)]
    for at, end in pairwise([*starts, len(source.text)]):
        title = _TITLE.search(source.text, at, end)
        first = (at, min(end, source.text.find("\n", at) % (len(source.text) + 1)))
        start, stop = title.span("title") if title is not None else first
        try:
            (record,) = parser.parse(_END.split(_RIS_TAG.sub(r"\1  - ", source.text[at:end]), 1)[0] + "\nER  - ")
        except (ParseError, KeyError, TypeError, ValueError):
            span = Span(start=start, end=stop)
            reporter.error("broken-ris", span, "this record cannot be read", "mend it, and import the file again")
            continue
        works.append(_of_ris({tag: _lines(value) for tag, value in record.items()}, Span(start=start, end=stop)))
    return draft_references(works, source, reporter, hint="a record begins with its type: TY  - JOUR")


def _lines(value: object) -> list[str]:
    return [text for each in (value if isinstance(value, list) else [value]) if (text := str(each).strip())]


def _of_ris(record: Mapping[str, list[str]], span: Span) -> CitedWork:
    def all_of(*tags: str) -> tuple[str, ...]:
        return tuple(value for tag in tags for value in record.get(tag, []))

    def first_of(*tags: str) -> str:
        return next(iter(all_of(*tags)), "")

    people, cut = _without_more([*all_of(*_AUTHORS)])
    return CitedWork(
        title=plain_title(first_of(*_TITLES)),
        title_zh=first_of("TT"),
        authors=tuple(map(_name_of_ris, people)),
        cut=cut,
        date=" ".join(all_of(*_YEARS)),
        venue=plain_title(first_of(*_VENUES)),
        doi=first_of("DO"),
        urls=all_of(*_URLS),
        abstract="\n\n".join(all_of(*_ABSTRACTS)),
        keywords=split_keywords(*all_of("KW")),
        notes=all_of("N1"),
        others={tag: ", ".join(values) for tag, values in record.items() if tag not in _USED and values},
        span=span,
    )


def _name_of_ris(name: str) -> str:
    """`Last, First, Suffix`; a name without a comma as it is."""
    family, given, suffix = (each.strip() for each in [*name.split(",", 2), "", ""][:3])
    return join_name(given, family, suffix=suffix)
