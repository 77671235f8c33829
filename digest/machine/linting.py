"""Lint a site with the rules of `digest.lint`, in workers if it is large. Results are not cached: a check writes
nothing.
"""

import bisect
import codecs
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from digest.content.documents import DOCUMENT_KINDS, read_document
from digest.content.outside_links import links_of_file, links_of_settings
from digest.lint.codes import Code
from digest.lint.fixes import Fix, apply_edits, fix_document
from digest.lint.linter import check_allowances, lint_document, unused_allowances
from digest.lint.rules import SITE_RULES, rule_of
from digest.lint.twins import Twin
from digest.lint.values import Edit
from digest.machine import files
from digest.machine.findings import fault_of, pack_diagnostics, unpack_diagnostics
from digest.machine.inputs import SETTINGS
from digest.machine.options import Options, Progress
from digest.machine.site_plan import SitePlan, jobs_of
from digest.machine.workers import run_tasks
from digest.markdown.links import split_target
from digest.model.config import Config
from digest.plan.menu_links import suggest_page
from digest.plan.urls import paper_path, standing_path
from digest.text.decoding import decode
from digest.text.diagnostics import Diagnostic, Parsed, Severity, has_errors
from digest.text.names import compose_name
from digest.text.packing import dump, load
from digest.text.records import frozen
from digest.text.source import Source, Span

LINTING_WORTH_WORKERS = 500
"""Below this number of files, starting workers takes longer than linting."""

LINTING_PORTION = 200
"""Files in one task of a worker."""


class LintedSite(NamedTuple):
    """The result of linting a site."""

    diagnostics: tuple[Diagnostic, ...]
    fixable: Mapping[str, int]
    """By path, the number of diagnostics with a fix."""


@frozen
class Linter:
    """The function that workers run. By path, `twins` are the findings of rules about the whole site (`SITE_RULES`),
    `silenced` the codes of the build's warnings that are allowed; None in `unsure` files: see `lint_document`.
    """

    root: Path
    config: Config
    twins: Mapping[str, Sequence[tuple[str, Twin]]]
    silenced: Mapping[str, frozenset[str]]
    unsure: frozenset[str]

    def __call__(self, paths: Sequence[str]) -> bytes:
        """Lint files. Returns packed `(path, diagnostics, number of fixes, allowed codes that matched)`, without clean
        files.
        """
        made: list[tuple[str, bytes, int, tuple[str, ...]]] = []
        for path in paths:
            source = read_utf8(self.root, path)
            if source is None:
                continue
            try:
                silenced = None if path in self.unsure else self.silenced.get(path, ())
                linted = lint_document(read_document(source), self.config, self.twins.get(path, ()), silenced)
            except Exception as error:  # our bug in one file must not hide the diagnostics of others
                made.append((path, pack_diagnostics([fault_of(path, error, "linted")])[0], 0, ()))
                continue
            if linted.diagnostics or linted.used:
                packed, *_ = pack_diagnostics(linted.diagnostics)
                made.append((path, packed, len(linted.fixes), tuple(sorted(linted.used))))
        return dump(made)


def lint_site(
    planned: SitePlan, options: Options, progress: Progress, is_chosen: Callable[[str], bool] | None = None
) -> LintedSite:
    """Lint all texts of a site, or those that `is_chosen` accepts."""
    rows = planned.sources.rows
    paths = [path for path, row in rows.items() if row.kind in _KINDS and (is_chosen is None or is_chosen(path))]
    silenced = planned.findings.silenced()
    faulty, summary = planned.findings.faulty, planned.summary
    unsure = frozenset((*faulty, *summary.drafts, *summary.future))
    linter = Linter(root=options.root, config=planned.config, twins=_twins(planned), silenced=silenced, unsure=unsure)
    jobs = jobs_of(options) if len(paths) >= LINTING_WORTH_WORKERS else 1
    found: list[Diagnostic] = []
    fixable: dict[str, int] = {}
    used: set[str] = set().union(*silenced.values())
    done = 0
    tasks = [paths[start : start + LINTING_PORTION] for start in range(0, len(paths), LINTING_PORTION)]
    for number, made in run_tasks(linter, tasks, jobs=jobs):
        for path, packed, fixes, codes in load(made):
            found += unpack_diagnostics(packed)
            used.update(codes)
            if fixes:
                fixable[path] = fixes
        done += len(tasks[number])
        progress("Linting", done, len(paths))
    allowed = planned.config.check.allow
    found += check_allowances(allowed, SETTINGS)
    if is_chosen is None and not faulty and not has_errors(found):
        # What a build says of drafts is not known.
        sure = [each for each in allowed if not unsure or not isinstance(rule_of(each.code), Code)]
        found += unused_allowances(sure, used, SETTINGS)
    return LintedSite(tuple(found), fixable)


def read_utf8(root: Path, path: str) -> Source | None:
    """Decode a file of the site; None if it does not exist or is not UTF-8."""
    content = files.read_if_there(root / path)
    decoded = decode(path, content) if content is not None else None
    return decoded.value if decoded is not None and not decoded.diagnostics else None


