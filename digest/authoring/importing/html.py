"""Read an HTML page as lines: the article's text, with headings, links, lists and formulas.

Offsets map back to the file. Malformed HTML is read leniently, as browsers do.
"""

import datetime
import re
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

from digest.authoring.importing.dates import find_day
from digest.authoring.importing.post_lines import Line, LinkSpan, whole_line
from digest.authoring.importing.redirects import target_of
from digest.text.characters import replace_unsafe
from digest.text.records import frozen
from digest.text.source import Excerpt, Source, Span

ARTICLES: tuple[re.Pattern[str], ...] = (
    re.compile(r"\bid=[\"']?js_content\b"),  # WeChat
    re.compile(
        r"\bclass=[\"'][^\"'<>]*(?<![\w-])(?:Post-RichText|RichText|entry-content|post-content|article-content|"
        r"markdown-body|post-body|article-body|single-content|rich_media_content)(?![\w-])"
    ),
    re.compile(r"<article\b", re.IGNORECASE),
    re.compile(r"<main\b", re.IGNORECASE),
)
"""Patterns of an article's start tag, most specific first."""

LEAST = 200
"""Minimum characters of an article, if there is more text outside; else all of the page is read."""

_PARAGRAPHS = frozenset(
    (
        *("p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "ul", "ol", "dl", "table"),
        *("blockquote", "figure", "pre", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
_LINES = frozenset(("li", "dt", "dd", "tr", "figcaption", "caption", "button", "summary"))
_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "svg", "head", "iframe", "object", "textarea", "select")
)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
"""Elements by effect: block-level, on their own line, invisible, void."""

_ENDS = {"li": "li", "p": "p", "a": "a", "tr": "tr", "td": "td", "dt": "dd", "dd": "dt", "option": "option"}
"""Optional end tags: elements that implicitly close an open sibling. A block also closes an open `p`."""
_MARK = re.compile(r"- |\d+\. ")
_FORMULA = re.compile(r"\blatex\b|\bmath\b|formula", re.IGNORECASE)
_TIMES = ("article:published_time", "og:published_time", "publishdate", "pubdate", "date", "datepublished")


@frozen
class WebPage:
    """A page as Markdown: `lines` are the page's lines (from 1) of its lines. Without a day, `day` is None."""

    markdown: str
    lines: tuple[int, ...]
    url: str = ""
    day: datetime.date | None = None
    title: str = ""


def read_page(source: Source) -> WebPage:
    """A page as Markdown."""
    lines, published = _read_lines(source)
    shown = [line for line in lines if not line.outside]
    places = tuple([source.position(line.span.start).line for line in shown])
    texts = [("#" * line.level + " " if line.level and line.text else "") + line.markdown for line in shown]
    return WebPage(markdown="\n".join(texts), lines=places, day=find_day(published))


def _read_lines(source: Source) -> tuple[list[Line], str]:
    """The lines of a page, and its date of publication as written (empty if absent)."""
    page = _Page(source)
    try:
        page.feed(page.text)
        page.close()
    except (
        AssertionError,
        ValueError,
    ):  # the parser gives up at a malformed declaration
        page.take_rest()
    page.flush()
    lines = page.lines
    lengths = [sum(len(line.text) for line in lines if line.outside is outside) for outside in (False, True)]
    if lengths[0] < min(LEAST, lengths[1]):
        lines = [whole_line(line.excerpt, links=line.links, level=line.level) for line in lines]
    return lines, page.published


class _Element(NamedTuple):
    """An open element."""

    tag: str
    is_article: bool
    is_hidden: bool
    is_formula: bool


class _Line:
    """The line being built: parts with offsets in the file, and links."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, int]] = []
        self.length = 0
        self._links: list[LinkSpan] = []
        self._link: tuple[int, str] | None = None

    def add(self, text: str, offset: int) -> None:
        """Add text at `offset`; white space is collapsed."""
        if text.isspace() and (not self.parts or self.parts[-1][0].endswith(" ")):
            return
        self.parts.append((text, offset))
        self.length += len(text)

    def begin_link(self, url: str) -> None:
        """Start a link."""
        self._link = (self.length, url)

    def end_link(self) -> None:
        """End the link, if one is open."""
        if self._link is not None and self.length > self._link[0]:
            self._links.append(LinkSpan(start=self._link[0], end=self.length, url=self._link[1]))
        self._link = None

    def take(self, *, level: int, outside: bool) -> Line | None:
        """Finish the line; None if it is blank. An open link continues on the next."""
        link, parts = self._link, self.parts
        self.end_link()
        links = tuple(self._links)
        self.parts, self.length, self._links = [], 0, []
        if link is not None:
            self.begin_link(link[1])
        if not any(text.strip() for text, _ in parts):
            return None
        anchors, here = [], 0
        for text, offset in parts:
            anchors.append((here, offset))
            here += len(text)
        end = parts[-1][1] + len(parts[-1][0])
        excerpt = Excerpt(
            text="".join([text for text, _ in parts]),
            anchors=tuple(anchors),
            bounds=Span(start=parts[0][1], end=max(end, parts[0][1])),
        )
        return whole_line(excerpt, links=links, level=level, outside=outside)


class _Page(HTMLParser):
    def __init__(self, source: Source) -> None:
        super().__init__(convert_charrefs=False)
        self.text = replace_unsafe(source.text).replace("\u00a0", " ")
        self.lines: list[Line] = []
        self.published = ""
        self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self._article = next((each for each in ARTICLES if each.search(self.text)), None)
        self._open: list[_Element] = []
        self._lists: list[int | None] = []
        self._line = _Line()
        self._level = 0

    # Callbacks of HTMLParser.

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        given = {name: value or "" for name, value in attrs}
        self._note_time(tag, given)
        if tag in ("br", "hr"):
            self.flush()
        elif tag == "img":
            self._take_image(given)
        if tag in _VOID:
            return
        if self._open and self._open[-1].tag == _ENDS.get(tag, "p" if tag in _PARAGRAPHS else ""):
            self.handle_endtag(self._open[-1].tag)
        self._break(tag)
        self._open.append(
            _Element(
                tag=tag,
                is_article=self._article is not None and bool(self._article.search(self.get_starttag_text() or "")),
                is_hidden=tag in _UNSEEN or tag == "math" or "katex-html" in given.get("class", ""),
                is_formula=tag == "annotation" or (tag == "script" and given.get("type", "").startswith("math/tex")),
            )
        )
        if re.fullmatch("h[1-6]", tag):
            self._level = int(tag[1])
        elif tag in ("ol", "ul"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._mark_item()
        elif tag == "a" and given.get("href", "").startswith(("http://", "https://")):
            self._line.begin_link(target_of(given["href"].strip()))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and unclosed ones inside."""
        if not any(element.tag == tag for element in self._open):
            return
        while self._open:
            name = self._open[-1].tag
            self._break(name)
            self._open.pop()
            if re.fullmatch("h[1-6]", name):
                self._level = 0
            elif name in ("ol", "ul") and self._lists:
                self._lists.pop()
            elif name == "a":
                self._line.end_link()
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        """Add text."""
        self._take(data, self._offset())

    def handle_entityref(self, name: str) -> None:
        """Add a named character reference."""
        self._take_character(f"&{name}")

    def handle_charref(self, name: str) -> None:
        """Add a numeric character reference."""
        self._take_character(f"&#{name}")

    # Lines.

    def flush(self) -> None:
        """Finish the line."""
        outside = self._article is not None and self._level != 1 and not any(each.is_article for each in self._open)
        line = self._line.take(level=self._level, outside=outside)
        if line is not None:
            self.lines.append(line)

    def take_rest(self) -> None:
        """Add the rest of the page, tags stripped, after the parser gave up."""
        offset = self._offset()
        for match in re.finditer(r"<[^<>]*>|[^<]+|<", self.text[offset:]):
            if match.group()[0] != "<":
                self._take(match.group(), offset + match.start())

    def _break(self, tag: str) -> None:
        """Finish the line at the start or end of an element; blocks are surrounded by blank lines."""
        if tag in ("td", "th"):
            self._line.add(" ", self._offset())
        if tag not in _PARAGRAPHS and tag not in _LINES:
            return
        if tag == "p" and len(self._line.parts) == 1 and _MARK.fullmatch(self._line.parts[0][0]):
            return  # `<li><p>`: keep the text beside the marker
        has_text = self._line.length > 0
        self.flush()
        if has_text and not re.fullmatch("h[1-6]", tag):
            self._level = 0  # an unclosed heading ends at a block
        if tag in _PARAGRAPHS and self.lines and self.lines[-1].text:
            here = Span(start=self._offset(), end=self._offset())
            self.lines.append(whole_line(Excerpt(text="", anchors=((0, here.start),), bounds=here)))

    def _mark_item(self) -> None:
        number = self._lists[-1] if self._lists else None
        if number is None:
            self._line.add("- ", self._offset())
        else:
            self._lists[-1] = number + 1
            self._line.add(f"{number + 1}. ", self._offset())

    def _take_image(self, given: dict[str, str]) -> None:
        if any(each.is_hidden for each in self._open):
            return
        alt = " ".join(given.get("alt", "").split())
        if alt and ("eeimg" in given or _FORMULA.search(given.get("class", ""))):
            self._line.add(f"${alt.strip('$')}$", self._offset())
            return
        src = re.sub(r"[\s()<>]", "", given.get("data-src") or given.get("src", ""))
        self.flush()
        self._line.add(f"![{re.sub(r'[][]', '', alt)}]({src[:200]})", self._offset())
        self.flush()

    # Text.

    def _take_character(self, written: str) -> None:
        offset = self._offset()
        if self.text[offset + len(written) : offset + len(written) + 1] == ";":
            written += ";"
        self._take(replace_unsafe(unescape(written)).replace("\u00a0", " "), offset)

    def _take(self, data: str, offset: int) -> None:
        if self._open and self._open[-1].is_formula:
            self._line.add(f"${' '.join(data.split())}$", offset)
            return
        if any(each.is_hidden for each in self._open):
            return
        is_typed = any(each.tag == "pre" for each in self._open)
        for match in re.finditer(r"\n|[^\n]+" if is_typed else r"\s+|\S+", data):
            text = match.group()
            if is_typed and text == "\n":
                self.flush()
            else:
                self._line.add(" " if text.isspace() else text, offset + match.start())

    def _note_time(self, tag: str, given: dict[str, str]) -> None:
        name = (given.get("property") or given.get("name") or given.get("itemprop", "")).lower()
        if tag == "meta" and name in _TIMES:
            self.published = self.published or given.get("content", "")
        elif tag == "time":
            self.published = self.published or given.get("datetime", "")

    def _offset(self) -> int:
        line, column = self.getpos()
        return min(self._starts[min(line, len(self._starts)) - 1] + column, len(self.text))
