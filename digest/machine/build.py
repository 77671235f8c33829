"""Build a site, or check it without publishing.

Modules that a build with nothing to do does not need are imported in functions.
"""

import datetime
import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from digest.machine import files
from digest.machine.body_store import BODIES, BodyStore
from digest.machine.chosen_places import is_in_places, places_in_site
from digest.machine.findings import NO_FINDINGS, Findings
from digest.machine.inputs import SETTINGS, THEMES, UNREAD, Inputs, remember_inputs
from digest.machine.lock import Locked, locked
from digest.machine.manifest import Manifest
from digest.machine.options import STATE, Options, Progress, Refused
from digest.machine.stamps import disk_of, touch
from digest.machine.state import State, check_kept, read_state
from digest.machine.summary import Summary, make_notes, recall
from digest.plan.site_size import SiteSize, find_excess, measure
from digest.plan.urls import ADDRESS_LOCK
from digest.text.diagnostics import Diagnostic, Parsed
from digest.text.fingerprint import fingerprint_bytes
from digest.text.records import frozen
from digest.text.source import Source, Span

if TYPE_CHECKING:
    from digest.machine.linting import Mended
    from digest.machine.publish import Change, Published
    from digest.machine.site_plan import SitePlan

_LARGEST_TEXT = 20_000_000
"""Bytes of a file of which excerpts are shown."""

_STAGING = "staging"
LOCK = "lock"
"""The lock file of the cache and the output."""


@frozen
class Result:
    """The result of a build or a check. `sources` reads a file's text, for excerpts in diagnostics."""

    diagnostics: Findings
    sources: Callable[[str], Source]
    published: bool
    papers: int = 0
    issues: int = 0
    pages: int = 0
    outputs: int = 0
    written: "tuple[Change, ...]" = ()
    removed: "tuple[Change, ...]" = ()
    drafts: tuple[str, ...] = ()
    future: tuple[str, ...] = ()
    address: tuple[str, str] | None = None
    """The site's address, and what it was taken from, if that are not the settings, or were replaced."""
    size: Callable[[], SiteSize] | None = None
    """Measures the published site; None after a check, or if nothing was published."""
    unwritten: tuple[str, ...] = ()
    """Names of what a published build would have written into the site's folder, which cannot be written to."""
    fixable: int = 0
    """Number of diagnostics with a fix."""
    mended: "tuple[Mended, ...]" = ()
    earlier: Findings = NO_FINDINGS
    """Diagnostics of the previous build, which need not be shown again; empty with `strict`."""


def find_root(start: Path) -> Path | None:
    """The folder with the settings: `start` or its nearest parent."""
    here = start.resolve()
    return next((folder for folder in (here, *here.parents) if (folder / SETTINGS).is_file()), None)


def check_site(options: Options, progress: Progress, paths: tuple[Path, ...] = (), *, fix: bool = False) -> Result:
    """Report the diagnostics of a build and of the lint rules, without writing; with `paths`, only about those files
    and folders.

    With `fix`, files are fixed first, and the rest is reported. Raises `Refused`.
    """
    from digest.machine.linting import lint_site, mend_files
    from digest.machine.site_plan import plan_site
    from digest.machine.trial import try_templates
    from digest.machine.workers import WorkerDied

    chosen = places_in_site(options.root, paths)
    looks_at_themes = not chosen or any(choice == "." or is_in_places(choice, [THEMES]) for choice in chosen)
    wanted = partial(is_in_places, places=chosen) if chosen else None
    mended: Parsed[tuple[Mended, ...]] = Parsed(())
    try:
        with _uncollected():
            state = read_state(options)
            planned = looked_over(plan_site(state, options, progress), state, options.root)
            linted = lint_site(planned, options, progress, wanted)
            if fix and linted.fixable:
                mended = mend_files(options.root, linted.fixable, planned.config)
            if mended.value:
                state = read_state(options)
                planned = looked_over(plan_site(state, options, progress), state, options.root)
                linted = lint_site(planned, options, progress, wanted)
            failures = try_templates(planned, state) if looks_at_themes else []
    except files.DiskFailed as error:
        raise Refused(str(error), error.hint) from error
    except WorkerDied as error:
        raise Refused(f"a worker process {error}", "check again") from error
    found = planned.findings.joined_by((*linted.diagnostics, *mended.diagnostics, *failures))
    if wanted is not None:
        found = found.of(wanted)
    result = result_of(options, found, NO_FINDINGS, planned.summary)
    return replace(result, fixable=sum(linted.fixable.values()), mended=mended.value)


