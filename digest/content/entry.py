"""Make a paper's metadata and body of a document."""

import contextlib
import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple, TypeVar

from digest.citing.publications import contrary_year
from digest.content.body import Aspect, Body, FigureSource, FigureText, Note, Target, Text, Typesetter
from digest.content.documents import Document
from digest.content.sections import ASPECTS, PAIRS
from digest.content.shared_footnotes import add_footnotes, share_footnotes
from digest.markdown import plain_text
from digest.markdown.rendered import escape
from digest.model.blanks import is_blank
from digest.model.categories import CATEGORIES, category_names, codes_like, codes_named
from digest.model.fields import names_of
from digest.model.front_matter import IDENTIFIERS, LONGEST_SLUG, FrontMatter, split_version
from digest.model.yaml import nodes
from digest.text.diagnostics import Reporter
from digest.text.language import count_texts, language_of
from digest.text.names import compose_name, fold_name
from digest.text.nearest import did_you_mean
from digest.text.safety import drop_unsafe, is_safe, make_safe
from digest.text.segments import make_portable
from digest.text.source import Excerpt, Span, slice_excerpt

_MAX_DESCRIPTION = 200
"""Characters of a description that is not the editor's own summary: more than search engines and previews show."""
_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)

_TITLE_ZH = frozenset(name for name, field in names_of(FrontMatter).items() if field.name == "title_zh")
NOT_IN_SLUG = re.compile(r"[^\w.-]+")
_DATE_BEFORE = re.compile(r"^\d{4}-\d{2}-\d{2}-(?=.)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_TEXT = slice_excerpt("", 0, 0)
_T = TypeVar("_T")


class Entry(NamedTuple):
    """The metadata of a paper. `spans` are those of its keys, for problems found later."""

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
    anchors: Mapping[str, str]
    """Name of a free section -> its id."""
    summaries: tuple[str, str]
    """The Chinese and the English summary of a row of a list, plain; empty if no text is in the language."""
    spans: dict[str, Span]
    markdown: Mapping[str, str]
    """See `Typesetter.markdown`."""


def typeset_entry(
    document: Document,
    reporter: Reporter,
    *,
    punctuation: str,
    languages: Sequence[str],
    categories: Sequence[str] | None = None,
) -> tuple[Entry | None, Body]:
    """Render the texts. The entry is None if the front matter cannot be read; the body is made in any case.

    `languages` are those of the site, `categories` its own ones (None: any).
    """
    source, node, spans = document.source, document.node, document.spans
    matter: FrontMatter | None = document.matter
    start = Span(start=0, end=min(3, len(source.text)))
    date = matter.date if matter is not None else None
    # A draft may lack what is required.
    report = reporter.warning if document.is_draft else reporter.error
    if node is not None:
        _check_identity(node, spans, report)
        date = date or _date_of_path(source.path, spans, report)
        if matter is not None and matter.updated is not None and date is not None and matter.updated < date:
            message, hint = f"'updated' is before the entry's own day, {date}", "write the day of the correction"
            reporter.error("bad-date", spans["updated"], message, hint)
        if matter is not None and date is not None and matter.published > date.isoformat():
            message = f"'published' is after the entry's own day, {date}"
            hint = "check both: 'published' is when the paper appeared, and the entry's day that of its issue"
            reporter.warning("bad-date", spans["published"], message, hint)
        other = contrary_year(matter) if matter is not None else ""
        if matter is not None and other:
            message = f"'year' is {matter.year}, and {other}"
            reporter.warning("bad-date", spans["year"], message, "correct the one that is wrong")
    slug = slug_of(document)
    check_length(slug, reporter)
    typesetter = Typesetter(
        document.source.text, reporter, anchor=slug, punctuation=punctuation, sections=document.sections
    )
    body, figures, texts = _body(document, typesetter, reporter)
    if matter is None or node is None:
        return None, body
    if categories is not None:
        _check_categories(matter.category, source.text, spans.get("category", start), categories, reporter)
    han, words = count_texts(texts)
    title_html, title_zh_html = [
        typesetter.title(document.texts[name][0]) if getattr(matter, name) else "" for name in ("title", "title_zh")
    ]
    entry = Entry(
        path=source.path,
        matter=matter if matter.title else replace(matter, title=matter.title_zh or document.stem),
        date=date,
        slug=slug,
        title_html=title_html if matter.title else title_zh_html or escape(document.stem),
        title_zh_html=title_zh_html,
        languages=_languages(matter, body),
        han=han,
        words=words,
        targets=tuple(typesetter.targets),
        figures=figures,
        anchors=typesetter.anchors,
        summaries=_row_summaries(body),
        spans={"": start, "title": start, "authors": start, **spans},
        markdown={},
    )
    front = source.text[document.front.start : document.front.end]
    if "\\" in front or not is_safe(front):  # an escape may make any character
        entry = make_safe(entry)
    entry = entry._replace(markdown=typesetter.markdown)  # safe already, and its placeholders have to stay
    if "title_zh" not in spans and "zh" in languages:
        empty, value = next(((key, value) for key, value in node.entries if key.text in _TITLE_ZH), (None, None))
        if value is None or reporter.offsets("no-value").isdisjoint(range(value.span.start, value.span.end)):
            reporter.warning(
                "missing-title-zh",
                empty.span if empty is not None else spans.get("title", start),
                "there is no Chinese title",
                f"fill it in: '{empty.text}: ...'" if empty is not None else "add a line 'title_zh: ...' (or 标题)",
            )
    return entry, body


def _check_categories(typed: Iterable[str], text: str, span: Span, own: Sequence[str], reporter: Reporter) -> None:
    """Report categories that are neither arXiv's nor the site's `own` (`unknown-category`). A name is one of several
    words, though it is read as several categories.
    """
    known = {fold_name(each) for each in own}
    unknown = [each for each in typed if category_names(each) is None and fold_name(each) not in known]
    if not unknown:
        return
    for piece in _PIECE.finditer(text, span.start, span.end):
        words = piece[0].split()
        name = " ".join(words)
        codes = codes_named(name)
        if codes and not {name, *words}.isdisjoint(unknown):
            place = Span(start=piece.start(), end=piece.start() + len(piece[0].rstrip()))
            listed = "' or '".join(codes)
            hint = f"did you mean '{listed}'?"
            _report_category(name, place, hint, reporter)
            unknown = [each for each in unknown if each not in (name, *words)]
    for each in unknown:
        at = max(text.find(each, span.start, span.end), span.start)
        inside = next((code for code in CATEGORIES if code.startswith(f"{each.lower()}.")), "")
        hint = f"name one of its categories, as in {inside}" if inside else ""
        hint = hint or did_you_mean(each, (*codes_like(each), *own), cutoff=_SURE)
        _report_category(each, Span(start=at, end=min(at + len(each), span.end)), hint, reporter)


_PIECE = re.compile(r"[^\s\[\],，、;；'\"-][^\[\],，、;；'\"\n]*")
_SURE = 0.85
"""Least similarity of a category's code to the one that it is taken for a typo of."""


def _report_category(name: str, place: Span, hint: str, reporter: Reporter) -> None:
    reporter.warning(
        "unknown-category",
        place,
        f"'{name}' is no category of arXiv's, and digest.yaml names none of its own like it",
        hint or f"take one of arXiv's, or name it: categories: {{{name}: {{zh: ..., en: ...}}}} in digest.yaml",
    )


def _check_identity(node: nodes.Mapping, spans: dict[str, Span], report: Callable[..., None]) -> None:
    if any(name in spans for name in IDENTIFIERS):
        return
    words = ((key.text, value) for key, value in node.entries if key.text in IDENTIFIERS)
    key, value = next(
        ((key, value) for key, value in words if isinstance(value, nodes.Scalar) and value.text), ("", None)
    )
    report(
        "missing-identifier",
        value.span if value is not None else Span(start=node.span.start, end=node.span.start),
        f"'{key}' says only '{value.text.strip()}', and nothing else says where the paper is"
        if value is not None
        else "nothing says where the paper is",
        f"add a line with one of {', '.join(IDENTIFIERS)} (or, if this is no paper but a page, 'page: true')"
        if value is None
        else f"write it, or one of {', '.join(IDENTIFIERS)}",
    )


def slug_of(document: Document) -> str:
    """The name of an entry's page: `slug`, else the arXiv id without version, else that of the file."""
    matter: FrontMatter | None = document.matter
    if matter is not None and matter.slug:
        return matter.slug
    if matter is not None and matter.arxiv:
        return split_version(matter.arxiv)[0].replace("/", "-")
    stem = _DATE_BEFORE.sub("", compose_name(document.stem))
    return make_portable(NOT_IN_SLUG.sub("-", stem).strip("-.") or "paper")


def check_length(slug: str, reporter: Reporter) -> None:
    """Report `too-long` if the file's name makes a page's name that file systems do not take."""
    size = len(slug.encode("utf-8", "surrogatepass"))
    if size > LONGEST_SLUG:
        reporter.error(
            "too-long",
            Span(start=0, end=3),
            f"the page would have a name of {size} bytes, and file systems take {LONGEST_SLUG} before .html",
            "give the file a shorter name, or add a line 'slug: ...' (a Chinese character has 3 bytes)",
        )


def _date_of_path(path: str, spans: dict[str, Span], report: Callable[..., None]) -> datetime.date | None:
    """The date of the innermost folder named YYYY-MM-DD, or of the file name's prefix."""
    if "date" in spans:  # unreadable, and already reported
        return None
    folders, _, name = path.rpartition("/")
    day = next((folder for folder in reversed(folders.split("/")) if _DAY.fullmatch(folder)), "")
    if not day and _DAY.match(name) and name[10:11] == "-":
        day = name[:10]
    start = Span(start=0, end=3)
    if not day:
        report(
            "missing-date",
            start,
            "nothing says which day this entry belongs to",
            _hint_for_day(folders) or "add a line 'date: YYYY-MM-DD', or put the file in a folder named YYYY-MM-DD",
        )
        return None
    try:
        return datetime.date.fromisoformat(day)
    except ValueError:
        report(
            "bad-date",
            start,
            f"'{day}' in the file's path is no day of the calendar",
            "rename it, or add a line 'date: YYYY-MM-DD'",
        )
        return None


_NEARLY_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sign>[-_./ 年]?)(?P<month>\d\d?)(?:(?P=sign)|月)(?P<day>\d\d?)(?!\d)日?"
)


