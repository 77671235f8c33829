"""Parse HTML to a tree, leniently, in time and memory that grow with its size, and reduce it to what a page shows.

On Beautiful Soup with `html.parser`, which knows the line of each element.
"""

import re
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
_ENDED = {"li": {"li"}, "tr": {"tr"}, "a": {"a"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "td": {"td", "th"}}
_ENDED["th"] = _ENDED["td"]
"""Optional end tags: an element ends the nearest of these open ones, unless another block is around it. Other blocks
end a paragraph.
"""

_UNREAD = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<name>script|style|noscript|template|textarea)\b(?![^<>]*\bmath/tex)[^<>]*>.*?(?:</(?P=name)\s*>|\Z)"
    r"|<[!?][^<>]*>?",
    re.DOTALL | re.IGNORECASE,
)
_PREFIX = re.compile(r"(?<=<)(/?)(?:jats|mml|m):", re.IGNORECASE)
_AMPERSAND = re.compile(r"&(?!#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6})\b)(?P<name>[A-Za-z][A-Za-z0-9]*)?")
_PRIVATE = re.compile(r"(?i)[\U000f0000-\U0010ffff]|&#0*(?:9[89][0-9]{4}|1[0-9]{6}|x0*(?:f|10)[0-9a-f]{4})\b;?")
"""Characters of icon fonts. `simplify` marks texts with them."""


def parse_page(text: str) -> BeautifulSoup:
    """Parse a page. Scripts, styles, comments, declarations, and prefixes of JATS and MathML are left out."""
    text = _PRIVATE.sub("", replace_unsafe(text))
    text = _UNREAD.sub(lambda match: "\n" * match[0].count("\n"), text)
    text = _AMPERSAND.sub(lambda match: match[0] if f"{match['name']};" in html5 else f"&amp;{match[0][1:]}", text)
    text = _PREFIX.sub(r"\1", text)
    end = text.rfind(">") + 1  # a `<` behind the last `>` starts no tag
    builder = HTMLParserTreeBuilder(empty_element_tags=set(), multi_valued_attributes=None)
    return _Tree(text[:end] + text[end:].replace("<", "&lt;") + "<wbr>", builder=builder)


class _Tree(BeautifulSoup):
    """A tree with implied end tags and a greatest depth."""

    def handle_starttag(self, name: str, *args: object, **kwargs: object) -> Tag | None:
        """Open an element, after those that it ends."""
        ended = _ENDED.get(name, {"p"} if name in _BLOCKS else set())
        if name in _BLOCKS - {"li"} and self.currentTag is not None and self.currentTag.name in HEADINGS:
            self.endData()  # a heading that was not closed ends at a block behind its text
            ended = {self.currentTag.name} if self.currentTag.get_text(strip=True) else ended
        for each in reversed(self.tagStack) if ended else ():
            if each.name in ended:
                self.handle_endtag(each.name)
            if each.name in ended or (each.name in _BLOCKS and each.name != "p"):
                break
        if len(self.tagStack) > DEEPEST:
            return None
        tag = super().handle_starttag(name, *args, **kwargs)  # type: ignore[arg-type]
        if name in HTMLParserTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS:
            self.handle_endtag(name)
        return tag


# What a page shows.

MARK, LAST = 0xF0000, 0xFFFF0
LOST_FORMULA, LOST_PICTURE, CODE = "\U0010fffd", "\U0010fffc", "\U0010fffb"
"""What stands for a formula without TeX, for a picture that is in the page itself, and in front of a line of code."""
MARKS = re.compile("[\U000f0000-\U0010ffff]")

