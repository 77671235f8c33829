r"""Repair TeX that lost backslashes to escapes: JSON reads `\beta` as backspace and `eta`, `\times` as tab and `imes`.

Common in data that went through careless tools; only undone inside formulas, and only where nothing else can be meant:
a formula may be typed on lines of its own, and `u = Av` on such a line is no `\nu`.
"""

import re

_ANYWHERE = {"\x07": "a", "\x08": "b", "\x0b": "v", "\x0c": "f", "\x1b": "e"}
_CONTROL = re.compile("\\\\?([\x07\x08\x0b\x0c\x1b])(?=[A-Za-z])")


def _rest(words: str) -> str:
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")(?![A-Za-z])"


# What is left of commands, and is neither a word nor a product of variables that somebody may type.
_REST_T = (
    "imes heta ext extbf extit exttt extrm extsc extsf extsl extup extpm extstyle extnormal extsuperscript "
    "extsubscript ilde anh riangle riangleq riangleleft riangleright frac binom hickapprox hicksim herefore "
    "woheadrightarrow woheadleftarrow"
)
_REST_N = "abla otin onumber ewline obreak olimits ormalsize earrow warrow atural"
_REST_R = "ho ight ightarrow ightharpoonup ightleftharpoons ule"
# These may be products as well: damage if the tab is no white space between cells or at the start of a line.
_PRODUCTS_T = "au op an"
_TABS = re.compile(
    rf"\\?\t(?={_rest(_REST_T)})"
    rf"|(?:\A|(?<=[^\s&=\\])|(?<=\S ))\t(?={_rest(_PRODUCTS_T)}|o(?: ?\\[A-Za-z]| [\w(+-]))"
)
_BREAKS = re.compile(rf"\\?\n(?:(?={_rest(_REST_N)})|(?P<r>(?={_rest(_REST_R)})))")
# The end of a pair whose start is there: `\langle x⏎angle`.
_PAIRED = re.compile(r"\\l(?P<kind>angle|ceil|floor|brace|brack|[vV]ert)(?P<inside>[^\n]*)\n(?=(?P=kind)(?![A-Za-z]))")
_BETWEEN = re.compile(r"(?<=[\w})\]])( ?)\n(?=eq(?![A-Za-z]) *[\w\\({\[+-])")
r"""Where `\neq` may have been, between two operands. Only in a formula that has no other breaks."""


def repair_tex(tex: str) -> str:
    """Restore commands that lost their backslash. Returns an equal string if there are none."""
    tex = _CONTROL.sub(lambda match: "\\" + _ANYWHERE[match[1]], tex)
    if "\n" in tex:
        tex = _BREAKS.sub(lambda match: "\\n" if match["r"] is None else "\\r", tex)
    if "\t" in tex:  # after the breaks: a tab before `o \nobreak` is one of `\to`
        tex = _TABS.sub(r"\\t", tex)
    if "\n" in tex:
        tex = _PAIRED.sub(r"\\l\g<kind>\g<inside>\\r", tex)
        if len(_BETWEEN.findall(tex)) == tex.count("\n"):
            tex = _BETWEEN.sub(r"\1\\n", tex)
    return tex
