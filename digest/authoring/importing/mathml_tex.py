"""Convert presentation MathML to TeX, for pages that have no TeX of their formulas.

Symbols stay the characters that they are, which TeX renderers of today read.
"""

import re

from bs4 import Tag

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
    if name == "mfenced":
        separator = str(element.get("separators") or ",")[0]
        return f"{_fence(element, 'open', '(')}{separator.join(parts)}{_fence(element, 'close', ')')}"
    if name == "mtable":
        rows = " \\\\ ".join(parts)
        return f"\\begin{{matrix}}{rows}\\end{{matrix}}"
    if name in ("mtr", "mlabeledtr"):
        return " & ".join(parts)
    return "".join(parts) if parts else _escaped(element.get_text())


def _escaped(text: str) -> str:
    return text.translate(_SIGNS)


def _fence(element: Tag, name: str, default: str) -> str:
    given = element.get(name)
    return _escaped(default if given is None else str(given))


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
