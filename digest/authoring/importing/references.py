"""Make a draft from a reference of a bibliography."""

import datetime
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from html import unescape
from itertools import pairwise
from typing import Any

from digest.authoring.composing import MORE_AUTHORS, NewEntry
from digest.authoring.escaping import Markdown, escape_paragraph
from digest.authoring.importing.drafts import Draft, Imported
from digest.authoring.importing.paper_urls import bare_id, name_address
from digest.model.categories import CATEGORIES, category_names
from digest.model.front_matter import IDENTIFIERS, IDENTITIES
from digest.model.name_lists import cut_mark
from digest.model.value_kinds import is_web_address
from digest.text.characters import HAN
from digest.text.diagnostics import Reporter
from digest.text.language import language_of
from digest.text.records import frozen
from digest.text.source import Source, Span
from digest.text.tex import lower_digits, raise_digits

_ARXIV = re.compile(
    r"(?:arxiv\s*[:/.]\s*|arxiv\.org/(?:abs|pdf)/)(?P<id>[\w.-]+(?:/\d{7})?(?:v\d+)?)(?:\s*\[(?P<class>[\w.-]+)\])?",
    re.IGNORECASE,
)
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_CODE = re.compile(r"\b[a-z-]{2,8}\.[A-Z]{2}\b")
_TAG = re.compile(r"</?(?:jats:)?(?:i|b|em|strong|u|sc|span|italic|bold|title|p|sup|sub)(?:\s[^<>]*)?/?>")
_HAN_NAME = re.compile(f"[{HAN}]+")
_SPLIT_WORDS = re.compile(r"\s*[,;，；]\s*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/,](\d{1,2})[-/,](\d{1,2})(?!\d)")
_PREPRINT = re.compile(r"\barxiv\b|\bCoRR\b|\bpreprint\b", re.IGNORECASE)
_ARCHIVES = {
    "Computer Science": "cs",
    "Statistics": "stat",
    "Electrical Engineering and Systems Science": "eess",
    "Mathematics": "math",
    "Physics": "physics",
    "Quantitative Biology": "q-bio",
    "Quantitative Finance": "q-fin",
    "Economics": "econ",
}
"""Archives in arXiv's keywords, as in `Computer Science - Machine Learning`."""

_OTHER_NAMES = {"computer vision and pattern recognition": "cs.CV"}
"""arXiv's names of categories that differ from `CATEGORIES`."""


@frozen
class CitedWork:
    """A reference, independent of the format. Texts are plain; `others` are fields that an entry has no key for."""

    title: str
    title_zh: str = ""
    authors: tuple[str, ...] = ()
    cut: bool = False
    year: str = ""
    published: str = ""
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
    name: str
    """The citation key or id in the file."""


def draft_references(references: Iterable[CitedWork], reporter: Reporter) -> Imported:
    """Make a draft of each reference; report fields without a key, and references that say nothing."""
    drafts = []
    left: dict[str, list[Span]] = {}
    for each in references:
        if each.title or each.authors or each.doi or each.eprint or each.urls:
            drafts.append(_draft(each, left, reporter))
        else:
            hint = "a paper has a title, authors, a DOI or an address"
            reporter.error("empty-item", each.span, "this item says nothing of a paper; it was not imported", hint)
    if left:
        listed = ", ".join(f"{name} ({len(at)} times)" if len(at) > 1 else name for name, at in left.items())
        message = f"an entry has no key for these fields, which were left out: {listed}"
        reporter.note("left-out", next(iter(left.values()))[0], message)
    return Imported(drafts=tuple(drafts))


def tell_none(source: Source, reporter: Reporter, hint: str) -> None:
    """Report that a file has no papers."""
    first = source.text.split("\n", 1)[0]
    reporter.error("no-papers", Span(start=0, end=len(first)), "no paper was found in this file", hint)


def find_year(text: str) -> str:
    """The first year in a text; empty if there is none."""
    found = _YEAR.search(text)
    return found[0] if found else ""


def find_published(text: str) -> str:
    """The first day in the text of a date, as `2023-02-08`; empty if it has no month or day."""
    found = _DAY.search(re.sub(r"[\[\]\"\s]", "", text))
    try:
        return datetime.date(*map(int, found.groups())).isoformat() if found is not None else ""
    except ValueError:
        return ""


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


def join_name(given: str, family: str, *, prefix: str = "", suffix: str = "") -> str:
    """A name as it is printed."""
    if not suffix and _HAN_NAME.fullmatch(given + family):
        return family + given
    return " ".join(f"{given} {prefix} {family} {suffix}".split())


