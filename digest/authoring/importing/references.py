"""Make drafts of the items of a bibliography; read CSL-JSON (reference managers, Crossref) and RIS."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from typing import Any, NamedTuple

from digest.authoring.composing import MORE_AUTHORS, Draft, Imported, NewEntry
from digest.authoring.escaping import Markdown, escape_paragraph
from digest.authoring.importing.field_values import find_year, read_value
from digest.authoring.importing.paper_urls import Address, find_addresses, rest_of
from digest.authoring.importing.recipe import Recipe
from digest.model.categories import ARCHIVES, CATEGORIES, category_archive, category_names
from digest.model.front_matter import IDENTITIES
from digest.model.name_lists import cut_mark, read_names
from digest.model.value_kinds import is_web_address
from digest.model.yaml.nodes import Scalar
from digest.text.characters import HAN, has_han
from digest.text.diagnostics import Reporter
from digest.text.language import language_of
from digest.text.person_names import SUFFIX, is_chinese_surname, is_person
from digest.text.source import Source, Span
from digest.text.tex import lower_digits, raise_digits

_FIELDS = {
    "title": ("title shorttitle", "TI T1 CT TT ST", "title title-short"),
    "subtitle": ("subtitle", "", "subtitle"),
    "date": ("date year", "DA PY Y1", "issued"),
    "venue": (
        "booktitle journal journaltitle eventtitle maintitle",
        "T2 JO JF JA J1 J2 BT C3",
        "container-title event-title event",
    ),
    "address": ("eprint doi url pdf howpublished", "DO UR L1 L2", "arxiv DOI URL"),
    "abstract": ("abstract", "AB N2", "abstract"),
    "tags": ("keywords keyword", "KW", "keyword"),
    "notes": ("note annote annotation addendum", "N1", "note"),
    "": ("archiveprefix eprinttype", "TY ID LA DB DP Y2", "id type citation-key language"),
}
"""By field: its names in BibTeX, RIS and CSL-JSON, the most trusted first. Those without a field say nothing of a paper
that an entry could have.
"""
NAMES = {
    kind: {field: names[at].split() for field, names in _FIELDS.items()}
    for at, kind in enumerate(("BibTeX", "RIS", "CSL-JSON"))
}

_CODE = re.compile(r"\b[a-z-]{2,8}\.[A-Z]{2}\b")
_SUBJECTS = {
    f"{ARCHIVES[category_archive(code)][1]} - {name.partition(' (')[0]}": code for code, (_, name) in CATEGORIES.items()
}
_SUBJECTS["Computer Science - Computer Vision and Pattern Recognition"] = "cs.CV"
"""Codes by their names in Zotero's keywords."""
_PREPRINT = re.compile(r"\barxiv\b|\bCoRR\b|\bpreprint\b", re.IGNORECASE)
_COMMA = re.compile(r",(?![^{}]{0,200}\})")
"""A comma outside of braces."""

_NAMED = (
    r"/?(?:(?:jats|mml):[\w-]+|[abipu]|em|strong|scp?|span|italic|bold|title|sec|su[bp]|br|div|[uo]l|li|h[1-6]|math)"
    r"(?:\s[^<>]*)?/?>"
)
_TAG, _NO_TAG = re.compile(f"<{_NAMED}"), re.compile(f"<(?!{_NAMED})")
_SCRIPT = re.compile(r"<(?P<tag>(?:jats:)?(?P<name>sup|sub))>\s*+(?P<text>[^<>\s][^<>]*)</(?P=tag)>")
_SCRIPTS = {"sup": raise_digits, "sub": lower_digits}
_HEADING = re.compile(r"<(?:jats:)?title>\s*Abstract\s*</(?:jats:)?title>", re.IGNORECASE)


class Item(NamedTuple):
    """An item of a bibliography: its texts by their names there, which may have HTML and JATS; its authors as they are
    printed, several in one list if they were written as one; and the place of its title.
    """

    texts: Mapping[str, Sequence[str]]
    authors: Sequence[Sequence[str]]
    span: Span


