"""Where the files of a site link to addresses outside of it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from digest.content.documents import PEOPLE, Document, read_document
from digest.markdown.outside_addresses import outside_addresses
from digest.model.config import Config
from digest.model.fields import names_of, read_keys
from digest.model.front_matter import ADDRESSES
from digest.model.value_kinds import is_web_address
from digest.model.yaml.nodes import Keys, Mapping, Node, Scalar, read_node
from digest.text.diagnostics import Reporter
from digest.text.source import Excerpt, Source, Span

_ORCID = "https://orcid.org/{}"
_UNASKED = frozenset({"title", "title_zh", "aliases", "allow"})
"""Keys of front matter whose addresses no page links to."""
_UNASKED_SETTINGS = frozenset({"url", "policy", "check"})
"""Settings that hold the site's own address, or hosts without a page."""
_LOADED = re.compile(r"<(?P<tag>[^<>]*)\b(?:href|src)\s*=\s*[\"']?(?P<address>https?://[^\s\"'<>]+)", re.IGNORECASE)
_HINTED_AT = re.compile(r"\brel\s*=\s*[\"']?(?:preconnect|dns-prefetch)", re.IGNORECASE)
"""Links of a head that name a host, not a page."""


class OutsideLink(NamedTuple):
    """An address, and where it is in its file. `is_made`: of an id, whose address nobody typed."""

    address: str
    start: int
    end: int
    is_made: bool = False


def links_of_file(source: Source) -> list[OutsideLink]:
    """The links of a file in `content/`, in order: an entry, an introduction, a standing page or the list of people."""
    if source.path == PEOPLE:
        node = read_node(source.text, Span(start=0, end=len(source.text)), Keys(), Reporter(""))
        found = _links_of_node(node, "") if node is not None else iter(())
    else:
        found = _links_of_document(read_document(source))
    return _in_order(found)


def links_of_settings(source: Source) -> list[OutsideLink]:
    """The links of `digest.yaml`, in order."""
    node = read_keys(Config, source.text, Span(start=0, end=len(source.text)), Reporter(""))
    return _in_order(_links_of_entries(node, Config, _UNASKED_SETTINGS)) if node is not None else []


def _in_order(links: Iterator[OutsideLink]) -> list[OutsideLink]:
    return sorted(set(links), key=lambda link: (link.start, link.end, link.address))


def _links_of_document(document: Document) -> Iterator[OutsideLink]:
    for name, template in ADDRESSES.items():
        value, span = getattr(document.matter, name, ""), document.spans.get(name)
        if value and span is not None:
            yield OutsideLink(template.format(value), span.start, span.end, is_made=template != "{}")
    if document.node is not None:
        skipped = _UNASKED.union(ADDRESSES if document.matter is not None else ())
        yield from _links_of_entries(document.node, document.kind.record, skipped)
    for section in document.sections:
        yield from _links_of_text(section.content)


def _links_of_entries(node: Mapping, record: type, skipped: frozenset[str]) -> Iterator[OutsideLink]:
    known = names_of(record)
    for key, value in node.entries:
        name = known[key.text].name if key.text in known else key.text
        if name not in skipped:
            yield from _links_of_node(value, name)


def _links_of_node(node: Node, name: str) -> Iterator[OutsideLink]:
    """The links of a value; `name` is that of the nearest key."""
    if isinstance(node, Mapping):
        for key, value in node.entries:
            yield from _links_of_node(value, key.text)
    elif not isinstance(node, Scalar):
        for item in node.items:
            yield from _links_of_node(item, name)
    else:
        yield from _links_of_scalar(node, name)


def _links_of_scalar(scalar: Scalar, name: str) -> Iterator[OutsideLink]:
    excerpt, text = scalar.excerpt, scalar.text.strip()
    start = len(scalar.text) - len(scalar.text.lstrip())
    span = excerpt.span(start, start + len(text))
    whole = f"https:{text}" if text.startswith("//") else text
    if name == "orcid" and text:
        yield OutsideLink(_ORCID.format(text.rstrip("/").rpartition("/")[2]), span.start, span.end, is_made=True)
    elif is_web_address(whole):
        yield OutsideLink(whole, span.start, span.end)
    elif name == "head":
        for match in _LOADED.finditer(scalar.text):
            if _HINTED_AT.search(match["tag"]) is None:
                place = excerpt.span(*match.span("address"))
                yield OutsideLink(match["address"], place.start, place.end)
    else:
        yield from _links_of_text(excerpt)


def _links_of_text(excerpt: Excerpt) -> Iterator[OutsideLink]:
    for each in outside_addresses(excerpt.text):
        if is_web_address(each.address):
            span = excerpt.span(each.start, each.end)
            yield OutsideLink(each.address, span.start, span.end)