def looked_over(planned: "SitePlan", state: State, root: Path) -> "SitePlan":
    """The plan with what only a check reports: lost addresses of the site, a missing authority, and what the host does
    not take, as far as the sizes of outputs are known without a build.
    """
    from digest.machine.linting import find_lost_addresses
    from digest.model.authority import check_authority, is_from_host

    known = state.manifest.sizes if state.manifest is not None else {}
    sizes = {path: size for path, size in known.items() if path in planned.plan.paths}
    excess = _excess(planned, sizes, state.inputs, " (pages as they were last built)" if sizes else "")
    config, year = planned.config, planned.plan.contents.site.today.year
    authority = () if is_from_host(config) else check_authority(config, SETTINGS, year)
    found = (*excess, *authority, *find_lost_addresses(planned, root))
    return replace(planned, findings=planned.findings.joined_by(found))


def build_site(options: Options, progress: Progress) -> Result:
    """Build the site and publish it, unless it has errors: then the output stays unchanged. Raises `Refused`."""
    output, kept = files.real_path(options.output), options.kept
    _check_output(output, options.root.resolve(), files.real_path(kept))
    try:
        with _state_folder(options) as folder, locked(folder / LOCK), _uncollected():
            options = replace(options, state=folder)
            now = touch(folder / LOCK)
            files.remove_links(folder)
            files.remove_folder(_staging(folder, output))  # left by a killed build
            state = read_state(options)
            known = recall(state, options)
            if known is not None:
                return replace(
                    result_of(options, known.findings, known.findings, known.summary, published=True),
                    size=_measuring(state, known.summary, options.now.date()),
                )
            built = _build(state, options, now, progress)
            return replace(built, unwritten=(STATE, *built.unwritten)) if folder != kept else built
    except Locked as error:
        raise Refused("another build of this site is running", "wait for it to end") from error
    except files.DiskFailed as error:
        raise Refused(str(error), error.hint) from error


@contextmanager
def _state_folder(options: Options) -> Iterator[Path]:
    """The folder of cache and manifest. If the site cannot be written to, and the output is elsewhere, it is a
    temporary one: the manifest is then made of the output's list.
    """
    folder = options.kept
    check_kept(folder)
    if files.exists(folder) and not files.is_folder(folder) and not files.is_file(folder):
        files.remove(folder)
    try:
        files.make_folder(folder)
        is_writable = files.is_writable(folder)
    except files.DiskFailed:
        is_writable = False
        if files.real_path(options.output).is_relative_to(options.root.resolve()):
            raise
    if is_writable or files.real_path(options.output).is_relative_to(options.root.resolve()):
        yield folder
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="digest-") as temporary:
        yield Path(temporary)


