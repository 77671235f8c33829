"""Parse HTML to a tree, leniently, in time and memory that grow with the size of the page and no faster.

On Beautiful Soup with `html.parser`: of the libraries that read HTML it is one that knows the line of each element.
"""

import re
from collections import Counter
from html.entities import html5

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLParserTreeBuilder  # type: ignore[attr-defined]  # absent from its `__all__`

from digest.text.characters import replace_unsafe

DEEPEST = 150
"""Levels of elements that are read; tags below are ignored, their text is kept."""

MOST_ELEMENTS = 100_000
"""Elements that are read; later tags are ignored, their text is kept."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = HEADINGS | frozenset(
    (
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "ul"),
    )
)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_ENDED = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol"))),
    **dict.fromkeys(("dt", "dd"), (frozenset(("dt", "dd")), frozenset(("dl",)))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    **dict.fromkeys(("td", "th"), (frozenset(("td", "th")), frozenset(("table", "tr")))),
    "a": (frozenset(("a",)), BLOCKS),
}
"""Optional end tags: an element ends the nearest of these open ones, unless one of those is around it."""
_PARAGRAPH = (frozenset(("p",)), BLOCKS - {"p"})

_UNREAD = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<name>script|style|noscript|template|iframe|textarea)\b(?![^<>]*\bmath/tex)[^<>]*>.*?(?:</(?P=name)\s*>|\Z)"
    r"|<[!?][^<>]*>?",
    re.DOTALL | re.IGNORECASE,
)
_AMPERSAND = re.compile(r"&(?!#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6})\b)(?P<name>[A-Za-z][A-Za-z0-9]*)?")
_ICON = re.compile("[\U000f0000-\U0010ffff]")
"""Private characters of icon fonts. `page_markdown` marks lines with them."""


def parse_page(text: str) -> BeautifulSoup:
    """Parse a page. Scripts, styles, comments and declarations are left out."""
    text = _ICON.sub("", replace_unsafe(text))
    text = _UNREAD.sub(lambda match: "\n" * match[0].count("\n"), text)
    text = _AMPERSAND.sub(lambda match: match[0] if f"{match['name']};" in html5 else f"&amp;{match[0][1:]}", text)
    end = text.rfind(">") + 1  # a `<` behind the last `>` starts no tag
    return _Tree(text[:end] + text[end:].replace("<", "&lt;") + "<wbr>")


class _Tree(BeautifulSoup):
    """A tree with implied end tags, and limits. Prefixes of JATS and MathML are left out of names."""

    def __init__(self, text: str) -> None:
        self._ignored: Counter[str] = Counter()
        self._elements = 0
        super().__init__(text, builder=HTMLParserTreeBuilder(empty_element_tags=set(), multi_valued_attributes=None))

    def handle_starttag(self, name: str, *args: object, **kwargs: object) -> Tag | None:
        """Open an element, after those that it ends."""
        name = _plain(name)
        self._end_open(name)
        if len(self.tagStack) > DEEPEST or self._elements > MOST_ELEMENTS:
            self._ignored[name] += name not in _VOID
            return None
        self._elements += 1
        tag = super().handle_starttag(name, *args, **kwargs)  # type: ignore[arg-type]
        if name in _VOID:
            super().handle_endtag(name)
        return tag

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:
        """Close an element, and unclosed ones inside."""
        name = _plain(name)
        if name in _VOID:
            return
        if self._ignored[name]:
            self._ignored[name] -= 1
        else:
            super().handle_endtag(name, nsprefix)

    def _end_open(self, name: str) -> None:
        ended, around = _ENDED.get(name, _PARAGRAPH)
        if name not in _ENDED and name not in BLOCKS:
            return
        if name in BLOCKS and name != "li" and self.currentTag is not None and self.currentTag.name in HEADINGS:
            self.endData()  # a heading that was not closed ends at a block behind its text
            if self.currentTag.get_text(strip=True):
                self.handle_endtag(self.currentTag.name)
        for tag in reversed(self.tagStack):
            if tag.name in ended:
                self.handle_endtag(tag.name)
                return
            if tag.name in around:
                return


def _plain(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return local if prefix in ("jats", "mml", "m") else name
