"""Links in the settings (`navigation`, `links`) that lead to no page of the site."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from digest.markdown.links import split_target
from digest.model.config import Config
from digest.model.settings import Link
from digest.plan.urls import prefix_of
from digest.text.names import compose_name
from digest.text.nearest import nearest

_OUTSIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_HOST = re.compile(r"(?:www\.|(?:[\w-]+\.)+(?:com|org|net|io|cn|edu|gov|dev|ai|me|app)(?:[/:?\#]|\Z))", re.IGNORECASE)
_MAILBOX = re.compile(r"[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+")


class LostLink(NamedTuple):
    """A link without target: the path of its key (`navigation.0.url`), the value, and a hint."""

    key: str
    url: str
    hint: str


def linked_path(link: Link) -> str:
    """The path of a page or file of the site that a link leads to."""
    return compose_name(split_target(link.url.lstrip("/"))[0]) or "index.html"


def find_lost_links(config: Config, paths: Collection[str], static: Collection[str]) -> Iterator[LostLink]:
    """Find links to paths that the site does not have in every language. `paths` are those of all outputs, `static`
    those of the files of `static/`.
    """
    prefixes = [prefix_of(config, language) for language in config.languages]

    def is_there(path: str) -> bool:
        return all(prefix + path in paths for prefix in prefixes)

    for name, links in (("navigation", config.navigation), ("links", config.links)):
        for number, link in enumerate(links):
            path = linked_path(link)
            if _OUTSIDE.match(link.url) is not None or path in static or is_there(path):
                continue
            inside = next((path[len(prefix) :] for prefix in prefixes if prefix and path.startswith(prefix)), path)
            yield LostLink(f"{name}.{number}.url", link.url, suggest_page(inside, filter(is_there, paths)) or _USUAL)


_USUAL = "name a page as /about.html or /issues/index.html, or give a whole address"


def suggest_page(path: str, pages: Iterable[str], *, certain: bool = False) -> str:
    """The hint for a path that no page has: that of one in `pages`, or a whole address; empty if none is like it.

    `certain`: similar names are no hint.
    """
    if _MAILBOX.fullmatch(path):
        return f"write mailto:{path}"
    if _HOST.match(path):
        return f"write the whole address: https://{path}"
    stem = re.sub(r"\.(?:md|htm|html)\Z", "", path.rstrip("/").removeprefix("content/"))
    stem = re.sub(r"(?<=.)/(?:index|issue)\Z", "", stem)
    last = stem.rpartition("/")[2]
    stems = {
        page.removesuffix(".html").removesuffix("/index"): page for page in sorted(pages) if page.endswith(".html")
    }
    usual = (stem, f"{stem}s", f"issues/{last}", f"papers/{last}")
    found = next((each for each in usual if each in stems), "")
    if not found and not certain:
        found = next(iter(nearest(stem, stems)), "")
    return f"write /{stems[found]}" if found else ""
