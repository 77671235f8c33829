"""`digest doctor`: what is installed, and what the site would publish."""

import json
import re
import shlex
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import yaml

from digest.faces.build_command import DONE, HAS_ERRORS, Manner, find_site, open_progress, read_options
from digest.faces.installation import describe_installation
from digest.faces.outcome import count
from digest.faces.places import PathOf, path_of
from digest.faces.starter.init_command import WORKFLOW
from digest.faces.starter.surroundings import ask_git, builds_folder, is_ignored
from digest.faces.terminal import Look, look_of, show_path, write
from digest.machine import files
from digest.machine.inputs import SETTINGS
from digest.machine.options import STATE, Refused
from digest.machine.site_health import Complaint, describe_site
from digest.plan.site_size import megabytes
from digest.text.width import make_visible

_LABEL = 12
"""Width of the column of labels."""


def run_doctor(manner: Manner, *, root: str | None) -> int:
    """Print the facts to standard output; return the exit status: 1 if something is broken.

    Without a site here, only the installation is described.
    """
    facts, troubles = describe_installation()
    folder, missing = None, ""
    try:
        folder = find_site(root)
    except Refused as error:
        missing = f"{error.message}: {error.hint}"
        if files.exists(SETTINGS):
            troubles.append(Complaint("broken", f"{SETTINGS} cannot be read", error.hint))
    git = _describe_git(folder or Path.cwd())
    facts |= {"git": git, "site": None}
    if folder is not None:
        with open_progress(manner) as progress:
            options = read_options(str(folder))
            facts["site"], found = describe_site(options, progress)
        troubles += [*found, *_check_workflows(folder, options.place, facts["site"].get("time_zone", ""))]
        for name, ignored in git["ignored"].items():
            if ask_git(folder, "ls-files", f"{name}/", f":!{name}/.git*"):
                message = f"git tracks files in {name}/, which builds write"
                troubles.append(Complaint("unfinished", message, f"git rm -r --cached {name}"))
            if not ignored:
                message = f"git does not ignore {name}/, which builds write"
                troubles.append(Complaint("unfinished", message, f"add a line /{name}/ to .gitignore"))
    is_broken = any(each.kind == "broken" for each in troubles)
    if manner.format == "json":
        rows = [each._asdict() for each in troubles]
        shown = json.dumps({"ok": not is_broken, **facts, "problems": rows}, ensure_ascii=False, indent=2)
        write(sys.stdout, f"{shown}\n")
    else:
        show = path_of(folder, "text") if folder is not None else str
        write(sys.stdout, _show(facts, troubles, missing, look_of(sys.stdout), show))
    return HAS_ERRORS if is_broken else DONE


