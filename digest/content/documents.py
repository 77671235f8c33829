"""Read a file: its kind, front matter and sections, and the problems in them.

Rendering is separate, see `digest.content.typesetting`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Literal, NamedTuple

from digest.content.periods import period_introduced, period_meant
from digest.content.sections import (
    ASPECT_FIELDS,
    PAIRS,
    SECTIONS,
    Section,
    has_inline_labels,
    inline_labels,
    split_sections,
)
from digest.markdown.block_scan import scan_blocks
from digest.model.blanks import is_blank_text
from digest.model.fields import Context, names_of, read_keys, read_record
from digest.model.front_matter import FrontMatter, IssueMatter, PageMatter, RoundupMatter
from digest.model.value_kinds import read_boolean
from digest.model.yaml import nodes
from digest.model.yaml.hidden import warn_invisible
from digest.text.conflicts import report_conflicts
from digest.text.diagnostics import Diagnostic, Label, Reporter
from digest.text.language import language_of
from digest.text.records import frozen
from digest.text.source import Excerpt, Source, Span

_CLOSING = re.compile(r"\n---[ \t]*$", re.MULTILINE)
_OPENING = re.compile(r"\s*^(?P<line>---)[ \t]*$", re.MULTILINE)
_NOT_A_KEY = re.compile(r"^(?:#{1,6}[ \t]|\*\*|[^\s:：]+[^:：\n]*$)", re.MULTILINE)


class Division(NamedTuple):
    """The spans of front matter, without its `---` lines, and body."""

    front: Span
    body: Span


def divide(source: Source, reporter: Reporter) -> Division | None:
    """Split a file into front matter and body; None if the front matter is not closed (`unclosed-front-matter`).

    A file whose first line, blank ones aside, is not `---` has empty front matter.
    """
    text = source.text
    opening = _OPENING.match(text)
    if opening is None:
        return Division(front=Span(start=0, end=0), body=Span(start=0, end=len(text)))
    start = min(opening.end() + 1, len(text))
    closing = _CLOSING.search(text, start - 1)
    if closing is None:
        stray = _NOT_A_KEY.search(text, start)
        keys = text[: stray.start() if stray else len(text)].rstrip()
        reporter.error(
            "unclosed-front-matter",
            Span(start=opening.start("line"), end=opening.end("line")),
            "the front matter that opens here is not closed",
            f"write a line '---' below its last key (that of line {source.position(len(keys)).line}, perhaps)",
        )
        return None
    return Division(
        front=Span(start=start, end=closing.start() + 1),
        body=Span(start=min(closing.end() + 1, len(text)), end=len(text)),
    )


PEOPLE = "content/authors.yaml"
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")
DRAWINGS = (".svg",)
"""Pictures that are documents: opened as a file, their scripts run on the site's origin."""

XML = (
    *(*DRAWINGS, ".svgz", ".xml", ".xhtml", ".xht", ".xsl", ".xslt", ".mml", ".mathml", ".rdf", ".rss", ".atom"),
    *(".xsd", ".rng", ".wsdl", ".xspf", ".xul", ".gpx", ".kml", ".opml"),
)
"""Endings of files that browsers open as XML, whose scripts run."""

WEB_PAGES = (".html", ".htm")

PROGRAMS = (
    *(".php", ".php3", ".php4", ".php5", ".php7", ".php8", ".phtml", ".phar", ".shtml", ".shtm", ".stm", ".cgi"),
    *(".fcgi", ".asp", ".aspx", ".ashx", ".asmx", ".jsp", ".jspx", ".cfm"),
    *(".hta", ".exe", ".msi", ".scr", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".wsf", ".lnk", ".jar"),
)
"""Endings of files that a host runs, or a reader's computer when they are opened."""

INTRODUCTION = "issue"
"""Stem of the file that introduces a day."""

TEXT_KEYS = ("title", "title_zh", *SECTIONS)
"""Keys whose values are texts for readers. Those of `figures` are inside its items."""


class DocumentKind(NamedTuple):
    """A kind of document: name, record type of its front matter, whether headings may name known sections."""

    name: str
    record: type
    has_fields: bool = False


ENTRY = DocumentKind("entry", FrontMatter, has_fields=True)
INTRO = DocumentKind("intro", IssueMatter)
STANDING_PAGE = DocumentKind("page", PageMatter)
ROUNDUP = DocumentKind("roundup", RoundupMatter)
DOCUMENT_KINDS = (ENTRY, INTRO, STANDING_PAGE, ROUNDUP)

