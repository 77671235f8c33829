"""Outputs of all kinds become stale when code or libraries change."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from digest.machine.site_plan import plan_site
from digest.machine.staleness import Finder
from digest.machine.state import State, read_state
from digest.outputs.writers import WRITERS, code_keys
from digest.plan import site_files
from digest.plan.kinds import OUTPUT_KINDS
from digest.plan.types import Members
from tests.building import DAY, SETTINGS, build, entry, options, silent, write_site
from tests.machine.sites import FILES

Reasons = Callable[[Callable[[State], Callable[[Iterable[str]], str]]], dict[str, set[str | None]]]


@pytest.fixture
def reasons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reasons:
    """By kind, why outputs of a built site are stale if the fingerprints of code differ."""
    monkeypatch.setattr(site_files, "SITEMAP_LIMIT", 5)
    other = entry(arxiv="2302.00009", tags="[C++]", aliases="old")
    files = {
        **FILES,
        "static/ads.txt": "ads",
        "digest.yaml": f"{SETTINGS}authors: {{min_papers: 1}}\nsiblings: [bib, ris, csl, json, md]\n",
        f"{DAY}/b2.md": other,
    }
    root = write_site(tmp_path, files)
    assert build(root).result.published

    def find(code: Callable[[State], Callable[[Iterable[str]], str]]) -> dict[str, set[str | None]]:
        asked = options(root)
        state = read_state(asked)
        assert state.manifest is not None
        planned = plan_site(state, asked, silent)
        codes = code_keys(code(state))
        finder = Finder(planned.theme, codes, state.manifest, asked.output, cache=True, trusted=True, links=())
        stale = finder.find(planned.plan)
        found: dict[str, set[str | None]] = {kind.name: set() for kind in OUTPUT_KINDS}
        for output in planned.plan:
            found[output.kind.name].add(stale.reasons.get(output.path))
        return found

    return find


def test_nothing_is_stale_while_nothing_changes(reasons: Reasons) -> None:
    assert reasons(lambda state: state.code) == {kind.name: {None} for kind in OUTPUT_KINDS}


def test_another_program_makes_every_output_stale_but_copies(reasons: Reasons) -> None:
    expected = {kind.name: {None if kind.writer == "copy" else "code"} for kind in OUTPUT_KINDS}
    assert reasons(lambda _: lambda _: "another") == expected


@pytest.mark.parametrize("library", sorted({each for writer in WRITERS.values() for each in writer.libraries or ()}))
def test_another_version_of_a_library_makes_the_outputs_stale_of_the_writers_that_use_it(
    reasons: Reasons, library: str
) -> None:
    users = {name for name, writer in WRITERS.items() if library in (writer.libraries or ())}
    expected = {kind.name: {"code" if kind.writer in users else None} for kind in OUTPUT_KINDS}
    assert reasons(lambda state: lambda named: "another" if library in named else state.code(named)) == expected


def test_only_copies_have_no_code_in_their_keys() -> None:
    assert {name for name, code in code_keys(lambda _: "code").items() if not code} == {"copy"}


def test_the_kinds_have_names_of_their_own_and_writers_that_are_there() -> None:
    assert len({kind.name for kind in OUTPUT_KINDS}) == len(OUTPUT_KINDS)
    assert {kind.writer for kind in OUTPUT_KINDS} <= WRITERS.keys()
    themed = {"template", "json-feed"}
    assert {kind.name for kind in OUTPUT_KINDS if kind.template} == {
        kind.name for kind in OUTPUT_KINDS if kind.writer in themed
    }


def test_the_kind_of_a_cover_stands_above_its_members() -> None:
    names = [kind.name for kind in OUTPUT_KINDS]
    for place, kind in enumerate(OUTPUT_KINDS):
        if isinstance(kind.outputs, Members):
            assert kind.outputs.cover in names[:place]
