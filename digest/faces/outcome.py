"""Summaries of what a command did, in a sentence or two."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from pathlib import Path

from digest.content.periods import period_introduced
from digest.machine.build import Result
from digest.machine.findings import Findings
from digest.machine.options import STATE
from digest.plan.site_size import SiteSize, megabytes
from digest.plan.urls import ADDRESS_LOCK
from digest.text.width import make_visible

_PLACE = attrgetter("line", "column")
_LACKING = {STATE: "nothing is cached", ADDRESS_LOCK: f"{ADDRESS_LOCK} is not extended"}


def sum_up_build(
    result: Result, seconds: float, *, output: str, has_good_output: bool, strict: bool, verb: str = "written"
) -> str:
    """The last line of a build: outputs, changes, time, what was skipped.

    `output` is the folder's name to show. `verb` names what happened to changed outputs; empty on a first preview.
    """
    if not result.published:
        why = _problems(result.diagnostics)
        only_strict = strict and not result.diagnostics.has_errors
        kept = f" The last good output in {make_visible(output)} is as it was." if has_good_output else ""
        return f"Not built: {why}{' (--strict)' if only_strict else ''}.{kept}"
    files = _built(result)
    if result.written or result.removed:
        sentence = f"Built {files} ({_changes(result, verb)}) in {duration(seconds)}."
    elif verb:
        sentence = f"Nothing changed: {files} are up to date ({duration(seconds)})."
    else:
        sentence = f"Built {files} in {duration(seconds)}."
    return " ".join(filter(None, (sentence, _skipped(result), _unwritten(result), _found_address(result))))


def _unwritten(result: Result) -> str:
    """What a site's folder lacks after a build that cannot write into it."""
    lacking = " and ".join(_LACKING[name] for name in result.unwritten)
    return f"The site's folder cannot be written to: {lacking}." if lacking else ""


def sum_up_check(result: Result, seconds: float, *, strict: bool, whole: bool) -> str:
    """The last line of a check. `whole`: the whole site was checked."""
    mended = sum([len(each.fixes) for each in result.mended])
    start = f"Fixed {count(mended, 'place')} in {count(len(result.mended), 'file')}. " if mended else ""
    if not result.diagnostics:
        where = f" in {_sources(result)}" if whole else ""
        sentence = f"{start}No {'other ' if mended else ''}problems found{where} ({duration(seconds)})."
        return " ".join(filter(None, (sentence, _found_address(result) if whole else "")))
    found = sum_up_diagnostics(result.diagnostics)
    if result.fixable:
        found = f"{found[:-1]}; {result.fixable:,} fixable with --fix."
    only_strict = strict and not result.diagnostics.has_errors and result.diagnostics.tally.warnings
    return f"{start}{found}{' --strict counts them as errors.' if only_strict else ''}"


def _found_address(result: Result) -> str:
    """Where the site's address was found; empty if the settings have it."""
    if result.address is None:
        return ""
    url, origin = result.address
    if origin == "--url":
        return f"The site's address is {url}, from --url in place of 'url' in digest.yaml."
    return f"The site's address is {url}, from {origin}; 'url' in digest.yaml sets another."


def sum_up_diagnostics(diagnostics: Findings, *, shown: int | None = None) -> str:
    """Numbers of diagnostics and files. If fewer were `shown`, also numbers by rule."""
    found = f"Found {_problems(diagnostics)}"
    if shown is None or shown == len(diagnostics):
        return f"{found}."
    rules = ", ".join(f"{code} {number:,}" for code, number in diagnostics.by_rule.items())
    return f"{found} ({rules}); digest check shows all."


def list_changes(result: Result) -> str:
    """One line for each output written or removed, with the reason."""
    removed = ((path, f"removed: {reason}") for path, reason in result.removed)
    changes = sorted((*result.written, *removed), key=lambda change: change[0])
    return "".join(f"{make_visible(path)}: {make_visible(reason)}\n" for path, reason in changes)


def list_details(result: Result, times: Iterable[tuple[str, float]], show: Callable[[str], str] = str) -> str:
    """Output of `-v`: skipped entries with the reason, and the time of each stage. `show`: see `places.path_of`."""
    lines = [
        *(f"Skipped {make_visible(show(path))}: it is a draft" for path in result.drafts),
        *(f"Skipped {make_visible(show(path))}: it is dated in the future" for path in result.future),
    ]
    stages = ", ".join(f"{stage} {duration(seconds)}" for stage, seconds in times)
    if stages:
        lines.append(f"Time: {stages}.")
    return "".join(f"{line}\n" for line in lines)


