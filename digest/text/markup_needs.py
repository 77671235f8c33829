"""Find in HTML what a Content-Security-Policy has to allow, and what breaks a `<head>`."""

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import accumulate

from digest.text.content_security import SELF, UNSAFE_INLINE, origin_source
from digest.text.records import frozen
from digest.text.source import Span


@frozen
class Need:
    """A source that a part of the HTML needs in one of `directives`; `what` names the part."""

    directives: tuple[str, ...]
    source: str
    span: Span
    what: str
    is_certain: bool = True
    """False for an address that a script names, and perhaps does not load."""
    url: str = ""
    """The address, if it is on the site's own host."""


@frozen
class Fault:
    """A mistake in HTML for a `<head>`. One that `swallows` takes the rest of the page for its own text."""

    span: Span
    message: str
    hint: str
    swallows: bool = False


@frozen
class MarkupNeeds:
    """What `read_needs` finds."""

    needs: tuple[Need, ...]
    faults: tuple[Fault, ...]


_RAW = ("script", "style")
_HEAD = frozenset({"base", "link", "meta", "noscript", "script", "style", "template", "title"})
_ENCLOSING = ("noscript", "template", "title")
"""Elements of a head that have others, or text, within."""

_LOADED = {
    **dict.fromkeys((("img", "src"), ("img", "srcset"), ("picture", "srcset"), ("video", "poster")), ("img-src",)),
    **dict.fromkeys((("video", "src"), ("audio", "src"), ("source", "src"), ("track", "src")), ("media-src",)),
    **dict.fromkeys((("iframe", "src"), ("frame", "src")), ("frame-src",)),
    **dict.fromkeys((("embed", "src"), ("object", "data")), ("object-src",)),
    ("script", "src"): ("script-src", "connect-src", "img-src"),
    ("base", "href"): ("base-uri",),
    ("form", "action"): ("form-action",),
}
"""Directives by element and attribute. A script may send what it knows to its own host anyway, and counts by that."""

_RELATIONS = {
    "stylesheet": "style-src",
    "manifest": "manifest-src",
    "modulepreload": "script-src",
    **dict.fromkeys(("icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon"), "img-src"),
}
_PRELOADED = {
    **{kind: f"{kind}-src" for kind in ("font", "script", "style", "worker")},
    **dict.fromkeys(("audio", "video", "track"), "media-src"),
    "image": "img-src",
    "fetch": "connect-src",
}
_ALSO = {"https://fonts.googleapis.com": ("font-src", "https://fonts.gstatic.com")}
"""Style sheet hosts whose sheets load fonts from another host."""

_DATA = re.compile(r"(?!.*(?:java|ecma)script|module$|importmap$|speculationrules$).+/.+", re.IGNORECASE | re.DOTALL)
"""Types of scripts that are not run."""

