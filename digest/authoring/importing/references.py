"""Make drafts of the items of a bibliography; read CSL-JSON (reference managers, Crossref) and RIS."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from html import unescape
from itertools import chain
from typing import Any, Literal

from digest.authoring.composing import MORE_AUTHORS, Draft, Imported, NewEntry
from digest.authoring.escaping import Markdown, escape_paragraph
from digest.authoring.importing.field_values import find_day, find_year
from digest.authoring.importing.paper_urls import bare_id, find_addresses, name_address
from digest.model.categories import ARCHIVES, arxiv_code, category_archive, category_names, codes_named
from digest.model.front_matter import IDENTIFIERS, IDENTITIES
from digest.model.name_lists import cut_mark, read_names
from digest.model.value_kinds import is_web_address
from digest.text.characters import HAN, has_han
from digest.text.diagnostics import Reporter
from digest.text.language import language_of
from digest.text.person_names import SUFFIX, is_chinese_surname, is_person
from digest.text.source import Source, Span
from digest.text.tex import lower_digits, raise_digits

Kind = Literal["BibTeX", "RIS", "CSL-JSON"]

_FIELDS = {
    "title": ("title", "TI T1 CT", "title"),
    "subtitle": ("subtitle", "", "subtitle"),
    "title_zh": ("", "TT", ""),
    "authors": ("author", "AU A1", "author"),
    "date": ("date year", "DA PY Y1", "issued"),
    "venue": (
        "booktitle journal journaltitle eventtitle maintitle",
        "T2 JO JF JA J1 J2 BT C3",
        "container-title event-title event",
    ),
    "eprint": ("eprint", "", "arxiv"),
    "archive": ("archiveprefix eprinttype", "", ""),
    "category": ("primaryclass eprintclass", "", "categories"),
    "doi": ("doi", "DO", "DOI"),
    "url": ("url pdf howpublished", "UR L1 L2", "URL"),
    "abstract": ("abstract", "AB N2", "abstract"),
    "tags": ("keywords keyword", "KW", "keyword"),
    "notes": ("note annote annotation addendum", "N1", "note"),
    "": ("", "TY ID LA DB DP Y2 ST", "title-short id type citation-key language"),
}
"""By field: its names in BibTeX, RIS and CSL-JSON, of which the first that is there counts. Those without a field say
nothing of a paper that an entry could have.
"""
_KINDS: tuple[Kind, ...] = ("BibTeX", "RIS", "CSL-JSON")
NAMES = {kind: {field: names[at].split() for field, names in _FIELDS.items()} for at, kind in enumerate(_KINDS)}
KNOWN = {kind: frozenset(name for names in fields.values() for name in names) for kind, fields in NAMES.items()}
_EXAMPLES: Mapping[Kind, tuple[str, str]] = {
    "BibTeX": (
        "entries such as @article{key, title = {...}}",
        "Lovelace, Ada and Turing, Alan; or {Van Lee}, Mary Ann",
    ),
    "RIS": ("records that begin with TY  - JOUR", "AU  - Lovelace, Ada on a line of its own"),
    "CSL-JSON": ("a list of items with 'title', 'author', 'DOI'", '{"family": "Lovelace", "given": "Ada"}'),
}
"""What a file and a list of authors look like."""

_ID = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*|arxiv\s*:\s*)", re.IGNORECASE)
_CODE = re.compile(r"\b[a-z-]{2,8}\.[A-Z]{2}\b")
_SIGNS = re.compile(r"\barxiv(?:\.org)?\b|\W", re.IGNORECASE)
_HAN_NAME = re.compile(f"[{HAN}]+")
_SPLIT_WORDS = re.compile(r"\s*[,;，；]\s*")
_PREPRINT = re.compile(r"\barxiv\b|\bCoRR\b|\bpreprint\b", re.IGNORECASE)
_ARXIV_NAMES = {"Computer Vision and Pattern Recognition": "Computer Vision"}
"""arXiv's names of categories that differ from ours."""