def _hint_for_day(folders: str) -> str:
    """The hint for a path with a folder that names a day in another way; empty if none does."""
    for match in _NEARLY_DAY.finditer(folders):
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
        with contextlib.suppress(ValueError):
            name = datetime.date(year, month, day).isoformat()
            start, end = folders.rfind("/", 0, match.start()) + 1, folders.find("/", match.end())
            shown = _show_spaces(folders[start : end if end >= 0 else len(folders)])
            return f"name the folder {name}, not '{shown}'; or add a line 'date: {name}'"
    return ""


def _show_spaces(name: str) -> str:
    """A name with the spaces at its ends and its invisible characters made visible."""
    shown = re.sub(r"^\s+|\s+$", lambda match: "␠" * len(match[0]), name)
    return "".join([each if each.isprintable() else f"[U+{ord(each):04X}]" for each in shown])


def _body(
    document: Document, typesetter: Typesetter, reporter: Reporter
) -> tuple[Body, tuple[FigureSource, ...], list[str]]:
    """The rendered texts, the figures, and the plain texts that count for the reading time."""
    repeated = {section.start for section in document.repeated}
    sections = [section for section in document.sections if section.start not in repeated]
    footnotes: dict[str, Excerpt] = {}
    if "[^" in document.source.text:
        sections, footnotes = share_footnotes(sections)
    given = {section.field: section.content for section in sections if section.field}
    for field in ("summary", "summary_en", "abstract_zh", "abstract"):
        if field in document.texts:
            given[field] = add_footnotes(document.texts[field][0], footnotes)
    points = {
        field: [add_footnotes(point, footnotes) for point in found]
        for field in ("key_points", "key_points_en")
        if (found := document.texts.get(field) or _filled_points(given.pop(field, _NO_TEXT), reporter))
    }
    counted = [excerpt.text for excerpt in (*given.values(), *chain.from_iterable(points.values()))]
    counted += [section.content.text for section in sections if not section.field]
    listed = given.pop("figures", None)
    figures, rest = read_figures(document, listed)
    given = {field: take_figures(text, figures) for field, text in given.items()}
    points = {field: [take_figures(point, figures) for point in found] for field, found in points.items()}
    points = {field: filled for field, found in points.items() if (filled := [*filter(_filled, found)])}
    summary, summary_en = [
        typesetter.text(text, lang=lang) if text is not None else None
        for text, lang in _pair(_filled(given.get("summary")), _filled(given.get("summary_en")))
    ]
    key_points, key_points_en = [
        tuple(text for point in items or () if (text := typesetter.text(point, lang=lang)) is not None)
        for items, lang in _pair(points.get("key_points"), points.get("key_points_en"))
    ]
    abstract_zh = typesetter.text(given["abstract_zh"], lang="zh") if "abstract_zh" in given else None
    abstract = typesetter.text(given["abstract"], lang="en") if "abstract" in given else None
    aspects = tuple(_aspects(given, typesetter))
    lead = next((section.content for section in sections if not section.field and section.heading is None), None)
    lead = take_figures(lead, figures) if lead is not None else None
    figures.sort(key=lambda figure: figure.span.start)
    captions = [add_footnotes(each.caption, footnotes) if each.caption else None for each in figures]
    notes = typesetter.notes(sections, heading_level=5, deepest=2)
    if rest is not None and (text := typesetter.text(add_footnotes(rest, footnotes))) is not None and text.html:
        if listed is not None and rest.text != listed.text:
            _report_torn(rest, reporter)
        notes = (*notes, Note(heading_html="图" if text.lang == "zh" else "Figures", depth=0, text=text))
    body = Body(
        lead=typesetter.paragraphs(lead) if lead is not None else (),
        summary=summary,
        summary_en=summary_en,
        key_points=key_points,
        key_points_en=key_points_en,
        abstract_zh=abstract_zh,
        abstract=abstract,
        aspects=aspects,
        figures=tuple(
            FigureText(
                alt=drop_unsafe(figure.alt),
                caption=typesetter.text(caption) if caption else None,
                link=typesetter.link(figure.link, figure.span),
            )
            for figure, caption in zip(figures, captions, strict=True)
        ),
        notes=notes,
    )
    short = _short_texts(body)
    body = replace(body, summary_text=describe_briefly(*short, "zh"), summary_text_en=describe_briefly(*short, "en"))
    return body, tuple(figures), counted


