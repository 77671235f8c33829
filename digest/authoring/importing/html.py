"""Read a saved web page: its article as Markdown, with the line of the page that each line is from."""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bs4.element import PageElement, Tag

from digest.authoring.importing.field_values import find_day
from digest.authoring.importing.page_markdown import convert_page
from digest.authoring.importing.page_tree import parse_page
from digest.text.diagnostics import Reporter
from digest.text.records import frozen
from digest.text.source import Source, Span

ARTICLES: tuple[dict[str, Any], ...] = (
    {"id": "js_content"},  # WeChat
    {
        "class_": re.compile(
            r"(?<![\w-])(?:Post-RichText|RichText|entry-content|post-content|article-content|markdown-body|post-body|"
            r"article-body|single-content|rich_media_content)(?![\w-])"
        )
    },
    {"name": "article"},
    {"name": "main"},
)
"""What the element around an article is like, most specific first."""

LEAST = 200
"""Minimum characters of an article, if there is more text outside; else all of the page is read."""

_TIMES = ("article:published_time", "og:published_time", "publishdate", "pubdate", "date", "datepublished")
_UNTOLD = frozenset(("title", "script", "svg", "head", "select", "button", "option"))


@frozen
class WebPage:
    """A page as Markdown. `lines` has, for each line of it, the number of the line in the page."""

    markdown: str
    lines: tuple[int, ...]
    day: datetime.date | None = None


def read_page(source: Source, reporter: Reporter) -> WebPage:
    """Read a page. Formulas that it only draws, and lines outside of its article, are reported."""
    tree = parse_page(source.text)
    article = _find_article(tree)
    url = _url(tree)
    lines, numbers, lost = convert_page(article or tree, base=url)
    if article is not None:
        heading = _heading_outside(tree, article)
        if heading is not None:
            above, places, _ = convert_page(heading, base=url)
            lines, numbers = [*above, "", *lines], [*places, places[-1], *numbers]
        _tell_outside(tree, (article, heading), source, reporter)
    for span in spans_of_lines(source, lost).values():
        reporter.warning(
            "lost-formula",
            span,
            "a formula was left out: the page has it as a drawing only",
            "write it from the paper",
        )
    return WebPage(markdown="\n".join(lines), lines=tuple(numbers), day=_day(tree))


def read_fragment(html: str) -> str:
    """A piece of HTML or JATS as Markdown."""
    return "\n".join(convert_page(parse_page(html)).lines)


def spans_of_lines(source: Source, numbers: Iterable[int]) -> dict[int, Span]:
    """The spans of lines, without the white space around, by number."""
    wanted, start, found = set(numbers), 0, {}
    for number, line in enumerate(source.text.split("\n"), 1) if wanted else ():
        if number in wanted:
            found[number] = Span(start=start + len(line) - len(line.lstrip()), end=start + len(line.rstrip()))
        start += len(line) + 1
    return found


def _find_article(tree: Tag) -> Tag | None:
    """The element around the article; None if there is none, or if there is more text outside of a short one."""
    found = next((each for find in ARTICLES if (each := tree.find(**find)) is not None), None)
    if found is None:
        return None
    inside = sum(map(len, found.get_text().split()))
    outside = sum(len("".join(text.split())) for _, text in _texts_outside(tree, (found,))) if inside < LEAST else 0
    return found if inside >= min(LEAST, outside) else None


def _texts_outside(tree: Tag, parts: tuple[Tag | None, ...]) -> Iterator[tuple[int, str]]:
    """Yield the texts that a page shows outside of the parts, each with its line."""
    waiting: list[PageElement] = [tree]
    line = 1
    while waiting:
        node = waiting.pop()
        name = getattr(node, "name", None)
        if name is None:
            text = str(node)
            if text.strip():
                yield line + text[: len(text) - len(text.lstrip())].count("\n"), text
            line += text.count("\n")
        elif name not in _UNTOLD and not any(node is part for part in parts):
            line = getattr(node, "sourceline", None) or line
            waiting.extend(reversed(node.contents))  # type: ignore[attr-defined]


def _heading_outside(tree: Tag, article: Tag) -> Tag | None:
    """The page's heading, where the article has none of the first level."""
    return None if article.name == "h1" or article.find("h1") is not None else tree.find("h1")


def _tell_outside(tree: Tag, parts: tuple[Tag | None, ...], source: Source, reporter: Reporter) -> None:
    numbers = sorted({number for number, _ in _texts_outside(tree, parts)})
    for span in spans_of_lines(source, numbers[:1]).values():
        more = f" and {len(numbers) - 1} more" if len(numbers) > 1 else ""
        reporter.note("left-out", span, f"text outside of the article was left out: this line{more}")


def _url(tree: Tag) -> str:
    """The address that the page gives itself; empty if it gives none."""
    for name, key, value, given in (("link", "rel", "canonical", "href"), ("meta", "property", "og:url", "content")):
        found = tree.find(name, attrs={key: value})
        address = str(found.get(given) or "").strip() if found is not None else ""
        if re.match(r"https?://[^\s<>]+\Z", address):
            return address
    return ""


def _day(tree: Tag) -> datetime.date | None:
    for each in tree.find_all(("meta", "time")):
        name = str(each.get("property") or each.get("name") or each.get("itemprop") or "").lower()
        given = each.get("datetime") if each.name == "time" else each.get("content") if name in _TIMES else ""
        if given and (day := find_day(str(given))) is not None:
            return day
    return None
