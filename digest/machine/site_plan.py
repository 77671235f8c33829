"""Read the sources and the theme of a site and plan its outputs."""

import datetime
import os
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from digest.content.head import Head
from digest.content.prose import Prose
from digest.content.site import ContentFile, Selection, Site, assemble_site, issue_date, period_day
from digest.content.strays import find_lost, is_address
from digest.machine import files
from digest.machine.additions import find_blocked, find_missing, read_additions
from digest.machine.body_store import BodyStore
from digest.machine.findings import Findings
from digest.machine.inputs import SETTINGS, SHIPPED, THEMES, Inputs, hint_for_settings
from digest.machine.kept import Kept
from digest.machine.options import Options, Progress, Refused
from digest.machine.renditions import PICTURES, RENDITIONS, Encoder, add_renditions, has_wide, version
from digest.machine.site_strays import check_content, check_menu, check_sizes, find_strays
from digest.machine.site_themes import load_theme, theme_names
from digest.machine.source_parser import Parser
from digest.machine.sources import Sources, read_sources
from digest.machine.state import State
from digest.machine.summary import Summary, last_findings
from digest.model.authority import PLACEHOLDER_URL, check_authority, is_from_host
from digest.model.config import Config, read_config
from digest.model.front_matter import IssueMatter, RoundupMatter
from digest.model.placeholders import find_placeholders
from digest.model.site_address import CNAME, OTHER_WAYS, SiteAddress, fault_of_address, read_cname, read_site_address
from digest.plan.address_lock import AddressLock, find_vanished, read_address_lock
from digest.plan.make import make_contents, make_plan
from digest.plan.types import Plan, ThemeFile
from digest.plan.urls import ADDRESS_LOCK, STATIC
from digest.text.decoding import decode
from digest.text.dependencies import PARSING_LIBRARIES, THEME_LIBRARIES
from digest.text.diagnostics import Diagnostic, Parsed, Reporter, Severity, has_errors, in_order
from digest.text.fingerprint import fingerprint_bytes
from digest.text.nearest import did_you_mean
from digest.text.records import frozen
from digest.text.source import Span
from digest.theme import (
    Theme,
    compile_all,
)


@frozen
class SitePlan:
    """A planned site, and what rendering it needs."""

    config: Config
    plan: Plan
    theme: Theme
    kept: Kept
    sources: Sources
    keep_parsed: Callable[[], None]
    """Writes parsed rows, reports and related papers to the journals."""
    parser: Parser
    findings: Findings
    earlier: Findings
    """Findings of the previous build."""
    summary: Summary
    address_lock: tuple[bytes, AddressLock] | None
    """The content of `addresses.lock`, and the same parsed; None if the site has no such file."""
    parsed_as: str
    """Tag of the journals of parsed files."""


