"""Files that are not papers: the introduction of a day (`issue.md`) and standing pages."""

import re
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from digest.content.body import Body, Note, Target, Text, Typesetter, pack_body
from digest.content.front_matter import divide
from digest.content.sections import split_sections
from digest.model.fields import Context, read_keys, read_record
from digest.model.paper import IssueMatter, PageMatter
from digest.text.diagnostics import Parsed, Reporter
from digest.text.fingerprint import checksum
from digest.text.language import count_han, count_words
from digest.text.records import frozen
from digest.text.safety import make_safe
from digest.text.source import Source, Span

_PAGE = re.compile(r"\npage[ \t]*[:：][ \t]*(?:true|yes|on|是)[ \t]*(?:#.*)?$", re.MULTILINE | re.IGNORECASE)

M = TypeVar("M", IssueMatter, PageMatter)


@frozen
class Prose(Generic[M]):
    """A file of text: its front matter, what it refers to, and which body it has."""

    path: str
    matter: M
    slug: str
    targets: tuple[Target, ...]
    spans: dict[str, Span]
    han: int
    words: int
    body_digest: str


@frozen
class ProseFile(Generic[M]):
    """A file of text and its body; None where the front matter cannot be read."""

    prose: Prose[M] | None
    body: Body


def is_standing_page(source: Source) -> bool:
    """Whether a file says `page: true` in its front matter."""
    text = source.text
    if text.startswith("---\n"):  # nearly every file, and a look at its first lines spares it the division (6 us)
        closing = text.find("\n---\n", 3)
        if closing >= 0 and _PAGE.search(text, 3, closing + 1) is None:
            return False
    division = divide(source, Reporter(source.path))
    front = text[division.front.start : division.front.end] if division else ""
    return _PAGE.search(f"\n{front}") is not None


def parse_prose(source: Source, record: type[M], *, punctuation: str = "keep") -> Parsed[ProseFile[M]]:
    """Read a day's introduction or a standing page; every heading starts a section of its own."""
    reporter = Reporter(source.path)
    context = Context(reporter=reporter, texts={}, spans={})
    division = divide(source, reporter)
    if division is None:
        return Parsed(ProseFile(prose=None, body=Body()), reporter.diagnostics())
    node = read_keys(record, source.text, division.front, reporter)
    matter = read_record(record, node, context) if node is not None else None
    slug = (getattr(matter, "slug", "") if matter else "") or PurePosixPath(source.path).stem
    typesetter = Typesetter(reporter, anchor=re.sub(r"[^\w.-]+", "-", slug), punctuation=punctuation)
    lead: tuple[Text, ...] = ()
    notes: list[Note] = []
    sections = split_sections(source, division.body, fields=False)
    top = min((section.level for section in sections if section.heading is not None), default=0)
    depth = -1
    for section in sections:
        if section.heading is None:
            lead = typesetter.paragraphs(section.content, heading_level=3)
            continue
        depth = min(section.level - top, depth + 1)
        notes.append(typesetter.note(section.heading, section.content, depth=depth, heading_level=3))
    body = Body(lead=lead, notes=tuple(notes))
    if matter is None:
        unread: ProseFile[M] = ProseFile(prose=None, body=body)
        return Parsed(unread, reporter.diagnostics())
    text = source.text[division.body.start : division.body.end]
    prose = Prose(
        path=source.path,
        matter=make_safe(matter),
        slug=slug,
        targets=tuple(typesetter.targets),
        spans=context.spans | _item_spans(context),
        han=count_han(text),
        words=count_words(text),
        body_digest=checksum(pack_body(body)),
    )
    return Parsed(ProseFile(prose=prose, body=body), reporter.diagnostics())


def _item_spans(context: Context) -> dict[str, Span]:
    """Where each paper that the introduction orders is named."""
    return {f"order.{place}": item.span(0, len(item.text)) for place, item in enumerate(context.texts.get("order", ()))}
