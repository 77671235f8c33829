"""The addresses outside of the site that a text links to."""

from collections.abc import Iterator
from typing import NamedTuple

from digest.markdown.cleaning import clean
from digest.markdown.links import classify_destination
from digest.markdown.parser import parse_environment, parse_text
from digest.markdown.render_context import RenderContext


class OutsideAddress(NamedTuple):
    """An address of `http` or `https`, and where it is in the text: the address itself, else its link."""

    address: str
    start: int
    end: int


def outside_addresses(text: str) -> Iterator[OutsideAddress]:
    """Find the links that lead out of the site, images of other sites included: pages show a link to them."""
    if "//" not in text:
        return
    cleaned = clean(text)
    context = RenderContext(cleaned=cleaned, anchor="", punctuation="keep")
    for inline in parse_text(cleaned.text, parse_environment()):
        if inline.type != "inline":
            continue
        context.inline = inline
        for token in inline.children or ():
            if token.type not in ("link_open", "image"):
                continue
            typed = str(token.attrs.get("href" if token.type == "link_open" else "src", ""))
            destination = classify_destination(typed)
            if destination.kind == "external" and not destination.href.lower().startswith("mailto:"):
                start, end = context.span(token)
                at = cleaned.text.find(typed, start, end)
                if at >= 0:
                    start, end = at, at + len(typed)
                yield OutsideAddress(destination.href, cleaned.original(start), cleaned.original(end))