_HIDDEN = frozenset(("script", "svg", "head", "select", "button", "rp"))
_HIDDEN_CLASSES = re.compile(
    r"(?:^| )(?:katex-html|gutter|linenos?|lineno|line-numbers?|line-numbers-rows|hljs-ln-numbers|"
    r"code-snippet__line-index)(?: |$)"
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_PLAYERS = frozenset(("iframe", "video", "audio", "embed", "object"))
SOURCES = ("data-src", "data-original", "data-actualsrc", "data-lazy-src", "src", "data")
"""Attributes with the address of a picture or a player."""
_PARTS = frozenset(("tbody", "thead", "tfoot", "tr", "td", "th", "caption"))
_IN_NO_CELL = ("table", "ul", "ol", "pre", "blockquote", "figure", *HEADINGS)
"""What no cell of a table of data has in it."""
_LANGUAGE = re.compile(
    r"(?:\b(?:language|lang|highlight-source|brush:?\s*)-?|^highlight (?!highlight)(?=\S+$))(?P<name>[\w+#-]+)"
)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad")) | {0xA0: " "}
_INK = re.compile(r"\S")


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
    return ord(mark[0]) - MARK if mark is not None and ord(mark[0]) <= LAST else 0


def simplify(tree: Tag) -> None:
    """Take out what a page does not show, put formulas and code in the place of their elements, and mark texts with
    their lines.
    """
    for script in tree.find_all("script"):  # MathJax 2: what is drawn stands before it
        for drawn in script.find_previous_siblings(lambda _: True, limit=2):
            if str(drawn.get("class") or "").startswith("MathJax"):
                drawn.decompose()
    line = 1
    for node in [*tree.descendants]:
        if vars(node).get("parent") is None:  # was taken out
            continue
        if isinstance(node, Tag):
            line = node.sourceline or line
            _simplify_element(node, line)
        else:
            text = str(node).translate(_INVISIBLE)
            ink = _INK.search(text)
            at = ink.start() if ink is not None else len(text)
            mark = mark_of(line + text.count("\n", 0, at)) if ink is not None else ""
            node.replace_with(NavigableString(text[:at] + mark + text[at:]))
            line += text.count("\n")


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
    elif node.name in ("ul", "ol") and (item := _item_above(node)) is not None:
        item.append(node.extract())
    elif node.name in _PARTS:
        node.name = "div" if "table" not in _names_above(node) else node.name
    elif node.name in _PLAIN and (node.name != "table" or _is_layout(node)):
        node.name = "div"


def _is_hidden(node: Tag) -> bool:
    is_shown = _NOT_SHOWN.search(str(node.get("style") or "")) is None and not node.has_attr("hidden")
    return not is_shown or _HIDDEN_CLASSES.search(str(node.get("class") or "")) is not None


def _names_above(node: Tag) -> set[str]:
    return {each.name for each in node.parents}


def _item_above(node: Tag) -> Tag | None:
    """The item that a list in a list, which is in no item, belongs to."""
    is_inside = node.parent is not None and node.parent.name in ("ul", "ol")
    return node.find_previous_sibling("li") if is_inside else None


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

_ELEMENTS = frozenset(("math", "mjx-container", "alternatives", "tex-math", "script"))
_TYPED = re.compile(r"(?:^| )math (?:inline|display)(?: |$)")
_WRAPPER = re.compile(rf"(?:^| )(?:katex|MathJax\w*|mjx-chtml|mwe-math-element)(?: |$)|{_TYPED.pattern}")
_GIVEN = ("data-formula", "data-tex", "data-latex")
_PICTURE = re.compile(r"\b(?:latex|math|formula|tex|equation)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:zhihu\.com/equation\?tex=|latex\.codecogs\.com/[\w.]*\?)(?P<tex>[^&]+)")
_DISPLAYED = re.compile(r"[Dd]isplay(?:ed)?(?![\w-])|(?<![\w-])(?:block(?:-equation)?|true)(?![\w-])")
_DELIMITED = re.compile(r"\s*(?P<open>\$\$?|\\\(|\\\[)(?P<tex>.*?)(?:\$\$?|\\\)|\\\])\s*", re.DOTALL)
_STYLED = re.compile(r"\{\\(?:display|text)style\s(?P<tex>.*)\}", re.DOTALL)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?")


def _formula_of(element: Tag) -> PageFormula | None:
    """The formula that an element with all that is in it stands for; None if it is none."""
    tex = next((str(element[name]) for name in _GIVEN if element.has_attr(name)), None)
    is_block = tex is not None and element.name in ("section", "div", "p", "figure")
    if tex is None and element.name == "img":
        tex = _tex_of_picture(element)
    elif tex is None and (element.name in _ELEMENTS or _WRAPPER.search(str(element.get("class") or ""))):
        tex = _tex_in(element)
    if tex is None:
        return None
    found = _DELIMITED.fullmatch(tex)
    is_block = is_block or (found is not None and found["open"] in ("$$", "\\["))
    tex = " ".join(_COMMENT.sub("\n", found["tex"] if found is not None else tex).split())
    bare = tex.removesuffix("\\\\").rstrip()  # how Zhihu marks displayed formulas
    styled = _STYLED.fullmatch(bare)
    formula = PageFormula((styled["tex"] if styled is not None else bare) or LOST_FORMULA)
    places = [each for each in (element, element.parent, element.find("math")) if each is not None]
    given = (str(each.get(name) or "") for each in places for name in ("class", "type", "display", "mode"))
    formula.display = is_block or bare != tex or any(map(_DISPLAYED.search, given))
    if around := {"disp-formula", "inline-formula"} & _names_above(element):  # JATS, with `$$` in both
        formula.display = "disp-formula" in around
    return formula


def _tex_in(element: Tag) -> str | None:
    """The TeX of an element for formulas, from the best source; empty if there is none, None if it has no formula."""
    if (said := element if _says_tex(element) else element.find(_says_tex)) is not None:
        return said.get_text()
    math = element if element.name == "math" else element.find("math")
    if math is None and element.has_attr("data-mathml"):
        math = parse_page(str(element["data-mathml"])).find("math")
    if math is not None:
        return str(math.get("alttext") or "") or mathml_to_tex(math)
    if (picture := element.find("img")) is not None:
        return _tex_of_picture(picture) or ""
    is_typed = _TYPED.search(str(element.get("class") or "")) is not None
    return None if element.name == "alternatives" else element.get_text() if is_typed else ""


def _says_tex(element: Tag) -> bool:
    encoding = str(element.get("encoding") or "").lower()
    return element.name in ("script", "tex-math") or (element.name == "annotation" and encoding.endswith("tex"))


def _tex_of_picture(picture: Tag) -> str | None:
    alternative = str(picture.get("alt") or "")
    is_named = picture.has_attr("eeimg") or _PICTURE.search(str(picture.get("class") or ""))
    if alternative and (is_named or _STYLED.fullmatch(alternative)):
        return alternative
    address = _ADDRESS.search(str(picture.get("src") or ""))
    return unquote_plus(address["tex"]) if address is not None else None


# MathML.

_SIGNS = str.maketrans(
    {sign: f"\\{sign}" for sign in "{}%#&_$"}
    | {"\\": "\\backslash ", "^": "\\hat{}", "~": "\\sim ", "′": "'", "″": "''", "⊤": "\\top ", "\u00a0": " "}
    | dict.fromkeys("\u2061\u2062\u2063\u2064", "")  # invisible: function application, times, separator, plus
)
_ALPHABETS = {
    "normal": "mathrm", "bold": "mathbf", "bold-italic": "boldsymbol", "double-struck": "mathbb",
    "script": "mathcal", "fraktur": "mathfrak", "sans-serif": "mathsf", "monospace": "mathtt",
}  # fmt: skip
_OVER = {
    "^": "hat", "ˆ": "hat", "¯": "bar", "‾": "overline", "―": "overline", "~": "tilde", "˜": "tilde", "→": "vec",
    "⃗": "vec", "˙": "dot", ".": "dot", "¨": "ddot", "⏞": "overbrace",
}  # fmt: skip
_ACCENTS = {"mover": _OVER, "munder": {"_": "underline", "‾": "underline", "¯": "underline", "⏟": "underbrace"}}
_BASED = {"msup": "%s^{%s}", "msub": "%s_{%s}", "msubsup": "%s_{%s}^{%s}", "munderover": "%s_{%s}^{%s}"}
_SHAPES = _BASED | {
    "mfrac": "\\frac{%s}{%s}", "mroot": "\\sqrt[%s]{%s}", "msqrt": "\\sqrt{%s}",
    "mtable": "\\begin{matrix}%s\\end{matrix}",
}  # fmt: skip
_JOINTS = {"msqrt": "", "mtable": " \\\\ ", "mtr": " & ", "mlabeledtr": " & "}
_LEAVES = frozenset(("mi", "mn", "mo", "mtext", "ms"))


def mathml_to_tex(element: Tag) -> str:
    """The TeX of a `math` element or a part of one."""
    return " ".join(_tex(element).split())


def _tex(element: Tag) -> str:
    name = element.name
    if name in ("annotation", "annotation-xml", "mphantom", "mspace"):
        return " "
    if name in _LEAVES:
        return _leaf(element)
    children = [child for child in element.children if isinstance(child, Tag)]
    parts = list(map(_tex, children))
    if name == "mfenced":
        ends = [str(element.get(key, sign)).translate(_SIGNS) for key, sign in (("open", "("), ("close", ")"))]
        return str(element.get("separators", ","))[:1].join(parts).join(ends)
    if name in _ACCENTS and len(parts) == 2:
        mark = _ACCENTS[name].get(children[1].get_text().strip())
        if mark is None and children[0].name == "mo":
            return f"{parts[0]}{'^' if name == 'mover' else '_'}{{{parts[1]}}}"
        return f"\\{mark or name.replace('m', '') + f'set{{{parts[1]}}}'}{{{parts[0]}}}"
    if name in _JOINTS:
        parts = [_JOINTS[name].join(parts)]
    if name in _SHAPES and len(parts) == _SHAPES[name].count("%s"):
        if name in _BASED and children[0].name not in _LEAVES:
            parts[0] = f"{{{parts[0]}}}"
        return _SHAPES[name] % tuple(parts[::-1] if name == "mroot" else parts)
    return "".join(parts) if parts else element.get_text().translate(_SIGNS)


def _leaf(element: Tag) -> str:
    text = element.get_text().strip()
    if element.name in ("mtext", "ms"):
        return f"\\text{{{element.get_text().translate(_SIGNS)}}}" if text else " "
    if element.name != "mn" and len(text) > 1 and text.isascii() and text.isalpha():
        return f"\\operatorname{'*' if element.name == 'mo' else ''}{{{text}}}"
    alphabet = _ALPHABETS.get(str(element.get("mathvariant")), "") if text.isalnum() else ""
    return f"\\{alphabet}{{{text}}}" if alphabet else text.translate(_SIGNS)
