"""Make the plan of a site: all outputs with their cache keys."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from digest.citing.citation_keys import tell_keys_apart
from digest.content.site import Site
from digest.plan.cards import Cards, join_keys
from digest.plan.clashes import Claims, find_clashes
from digest.plan.frames import make_site_view, page_view, site_feeds
from digest.plan.kinds import OUTPUT_KINDS
from digest.plan.link_targets import Resolved, find_places, resolve_all
from digest.plan.memo import Memo
from digest.plan.menu_links import is_outside, linked_path
from digest.plan.moved_pages import formers
from digest.plan.related import Found, relate
from digest.plan.taxonomies import Terms, collect_terms, named_in
from digest.plan.types import (
    NO_ADDITIONS,
    Additions,
    Addresses,
    Batch,
    Contents,
    Fact,
    Frame,
    Group,
    Index,
    Listed,
    Material,
    Members,
    Output,
    OutputKind,
    Page,
    Plan,
    Planned,
    ThemeFile,
    static_paths,
)
from digest.plan.urls import prefix_of, standing_path
from digest.plan.views import SiteView
from digest.text.fingerprint import fingerprint
from digest.text.source import Span

NOTHING_KEPT: Mapping[str, Any] = MappingProxyType({})


def make_contents(
    site: Site,
    theme_files: tuple[ThemeFile, ...],
    memo: Memo,
    published: Collection[str] = (),
    additions: Additions = NO_ADDITIONS,
    kept: Mapping[str, Any] = NOTHING_KEPT,
    keep: Callable[[Mapping[str, Any]], None] | None = None,
) -> Contents:
    """Collect terms, resolve links, find related papers, and compute the keys of cards.

    `published` are the paths in `addresses.lock`. `kept` are the related papers of an earlier plan, as `relate` returns
    them; `keep` gets those that changed.
    """
    taxonomies = memo.get("taxonomies", named_in(site), lambda: collect_terms(site))
    resolved = resolve_references(site, taxonomies, memo, theme_files, additions)
    related, changed = relate(site, taxonomies, resolved, kept)
    if keep is not None:
        keep(changed)
    contents = _contents(site, theme_files, taxonomies, resolved, memo, additions, published, related)
    if top := _paths_at_top(contents):
        view, frame = _frame(site, taxonomies, additions, top)
        contents = replace(contents, view=view, frame=frame)
    return contents


def _paths_at_top(contents: Contents) -> Collection[str]:
    """The paths that are in no tree of a language, if links of the settings lead there."""
    config, static = contents.site.config, static_paths(contents.theme_files)
    paths = {linked_path(link) for link in (*config.navigation, *config.links) if not is_outside(link)}
    if all(path in static or path.endswith(".html") for path in paths):
        return paths & static.keys()
    return paths & linkable_paths(contents, Fact.ONE_LANGUAGE).keys()


def resolve_references(
    site: Site,
    taxonomies: Mapping[str, Terms],
    memo: Memo,
    theme_files: tuple[ThemeFile, ...] = (),
    additions: Additions = NO_ADDITIONS,
) -> dict[str, Resolved]:
    """Resolve the links and figures of all texts, by source path."""

    def linkable() -> dict[str, bool]:  # paths do not depend on resolved links: none are needed here
        return linkable_paths(_contents(site, theme_files, taxonomies, {}, Memo(), additions))

    static = tuple(static_paths(theme_files))
    return resolve_all(site, find_places(site, taxonomies, static, linkable, memo), memo)


def linkable_paths(contents: Contents, facts: Fact = Fact.LINKABLE) -> dict[str, bool]:
    """Paths of kinds with certain `facts`, those that links in texts may target. True: each language has its own."""
    entries = [head for issue in contents.site.issues for head in issue.entries]
    found = {"sitemap.xml": False}  # of an `Index`, and always there
    for kind in OUTPUT_KINDS:
        made = kind.outputs
        if facts in kind.facts and not isinstance(made, Index):
            paths: Iterable[str]
            if isinstance(made, Members):
                paths = map(made.path, entries if made.wanted(contents.site) else ())
            else:
                paths = (page.path for page in _pages_in(made(contents)) if not page.only)
            found |= dict.fromkeys(paths, Fact.ONE_LANGUAGE not in kind.facts)
    return found


def _pages_in(parts: Iterable[Page | Batch]) -> Iterator[Page]:
    for part in parts:
        if isinstance(part, Batch):
            yield from _pages_in(part.pages())
        else:
            yield part


def make_plan(contents: Contents, memo: Memo) -> Plan:
    """Plan all outputs. Diagnostics: those of `link_targets`, and `same-address` for two outputs with one path."""
    planned = Planned(outputs=[], groups=[], listed=[])
    for kind in OUTPUT_KINDS:
        made = kind.outputs
        outputs: Sequence[Output] = ()
        listed: Sequence[Listed]
        if isinstance(made, Members):
            planned.groups.extend(_groups(kind, made, contents, planned.outputs))
            listed = _listed_members(made, contents.site)
        else:
            parts = made.pages(contents, planned) if isinstance(made, Index) else made(contents)
            outputs, listed = _plan_parts(kind, parts, contents, memo.get(("outputs", kind.name), contents.frame, Memo))
        planned.outputs.extend(outputs)
        if Fact.LISTED in kind.facts:
            planned.listed.extend(listed)
    addresses = _addresses(planned, contents, memo)
    lost = (each for text in contents.resolved.values() for each in text.diagnostics)
    return Plan(
        contents=contents,
        outputs=tuple(planned.outputs),
        groups=tuple(planned.groups),
        addresses=addresses,
        diagnostics=(*lost, *addresses.clashes),
    )


def _plan_parts(
    kind: OutputKind, parts: Iterable[Page | Batch], contents: Contents, batches: Memo
) -> tuple[tuple[Output, ...], tuple[Listed, ...]]:
    outputs: list[Output] = []
    listed: list[Listed] = []
    for part in parts:
        if isinstance(part, Batch):
            make = partial(_plan_parts, kind, part.pages(), contents, batches)
            more, also = batches.get(part.name, part.arguments, make)
            outputs += more
            listed += also
        else:
            outputs += _in_languages(kind, part, contents)
            listed.append(Listed(part.path, part.modified))
    return tuple(outputs), tuple(listed)


def _addresses(planned: Planned, contents: Contents, memo: Memo) -> Addresses:
    site, paths = contents.site, planned.paths
    prefixes = {language: prefix_of(site.config, language) for language in site.config.languages}
    claims = Claims(
        paths=paths,
        kinds=[output.kind.name for output in planned.outputs]
        + [group.kind.name for group in planned.groups for _ in group.paths],
        of_papers=frozenset([kind.name for kind in OUTPUT_KINDS if isinstance(kind.outputs, Members)]),
        sources={
            prefix + standing_path(page.path, page.matter.slug): (
                page.path,
                page.spans.get("slug", Span(start=0, end=0)),
            )
            for page in site.pages
            for prefix in prefixes.values()
        },
        static=static_paths(contents.theme_files),
        entries=[head for issue in site.issues for head in issue.entries],
        aliases=tuple(formers(site)),
        prefixes=prefixes,
    )

    def make() -> Addresses:
        pages = sum([path.endswith(".html") for path in paths])
        return Addresses(frozenset(paths), pages, tuple(find_clashes(claims)))

    return memo.get("addresses", claims, make)


def _contents(
    site: Site,
    theme_files: tuple[ThemeFile, ...],
    taxonomies: Mapping[str, Terms],
    resolved: Mapping[str, Resolved],
    memo: Memo,
    additions: Additions,
    published: Collection[str] = (),
    related: Sequence[Sequence[Found]] = (),
) -> Contents:
    view, frame = _frame(site, taxonomies, additions)
    plain = [(head.slug, head.citation) for issue in site.issues for head in issue.entries]
    return Contents(
        site=site,
        cards=Cards(site, taxonomies, resolved, memo),
        taxonomies=taxonomies,
        resolved=resolved,
        related=related,
        citation_keys=memo.get("citation_keys", plain, lambda: tell_keys_apart(plain)),
        published=published,
        theme_files=tuple(
            {(file.path, file.origin == "static"): file for file in (*theme_files, *additions.files)}.values()
        ),
        view=view,
        frame=frame,
    )


def _frame(
    site: Site, taxonomies: Mapping[str, Terms], additions: Additions, top: Collection[str] = ()
) -> tuple[SiteView, str]:
    """The view of the site, and `Contents.frame`."""
    config = site.config
    menu = [link for kind in OUTPUT_KINDS if kind.menu for link in kind.menu(site, taxonomies)]
    view = make_site_view(site, menu, additions, top)
    settings = (
        config.url,
        config.languages,
        config.description,
        config.timezone,
        site_feeds(config.title, config.feed.grain),
    )
    return view, fingerprint((settings, view))


def _languages(kind: OutputKind, site: Site) -> tuple[str, ...]:
    """The languages that the kind has outputs in."""
    return site.config.languages[:1] if Fact.ONE_LANGUAGE in kind.facts else site.config.languages


def _in_languages(kind: OutputKind, page: Page, contents: Contents, language: str = "") -> Iterator[Output]:
    """The outputs of a page in one language, or in all that its kind has."""
    config = contents.site.config
    key = join_keys(contents.frame if kind.template else "", kind.name, page.feed, str(page.languages), *page.key)
    one = language or page.only
    for each in (one,) if one else _languages(kind, contents.site):
        yield Output(
            path=prefix_of(config, each) + page.path,
            kind=kind,
            language=each,
            key=join_keys(key, *page.apart[each]) if page.apart and each in page.apart else key,
            make=partial(_make_material, kind, page, each),
            issue=page.issue,
            group=page.group,
        )


def _make_material(kind: OutputKind, page: Page, language: str, contents: Contents) -> Material:
    shown = page.make(contents, language)
    if not kind.template:
        return Material(shown.view, None)
    return Material(shown.view, Frame(page_view(contents, kind, page, shown, language), contents.view))


def _groups(kind: OutputKind, members: Members, contents: Contents, outputs: Iterable[Output]) -> Iterator[Group]:
    """A group for each cover in a language that the kind has."""
    site = contents.site
    for cover in outputs if members.wanted(site) else ():
        if cover.kind.name == members.cover and cover.issue is not None and cover.language in _languages(kind, site):
            prefix = prefix_of(site.config, cover.language)
            paths = tuple([prefix + members.path(head) for head in site.issues[cover.issue].entries])
            apart = tuple(members.apart(contents, cover.issue))
            yield Group(cover, kind, paths, apart, partial(_make_members, kind, cover.issue, cover.language))


def _make_members(kind: OutputKind, issue: int, language: str, contents: Contents) -> list[Output]:
    if not isinstance(kind.outputs, Members):
        return []
    pages = list(kind.outputs.pages(contents, issue))
    if [page.path for page in pages] != list(map(kind.outputs.path, contents.site.issues[issue].entries)):
        raise ValueError(f"the pages of '{kind.name}' are not at the paths that its row says")
    apart = kind.outputs.apart(contents, issue)
    return [
        output._replace(key=f"{output.key} {mark}")
        for page, mark in zip(pages, apart, strict=True)
        for output in _in_languages(kind, page, contents, language)
    ]


def _listed_members(members: Members, site: Site) -> list[Listed]:
    entries = [head for issue in site.issues for head in issue.entries]
    return [Listed(members.path(head), head.modified) for head in entries]
