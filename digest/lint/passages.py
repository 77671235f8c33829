"""The texts of a document that rules read, with everything that is not prose masked.

Code, formulas, URLs, HTML and link targets are masked: rules do not see them and fixes cannot touch them. Doubtful
cases are masked too: a false negative is better than a false positive.
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
"""Replaces a masked character: a Unicode noncharacter, matched by no rule's pattern."""

_SIGNS = ("`", "$", "\\", "<", "&", "[", "@", "~~~", "://", "www.", "    ", "\t")
"""A text without any of these has nothing to mask."""

_NO_PROSE = ("fence", "code_block", "formula_block")
_TEXTS = ("paragraph", "heading", "table")
_TICKS = re.compile("`+")
_TICKS_OR_ESCAPED = re.compile(r"\\[\s\S]|`+")
_TEX = re.compile(
    r"\\begin\{(?P<name>\w+\*?)\}[\s\S]{0,4000}?\\end\{(?P=name)\}|\\[A-Za-z]+\*?(?:\{[^{}\n]*\})*|\\[!-~]"
)
_HTML = re.compile(r"<[A-Za-z/!?][^<>\n]*>|&\#?\w{1,32};")
_BRACKETED = re.compile(
    r"^[ ]{0,3}\[(?!\^)[^\[\]\n]+\]:[^\n]*|\[\^[^\[\]\n]+\]:?"  # link reference definitions, footnote marks
    r"|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\]\[[^\[\]\n]*\]",  # targets of links and images
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
"""Further patterns to mask, each with a substring that every match contains (a cheap pre-check)."""

_LABEL = re.compile(r"\[[^\[\]]*\]")
_VISIBLE = re.compile(r"[^\n]")
_ITEM = re.compile(r"[ \t>]*(?:[-*+•]|[0-9]{1,3}[.)、．）]|[(（][0-9]{1,3}[)）]|[①-⑳]|\#{1,6})")


class Passage(NamedTuple):
    """A text of a document. `field` is its front-matter key or section; empty for a free section.

    `prose` is the text with everything else masked: same length, line breaks kept.
    """

    field: str
    text: str
    prose: str
    excerpt: Excerpt

    def stands_in(self, source: Source) -> bool:
        """Whether the text occurs verbatim in the source. False if YAML decoded an escape, so offsets inside do not
        map.
        """
        anchors = self.excerpt.anchors
        ends = [*(here for here, _ in anchors[1:]), len(self.text)]
        return all(
            source.text.startswith(self.text[here:end].rstrip(), there)
            for (here, there), end in zip(anchors, ends, strict=True)
        )


def make_passage(field: str, excerpt: Excerpt) -> Passage:
    """Mask the text of an excerpt."""
    return Passage(field, excerpt.text, mask(excerpt.text), excerpt)


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield `(offset, line)`."""
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def blocks_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield `(start, end)` of each paragraph and list item, treating any line with a list marker as an item.

    Wider than CommonMark on purpose: key points have markers that Markdown does not know (`•`, `①`, `1、`), and
    quotation marks do not pair across them.
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
    """`(start, end)` of each paragraph, heading and table, inside items and quotes too, as the Markdown parser sees
    them.

    Unlike `blocks_of`: a paragraph line that only looks like an item, such as `(2)` or `2.`, does not end the block.
    """
    return _places(scan_blocks(text), _TEXTS)


def mask(text: str) -> str:
    """Mask everything in a text that is not prose; the length stays."""
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
    if any(block.kind == "definition" for block in blocks):  # any bracketed text may be a reference link
        prose = _LABEL.sub(_hide_match, prose)
    return _hide_ranges(prose, [(start, end) for dollar, start, end in lone if prose[dollar] == "$"])


def hide_code(text: str) -> str:
    """Mask code and display formulas only; the length stays."""
    return _without_code(text, scan_blocks(text))


def _without_code(text: str, blocks: Sequence[Block]) -> str:
    ranges = _places((*blocks, *find_fences(text)), _NO_PROSE)
    for start, end in _places(blocks, _TEXTS) if "`" in text else ():
        ranges += [(start + first, start + last) for first, last in _code_spans(text[start:end])]
    return _hide_ranges(text, ranges)


def _places(blocks: Sequence[Block], kinds: tuple[str, ...]) -> list[tuple[int, int]]:
    return [(block.start, block.end) for block in blocks if block.kind in kinds]


def hide(text: str) -> str:
    """Mask every character except line breaks."""
    return _VISIBLE.sub(MASK, text)


def _hide_match(match: re.Match[str]) -> str:
    return hide(match[0])


def _without_spans(text: str, prose: str, texts: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int, int]]]:
    """Mask formulas and code spans. Also return each unpaired dollar sign as `(offset, start, end)`, with its item's
    range.

    A span ends where its item ends, but a line that looks like an item may belong to the paragraph. So both readings
    are tried, and a span in either is masked.
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
            lone += [(at + start + sign, at + start, at + end) for sign in found.unpaired]
            if "`" in item:
                ranges += [(at + start + first, at + start + last) for first, last in _code_spans(item)]
    return _hide_ranges(prose, ranges), lone


def _code_spans(text: str) -> Iterator[tuple[int, int]]:
    """The code spans of one paragraph or item (CommonMark 6.1). An unmatched run of backticks opens none."""
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
