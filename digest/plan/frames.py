"""What an output says of itself in each language: where it stands, where its twin is, which feeds it has."""

from functools import lru_cache

from digest.model.config import LANGUAGES, Config
from digest.plan.plan import Contents, Fact, OutputKind, Page
from digest.plan.urls import absolute, prefix_of
from digest.plan.views import Alternate, FeedLink, PageView

ATOM = "application/atom+xml"
JSON = "application/feed+json"

FEEDS_KEPT = 100
"""Feeds whose links are remembered: those of the categories of a site."""


def page_view(contents: Contents, kind: OutputKind, page: Page, title: str, language: str) -> PageView:
    """What an output says of itself in a language."""
    config = contents.site.config
    prefix = prefix_of(config, language)
    others = [other for other in config.languages if other != language]
    feeds = _feed_links("feed", config.title.get(language))
    if page.feed and page.feed != "feed":
        feeds += _feed_links(page.feed, title)
    return PageView(
        kind=kind.name,
        path=page.path,
        lang=language,
        title=title,
        description=config.description.get(language) if Fact.DESCRIBED in kind.facts else "",
        canonical=absolute(config.url + prefix, page.path),
        alternates=alternates_of(config, page.path, page.languages, language) if Fact.LISTED in kind.facts else (),
        twin=prefix_of(config, others[0]) + page.path if others else "",
        feeds=feeds,
        in_navigation=page.path in [link.path for link in contents.view.navigation],
    )


@lru_cache(maxsize=FEEDS_KEPT)
def _feed_links(path: str, title: str) -> tuple[FeedLink, ...]:
    """A feed in both formats: nearly all pages share the links to it."""
    return (
        FeedLink(title=title, path=f"{path}.xml", type=ATOM),
        FeedLink(title=title, path=f"{path}.json", type=JSON),
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
