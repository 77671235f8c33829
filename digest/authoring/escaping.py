r"""Escape plain text for Markdown with as few escapes as possible, by asking the parser.

All candidate characters are escaped; then each escape is removed if the text still renders the same. So no rule here
mirrors Markdown's grammar, and a text without mark-up stays unchanged. Formulas stay formulas, and `\%`, `\&`, `\#`,
`\_` and `\$`, which mean the same in LaTeX and Markdown, stay as typed.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from html import unescape
from string import punctuation

from digest.content.key_points import find_fences, split_points
from digest.content.sections import ASPECT_FIELDS, has_inline_labels, inline_labels, section_field, split_sections
from digest.markdown import render_markdown
from digest.markdown.math import find_formulas
from digest.text.characters import UNSAFE
from digest.text.source import Source, Span


class Markdown(str):
    """A text that is Markdown already: only what would end its section is escaped."""

    __slots__ = ()


Placing = Callable[[str], str]
"""Puts a paragraph into the Markdown around it, where it is parsed: `as_text`, `as_item` or `as_more`."""

_MOST_ESCAPES = 60
"""Above this number of escapes in a paragraph, each kind of character is tried as a whole instead of each escape."""

_FORMULA = "\ufffc"
"""Stands for a formula when texts are compared."""

_DAMAGE = frozenset({"math-not-converted", "damaged-math", "unknown-tex"})
"""Diagnostics of TeX that the author broke or defined: reported on every build, and no fault of the escaping."""

_MATH = re.compile(
    r'<(?P<box>div|span) class="math-[a-z]+"[^>]*>.*?</(?P=box)>|<math\b.*?</math>'
    r'|<code class="math-source">.*?</code>',
    re.DOTALL,
)
_PLAIN_TAG = re.compile(r'</?p>|<a href="[^"]*">|</a>')
_MARK = re.compile(
    r"[\\`*_\]<>&$~|]|:(?!//)|^[-#+=]|(?:(?<=^[0-9])|(?<=^[0-9][0-9])|(?<=[0-9]{3}))[.)](?!\S)"
    r"|(?<=[^\s|-])-(?=--?[^\s|-])|(?<= )-(?=--? )"  # dashes
    r"|：|^[^\w\s!-~]|(?:(?<=^[0-9])|(?<=^[0-9][0-9]))[、．）]"  # section labels, list items of key points
    # several of these on one line
    r"|(?:(?<=[;；。.!！?？])|(?<=[;；。.!！?？] ))[^\w\s!-~]|(?<=[0-9一二三四五六七八九十])[.)、．）]",
    re.MULTILINE,
)
r"""Candidates for escaping. Without `[`: `\[` would start a formula, and escaping `]` is enough to prevent a link."""

_LATEX = re.compile(r"(?<!\\)\\(?=[%&#_$])")
_ADDRESS = re.compile(r"https?://[^\s<>]*")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


def clean_text(text: str) -> str:
    """Remove characters that are unsafe in source files; normalise line breaks to LF."""
    text = re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return re.sub(f"[{UNSAFE}\ufeff]", "", text)


def paragraphs_of(text: str) -> list[str]:
    """Split at blank lines; strip each line."""
    lines = "\n".join([line.strip() for line in clean_text(text).split("\n")]).strip()
    return [each for each in _BLANK_LINES.split(lines) if each]


def as_text(paragraph: str) -> str:
    """Place as a paragraph of a section."""
    return paragraph


def as_item(paragraph: str) -> str:
    """Place as the first paragraph of a list item."""
    return "1. " + paragraph.replace("\n", "\n   ")


def as_more(paragraph: str) -> str:
    """Place as a further paragraph of a list item."""
    return "1. ...\n\n   " + paragraph.replace("\n", "\n   ")


def escape_paragraph(paragraph: str, placing: Placing = as_text) -> str:
    """Escape a paragraph of plain text with formulas, such that Markdown shows it unchanged where `placing` puts it."""
    for wanted in dict.fromkeys((paragraph, " ".join(paragraph.split("\n")))):
        reads = partial(_reads_as, shown=_shown(wanted), placing=placing)
        if reads(wanted):
            return wanted
        formulas = [(start, found.end) for start, found in find_formulas(wanted).at.items()]
        addresses = [match.span() for match in _ADDRESS.finditer(wanted)]
        for marks, escape in (
            ([at for at in _marks(wanted, (*formulas, *addresses)) if wanted[at] != ":"], _backslash),
            (_marks(wanted, (*formulas, *addresses)), _backslash),
            (_marks(wanted, formulas), _backslash),
            (_marks(wanted, formulas), _number),
        ):
            if reads(_escaped(wanted, marks, escape)):
                return _escaped(wanted, _needed(wanted, marks, escape, reads), escape)
    return _escaped(paragraph, _marks(paragraph, ()), _number)


def protect_markdown(text: str, *, above: str = "") -> str:
    """Escape Markdown so that it stays inside its section: headings are escaped, and an open fence is closed.

    With `above`, the heading of the free section or aspect that the text is in, only headings that end that section and
    start a known one are escaped.
    """
    text = clean_text(text).strip("\n").rstrip()
    while places := _breaking_out(text, above):
        text = _escaped(text, places, lambda sign: _backslash(sign) if sign in "#=-" else _number(sign))
    fences = [] if _is_closed(text) else find_fences(text)
    return next((closed for fence in fences if _is_closed(closed := f"{text}\n{fence.name}")), text)


def _breaking_out(text: str, above: str) -> set[int]:
    """Offsets of headings and section labels to escape."""
    # A section ahead, since a heading at the top is a title.
    before = f"## -\n\n{above}\n\n" if above else ""
    text = before + text
    source = Source(path="", text=text)
    found: set[int] = set()
    for section in split_sections(source, Span(start=0, end=len(text))):
        is_inside = section.start >= len(before)
        if is_inside and (section.field or (section.heading is not None and not above)):
            # Of a setext heading, escape the underline.
            line = max(section.start, text.rfind("\n", section.start, section.end) + 1)
            found.add(section.end - len(text[line : section.end].lstrip()))
        found.update(span.start for name, span in inline_labels(section) if section_field(name) not in ASPECT_FIELDS)
    return {at - len(before) for at in found}


def _is_closed(text: str) -> bool:
    """Whether a heading after the text would be one; False inside an open code fence."""
    ended = f"{text}\n\n# -"
    last = split_sections(Source(path="", text=ended), Span(start=0, end=len(ended)))[-1]
    return last.heading is not None and last.start == len(ended) - 3


def _marks(text: str, spared: Iterable[tuple[int, int]]) -> list[int]:
    """Offsets of the candidates outside the `spared` ranges, without LaTeX escapes."""
    ranges = tuple(spared)
    return [
        at
        for at in (match.start() for match in _MARK.finditer(text))
        if not any(start <= at < end for start, end in ranges) and not _LATEX.match(text, at)
        if not (at and _LATEX.match(text, at - 1))
    ]


def _backslash(sign: str) -> str:
    """A backslash escape (CommonMark 2.4: ASCII punctuation only), else a character reference."""
    return f"\\{sign}" if sign in punctuation else _number(sign)


def _number(sign: str) -> str:
    """A numeric character reference: never mark-up, and, unlike a backslash, no TeX accent either."""
    return f"&#{ord(sign)};"


def _escaped(text: str, marks: Iterable[int], escape: Callable[[str], str]) -> str:
    """The text with the characters at the offsets `marks` escaped."""
    parts: list[str] = []
    done = 0
    for at in sorted(marks):
        parts += (text[done:at], escape(text[at]))
        done = at + 1
    return "".join((*parts, text[done:]))


def _needed(wanted: str, marks: list[int], escape: Callable[[str], str], reads: Callable[[str], bool]) -> list[int]:
    """The subset of `marks` that must be escaped; escaping all of them is known to suffice."""

    def without(marks: list[int], groups: Iterable[set[int]]) -> list[int]:
        for group in groups:
            fewer = [at for at in marks if at not in group]
            if reads(_escaped(wanted, fewer, escape)):
                marks = fewer
        return marks

    kinds = dict.fromkeys(wanted[at] for at in marks)
    kept = without(marks, [{at for at in marks if wanted[at] == kind} for kind in kinds])
    return without(kept, [{at} for at in reversed(kept)]) if len(kept) <= _MOST_ESCAPES else kept


def _shown(text: str) -> str:
    """The visible text expected of a plain text, without white space."""
    parts: list[str] = []
    done = 0
    for start, formula in find_formulas(text).at.items():
        parts += (_LATEX.sub("", text[done:start]), _FORMULA)
        done = formula.end
    return "".join("".join((*parts, _LATEX.sub("", text[done:]))).split())


def _reads_as(text: str, shown: str, placing: Placing) -> bool:
    """Whether the Markdown renders as plain paragraphs with the text `shown`, and stays in its section where it is
    placed.
    """
    placed = placing(text)
    sections = split_sections(Source(path="", text=placed), Span(start=0, end=len(placed)))
    if len(sections) != 1 or sections[0].heading is not None or sections[0].field or has_inline_labels(placed):
        return False
    if placing is not as_text:
        points = split_points(sections[0].content)
        if len(points) != 1 or not points[0].text.endswith(text):
            return False
    rendered = render_markdown(text, anchor="a")
    if rendered.references or any(problem.code not in _DAMAGE for problem in rendered.problems):
        return False
    html = _PLAIN_TAG.sub("", _MATH.sub(_FORMULA, rendered.html))
    return "<" not in html and "".join(unescape(html).split()) == shown
