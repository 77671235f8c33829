"""HTML inside Markdown: links, images and emphasis as Markdown, other known tags left out."""

import re
from collections.abc import Sequence

from digest.markdown.block_scan import Block

_TAG = re.compile(
    r"`[^`\n]*`|<!--[^\x00]{0,5000}?-->|<(?P<close>/?)(?P<name>[a-z][a-z0-9]{0,11})(?P<rest>(?:\s[^<>]{0,2000}?)?)/?>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"\b(?P<name>href|src|alt|data-src)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))",
    re.IGNORECASE,
)
_OPENED = {
    "b": "**",
    "strong": "**",
    "i": "*",
    "em": "*",
    "code": "`",
    "sup": "$^{",
    "sub": "$_{",
    "li": "- ",
    "summary": "**",
} | {f"h{level}": "#" * level + " " for level in range(1, 7)}
_CLOSED = _OPENED | {"sup": "}$", "sub": "}$", "li": ""} | {f"h{level}": "" for level in range(1, 7)}
_DROPPED = frozenset(
    [
        "a",
        "article",
        "aside",
        "center",
        "details",
        "div",
        "figcaption",
        "figure",
        "font",
        "footer",
        "header",
        "kbd",
        "main",
        "nav",
        "ol",
        "p",
        "section",
        "small",
        "span",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ]
)


def strip_tags(text: str, fences: Sequence[Block]) -> str:
    """Markdown without HTML, outside of code. Line breaks stay where they are; `<br>` becomes U+001E."""
    parts, at = [], 0
    for fence in fences:
        parts += [_strip(text[at : fence.start]), text[fence.start : fence.end]]
        at = fence.end
    return "".join((*parts, _strip(text[at:])))


def _strip(text: str) -> str:
    targets: list[str] = []
    parts: list[str] = []
    at = 0
    for tag in _TAG.finditer(text):
        parts += [text[at : tag.start()], _markdown(tag, targets)]
        at = tag.end()
    parts.append(text[at:])
    return "".join((*parts, *(f"]({target})" for target in reversed(targets) if target)))


def _markdown(tag: re.Match[str], targets: list[str]) -> str:
    """What stands for a tag; `targets` are those of the links that are open."""
    name = (tag["name"] or "").lower()
    breaks = "\n" * tag[0].count("\n")
    if not name:
        return breaks if tag[0].startswith("<!") else tag[0]
    given = {
        found["name"].lower(): found["double"] or found["single"] or found["bare"] or ""
        for found in _ATTRIBUTE.finditer(tag["rest"])
    }
    if name == "a" and not tag["close"]:
        targets.append("".join(given.get("href", "").split()))
        return breaks + ("[" if targets[-1] else "")
    if name == "a":
        target = targets.pop() if targets else ""
        return f"]({target})" if target else ""
    if name == "br":
        return breaks + "\x1e"
    if name == "img":
        source = given.get("data-src") or given.get("src", "")
        return breaks + (f"![{given.get('alt', '')}]({source})" if source else "")
    table = _CLOSED if tag["close"] else _OPENED
    return breaks + table[name] if name in table else breaks if name in _DROPPED else tag[0]
