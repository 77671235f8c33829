"""What every page shows of the site: its names, its navigation, its footer, what its settings ask of other hosts."""

from collections.abc import Iterable, Iterator, Mapping

from digest.content.site import Site
from digest.model.config import Link
from digest.model.services import Analytics, Comments
from digest.plan.taxonomies import TAXONOMIES, Terms, has_list
from digest.plan.titles import standing_title
from digest.plan.urls import standing_path
from digest.plan.views import AnalyticsView, CommentsView, FollowView, LinkView, SiteView
from digest.text.fingerprint import seal


def make_site_view(site: Site, menu: Iterable[LinkView]) -> SiteView:
    """What every page shows of the site; `menu` is its navigation unless the settings have one."""
    config = site.config
    navigation = map(_link, config.navigation) if config.navigation else menu
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
            navigation=tuple(navigation),
            links=tuple(_link(link) for link in config.links),
            follow=tuple(
                FollowView(zh=each.name.zh, en=each.name.en, url=each.url, account=each.qr) for each in config.follow
            ),
            editor_name=config.editor.name,
            editor_url=config.editor.url,
            editor_email=config.editor.email,
            comments=_comments(config.comments),
            analytics=_analytics(config.analytics),
        )
    )


def home_menu(_site: Site, _taxonomies: Mapping[str, Terms]) -> Iterator[LinkView]:
    """The way home."""
    yield LinkView(zh="", en="", path="index.html", kind="home")


def archive_menu(_site: Site, _taxonomies: Mapping[str, Terms]) -> Iterator[LinkView]:
    """The link to the list of issues."""
    yield LinkView(zh="", en="", path="issues/index.html", kind="issues")


def term_menu(_site: Site, taxonomies: Mapping[str, Terms]) -> Iterator[LinkView]:
    """The links to the lists of terms."""
    for taxonomy in TAXONOMIES:
        if has_list(taxonomy, taxonomies[taxonomy]):
            yield LinkView(zh="", en="", path=f"{taxonomy}/index.html", kind=taxonomy)


def standing_menu(site: Site, _taxonomies: Mapping[str, Terms]) -> Iterator[LinkView]:
    """The links to the standing pages that ask for one."""
    for page in site.pages:
        if page.matter.navigation:
            name = standing_title(page)
            path = standing_path(page.path, page.matter.slug)
            yield LinkView(zh=name.zh, en=name.en, path=path, kind="page")


def _link(link: Link) -> LinkView:
    outside = ":" in link.url or link.url.startswith("//")
    path = "" if outside else link.url.lstrip("/") or "index.html"
    return LinkView(zh=link.title.zh, en=link.title.en, path=path, url=link.url if outside else "", kind="")


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