def jobs_of(options: Options) -> int:
    """The number of processes that a build may use."""
    if options.jobs:
        return options.jobs
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def plan_site(
    state: State,
    options: Options,
    progress: Progress,
    *,
    bodies: BodyStore | None = None,
    earlier: Findings | None = None,
) -> SitePlan:
    """Read the sources and plan the outputs. Raises `Refused`. Writes only bodies, and those only into `bodies`.

    `earlier`: findings of the previous plan; by default, those of the last build.
    """
    kept = open_kept(state)
    settings = read_site_settings(options, kept)
    check_content(state, options)
    check_sizes(state.inputs)
    config = settings.value
    additions = read_additions(state.inputs, config)
    if has_errors(additions.diagnostics):
        raise Refused(f"{SETTINGS} has errors", "", tuple(in_order((*settings.diagnostics, *additions.diagnostics))))
    theme = kept.record(
        f"theme {config.theme} {options.plain_names}"
        f" {state.inputs.fingerprint_of(THEMES)} {state.inputs.fingerprint_of(SHIPPED)}",
        Theme,
        lambda: load_theme(options.root, config.theme, plain_names=options.plain_names),
        is_sure=lambda: state.inputs.are_as_they_were(THEMES, SHIPPED),
    )
    if theme.value is None:
        lost = tuple(find_lost(state.inputs.lost, ()))
        if theme.diagnostics:
            raise Refused("the theme has errors", "", (*theme.diagnostics, *lost))
        there = theme_names(options.root)
        hint = did_you_mean(config.theme, there) or f"put it in themes/{config.theme}/; there are {', '.join(there)}"
        raise Refused(f"there is no theme '{config.theme}'", hint, lost)
    loaded = theme.value.written_in(config.tags)
    parsed_as = parsed_tag(state, config)
    parser = make_parser(options.root, config, bodies)
    reports = state.journal("reports", parsed_as)
    if earlier is None:
        earlier = last_findings(state, dict(reports.values), options)
    sources, keep_parsed = read_sources(
        state.inputs,
        state.journal("entries", parsed_as),
        reports,
        parser,
        jobs=jobs_of(options),
        progress=progress,
        meanwhile=(lambda: compile_all(loaded, kept, state.program)) if bodies is not None else None,
    )
    assets = sources.assets()
    if bodies is not None and not options.plain_names and "pillow" in state.versions and has_wide(assets.values()):
        assets = _with_renditions(assets, state, options, progress)
    heads, intros, roundups = sources.heads(), sources.intros(), sources.roundups()
    today = options.now.astimezone(zoneinfo.ZoneInfo(config.timezone)).date()
    site = assemble_site(
        config=config,
        entries=heads,
        intros=intros,
        pages=sources.pages(),
        roundups=roundups,
        people=sources.people(),
        assets=assets,
        selection=Selection(drafts=options.drafts, future=options.future, today=today),
    )
    theme_files = (
        *[ThemeFile(path=each.path, name=each.name, digest=fingerprint_bytes(each.content)) for each in loaded.assets],
        *_static_files(state.inputs),
    )
    lock = _read_lock(options)
    published = lock.value[1].addresses.keys() if lock.value is not None else ()
    related = state.journal("related", state.code(()))
    changed: dict[str, Any] = {}
    contents = make_contents(
        site.value, theme_files, state.memo, published, additions.value, kept=related.values, keep=changed.update
    )
    related.apply(changed)

    def keep_all() -> None:
        keep_parsed()
        related.keep(changed)

    plan = make_plan(contents, state.memo)
    vanished = find_vanished(plan, lock.value[1]) if lock.value is not None else ()
    strays = (*find_strays(state.inputs, sources, plan), *check_menu(options.root, config, plan))
    blocked = (*find_blocked(loaded, contents.view), *find_missing(loaded, additions.value, config.url, plan.paths))
    others = (
        *(*settings.diagnostics, *additions.diagnostics, *theme.diagnostics, *blocked),
        *(*site.diagnostics, *plan.diagnostics, *strays),
        *(check_authority(config, SETTINGS, today.year) if is_from_host(config) else ()),
    )
    return SitePlan(
        config=config,
        plan=plan,
        theme=loaded,
        kept=kept,
        sources=sources,
        keep_parsed=keep_all,
        parser=parser,
        findings=Findings(
            sources.reports,
            (*others, *lock.diagnostics, *vanished),
            drafts=options.drafts,
            allowed=[each.code for each in config.check.allow],
        ),
        earlier=earlier,
        summary=_sum_up(
            site.value, plan, _days(heads, intros, roundups), unread=() if options.drafts else sources.unread_drafts()
        ),
        address_lock=lock.value,
        parsed_as=parsed_as,
    )


def _with_renditions(
    assets: dict[str, ContentFile], state: State, options: Options, progress: Progress
) -> dict[str, ContentFile]:
    """The files of the site with smaller copies of wide pictures, if Pillow can make them."""
    made_by = version()
    if not made_by:
        return assets
    encoder = Encoder(root=options.root, folder=state.folder / PICTURES)
    journal = state.journal(RENDITIONS, f"{state.code(())} {made_by}")
    return add_renditions(assets, journal, encoder, jobs=jobs_of(options), progress=progress)


def _static_files(inputs: Inputs) -> Iterator[ThemeFile]:
    """The files in `static/` whose names may be those of outputs."""
    for name in filter(is_address, inputs.names[STATIC]):
        path = name.removeprefix(f"{STATIC}/")
        yield ThemeFile(path=path, name=name, digest=inputs.digest(name), origin="static")


