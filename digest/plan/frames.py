"""What a page says of itself in each language: where it stands, where its twin is, which feeds it has."""

from collections.abc import Iterable
from functools import lru_cache

from digest.model.config import LANGUAGES, Config, Localized
from digest.plan.feeds import ATOM, JSON
from digest.plan.plan import Page
from digest.plan.urls import absolute
from digest.plan.views import Alternate, FeedLink, LinkView, PageView

FEEDS_KEPT = 100
"""Feeds whose links are remembered: those of the categories of a site."""


def prefix_of(config: Config, language: str) -> str:
    """The folder of a language's tree: none for the first."""
    return "" if language == config.language else f"{language}/"


def page_view(
    config: Config, navigation: Iterable[LinkView], kind: str, page: Page, title: Localized, language: str
) -> PageView:
    """What a page says of itself, on a site with this `navigation`."""
    prefix = prefix_of(config, language)
    others = [other for other in config.languages if other != language]
    feeds = _feed_links("feed", config.title.get(language))
    if page.feed and page.feed != "feed":
        feeds += _feed_links(page.feed, title.get(language))
    return PageView(
        kind=kind,
        path=page.path,
        lang=language,
        title=title.get(language),
        description=config.description.get(language) if kind in ("home", "issues", "terms") else "",
        canonical=absolute(config.url + prefix, page.path),
        alternates=alternates_of(config, page.path, page.languages, language) if page.listed else (),
        twin=prefix_of(config, others[0]) + page.path if others else "",
        feeds=feeds,
        in_navigation=page.path in [link.path for link in navigation],
    )


@lru_cache(maxsize=FEEDS_KEPT)
def _feed_links(path: str, title: str) -> tuple[FeedLink, ...]:
    """A feed in both formats: nearly all pages share the links to it."""
    return (
        FeedLink(title=title, path=f"{path}.xml", type=ATOM),
        FeedLink(title=title, path=f"{path}.json", type=JSON),
    )


def file_view(config: Config, kind: str, path: str, language: str) -> PageView:
    """What a file that is no page says of itself: only where it stands."""
    return PageView(
        kind=kind,
        path=path,
        lang=language,
        title="",
        description="",
        canonical=absolute(config.url + prefix_of(config, language), path),
        alternates=(),
        twin="",
        feeds=(),
    )


def alternates_of(config: Config, path: str, texts: tuple[str, ...] | None, language: str) -> tuple[Alternate, ...]:
    """The page in each language that it has texts in (None: in all); none on a site of one language.

    They must name each other: a page without texts in its own language is not among them, so it names none.
    """
    languages = [each for each in config.languages if texts is None or each in texts]
    if len(config.languages) == 1 or language not in languages:
        return ()
    found = [
        Alternate(hreflang=LANGUAGES[each], url=absolute(config.url + prefix_of(config, each), path))
        for each in languages
    ]
    return (*found, Alternate(hreflang="x-default", url=found[0].url))
