"""Find the formulas of a page: in attributes, in MathML, in pictures' texts and addresses, in scripts."""

import re
from typing import NamedTuple
from urllib.parse import unquote_plus

from bs4 import Tag

from digest.authoring.importing.mathml_tex import mathml_to_tex
from digest.authoring.importing.page_tree import parse_page

_ATTRIBUTES = ("data-formula", "data-tex", "data-latex")
_PICTURE = re.compile(r"\b(?:latex|math|formula|tex|equation)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:zhihu\.com/equation\?tex=|latex\.codecogs\.com/[\w.]*\?)(?P<tex>[^&]+)")
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
    address = _ADDRESS.search(str(picture.get("src") or ""))
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
