"""An entry as data for other programs: a JSON object with the front-matter keys as names, and its texts as Markdown.

`digest.content.data_schema` describes the objects.
"""

import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from functools import partial
from typing import Any
from urllib.parse import unquote

from digest.content.body import Body, Text
from digest.content.entry import Entry
from digest.content.marked_addresses import fill_addresses, placeholder
from digest.content.sections import PAIRS, SECTIONS
from digest.markdown.rendered import escape
from digest.model.categories import arxiv_code
from digest.model.fields import fields_of
from digest.model.front_matter import FrontMatter
from digest.model.open_values import Rating, Score
from digest.text.names import compose_name, distinct_names
from digest.text.records import frozen
from digest.text.uri import encode_rest

UNPUBLISHED = ("slug", "figures", "aliases", "date", "allow")
"""Keys of the front matter that data has in another form, or not at all."""


@frozen
class PaperData:
    """What is data of an entry alone. Addresses in it are placeholders (`mark_addresses`)."""

    text: str
    """A JSON object, without white space."""
    figures: tuple[tuple[str, str], ...]
    """Alternative text and caption of each figure."""


def make_paper_data(entry: Entry, body: Body) -> PaperData:
    """The data of an entry."""
    entry = entry._replace(markdown=_with_whole_fragments(entry))
    values = dict(_values(entry, body))
    captions = [_markdown(each.caption, entry.markdown) if each.caption else "" for each in body.figures]
    figures = tuple([(each.alt, caption) for each, caption in zip(body.figures, captions, strict=True)])
    return PaperData(text=write_json(values), figures=figures)


_FRAGMENT = re.compile(r"(?P<code>`+).*?(?<!`)(?P=code)(?!`)|(?<=\]\()#(?P<name>[^\s()<>]+)(?=[\s)])", re.DOTALL)


def _with_whole_fragments(entry: Entry) -> Mapping[str, str]:
    """The Markdown of the entry's texts; links to its own sections have the placeholder behind those of its references,
    and the section's id.
    """

    def whole(html: str, match: re.Match[str]) -> str:
        anchor = entry.anchors.get(compose_name(unquote(match["name"] or "")))
        is_link = anchor is not None and f'href="#{escape(anchor)}"' in html
        return f"{placeholder(len(entry.targets))}#{encode_rest(anchor)}" if anchor and is_link else match[0]

    return {
        html: _FRAGMENT.sub(partial(whole, html), text) if "](#" in text else text
        for html, text in entry.markdown.items()
    }


def write_json(value: Any) -> str:
    """A value as JSON without white space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def join_data(
    data: PaperData, about: str, figures: Sequence[Mapping[str, Any] | None], address: Callable[[int], str]
) -> str:
    """The JSON object of a paper. `about` is an object whose values come first, `figures` are the addresses and
    sizes of the figures (None: not there), and `address` gives that of a placeholder: of a reference of the entry, or
    of its page behind these.
    """
    shown = [
        dict(each) | {name: text for name, text in zip(("alt", "caption"), texts, strict=True) if text}
        for each, texts in zip(figures, data.figures, strict=True)
        if each is not None
    ]
    more = f',"figures":{write_json(shown)}' if shown else ""
    text = f"{about[:-1]},{data.text[1:-1]}{more}}}"
    return fill_addresses(text, lambda number: write_json(address(number))[1:-1])


def _values(entry: Entry, body: Body) -> Iterator[tuple[str, Any]]:
    """Names and values of everything that an entry has."""
    matter, texts = entry.matter, dict(_texts(entry, body))
    if entry.date is not None:
        yield "date", entry.date.isoformat()
    has_title = entry.spans["title"] != entry.spans[""]  # else it is that of the file
    for field in fields_of(FrontMatter):
        name = field.name
        value = getattr(matter, name)
        if name in UNPUBLISHED or (field.required and value == field.default) or (name == "title" and not has_title):
            continue
        if name in texts:
            yield name, texts.pop(name)
        elif name == "category":
            yield name, distinct_names([arxiv_code(typed) or typed.strip() for typed in value])
        elif name == "authors":
            yield name, _plain(value.people)
            if value.cut:
                yield "authors_cut", True
        elif name not in SECTIONS and (value != field.default or name == "section"):
            yield name, _plain(value)
    yield from texts.items()
    yield "languages", entry.languages


def _texts(entry: Entry, body: Body) -> Iterator[tuple[str, Any]]:
    """The texts as Markdown, by field. That of a pair which is alone is in the field of its language."""
    typed = entry.markdown
    pairs: list[tuple[str, Text | None, Text | None]] = [("summary", body.summary, body.summary_en)]
    pairs += [(each.name, each.text, each.text_en) for each in body.aspects]
    if body.key_points:
        is_chinese = any(each.lang == "zh" for each in body.key_points)
        yield ("key_points" if is_chinese else "key_points_en"), [_markdown(each, typed) for each in body.key_points]
    if body.key_points_en:
        yield "key_points_en", [_markdown(each, typed) for each in body.key_points_en]
    for name, text, text_en in pairs:
        if text is not None:
            yield (name if text.lang == "zh" else PAIRS[name]), _markdown(text, typed)
        if text_en is not None:
            yield PAIRS[name], _markdown(text_en, typed)
    for name, text in (("abstract_zh", body.abstract_zh), ("abstract", body.abstract)):
        if text is not None:
            yield name, _markdown(text, typed)
    if body.lead:
        yield "lead", "\n\n".join([_markdown(each, typed) for each in body.lead])
    if body.notes:
        yield (
            "notes",
            [
                {
                    "heading": typed.get(each.heading_html, each.heading_html).strip(),
                    "depth": each.depth,
                    "text": _markdown(each.text, typed),
                }
                for each in body.notes
            ],
        )


def _markdown(text: Text, typed: Mapping[str, str]) -> str:
    """The Markdown of a text, without blank lines around it."""
    lines = typed.get(text.html, "").rstrip().split("\n")
    while len(lines) > 1 and not lines[0].strip():
        del lines[0]
    return "\n".join(lines)


def _plain(value: Any) -> Any:
    """A value as JSON has it. Fields of records that have their default are left out."""
    if isinstance(value, Rating):
        aspects = {name: _plain(score) for name, score in value.aspects}
        return _plain(value.score) | ({"aspects": aspects} if aspects else {})
    if isinstance(value, Score):
        return {"value": _number(value.value), "most": _number(value.most)}
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(given)
            for field in fields_of(type(value))
            if (given := getattr(value, field.name)) != field.default
        }
    return value


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number
