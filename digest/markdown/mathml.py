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
    "textmd": r"\text{#1}",
    "intertext": r"\text{#1}\\",
    "parbox": r"\text{#2}",
    "textsuperscript": r"^{\text{#1}}",
    "textsubscript": r"_{\text{#1}}",
    "pmb": r"\boldsymbol{#1}",
    "mathds": r"\mathbb{#1}",
    "mathbbm": r"\mathbb{#1}",
    "mathnormal": r"{#1}",
    "widetilde": r"\tilde{#1}",
    "widebar": r"\overline{#1}",
    "wt": r"\tilde{#1}",
    "wh": r"\hat{#1}",
    **dict.fromkeys(("ensuremath", "smash", "rlap", "llap", "vcenter"), r"{#1}"),
    "mathcolor": r"\textcolor{#1}{#2}",
    "cancelto": r"\cancel{#2}",
    "norm": r"\lVert #1\rVert",
    "abs": r"\lvert #1\rvert",
    "nicefrac": r"\tfrac{#1}{#2}",
    "sfrac": r"\tfrac{#1}{#2}",
    "slash": r"/",
    "given": r"\mid",
    "hdots": r"\dots",
    "num": r"{#1}",
    "SI": r"{#1}\,\mathrm{#2}",
    "si": r"\mathrm{#1}",
    "unit": r"\mathrm{#1}",
    "celsius": r"{}^{\circ}\mathrm{C}",
    "textdegree": r"^{\circ}",
    "textmu": r"\mu",
    "upmu": r"\mu",
    "micro": r"\mu",
    "ohm": r"\Omega",
    "textpm": r"\pm",
    "textgreater": r">",
    "textless": r"<",
    "textasciitilde": r"\sim",
    "texttimes": r"\times",
    **dict.fromkeys(("xspace", "nobreak", "allowbreak", "strut", "boldmath", "relax", "protect"), r"{}"),
    # Names that authors give to letters, and that abstracts keep.
    **{f"c{letter}": rf"\mathcal{{{letter}}}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    **{f"bb{letter}": rf"\mathbb{{{letter}}}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    **{f"bbb{letter.lower()}": rf"\mathbb{{{letter}}}" for letter in "CFNPQRZ"},
}

_UNICODE = re.compile(r"\\unicode\{x([0-9A-Fa-f]{2,5})\}")
_HREF = re.compile(r"\\href\s*\{[^{}]*\}")
_URL = re.compile(r"\\url\s*\{([^{}]*)\}")
_DROPPED = re.compile(
    r"\\(?:tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge|displaylimits|par)"
    r"(?![A-Za-z])|\\(?:label|vspace\*?)\s*\{[^{}]*\}|\\[/@-]"
)
_GROUP = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
_SUBSTACK = re.compile(rf"\\substack\s*{_GROUP}")
_TAG = re.compile(rf"\\tag(?P<star>\*?)\s*{_GROUP}")
_UNNUMBERED = re.compile(r"\\no(?:number|tag)(?![A-Za-z])")
_NUMBERED = re.compile(r"\\begin\{(?:align|equation|gather|multline|flalign|alignat|eqnarray)")
r"""Environments in which the converter knows `\tag` and `\nonumber`."""
_RENAMED = re.compile(
    r"\\(?P<side>begin|end)\{(?P<name>eqnarray|flalign|alignat|split|smallmatrix|displaymath)\*?\}(?P<count>\{[0-9]+\})?"
)
_NEW_NAMES = {
    "eqnarray": ("array", "{rcl}"), "flalign": ("align*", ""), "alignat": ("align*", ""), "split": ("aligned", ""),
    "smallmatrix": ("matrix", ""), "displaymath": ("gathered", ""),
}  # fmt: skip
_UNALIGNED = re.compile(r"(\\(?:begin|end)\{)(?:equation|gather|multline)(\*?\})")
_COUNTED = re.compile(r"(\\(?:begin|end)\{(?:equation|align|gather|multline))\}")
_INNER = re.compile(r"\\begin\{(?P<name>(?!equation|gather|multline)[a-z]+\*?)\}.*?\\end\{(?P=name)\}", re.DOTALL)
_TEXT = re.compile(rf"(?P<command>\\(?:text(?:bf|it|rm|sf|tt|sc|up|normal)?|mbox|hbox))\s*{_GROUP}")
_CHEMISTRY = re.compile(r"\\ce\s*\{([^{}\\]*)\}")
_SCRIPT_FONT = re.compile(r"([_^])(\\(?:tt|rm|bf|it|sf|cal))\s*([A-Za-z0-9])")
_COMMENT = re.compile(r"(?<!\\)%[ \t]*\n")
_OPERATOR = re.compile(r"\\operatorname\*?\s*\{(?=\\)")
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
_REASON = re.compile(
    r"(?P<what>Unknown (?:command|environment)|Duplicate subscript or superscript|Expected closing token)"
    r"(?: \"(?P<name>[^\"]*)\")?"
)
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


