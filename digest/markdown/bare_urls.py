"""Find bare URLs in running text."""

import re

# ASCII only, so that a URL ends before Chinese text. Brackets, braces, `|`, `*` and `$` are left out: they usually
# belong to Markdown, TeX or the sentence.
_BARE = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9\-._~:/?#@!&'()+,;=%]*", re.IGNORECASE)
_SIMPLE = re.compile(r"https?://[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){1,4}(?:/[A-Za-z0-9._~/-]*)?")
"""URLs that need no normalization, which is slow. Most are such."""
_BEFORE = re.compile(r"[A-Za-z0-9+.\-]")
_TRAILING = ".,;:!?'~_("
_ENTITY_AT_END = re.compile(r"&[A-Za-z0-9#]+;$")


def match_address(source: str, start: int, limit: int) -> str:
    """The bare URL at `start`, or an empty string. It ends before Chinese text and final punctuation."""
    match = _BARE.match(source, start, limit)
    if match is None:
        return ""
    address = match[0]
    depth = 0
    for index, character in enumerate(address):
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depth < 0:
                address = address[:index]
                break
    address = address.split("~~", 1)[0]
    while True:
        shorter = _ENTITY_AT_END.sub("", address).rstrip(_TRAILING)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address:
            break
        address = shorter
    return address if len(address) > address.find("://") + 3 else ""


def is_simple(address: str) -> bool:
    """Whether the parser would write a URL unchanged."""
    return _SIMPLE.fullmatch(address) is not None


def address_at(source: str, colon: int, limit: int, least: int = 0) -> tuple[int, str]:
    """Start and text of the URL with its `://` at `colon`; the text is empty if there is none at or after `least`."""
    start = colon - 5 if source[max(0, colon - 5) : colon].lower() == "https" else colon - 4
    if start < least or (start and _BEFORE.match(source[start - 1])):
        return start, ""
    return start, match_address(source, start, limit)


def simple_addresses(text: str) -> list[tuple[int, int]] | None:
    """Spans of the URLs in a text without mark-up; None if one of them needs normalization."""
    found: list[tuple[int, int]] = []
    end = 0
    colon = text.find("://")
    while colon >= 0:
        start, address = address_at(text, colon, len(text), end)
        if address:
            if not is_simple(address):
                return None
            end = start + len(address)
            found.append((start, end))
        colon = text.find("://", max(end, colon + 3))
    return found
