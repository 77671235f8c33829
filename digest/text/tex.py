r"""TeX commands of running text: accents, styles, links, citations, symbols. One reader for texts, titles and imports.

`read_tex` reads one command and does not know what is around it; `plain_tex` makes plain text of a whole text. What is
not in the tables stays as typed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from digest.text.characters import has_han
from digest.text.dashes import make_dashes
from digest.text.records import frozen

TEX_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
TEX_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ",
}  # fmt: skip
TEX_SYMBOLS = {
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "textquotesingle": "'", "textquotedbl": '"', "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textunderscore": "_", "textless": "<", "textgreater": ">", "textbar": "|",
    "textdollar": "$", "textpercent": "%", "ldots": "…", "dots": "…", "textellipsis": "…", "slash": "/",
    "textregistered": "®",
    "texttrademark": "™", "textcopyright": "©", "copyright": "©", "pounds": "£", "textbullet": "•", "textdegree": "°",
    "degree": "°", "textperiodcentered": "·", "texttimes": "×", "textpm": "±", "textmu": "μ", "textrightarrow": "→",
    "checkmark": "✓", "LaTeX": "LaTeX", "TeX": "TeX", "newline": " ", "noindent": "", "xspace": "", "protect": "",
    "boldmath": "", "unboldmath": "",
    "eg": "e.g.", "ie": "i.e.", "etal": "et al.",
}  # fmt: skip
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa mu nu xi pi rho sigma tau upsilon phi chi psi omega "
    "Gamma Delta Theta Xi Pi Sigma Upsilon Phi Psi Omega"
)
_BRACED_SYMBOLS = {
    **{
        name: unicodedata.lookup(f"GREEK {'CAPITAL' if name[0].isupper() else 'SMALL'} LETTER {name.upper()}")
        for name in _GREEK.split()
    },
    "lambda": "λ", "Lambda": "Λ", "deg": "°", "circ": "°", "times": "×", "pm": "±", "sim": "∼", "approx": "≈",
    "leq": "≤", "geq": "≥", "infty": "∞", "ell": "ℓ", "rightarrow": "→", "to": "→", "cdot": "·",
    "le": "≤", "ge": "≥", "neq": "≠", "ll": "≪", "gg": "≫", "mp": "∓", "propto": "∝", "div": "÷", "equiv": "≡",
    "simeq": "≃", "uparrow": "↑", "downarrow": "↓", "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒",
}  # fmt: skip
_ALL_SYMBOLS = {*TEX_LETTERS, *TEX_SYMBOLS, *_BRACED_SYMBOLS}
r"""Math outside formulas, only as a group of its own: `360{\deg}`, `{\alpha}-UMI`."""

_UNITS = {
    "meter": "m", "metre": "m", "second": "s", "gram": "g", "hertz": "Hz", "watt": "W", "volt": "V", "kelvin": "K",
    "ampere": "A", "joule": "J", "pascal": "Pa", "newton": "N", "liter": "L", "litre": "L", "byte": "B", "bit": "bit",
    "minute": "min", "hour": "h", "day": "d", "percent": "%", "degree": "°", "celsius": "°C", "degreeCelsius": "°C",
    "decibel": "dB", "electronvolt": "eV", "ohm": "Ω", "micron": "μm", "nano": "n", "micro": "μ", "milli": "m",
    "centi": "c", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "per": "/", "squared": "²", "cubed": "³",
    "square": "", "cubic": "", "cm": "cm", "mm": "mm", "km": "km", "kg": "kg", "ms": "ms", "um": "μm", "nm": "nm",
    "us": "μs", "ns": "ns", "GHz": "GHz", "MHz": "MHz", "kHz": "kHz",
}  # fmt: skip
"""Names of units and prefixes of siunitx."""

TexKind = Literal["text", "plain", "em", "strong", "code", "quote", "note", "raised", "lowered", "link"]

_STYLES: dict[str, TexKind] = {
    "emph": "em", "textit": "em", "textsl": "em", "textbf": "strong", "texttt": "code", "enquote": "quote",
    "footnote": "note", "thanks": "note", "textsuperscript": "raised", "textsubscript": "lowered",
    **dict.fromkeys(
        ("textsc", "textrm", "textsf", "textup", "textmd", "textnormal", "text", "mbox", "hbox", "underline", "uline",
         "ul", "hl", "uppercase", "ensuremath", "mathrm", "mathbf", "mathit", "mathsf", "mathtt", "mathcal"),
        "plain",
    ),
}  # fmt: skip
_SWITCHES: dict[str, TexKind] = {
    **dict.fromkeys(("it", "itshape", "em", "sl", "slshape"), "em"),
    **dict.fromkeys(("bf", "bfseries"), "strong"),
    **dict.fromkeys(("tt", "ttfamily"), "code"),
    **dict.fromkeys(
        ("rm", "sc", "scshape", "sf", "sffamily", "tiny", "scriptsize", "footnotesize", "small", "large", "Large",
         "boldmath", "unboldmath"),
        "plain",
    ),
}  # fmt: skip

SUPERSCRIPTS = str.maketrans("0123456789+−-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
SUBSCRIPTS = str.maketrans("0123456789+−-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISED_LETTERS = str.maketrans("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_SIGNS = re.compile("[0-9+−=()-]+")
_MARKS = re.compile(r"(?=.*[0-9a-z])(?:(?:[0-9]+|[a-z]|[*∗†‡§¶#])(?:,\s?|(?=[*∗†‡§¶#])|\Z))+")

_ESCAPED = re.compile(r"\\([%&#_${}])")
_MOST_BRACES = 6
_CONTROL_SPACE = re.compile(r"\\ (?=\S)")
_PAIR = re.compile(r"\\[\s\S]|[{}]")


def _any(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_STYLE = re.compile(rf"\\(?:(?P<name>{_any(_STYLES)})|(?:textcolor|colorbox)\s*\{{[^{{}}]*\}})\s*(?=\{{)")
_SWITCH = re.compile(rf"\{{\s*\\(?P<name>{_any(_SWITCHES)})(?![A-Za-z])\s*")
_LINK = re.compile(r"\\(?:url|href)\s*\{\s*(?P<href>[^{}\s]*)\s*\}")
_CITE = re.compile(
    r"\\(?:[Cc]ite(?:[pt]|alp|alt|author|year|yearpar|num)?\*?|parencite|textcite|autocite|footcite)\s*"
    r"(?:\[(?P<first>[^\[\]\n]*)\]\s*)?(?:\[(?P<second>[^\[\]\n]*)\]\s*)?\{(?P<keys>[^{}]+)\}"
)
_REFERENCE = re.compile(r"\\(?P<name>ref|eqref|autoref|[cC]ref|pageref|nameref|vref)\*?\s*\{(?P<key>[^{}\n]+)\}")
_LABEL = re.compile(r"\\(?:label|vspace|hspace|noopsort)\*?\s*\{[^{}\n]*\}")
_VERBATIM = re.compile(r"\\verb\*?(?P<sign>[|!+@])(?P<code>[^\n]*?)(?P=sign)")
_BASE = r"(?:\{\s*(?P<braced>\\?[A-Za-z])\s*\}|(?P<bare>\\[ij](?![A-Za-z])|[A-Za-z]))"
_ACCENT = re.compile(
    rf"""(?P<brace>\{{\s*)?\\(?:(?P<sign>[`'^"~=.])|(?P<letter>[uvHcdbkr])(?:\s+|(?=\{{))){_BASE}(?(brace)\s*\}})"""
)
_NAMED = re.compile(
    rf"(?P<brace>\{{\s*)?\\(?P<name>{_any((*TEX_LETTERS, *TEX_SYMBOLS))})(?![A-Za-z])"
    r"(?(brace)\s*\}|(?P<end>\{\}|\\ (?=\S))?)"
)
_SIGN = re.compile(rf"\\(?P<name>{_any(_BRACED_SYMBOLS.keys() - {'to'})})(?![A-Za-z]|[\\/]\w)")
r"""Math without dollar signs: `20\%\downarrow`, `10\times`, `\leq 0.5`."""
_BEFORE_NO_SIGN = re.compile(r"(?:[A-Za-z]{2}|[_.^]|[:/][^\s,;(){}]*|(?<![0-9])\\(?![%&#_$])[^\s,;(){}]*)\Z")
_SECTION = re.compile(r"(?<![\w\\/:])\\S ?(?=[0-9])")
_QUANTITY = re.compile(
    r"\\(?:(?:SI|qty)\s*\{(?P<number>[^{}\\]+)\}\s*\{(?P<unit>[^{}]+)\}|si\s*\{(?P<only>[^{}]+)\}|num\s*\{(?P<bare>[^{}\\]+)\})"
)
_UNIT_NAME = re.compile(r"\\([A-Za-z]+)\s*")
_ITEMS = re.compile(
    r"\\begin\{(?:itemize|enumerate|description)\}(?=\s*\\item(?![A-Za-z]))"
    r"|\\end\{(?:itemize|enumerate|description)\}"
    r"|(?<![\w:/\\])\\(?P<item>item)(?:\s*\[(?P<label>[^\[\]\n]*)\])?(?![A-Za-z])"
)
_GROUP = re.compile(r"\{\\(?P<name>[A-Za-z]+)\s*\}")
_BEFORE_KEY = re.compile(r"~\\(?:[cC]ite|[a-z]*ref|parencite|textcite|autocite)")
_TIE = re.compile(
    r"""(?<=[A-Za-z]{2})~(?=\(|\{?\\[A-Za-z]{2}|\ufffc|\$(?![0-9])|\$[^$\n]*[^$\s~/,+-]\$)
      | (?<=[A-Za-z]\.)~(?=[\w(\[$\\\ufffc])
      | (?<=[0-9])~(?=\\[A-Za-z]{2})
      | (?<=[)}$\ufffc])~(?=[A-Za-z]{2,}(?![\w-]))
      | (?<=[}$\ufffc])~(?=\()
      | (?<=\bet)~(?=al\b)
    """,
    re.VERBOSE,
)
"""Ties that cannot be the sign of a range: `Detection~(VAD)`, `e.g.~this`, `$k$~points`."""
_NUMBERED = re.compile(
    r"(?:\b(?:[Ff]igures?|[Tt]ables?|[Ss]ections?|[Cc]hapters?|[Ee]quations?|[Tt]heorem|[Ll]emma|[Cc]orollary"
    r"|[Pp]roposition|[Dd]efinition|[Aa]lgorithm|[Aa]ppendix|[Ee]xample|[Pp]art|[Ss]tep|[Pp]age|[Ll]ine|Figs?|Eqs?"
    r"|Secs?|Tab|Sect|Alg|App|No|Vol|pp))\Z"
)
_FIGURE = re.compile(r"~[0-9]+(?:\.[0-9]+)*[a-z]?(?![\w~-])(?!\.\w)")
_NUMBER = re.compile(r"(?<![\w.,~-])[+-]?[0-9]+(?:[.,][0-9]+)*\Z")
_COMMAND = re.compile(r"\\(?P<name>[A-Za-z]+)\*?(?:\[[^\[\]]*\]|\{[^{}]*\})*\Z")
_UNIT = re.compile(
    r"~(?:[A-Za-z]+[A-Z][A-Za-z]*|[KMGT]?bps|[nmk]?[ms]|cm|kg|mg|ml|sec|fps|pp|px|per\s?cent|(?:second|minute|hour|day|month"
    r"|year|percent|point|time|frame|bit|byte|token|image|sample|epoch|step|parameter)s?)(?![\w-])"
)
_FAR = 400
"""Characters around a tie in which Chinese letters make it the sign of a range."""
_WORD_START = re.compile(r"(?<!\S)\\(?:AA|AE|OE|DH|TH)(?: [a-z]|(?![A-Za-z]))|(?<=[0-9])\\AA(?![A-Za-z])")
r"""A letter at the start of a word (`\AA ngstr\"om`), or the unit Å."""
_QUOTED = re.compile(r"``(?P<double>(?=\S)[^`]*?\S)''(?!['`])(?=(?:[^`]|`(?!`))*(?:\Z|(?<![^\s(\[])``))")
_QUOTED_IN_TEX = re.compile(r"``(?P<double>[^`'\"]+(?:'[^`'\"]+)*)(?:''|\")")
_THIN = re.compile(r"\\[,;:](?=[A-Za-z0-9])")
_START = re.compile(r"[\\{~`]")
_LIKE_PATH = re.compile(r"[:/\\\w]\Z")
_PATH = re.compile(r"[:/\\][^\s{}]*\Z")


@frozen
class TexPiece:
    """What a command means. `inner` is the range of its argument, which may have commands itself."""

    kind: TexKind
    end: int
    text: str = ""
    """The text of the kinds `text` and `code` without `inner`."""
    inner: tuple[int, int] | None = None
    href: str = ""


def match_braces(text: str) -> dict[int, int]:
    """Offset of each opening brace that is closed -> offset of the closing one."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in _PAIR.finditer(text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            pairs[opened.pop()] = match.start()
    return pairs


def read_tex(text: str, at: int, braces: Mapping[int, int], *, markdown: bool) -> TexPiece | None:
    r"""Read the command at an offset where there is one of ``\ { ~ ` ``; None if it is no command that we know.

    In Markdown, `\'` and `\"` are escapes: there, they are accents inside words and in braces only, and a name without
    braces, as in `C:\l`, is no letter.
    """
    sign = text[at]
    if sign == "~":
        return _read_tie(text, at)
    if sign == "`":
        quoted = (_QUOTED if markdown else _QUOTED_IN_TEX).match(text, at)
        return None if quoted is None else TexPiece(kind="quote", end=quoted.end(), inner=quoted.span("double"))
    if sign == "{":
        return _read_group(text, at, braces)
    before = text[max(0, at - 1) : at]
    style = _STYLE.match(text, at)
    if style is not None:
        closing = braces.get(style.end())
        if closing is None or (before and before in ":\\/"):
            return None
        return _styled(_STYLES.get(style["name"], "plain"), text, closing + 1, (style.end() + 1, closing))
    return _read_link(text, at, braces) or _read_reference(text, at) or _read_letter(text, at, markdown=markdown)


def _styled(kind: TexKind, text: str, end: int, inner: tuple[int, int]) -> TexPiece:
    """A style with an argument; typewriter is code only if its argument is plain."""
    if kind != "code":
        return TexPiece(kind=kind, end=end, inner=inner)
    code = _ESCAPED.sub(r"\1", text[slice(*inner)])
    return (
        TexPiece(kind="plain", end=end, inner=inner)
        if "\\" in code or "$" in code
        else TexPiece(kind="code", end=end, text=code)
    )


def _read_tie(text: str, at: int) -> TexPiece | None:
    """A tie, which is a space that does not break; `~` is also the sign of a range (`5~10`, `L1~L5`) and of `about`.

    In Chinese text only a tie before a citation or a reference is one.
    """
    before = text[max(0, at - 24) : at]
    if _BEFORE_KEY.match(text, at) is None or not before or before[-1].isspace() or before[-1] == "~":
        if has_han(text[max(0, at - _FAR) : at + _FAR]):
            return None
        is_tie = (
            _TIE.match(text, at) is not None
            or (text[at + 1 : at + 2].isalnum() and _COMMAND.search(before) is not None)
            or (_NUMBER.search(before) is not None and _UNIT.match(text, at) is not None)
            or (_NUMBERED.search(before) is not None and _FIGURE.match(text, at) is not None)
        )
        if not is_tie:
            return None
    return TexPiece(kind="text", end=at + 1, text="\u00a0")


def _read_group(text: str, at: int, braces: Mapping[int, int]) -> TexPiece | None:
    command = _COMMAND.search(text, max(0, at - 60), at)
    if command is not None and command["name"] not in _STYLES and command["name"] not in _ALL_SYMBOLS:
        return None  # the argument of an unknown command, which keeps its braces
    switch = _SWITCH.match(text, at)
    if switch is not None:
        closing = braces.get(at)
        if closing is None or closing < switch.end():
            return None
        end = closing - 2 if text.startswith("\\/", closing - 2) else closing  # the italic correction
        return _styled(_SWITCHES[switch["name"]], text, closing + 1, (switch.end(), end))
    group = _GROUP.match(text, at)
    if group is not None and group["name"] in _BRACED_SYMBOLS:
        return TexPiece(kind="text", end=group.end(), text=_BRACED_SYMBOLS[group["name"]])
    closing = braces.get(at)
    if closing is not None and text[at + 1] in "{\\" and not text.startswith("{" * _MOST_BRACES, at):
        # Braces around a single command, as in `{{\large {\textbf{F}}}}aster`, only delimit it.
        inside = read_tex(text, at + 1, braces, markdown=True)
        if inside is not None and inside.end == closing and inside.inner is not None:
            return TexPiece(kind="plain", end=closing + 1, inner=(at + 1, closing))
    return _read_letter(text, at, markdown=True)


def _read_link(text: str, at: int, braces: Mapping[int, int]) -> TexPiece | None:
    link = _LINK.match(text, at)
    if link is None:
        return None
    href = re.sub(r"\\([%#&_~$])(?:\{\})?", r"\1", link["href"])
    if text.startswith("\\url", at):
        return TexPiece(kind="link", end=link.end(), text=href, href=href)
    opening = link.end() + len(text[link.end() : link.end() + 40]) - len(text[link.end() : link.end() + 40].lstrip())
    closing = braces.get(opening)
    if closing is None:
        return TexPiece(kind="link", end=link.end(), text=href, href=href) if "://" in href else None
    if "://" not in href and text.startswith(("http://", "https://"), opening + 1):  # the arguments were confused
        return TexPiece(kind="link", end=closing + 1, text=href, href=text[opening + 1 : closing])
    return TexPiece(kind="link", end=closing + 1, inner=(opening + 1, closing), href=href)


def _read_reference(text: str, at: int) -> TexPiece | None:
    cite = _CITE.match(text, at)
    if cite is not None:
        keys = ", ".join(" ".join(key.split()) for key in cite["keys"].split(","))
        before, after = (cite["first"], cite["second"]) if cite["second"] is not None else ("", cite["first"])
        shown = f"{before} {keys}".lstrip() + (f", {after}" if after else "")
        return TexPiece(kind="text", end=cite.end(), text=f"[{shown.replace('~', ' ')}]")
    reference = _REFERENCE.match(text, at)
    if reference is not None:
        shown = reference["key"] if reference["name"] != "eqref" else f"({reference['key']})"
        return TexPiece(kind="text", end=reference.end(), text=shown)
    label = _LABEL.match(text, at)
    if label is not None:
        return TexPiece(kind="text", end=label.end())
    verbatim = _VERBATIM.match(text, at)
    if verbatim is not None:
        return TexPiece(kind="code", end=verbatim.end(), text=verbatim["code"])
    thin = _THIN.match(text, at)
    if thin is not None and text[at - 1 : at].isdigit():
        return TexPiece(kind="text", end=thin.end(), text="\u202f")
    if _CONTROL_SPACE.match(text, at) is not None and text[at - 1 : at] in (".", "}", "$", ")", "\ufffc"):
        return TexPiece(kind="text", end=at + 1)
    return None


def _read_letter(text: str, at: int, *, markdown: bool) -> TexPiece | None:
    before = text[max(0, at - 1) : at]
    accent = _ACCENT.match(text, at)
    if accent is not None:
        letter = (accent["braced"] or accent["bare"]).lstrip("\\")
        # `\i` has no dot of its own; the letter with the mark has none either.
        shown = unicodedata.normalize("NFC", letter + TEX_ACCENTS[accent["sign"] or accent["letter"]])
        if accent["sign"]:
            inside = accent["brace"] or accent["braced"] or before.isalpha() or before in ("{", "}")
        else:
            inside = accent["braced"]
        if len(shown) == 1 and (inside or not markdown):
            return TexPiece(kind="text", end=accent.end(), text=shown)
        return None
    named = _NAMED.match(text, at)
    if named is None:
        return _read_sign(text, at) or _read_quantity(text, at) or _read_item(text, at)
    name, end = named["name"], named.end() - (named["end"] == "\\ ")
    if name in TEX_LETTERS:
        if not (named["brace"] or named["end"]):
            if _PATH.search(text, max(0, at - 40), at) or (
                markdown and not (before.isalpha() and text[end : end + 1] == " ") and not _WORD_START.match(text, at)
            ):
                return None
            end += text[end : end + 1] == " " and text[end + 1 : end + 2].islower()
        return TexPiece(kind="text", end=end, text=TEX_LETTERS[name])
    is_named_text = name.startswith("text") or name in ("ldots", "dots")
    if not named["brace"] and named["end"] is None and before and not before.isdigit():
        if _PATH.search(text, max(0, at - 40), at) if is_named_text else _LIKE_PATH.match(before):
            return None
        if name in (
            "textemdash",
            "textendash",
            "textquotesingle",
            "textquoteright",
        ):  # TeX drops the space behind a command
            end += text.startswith(" ", end)
    return TexPiece(kind="text", end=end, text=TEX_SYMBOLS[name])


def _read_sign(text: str, at: int) -> TexPiece | None:
    sign = _SIGN.match(text, at)
    if sign is not None and _BEFORE_NO_SIGN.search(text, max(0, at - 40), at) is None:
        before = text[at - 1 : at]
        is_product = before.isascii() and before.isalpha()
        end = sign.end() + (is_product and text.startswith(" ", sign.end()))  # `n\times n`
        return TexPiece(kind="text", end=end, text=_BRACED_SYMBOLS[sign["name"]])
    section = _SECTION.match(text, at)
    return None if section is None else TexPiece(kind="text", end=section.end(), text="§")


def _read_quantity(text: str, at: int) -> TexPiece | None:
    r"""A number with its unit, as siunitx writes them: `\SI{5}{\kilo\meter}`."""
    match = _QUANTITY.match(text, at)
    if match is None:
        return None
    unit = match["unit"] or match["only"] or ""
    if any(name not in _UNITS for name in _UNIT_NAME.findall(unit)):
        return None
    shown = _UNIT_NAME.sub(lambda name: _UNITS[name[1]], unit)
    number = match["number"] or match["bare"] or ""
    return TexPiece(kind="text", end=match.end(), text=f"{number}\u00a0{shown}" if number and unit else number or shown)


def _read_item(text: str, at: int) -> TexPiece | None:
    match = _ITEMS.match(text, at)
    if match is None:
        return None
    return TexPiece(kind="text", end=match.end(), text=(match["label"] or "•") if match["item"] else "")


def raise_digits(text: str) -> str:
    """A superscript of running text: `²`, `ⁿ`, `¹,*` (marks of an author), `th`, else `^*` or `^(n+1)`."""
    if _SIGNS.fullmatch(text) or _MARKS.fullmatch(text):
        return text.translate(SUPERSCRIPTS | _RAISED_LETTERS)
    return text if len(text) > 1 and text.isalpha() else f"^{text}" if len(text) == 1 else f"^({text})"


def lower_digits(text: str) -> str:
    """A subscript of running text: `₂`, else `_i`."""
    return text.translate(SUBSCRIPTS) if _SIGNS.fullmatch(text) else f"_{text}"


def plain_tex(text: str) -> str:
    """The text without its commands. There are no formulas in it."""
    return make_dashes(_plain(text, match_braces(text), 0, len(text)))


_FORMULA = "\ufffc"


def outside_formulas(text: str, formulas: Iterable[tuple[int, int]], change: Callable[[str], str]) -> str:
    """Change a text in which formulas are hidden, and put them back. They may be inside arguments of commands."""
    spans = list(formulas)
    if not spans:
        return change(text)
    starts = [0, *(end for _, end in spans)]
    ends = [*(start for start, _ in spans), len(text)]
    hidden = _FORMULA.join(text[start:end] for start, end in zip(starts, ends, strict=True))
    pieces = change(hidden).split(_FORMULA)
    if len(pieces) != len(starts):  # the text has U+FFFC itself, or a formula would be lost
        return text
    shown = [text[start:end] for start, end in spans]
    return pieces[0] + "".join(formula + piece for formula, piece in zip(shown, pieces[1:], strict=True))


def _plain(text: str, braces: Mapping[int, int], start: int, end: int) -> str:
    parts: list[str] = []
    at = start
    while (match := _START.search(text, at, end)) is not None:
        place = match.start()
        piece = read_tex(text, place, braces, markdown=False)
        if piece is None or piece.end > end:
            step = 2 if match[0] == "\\" and place + 1 < end and not text[place + 1].isalpha() else 1
            parts.append(text[at : place + step])
            at = place + step
            continue
        parts.append(text[at:place])
        inner = _plain(text, braces, *piece.inner) if piece.inner is not None else piece.text
        parts.append(show_piece(piece, inner, parts[-1]))
        at = piece.end
    parts.append(text[at:end])
    return "".join(parts)


def show_piece(piece: TexPiece, inner: str, before: str) -> str:
    """A piece as plain text, given the text of its argument and the text before it."""
    if piece.kind == "quote":
        return f"“{inner}”"
    if piece.kind == "note":
        return f"({inner})" if before[-1:].isspace() else f" ({inner})"
    if piece.kind == "raised":
        return raise_digits(inner)
    if piece.kind == "lowered":
        return lower_digits(inner)
    if piece.kind == "link" and piece.href and piece.href != inner:
        return f"{inner} ({piece.href})"
    return inner
