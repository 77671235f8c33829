"""Find the links to a paper's code, project page, video and dataset in its comment and abstract.

Doubtful links are skipped: an editor notices what is missing, but not what is wrong.
"""

import re
from collections.abc import Iterator
from typing import Any

from digest.markdown.bare_urls import match_address
from digest.model.value_kinds import is_web_address

_HOSTS = r"github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitee\.com|huggingface\.co|hf\.co"
_BARE_HOST = re.compile(
    rf"(?<![\w./@-])(?:(?:www\.)?(?:{_HOSTS}|youtu\.be|sites\.google\.com)/|[\w-]+\.github\.io\b)", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_BEFORE = 200
"""Characters of context before a URL that are searched for what it links to."""
_PARTS = re.compile(r"https?://(?:www\.)?(?P<host>[^/?#]+)(?P<path>[^?#]*)", re.IGNORECASE)
_REPOSITORY = re.compile(r"/[\w.-]+/[\w.-]+(?:/|\Z)", re.ASCII)
_NO_OWNER = (
    "topics",
    "orgs",
    "sponsors",
    "features",
    "collections",
    "settings",
    "marketplace",
    "search",
    "papers",
    "docs",
    "blog",
)
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com")
_PAGE_BEFORE = re.compile(
    r"\b(?:project|home|web)[\s-]*(?:web)?(?:page|site)?s?\W+(?:\w+\W+){0,4}\Z|\bwebsite\W+(?:\w+\W+){0,4}\Z",
    re.IGNORECASE,
)

_BEHIND_SENTENCE = re.compile(r".*(?:[.!?]\s|;|https?://\S+|\n\s*\n)", re.DOTALL)
_BEHIND_COMMA = re.compile(r".*,\s", re.DOTALL)
_OF_OTHERS = re.compile(
    r"\b(?:compar(?:e[ds]?|ing|isons?)|we\s+(?:\w+\s+)?(?:use|adopt|follow|extend|modify|thank)d?|based\s+on|buil[dt]s?\s+(?:up)?on|"
    r"adapted|borrow(?:s|ed)?|fork(?:ed)?|their|original|others?)\b|\bbaselines?\W*\Z",
    re.IGNORECASE,
)
"""Words that tell that the code is not the paper's own."""

_CODE = re.compile(
    r"\b(?:codes?|codebase|source|implementations?|scripts?|software|librar(?:y|ies)|toolkit|package|models?|weights|github)\b",
    re.IGNORECASE,
)
_DATA = r"(?:data(?:\s?sets?)?|corpus|corpora|benchmarks?)"
_DATA_BEFORE = re.compile(
    rf"\b{_DATA}\s*(?::|(?:is|are|can|has|have|will|available|released|at|here)\b[^.]*)\s*\(?\Z|\A\s*(?:(?:the|our)\s+)?{_DATA}\s*\(?\Z",
    re.IGNORECASE,
)


def find_resource_links(comment: str, abstract: str) -> dict[str, Any]:
    """URLs by front-matter key (`code`, `project`, `video`, `dataset`), from the comment first."""
    found: dict[str, list[str]] = {}
    for text in (comment, abstract):
        for before, address in _addresses(text):
            kind = _kind_of(before, address)
            if kind:
                found.setdefault(kind, []).append(address)
    models = found.pop("model", [])
    found.setdefault("code", []).extend(models)
    return {kind: addresses[0] for kind, addresses in found.items() if addresses}


def _addresses(text: str) -> Iterator[tuple[str, str]]:
    """Yield `(text before, URL)`. Bare hosts such as `github.com/a/b` count."""
    at = 0
    starts = sorted([match.start() for pattern in (_ADDRESS, _BARE_HOST) for match in pattern.finditer(text)])
    for start in starts:
        if start < at:
            continue
        is_whole = _ADDRESS.match(text, start) is not None
        typed = text[start:] if is_whole else f"https://{text[start:]}"
        address = match_address(typed, 0, len(typed))
        if is_web_address(address):
            at = start + len(address) - (0 if is_whole else len("https://"))
            yield text[:start][-_BEFORE:], address


def _kind_of(before: str, address: str) -> str:
    parts = _PARTS.match(address)
    if parts is None:
        return ""
    host, path = parts["host"].lower(), parts["path"]
    names = [name for name in path.lower().split("/") if name]
    if host in ("huggingface.co", "hf.co"):
        if names[:1] == ["datasets"]:
            return "dataset" if len(names) >= 3 else ""
        if names[:1] == ["spaces"]:
            return ""
        return "model" if len(names) == 2 and names[0] not in _NO_OWNER else ""
    if host in _CODE_HOSTS or host.startswith("gitlab."):
        return _what_repository(before) if _REPOSITORY.match(path) and names[0] not in _NO_OWNER else ""
    if host == "youtu.be" or (host == "youtube.com" and path == "/watch"):
        return "video"
    if (
        host.endswith(".github.io")
        or (host == "sites.google.com" and names[:1] == ["view"])
        or _PAGE_BEFORE.search(before)
    ):
        return "project"
    return ""


def _what_repository(before: str) -> str:
    """`code`, `dataset` or empty for a repository, by the words before its URL. `code` by default."""
    sentence = _BEHIND_SENTENCE.sub("", before, count=1)
    if _OF_OTHERS.search(_BEHIND_COMMA.sub("", sentence, count=1)):
        return ""
    return "dataset" if _DATA_BEFORE.search(sentence) and not _CODE.search(sentence) else "code"
