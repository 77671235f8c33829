"""Warnings that an entry or the site allows are told by no verb; errors cannot be allowed."""

from pathlib import Path

import pytest

from digest.machine.build import check_site
from digest.machine.preview import Preview
from tests.building import AUTHORITY, DAY, SETTINGS, build, check, entry, options, silent, write_site

LINK = "\n## 笔记\n\n看[这里](nowhere.md)。\n"
ALLOW_LINK = "{broken-link: the other entry comes tomorrow}"
A = f"{DAY}/a.md"


def codes(root: Path) -> list[list[str]]:
    """The codes of a check, of a build, of a build with nothing to do, of `serve`."""
    preview = Preview(root).update(options(root, drafts=True, future=True), silent)
    built = build(root).result, build(root).result
    return [
        [each.code for each in check(root)],
        *[[each.code for each in result.diagnostics] for result in (*built, preview)],
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (entry() + LINK, "broken-link"),
        (entry(title_zh=""), "missing-title-zh"),
        (entry(published="2023-03-01"), "bad-date"),
        (entry() + "\n$x 元\n", "unbalanced-math"),
        (entry(title="“A Title”"), "curly-quotes"),
    ],
)
def test_a_warning_may_be_allowed_by_its_entry_or_by_the_site(tmp_path: Path, text: str, code: str) -> None:
    write_site(tmp_path, {A: text})
    assert all(code in told for told in codes(tmp_path))
    own = text.replace("---\n", f"---\nallow: {{{code}: it is so}}\n", 1)
    write_site(tmp_path, {A: own})
    assert codes(tmp_path) == [[]] * 4
    write_site(tmp_path, {A: text, "digest.yaml": f"{SETTINGS}check: {{allow: {{{code}: it is so}}}}\n"})
    assert codes(tmp_path) == [[]] * 4
    write_site(tmp_path, {"digest.yaml": SETTINGS})
    assert all(code in told for told in codes(tmp_path))


def test_warnings_of_settings_and_themes_are_allowed_by_the_site(tmp_path: Path) -> None:
    strings = {"themes/default/strings/zh.yaml": "link_mine: 我的\n"}
    write_site(tmp_path, {A: entry(), **strings})
    assert [each.code for each in check_site(options(tmp_path), silent).diagnostics] == [
        "missing-authority",
        "missing-string",
    ]
    allowed = "check:\n  allow:\n    missing-authority: one site only\n    missing-string: it is Chinese\n"
    write_site(tmp_path, {"digest.yaml": SETTINGS + allowed})
    assert list(check_site(options(tmp_path), silent).diagnostics) == []


def test_an_error_cannot_be_allowed(tmp_path: Path) -> None:
    write_site(tmp_path, {A: entry(date="yesterday", allow="{bad-date: so it was}")})
    assert [(each.code, str(each.severity)) for each in check(tmp_path)] == [("bad-date", "error")]
    write_site(tmp_path, {A: entry(allow="{missing-field: there is none}")})
    [found] = check(tmp_path)
    assert (found.code, found.message, found.hint) == (
        "error-allowed",
        "'missing-field' cannot be allowed: it is an error, and nothing is published with it",
        "delete it; 'digest check --rule missing-field' says how to mend it",
    )
    write_site(tmp_path, {A: entry(allow="{guessed-day: it is right}")})
    assert check(tmp_path)[0].message == "'guessed-day' cannot be allowed: only 'digest import' says it"


def test_what_a_site_allows_for_nothing_is_told(tmp_path: Path) -> None:
    write_site(tmp_path, {A: entry(allow=ALLOW_LINK)})
    assert [each.code for each in check(tmp_path)] == ["unused-allowance"]
    write_site(tmp_path, {A: entry(), "digest.yaml": f"{SETTINGS}check: {{allow: {ALLOW_LINK}}}\n"})
    assert [each.code for each in check(tmp_path)] == ["unused-allowance"]


@pytest.mark.parametrize(
    "files",
    [
        {A: entry(allow=ALLOW_LINK, date="never")},
        {A: entry(allow=ALLOW_LINK) + "\n![图](gone.png)\n"},
        {A: entry(allow=ALLOW_LINK) + LINK, f"{DAY}/b.md": entry(arxiv="2302.03085", category="")},
        {A: entry(allow=ALLOW_LINK).replace("Turing]", "Turing")},
        {A: entry(allow=ALLOW_LINK).encode("gb18030")},
    ],
)
def test_nothing_is_called_unused_beside_errors(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    write_site(tmp_path, {**files, "digest.yaml": f"{SETTINGS}check: {{allow: {{doubled-spaces: a poem}}}}\n"})
    found = check(tmp_path)
    assert "unused-allowance" not in [each.code for each in found]
    assert any(each.severity == "error" for each in found)


def test_nothing_is_called_unused_that_was_not_looked_for(tmp_path: Path) -> None:
    """What a plan says of drafts and of papers dated in the future is not known."""
    files = {A: entry(), f"{DAY}/b.md": entry(arxiv="2302.03085", title="B", draft="true", allow=ALLOW_LINK) + LINK}
    write_site(tmp_path, {**files, "digest.yaml": f"{SETTINGS}check: {{allow: {ALLOW_LINK}}}\n"})
    assert [each.code for each in check(tmp_path)] == []
    assert [each.code for each in check(tmp_path, tmp_path / A)] == []


def test_a_strict_build_lets_pass_what_is_allowed(tmp_path: Path) -> None:
    write_site(tmp_path, {A: entry(allow=ALLOW_LINK) + LINK, "digest.yaml": SETTINGS + AUTHORITY})
    assert build(tmp_path, strict=True).result.published
