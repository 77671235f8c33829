"""Parse responses of the arXiv API: an Atom feed of papers, or an error that must not be taken for an empty result.

See info.arxiv.org/help/api/user-manual.html. Errors are entries with an id below `/api/errors`. A paper that does not
exist is missing from the feed, or is an entry without a title. The rate limiter answers in plain text or HTML.
"""

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from digest.model.arxiv_ids import read_identifier
from digest.text.records import frozen

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_LONGEST_QUOTE = 80
"""Maximum characters of an unparsable response quoted in the error message."""
_LONGEST_READ = 10_000
"""Characters of it in which these are looked for."""

_BUSY = re.compile(
    r"rate exceeded|too many requests|service unavailable|temporarily unavailable|overloaded", re.IGNORECASE
)


@frozen
class ArxivPaper:
    """A paper as in the API response; white space inside the texts is kept."""

    paper: str
    """The arXiv id without version."""
    title: str
    authors: tuple[str, ...]
    affiliations: tuple[str, ...]
    category: str
    abstract: str
    comment: str
    journal: str
    doi: str
    published: str
    """The day of the first version (YYYY-MM-DD, UTC), or empty."""


@frozen
class Answer:
    """A parsed response: papers by id, or a problem."""

    papers: Mapping[str, ArxivPaper]
    problem: str = ""
    """What was wrong, to follow "arXiv answered with"; empty if nothing was."""
    is_busy: bool = False
    """Whether to retry later."""
    refused: str = ""
    """The id that arXiv rejected as malformed. The whole request fails then."""


def read_answer(content: bytes) -> Answer:
    """Parse the body of a response."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        return _none(f"bytes that are not UTF-8 ({content[error.start]:#04x} at {error.start})")
    if re.search(r"<!DOCTYPE(?!\s+html)|<!ENTITY", text, re.IGNORECASE):
        return _none("XML that declares entities")  # entity expansion attack; the API declares none
    try:
        root = ElementTree.fromstring(text.lstrip())  # noqa: S314 - entity declarations are refused above
    except (ElementTree.ParseError, ValueError):
        return _unreadable(text)
    if root.tag != f"{_ATOM}feed":
        return _unreadable(text)
    papers: dict[str, ArxivPaper] = {}
    for entry in root.iter(f"{_ATOM}entry"):
        address = _text(entry, f"{_ATOM}id")
        if "/api/errors" in address:
            return _refusal(_text(entry, f"{_ATOM}summary") or _text(entry, f"{_ATOM}title"))
        paper = _read_paper(entry, address)
        if paper is not None:
            papers[paper.paper] = paper
    return Answer(papers=papers)


def _read_paper(entry: ElementTree.Element, address: str) -> ArxivPaper | None:
    identifier = read_identifier(address)
    title = _text(entry, f"{_ATOM}title")
    authors = [_text(author, f"{_ATOM}name") for author in entry.iter(f"{_ATOM}author")]
    if identifier is None or not title or not any(authors):
        return None  # the placeholder of a paper that does not exist
    affiliations = [" ".join((each.text or "").split()) for each in entry.iter(f"{_ARXIV}affiliation")]
    primary = entry.find(f"{_ARXIV}primary_category")
    others = [each.get("term", "") for each in entry.iter(f"{_ATOM}category")]
    return ArxivPaper(
        paper=identifier.paper,
        title=title,
        authors=tuple(each for each in authors if each),
        affiliations=tuple(dict.fromkeys(each for each in affiliations if each)),
        category=next((each for each in (primary.get("term", "") if primary is not None else "", *others) if each), ""),
        abstract=_text(entry, f"{_ATOM}summary"),
        comment=_text(entry, f"{_ARXIV}comment"),
        journal=_text(entry, f"{_ARXIV}journal_ref"),
        doi=_text(entry, f"{_ARXIV}doi"),
        published=_day(_text(entry, f"{_ATOM}published")),
    )


def _day(moment: str) -> str:
    return moment[:10] if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", moment) else ""


def _text(element: ElementTree.Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _refusal(message: str) -> Answer:
    named = re.fullmatch(r"incorrect id format for (\S+)", " ".join(message.split()), re.IGNORECASE)
    identifier = read_identifier(named[1]) if named else None
    return Answer(papers={}, problem=f"an error: {_quote(message)}", refused=identifier.paper if identifier else "")


def _unreadable(text: str) -> Answer:
    shown = _quote(_TAG.sub(" ", text[:_LONGEST_READ]))
    is_feed = "<feed" in text
    what = "half a feed" if is_feed else f"no feed: {shown}" if shown else "nothing"
    return Answer(papers={}, problem=what, is_busy=not is_feed and _BUSY.search(text) is not None)


def _none(problem: str) -> Answer:
    return Answer(papers={}, problem=problem)


def _quote(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"
