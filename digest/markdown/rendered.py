"""The result of rendering, and HTML escaping."""

from typing import Literal

from digest.text.records import frozen

OPENS, CLOSES = "\ufdd0", "\ufdd1"
"""Noncharacters around a reference's number; they cannot occur in cleaned text."""


def escape(text: str) -> str:
    """Escape text for HTML, including double-quoted attributes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@frozen
class Problem:
    """A problem in a text, reported as a warning. Offsets are in the original text."""

    code: str
    """Kebab-case, such as `unbalanced-math`."""
    message: str
    hint: str
    """What to write instead."""
    start: int
    end: int


@frozen
class Reference:
    """A link or image to a file or page of the site. Offsets are in the original text.

    A `plate` is the link round the image of a figure, which leads to its file.
    """

    kind: Literal["link", "image", "plate"]
    target: str
    """The path, percent-decoded, without query and fragment: `pic2word-fig1.png`, `../2023-02-07/foo.md`."""
    suffix: str
    """Query and fragment as typed (`?a=b`, `#part`), or empty."""
    start: int
    end: int


@frozen
class Rendered:
    """A rendered text. `html` has a placeholder for each of `references`; see `resolve`."""

    html: str
    problems: tuple[Problem, ...]
    references: tuple[Reference, ...]
