"""The addresses of relative links and images in Markdown."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from digest.markdown import Reference
from digest.text.safety import drop_unsafe

_ADDRESS = re.compile(r"\]\(\s*(?P<address><[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)")
_LABEL = re.compile(r"(?<=\])\[[^\[\]]*\]\Z")
_MARK = re.compile("\ufdd0([0-9]+)\ufdd1")


def placeholder(number: int) -> str:
    """What stands in place of an address."""
    return f"\ufdd0{number}\ufdd1"


def mark_addresses(text: str, references: Sequence[Reference] = (), first: int = 0) -> str:
    """The Markdown of a text with a `placeholder` for each address; numbers count from `first`. A reference to a
    definition becomes an inline link. Characters that HTML forbids are dropped.
    """
    if not references:
        return drop_unsafe(text)
    return replace_parts(text, address_marks(text, [(each.kind, each.start, each.end) for each in references], first))


def replace_parts(text: str, parts: Iterable[tuple[int, int, str]]) -> str:
    """Replace parts of a text, given as start, end and what to write there. Characters that HTML forbids are dropped
    from the rest.
    """
    made, at = [], 0
    for start, end, instead in sorted(parts):
        if start >= at:
            made += [drop_unsafe(text[at:start]), instead]
            at = end
    return "".join((*made, drop_unsafe(text[at:])))


def address_marks(text: str, references: Iterable[tuple[str, int, int]], first: int) -> Iterator[tuple[int, int, str]]:
    """Where an address is or is to be inserted, and the placeholder to write there. A reference is given by kind, start
    and end.
    """
    for number, (kind, begin, stop) in enumerate(references, first):
        link, mark = text[begin:stop], placeholder(number)
        if kind == "plate" or not link:  # a plate has the address of its image
            continue
        typed = [*_ADDRESS.finditer(link)]
        if typed:
            start, end = typed[-1].span("address")
            yield begin + start, begin + end, mark
        elif link.endswith("]"):
            label = _LABEL.search(link)
            yield begin + label.start() if label else stop, stop, f"({mark})"


def fill_addresses(text: str, address: Callable[[int], str]) -> str:
    """Replace the placeholders of `mark_addresses` by addresses, given their numbers."""
    return _MARK.sub(lambda match: address(int(match[1])), text) if "\ufdd0" in text else text
