"""Render some pages and write none, so that `digest check` says what a build would."""

from collections.abc import Iterator
from dataclasses import replace

from digest.machine.body_store import BODIES, BodyStore
from digest.machine.part_store import INDEXES, PartStore
from digest.machine.rendering import make_supplies
from digest.machine.site_plan import SitePlan
from digest.machine.source_parser import Changed
from digest.machine.state import State
from digest.outputs.writers import write_output
from digest.plan.types import Output, Plan
from digest.text.diagnostics import Diagnostic
from digest.theme import TemplateFailed


def try_templates(planned: SitePlan, state: State) -> list[Diagnostic]:
    """The diagnostics of templates that fail for one page of each kind and language; each once.

    If there are some already (`check_theme`), or pages with one address, nothing is rendered.
    """
    told = {each.code for found in planned.findings.others.values() for each in found}
    if told & {"template-error", "same-address"}:
        return []
    # The cache of the last build has most bodies. It is not written.
    parser = replace(planned.parser, bodies=BodyStore(state.folder / BODIES))
    parts = PartStore(state.folder / INDEXES, state.program, reads=state.is_cached, writes=False)
    supplies = make_supplies(planned.theme, planned.kept, state.program, planned.sources, parser, parts)
    failures: dict[tuple[str, int], Diagnostic] = {}
    for output in _samples(planned.plan):
        try:
            write_output(output, planned.plan.contents, supplies)
        except Changed:  # a file was saved meanwhile
            continue
        except TemplateFailed as error:
            failures.setdefault((error.diagnostic.path, error.diagnostic.span.start), error.diagnostic)
    return list(failures.values())


def _samples(plan: Plan) -> Iterator[Output]:
    """One output with a template of each kind and language."""
    seen: set[tuple[str, str]] = set()
    members = (member for group in plan.groups for member in group.make(plan.contents))
    kinds = {group.kind.name for group in plan.groups}
    for output in plan.outputs:
        name = (output.kind.name, output.language)
        if output.kind.template and name not in seen:
            seen.add(name)
            yield output
    wanted = len(kinds) * len(plan.contents.site.config.languages)
    for member in members:
        if wanted <= 0:
            break
        name = (member.kind.name, member.language)
        if name not in seen:
            seen.add(name)
            wanted -= 1
            yield member