def _read_lock(options: Options) -> Parsed[tuple[bytes, AddressLock] | None]:
    content = files.read_if_there(options.root / ADDRESS_LOCK)
    if content is None:
        return Parsed(None)
    source = decode(ADDRESS_LOCK, content)
    parsed = read_address_lock(source.value)
    return Parsed((content, parsed.value), source.diagnostics or parsed.diagnostics)


def _days(
    heads: Iterable[Head], intros: Iterable[Prose[IssueMatter]], roundups: Iterable[Prose[RoundupMatter]]
) -> set[str]:
    """The dates of all entries and introductions, published or not."""
    days = {head.day for head in heads}
    introduced = (*map(issue_date, intros), *map(period_day, roundups))
    days |= {day.isoformat() for day in introduced if day is not None}
    return days - {""}


def _sum_up(site: Site, plan: Plan, days: set[str], unread: Iterable[str]) -> Summary:
    """Summarise the site, and compute how long the summary is valid."""
    today = site.today.isoformat()
    zone = zoneinfo.ZoneInfo(site.config.timezone)
    return Summary(
        papers=sum([len(issue.entries) for issue in site.issues]),
        issues=len(site.issues),
        pages=plan.addresses.pages,
        outputs=len(plan.paths),
        drafts=tuple(sorted((*site.drafts, *unread))),
        future=site.future,
        address=(site.config.url, site.config.url_from) if site.config.url_from else None,
        host=site.config.host,
        since=_midnight(max([day for day in days if day <= today], default=""), zone),
        until=_midnight(min([day for day in days if day > today], default=""), zone),
    )


def _midnight(day: str, zone: zoneinfo.ZoneInfo) -> float:
    """Start of a day in seconds since 1970; 0 for an empty one."""
    if not day:
        return 0.0
    return datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(), zone).timestamp()


def open_kept(state: State) -> Kept:
    """Open the cache of settings, themes and compiled templates."""
    return Kept(state.journal("kept", state.code(THEME_LIBRARIES)))


def parsed_tag(state: State, config: Config) -> str:
    """Tag of the journals of parsed files: code, libraries, and the settings that parsing depends on."""
    settings = (config.typography.punctuation, sorted(config.languages), _own_categories(config), config.search)
    return f"{state.code(PARSING_LIBRARIES)} {settings}"


def _own_categories(config: Config) -> tuple[str, ...]:
    return tuple(sorted(code for code, _ in config.categories))


def make_parser(root: Path, config: Config, bodies: BodyStore | None) -> Parser:
    """The parser of a site's files. Without a store, bodies are not cached."""
    languages = tuple(sorted(config.languages))
    return Parser(
        root=root,
        punctuation=config.typography.punctuation,
        languages=languages,
        categories=_own_categories(config),
        searches=config.search,
        bodies=bodies,
    )


def read_site_settings(options: Options, kept: Kept, *, needs_address: bool = True) -> Parsed[Config]:
    """Read `digest.yaml`. Raises `Refused` if it has errors. Unless the address is needed, that of an example takes the
    place of a missing one.
    """
    content = files.read_if_there(options.root / SETTINGS)
    if content is None:
        raise Refused(f"there is no {SETTINGS} in {options.root}", hint_for_settings(options.root))
    url = read_site_address(options.url) if options.url is not None else None
    if url is None and options.url is not None:
        fault = fault_of_address(options.url)
        raise Refused(f"the address in --url {fault}", "write it whole: --url https://name.github.io/repo/")
    named = _read_cname(options.root)
    address = named.value or options.host
    if address is None or not address.url:
        address = SiteAddress(url or ("" if needs_address else PLACEHOLDER_URL), "")
    parsed = kept.record(
        f"settings {address} {fingerprint_bytes(content)}", Config, lambda: _parse_settings(content, address)
    )
    found = (*[_explain(each, options) for each in parsed.diagnostics], *named.diagnostics)
    if parsed.value is None or has_errors(found):
        raise Refused(f"{SETTINGS} has errors", "", tuple(in_order(found)))
    config = replace(parsed.value, place=options.place)
    typed_url = config.url
    if config.url == PLACEHOLDER_URL and address.url:
        config = replace(config, url=address.url, url_from=address.origin)
    found = (*found, *_other_domain(config, named.value))
    if options.host is not None and not address.origin.endswith(CNAME) and url is None:
        found = (*found, *_other_host(config, options.host))
    if url is not None:
        is_set = not config.url_from and config.url not in (PLACEHOLDER_URL, url)
        config = replace(config, url=url, written_url=config.url, url_from="--url" if is_set else "")
    is_replaced = config.url != typed_url
    return Parsed(config, tuple([each for each in found if not (is_replaced and _is_placeholder(each, typed_url))]))