def _prepare(tex: str) -> str:
    """Rewrite what the converter does not know."""
    if "\\" not in tex:
        return tex
    tex = _DROPPED.sub(" ", _URL.sub(r"\\text{\1}", _HREF.sub("", _UNICODE.sub(_unicode, tex))))
    if "\\substack" in tex:
        tex = _SUBSTACK.sub(r"\\begin{subarray}{c}\1\\end{subarray}", tex)
    if "\\begin" in tex:
        tex = _RENAMED.sub(_rename, tex)
        if _UNALIGNED.search(tex) and "&" in _INNER.sub("", tex).replace("\\&", ""):
            tex = _UNALIGNED.sub(r"\1align\2", tex)
        tex = _COUNTED.sub(r"\1*}", tex)  # the numbers would begin at (1) in each formula
    if ("\\tag" in tex or "\\no" in tex) and not _NUMBERED.search(tex):
        tex = _UNNUMBERED.sub(" ", tex)
        tex = _TAG.sub(lambda tag: rf"\qquad\text{{{tag[2] if tag['star'] else f'({tag[2]})'}}}", tex)
    if "$" in tex:
        tex = _TEXT.sub(_split_text, tex)
    if "\\ce" in tex:
        tex = _CHEMISTRY.sub(_chemistry, tex)
    return tex


def _rename(match: re.Match[str]) -> str:
    name, columns = _NEW_NAMES[match["name"]]
    return f"\\{match['side']}{{{name}}}{columns if match['side'] == 'begin' else ''}"


def _split_text(match: re.Match[str]) -> str:
    r"""Take the formulas out of a text: `\text{if $x$}` is `\text{if }x`."""
    parts = re.split(r"(?<!\\)\$", match[2])
    return "".join(
        f"{{{part}}}" if place % 2 and part[0] not in "_^" else part if place % 2 else f"{match['command']}{{{part}}}"
        for place, part in enumerate(parts)
        if part
    )


def _chemistry(match: re.Match[str]) -> str:
    """A formula of mhchem: digits behind elements are indexes."""
    formula = re.sub(r"(?<=[A-Za-z)\]])([0-9]+)", r"_{\1}", match[1])
    return rf"\mathrm{{{formula.replace('<->', chr(8596)).replace('->', chr(8594))}}}"


def _relax_text(match: re.Match[str]) -> str:
    r"""For a second try: mathematics inside a text command, as in `\text{\ell}` and `\text{a_b}`."""
    if "\\" in re.sub(r"\\[%&#_${} ]", "", match[2]):
        return rf"\mathrm{{{match[2]}}}"
    escaped = re.sub(r"(?<!\\)([_&#%^])", r"\\\1", match[2]).replace("\\^", "\\char94 ")
    return f"{match['command']}{{{escaped}}}"


def _convert(tex: str, *, display: bool) -> str | None:
    try:
        return _converter()(tex, display)
    except Exception:  # the caller tries again, or shows the source and a warning
        return None


def math_to_mathml(tex: str, *, display: bool) -> str | None:
    """A formula as a `math` element without inline styles, ids and links; None if it cannot be converted."""
    if len(tex) > _MAX_LENGTH or _is_too_hard(tex):
        return None
    tex = _prepare(tex)
    mathml = _convert(tex, display=display)
    if mathml is None:
        relaxed = _OPERATOR.sub(r"\\mathop{", _TEXT.sub(_relax_text, _COMMENT.sub("\n", tex)))
        relaxed = _SCRIPT_FONT.sub(r"\1{\2 \3}", relaxed)
        mathml = _convert(relaxed, display=display) if relaxed != tex else None
        if mathml is None:
            return None
    if " style=" in mathml:
        mathml = _STYLE.sub(_replace_style, mathml)
    if " id=" in mathml:
        mathml = _ID.sub("", mathml)
    return None if _UNWANTED.search(mathml) else mathml


def explain_failure(tex: str) -> str:
    r"""What the converter does not take in a formula: `unknown command \foo`; empty if it does not tell."""
    if len(tex) > _MAX_LENGTH or _is_too_hard(tex):
        return ""
    try:
        _converter()(_prepare(tex), False)  # noqa: FBT003  the library's own signature
    except Exception as error:  # only for its message
        reason = _REASON.search(str(error))
        return "" if reason is None else f"{reason['what'].lower()} {reason['name'] or ''}".rstrip()
    return ""


def math_css() -> str:
    """The style sheet for the classes in `STYLES`."""
    return "".join(f".{name} {{ {style}; }}\n" for style, name in STYLES.items())
