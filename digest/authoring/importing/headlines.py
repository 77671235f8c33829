"""Titles in headlines, without numbers, tags and links; titles of issues."""

import re

from digest.authoring.importing.classes import Classed, Kind, rest_of
from digest.authoring.importing.labels import NUMBER, word_tag
from digest.authoring.importing.paper_urls import find_addresses
from digest.authoring.importing.post_lines import Line

_TITLE_OF_ISSUE = re.compile(
    r"日报|周报|月报|晨报|速递|速览|推介|精选|前沿|每日|每周|今日|论文汇总|论文分享|第\s*\d+\s*期|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|"
    r"\bdigest\b|\bdaily\b|\bweekly\b|\bpapers of\b",
    re.IGNORECASE,
)
_LINKS_BEHIND = re.compile(r"\s*[(（\[［](?P<inside>[^()（）\[\]［］]*)[)）\]］]$")


def squeeze(text: str) -> str:
    """Letters and digits, case-folded, for the comparison of titles."""
    return "".join([character for character in text.casefold() if character.isalnum()])


def title_line(line: Classed) -> Line:
    """The title in a headline: without number, tags, and links in brackets at its end."""
    if line.rest is not None and (line.kind is Kind.HEADLINE or is_title_key(line)):
        return _without_links(line.rest)
    tag, number = word_tag(line.text), NUMBER.match(line.text)
    at = tag[1] if tag else number.end() if number else 0
    return _without_links(line.line.part(at) if at < len(line.text) else line.line)


def is_title_key(line: Classed) -> bool:
    """Whether the line has a key for a title."""
    return line.kind is Kind.FACT and line.name in ("title", "title_zh")


def _without_links(title: Line) -> Line:
    """`Title ([arXiv](https://...))` without the brackets."""
    found = _LINKS_BEHIND.search(title.text)
    if not found or not found.start():
        return title
    at = found.start("inside")
    addresses = tuple(find_addresses(title.part(at, found.end("inside"))))
    is_link = addresses and not rest_of(found["inside"], addresses)
    return title.part(0, found.start()) if is_link else title


def title_of(line: Classed) -> str:
    """The text of `title_line`."""
    return title_line(line).text


def is_title_of_issue(text: str) -> bool:
    """Whether the line names a digest or a day."""
    return _TITLE_OF_ISSUE.search(text) is not None and len(text) <= 100
