"""Building a site: from the files under its root to what is published, and checking it without publishing."""

import datetime
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from digest.content.site import Selection, Site, assemble_site
from digest.machine import files
from digest.machine.code import code_fingerprint
from digest.machine.lock import Locked, locked
from digest.machine.manifest import Key, Manifest, manifest_path, read_manifest
from digest.machine.publish import Change, Occupied, Published, publish
from digest.machine.sources import CONTENT, SETTINGS, Progress, Sources, read_sources
from digest.machine.themes import load_theme, theme_names
from digest.model.config import Config, read_config
from digest.model.kinds import is_web_address
from digest.plan.make import ThemeFile, make_plan
from digest.plan.plan import Output, Plan
from digest.plan.views import FeedView, FileView, TextFileView
from digest.text.decoding import decode
from digest.text.diagnostics import Diagnostic, Parsed, has_errors, in_order
from digest.text.fingerprint import fingerprint_bytes
from digest.text.source import Source
from digest.theme import Renderer, TemplateFailed, Theme
from digest.theme.json_feed import TEMPLATE as JSON_TEMPLATE
from digest.theme.json_feed import render_json_feed

STATE = ".digest"
"""The folder of the cache and the manifests, in the site's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a build was asked for. `now` (with its time zone) decides which papers lie in the future."""

    root: Path
    output: Path
    url: str | None = None
    drafts: bool = False
    future: bool = False
    jobs: int = 0
    cache: bool = True
    strict: bool = False
    now: datetime.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a build did, or what a check found. `sources` gives the text of a path, for excerpts."""

    diagnostics: tuple[Diagnostic, ...]
    sources: Callable[[str], Source]
    published: bool
    papers: int = 0
    issues: int = 0
    pages: int = 0
    outputs: int = 0
    written: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    drafts: tuple[str, ...] = ()
    future: tuple[str, ...] = ()


class Refused(Exception):
    """The settings or the machine do not allow a build: what is wrong, what to do, and where in the settings."""

    def __init__(self, message: str, hint: str = "", diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A site that was read and planned, before anything is rendered."""

    site: Site
    plan: Plan
    theme: Theme
    sources: Sources
    diagnostics: tuple[Diagnostic, ...]


def find_root(start: Path) -> Path | None:
    """The folder with the settings: `start`, or the nearest above it."""
    here = start.resolve()
    return next((folder for folder in (here, *here.parents) if (folder / SETTINGS).is_file()), None)


def check_site(options: Options, progress: Progress, paths: tuple[Path, ...] = ()) -> Result:
    """Say what a build would say, and write nothing. With `paths`, only what is said of those files and folders."""
    try:
        draft = _draft(options, progress)
    except files.DiskFailed as error:
        raise Refused(str(error), "look at the file's permissions") from error
    found = draft.diagnostics
    if paths:
        root = options.root.resolve()
        chosen = tuple(_inside(root, path) for path in paths)
        found = tuple(each for each in found if any(_is_below(each.path, choice) for choice in chosen))
    return _result(draft, options, found, None)


def build_site(options: Options, progress: Progress) -> Result:
    """Build the site and publish it, unless something is wrong with it: then the last good output stays as it was."""
    state = options.root / STATE
    try:
        files.make_folder(state)
        with locked(state / "lock"):
            return _build(options, state, progress)
    except Locked as error:
        raise Refused("another build of this site is running", "wait for it to end") from error
    except files.DiskFailed as error:
        raise Refused(str(error), "look at the folder's permissions, and at the space left on the disk") from error


def _build(options: Options, state: Path, progress: Progress) -> Result:
    draft = _draft(options, progress)
    if has_errors(draft.diagnostics) or (options.strict and draft.diagnostics):
        return _result(draft, options, draft.diagnostics, None)
    output = options.output.resolve()
    _check_output(output, options.root.resolve())
    manifest_file = manifest_path(state, output)
    manifest = read_manifest(manifest_file, output)
    if manifest is None:
        if not files.is_empty(output):
            raise Refused(
                f"{options.output} holds files that digest did not write",
                "empty it, or choose another folder with --output",
            )
        manifest = Manifest(records={}, intended=frozenset())
    renderer = _PlanRenderer(draft, options.root)
    try:
        published = publish(
            keys=renderer.keys(),
            render=renderer.render,
            manifest=manifest,
            manifest_file=manifest_file,
            output=output,
            staging=state / "staging",
            cache=options.cache,
            progress=progress,
        )
    except TemplateFailed as error:
        return _result(draft, options, tuple(in_order((*draft.diagnostics, error.diagnostic))), None)
    except Occupied as error:
        raise Refused(
            f"{options.output / error.path} is in the way: digest did not write it",
            "move it, or rename the page",
        ) from error
    return _result(draft, options, draft.diagnostics, published)