_ADDRESS = re.compile(r"""(?<=["'`(])\s*(?P<url>(?:https?:)?//[A-Za-z0-9*-][^\s"'`<>()\\]*)""")
_REFERENCE = re.compile(
    r"""(?P<comment>/\*.*?(?:\*/|\Z))
      | (?P<import>@import\s+)(?:url\(\s*)?["']?(?P<sheet>[^"'()\s;]+)
      | image-set\(\s*["'](?P<first>[^"'\n]*)
      | url\(\s*(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^)\s"']+))
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_FONT = re.compile(r"\.(?:woff2?|ttf|otf|eot)(?:[?#]|$)|data:(?:application/(?:x-)?|)font", re.IGNORECASE)


UNKNOWN_PART = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in HTML for what is not known, such as an expression of a template: an address with it needs nothing."""


def read_needs(text: str, *, in_head: bool) -> MarkupNeeds:
    """The needs of HTML, and its faults if it is to be the end of a `<head>`."""
    reader = _Reader(text, in_head=in_head)
    reader.feed(text)
    reader.finish()
    return MarkupNeeds(needs=tuple(reader.needs), faults=tuple(reader.faults))


class _Reader(HTMLParser):
    def __init__(self, text: str, *, in_head: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.needs: list[Need] = []
        self.faults: list[Fault] = []
        self._in_head = in_head
        self._text = text
        self._lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self._open: list[tuple[str, Span]] = []
        self._raw: tuple[str, Span, bool] | None = None
        self._content: list[str] = []
        self._content_at = 0
        self._has_left = False
        """Whether something ended the head."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        span = self._tag_span()
        values = {name: value or "" for name, value in reversed(attrs)}
        self._check_place(f"<{tag}>", tag in _HEAD, span)
        if tag == "base":
            self._fault(span, "<base> turns the links of every page away", "write addresses in full instead")
        if tag == "meta" and values.get("http-equiv", "").strip().lower() == "refresh":
            self._fault(
                span, "this reloads every page, or sends its readers away", "'aliases' of an entry redirect one page"
            )
        if tag in _ENCLOSING:
            self._open.append((tag, span))
        for name, value in values.items():
            if name.startswith("on") and value.strip():
                self._need(("script-src-attr",), UNSAFE_INLINE, span, f"the attribute {name}")
            elif name == "style":
                self._need(("style-src-attr",), UNSAFE_INLINE, span, "the attribute style")
            elif (tag, name) in _LOADED:
                self._need_address(_LOADED[tag, name], value, span, f"<{tag}>")
        if tag == "link":
            self._read_link(values, span)
        elif tag in _RAW:
            runs = tag == "style" or ("src" not in values and not _DATA.fullmatch(values.get("type", "").strip()))
            self._raw, self._content, self._content_at = (tag, span, runs), [], span.end

    def handle_endtag(self, tag: str) -> None:
        if self._raw is not None and tag == self._raw[0]:
            _, span, runs = self._raw
            self._raw = None
            if runs:
                self._read_inline(tag, "".join(self._content), span)
        elif self._open and tag == self._open[-1][0]:
            self._open.pop()
        elif tag not in _HEAD and not self._open:
            self._check_place(f"</{tag}>", is_head=False, span=self._tag_span())

    def handle_data(self, data: str) -> None:
        if self._raw is not None:
            self._content.append(data)
        elif data.strip():
            start = self._offset() + len(data) - len(data.lstrip())
            self._check_place("text", is_head=False, span=Span(start=start, end=start + len(data.strip())))

    def finish(self) -> None:
        """Report what is not closed."""
        rest = len(self._text) - len(self.rawdata)
        if self._raw is not None:
            self._report_open(self._raw[0], self._raw[1])
        elif self.rawdata.strip():
            start = rest + len(self.rawdata) - len(self.rawdata.lstrip())
            if self.rawdata.lstrip().startswith("<"):
                what, end = ("comment", "-->") if self.rawdata.lstrip().startswith("<!--") else ("tag", ">")
                self._fault(
                    Span(start=start, end=len(self._text.rstrip())),
                    f"this {what} does not end",
                    f"write {end} behind it",
                    swallows=True,
                )
            else:
                self._check_place("text", is_head=False, span=Span(start=start, end=len(self._text.rstrip())))
        for tag, span in self._open:
            self._report_open(tag, span)

    def _report_open(self, tag: str, span: Span) -> None:
        self._fault(span, f"this <{tag}> does not end", f"write </{tag}> behind it", swallows=True)

    def _fault(self, span: Span, message: str, hint: str, *, swallows: bool = False) -> None:
        if self._in_head:
            self.faults.append(Fault(span=span, message=message, hint=hint, swallows=swallows))

    def _check_place(self, what: str, is_head: bool, span: Span) -> None:  # noqa: FBT001
        if not is_head and not self._open and not self._has_left:
            self._has_left = True
            message = f"{what} cannot be in a <head>: browsers begin the page's text with it"
            self._fault(
                span,
                message,
                "it may hold meta, link, script, style and noscript; the rest belongs into a block of the theme",
            )

    def _read_link(self, values: dict[str, str], span: Span) -> None:
        relations = values.get("rel", "").lower().split()
        directives = [_RELATIONS[each] for each in relations if each in _RELATIONS]
        if "preload" in relations and values.get("as", "").lower() in _PRELOADED:
            directives.append(_PRELOADED[values["as"].lower()])
        if directives:
            self._need_address(tuple(directives[:1]), values.get("href", ""), span, f'<link rel="{values["rel"]}">')

    def _read_inline(self, tag: str, content: str, span: Span) -> None:
        digest = base64.b64encode(hashlib.sha256(content.encode("utf-8", "replace")).digest()).decode()
        if content.strip():
            source = UNSAFE_INLINE if UNKNOWN_PART in content else f"'sha256-{digest}'"
            self._need((f"{tag}-src",), source, span, f"an inline <{tag}>")
        if tag == "style":
            self.needs += read_style_needs(content, self._content_at)
            return
        for found in _addresses(content):
            at = Span(start=self._content_at + found.start("url"), end=self._content_at + found.end("url"))
            self.needs += _needs_of(
                ("script-src", "connect-src", "img-src"), found["url"], at, "this <script>", is_certain=False
            )

    def _need_address(self, directives: tuple[str, ...], value: str, span: Span, what: str) -> None:
        self.needs += _needs_of(directives, value, span, what)

    def _need(self, directives: tuple[str, ...], source: str, span: Span, what: str) -> None:
        self.needs.append(Need(directives=directives, source=source, span=span, what=what))

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _tag_span(self) -> Span:
        start = self._offset()
        if self._text.startswith("</", start):
            return Span(start=start, end=self._text.find(">", start) + 1)
        return Span(start=start, end=start + len(self.get_starttag_text() or ""))


def read_style_needs(style: str, start: int = 0) -> Iterator[Need]:
    """The needs of a style sheet, which begins at `start`: other style sheets, fonts and pictures."""
    for found in _REFERENCE.finditer(style):
        group = found.lastgroup
        if group is None or group == "comment":
            continue
        url = found[group]
        span = Span(start=start + found.start(group), end=start + found.end(group))
        if found["import"]:
            yield from _needs_of(("style-src",), url, span, "this @import")
        elif _FONT.search(url):
            yield from _needs_of(("font-src",), url, span, "this font")
        else:
            yield from _needs_of(("img-src",), url, span, "this picture")


def _needs_of(
    directives: tuple[str, ...], value: str, span: Span, what: str, *, is_certain: bool = True
) -> Iterator[Need]:
    """What loading an address needs."""
    url = value.strip()
    if not url or url.startswith("#") or UNKNOWN_PART in url.partition("?")[0]:
        return
    if url.lower().startswith("data:"):
        source: str | None = "data:"
        directives = directives[:1]
    elif url.startswith("//"):
        source = origin_source(f"https:{url}")
    elif re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url):
        source = origin_source(url)
    else:
        source = SELF
        directives = directives[:1]
    if source is not None:
        own = url if source == SELF else ""
        yield Need(directives=directives, source=source, span=span, what=what, is_certain=is_certain, url=own)
        if directives == ("style-src",) and source in _ALSO:
            yield Need(directives=_ALSO[source][:1], source=_ALSO[source][1], span=span, what=what)


def _addresses(content: str) -> Iterator[re.Match[str]]:
    seen = set()
    for found in _ADDRESS.finditer(content):
        source = origin_source(found["url"] if ":" in found["url"].partition("//")[0] else f"https:{found['url']}")
        if source not in seen:
            seen.add(source)
            yield found
