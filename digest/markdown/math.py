r"""Find formulas (`$..$`, `$$..$$`, `\(..\)`, `\[..\]`, `\begin{align}`), and tell them from money and prose.

Real abstracts have `512$\times$512`, `$5 and $10` and unpaired `$`. The rules were tuned on them: pair from left to
right, and reject a candidate only for what is inside it.
"""

import bisect
import re
from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING

from digest.markdown.cleaning import restore_controls
from digest.markdown.damage import repair_tex
from digest.text.characters import has_cjk
from digest.text.records import frozen

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_MAX_LENGTH = 2000
"""Maximum length of a formula in characters; longer ones are text."""

_MAX_PARAGRAPH = 20_000

_MAX_NESTED = 5
r"""Maximum number of dollar signs looked at for one outside braces: `$\text{if $x$}$` has three."""

_TOKEN = re.compile(r"\\[\s\S]|`+|\$\$?")
_ENVIRONMENT = re.compile(r"\\begin\{((?:align(?:at)?|equation|gather|multline|eqnarray|flalign|displaymath)\*?)\}")
"""A displayed formula that needs no delimiters."""
_ENSURED = re.compile(r"\\ensuremath\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_ESCAPED_OR_DOLLAR = re.compile(r"\\[\s\S]|\$")
_BACKSLASH_PAIR = re.compile(r"\\([\s\S])")
_BRACE = re.compile(r"(?<!\\)[{}]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_ARGUMENT = re.compile(r"\\[a-zA-Z]+\*?\s*\{[^{}]*\}")
_THREE_WORDS = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}(?:[\s,]+[A-Za-z]{2,}){2}")
_LIST_OF_WORDS = re.compile(
    r"(?:\\left)?(?:\\\{|[(\[]|\\langle\b)\s*[\w./-]+(?:\s*,\s*[\w./-]+)+\s*(?:\\right)?(?:\\\}|[)\]]|\\rangle\b)"
    r"|\A\s*[\w-]+(?:\s*,\s*[\w-]+){2,}\s*\Z",
)
"""Single words between commas, in brackets or as the whole formula: a set or a tuple, not prose."""
_ACCENT = re.compile(r"\\['\"^~=.`](?:[A-Za-z]|\{(?=[A-Za-z\\]))")
_WORD = re.compile(r"[A-Za-z]{3}")
_JOINED = re.compile(r"\A[0-9].*[\s\-–—~/,+|]\Z|\s(?:and|or|to|vs\.?)\s+\Z|\A[A-Z][A-Z0-9]+[/:.-]\Z", re.DOTALL)
"""What is between two prices or variables: `$5 - $10`, `$HOME and $PATH`, `$HOME/$USER`."""
_CITATION = re.compile(r"[\w .,;:&'’]*[\w.][\w .,;:&'’]*")
_CHINESE_MARK = re.compile("[，。；：、！？（）]")


@frozen
class Formula:
    """A formula: its TeX, the offset of its end, and whether it is set on a line of its own."""

    tex: str
    end: int
    display: bool


@frozen
class Formulas:
    """The formulas of a text by start offset, and the unpaired dollar signs."""

    at: dict[int, Formula] = field(default_factory=dict)
    unpaired: dict[int, int] = field(default_factory=dict)
    """Start offset -> number of dollar signs (1 or 2)."""


def is_formula(tex: str) -> bool:
    """Whether the text between two delimiters is a formula."""
    if not tex.strip(" \t\n\\") or len(tex) > _MAX_LENGTH or "`" in tex or _BLANK_LINE.search(tex):
        return False
    if not tex.isprintable():
        # A command that lost its backslash is still evidence for a formula.
        tex = repair_tex(restore_controls(tex))
    marked = "\\" in tex or "^" in tex or "_" in tex
    if not marked and (_JOINED.search(tex) or (tex[0].isdigit() and (_WORD.search(tex) or has_cjk(tex)))):
        return False
    bare = _ARGUMENT.sub(" ", tex)
    if has_cjk(bare) and (not marked or _CHINESE_MARK.search(bare)):
        return False
    return _THREE_WORDS.search(bare) is None or _THREE_WORDS.search(_LIST_OF_WORDS.sub(" ", bare)) is None


def _is_bracketed_text(tex: str) -> bool:
    # In abstracts `\[Gh1\]` is a citation key in escaped square brackets, not a displayed formula.
    tex = tex.strip()
    return has_cjk(tex) or ((len(tex) > 1 or tex.isdigit()) and _CITATION.fullmatch(tex) is not None)


_VARIABLE = re.compile(
    r"\$(?:[A-Z][A-Z0-9_]+|[A-Za-z]{2}\w+|\{[A-Za-z_]\w+\}|\([a-z]{2,}(?: [^()$\\^=]*)?\))"
    r"(?![\w$]|\s*[\\^=<>+*({\[|]|\s*/(?![$A-Za-z.])|\s+-)",
    re.ASCII,
)
"""A variable of a shell or a template, or the symbol of a share or token: `$HOME`, `${name}`, `$(date)`."""
_SIGN = re.compile(
    r"(?<![^\s(\[{'\"“‘（【「《/,，、。；：|$\u3400-\u9fff])\${1,9}+"
    r"(?=\s*[)\]}'\"”’）】」》,，、。；：/|€£¥\u3400-\u9fff]|[.;:!?](?:\s|\Z)|\s+(?:signs?|symbols?)\b)"
)
"""A sign that is spoken of, not used: `the $ sign`, `($)`, `{$,€}`."""
_CURRENCY = re.compile(r"(?<![A-Za-z])(?:USD?|AU?D?|CA?D?|HKD?|NTD?|NZD?|R|SG?D?|MXN?)\Z")
_AMOUNT = re.compile(r"\$ ?[0-9](?![0-9.,]*\$)")
_AFTER_AMOUNT = re.compile(r"[\s),;/–—-][^=<>]*[0-9]\s*\Z")
r"""What is between two prices with the sign behind: `5$ or 10$`."""


def _is_between_prices(source: str, start: int, closing: int) -> bool:
    """Whether the dollar signs around text without TeX are of prices: `US$5 to US$6`, `5$ or 10$`."""
    inside = source[start + 1 : closing]
    before = source[max(0, start - 4) : start]
    if _AMOUNT.match(source, start) and _CURRENCY.search(before):
        return True
    if "\\" in inside or "^" in inside or "_" in inside:
        return False
    if before[-1:].isdigit() and _AFTER_AMOUNT.match(inside):
        return True
    return source[closing + 1 : closing + 3].lstrip(" ")[:1].isdigit() and (
        _CURRENCY.search(inside) is not None or (inside[-1:].isspace() and not inside[0].isspace())
    )


def _is_dollar(source: str, start: int) -> bool:
    """Whether a dollar sign without a partner was hardly meant to open or close a formula."""
    return (
        _is_money(source, start)
        or _VARIABLE.match(source, start) is not None
        or _SIGN.match(source, start) is not None
        or _CURRENCY.search(source, max(0, start - 3), start) is not None
    )


def _is_money(source: str, start: int) -> bool:
    after = source[start + 1 : start + 4].lstrip(" -")[:1]
    if after.isdigit():
        return True
    return source[max(0, start - 1) : start].isdigit() and source[start + 1 : start + 2] not in (
        "\\",
        "^",
        "_",
        "{",
        "(",
        "$",
    )


def _closing_dollar(source: str, start: int, width: int) -> int:
    """Offset of the `$` or `$$` that closes a formula whose TeX starts at `start`, or -1."""
    position = start
    limit = start + _MAX_LENGTH + 2
    while (match := _ESCAPED_OR_DOLLAR.search(source, position, limit)) is not None:
        if match[0] == "$" and (width == 1 or source.startswith("$$", match.start())):
            return match.start()
        position = match.end()
    return -1


def _balanced_dollar(source: str, start: int, closing: int) -> int:
    r"""The closing `$` from which the braces are balanced: `$\texttt{M$^3$F}$` is one formula. Else `closing`."""
    found = closing
    for _ in range(_MAX_NESTED):
        braces = [match[0] for match in _BRACE.finditer(source, start, found)]
        if braces.count("{") <= braces.count("}"):
            return found
        found = _closing_dollar(source, found + 1, 1)
        if found < 0:
            break
    return closing


def _environment_end(source: str, start: int) -> int:
    r"""The end of the environment that begins at `start`, or -1."""
    match = _ENVIRONMENT.match(source, start)
    if match is None:
        return -1
    closer = f"\\end{{{match[1]}}}"
    closing = source.find(closer, match.end(), start + _MAX_LENGTH)
    tex = source[match.end() : closing]
    if closing < 0 or not tex.strip() or "`" in tex or _BLANK_LINE.search(tex):
        return -1
    return closing + len(closer)


def _closing_brackets(source: str) -> dict[str, list[int]]:
    closing: dict[str, list[int]] = {")": [], "]": []}
    for match in _BACKSLASH_PAIR.finditer(source):
        if match[1] in closing:
            closing[match[1]].append(match.start())
    return closing


def _next(positions: list[int], start: int) -> int:
    index = bisect.bisect_left(positions, start)
    return positions[index] if index < len(positions) else -1


def _backtick_runs(source: str) -> dict[int, list[int]]:
    runs: dict[int, list[int]] = {}
    for match in re.finditer("`+", source):
        runs.setdefault(len(match[0]), []).append(match.start())
    return runs


def find_formulas(source: str) -> Formulas:
    """Find the formulas of one paragraph, from left to right, skipping code spans and escaped characters."""
    found = Formulas()
    runs: dict[int, list[int]] = {}
    brackets: dict[str, list[int]] = {}
    position = 0
    while (match := _TOKEN.search(source, position)) is not None:
        mark, start, position = match[0], match.start(), match.end()
        if mark[0] == "`":
            runs = runs or _backtick_runs(source)
            closing = _next(runs.get(len(mark), []), position)
            if closing >= 0:
                position = closing + len(mark)
        elif mark in ("\\(", "\\["):
            brackets = brackets or _closing_brackets(source)
            closing = _next(brackets[")" if mark == "\\(" else "]"], position)
            if closing < 0 or closing - position > _MAX_LENGTH:
                continue
            tex = source[position:closing]
            if not is_formula(tex) or (mark == "\\[" and _is_bracketed_text(tex)):
                continue
            position = closing + 2
            found.at[start] = Formula(tex=tex, end=position, display=mark == "\\[")
        elif mark == "\\b":
            end = _environment_end(source, start)
            if end >= 0:
                position = end
                found.at[start] = Formula(tex=source[start:end], end=end, display=True)
        elif mark == "\\e":
            ensured = _ENSURED.match(source, start)
            if ensured is not None and is_formula(ensured[1]):
                position = ensured.end()
                found.at[start] = Formula(tex=ensured[1], end=position, display=False)
        elif mark[0] == "$":
            width = len(mark)
            closing = _closing_dollar(source, position, width)
            if width == 1 and closing >= 0:
                closing = _balanced_dollar(source, position, closing)
            if (
                closing >= 0
                and is_formula(source[position:closing])
                and not (width == 1 and _is_between_prices(source, start, closing))
            ):
                tex = source[position:closing]
                position = closing + width
                found.at[start] = Formula(tex=tex, end=position, display=width == 2)
            elif not _is_dollar(source, start):
                found.unpaired[start] = width
    return found


def accent(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001  the parser's own signature
    r"""Inline rule: a TeX accent in running text (`G\"odel`, `caf\'e`) stays as typed, backslash included."""
    start = state.pos
    if state.src[start] != "\\":
        return False
    match = _ACCENT.match(state.src, start, state.posMax)
    if match is None:
        return False
    before = state.src[max(0, start - 1) : start]
    if match[0][-1] != "{" and not before.isalpha() and before != "{":
        return False
    if not silent:
        state.pending += match[0][:2]
    state.pos = start + 2
    return True


def formula(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001  the parser's own signature
    """Inline rule: a formula becomes one token. An unpaired dollar sign is recorded in `env["unpaired"]`."""
    start = state.pos
    if state.src[start] not in "$\\":
        return False
    known: dict[str, Formulas] = state.env["formulas"]
    formulas = known.get(state.src)
    if formulas is None:
        formulas = known[state.src] = find_formulas(state.src)
    found = formulas.at.get(start)
    if found is None:
        width = formulas.unpaired.get(start)
        if width and not silent:
            inline = state.env["inline"]
            if inline is not None and inline.content == state.src:
                state.env["unpaired"].append((inline, start, width))
        return False
    if found.end > state.posMax:
        return False
    if not silent:
        token = state.push("formula", "math", 0)
        token.content = found.tex
        token.meta = {"display": found.display, "span": (start, found.end)}
    state.pos = found.end
    return True


def is_inside_formula(state: "StateBlock", line: int) -> bool:
    """Whether a line of a paragraph starts inside a formula, so that its `>`, `-` or `+` is no mark-up.

    Only outside quotes and lists: inside, such a line usually is mark-up.
    """
    if state.level or ("$" not in state.src and "\\begin{" not in state.src):
        return False
    begin = state.bMarks[line]
    known: dict[str, list[tuple[int, int]]] = state.env["formula_places"]
    if state.src not in known:
        known[state.src] = list(_places(state.src))
    places = known[state.src]
    before = bisect.bisect_left(places, (begin,)) - 1
    return before >= 0 and begin < places[before][1]


def _places(source: str) -> Iterator[tuple[int, int]]:
    """The spans of the formulas of a text whose blocks are not known, in order."""
    start = 0
    for chunk in source.split("\n\n"):
        if len(chunk) <= _MAX_PARAGRAPH and ("$" in chunk or "\\begin{" in chunk):
            for first, found in find_formulas(chunk).at.items():
                yield start + first, start + found.end
        start += len(chunk) + 2


def formula_block(state: "StateBlock", first: int, last: int, silent: bool) -> bool:  # noqa: FBT001
    r"""Block rule: lines between `$$` and `$$`, `\[` and `\]`, `\begin{align}` and `\end{align}`.

    Takes precedence over other blocks inside.
    """
    start = state.bMarks[first] + state.tShift[first]
    source: str = state.src
    opener = source[start : start + 2]
    if opener not in ("$$", "\\[", "\\b") or state.sCount[first] - state.blkIndent >= 4:
        return False
    environment = _ENVIRONMENT.match(source, start)
    if environment is not None:
        opener, closer = environment[0], f"\\end{{{environment[1]}}}"
    elif opener == "\\b":
        return False
    else:
        closer = "$$" if opener == "$$" else "\\]"
    lines: list[str] = []
    for line in range(first, last):
        begin = state.bMarks[line] + state.tShift[line]
        if begin >= state.eMarks[line] or (line > first and state.sCount[line] < state.blkIndent):
            return False
        text = source[begin + (len(opener) if line == first else 0) : state.eMarks[line]].rstrip()
        closing = text.find(closer)
        if closing < 0:
            lines.append(text)
            continue
        lines.append(text[:closing])
        tex = "\n".join(lines)
        if closing + len(closer) != len(text):
            return False
        if environment is not None:
            tex = f"{opener}{tex}{closer}"
            if _environment_end(tex, 0) < 0:
                return False
        elif not is_formula(tex) or (closer == "\\]" and _is_bracketed_text(tex)):
            return False
        if not silent:
            token = state.push("formula_block", "math", 0)
            token.content = tex
            token.map = [first, line + 1]
            token.meta = {"at": (start, begin + (len(opener) if line == first else 0) + len(text))}
            state.line = line + 1
        return True
    return False
