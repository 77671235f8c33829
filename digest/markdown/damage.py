r"""Repair TeX that lost backslashes to escapes: JSON reads `\beta` as backspace and `eta`, `\times` as tab and `imes`.

Common in data that went through careless tools; only undone inside formulas.
"""

import re

_ANYWHERE = {"\x07": "a", "\x08": "b", "\x0b": "v", "\x0c": "f", "\x1b": "e"}
_CONTROL = re.compile("\\\\?([\x07\x08\x0b\x0c\x1b])(?=[A-Za-z])")

# A tab or line break may be plain white space, so what follows must complete a known command.
_TAB = (
    "imes theta tau ext extbf extit exttt extrm extsc extsf op o ilde an anh ri riangle riangleq heta au frac binom "
    "hickapprox hicksim herefore wo woheadrightarrow ransfer"
)
_BREAK_N = (
    "abla eq eg eq otin eqq ewline onumber ormalsize parallel mid leq geq less gtr prec succ subseteq supseteq cong "
    "sim earrow warrow exists Leftarrow Rightarrow leftarrow rightarrow atural ot"
)
_BREAK_R = "ho ight ightarrow ightharpoonup ightleftharpoons angle ceil floor brace brack Vert vert m ule ef times"
# Too short to distinguish from a variable on a new line, except at the start of a formula.
_BREAK_FIRST = "u e i"


def _command(words: str) -> str:
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")(?![A-Za-z])"


_TABS = re.compile(r"\\?\t(?=" + _command(_TAB) + ")")
_BREAKS_N = re.compile(r"\\?\n(?=" + _command(_BREAK_N) + ")")
_BREAKS_R = re.compile(r"\\?\n(?=" + _command(_BREAK_R) + ")")
_BREAKS_FIRST = re.compile(r"\A\n(?=" + _command(_BREAK_FIRST) + ")")


def repair_tex(tex: str) -> str:
    """Restore commands that lost their backslash. Returns an equal string if there are none."""
    tex = _CONTROL.sub(lambda match: "\\" + _ANYWHERE[match[1]], tex)
    if "\t" in tex:
        tex = _TABS.sub(r"\\t", tex)
    if "\n" in tex:
        tex = _BREAKS_R.sub(r"\\r", tex)
        tex = _BREAKS_N.sub(r"\\n", tex)
        tex = _BREAKS_FIRST.sub(r"\\n", tex)
    return tex