def _build(state: State, options: Options, now: int, progress: Progress) -> Result:
    from digest.machine.publish import Occupied
    from digest.machine.site_plan import plan_site
    from digest.machine.source_parser import Changed
    from digest.machine.workers import WorkerDied

    try:
        planned = plan_site(state, options, progress, bodies=BodyStore(state.folder / BODIES))

        def remember() -> None:
            planned.keep_parsed()
            remember_inputs(state.inputs, state.stamps, now)

        if planned.findings.has_errors or (options.strict and planned.findings.has_warnings):
            remember()
            return result_of(options, planned.findings, planned.earlier, planned.summary)
        if state.manifest is None:
            raise Refused(
                f"{options.output} holds files that digest did not write",
                "empty it, or choose another folder with --output",
            )
        longer = _longer_lock(planned, options)
        unwritten: tuple[str, ...] = ()
        if longer is not None and not files.is_writable(options.root):
            longer, unwritten = None, (ADDRESS_LOCK,)
        findings, published = _publish(planned, _with_lock(state, longer), state.manifest, options, progress, remember)
        if longer is not None and published is not None:
            files.rewrite(options.root / ADDRESS_LOCK, *longer)
    except Occupied as error:
        raise Refused(
            f"{options.output / error.path} is in the way: digest did not write it",
            "move it, or rename the page",
        ) from error
    except Changed as error:
        raise Refused(f"{error.path} was changed while the site was built", "build again") from error
    except WorkerDied as error:
        raise Refused(f"a worker process {error}", "with --jobs 1, a build needs less memory") from error
    if published is None:
        return result_of(options, findings, planned.earlier, planned.summary)
    made = result_of(options, findings, planned.earlier, planned.summary, published=True, changes=published)
    size = _measuring(state, planned.summary, options.now.date())
    return replace(made, size=size, unwritten=unwritten)


def _measuring(state: State, summary: Summary, today: datetime.date) -> Callable[[], SiteSize]:
    """A function that measures the published site."""

    def measure_all() -> SiteSize:
        sizes = state.manifest.sizes if state.manifest is not None else {}
        return measure(sizes, papers=summary.papers, pages=summary.pages, host=summary.host, today=today)

    return measure_all


def _excess(planned: "SitePlan", sizes: Mapping[str, int], inputs: Inputs, as_built: str = "") -> list[Diagnostic]:
    """What the site's host does not take. `sizes`: the bytes of the outputs that are known, besides those of copies."""
    contents = planned.plan.contents
    sources = {path: asset.path for text in contents.resolved.values() for path, asset in text.files}
    sources |= {file.path: file.name for file in contents.theme_files if file.origin != "theme"}
    known = {**sizes, **{path: inputs.stamps[name][0] for path, name in sources.items()}}
    files = len(planned.plan.paths)
    place = dict(planned.config.spans).get("host", Span(start=0, end=0))
    host = planned.config.host
    return find_excess(
        known, files=files, host=host, sources=sources, settings=SETTINGS, place=place, as_built=as_built
    )


def _longer_lock(planned: "SitePlan", options: Options) -> tuple[bytes, bytes] | None:
    """The content of `addresses.lock`, and that with the new addresses; None if there is nothing to add.

    Drafts and papers dated in the future are not published for good.
    """
    from digest.plan.address_lock import extend_lock

    if planned.address_lock is None or options.drafts or options.future:
        return None
    before, lock = planned.address_lock
    text = extend_lock(lock, planned.plan)
    if text is None:
        return None
    return before, text.replace("\n", "\r\n" if b"\r\n" in before else "\n").encode()


def _with_lock(state: State, longer: tuple[bytes, bytes] | None) -> State:
    """The state with the `addresses.lock` that will be written: a build that is killed before that is made again."""
    if longer is None:
        return state
    digests = state.inputs.digests | {ADDRESS_LOCK: fingerprint_bytes(longer[1])}
    return replace(state, inputs=replace(state.inputs, digests=digests))


