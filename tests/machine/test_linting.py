"""Linting a site: duplicate papers, allowances, and checks of some paths only."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from digest.content.documents import Document
from digest.lint.linter import Linted, lint_document
from digest.machine import linting
from digest.machine.build import check_site
from digest.text.diagnostics import Diagnostic
from tests.building import AUTHORITY, DAY, SETTINGS, build, check, entry, options, silent, tree, write_site

ALLOWED = "check: {allow: {doubled-spaces: it is set so}}\n"


def told(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str, str]]:
    return [(each.path, each.code, str(each.severity)) for each in diagnostics]


def note(text: str, **keys: str) -> str:
    return f"{entry(**keys)}\n## 笔记\n\n{text}\n"


def test_a_paper_that_comes_again_under_another_address_is_an_error(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {
            f"{DAY}/a.md": entry(),
            "content/2023-02-09/b.md": entry(arxiv="2302.03084v2", slug="again"),
            "content/2023-02-07/c.md": entry(arxiv="2302.03085", title="'Another Title'"),
        },
    )
    [found] = check(tmp_path)
    assert told((found,)) == [("content/2023-02-09/b.md", "same-paper", "error")]
    assert (found.message, found.hint) == (
        "content/2023-02-08/a.md is about the same paper (arxiv 2302.03084)",
        "keep one of the two, or allow it with the reason why the paper comes again",
    )
    text = (tmp_path / found.path).read_text(encoding="utf-8")
    assert text[found.span.start : found.span.end] == "2302.03084v2"


def test_two_entries_of_one_address_are_told_once(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": entry(), f"{DAY}/b.md": entry()})
    assert told(check(tmp_path)) == [(f"{DAY}/b.md", "same-address", "error")]


def test_a_draft_of_a_paper_that_is_there_is_told(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": entry(), f"{DAY}/b.md": entry(draft="true")})
    assert told(check(tmp_path)) == [(f"{DAY}/b.md", "same-paper", "note")]


def test_a_paper_may_come_again_with_a_reason(tmp_path: Path) -> None:
    again = entry(slug="again", allow="{same-paper: a second look at the code}")
    write_site(tmp_path, {f"{DAY}/a.md": entry(), f"{DAY}/b.md": again})
    assert check(tmp_path) == ()


def test_one_title_for_two_papers_is_a_warning(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {
            f"{DAY}/a.md": entry(title="Segment Anything in Images"),
            f"{DAY}/b.md": entry(title="'Segment anything: in images'", arxiv="2302.03085"),
            f"{DAY}/c.md": entry(title="Segment Anything in Videos", arxiv="2302.03086"),
        },
    )
    [found] = check(tmp_path)
    assert told((found,)) == [(f"{DAY}/b.md", "same-title", "warning")]
    assert found.message == f"{DAY}/a.md has the same title"


def test_papers_with_an_address_only_are_told_apart_by_their_titles(tmp_path: Path) -> None:
    keys = {"arxiv": "", "title": "Segment Anything in Images"}
    write_site(
        tmp_path,
        {f"{DAY}/a.md": entry(**keys, url="https://a.b/1"), f"{DAY}/b.md": entry(**keys, url="https://a.b/2")},
    )
    assert told(check(tmp_path)) == [(f"{DAY}/b.md", "same-title", "warning")]


def test_a_rule_is_allowed_on_the_whole_site(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": note("甲  乙")})
    assert told(check(tmp_path)) == [(f"{DAY}/a.md", "doubled-spaces", "warning")]
    write_site(tmp_path, {"digest.yaml": SETTINGS + ALLOWED})
    assert check(tmp_path) == ()


def test_an_unused_allowance_is_reported_by_a_check_of_the_whole_site(tmp_path: Path) -> None:
    write_site(tmp_path, {"digest.yaml": SETTINGS + ALLOWED, f"{DAY}/a.md": entry()})
    [found] = check(tmp_path)
    assert told((found,)) == [("digest.yaml", "unused-allowance", "warning")]
    assert found.message == "nothing here needs 'doubled-spaces' to be allowed"
    assert check(tmp_path, tmp_path / DAY) == ()


def test_a_site_cannot_allow_an_unknown_rule(tmp_path: Path) -> None:
    write_site(tmp_path, {"digest.yaml": SETTINGS + ALLOWED.replace("spaces", "space"), f"{DAY}/a.md": entry()})
    [found] = check(tmp_path)
    assert (found.path, found.code, found.hint) == ("digest.yaml", "unknown-rule", "did you mean 'doubled-spaces'?")


@pytest.mark.parametrize("reason", ["", "None", "TBD", "'...'", "the reason", "待补充", "'-'", "无"])
def test_an_allowance_without_a_reason_is_an_error_for_a_build_too(tmp_path: Path, reason: str) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": entry(allow=f"{{doubled-spaces: {reason}}}")})
    [found] = build(tmp_path).result.diagnostics
    assert (found.code, found.message, found.hint) == (
        "missing-reason",
        "'allow' does not say why 'doubled-spaces' is allowed",
        "write doubled-spaces: the reason",
    )


def test_only_what_is_asked_about_is_linted(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {
            f"{DAY}/a.md": note("甲  乙"),
            f"{DAY}/b.md": note("甲,乙", arxiv="2302.03085", title="B"),
            "content/about.md": "---\npage: true\n---\n甲 ”软” 乙\n",
        },
    )
    assert told(check(tmp_path, tmp_path / DAY / "b.md")) == [(f"{DAY}/b.md", "halfwidth-punctuation", "warning")]
    assert [path for path, _, _ in told(check(tmp_path))] == [f"{DAY}/a.md", f"{DAY}/b.md", "content/about.md"]


def test_an_introduction_is_linted_too(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": entry(), f"{DAY}/issue.md": "---\ntitle: A Day\n---\n甲,乙\n"})
    assert told(check(tmp_path)) == [(f"{DAY}/issue.md", "halfwidth-punctuation", "warning")]


def test_workers_find_the_same_in_the_same_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = {
        f"{DAY}/{number}.md": note("甲  乙,丙", arxiv=f"2302.{number:05}", title=f"T{number}") for number in range(9)
    }
    write_site(tmp_path, notes)
    alone = check(tmp_path, jobs=1)
    monkeypatch.setattr(linting, "LINTING_WORTH_WORKERS", 1)
    monkeypatch.setattr(linting, "LINTING_PORTION", 2)
    assert check(tmp_path, jobs=2) == alone
    assert len(alone) == 18


def test_a_fault_in_one_file_hides_nothing_of_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": note("甲  乙"), f"{DAY}/b.md": note("甲  乙", arxiv="2302.03085", title="B")})

    def fail_once(document: Document, *rest: Any) -> Linted:
        if document.source.path.endswith("a.md"):
            raise RuntimeError("odd")
        return lint_document(document, *rest)

    monkeypatch.setattr(linting, "lint_document", fail_once)
    found = check(tmp_path)
    assert told(found) == [(f"{DAY}/a.md", "internal-error", "error"), (f"{DAY}/b.md", "doubled-spaces", "warning")]
    assert found[0].message == "this file could not be linted: RuntimeError: odd"


def test_a_check_counts_what_it_could_mend_and_writes_nothing(tmp_path: Path) -> None:
    write_site(tmp_path, {"digest.yaml": SETTINGS + AUTHORITY, f"{DAY}/a.md": note("甲  乙,丙（丁")})
    before = tree(tmp_path)
    result = check_site(options(tmp_path), silent)
    assert [each.code for each in result.diagnostics] == [
        "doubled-spaces", "halfwidth-punctuation", "unbalanced-brackets"
    ]  # fmt: skip
    assert (result.fixable, result.mended) == (2, ())
    assert tree(tmp_path) == before


def test_a_build_does_not_import_the_rules(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": note("甲  乙,丙")})
    assert len(build(tmp_path).result.diagnostics) == 0
    program = (
        "import sys; from tests.building import build; from pathlib import Path; "
        "build(Path(sys.argv[1]), cache=False); "
        "sys.exit(any(name.startswith('digest.lint') for name in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=Path(__file__).parents[2], check=False)
    assert ran.returncode == 0


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ("url: https://Digest.example:8080/x/\n", "https://Digest.example:8080/x/"),
        ("url: https://digest.example/\nfeed: {items: 5}\n", "{items: 5}"),
        ("url: https://例子.中国/\n", "https://例子.中国/"),
    ],
)
def test_a_check_tells_that_the_ids_of_feeds_are_not_the_site_s_own(tmp_path: Path, settings: str, place: str) -> None:
    write_site(tmp_path, {"digest.yaml": settings, f"{DAY}/a.md": entry()})
    [found] = check_site(options(tmp_path), silent).diagnostics
    assert told((found,)) == [("digest.yaml", "missing-authority", "warning")]
    assert settings[found.span.start : found.span.end] == place
    own = (
        "xn--fsqu00a.xn--fiqs8s,2024"
        if "例子" in settings
        else f"digest.example,2024{':x' if '/x/' in settings else ''}"
    )
    assert f'authority: "{own}"' in found.hint
    assert 'authority: "paper-digest.invalid,2023"' in found.hint
    assert build(tmp_path).result.diagnostics.by_rule == {}
    for authority in (own, "paper-digest.invalid,2023"):
        write_site(tmp_path, {"digest.yaml": f"url: https://digest.example/\nfeed: {{authority: '{authority}'}}\n"})
        assert tuple(check_site(options(tmp_path), silent).diagnostics) == ()


def test_whole_addresses_of_the_site_s_own_are_looked_up(tmp_path: Path) -> None:
    own = "https://example.org/digest/"
    there = ("", "#a", "about.html?a#b", "about", "en/", "en", "papers/2302.03084.html", "feed.xml", "a%20b.pdf")
    text = note("".join(f"[甲]({own}{each})\n\n" for each in (*there, "papers/2302.03085.html")))
    about = f"---\npage: true\ntitle: A\n---\n<{own}papers/nope.html>\n"
    write_site(tmp_path, {f"{DAY}/a.md": text, "content/about.md": about, "static/a b.pdf": "x"})
    found = check(tmp_path)
    assert [(each.path, each.code, each.hint) for each in found] == [
        (f"{DAY}/a.md", "broken-link", "write /papers/2302.03084.html"),
        ("content/about.md", "broken-link", "write the path of an entry (pic2word.md) or of a page (/about.html)"),
    ]
    assert text[found[0].span.start : found[0].span.end] == f"{own}papers/2302.03085.html"
    allowed = "allow: {broken-link: it comes tomorrow}\n---\n"
    write_site(tmp_path, {"content/about.md": about.replace("---\n<", f"{allowed}<")})
    assert [each.path for each in check(tmp_path)] == [f"{DAY}/a.md"]


def test_another_site_may_be_below_the_address_of_one_that_has_the_whole_host(tmp_path: Path) -> None:
    own = "https://ada.example.org/"
    lost = ("papers/2302.03085.html", "nope.html")
    text = note("".join(f"[甲]({own}{each})\n\n" for each in ("net/", "net", "net/a.html", *lost)))
    write_site(tmp_path, {"digest.yaml": SETTINGS.replace("https://example.org/digest/", own), f"{DAY}/a.md": text})
    assert [each.message for each in check(tmp_path)] == [
        f"'{own}{each}' leads to no page of the site" for each in lost
    ]


def test_a_whole_address_of_what_is_not_published_yet_is_told_as_such(tmp_path: Path) -> None:
    own = "https://example.org/digest/"
    later = ("papers/2302.03085.html", "en/papers/2302.03085", "papers/2302.03086.html", "en/team/us.html")
    write_site(
        tmp_path,
        {
            f"{DAY}/a.md": note("".join(f"[甲]({own}{each})\n\n" for each in later)),
            f"{DAY}/b.md": entry(arxiv="2302.03085", title="Another Title", draft="true"),
            "content/2024-02-09/c.md": entry(arxiv="2302.03086", title="A Third Title"),
            "content/team/about.md": "---\npage: true\ntitle: A\ntitle_zh: 甲\nslug: us\ndraft: true\n---\n",
        },
    )
    assert [(each.code, each.message, each.hint) for each in check(tmp_path) if each.path == f"{DAY}/a.md"] == [
        ("broken-link", f"'{own}{each}' is a draft, or dated in the future", "the link works when that is published")
        for each in later
    ]


def test_whole_addresses_in_the_settings_are_looked_up(tmp_path: Path) -> None:
    own = "https://example.org/digest/"
    settings = f"{SETTINGS}navigation: [{{title: A, url: {own}about}}]\nlinks: [{{title: A, url: {own}abuot.html}}]\n"
    write_site(tmp_path, {"digest.yaml": settings, "content/about.md": "---\npage: true\ntitle: A\n---\n"})
    [found] = [each for each in check(tmp_path) if each.code == "broken-link"]
    assert (found.path, found.message, found.hint) == (
        "digest.yaml",
        f"'{own}abuot.html' leads to no page of the site",
        "write /about.html",
    )
    assert settings[found.span.start : found.span.end] == f"{own}abuot.html"
