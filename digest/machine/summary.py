"""Summary of a build, and the notes by which the next build recognises that nothing changed."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from digest.machine import files
from digest.machine.findings import Findings, pack_diagnostics, read_reports, unpack_diagnostics
from digest.machine.options import Options
from digest.machine.state import State


class Summary(NamedTuple):
    """Numbers and lists to show after a build; valid for times from `since` until before `until` (seconds since 1970;
    0: no limit).

    At `until` a day begins that makes future papers present, so that the same files give another site.
    """

    papers: int
    issues: int
    pages: int
    outputs: int
    drafts: tuple[str, ...]
    future: tuple[str, ...]
    address: tuple[str, str] | None
    """The site's address, and what it was taken from, if that are not the settings, or were replaced."""
    host: str
    """The setting `host`."""
    since: float
    until: float


class Known(NamedTuple):
    """The last build's result, if this one would have the same."""

    summary: Summary
    findings: Findings


def make_notes(
    state: State, options: Options, summary: Summary, findings: Findings, parsed_as: str, reports: int
) -> Mapping[str, Any]:
    """What `recall` compares: all that plan and findings depend on, and the results."""
    return {
        "request": options.request,
        "inputs": state.inputs.fingerprint(),
        "code": state.code(sorted(state.versions)),
        "parsed_as": parsed_as,
        "reports": reports,
        "summary": tuple(summary),
        "others": [pack_diagnostics(each)[0] for each in findings.others.values()],
        "allowed": tuple(sorted(findings.allowed)),
    }


def recall(state: State, options: Options) -> Known | None:
    """The last build's result if inputs, outputs, options and date are unchanged; None means: build.

    Same code path for all builds: equal inputs give an equal plan, so the rest is skipped.
    """
    if not options.cache or state.manifest is None or not state.inputs.is_known:
        return None
    notes = state.manifest.notes
    if not notes or (notes["request"], notes["code"], state.manifest.boot) != (
        options.request,
        state.code(sorted(state.versions)),
        state.boot,
    ):
        return None
    summary = Summary._make(notes["summary"])
    now = options.now.timestamp()
    if now < summary.since or (summary.until and now >= summary.until):
        return None
    if notes["inputs"] != state.inputs.fingerprint() or not _is_output_there(state, options):
        return None
    reports = state.journal("reports", notes["parsed_as"]).values
    digests = state.inputs.digests
    if len(reports) != notes["reports"] or any(row[0] != digests.get(path) for path, row in reports.items()):
        return None
    findings = last_findings(state, reports, options)
    return None if options.strict and findings.has_warnings else Known(summary, findings)


def last_findings(state: State, reports: Mapping[str, Any], options: Options) -> Findings:
    """The findings of the last build: `reports` of parsing, and the others from its notes."""
    notes = state.manifest.notes if state.manifest is not None and options.cache else {}
    others = [each for packed in notes.get("others", ()) for each in unpack_diagnostics(packed)]
    allowed = notes.get("allowed", ())
    return Findings(read_reports(reports), others, drafts=options.drafts, allowed=allowed)


def _is_output_there(state: State, options: Options) -> bool:
    """Whether every output has its recorded stamp."""
    base = f"{files.real_path(options.output)}/"
    records = state.manifest.records if state.manifest is not None else {}
    return all(files.stamp(base + path) == row[5:] for path, row in records.items() if not path.startswith("\0"))
