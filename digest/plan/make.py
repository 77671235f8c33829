"""Making the plan: a site in, every output with its view out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from digest.content.site import Site
from digest.model.config import LANGUAGES, Analytics, Comments, Config, Link, Localized
from digest.plan.cards import build_cards
from digest.plan.feeds import ATOM, JSON, feed_view, feeds_of
from digest.plan.listing import LISTING, write_listing
from digest.plan.pages import PAGE_KINDS, Contents, Page, PageKind, paper_ref, resolve_all
from digest.plan.plan import Output, Plan
from digest.plan.references import NOTHING, Resolved, find_places, resolve_references
from digest.plan.sitemaps import search_engine_files
from digest.plan.taxonomies import TAXONOMIES, Terms, collect_terms
from digest.plan.urls import absolute, issue_path, paper_path, standing_path
from digest.plan.views import (
    Alternate,
    AnalyticsView,
    CommentsView,
    FeedLink,
    FileView,
    FollowView,
    LinkView,
    PageView,
    SitemapEntry,
    SiteView,
    TextFileView,
)
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.fingerprint import seal
from digest.text.source import Span

FEED_TEMPLATES = {"xml": "feed.xml", "json": "fragments/feed_content.html"}
"""The formats of feeds by their endings. The JSON feed has no template of its own, but for the text of its entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFile:
    """A file of the theme that is published: its path on the site and its content's fingerprint."""

    path: str
    name: str
    digest: str


def make_plan(site: Site, theme_files: Iterable[ThemeFile]) -> Plan:
    """Every output of a site, in the order of their paths, and the links and figures that lead nowhere."""
    taxonomies = collect_terms(site)
    cards = build_cards(site, taxonomies)
    places = find_places(site, _known_pages(site, taxonomies))
    resolved = resolve_all(
        site,
        lambda source, folder, targets, figures: resolve_references(source, folder, targets, figures, places),
    )
    refs = {
        entry.path: paper_ref(entry, cards.papers[entry.path], resolved.get(entry.path, NOTHING))
        for issue in site.issues
        for entry in issue.entries
    }
    contents = Contents(site=site, cards=cards, taxonomies=taxonomies, resolved=resolved, refs=refs)
    outputs = list(_outputs(contents, resolved, theme_files))
    found = [each for text in resolved.values() for each in text.diagnostics]
    found.extend(_clashes(outputs))
    outputs.sort(key=lambda output: output.path)
    listing = TextFileView(text=write_listing(output.path for output in outputs))
    outputs.append(Output(path=LISTING, template="", language="", view=listing))
    pages = sum(output.path.endswith(".html") for output in outputs)
    return Plan(outputs=tuple(outputs), diagnostics=tuple(found), pages=pages)


def _outputs(contents: Contents, resolved: dict[str, Resolved], theme_files: Iterable[ThemeFile]) -> Iterator[Output]:
    config = contents.site.config
    sitemap: list[SitemapEntry] = []
    site = site_view(contents)
    for kind in PAGE_KINDS:
        for page in kind.pages(contents):
            for language in config.languages:
                view = _page_view(config, kind, page, language)
                prefix = prefix_of(config, language)
                if page.listed:
                    sitemap.append(SitemapEntry(url=view.canonical, modified=page.modified, alternates=view.alternates))
                yield Output(
                    path=prefix + page.path,
                    template=kind.template,
                    language=language,
                    view=page.view,
                    page=view,
                    site=site,
                )
    yield from _feed_outputs(contents, site)
    for path, template, file_view in search_engine_files(config, sitemap):
        page_view = _file_page(config, template.partition(".")[0], path, config.language)
        yield Output(
            path=path,
            template=template,
            language=config.language,
            view=file_view,
            page=page_view,
            site=site,
        )
    for text in resolved.values():
        for path, asset in text.files:
            view_of_file = FileView(source=asset.path, digest=asset.digest)
            yield Output(path=path, template="", language="", view=view_of_file)
    for file in theme_files:
        yield Output(path=file.path, template="", language="", view=FileView(source=file.name, digest=file.digest))


def _feed_outputs(contents: Contents, site: SiteView) -> Iterator[Output]:
    config = contents.site.config
    for feed in feeds_of(contents):
        for language in config.languages:
            prefix = prefix_of(config, language)
            for ending, template in FEED_TEMPLATES.items():
                path = f"{feed.path}.{ending}"
                yield Output(
                    path=prefix + path,
                    template=template,
                    language=language,
                    view=feed_view(feed, config, language=language, prefix=prefix, ending=ending),
                    page=_file_page(config, "feed", path, language),
                    site=site,
                )


