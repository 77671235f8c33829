"""Spaces that YAML does not know, and characters without a width, where a list or a key begins."""

import re
from itertools import chain

from digest.model.yaml.tree import Keys, Mapping, Node, Sequence
from digest.text.characters import find_invisible, find_unsafe
from digest.text.diagnostics import Reporter
from digest.text.source import Span

BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces that look like U+0020. Like `WIDTHLESS`, the inside of a regular expression's character class."""

WIDTHLESS = "\u00ad\u180e\u200b-\u200f\u2060\ufeff"

_HIDDEN = re.compile(f"[{BLANKS}{WIDTHLESS}]")
_WIDTHLESS = re.compile(f"[{WIDTHLESS}]")
_BEGIN = re.compile(
    rf"""^(?P<lead>[ {BLANKS}{WIDTHLESS}]*)
         (?P<dash>-[ {BLANKS}{WIDTHLESS}]+(?=\S))?
         (?:(?P<key>[^\W\d_][\w{BLANKS}{WIDTHLESS} .-]{{0,40}}?)(?=[:：]))?""",
    re.MULTILINE | re.VERBOSE,
)
_BLOCK = re.compile(
    r"^(?P<indent> *)(?:- )?[^\n]*:[ ]+[|>][-+0-9]*[ ]*\n(?:(?P=indent) +[^\n]*(?:\n|$)|\s*\n)*", re.MULTILINE
)


def find_hidden(text: str) -> re.Match[str] | None:
    """The first character without a width, else the first space that is not U+0020."""
    return None if text.isascii() else _WIDTHLESS.search(text) or _HIDDEN.search(text)


def drop_hidden(text: str) -> str:
    """The text without characters that have no width, and with usual spaces."""
    return _HIDDEN.sub(_blank, text).strip()


def warn_hidden(sign: str, at: int, reporter: Reporter) -> None:
    """Report a character of `BLANKS` (`odd-space`) or `WIDTHLESS` (`control-character`)."""
    span, name = Span(start=at, end=at + 1), f"U+{ord(sign):04X}"
    if _WIDTHLESS.match(sign):
        message = f"an invisible character, {name}, that does not belong here; it is left out"
        reporter.warning("control-character", span, message, "delete it; it may have come from a broken copy")
    else:
        message = f"a space that is not the usual one, {name}; it is read as a space"
        reporter.warning("odd-space", span, message, "type it again with the space bar")


def warn_invisible(node: Node, reporter: Reporter, *, only_unsafe: bool = False) -> None:
    """Report values with invisible characters (`control-character`), also those written as escapes, unless they are
    told. `only_unsafe`: those that are left out of pages.
    """
    waiting = [node]
    told: set[int] | None = None
    while waiting:
        each = waiting.pop()
        if isinstance(each, Mapping):
            waiting.extend(chain.from_iterable(each.entries))
        elif isinstance(each, Sequence):
            waiting.extend(each.items)
        else:
            found = find_unsafe(each.text) or ([] if only_unsafe else find_invisible(each.text))
            if not found:
                continue
            told = reporter.offsets("control-character") if told is None else told
            if told.isdisjoint(range(each.span.start, each.span.end)):
                message = f"an invisible character, U+{ord(found[0][0]):04X}, that does not belong in a text"
                reporter.warning("control-character", each.span, message, "delete it, or type the text again")


def clean_begins(original: str, start: int, keys: Keys, reporter: Reporter) -> str:
    """Replace hidden characters before list items and in and before known keys; the length stays the same.

    `start` is the offset of `original` in the source. Block scalars are left alone.
    """
    if find_hidden(original) is None:
        return original
    blocks = [match.span() for match in _BLOCK.finditer(original)]
    inner = frozenset(chain.from_iterable(keys.inner.values()))

    def clean(match: re.Match[str]) -> str:
        found = _HIDDEN.search(match[0])
        if found is None or any(first < match.start() < last for first, last in blocks):
            return match[0]
        lead, dash, typed = match["lead"], match["dash"] or "", match["key"] or ""
        key = _HIDDEN.sub("", typed).strip()
        is_key = key in keys.known or key in inner
        if not is_key and not (dash and _HIDDEN.search(lead + dash)):
            return match[0]
        lead = _HIDDEN.sub(_blank, lead)
        if not dash and key in keys.known and not (key in inner and len(lead) > 1):
            lead = ""
        dash = _HIDDEN.sub(_blank, dash)
        dash = f"- {dash[2:]}" if dash else ""
        begin = lead + dash + (key if is_key else typed)
        warn_hidden(found[0], start + match.start() + found.start(), reporter)
        return (
            begin + " " * (len(match[0]) - len(begin))
            if is_key
            else lead + dash.ljust(len(match[0]) - len(lead + typed)) + typed
        )

    return _BEGIN.sub(clean, original)


def _blank(sign: re.Match[str]) -> str:
    return "" if _WIDTHLESS.match(sign[0]) else " "
