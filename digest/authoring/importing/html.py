"""Read a saved web page: its article as Markdown, with the line of the page that each line is from.

What is added to `markdownify`: formulas, superscripts, spans of cells, captions, escapes that digest's Markdown needs
and no others. `page_tree` marks each text with its line, by a private character in front of it.
"""

import datetime
import re
from collections.abc import Callable
from itertools import accumulate
from urllib.parse import urljoin

from bs4.element import NavigableString, Tag
from markdownify import MarkdownConverter

from digest.authoring.importing import page_tree
from digest.authoring.importing.page_tree import MARKS, line_of, mark_of, parse_page, simplify
from digest.authoring.importing.paper_urls import target_of
from digest.markdown.block_scan import Block, is_within
from digest.markdown.math import find_formulas, is_formula
from digest.text.diagnostics import Reporter
from digest.text.records import frozen
from digest.text.source import Source, Span
from digest.text.tex import lower_digits, raise_digits

ARTICLES = (
    "#js_content",  # WeChat
    ".RichText, .entry-content, .post-content, .article-content, .markdown-body, .post-body, .article-body",
    "article",
    "main",
)
"""Selectors of the element around an article, most specific first."""
_DAYS = (
    '[property$="published_time"], [name="publishdate"], [name="pubdate"], [name="date"], [itemprop="datePublished"], '
    "#publish_time, time[datetime]"
)
"""Selector of what has the time when a page was published."""
_DAY_SAID = re.compile(r'(?:"datePublished"\s*:\s*"|发布于\s*|编辑于\s*)([\d-]{10})|\bvar ct ?= ?["\'](1\d{9})')
"""How JSON-LD, Zhihu and WeChat (in seconds) say it."""
_EPOCH = datetime.date(1970, 1, 1)


@frozen
class WebPage:
    """A page as Markdown, for each line of it the line in the page that it is from, and a text whose first date is the
    day of publication.
    """

    markdown: str
    lines: tuple[Span, ...]
    day: str = ""


def read_page(source: Source, reporter: Reporter) -> WebPage:
    """Read a page. What an entry cannot have, and lines outside of the article, are reported."""
    tree = parse_page(source.text)
    url, day = _url(tree), _day(tree, source.text)
    simplify(tree)
    article = next(filter(None, map(tree.select_one, ARTICLES)), tree)
    heading = None if article.name == "h1" or article.find("h1") is not None else tree.find("h1")
    lines = _convert(article, url)
    if heading is not None:
        above = _convert(heading, url)
        lines = [*above, ("", above[-1][1]), *lines]
    inside = {id(text) for part in (article, heading) if part is not None for text in part.strings}
    left = sorted({line_of(text) for text in tree.strings if text.strip() and id(text) not in inside})
    whole = source.text.split("\n")
    ends = accumulate(len(line) + 1 for line in whole)
    starts = (end - len(line.lstrip()) - 1 for line, end in zip(whole, ends, strict=True))
    spans = [Span(start=start, end=start + len(line.strip())) for line, start in zip(whole, starts, strict=True)]
    if left:
        more = f" and {len(left) - 1} more" if len(left) > 1 else ""
        problem = f"text outside of the article was left out: this line{more}"
        reporter.note("left-out", spans[left[0] - 1], problem)
    for line, number in lines:
        for sign in _LOST.findall(line):
            if sign == page_tree.LOST_FORMULA:
                problem = "a formula was left out: the page only draws it"
                reporter.warning("lost-formula", spans[number - 1], problem, "write it from the paper")
            else:
                problem = "a picture was left out: it is inside of the page"
                reporter.warning("picture-missing", spans[number - 1], problem, "save it beside the entry")
    markdown = _LOST.sub("", "\n".join(line for line, _ in lines))
    return WebPage(markdown=markdown, lines=tuple([spans[number - 1] for _, number in lines]), day=day)


def read_fragment(html: str) -> str:
    """A piece of HTML or JATS as Markdown."""
    tree = parse_page(html)
    simplify(tree)
    return _LOST.sub("", "\n".join(line for line, _ in _convert(tree, "")))


def _url(tree: Tag) -> str:
    """The address that the page gives itself; empty if it gives none."""
    said = tree.select('link[rel="canonical"], meta[property="og:url"]')
    given = (str(each.get("href") or each.get("content") or "").strip() for each in said)
    return next((url for url in given if re.match(r"https?://[^\s<>]+\Z", url)), "")


