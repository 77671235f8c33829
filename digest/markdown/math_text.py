"""Turn MathML into plain text that keeps the value of a formula: `10⁶`, `1/3`, `√(n+1)`, `C(n,k)`, `∑ᵢ₌₁ⁿ i`.

For titles of tabs, descriptions and summaries of feeds, where dropping the tags would make `106` of `10⁶`.
"""

import re
import unicodedata

from digest.markdown.rendered import escape
from digest.text.later_characters import steady
from digest.text.records import frozen
from digest.text.tex import SUBSCRIPTS, SUPERSCRIPTS

_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_PART = re.compile(r"<(?P<end>/?)(?P<tag>[a-z]+)(?P<attributes>[^<>]*?)(?P<empty>/?)>|(?P<text>[^<]+)")
_WIDTH = re.compile(r'width="(-?[0-9.]+)em"')
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&ApplyFunction;": "\u2061", "&amp;": "&"}
_APPLY = "\u2061"
"""U+2061, the invisible operator after the name of a function."""
_INVISIBLE = re.compile("[\u2062-\u2064\ufe00-\ufe0f]")

_MARKS = (
    SUPERSCRIPTS
    | str.maketrans("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
    | str.maketrans("ABDEGHIJKLMNOPRTUVW∗∘", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ*°")
)
_LOW_MARKS = SUBSCRIPTS | str.maketrans("aehijklmnoprstuvxβγρφχ", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")
_RAISED = re.compile("[0-9a-pr-zABDEG-PRT-W+−=()-]+|[∗∘′″‴†‡]|[′∗][0-9]")
_LOWERED = re.compile("[0-9aehijk-pr-vxβγρφχ+−=()-]+")
_ROOTS = {"2": "√", "3": "∛", "4": "∜"}

_ACCENTS = {
    "ˆ": "\u0302", "^": "\u0302", "\u0302": "\u0302", "˜": "\u0303", "~": "\u0303", "\u0303": "\u0303",
    "¯": "\u0304", "ˉ": "\u0304", "\u20d7": "\u20d7", "→": "\u20d7", "˙": "\u0307", "¨": "\u0308", "´": "\u0301",
    "`": "\u0300", "ˇ": "\u030c", "˘": "\u0306", "˚": "\u030a", "\u20db": "\u20db", "\u20d6": "\u20d6", "←": "\u20d6",
}  # fmt: skip
_NAMES = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u20d7": "vec", "\u0307": "dot", "\u0308": "ddot"}
_BRACES = frozenset("⏞⏟⎴⎵⏜⏝")
_SUM = re.compile("[\u220f-\u2211\u222b-\u2233\u22c0-\u22c3\u2a00-\u2a21]")
"""Large operators: `∑`, `∫`, `⋃`."""

_OPERATOR = re.compile(r"(?<=[^\s({\[⟨])[+\-−±∓=<>≤≥≠≈∼≡→←↦∈∉⊂⊆∪∩∧∨,;:|∣∝≪≫⇒⇔]|[∑∏∫]| ")
"""What keeps a part from being one operand, outside brackets. A sign at the start does not count."""
_INNERMOST = re.compile(r"\([^(){}\[\]]*\)|\[[^(){}\[\]]*\]|\{[^(){}\[\]]*\}")
_HIDDEN = "\ufffc"
_SCRIPTS = ("msup", "msub", "msubsup", "mmultiscripts")
_MARGIN = re.compile("tex-(?:half|margin)")
"""Cells of equation numbers, and the empty ones opposite."""
_NUMBERS = re.compile("[0-9]+/[0-9]+")
_DIFFERENTIAL = re.compile(r"[d∂][^\W\d][₀-₉]*[⁰-⁹]*|d[⁰-⁹]+|∂[⁰-⁹]+[^\W\d]?")
_OPERAND_END = re.compile(rf"[^\W_]\Z|[)°′⁰⁴-⁹/÷{_APPLY}]\Z")
_WORD_START = re.compile(r"[^\W_]|[√∛∜]")
_OPERAND_START = re.compile(r"[^\W_]|[(\[{⟨⌊⌈|‖√∛∜∑∏∫∇∂!]")
_SCRIPT_END = re.compile(r"[_^][^\W_]\Z")
_IN_TWO_DIMENSIONS = re.compile('<math[^>]* display="block"|<m(?:table|under|phantom)|linethickness')
_NOTATION = re.compile(rf"[_^\\]|\b(?:{'|'.join(_NAMES.values())}|acc)\(")


@frozen
class _Node:
    tag: str
    attributes: str
    children: list["_Node"]
    text: str = ""


def formulas_to_text(html: str, *, only_simple: bool = False) -> str:
    """Replace each `math` element of rendered HTML by its text, escaped.

    `only_simple`: only those of one line that Unicode can write without signs that stand for a layout (`_`, `^`).
    """
    parts: list[str] = []
    position = 0
    for match in _MATH.finditer(html):
        text = mathml_to_text(match[0])
        kept = only_simple and (_IN_TWO_DIMENSIONS.search(match[0]) or _NOTATION.search(text))
        parts += (html[position : match.start()], match[0] if kept else escape(text))
        position = match.end()
    parts.append(html[position:])
    joined = parts[0]
    for part in parts[1:]:
        # Two numbers must not become one: `1` before `1/3`.
        joined += " " + part if joined[-1:].isdecimal() and part[:1].isdecimal() else part
    return joined


@steady
def mathml_to_text(mathml: str) -> str:
    """The text of a `math` element on one line."""
    return unicodedata.normalize("NFC", " ".join(_text(_parse(mathml)).split()))


def _parse(mathml: str) -> _Node:
    root = _Node(tag="math", attributes="", children=[])
    opened = [root]
    for match in _PART.finditer(mathml):
        if match["text"] is not None:
            text = match["text"]
            for entity, character in _ENTITIES.items():
                text = text.replace(entity, character)
            opened[-1].children.append(_Node(tag="", attributes="", children=[], text=_plain_letters(text)))
        elif match["end"]:
            if len(opened) > 1:
                opened.pop()
        else:
            node = _Node(tag=match["tag"], attributes=match["attributes"], children=[])
            opened[-1].children.append(node)
            if not match["empty"]:
                opened.append(node)
    return root


def _plain_letters(text: str) -> str:
    """Replace bold, italic, script and other styled letters (U+1D400 to U+1D7FF) by plain ones, but not `𝔼` and `𝟙`."""
    if text.isascii():
        return text
    return _INVISIBLE.sub(
        "",
        "".join(
            unicodedata.normalize("NFKC", c)
            if "\U0001d400" <= c <= "\U0001d7ff" and "DOUBLE-STRUCK" not in unicodedata.name(c, "DOUBLE-STRUCK")
            else c
            for c in text
        ),
    )


def _text(node: _Node) -> str:
    handler = _HANDLERS.get(node.tag)
    return handler(node) if handler is not None else _row(node)


def _row(node: _Node) -> str:
    """The children in a row, with spaces where two would run into each other."""
    children = node.children
    binomial = _binomial(children)
    if binomial:
        return binomial
    out = ""
    last: _Node | None = None
    for place, child in enumerate(children):
        text = _text(child)
        if not text:
            continue
        is_mixed = out[-1:].isdecimal() and _NUMBERS.fullmatch(text) is not None  # `3 1/3`
        if child.tag == "mfrac" and not is_mixed and _is_beside_operand(children, place):
            text = _wrap(text)
        if out and last is not None and _needs_space(out, last, text, child):
            out += " "
        out += text
        last = child
    if out.startswith("{") and _leaf(children[0]) == "{" and children[-1].tag == "mo" and not _text(children[-1]):
        out += "}"  # the invisible end of `cases`
    return out if node.tag == "mo" else out.replace(_APPLY, "")


def _binomial(children: list[_Node]) -> str:
    if len(children) != 3 or children[1].tag != "mfrac" or 'linethickness="0"' not in children[1].attributes:
        return ""
    upper, lower = children[1].children
    opening, closing = _text(children[0]), _text(children[2])
    if (opening, closing) == ("(", ")"):
        return f"C({_text(upper)},{_text(lower)})"
    return f"{opening}{_text(upper)},{_text(lower)}{closing}"


def _is_beside_operand(children: list[_Node], place: int) -> bool:
    """Whether a neighbour would be read as a part of a fraction: `a/b c` as `a/(bc)`, `log a/b` as `(log a)/b`."""
    before = _text(children[place - 1]) if place else ""
    after = "".join(map(_text, children[place + 1 : place + 3])).lstrip()
    if before and before == after[:1] in ("|", "‖"):
        return False
    return _OPERAND_END.search(before) is not None or _OPERAND_START.match(after) is not None


def _needs_space(out: str, last: _Node, text: str, child: _Node) -> bool:
    if out.endswith(_APPLY):
        return text[0] not in "([{⟨|"
    if out[-1].isspace() or text[0].isspace() or text[0] == _APPLY:
        return False
    if text[0] in "([" and _is_large(last) and not _is_name(last):
        return True
    if _WORD_START.match(text) is None:
        return False
    if out[-1].isdigit() and text[0].isdigit():
        return True
    if child.tag == "mtext" or last.tag == "mtext" or _is_index_before(last):
        return False
    return (
        _SCRIPT_END.search(out) is not None
        or (last.tag in ("msqrt", "mroot") and out[-1] != ")")
        or _is_large(last)
        or _is_name(last)
        or (_is_name(child) and out[-1].isalnum())
    )


def _is_index_before(node: _Node) -> bool:
    """Whether a node is an index of what follows: the mass number of an isotope."""
    return node.tag in _SCRIPTS and not _text(node.children[0])


def _is_large(node: _Node) -> bool:
    """Whether a node is a sum or an integral, with or without bounds."""
    node = _without_scripts(node)
    return node.tag == "mo" and _SUM.match(_leaf(node)) is not None


def _without_scripts(node: _Node) -> _Node:
    while node.tag in ("munder", "mover", "munderover", "msub", "msup", "msubsup") and node.children:
        node = node.children[0]
    return node


def _is_name(node: _Node) -> bool:
    """Whether a node is a name of several letters, such as that of a function, with or without scripts."""
    node = _without_scripts(node)
    while node.tag == "mrow":
        kept = [child for child in node.children if child.tag != "mspace"]
        if len(kept) != 1:
            return False
        node = kept[0]
    return node.tag == "mi" and len(_leaf(node)) > 1 and _leaf(node).isalpha()


def _leaf(node: _Node) -> str:
    return "".join(child.text or _leaf(child) for child in node.children)


def _space(node: _Node) -> str:
    width = _WIDTH.search(node.attributes)
    return " " if width is not None and float(width[1]) > 0 else ""


def _outside_brackets(text: str) -> str:
    """The text with `_HIDDEN` in place of each pair of brackets and of the braces of each script."""
    while (shorter := _INNERMOST.sub(_HIDDEN, text)) != text:
        text = shorter
    return text


def _is_sum(text: str) -> bool:
    return _OPERATOR.search(_outside_brackets(text)) is not None


def _wrap(text: str) -> str:
    return text if text.startswith("(") and _outside_brackets(text) == _HIDDEN else f"({text})"


def _is_one(node: _Node, text: str) -> bool:
    """Whether a part is a single operand: a letter, a number, a name, something in brackets, or one with scripts."""
    if len(text) <= 1 or text.isdecimal() or _outside_brackets(text) == _HIDDEN:
        return True
    while node.tag in ("mrow", "mstyle", "mpadded", "math"):
        children = [child for child in node.children if child.tag != "mspace"]
        if len(children) != 1:
            return False
        node = children[0]
    return node.tag not in ("mfrac", "mtable", "mroot", "msqrt")


def _fraction(node: _Node) -> str:
    upper, lower = node.children
    over, under = _text(upper), _text(lower)
    if 'linethickness="0"' in node.attributes:
        return f"{over}, {under}"
    if _is_sum(over) or upper.tag == "mfrac":
        over = _wrap(over)
    if not (_is_one(lower, under) or lower.tag == "msqrt" or _DIFFERENTIAL.fullmatch(under)):
        under = _wrap(under)
    return f"{over}/{under}"


def _base(node: _Node) -> str:
    """The text of what has scripts, in brackets if these would be read as those of its end."""
    text = _text(node)
    has_own = node.tag in _SCRIPTS and not _is_mark(text[-1:])
    is_long = has_own or (node.tag in ("mover", "munder") and _is_sum(text.strip()))
    return _wrap(text) if text and (is_long or not _is_one(node, text)) else text


def _raised(text: str) -> str | None:
    return text.translate(_MARKS) if _RAISED.fullmatch(text) else None


def _lowered(text: str) -> str | None:
    return text.translate(_LOW_MARKS) if _LOWERED.fullmatch(text) else None


def _script(sign: str, text: str) -> str:
    return f"{sign}{text}" if len(text) == 1 else f"{sign}{{{text}}}" if text else ""


def _with_scripts(base: _Node | None, lower: str, upper: str) -> str:
    start = _base(base) if base is not None else ""
    if not start and not lower and upper in ("≤", "≥", "<", ">", "≈", "∼"):
        return upper  # `$^{\leq}t$`: a sign before a letter
    small, high = _lowered(lower) if lower else "", _raised(upper) if upper else ""
    if _is_mark(upper):
        high = upper.translate(_MARKS)
        return start + high + (small if small is not None else _script("_", lower))
    if small is None or high is None:
        # `x_i^2`: after `x_i`, `²` would be a power of `i`.
        small, high = _script("_", lower), _script("^", upper)
    return f"{start}{small}{high}"


def _is_mark(text: str) -> bool:
    """Whether a superscript is a mark that belongs to the letter: a prime, a star, a degree sign."""
    return text != "" and all(c in "′″‴∗∘†‡" for c in text)


def _sup(node: _Node) -> str:
    return _with_scripts(node.children[0], "", _text(node.children[1]))


def _sub(node: _Node) -> str:
    return _with_scripts(node.children[0], _text(node.children[1]), "")


def _subsup(node: _Node) -> str:
    return _with_scripts(node.children[0], _text(node.children[1]), _text(node.children[2]))


def _multi(node: _Node) -> str:
    """Scripts on both sides: base, pairs of sub- and superscript, `mprescripts`, pairs before the base."""
    tags = [child.tag for child in node.children]
    cut = tags.index("mprescripts") if "mprescripts" in tags else len(tags)
    texts = [_text(child) for child in node.children]
    before = [_with_scripts(None, *texts[at : at + 2]) for at in range(cut + 1, len(texts) - 1, 2)]
    after = [_with_scripts(None, *texts[at : at + 2]) for at in range(1, cut - 1, 2)]
    return "".join((*before, _base(node.children[0]), *after))


def _accented(node: _Node) -> str | None:
    """A letter with an accent, or a line over or under a part; None for other scripts."""
    base, over = node.children
    mark = _text(over).strip()
    text = _text(base)
    if mark in _BRACES:
        return _wrap(text) if _is_sum(text) else text
    if "accent" not in node.attributes:
        return None
    if mark in ("\u0332", "_", "‾", "\u0305", "―"):
        line = "\u0332" if node.tag == "munder" else "\u0305"
        return "".join(c + line if c.isalnum() else c for c in text)
    combining = _ACCENTS.get(mark)
    if combining is None:
        return None
    if len(text) == 1:
        return text + combining
    return f"{_NAMES.get(combining, 'acc')}{_wrap(text)}"


def _over(node: _Node) -> str:
    accented = _accented(node)
    if accented is not None:
        return accented
    base, over = node.children
    upper = _text(over).strip()
    if upper and _without_scripts(base).tag != "mo" and not _is_name(base):
        return rf"\overset{{{upper}}}{{{_text(base)}}}"  # behind it, it would be a power
    return _with_limits(base, "", upper)


def _under(node: _Node) -> str:
    accented = _accented(node)
    if accented is not None:
        return accented
    return _with_limits(node.children[0], _text(node.children[1]), "")


def _under_over(node: _Node) -> str:
    base, lower, upper = node.children
    return _with_limits(base, _text(lower), _text(upper))


def _with_limits(base: _Node, lower: str, upper: str) -> str:
    return _with_scripts(base, lower.strip(), upper.strip())


def _root(node: _Node) -> str:
    base, index = node.children
    text, order = _text(base), _text(index).strip()
    raised = _raised(order)
    if order not in _ROOTS and raised is None:
        return f"{_base(base)}^{{1/{order}}}"
    sign = _ROOTS.get(order) or f"{raised}√"
    return sign + (text if _is_one(base, text) else _wrap(text))


def _square_root(node: _Node) -> str:
    content = _Node(tag="mrow", attributes="", children=node.children)
    text = _text(content)
    return "√" + (text if _is_one(content, text) else _wrap(text))


def _table(node: _Node) -> str:
    rows = []
    for row in node.children:
        cells = [(cell.attributes, " ".join(_row(cell).split())) for cell in row.children]
        numbers = [text for attributes, text in cells if text and _MARGIN.search(attributes)]
        cells = [cell for cell in cells if _MARGIN.search(cell[0]) is None]
        aligned = bool(cells) and "tex-right" in cells[0][0]
        texts = [text for _, text in cells if text or not aligned]
        rows.append(" ".join((("" if aligned else ", ").join(texts), *numbers)))
    return "; ".join(row for row in rows if row)


_HANDLERS = {
    "": lambda node: node.text,
    "mspace": _space,
    "mphantom": lambda _node: " ",
    "annotation": lambda _node: "",
    "mfrac": _fraction,
    "msup": _sup,
    "msub": _sub,
    "msubsup": _subsup,
    "mmultiscripts": _multi,
    "mover": _over,
    "munder": _under,
    "munderover": _under_over,
    "msqrt": _square_root,
    "mroot": _root,
    "mtable": _table,
}
