"""What a foreign text means as the value of a field, by the kinds of the front matter."""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from textwrap import dedent
from typing import Any

from digest.authoring.composing import MORE_AUTHORS, Markdown
from digest.authoring.importing.bylines import names_alone
from digest.authoring.importing.note_lines import BLANK
from digest.authoring.importing.paper_urls import find_addresses, is_link_word
from digest.authoring.importing.recipe import split_at
from digest.content.key_points import split_points
from digest.content.sections import ASPECT_FIELDS
from digest.model.authors import Authors, Person
from digest.model.blanks import is_blank
from digest.model.categories import category_names, codes_named
from digest.model.fields import Context, fields_of, names_of
from digest.model.front_matter import ADDRESSES, IDENTITIES, FrontMatter, read_id
from digest.model.open_values import OPEN_MAPPING
from digest.model.value_kinds import MONTHS, is_web_address
from digest.model.yaml.nodes import Mapping, Node, Scalar, Sequence
from digest.text.diagnostics import Reporter
from digest.text.item_marks import find_mark
from digest.text.language import language_of
from digest.text.open_mapping import OpenMapping
from digest.text.source import slice_excerpt

_WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b"
_ANY_DAY = re.compile(
    rf"(?:\b{_WEEKDAY},?[ ]+)?(?:(?<!\d)(?P<year>20\d{{2}}|19\d{{2}})"
    r"(?:\s*[-/._年]\s*(?P<month>\d{1,2})\s*[-/._月]\s*(?P<day>\d{1,2})(?!\d)|(?P<mm>\d{2})(?P<dd>\d{2})(?!\d))日?"
    rf"|(?:\b(?P<before>\d{{1,2}})(?:st|nd|rd|th)?[ ]+)?\b(?P<name>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?"
    r"(?:[ ]+(?P<behind>\d{1,2})(?:st|nd|rd|th)?)?,?[ ]+(?P<then>20\d{2}|19\d{2})(?!\d))"
    rf"(?:[ ]*\b{_WEEKDAY})?"
    r"(?:[T ]*\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,9})?(?: ?[AP]M\b| ?(?:Z|GMT|UTC)\b| ?[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
"""A day, perhaps with its weekday and a time, which are not kept."""


def days_in(text: str) -> Iterator[tuple[datetime.date, str]]:
    """The valid dates with a year in a text, and how they are written."""
    for match in _ANY_DAY.finditer(unicodedata.normalize("NFKC", text)):
        month = MONTHS.index(match["name"].lower()) + 1 if match["name"] else match["month"] or match["mm"]
        day = match["day"] or match["dd"] or match["before"] or match["behind"] or 0
        with suppress(ValueError):
            yield datetime.date(int(match["year"] or match["then"]), int(month), int(day)), match[0]


def find_day(text: str) -> datetime.date | None:
    """The first valid date with a year in a text; None if there is none."""
    return next((day for day, _ in days_in(text)), None)


TEXTS = ("summary", "summary_en", "abstract", "abstract_zh", *sorted(ASPECT_FIELDS))
POINTS = ("key_points", "key_points_en")
DAYS = ("published", "updated")

_LINK = re.compile(
    r"!?\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|<(?P<auto>https?://[^\s<>]+)>"
)
_MARKS = re.compile(r"(?P<mark>\*\*|__|\*|`)(?=\S)(?P<text>(?:(?!(?P=mark)).)+?)(?<=\S)(?P=mark)")
_WIKI = re.compile(r"!?\[\[(?:(?P<target>[^\[\]|]*)\|)?(?P<name>[^\[\]|]+)\]\]")
_ONE_ITEM = re.compile(r"\A\s*[-*+][ \t]+(\S.*)\Z")
_A_WORD = re.compile(r"\s*(?:[A-Z]?[a-z]+|[A-Z]+)(?:-[A-Za-z]+)*\s*")
"""What is hardly an OpenReview id."""
_COMMAS = re.compile(r"[,，、;；|]")
_IN_MARKS = re.compile(r"\A《([^《》]+)》\Z")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SIDES = re.compile(r"[()（）]|\s[-–—]\s")
_SIGNS = " \t[]［］【】#\"'"
_RULE_AT_END = re.compile(r"(?:\n[ \t]*)+\n[ ]{0,3}(?P<sign>[-*_])(?:[ \t]*(?P=sign)){2,}\s*$")


def find_year(text: str) -> str:
    """The first year in a text; empty if there is none."""
    found = _YEAR.search(text)
    return found[0] if found else ""


def plain_words(text: str) -> str:
    """A short text without links and emphasis."""
    text = _LINK.sub(lambda link: link["auto"] or link["label"], text)
    return _MARKS.sub(lambda mark: mark["text"], text).strip(BLANK)


def read_value(field: str, node: Node, separator: re.Pattern[str] | None, *, is_markdown: bool = True) -> Any:
    """The value of a field; None if the text is none, or says that there is nothing yet."""
    if isinstance(node, Scalar) and (not node.text.strip() or (is_blank(node.text) and field != "code_status")):
        return None
    if field in TEXTS:
        return entry_text(_ONE_ITEM.sub(r"\1", _text_of(node)), is_markdown=is_markdown) or None
    if field == "code_status" and find_addresses(_text_of(node)):
        return None
    if field in POINTS:
        return _points(node, is_markdown=is_markdown) or None
    if field in ADDRESSES:
        return _address(field, _text_of(node))
    if field == "category":
        return read_category(node, separator)[0] or None
    if field in DAYS:
        day = find_day(_text_of(node))
        return _by_kind(field, node, None) or (day and day.isoformat())
    if field == "year":
        return find_year(_text_of(node)) or None
    return _by_kind(field, node, separator)


def entry_text(text: str, *, is_markdown: bool) -> str:
    """A text of an entry. Quote marks before all lines are left out."""
    text = dedent(text.strip("\n"))
    lines = [line for line in text.split("\n") if line.strip()]
    if is_markdown and lines and all(line.lstrip().startswith(">") for line in lines):
        text = re.sub(r"^[ ]*>[ ]?", "", text, flags=re.MULTILINE)
    return Markdown(_RULE_AT_END.sub("", text).strip()) if is_markdown else text.strip()


def read_category(node: Node, separator: re.Pattern[str] | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The categories that a text names, as codes, and its other words.

    A category is `cs.CV`, 计算机视觉, `Computer Vision (cs.CV)` or `cs.CV - Computer Vision`.
    """
    codes: list[str] = []
    others: list[str] = []
    for text in texts_of(node):
        for piece in split_at(separator or _COMMAS, plain_words(text)):
            words = re.split(r"[\s/&]+", piece)
            if not all(category_names(word.strip(_SIGNS)) is not None for word in words):
                words = _SIDES.split(piece)
            sides = [side for each in words if (side := each.strip(_SIGNS))]
            typed = [side for side in sides if category_names(side) is not None]
            named = {side: given[0] for side in sides if (given := codes_named(side))}
            found = typed or [*named.values()][:1]
            codes += found
            rest = [side for side in sides if side not in typed and side not in named]
            others += rest if found else [piece.strip(_SIGNS)]
    words = [each for each in others if any(map(str.isalnum, each)) and not is_blank(each)]
    return tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(words))


def _text_of(node: Node) -> str:
    return "\n".join(texts_of(node))


def texts_of(node: Node) -> Iterator[str]:
    """The texts in a value, also those of lists and mappings."""
    if isinstance(node, Scalar):
        yield node.text
        return
    for item in node.items if isinstance(node, Sequence) else [value for _, value in node.entries]:
        yield from texts_of(item)


def said_by(field: str, value: object, node: Node) -> list[str]:
    """What of a text the value says that was made of it."""
    text = _text_of(node)
    if field in DAYS:
        return [next((found for _, found in days_in(text)), text)]
    items = value if isinstance(value, tuple) else (value,)
    if field in (*TEXTS, *POINTS, "category") or any(isinstance(each, OpenMapping) for each in items):
        return [text]
    said = [side for link in _WIKI.finditer(text) for side in link.groups("")]
    for each in items:
        parts = [getattr(each, name.name) for name in fields_of(Person)] if isinstance(each, Person) else [each]
        said += [_CUT_WORDS if part == MORE_AUTHORS else str(part) for part in parts]
    return said


_CUT_WORDS = "et al and others more authors 等人"
"""How a list of authors may say that it is cut."""


def _points(node: Node, *, is_markdown: bool) -> tuple[str, ...]:
    if isinstance(node, Sequence):
        texts = [text.strip() for text in texts_of(node)]
    else:
        text = entry_text(_text_of(node), is_markdown=is_markdown)
        texts = [each.text for each in split_points(slice_excerpt(text, 0, len(text)))]
        if not is_markdown and len(texts) == 1 and find_mark(text.lstrip()) is None:
            texts = text.split("\n")
    return tuple([Markdown(text) if is_markdown else text for text in texts if text])


def _address(field: str, text: str) -> str | None:
    found = find_addresses(f"{field}:{text}" if field in ("arxiv", "doi") else text)
    if field not in IDENTITIES:
        return next((each.url for each in found if each.field not in IDENTITIES and is_web_address(each.url)), None)
    bare = None if found or _A_WORD.fullmatch(text) else read_id(names_of(FrontMatter)[field].kind, text)
    return next((each.value for each in found if each.field == field), bare)


def _by_kind(field: str, node: Node, separator: re.Pattern[str] | None) -> Any:
    """The value by the kind of the key in the front matter, as `NewEntry` has it."""
    silent = Context(reporter=Reporter(""), texts={}, spans={})
    if separator is not None and isinstance(node, Scalar):
        pieces = [piece.strip() for piece in split_at(separator, node.text)]
        items = [Scalar(piece, node.start, node.end, "'") for piece in pieces if piece]
        node = Sequence(tuple(items), node.start, node.end, flow=False)
    tidy = _tidy(node, field)
    read = names_of(FrontMatter)[field].kind.read(tidy, field, silent)
    if isinstance(read, Authors):
        names = tuple([person.name if person.is_bare else person for person in read.people])
        return (*names, MORE_AUTHORS) if read.cut and names else names or None
    if isinstance(read, bool | OpenMapping):
        return read
    if isinstance(read, str | int | datetime.date):
        return str(read) or None
    if isinstance(read, tuple) and all(isinstance(each, str) for each in read):
        return tuple([name for each in read if (name := each.strip(" #\"'`"))]) or None
    if field == "aliases":  # Obsidian's are other names
        texts = tuple(texts_of(tidy))
        return texts if all("/" in text or "." in text for text in texts) else None
    typed = Mapping(((Scalar(field, 0, 0, None), tidy),), 0, 0)
    return OPEN_MAPPING.read(typed, field, silent)[field] if read else None


def _tidy(node: Node, field: str) -> Node:
    """The node with its texts free of mark-up."""
    if isinstance(node, Sequence):
        return node._replace(items=tuple([_tidy(item, field) for item in node.items]))
    if isinstance(node, Mapping):
        return node
    if field == "authors":
        return node._replace(text=names_alone(node.text if "[[" in node.text else plain_words(node.text)))
    is_title = field in ("title", "title_zh")
    text = plain_words(_WIKI.sub(lambda link: link["name"], _title(node.text) if is_title else node.text))
    text = " ".join(text.split())
    return node._replace(text=_IN_MARKS.sub(r"\1", text) if is_title else text)


def _title(text: str) -> str:
    """A title without the addresses beside it."""
    for address in reversed(find_addresses(text)):
        label = "" if is_link_word(address.label) else address.label
        text = text[: address.start] + label + text[address.end :]
    return re.sub(r"[(（\[]\s*[)）\]]", "", text)


def in_other_language(field: str, value: object) -> str:
    """The field for the same text in the other language, if the text is in that language; else empty."""
    wanted = "zh" if field.endswith("_zh") else "en"
    return _TWINS.get(field, "") if isinstance(value, str) and language_of(value) != wanted else ""


_TWINS = {"title": "title_zh", "title_zh": "title", "abstract": "abstract_zh", "abstract_zh": "abstract"}