def find_lost_addresses(planned: SitePlan, root: Path) -> Iterator[Diagnostic]:
    """Report whole addresses of the site itself, in texts and settings, that lead to none of its pages
    (`broken-link`).
    """
    own = [url for url in (planned.config.url, planned.config.written_url) if url]
    paths = planned.plan.paths
    names = {path.partition("/")[0] for path in paths}
    is_whole_host = any(url.count("/") == 3 for url in own)
    unpublished = set(_unpublished(planned))
    for path in (*[path for path, row in planned.sources.rows.items() if row.kind in _KINDS], SETTINGS):
        source = read_utf8(root, path)
        if source is None or not any(url in source.text for url in own):
            continue
        for link in links_of_settings(source) if path == SETTINGS else links_of_file(source):
            inside = next((link.address[len(url) :] for url in own if link.address.startswith(url)), None)
            if inside is None:
                continue
            page = compose_name(split_target(inside)[0])
            if is_whole_host and _may_be_elsewhere(page, names):
                continue
            meant = (page, f"{page}index.html", f"{page}.html", f"{page}/index.html")
            if paths.isdisjoint(meant):
                message, hint = "leads to no page of the site", suggest_page(page, paths)
                if not unpublished.isdisjoint(meant):
                    message, hint = "is a draft, or dated in the future", "the link works when that is published"
                yield Diagnostic(
                    code="broken-link",
                    severity=Severity.WARNING,
                    message=f"'{link.address}' {message}",
                    hint=hint or "write the path of an entry (pic2word.md) or of a page (/about.html)",
                    path=path,
                    span=Span(start=link.start, end=link.end),
                )


def _unpublished(planned: SitePlan) -> Iterator[str]:
    """The paths that drafts, and entries dated in the future, will have."""
    left_out = {*planned.summary.drafts, *planned.summary.future}
    papers = [paper_path(head.slug) for head in planned.sources.heads() if head.path in left_out]
    pages = [standing_path(each.path, each.matter.slug) for each in planned.sources.pages() if each.path in left_out]
    config = planned.config
    yield from (config.folder(language) + path for language in config.languages for path in (*papers, *pages))


def _may_be_elsewhere(page: str, names: Collection[str]) -> bool:
    """Whether a path may be that of another site on the host, such as one of another repository: it begins with none of
    the `names` that are at the top of this site.
    """
    first, slash, _ = page.partition("/")
    return first not in names and (bool(slash) or "." not in first)


_KINDS = frozenset(kind.name for kind in DOCUMENT_KINDS)


def _twins(planned: SitePlan) -> dict[str, list[tuple[str, Twin]]]:
    """Findings of the rules for the whole site, by path. Files with `same-address` are left out: that is reported
    already.
    """
    told = {
        path for path, others in planned.findings.others.items() if any(each.code == "same-address" for each in others)
    }
    heads = planned.sources.heads()
    found: dict[str, list[tuple[str, Twin]]] = {}
    for rule in SITE_RULES:
        for twin in rule.find(heads):
            if twin.path not in told:
                found.setdefault(twin.path, []).append((rule.code, twin))
    return found


class Mended(NamedTuple):
    """A file that was fixed, and its fixes."""

    path: str
    fixes: tuple[Fix, ...]


def mend_files(root: Path, paths: Iterable[str], config: Config) -> Parsed[tuple[Mended, ...]]:
    """Fix files and write them, each atomically. A file that changed since it was read is left alone.

    The diagnostics are internal errors in files that could not be fixed.
    """
    mended: list[Mended] = []
    faults: list[Diagnostic] = []
    for path in sorted(paths):
        content = files.read_if_there(root / path)
        decoded = decode(path, content) if content is not None else None
        if content is None or decoded is None or decoded.diagnostics:
            continue
        try:
            fixed = fix_document(read_document(decoded.value), config)
        except Exception as error:  # our bug in one file must not prevent fixing the others
            faults.append(fault_of(path, error, "mended"))
            continue
        if fixed.fixes and files.rewrite(root / path, content, apply_rounds(content, fixed.rounds)):
            mended.append(Mended(path, fixed.fixes))
    return Parsed(tuple(mended), tuple(faults))


def apply_rounds(content: bytes, rounds: Iterable[Iterable[Edit]]) -> bytes:
    """Apply edits of the decoded text to the bytes of a file. Keeps byte-order mark and line breaks."""
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    text = content.removeprefix(mark).decode()
    for edits in rounds:
        # Offsets of CRLFs in the decoded text, where each is one character.
        breaks = [match.start() - number for number, match in enumerate(re.finditer("\r\n", text))]
        text = apply_edits(text, [_moved(edit, breaks) for edit in edits])
    return mark + text.encode()


def _moved(edit: Edit, breaks: list[int]) -> Edit:
    shift = bisect.bisect_left(breaks, edit.start)
    return Edit(edit.start + shift, edit.end + shift, edit.text)
