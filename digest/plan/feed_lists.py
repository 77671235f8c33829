"""The lists of a site's feeds: a page for readers, and OPML 2.0 (opml.org/spec2.opml) for their programs."""

from collections.abc import Iterator
from functools import partial

from digest.plan.data_files import paths_of_data
from digest.plan.frames import TERM_FEEDS, feed_links, issue_feed, site_feeds
from digest.plan.pages import newest_day, term_names
from digest.plan.taxonomies import Term
from digest.plan.term_lists import by_papers
from digest.plan.types import Contents, Page, Shown
from digest.plan.views import FeedGroup, FeedLine, FeedsView

_MOST = 100
"""Categories, areas or tags on the page: those with the most papers. The others have links to their feeds, too."""


def feed_list_pages(contents: Contents) -> Iterator[Page]:
    """The page of feeds."""
    yield _page(contents, "feeds.html", _MOST)


def opml_files(contents: Contents) -> Iterator[Page]:
    """The file of all feeds, each once, as Atom."""
    yield _page(contents, "feeds.opml", None)


def _page(contents: Contents, path: str, most: int | None) -> Page:
    key = [contents.site.config.feed.grain, *map(str, _totals(contents)), *paths_of_data(contents)]
    for taxonomy, count, terms in _terms(contents, most):
        key += (taxonomy, str(count))
        for term in terms:
            names = term_names(contents, taxonomy, term)
            key.append("\t".join((names.zh, names.en, term.path, str(len(term.papers)))))
    return Page(path=path, key=key, make=partial(_show, most), modified=newest_day(contents))


def _totals(contents: Contents) -> tuple[int, int]:
    """The numbers of issues and of papers."""
    return len(contents.site.issues), len(contents.cards.slots)


def _terms(contents: Contents, most: int | None) -> Iterator[tuple[str, int, list[Term]]]:
    """By taxonomy, the number of its terms, and those with the most papers."""
    for taxonomy in TERM_FEEDS:
        terms = sorted(contents.taxonomies[taxonomy].terms.values(), key=by_papers)
        if terms:
            yield taxonomy, len(terms), terms[:most]


def _show(most: int | None, contents: Contents, language: str) -> Shown:
    config, (issues, papers) = contents.site.config, _totals(contents)
    site, of_issues = config.title.get(language), issue_feed(config)
    feeds = [
        FeedLine(
            name=title.get(language),
            path="issues/index.html" if path == of_issues else "index.html",
            papers=0 if path == of_issues else papers,
            issues=issues if path == of_issues else 0,
            links=feed_links(path, title.get(language), "site"),
        )
        for path, title in site_feeds(config.title, config.feed.grain).items()
    ]
    groups = [FeedGroup(kind="site", count=len(feeds), feeds=tuple(feeds))]
    for taxonomy, count, terms in _terms(contents, most):
        lines = [_line(site, term_names(contents, taxonomy, term).get(language), term) for term in terms]
        groups.append(FeedGroup(kind=taxonomy, count=count, feeds=tuple(lines)))
    return Shown(FeedsView(groups=tuple(groups), data=paths_of_data(contents)))


def _line(site: str, name: str, term: Term) -> FeedLine:
    links = feed_links(term.path.removesuffix(".html"), f"{site} · {name}", "term")
    return FeedLine(name=name, path=term.path, papers=len(term.papers), issues=0, links=links)