def list_sizes(size: SiteSize) -> str:
    """Output of `--report`: the size of the site by kind of file, its heaviest files, and how it grows."""
    rows = [
        (
            f"{each.files:,}",
            megabytes(each.bytes),
            megabytes(each.a_paper) if each.a_paper else "",
            make_visible(each.name),
        )
        for each in size.kinds
    ]
    rows = [("files", "size", "a paper", "kind"), *rows]
    wide = [max([len(row[column]) for row in rows]) for column in (0, 1, 2)]
    lines = [f"{count(size.files, 'file')} with {megabytes(size.bytes)}, {count(size.pages, 'page')} among them.", ""]
    lines += [
        f"{files:>{wide[0]}}  {weight:>{wide[1]}}  {share:>{wide[2]}}  {name}" for files, weight, share, name in rows
    ]
    lines += ["", "The heaviest files:"]
    lines += [f"{megabytes(bytes_):>{wide[1]}}  {make_visible(path)}" for path, bytes_ in size.heaviest]
    if size.papers > 1:
        lines += ["", f"A paper adds {megabytes(size.a_paper)}."]
    for each in size.limits:
        most = megabytes(each.most) if each.unit == "bytes" else count(each.most, "file")
        part = f"{each.host} takes {most}: {100 * each.now / each.most:.0f} % used"
        when = f" ({each.day:%Y-%m}, if papers come as they did)" if each.day is not None else ""
        until = f", full with {count(each.papers, 'paper')}{when}" if each.papers > size.papers else ""
        lines.append(f"{part}{until}.")
    return "".join([f"{line}\n" for line in (*lines, "")])


def list_fixes(result: Result, show: Callable[[str], str] = str) -> str:
    """Output of `--fix -v`: each edit with its place and the text before and after. `show`: see `places.path_of`."""
    lines = [
        f"Fixed {make_visible(show(each.path))}:{fix.line}:{fix.column}: '{make_visible(fix.before)}' is now"
        f" '{make_visible(fix.after)}' ({fix.code})\n"
        for each in result.mended
        for fix in sorted(each.fixes, key=_PLACE)
    ]
    return "".join(lines)


def name_folder(folder: Path, root: Path) -> str:
    """The folder's name to show, with a trailing slash: relative to `root` if inside it."""
    name = folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.as_posix()
    return name.rstrip("/") + "/"


def duration(seconds: float) -> str:
    """Seconds for people: `0.12 s`, `12.3 s`, `2 min 3 s`."""
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
    *numbers, files = diagnostics.tally
    kinds = [count(number, noun) for number, noun in zip(numbers, ("error", "warning", "note"), strict=True) if number]
    *most, last = kinds
    return f"{', '.join(most)}{' and ' if most else ''}{last} in {count(files, 'file')}"


def _built(result: Result) -> str:
    others = result.outputs - result.pages
    files = count(result.pages, "page")
    if others > 0:
        files += f" and {count(others, 'other file')}"
    return f"{files} from {_sources(result)}"


def _sources(result: Result) -> str:
    papers = count(result.papers, "paper")
    return f"{papers} in {count(result.issues, 'issue')}" if result.issues else papers


def _changes(result: Result, verb: str) -> str:
    numbers = (
        (len(result.written), verb),
        (len(result.removed), "removed"),
        (result.outputs - len(result.written), "unchanged"),
    )
    return ", ".join(f"{number:,} {what}" for number, what in numbers if number > 0)


def _skipped(result: Result) -> str:
    drafts, future = len(result.drafts), len(result.future)
    if not drafts and not future:
        return ""
    introductions = sum([period_introduced(path) is not None for path in result.future])
    numbers = {"paper": future - introductions, "introduction": introductions}
    named = [count(number, name) for name, number in numbers.items() if number]
    what = [
        *([count(drafts, "draft")] if drafts else []),
        *([f"{' and '.join(named)} dated in the future"] if future else []),
    ]
    options = [*(["--drafts"] if drafts else []), *(["--future"] if future else [])]
    verb = "build" if len(options) > 1 else "builds"
    return f"Skipped {' and '.join(what)}; {' and '.join(options)} {verb} {'it' if drafts + future == 1 else 'them'}."
