"""Line breaks inside a paragraph: between Chinese characters they disappear, elsewhere they are spaces."""

import re

from digest.text.characters import AMBIGUOUS, is_joining, is_selector

_MAX_LOOKAROUND = 8
_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_BETWEEN_WIDE = re.compile(r"\n(?<=[^\x00-\x7f]\n)(?=[^\x00-\x7f])")


def _joins(text: str, index: int, step: int) -> bool:
    for _ in range(_MAX_LOOKAROUND):
        if not 0 <= index < len(text):
            return False
        character = text[index]
        if character in AMBIGUOUS:
            index += step
        elif is_selector(character) and step < 0:
            index -= 1
        else:
            return is_joining(character)
    return False


def vanishes(text: str, index: int) -> bool:
    """Whether the line break at `index` of a paragraph's visible text is between two Chinese or Japanese characters.

    These are written without spaces (clreq 3.1, CSS Text 3, 4.1.2), Korean is not. A mark shared with English (`”`,
    `—`) counts as what its other neighbour is.
    """
    return _joins(text, index - 1, -1) and _joins(text, index + 1, 1)


def may_vanish(text: str) -> bool:
    """Fast check: whether a line break is between two non-ASCII characters."""
    return not text.isascii() and _BETWEEN_WIDE.search(text) is not None


_ITEM = re.compile(
    r"\n[ \t\u3000]*(?=[0-9０-９]{1,2}[、．）]|[（(][0-9０-９一二三四五六七八九十]{1,3}[）)]"
    r"|[\u2460-\u249b\u3220-\u3229]|[一二三四五六七八九十]{1,3}、)"
)


def may_have_items(text: str) -> bool:
    """Fast check: whether a line break is before the mark of an item that Markdown does not know."""
    return "\n" in text and not text.isascii() and _ITEM.search(text) is not None


def item_breaks(text: str) -> set[int]:
    """Offsets of the line breaks before items, if their numbers run on: `1、`, then `2、`. They stay."""
    from digest.text.item_marks import find_mark  # its patterns are slow to compile

    starts = [0, *(match.end() for match in _ITEM.finditer(text))]
    found = [(start, mark) for start in starts if (mark := find_mark(text, start)) is not None and mark.number]
    known = {(mark.shape, mark.number) for _, mark in found}
    return {
        text.rfind("\n", 0, start)
        for start, mark in found
        if start and known & {(mark.shape, mark.number - 1), (mark.shape, mark.number + 1)}
    }


def join_lines(text: str, start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` of a paragraph, without the line breaks between Chinese characters."""
    end = len(text) if end is None else end
    parts = []
    while (found := text.find("\n", start, end)) >= 0:
        parts.append(text[start:found])
        if not vanishes(text, found):
            parts.append("\n")
        start = found + 1
    parts.append(text[start:end])
    return "".join(parts)


def join_plain(text: str) -> str:
    """Like `join_lines`, and drop the spaces around line breaks."""
    if "\n" not in text:
        return text
    if "\t" in text or " \n" in text or "\n " in text:
        text = _BREAK.sub("\n", text)
    return join_lines(text) if may_vanish(text) else text