def draft_items(items: Iterable[Item], kind: str, reporter: Reporter) -> Imported:
    """Make a draft of each item; report names without a field, and what says nothing of a paper."""
    drafts = []
    left: dict[str, list[Span]] = {}
    for item in items:
        reading = _Reading(item.texts, NAMES[kind])
        entry = reading.entry(item, reporter)
        if entry.title or entry.title_zh or entry.authors or reading.addresses:
            drafts.append(Draft(entry=entry, span=item.span))
            for name in [name for name, texts in reading.left.items() if texts]:
                left.setdefault(name, []).append(item.span)
        else:
            hint = "a paper has a title, authors, a DOI or an address"
            reporter.error("empty-item", item.span, "this item says nothing of a paper; it was not imported", hint)
    if left:
        listed = ", ".join(f"{name} ({len(at)} times)" if len(at) > 1 else name for name, at in left.items())
        message = f"an entry has no key for these fields, or cannot take their values; they were left out: {listed}"
        reporter.note("left-out", next(iter(left.values()))[0], message)
    if not drafts and not reporter.diagnostics():
        message, hint = f"no paper was found in this file, which was read as {kind}", "export it again"
        reporter.error("no-papers", Span(start=0, end=0), message, hint)
    return Imported(drafts=tuple(drafts))


def with_defaults(imported: Imported, recipe: Recipe) -> Imported:
    """The papers of a bibliography with the values that a recipe has for what is not there."""
    read = {name: _value(name, text) for name, text in recipe.defaults.items()}
    drafts = [
        draft.with_values(
            **{name: value for name, value in read.items() if value and not getattr(draft.entry, name, 1)}
        )
        for draft in imported.drafts
    ]
    return replace(imported, drafts=tuple(drafts))


def _value(field: str, text: str) -> Any:
    return read_value(field, Scalar(text, 0, 0, None), None)


class _Reading:
    """An item while it is read: the texts that are left, and the ids and categories that were found."""

    def __init__(self, texts: Mapping[str, Sequence[str]], names: Mapping[str, Sequence[str]]) -> None:
        self.left = {name: [text for text in map(str.strip, each) if text] for name, each in texts.items()}
        self.addresses: dict[str, str] = {}
        self._names = names
        self._codes: list[str] = []

    def entry(self, item: Item, reporter: Reporter) -> NewEntry:
        """The entry that the texts give."""
        self._take("")
        self._take("address", self._is_address)
        titles, abstracts = self._first("title", language_of), self._first("abstract", language_of)
        subtitles = self._first("subtitle").values() if titles else ()
        titles = {language: ": ".join(map(untagged, (text, *subtitles))) for language, text in titles.items()}
        venue = " ".join(map(untagged, self._first("venue").values()))
        for each in find_addresses(venue):
            self._identifies(each)
        dates = [re.sub(r"\D+", "-", text).strip("-") for text in self._take("date", find_year)]
        words = [word for text in self._take("tags") for word in re.split(r"\s*[,;，；]\s*", untagged(text)) if word]
        self.left = {name: [text for text in texts if not self._is_ids(text)] for name, texts in self.left.items()}
        tags = [word for word in words if not self._is_ids(_SUBJECTS.get(word, word))]
        notes = [escape_paragraph(untagged(note)) for note in self._take("notes")]
        for names in item.authors:
            if len(names) > 1:
                message = f"an author looks like several names, and was read as {'; '.join(names)}"
                reporter.warning("joined-names", item.span, message, "look at the authors of the entry")
        authors = [name for names in item.authors for name in names if name]
        people = [name for name in authors if cut_mark(name) != ""]
        return NewEntry(
            title=titles.get("en", ""),
            title_zh=titles.get("zh", ""),
            authors=(*people, *([MORE_AUTHORS] if len(people) < len(authors) else [])),
            category=tuple(dict.fromkeys(self._codes)),
            venue="" if _PREPRINT.search(venue) and "arxiv" in self.addresses else venue,
            year=find_year(" ".join(dates)),
            published=next((each for text in dates if "-" in text and (each := _value("published", text))), ""),
            tags=tuple(dict.fromkeys(tags)),
            abstract=_abstract(abstracts.get("en", "")),
            abstract_zh=_abstract(abstracts.get("zh", "")),
            sections=(("笔记", "\n\n".join(notes)),) if notes else (),
            **self.addresses,  # type: ignore[arg-type]  # all values are strings
        )

    def _take(self, field: str, fits: Callable[[str], object] = bool) -> list[str]:
        """Take the texts of a field that fit; the others are left."""
        taken = dict[str, None]()
        for name in self._names[field]:
            taken |= dict.fromkeys(filter(fits, self.left.get(name, ())))
            self.left[name] = [text for text in self.left.get(name, ()) if text not in taken]
        return [*taken]

    def _first(self, field: str, kind: Callable[[str], str] = lambda _: "") -> dict[str, str]:
        """Take the first text of a field, or of each kind."""
        found: dict[str, str] = {}
        self._take(field, lambda text: found.setdefault(kind(text), text) == text)
        return found

    def _identifies(self, found: Address) -> bool:
        """Take an id if there is none yet; whether it is the one that the item has now."""
        is_id = found.field in IDENTITIES
        return is_id and self.addresses.setdefault(found.field, found.value).lower() == found.value.lower()

    def _is_address(self, text: str) -> bool:
        """Take an id, with or without what announces it, or a URL."""
        is_id = any(self._is_ids(start + text) for start in ("", "arxiv:", "https://doi.org/"))
        return is_id or (is_web_address(text) and self.addresses.setdefault("url", text) == text)

    def _is_ids(self, text: str) -> bool:
        """Take the ids and categories of a text that has nothing else; False if it adds more."""
        text = re.sub(r"\Aabs/", "arXiv:", text)  # DBLP: journal CoRR, volume abs/2303.08775
        found = find_addresses(text)
        codes = [code for code in _CODE.findall(text) if category_names(code) is not None]
        is_known = found or codes or "arxiv" in text.lower()
        if not is_known or rest_of(text, [*[each.value for each in found], *codes]):
            return False
        self._codes += codes
        return {*map(self._identifies, found)} <= {True}


