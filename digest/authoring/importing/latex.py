"""Convert LaTeX in bibliographies to plain text: accents, letters, dashes, quotation marks. Formulas stay.

Covers the commands of text mode that occur in names and titles (Lamport 3.2.1, 3.2.2).
"""

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b",
    "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ",
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^",
    "textunderscore": "_",
    "ldots": "…", "dots": "…", "textellipsis": "…", "slash": "/", "textregistered": "®", "texttrademark": "™",
    "copyright": "©", "pounds": "£", "S": "§", "P": "¶", "textbullet": "•", "textdegree": "°",
    "textperiodcentered": "·",
    "LaTeX": "LaTeX", "TeX": "TeX", "quad": " ", "newline": " ", "par": " ", "noopsort": "", "relax": "",
    **dict.fromkeys(("em", "it", "bf", "rm", "sc", "tt", "sl", "sf", "small", "large", "bibfont"), ""),
}  # fmt: skip
_FORMULA = re.compile(r"(?<!\\)\$\$.+?(?<!\\)\$\$|(?<!\\)\$.+?(?<!\\)\$|\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)
_ACCENT = re.compile(
    r"\\(?:(?P<sign>[`'^~=.\"])\s*|(?P<letter>[uvHcdbkr])(?:\s+|(?=\{)))(?:\{\s*(?P<braced>\\?[a-zA-Z]?)\s*\}|(?P<bare>\\?[a-zA-Z]))"
)
_COMMAND = re.compile(r"\\(?P<name>[a-zA-Z]+)\s*(?:\{\}|(?=[^a-zA-Z]|$))")
_STYLE = re.compile(
    r"\\(?:emph|textit|textbf|textsc|texttt|textrm|textsf|text|mbox|underline|uppercase|url|href|enquote)\s*(?=\{)"
)
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
_ESCAPED = re.compile(r"\\([%&#_$\{\}])")


def plain_latex(value: str, *, keep_escapes: bool = False) -> str:
    r"""The printed text, white space collapsed. With `keep_escapes`, `\$` stays escaped and starts no formula."""
    parts, at = [], 0
    for formula in _FORMULA.finditer(value):
        parts += [_plain(value[at : formula.start()], keep_escapes=keep_escapes), formula.group()]
        at = formula.end()
    parts.append(_plain(value[at:], keep_escapes=keep_escapes))
    return " ".join("".join(parts).split())


def _plain(text: str, *, keep_escapes: bool) -> str:
    if not any(sign in text for sign in "\\{}~-`'"):
        return text
    text = _ESCAPED.sub(lambda match: f"\x00{match[1]}\x01", text)
    text = _ACCENT.sub(_accent, text)
    text = _STYLE.sub("", text)
    text = _UNKNOWN.sub(_kept, text)
    for written, meant in _QUOTES:
        text = text.replace(written, meant)
    text = text.replace("~", " ").replace("\\\\", " ")
    text = _COMMAND.sub(lambda match: _LETTERS.get(match["name"], match.group()), text)
    text = re.sub(r"(?<!\x00)[{}](?!\x01)", "", text)
    kept = "\\" if keep_escapes else ""
    return re.sub(r"\x00(.)\x01", lambda match: (kept if match[1] == "$" else "") + match[1], text)


def _kept(match: re.Match[str]) -> str:
    """Keep an unknown command: protect its braces from removal."""
    if match["name"] in _LETTERS:
        return match.group()
    return re.sub(r"[{}]", lambda brace: f"\x00{brace[0]}\x01", match.group())


def _accent(match: re.Match[str]) -> str:
    letter = (match["braced"] if match["braced"] is not None else match["bare"]).lstrip("\\")
    mark = _ACCENTS[match["sign"] or match["letter"]]
    if not letter:
        return ""
    return unicodedata.normalize("NFC", letter + mark)