def _filled_points(section: Excerpt, reporter: Reporter) -> list[Excerpt]:
    """The items of a section, without those that are words for nothing."""
    from digest.content.key_points import split_points  # its patterns are slow to compile

    points = []
    for point in split_points(section, reporter):
        if is_blank(point.text):
            span, message = point.span(0, len(point.text)), f"'{point.text}' says nothing, so it is left out"
            reporter.warning("no-value", span, message, "write what is meant, or delete it")
        else:
            points.append(point)
    return points


def _filled(text: Excerpt | None) -> Excerpt | None:
    return text if text is not None and text.text.strip() else None


def _aspects(given: Mapping[str, Excerpt], typesetter: Typesetter) -> Iterator[Aspect]:
    for name in ASPECTS:
        text, text_en = [
            typesetter.text(text, lang=lang, headings=False) if text is not None else None
            for text, lang in _pair(_filled(given.get(name)), _filled(given.get(PAIRS[name])))
        ]
        if text is not None:
            yield Aspect(name=name, text=text, text_en=text_en)


def _pair(chinese: _T | None, english: _T | None) -> tuple[tuple[_T | None, str], tuple[_T | None, str]]:
    """The texts of a pair with their languages. One alone comes first, and its language is left to be detected."""
    if chinese is not None and english is not None:
        return (chinese, "zh"), (english, "en")
    return (chinese if chinese is not None else english, ""), (None, "")


