"""The page's and the site's part of a view: `PageView` and `SiteView`."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from markupsafe import Markup

from digest.content.site import Site
from digest.model.config import Config
from digest.model.languages import Localized
from digest.model.settings import Analytics, Comments, Follow, Link
from digest.plan.citation_tags import citation_tags
from digest.plan.menu_links import is_outside, linked_path
from digest.plan.open_graph import open_graph
from digest.plan.page_policy import page_policy
from digest.plan.standing import NO_BOOK, collect_standing, find_books
from digest.plan.structured_data import structured_data
from digest.plan.taxonomies import MINOR, TAXONOMIES, Terms, has_list
from digest.plan.types import Additions, Contents, Fact, OutputKind, Page, Shown
from digest.plan.urls import absolute, as_link, prefix_of, source_url
from digest.plan.views import (
    Alternate,
    AnalyticsView,
    CommentsView,
    FeedLink,
    FollowView,
    LinkView,
    PageView,
    PaperPageView,
    PictureView,
    PolicyView,
    SiteView,
)
from digest.text.fingerprint import seal

_TYPES = {"xml": "application/atom+xml", "json": "application/feed+json"}

TERM_FEEDS: Mapping[str, tuple[str, ...]] = {"categories": ("xml", "json"), "areas": ("xml",), "tags": ("xml",)}
"""Taxonomies whose terms have feeds, and the formats of these. Only those of categories may have whole texts."""

_ISSUE_FEEDS = {"paper": "", "issue": "feed", "both": "issues"}
"""Setting `feed.grain` -> path without extension of the feed of issues."""

_FEEDS_KEPT = 100
"""Size of the cache of feed links."""


def page_view(contents: Contents, kind: OutputKind, page: Page, shown: Shown, language: str) -> PageView:
    """What a page of `kind` shows about itself in a language. Its title also names its feed."""
    config = contents.site.config
    prefix = prefix_of(config, language)
    others = [other for other in config.languages if other != language]
    path, card = as_link(page.path), shown.view.paper.card if isinstance(shown.view, PaperPageView) else None
    feeds = _site_feed_links(config.title, config.feed.grain, language)
    if page.feed and page.feed != "feed":
        feeds += feed_links(page.feed, shown.title, "term")
    return PageView(
        kind=kind.name,
        path=path,
        lang=language,
        title=shown.title,
        description=config.description.get(language) if Fact.DESCRIBED in kind.facts else "",
        canonical=absolute(config.url + prefix, page.path),
        alternates=_alternates(config, page.path, page.languages, language) if Fact.LISTED in kind.facts else (),
        twin=prefix_of(config, others[0]) + path if others and not page.only else "",
        feeds=feeds,
        in_navigation=path in [link.path for link in contents.view.navigation],
        open_graph=open_graph(contents, page, shown.view, language),
        citation=citation_tags(card) if card is not None and config.citation_tags else (),
        structured_data=structured_data(config, page, shown, language),
    )


def issue_feed(config: Config) -> str:
    """The path without extension of the feed of issues; empty if there is none."""
    return _ISSUE_FEEDS[config.feed.grain]


def site_feeds(title: Localized, grain: str) -> dict[str, Localized]:
    """The feeds of the whole site (settings `title` and `feed.grain`): paths without extension, and titles."""
    feeds = {"feed": title}
    if grain == "both":
        feeds[_ISSUE_FEEDS[grain]] = Localized(zh=f"{title.zh} · 各期", en=f"{title.en} · Issues")
    return feeds


@lru_cache(maxsize=_FEEDS_KEPT)
def _site_feed_links(title: Localized, grain: str, language: str) -> tuple[FeedLink, ...]:
    feeds = site_feeds(title, grain)
    scopes = ("issues" if path != "feed" else "site" for path in feeds)
    return tuple(
        [
            link
            for (path, named), scope in zip(feeds.items(), scopes, strict=True)
            for link in feed_links(path, named.get(language), scope)
        ]
    )


@lru_cache(maxsize=_FEEDS_KEPT)
def feed_links(path: str, title: str, scope: str) -> tuple[FeedLink, ...]:
    """The links to a feed in its formats. Cached, because nearly all pages share them."""
    return tuple(
        [FeedLink(title=title, path=f"{path}.{each}", type=_TYPES[each], scope=scope) for each in feed_endings(path)]
    )


def feed_endings(path: str) -> tuple[str, ...]:
    """The formats of the feed at a path without extension, as extensions."""
    return TERM_FEEDS.get(path.partition("/")[0], tuple(_TYPES))


def _alternates(config: Config, path: str, texts: tuple[str, ...] | None, language: str) -> tuple[Alternate, ...]:
    """The `hreflang` links of a page whose texts are in the languages `texts` (None: all); empty on a monolingual site.

    The pages of a set of alternates must name each other: a page without texts in its own language belongs to none, so
    it gets no links.
    """
    languages = [each for each in config.languages if texts is None or each in texts]
    if len(config.languages) == 1 or language not in languages:
        return ()
    found = [
        Alternate(hreflang=config.tags[each], url=absolute(config.url + prefix_of(config, each), path))
        for each in languages
    ]
    return (*found, Alternate(hreflang="x-default", url=found[0].url))


def make_site_view(site: Site, menu: Iterable[LinkView], additions: Additions, top: Collection[str]) -> SiteView:
    """Make the `SiteView`. `menu` is the navigation if the settings have none, `top` are the paths that are in no
    tree of a language.
    """
    config = site.config
    policies = [
        PolicyView(directives=tuple(page_policy(config, additions.needs, kind).items()))
        for kind in ("", "paper", "list")
    ]
    navigation = [_link(link, config, top) for link in config.navigation] if config.navigation else menu
    return seal(
        SiteView(
            title_zh=config.title.zh,
            title_en=config.title.en,
            description_zh=config.description.zh,
            description_en=config.description.en,
            footer_zh=config.footer.zh,
            footer_en=config.footer.en,
            url=config.url,
            language=config.language,
            languages=config.languages,
            chinese=config.chinese,
            navigation=tuple(navigation),
            links=tuple([_link(link, config, top) for link in config.links]),
            search=config.search,
            siblings=config.siblings,
            license_zh=config.license.zh,
            license_en=config.license.en,
            citation_tags=config.citation_tags,
            repo=source_url(config, ""),
            follow=tuple(_follow(each, additions.codes.get(each.qr)) for each in config.follow),
            editor_name=config.editor.name,
            editor_url=config.editor.url,
            editor_email=config.editor.email,
            comments=_comments(config.comments),
            analytics=_analytics(config.analytics),
            policy=policies[0],
            paper_policy=policies[1],
            list_policy=policies[2],
            head_html=Markup(additions.head),  # noqa: S704  # the editor's own HTML
            logo=additions.logo,
            icons=additions.icons,
            image=additions.image,
        )
    )


def home_menu(_site: Site, _taxonomies: Mapping[str, Terms]) -> Iterator[LinkView]:
    """The link to the home page."""
    yield LinkView(zh="", en="", path="index.html", kind="home")


def archive_menu(_site: Site, _taxonomies: Mapping[str, Terms]) -> Iterator[LinkView]:
    """The link to the list of issues."""
    yield LinkView(zh="", en="", path="issues/index.html", kind="issues")


def term_menu(_site: Site, taxonomies: Mapping[str, Terms]) -> Iterator[LinkView]:
    """The links to the lists of terms."""
    for taxonomy in TAXONOMIES:
        if has_list(taxonomy, taxonomies[taxonomy]):
            yield LinkView(zh="", en="", path=f"{taxonomy}/index.html", kind=taxonomy, minor=taxonomy in MINOR)


def standing_menu(site: Site, _taxonomies: Mapping[str, Terms]) -> Iterator[LinkView]:
    """The links to standing pages with `navigation: true`; of a folder with an `index.md`, to this only."""
    pages = collect_standing(site)
    books = find_books(pages)
    for page in pages:
        chapters = books.get(page.path, NO_BOOK).chapters
        is_first = not chapters or chapters[0].path == page.path
        if is_first and all(text.matter.navigation for text in page.texts.values()):
            yield LinkView(zh=page.title.zh, en=page.title.en, path=as_link(page.path), kind="page")


def _link(link: Link, config: Config, top: Collection[str]) -> LinkView:
    outside, place = is_outside(link), linked_path(link)
    trees = tuple(prefix_of(config, language) for language in config.languages[1:])
    path = "" if outside else link.url.lstrip("/").replace(":", "%3A") or "index.html"
    return LinkView(
        zh=link.title.zh,
        en=link.title.en,
        path=path,
        url=link.url if outside else "",
        at_top=not outside and (place in top or place.startswith(trees)),
    )


def _follow(settings: Follow, code: PictureView | None) -> FollowView:
    account = settings.qr if code is None else ""
    return FollowView(zh=settings.name.zh, en=settings.name.en, url=settings.url, account=account, code=code)


def _comments(settings: Comments | None) -> CommentsView | None:
    if settings is None:
        return None
    return CommentsView(
        provider=settings.provider,
        repo=settings.repo,
        repo_id=settings.repo_id,
        category=settings.category,
        category_id=settings.category_id,
        host=settings.host,
    )


def _analytics(settings: Analytics | None) -> AnalyticsView | None:
    if settings is None:
        return None
    return AnalyticsView(provider=settings.provider, site=settings.site, host=settings.host)
