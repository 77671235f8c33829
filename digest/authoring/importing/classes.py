"""Classify the lines of a post. Lines are looked at one by one, without their neighbours."""

import enum
import re
from collections.abc import Iterator

from digest.authoring.importing.labels import HEADLINE_PATTERN, codes_of, fact_key, part_name, text_label
from digest.authoring.importing.noise import find_legend, noise_of
from digest.authoring.importing.paper_urls import Address, find_addresses
from digest.authoring.importing.post_lines import BLANK, Line
from digest.model.front_matter import IDENTITIES
from digest.text.records import frozen


class Kind(enum.Enum):
    """The kind of a line. `TEXT` is anything that depends on context."""

    BLANK = "blank"
    NOISE = "noise"
    PART = "part"
    LABEL = "label"
    HEADLINE = "headline"
    FACT = "fact"
    LINK = "link"
    TEXT = "text"


@frozen
class Classed:
    """A line, or a part of one, with its kind.

    `name`: kind of noise, part of the issue, or field of a label or key; `rest`: the text after a label, key or tag;
    `number`: whether the headline is numbered.
    """

    kind: Kind
    line: Line
    name: str = ""
    rest: Line | None = None
    codes: tuple[str, ...] = ()
    number: bool = False
    addresses: tuple[Address, ...] = ()

    @property
    def text(self) -> str:
        """The text of the whole line."""
        return self.line.text


_JOINTS = " \t,，、;；|｜/·&()（）[]【】:："
_LINK_WORD = re.compile(
    r"(?:arxiv|pdf|abs|html|code|github|paper|link|links|project|page|homepage|demo|video|data|dataset|openreview|doi|and|"
    r"论文|代码|链接|项目|主页|地址|数据|视频|原文|和|与)",
    re.IGNORECASE,
)
_PICTURES = re.compile(r"[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]+")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
MOST_CUTS = 8
"""Maximum parts cut off a line: a line of a hundred URLs is not a line of a post."""

_SENTENCE_END = '。.!！?？…)）”’"；;:： \t\u00a0\u3000'


def classify(lines: list[Line]) -> list[Classed]:
    """Classify lines; links or a legend at either end of a line are cut off first."""
    found: list[Classed] = []
    for line in lines:
        for piece in _cut(line):
            found.append(_classify(piece, in_paragraph=bool(found) and _runs_on(found[-1])))
    return found


def _runs_on(last: Classed) -> bool:
    """Whether an English paragraph continues on the next line: then a word there is not a button."""
    return last.kind is Kind.TEXT and len(last.text) > 40 and last.text.isascii() and last.text[-1] not in ".!?:;"


def _classify(line: Line, *, in_paragraph: bool) -> Classed:
    text = line.text
    if not text:
        return Classed(kind=Kind.BLANK, line=line)
    if line.is_code:
        return Classed(kind=Kind.TEXT, line=line)
    if line.outside:
        return Classed(kind=Kind.NOISE, line=line, name=noise_of(text) or "outside")
    if label := text_label(text):
        field, at, is_alone = label
        return Classed(kind=Kind.LABEL, line=line, name=field, rest=None if is_alone else line.part(at))
    if part := part_name(text):
        return Classed(kind=Kind.PART, line=line, name=part)
    noise = noise_of(text) if not in_paragraph else ""
    if noise and not line.level:
        return Classed(kind=Kind.NOISE, line=line, name=noise)
    if headline := HEADLINE_PATTERN.fullmatch(text):
        number = any(headline[group] for group in ("plain", "boxed", "ring", "hash", "han"))
        if codes := codes_of(headline["tags"], numbered=number):
            rest = line.part(headline.start("title"))
            return Classed(kind=Kind.HEADLINE, line=line, rest=rest, codes=codes, number=number)
    if fact := fact_key(text):
        field, at = fact
        rest = line.part(at)
        return Classed(kind=Kind.FACT, line=line, name=field, rest=rest, addresses=tuple(find_addresses(rest)))
    addresses = tuple(find_addresses(line))
    if addresses and not line.level and not rest_of(text, addresses):
        return Classed(kind=Kind.LINK, line=line, addresses=addresses)
    return Classed(kind=Kind.TEXT, line=line, addresses=addresses)


def rest_of(text: str, addresses: tuple[Address, ...]) -> str:
    """The text besides the URLs, words that announce them, and a date after an id."""
    rest, at = "", 0
    for address in addresses:
        rest += text[at : address.start] + " "
        at = address.end
    behind = text[at:]
    if addresses and addresses[-1].field in IDENTITIES:
        behind = _DAY.sub(" ", behind)
    rest = _LINK_WORD.sub(" ", rest + behind)
    return _PICTURES.sub("", rest).strip(_JOINTS + BLANK + "-*+•.→>《》")


def _cut(line: Line) -> Iterator[Line]:
    """Split off URLs of papers glued to the start or end, and a legend at the end."""
    if len(line.text) < 10 or line.outside or line.is_code:
        yield line
        return
    legend = find_legend(line.text)
    rest = line.part(0, legend) if legend > 0 else line
    for _ in range(MOST_CUTS):
        pieces = _cut_once(rest)
        yield from pieces[:-1]
        rest = pieces[-1]
        if len(pieces) == 1:
            break
    yield rest
    if legend > 0:
        yield line.part(legend)


def _cut_once(line: Line) -> tuple[Line, ...]:
    """Split off one URL, at the start or the end."""
    text = line.text
    if line.level or line.links or "/" not in text or text_label(text) or fact_key(text):
        return (line,)
    papers = [each for each in find_addresses(line) if each.field in IDENTITIES]
    if not papers:
        return (line,)
    first, last = papers[0], papers[-1]
    if first.start == 0 and text[first.end :].strip(_JOINTS + "."):
        return line.part(0, first.end), line.part(first.end)
    before = text[: last.start].rstrip(BLANK)
    is_last = last.end == len(text) and last.start > 0 and "://" in text[last.start :]
    ends = HEADLINE_PATTERN.fullmatch(before) or (len(before) > 40 and before[-1] in _SENTENCE_END)
    return (line.part(0, last.start), line.part(last.start)) if is_last and ends else (line,)