def _publish(
    planned: "SitePlan",
    state: State,
    manifest: Manifest,
    options: Options,
    progress: Progress,
    meanwhile: Callable[[], None],
) -> "tuple[Findings, Published | None]":
    """Render stale outputs and publish them, unless a template fails, or with `strict` the host's limits do not allow
    it. `meanwhile` is called while workers render.
    """
    from digest.machine.part_store import INDEXES, PartStore
    from digest.machine.publish import check_places, find_gone, linked_folders, publish, remove_unfinished
    from digest.machine.rendering import Rendering, render_all
    from digest.machine.renditions import PICTURES
    from digest.machine.site_plan import jobs_of
    from digest.machine.staleness import Finder
    from digest.outputs.writers import code_keys

    output = files.real_path(options.output)
    trusted = manifest.boot == state.boot
    links = linked_folders(manifest, output)
    finder = Finder(
        planned.theme, code_keys(state.code), manifest, output, cache=options.cache, trusted=trusted, links=links
    )
    stale = finder.find(planned.plan)
    gone = find_gone(stale, manifest)
    remove_unfinished(manifest, links, output)
    check_places(stale, gone, links, output)
    staging = _staging(state.folder, output)
    parts = PartStore(state.folder / INDEXES, state.program, reads=state.is_cached, writes=True)
    try:
        rendering = Rendering(
            outputs=stale.outputs,
            contents=planned.plan.contents,
            theme=planned.theme,
            kept=planned.kept,
            program=state.program,
            sources=planned.sources,
            parser=planned.parser,
            parts=parts,
            pictures=state.folder / PICTURES,
            output=output,
            links=links,
            staging=staging,
        )
        staged, failure = render_all(rendering, jobs=jobs_of(options), progress=progress, meanwhile=meanwhile)
        if failure is not None:
            return planned.findings.joined_by([failure]), None
        known = manifest.sizes | {each.path: each.size for each in staged}
        findings = planned.findings.joined_by(
            _excess(planned, {path: known[path] for path in stale.paths}, state.inputs)
        )
        planned.kept.save()
        if options.strict and findings.has_warnings:
            return findings, None
        parts.drop_others({output.group for output in planned.plan.outputs})
        notes = make_notes(state, options, planned.summary, findings, planned.parsed_as, len(planned.sources.reports))
        return findings, publish(
            staged, stale, gone, manifest, links=links, output=output, staging=staging, notes=notes, boot=state.boot
        )
    finally:
        files.remove_folder(staging)


def _staging(state: Path, output: Path) -> Path:
    """The folder for rendered files: on the same disk as the output, so that they are moved and not copied."""
    if disk_of(state) == disk_of(output):
        return state / _STAGING
    return output / f".digest-{_STAGING}"


@contextmanager
def _uncollected() -> Iterator[None]:
    """Disable the cyclic garbage collector: a build makes many objects and almost no cycles."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _check_output(output: Path, root: Path, state: Path) -> None:
    for forbidden, what in (*[(root / name, name) for name in UNREAD], (state, STATE)):
        if output == forbidden or forbidden in output.parents:
            raise Refused(f"the output folder cannot be inside {what}/", "choose another with --output")
    if output == root or output in root.parents:
        raise Refused("the output folder cannot be the site's own folder", "choose another with --output")


def result_of(
    options: Options,
    findings: Findings,
    earlier: Findings,
    summary: Summary,
    *,
    published: bool = False,
    changes: "Published | None" = None,
) -> Result:
    """What a build or a check says of a site that was planned."""
    return Result(
        diagnostics=findings,
        earlier=NO_FINDINGS if options.strict else earlier,
        sources=lambda path: load_source(options.root, path),
        published=published,
        papers=summary.papers,
        issues=summary.issues,
        pages=summary.pages,
        outputs=summary.outputs,
        written=changes.written if changes is not None else (),
        removed=changes.removed if changes is not None else (),
        drafts=summary.drafts,
        future=summary.future,
        address=summary.address,
    )


def load_source(root: Path, path: str) -> Source:
    """Decode a file of the site; empty if there is none, or if it is too large to be a text. Reading a pipe would wait
    for ever.
    """
    from digest.text.decoding import decode

    stamp = files.stamp(root / path)
    is_text = stamp is not None and stamp[0] <= _LARGEST_TEXT and files.is_file(root / path)
    content = files.read_if_there(root / path) if is_text else None
    return decode(path, content if content is not None else b"").value