def _file_page(config: Config, kind: str, path: str, language: str) -> PageView:
    """What a file that is no page says of itself: only where it stands."""
    canonical = absolute(config.url + prefix_of(config, language), path)
    return PageView(
        kind=kind,
        path=path,
        lang=language,
        title="",
        description="",
        canonical=canonical,
        alternates=(),
        twin="",
        feeds=(),
    )


def prefix_of(config: Config, language: str) -> str:
    """The folder of a language's tree: none for the first."""
    return "" if language == config.language else f"{language}/"


def _page_view(config: Config, kind: PageKind, page: Page, language: str) -> PageView:
    prefix = prefix_of(config, language)
    others = [other for other in config.languages if other != language]
    feeds = []
    for path in dict.fromkeys(("feed", page.feed or "feed")):
        title = config.title if path == "feed" else page.title
        feeds.append(FeedLink(title=title.get(language), path=f"{path}.xml", type=ATOM))
        feeds.append(FeedLink(title=title.get(language), path=f"{path}.json", type=JSON))
    return PageView(
        kind=kind.name,
        path=page.path,
        lang=language,
        title=page.title.get(language),
        description=config.description.get(language) if kind.name in ("home", "issues", "terms") else "",
        canonical=absolute(config.url + prefix, page.path),
        alternates=_alternates(config, page, language),
        twin=prefix_of(config, others[0]) + page.path if others else "",
        feeds=tuple(feeds),
    )


def _alternates(config: Config, page: Page, language: str) -> tuple[Alternate, ...]:
    """The page in each language that it has texts in; none on a site of one language.

    They must name each other: a page without texts in its own language is not among them, so it names none.
    """
    languages = [each for each in config.languages if page.languages is None or each in page.languages]
    if len(config.languages) == 1 or not page.listed or language not in languages:
        return ()
    found = [
        Alternate(hreflang=LANGUAGES[each], url=absolute(config.url + prefix_of(config, each), page.path))
        for each in languages
    ]
    return (*found, Alternate(hreflang="x-default", url=found[0].url))


def site_view(contents: Contents) -> SiteView:
    """What every page shows of the site."""
    config = contents.site.config
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
            navigation=_navigation(contents),
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


def _navigation(contents: Contents) -> tuple[LinkView, ...]:
    config = contents.site.config
    if config.navigation:
        return tuple(_link(link) for link in config.navigation)
    links = [
        LinkView(zh="", en="", path="index.html", kind="home"),
        LinkView(zh="", en="", path="issues/index.html", kind="issues"),
    ]
    links += [
        LinkView(zh="", en="", path=f"{taxonomy}/index.html", kind=taxonomy)
        for taxonomy in TAXONOMIES
        if contents.taxonomies[taxonomy].terms or taxonomy == "categories"
    ]
    for page in contents.site.pages:
        matter = page.matter
        if not matter.navigation:
            continue
        name = Localized(
            zh=matter.title_zh or matter.title or page.slug, en=matter.title or matter.title_zh or page.slug
        )
        links.append(LinkView(zh=name.zh, en=name.en, path=standing_path(page.path, matter.slug), kind="page"))
    return tuple(links)


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


def _known_pages(site: Site, taxonomies: dict[str, Terms]) -> frozenset[str]:
    pages = {"index.html", "issues/index.html", "feed.xml", "feed.json"}
    pages |= {issue_path(issue.date) for issue in site.issues}
    pages |= {paper_path(entry.slug) for issue in site.issues for entry in issue.entries}
    pages |= {standing_path(page.path, page.matter.slug) for page in site.pages}
    for taxonomy, terms in taxonomies.items():
        pages |= {term.path for term in terms.terms.values()}
        if terms.terms or taxonomy == "categories":
            pages.add(f"{taxonomy}/index.html")
    return frozenset(pages)


def _clashes(outputs: list[Output]) -> Iterator[Diagnostic]:
    """A standing page may not take the place of another page; file systems that know no capitals count.

    Of two papers with one address the site has told already, at their entries.
    """
    seen: dict[str, Output] = {}
    for output in outputs:
        first = seen.setdefault(output.path.casefold(), output)
        if first is not output and not first.template == output.template == "paper.html":
            source = next(
                (getattr(each.view, "body", None) for each in (output, first) if each.template == "page.html"),
                None,
            )
            yield Diagnostic(
                code="same-address",
                severity=Severity.ERROR,
                message=f"two outputs would both be {output.path}",
                hint="give the page another name, or a 'slug' of its own",
                path=source.path if source is not None else output.path,
                span=Span(start=0, end=0),
            )
