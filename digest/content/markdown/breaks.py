"""Line breaks inside a paragraph: between two Chinese characters a break is nothing, elsewhere a space."""

import re

from digest.text.characters import AMBIGUOUS, is_joining, is_selector

_LONGEST_LOOK = 8
_BREAK = re.compile(r"[ \t]*\n[ \t]*")


def _joins(text: str, index: int, step: int) -> bool:
    for _ in range(_LONGEST_LOOK):
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
    """Whether the line break at `index` of a paragraph's visible text stands between two Chinese characters.

    Chinese and Japanese are written without spaces (clreq 3.1, CSS Text 3, 4.1.2); Korean is not. A mark that is shared
    with English (`”`, `—`) is what its other neighbour is.
    """
    return _joins(text, index - 1, -1) and _joins(text, index + 1, 1)


def join_lines(text: str) -> str:
    """A paragraph of plain text with the line breaks between Chinese characters gone and spaces beside breaks too."""
    if "\n" not in text:
        return text
    text = _BREAK.sub("\n", text)
    parts = []
    start = 0
    while (found := text.find("\n", start)) >= 0:
        parts.append(text[start:found])
        if not vanishes(text, found):
            parts.append("\n")
        start = found + 1
    parts.append(text[start:])
    return "".join(parts)
