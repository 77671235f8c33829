"""JSON Feed 1.1 (jsonfeed.org/version/1.1), with the same entries and ids as the Atom feed."""

import json
from typing import Any

from digest.model.config import LANGUAGES
from digest.plan.views import FeedEntry, FeedView, SiteView
from digest.theme.renderer import Renderer

_TEMPLATE = "feed_content"
"""Template of an entry's text, shared with Atom."""


def render_json_feed(renderer: Renderer, view: FeedView, *, site: SiteView, path: str) -> str:
    """Render the feed; `path` is where it is published. Raises `TemplateFailed`."""
    author = {"name": view.author, "url": view.author_url}
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "home_page_url": view.home,
        "feed_url": view.self_url,
        "description": view.subtitle,
        "language": LANGUAGES[view.lang],
        "authors": [_without_empty(author)],
        "items": [_item(renderer, entry, view, site, path) for entry in view.entries],
    }
    return json.dumps(_without_empty(feed), ensure_ascii=False, indent=1) + "\n"


def _item(renderer: Renderer, entry: FeedEntry, view: FeedView, site: SiteView, path: str) -> dict[str, Any]:
    card = entry.paper.card
    chinese_first = view.lang == "zh" and card.title_zh
    body = renderer.load_paper(entry.paper, site=site, lang=view.lang).body
    summary = body.summary_text if view.lang == "zh" else body.summary_text_en
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "external_url": card.links[0].url if card.links else "",
        "title": card.title_zh if chinese_first else card.title,
        "summary": summary,
        "date_published": entry.updated,
        "language": LANGUAGES[view.lang],
        "authors": [_without_empty({"name": author.name, "url": author.url}) for author in card.authors],
        "tags": [category.code for category in card.categories] + [tag.name for tag in card.tags],
    }
    if view.full_text:
        item["content_html"] = renderer.render_fragment(_TEMPLATE, entry.paper, site=site, lang=view.lang, page=path)
    else:
        item["content_text"] = summary
    return _without_empty(item)


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    """Drop empty members, which the format makes optional. Kept: `items` is required, and so is an item's content."""
    return {key: each for key, each in value.items() if each or key in ("items", "content_text")}