_TAG = re.compile(
    r"</?(?:(?:jats|mml):[\w-]+|i|b|em|strong|u|sc|scp|span|italic|bold|title|p|sec|sup|sub|br|div|math)(?:\s[^<>]*)?/?>"
)
_NO_TAG = re.compile(r"<(?!/?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>)")
_TWICE = re.compile(r"&amp;(?=(?:#\w+|[a-zA-Z]+\d*);)")
_HEADING = re.compile(r"<(?:jats:)?title>\s*Abstract\s*</(?:jats:)?title>", re.IGNORECASE)


class Item:
    """An item of a bibliography: its texts by their names there, stripped and not empty, in which at most HTML and JATS
    are left; and its authors as they are printed. `others` are the texts of names without a field.
    """

    def __init__(self, kind: Kind, texts: Mapping[str, Sequence[str]], authors: Iterable[str], span: Span) -> None:
        self.names = NAMES[kind]
        self.texts = texts
        self.authors = [name for name in authors if name]
        self.span = span
        self.addresses: dict[str, str] = {}
        self.codes: list[str] = []
        self.others = {name: ", ".join(each) for name, each in texts.items() if each and name not in KNOWN[kind]}

    def named(self, field: str) -> list[tuple[str, str]]:
        """The texts of a field, each with its name."""
        return [(name, text) for name in self.names[field] for text in self.texts.get(name, ())]

    def all(self, field: str) -> list[str]:
        """The texts of a field."""
        return [text for _, text in self.named(field)]

    def first(self, field: str) -> str:
        """The first text of a field; empty if there is none."""
        return next(iter(self.all(field)), "")

    def words(self, field: str) -> list[str]:
        """The words in the lists of a field."""
        return [word for text in self.all(field) for word in _SPLIT_WORDS.split(untagged(text)) if word]

    def take(self, field: str, value: str) -> bool:
        """Take an id if there is none yet; whether it is the one that the item has now."""
        return self.addresses.setdefault(field, value).lower() == value.lower()

    def take_ids(self, text: str) -> bool:
        """Take the ids and categories of a text that has nothing else; whether it is one, and adds nothing more."""
        text = re.sub(r"\Aabs/", "arXiv:", text)  # DBLP: journal CoRR, volume abs/2303.08775
        told = find_addresses(text)
        codes = [code for code in _CODE.findall(text) if category_names(code) is not None]
        rest = text
        for each in told:
            rest = rest.replace(text[each.start : each.end], "")
        if _SIGNS.sub("", _CODE.sub("", rest)) or not (told or codes or "arxiv" in text.lower()):
            return False
        self.codes += codes
        return all(each.field in IDENTITIES and self.take(each.field, each.value) for each in told)


def draft_items(items: Iterable[Item], kind: Kind, source: Source, reporter: Reporter) -> Imported:
    """Make a draft of each item; report names without a field, and what says nothing of a paper."""
    drafts = []
    left: dict[str, list[Span]] = {}
    for item in items:
        if item.authors or any(map(item.first, ("title", "doi", "eprint", "url"))):
            drafts.append(_draft(item, reporter))
            for name in item.others:
                left.setdefault(name, []).append(item.span)
        else:
            hint = "a paper has a title, authors, a DOI or an address"
            reporter.error("empty-item", item.span, "this item says nothing of a paper; it was not imported", hint)
    if left:
        listed = ", ".join(f"{name} ({len(at)} times)" if len(at) > 1 else name for name, at in left.items())
        message = f"an entry has no key for these fields, which were left out: {listed}"
        reporter.note("left-out", next(iter(left.values()))[0], message)
    if not drafts and not reporter.diagnostics():
        first = Span(start=0, end=len(source.text.split("\n", 1)[0]))
        reporter.error("no-papers", first, "no paper was found in this file", f"{kind} has {_EXAMPLES[kind][0]}")
    return Imported(drafts=tuple(drafts))


