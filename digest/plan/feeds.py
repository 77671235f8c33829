"""Feeds of the newest papers: one for the site, one for each category; in every language, as Atom and as JSON Feed."""

import datetime
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote

from digest.content.head import TAG_SAFE, Head
from digest.model.config import Localized
from digest.plan.types import Contents, Page, Shown
from digest.plan.urls import absolute, paper_path, prefix_of
from digest.plan.views import FeedEntry, FeedView


class Feed(NamedTuple):
    """A feed, before language and format. `path` lacks the file extension; `papers` are newest first, `ids` their
    `tag:` URIs.
    """

    path: str
    zh: str
    en: str
    papers: tuple[Head, ...]
    ids: tuple[str, ...]


def atom_feeds(contents: Contents) -> Iterator[Page]:
    """Atom feeds (RFC 4287)."""
    return _feeds(contents, "xml")


def json_feeds(contents: Contents) -> Iterator[Page]:
    """The same feeds as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    return _feeds(contents, "json")


def _feeds(contents: Contents, ending: str) -> Iterator[Page]:
    settings, slots = contents.site.config.feed, contents.cards.slots
    for feed in feeds_of(contents):
        papers = [slots[head.path].full for head in feed.papers]
        yield Page(
            path=f"{feed.path}.{ending}",
            key=(feed.zh, feed.en, settings.authority, str(settings.full_text), *feed.ids, *papers),
            make=partial(_show_feed, feed, ending),
        )


def feeds_of(contents: Contents) -> Iterator[Feed]:
    """Yield the site's feed, then one for each category."""
    title, limit = contents.site.config.title, contents.site.config.feed.items
    ids = _repeated(contents)
    newest = (head for issue in reversed(contents.site.issues) for head in issue.entries)
    yield _feed(contents, ids, "feed", title, list(islice(newest, limit)))
    for term in contents.taxonomies["categories"].terms.values():
        category = contents.cards.categories[term.name]
        papers = [contents.cards.slots[paper].head for paper in contents.cards.newest_first(term)[:limit]]
        named = Localized(zh=f"{title.zh} · {category.zh}", en=f"{title.en} · {category.en}")
        yield _feed(contents, ids, term.path.removesuffix(".html"), named, papers)


def _repeated(contents: Contents) -> Mapping[str, str]:
    """Make ids unique if two entries have one paper: by source path, the identity with the slug appended.

    The first entry keeps the plain identity, so its id does not change when a second appears.
    """
    heads = [head for issue in contents.site.issues for head in issue.entries]
    taken = {head.identity for head in heads}
    if len(taken) == len(heads):
        return {}
    taken = set()
    found: dict[str, str] = {}
    for head in heads:
        identity = head.identity
        if identity in taken:
            identity = found[head.path] = f"{identity}:{quote(head.slug, safe=TAG_SAFE)}"
        taken.add(identity)
    return found


def _feed(contents: Contents, repeated: Mapping[str, str], path: str, title: Localized, papers: Sequence[Head]) -> Feed:
    authority = contents.site.config.feed.authority
    ids = [f"tag:{authority}:{repeated.get(head.path, head.identity)}" for head in papers]
    return Feed(path=path, zh=title.zh, en=title.en, papers=tuple(papers), ids=tuple(ids))


def _show_feed(feed: Feed, ending: str, contents: Contents, language: str) -> Shown:
    config, cards = contents.site.config, contents.cards
    base = config.url + prefix_of(config, language)
    other = "json" if ending == "xml" else "xml"
    page = "index.html" if feed.path == "feed" else f"{feed.path}.html"
    view = FeedView(
        id=f"tag:{config.feed.authority}:{language}/{feed.path}",
        title=feed.zh if language == "zh" else feed.en,
        subtitle=config.description.get(language),
        lang=language,
        home=absolute(base, page),
        self_url=absolute(base, f"{feed.path}.{ending}"),
        twin_url=absolute(base, f"{feed.path}.{other}"),
        updated=_moment(feed.papers[0].date if feed.papers else datetime.date(2000, 1, 1), config.timezone),
        author=config.editor.name or config.title.get(language),
        author_url=config.editor.url,
        author_email=config.editor.email,
        entries=tuple(
            FeedEntry(
                id=identity,
                url=absolute(base, paper_path(head.slug)),
                updated=_moment(head.date, config.timezone),
                paper=cards.ref(cards.slots[head.path]),
            )
            for identity, head in zip(feed.ids, feed.papers, strict=True)
        ),
        full_text=config.feed.full_text,
    )
    return Shown(view)


def _moment(day: datetime.date, timezone: str) -> str:
    """Midnight of a day in the site's time zone (RFC 3339)."""
    return datetime.datetime.combine(day, datetime.time(), zoneinfo.ZoneInfo(timezone)).isoformat()