def describe_briefly(own: Sequence[Text], others: Sequence[Text], lang: str, most: int = _MAX_DESCRIPTION) -> str:
    """The first text in this language, else the first of all, as plain text. The editor's `own` summaries are whole,
    the beginning of `others` has at most `most` characters and never a part of a formula.
    """
    texts = [*own, *others]
    best = next((text for text in texts if text.lang == lang), texts[0] if texts else None)
    if best is None:
        return ""
    text = " ".join(plain_text(best.html).split())
    if best in own or len(text) <= most:
        return text
    end = most - 1
    for formula in _FORMULA.finditer(best.html):
        if len(plain_text(best.html[: formula.end()])) > end:
            end = min(end, len(plain_text(best.html[: formula.start()])))
            break
    return f"{text[:end].rstrip()}…"


def _row_summaries(body: Body) -> tuple[str, str]:
    """The descriptions for rows: those in Chinese are shorter, as its characters are twice as wide as letters."""
    zh, en = body.summary_text, body.summary_text_en
    if len(zh) > _MAX_DESCRIPTION // 2:
        zh = describe_briefly(*_short_texts(body), "zh", _MAX_DESCRIPTION // 2)
    return zh if language_of(zh) == "zh" else "", en if language_of(en) == "en" else ""


def _short_texts(body: Body) -> tuple[list[Text], list[Text]]:
    """The summaries, and what else may describe the paper."""
    others = (*body.key_points[:1], *body.key_points_en[:1], body.abstract_zh, body.abstract)
    return [each for each in (body.summary, body.summary_en) if each], [each for each in others if each]


def _languages(matter: FrontMatter, body: Body) -> tuple[str, ...]:
    texts = [body.summary, body.summary_en, *body.key_points, *body.key_points_en, body.abstract_zh, body.abstract]
    texts += [text for aspect in body.aspects for text in (aspect.text, aspect.text_en)]
    found = {text.lang for text in texts if text is not None}
    if matter.title_zh:
        found.add("zh")
    if matter.title:
        found.add(language_of(matter.title))
    return tuple(lang for lang in ("zh", "en") if lang in found)


def _report_torn(rest: Excerpt, reporter: Reporter) -> None:
    """Report text of the section 图 that is neither figure nor caption. Pictures that are no figures have their own
    diagnostics.
    """
    line = _NO_FIGURE.search(rest.text)
    if line is not None:
        reporter.warning(
            "text-among-figures",
            rest.span(*line.span()),
            "this text is no caption of a figure, so it is shown apart from the figures, below the other texts",
            "write a caption directly below its picture, and other text in a section of its own",
        )


_NO_FIGURE = re.compile(r"^(?!.*(?:[!！]\[|<img|\]:))(?=[ \t]*\S).*$", re.MULTILINE)
_NOT_BREAK = re.compile(r"[^\n]")


def read_figures(document: Document, section: Excerpt | None) -> tuple[list[FigureSource], Excerpt | None]:
    """The figures of the front matter and of the section 图, and what else that section contains (None if nothing)."""
    found: list[FigureSource] = []
    for number, figure in enumerate(document.matter.figures if document.matter is not None else ()):
        place = document.spans.get(f"figures.{number}.src") or document.spans["figures"]
        caption = document.texts.get(f"figures.{number}.caption", (None,))[0]
        found.append(FigureSource(src=figure.src, alt=figure.alt, caption=caption, span=place))
    return found, _filled(take_figures(section, found, among_text=False) if section is not None else None)


def take_figures(text: Excerpt, figures: list[FigureSource], *, among_text: bool = True) -> Excerpt:
    """Add the figures of a text to `figures`, and return the rest of it (see `find_figures`)."""
    if "![" not in text.text:
        return text
    from digest.markdown.figures import find_figures  # slow to import, and most entries have no figures

    rest = text.text
    for each in find_figures(text.text, among_text=among_text):
        place, where = text.span(*each.name), text.span(*each.title)
        caption = Excerpt(text=each.caption, anchors=((0, where.start),), bounds=where) if each.caption else None
        figures.append(FigureSource(src=each.src, alt=each.alt, caption=caption, span=place, link=each.link))
        for start, end in (each.line, each.below or each.line):
            rest = rest[:start] + _NOT_BREAK.sub(" ", rest[start:end]) + rest[end:]
    return Excerpt(text=rest, anchors=text.anchors, bounds=text.bounds) if rest != text.text else text
