"""Feeds of the newest papers (of the site, and of each category, area and tag) and of the newest issues; in every
language, as Atom, and those of the site and of categories as JSON Feed too. Areas and tags have summaries only.

A feed of papers has all those of its newest day, even if they are more than `feed.items`: what it left out, no feed
reader would ever see.
"""

import datetime
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote

from digest.content.head import TAG_SAFE
from digest.model.config import Config
from digest.model.languages import Localized
from digest.model.settings import DEFAULT_AUTHORITY
from digest.plan.frames import TERM_FEEDS, feed_endings, issue_feed, site_feeds
from digest.plan.pages import issue_key, issue_view, last_change, term_names
from digest.plan.types import Contents, Page, Shown
from digest.plan.urls import absolute, issue_path, paper_path, prefix_of
from digest.plan.views import FeedEntry, FeedView


class Feed(NamedTuple):
    """A feed, before language and format. `path` lacks the file extension; `papers` are the source paths of the
    papers, newest first, `ids` the specific parts of their `tag:` URIs.
    """

    path: str
    title: Localized
    papers: tuple[str, ...]
    ids: tuple[str, ...]
    is_brief: bool
    """Whether it has summaries only, whatever the setting `feed.full_text` says."""


def atom_feeds(contents: Contents) -> Iterator[Page]:
    """Atom feeds (RFC 4287)."""
    return _feeds(contents, "xml")


def json_feeds(contents: Contents) -> Iterator[Page]:
    """The same feeds, but for those of areas and tags, as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    return _feeds(contents, "json")


def _feeds(contents: Contents, ending: str) -> Iterator[Page]:
    settings, slots = contents.site.config.feed, contents.cards.slots
    for feed in _feeds_of_papers(contents, ending):
        papers = [slots[paper].row if feed.is_brief else slots[paper].full for paper in feed.papers]
        how = "" if feed.is_brief else str(settings.full_text)
        yield Page(
            path=f"{feed.path}.{ending}",
            key=(feed.title.zh, feed.title.en, settings.authority, how, *feed.ids, *papers),
            make=partial(_show_feed, feed, ending),
        )
    if path := issue_feed(contents.site.config):
        issues = range(len(contents.site.issues))[: -1 - settings.items : -1]
        shown = [part for place in issues for part in issue_key(contents, place)]
        key = ("issues", settings.authority, str(settings.full_text), *shown)
        yield Page(path=f"{path}.{ending}", key=key, make=partial(_show_issue_feed, path, tuple(issues), ending))


def _feeds_of_papers(contents: Contents, ending: str) -> Iterator[Feed]:
    """Yield the site's feed of papers, if it has one, then those of terms that have this format."""
    title, limit, slots = contents.site.config.title, contents.site.config.feed.items, contents.cards.slots
    repeated = _repeated(contents)

    def make(path: str, named: Localized, papers: Iterable[str], *, is_brief: bool) -> Feed:
        shown = tuple(papers)
        ids = [repeated.get(paper) or slots[paper].head.identity for paper in shown]
        return Feed(path, named, shown, tuple(ids), is_brief=is_brief)

    newest = (head.path for issue in reversed(contents.site.issues) for head in issue.entries)
    latest = next((len(issue.entries) for issue in reversed(contents.site.issues) if issue.entries), 0)
    if contents.site.config.feed.grain != "issue":
        yield make("feed", title, islice(newest, max(limit, latest)), is_brief=False)
    for taxonomy in [each for each, endings in TERM_FEEDS.items() if ending in endings]:
        for term in contents.taxonomies[taxonomy].terms.values():
            names = term_names(contents, taxonomy, term)
            named = Localized(zh=f"{title.zh} · {names.zh}", en=f"{title.en} · {names.en}")
            papers = contents.cards.newest_first(term, limit)
            yield make(term.path.removesuffix(".html"), named, papers, is_brief=taxonomy != "categories")


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