def _draft(item: Item, reporter: Reporter) -> Draft:
    title = ": ".join([untagged(text) for text in (item.first("title"), item.first("subtitle")) if text])
    titles = (untagged(item.first("title_zh")), title)
    venue = untagged(item.first("venue"))
    _take_addresses(item, title, venue, reporter)
    categories, tags = item.words("category"), item.words("tags")
    codes = {word: _code_of(word) for word in (*categories, *tags)}
    if unknown := [word for word in categories if not codes[word]]:  # an archive such as `cs`
        item.others[item.named("category")[0][0]] = ", ".join(unknown)
    notes = [escape_paragraph(note) for note in map(untagged, item.all("notes")) if not item.take_ids(note)]
    item.others = {name: text for name, text in item.others.items() if not item.take_ids(text)}
    dates = [re.sub(r"\D+", "-", text).strip("-") for text in item.all("date")]
    abstract = _abstract(item.first("abstract"))
    is_chinese = language_of(abstract) == "zh"
    people = [name for name in item.authors if name.lower() != "others" and cut_mark(name) != ""]
    entry = NewEntry(
        title=title,
        title_zh=next((each for each in titles if language_of(each) == "zh"), ""),
        authors=(*people, *([MORE_AUTHORS] if len(people) < len(item.authors) else [])),
        category=tuple(dict.fromkeys(filter(None, (*codes.values(), *item.codes)))),
        venue="" if _PREPRINT.search(venue) and "arxiv" in item.addresses else venue,
        year=find_year(" ".join(dates)),
        published=next((str(day) for text in dates if (day := find_day(text)) is not None), ""),
        tags=tuple(dict.fromkeys(word for word in tags if not codes[word])),
        abstract="" if is_chinese else abstract,
        abstract_zh=abstract if is_chinese else "",
        sections=(("笔记", "\n\n".join(notes)),) if notes else (),
        **item.addresses,  # type: ignore[arg-type]  # all values are strings
    )
    return Draft(entry=entry, span=item.span)


def _take_addresses(item: Item, title: str, venue: str, reporter: Reporter) -> None:
    """Take the ids and addresses of the fields that have some."""
    for name, eprint in item.named("eprint"):
        found = bare_id(_ID.sub("", eprint)) if item.first("archive").lower() in ("", "arxiv") else None
        if found is None or found[0] != "arxiv" or not item.take(*found):
            item.others[name] = eprint
    for each in find_addresses(venue):
        if each.field == "arxiv":
            item.take(each.field, each.value)
    if doi := item.first("doi"):
        field, value = name_address(f"https://doi.org/{_ID.sub('', doi)}")
        if field in IDENTITIES:
            item.take(field, value)
        else:
            what, hint = f"'{doi}' of '{title}' is no DOI; it was left out", "a DOI looks like 10.1000/182"
            reporter.warning("no-doi", item.span, what, f"{hint}; add 'doi: ...' to the entry")
    for name, url in item.named("url"):
        field, value = name_address(url)
        if not is_web_address(url):
            item.others[name] = url
        elif field not in IDENTIFIERS or not item.take(field, value):
            item.addresses.setdefault("url", url)


@lru_cache(maxsize=4096)
def _code_of(keyword: str) -> str:
    """The category that a keyword names, by code or as in `Computer Science - Machine Learning`; empty if none."""
    if _CODE.fullmatch(keyword) and category_names(keyword) is not None:
        return keyword
    archive, _, name = keyword.partition(" - ")
    codes = map(arxiv_code, codes_named(_ARXIV_NAMES.get(name.strip(), name.strip())) if name else ())
    return next((code for code in codes if ARCHIVES[category_archive(code)][1] == archive.strip()), "")


# Texts and names of all formats.


def _marked(text: str) -> str:
    """A text that has HTML or JATS, with the tags and references that were escaped once more."""
    text = _TWICE.sub("&", text.replace("inf>", "sub>"))
    return text if _TAG.search(text) else unescape(text)


def untagged(text: str) -> str:
    """A short text without the tags that reference managers and publishers write for styles."""
    if "<" in text or "&" in text:
        text = _marked(text)
        for name, write in (("sup", raise_digits), ("sub", lower_digits)):
            text = re.sub(rf"<((?:jats:)?{name})>([^<>]*)</\1>", partial(_script, write), text)
        text = unescape(_TAG.sub("", text))
    return " ".join(text.split())


def _script(write: Callable[[str], str], match: re.Match[str]) -> str:
    return write(match[2].strip()) if match[2].strip() else ""


