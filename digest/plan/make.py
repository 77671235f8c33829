"""Make the plan of a site: all outputs with their cache keys."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

from digest.content.site import Site
from digest.plan.cards import Cards, join_keys
from digest.plan.frames import make_site_view, page_view
from digest.plan.kinds import OUTPUT_KINDS
from digest.plan.link_targets import Places, Resolved, resolve_all
from digest.plan.taxonomies import Terms, collect_terms, named_in
from digest.plan.types import (
    Addresses,
    Batches,
    Contents,
    Fact,
    Frame,
    Group,
    Index,
    Listed,
    Material,
    Members,
    Origin,
    Output,
    OutputKind,
    Page,
    Plan,
    Planned,
    PlannedKind,
    ThemeFile,
)
from digest.plan.urls import prefix_of, standing_path
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.fingerprint import fingerprint
from digest.text.source import Span


def make_contents(site: Site, theme_files: Iterable[ThemeFile] = (), *, before: Contents | None = None) -> Contents:
    """Collect terms, resolve links, and compute the keys of cards; reuse those of the previous contents (`before`) that
    have equal arguments.
    """
    named, files = named_in(site), tuple(theme_files)
    origin = before.origin if before is not None else None
    same = before if origin is not None and origin.named == named else None
    taxonomies = same.taxonomies if same is not None else collect_terms(site)

    def linkable() -> dict[str, bool]:  # paths do not depend on resolved links: none are needed here
        return linkable_paths(_contents(site, files, taxonomies, {}))

    places = Places(site, linkable)
    known = {}
    if (
        origin is not None
        and same is not None
        and same.site.config == site.config
        and origin.places.named == places.named
    ):
        places = origin.places.beside(site.assets)
        if same.site.assets == site.assets:
            slots = same.cards.slots
            known = {(path, slots[path].head.references): each for path, each in same.resolved.items() if path in slots}
    resolved = resolve_all(site, places, known)
    cards = before.cards if before is not None else None
    return _contents(site, files, taxonomies, resolved, cards, Origin(named, places))


def linkable_paths(contents: Contents) -> dict[str, bool]:
    """Paths that links in texts may target. True: each language has its own page."""
    entries = [head for issue in contents.site.issues for head in issue.entries]
    found: dict[str, bool] = {}
    for kind in OUTPUT_KINDS:
        made = kind.outputs
        if Fact.LINKABLE in kind.facts and not isinstance(made, Index):
            paths: Iterable[str]
            if isinstance(made, Members):
                paths = map(made.path, entries)
            elif isinstance(made, Batches):
                paths = (page.path for batch in made.of(contents) for page in batch.pages())
            else:
                paths = (page.path for page in made(contents))
            found |= dict.fromkeys(paths, Fact.ONE_LANGUAGE not in kind.facts)
    return found


def make_plan(contents: Contents, *, before: Plan | None = None) -> Plan:
    """Plan all outputs. Diagnostics: those of `link_targets`, and `same-address` for two outputs with one path.

    Batches of the previous plan (`before`) are reused where their arguments are equal.
    """
    known = before.parts if before is not None and before.contents.frame == contents.frame else {}
    planned, parts = Planned(outputs=[], groups=[], listed=[]), {}
    for kind in OUTPUT_KINDS:
        if isinstance(kind.outputs, Members):
            planned.groups.extend(_groups(kind, kind.outputs, contents, planned.outputs))
            part = PlannedKind((), (), _listed_members(kind.outputs, contents.site))
        else:
            part = _plan_kind(kind, kind.outputs, contents, planned, known.get(kind.name))
        parts[kind.name] = part
        planned.outputs.extend(part.outputs)
        if Fact.LISTED in kind.facts:
            planned.listed.extend(part.listed)
    addresses = _addresses(planned, contents.site, before.addresses if before is not None else None)
    lost = (each for text in contents.resolved.values() for each in text.diagnostics)
    return Plan(
        contents=contents,
        outputs=tuple(planned.outputs),
        groups=tuple(planned.groups),
        addresses=addresses,
        parts=parts,
        diagnostics=(*lost, *addresses.clashes),
    )


def _plan_kind(
    kind: OutputKind,
    made: Callable[[Contents], Iterator[Page]] | Batches | Index,
    contents: Contents,
    planned: Planned,
    known: PlannedKind | None,
) -> PlannedKind:
    """Plan the outputs of a kind; reuse what is `known` from the previous plan where arguments are equal."""
    if isinstance(made, Batches):
        arguments = made.arguments(contents)
        if known is not None and known.arguments == arguments:
            return known
        before = known.batches if known is not None else {}
        batches: dict[str, PlannedKind] = {}
        for batch in made.of(contents):
            part = before.get(batch.name)
            if part is None or part.arguments != batch.arguments:
                part = _plan_pages(kind, batch.pages(), contents, batch.arguments)
            batches[batch.name] = part
        outputs = chain.from_iterable([part.outputs for part in batches.values()])
        listed = chain.from_iterable([part.listed for part in batches.values()])
        return PlannedKind(arguments, tuple(outputs), tuple(listed), batches)
    if isinstance(made, Index):
        arguments = made.arguments(planned)
        if known is not None and known.arguments == arguments:
            return known
        return _plan_pages(kind, made.pages(contents, planned), contents, arguments)
    return _plan_pages(kind, made(contents), contents)


def _plan_pages(kind: OutputKind, pages: Iterable[Page], contents: Contents, arguments: object = ()) -> PlannedKind:
    made = list(pages)
    outputs = tuple([output for page in made for output in _in_languages(kind, page, contents)])
    return PlannedKind(arguments, outputs, tuple([Listed(page.path, page.modified, page.languages) for page in made]))


def _addresses(planned: Planned, site: Site, before: Addresses | None) -> Addresses:
    paths = planned.paths
    if before is not None and not before.clashes and before.planned == paths:
        return before
    pages = sum([path.endswith(".html") for path in paths])
    return Addresses(paths, frozenset(paths), pages, tuple(_clashes(planned, site)))


def _contents(
    site: Site,
    files: tuple[ThemeFile, ...],
    taxonomies: Mapping[str, Terms],
    resolved: Mapping[str, Resolved],
    cards: Cards | None = None,
    origin: Origin | None = None,
) -> Contents:
    config = site.config
    view = make_site_view(site, [link for kind in OUTPUT_KINDS if kind.menu for link in kind.menu(site, taxonomies)])
    settings = (config.url, config.languages, config.title, config.description, config.timezone)
    return Contents(
        site=site,
        cards=Cards(site, taxonomies, resolved, cards),
        taxonomies=taxonomies,
        resolved=resolved,
        theme_files=files,
        view=view,
        frame=fingerprint((settings, view)),
        origin=origin,
    )


def _languages(kind: OutputKind, site: Site) -> tuple[str, ...]:
    """The languages that the kind has outputs in."""
    return site.config.languages[:1] if Fact.ONE_LANGUAGE in kind.facts else site.config.languages


def _in_languages(kind: OutputKind, page: Page, contents: Contents, language: str = "") -> Iterator[Output]:
    """The outputs of a page in one language, or in all that its kind has."""
    config = contents.site.config
    key = join_keys(contents.frame if kind.template else "", kind.name, page.feed, str(page.languages), *page.key)
    for each in (language,) if language else _languages(kind, contents.site):
        yield Output(
            path=prefix_of(config, each) + page.path,
            kind=kind,
            language=each,
            key=key,
            make=partial(_make_material, kind, page, each),
            issue=page.issue,
        )


def _make_material(kind: OutputKind, page: Page, language: str, contents: Contents) -> Material:
    shown = page.make(contents, language)
    if not kind.template:
        return Material(shown.view, None)
    return Material(shown.view, Frame(page_view(contents, kind, page, shown.title, language), contents.view))


def _groups(kind: OutputKind, members: Members, contents: Contents, outputs: Iterable[Output]) -> Iterator[Group]:
    """A group for each cover in a language that the kind has."""
    site = contents.site
    for cover in outputs:
        if cover.kind.name == members.cover and cover.issue is not None and cover.language in _languages(kind, site):
            prefix = prefix_of(site.config, cover.language)
            paths = tuple([prefix + members.path(head) for head in site.issues[cover.issue].entries])
            yield Group(cover, kind, paths, partial(_make_members, kind, cover.issue, cover.language))


def _make_members(kind: OutputKind, issue: int, language: str, contents: Contents) -> list[Output]:
    if not isinstance(kind.outputs, Members):
        return []
    pages = list(kind.outputs.pages(contents, issue))
    if [page.path for page in pages] != list(map(kind.outputs.path, contents.site.issues[issue].entries)):
        raise ValueError(f"the pages of '{kind.name}' are not at the paths that its row says")
    return [output for page in pages for output in _in_languages(kind, page, contents, language)]


def _listed_members(members: Members, site: Site) -> list[Listed]:
    entries = [head for issue in site.issues for head in issue.entries]
    return [Listed(members.path(head), head.day, head.languages) for head in entries]


def _clashes(planned: Planned, site: Site) -> Iterator[Diagnostic]:
    """Report paths that are equal case-insensitively, since macOS and Windows would overwrite one file with the other.

    Papers with the same slug are reported at their entries instead (`digest.content.site`).
    """
    paths = planned.paths
    if len({path.casefold() for path in paths}) == len(paths):
        return
    kinds = [output.kind.name for output in planned.outputs]
    kinds += [group.kind.name for group in planned.groups for _ in group.paths]
    sources = {
        prefix_of(site.config, language) + standing_path(page.path, page.matter.slug): page.path
        for page in site.pages
        for language in site.config.languages
    }
    of_papers = {kind.name for kind in OUTPUT_KINDS if isinstance(kind.outputs, Members)}
    seen: dict[str, tuple[str, str]] = {}
    for path, kind in zip(paths, kinds, strict=True):
        first, first_kind = seen.setdefault(path.casefold(), (path, kind))
        if first is not path and not (kind == first_kind and kind in of_papers):
            source = sources.get(path, sources.get(first, ""))
            yield Diagnostic(
                code="same-address",
                severity=Severity.ERROR,
                message=f"two outputs would both be {path}",
                hint="give the page another name, or a 'slug' of its own",
                path=source or path,
                span=Span(start=0, end=0),
            )
