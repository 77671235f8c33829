"""URLs and ids of papers in running text, even if glued to the text after them."""

import re

from digest.authoring.importing.post_lines import Line
from digest.authoring.importing.redirects import target_of
from digest.model.front_matter import ACL_PAGE, ARXIV_ID, DOI_START, OPENREVIEW_PAGE
from digest.text.records import frozen

_ARXIV = rf"(?P<id>{ARXIV_ID}(?:v[1-9]\d?(?!\d))?)"
_DOI = rf"(?P<id>{DOI_START}[!-~]+[\w/)])"
"""Ids in running text. The DOI must not take punctuation that follows it."""

_URL_END = r"[^\s<>\"'，。；：！？、（）【】《》“”‘’\u2e80-\u9fff\uf900-\uffff]"

PAPERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern, re.IGNORECASE | re.ASCII))
    for field, pattern in (
        ("arxiv", rf"(?:https?://)?(?:(?:www|cn|export)\.)?arxiv\.org/(?:abs|pdf|html)/{_ARXIV}(?:\.pdf)?"),
        ("arxiv", rf"(?:https?://)?(?:dx\.)?doi\.org/10\.48550/arxiv\.{_ARXIV}"),
        ("arxiv", rf"arxiv\s*[:：]\s*{_ARXIV}(?:\s*\[[\w.-]+\])?"),
        ("openreview", rf"{OPENREVIEW_PAGE}(?:[&#][\w=&%-]*)?"),
        ("acl", rf"{ACL_PAGE}(?:\.pdf|/)?"),
        ("doi", rf"(?:https?://(?:dx\.)?doi\.org/|doi\s*[:：]\s*){_DOI}"),
    )
)
"""Patterns of references to papers, in order of precedence. The DOI of an arXiv paper is its arXiv id."""

_BEHIND = r"(?:\s*[,，(（]?\s*\d{4}-\d{1,2}-\d{1,2}\s*[)）]?)?"
"""A date after an id."""

BARE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("arxiv", re.compile(rf"{_ARXIV}(?:\s*\[[\w.-]+\])?{_BEHIND}", re.IGNORECASE | re.ASCII)),
    ("doi", re.compile(_DOI, re.ASCII)),
)
"""Patterns of ids without a URL, for values of keys that link to a paper."""

_URL = re.compile(rf"https?://{_URL_END}+")

LINK_HOSTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("code", re.compile(r"https?://(?:www\.)?(?:github|gitlab|gitee)\.com/|https?://(?:www\.)?huggingface\.co/(?!papers|datasets)")),
    ("project", re.compile(r"https?://[\w-]+\.github\.io(?:/|$)|https?://sites\.google\.com/")),
    ("video", re.compile(r"https?://(?:www\.)?(?:youtube\.com|youtu\.be|bilibili\.com|vimeo\.com)/")),
    ("dataset", re.compile(r"https?://(?:www\.)?huggingface\.co/datasets/")),
)  # fmt: skip
"""The field that a URL without a label fills, by host."""


@frozen
class Address:
    """A URL or id in a line: the field of the entry, the value, and its range."""

    field: str
    value: str
    start: int
    end: int


def find_addresses(line: Line) -> list[Address]:
    """URLs and ids in a line, from left to right: in its text, and targets of its links."""
    found: list[Address] = []
    text = line.text
    taken = bytearray(len(text))
    for link in line.links:
        address = name_address(link.url)
        found.append(Address(field=address[0], value=address[1], start=link.start, end=link.end))
        taken[link.start : link.end] = b"x" * (link.end - link.start)
    for match in _URL.finditer(text) if "?" in text else ():
        url = match.group()
        if not any(taken[match.start() : match.end()]) and (target := target_of(url)) != url:
            field, value = name_address(target)
            found.append(Address(field=field, value=value, start=match.start(), end=match.end()))
            taken[match.start() : match.end()] = b"x" * len(url)
    for field, pattern in PAPERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]):
                found.append(Address(field=field, value=match["id"], start=start, end=end))
                taken[start:end] = b"x" * (end - start)
    for match in _URL.finditer(text):
        start, end = match.start(), match.start() + len(match.group().rstrip(".,;:!?)]}…"))
        if not any(taken[start:end]):
            url = text[start:end]
            found.append(Address(field=name_address(url)[0], value=url, start=start, end=end))
    return sorted(found, key=lambda each: each.start)


def name_address(url: str) -> tuple[str, str]:
    """The field that a URL fills, and its value."""
    for field, pattern in PAPERS:
        if match := pattern.match(url):
            return field, match["id"]
    return next((field for field, pattern in LINK_HOSTS if pattern.match(url)), "url"), url


def bare_id(text: str) -> tuple[str, str] | None:
    """The field and value of an id without a URL; None if it is none."""
    for field, pattern in BARE:
        if match := pattern.fullmatch(text.strip()):
            return field, match["id"]
    return None
