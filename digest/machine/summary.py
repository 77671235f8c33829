"""What a build tells of itself, and what it notes so that the next one can say at once that nothing changed."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from digest.machine import files
from digest.machine.findings import Findings, pack_diagnostics, read_reports, unpack_diagnostics
from digest.machine.options import Options
from digest.machine.state import State


class Summary(NamedTuple):
    """What a site holds. It holds from `since` on (seconds since 1970), and until `until` (0: as long as one likes):
    then a day begins that makes another site of the same files.
    """

    papers: int
    issues: int
    pages: int
    outputs: int
    drafts: tuple[str, ...]
    future: tuple[str, ...]
    since: float
    until: float


class Known(NamedTuple):
    """What the last build said, where this one would say and do the same."""

    summary: Summary
    findings: Findings


def make_notes(
    state: State, options: Options, summary: Summary, findings: Findings, parsed_as: str, reports: int
) -> Mapping[str, Any]:
    """What `recall` needs: everything that the plan and the findings were made of, and what came out."""
    return {
        "request": options.request,
        "inputs": state.inputs.fingerprint(),
        "code": state.code(sorted(state.versions)),
        "parsed_as": parsed_as,
        "reports": reports,
        "summary": tuple(summary),
        "others": [pack_diagnostics(each)[0] for each in findings.others.values()],
    }


def recall(state: State, options: Options) -> Known | None:
    """What the last build said, if nothing at all changed since: no input, no output, no wish, and not the day.

    This is no second way to build. It is the first step of the only one, taken before anything is loaded for the rest:
    equal inputs make an equal plan.
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
    return None if options.strict and findings else Known(summary, findings)


def last_findings(state: State, reports: Mapping[str, Any], options: Options) -> Findings:
    """The findings of the last build: those of parsing are in the journal `reports`, the others in its notes."""
    notes = state.manifest.notes if state.manifest is not None and options.cache else {}
    others = [each for packed in notes.get("others", ()) for each in unpack_diagnostics(packed)]
    return Findings(read_reports(reports), others, drafts=options.drafts)


def _is_output_there(state: State, options: Options) -> bool:
    """Whether every output is as it was put there."""
    base = f"{options.output.resolve()}/"
    records = state.manifest.records if state.manifest is not None else {}
    return all(files.stamp(base + path) == row[5:] for path, row in records.items() if not path.startswith("\0"))
