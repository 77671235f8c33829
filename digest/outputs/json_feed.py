"""JSON Feed 1.1 (jsonfeed.org/version/1.1), with the same entries and ids as the Atom feed."""

import json
from typing import Any

from digest.markdown import plain_text
from digest.plan.views import FeedEntry, FeedView, PaperRef, SiteView
from digest.theme.renderer import Renderer

_TEMPLATE = "feed_content"
"""Template of a paper's text, shared with Atom."""

_ISSUE_TEMPLATE = "issue_feed_content"
"""Template of an issue's text."""


def render_json_feed(renderer: Renderer, view: FeedView, *, site: SiteView, path: str) -> str:
    """Render the feed; `path` is where it is published. Raises `TemplateFailed`."""
    author = {"name": view.author, "url": view.author_url}
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "home_page_url": view.home,
        "feed_url": view.self_url,
        "description": view.subtitle,
        "language": _tag(view, site),
        "authors": [_without_empty(author)],
        "items": [_item(renderer, entry, view, site, path) for entry in view.entries],
    }
    return json.dumps(_without_empty(feed), ensure_ascii=False, separators=(",", ": ")) + "\n"


def _item(renderer: Renderer, entry: FeedEntry, view: FeedView, site: SiteView, path: str) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "language": _tag(view, site),
    }
    if entry.issue is not None:
        issue = entry.issue.card
        item["title"] = issue.title_zh if view.lang == "zh" else issue.title_en
        item["summary"] = issue.combined_zh if view.lang == "zh" else issue.combined_en
        item["tags"] = [each.category.code for each in issue.counts]
        item["content_html"] = renderer.render_fragment(
            _ISSUE_TEMPLATE, entry.issue, site=site, lang=view.lang, page=path, full_text=view.full_text
        )
    if entry.paper is not None:
        item |= _paper_item(renderer, entry.paper, view, site, path)
    return _without_empty(item)


def _paper_item(renderer: Renderer, paper: PaperRef, view: FeedView, site: SiteView, path: str) -> dict[str, Any]:
    card = paper.card
    body = renderer.load_paper(paper, site=site, lang=view.lang).body
    summary = body.summary_text if view.lang == "zh" else body.summary_text_en
    title = card.title_zh_html if view.lang == "zh" and card.title_zh_html else card.title_html
    item: dict[str, Any] = {
        "external_url": card.links[0].url if card.links else "",
        "title": plain_text(str(title)),
        "summary": summary,
        "authors": [_without_empty({"name": author.name, "url": author.url}) for author in card.authors],
        "tags": [each.code for each in card.categories] + [each.name for each in (*card.areas, *card.tags)],
    }
    if view.full_text:
        item["content_html"] = renderer.render_fragment(_TEMPLATE, paper, site=site, lang=view.lang, page=path)
    else:
        item["content_text"] = summary
    return item


def _tag(view: FeedView, site: SiteView) -> str:
    return site.chinese if view.lang == "zh" else view.lang


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    """Drop empty members, which the format makes optional. Kept: `items` is required, and so is an item's content."""
    return {key: each for key, each in value.items() if each or key in ("items", "content_text")}
