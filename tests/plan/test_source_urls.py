"""Links from pages to their sources: the setting `repo`."""

from dataclasses import replace
from pathlib import Path

import pytest

from digest.faces.places import place_in_repository
from digest.model.config import read_config
from digest.plan.urls import source_url
from digest.text.source import Source
from tests.building import DAY, ENTRY, SETTINGS, site


@pytest.mark.parametrize(
    ("repo", "start"),
    [
        ("https://github.com/owner/name", "https://github.com/owner/name/blob/HEAD/sub/"),
        ("https://github.com/owner/name.git", "https://github.com/owner/name/blob/HEAD/sub/"),
        ("https://gitee.com/owner/name/", "https://gitee.com/owner/name/blob/HEAD/sub/"),
        ("https://gitlab.com/a/b/name", "https://gitlab.com/a/b/name/-/blob/HEAD/sub/"),
        ("https://codeberg.org/o/n", "https://codeberg.org/o/n/src/commit/HEAD/sub/"),
        ("https://github.com/o/n/tree/main/s", "https://github.com/o/n/blob/main/s/"),
        ("https://gitlab.com/o/n/-/tree/dev", "https://gitlab.com/o/n/-/blob/dev/"),
        ("https://codeberg.org/o/n/src/branch/x", "https://codeberg.org/o/n/src/branch/x/"),
    ],
)
def test_each_host_has_its_form(repo: str, start: str) -> None:
    parsed = read_config(Source(path="digest.yaml", text=f"{SETTINGS}repo: {repo}\n"))
    assert parsed.value is not None
    assert parsed.diagnostics == ()
    assert (
        source_url(replace(parsed.value, place="sub/"), "content/a b/甲#.md") == f"{start}content/a%20b/%E7%94%B2%23.md"
    )


@pytest.mark.parametrize(
    ("repo", "hint"),
    [
        ("owner/name", "write repo: https://github.com/owner/name"),
        ("git@github.com:owner/name.git", "write repo: https://github.com/owner/name"),
        ("http://gitlab.com/owner/name", "write repo: https://gitlab.com/owner/name"),
        ("ssh://git@codeberg.org/owner/name.git", "write repo: https://codeberg.org/owner/name"),
        ("https://github.com/owner", "write repo: https://github.com/owner/name"),
        ("https://github.com/owner/name?tab=readme", "write repo: https://github.com/owner/name"),
        ("javascript:alert(1)", "write repo: https://github.com/owner/name"),
        ("[a, b]", "write repo: https://github.com/owner/name"),
    ],
)
def test_what_is_no_repository_is_an_error_with_what_to_write(repo: str, hint: str) -> None:
    parsed = read_config(Source(path="digest.yaml", text=f"{SETTINGS}repo: {repo}\n"))
    assert [(each.code, each.hint) for each in parsed.diagnostics] == [("bad-url", hint)]


def test_papers_and_standing_pages_link_to_their_files(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "digest.yaml": f"{SETTINGS}repo: https://github.com/owner/name\n",
        f"{DAY}/甲.md": ENTRY,
        "content/about.md": "---\npage: true\ntitle: About\n---\nText.\n",
    }
    built = site(tmp_path, files)
    start = "https://github.com/owner/name/blob/HEAD/"
    for tree in ("", "en/"):
        paper = built.text(f"{tree}papers/2302.03084.html")
        assert f'class="improve" href="{start}{DAY}/%E7%94%B2.md"' in paper
        assert 'class="permalink"' not in paper
        assert f'class="improve" href="{start}content/about.md"' in built.text(f"{tree}about.html")
        issue = built.text(f"{tree}issues/2023-02-08.html")
        assert 'class="improve"' not in issue
        assert 'class="permalink"' in issue
    assert "improve" not in site(tmp_path / "without", {f"{DAY}/a.md": ENTRY}).text("papers/2302.03084.html")


def test_a_site_below_the_top_of_its_repository_knows_its_place(tmp_path: Path) -> None:
    root = tmp_path / "repository" / "papers" / "日报"
    root.mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    assert place_in_repository(root) == "papers/日报/"
    assert place_in_repository(tmp_path / "repository") == ""
