"""Resolve relative links and figures of texts, and find the files that are published with a page."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from urllib.parse import unquote

from digest.content.body import Target
from digest.content.documents import PICTURES, PROGRAMS, WEB_PAGES, XML, kind_of_file
from digest.content.head import Head, references_of
from digest.content.prose import AnyProse
from digest.content.site import ContentFile, Site
from digest.markdown import suggest_heading
from digest.model.languages import split_language
from digest.plan.content_files import publish_file, show_figure, show_image, show_plate
from digest.plan.memo import Memo
from digest.plan.menu_links import suggest_page
from digest.plan.taxonomies import Terms
from digest.plan.urls import CONTENT, issue_path, paper_path, roundup_path, standing_path
from digest.plan.views import Attribute, FigureView
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.fingerprint import fingerprint
from digest.text.names import compose_name
from digest.text.nearest import nearest
from digest.text.records import frozen
from digest.text.source import Span


class Places:
    """Link targets. Compared by identity. All paths are in NFC (`compose_name`), as links are.

    `sources` maps source paths to the paths of their pages, `texts` the other way round, by language (`about.en.md`).
    `pages` returns the paths of pages that links may target; True: each language has its own page. It is called only if
    needed, since few texts have relative links.
    """

    def __init__(
        self,
        assets: Mapping[str, ContentFile],
        sources: Mapping[str, str],
        pages: Callable[[], Mapping[str, bool]],
        anchors: Mapping[str, tuple[tuple[str, str], ...]],
        trees: Mapping[str, str],
        unpublished: tuple[str, ...],
        static: tuple[str, ...],
    ) -> None:
        """`anchors`: names and ids of the free sections, by source path. `trees`: by language, the prefix of its pages.
        `unpublished`: source paths of drafts, and of entries dated in the future. `static`: as of `find_places`.
        """
        self.trees = trees
        self.static = frozenset(static)
        self.unpublished = frozenset(map(compose_name, unpublished))
        self.anchors = {compose_name(path): each for path, each in anchors.items()}
        self.assets = {compose_name(path): asset for path, asset in assets.items()}
        self.exact = sources
        self.sources = {compose_name(path): page for path, page in sources.items()}
        self.texts: dict[str, dict[str, str]] = {}
        for path, page in self.sources.items():
            self.texts.setdefault(compose_name(page), {})[_language_of(path)] = path
        self.pages = pages

    def text_of(self, page: str, source: str) -> str:
        """The text of a page, in the language of the file `source` if there are several; empty if it has none."""
        texts = self.texts.get(page, {})
        return texts.get(_language_of(source)) or next(iter(texts.values()), "")

    def tree_with(self, fragment: str, text: str, source: str) -> str | None:
        """The prefix of the tree of `text`, if its page has the id `fragment` only there, and others show `source`."""
        page, language = self.sources[text], _language_of(text)
        others = [path for path in self.texts[compose_name(page)].values() if path != text]
        shown = self.texts[compose_name(self.sources[compose_name(source)])]
        is_apart = language == _language_of(source) and len(shown) > 1
        if is_apart or all(fragment in dict(self.anchors.get(path, ())).values() for path in others):
            return None
        return self.trees.get(language)


def _language_of(source: str) -> str:
    return split_language(source.rpartition("/")[2].removesuffix(".md"))[1]


def find_places(
    site: Site,
    taxonomies: Mapping[str, Terms],
    static: tuple[str, ...],
    linkable: Callable[[], Mapping[str, bool]],
    memo: Memo,
) -> Places:
    """Find the link targets of a site. `static` are the paths of the files of `static/`, `linkable` returns those of
    pages and of these files.
    """
    sources = {entry.path: paper_path(entry.slug) for issue in site.issues for entry in issue.entries}
    sources |= {issue.intro.path: issue_path(issue.date) for issue in site.issues if issue.intro is not None}
    sources |= {page.path: standing_path(page.path, page.matter.slug) for page in site.pages}
    sources |= {path: roundup_path(path) for path in site.roundups}
    dates = [(issue.date, len(issue.entries)) for issue in site.issues]
    aliases = [text.aliases if isinstance(text, Head) else text.matter.aliases for text in _texts(site)]
    pages = memo.get("pages", (site.config, taxonomies, dates, sources, aliases, static), lambda: cache(linkable))
    anchors = {text.path: text.anchors for text in _texts(site) if text.anchors}
    trees = {each: site.config.folder(each) for each in site.config.languages}
    arguments = (site.assets, sources, pages, anchors, trees, (*site.drafts, *site.future), static)
    return memo.get("places", arguments, lambda: Places(*arguments))


@frozen
class Resolved:
    """The resolved references of a text, and the assets to publish as `(path on the site, asset)`. The path of a figure
    without a file is empty.

    Diagnostics: `missing-figure`, `unreadable-figure`, `large-figure`, `broken-link`, `unknown-fragment`,
    `program-file`.
    """

    links: tuple[Attribute, ...]
    figures: tuple[FigureView, ...]
    """Those of missing files have no path, and are not shown."""
    files: tuple[tuple[str, ContentFile], ...]
    diagnostics: tuple[Diagnostic, ...]
    fingerprint: str = ""
    """Cache key of `links` and `figures`, which views contain."""


_PAGE_IDS = frozenset({"main", "contents", "comments", "featured", "notable", "related"})
"""Ids that the themes' pages have beside those of texts and papers (`p-`)."""