def _draft(reference: CitedWork, left: dict[str, list[Span]], reporter: Reporter) -> Draft:
    addresses, strange = _addresses(reference, reporter)
    keywords, codes = _codes(reference.keywords)
    given = (reference.category,) if category_names(reference.category) is not None else ()
    category = tuple(dict.fromkeys((*given, *codes, *_classes(reference))))
    notes = [note for note in reference.notes if not _is_told(note, addresses)]
    is_preprint = bool(_PREPRINT.search(reference.venue)) and "arxiv" in addresses
    others = {**reference.others, **strange}
    if reference.category and not given:  # an archive such as `cs`, not a category
        others["primaryclass"] = reference.category
    others = {name: value for name, value in others.items() if not _is_told(value, addresses)}
    for name in others:
        left.setdefault(name, []).append(reference.span)
    is_chinese = language_of(reference.abstract) == "zh"
    entry = NewEntry(
        title=reference.title,
        title_zh=next((each for each in (reference.title_zh, reference.title) if language_of(each) == "zh"), ""),
        authors=(*reference.authors, *([MORE_AUTHORS] if reference.cut else [])),
        category=category,
        venue="" if is_preprint else reference.venue,
        year=reference.year,
        published=reference.published,
        tags=keywords,
        abstract="" if is_chinese else reference.abstract,
        abstract_zh=reference.abstract if is_chinese else "",
        sections=(("笔记", "\n\n".join(map(escape_paragraph, notes))),) if notes else (),
        **addresses,  # type: ignore[arg-type]  # all values are strings
    )
    return Draft(entry=entry, span=reference.span)


