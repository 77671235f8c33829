"""Parse HTML to a tree, leniently, in time and memory that grow with its size, and reduce it to what a page shows.

On Beautiful Soup with `html.parser`, which knows the line of each element.
"""

import re
from copy import copy
from html.entities import html5
from urllib.parse import unquote_plus

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLParserTreeBuilder  # type: ignore[attr-defined]  # absent from its `__all__`
from bs4.element import NavigableString

from digest.text.characters import replace_unsafe

DEEPEST = 150
"""Levels of elements that are read; tags below are ignored, their text is kept."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = HTMLParserTreeBuilder.DEFAULT_BLOCK_ELEMENTS | {"center", "details", "summary"}
_TITLES = frozenset(("dt", "summary", "title"))
_PLAIN = _BLOCKS - HEADINGS - _TITLES - {"article", "blockquote", "figure", "hr", "li", "main", "ol", "p", "pre", "ul"}
"""Blocks that become a `div`; of tables those that only place what is in them."""
_ENDED = {"li": {"li"}, "tr": {"tr"}, "p": {"p"}, "td": {"td", "th"}, "th": {"td", "th"}}
"""Optional end tags: an element ends the nearest of these open ones, unless another block is around it."""

_UNREAD = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<name>script|style|noscript|template|textarea)\b(?![^<>]*\bmath/tex)[^<>]*>.*?(?:</(?P=name)\s*>|\Z)"
    r"|<[!?][^<>]*>?",
    re.DOTALL | re.IGNORECASE,
)
_PREFIX = re.compile(r"<(/?)(?:jats|mml|m):", re.IGNORECASE)
_AMPERSAND = re.compile(r"&(?!#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6})\b)(?P<name>[A-Za-z][A-Za-z0-9]*)?")


def parse_page(text: str) -> BeautifulSoup:
    """Parse a page. Scripts, styles, comments, declarations, and prefixes of JATS and MathML are left out."""
    text = _UNREAD.sub(lambda match: "\n" * match[0].count("\n"), replace_unsafe(text))
    text = _AMPERSAND.sub(lambda match: match[0] if f"{match['name']};" in html5 else f"&amp;{match[0][1:]}", text)
    text = _PREFIX.sub(r"<\1", text)
    end = text.rfind(">") + 1  # a `<` behind the last `>` starts no tag
    builder = HTMLParserTreeBuilder(empty_element_tags=set(), multi_valued_attributes=None)
    return _Tree(text[:end] + text[end:].replace("<", "&lt;") + "<wbr>", builder=builder)


class _Tree(BeautifulSoup):
    """A tree with implied end tags and a greatest depth."""

    def handle_starttag(self, name: str, *args: object, **kwargs: object) -> Tag | None:
        """Open an element, after those that it ends."""
        for each in reversed(self.tagStack) if name in _ENDED else ():
            if each.name in _ENDED[name]:
                self.handle_endtag(each.name)
            if each.name in _ENDED[name] | _BLOCKS - {"p"}:
                break
        if len(self.tagStack) > DEEPEST:
            return None
        tag = super().handle_starttag(name, *args, **kwargs)  # type: ignore[arg-type]
        if name in HTMLParserTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS:
            self.handle_endtag(name)
        return tag


# What a page shows.

LOST_FORMULA, LOST_PICTURE, CODE = "\ufffe", "\uffff", "\ufdd0"
"""What stands for a formula without TeX, for a picture that is in the page itself, and in front of a line of code.
`parse_page` leaves none of them in a text.
"""
MARK, LAST = 0xF0000, 0xFFFF0
MARKS = re.compile(f"[{chr(MARK)}-{chr(LAST)}{CODE}]")

_HIDDEN = frozenset(("svg", "head", "select", "button"))
_NOT_SHOWN = re.compile(
    r"(?:^| )(?:katex-html|MathJax_Preview|gutter|linenos?|lineno|line-numbers?|line-numbers-rows|hljs-ln-numbers|"
    r"code-snippet__line-index)(?: |$)|display\s*:\s*none"
)
"""Classes and styles of what is not shown, or is so beside its source."""
_PLAYERS = frozenset(("iframe", "video", "audio", "embed", "object"))
SOURCES = ("data-src", "data-original", "data-actualsrc", "data-lazy-src", "src", "data")
"""Attributes with the address of a picture or a player."""
_PARTS = frozenset(("tbody", "thead", "tfoot", "tr", "td", "th", "caption"))
_IN_NO_CELL = ("table", "ul", "ol", "pre", "blockquote", "figure", *HEADINGS)
"""What no cell of a table of data has in it."""
_MOST_CELLS = 50
_LANGUAGE = re.compile(
    r"(?:\b(?:language|lang|highlight-source|brush:?\s*)-?|^highlight (?!highlight)(?=\S+$))(?P<name>[\w+#-]+)"
)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad")) | {0xA0: " "}


class PageFormula(NavigableString):
    """TeX without delimiters, in the place of an element; `LOST_FORMULA` if the page does not have it."""

    line = 1
    display = False


def mark_of(line: int | None) -> str:
    """The character that says which line of the page a text is from."""
    return chr(min(MARK + (line or 0), LAST))


def line_of(text: str) -> int:
    """The line of the first text that is marked; 0 if none is."""
    mark = MARKS.search(text)
    return ord(mark[0]) - MARK if mark is not None else 0


def simplify(tree: Tag) -> None:
    """Take out what a page does not show, put formulas and code in the place of their elements, and mark texts with
    their lines.
    """
    line = 1
    for node in [*tree.descendants]:
        if vars(node).get("parent") is None:  # was taken out
            continue
        if isinstance(node, Tag):
            line = node.sourceline or line
            _simplify_element(node, line)
        else:
            text = MARKS.sub("", str(node).translate(_INVISIBLE))
            bare = text.lstrip()
            blank = text[: len(text) - len(bare)]
            mark = mark_of(line + blank.count("\n")) if bare else ""
            node.replace_with(NavigableString(f"{blank}{mark}{bare}"))
            line += text.count("\n")
    for table in tree.find_all("table"):
        _fill_rows(table)


def _simplify_element(node: Tag, line: int) -> None:
    if _is_hidden(node):
        node.decompose()
    elif (formula := _formula_of(node)) is not None:
        formula.line = line
        node.replace_with(formula)
        node.decompose()
    elif node.name in _HIDDEN:
        node.decompose()
    elif node.name in _PLAYERS:
        given = [each.get(name) for each in (node, *node.find_all("source")) for name in SOURCES]
        node.clear(decompose=True)
        node.name, node["href"] = "a", str(next(filter(None, given), ""))
    elif node.name == "pre":
        _flatten(node, line)
    elif node.name in _TITLES:
        node.wrap(Tag(name="p"))
        node.name = "strong"
    elif node.name in _PARTS:
        table = node.find_parent("table")
        if table is None:
            node.name = "div"
        elif node.name == "caption":
            table.insert_before(node.extract())
            node.name = "p"
        elif node.name not in ("tr", "td", "th"):
            node.unwrap()
    elif node.name in _PLAIN and (node.name != "table" or _is_layout(node)):
        node.name = "div"


def _is_hidden(node: Tag) -> bool:
    kind = str(node.get("class") or "")
    if kind.startswith("MathJax") and getattr(node.find_next_sibling(), "name", "") == "script":
        return True  # MathJax 2: what is drawn stands before the TeX
    return node.has_attr("hidden") or _NOT_SHOWN.search(f"{kind} {node.get('style', '')}") is not None


def _fill_rows(table: Tag) -> None:
    """Repeat each cell in all columns and rows that it spans, at most 50."""
    for cell in table.find_all(("td", "th")):
        given = (re.match("[0-9]{1,4}", str(cell.attrs.pop(name, ""))) for name in ("colspan", "rowspan"))
        columns, rows = (min(int(each[0]), _MOST_CELLS) if each is not None else 1 for each in given)
        before = len(cell.find_previous_siblings(("td", "th")))
        cell.insert_after(*(copy(cell) for _ in range(1, columns)))
        for row in cell.parent.find_next_siblings("tr", limit=rows - 1) if cell.parent and rows > 1 else ():
            there = row.find_all(("td", "th"), recursive=False)
            place = row.index(there[before]) if before < len(there) else len(row.contents)
            for _ in range(columns):
                row.insert(place, copy(cell))


def _is_layout(table: Tag) -> bool:
    """Whether a table only places what is in it: it has one column or one row, or lists, code or tables in cells."""
    if table.find(_IN_NO_CELL) is not None:
        return True
    rows = [row.find_all(("td", "th"), limit=2) for row in table.find_all("tr")]
    return len(rows) < 2 or max(map(len, rows)) < 2


def _flatten(block: Tag, line: int) -> None:
    """Leave of a block of code its lines, all marked with its own line, and its language as `lang`."""
    places = (block, block.find("code"), block.find_parent(class_=re.compile("highlight")))
    names = (str(each.get("class") or each.get("lang") or "") for each in places if each is not None)
    found = next(filter(None, map(_LANGUAGE.search, names)), None)
    for each in block.find_all(lambda _: True):
        if _is_hidden(each):
            each.extract()
        elif each.name == "br":
            each.replace_with("\n")
        elif each.name in ("li", "tr", "div", "p") or getattr(each.next_sibling, "name", "") == each.name == "code":
            if each.previous_sibling is not None and each.previous_sibling.get_text()[-1:] != "\n":
                each.insert_before("\n")
            each.append("\n" if each.next_sibling is not None and each.get_text()[-1:] != "\n" else "")
    lines = block.get_text().replace("\u00a0", " ").strip("\n").split("\n")
    block.clear(decompose=True)
    block.append(PageFormula("\n".join(f"{mark_of(line)}{CODE}{each}" for each in lines)))
    block.attrs = {"lang": found["name"] if found is not None else ""}


# Formulas.

_GIVEN = ("data-formula", "data-tex", "data-latex")
_ELEMENTS = frozenset(("math", "mjx-container", "alternatives", "tex-math", "script"))
_WRAPPER = re.compile(r"(?:^| )(?:katex|MathJax\w*|mjx-chtml)(?: |$)")
_PICTURE = re.compile(r"\b(?:latex|math|formula|tex|equation)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:zhihu\.com/equation\?tex=|latex\.codecogs\.com/[\w.]*\?)(?P<tex>[^&]+)")
_DISPLAYED = re.compile(r"[Dd]isplay(?:ed)?(?![\w-])|(?<![\w-])(?:block(?:-equation)?|true)(?![\w-])")
_DELIMITED = re.compile(r"\s*(?P<open>\$\$?|\\\(|\\\[)(?P<tex>.*?)(?:\$\$?|\\\)|\\\])\s*", re.DOTALL)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?")


def _formula_of(element: Tag) -> PageFormula | None:
    """The formula that an element with all that is in it stands for; None if it is none."""
    given = next((str(element[name]) for name in _GIVEN if element.has_attr(name)), None)
    tex = given if given is not None else _tex_in(element)
    if tex is None:
        return None
    found = _DELIMITED.fullmatch(tex)
    tex = " ".join(_COMMENT.sub("\n", found["tex"] if found is not None else tex).split())
    bare = tex.removesuffix("\\\\").rstrip()  # how Zhihu marks displayed formulas
    formula = PageFormula(bare or LOST_FORMULA)
    around = {"disp-formula", "inline-formula"} & {each.name for each in element.parents}  # JATS, with `$$` in both
    places = [each for each in (element, element.parent, element.find("math")) if each is not None]
    said = [str(each.get(name) or "") for each in places for name in ("class", "type", "display", "mode")]
    is_block = given is not None and element.name in ("section", "div", "p", "figure")
    is_delimited = found is not None and found["open"] in ("$$", "\\[")
    is_said = is_block or is_delimited or bare != tex or any(map(_DISPLAYED.search, said))
    formula.display = "disp-formula" in around or (not around and is_said)
    return formula


def _tex_in(element: Tag) -> str | None:
    """The TeX of an element for a formula, from the best source; empty if there is none, None if it has no formula."""
    kind = str(element.get("class") or "")
    if element.name == "img":
        address = _ADDRESS.search(str(element.get("src") or ""))
        is_named = element.has_attr("eeimg") or _PICTURE.search(kind)
        text = str(element.get("alt") or "") if is_named else ""
        return text or (unquote_plus(address["tex"]) if address is not None else None)
    if element.name not in _ELEMENTS and not _WRAPPER.search(kind):
        return None
    if (said := element if _says_tex(element) else element.find(_says_tex)) is not None:
        return said.get_text()
    tree = parse_page(str(element["data-mathml"])) if element.has_attr("data-mathml") else element
    math = element if element.name == "math" else tree.find("math")
    if math is None:
        return None if element.name == "alternatives" else ""
    return str(math.get("alttext") or "") or mathml_to_tex(math)


def _says_tex(element: Tag) -> bool:
    encoding = str(element.get("encoding") or "").lower()
    return element.name in ("script", "tex-math") or (element.name == "annotation" and encoding.endswith("tex"))


# MathML.

_SIGNS = str.maketrans(
    {sign: f"\\{sign}" for sign in "{}%#&_$"}
    | {"\\": "\\backslash ", "^": "\\hat{}", "~": "\\sim ", "⊤": "\\top "}
    | dict.fromkeys("\u2061\u2062\u2063\u2064", "")  # invisible: function application, times, separator, plus
)
_ALPHABETS = {
    "normal": "mathrm", "bold": "mathbf", "bold-italic": "boldsymbol", "double-struck": "mathbb",
    "script": "mathcal", "fraktur": "mathfrak", "sans-serif": "mathsf", "monospace": "mathtt",
}  # fmt: skip
_ACCENTS = {"^": "hat", "ˆ": "hat", "¯": "bar", "~": "tilde", "˜": "tilde", "→": "vec", "⃗": "vec", "˙": "dot"}
_BASED = {"msup": "#1^{#2}", "msub": "#1_{#2}", "msubsup": "#1_{#2}^{#3}", "munderover": "#1_{#2}^{#3}"}
_SHAPES = _BASED | {
    "mover": "\\overset{#2}{#1}", "munder": "\\underset{#2}{#1}", "mfrac": "\\frac{#1}{#2}", "msqrt": "\\sqrt{#0}",
    "mroot": "\\sqrt[#2]{#1}", "mtable": "\\begin{matrix}#0\\end{matrix}", "mtext": "\\text{#0}", "ms": "\\text{#0}",
}  # fmt: skip
"""Each element as TeX, of its children: `#1` the first one, `#0` all, with what `_JOINTS` has between them."""
_LEAVES = ("mi", "mn", "mo", "mtext", "ms")
_JOINTS = {"mtable": " \\\\ ", "mtr": " & ", "mlabeledtr": " & ", "mfenced": ","}


def mathml_to_tex(element: Tag) -> str:
    """The TeX of a `math` element or a part of one."""
    name = element.name
    if name in ("annotation", "annotation-xml", "mphantom", "mspace"):
        return " "
    children = [child for child in element.children if isinstance(child, Tag)]
    parts = [mathml_to_tex(child) for child in children]
    if not parts:
        text = element.get_text() if name in ("mtext", "ms") else element.get_text().strip()
        is_word = name in ("mi", "mo") and len(text) > 1 and text.isascii()
        command = "operatorname" if is_word else _ALPHABETS.get(str(element.get("mathvariant")))
        parts = [f"\\{command}{{{text}}}" if command and text.isalnum() else text.translate(_SIGNS)]
    elif name == "mover" and (accent := _ACCENTS.get(children[-1].get_text().strip())) is not None:
        return f"\\{accent}{{{parts[0]}}}"
    elif name in _BASED and children[0].name not in _LEAVES:
        parts[0] = f"{{{parts[0]}}}"
    joined = _JOINTS.get(name, "").join(parts)
    if name == "mfenced":
        opened, closed = str(element.get("open", "(")), str(element.get("close", ")"))
        joined = opened.translate(_SIGNS) + joined + closed.translate(_SIGNS)
    given = [joined, *parts, "", ""]
    return re.sub("#([0-3])", lambda place: given[int(place[1])], _SHAPES.get(name, "#0"))
