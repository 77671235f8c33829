"""Split an entry's body into sections: the known ones by their names, and free ones."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from digest.markdown.block_gate import is_sentence
from digest.markdown.block_scan import Block, is_within, may_have_fences
from digest.text.characters import has_han
from digest.text.hanzi import traditional_forms
from digest.text.language import language_of
from digest.text.names import fold_name
from digest.text.nearest import count_typos
from digest.text.source import Excerpt, Source, Span, slice_excerpt

SECTIONS: dict[str, tuple[str, ...]] = {
    "key_points": ("要点",),
    "key_points_en": ("key points",),
    "summary": ("一句话总结",),
    "summary_en": ("summary", "tl;dr", "tldr"),
    "abstract_zh": ("摘要", "中文摘要"),
    "abstract": ("abstract", "英文摘要"),
    "figures": ("图", "figures"),
}
"""Field -> names of the headings that start its section."""

ASPECTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "motivation": (("动机", "研究动机"), ("motivation",)),
    "method": (("方法",), ("method", "methods")),
    "results": (("结果",), ("results", "result")),
    "conclusion": (("结论",), ("conclusion", "conclusions")),
    "limitations": (("局限", "局限性", "侷限", "侷限性"), ("limitations", "limitation")),
    "why_read": (("推荐理由",), ("why read",)),
}
"""The aspects of a paper in the order in which pages show them: field -> Chinese and English names of the headings that
start its section. They are not read as plain lines (`方法：`).
"""

PAIRS = {field: f"{field}_en" for field in ("key_points", "summary", *ASPECTS)}
"""Chinese field -> English field. If an entry has only one of the two, the language is detected from the text."""

_ASPECT_SECTIONS = {
    field: names for aspect, pair in ASPECTS.items() for field, names in zip((aspect, PAIRS[aspect]), pair, strict=True)
}
_FIELDS = {
    form: field
    for field, names in (SECTIONS | _ASPECT_SECTIONS).items()
    for name in names
    for form in (name, *traditional_forms(name))
}
ASPECT_FIELDS = frozenset(_ASPECT_SECTIONS)
"""The fields of aspects, in both languages."""


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_NAMES = _any_of(_FIELDS)
_LABELS = _any_of(name for name, field in _FIELDS.items() if field not in ASPECT_FIELDS)

_BOTH = r"(?:%s)(?:[ \t]*[/／|｜·（(][ \t]*(?:%s)[)）]?)?"
"""A name, perhaps with the one in the other language behind it."""
_NAMES_OR_BOTH, _LABELS_OR_BOTH = _BOTH % (_NAMES, _NAMES), _BOTH % (_LABELS, _LABELS)

_CASES = "\u0130\u0131\u017f\u212a"
"""Letters that match `i`, `s` or `k` under IGNORECASE."""


def _either(letters: set[str]) -> str:
    """The inside of a character class with these letters in both cases."""
    return "".join(sorted(letters | {letter.upper() for letter in letters})) + _CASES


_CHINESE = "".join(sorted({name[0] for name in _FIELDS if not name.isascii()}))
_FIRST = _either({name[0] for name in _FIELDS if name.isascii()})
_SECOND = _either({name[1] for name in _FIELDS if name.isascii()})
_LOOK = rf"(?-i:(?=[ #*_{_CHINESE}{_FIRST}])(?![{_FIRST}][^{_SECOND}]))"
"""Look-ahead that rejects most lines by their first two letters (both cases spelled out: faster than IGNORECASE)."""

_UNDERLINE = r"(?:\n[ ]{0,3}(?:=+|--+)[ \t]*)?"

_HEADING = (
    r"(?P<hashes>\#{1,6})(?:[ \t]+(?P<title>.*?))?(?:[ \t]+\#+)?[ \t]*$"
    rf"|(?P<tight>\#{{1,6}})(?P<known>{_NAMES_OR_BOTH})[ \t]*[:：]?[ \t]*$"
    rf"|(?P<mark>\*\*|__)(?P<bold>{_NAMES_OR_BOTH})[ \t]*[:：]?(?P=mark)[ \t]*[:：]?[ \t]*{_UNDERLINE}$"
    rf"|(?P<plain>{_LABELS_OR_BOTH})[ \t]*[:：][ \t]*{_UNDERLINE}$"
)
_UNDERLINED = r"(?P<underlined>[^\s\#>*+-][^\n]{0,59})\n[ ]{0,3}(?P<line>=+|-+)[ \t]*$"
_LINE = re.compile(r"\n[ ]{0,3}[=-]")

# Both begin with a line break, which is searched faster than `^`. The second, which checks the line below each line, is
# only needed for bodies with a possible underline.
_START = re.compile(rf"\n{_LOOK}[ ]{{0,3}}(?:{_HEADING})", re.MULTILINE | re.IGNORECASE)
_START_OR_UNDERLINED = re.compile(rf"\n[ ]{{0,3}}(?:{_HEADING}|{_UNDERLINED})", re.MULTILINE | re.IGNORECASE)
_INLINE_LABEL = re.compile(
    rf"\n{_LOOK}[ ]{{0,3}}(?P<label>(?P<mark>\*\*|__|)(?P<name>{_LABELS_OR_BOTH}|(?<=\n\*\*|\n__){_NAMES_OR_BOTH})"
    r"[ \t]*(?:(?P=mark)[ \t]*[:：]|[:：][ \t]*(?P=mark)))[ \t]*\S",
    re.IGNORECASE,
)


_NUMBER = re.compile(r"[\W\d_]*(?:(?:[一二三四五六七八九十]{1,3}|[ivx]{1,4})[、.)\]:](?!\d)[\W\d_]*)?")
"""A number or symbols in front of a name: `1.2`, `(三)`, `四、`, `ii.`, an emoji."""
_DECORATION = re.compile(r"(?:[*_:\s】.!,;~。、…]|[^\w!-~\u2010-\u2027\u3000-\u303f])+\Z")
"""Symbols and punctuation behind a name. A question is no name."""
_JOINED = re.compile(r"(?<=[a-z])[-_](?=[a-z])")
_SINGULAR = {"figure": "figures"}
"""Names that only a heading may have: `Figure: ...` in a text is a caption."""
_HALVES = re.compile(r"(.+?)(?:\s*[/|·•]\s*|\s+[-–—]+\s+|\s*\()(.+?)\)?")
_SCRIPTS = re.compile(r"([^a-z]+?)\s*([a-z;. ]+)|([a-z;. ]+?)\s*([^a-z]+)")
"""A Chinese and an English half without a sign between them."""
_LONGEST = 40


class _Naming(NamedTuple):
    """The section that a heading names. `english`: the field if its text is English, for a heading in both languages.
    `meant`: the name of the section that half of a free section's heading names; `near`: one that it nearly names.
    """

    field: str
    english: str = ""
    meant: str = ""
    near: str = ""


class Section(NamedTuple):
    """A part of a body. A known section has a `field`, a free one a `heading`, the text before any heading neither.

    `start` to `end` is the heading with its mark-up. `meant` is the known section that one half of a bilingual heading
    names, and the other half does not. `near` is the one that the heading has with a typo.
    """

    field: str
    heading: Excerpt | None
    level: int
    start: int
    end: int
    content: Excerpt
    meant: str = ""
    near: str = ""

    @property
    def label(self) -> Span:
        """The span of the heading."""
        return Span(start=self.start, end=self.end)


def split_sections(source: Source, body: Span, *, fields: bool = True) -> list[Section]:
    """The sections of a body in order. Text before the first heading comes first.

    A heading below a free section starts a free section too, even if it has a known name. Bold labels of aspects are
    text there. A heading of level 1 at the top is a title and has no sections below it. In an aspect, deeper headings
    are text, unless they name a section that is no aspect.

    Without `fields` no section is a known one: on a standing page, 摘要 is a heading like any other.
    """
    text = source.text
    starts: list[tuple[int, int, _Naming, Excerpt | None, int]] = []  # start, end of the heading, field, heading, level
    lines = "\n" + text[body.start : body.end]
    shift = body.start - 1  # from offsets in `lines` to offsets in the text
    headings = _START_OR_UNDERLINED if _LINE.search(lines) else _START
    fences = _find_fences(_START.sub(_as_heading, lines)) if may_have_fences(lines) else []
    at = 0
    headed = ""  # field of the last section that a heading started
    free = aspect = 0  # level of the free section, or the heading of an aspect, that is open; 0 if none is
    while match := headings.search(lines, at):
        at = match.end()
        kind = match.lastgroup
        if fences and is_within(fences, match.start() + 1):
            at = match.start() + 1
            continue
        if kind == "line" and not (_stands_alone(lines, match) and _is_title(match)):
            at = match.start() + 1 + len(match["underlined"])
            continue
        naming, heading, level = _heading(text, match, shift, fields=fields)
        field = naming.field
        is_label = kind in ("bold", "plain")
        if is_label and (not field or field == headed):
            continue  # a label that repeats the heading above is text: `## 摘要`, then `摘要：`
        is_aspect = field in ASPECT_FIELDS
        if is_label and free and is_aspect:
            continue
        if not is_label and 0 < aspect < level and (is_aspect or not field):
            continue
        if field and not is_label and 0 < free < level:
            field, heading = "", _title_of(text, match, shift)
        if not field and 0 < free < level:
            naming = _UNKNOWN
        headed = "" if is_label else field
        aspect = level if is_aspect and field and not is_label else 0
        if field or is_label:
            free = 0
        elif not free or level <= free:
            free = level if starts or level > 1 else 0
        starts.append((match.start() + 1 + shift, match.end() + shift, naming, heading, level))
    sections: list[Section] = []
    first = starts[0][0] if starts else body.end
    if text[body.start : first].strip():
        content = slice_excerpt(text, body.start, first)
        sections.append(Section("", None, 0, body.start, body.start, content))
    ends = [*(start for start, *_ in starts[1:]), body.end][: len(starts)]
    for (start, end, naming, heading, level), stop in zip(starts, ends, strict=True):
        content = slice_excerpt(text, min(end + 1, stop), stop)
        field = naming.english if naming.english and language_of(content.text) == "en" else naming.field
        sections.append(Section(field, heading, level, start, end, content, naming.meant, naming.near))
    return sections


def heading_of(field: str) -> str:
    """The heading to write for a field: `key_points_en` -> `## Key points`."""
    return f"## {(SECTIONS | _ASPECT_SECTIONS)[field][0].capitalize()}"


def section_field(heading: str) -> str:
    """The field of the known section that a heading with this text starts; else empty."""
    return _naming_of(heading).field


def has_inline_labels(text: str) -> bool:
    """Whether any section of a body may have inline labels; saves the search in each section."""
    return _INLINE_LABEL.search("\n" + text) is not None


def inline_labels(section: Section) -> Iterator[tuple[str, Span]]:
    """Names of other known sections with text on the same line, and their spans: probably meant as headings.

    Names of the same text in the other language do not count. Aspects count if they are bold and not indented, as the
    text of a list item is, but not in a structured abstract, which begins with such a label.
    """
    lines = "\n" + section.content.text
    fences = _find_fences(lines) if may_have_fences(lines) else []
    is_structured = _kind_of(section.field) == "abstract" and lines.lstrip().startswith(("**", "__"))
    for match in _INLINE_LABEL.finditer(lines):
        if fences and is_within(fences, match.start() + 1):
            continue
        field = section_field(match["name"])
        if not field or (is_structured and field in ASPECT_FIELDS):
            continue
        if field.removesuffix("_en") != section.field.removesuffix("_en"):
            start, end = match.span("label")
            yield match["name"], section.content.span(start - 1, end - 1)


def _heading(text: str, match: re.Match[str], shift: int, *, fields: bool) -> tuple[_Naming, Excerpt | None, int]:
    group = match.lastgroup or ""
    if group in ("title", "hashes"):
        level = len(match["hashes"])
    elif group == "known":
        level = len(match["tight"])
    elif group == "line":
        level = 1 if match["line"][0] == "=" else 2
    else:
        level = 2
    title = match[_TITLES.get(group, group)]
    naming = _naming_of(title) if title is not None and fields else _UNKNOWN
    return naming, None if naming.field else _title_of(text, match, shift), level


_TITLES = {"hashes": "title", "line": "underlined"}
"""Last group of a match -> the group with the heading's text, if that is another."""


