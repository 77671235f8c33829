"""Feeds: the newest papers of the site, and of each category, in every language."""

import datetime
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from digest.content.entry import Entry
from digest.model.config import Config
from digest.plan.pages import Contents
from digest.plan.urls import absolute
from digest.plan.views import FeedEntry, FeedView, PaperRef
from digest.text.fingerprint import fingerprint_bytes

IDENTITIES = ("arxiv", "doi", "openreview", "acl")
"""What makes a paper itself wherever its file and its site move, in the order of trust."""

_TAG_SAFE = "-._~!$&'()*+,;=:@/?"

ATOM = "application/atom+xml"
JSON = "application/feed+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed of some papers: its address without ending, its name in both languages, its papers newest first."""

    path: str
    zh: str
    en: str
    refs: tuple[PaperRef, ...]
    ids: tuple[str, ...]


def feeds_of(contents: Contents) -> Iterator[Feed]:
    """The site's feed, and one for every category."""
    config, limit = contents.site.config, contents.site.config.feed.items
    entries = [entry for issue in reversed(contents.site.issues) for entry in issue.entries]
    ids = _ids(contents)
    yield _feed(contents, ids, "feed", config.title.zh, config.title.en, entries[:limit])
    for term in contents.taxonomies["categories"].terms.values():
        category = contents.cards.categories[term.name]
        listed = sorted(term.entries, key=lambda entry: contents.cards.papers[entry.path].date, reverse=True)
        path = term.path.removesuffix(".html")
        zh, en = f"{config.title.zh} · {category.zh}", f"{config.title.en} · {category.en}"
        yield _feed(contents, ids, path, zh, en, listed[:limit])


def _ids(contents: Contents) -> dict[str, str]:
    """The id of every paper by its source's path; of one that the site shows twice, its address tells the second."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for issue in contents.site.issues:
        for entry in issue.entries:
            identity = identity_of(entry)
            if identity in taken:
                identity = f"{identity}:{quote(entry.slug, safe=_TAG_SAFE)}"
            taken.add(identity)
            ids[entry.path] = f"tag:{contents.site.config.feed.authority}:{identity}"
    return ids


def _feed(contents: Contents, ids: Mapping[str, str], path: str, zh: str, en: str, entries: Sequence[Entry]) -> Feed:
    return Feed(
        path=path,
        zh=zh,
        en=en,
        refs=tuple(contents.refs[entry.path] for entry in entries),
        ids=tuple(ids[entry.path] for entry in entries),
    )


def identity_of(entry: Entry) -> str:
    """What stays of a paper when its file is renamed and its site moves (RFC 4151 `specific`)."""
    for name in IDENTITIES:
        value = getattr(entry.matter, name)
        if value:
            kept = value.rpartition("v")[0] if name == "arxiv" and "v" in value.rpartition("/")[2] else value
            return f"{name}:{quote(kept, safe=_TAG_SAFE)}"
    letters = "".join(character for character in entry.matter.title.casefold() if character.isalnum())
    digest = fingerprint_bytes(letters.encode("utf-8", "surrogatepass"))
    return f"title:{digest[:20]}"


def feed_view(feed: Feed, config: Config, *, language: str, prefix: str, ending: str) -> FeedView:
    """The feed in a language and a format (`xml` or `json`)."""
    base = config.url + prefix
    other = "json" if ending == "xml" else "xml"
    page = "index.html" if feed.path == "feed" else f"{feed.path}.html"
    return FeedView(
        id=f"tag:{config.feed.authority}:{language}/{feed.path}",
        title=feed.zh if language == "zh" else feed.en,
        subtitle=config.description.get(language),
        lang=language,
        home=absolute(base, page),
        self_url=absolute(base, f"{feed.path}.{ending}"),
        twin_url=absolute(base, f"{feed.path}.{other}"),
        updated=_moment(feed.refs[0].card.date if feed.refs else datetime.date(2000, 1, 1), config.timezone),
        author=config.editor.name or config.title.get(language),
        author_url=config.editor.url,
        author_email=config.editor.email,
        entries=tuple(
            FeedEntry(
                id=identity,
                url=absolute(base, ref.card.path),
                updated=_moment(ref.card.date, config.timezone),
                paper=ref,
            )
            for identity, ref in zip(feed.ids, feed.refs, strict=True)
        ),
        full_text=config.feed.full_text,
    )


def _moment(day: datetime.date, timezone: str) -> str:
    """Midnight of a day in the site's time zone (RFC 3339)."""
    return datetime.datetime.combine(day, datetime.time(), zoneinfo.ZoneInfo(timezone)).isoformat()
