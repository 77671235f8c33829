"""A front matter as YAML will read it: what its author plainly meant, put so that YAML agrees.

Two thirds of real titles hold a `: `, and people who type Chinese type `：`. The shadow has the author's text with such
places made harmless; each place is told, and every offset leads back to the text as typed.
"""

import bisect
import json
import re
from dataclasses import dataclass

from digest.text.diagnostics import Reporter
from digest.text.source import Excerpt, Span

_KEY_LINE = re.compile(
    r"^(?P<key>[^\W\d_][\w .-]{0,30}?)(?P<before>[ \t]*)(?P<colon>[:：])(?P<gap>[ \t]*)(?P<value>.*)$",
    re.MULTILINE,
)
_HAZARD = re.compile(
    r""":(?=[ \t]|$)                            # a second 'key: value' to YAML
      | (?:^|[ \t])\#(?=\S)                     # a comment to YAML
      | ^[\[\]{},&*!%@`]                        # a list, mapping, anchor, alias, tag or directive
      | ^[-?](?=[ \t])                          # an item or a key
      | ^[|>]                                   # the head of a block, where it is none
    """,
    re.VERBOSE,
)
_CLOSED = re.compile(r"""^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(?:\#.*)?$""")
_UNCLOSED = re.compile(r"""^(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$""")
_BLOCK_HEAD = re.compile(r"^[|>][-+0-9]*[ \t]*(?:#.*)?$")
_LINES = re.compile(r".*(?:\n +[^ \n].*|\n *(?=\n +[^ \n]))*")

_HIDDEN = {
    code: 0x10F000 + (code & 0xFF) + (0x100 if code > 0xFF else 0)  # one byte each, two blocks
    for code in (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)
}
"""Characters that YAML refuses or takes for line breaks, and the private ones that stand in for them meanwhile."""

_RESTORED = {there: here for here, there in _HIDDEN.items()}
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """The text for YAML; `insertions` are the offsets in it of characters that the author did not type."""

    text: str
    start: int
    insertions: tuple[int, ...]
    literals: dict[int, Excerpt]
    hidden: bool

    def origin(self, offset: int) -> int:
        """The offset in the source of the character at `offset` of the shadow."""
        return self.start + offset - bisect.bisect_left(self.insertions, offset)

    def restore(self, value: str) -> str:
        """A value with the characters back that YAML was spared."""
        return value.translate(_RESTORED) if self.hidden else value


def cast_shadow(
    text: str, bounds: Span, reporter: Reporter, *, keys: frozenset[str], literal_keys: frozenset[str]
) -> Shadow:
    """The shadow of `text[bounds]`; whatever had to be read kindly is a warning."""
    original = text[bounds.start : bounds.end]
    pieces: list[str] = []
    insertions: list[int] = []
    literals: dict[int, Excerpt] = {}
    done = length = 0
    for match in _KEY_LINE.finditer(original):
        if match.start() < done:
            continue
        colon, gap, value = match["colon"], match["gap"], match["value"]
        at = match.start("colon")
        wide = colon == "："
        spaced = bool(gap) or not value or not (wide or match["key"] in keys)
        literal = _literal(original, match) if match["key"] in literal_keys else None
        if literal is None and not wide and spaced:
            continue
        if wide:
            _warn_wide_colon(bounds.start + at, match["key"], reporter)
        elif not spaced:
            reporter.warning(
                "missing-space",
                Span(start=bounds.start + at, end=bounds.start + at + 1),
                f"no space after the colon of '{match['key']}'",
                f"write {match['key']}: {value}",
            )
        head = original[done:at] + ":"
        pieces.append(head)
        length += len(head)
        done = at + 1
        if not spaced:
            pieces.append(" ")
            insertions.append(length)
            length += 1
        if literal is not None:
            pieces.append(gap)
            length += len(gap)
            excerpt = _excerpt(literal, bounds.start)
            literals[length] = excerpt
            filler = re.sub(r"[^ \n]", "x", literal.group())  # as long as the value, and nothing to YAML
            pieces.append(filler)
            length += len(filler)
            done = literal.end()
            _warn_unquoted(match["key"], excerpt, reporter)
    pieces.append(original[done:])
    shadow = "".join(pieces)
    odd = _ODD.search(shadow)
    if odd:
        _warn_odd(text, bounds, reporter)
        shadow = shadow.translate(_HIDDEN)
    return Shadow(
        text=shadow,
        start=bounds.start,
        insertions=tuple(insertions),
        literals=literals,
        hidden=odd is not None,
    )


def _literal(original: str, match: re.Match[str]) -> re.Match[str] | None:
    """The lines of a value that is text whatever YAML would say of it; None where YAML reads it as typed."""
    value = match["value"]
    lines = _LINES.match(original, match.start("value"))
    if not value or lines is None or _CLOSED.match(value) or _BLOCK_HEAD.match(value):
        return None
    block = lines.group()
    if value[0] in "\"'":
        continues = _UNCLOSED.match(value) and "\n" in block
        return None if continues else lines
    return lines if any(_HAZARD.search(line.strip()) for line in block.split("\n")) else None


def _excerpt(lines: re.Match[str], base: int) -> Excerpt:
    start = base + lines.start()
    parts: list[str] = []
    anchors: list[tuple[int, int]] = []
    here, there = 0, start
    end = start
    for line in lines.group().split("\n"):
        stripped = line.strip()
        if stripped:
            if parts:
                here += 1
            at = there + line.index(stripped[0])
            anchors.append((here, at))
            parts.append(stripped)
            here += len(stripped)
            end = at + len(stripped)
        there += len(line) + 1
    return Excerpt(text=" ".join(parts), anchors=tuple(anchors), bounds=Span(start=start, end=end))


def quote(value: str) -> str:
    """The value as YAML that reads it back: in single quotes where that needs no escape."""
    return json.dumps(value, ensure_ascii=False) if "'" in value else f"'{value}'"


def _warn_unquoted(key: str, excerpt: Excerpt, reporter: Reporter) -> None:
    reporter.warning(
        "unquoted-text",
        excerpt.bounds,
        f"the value of '{key}' holds characters that mean something to YAML; it is read as plain text",
        f"write {key}: {quote(excerpt.text)}",
    )


def _warn_wide_colon(at: int, key: str, reporter: Reporter) -> None:
    reporter.warning(
        "fullwidth-colon",
        Span(start=at, end=at + 1),
        f"a full-width colon after the key '{key}'",
        f"write {key}: ",
    )


def _warn_odd(text: str, bounds: Span, reporter: Reporter) -> None:
    for match in _ODD.finditer(text, bounds.start, bounds.end):
        reporter.warning(
            "control-character",
            Span(start=match.start(), end=match.end()),
            f"a control character (U+{ord(match.group()):04X}) that no page can show",
            "delete it",
        )
