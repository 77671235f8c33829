"""What a site lacks, or has and does not use: its folder `content/`, files that look like entries, lost links."""

from collections.abc import Iterator
from pathlib import Path

from digest.content.strays import (
    DAY_NAME,
    find_hidden_files,
    find_links_out,
    find_lost,
    find_misnamed,
    find_nameless,
    find_outside,
)
from digest.machine import files
from digest.machine.inputs import SETTINGS, THEMES, Inputs
from digest.machine.options import Options, Refused
from digest.machine.source_parser import too_large
from digest.machine.sources import Sources
from digest.machine.stamps import names_in
from digest.machine.state import State
from digest.model.config import Config, find_settings
from digest.plan.menu_links import find_lost_links
from digest.plan.types import Plan
from digest.plan.urls import ADDRESS_LOCK, CONTENT, STATIC
from digest.text.decoding import decode
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.source import Span


def check_content(state: State, options: Options) -> None:
    """Refuse to build without `content/`: it is somewhere else, and what was published would be taken away."""
    if files.is_folder(options.root / CONTENT):
        return
    paths = state.manifest.records if state.manifest else ()
    published = [path for path in paths if path.endswith(".html") and "papers" in path.split("/")]
    message = f"there is no folder {CONTENT}/ in {options.root}"
    if published:
        message += f", and {len(published):,} pages of papers are published"
    names = [name for name in names_in(str(options.root)) if files.is_folder(options.root / name)]
    close = [name for name in names if name.lower() in _NEARLY_CONTENT]
    days = [name for name in names if DAY_NAME.match(name)]
    use = "to take them away" if published else "and fill it with 'digest new'"
    hint = f"bring it back; or make an empty {CONTENT}/ {use}"
    if state.inputs.lost.get(CONTENT) == "link":
        hint = f"{CONTENT} is a link, and what it leads to is not there: bring that back"
    elif files.exists(options.root / CONTENT):
        hint = f"{CONTENT} is a file: put the folder in its place"
    elif close:
        hint = f"rename {close[0]}/ to {CONTENT}/"
    elif days:
        hint = f"move {days[0]}/ and the other days into a folder {CONTENT}/"
    raise Refused(message, hint)


def check_sizes(inputs: Inputs) -> None:
    """Refuse to read a file of a theme, or an `addresses.lock`, that is too large (`too-large`)."""
    found = [
        too_large(name, "delete it, or move it away")
        for name in (ADDRESS_LOCK, *inputs.names[THEMES])
        if name in inputs.stamps and inputs.stamps[name][0] > files.LARGE
    ]
    if found:
        raise Refused("there are files too large to be read", "", tuple(found))


_NEARLY_CONTENT = (CONTENT, "contents", "contens", "conten", "contnet")


_LARGEST_ENTRY = 1_000_000
"""Bytes of a file that may be an entry under another name; larger and empty ones are not opened."""


def find_strays(inputs: Inputs, sources: Sources, plan: Plan) -> Iterator[Diagnostic]:
    """Report files that look like entries and are not read, and a site without any. Files that a text links to, for
    readers to download, are none of them.
    """
    linked = {asset.path for text in plan.contents.resolved.values() for _, asset in text.files}
    names = inputs.names[CONTENT]
    lost = tuple(find_lost(inputs.lost, names))
    yield from lost

    def has_front_matter(path: str) -> bool:
        is_small = 0 < inputs.stamps[path][0] <= _LARGEST_ENTRY
        return is_small and files.read(inputs.path(path)).removeprefix(b"\xef\xbb\xbf").startswith(
            (b"---\n", b"---\r\n")
        )

    yield from [each for each in find_misnamed(names, has_front_matter) if each.path not in linked]
    yield from find_outside(inputs.lost)
    yield from find_nameless(inputs.names[STATIC])
    yield from find_hidden_files(inputs.names[STATIC])
    yield from find_links_out(inputs.lost, inputs.stamps)
    if not lost and not any(row.kind in ("entry", "nothing") for row in sources.rows.values()):
        yield Diagnostic(
            code="no-entries",
            severity=Severity.WARNING,
            message=f"there is no entry in {CONTENT}/, so the site has no papers",
            hint="write one with 'digest new 2302.03084', or put your notes there with 'digest import FOLDER'",
            path=CONTENT,
            span=Span(start=0, end=0),
        )


def check_menu(root: Path, config: Config, plan: Plan) -> Iterator[Diagnostic]:
    """Report links of the settings that lead nowhere (`broken-link`)."""
    lost = tuple(find_lost_links(config, plan.contents.view, plan.paths))
    spans = find_settings(decode(SETTINGS, files.read(root / SETTINGS)).value) if lost else {}
    for each in lost:
        yield Diagnostic(
            code="broken-link",
            severity=Severity.WARNING,
            message=f"'{each.url}' leads to no file and no page of the site",
            hint=each.hint,
            path=SETTINGS,
            span=spans.get(each.key, Span(start=0, end=0)),
        )
