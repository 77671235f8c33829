"""A build with nothing to do skips planning, reports the same diagnostics, and is never stale."""

import datetime
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from digest.machine import build as machine
from digest.machine import site_plan, stamps, state
from tests.building import DAY, BuiltSite, build, entry, write_site
from tests.machine.sites import FILES, A, B, change

LATER = "content/2024-02-01/later.md"
SITE: dict[str, str | bytes] = {
    **FILES,
    f"{DAY}/warned.md": entry(arxiv="2302.00007", title_zh=""),
    f"{DAY}/draft.md": entry(arxiv="2302.00008", draft="true"),
    LATER: entry(arxiv="2402.00009"),
    "content/2023-02-07/linked.md": entry(arxiv="2302.00010") + "\n## Notes\n\n[nowhere](nowhere.md)\n",
    "themes/default/strings/en.yaml": "link_mine: Lost\n",
}


@pytest.fixture
def root(tmp_path: Path, settled: Callable[[], None]) -> Path:
    """A site that was built when all its stamps were old enough to be trusted."""
    write_site(tmp_path / "site", SITE)
    settled()
    assert build(tmp_path / "site").result.published
    return tmp_path / "site"


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Sets the disk's clock a minute ahead, so that stamps are trusted."""
    touch = stamps.touch

    def settle() -> None:
        monkeypatch.setattr(machine, "touch", lambda path: touch(path) + 60_000_000_000)

    return settle


@pytest.fixture
def drafts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows with every build that makes a plan."""
    made: list[str] = []
    plan_site = site_plan.plan_site

    def noting(*arguments: Any, **options: Any) -> site_plan.SitePlan:
        made.append("draft")
        return plan_site(*arguments, **options)

    monkeypatch.setattr(site_plan, "plan_site", noting)
    return made


def told(built: BuiltSite) -> tuple[object, ...]:
    result = built.result
    numbers = (result.papers, result.issues, result.pages, result.outputs)
    return (list(result.diagnostics), result.published, *numbers, result.drafts, result.future)


def test_nothing_is_loaded_when_nothing_changed_and_the_same_is_said(root: Path, drafts: list[str]) -> None:
    full = build(root, cache=False)
    assert len(drafts) == 1
    again = build(root)
    assert len(drafts) == 1
    assert told(again) == told(full)
    assert {each.code for each in again.result.diagnostics} >= {"missing-title-zh", "broken-link", "missing-string"}
    assert (again.written(), again.removed()) == ([], [])


@pytest.mark.parametrize(
    "changes",
    [
        {A: str(FILES[A]).replace("中文摘要。", "新的摘要。")},
        {B: None},
        {f"{DAY}/new.md": entry(arxiv="2302.00099")},
        {f"{DAY}/fig.png": b"another"},
        {"content/authors.yaml": "Ada Lovelace: [A. Lovelace]\n"},
        {"digest.yaml": "url: https://example.org/digest/\ntitle: Another\n"},
        {"themes/default/strings/en.yaml": None},
        {"themes/default/static/custom.css": "p { color: red }"},
        {"output/index.html": "mine"},
        {"output/feed.xml": None},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_whatever_changed_is_noticed(root: Path, drafts: list[str], changes: dict[str, str | bytes | None]) -> None:
    change(root, changes)
    assert build(root).result.published
    assert drafts == ["draft"]


@pytest.mark.parametrize(
    "options",
    [
        {"drafts": True},
        {"future": True},
        {"url": "https://elsewhere.example/"},
        {"cache": False},
        {"now": datetime.datetime(2024, 2, 2, tzinfo=datetime.UTC)},
        {"now": datetime.datetime(2023, 2, 7, tzinfo=datetime.UTC)},
    ],
    ids=str,
)
def test_other_options_are_another_build(root: Path, drafts: list[str], options: dict[str, Any]) -> None:
    build(root, **options)
    assert drafts == ["draft"]


def test_another_day_without_new_papers_is_the_same_build(root: Path, drafts: list[str]) -> None:
    for day in (1, 20, 31):
        build(root, now=datetime.datetime(2024, 1, day, tzinfo=datetime.UTC))
    assert drafts == []


def test_a_day_begins_in_the_sites_time_zone(root: Path, drafts: list[str]) -> None:
    midnight = datetime.datetime(2024, 1, 31, 16, tzinfo=datetime.UTC)  # in Shanghai
    assert build(root, now=midnight - datetime.timedelta(seconds=1)).result.future == (LATER,)
    assert drafts == []
    assert build(root, now=midnight).result.future == ()
    assert drafts == ["draft"]


def test_warnings_that_count_are_told_again(root: Path) -> None:
    assert not build(root, strict=True).result.published
    assert not build(root, strict=True).result.published


def test_another_program_is_another_build(root: Path, drafts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "installed_versions", lambda _: {"jinja2": "another"})
    build(root)
    assert drafts == ["draft"]


def test_after_the_machine_was_started_again_outputs_are_read_and_not_rendered(
    root: Path, drafts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "start_of_machine", lambda: "another")
    page = root / "output" / "index.html"
    content, stamp = page.read_bytes(), page.stat()
    page.write_bytes(b"\0" * len(content))  # after a power failure, size and mtime may be right but the content lost
    os.utime(page, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    built = build(root)
    assert built.written() == ["index.html"]
    assert page.read_bytes() == content
    assert drafts == ["draft"]
    build(root)
    assert drafts == ["draft"]


def test_a_checkout_with_new_times_is_read_once_and_nothing_is_parsed(
    root: Path, monkeypatch: pytest.MonkeyPatch, drafts: list[str]
) -> None:
    for number, path in enumerate(sorted((root / "content").rglob("*.md"))):
        os.utime(path, (1_000_000 + number, 1_000_000 + number))

    def refuse(*_: Any) -> Any:
        raise AssertionError("nothing has to be parsed")

    monkeypatch.setattr("digest.machine.source_parser.read_document", refuse)
    built = build(root)
    assert (built.written(), drafts) == ([], ["draft"])
    build(root)
    assert drafts == ["draft"]


def test_outputs_that_were_restored_with_new_times_are_read_once(root: Path, drafts: list[str]) -> None:
    before = time.time_ns() - 10**12
    for path in (root / "output").rglob("*.html"):
        os.utime(path, ns=(before, before))
    assert build(root).written() == []
    build(root)
    assert drafts == ["draft"]


def test_only_what_the_last_build_did_not_say_is_news(root: Path) -> None:
    def news(**wishes: Any) -> list[str]:
        result = build(root, **wishes).result
        return [f"{each.path} {each.code}" for each in result.diagnostics.news_after(result.earlier)]

    assert news() == []
    change(root, {f"{DAY}/new.md": entry(arxiv="2302.00077", title_zh="")})
    assert news() == [f"{DAY}/new.md missing-title-zh"]
    assert news() == []
    change(root, {f"{DAY}/new.md": entry(arxiv="2302.00077", title_zh="").replace("title: ", "titel: ")})
    wrong = [f"{DAY}/new.md unknown-key"]
    assert news() == wrong
    assert news() == wrong, "errors are shown until they are mended"
    change(root, {f"{DAY}/new.md": None})
    assert news() == []
    assert len(news(strict=True)) == len(news(cache=False)) == len(build(root).result.diagnostics) > 0
