"""Resolve relative links and figures of texts, and find the files that are published with a page."""

import copy
import posixpath
from collections.abc import Callable, Mapping
from functools import cached_property

from markupsafe import Markup

from digest.content.body import FigureSource, Target
from digest.content.head import references_of
from digest.content.site import ContentFile, Site
from digest.plan.urls import CONTENT, issue_path, paper_path, standing_path
from digest.plan.views import Attribute, FigureView
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.fingerprint import fingerprint
from digest.text.records import frozen
from digest.text.source import Span


class Places:
    """Lookup tables for link targets: source files, pages, and assets by their path in the site.

    Built on the first lookup, since few texts have relative links. `named` is what the tables of pages are made from,
    apart from the settings: `Places` with equal `named` and settings have equal pages.
    """

    def __init__(self, site: Site, pages: Callable[[], Mapping[str, bool]]) -> None:
        self._site = site
        self._pages = pages
        self.assets = site.assets
        self.named = [
            *[(entry.path, entry.slug, entry.day) for issue in site.issues for entry in issue.entries],
            *[(issue.intro.path, issue.date) for issue in site.issues if issue.intro is not None],
            *[(page.path, page.matter.slug) for page in site.pages],
        ]

    def beside(self, assets: Mapping[str, ContentFile]) -> "Places":
        """A copy with the same pages and other assets."""
        other = copy.copy(self)
        other.assets = assets
        return other

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """Page path by source path."""
        site = self._site
        sources = {entry.path: paper_path(entry.slug) for issue in site.issues for entry in issue.entries}
        sources |= {issue.intro.path: issue_path(issue.date) for issue in site.issues if issue.intro is not None}
        return sources | {page.path: standing_path(page.path, page.matter.slug) for page in site.pages}

    @cached_property
    def pages(self) -> Mapping[str, bool]:
        """Paths of pages that links may target. True: each language has its own page."""
        return self._pages()


@frozen
class Resolved:
    """The resolved references of a text, and the assets to publish as `(path on the site, asset)`.

    Diagnostics: `missing-figure`, `broken-link`.
    """

    links: tuple[Attribute, ...]
    figures: tuple[FigureView, ...]
    files: tuple[tuple[str, ContentFile], ...]
    diagnostics: tuple[Diagnostic, ...]
    fingerprint: str = ""
    """Cache key of `links` and `figures`, which views contain."""


NOTHING = Resolved(links=(), figures=(), files=(), diagnostics=())


def resolve_all(site: Site, places: Places, known: Mapping[tuple[str, bytes], Resolved]) -> dict[str, Resolved]:
    """Resolve the references of all texts, by source path. Texts without references are absent.

    `known`: results for entries that can be reused, by source path and packed references.
    """
    resolved: dict[str, Resolved] = {}
    for issue in site.issues:
        for entry in issue.entries:
            if entry.references and (found := known.get((entry.path, entry.references))) is not None:
                resolved[entry.path] = found
            elif entry.references:
                folder = paper_path(entry.slug).removesuffix(".html")
                resolved[entry.path] = resolve_references(entry.path, folder, *references_of(entry), places)
        if issue.intro is not None and issue.intro.targets:
            folder = issue_path(issue.date).removesuffix(".html")
            resolved[issue.intro.path] = resolve_references(issue.intro.path, folder, issue.intro.targets, (), places)
    for page in site.pages:
        if page.targets:
            folder = standing_path(page.path, page.matter.slug).removesuffix(".html")
            resolved[page.path] = resolve_references(page.path, folder, page.targets, (), places)
    return resolved


def resolve_references(
    source: str, folder: str, targets: tuple[Target, ...], figures: tuple[FigureSource, ...], places: Places
) -> Resolved:
    """Resolve the references of one source. Its files are published in `folder`, its page's path without `.html`."""
    found: list[Diagnostic] = []
    files: dict[str, ContentFile] = {}
    links: list[Attribute] = []
    for target in targets:
        where = _locate(source, target.target)
        if target.kind == "image":
            asset = _asset(source, where, target.target, target.span, places, found)
            links.append(_image(source, folder, asset, files) if asset else Attribute(kind="none", path=""))
        else:
            links.append(_link(source, folder, where, target, places, files, found))
    views = []
    for figure in figures:
        asset = _asset(source, _locate(source, figure.src), figure.src, figure.span, places, found)
        if asset is not None:
            path = _publish(source, folder, asset, files)
            views.append(
                FigureView(
                    path=path,
                    width=asset.width,
                    height=asset.height,
                    alt=figure.alt,
                    caption_html=Markup(""),
                    lang="",
                )
            )
    return Resolved(
        links=tuple(links),
        figures=tuple(views),
        files=tuple(files.items()),
        diagnostics=tuple(found),
        fingerprint=fingerprint((tuple(links), tuple(views))),
    )


def _locate(source: str, target: str) -> str:
    """The path in the site's root of a `target` typed in `source`. A leading `/` means the folder `content/`."""
    base = CONTENT if target.startswith("/") else posixpath.dirname(source)
    return posixpath.normpath(posixpath.join(base, target.lstrip("/")))


def _asset(
    source: str, where: str, typed: str, span: Span, places: Places, found: list[Diagnostic]
) -> ContentFile | None:
    asset = places.assets.get(where)
    if asset is None:
        found.append(
            Diagnostic(
                code="missing-figure",
                severity=Severity.ERROR,
                message=f"there is no file '{typed}' beside this entry",
                hint=f"put it at {where}, or correct the name",
                path=source,
                span=span,
            )
        )
    return asset


def _link(
    source: str,
    folder: str,
    where: str,
    target: Target,
    places: Places,
    files: dict[str, ContentFile],
    found: list[Diagnostic],
) -> Attribute:
    page = places.sources.get(where)
    if page is not None:
        return Attribute(kind="page", path=page, suffix=target.suffix)
    if where in places.assets:
        return Attribute(kind="file", path=_publish(source, folder, places.assets[where], files), suffix=target.suffix)
    address = posixpath.relpath(where, CONTENT)
    if address in places.pages:
        return Attribute(kind="page" if places.pages[address] else "file", path=address, suffix=target.suffix)
    found.append(
        Diagnostic(
            code="broken-link",
            severity=Severity.WARNING,
            message=f"'{target.target}' leads to no file and no page of the site; it is shown as text",
            hint="write the path of an entry (pic2word.md), of a file beside this one, or of a page (/about.html)",
            path=source,
            span=target.span,
        )
    )
    return Attribute(kind="none", path="")


def _image(source: str, folder: str, asset: ContentFile, files: dict[str, ContentFile]) -> Attribute:
    path = _publish(source, folder, asset, files)
    return Attribute(kind="image", path=path, width=asset.width, height=asset.height)


def _publish(source: str, folder: str, asset: ContentFile, files: dict[str, ContentFile]) -> str:
    inside = posixpath.relpath(asset.path, posixpath.dirname(source))
    path = f"{folder}/{inside.replace('../', '')}"
    while files.setdefault(path, asset) != asset:
        # Files of the same name from different folders: add a part of the hash to the second name.
        stem, dot, ending = path.rpartition(".")
        path = f"{stem}.{asset.digest[:8]}{dot}{ending}"
    return path
