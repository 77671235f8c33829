"""Parse HTML to a tree, leniently, in time and memory that grow with its size, and find the formulas in it.

On Beautiful Soup with `html.parser`: of the libraries that read HTML it is one that knows the line of each element.
"""

import re
from collections import Counter
from html.entities import html5
from typing import NamedTuple
from urllib.parse import unquote_plus

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


_SIGNS = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "{}%#&_$"},
        "\\": "\\backslash ",
        "^": "\\hat{}",
        "~": "\\sim ",
        "′": "'",
        "″": "''",
        "⊤": "\\top ",
        "\u2061": "",  # invisible: function application, times, separator, plus
        "\u2062": "",
        "\u2063": "",
        "\u2064": "",
        "\u00a0": " ",
    }
)
_FUNCTIONS = frozenset(
    (
        *("arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det", "dim", "exp", "gcd"),
        *("hom", "inf", "ker", "lg", "lim", "liminf", "limsup", "ln", "log", "max", "min", "Pr", "sec", "sin", "sinh"),
        *("sup", "tan", "tanh"),
    )
)
_ALPHABETS = {
    "normal": "mathrm", "bold": "mathbf", "bold-italic": "boldsymbol", "double-struck": "mathbb",
    "script": "mathcal", "fraktur": "mathfrak", "sans-serif": "mathsf", "monospace": "mathtt",
}  # fmt: skip
_OVER = {
    "^": "hat", "ˆ": "hat", "¯": "bar", "‾": "overline", "―": "overline", "_": "overline", "~": "tilde", "˜": "tilde",
    "→": "vec", "⃗": "vec", "˙": "dot", ".": "dot", "¨": "ddot", "⏞": "overbrace", "ˇ": "check", "˘": "breve",
}  # fmt: skip
_UNDER = {"_": "underline", "‾": "underline", "¯": "underline", "⏟": "underbrace"}
_LEAVES = frozenset(("mi", "mn", "mo", "mtext", "ms"))
_SHAPES = {
    "msup": "%s^{%s}",
    "msub": "%s_{%s}",
    "msubsup": "%s_{%s}^{%s}",
    "munderover": "%s_{%s}^{%s}",
    "mfrac": "\\frac{%s}{%s}",
}
_SPACES = re.compile(r"\s+")


def mathml_to_tex(element: Tag) -> str:
    """The TeX of a `math` element or a part of one."""
    return _SPACES.sub(" ", _tex(element)).strip()


def _tex(element: Tag) -> str:
    name = element.name
    if name in ("annotation", "annotation-xml", "mphantom"):
        return ""
    if name in _LEAVES:
        return _leaf(element)
    if name == "mspace":
        return " "
    children = [child for child in element.children if isinstance(child, Tag)]
    parts = [_tex(child) for child in children]
    if name in ("mover", "munder") and len(parts) == 2:
        return _stacked(name, children, parts)
    shape = _SHAPES.get(name)
    if shape is not None and len(parts) == shape.count("%s"):
        if name != "mfrac" and children[0].name not in _LEAVES:
            parts[0] = f"{{{parts[0]}}}"
        return shape % tuple(parts)
    if name == "mroot" and len(parts) == 2:
        return f"\\sqrt[{parts[1]}]{{{parts[0]}}}"
    if name == "msqrt":
        return f"\\sqrt{{{''.join(parts)}}}"
    if name == "mtable":
        rows = " \\\\ ".join(parts)
        return f"\\begin{{matrix}}{rows}\\end{{matrix}}"
    if name in ("mtr", "mlabeledtr"):
        return " & ".join(parts)
    return "".join(parts) if parts else _escaped(element.get_text())


def _escaped(text: str) -> str:
    return text.translate(_SIGNS)


def _leaf(element: Tag) -> str:
    text = element.get_text().strip()
    if element.name in ("mtext", "ms"):
        return f"\\text{{{_escaped(element.get_text())}}}" if text else " "
    if element.name == "mi" and len(text) > 1 and text.isascii() and text.isalpha():
        return f"\\{text} " if text in _FUNCTIONS else f"\\mathrm{{{text}}}"
    if element.name == "mo" and text in _FUNCTIONS:
        return f"\\{text} "
    shown = _escaped(text)
    alphabet = _ALPHABETS.get(str(element.get("mathvariant")), "")
    return f"\\{alphabet}{{{shown}}}" if alphabet and text.isalnum() else shown


def _stacked(name: str, children: list[Tag], parts: list[str]) -> str:
    """A base with an accent, a limit or something else above or below it."""
    base, mark = parts
    accent = (_OVER if name == "mover" else _UNDER).get(children[1].get_text().strip(), "")
    if accent:
        return f"\\{accent}{{{base}}}"
    if children[0].name == "mo" or children[0].get_text().strip() in _FUNCTIONS:
        return f"{base}{'^' if name == 'mover' else '_'}{{{mark}}}"
    return f"\\{'overset' if name == 'mover' else 'underset'}{{{mark}}}{{{base}}}"