# Texts and names of all formats.


def _marked(text: str) -> str:
    """A text that may have HTML or JATS, with its tags and references, which publishers escape up to twice."""
    return unescape(unescape(text)).replace("inf>", "sub>")


def untagged(text: str) -> str:
    """A short text without the tags that reference managers and publishers write for styles."""
    text = _SCRIPT.sub(lambda script: _SCRIPTS[script["name"]](script["text"].rstrip()), _marked(text))
    return " ".join(_TAG.sub("", text).split())


def _abstract(text: str) -> str:
    """An abstract; Markdown if it has HTML or JATS."""
    text = _marked(_HEADING.sub("", text))
    if _TAG.search(text) is None:
        return "\n\n".join([" ".join(each.split()) for each in re.split(r"\n\s*\n", text)])
    from digest.authoring.importing.html import read_fragment

    html = _NO_TAG.sub("&lt;", re.sub(r"\n\s*\n", "<p>", text))
    return Markdown(read_fragment(html).replace("\\\\$", "\\$"))  # `\$` is TeX's and Markdown's


def read_name(text: str, plain: Callable[[str], str] = str, *, is_sure: bool = True) -> list[str]:
    """A name as it is printed, of `Last, First` and a suffix, or as it is; several if the text is a list of names.

    `plain` reads a part of it; `is_sure`: a comma does not stand between two whole names.
    """
    parts = [plain(part).strip() for part in _COMMA.split(text)]
    suffix = next((parts.pop(at) for at in range(1, len(parts)) if SUFFIX.fullmatch(parts[at])), "")
    family, given = [*parts, ""][:2]
    is_several = (
        len(parts) > 2
        or re.search("[;；、，]", text)
        or (given and has_han(family) and not (is_chinese_surname(family) or len(family) == 1))
        or (not is_sure and is_person(family) and is_person(given))
    )
    if not is_several:
        return [join_name(given, family, suffix=suffix)]
    found = read_names(plain(text), apart=True)
    return [*[each.name for each in found.names], *([MORE_AUTHORS] if found.cut else [])]


def join_name(given: str = "", family: str = "", prefix: str = "", suffix: str = "") -> str:
    """A name as it is printed."""
    if not suffix and re.fullmatch(f"[{HAN}]+", given + family):
        return family + given
    return " ".join(f"{given} {prefix} {family} {suffix}".split())


