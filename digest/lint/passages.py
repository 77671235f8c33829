"""The texts of a file that rules read, and in each the characters that are prose.

What is not prose (code, formulas, addresses, HTML, the targets of links) is masked: rules never see it, and no fix can
touch it. Where it is not certain what something is, it is masked too: a rule may miss a fault, but must not find one
that is none.
"""

import bisect
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from digest.content.key_points import find_fences
from digest.markdown.block_scan import Block, scan_blocks
from digest.markdown.math import find_formulas
from digest.text.source import Excerpt, Source

MASK = "\ufdd0"
"""Stands for a character that is no prose: a noncharacter, which no pattern of a rule matches."""

_SIGNS = ("`", "$", "\\", "<", "&", "[", "@", "~~~", "://", "www.", "    ", "\t")
"""A text without any of these is prose."""

_NO_PROSE = ("fence", "code_block", "formula_block")
_TEXTS = ("paragraph", "heading", "table")
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

_LABEL = re.compile(r"\[[^\[\]]*\]")
_VISIBLE = re.compile(r"[^\n]")
_ITEM = re.compile(r"[ \t>]*(?:[-*+•]|[0-9]{1,3}[.)、．）]|[(（][0-9]{1,3}[)）]|[①-⑳]|\#{1,6})")


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
    """Where each paragraph, and each item of a list, starts and ends, if all that looks like an item is one.

    Key points are items to us by more marks than Markdown has, and their quotations do not pair over several.
    """
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


def items_of(text: str) -> list[tuple[int, int]]:
    """Where each paragraph, heading and table starts and ends, in items and quotes too: the parser says it.

    A line of a paragraph that only looks like an item, such as `(2)` or `2.`, does not cut it.
    """
    return _places(scan_blocks(text), _TEXTS)


def mask(text: str) -> str:
    """The text, equally long, with everything masked that is no prose."""
    if not any(sign in text for sign in _SIGNS):
        return text
    blocks = scan_blocks(text)
    prose = _without_code(text, blocks)
    lone: list[tuple[int, int, int]] = []
    if "$" in text or "\\" in text or "`" in text:
        prose, lone = _without_spans(text, prose, _places(blocks, _TEXTS))
    for sign, pattern in _OTHERS:
        if sign in prose:
            prose = pattern.sub(_hide_match, prose)
    if any(block.kind == "definition" for block in blocks):  # any words in brackets may name one of the definitions
        prose = _LABEL.sub(_hide_match, prose)
    return _hide_ranges(prose, [(start, end) for dollar, start, end in lone if prose[dollar] == "$"])


def hide_code(text: str) -> str:
    """The text, equally long, with code masked, and formulas on lines of their own."""
    return _without_code(text, scan_blocks(text))


def _without_code(text: str, blocks: Sequence[Block]) -> str:
    ranges = _places((*blocks, *find_fences(text)), _NO_PROSE)
    for start, end in _places(blocks, _TEXTS) if "`" in text else ():
        ranges += [(start + first, start + last) for first, last in _code_spans(text[start:end])]
    return _hide_ranges(text, ranges)


def _places(blocks: Sequence[Block], kinds: tuple[str, ...]) -> list[tuple[int, int]]:
    return [(block.start, block.end) for block in blocks if block.kind in kinds]


def hide(text: str) -> str:
    """As many masks as the text has characters; line breaks stay."""
    return _VISIBLE.sub(MASK, text)


def _hide_match(match: re.Match[str]) -> str:
    return hide(match[0])


def _without_spans(text: str, prose: str, texts: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int, int]]]:
    """`prose` without formulas and code spans; and each dollar sign that may be half of one, with its item.

    Where an item ends, so does what is in it; but what looks like an item may be a line of a paragraph. So both are
    asked, and what is a formula or code to one of them is masked.
    """
    ranges: list[tuple[int, int]] = []
    lone: list[tuple[int, int, int]] = []
    for at, stop in texts:
        paragraph, typed = prose[at:stop], text[at:stop]
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
