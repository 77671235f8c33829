"""Links: which destinations are allowed, the rule for bare URLs, the search for a link's label."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from digest.markdown.bare_urls import address_at, is_simple
from digest.model.value_kinds import is_web_address
from digest.text.names import compose_name
from digest.text.nearest import did_you_mean
from digest.text.records import frozen

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

_MOST_HEADINGS = 100
"""Headings that a name is compared with."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060\ufeff\ufffd]")
_NO_HOST = ("", "/", "?", "#", ":")
"""What follows `//` where a host is missing."""
_ODD_HOST = re.compile(r"https?://[^/?#]*[:\[\]]", re.IGNORECASE)
"""Hosts with a port, or in brackets: the others are not looked at, which is slow."""
_MAX_STEPS = 200_000


@frozen
class Destination:
    """A link's destination and what kind it is."""

    kind: Literal["external", "file", "fragment", "unsafe", "empty", "broken"]
    href: str
    """The URL of an external link, the percent-decoded name of a fragment, else as typed."""


def classify_destination(href: str) -> Destination:
    """Classify a destination. Allowed are http, https, mailto and files and fragments of the site. One without a host
    or a mailbox is empty, one whose host or port cannot be one is broken.

    `href` is what the parser gives: without entities, percent-encoded. It is unsafe if a browser could read another
    scheme in it after dropping control characters and spaces and decoding percent signs.
    """
    bare = _INVISIBLE.sub("", unquote(href))
    scheme = _SCHEME.match(bare)
    if scheme is not None:
        lower = href[: scheme.end()].lower()
        rest = href[scheme.end() :]
        known = (lower in ("http:", "https:") and rest.startswith("//")) or lower == "mailto:"
        if known and rest.removeprefix("//")[:1] in _NO_HOST:
            return Destination(kind="empty", href=href)
        return Destination(kind=_kind_of(href) if known else "unsafe", href=href)
    if bare.startswith("//"):
        if bare[2:3] in _NO_HOST:
            return Destination(kind="empty", href=href)
        whole = f"https:{href}"
        return Destination(kind=_kind_of(whole) if href.startswith("//") else "unsafe", href=whole)
    if bare[:2].replace("\\", "/") == "//":
        return Destination(kind="unsafe", href=href)
    if href.startswith("#"):
        return Destination(kind="fragment", href=compose_name(unquote(href[1:])))
    return Destination(kind="file", href=href)


def _kind_of(address: str) -> Literal["external", "broken"]:
    return "broken" if _ODD_HOST.match(address) is not None and not is_web_address(address) else "external"


def split_target(href: str) -> tuple[str, str]:
    """Split a relative URL into its path, percent-decoded, and its query and fragment, as typed."""
    cut = min((at for at in (href.find("?"), href.find("#")) if at >= 0), default=len(href))
    return unquote(href[:cut]), href[cut:]


def suggest_heading(name: str, known: Iterable[str]) -> str:
    """The hint for a fragment that no heading has; empty if none is like it."""
    return did_you_mean(name, islice(known, _MOST_HEADINGS), sign="#")


def bare_address(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001  the parser's own signature
    """Inline rule, triggered at the colon of a bare URL; its scheme is already in `state.pending`."""
    colon = state.pos
    if state.linkLevel or not state.src.startswith("://", colon):
        return False
    start, address = address_at(state.src, colon, state.posMax)
    if not address:
        return False
    if not silent:
        scheme = state.src[start:colon]
        if not state.pending.endswith(scheme):
            return False
        state.pending = state.pending[: -len(scheme)]
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": address if is_simple(address) else state.md.normalizeLink(address)}
        opening.markup = "linkify"
        opening.info = "auto"
        opening.meta = {"span": (start, start + len(address))}
        state.push("text", "", 0).content = address
        closing = state.push("link_close", "a", -1)
        closing.markup = "linkify"
        closing.info = "auto"
    state.pos = start + len(address)
    return True


def find_label_end(state: "StateInline", start: int, disableNested: bool = False) -> int:  # noqa: FBT001, FBT002, N803
    """Offset of the `]` that closes the label opened at `start`, or -1 (CommonMark 6.3).

    Replaces markdown-it's helper to bound the total work per text: with thousands of unmatched brackets it takes
    minutes. Past the bound, brackets are text.
    """
    before = state.pos
    steps: list[int] = state.env.setdefault("label_steps", [_MAX_STEPS])
    state.pos = start + 1
    depth = 1
    end = -1
    while state.pos < state.posMax and steps[0] > 0:
        steps[0] -= 1
        character = state.src[state.pos]
        if character == "]":
            depth -= 1
            if depth == 0:
                end = state.pos
                break
        at = state.pos
        state.md.inline.skipToken(state)
        if character == "[":
            if state.pos == at + 1:
                depth += 1
            elif disableNested:
                break
    state.pos = before
    return end
