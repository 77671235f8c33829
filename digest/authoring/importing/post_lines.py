"""Lines of a post, without mark-up, with a map back to offsets in the file."""

import bisect
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from digest.authoring.importing.redirects import target_of
from digest.content.key_points import find_fences
from digest.markdown.block_scan import is_within
from digest.text.characters import replace_unsafe
from digest.text.records import frozen
from digest.text.source import Excerpt, Source, Span

BLANK = " \t\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""White space and invisible characters around lines copied from web pages."""

LONGEST_LABEL = 30
"""Maximum characters of bold text at the start of a line that may be a label; longer is emphasis."""

_ADDRESS = r"https?://[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*"
_LINK = re.compile(
    rf"(?<!!)\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\])+)\]\((?P<url>{_ADDRESS})\)|<(?P<auto>https?://[^\s<>]+)>"
)
_BOLD = re.compile(
    rf"(?:[-*+][ \t]+)?(?P<mark>\*\*|__)(?=\S)(?:"
    rf"(?P<label>[^*_\n]{{1,{LONGEST_LABEL}}}?)(?:(?<=[:：])(?P=mark)|(?P=mark)(?=[ \t]*(?:[:：]|$)))"
    rf"|(?P<whole>(?:(?!(?P=mark)).)+)(?P=mark)$)"
)
_HEADING = re.compile(r"(?P<hashes>#{1,6})[ \t]+(?P<title>.*?)(?:[ \t]+#+)?$")
_TIGHT_HEADING = re.compile(r"(?P<hashes>#{2,6})(?P<title>[^#\s].*?)#*$")
_QUOTE = re.compile(r"(?:>[ \t]*)+")
_ITEM = re.compile(r"[ \t]+(?=(?:[-*+]|\d{1,2}[.)])[ \t])")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})$")


@frozen
class LinkSpan:
    """A link over the characters `start` to `end` of a line."""

    start: int
    end: int
    url: str