def _is_placeholder(found: Diagnostic, url: str) -> bool:
    return found.code == "placeholder-value" and url.rstrip("/") in found.message


def _explain(found: Diagnostic, options: Options) -> Diagnostic:
    """A diagnostic that says, if it is of the missing address, why no other was found, and what may name it."""
    is_missing = found.code == "missing-field" and found.message.startswith("'url' ")
    if not is_missing and not _is_placeholder(found, PLACEHOLDER_URL):
        return found
    refused = f"; {options.host.refused}" if options.host is not None and options.host.refused else ""
    line = f"'url: {options.guess_url() or 'https://...'}'"
    hint = f"{f'add a line {line}' if is_missing else f'write {line}'}; or give it by {OTHER_WAYS}"
    return replace(found, message=f"{found.message}{refused}", hint=hint)


def _read_cname(root: Path) -> Parsed[SiteAddress | None]:
    """The address in `static/CNAME`, or in `CNAME` beside the settings."""
    told: list[Diagnostic] = []
    first: SiteAddress | None = None
    for name in (f"{STATIC}/{CNAME}", CNAME):
        reporter = Reporter(name)
        if files.is_file(root / name):
            read = read_cname(decode(name, files.read(root / name)).value)
            reporter.extend(read.diagnostics)
            if first is None:
                first = SiteAddress(read.value, name) if read.value else None
            elif read.value not in ("", first.url):
                message = f"the domain is {_domain_of(read.value)}, but {first.origin} has {_domain_of(first.url)}"
                reporter.warning("bad-cname", Span(start=0, end=0), message, "delete one of the two")
        elif files.exists(root / name):
            hint = "put a file with a domain in its place"
            reporter.warning("bad-cname", Span(start=0, end=0), "this is no file", hint)
        told += reporter.diagnostics()
    return Parsed(first, tuple(told))


def _domain_of(url: str) -> str:
    return urlsplit(url).netloc


def _other_domain(config: Config, named: SiteAddress | None) -> Iterator[Diagnostic]:
    """Report a file `CNAME` with another domain than that of the site's address (`bad-cname`)."""
    host = urlsplit(config.url).netloc
    if named is not None and f"https://{host}/" != named.url:
        domain = _domain_of(named.url)
        yield Diagnostic(
            code="bad-cname",
            severity=Severity.WARNING,
            message=f"the domain is {domain}, but the setting 'url' is at {host}",
            hint=f"write url: {named.url} in {SETTINGS}, or delete this file",
            path=named.origin,
            span=Span(start=0, end=0),
        )


_OF_HOSTS = (".github.io", ".gitlab.io")
"""How the domains end that hosts give to the sites of a repository's owner."""


def _other_host(config: Config, host: SiteAddress) -> Iterator[Diagnostic]:
    """Report a `url` on a domain of a host, when another repository is built (`other-address`), such as a fork. A
    custom domain is left alone: variables of hosts do not have it.
    """
    if config.url.lower() != host.url.lower() and host.url and urlsplit(config.url).netloc.lower().endswith(_OF_HOSTS):
        yield Diagnostic(
            code="other-address",
            severity=Severity.WARNING,
            message=f"by {host.origin}, the site will stand at {host.url}, but its pages and feeds name {config.url}",
            hint=f"write url: {host.url}, or delete the line: then each host's own address is taken",
            path=SETTINGS,
            span=dict(config.spans).get("url", Span(start=0, end=0)),
        )


def _parse_settings(content: bytes, address: SiteAddress) -> Parsed[Config | None]:
    source = decode(SETTINGS, content)
    parsed = read_config(source.value, address[:2])
    return Parsed(parsed.value, source.diagnostics or (*parsed.diagnostics, *find_placeholders(source.value)))
