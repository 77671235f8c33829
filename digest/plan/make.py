"""Making the plan: a site in, every output with what it is made of out."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from digest.content.site import Site
from digest.model.config import Config
from digest.plan.cards import Cards, join_keys
from digest.plan.feeds import Feed, feed_view, feeds_of
from digest.plan.frames import file_view, page_view, prefix_of
from digest.plan.listing import LISTING, write_listing
from digest.plan.pages import PAGE_KINDS, PAPER, PAPER_TEMPLATE, paper_pages
from digest.plan.plan import Contents, Material, Output, Page, Papers, Plan
from digest.plan.references import resolve_all
from digest.plan.site import make_site_view
from digest.plan.sitemaps import Listed, search_engine_files
from digest.plan.taxonomies import collect_terms
from digest.plan.urls import paper_path, standing_path
from digest.plan.views import FileView, TextFileView
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.fingerprint import fingerprint
from digest.text.records import frozen
from digest.text.source import Span

FEED_TEMPLATES = {"xml": "feed.xml", "json": "fragments/feed_content.html"}
"""The formats of feeds by their endings. The JSON feed has no template of its own, but for the text of its entries."""


@frozen
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
    papers = tuple(_papers(contents, outputs))
    paths = [*[output.path for output in outputs], *[path for each in papers for path in each.paths]]
    pages = sum([path.endswith(".html") for path in paths])
    found = [each for text in contents.resolved.values() for each in text.diagnostics]
    found.extend(_clashes(paths, outputs, contents))
    listing = write_listing(paths)
    outputs.append(
        Output(path=LISTING, template="", language="", key=join_keys(listing), make=partial(_show_text, listing))
    )
    return Plan(contents=contents, outputs=tuple(outputs), papers=papers, diagnostics=tuple(found), pages=pages)


def frame_key(contents: Contents) -> str:
    """All that every page and feed takes from the settings, whatever else it shows."""
    config = contents.site.config
    shown = (config.url, config.languages, config.title, config.description, config.timezone)
    return fingerprint((shown, contents.view))


def _outputs(contents: Contents, theme_files: Iterable[ThemeFile]) -> Iterator[Output]:
    config, frame = contents.site.config, frame_key(contents)
    pages: list[Listed] = []
    for kind in PAGE_KINDS:
        for page in kind.pages(contents):
            if page.listed:
                pages.append((page.path, page.modified, page.languages))
            yield from _in_languages(config, config.languages, frame, kind.name, kind.template, page)
    for feed in feeds_of(contents):
        key = join_keys(frame, feed.key)
        for language in config.languages:
            for ending, template in FEED_TEMPLATES.items():
                make = partial(_show_feed, feed, language, ending)
                path = f"{prefix_of(config, language)}{feed.path}.{ending}"
                yield Output(path, template, language, key, make)
    for issue in contents.site.issues:
        day = issue.date.isoformat()
        pages += [(paper_path(head.slug), day, head.languages) for head in issue.entries]
    yield from search_engine_files(config, frame, pages)
    for text in contents.resolved.values():
        for path, asset in text.files:
            yield _file_output(path, asset.path, asset.digest)
    for file in theme_files:
        yield _file_output(file.path, file.name, file.digest)


def _in_languages(
    config: Config, languages: Iterable[str], frame: str, kind: str, template: str, page: Page
) -> Iterator[Output]:
    key = join_keys(frame, kind, page.feed, page.key)
    for language in languages:
        make = partial(_show_page, kind, page, language)
        yield Output(prefix_of(config, language) + page.path, template, language, key, make, page.issue)


def _papers(contents: Contents, outputs: Iterable[Output]) -> Iterator[Papers]:
    issues = contents.site.issues
    for output in outputs:
        if output.issue >= 0:
            prefix = prefix_of(contents.site.config, output.language)
            paths = tuple([prefix + paper_path(head.slug) for head in issues[output.issue].entries])
            yield Papers(output, paths, partial(_paper_outputs, output.issue, output.language))


def _paper_outputs(issue: int, language: str, contents: Contents) -> list[Output]:
    frame, config = frame_key(contents), contents.site.config
    return [
        output
        for page in paper_pages(contents, issue)
        for output in _in_languages(config, (language,), frame, PAPER, PAPER_TEMPLATE, page)
    ]


def _show_page(kind: str, page: Page, language: str, contents: Contents) -> Material:
    shown = page.make(contents)
    view = page_view(contents.site.config, contents.view.navigation, kind, page, shown.title, language)
    return Material(shown.view, view)


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


def _clashes(paths: Sequence[str], outputs: Sequence[Output], contents: Contents) -> Iterator[Diagnostic]:
    """A standing page may not take the place of another page; file systems that know no capitals count.

    Of two papers with one address the site has told already, at their entries.
    """
    if len({path.casefold() for path in paths}) == len(paths):
        return
    templates = {output.path: output.template for output in outputs}
    config, pages = contents.site.config, contents.site.pages
    sources = {
        prefix_of(config, language) + standing_path(page.path, page.matter.slug): page.path
        for page in pages
        for language in config.languages
    }
    seen: dict[str, str] = {}
    for number, path in enumerate(paths):
        first = seen.setdefault(path.casefold(), path)
        is_first = first is path
        if not is_first and (number < len(outputs) or first in templates):
            source = next((sources[each] for each in (path, first) if templates.get(each) == "page.html"), "")
            yield Diagnostic(
                code="same-address",
                severity=Severity.ERROR,
                message=f"two outputs would both be {path}",
                hint="give the page another name, or a 'slug' of its own",
                path=source or path,
                span=Span(start=0, end=0),
            )
