"""Links in the settings (`navigation`, `links`) that lead to nothing on the site."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from digest.markdown.links import split_target
from digest.model.config import Config
from digest.model.settings import Link
from digest.plan.urls import prefix_of
from digest.plan.views import SiteView
from digest.text.names import compose_name
from digest.text.nearest import MOST_COMPARED, nearest

_OUTSIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_HOST = re.compile(r"(?:www\.|(?:[\w-]+\.)+(?:com|org|net|io|cn|edu|gov|dev|ai|me|app)(?:[/:?\#]|\Z))", re.IGNORECASE)
_MAILBOX = re.compile(r"[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+")


class LostLink(NamedTuple):
    """A link without target: the path of its key (`navigation.0.url`), the value, and a hint."""

    key: str
    url: str
    hint: str


def is_outside(link: Link) -> bool:
    """Whether a link leads out of the site, or to a place on the page itself."""
    return _OUTSIDE.match(link.url) is not None


def linked_path(link: Link) -> str:
    """The path of a page or file of the site that a link leads to."""
    return compose_name(split_target(link.url.lstrip("/"))[0]) or "index.html"


def find_lost_links(config: Config, view: SiteView, paths: Collection[str]) -> Iterator[LostLink]:
    """Find links to paths that are not in the tree of every language, or, if they are from the root in all languages,
    not there. `paths` are those of all outputs.
    """
    prefixes = [prefix_of(config, language) for language in config.languages]

    def is_there(path: str, *, at_top: bool) -> bool:
        return path in paths if at_top else all(prefix + path in paths for prefix in prefixes)

    def is_single(path: str) -> bool:
        return not path.endswith(".html") or path.startswith(tuple(filter(None, prefixes)))

    menus = (("navigation", config.navigation, view.navigation), ("links", config.links, view.links))
    lost = [
        (f"{name}.{number}.url", link)
        for name, links, shown in menus
        for number, (link, each) in enumerate(zip(links, shown, strict=False))
        if not is_outside(link) and not is_there(linked_path(link), at_top=each.at_top)
    ]
    known = [each for each in paths if is_there(each, at_top=is_single(each))] if lost else []
    for number, (key, link) in enumerate(lost):
        hint = suggest_page(linked_path(link), known) if number < MOST_COMPARED else ""
        yield LostLink(key, link.url, hint or _USUAL)


_USUAL = "name a page as /about.html or /issues/index.html, or give a whole address"


def suggest_page(path: str, pages: Iterable[str], *, certain: bool = False) -> str:
    """The hint for a path that nothing has: one in `pages`, or a whole address; empty if none is like it.

    `certain`: similar names are no hint.
    """
    if _MAILBOX.fullmatch(path):
        return f"write mailto:{path}"
    if _HOST.match(path):
        return f"write the whole address: https://{path}"
    stem = re.sub(r"\.(?:md|htm|html)\Z", "", path.rstrip("/").removeprefix("content/"))
    stem = re.sub(r"(?<=.)/(?:index|issue)\Z", "", stem)
    last = stem.rpartition("/")[2]
    stems = {page.removesuffix(".html").removesuffix("/index"): page for page in sorted(pages)}
    usual = (stem, f"{stem}s", f"issues/{last}", f"papers/{last}")
    found = next((each for each in usual if each in stems), "")
    if not found and not certain:
        found = next(iter(nearest(stem, stems)), "")
    return f"write /{stems[found]}" if found else ""