def _abstract(text: str) -> str:
    """An abstract; Markdown if it has HTML or JATS."""
    paragraphs = [each for each in re.split(r"\n\s*\n", _marked(_HEADING.sub("", text))) if each.strip()]
    if not any(map(_TAG.search, paragraphs)):
        return "\n\n".join([" ".join(each.split()) for each in paragraphs])
    from digest.authoring.importing.html import read_fragment

    html = "".join(f"<p>{each}</p>" for each in paragraphs) if len(paragraphs) > 1 else paragraphs[0]
    return Markdown(read_fragment(_NO_TAG.sub("&lt;", html)).replace("\\\\$", "\\$"))  # `\$` is TeX's and Markdown's


def printed_names(
    texts: Sequence[str], kind: Kind, span: Span, reporter: Reporter, plain: Callable[[str], str] = str
) -> Iterator[str]:
    """The names of authors as they are printed, each text one; of a text that looks like several, all of them, which is
    told. `plain` reads a name or a part of one.
    """
    with_comma = [text for text in texts if "," in text]
    for text in texts:
        name = _one_name(text, plain, is_sure=kind != "BibTeX" or with_comma != [text] or "{" in text)
        if name is not None:
            yield name
            continue
        read = read_names(plain(text), apart=True)
        several = [*(each.name for each in read.names), *([MORE_AUTHORS] if read.cut else [])]
        message = f"'{plain(text)}' looks like several names; they were read as {'; '.join(several)}"
        reporter.warning("joined-names", span, message, f"look at the entry; {kind} writes {_EXAMPLES[kind][1]}")
        yield from several


def _one_name(text: str, plain: Callable[[str], str], *, is_sure: bool) -> str | None:
    """One name as it is printed, of `Last, First` and a suffix, or as it is; None if it is several.

    `is_sure`: a comma does not stand between two whole names.
    """
    parts = [plain(part).strip() for part in split_outside(",", text)]
    suffix = next((parts.pop(at) for at in range(1, len(parts)) if SUFFIX.fullmatch(parts[at])), "")
    family, given = [*parts, ""][:2]
    is_several = (
        len(parts) > 2
        or len(split_outside("[;；、，]", text)) > 1
        or (given and has_han(family) and not (is_chinese_surname(family) or len(family) == 1))
        or (not is_sure and is_person(family) and is_person(given))
    )
    return None if is_several else join_name(given, family, suffix=suffix)


def split_outside(separator: str, text: str) -> list[str]:
    """Split a text by a pattern outside of braces."""
    if "{" not in text and "\\" not in text:
        return re.split(separator, text)
    parts, depth, at = [], 0, 0
    for mark in re.finditer(rf"\\.|[{{}}]|{separator}", text):
        depth += (mark[0] == "{") - (mark[0] == "}")
        if depth == 0 and mark[0][0] not in "\\{}":
            parts.append(text[at : mark.start()])
            at = mark.end()
    return [*parts, text[at:]]


def join_name(given: str, family: str, prefix: str = "", suffix: str = "") -> str:
    """A name as it is printed."""
    if not suffix and _HAN_NAME.fullmatch(given + family):
        return family + given
    return " ".join(f"{given} {prefix} {family} {suffix}".split())


# CSL-JSON.

_BEFORE_ITEMS = re.compile(r'\s*(?:\{\s*"items"\s*:\s*(?=\[))?\[?\s*')
_BETWEEN_ITEMS = re.compile(r"[\s,]*")
_CSL_TITLE = re.compile(r'"title"\s*:\s*\[?\s*("(?:[^"\\]|\\.)*")')


def read_csl(source: Source, reporter: Reporter) -> Imported:
    """Read a CSL-JSON file: a list of items, an object that begins with `items`, or one item."""
    try:
        json.loads(source.text, parse_int=str)
        items = [*_csl_items(source, reporter)]
    except (json.JSONDecodeError, RecursionError) as error:
        at = min(getattr(error, "pos", 0), max(len(source.text) - 1, 0))
        problem = getattr(error, "msg", "it is nested too deeply")
        reporter.error("broken-json", Span(start=at, end=at + 1), f"this file is no JSON: {problem}", "export it again")
        return Imported()
    is_csl = any(item.authors or item.first("title") for item in items)
    return draft_items(items if is_csl else (), "CSL-JSON", source, reporter)


