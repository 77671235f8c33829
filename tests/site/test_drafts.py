"""Drafts may lack what is required: previews show them, and nothing else does."""

import re
from pathlib import Path

import pytest

from tests.building import DAY, ENTRY, BuiltSite, check, site

WHOLE = {f"{DAY}/whole.md": ENTRY}
PAGE = "papers/a.html"

LACKING = {
    "everything": "draft: true\n",
    "all but a Chinese title": "draft: yes\ntitle_zh: 一个标题\n",
    "values": "draft: true\ntitle:\nauthors: []\ncategory:\n",
    "in another spelling": '"draft": True\n',
    "a category": "title: A Title\nauthors: A Lee\ndraft: true\n",
    "authors": "title: A Title\ncategory: CV\ndraft: 是\n",
    "a title": "authors: A Lee\ncategory: [CV, LG]\ndraft: true\n",
}


@pytest.fixture(params=["default", "ledger"])
def theme(request: pytest.FixtureRequest) -> str:
    return f"url: https://example.org/digest/\ntheme: {request.param}\n"


def draft(front: str, body: str = "") -> dict[str, str]:
    return {**WHOLE, f"{DAY}/a.md": f"---\n{front}---\n{body}"}


@pytest.mark.parametrize("lacking", LACKING)
def test_a_preview_shows_a_draft_whatever_it_lacks(tmp_path: Path, theme: str, lacking: str) -> None:
    files = {"digest.yaml": theme, **draft(LACKING[lacking], "\n## 要点\n\n1. 第一点。\n")}
    built = site(tmp_path, files, drafts=True)
    assert built.result.published
    assert {each.severity for each in built.result.diagnostics} == {"warning"}
    for page in (PAGE, f"en/{PAGE}", f"issues/{DAY.rpartition('/')[2]}.html", "index.html"):
        text = built.text(page)
        assert "第一点。" in text
        assert '<span class="mark">' in text
        assert 'class="chip chip-"' not in text
    assert (
        "一个标题" if "title_zh" in LACKING[lacking] else "A Title" if "A Title" in LACKING[lacking] else "a"
    ) in re.findall("<title>([^<·]*)", built.text(PAGE))[0]


@pytest.mark.parametrize("lacking", LACKING)
def test_a_build_leaves_it_out_and_warns(tmp_path: Path, lacking: str) -> None:
    built = site(tmp_path, draft(LACKING[lacking]))
    assert built.result.published
    assert built.result.drafts == (f"{DAY}/a.md",)
    assert PAGE not in built.files()
    assert "missing-identifier" in {each.code for each in built.result.diagnostics}
    assert {str(each.severity) for each in check(tmp_path)} <= {"note"}


def test_a_draft_that_is_finished_is_told_what_it_lacks(tmp_path: Path) -> None:
    built: BuiltSite = site(tmp_path, draft("title: A Title\n"))
    assert not built.result.published
    assert sorted(each.code for each in built.result.diagnostics if each.severity == "error") == [
        "missing-field",
        "missing-field",
        "missing-identifier",
    ]


def test_a_wrong_value_is_an_error_in_a_preview(tmp_path: Path) -> None:
    files = draft("title: A Title\ndraft: true\narxiv: 1\n")
    assert site(tmp_path, files).result.published
    assert not site(tmp_path, files, drafts=True).result.published


def test_drafts_without_titles_are_papers_of_their_own(tmp_path: Path) -> None:
    built = site(tmp_path, draft("draft: true\n") | {f"{DAY}/b.md": "---\ndraft: true\n---\n"}, drafts=True)
    assert built.result.published
    assert built.result.papers == 3


def test_a_draft_without_a_day_waits(tmp_path: Path) -> None:
    built = site(tmp_path, {**WHOLE, "content/a.md": "---\ndraft: true\n---\n"}, drafts=True)
    assert built.result.published
    assert "missing-date" in {each.code for each in built.result.diagnostics}


LATER = "title: A Title\nauthors: A Lee\ncategory: CV\narxiv: 2302.00001\ndraft: true\n"
GONE = "\n## 图\n\n![x](later.png)\n\n## 摘要\n\n![y](later.png) [z](gone.md) 文。\n"


def test_a_draft_may_lack_its_figures(tmp_path: Path) -> None:
    built = site(tmp_path, draft(LATER, GONE), drafts=True)
    assert built.result.published
    assert {
        (each.code, str(each.severity)) for each in built.result.diagnostics if each.code != "missing-title-zh"
    } == {
        ("missing-figure", "warning"),
        ("broken-link", "warning"),
    }
    assert "文。" in built.text("papers/2302.00001.html")


def test_a_missing_figure_of_an_entry_is_one_error(tmp_path: Path) -> None:
    site(tmp_path, draft(LATER.replace("draft: true\n", "title_zh: 题\n"), GONE.partition("## 摘要")[0]))
    assert [each.code for each in check(tmp_path) if each.severity == "error"] == ["missing-figure"]


def test_a_strict_build_passes_whatever_drafts_lack(tmp_path: Path) -> None:
    built = site(tmp_path, draft("draft: true\n"), strict=True)
    assert built.result.published
    assert {str(each.severity) for each in built.result.diagnostics} == {"note"}


def test_a_link_to_a_draft_says_so(tmp_path: Path) -> None:
    linking = ENTRY.replace("2302.03084", "2302.00002") + "\n## 笔记\n\n见[草稿](a.md)。\n"
    files = {**draft(LATER), f"{DAY}/b.md": linking}
    built = site(tmp_path, files)
    told = [each.message for each in built.result.diagnostics if each.code == "broken-link"]
    assert told == ["'a.md' is a draft, or dated in the future; it is shown as text"]
    assert "../papers/2302.00001.html" in site(tmp_path, files, drafts=True).text("papers/2302.00002.html")
