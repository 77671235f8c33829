"""Convert LaTeX in bibliographies to plain text: accents, letters, dashes, quotes. Formulas and citations stay.

Covers the commands of text mode that occur in names and titles (Lamport 3.2.1, 3.2.2).
"""

import re
from functools import partial

from digest.text.tex import outside_formulas, plain_tex

_NAMES = {
    "S": "§", "P": "¶", "quad": " ", "par": " ", "noopsort": "", "relax": "",
    **dict.fromkeys(("em", "it", "bf", "rm", "sc", "tt", "sl", "sf", "small", "large", "bibfont"), ""),
}  # fmt: skip
_KEPT = re.compile(
    r"(?<!\\)\$\$.+?(?<!\\)\$\$|(?<!\\)\$.+?(?<!\\)\$|\\\(.+?\\\)|\\\[.+?\\\]|\\cite[a-z]*\*?\{[^{}]*\}", re.DOTALL
)
_COMMAND = re.compile(r"\\(?P<name>[a-zA-Z]+)\s*(?:\{\}|(?=[^a-zA-Z]|$))")
_UNKNOWN = re.compile(r"\\(?P<name>[a-zA-Z]+)\*?\s*(?:\[[^\[\]{}]*\]\s*)*(?:\{[^{}]+\})+")
_QUOTES = (
    ("``", "“"),
    ("''", "”"),
    ("---", "—"),
    ("--", "–"),
    ("\\,", " "),
    ("\\;", " "),
    ("\\ ", " "),
    ("\\-", ""),
    ("\\/", ""),
)
_ANGLE = {"$\\less$": "<", "$\\greater$": ">"}
"""How Mendeley writes tags."""
_GLUED = re.compile(r"\{(\\[a-zA-Z]+)\}(?=[a-zA-Z])")
_EMPTY_ACCENT = re.compile(r"\\(?:[`'^~=.\"]|[uvHcdbkr](?=\{))\{\s*\}")
_ESCAPED = re.compile(r"\\([%&#_$\{\}])")


def plain_latex(value: str, *, keep_escapes: bool = False) -> str:
    r"""The printed text, white space collapsed. With `keep_escapes`, `\$` stays escaped and starts no formula."""
    for written, meant in _ANGLE.items():
        value = value.replace(written, meant)
    kept = [match.span() for match in _KEPT.finditer(value)]
    return " ".join(outside_formulas(value, kept, partial(_plain, keep_escapes=keep_escapes)).split())


def _plain(text: str, *, keep_escapes: bool) -> str:
    if not any(sign in text for sign in "\\{}~-`'"):
        return text
    text = _ESCAPED.sub(lambda match: f"\x00{match[1]}\x01", text)
    text = plain_tex(_EMPTY_ACCENT.sub("", text))
    text = _UNKNOWN.sub(_kept, _GLUED.sub(r"\1 ", text))
    for written, meant in _QUOTES:
        text = text.replace(written, meant)
    text = text.replace("~", " ").replace("\\\\", " ")
    text = _COMMAND.sub(lambda match: _NAMES.get(match["name"], match.group()), text)
    text = re.sub(r"(?<!\x00)[{}](?!\x01)", "", text)
    kept = "\\" if keep_escapes else ""
    return re.sub(r"\x00(.)\x01", lambda match: (kept if match[1] == "$" else "") + match[1], text)


def _kept(match: re.Match[str]) -> str:
    """Keep an unknown command: protect its braces from removal."""
    if match["name"] in _NAMES:
        return match.group()
    return re.sub(r"[{}]", lambda brace: f"\x00{brace[0]}\x01", match.group())