_INTRODUCTION = re.compile(rf"(?:^|/)\d{{4}}-\d{{2}}-\d{{2}}/{INTRODUCTION}\.md\Z", re.IGNORECASE)
_PAGE = re.compile(r"\npage[ \t]*[:：][ \t]*(?:true|yes|on|是)[ \t]*(?:#.*)?$", re.MULTILINE | re.IGNORECASE)
_PAPER = re.compile(r"^(?:authors?|category|categories|arxiv|doi)[ \t]*[:：]", re.MULTILINE | re.IGNORECASE)
_DRAFT = re.compile(
    r"^draft[ \t]*[:：][ \t]*(['\"]?)(?:true|yes|on|是)\1[ \t]*(?:\#.*)?$", re.MULTILINE | re.IGNORECASE
)


@frozen
class Document:
    """A parsed file. `matter` is the record of its front matter, None if that cannot be read."""

    source: Source
    kind: DocumentKind
    front: Span
    """Span of the front matter without its `---` lines."""
    body: Span
    node: nodes.Mapping | None
    """The front matter as YAML."""
    matter: Any
    spans: dict[str, Span]
    """Where the value of each key is."""
    texts: dict[str, tuple[Excerpt, ...]]
    """The text values of each key."""
    sections: tuple[Section, ...]
    repeated: tuple[Section, ...]
    """Sections to ignore, because their field is given before."""
    is_draft: bool
    """Whether an entry is a draft: it may lack what is required, and its errors do not stop publishing. Known even if
    the front matter is broken.
    """
    diagnostics: tuple[Diagnostic, ...]

    @property
    def stem(self) -> str:
        """The file name without suffix, as in `pathlib`, which is slow to import and to use."""
        name = self.source.path.rpartition("/")[2]
        dot = name.rfind(".")
        return name[:dot] if 0 < dot < len(name) - 1 else name


def kind_of_file(path: str) -> Literal["text", "people", "picture", "asset"]:
    """Classify a path in the content folder."""
    if path.endswith(".md"):
        return "text"
    if path == PEOPLE:
        return "people"
    return "picture" if path.lower().endswith(PICTURES) else "asset"


def read_document(source: Source) -> Document:
    """Parse a document of any kind. Never raises."""
    reporter = Reporter(source.path)
    is_torn = report_conflicts(source.text, reporter, partial(_find_code, source))
    division = divide(source, Reporter(source.path) if is_torn else reporter)
    front, body = division or (Span(start=0, end=0), Span(start=0, end=0))
    kind = _kind_of(source, front)
    if kind is ROUNDUP and not (source.text[front.start : front.end] + source.text[body.start : body.end]).strip():
        reporter.warning(
            "empty-introduction",
            Span(start=0, end=0),
            "this introduction is empty",
            "write it, or delete the file",
        )
    node = None
    if is_torn:
        body = Span(start=0, end=0)  # other problems come from having both versions
    elif division is not None and front.end == 0 and kind is ENTRY:
        reporter.error(
            "no-front-matter",
            Span(start=0, end=len(source.text.split("\n", 1)[0])),
            "an entry starts with its front matter",
            "write '---', title, authors, category, arxiv and '---' again; for a standing page, 'page: true'",
        )
    elif division is not None:
        node = read_keys(kind.record, source.text, front, reporter)
    is_draft = kind is ENTRY and (
        _says_draft(node) if node is not None else _DRAFT.search(source.text, front.start, front.end) is not None
    )
    context = Context(reporter=reporter, texts={}, spans={}, unfinished=is_draft)
    matter: Any = read_record(kind.record, node, context) if node is not None else None
    if node is not None and "\\" in source.text[front.start : front.end]:
        known = names_of(kind.record)
        for name, value in node.entries:
            if name.text in known and known[name.text].name not in TEXT_KEYS:  # rendering reports those
                warn_invisible(value, reporter, only_unsafe=True)
    sections = list(_with_texts(split_sections(source, body, fields=kind.has_fields), reporter))
    repeated = _check_sections(source, body, sections, context) if kind.has_fields else ()
    return Document(
        source=source,
        kind=kind,
        front=front,
        body=body,
        node=node,
        matter=matter,
        spans=context.spans,
        texts=context.texts,
        sections=tuple(sections),
        repeated=repeated,
        is_draft=is_draft,
        diagnostics=reporter.diagnostics(),
    )