def _day(tree: Tag, text: str) -> str:
    """What the page says of the time when it was published, best first."""
    said = [str(each.get("datetime") or each.get("content") or each.get_text()) for each in tree.select(_DAYS)]
    if (written := _DAY_SAID.search(text)) is not None:
        said.append(written[1] or str(_EPOCH + datetime.timedelta(hours=8, seconds=int(written[2]))))
    return " ".join(said)


# Markdown.

_Convert = Callable[[MarkdownConverter, Tag, str, set[str]], str]
_LIKE_BLOCK = re.compile(rf"[\s>*.\d-]*{MARKS.pattern}(?=#{{1,6}}(?:\s|$)|>|(?:-+|=+)\s*$|```|~~~)")
_SPECIAL = re.compile(
    r"(?P<address>https?://[^\s<>\"，。；、）)]+)|`|(?<!\s)\*|\*(?!\s)|(?<![^\W_])_|_(?![^\W_])|~(?=[\w~])|(?<=\[)\^"
    r"|\\(?=[!-/:-@\[-`{-~])|\$(?![0-9])|<(?=[a-zA-Z/!?][^<>]*>)|&(?=#?\w+;)"
)
_LOST = re.compile(f"[{page_tree.LOST_FORMULA}{page_tree.LOST_PICTURE}]")
_BEHIND_BREAK = re.compile(rf"^ (?={MARKS.pattern})", re.MULTILINE)
_LINE = re.compile(r"^(\s*)(\S.*?)(\s*)$", re.MULTILINE)
_SPACES = re.compile(r"\s+")
_FILE = re.compile(r"[^:]+\.(?!x?html?)\w{2,5}")
_OF_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif)(?:[?#]|\Z)", re.IGNORECASE)
_WITH_CAPTION = re.compile(r"\s*(?P<picture>.?!\[[^\]]*\]\([^()\s]+)\)\n\n(?P<caption>.+)\s*")
_LEAST_PICTURE = 200
"""Shorter pictures in pages are spacers."""


def _convert(tree: Tag, base: str) -> list[tuple[str, int]]:
    """The lines of a tree that was simplified, or a part of one, with signs of what is lost, and for each the number of
    its line in the page, whose address is `base`.
    """
    lines: list[tuple[str, int]] = []
    number = 1
    text = _Converter(base).convert_soup(tree).strip("\n")
    for raw in _BEHIND_BREAK.sub("", text).split("\n"):
        number = max(number, line_of(raw))
        like = _LIKE_BLOCK.match(raw)
        above = bool(lines and lines[-1][0])
        at = like.end() if like is not None and (above or raw[like.end() :].strip("-= ")) else 0
        line = MARKS.sub("", f"{raw[:at]}\\{raw[at:]}" if at else raw)
        lines.append((line.rstrip() + "  " * (line.endswith("  ") and not line.isspace()), number))
    return lines


def _wrap(sign: str, names: set[str], around: frozenset[str] = frozenset()) -> _Convert:
    """A converter of the elements `names`, which puts a sign around each line of a text. There is none in elements that
    have the same signs or need none, around blocks, and between two that touch, where signs would not pair.
    """

    def convert(self: MarkdownConverter, el: Tag, text: str, parent_tags: set[str]) -> str:
        beside = {getattr(each, "name", None) for each in (el.previous_sibling, el.next_sibling)}
        is_bare = beside & names or parent_tags & {"_noformat", *names, *around} or "\n\n" in text
        return text if is_bare or not MARKS.sub("", text).strip() else _LINE.sub(rf"\1{sign}\2{sign}\3", text)

    return convert


def _script(write: Callable[[str], str]) -> _Convert:
    """A converter of superscripts or subscripts; formulas and links in them stay."""

    def convert(self: MarkdownConverter, el: Tag, text: str, parent_tags: set[str]) -> str:
        bare = MARKS.sub("", text).strip()
        is_kept = not bare or "$" in bare or "](" in bare
        return text if is_kept else mark_of(line_of(text)) + write(bare.replace("\\", ""))

    return convert


class _Converter(MarkdownConverter):
    """Names and signatures are `markdownify`'s: `convert_x` gets an element `x` and the Markdown of what is in it."""

    def __init__(self, base: str) -> None:
        super().__init__(heading_style="atx", bullets="-", wrap=True, wrap_width=None, table_infer_header=True)
        self._base = base

    def process_text(self, el: NavigableString, parent_tags: set[str]) -> str:
        """Convert a text, or a formula."""
        if not isinstance(el, page_tree.PageFormula):
            text: str = super().process_text(el, parent_tags)  # type: ignore[misc]  # not in its stubs
            return text
        tex, mark = str(el), mark_of(el.line)
        if "pre" in parent_tags or tex == page_tree.LOST_FORMULA:
            return tex if "pre" in parent_tags else mark + tex
        if {"td", "th"} & parent_tags:
            tex = tex.replace("\\|", "\\Vert ").replace("|", "\\vert ")
        if el.display and "_inline" not in parent_tags:
            return f"\n\n{mark}$${tex}$$\n\n"
        return f"{mark}\\({tex}\\)" if "$" in tex or not is_formula(tex) else f"{mark}${tex}$"

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape what would be mark-up, except in formulas and addresses."""
        formulas = [Block("formula", start, found.end) for start, found in sorted(find_formulas(text).at.items())]

        def escaped(sign: re.Match[str]) -> str:
            if sign["address"] or is_within(formulas, sign.start()):
                return sign[0]
            # A backslash before these may be read as an accent of TeX.
            return f"&#{ord(sign[0])};" if sign[0] in "`~^" else f"\\{sign[0]}"

        return _SPECIAL.sub(escaped, text)

    convert_b = convert_strong = _wrap("**", {"b", "strong"}, page_tree.HEADINGS)
    convert_i = convert_em = convert_italic = _wrap("*", {"i", "em", "italic"})
    convert_sup, convert_sub = _script(raise_digits), _script(lower_digits)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert a link to another page; that of a picture stands behind it."""
        spaced = _SPACES.sub(" ", text)
        label = spaced.strip()
        address = self._address(str(el.get("href") or ""))
        is_page = address.startswith(("http://", "https://")) or (not label and _FILE.fullmatch(address))
        if "_noformat" in parent_tags or not is_page or address.startswith(f"{self._base}#"):
            return text
        bare = f"<{address}>" if "://" in address else f"[{address.rpartition('/')[2]}]({address})"
        named = mark_of(el.sourceline) + bare
        if not label or "![" in text:
            return text if _OF_PICTURE.search(address) else text + named
        is_named = MARKS.sub("", label) in (address, address.partition("://")[2])
        return spaced.replace(label, named if is_named else f"[{label}]({address})", 1)

    def _address(self, given: str) -> str:
        try:
            address = urljoin(self._base, re.sub("^//", "https://", given.strip())) if given.strip() else ""
        except ValueError:
            return ""
        return re.sub(r"[\s()<>\\]", lambda sign: f"%{ord(sign[0]):02X}", target_of(address))

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert a block of code."""
        fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", text))])
        return f"\n\n{fence}{el['lang']}\n{text}\n{fence}\n\n"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert a picture, on a line of its own. Of an emoji its character, of data in the page only the text."""
        alternative = _SPACES.sub(" ", re.sub(r"[][\\]", "", str(el.get("alt") or ""))).strip()
        given = [str(el[name]) for name in page_tree.SOURCES if el.get(name)]
        source = next((each for each in given if not each.startswith("data:")), "")
        if not source or "emoji" in str(el.get("class") or ""):
            is_lost = not source and any(len(each) > _LEAST_PICTURE for each in given)
            return alternative + f"{mark_of(el.sourceline)}{page_tree.LOST_PICTURE}" * is_lost
        written = f"{mark_of(el.sourceline)}![{alternative}]({self._address(source)})"
        return f" {written} " if "_inline" in parent_tags else f"\n\n{written}\n\n"

    def convert_figure(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert a figure. The caption of its only picture becomes the title of that."""
        found = _WITH_CAPTION.fullmatch(text)
        if found is not None:
            caption = MARKS.sub("", found["caption"]).strip().replace('"', '\\"')
            return f'\n\n{found["picture"]} "{caption}")\n\n'
        return f"\n\n{text.strip()}\n\n"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert a cell of a table of data."""
        bare = re.sub(r"(?<!\\)\|", r"\|", _SPACES.sub(" ", text))
        cell: str = super().convert_td(el, bare, parent_tags)  # type: ignore[misc]  # not in its stubs
        return cell

    convert_th = convert_td
