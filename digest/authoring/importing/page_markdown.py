"""Convert the tree of a page to Markdown with `markdownify`, and its lines to those of the page.

What is added to `markdownify`: formulas, superscripts, code of blogs, layout tables, captions, escapes that digest's
Markdown needs and no others. A text is marked with the line of the page that it is from, by a private character in
front of it (`page_tree` leaves none in), which is taken out of the finished lines.
"""

import re
from collections.abc import Callable
from html.entities import html5
from typing import NamedTuple
from urllib.parse import urljoin

from bs4.element import NavigableString, Tag
from markdownify import MarkdownConverter

from digest.authoring.importing.note_html import write_rows
from digest.authoring.importing.page_tree import BLOCKS, HEADINGS, formula_of, is_copy
from digest.authoring.importing.paper_urls import target_of
from digest.markdown.math import find_formulas, is_formula
from digest.text.tex import lower_digits, raise_digits

_HIDDEN = frozenset(("script", "svg", "head", "object", "select", "button", "rp", "embed", "audio"))
_HIDDEN_CLASSES = re.compile(
    r"(?:^| )(?:katex-html|gutter|linenos?|lineno|line-numbers?|line-numbers-rows|hljs-ln-numbers|"
    r"code-snippet__line-index)(?: |$)"
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SOURCES = ("data-src", "data-original", "data-actualsrc", "data-lazy-src", "src")
_LANGUAGE = re.compile(
    r"\b(?:language|lang|highlight-source|brush:?\s*)-?(?P<name>[\w+#-]+)|^highlight (?P<hexo>[\w+#-]+)$"
)
_CELLS = ("table", "ul", "ol", "pre", "blockquote", "figure", *sorted(HEADINGS))
"""What no cell of a table of data has in it."""
_PARTS = frozenset(("tbody", "thead", "tfoot", "tr", "td", "th", "caption"))
_BOLD = HEADINGS | {"b", "strong", "dt", "summary"}
"""Elements in which bold text needs no signs."""
_PLAIN_BLOCKS = frozenset(
    ("address", "aside", "center", "details", "fieldset", "figure", "footer", "form", "header", "main", "nav")
)
"""Blocks that `markdownify` takes for text in a line."""
_MOST_DOLLARS = 200
"""In a text with more of them, none starts a formula."""

_TEXT, _CODE = 0xF0000, 0x100000
"""First marks of lines of text, and of code."""
_LAST = 0xFFFD
_MARK = re.compile("[\U000f0000-\U0010fffd]")
_LIKE_BLOCK = re.compile(r"([\s>*.\d-]*[\U000f0000-\U000ffffd])(?=#{1,6}(?:\s|$)|>|(?:-+|=+)\s*$|```|~~~)")
_SPECIAL = re.compile(
    r"`|(?<!\s)\*|\*(?!\s)|(?<![^\W_])_|_(?![^\W_])|~(?=[\w~])|\\(?=[!-/:-@\[-`{-~])|\$(?![0-9])|(?<=\[)\^|<(?=[a-zA-Z/!?][^<>]*>)"
    r"|&(?=(?P<name>#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w*);)"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"，。；、）)]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SPACES = re.compile(r"[ \t\r\n\u00a0]+")
_TICKS = re.compile("`+")
_PIPE = re.compile(r"(?<!\\)\|")


class Converted(NamedTuple):
    """Lines of Markdown, for each the line of the page, and the lines with formulas that the page only draws."""

    lines: list[str]
    numbers: list[int]
    lost: list[int]


def convert_page(tree: Tag, *, base: str = "") -> Converted:
    """Convert a tree or a part of one; `base` is the page's address."""
    converter = _Converter(base)
    found = Converted([], [], converter.lost)
    number = 1
    for raw in converter.convert_soup(tree).strip("\n").split("\n"):
        mark = _MARK.search(raw)
        if mark is not None:
            number = ord(mark[0]) - (_CODE if ord(mark[0]) >= _CODE else _TEXT)
        elif not raw.strip() and not (found.lines and found.lines[-1]):
            continue
        found.lines.append(_finished(raw, found.lines[-1] if found.lines else ""))
        found.numbers.append(number)
    return found if found.lines else Converted([""], [1], converter.lost)


def _finished(raw: str, above: str) -> str:
    """A line without marks. Where its text looks like a heading, a quote or an underline, that is escaped."""
    like = _LIKE_BLOCK.match(raw)
    if like is not None and (above or raw[like.end() :].strip("-= ")):
        raw = f"{like[1]}\\{raw[like.end() :]}"
    line = _MARK.sub("", raw)
    return line.rstrip() + "  " * (line.endswith("  ") and not line.isspace())


class _Converter(MarkdownConverter):
    """Names and signatures are `markdownify`'s: `convert_x` gets an element `x` and the Markdown of what is in it."""

    def __init__(self, base: str) -> None:
        super().__init__(heading_style="atx", bullets="-", wrap=True, wrap_width=None)
        self._base = base
        self.lost: list[int] = []
        self._line = 1
        self._cells: list[tuple[str, int, int]] = []
        self._rows: list[list[tuple[str, int, int]]] = []
        self._captions: dict[int, Tag | None] = {}

    def process_tag(self, node: Tag, parent_tags: set[str] | None = None) -> str:
        """Convert an element: nothing of a hidden one, a formula as TeX."""
        self._line = node.sourceline or self._line
        if _is_hidden(node) or is_copy(node):
            return ""
        formula = formula_of(node)
        if formula is not None:
            if formula.tex:
                return self._write_formula(formula.tex, display=formula.display, parents=parent_tags or set())
            self.lost.append(self._line)
            return ""
        if (node.name == "table" and _is_layout(node)) or (node.name in _PARTS and node.find_parent("table") is None):
            node.name = "div"
        text: str = super().process_tag(node, parent_tags)  # type: ignore[misc]  # not in its stubs
        return f"\n\n{text.strip()}\n\n" if node.name in _PLAIN_BLOCKS and text.strip() else text

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        """Convert a text: each line of code, else the whole, is marked with its line."""
        first = self._line
        text = str(el)
        self._line += text.count("\n")
        if parent_tags and "pre" in parent_tags:
            lines = text.replace("\u00a0", " ").split("\n")
            return "\n".join(
                _mark(_CODE, number) + line if line.strip() else line for number, line in enumerate(lines, first)
            )
        text = text.translate(_INVISIBLE)
        shown = _SPACES.sub(" ", text)
        if _is_block(el.previous_sibling or el.parent):
            shown = shown.lstrip()
        if _is_block(el.next_sibling or el.parent):
            shown = shown.rstrip()
        if not shown.strip():
            return shown
        if not parent_tags or "_noformat" not in parent_tags:
            shown = _escape(shown)
        bare = shown.lstrip()
        first += text[: len(text) - len(text.lstrip())].count("\n")
        return shown[: len(shown) - len(bare)] + _mark(_TEXT, first) + bare

    def _write_formula(self, tex: str, *, display: bool, parents: set[str]) -> str:
        if {"td", "th"} & parents:
            tex = tex.replace("\\|", "\\Vert ").replace("|", "\\vert ")
        mark = _mark(_TEXT, self._line)
        if display and "_inline" not in parents:
            return f"\n\n{mark}$${tex}$$\n\n"
        if "$" in tex or not is_formula(tex):
            return f"{mark}\\({tex}\\)"
        return f"{mark}${tex}$"

    # Text.

    def _wrapped(self, sign: str, text: str, parent_tags: set[str]) -> str:
        """Put a sign around each line of a text; blocks, and texts that are wrapped already, stay as they are."""
        if not _MARK.sub("", text).strip() or "_noformat" in parent_tags or "\n\n" in text:
            return text
        return "\n".join(f"{_edge(line)[0]}{sign}{line.strip()}{sign}{_edge(line)[1]}" for line in text.split("\n"))

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert bold text; all of a heading is. Two that touch have no signs, as these would not pair."""
        touching = {getattr(each, "name", None) for each in (el.previous_sibling, el.next_sibling)}
        return text if parent_tags & _BOLD or touching & {"b", "strong"} else self._wrapped("**", text, parent_tags)

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert stressed text."""
        return text if parent_tags & {"em", "i"} else self._wrapped("*", text, parent_tags)

    convert_i = convert_italic = convert_em
    convert_strong = convert_bold = convert_b

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert a superscript: a note's number or an author's mark as well as an exponent."""
        return _script(text, raise_digits)

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert a subscript."""
        return _script(text, lower_digits)

    def convert_rt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert the reading of `ruby`."""
        return f"({text.strip()})" if text.strip() else ""

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert a link to another page."""
        label = _SPACES.sub(" ", text).strip()
        if "_noformat" in parent_tags or "![" in text or not _MARK.sub("", label):
            return text
        address = self._address(el.get("href"))
        if not address.startswith(("http://", "https://")):
            return text
        shown = el.get_text().strip()
        before, after = _edge(text)
        if shown in (address, address.partition("://")[2]):
            return f"{before}{_mark(_TEXT, self._line)}<{address}>{after}"
        if label.count("[") != label.count("]"):
            label = re.sub(r"[\[\]]", r"\\\g<0>", label)
        return f"{before}[{label}]({address}){after}"

    def _address(self, given: object) -> str:
        address = str(given or "").strip()
        if self._base:
            try:
                address = urljoin(self._base, address)
            except ValueError:
                return ""
        return re.sub(r"[\s()<>\\]", lambda sign: f"%{ord(sign[0]):02X}", target_of(address))

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert a line break."""
        if "pre" in parent_tags:
            return "\n"
        return " " if "_inline" in parent_tags else "  \n"

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert the visible parts of `details`."""
        return f"\n\n{self._wrapped('**', text.strip(), parent_tags)}\n\n"

    convert_dt = convert_summary
    convert_title = convert_summary

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert an explanation, a paragraph below its term."""
        return f"\n\n{text.strip()}\n\n"

    # Code.

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert code in a line, or one line of several in `pre`."""
        if "pre" in parent_tags:
            return f"{text}\n" if el.find_next_sibling("code") is not None and not text.endswith("\n") else text
        bare = text.strip()
        if "_noformat" in parent_tags or not _MARK.sub("", bare):
            return text
        ticks = "`" * (max((len(run) for run in _TICKS.findall(bare)), default=0) + 1)
        return f"{ticks} {bare} {ticks}" if len(ticks) > 1 else f"{ticks}{bare}{ticks}"

    convert_kbd = convert_samp = convert_code

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert a block of code."""
        if not _MARK.sub("", text).strip():
            return ""
        if parent_tags & {"_inline", "pre"}:
            return f" {text.strip()} " if "pre" not in parent_tags else text
        places = (el, el.find("code"), el.find_parent(class_=re.compile("highlight")))
        names = (str(each.get("class") or each.get("lang") or "") for each in places if each is not None)
        language = next((found["name"] or found["hexo"] for each in names if (found := _LANGUAGE.search(each))), "")
        fence = "`" * max(3, *(len(run) + 1 for run in _TICKS.findall(text)), 3)
        return f"\n\n{fence}{language}\n{text.strip(chr(10))}\n{fence}\n\n"

    # Pictures.

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert a picture, on a line of its own. Of an emoji its character, of embedded data only the text."""
        alternative = _SPACES.sub(" ", re.sub(r"[][\\]", "", str(el.get("alt") or ""))).strip()
        if "emoji" in str(el.get("class") or ""):
            return alternative
        given = (str(el[name]) for name in _SOURCES if el.get(name))
        source = next((each for each in given if not each.startswith("data:")), "")
        caption = self._caption(el)
        title = f' "{caption}"' if caption else ""
        written = f"{_mark(_TEXT, self._line)}![{alternative}]({self._address(source)}{title})"
        return f" {written} " if "_inline" in parent_tags else f"\n\n{written}\n\n"

    def _caption(self, picture: Tag) -> str:
        element = self._caption_of(picture.find_parent("figure"))
        if element is None:
            return ""
        line = self._line
        written: str = super().process_tag(element, {"_inline"})  # type: ignore[misc]  # not in its stubs
        caption = _SPACES.sub(" ", _MARK.sub("", written)).strip()
        self._line = line
        return caption.replace('"', '\\"')

    def _caption_of(self, figure: Tag | None) -> Tag | None:
        """The caption of a figure that has one picture."""
        if figure is None:
            return None
        if id(figure) not in self._captions:
            is_alone = len(figure.find_all("img", limit=2)) == 1 and figure.find("table") is None
            self._captions[id(figure)] = figure.find("figcaption") if is_alone else None
        return self._captions[id(figure)]

    def convert_figcaption(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert a caption; its picture asks for it with `_inline`, else it is a paragraph."""
        if "_inline" in parent_tags:
            return text
        return "" if self._caption_of(el.find_parent("figure")) is el else f"\n\n{text.strip()}\n\n"

    # Lists and tables.

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert an item of a list, or a line of code."""
        written: str = f"{text}\n" if "pre" in parent_tags else super().convert_li(el, text, parent_tags)  # type: ignore[misc]  # not in its stubs
        return written

    def convert_ul(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert a list. One that is no item's but a list's belongs to the item above."""
        if "_inline" in parent_tags or "pre" in parent_tags:
            return text
        if el.parent is not None and el.parent.name in ("ul", "ol"):
            return f"  {_indent(text.rstrip(), 2)}\n"
        return f"\n{text.rstrip()}\n" if "li" in parent_tags else f"\n\n{text}\n"

    convert_ol = convert_ul

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep a cell for `convert_table`."""
        spans = (str(el.get(name) or "") for name in ("colspan", "rowspan"))
        columns, rows = (int(span) if re.fullmatch("[0-9]{1,4}", span) else 1 for span in spans)
        self._cells.append((_PIPE.sub(chr(92) + "|", _SPACES.sub(" ", text).strip()), columns, rows))
        return ""

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep a row."""
        self._rows.append(self._cells)
        self._cells = []
        return text

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Convert a table of data; `text` is what is in no cell."""
        lines, self._rows = write_rows([row for row in self._rows if row]), []
        return "\n\n".join(("", text.strip(), "\n".join(lines), ""))


def _mark(first: int, line: int) -> str:
    return chr(first + min(line, _LAST))


def _is_hidden(node: Tag) -> bool:
    if node.name in _HIDDEN:
        return node.name != "script" or "math/tex" not in str(node.get("type") or "")
    if node.has_attr("hidden") or (node.has_attr("style") and _NOT_SHOWN.search(str(node["style"]))):
        return True
    return node.has_attr("class") and _HIDDEN_CLASSES.search(str(node["class"])) is not None


def _is_block(node: object) -> bool:
    return isinstance(node, Tag) and (node.name in BLOCKS or node.name in ("br", "td", "th", "body", "caption"))


def _is_layout(table: Tag) -> bool:
    """Whether a table only places what is in it: it has one column or one row, or lists, code or tables in cells."""
    if table.find(_CELLS) is not None:
        return True
    rows = table.find_all("tr")
    return len(rows) < 2 or all(len(row.find_all(("td", "th"), limit=2)) < 2 for row in rows)


def _edge(text: str) -> tuple[str, str]:
    """The white space around a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if text.strip() else ""


def _indent(text: str, width: int) -> str:
    return re.sub(r"\n(?=[^\n])", "\n" + " " * width, text)


def _script(text: str, write: Callable[[str], str]) -> str:
    """A superscript or subscript; formulas and links in it stay."""
    mark = _MARK.search(text)
    bare = _MARK.sub("", text).strip()
    if not bare or "$" in bare or "](" in bare:
        return text
    return (mark[0] if mark else "") + write(bare.replace("\\", ""))


def _escape(text: str) -> str:
    """Escape what would be mark-up, except in formulas and addresses."""
    if not _SPECIAL.search(text):
        return text
    has_formulas = ("$" in text or "\\" in text) and text.count("$") < _MOST_DOLLARS
    kept = [(start, found.end) for start, found in find_formulas(text).at.items()] if has_formulas else []
    kept += [match.span() for match in _ADDRESS.finditer(text)]
    parts: list[str] = []
    at = 0
    for start, end in sorted(kept):
        if start >= at:
            parts += (_SPECIAL.sub(_backslash, text[at:start]), text[start:end])
            at = end
    return "".join((*parts, _SPECIAL.sub(_backslash, text[at:])))


def _backslash(match: re.Match[str]) -> str:
    is_text = match["name"] is not None and match["name"][0] != "#" and f"{match['name']};" not in html5
    if is_text:
        return match[0]
    # A backslash before these may be read as an accent of TeX.
    return f"&#{ord(match[0])};" if match[0] in "`~^" else f"\\{match[0]}"
