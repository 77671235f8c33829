"""Render Markdown: fast paths for plain text, the parser for the rest."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from digest.markdown.bare_urls import simple_addresses
from digest.markdown.block_gate import BLOCK_START, cut_paragraphs, may_have_blocks
from digest.markdown.breaks import join_lines, join_plain, may_have_items, may_vanish
from digest.markdown.fullwidth import widen_punctuation
from digest.markdown.rendered import CLOSES, OPENS, Rendered, escape
from digest.text.characters import UNSAFE_BASIC
from digest.text.dashes import make_dashes

Punctuation = Literal["keep", "fullwidth"]

_PLACEHOLDER = re.compile(f" ?{OPENS}([0-9]+){CLOSES}")
_LINK = re.compile(f"<a {OPENS}([0-9]+){CLOSES}[^>]*>(.*?)</a>", re.DOTALL)
# What may be mark-up, or be meant for it (`【x】(y.md)`), or unsafe, and needs the parser. All astral characters are
# included: a class with only the unsafe ones, which are scattered, is slow to match.
_MARKED = re.compile(rf"[\\`*_\[【】］｜<>&$~|\t\r{UNSAFE_BASIC}\U00010000-\U0010ffff]")
_MARKED_BYTES = bytes(byte for byte in range(128) if _MARKED.match(chr(byte)))
_STARTS_BLOCK = re.compile(BLOCK_START)
_ODD_BREAK = re.compile(rf"\n(?:(?=\s|{BLOCK_START})|(?<=\s\n))")
"""A line break next to white space, or before a possible block."""
_LIGHT = re.compile(
    r"\\[%&#_]|_(?<=[0-9A-Za-z]_)(?=[0-9A-Za-z])|~(?<![A-Za-z0-9.)}$%~]~)(?!~)"
    r"|&(?![#A-Za-z][0-9A-Za-z]*;)|<(?=[ 0-9=])|>(?<=\S>)|>(?<=\S >)"
)
"""Characters of mark-up that are literal where they are; many texts have no others.

Each alternative starts with the character itself, so that other characters are skipped quickly.
"""
_LIGHT_HTML = {"\\%": "%", "\\&": "&amp;", "\\#": "#", "\\_": "_", "&": "&amp;", "<": "&lt;", ">": "&gt;"}
_TITLE_MARKUP = re.compile(rf"[$\\~`\r\n\t{UNSAFE_BASIC}\U00010000-\U0010ffff]")


def render_markdown(
    text: str,
    *,
    anchor: str,
    punctuation: Punctuation = "keep",
    heading_level: int = 3,
    lang: str = "",
    outside: Mapping[str, str] = MappingProxyType({}),
    scrollers: dict[str, int] | None = None,
) -> Rendered:
    """Render Markdown. Never raises; `problems` hold what the editor should know.

    Every id begins with `anchor`, so that several texts fit on one page. The outermost headings get `heading_level`,
    deeper ones follow without gaps. Links `#name` lead to headings of the text, or to the ids in `outside`, by name.
    Labels are in the language `lang`, without it in that of the text. `scrollers` counts by kind what may scroll in the
    texts of one file.
    """
    if not may_be_marked(text):
        return Rendered(html=render_plain(text, punctuation), problems=(), references=())
    from digest.markdown.marked import render_parsed

    return render_parsed(
        text,
        anchor=anchor,
        punctuation=punctuation,
        heading_level=heading_level,
        lang=lang,
        outside=outside,
        scrollers=scrollers,
    )


def may_be_marked(text: str) -> bool:
    """Whether a text may have mark-up. If not, `render_plain` gives the same as the parser."""
    return (
        _has_mark(text)
        or "  \n" in text
        or may_have_blocks(text)
        or may_have_items(text)
        or ("://" in text and ("--" in text or simple_addresses(text) is None))
    )


def render_simple(text: str, punctuation: Punctuation) -> str | None:
    """Fast path for a paragraph without URLs whose only mark-up characters are literal (`_LIGHT`); None for others."""
    inside = text.strip("\n")
    if (
        _ODD_BREAK.search(inside) is not None
        or inside[-1:].isspace()
        or "://" in inside
        or _STARTS_BLOCK.match(inside) is not None
        or may_have_items(inside)
    ):
        return None
    joins = "\n" in inside and may_vanish(inside)
    if _has_mark(inside):
        if joins or punctuation == "fullwidth" or _has_mark(_LIGHT.sub("", inside)):
            return None
        html = _LIGHT.sub(lambda match: _LIGHT_HTML.get(match[0], match[0]), inside.strip())
        return f"<p>{_escape_plain(html)}</p>\n"
    if joins:
        inside = join_lines(inside)
    paragraph = widen_punctuation(inside.strip()) if punctuation == "fullwidth" else inside.strip()
    return f"<p>{_escape_plain(paragraph)}</p>\n" if paragraph else None


def _has_mark(text: str) -> bool:
    if text.isascii():  # searching bytes is faster
        encoded = text.encode()
        return len(encoded.translate(None, _MARKED_BYTES)) < len(encoded)
    return _MARKED.search(text) is not None


def render_plain(text: str, punctuation: Punctuation) -> str:
    """Render paragraphs without mark-up; gives the same as the parser."""
    paragraphs = []
    text = text.strip()  # strips more than the parser does, but only characters in `_MARKED`
    for start, end in cut_paragraphs(text):
        paragraph = join_plain(text[start:end].strip())
        if "://" in paragraph:
            paragraphs.append(f"<p>{_linked(paragraph, punctuation)}</p>\n")
            continue
        if punctuation == "fullwidth":
            paragraph = widen_punctuation(paragraph)
        if paragraph:
            paragraphs.append(f"<p>{_escape_plain(paragraph)}</p>\n")
    return "".join(paragraphs)


def _escape_plain(text: str) -> str:
    """Make dashes and escape plain text: of HTML's special characters only `"` is not in `_MARKED`."""
    return make_dashes(text).replace('"', "&quot;")


