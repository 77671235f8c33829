"""The texts of a file that rules read, and in each the characters that are prose.

What is not prose (code, formulas, addresses, HTML, the targets of links) is masked: rules never see it, and no fix can
touch it. Where it is not certain what something is, it is masked too: a rule may miss a fault, but must not find one
that is none.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from digest.content.markdown.math import find_formulas
from digest.text.source import Excerpt, Source

MASK = "\ufdd0"
"""Stands for a character that is no prose: a noncharacter, which no pattern of a rule matches."""

_SIGNS = ("`", "$", "\\", "<", "&", "[", "@", "~~~", "://", "www.", "    ", "\t")
"""A text without any of these is prose."""

_CODE = re.compile(
    r"(?P<fenced>^(?:[ \t>]|[-*+][ \t]|[0-9]{1,9}[.)][ \t]|\[\^[^\[\]\n]+\]:)*(?P<fence>`{3,}|~{3,})[^\n]*"
    r"(?:\n(?![ \t>]*(?P=fence)[`~]*[ \t]*$)[^\n]*)*(?:\n[^\n]*)?)"
    r"|(?P<indented>^[ ]{0,3}(?: {4}|\t)[^\n]*)"
    r"|\\[\s\S]"
    r"|(?P<span>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])+?(?<!`)(?P=ticks)(?!`))",
    re.MULTILINE,
)
_LONE = re.compile(r"(?<!\\)[`$]")
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


def mask(text: str) -> str:
    """The text, equally long, with everything masked that is no prose."""
    if not any(sign in text for sign in _SIGNS):
        return text
    prose = hide_code(text)
    if "$" in prose or "\\" in prose:
        prose = "\n".join([_without_formulas(part) for part in _paragraphs(prose)])
    has_labels = "]:" in prose and _DEFINITION.search(prose) is not None
    for sign, pattern in _OTHERS:
        if sign in prose:
            prose = pattern.sub(_hide_match, prose)
    if has_labels:  # any words in brackets may name one of the definitions
        prose = _LABEL.sub(_hide_match, prose)
    if "$" in prose or "`" in prose:
        prose = "\n".join([hide(part) if _LONE.search(part) else part for part in _paragraphs(prose)])
    return prose


def hide_code(text: str) -> str:
    """The text, equally long, with code masked."""
    if "`" not in text and "~~~" not in text and "    " not in text and "\t" not in text:
        return text
    return _CODE.sub(lambda match: hide(match[0]) if match.lastgroup else match[0], text)


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


def _without_formulas(paragraph: str) -> str:
    found = find_formulas(paragraph)
    pieces: list[str] = []
    end = 0
    for start in sorted(found.at):
        pieces += [paragraph[end:start], hide(paragraph[start : found.at[start].end])]
        end = found.at[start].end
    return "".join((*pieces, paragraph[end:]))
