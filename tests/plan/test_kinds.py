"""Properties of `OutputKind`, tested with rows that `OUTPUT_KINDS` does not have."""

from pathlib import Path

import pytest

from digest.plan import make
from digest.plan.kinds import OUTPUT_KINDS
from digest.plan.pages import paper_page_path, paper_pages
from digest.plan.types import Fact, Members, OutputKind, Plan
from tests.building import DAY, SETTINGS, entry, write_site
from tests.plan.test_keys import plan

ABOUT = "---\npage: true\ntitle: About\n---\nSee [robots](/robots.txt).\n"


def plan_with(monkeypatch: pytest.MonkeyPatch, folder: Path, *kinds: OutputKind) -> Plan:
    monkeypatch.setattr(make, "OUTPUT_KINDS", kinds)
    return plan(write_site(folder, {f"{DAY}/a.md": entry(), "content/about.md": ABOUT}), {})


def test_outputs_of_two_kinds_may_not_have_one_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twin = OutputKind("twin", Members("issue", paper_page_path, paper_pages), "paper.html")
    told = plan_with(monkeypatch, tmp_path, *OUTPUT_KINDS, twin).diagnostics
    assert [each.path for each in told if each.code == "same-address"] == [f"{DAY}/a.md"]


def test_a_slug_may_not_take_the_path_of_another_papers_sibling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = OutputKind("data", Members("issue", lambda head: f"papers/{head.slug}.json", paper_pages), "paper.html")
    monkeypatch.setattr(make, "OUTPUT_KINDS", [*OUTPUT_KINDS, data])
    files = {"digest.yaml": SETTINGS + "siblings: [csl]\n", f"{DAY}/a.md": entry(slug="a")}
    files[f"{DAY}/b.md"] = entry(slug="a.csl", arxiv="2302.00002")
    told = plan(write_site(tmp_path, files), {}).diagnostics
    assert [(each.path, each.message) for each in told] == [
        (f"{DAY}/b.md", "two outputs would both be papers/a.csl.json")
    ]


def test_members_are_planned_where_their_row_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = OutputKind("odd", Members("issue", lambda head: f"{head.slug}.txt", paper_pages), "paper.html")
    with pytest.raises(ValueError, match="the pages of 'odd' are not at the paths that its row says"):
        list(plan_with(monkeypatch, tmp_path, *OUTPUT_KINDS, odd))


@pytest.mark.parametrize(("facts", "kind"), [(Fact.ONE_LANGUAGE | Fact.LINKABLE, "file"), (Fact.LINKABLE, "page")])
def test_a_link_leads_to_the_language_that_has_the_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, facts: Fact, kind: str
) -> None:
    kinds = [each._replace(facts=facts) if each.name == "robots" else each for each in OUTPUT_KINDS]
    [link] = plan_with(monkeypatch, tmp_path, *kinds).contents.resolved["content/about.md"].links
    assert (link.kind, link.path) == (kind, "robots.txt")
