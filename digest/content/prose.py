"""Documents that are not papers: introductions of days (`issue.md`), weeks and months, and standing pages."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Generic, TypeVar

from digest.content.body import Body, Target, Text, Typesetter
from digest.content.documents import STANDING_PAGE, Document
from digest.content.entry import NOT_IN_SLUG, check_length, describe_briefly
from digest.markdown import plain_text
from digest.model.front_matter import IssueMatter, PageMatter, RoundupMatter
from digest.model.languages import split_language
from digest.text.diagnostics import Reporter
from digest.text.fingerprint import checksum
from digest.text.language import count_han, count_words
from digest.text.packing import pack
from digest.text.records import frozen
from digest.text.safety import make_safe
from digest.text.source import Span

_PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)
_TAKEN = frozenset(
    {"main", "contents", "chapters", "comments", "status", "sheet", "viewer", "keys", "keys-title", "top"}
)
"""Ids that standing pages have in themes, or get from scripts."""

_M = TypeVar("_M", IssueMatter, PageMatter, RoundupMatter)


@frozen
class Prose(Generic[_M]):
    """The metadata of such a document, whose titles are plain: formulas and TeX are text. `body_digest` is the checksum
    of its packed body.
    """

    path: str
    matter: _M
    slug: str
    targets: tuple[Target, ...]
    anchors: tuple[tuple[str, str], ...]
    """Name and id of each section."""
    spans: dict[str, Span]
    han: int
    words: int
    body_digest: str


AnyProse = Prose[IssueMatter] | Prose[PageMatter] | Prose[RoundupMatter]


def typeset_prose(document: Document, reporter: Reporter, *, punctuation: str) -> tuple[Prose[Any] | None, Body]:
    """Render the texts; every heading starts a section. The record is None if the front matter cannot be read."""
    matter = document.matter
    stem = split_language(document.stem)[0] if document.kind is STANDING_PAGE else document.stem
    slug = getattr(matter, "slug", "") or stem
    check_length(slug, reporter)
    anchor = NOT_IN_SLUG.sub("-", slug)
    typesetter = Typesetter(
        document.source.text, reporter, anchor=anchor, punctuation=punctuation, sections=document.sections
    )
    lead = next((section.content for section in document.sections if section.heading is None), None)
    body = Body(
        lead=typesetter.paragraphs(lead, heading_level=3) if lead is not None else (),
        notes=typesetter.notes(document.sections, heading_level=3),
    )
    if document.kind is STANDING_PAGE:
        first = _first_paragraphs([*body.lead, *[note.text for note in body.notes]])
        body = replace(
            body,
            notes=tuple([replace(note, name=_short_id(note.anchor, anchor)) for note in body.notes]),
            summary_text=describe_briefly((), first, "zh"),
            summary_text_en=describe_briefly((), first, "en"),
        )
    if matter is None:
        return None, body
    titles = {name: document.texts[name][0] for name in ("title", "title_zh") if getattr(matter, name)}
    matter = replace(matter, **{name: plain_text(typesetter.title(title)) for name, title in titles.items()})
    text = document.source.text[document.body.start : document.body.end]
    prose: Prose[Any] = Prose(
        path=document.source.path,
        matter=make_safe(matter),
        slug=slug,
        targets=tuple(typesetter.targets),
        anchors=tuple(typesetter.anchors.items()),
        spans=document.spans | _item_spans(document),
        han=count_han(text),
        words=count_words(text),
        body_digest=checksum(pack(body, Body)),
    )
    return prose, body


def _short_id(anchor: str, prefix: str) -> str:
    """The id of a section without its prefix; empty if something else on the page has it, or may have."""
    name = anchor.removeprefix(f"{prefix}-")
    return "" if name in _TAKEN or name.startswith(f"{prefix}-") else name


def _first_paragraphs(texts: Iterable[Text]) -> list[Text]:
    """The first paragraph with words of each text that has one."""
    found = []
    for text in texts:
        paragraphs = (each[0] for each in _PARAGRAPH.finditer(text.html))
        html = next((each for each in paragraphs if not plain_text(each).isspace()), "")
        found += [text._replace(html=html)] if html else []
    return found


def _item_spans(document: Document) -> dict[str, Span]:
    """The spans of the items of `order`, as `order.0` and so on."""
    items = document.texts.get("order", ())
    return {f"order.{place}": item.span(0, len(item.text)) for place, item in enumerate(items)}