_LARGEST = 10_000_000
"""Bytes of a picture that is reported as too large."""

NOTHING = Resolved(links=(), figures=(), files=(), diagnostics=())


def resolve_all(site: Site, places: Places, memo: Memo) -> dict[str, Resolved]:
    """Resolve the references of all texts, by source path. Texts without references are absent."""
    resolved: dict[str, Resolved] = {}
    for text in _texts(site):
        references = text.references if isinstance(text, Head) else text.targets
        if references:
            is_draft = text.draft if isinstance(text, Head) else text.matter.draft
            make = partial(_resolve, text, places, is_draft=is_draft)
            resolved[text.path] = memo.get(("references", text.path), (references, places, is_draft), make)
    return resolved


def _texts(site: Site) -> Iterator[Head | AnyProse]:
    for issue in site.issues:
        yield from issue.entries
        if issue.intro is not None:
            yield issue.intro
    yield from site.pages
    yield from site.roundups.values()


def _resolve(text: Head | AnyProse, places: Places, *, is_draft: bool) -> Resolved:
    """Resolve a text's references. What a draft has not yet is a warning."""
    source, folder = text.path, places.exact[text.path].removesuffix(".html")
    targets, figures = references_of(text) if isinstance(text, Head) else (text.targets, ())
    found: list[Diagnostic] = []
    files: dict[str, ContentFile] = {}
    links: list[Attribute] = []
    for target in targets:
        where = _locate(source, target.target)
        if target.kind == "plate":
            asset = places.assets.get(where) or places.assets.get(_locate(source, unquote(target.target)))
            links.append(show_plate(source, folder, asset, files) if asset else Attribute(kind="none", path=""))
        elif target.kind == "image":
            asset = _asset(source, where, target.target, target.span, places, found)
            links.append(show_image(source, folder, asset, files) if asset else Attribute(kind="none", path=""))
        else:
            links.append(_link(source, folder, where, target, places, files, found))
    views = []
    for figure in figures:
        asset = _asset(source, _locate(source, figure.src), figure.src, figure.span, places, found)
        views.append(show_figure(source, folder, asset, figure.alt, files))
    return Resolved(
        links=tuple(links),
        figures=tuple(views),
        files=tuple(files.items()),
        diagnostics=tuple([replace(each, severity=Severity.WARNING) for each in found] if is_draft else found),
        fingerprint=fingerprint((tuple(links), tuple(views))),
    )


def _locate(source: str, target: str) -> str:
    """The path in the site's root of a `target` typed in `source`. A leading `/` means the folder `content/`."""
    base = CONTENT if target.startswith("/") else posixpath.dirname(source)
    return compose_name(posixpath.normpath(posixpath.join(base, target.lstrip("/"))))


