"""The texts of a file that rules read, and in each the characters that are prose.

What is not prose (code, formulas, addresses, HTML, the targets of links) is masked: rules never see it, and no fix can
touch it. Where it is not certain what something is, it is masked too: a rule may miss a fault, but must not find one
that is none.
"""

import bisect
import re
from collections.abc import Iterator
from typing import NamedTuple

from digest.content.markdown.cleaning import clean
from digest.content.markdown.math import find_formulas
from digest.content.markdown.parser import parse_environment, parse_text
from digest.text.source import Excerpt, Source

MASK = "\ufdd0"
"""Stands for a character that is no prose: a noncharacter, which no pattern of a rule matches."""

_SIGNS = ("`", "$", "\\", "<", "&", "[", "@", "~~~", "://", "www.", "    ", "\t")
"""A text without any of these is prose."""

_CODE = re.compile(
    r"(?P<fenced>^(?:[ \t>]|[-*+][ \t]|[0-9]{1,9}[.)][ \t]|\[\^[^\[\]\n]+\]:)*(?P<fence>`{3,}|~{3,})[^\n]*"
    r"(?:\n(?![ \t>]*(?P=fence)[`~]*[ \t]*$)[^\n]*)*(?:\n[^\n]*)?)"
    r"|\\[\s\S]"
    r"|(?P<span>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])+?(?<!`)(?P=ticks)(?!`))",
    re.MULTILINE,
)
_INDENTED = re.compile(r"^[ ]{0,3}(?: {4}|\t)[^\n]*", re.MULTILINE)
_TICKS = re.compile("`+")
_TICKS_OR_ESCAPED = re.compile(r"\\[\s\S]|`+")
_TEX = re.compile(
    r"\\begin\{(?P<name>\w+\*?)\}[\s\S]{0,4000}?\\end\{(?P=name)\}|\\[A-Za-z]+\*?(?:\{[^{}\n]*\})*|\\[!-~]"
)
_HTML = re.compile(r"<[A-Za-z/!?][^<>\n]*>|&\#?\w{1,32};")
_BRACKETED = re.compile(
    r"^[ ]{0,3}\[(?!\^)[^\[\]\n]+\]:[^\n]*|\[\^[^\[\]\n]+\]:?"  # definitions of links, marks of footnotes
    r"|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\]\[[^\[\]\n]*\]",  # where links and images lead
    re.MULTILINE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-Z\\^-~]*(?:(?<=[/=])[^\s，。；：！？、（）“”\[\]]+)?")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_OTHERS = (
    ("\\", _TEX),
    ("<", _HTML),
    ("&", _HTML),
    ("[", _BRACKETED),
    ("://", _ADDRESS),
    ("www.", _ADDRESS),
    ("@", _MAIL),
)
"""What else is no prose, each kind with a sign that it cannot do without."""

_DEFINITION = re.compile(r"^[ ]{0,3}\[(?!\^)[^\[\]\n]+\]:", re.MULTILINE)
_LABEL = re.compile(r"\[[^\[\]]*\]")
_VISIBLE = re.compile(r"[^\n]")
_ITEM = re.compile(r"[ \t>]*(?:[-*+•]|[0-9]{1,3}[.)、．）]|[(（][0-9]{1,3}[)）]|[①-⑳]|\#{1,6})")
_MARKED = re.compile(r"[ \t>]*(?:[-*+•]|(?P<number>[0-9]{1,9})[.)]|\#{1,6})[ \t]")


class Passage(NamedTuple):
    """A text of a file: which field it is (empty for a free section), and where it stands.

    `prose` is the text, equally long, with everything masked that is no prose; line breaks stay.
    """

    field: str
    text: str
    prose: str
    excerpt: Excerpt

    def stands_in(self, source: Source) -> bool:
        """Whether each of its characters stands in the source as it is here: no escape of YAML was undone."""
        anchors = self.excerpt.anchors
        ends = [*(here for here, _ in anchors[1:]), len(self.text)]
        return all(
            source.text.startswith(self.text[here:end].rstrip(), there)
            for (here, there), end in zip(anchors, ends, strict=True)
        )


def make_passage(field: str, excerpt: Excerpt) -> Passage:
    """The passage of a text."""
    return Passage(field, excerpt.text, mask(excerpt.text), excerpt)


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text, each with where it starts."""
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def blocks_of(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph, and each item of a list, starts and ends."""
    start = -1
    for at, line in lines_of(text):
        is_blank = not line or line.isspace()
        if start >= 0 and (is_blank or _ITEM.match(line)):
            yield start, at - 1
            start = -1
        if start < 0 and not is_blank:
            start = at
    if start >= 0:
        yield start, len(text)