def _title_of(text: str, match: re.Match[str], shift: int) -> Excerpt:
    group = match.lastgroup or ""
    group = _TITLES.get(group, group)
    if match[group] is None:
        return slice_excerpt(text, match.end() + shift, match.end() + shift)
    start = match.start(group) + shift
    return slice_excerpt(text, start, start + len(match[group].rstrip()))


_UNKNOWN = _Naming("")


def _naming_of(title: str) -> _Naming:
    """What a heading names: without number and symbols, in one language or both."""
    if field := _FIELDS.get(title) or _FIELDS.get(_plain_name(title)):
        return _Naming(field)
    if len(title) > _LONGEST:
        return _UNKNOWN
    folded = fold_name(title)
    name = folded[_matched(_NUMBER, folded) :]
    if field := _known(name):
        return _Naming(field)
    match = _HALVES.fullmatch(name) or _SCRIPTS.fullmatch(name)
    if near := _near(_DECORATION.sub("", name)):
        return _Naming("", near=near)
    if match is None:
        return _UNKNOWN
    first, second = (half for half in match.groups() if half is not None)
    fields = (_known(first), _known(second))
    if not any(fields) or has_han(first) == has_han(second):
        return _UNKNOWN
    if len({_kind_of(field) for field in fields}) == 1:
        chinese, english = fields if has_han(first) else fields[::-1]
        return _Naming(chinese, english)
    if match.re is _SCRIPTS or any(map(str.isdigit, name)):
        return _UNKNOWN
    return _Naming("", meant=(first if fields[0] else second).strip())