def _asset(
    source: str, where: str, typed: str, span: Span, places: Places, found: list[Diagnostic]
) -> ContentFile | None:
    asset = places.assets.get(where) or places.assets.get(_locate(source, unquote(typed)))
    if asset is None:
        if meant := _in_static(typed, places):
            hint = f"pictures of texts are in {CONTENT}/: move static/{meant} there"
        else:
            close = _similar(source, where, places)
            hint = f"did you mean '{close}'?" if close else f"put it at {where}, or correct the name"
        message = f"there is no file '{typed}' beside this text"
        found.append(_diagnostic("missing-figure", Severity.ERROR, message, hint, source, span))
        return None
    fault = asset.fault if kind_of_file(asset.path) == "picture" else "is no picture that a browser can show"
    if fault:
        is_named_so = kind_of_file(asset.path) == "picture"
        hint = f"export it again, with the ending of its format ({', '.join(PICTURES)})"
        hint = hint if is_named_so else "convert it to PNG or SVG, and write the name of that file"
        found.append(_diagnostic("unreadable-figure", Severity.WARNING, f"'{typed}' {fault}", hint, source, span))
    if asset.size > _LARGEST:
        message = f"'{typed}' has {asset.size / 1_000_000:.0f} MB, which every reader has to load"
        hint = "make it smaller: 2,000 pixels are enough, as JPEG or WebP"
        found.append(_diagnostic("large-figure", Severity.WARNING, message, hint, source, span))
    return asset


def _diagnostic(code: str, severity: Severity, message: str, hint: str, source: str, span: Span) -> Diagnostic:
    return Diagnostic(code=code, severity=severity, message=message, hint=hint, path=source, span=span)


def _similar(source: str, where: str, places: Places) -> str:
    """A picture that may be meant by a path that has none, as a link from `source`; else empty.

    That is one of the same name in another case or folder, or in this folder one with another ending or a similar name.
    """
    folder, _, name = where.rpartition("/")
    pictures = [path for path in places.assets if kind_of_file(path) == "picture"]
    beside = {path.rpartition("/")[2].casefold(): path for path in pictures if posixpath.dirname(path) == folder}
    others = [path for path in pictures if path.rpartition("/")[2].casefold() == name.casefold()]
    stem = posixpath.splitext(name.casefold())[0]
    close = (
        [beside[name.casefold()]] if name.casefold() in beside else [],
        others if len(others) == 1 else [],
        [path for each, path in beside.items() if posixpath.splitext(each)[0] == stem],
        [beside[each] for each in nearest(name, beside)],
        [path for path in others if posixpath.dirname(path) == posixpath.dirname(source)],
    )
    best = next((paths[0] for paths in close if paths), "")
    return posixpath.relpath(best, posixpath.dirname(source)) if best else ""


def _link(
    source: str,
    folder: str,
    where: str,
    target: Target,
    places: Places,
    files: dict[str, ContentFile],
    found: list[Diagnostic],
) -> Attribute:
    address = posixpath.relpath(where, CONTENT)
    if address == ".":
        address = "index.html"
    is_asset = where in places.assets
    text = where if where in places.sources or is_asset else places.text_of(address, source)
    if not text and where.endswith(".md"):  # a page in several languages, named without one
        text = places.text_of(standing_path(where, ""), source)
    page = places.sources.get(text)
    if page is not None:
        suffix = _suffix(source, target, ids := places.anchors.get(text, ()), found)
        fragment = suffix.removeprefix("#")
        tree = places.tree_with(fragment, text, source) if fragment in dict(ids).values() else None
        return Attribute(kind="page" if tree is None else "file", path=(tree or "") + page, suffix=suffix)
    if is_asset:
        asset = places.assets[where]
        found.extend(_find_program(asset.path, source, target))
        kind = _kind_of_link(asset.path, is_markup=asset.is_markup)
        return Attribute(kind=kind, path=publish_file(source, folder, asset, files), suffix=target.suffix)
    if (has_languages := places.pages().get(address)) is not None:
        if address in places.static:
            found.extend(_find_program(address, source, target))
            return Attribute(kind=_kind_of_link(address), path=address, suffix=target.suffix)
        return Attribute(kind="page" if has_languages else "file", path=address, suffix=target.suffix)
    if any(
        address.startswith(each) and places.pages().get(address[len(each) :]) for each in places.trees.values() if each
    ):
        return Attribute(kind="file", path=address, suffix=target.suffix)
    if where in places.unpublished:
        message, hint = "is a draft, or dated in the future", "the link appears when that is published"
    else:
        message, hint = "leads to no file and no page of the site", _hint(source, where, target, places)
    message = f"'{target.target}' {message}; it is shown as text"
    found.append(_diagnostic("broken-link", Severity.WARNING, message, hint, source, target.span))
    return Attribute(kind="none", path="")