def place_of(pattern: re.Pattern[str], source: Source, start: int, end: int) -> Span:
    """The place of an item's title, the first group of the pattern; without one, of its first character."""
    found = pattern.search(source.text, start, end)
    return Span(start=found.start(1), end=found.end(1)) if found is not None else Span(start=start, end=start + 1)


# CSL-JSON.

_LIST = re.compile(r'\s*(?:\{\s*"items"\s*:\s*)?\[')
_NEXT = re.compile(r"[^\s,]")
_CSL_TITLE = re.compile(r'"title"\s*:\s*\[?\s*("(?:[^"\\]|\\.)*")')


def read_csl(source: Source, reporter: Reporter) -> Imported:
    """Read a CSL-JSON file: a list of items, an object that begins with `items`, or one item."""
    try:
        json.loads(source.text, parse_int=str)
        return draft_items([*_csl_items(source)], "CSL-JSON", reporter)
    except (json.JSONDecodeError, RecursionError) as error:
        at = min(getattr(error, "pos", 0), max(len(source.text) - 1, 0))
        problem = getattr(error, "msg", "it is nested too deeply")
        reporter.error("broken-json", Span(start=at, end=at + 1), f"this file is no JSON: {problem}", "export it again")
        return Imported()


def _csl_items(source: Source) -> Iterator[Item]:
    decoder = json.JSONDecoder(parse_int=str)
    opening = _LIST.match(source.text)
    at = opening.end() if opening is not None else 0
    while (start := _NEXT.search(source.text, at)) is not None and start[0] not in "]}":
        read, at = decoder.raw_decode(source.text, start.start())
        item = read if isinstance(read, dict) else {}
        texts = {name: [_text(value)] for name, value in item.items() if name != "author"}
        texts["note"] = _text(item.get("note")).split("\n")
        authors = item.get("author", [])
        people = [
            [_csl_name(each)] if isinstance(each, dict) else read_name(_text(each))
            for each in (authors if isinstance(authors, list) else [authors])
        ]
        yield Item(texts, people, place_of(_CSL_TITLE, source, start.start(), at))


def _text(value: Any) -> str:
    """A JSON value as text; lists joined by commas."""
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _csl_name(author: Mapping[str, Any]) -> str:
    given, family, suffix = (_text(author.get(name)) for name in ("given", "family", "suffix"))
    particles = (_text(author.get(name)) for name in ("dropping-particle", "non-dropping-particle"))
    whole = _text(author.get("literal")) or _text(author.get("name"))  # of a group; Crossref has the second
    return untagged(whole or join_name(given, family, " ".join(particles), suffix))


# RIS.

_RECORD = re.compile(r"^(?!ER)[A-Z][A-Z0-9] {0,3}-(?: .*|$)(?:\n(?!(?:TY|ER) {0,3}-).*)*", re.MULTILINE)
_RIS_TAG = re.compile(r"^([A-Z][A-Z0-9]) {0,3}-(?: |$)", re.MULTILINE)
_RIS_TITLE = re.compile(r"^(?:TI|T1|CT) {0,3}-[ \t]*(.+)$", re.MULTILINE)
_LISTS = [name for field in ("address", "tags", "notes") for name in NAMES["RIS"][field]]
"""Tags whose further lines are further values."""


def read_ris(source: Source, reporter: Reporter) -> Imported:
    """Read RIS. A record without an end ends at the next one; one without a type begins with its first tag."""
    return draft_items(_ris_items(source), "RIS", reporter)


def _ris_items(source: Source) -> Iterator[Item]:
    from rispy import RisParser
    from rispy.config import TAG_KEY_MAPPING

    tags = {tag: tag for tag in TAG_KEY_MAPPING} | {"A1": "AU"}
    parser = RisParser(mapping=tags, list_tags=[*tags], delimiter_tags_mapping={})
    for record in _RECORD.finditer(source.text):  # one at a time, to know its place
        (read,) = parser.parse("TY  -\n" + _RIS_TAG.sub(r"\1  - ", record[0]) + "\nER  - ")
        lines = {**read.pop("UK", {}), **read, "a line without a tag": read["TY"][2:]}
        people = [read_name(untagged(name)) for name in lines.pop("AU", ())]
        texts = {tag: each if tag in _LISTS else ["\n".join(each)] for tag, each in lines.items()}
        yield Item(texts, people, place_of(_RIS_TITLE, source, *record.span()))