def _check_workflows(folder: Path, inside: str, time_zone: str) -> Iterator[Complaint]:
    """What is unfinished in the workflows of a repository that build sites with digest. `inside` is the folder of this
    one in the repository, `time_zone` that of its settings. Places are paths from the site's folder.
    """
    above = "../" * inside.count("/") + ".github/workflows"
    texts = {
        f"{above}/{path.name}": files.read(path).decode(errors="replace")
        for path in sorted((folder / above).glob("*.y*ml"))
        if files.is_file(path)
    }
    texts = {path: text for path, text in texts.items() if "digest build" in text or path.endswith(WORKFLOW)}
    for path, text in texts.items():
        try:
            yaml.compose(text)
        except (yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else path
            message = "this is no YAML, so GitHub runs nothing of it"
            yield Complaint("unfinished", message, "look at the lines before this place", place)
    builders = [path for path, text in texts.items() if "digest build" in text]
    if builders and not any(builds_folder(texts[path], inside) for path in builders):
        root = f"--root {shlex.quote(inside)} " if inside else ""
        hint = f"'digest build {root}--format github' there builds it; upload {inside}output/"
        yield Complaint("unfinished", "no workflow builds this site: this one builds another folder", hint, builders[0])
    for path, text in texts.items():
        for match in _IN_WORKFLOW.finditer(text) if path in builders else ():
            value, line = match["value"], text.count("\n", 0, match.start("key")) + 1
            place = f"{path}:{line}"
            if match["key"] == "DIGEST" and "/OWNER/" in value:
                hint = "write where digest is installed from"
                yield Complaint("unfinished", f"DIGEST is still {value}, so nothing is published", hint, place)
            elif match["key"] == "timezone" and time_zone not in ("", value):
                message = f"the daily build goes by {value}, and the days of the site by {time_zone}"
                yield Complaint("unfinished", message, f"write timezone: {time_zone}, or that one in {SETTINGS}", place)


_IN_WORKFLOW = re.compile(r"""^[ \t-]*(?P<key>DIGEST|timezone):[ \t]*["']?(?P<value>[^\s"'#]+)""", re.MULTILINE)


def _describe_git(folder: Path) -> dict[str, Any]:
    top = ask_git(folder, "rev-parse", "--show-toplevel")
    return {
        "path": shutil.which("git") or "",
        "version": ask_git(folder, "--version").removeprefix("git version "),
        "repository": top,
        "ignored": {name: is_ignored(folder, name) for name in ("output", STATE) if top},
    }


def _show(facts: Mapping[str, Any], troubles: Iterable[Complaint], missing: str, look: Look, show: PathOf) -> str:
    site = facts["site"]
    rows = _of_site(site) if site is not None else iter([("Site", missing)])
    lines = [*_table(_of_machine(facts), look), "", *_table(rows, look), ""]
    found = sorted(troubles, key=lambda each: each.kind, reverse=True)  # what is broken stands at the end
    for each in found:
        colour = "red" if each.kind == "broken" else "yellow"
        head = click.style(f"{each.kind}:", fg=colour, bold=True) if look.colour else f"{each.kind}:"
        lines.append(
            f"{head} {make_visible(f'{show(each.place)}: ' if each.place else '')}{make_visible(each.message)}"
        )
        lines += [f"  = hint: {make_visible(each.hint)}"] if each.hint else []
    if not any(each.kind == "broken" for each in found):
        lines.append("Nothing is broken.")
    return "\n".join(lines) + "\n"


def _table(rows: Iterator[tuple[str, str]], look: Look) -> Iterator[str]:
    """Lines of labels and texts; a text may take several."""
    room = max(look.columns - _LABEL, 30)
    for label, text in rows:
        first, *others = textwrap.wrap(make_visible(text), room, break_long_words=False, break_on_hyphens=False) or [""]
        yield f"{label:<{_LABEL}}{first}"
        yield from [f"{'':<{_LABEL}}{other}" for other in others]


def _of_machine(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    own, python, system, git = (facts[name] for name in ("digest", "python", "system", "git"))
    yield "digest", f"{own['version']}, in {own['folder']}" + (f", from {own['origin']}" if own["origin"] else "")
    yield (
        "Python",
        f"{python['version']} ({python['implementation']}, Unicode {python['unicode']}): {python['executable']}",
    )
    yield "System", f"{system['platform']}; time zone {system['time_zone']}; file names in {system['file_names']}"
    if system["environment"]:
        yield "Environment", ", ".join([f"{name}={value}" for name, value in system["environment"].items()])
    yield "Libraries", ", ".join([_version(each) for each in facts["libraries"] if not each["extra"]])
    for number, each in enumerate(facts["extras"]):
        brought = ", ".join([_version(library) for library in facts["libraries"] if library["extra"] == each["name"]])
        state = brought if each["installed"] else f"not installed; {each['install']}"
        yield "" if number else "Extras", f"{each['name']}: {state} ({each['use']})"
    where = f", repository {git['repository']}" if git["repository"] else ", no repository here"
    yield "git", f"{git['version']}{where}" if git["version"] else "not installed: only 'digest init' asks it"
    yield "Fonts", "none are needed here: pages use those of their readers"


def _version(library: Mapping[str, Any]) -> str:
    return f"{library['name']} {library['version'] or 'is missing'}"


def _of_site(site: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Site", show_path(Path(site["settings"]))
    if "address" in site:
        yield "Address", f"{site['address']} (from {site['address_from']})"
        fonts = f", with {count(len(site['fonts']), 'font')} of the site's own" if site["fonts"] else ""
        yield "Theme", f"{site['theme']}{fonts}"
        yield "Languages", ", ".join(site["languages"])
        yield "Today", f"{site['today']} in {site['time_zone']}"
    if "publishes" in site:
        given = site["publishes"]
        papers = f"{count(given['papers'], 'paper')} in {count(given['issues'], 'issue')}"
        yield "Publishes", f"{papers}: {count(given['pages'], 'page')}, {count(given['files'], 'file')} in all"
        left = {"drafts": len(given["drafts"]), "dated in the future": len(given["future"])}
        yield "Left out", ", ".join([f"{number:,} {what}" for what, number in left.items() if number]) or "nothing"
        found = f"{count(given['errors'], 'error')}, {count(given['warnings'], 'warning')}"
        yield "Problems", f"{found}, as digest check counts them"
    if "output" in site:
        output, cache = site["output"], site["cache"]
        yield "Output", f"{show_path(Path(output['folder']))}/: {_state(output)}"
        yield "Cache", f"{show_path(Path(cache['folder']))}/: {megabytes(cache['bytes'])}"


def _state(output: Mapping[str, Any]) -> str:
    if output["state"] == "foreign":
        return "holds files that digest did not write"
    if output["state"] == "not built":
        return "nothing is built yet"
    built = f"{count(output['files'], 'file')}, {megabytes(output['bytes'])}"
    if output["state"] == "unknown":
        return f"{built}; {STATE}/ does not know them, so the next build looks at all of them"
    if output["state"] == "interrupted":
        return f"{built}; the last build was interrupted, and the next one completes it"
    if "changes" not in output:
        return built
    return f"{built}, " + (
        f"a build would write or remove {output['changes']:,}" if output["changes"] else "up to date"
    )