@frozen
class Line:
    """A line or a part of one, without mark-up. `level` is the heading's level, 0 if it is not a heading.

    `text` starts at `at` in `excerpt`, the whole line. `outside`: not part of the page's article.
    """

    excerpt: Excerpt
    text: str
    at: int = 0
    links: tuple[LinkSpan, ...] = ()
    level: int = 0
    outside: bool = False
    indent: str = ""
    """Leading white space, where it is significant: list items and code."""
    is_code: bool = False

    @property
    def span(self) -> Span:
        """The place in the file."""
        return self.excerpt.span(self.at, self.at + len(self.text))

    def part(self, start: int, end: int | None = None) -> "Line":
        """Characters `start` to `end`, stripped, with their links."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip(BLANK))
        piece = piece.strip(BLANK)
        stop = start + len(piece)
        links = tuple(
            LinkSpan(start=max(link.start, start) - start, end=min(link.end, stop) - start, url=link.url)
            for link in self.links
            if link.start < stop and start < link.end
        )
        return Line(
            excerpt=self.excerpt, text=piece, at=self.at + start, links=links, level=self.level, outside=self.outside
        )

    @property
    def markdown(self) -> str:
        """The text with its links as Markdown."""
        parts, at = [self.indent], 0
        for link in self.links:
            label = self.text[link.start : link.end]
            parts.append(self.text[at : link.start])
            parts.append(label if label in (link.url, link.url.partition("://")[2]) else f"[{label}]({link.url})")
            at = link.end
        return "".join((*parts, self.text[at:]))


def whole_line(excerpt: Excerpt, *, links: tuple[LinkSpan, ...] = (), level: int = 0, outside: bool = False) -> Line:
    """A line of an excerpt, stripped."""
    line = Line(excerpt=excerpt, text=excerpt.text, links=links, level=level, outside=outside)
    return line.part(0)


def read_lines(source: Source) -> list[Line]:
    """Split plain text or Markdown into lines, blank ones included, without marks of headings, quotes, bold labels and
    links.
    """
    text = replace_unsafe(source.text).replace("\u00a0", " ")
    found: list[Line] = []
    offset = 0
    fences = find_fences(text)
    for raw in text.split("\n"):
        if is_within(fences, offset):
            found.append(_code_line(raw, offset))
        elif _UNDERLINE.fullmatch(raw.strip(BLANK)) and _is_underlined(found):
            level = 1 if "=" in raw else 2
            last = found[-1]
            found[-1] = Line(excerpt=last.excerpt, text=last.text, at=last.at, links=last.links, level=level)
        else:
            found.append(_read_line(raw, offset))
        offset += len(raw) + 1
    return found


def _is_underlined(found: list[Line]) -> bool:
    """Whether a line of `=` or `-` makes the last line a setext heading: only below a single-line paragraph."""
    alone = len(found) == 1 or (len(found) > 1 and not found[-2].text)
    return alone and bool(found[-1].text) and not found[-1].level and len(found[-1].text) < 200


def _code_line(raw: str, offset: int) -> Line:
    """A line inside a code fence, or the fence itself: mark-up is kept."""
    text = raw.strip(BLANK)
    start = raw.index(text) if text else 0
    bounds = Span(start=offset, end=offset + len(raw))
    excerpt = Excerpt(text=text, anchors=((0, offset + start),), bounds=bounds)
    return Line(excerpt=excerpt, text=text, indent=raw[:start], is_code=True)


def _read_line(raw: str, offset: int) -> Line:
    start = len(raw) - len(raw.lstrip(BLANK))
    stop = len(raw.rstrip(BLANK))
    if stop <= start:
        return whole_line(Excerpt(text="", anchors=((0, offset),), bounds=Span(start=offset, end=offset + len(raw))))
    level = 0
    if quote := _QUOTE.match(raw, start, stop):
        start = quote.end()
    if heading := _HEADING.fullmatch(raw, start, stop) or _TIGHT_HEADING.fullmatch(raw, start, stop):
        level = len(heading["hashes"])
        start, stop = heading.span("title")
    line = _unwrap(raw, start, stop, offset, level)
    item = _ITEM.match(raw)
    return replace(line, indent=item.group()) if item and not level else line


def _unwrap(raw: str, start: int, stop: int, offset: int, level: int) -> Line:
    """Characters `start` to `stop` of the line at `offset`, without marks of bold labels and links."""
    cuts: list[tuple[int, int]] = []
    if bold := _BOLD.match(raw, start, stop):
        group = "label" if bold["label"] is not None else "whole"
        cuts = [bold.span("mark"), (bold.end(group), bold.end(group) + len(bold["mark"]))]
    targets = []
    for link in _LINK.finditer(raw, start, stop):
        group = "label" if link["label"] is not None else "auto"
        cuts += [(link.start(), link.start(group)), (link.end(group), link.end())]
        targets.append((*link.span(group), target_of(link["url"] or link["auto"])))
    cuts.sort()
    parts, anchors, length = [], [], 0
    for here, there in _between(start, stop, cuts):
        anchors.append((length, offset + here))
        parts.append(raw[here:there])
        length += there - here
    excerpt = Excerpt(
        text="".join(parts),
        anchors=tuple(anchors) or ((0, offset + start),),
        bounds=Span(start=offset, end=offset + len(raw)),
    )

    ends = [end for _, end in cuts]
    removed = [0, *accumulate(end - begin for begin, end in cuts)]

    def place(there: int) -> int:
        return there - start - removed[bisect.bisect_right(ends, there)]

    links = tuple(LinkSpan(start=place(first), end=place(last), url=url) for first, last, url in targets)
    return whole_line(excerpt, links=links, level=level)


def _between(start: int, stop: int, cuts: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = start
    for begin, end in cuts:
        if begin > at:
            yield at, begin
        at = max(at, end)
    if stop > at:
        yield at, stop
