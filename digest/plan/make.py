"""Making the plan: a site in, every output with what it is made of out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from digest.content.site import Site
from digest.plan.cards import Cards, join_keys
from digest.plan.feeds import Feed, feed_view, feeds_of
from digest.plan.frames import file_view, page_view, prefix_of
from digest.plan.listing import LISTING, write_listing
from digest.plan.pages import PAGE_KINDS
from digest.plan.plan import Contents, Material, Output, Page, Plan
from digest.plan.references import resolve_all
from digest.plan.site import make_site_view
from digest.plan.sitemaps import search_engine_files
from digest.plan.taxonomies import collect_terms
from digest.plan.urls import standing_path
from digest.plan.views import FileView, TextFileView
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.fingerprint import fingerprint
from digest.text.source import Span

FEED_TEMPLATES = {"xml": "feed.xml", "json": "fragments/feed_content.html"}
"""The formats of feeds by their endings. The JSON feed has no template of its own, but for the text of its entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFile:
    """A file of the theme that is published: its path on the site and its content's fingerprint."""

    path: str
    name: str
    digest: str


def make_contents(site: Site) -> Contents:
    """What the outputs of a site are made of."""
    taxonomies = collect_terms(site)
    resolved = resolve_all(site, taxonomies)
    return Contents(
        site=site,
        cards=Cards(site, taxonomies, resolved),
        taxonomies=taxonomies,
        resolved=resolved,
        view=make_site_view(site, taxonomies),
    )


def make_plan(contents: Contents, theme_files: Iterable[ThemeFile]) -> Plan:
    """Every output of a site, and the links and figures that lead nowhere."""
    outputs = list(_outputs(contents, theme_files))
    pages = sum([output.path.endswith(".html") for output in outputs])
    found = [each for text in contents.resolved.values() for each in text.diagnostics]
    found.extend(_clashes(outputs, _standing_sources(contents.site)))
    listing = write_listing([output.path for output in outputs])
    outputs.append(
        Output(path=LISTING, template="", language="", key=join_keys(listing), make=partial(_show_text, listing))
    )
    return Plan(contents=contents, outputs=tuple(outputs), diagnostics=tuple(found), pages=pages)


def frame_key(contents: Contents) -> str:
    """All that every page and feed takes from the settings, whatever else it shows."""
    config = contents.site.config
    shown = (config.url, config.languages, config.title, config.description, config.timezone)
    return fingerprint((shown, contents.view))


def _outputs(contents: Contents, theme_files: Iterable[ThemeFile]) -> Iterator[Output]:
    config, frame = contents.site.config, frame_key(contents)
    prefixes = [(language, prefix_of(config, language)) for language in config.languages]
    pages: list[Page] = []
    for kind in PAGE_KINDS:
        for page in kind.pages(contents):
            pages.append(page)
            key = join_keys(frame, kind.name, page.feed, page.key)
            for language, prefix in prefixes:
                make = partial(_show_page, kind.name, page, language)
                yield Output(prefix + page.path, kind.template, language, key, make, page.issue)
    for feed in feeds_of(contents):
        key = join_keys(frame, feed.key)
        for language, prefix in prefixes:
            for ending, template in FEED_TEMPLATES.items():
                make = partial(_show_feed, feed, language, ending)
                yield Output(f"{prefix}{feed.path}.{ending}", template, language, key, make)
    yield from search_engine_files(config, frame, pages)
    for text in contents.resolved.values():
        for path, asset in text.files:
            yield _file_output(path, asset.path, asset.digest)
    for file in theme_files:
        yield _file_output(file.path, file.name, file.digest)


def _show_page(kind: str, page: Page, language: str, contents: Contents) -> Material:
    shown = page.make(contents)
    return Material(shown.view, page_view(contents.site.config, kind, page, shown.title, language))


def _show_feed(feed: Feed, language: str, ending: str, contents: Contents) -> Material:
    config = contents.site.config
    prefix = prefix_of(config, language)
    view = feed_view(contents, feed, language=language, prefix=prefix, ending=ending)
    return Material(view, file_view(config, "feed", f"{feed.path}.{ending}", language))


def _file_output(path: str, source: str, digest: str) -> Output:
    view = FileView(source=source, digest=digest)
    return Output(path=path, template="", language="", key=join_keys(source, digest), make=partial(_show_file, view))


def _show_file(view: FileView, contents: Contents) -> Material:  # noqa: ARG001  # what makes views takes the contents
    return Material(view)


def _show_text(text: str, contents: Contents) -> Material:  # noqa: ARG001
    return Material(TextFileView(text=text))


def _standing_sources(site: Site) -> dict[str, str]:
    return {standing_path(page.path, page.matter.slug): page.path for page in site.pages}


def _clashes(outputs: Sequence[Output], standing: dict[str, str]) -> Iterator[Diagnostic]:
    """A standing page may not take the place of another page; file systems that know no capitals count.

    Of two papers with one address the site has told already, at their entries.
    """
    if len({output.path.casefold() for output in outputs}) == len(outputs):
        return
    seen: dict[str, Output] = {}
    for output in outputs:
        first = seen.setdefault(output.path.casefold(), output)
        if first is not output and not first.template == output.template == "paper.html":
            pages = [each.path for each in (output, first) if each.template == "page.html"]
            source = standing.get(pages[0].removeprefix(f"{output.language}/"), "") if pages else ""
            yield Diagnostic(
                code="same-address",
                severity=Severity.ERROR,
                message=f"two outputs would both be {output.path}",
                hint="give the page another name, or a 'slug' of its own",
                path=source or output.path,
                span=Span(start=0, end=0),
            )