_ATTRIBUTES = ("data-formula", "data-tex", "data-latex")
_PICTURE = re.compile(r"\b(?:latex|math|formula|tex|equation)\b", re.IGNORECASE)
_FORMULA_ADDRESS = re.compile(r"(?:zhihu\.com/equation\?tex=|latex\.codecogs\.com/[\w.]*\?)(?P<tex>[^&]+)")
_DISPLAYED = re.compile(r"\b(?:block|display(?:ed)?)\b", re.IGNORECASE)
_BLOCKS = frozenset(("section", "div", "p", "figure"))
_DELIMITERS = re.compile(
    r"\A\s*(?:\$\$(?P<a>.*)\$\$|\$(?P<b>.*)\$|\\\((?P<c>.*)\\\)|\\\[(?P<d>.*)\\\])\s*\Z", re.DOTALL
)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?")
_ENCODINGS = ("application/x-tex", "latex", "tex", "text/x-tex", "application/x-latex")


class PageFormula(NamedTuple):
    """TeX without delimiters; empty if the page does not have it."""

    tex: str
    display: bool


def formula_of(element: Tag) -> PageFormula | None:
    """The formula that an element with all that is in it stands for; None if it is none."""
    for name in _ATTRIBUTES:
        if (tex := element.get(name)) is not None:
            return _formula(str(tex), display=element.name in _BLOCKS or _is_displayed(element))
    read = _READERS.get(element.name)
    if read is not None:
        return read(element)
    names = f" {element.get('class') or ''} "
    if " katex " in names:
        return _first_math(element, display=_is_displayed(element))
    if " MathJax" in names or " mjx-chtml " in names:
        return _first_math(element, display="isplay" in names)
    if " math " in names and (" inline " in names or " display " in names) and not element.find("math"):
        return _formula(element.get_text(), display=" display " in names)
    return None


def is_copy(element: Tag) -> bool:
    """Whether an element shows a formula whose TeX is in a script behind it (MathJax 2)."""
    names = str(element.get("class") or "")
    if not names.startswith("MathJax"):
        return False
    if names.startswith("MathJax_Preview"):
        return True
    following = element.find_next_siblings(limit=2)
    return any(each.name == "script" and _is_tex(each) for each in following)


def _formula(tex: str, *, display: bool) -> PageFormula:
    found = _DELIMITERS.match(tex)
    if found is not None:
        display = display or found["a"] is not None or found["d"] is not None
        tex = next(each for each in found.groups() if each is not None)
    tex = " ".join(_COMMENT.sub("\n", tex).split())
    if tex.endswith("\\\\"):  # how Zhihu marks displayed formulas
        return PageFormula(tex[:-2].rstrip(), display=True)
    return PageFormula(tex, display)


def _is_displayed(element: Tag) -> bool:
    around = element.parent.get("class") if element.parent is not None else ""
    return _DISPLAYED.search(f"{element.get('class') or ''} {around or ''}") is not None


def _is_tex(script: Tag) -> bool:
    return str(script.get("type") or "").lower().startswith("math/tex")


def _of_math(math: Tag) -> PageFormula:
    display = math.get("display") == "block" or math.get("mode") == "display"
    for annotation in math.find_all("annotation"):
        if str(annotation.get("encoding") or "").lower() in _ENCODINGS:
            return _formula(annotation.get_text(), display=display)
    alternative = str(math.get("alttext") or "")
    return _formula(alternative or mathml_to_tex(math), display=display)


def _of_script(script: Tag) -> PageFormula | None:
    return _formula(script.get_text(), display="display" in str(script["type"])) if _is_tex(script) else None


def _of_picture(picture: Tag) -> PageFormula | None:
    alternative = str(picture.get("alt") or "")
    if alternative and (picture.has_attr("eeimg") or _PICTURE.search(str(picture.get("class") or ""))):
        return _formula(alternative, display=_is_displayed(picture))
    address = _FORMULA_ADDRESS.search(str(picture.get("src") or ""))
    return _formula(unquote_plus(address["tex"]), display=False) if address else None


def _of_container(container: Tag) -> PageFormula:
    return _first_math(container, display=container.get("display") == "true")


def _of_alternatives(element: Tag) -> PageFormula | None:
    """JATS: the same formula as TeX and as MathML."""
    tex = element.find("tex-math")
    if tex is not None:
        return _of_tex(tex)
    return _first_math(element, display=False) if element.find("math") is not None else None


def _of_tex(element: Tag) -> PageFormula:
    """JATS: publishers write `$$` around formulas in a line, too."""
    displayed = element.find_parent(("disp-formula", "inline-formula"))
    return _formula(element.get_text(), display=False)._replace(
        display=getattr(displayed, "name", "") == "disp-formula"
    )


def _first_math(element: Tag, *, display: bool) -> PageFormula:
    math = element.find("math")
    if math is None and element.has_attr("data-mathml"):
        math = parse_page(str(element["data-mathml"])).find("math")
    if math is None:
        return PageFormula("", display)
    found = _of_math(math)
    return PageFormula(found.tex, display or found.display)


_READERS = {
    "math": _of_math,
    "script": _of_script,
    "img": _of_picture,
    "mjx-container": _of_container,
    "alternatives": _of_alternatives,
    "tex-math": _of_tex,
}
