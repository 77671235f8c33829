"""Earlier addresses of a page (`aliases`), as they were typed or copied from a browser."""

import re
from urllib.parse import unquote

from digest.model.fields import Context, ValueKind
from digest.model.text_values import read_items
from digest.model.yaml.nodes import Node
from digest.text.records import frozen
from digest.text.segments import NOT_ON_WINDOWS, is_portable, is_too_long
from digest.text.source import Excerpt
from digest.text.uri import ascii_host

_HOST = re.compile(r"(?:https?:)?//(?P<host>[^/?#]*)", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ENDING = re.compile(r".*(?P<ending>\.[A-Za-z][A-Za-z0-9]{0,9})", re.DOTALL)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]")
PAGE = ".html"


@frozen
class Alias:
    """An earlier address: its path from the site's root, with its ending. `start` and `end` are offsets in the source.

    Of a whole URL, `path` is `//host/path`: the settings say which part of it is the site's own.
    """

    path: str
    start: int
    end: int


def _read_aliases(node: Node, name: str, context: Context) -> tuple[Alias, ...] | None:
    items = read_items(node, name, context, separators="[,，;；]")
    found = [_read_alias(item, context) for item in items or ()]
    return tuple(alias for alias in found if alias is not None) if items is not None else None


def _read_alias(item: Excerpt, context: Context) -> Alias | None:
    span, typed = item.span(0, len(item.text)), item.text.strip()
    path, problem, hint = read_address(typed)
    if problem:
        context.reporter.error("bad-alias", span, f"'{typed}' {problem}", hint)
        return None
    if NOT_ON_WINDOWS.search(path[2:].partition("/")[2] if path.startswith("//") else path):
        message = f"'{typed}' has one of < > : \" | ? *, so Windows can have no such file, and hosts may refuse it"
        context.reporter.warning("bad-alias", span, message, "delete this alias, unless readers have the address")
    return Alias(path=path, start=span.start, end=span.end)


ALIASES = ValueKind(name="a list of addresses", read=_read_aliases)


def read_address(typed: str) -> tuple[str, str, str]:
    """Read an address of a page: `(path, problem, hint)`, with an empty problem if it is one.

    A folder means its `index.html`, a name without ending its `.html`; percent-encoding is undone.
    """
    whole = _HOST.match(typed)
    host = ascii_host(whole["host"].lower()) if whole is not None else ""
    rest = typed[whole.end() :] or "/" if whole is not None else typed
    if not host and (whole is not None or (_SCHEME.match(typed) is not None and ".html" not in typed)):
        return "", "is no address of a page", "write the path of the old page, such as old/page.html"
    if "?" in rest or "#" in rest:
        return (
            "",
            "has a query or a fragment, which no file can have",
            "write it without '?' and '#' (%3F and %23 in a name)",
        )
    path = unquote(rest)
    if "\\" in path or _UNSEEN.search(path) is not None:
        return "", "has a character that no address has", "write the path with / between folders"
    segments = path.split("/")
    if ".." in segments:
        return "", "leads out of its folder", "write the path from the site's root, without '..'"
    is_folder = segments[-1] in ("", ".")
    segments = [segment for segment in segments if segment not in ("", ".")]
    ending = _ENDING.fullmatch(segments[-1]) if segments and not is_folder else None
    if is_folder or not segments:
        segments.append("index.html")
    elif ending is None:
        segments[-1] += PAGE
    elif ending["ending"].lower() != PAGE:
        hint = f"write {segments[-1]}.html, if that is the page's name"
        return "", f"ends in {ending['ending']}: only pages (.html) can lead on", hint
    for segment in segments:
        if not is_portable(segment):
            return "", f"has a name that Windows cannot have: '{segment}'", "delete this alias"
        if is_too_long(segment):
            return "", "has a name of more than 255 bytes, which no file system takes", "delete this alias"
    path = "/".join(segments)
    return f"//{host}/{path}" if host else path, "", ""
