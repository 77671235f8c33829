"""The sections of an entry's body: the known ones by their names, every other heading a section of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digest.text.source import Excerpt, Source, Span, slice_excerpt

SECTIONS: dict[str, tuple[str, ...]] = {
    "key_points": ("要点", "key points"),
    "summary": ("一句话总结", "summary", "tl;dr", "tldr"),
    "abstract_zh": ("摘要", "中文摘要"),
    "abstract": ("abstract", "英文摘要"),
    "figures": ("图", "figures"),
}
"""The fields that may be sections of the body, and the names of their headings."""

_FIELDS = {name: field for field, names in SECTIONS.items() for name in names}
_NAMES = "|".join(re.escape(name) for name in sorted(_FIELDS, key=len, reverse=True))

_UNDERLINE = r"(?:\n[ ]{0,3}(?:=+|--+)[ \t]*)?"

_START = re.compile(
    r"^[ ]{0,3}(?:"
    r"(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})"
    r"|(?P<hashes>\#{1,6})(?:[ \t]+(?P<title>.*?))?(?:[ \t]+\#+)?[ \t]*$"
    rf"|(?P<tight>\#{{1,6}})(?P<known>{_NAMES})[ \t]*[:：]?[ \t]*$"
    rf"|(?P<mark>\*\*|__)(?P<bold>{_NAMES})[ \t]*[:：]?(?P=mark)[ \t]*[:：]?[ \t]*{_UNDERLINE}$"
    rf"|(?P<plain>{_NAMES})[ \t]*[:：][ \t]*{_UNDERLINE}$"
    r"|(?P<underlined>[^\s\#>*+-][^\n]{0,59})\n[ ]{0,3}(?P<line>=+|-+)[ \t]*$"
    r")",
    re.MULTILINE | re.IGNORECASE,
)
_INLINE_LABEL = re.compile(
    rf"^[ ]{{0,3}}(?P<label>(?P<mark>\*\*|__|)(?P<name>{_NAMES})[ \t]*"
    r"(?:(?P=mark)[ \t]*[:：]|[:：][ \t]*(?P=mark)))[ \t]*\S",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a body. `field` names the known ones; a free section has its `heading`, the text before any neither."""

    field: str
    heading: Excerpt | None
    level: int
    label: Span
    content: Excerpt


def split_sections(source: Source, body: Span, *, fields: bool = True) -> list[Section]:
    """The sections of the body in order; text before the first heading comes first, without a heading.

    Without `fields` no section is a known one: a standing page may have a heading that says 摘要.
    """
    text = source.text
    starts: list[tuple[int, int, str, Excerpt | None, int]] = []  # start, end of the heading, field, heading, level
    at = body.start
    headed = ""  # the field of the section that a heading opened last
    while match := _START.search(text, at, body.end):
        at = match.end()
        if match["fence"]:
            at = _behind_fence(text, match, body.end)
            continue
        if match["underlined"] is not None and not _stands_alone(text, match.start(), body.start):
            at = match.start() + len(match["underlined"])
            continue
        field, heading, level = _heading(text, match, fields=fields)
        is_label = bool(match["bold"] or match["plain"])
        if is_label and (not fields or field == headed):
            continue  # below a heading that says the same, a label is but text: `## 摘要`, then `摘要：`
        headed = "" if is_label else field
        starts.append((match.start(), match.end(), field, heading, level))
    sections: list[Section] = []
    first = starts[0][0] if starts else body.end
    if text[body.start : first].strip():
        here = Span(start=body.start, end=body.start)
        content = slice_excerpt(text, body.start, first)
        sections.append(Section(field="", heading=None, level=0, label=here, content=content))
    ends = [*(start for start, *_ in starts[1:]), body.end][: len(starts)]
    for (start, end, field, heading, level), stop in zip(starts, ends, strict=True):
        content = slice_excerpt(text, min(end + 1, stop), stop)
        label = Span(start=start, end=end)
        sections.append(Section(field=field, heading=heading, level=level, label=label, content=content))
    return sections


def inline_labels(section: Section) -> Iterator[tuple[str, Span]]:
    """Names of other known sections that have their text on the same line: easy to take for sections of their own."""
    for match in _INLINE_LABEL.finditer(section.content.text):
        if _FIELDS[_plain_name(match["name"])] != section.field:
            yield match["name"], section.content.span(*match.span("label"))


def _heading(text: str, match: re.Match[str], *, fields: bool) -> tuple[str, Excerpt | None, int]:
    if match["hashes"]:
        level, group = len(match["hashes"]), "title"
    elif match["tight"]:
        level, group = len(match["tight"]), "known"
    elif match["bold"]:
        level, group = 2, "bold"
    elif match["plain"]:
        level, group = 2, "plain"
    else:
        level, group = (1 if match["line"][0] == "=" else 2), "underlined"
    if match[group] is None:
        return "", slice_excerpt(text, match.end(), match.end()), level
    field = _FIELDS.get(_plain_name(match[group]), "") if fields else ""
    start, end = match.span(group)
    return field, None if field else slice_excerpt(text, start, start + len(text[start:end].rstrip())), level


def _plain_name(heading: str) -> str:
    return re.sub(r"\s+", " ", heading.strip().strip("*_").strip().rstrip(":：").strip()).casefold()


def _behind_fence(text: str, match: re.Match[str], end: int) -> int:
    mark = match["fence"]
    closing = re.compile(rf"^[ ]{{0,3}}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
    found = closing.search(text, min(match.end() + 1, end), end)
    return found.end() if found else end


def _stands_alone(text: str, start: int, bound: int) -> bool:
    """Whether the line at `start` has nothing but a blank line, or nothing, above it."""
    return start <= bound or text[bound:start].endswith("\n\n") or not text[bound:start].strip()