def _addresses(reference: CitedWork, reporter: Reporter) -> tuple[dict[str, str], dict[str, str]]:
    """Ids and URLs by key; and values that are not valid, by field."""
    found: dict[str, str] = {}
    strange: dict[str, str] = {}
    eprint = re.sub(r"^arxiv\s*:\s*", "", reference.eprint.strip(), flags=re.IGNORECASE)
    if eprint:
        named = bare_id(eprint)
        if named is not None and named[0] == "arxiv" and reference.archive.lower() in ("", "arxiv"):
            found["arxiv"] = named[1]
        else:
            strange["eprint"] = eprint
    # DBLP: journal CoRR, volume abs/2303.08775
    volume = re.fullmatch(r"\s*abs/(\S+?)\s*", reference.others.get("volume", ""))
    if "arxiv" not in found and volume and (named := bare_id(volume[1])) and named[0] == "arxiv":
        found["arxiv"] = named[1]
    for text in (reference.venue, *reference.notes, *reference.others.values()):
        if "arxiv" not in found and (match := _ARXIV.search(text)) and (named := bare_id(match["id"].rstrip("."))):
            found["arxiv"] = named[1]
    if reference.doi:
        field, value = name_address(f"https://doi.org/{_DOI_PREFIX.sub('', reference.doi.strip())}")
        if field in IDENTITIES:
            found.setdefault(field, value)
        else:
            reporter.warning(
                "no-doi",
                reference.span,
                f"'{reference.doi}' of '{reference.name}' is no DOI; it was left out",
                "a DOI looks like 10.1000/182; add 'doi: ...' to the entry",
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


def _codes(keywords: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split keywords into tags and arXiv categories."""
    tags, codes = [], []
    for keyword in keywords:
        archive, _, name = keyword.partition(" - ")
        prefix = _ARCHIVES.get(archive.strip(), "")
        code = _code_of(prefix, name.strip().lower()) if prefix else ""
        if code:
            codes.append(code)
        elif re.fullmatch(r"[a-z-]+\.[A-Z]{2}", keyword) and category_names(keyword) is not None:
            codes.append(keyword)
        elif keyword:
            tags.append(keyword)
    return tuple(dict.fromkeys(tags)), tuple(dict.fromkeys(codes))


def _code_of(archive: str, name: str) -> str:
    """The category with this lower-case English name in the archive; empty if there is none."""
    if (code := _OTHER_NAMES.get(name, "")).startswith(f"{archive}."):
        return code
    named = (code for code, (_, english) in CATEGORIES.items() if english.partition(" (")[0].lower() == name)
    return next((code for code in named if code.startswith(f"{archive}.")), "")


def _classes(reference: CitedWork) -> tuple[str, ...]:
    """Categories beside arXiv ids, as in `arXiv:2302.03084 [cs.CV]`."""
    texts = (reference.venue, *reference.notes, *reference.others.values())
    return tuple(code for text in texts for code in _CODE.findall(text) if category_names(code) is not None)


def _is_told(note: str, addresses: Mapping[str, str]) -> bool:
    """Whether a note only repeats the paper's arXiv id."""
    if note == f"abs/{addresses.get('arxiv')}":
        return True
    rest = re.sub(r"\[[\w.,\s-]*\]|\barxiv\b|[\W_]", "", _ARXIV.sub("", note), flags=re.IGNORECASE)
    return "arxiv" in addresses and not rest and bool(re.search(r"arxiv", note, re.IGNORECASE))


_CSL_USED = (
    *("title", "title-short", "author", "issued", "DOI", "URL", "container-title", "event-title", "event", "abstract"),
    *("note", "keyword", "id", "type", "citation-key", "language", "arxiv", "categories"),
)


_JSON_LIST = re.compile(r"\s*(?:\{[^\[\]{}]*\"items\"\s*:\s*)?(?P<open>\[)?\s*")
_SPACE = re.compile(r"\s*")
_ABSTRACT_HEADING = re.compile(r"<(?:jats:)?title>\s*Abstract\s*</(?:jats:)?title>", re.IGNORECASE)
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
    opening = _JSON_LIST.match(text)
    at = opening.end() if opening is not None else 0
    is_list = opening is not None and opening["open"] is not None
    while not (is_list and text.startswith("]", at)):
        try:
            item, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            _tell_broken_json(error.pos, error.msg, source, reporter)
            return
        except RecursionError:
            _tell_broken_json(at, "it is nested too deeply", source, reporter)
            return
        yield item, Span(start=at, end=end)
        if not is_list:
            return
        at = _skip(text, end)
        if text.startswith(",", at):
            at = _skip(text, at + 1)
        elif not text.startswith("]", at):
            _tell_broken_json(at, "Expecting ',' or ']'", source, reporter)
            return


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found is not None else at


def _tell_broken_json(at: int, problem: str, source: Source, reporter: Reporter) -> None:
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
    text = _ABSTRACT_HEADING.sub("", text)
    if "<" in text:
        from digest.authoring.importing.html import read_fragment

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
    """Read a RIS file. A record without an end ends where the next one begins."""
    from rispy import RisParser
    from rispy.config import TAG_KEY_MAPPING
    from rispy.parser import ParseError

    known = {tag: tag for tag in TAG_KEY_MAPPING}
    works = []
    for text, at in _records(source.text):
        title = _TITLE.search(text)
        start, end = title.span("title") if title is not None else (0, len(text.split("\n", 1)[0]))
        span = Span(start=at + start, end=at + end)
        try:
            (record,) = RisParser(
                mapping=known, list_tags=[], delimiter_tags_mapping={}, enforce_list_tags=False
            ).parse(_END.split(_RIS_TAG.sub(r"\1  - ", text), 1)[0] + "\nER  - ")
        except (ParseError, KeyError, TypeError, ValueError):
            reporter.error("broken-ris", span, "this record cannot be read", "mend it, and import the file again")
            continue
        works.append(_of_ris({tag: _lines(value) for tag, value in record.items()}, span))
    if not works and not reporter.diagnostics():
        tell_none(source, reporter, "a record begins with its type: TY  - JOUR")
    return draft_references(works, reporter)


def _records(text: str) -> Iterator[tuple[str, int]]:
    starts = [match.start() for match in _RECORD.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        yield text[start:end], start


def _lines(value: object) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [str(each).strip() for each in found if str(each).strip()]


def _of_ris(record: Mapping[str, list[str]], span: Span) -> CitedWork:
    def all_of(*tags: str) -> tuple[str, ...]:
        return tuple(value for tag in tags for value in record.get(tag, []))

    def first_of(*tags: str) -> str:
        return next(iter(all_of(*tags)), "")

    names = all_of(*_AUTHORS)
    people = [name for name in names if name.lower() != "others" and cut_mark(name) != ""]
    title = plain_title(first_of(*_TITLES))
    return CitedWork(
        title=title,
        title_zh=first_of("TT"),
        authors=tuple(map(_name_of_ris, people)),
        cut=len(people) < len(names),
        year=find_year(" ".join(all_of(*_YEARS))),
        published=find_published(" ".join(all_of(*_YEARS))),
        venue=plain_title(first_of(*_VENUES)),
        doi=first_of("DO"),
        urls=all_of(*_URLS),
        abstract="\n\n".join(all_of(*_ABSTRACTS)),
        keywords=split_keywords(*all_of("KW")),
        notes=all_of("N1"),
        others={tag: ", ".join(values) for tag, values in record.items() if tag not in _USED and values},
        span=span,
        name=first_of("ID") or title,
    )


def _name_of_ris(name: str) -> str:
    """`Last, First, Suffix`; a name without a comma as it is."""
    family, _, rest = name.partition(",")
    given, _, suffix = rest.partition(",")
    return join_name(given.strip(), family.strip(), suffix=suffix.strip())
