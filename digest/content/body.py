"""The texts of an entry as HTML, rendered once and shared by all pages that show them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from digest.content.marked_addresses import mark_addresses
from digest.content.sections import Section
from digest.markdown import Reference, Rendered, render_heading, render_markdown, render_simple, render_title
from digest.markdown.block_scan import Block, scan_blocks
from digest.markdown.wrapping import tighten_marks
from digest.text.characters import has_han
from digest.text.diagnostics import Reporter
from digest.text.language import count_han, count_words, language_of
from digest.text.names import compose_name
from digest.text.records import frozen
from digest.text.source import Excerpt, Span


class Text(NamedTuple):
    """HTML and its language. It may contain placeholders for references (`digest.markdown.resolve`)."""

    lang: str
    html: str


@frozen
class FigureText:
    """The alternative text and caption of a figure, and the attributes of the link around it, if there is one."""

    alt: str
    caption: Text | None
    link: str = ""


@frozen
class Note:
    """A free section; `depth` is the nesting of its heading, from 0, and `anchor` its id (empty without a heading).
    `name` is its id without the prefix of the text, on pages that have one text.
    """

    heading_html: str
    depth: int
    text: Text
    anchor: str = ""
    name: str = ""


@frozen
class Aspect:
    """An aspect of the paper, by its field in `ASPECTS`. `text_en` is only set beside a Chinese `text`."""

    name: str
    text: Text
    text_en: Text | None


@frozen
class Body:
    """The rendered texts of an entry; an absent one is None or empty.

    `summary_en` and `key_points_en` are only set beside the Chinese ones. If an entry has them in one language,
    `summary` and `key_points` hold them. `summary_text` and `summary_text_en` are plain, for descriptions of Chinese
    and English pages.
    """

    lead: tuple[Text, ...] = ()
    summary: Text | None = None
    summary_en: Text | None = None
    key_points: tuple[Text, ...] = ()
    key_points_en: tuple[Text, ...] = ()
    abstract_zh: Text | None = None
    abstract: Text | None = None
    aspects: tuple[Aspect, ...] = ()
    figures: tuple[FigureText, ...] = ()
    notes: tuple[Note, ...] = ()
    summary_text: str = ""
    summary_text_en: str = ""


@frozen
class Target:
    """A relative link or image: its target as typed, and where it is."""

    kind: str
    target: str
    suffix: str
    span: Span


@frozen
class FigureSource:
    """A figure of an entry: file name as typed, alternative text, caption, where it is, and where it leads to."""

    src: str
    alt: str
    caption: Excerpt | None
    span: Span
    link: str = ""


_PLACEHOLDER = re.compile("\ufdd0([0-9]+)\ufdd1")
_OPENING_TAG = re.compile("<a ([^>]*)>")


class Typesetter:
    """Renders the texts of one file, collecting their references and problems."""

    __slots__ = (
        "_anchor",
        "_headings",
        "_names",
        "_punctuation",
        "_reporter",
        "_scrollers",
        "_source",
        "_texts",
        "_told",
        "anchors",
        "markdown",
        "targets",
    )

    def __init__(
        self, source: str, reporter: Reporter, *, anchor: str, punctuation: str, sections: Iterable[Section] = ()
    ) -> None:
        """`source` is the file's text, `anchor` the prefix of all ids. `sections` are those of the file: links may lead
        to the free ones.
        """
        self._source = source
        self._reporter = reporter
        self._punctuation: Literal["keep", "fullwidth"] = "fullwidth" if punctuation == "fullwidth" else "keep"
        free = [(section.start, section.heading) for section in sections if section.heading is not None]
        self._headings = {start: render_heading(heading.text, punctuation=self._punctuation) for start, heading in free}
        names = _heading_names([plain for _, plain in self._headings.values()])
        self._names = dict(zip(self._headings, names, strict=True))
        self.anchors = {name: f"{anchor}-{name}" for name in self._names.values() if name}
        """Name of a free section, as links may have it behind `#` -> its id."""
        self._anchor = anchor
        self._texts = 0
        self._told = reporter.offsets("control-character")
        self._scrollers: dict[str, int] = {}
        self.targets: list[Target] = []
        self.markdown: dict[str, str] = {}
        """The HTML of each text and heading -> its Markdown, with the same placeholders for addresses."""

    def text(self, excerpt: Excerpt, *, lang: str = "", heading_level: int = 4, headings: bool = True) -> Text | None:
        """Render a text; None if it is blank. Without `lang`, its language is detected. Without `headings`, these are
        bold paragraphs.
        """
        text = excerpt.text
        if not text or text.isspace():
            return None
        self._texts += 1
        lang = lang or language_of(text)
        html = render_simple(text, self._punctuation)
        if html is None:
            anchor = f"{self._anchor}-{self._texts}"
            rendered = render_markdown(
                text,
                anchor=anchor,
                punctuation=self._punctuation,
                heading_level=heading_level,
                lang=lang,
                outside=self.anchors,
                scrollers=self._scrollers,
            )
            html = self._placed(rendered, excerpt)
        else:
            if self._punctuation == "keep":
                html = tighten_marks(html)
            self.markdown[html] = mark_addresses(text)
        if not headings and "<h" in html:
            typed = self.markdown[html]
            html = re.sub(r"</h[1-6]>", "</strong></p>", re.sub(r"<h[1-6][^>]*>", "<p><strong>", html))
            self.markdown[html] = typed
        return Text(lang=lang, html=html)

    def paragraphs(self, excerpt: Excerpt, *, heading_level: int = 4) -> tuple[Text, ...]:
        """Render a text that may mix languages: consecutive paragraphs in one language become one `Text`.

        A text with other blocks than paragraphs is not split. Figures between texts in two languages have none, so that
        they are shown with either.
        """
        blocks = scan_blocks(excerpt.text)
        is_plain = all(block.kind == "paragraph" for block in blocks)
        groups = list(_by_language(excerpt, blocks)) if is_plain else [(excerpt, language_of(excerpt.text))]
        texts = ((self.text(group, heading_level=heading_level), lang) for group, lang in groups)
        return tuple(text._replace(lang=lang) for text, lang in texts if text is not None)

    def link(self, href: str, span: Span) -> str:
        """The attributes of a link to an address; empty if it leads nowhere."""
        where = Excerpt(text=f"[x](<{href}>)", anchors=((0, span.start),), bounds=span)
        text = self.text(where, lang="en") if href else None
        match = _OPENING_TAG.search(text.html) if text is not None else None
        return match[1] if match is not None else ""

    def title(self, excerpt: Excerpt) -> str:
        """Render one line, a title, in which only math is mark-up."""
        return self._placed(render_title(excerpt.text, punctuation=self._punctuation), excerpt)

    def notes(self, sections: Iterable[Section], *, heading_level: int, deepest: int = 5) -> tuple[Note, ...]:
        """Render the free sections. Headings inside their texts start at `heading_level` plus the section's depth.

        `deepest` is the limit of the depth.
        """
        free = [(section, section.heading) for section in sections if section.heading is not None]
        top = min([section.level for section, _ in free], default=0)
        depth = -1
        notes: list[Note] = []
        outer: list[tuple[int, str]] = []  # levels and languages of the sections around this one
        for section, heading in free:
            depth = min(section.level - top, depth + 1, deepest)
            while outer and outer[-1][0] >= section.level:
                outer.pop()
            above = outer[-1][1] if outer else notes[-1].text.lang if notes else ""
            lang = _note_language(heading.text, section.content.text, above, is_inner=bool(outer))
            outer.append((section.level, lang))
            text = self.text(section.content, lang=lang, heading_level=min(heading_level + depth, 6))
            heading_html = self._placed(self._headings[section.start][0], heading)
            anchor = self.anchors.get(self._names.get(section.start, ""), "")
            notes.append(Note(heading_html=heading_html, depth=depth, text=text or Text(lang, ""), anchor=anchor))
        return tuple(notes)

    def _placed(self, rendered: Rendered, excerpt: Excerpt) -> str:
        for problem in rendered.problems:
            span = excerpt.span(problem.start, problem.end)
            if problem.code == "control-character" and not self._told.isdisjoint(range(span.start, span.end)):
                continue  # already reported by the reader of the front matter
            is_escaped = problem.code in _ESCAPED and self._source.startswith('"', excerpt.bounds.start)
            self._reporter.warning(problem.code, span, problem.message, _ESCAPES if is_escaped else problem.hint)
        html = tighten_marks(rendered.html) if self._punctuation == "keep" else rendered.html
        base = len(self.targets)
        if rendered.references:
            self.targets.extend(_target(reference, excerpt) for reference in rendered.references)
            if base:
                html = _PLACEHOLDER.sub(lambda match: f"\ufdd0{int(match[1]) + base}\ufdd1", html)
        self.markdown[html] = mark_addresses(excerpt.text, rendered.references, base)
        return html


_ESCAPED = ("damaged-math", "control-character")
_ESCAPES = "put the value in single quotes: in double quotes YAML reads a backslash and a letter as one character"

_LINK = re.compile(r"!?\[[^\[\]\n]*\]\([^()\n]*\)|https?://[!-~]+")
_TABLE_ROW = re.compile(r"^[ \t]*\|.*$", re.MULTILINE)
_SHORT = 12
"""Han characters and words of a section that are too few to tell its language."""


def _note_language(heading: str, text: str, above: str, *, is_inner: bool) -> str:
    """The language of a free section. Under a Chinese heading, links, pictures and tables are not counted. Names in a
    short Chinese section may be more than its Han characters, so one with a Chinese heading, with nothing but links, or
    inside another (`is_inner`) follows the section `above`.
    """
    whole = f"{heading}\n{text}"
    lang = language_of(whole)
    if lang == "zh" or (above != "zh" and not has_han(heading)):
        return lang
    only_links = not count_words(_LINK.sub("", text))
    if has_han(heading):
        spoken = _TABLE_ROW.sub("", _LINK.sub("", text))
        if not count_words(spoken) or language_of(f"{heading}\n{spoken}") == "zh":
            return "zh"
    is_short = count_han(whole) + count_words(_LINK.sub("", whole)) < _SHORT
    return above if above == "zh" and is_short and (is_inner or has_han(heading) or only_links) else lang


_NOT_IN_NAME = re.compile(r"[^\w\- ]+")


def _heading_names(headings: Iterable[str]) -> Iterator[str]:
    """Names of headings, given as plain text, as GitHub makes them: lower case, punctuation dropped, a hyphen for each
    space. Repeated ones get `-1`, `-2`, ...; a heading without letters has an empty name.
    """
    seen: dict[str, int] = {}  # and the number that was last tried for the next heading of the name
    for heading in headings:
        text = " ".join(compose_name(heading).split())
        name = base = _NOT_IN_NAME.sub("", text.lower()).strip().replace(" ", "-")
        while name and name in seen:
            seen[base] += 1
            name = f"{base}-{seen[base]}"
        seen[name] = 0
        yield name


_FIGURES = re.compile(r"(?:\s*\[?!\[[^\[\]]*\]\([^()]*\)(?:\]\([^()]*\))?)+\s*")


def _by_language(excerpt: Excerpt, paragraphs: Sequence[Block]) -> Iterator[tuple[Excerpt, str]]:
    """The parts of a text in one language each. Figures are a part without one if there are two languages."""
    texts = [excerpt.text[paragraph.start : paragraph.end] for paragraph in paragraphs]
    languages = ["" if _FIGURES.fullmatch(text) else language_of(text) for text in texts]
    if len({*languages} - {""}) < 2:
        languages = [next(filter(None, languages), "") or language_of(excerpt.text)] * len(texts)
    start = 0
    for number, (language, paragraph) in enumerate(zip(languages, paragraphs, strict=True)):
        if language not in languages[number + 1 : number + 2]:
            yield _part(excerpt, start, paragraph.end), language
            start = paragraphs[number + 1].start if number + 1 < len(paragraphs) else paragraph.end


def _part(excerpt: Excerpt, start: int, end: int) -> Excerpt:
    where = excerpt.span(start, end)
    return Excerpt(text=excerpt.text[start:end], anchors=((0, where.start),), bounds=where)


def _target(reference: Reference, excerpt: Excerpt) -> Target:
    span = excerpt.span(reference.start, reference.end)
    return Target(kind=reference.kind, target=reference.target, suffix=reference.suffix, span=span)