def _show_feed(feed: Feed, ending: str, contents: Contents, language: str) -> Shown:
    config, cards = contents.site.config, contents.cards
    base, zone = config.url + prefix_of(config, language), config.timezone
    slots = [cards.slots[paper] for paper in feed.papers]
    entries = [
        FeedEntry(
            id=_entry_id(config, language, identity),
            url=absolute(base, paper_path(slot.head.slug)),
            published=_moment(slot.head.day, zone),
            updated=_moment(slot.head.modified, zone),
            paper=None if feed.is_brief else cards.ref(slot),
            row=cards.row(slot) if feed.is_brief else None,
        )
        for identity, slot in zip(feed.ids, slots, strict=True)
    ]
    page = "index.html" if feed.path == "feed" else f"{feed.path}.html"
    updated = max([slot.head.modified for slot in slots], default=_NO_DAY)
    # The ids of categories are older than this rule, and stay.
    name = quote(feed.path, safe=TAG_SAFE) if feed.is_brief else feed.path
    names = (name, feed.path, page, ending)
    view = _feed_view(config, language, names, feed.title.get(language), updated, entries)
    return Shown(replace(view, full_text=False) if feed.is_brief else view)


def _show_issue_feed(path: str, places: tuple[int, ...], ending: str, contents: Contents, language: str) -> Shown:
    config, issues = contents.site.config, contents.site.issues
    base, zone = config.url + prefix_of(config, language), config.timezone
    entries = [
        FeedEntry(
            id=_entry_id(config, language, f"issue:{issues[place].date}"),
            url=absolute(base, issue_path(issues[place].date)),
            published=_moment(issues[place].date.isoformat(), zone),
            updated=_moment(last_change(issues[place]), zone),
            paper=None,
            issue=issue_view(contents, place),
        )
        for place in places
    ]
    updated = max([last_change(issues[place]) for place in places], default=_NO_DAY)
    title = site_feeds(config.title, config.feed.grain)[path].get(language)
    # Wherever it is published, this feed is not the one of papers, and so has an id of its own.
    names = ("issues", path, "issues/index.html", ending)
    return Shown(_feed_view(config, language, names, title, updated, entries))


def _feed_view(
    config: Config, language: str, names: tuple[str, str, str, str], title: str, updated: str, entries: list[FeedEntry]
) -> FeedView:
    """`names`: the name in the feed's id, its path without extension, the path of its page, its extension."""
    name, path, page, ending = names
    base = config.url + prefix_of(config, language)
    return FeedView(
        id=f"tag:{config.feed.authority}:{language}/{name}",
        title=title,
        subtitle=config.description.get(language),
        lang=language,
        home=absolute(base, page),
        self_url=absolute(base, f"{path}.{ending}"),
        twin_url="".join([absolute(base, f"{path}.{each}") for each in feed_endings(path) if each != ending]),
        updated=_moment(updated, config.timezone),
        author=config.editor.name or config.title.get(language),
        author_url=config.editor.url,
        author_email=config.editor.email,
        entries=tuple(entries),
        full_text=config.feed.full_text,
    )


def _entry_id(config: Config, language: str, identity: str) -> str:
    """The `tag:` URI of an entry (RFC 4151), another in each language, since title and text are others.

    Without a `feed.authority` of its own, a site keeps the ids of its first version: the same in all languages.
    """
    authority = config.feed.authority
    is_plain = language == config.language or authority == DEFAULT_AUTHORITY
    return f"tag:{authority}:{identity if is_plain else f'{language}/{identity}'}"


_NO_DAY = "2000-01-01"
"""When a feed without entries was updated."""


def _moment(day: str, timezone: str) -> str:
    """Midnight of a day in the site's time zone (RFC 3339)."""
    date = datetime.date.fromisoformat(day)
    return datetime.datetime.combine(date, datetime.time(), zoneinfo.ZoneInfo(timezone)).isoformat()
