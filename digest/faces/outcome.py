"""What a command did, in a sentence or two."""

from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path

from digest.machine.build import Result
from digest.machine.findings import Findings
from digest.text.width import make_visible

_PLACE = attrgetter("line", "column")


def sum_up_build(result: Result, seconds: float, *, output: str, has_good_output: bool, strict: bool) -> str:
    """The last line of a build: what was built, from what, what changed, how long it took, what was skipped and why.

    `output` is the name of the output folder, as the editor knows it.
    """
    if not result.published:
        why = _problems(result.diagnostics)
        only_strict = strict and not result.diagnostics.has_errors
        kept = f" The last good output in {make_visible(output)} is as it was." if has_good_output else ""
        return f"Not built: {why}{' (--strict)' if only_strict else ''}.{kept}"
    files = _built(result)
    if result.written or result.removed:
        sentence = f"Built {files} ({_changes(result)}) in {duration(seconds)}."
    else:
        sentence = f"Nothing changed: {files} are up to date ({duration(seconds)})."
    skipped = _skipped(result)
    return f"{sentence} {skipped}" if skipped else sentence


def sum_up_check(result: Result, seconds: float, *, strict: bool, whole: bool) -> str:
    """The last line of a check; `whole` unless only some files were asked about."""
    mended = sum([len(each.fixes) for each in result.mended])
    start = f"Fixed {count(mended, 'place')} in {count(len(result.mended), 'file')}. " if mended else ""
    if not result.diagnostics:
        where = f" in {_sources(result)}" if whole else ""
        return f"{start}No {'other ' if mended else ''}problems found{where} ({duration(seconds)})."
    found = sum_up_diagnostics(result.diagnostics)
    if result.fixable:
        found = f"{found[:-1]}; {result.fixable:,} fixable with --fix."
    only_strict = strict and not result.diagnostics.has_errors
    return f"{start}{found}{' --strict counts them as errors.' if only_strict else ''}"


def sum_up_diagnostics(diagnostics: Findings, *, shown: int | None = None) -> str:
    """How many problems there are, and in how many files; by rule, if fewer were `shown`."""
    found = f"Found {_problems(diagnostics)}"
    if shown is None or shown == len(diagnostics):
        return f"{found}."
    rules = ", ".join(f"{code} {number:,}" for code, number in diagnostics.by_rule.items())
    return f"{found} ({rules}); digest check shows all."


def list_changes(result: Result) -> str:
    """Every output that was written or removed, and why: one line each."""
    removed = ((path, f"removed: {reason}") for path, reason in result.removed)
    changes = sorted((*result.written, *removed), key=lambda change: change[0])
    return "".join(f"{make_visible(path)}: {make_visible(reason)}\n" for path, reason in changes)


def list_details(result: Result, times: Iterable[tuple[str, float]]) -> str:
    """What `-v` adds: each entry that was skipped and why, and the time of each stage."""
    lines = [
        *(f"Skipped {make_visible(path)}: it is a draft" for path in result.drafts),
        *(f"Skipped {make_visible(path)}: it is dated in the future" for path in result.future),
    ]
    stages = ", ".join(f"{stage} {duration(seconds)}" for stage, seconds in times)
    if stages:
        lines.append(f"Time: {stages}.")
    return "".join(f"{line}\n" for line in lines)


def list_fixes(result: Result) -> str:
    """What `-v` adds to `--fix`: each place that was mended, with what was there and what is there now."""
    lines = [
        f"Fixed {make_visible(each.path)}:{fix.line}:{fix.column}: '{make_visible(fix.before)}' is now"
        f" '{make_visible(fix.after)}' ({fix.code})\n"
        for each in result.mended
        for fix in sorted(each.fixes, key=_PLACE)
    ]
    return "".join(lines)


def name_folder(folder: Path, root: Path) -> str:
    """A folder's name as the editor knows it: from the site's root, or whole when it is elsewhere."""
    name = folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.as_posix()
    return name.rstrip("/") + "/"


def duration(seconds: float) -> str:
    """A time as people read it."""
    if seconds < 10:
        return f"{seconds:.2f} s"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 paper`, `no papers`, `9,999 papers`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else f"no {noun}s"


def _problems(diagnostics: Findings) -> str:
    errors, warnings, files = diagnostics.tally
    kinds = [
        *([count(errors, "error")] if errors else []),
        *([count(warnings, "warning")] if warnings else []),
    ]
    return f"{' and '.join(kinds)} in {count(files, 'file')}"


def _built(result: Result) -> str:
    others = result.outputs - result.pages
    files = count(result.pages, "page")
    if others > 0:
        files += f" and {count(others, 'other file')}"
    return f"{files} from {_sources(result)}"


def _sources(result: Result) -> str:
    papers = count(result.papers, "paper")
    return f"{papers} in {count(result.issues, 'issue')}" if result.issues else papers


def _changes(result: Result) -> str:
    numbers = (
        (len(result.written), "written"),
        (len(result.removed), "removed"),
        (result.outputs - len(result.written), "unchanged"),
    )
    return ", ".join(f"{number:,} {what}" for number, what in numbers if number > 0)


def _skipped(result: Result) -> str:
    drafts, future = len(result.drafts), len(result.future)
    if not drafts and not future:
        return ""
    what = [
        *([count(drafts, "draft")] if drafts else []),
        *([f"{count(future, 'paper')} dated in the future"] if future else []),
    ]
    options = [*(["--drafts"] if drafts else []), *(["--future"] if future else [])]
    verb = "build" if len(options) > 1 else "builds"
    return f"Skipped {' and '.join(what)}; {' and '.join(options)} {verb} {'it' if drafts + future == 1 else 'them'}."
