"""Links in the settings (`navigation`, `links`) that lead to no page of the site."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from digest.markdown.links import split_target
from digest.model.config import Config
from digest.plan.urls import prefix_of
from digest.text.names import compose_name
from digest.text.nearest import nearest

_OUTSIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_HOST = re.compile(r"(?:www\.|[\w-]+\.(?:com|org|net|io|cn|edu|gov|dev|ai|me|app)(?:/|\Z))", re.IGNORECASE)


class LostLink(NamedTuple):
    """A link without target: the path of its key (`navigation.0.url`), the value, and a hint."""

    key: str
    url: str
    hint: str


def find_lost_links(config: Config, paths: Collection[str]) -> Iterator[LostLink]:
    """Find links to paths that the site does not have in every language. `paths` are those of all outputs."""
    prefixes = [prefix_of(config, language) for language in config.languages]
    for name, links in (("navigation", config.navigation), ("links", config.links)):
        for number, link in enumerate(links):
            if _OUTSIDE.match(link.url) is not None:
                continue
            path = compose_name(split_target(link.url.lstrip("/"))[0]) or "index.html"
            if not all(prefix + path in paths for prefix in prefixes):
                yield LostLink(f"{name}.{number}.url", link.url, _hint(path, prefixes, paths))


def _hint(path: str, prefixes: list[str], paths: Collection[str]) -> str:
    def is_page(path: str) -> bool:
        return all(prefix + path in paths for prefix in prefixes)

    if _HOST.match(path):
        return f"write the whole address: https://{path}"
    stem = re.sub(r"\.(?:md|htm|html)\Z", "", path.rstrip("/").removeprefix("content/"))
    tried = [f"{stem}.html", f"{stem}/index.html", f"{stem}s/index.html"]
    tried += [stem.removeprefix(prefix) + ".html" for prefix in prefixes if prefix and stem.startswith(prefix)]
    found = next(filter(is_page, tried), "")
    if not found:
        pages = {each.removesuffix(".html").removesuffix("/index"): each for each in paths if each.endswith(".html")}
        close = nearest(stem, [each for each, page in sorted(pages.items()) if is_page(page)])
        found = pages[close[0]] if close else ""
    return f"write /{found}" if found else "name a page as /about.html or /issues/index.html, or give a whole address"
