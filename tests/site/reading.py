"""A page's text as a reader meets it."""

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
    """The text of an element: list numbers are not text, a block's edge is a space."""
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
