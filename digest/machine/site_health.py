"""What a site would publish, and what is unfinished or broken: the part of `digest doctor` that reads the site."""

import os
import zoneinfo
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from digest.machine import files
from digest.machine.build import load_source, looked_over
from digest.machine.findings import Findings
from digest.machine.inputs import SETTINGS, THEMES
from digest.machine.linting import lint_site
from digest.machine.options import Options, Progress, Refused
from digest.machine.publish import find_gone, linked_folders
from digest.machine.site_plan import SitePlan, open_kept, plan_site, read_site_settings
from digest.machine.staleness import Finder
from digest.machine.state import State, read_state
from digest.machine.summary import Summary
from digest.machine.trial import try_templates
from digest.model.config import Config, find_settings
from digest.outputs.writers import code_keys
from digest.text.diagnostics import Diagnostic
from digest.text.source import Source, Span

_FONTS = (".woff2", ".woff", ".ttf", ".otf")


class Complaint(NamedTuple):
    """Something that is wrong: `broken` stops a build, `unfinished` does not. `place` is path, line and column."""

    kind: Literal["broken", "unfinished"]
    message: str
    hint: str = ""
    place: str = ""


def describe_site(options: Options, progress: Progress) -> tuple[dict[str, Any], list[Complaint]]:
    """The facts of a site, as far as they can be known, and what is wrong with it. Writes nothing."""
    facts: dict[str, Any] = {"settings": str(options.root / SETTINGS)}
    troubles: list[Complaint] = []
    try:
        state = read_state(options)
        facts |= {"output": _output(options, state), "cache": _cache(options.kept)}
        troubles += _folders(options, state)
        config = read_site_settings(options, open_kept(state)).value
        facts |= _settings(config, options, state)
        troubles += _unfinished(options)
        planned = looked_over(plan_site(state, options, progress), state, options.root)
        of_build = planned.findings.joined_by(try_templates(planned, state))
        findings = of_build.joined_by(lint_site(planned, options, progress).diagnostics)
    except files.DiskFailed as error:
        return facts, [*troubles, Complaint("broken", str(error), error.hint)]
    except Refused as error:
        found = [_trouble("broken", each, options.root) for each in error.diagnostics]
        return facts, [*troubles, *(found or [Complaint("broken", error.message, error.hint)])]
    facts["publishes"] = _publishes(planned.summary, findings)
    if facts["output"]["state"] != "unknown":
        facts["output"]["changes"] = _changes(planned, state, options)
    found = [
        _trouble("unfinished", each, options.root) for each in findings.of(SETTINGS.__eq__) if each.code in _UNFINISHED
    ]
    if of_build.has_errors:
        number = of_build.tally.errors
        stop = "1 error stops a build" if number == 1 else f"{number:,} errors stop a build"
        found.append(Complaint("broken", stop, "'digest check' shows all"))
    return facts, [*troubles, *found]


_UNFINISHED = ("placeholder-value", "missing-authority")
"""Codes of warnings about settings that a site needs before it has readers."""


def _output(options: Options, state: State) -> dict[str, Any]:
    manifest = state.manifest
    facts: dict[str, Any] = {"folder": str(options.output), "state": "foreign", "files": 0, "bytes": 0}
    if manifest is None:
        return facts
    stamps = [files.stamp(options.output / path) for path in manifest.paths]
    sizes = [stamp[0] for stamp in stamps if stamp is not None]
    if manifest.is_recovered:
        facts["state"] = "unknown"
    else:
        facts["state"] = "interrupted" if manifest.intended else "built" if manifest.paths else "not built"
    return facts | {"files": len(sizes), "bytes": sum(sizes)}


def _changes(planned: SitePlan, state: State, options: Options) -> int:
    """The number of files that a build would look at to write or remove them."""
    if state.manifest is None:
        return len(planned.plan.paths)
    trusted = state.manifest.boot == state.boot
    output = files.real_path(options.output)
    links = linked_folders(state.manifest, output)
    codes = code_keys(state.code)
    finder = Finder(planned.theme, codes, state.manifest, output, cache=True, trusted=trusted, links=links)
    stale = finder.find(planned.plan)
    return len(stale.outputs) + len(find_gone(stale, state.manifest))


def _cache(folder: Path) -> dict[str, Any]:
    sizes: Counter[str] = Counter()
    for path in files.list_files(folder, unread=()):
        stamp = files.stamp(folder / path)
        sizes[path.partition("/")[0]] += stamp[0] if stamp is not None else 0
    return {"folder": str(folder), "bytes": sizes.total(), "parts": dict(sizes.most_common())}


def _settings(config: Config, options: Options, state: State) -> dict[str, Any]:
    fonts = [name for name in state.inputs.names[THEMES] if name.lower().endswith(_FONTS)]
    return {
        "address": config.url,
        "address_from": config.url_from or SETTINGS,
        "theme": config.theme,
        "fonts": fonts,
        "languages": [config.tags[each] for each in config.languages],
        "time_zone": config.timezone,
        "today": options.now.astimezone(zoneinfo.ZoneInfo(config.timezone)).date().isoformat(),
    }


def _publishes(summary: Summary, findings: Findings) -> dict[str, Any]:
    return {
        "papers": summary.papers,
        "issues": summary.issues,
        "pages": summary.pages,
        "files": summary.outputs,
        "drafts": list(summary.drafts),
        "future": list(summary.future),
        "errors": findings.tally.errors,
        "warnings": findings.tally.warnings,
    }


def _folders(options: Options, state: State) -> Iterator[Complaint]:
    if state.manifest is None:
        message = f"{options.output} holds files that digest did not write, so no build writes there"
        yield Complaint("broken", message, "empty it, or choose another folder with --output")
    for folder in (options.kept, options.output):
        there = folder if files.exists(folder) else folder.parent
        if not os.access(there, os.W_OK):
            yield Complaint("broken", f"{there} cannot be written to", "look at its permissions")


def _unfinished(options: Options) -> Iterator[Complaint]:
    """Settings that a site needs before it has readers."""
    spans = find_settings(load_source(options.root, SETTINGS))
    for name, example in _USEFUL.items():
        if not any(key == name or key.startswith(f"{name}.") for key in spans):
            yield Complaint("unfinished", f"the setting '{name}' is missing", f"write {name}: {example}", SETTINGS)


_USEFUL = {
    "title": "{zh: 我的论文日报, en: My Paper Digest}",
    "description": "{zh: 每天几篇论文, en: A few papers a day}",
    "editor": "{name: Ada Lovelace}",
}
"""Settings without which a site builds, and of which readers, feeds or search engines show the value."""


def _trouble(kind: Literal["broken", "unfinished"], diagnostic: Diagnostic, root: Path) -> Complaint:
    source = load_source(root, diagnostic.path)
    return Complaint(kind, diagnostic.message, diagnostic.hint, _place(source, diagnostic.span))


def _place(source: Source, span: Span) -> str:
    position = source.position(span.start)
    return f"{source.path}:{position.line}:{position.column}"