def _near(name: str) -> str:
    """The name of a section that has another spacing than `name`, or one typo more or less; empty if none has.

    Typos are looked for in English names of five letters or more (`tldr` may be swapped), and in Chinese ones of four
    characters or more; another character is one in five or more. Shorter words that differ little, such as 概要 and
    摘要, are all words.
    """
    typed = _SQUEEZED.sub("", name)
    for known in _FIELDS if len(typed) > 1 else ():
        plain = _SQUEEZED.sub("", known)
        if typed == plain:
            return known
        if len(name.split()) != len(known.split()):
            continue  # `3D method`
        if count_typos(typed, plain, 1) == 1 and not _DIGIT.search(typed):
            is_swapped = sorted(typed) == sorted(plain)
            is_doubtful = not is_swapped and (plain.isascii() or len(typed) == len(plain))
            if len(plain) - is_doubtful >= _LEAST_TYPO:
                return known
    return ""


_SQUEEZED = re.compile(r"[\s·.;_\-—–]+")
_DIGIT = re.compile(r"\d")
_LEAST_TYPO = 4


def _matched(pattern: re.Pattern[str], text: str) -> int:
    """The length of a match at the start of the text."""
    match = pattern.match(text)
    return match.end() if match else 0


def _known(name: str) -> str:
    plain = _JOINED.sub(" ", _DECORATION.sub("", name))
    return _FIELDS.get(plain) or _SINGULAR.get(plain, "")


def _kind_of(field: str) -> str:
    """The part of a field's name that is the same in both languages."""
    return field.removesuffix("_en").removesuffix("_zh")


def _plain_name(heading: str) -> str:
    return re.sub(r"\s+", " ", heading.strip().strip("*_").strip().rstrip(":：").strip()).casefold()


def _find_fences(text: str) -> list[Block]:
    from digest.content.key_points import find_fences  # its patterns are slow to compile

    return find_fences(text)


def _as_heading(match: re.Match[str]) -> str:
    """A label as a Markdown heading of the same length, so that it ends the block above as the label does."""
    typed = match[0]
    at = len(typed) - len(typed.lstrip())
    return typed if match["hashes"] else f"{typed[:at]}# {typed[at + 2 :]}"


def _is_title(match: re.Match[str]) -> bool:
    """Whether an underlined line is no sentence above a thematic break."""
    return not (match["line"].startswith("---") and is_sentence(match["underlined"]))


_BLANK = re.compile(r"\s*\Z")


def _stands_alone(lines: str, match: re.Match[str]) -> bool:
    """Whether the underlined line has a blank line, or nothing, above it."""
    start = match.start()
    return lines.endswith("\n", 0, start) or _BLANK.match(lines, 0, start) is not None