def _with_texts(sections: Sequence[Section], reporter: Reporter) -> Iterator[Section]:
    """The sections without those that say only that there is nothing yet, which are reported (`no-value`).

    An aspect or a free section may say that there is none. A free section with others below it loses its text only.
    """
    for number, section in enumerate(sections):
        content = section.content
        is_plain = section.heading is None and section.field not in ASPECT_FIELDS
        if not is_blank_text(content.text, later_only=not is_plain):
            yield section
            continue
        start = len(content.text) - len(content.text.lstrip())
        end = len(content.text.rstrip())
        reporter.warning(
            "no-value",
            content.span(start, end),
            f"this text is only '{' '.join(content.text.split())}', so it is read as not being there",
            "write it, or delete it",
        )
        if section.heading is not None and number + 1 < len(sections) and sections[number + 1].level > section.level:
            yield section._replace(content=Excerpt(text="", anchors=content.anchors[:1], bounds=content.bounds))


def _find_code(source: Source) -> list[tuple[int, int]]:
    """The ranges of code in the body."""
    division = divide(source, Reporter(source.path))
    start = division.body.start if division is not None else 0
    blocks = scan_blocks(source.text[start:])
    return [(start + block.start, start + block.end) for block in blocks if block.kind in ("fence", "code_block")]


def _kind_of(source: Source, front: Span) -> DocumentKind:
    if source.path[-8:].lower() == f"{INTRODUCTION}.md" and _INTRODUCTION.search(source.path) is not None:
        return INTRO
    if period_introduced(source.path) is not None:
        return ROUNDUP
    if front.start and _PAGE.search(source.text, front.start - 1, front.end) is not None:
        return STANDING_PAGE
    is_paper = _PAPER.search(source.text, front.start, front.end) is not None
    return ENTRY if is_paper or period_meant(source.path) is None else ROUNDUP


def _says_draft(node: nodes.Mapping) -> bool:
    silent = Context(reporter=Reporter(""), texts={}, spans={})
    return any(key.text == "draft" and read_boolean(value, "", silent) for key, value in node.entries)


def _check_sections(source: Source, body: Span, sections: Iterable[Section], context: Context) -> tuple[Section, ...]:
    """Report fields that are given twice, as sections or in the front matter too. Return the sections to ignore."""
    seen: dict[str, Section] = {}
    repeated = []
    labelled = has_inline_labels(source.text[body.start : body.end])
    for section in sections:
        if section.field:
            key = _key_of(section.field, context)
            given = context.spans.get(key)
            above = seen.setdefault(section.field, section)
            if given is not None or above is not section:
                where = "in the front matter" if given else "in a section above"
                context.reporter.error(
                    "field-given-twice",
                    section.label,
                    f"'{key or section.field}' is given here and {where}",
                    "keep one of the two",
                    labels=(Label(span=given or above.label, message="given here first"),),
                )
                repeated.append(section)
                continue
        if section.meant:
            context.reporter.warning(
                "unclear-section",
                section.label,
                f"only a part of this heading names the section {section.meant}, so it starts one of your own",
                f"write '## {section.meant}' if you mean that",
            )
        if section.near:
            name = section.near.capitalize()
            context.reporter.warning(
                "unknown-section",
                section.label,
                f"there is no section of this name, so it is one of your own; one is called '{name}'",
                f"did you mean '## {name}'?",
            )
        if labelled and (section.field or section.heading is None):
            for name, span in inline_labels(section):
                context.reporter.warning(
                    "text-behind-label",
                    span,
                    f"'{name}' has its text on the same line, so it is no section",
                    f"write '## {name}' on a line of its own",
                )
    return tuple(repeated)


def _key_of(field: str, context: Context) -> str:
    """The front-matter key that gives the same text as a section of this field; empty if none does.

    The names `summary` and `key_points` are in no language, so their text may be the English one.
    """
    if field in context.typed:  # not only in `spans`: those have what an unknown key probably means, too
        return field
    key = next((chinese for chinese, english in PAIRS.items() if english == field), "")
    typed = context.typed.get(key)
    if typed is None or not typed.isascii():
        return ""
    return key if language_of("\n".join([text.text for text in context.texts.get(key, ())])) == "en" else ""