def _draft(options: Options, progress: Progress) -> Draft:
    settings = _read_settings(options)
    config = settings.value
    theme = load_theme(options.root, config.theme)
    if theme.value is None:
        raise Refused(
            f"there is no theme '{config.theme}'" if not theme.diagnostics else "the theme has errors",
            f"put it in themes/{config.theme}/; there are {', '.join(theme_names(options.root))}",
            theme.diagnostics,
        )
    sources = read_sources(options.root, config, drafts=options.drafts, progress=progress)
    today = options.now.astimezone(zoneinfo.ZoneInfo(config.timezone)).date()
    site = assemble_site(
        config=config,
        entries=sources.entries,
        intros=sources.intros,
        pages=sources.pages,
        people=sources.people,
        assets=sources.assets,
        selection=Selection(drafts=options.drafts, future=options.future, today=today),
    )
    plan = make_plan(site.value, _theme_files(theme.value))
    found = (*settings.diagnostics, *theme.diagnostics, *sources.diagnostics, *site.diagnostics, *plan.diagnostics)
    return Draft(site=site.value, plan=plan, theme=theme.value, sources=sources, diagnostics=tuple(in_order(found)))


def _read_settings(options: Options) -> Parsed[Config]:
    content = files.read_if_there(options.root / SETTINGS)
    if content is None:
        raise Refused(f"there is no {SETTINGS} in {options.root}", "name the site's folder with --root")
    source = decode(SETTINGS, content)
    parsed = read_config(source.value)
    found = (*source.diagnostics, *parsed.diagnostics)
    if parsed.value is None or has_errors(found):
        raise Refused(f"{SETTINGS} has errors", "", tuple(in_order(found)))
    if options.url is None:
        return Parsed(parsed.value, found)
    if not is_web_address(options.url) or "?" in options.url or "#" in options.url:
        raise Refused(f"'{options.url}' is no address of a site", "write it whole: --url https://name.github.io/repo/")
    return Parsed(replace(parsed.value, url=options.url.rstrip("/") + "/"), found)


def _theme_files(theme: Theme) -> list[ThemeFile]:
    return [
        ThemeFile(path=asset.path, name=asset.name, digest=fingerprint_bytes(asset.content)) for asset in theme.assets
    ]


def _check_output(output: Path, root: Path) -> None:
    for what in (CONTENT, "themes", STATE):
        forbidden = root / what
        if output == forbidden or forbidden in output.parents:
            raise Refused(f"the output folder cannot be inside {what}/", "choose another with --output")
    if output == root or output in root.parents:
        raise Refused("the output folder cannot be the site's own folder", "choose another with --output")


class _PlanRenderer:
    """Renders the outputs of a plan by their paths."""

    def __init__(self, draft: Draft, root: Path) -> None:
        self._outputs = {output.path: output for output in draft.plan}
        self._theme = draft.theme
        self._root = root
        self._assets = {asset.path: asset.content for asset in draft.theme.assets}
        self._renderer = Renderer(draft.theme, load_body=draft.sources.bodies.__getitem__)

    def keys(self) -> dict[str, Key]:
        """What each output is made from."""
        code = code_fingerprint()
        return {path: self._key(output, code) for path, output in self._outputs.items()}

    def _key(self, output: Output, code: str) -> Key:
        view = output.view_key()
        if not output.template:
            return Key(view=view, template="", strings="", code="")
        return Key(
            view=view,
            template=self._theme.closure_fingerprint(output.template),
            strings=self._theme.strings_fingerprint(output.language),
            code=code,
        )

    def render(self, path: str) -> bytes:
        """The bytes of an output."""
        output = self._outputs[path]
        view = output.view
        if isinstance(view, TextFileView):
            return view.text.encode()
        if isinstance(view, FileView):
            asset = self._assets.get(path)
            return asset if asset is not None else files.read(self._root / view.source)
        if output.page is None or output.site is None:
            raise ValueError(f"{path} has a template but no page")
        if isinstance(view, FeedView) and output.template == JSON_TEMPLATE:
            return render_json_feed(self._renderer, view, site=output.site, path=path).encode()
        text = self._renderer.render_page(template=output.template, page=output.page, site=output.site, view=view)
        return text.encode()


def _result(draft: Draft, options: Options, diagnostics: tuple[Diagnostic, ...], published: Published | None) -> Result:
    return Result(
        diagnostics=diagnostics,
        sources=lambda path: _source(options.root, path),
        published=published is not None,
        papers=sum(len(issue.entries) for issue in draft.site.issues),
        issues=len(draft.site.issues),
        pages=draft.plan.pages,
        outputs=len(draft.plan.outputs),
        written=published.written if published else (),
        removed=published.removed if published else (),
        drafts=draft.site.drafts,
        future=draft.site.future,
    )


def _source(root: Path, path: str) -> Source:
    content = files.read_if_there(root / path)
    return decode(path, content if content is not None else b"").value


def _inside(root: Path, path: Path) -> str:
    """A path as diagnostics have it; relative ones are looked for from here, then from the site's root."""
    whole = path if path.is_absolute() else (path.resolve() if path.exists() else root / path)
    if not whole.exists():
        raise Refused(f"there is no file or folder '{path}'", "name files of the site")
    try:
        return whole.resolve().relative_to(root).as_posix()
    except ValueError:
        raise Refused(f"'{path}' is not inside the site at {root}", "name files of the site") from None


def _is_below(path: str, folder: str) -> bool:
    return folder == "." or path == folder or path.startswith(f"{folder}/")