def _csl_items(source: Source, reporter: Reporter) -> Iterator[Item]:
    decoder = json.JSONDecoder(parse_int=str)
    at = _end_of(_BEFORE_ITEMS, source.text, 0)
    while source.text[at : at + 1] not in ("", "]"):
        read, end = decoder.raw_decode(source.text, at)
        title = _CSL_TITLE.search(source.text, at, end)
        span = Span(start=title.start(1), end=title.end(1)) if title is not None else Span(start=at, end=at + 1)
        item = read if isinstance(read, dict) else {}
        texts = {name: [text] for name, value in item.items() if (text := _text(value))}
        texts["note"] = [line for line in _text(item.get("note")).split("\n") if line.strip()]
        authors = item.get("author")
        people = [
            [_csl_name(each)] if isinstance(each, dict) else printed_names([_text(each)], "CSL-JSON", span, reporter)
            for each in (authors if isinstance(authors, list) else [authors])
        ]
        yield Item("CSL-JSON", texts, chain.from_iterable(people), span)
        at = _end_of(_BETWEEN_ITEMS, source.text, end)


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found is not None else at


def _text(value: Any) -> str:
    """A JSON value as text; lists joined by commas."""
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return (
        ""
        if value is None
        else json.dumps(value, ensure_ascii=False)
        if isinstance(value, dict)
        else str(value).strip()
    )


def _csl_name(author: Mapping[str, Any]) -> str:
    given, family, suffix = (_text(author.get(name)) for name in ("given", "family", "suffix"))
    particles = (_text(author.get(name)) for name in ("dropping-particle", "non-dropping-particle"))
    whole = _text(author.get("literal")) or _text(author.get("name"))  # of a group; Crossref has the second
    return untagged(whole or join_name(given, family, prefix=" ".join(particles), suffix=suffix))


# RIS.

_RECORD = re.compile(r"^(?!ER)[A-Z][A-Z0-9] {0,3}-(?: .*|$)(?:\n(?!(?:TY|ER) {0,3}-).*)*", re.MULTILINE)
_RIS_TAG = re.compile(r"^([A-Z][A-Z0-9]) {0,3}-(?: |$)", re.MULTILINE)
_RIS_TITLE = re.compile(r"^(?:TI|T1|CT) {0,3}-[ \t]*(.+)$", re.MULTILINE)
_LISTS = [name for field in ("authors", "url", "tags", "notes") for name in NAMES["RIS"][field]]
"""Tags whose further lines are further values."""


def read_ris(source: Source, reporter: Reporter) -> Imported:
    """Read RIS. A record without an end ends at the next one; one without a type begins with its first tag."""
    return draft_items(_ris_items(source, reporter), "RIS", source, reporter)


def _ris_items(source: Source, reporter: Reporter) -> Iterator[Item]:
    from rispy import RisParser
    from rispy.config import TAG_KEY_MAPPING

    tags = {tag: tag for tag in TAG_KEY_MAPPING}
    parser = RisParser(mapping=tags, list_tags=[*tags], delimiter_tags_mapping={})
    for record in _RECORD.finditer(source.text):  # one at a time, to know its place
        title = _RIS_TITLE.search(source.text, *record.span())
        start = title.start(1) if title is not None else record.start()
        span = Span(start=start, end=start + len(source.text[start : record.end()].split("\n", 1)[0]))
        (read,) = parser.parse("TY  -\n" + _RIS_TAG.sub(r"\1  - ", record[0]) + "\nER  - ")
        lines = {**read.pop("UK", {}), **read, "a line without a tag": read["TY"][2:]}
        texts = {tag: each if tag in _LISTS else ["\n".join(each)] for tag, each in lines.items()}
        texts = {tag: [text.strip() for text in each if text.strip()] for tag, each in texts.items()}
        people = [name for tag in NAMES["RIS"]["authors"] for name in texts.get(tag, ())]
        yield Item("RIS", texts, printed_names(people, "RIS", span, reporter), span)