def _kind_of_link(path: str, *, is_markup: bool = False) -> str:
    """Whether a link to a file opens it, or saves it, as its scripts would run. Web pages are meant to be opened."""
    name = path.lower()
    return "download" if name.endswith(XML) or (is_markup and not name.endswith(WEB_PAGES)) else "file"


def _find_program(path: str, source: str, target: Target) -> Iterator[Diagnostic]:
    """Report a link to a file that hosts or readers' computers run (`program-file`)."""
    if path.lower().endswith(PROGRAMS):
        message = f"'{target.target}' is a program: some hosts run it, or a reader's computer does"
        hint = "link to an archive of it, or give it the ending .txt"
        yield _diagnostic("program-file", Severity.WARNING, message, hint, source, target.span)


def _hint(source: str, where: str, target: Target, places: Places) -> str:
    typed, pages = target.target, places.pages()
    is_rooted = typed.startswith("/")
    path = posixpath.relpath(where, CONTENT) if is_rooted else typed + target.suffix
    if meant := _in_static(typed, places):
        return f"write /{meant}: files of static/ are at the top of the site"
    close = _similar_text(source, where, typed, places)
    return (
        (suggest_page(path, pages, certain=True) if not typed.lower().endswith(".md") else "")
        or (f"did you mean '{close}'?" if close else "")
        or suggest_page(path, pages, certain=not is_rooted)
        or "write the path of an entry (pic2word.md), of a file beside this one, or of a page (/about.html)"
    )


def _in_static(typed: str, places: Places) -> str:
    """The file of `static/` that may be meant by a path that has none, by where it is published; else empty."""
    plain = compose_name(posixpath.normpath(unquote(typed)))
    path = re.sub(r"^(?:\.\./|/)*(?:content/)?(?:static/)?", "", plain)
    return path if path in places.static else ""


def _similar_text(source: str, where: str, typed: str, places: Places) -> str:
    """A text that may be meant by a path that has none, as a link from `source`; else empty.

    That is one with the path in another case, without its ending or counted from another folder, the only one of the
    same name, or one in the same folder with a similar name.
    """
    known = {path.casefold(): path for path in places.sources if path != source}
    plain = posixpath.normpath(typed.lstrip("/"))
    paths = [each.casefold() for each in (where, f"{CONTENT}/{plain}", plain)]
    best = next((known[path] for each in paths for path in (each, f"{each}.md") if path in known), "")
    folder, _, name = where.rpartition("/")
    if not best and name.lower().endswith(".md"):
        same = [path for path in known.values() if posixpath.basename(path).casefold() == name.casefold()]
        beside = {posixpath.basename(path)[:-3]: path for path in known.values() if posixpath.dirname(path) == folder}
        close = [beside[each] for each in nearest(name[:-3], beside)]
        best = next(iter(same if len(same) == 1 else close), "")
    return posixpath.relpath(best, posixpath.dirname(source)) if best else ""


def _suffix(source: str, target: Target, anchors: tuple[tuple[str, str], ...], found: list[Diagnostic]) -> str:
    """The suffix of a link to a text or its page: a heading's name is replaced by its id."""
    name = compose_name(unquote(target.suffix.removeprefix("#")))
    ids = dict(anchors)
    if not target.suffix.startswith("#") or not name or name in ids.values():
        return target.suffix
    if name not in ids and (name.startswith("p-") or name in _PAGE_IDS or name.lower() == "top"):
        return target.suffix
    if name in ids:
        return f"#{ids[name]}"
    found.append(
        Diagnostic(
            code="unknown-fragment",
            severity=Severity.WARNING,
            message=f"no heading of {target.target} is called #{name}",
            hint=suggest_heading(name, ids)
            or "name a section of its own (the heading in lower case, hyphens for spaces), or link to the text itself",
            path=source,
            span=target.span,
        )
    )
    return target.suffix
