"""`digest new --update` and `digest import --fill`: what arXiv knows fills what entries lack, and nothing else."""

from pathlib import Path

import pytest

from digest.text.diagnostics import has_errors
from tests.arxiv import Arxiv, Reply
from tests.building import check, entry, write_site
from tests.faces.conftest import Run

PATH = "content/2023-02-08/p.md"
TITLE = "Pic2Word: Mapping Pictures to Words for Zero-shot Composed Image Retrieval"
BARE = """\
---
title: My own title
authors:
category: LG
arxiv: 2302.03084
draft: true
---

## 一句话总结

话。

## Abstract

## 笔记

我的。
"""


def write(site: Path, text: str) -> Path:
    write_site(site, {PATH: text})
    return site / PATH


def test_what_an_entry_lacks_is_filled_and_what_is_there_stays(run: Run, arxiv: Arxiv, site: Path) -> None:
    path = write(site, BARE)
    ran = run("new", "--update", PATH)
    assert (ran.status, ran.out) == (0, f"{PATH}\n")
    assert ran.err == "  filled: authors, venue, published, code, abstract\nFilled 1 entry.\n"
    text = path.read_text(encoding="utf-8")
    assert text.startswith(
        "---\ntitle: My own title\n"
        "authors: Kuniaki Saito, Kihyuk Sohn, Xiang Zhang, Chun-Liang Li, Chen-Yu Lee, Kate Saenko, Tomas Pfister\n"
        "category: LG\narxiv: 2302.03084\ndraft: true\nvenue: CVPR 2023\npublished: 2023-02-06\n"
        "code: https://github.com/google-research/composed_image_retrieval\n---\n\n"
        "## 一句话总结\n\n话。\n\n## Abstract\n\nIn Composed Image Retrieval (CIR), a user"
    )
    assert text.endswith("/composed_image_retrieval.\n\n## 笔记\n\n我的。\n")
    assert not has_errors(check(site))
    again = run("new", "--update", "content")
    assert (again.status, again.out, again.err) == (0, "", "Filled 0 entries.\n")
    assert arxiv.asked == [["2302.03084"]]


def test_an_abstract_goes_to_the_end_of_an_entry_without_its_section(run: Run, arxiv: Arxiv, site: Path) -> None:
    path = write(site, "---\r\narxiv: 2302.03084\r\ndraft: true\r\n---\r\n\r\n## 摘要\r\n\r\n长。\r\n")
    assert run("new", "--update", "content").status == 0
    content = path.read_bytes()
    assert b"\n\r\n## Abstract\r\n\r\nIn Composed" in content
    assert content.count(b"\n") == content.count(b"\r\n")
    assert f'title: "{TITLE}"' in content.decode()


@pytest.mark.parametrize("text", ["no front matter\n", entry(doi="10.1000/182", arxiv="")])
def test_an_entry_without_an_id_is_told(run: Run, arxiv: Arxiv, site: Path, text: str) -> None:
    path = write(site, text)
    ran = run("new", "--update", PATH)
    assert (ran.status, ran.out, path.read_text(encoding="utf-8")) == (1, "", text)
    assert f"error: {PATH} has no arXiv id\n" in ran.err
    assert arxiv.asked == []


def test_a_paper_that_arxiv_does_not_have_is_told(run: Run, arxiv: Arxiv, site: Path) -> None:
    write(site, BARE.replace("03084", "99999"))
    ran = run("new", "--update", PATH)
    assert (ran.status, ran.out) == (1, "")
    assert "error: arXiv has no paper 2302.99999\n" in ran.err


def test_without_an_answer_nothing_is_changed(run: Run, arxiv: Arxiv, site: Path) -> None:
    path = write(site, BARE)
    arxiv.replies = [Reply(status=404)] * 9
    ran = run("new", "--update", PATH)
    assert (ran.status, ran.out, path.read_text(encoding="utf-8")) == (2, "", BARE)
    assert "hint: ask again later: what is filled stays" in ran.err


NOTE = "# {title}\n\n**arXiv**: 2302.03084\n**分类**: LG\n\n## 一句话总结\n\n话。\n"


SOURCES = {
    "note.md": NOTE.format(title="My own title"),
    "references.bib": "@misc{a, title={My own title}, eprint={2302.03084}, primaryclass={cs.LG}}",
    "references.ris": "TY  - GEN\nTI  - My own title\nKW  - cs.LG\nUR  - http://arxiv.org/abs/2302.03084\nER  - \n",
}


@pytest.mark.parametrize("name", SOURCES)
def test_import_fills_what_a_paper_lacks(run: Run, arxiv: Arxiv, site: Path, name: str) -> None:
    (site / name).write_text(SOURCES[name], encoding="utf-8")
    write_site(site, {"content/about.md": "---\npage: true\ntitle: A\n---\n"})
    ran = run("import", "--fill", "--date", "2023-02-08", name)
    assert (ran.status, ran.out) == (0, "content/2023-02-08/2302.03084.md\n")
    text = (site / "content/2023-02-08/2302.03084.md").read_text(encoding="utf-8")
    assert "title: My own title\n" in text
    assert "category: LG\n" in text or "category: cs.LG\n" in text
    assert "published: 2023-02-06\n" in text
    assert "draft" not in text
    assert arxiv.asked == [["2302.03084"]]


def test_import_without_an_answer_writes_drafts(run: Run, arxiv: Arxiv, site: Path) -> None:
    (site / "note.md").write_text(NOTE.format(title="Mine"), encoding="utf-8")
    arxiv.replies = [Reply(status=404)] * 9
    ran = run("import", "--fill", "--date", "2023-02-08", "note.md")
    assert (ran.status, ran.out) == (2, "content/2023-02-08/2302.03084.md\n")
    assert "digest new --update fills it in later" in ran.err