def items_of(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph, heading, and item of a list starts and ends, by CommonMark alone (5.2).

    A line of a paragraph that only looks like an item, such as `(2)` or `2.`, does not cut it.
    """
    start = -1
    is_numbered = False
    for at, line in lines_of(text):
        is_blank = not line or line.isspace()
        item = None if is_blank else _MARKED.match(line)
        begins = item is not None and (item["number"] in (None, "1") or is_numbered)
        if start >= 0 and (is_blank or begins):
            yield start, at - 1
            start = -1
        if start < 0 and not is_blank:
            start, is_numbered = at, item is not None
    if start >= 0:
        yield start, len(text)


def mask(text: str) -> str:
    """The text, equally long, with everything masked that is no prose."""
    if not any(sign in text for sign in _SIGNS):
        return text
    prose = hide_code(text)
    lone: list[tuple[int, int, int]] = []
    if "$" in text or "\\" in text or "`" in text:
        prose, lone = _without_spans(text, prose)
    has_labels = "]:" in prose and _DEFINITION.search(prose) is not None
    for sign, pattern in _OTHERS:
        if sign in prose:
            prose = pattern.sub(_hide_match, prose)
    if has_labels:  # any words in brackets may name one of the definitions
        prose = _LABEL.sub(_hide_match, prose)
    for dollar, start, end in lone:
        if prose[dollar] == "$":
            prose = _hide_ranges(prose, [(start, end)])
    return prose


def hide_code(text: str) -> str:
    """The text, equally long, with code masked."""
    if "    " in text or "\t" in text:
        text = _without_code_blocks(text)
    if "`" not in text and "~~~" not in text:
        return text
    return _CODE.sub(lambda match: hide(match[0]) if match.lastgroup else match[0], text)


def _without_code_blocks(text: str) -> str:
    """The text without indented code, as the parser finds it: the third level of a list is indented as deep."""
    cleaned = clean(text).text
    if len(cleaned) != len(text) or "\r" in text:
        return _INDENTED.sub(_hide_match, text)
    lines = text.split("\n")
    for token in parse_text(cleaned, parse_environment()):
        if token.type in ("code_block", "fence") and token.map is not None:
            for number in range(*token.map):
                lines[number] = hide(lines[number])
    return "\n".join(lines)


def hide(text: str) -> str:
    """As many masks as the text has characters; line breaks stay."""
    return _VISIBLE.sub(MASK, text)


def _hide_match(match: re.Match[str]) -> str:
    return hide(match[0])


def _paragraphs(text: str) -> list[str]:
    """The paragraphs, and the blank lines between them: joined by line breaks they are the text."""
    parts: list[list[str]] = [[]]
    for line in text.split("\n"):
        if not line or line.isspace():
            parts += [[line], []]
        else:
            parts[-1].append(line)
    return ["\n".join(lines) for lines in parts if lines]


def _without_spans(text: str, prose: str) -> tuple[str, list[tuple[int, int, int]]]:
    """`prose` without formulas and code spans; and each dollar sign that may be half of one, with its item.

    Where an item ends, so does what is in it; but what looks like an item may be a line of a paragraph. So both are
    asked, and what is a formula or code to one of them is masked.
    """
    ranges: list[tuple[int, int]] = []
    lone: list[tuple[int, int, int]] = []
    at = 0
    for paragraph in _paragraphs(prose):
        typed = text[at : at + len(paragraph)]
        items = list(blocks_of(typed))
        if paragraph != typed or len(items) > 1:
            ranges += [(at + start, at + each.end) for start, each in find_formulas(paragraph).at.items()]
        for start, end in items:
            item = typed[start:end]
            found = find_formulas(item)
            ranges += [(at + start + first, at + start + each.end) for first, each in found.at.items()]
            lone += [(at + start + sign, at + start, at + end) for sign in found.alone]
            if "`" in item:
                ranges += [(at + start + first, at + start + last) for first, last in _code_spans(item)]
        at += len(paragraph) + 1
    return _hide_ranges(prose, ranges), lone


def _code_spans(text: str) -> Iterator[tuple[int, int]]:
    """The code spans of one paragraph or item, from left to right; a run of backticks without its like opens none."""
    closing: dict[int, list[int]] = {}
    for match in _TICKS.finditer(text):
        closing.setdefault(len(match[0]), []).append(match.end())
    at = 0
    while (opening := _TICKS_OR_ESCAPED.search(text, at)) is not None:
        at = opening.end()
        if opening[0][0] == "`":
            ends = closing.get(len(opening[0]), [])
            number = bisect.bisect_right(ends, at)
            if number < len(ends):
                at = ends[number]
                yield opening.start(), at


def _hide_ranges(text: str, ranges: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in sorted(ranges):
        if end > at:
            pieces += [text[at:start], hide(text[max(at, start) : end])]
            at = end
    return "".join((*pieces, text[at:]))
