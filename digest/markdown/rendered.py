"""What rendering a text gives back, and how text stands in it."""

from typing import Literal

from digest.text.records import frozen

OPENS, CLOSES = "\ufdd0", "\ufdd1"
"""Noncharacters around a reference's number; no text can hold them."""


def escape(text: str) -> str:
    """Text as HTML, fit for an attribute between double quotes too."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@frozen
class Problem:
    """Something in a text that is worth telling its editor; never a reason to stop."""

    code: str
    """Kebab-case, for instance `unbalanced-math`."""
    message: str
    """What is wrong."""
    hint: str
    """What to write instead."""
    start: int
    """Offset of the first character concerned, in the text as it was given."""
    end: int
    """Offset behind the last character concerned."""


@frozen
class Reference:
    """A link or an image whose target is a file or page of the site."""

    kind: Literal["link", "image"]
    target: str
    """The path, percent-decoded, without query and fragment: `pic2word-fig1.png`, `../2023-02-07/foo.md`."""
    suffix: str
    """The query and fragment as typed (`?a=b`, `#part`), or an empty string."""
    start: int
    """Offset of the first character of the link or image, in the text as it was given."""
    end: int
    """Offset behind its last character."""


@frozen
class Rendered:
    """A text as HTML. Where the HTML needs the address of `references[N]` it holds a placeholder: see `resolve`."""

    html: str
    problems: tuple[Problem, ...]
    references: tuple[Reference, ...]
