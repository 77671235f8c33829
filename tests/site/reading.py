"""The visible text of a page."""

from xml.etree import ElementTree as ET

INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd"}
    | {"mark", "q", "ruby", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
)
UNSEEN = frozenset({"script", "style", "template", "noscript"})


def squeeze(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def text_of(element: ET.Element) -> str:
    """The text of an element, without list numbers, and with a space at the edges of blocks."""
    pieces: list[str] = []

    def walk(element: ET.Element) -> None:
        if isinstance(element.tag, str) and element.tag not in UNSEEN:  # a comment's tag is a function
            edge = "" if element.tag in INLINE else " "
            pieces.append(edge + (element.text or ""))
            for child in element:
                walk(child)
                pieces.append(child.tail or "")
            pieces.append(edge)

    walk(element)
    return squeeze("".join(pieces))
