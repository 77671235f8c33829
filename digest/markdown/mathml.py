"""Convert LaTeX to MathML with one function that neither raises nor crashes the process."""

import re
from collections.abc import Callable
from functools import cache

_MAX_LENGTH = 1000
_MAX_DEPTH = 50
_MAX_ENVIRONMENTS = 20
_MAX_OPEN_BRACKETS = 8
r"""Limits on formulas, see `_is_too_hard`: characters, nesting of groups, `\left` and `\begin`, unclosed brackets."""

# Commands common on arXiv that the converter lacks, in terms of those that it has.
_MACROS = {
    "mbox": r"\text{#1}",
    "hbox": r"\text{#1}",
    "pmb": r"\boldsymbol{#1}",
    "mathds": r"\mathbb{#1}",
    "mathbbm": r"\mathbb{#1}",
    "ensuremath": r"{#1}",
    "widetilde": r"\tilde{#1}",
    "xspace": r"{}",
    "textgreater": r">",
    "textless": r"<",
    "textasciitilde": r"\sim",
    "texttimes": r"\times",
}

_UNICODE = re.compile(r"\\unicode\{x([0-9A-Fa-f]{2,5})\}")
_HREF = re.compile(r"\\href\s*\{[^{}]*\}")
_URL = re.compile(r"\\url\s*\{([^{}]*)\}")
_DROPPED = re.compile(
    r"\\(?:tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge|nonumber|notag|displaylimits)"
    r"(?![A-Za-z])|\\label\s*\{[^{}]*\}"
)
_ENVIRONMENT = re.compile(r"\\(?:left|begin)(?![A-Za-z])")
_NAMES = "angle|brack|brace|paren|ceil|floor|group|vert|Vert|moustache|Brack"
_DELIMITER = r"(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\.|.)"
_BRACKET = re.compile(
    rf"(?P<sized>\\(?:[bB]igg?[lrm]?|middle){_DELIMITER})"
    rf"|(?P<enter>\{{|\\left{_DELIMITER}|\\begin(?![A-Za-z]))"
    rf"|(?P<leave>\}}|\\right{_DELIMITER}|\\end(?![A-Za-z]))"
    r"|(?P<cell>&|\\\\)"
    rf"|(?P<opening>[(\[⟨⌈⌊⟦⦅]|\\\{{|\\(?:l(?:{_NAMES}|lbracket|Brace|lcorner)|ulcorner)(?![A-Za-z]))"
    rf"|(?P<closing>[)\]⟩⌉⌋⟧⦆]|\\\}}|\\(?:r(?:{_NAMES}|rbracket|Brace)|urcorner|lrcorner)(?![A-Za-z]))"
    r"|\\[A-Za-z]+|\\.",
    re.DOTALL,
)
_STYLE = re.compile(r' style="([^"]*)"')
_COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}")
_UNWANTED = re.compile(r'<a\b|<script|<img|\son\w+=|\shref="', re.IGNORECASE)
_ID = re.compile(r' id="[^"]*"')


def _unicode(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code <= 0x10FFFF and chr(code).isprintable() else "\ufffd"


def _is_too_hard(tex: str) -> bool:
    """Whether a formula could crash the process or take exponential time.

    The converter recurses natively into groups and environments. It also searches anew for the partner of each unclosed
    opening bracket, so its time doubles with every one. Groups, cells and rows are searched separately; any closing
    bracket is a partner.
    """
    if len(_ENVIRONMENT.findall(tex)) > _MAX_ENVIRONMENTS:
        return True
    groups = [0]
    unclosed = 0
    for match in _BRACKET.finditer(tex):
        kind = match.lastgroup
        if kind == "enter":
            groups.append(0)
            if len(groups) > _MAX_DEPTH:
                return True
        elif kind == "leave":
            unclosed += groups.pop()
            groups = groups or [0]
        elif kind == "cell":
            unclosed, groups[-1] = unclosed + groups[-1], 0
        elif kind == "opening":
            groups[-1] += 1
        elif kind == "closing":
            groups[-1] = max(0, groups[-1] - 1)
    return unclosed + sum(groups) > _MAX_OPEN_BRACKETS


STYLES = {
    "width: 100%": "tex-wide",
    "width: 50%": "tex-half",
    "width: 7.5%": "tex-margin",
    "text-align: left": "tex-left",
    "text-align: right": "tex-right",
    "justify-items: start": "tex-start",
    "justify-items: end": "tex-end",
    "padding-left: 0": "tex-flush-left",
    "padding-left: 1em": "tex-space-left",
    "padding-right: 0": "tex-flush-right",
    "padding-right: 0.1667em": "tex-thin-right",
    "padding-top: 0": "tex-flush-top",
    "padding-bottom: 0": "tex-flush-bottom",
    "border-top: 0.05em solid currentcolor": "tex-rule-top",
    "border-right: 0.05em solid currentcolor": "tex-rule-right",
    "border-bottom: 0.05em solid currentcolor": "tex-rule-bottom",
    "border-left: 0.05em solid currentcolor": "tex-rule-left",
    "font-variant-caps: small-caps": "tex-small-caps",
}
"""Inline declarations that the converter writes -> our CSS classes. Others are dropped."""


@cache
def _converter() -> Callable[[str, bool], str]:
    from math_core import LatexToMathML

    latex = LatexToMathML(fancy_error=False, macros=_MACROS, allow_unreliable_rendering=True)
    return lambda tex, display: latex.convert_with_local_state(tex, displaystyle=display)


def _replace_style(match: re.Match[str]) -> str:
    """Replace an inline style, which a strict Content-Security-Policy forbids, by classes or MathML's `mathcolor`."""
    classes = []
    colour = ""
    for declaration in filter(None, (part.strip() for part in match[1].split(";"))):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "color" and _COLOUR.fullmatch(value):
            colour = f' mathcolor="{value}"'
        elif f"{name}: {value}" in STYLES:
            classes.append(STYLES[f"{name}: {value}"])
    return (f' class="{" ".join(classes)}"' if classes else "") + colour


def math_to_mathml(tex: str, *, display: bool) -> str | None:
    """A formula as a `math` element without inline styles, ids and links; None if it cannot be converted."""
    if len(tex) > _MAX_LENGTH or _is_too_hard(tex):
        return None
    tex = _DROPPED.sub(" ", _URL.sub(r"\\text{\1}", _HREF.sub("", _UNICODE.sub(_unicode, tex))))
    try:
        mathml = _converter()(tex, display)
    except Exception:  # the caller shows the source and a warning
        return None
    if " style=" in mathml:
        mathml = _STYLE.sub(_replace_style, mathml)
    if " id=" in mathml:
        mathml = _ID.sub("", mathml)
    return None if _UNWANTED.search(mathml) else mathml


def math_css() -> str:
    """The style sheet for the classes in `STYLES`."""
    return "".join(f".{name} {{ {style}; }}\n" for style, name in STYLES.items())
