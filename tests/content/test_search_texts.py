"""What is searched of an entry."""

import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from digest.content.documents import read_document
from digest.content.entry import Entry
from digest.content.search_texts import make_search_texts, search_keys
from digest.content.typesetting import typeset
from digest.text.folding import fold
from digest.text.source import Source
from tests.building import write_site
from tests.searching import PAPERS, QUERIES, Paper, Query, read_papers, sampled, term_keys

ENTRY = """\
---
title: "D$^3$G: *Pic2Word* & zero--shot"
title_zh: 组合图像检索 $x^2$
authors:
- Ada Lovelace
- {name: 李雷, affiliation: 谷歌}
affiliations: [Google, 谷歌]
category: [cs.CV, CL]
arxiv: 2302.03084v2
doi: 10.1145/3292500
venue: ICLR 2023
area: [检索]
tags: [CIR, 零样本]
---
A **lead** with [a link](other.md).

## 要点
- 第一，`code_of`
- 第二[^1]

## 一句话总结
一句 $\\alpha$ 话。

## Abstract
One
two &lt; three.

## 动机
为什么。

## 笔记
### 里面的标题
正文

- 一项
  - 又一项

| 甲 | 乙 |
|---|---|

[^1]: 脚注。
"""


def read_texts(text: str) -> list[tuple[str, str, str]]:
    record, body = typeset(read_document(Source(path="content/2023-02-08/a.md", text=text))).value
    assert isinstance(record, Entry)
    return list(make_search_texts(record, body).fields)


def test_everything_that_is_searched_is_there_as_pages_show_it() -> None:
    assert read_texts(ENTRY) == [
        ("title", "en", "D³G: *Pic2Word* & zero–shot"),
        ("title", "zh", "组合图像检索 x²"),
        ("author", "", "Ada Lovelace"),
        ("author", "", "李雷"),
        ("affiliation", "", "Google"),
        ("affiliation", "", "谷歌"),
        ("id", "", "arXiv:2302.03084v2"),
        ("id", "", "arXiv:2302.03084"),
        ("id", "", "doi:10.1145/3292500"),
        ("category", "", "CV"),
        ("category", "", "CL"),
        ("area", "", "检索"),
        ("tag", "", "CIR"),
        ("tag", "", "零样本"),
        ("venue", "", "ICLR 2023"),
        ("summary", "zh", "一句 α 话。"),
        ("key_points", "zh", "第一，code_of"),
        ("key_points", "zh", "第二"),
        ("key_points", "zh", "脚注。"),
        ("abstract", "en", "One two < three."),
        ("motivation", "zh", "为什么。"),
        ("notes", "en", "A lead with a link."),
        ("notes", "zh", "笔记"),
        ("notes", "zh", "里面的标题"),
        ("notes", "zh", "正文"),
        *[("notes", "zh", text) for text in ("一项", "又一项", "甲", "乙")],
    ]


def test_a_chinese_title_alone_is_one_text() -> None:
    assert read_texts("---\ntitle: 甲\nauthors: A\ncategory: CV\nurl: https://example.org/\n---\n")[0] == (
        "title",
        "zh",
        "甲",
    )


def test_keys_of_titles_are_apart() -> None:
    record, body = typeset(read_document(Source(path="content/2023-02-08/a.md", text=ENTRY))).value
    assert isinstance(record, Entry)
    titles, everything = search_keys(make_search_texts(record, body))
    assert {"d3g", "组合", "索", "pic2word"} <= titles < everything
    assert {"正文", "文", "2302", "ada"} <= everything - titles


@pytest.fixture(scope="module")
def papers(example_root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Paper]:
    root = tmp_path_factory.mktemp("searched")
    shutil.copytree(example_root, root, dirs_exist_ok=True)
    return read_papers(write_site(root, {"digest.yaml": (root / "digest.yaml").read_bytes(), **PAPERS}))


@pytest.fixture(scope="module")
def real_papers(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Paper]:
    root = tmp_path_factory.mktemp("real")
    subprocess.run([sys.executable, str(corpus / "make_entries.py"), str(root), "--count", "400"], check=True)
    return read_papers(root)


def check_keys(papers: list[Paper], queries: Iterable[Query]) -> None:
    """The keys of a query's terms lead to all papers that match, and those of one word or two characters to no more."""
    keys = [search_keys(paper.texts)[1] for paper in papers]
    for query in queries:
        for term in query.terms:
            wanted, start = term_keys(term)
            led_to = {
                paper.slug
                for paper, found in zip(papers, keys, strict=True)
                if wanted <= found and any(key.startswith(start) for key in found)
            }
            matching = {paper.slug for paper in papers if Query("", (term,)).matches(paper)}
            assert matching <= led_to, term
            if {fold(term)} in (wanted, {start}):
                assert matching == led_to, term


def test_keys_lead_to_all_papers_that_match_a_query(papers: list[Paper]) -> None:
    found = [sum(map(query.matches, papers)) for query in QUERIES]
    assert sum(map(bool, found)) > 80
    assert found.count(0) > 10
    check_keys(papers, (*QUERIES, *sampled(papers, 500)))


def test_keys_lead_to_all_real_papers_that_match_a_query(real_papers: list[Paper]) -> None:
    check_keys(real_papers, (*QUERIES, *sampled(real_papers, 300)))
