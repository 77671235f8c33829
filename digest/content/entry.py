"""One entry: a file's text in, a paper's metadata and its body out."""

import datetime
import re
from typing import NamedTuple

from digest.content.body import Body, FigureSource, FigureText, Note, Target, Text, Typesetter
from digest.content.figures import read_figures
from digest.content.footnotes import add_footnotes, share_footnotes
from digest.content.front_matter import Division, divide
from digest.content.markdown import plain_text
from digest.content.points import split_points
from digest.content.sections import Section, has_inline_labels, inline_labels, split_sections
from digest.model.fields import Context, names_of, read_keys, read_record
from digest.model.nodes import Mapping
from digest.model.paper import FrontMatter
from digest.text.diagnostics import Label, Parsed, Reporter
from digest.text.language import count_texts, language_of
from digest.text.safety import drop_unsafe, is_safe, make_safe
from digest.text.source import Excerpt, Source, Span

IDENTIFIERS = ("arxiv", "doi", "url", "openreview", "acl")
"""The keys of which an entry needs at least one, so that its readers can find the paper."""

LONGEST_DESCRIPTION = 200
"""Characters of a description: more than search engines and previews show."""

_TITLE_ZH = frozenset(name for name, field in names_of(FrontMatter).items() if field.name == "title_zh")
_NOT_IN_SLUG = re.compile(r"[^\w.-]+")
_DATE_BEFORE = re.compile(r"^\d{4}-\d{2}-\d{2}-(?=.)")
_VERSION = re.compile(r"v\d+$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Entry(NamedTuple):
    """What is known of a paper without its texts. `spans` tells where its keys stand, for what is found out later."""

    path: str
    matter: FrontMatter
    date: datetime.date | None
    slug: str
    title_html: str
    title_zh_html: str
    languages: tuple[str, ...]
    han: int
    words: int
    targets: tuple[Target, ...]
    figures: tuple[FigureSource, ...]
    spans: dict[str, Span]


class EntryFile(NamedTuple):
    """An entry's metadata (None where it cannot be read) and its body; `draft` even of one that cannot be read."""

    entry: Entry | None
    body: Body
    draft: bool


def parse_entry(source: Source, *, punctuation: str = "keep") -> Parsed[EntryFile]:
    """Read one entry. What is wrong with it is told; no text raises."""
    reporter = Reporter(source.path)
    context = Context(reporter=reporter, texts={}, spans={})
    division = divide(source, reporter)
    node = _front_matter(source, division, reporter) if division is not None else None
    matter = read_record(FrontMatter, node, context) if node is not None else None
    draft = matter.draft if matter is not None else division is not None and _is_draft(source, division)
    if division is None:
        return Parsed(EntryFile(entry=None, body=Body(), draft=draft), reporter.diagnostics())
    sections = _fields_once(source, division, context)
    date = matter.date if matter is not None else None
    if node is not None:
        _check_identity(node, context)
        date = date or _date_of_path(source.path, context)
    slug = _slug(source.path, matter)
    typesetter = Typesetter(reporter, anchor=slug, punctuation=punctuation)
    shared, notes = share_footnotes(sections) if "[^" in source.text else (sections, {})
    body, figures, texts = _body(shared, notes, matter, context, typesetter)
    if matter is None:
        return Parsed(EntryFile(entry=None, body=body, draft=draft), reporter.diagnostics())
    han, words = count_texts(texts)
    entry = Entry(
        path=source.path,
        matter=matter,
        date=date,
        slug=slug,
        title_html=typesetter.title(context.texts["title"][0]),
        title_zh_html=typesetter.title(context.texts["title_zh"][0]) if matter.title_zh else "",
        languages=_languages(matter, body),
        han=han,
        words=words,
        targets=tuple(typesetter.targets),
        figures=figures,
        spans=context.spans | {"": Span(start=0, end=min(3, len(source.text)))},
    )
    front = source.text[division.front.start : division.front.end]
    if "\\" in front or not is_safe(front):  # an escape may stand for any character
        entry = make_safe(entry)
    if "title_zh" not in context.spans:
        empty = next((key for key, _ in node.entries if key.text in _TITLE_ZH), None) if node is not None else None
        reporter.warning(
            "missing-title-zh",
            empty.span if empty is not None else context.spans["title"],
            "there is no Chinese title",
            f"fill it in: '{empty.text}: ...'" if empty is not None else "add a line 'title_zh: ...' (or 标题)",
        )
    return Parsed(EntryFile(entry=entry, body=body, draft=draft), reporter.diagnostics())


def _front_matter(source: Source, division: Division, reporter: Reporter) -> Mapping | None:
    if division.front.end == division.front.start == 0:
        first = len(source.text.split("\n", 1)[0])
        reporter.error(
            "no-front-matter",
            Span(start=0, end=first),
            "an entry starts with its front matter",
            "write '---', title, authors, category, arxiv and '---' again; for a standing page, 'page: true'",
        )
        return None
    return read_keys(FrontMatter, source.text, division.front, reporter)


_DRAFT = re.compile(
    r"^draft[ \t]*[:：][ \t]*(['\"]?)(?:true|yes|on|是)\1[ \t]*(?:\#.*)?$", re.MULTILINE | re.IGNORECASE
)


def _is_draft(source: Source, division: Division) -> bool:
    """Whether the front matter says so, be it YAML or not: a draft that cannot be read must not stop the others."""
    return _DRAFT.search(source.text, division.front.start, division.front.end) is not None


def _check_identity(node: Mapping, context: Context) -> None:
    if not any(name in context.spans for name in IDENTIFIERS):
        context.reporter.error(
            "missing-identifier",
            Span(start=node.span.start, end=node.span.start),
            "nothing says where the paper is",
            f"add a line with one of {', '.join(IDENTIFIERS)} (or, if this is no paper but a page, 'page: true')",
        )


def _fields_once(source: Source, division: Division, context: Context) -> list[Section]:
    """Each known section once: a second one, or one that the front matter has too, is an error at both places."""
    seen: dict[str, Section] = {}
    kept = []
    labelled = has_inline_labels(source.text[division.body.start : division.body.end])
    for section in split_sections(source, division.body):
        given = context.spans.get(section.field) if section.field else None
        above = seen.get(section.field)
        if given is not None or above is not None:
            first = given or (above or section).label
            where = "in the front matter" if given else "in a section above"
            context.reporter.error(
                "field-given-twice",
                section.label,
                f"'{section.field}' is given here and {where}",
                "keep one of the two",
                labels=(Label(span=first, message="given here first"),),
            )
            continue
        if section.field:
            seen[section.field] = section
        if labelled and (section.field or section.heading is None):
            _warn_of_labels(section, context.reporter)
        kept.append(section)
    return kept


def _warn_of_labels(section: Section, reporter: Reporter) -> None:
    for name, span in inline_labels(section):
        reporter.warning(
            "text-behind-label",
            span,
            f"'{name}' has its text on the same line, so it is no section",
            f"write '## {name}' on a line of its own",
        )


def _slug(path: str, matter: FrontMatter | None) -> str:
    if matter is not None and matter.slug:
        return matter.slug
    if matter is not None and matter.arxiv:
        return _VERSION.sub("", matter.arxiv).replace("/", "-")
    stem = _DATE_BEFORE.sub("", _stem(path))
    return _NOT_IN_SLUG.sub("-", stem).strip("-.") or "paper"


def _stem(path: str) -> str:
    """The last part of a path without its suffix, as `pathlib` has it; `pathlib` itself is slow to load and to use."""
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    return name[:dot] if 0 < dot < len(name) - 1 else name


def _date_of_path(path: str, context: Context) -> datetime.date | None:
    """The day that the nearest folder with such a name is named by, or that the file's name starts with."""
    if "date" in context.spans:  # it could not be read, and that was told
        return None
    folders, _, name = path.rpartition("/")
    day = next((folder for folder in reversed(folders.split("/")) if _DAY.fullmatch(folder)), "")
    if not day and _DAY.match(name) and name[10:11] == "-":
        day = name[:10]
    start = Span(start=0, end=3)
    if not day:
        context.reporter.error(
            "missing-date",
            start,
            "nothing says which day this entry belongs to",
            "add a line 'date: YYYY-MM-DD', or put the file in a folder named YYYY-MM-DD",
        )
        return None
    try:
        return datetime.date.fromisoformat(day)
    except ValueError:
        context.reporter.error(
            "bad-date",
            start,
            f"'{day}' in the file's path is no day of the calendar",
            "rename it, or add a line 'date: YYYY-MM-DD'",
        )
        return None


def _body(
    sections: list[Section],
    footnotes: dict[str, Excerpt],
    matter: FrontMatter | None,
    context: Context,
    typesetter: Typesetter,
) -> tuple[Body, tuple[FigureSource, ...], list[str]]:
    """The texts as mark-up, the figures, and the plain texts that reading time is counted from."""
    given = {section.field: section.content for section in sections if section.field}
    for field in ("summary", "abstract_zh", "abstract"):
        if field in context.texts:
            given[field] = add_footnotes(context.texts[field][0], footnotes)
    points = context.texts.get("key_points") or tuple(
        split_points(given["key_points"]) if "key_points" in given else ()
    )
    if footnotes:
        points = tuple([add_footnotes(point, footnotes) for point in points])
    summary = typesetter.text(given["summary"]) if "summary" in given else None
    key_points = tuple(text for point in points if (text := typesetter.text(point)) is not None)
    abstract_zh = typesetter.text(given["abstract_zh"], lang="zh") if "abstract_zh" in given else None
    abstract = typesetter.text(given["abstract"], lang="en") if "abstract" in given else None
    figures, rest = read_figures(matter, given.get("figures"), context)
    lead = next((section.content for section in sections if not section.field and section.heading is None), None)
    notes = _notes([section for section in sections if section.heading is not None], typesetter)
    if rest is not None and (text := typesetter.text(rest)) is not None:
        notes = (*notes, Note(heading_html="图" if text.lang == "zh" else "Figures", depth=0, text=text))
    body = Body(
        lead=typesetter.paragraphs(lead) if lead is not None else (),
        summary=summary,
        key_points=key_points,
        abstract_zh=abstract_zh,
        abstract=abstract,
        figures=tuple(
            FigureText(alt=drop_unsafe(figure.alt), caption=typesetter.text(figure.caption) if figure.caption else None)
            for figure in figures
        ),
        notes=notes,
        summary_text=_summary_text(summary, key_points, abstract_zh, abstract),
    )
    texts = [excerpt.text for excerpt in (*given.values(), *points)]
    texts += [section.content.text for section in sections if not section.field]
    if "key_points" in given:
        texts.remove(given["key_points"].text)
    return body, figures, texts


def _notes(sections: list[Section], typesetter: Typesetter) -> tuple[Note, ...]:
    notes: list[Note] = []
    top = min((section.level for section in sections), default=0)
    depth = -1
    for section in sections:
        depth = min(section.level - top, depth + 1)
        if section.heading is not None:
            notes.append(typesetter.note(section.heading, section.content, depth=depth, heading_level=5))
    return tuple(notes)


def _summary_text(
    summary: Text | None, key_points: tuple[Text, ...], abstract_zh: Text | None, abstract: Text | None
) -> str:
    """What comes nearest to a summary, as plain text for descriptions."""
    best = summary or (key_points[0] if key_points else None) or abstract_zh or abstract
    text = " ".join(plain_text(best.html).split()) if best else ""
    return text if len(text) <= LONGEST_DESCRIPTION else text[: LONGEST_DESCRIPTION - 1].rstrip() + "…"


def _languages(matter: FrontMatter, body: Body) -> tuple[str, ...]:
    texts = [body.summary, *body.key_points, body.abstract_zh, body.abstract]
    found = {text.lang for text in texts if text is not None}
    if matter.title_zh:
        found.add("zh")
    if matter.title:
        found.add(language_of(matter.title))
    return tuple(lang for lang in ("zh", "en") if lang in found)