def _linked(paragraph: str, punctuation: Punctuation) -> str:
    """A plain paragraph with its URLs as links."""
    texts: list[str] = []
    addresses: list[str] = []
    position = 0
    for start, end in simple_addresses(paragraph) or ():
        texts.append(paragraph[position:start])
        addresses.append(paragraph[start:end])
        position = end
    texts.append(paragraph[position:])
    if punctuation == "fullwidth":  # U+FDD0 for each URL: not in any text, and no Chinese letter
        texts = widen_punctuation(OPENS.join(texts)).split(OPENS)
    links = [f'<a href="{address}">{address}</a>' for address in addresses]
    return "".join(map("{}{}".format, map(_escape_plain, texts), [*links, ""]))


def render_title(text: str, *, punctuation: Punctuation = "keep") -> Rendered:
    """Render one line: formulas become MathML, all else is text (titles contain `*` and `_`). Never raises."""
    if _TITLE_MARKUP.search(text) is None:
        shown = make_dashes(widen_punctuation(text) if punctuation == "fullwidth" else text)
        return Rendered(html=escape(shown.strip()), problems=(), references=())
    from digest.markdown.marked import render_marked_title

    return render_marked_title(text, punctuation=punctuation)


def render_heading(text: str, *, punctuation: Punctuation = "keep") -> tuple[Rendered, str]:
    """Render one line as a heading: mark-up is rendered, but links are text. The second value is its plain text."""
    if not _has_mark(_LIGHT.sub("", text)) and "\\" not in text:
        return render_title(text, punctuation=punctuation), text
    from digest.markdown.marked import render_marked_heading

    return render_marked_heading(text, punctuation=punctuation)


def resolve(html: str, attributes: Sequence[str]) -> str:
    """Replace each placeholder N by `attributes[N]`, as in `href="clip.html"`. A link without one is its text."""
    if OPENS not in html:
        return html
    if "" in attributes:
        html = _LINK.sub(lambda match: match[0] if attributes[int(match[1])] else match[2], html)
    return _PLACEHOLDER.sub(lambda match: f" {attributes[int(match[1])]}".rstrip(), html)


_DROPPED = re.compile(r'<sup class="footnote-ref".*?</sup>|<a [^>]*class="footnote-back".*?</a>', re.DOTALL)
_BREAKING = re.compile(r"</(?:p|h[1-6]|li|blockquote|pre|t[dhr]|div|figure)>|<br>|<hr>")
_TAG = re.compile(r"<[^>]*>")


def plain_text(html: str) -> str:
    """The text of rendered HTML on one line: no tags or footnote marks, formulas as `formulas_to_text` writes them."""
    if html.startswith("<p>") and html.find("<", 3) == len(html) - 5:  # fast path: one paragraph of plain text
        html = html[3:-5]
    elif "<" in html:
        if "<math" in html:
            from digest.markdown.math_text import formulas_to_text

            html = formulas_to_text(html)
        if "<a" in html or "<s" in html:
            html = _DROPPED.sub("", html)
        html = _TAG.sub("", _BREAKING.sub(" ", html))
    if "&" in html:
        from html import unescape  # slow to import: its table has all entities of HTML

        html = unescape(html)
    return " ".join(html.split())
