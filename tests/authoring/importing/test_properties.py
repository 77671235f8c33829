"""Properties of importing any text: nothing raises, no word is lost, the files written are valid."""

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.authoring.importing import IMPORT_FORMATS
from digest.authoring.importing.placing import NewFile, Taken, place_files
from digest.content.documents import read_document
from digest.content.typesetting import typeset
from digest.text.diagnostics import Diagnostic, Severity, has_errors
from digest.text.source import Source
from tests.authoring.importing.recipes_there import BUILT_IN, imported

DAY = datetime.date(2023, 2, 8)
POST = (Path(__file__).parents[2] / "site" / "example_post.txt").read_text(encoding="utf-8")

WORD = re.compile(r"[A-Za-z]{3,}|[\u3400-\u4dbf\u4e00-\u9fff]+")
STRUCTURE = {
    word.casefold()
    for recipe in BUILT_IN.values()
    for word in (
        *WORD.findall(recipe.text),
        *WORD.findall("http https www org com abs arxiv pdf html doi and others et al 等 等人 和 与 年"),
    )
}
"""Words of labels and keys, and of addresses, which are not part of a text."""

FRAGMENTS = """\
1、[CV] One Fine Title
[LG] Another Title: 第二个
2. Another Title
## 3. [CL] Third
# 论文日报 2023-02-08
A Lovelace, A Turing…
[MIT & 剑桥大学]
K Gödel [IAS] (2023)
作者: 张三丰、李四光
Accepted at ICLR 2023
一个标题
要点:
  1. 第一点;
(2) 第二点。
- bullet point
一句话总结: 一句话。
**摘要：**
Abstract
本文研究可以计算任何可计算之物的机器,并在多个数据集上用大量实验表明,在成本相同的情况下,它们比人工计算得更快,也更少出错。
We study machines that compute anything that can be computed, and show with many experiments that they are fast.
https://arxiv.org/abs/2302.03084
论文链接：https://arxiv.org/abs/2302.03085
[代码](https://github.com/a/b)
See https://arxiv.org/abs/2302.03086LG - 机器学习 CV - 计算机视觉
另外几篇值得关注的论文:
LG - 机器学习 CV - 计算机视觉
730次阅读
图1: 结构
转载请注明出处
----
局限:
---
title: Front
标题: 某个标题
标题：Another Title
【论文1】SA: One Fine Title
论文 2：Second Fine Title
4、[新方向] Fourth
二、Some Title
备注：值得一读
关键词：分割, 一切
编辑点评：很有意思。
适用场景：医学
以上就是今天的全部内容，我们明天见
张三 李四（清华大学，北京大学）
A Bravo et al., NeurIPS 2023 · [code](https://github.com/q/x)
## 5. Fifth ([arXiv](https://arxiv.org/abs/2302.03087))
arXiv:2302.03088 [cs.LG], 2023-12-01
```
$x^2$ and `code`
> quoted
## 检索


"""
LINES = tuple(FRAGMENTS.split("\n"))
"""Typical lines of posts."""

texts = st.lists(st.sampled_from(LINES) | st.text(max_size=30), max_size=30).map("\n".join)


@st.composite
def posts(draw: st.DrawFn) -> str:
    """A real post with lines removed, moved, repeated, joined and inserted."""
    lines = POST.split("\n")
    start = draw(st.integers(0, len(lines) - 30))
    lines = lines[start : start + draw(st.integers(10, 60))]
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, len(lines) - 1)) if lines else 0
        change = draw(st.sampled_from(("out", "twice", "in", "joined", "moved")))
        if change == "in" or not lines:
            lines.insert(place, draw(st.sampled_from(LINES)))
        elif change == "out":
            del lines[place]
        elif change == "twice":
            lines.insert(place, lines[place])
        elif change == "joined" and place + 1 < len(lines):
            lines[place : place + 2] = [lines[place] + lines[place + 1]]
        else:
            lines.append(lines.pop(place))
    return "\n".join(lines)


def import_text(
    text: str, name: str = "post.txt", taken: Taken | None = None
) -> tuple[tuple[NewFile, ...], tuple[Diagnostic, ...]]:
    """The files of a text by the recipe that covers most of it."""
    recipe = "notes" if name == "note.md" else "post"
    read, told = imported(name, text, recipe)
    source = Source(path=name, text=text)
    placed = place_files(read, source, DAY, lambda day: f"content/{day}", taken or Taken(), str)
    return placed.value, (*told, *placed.diagnostics)


def is_noise(line: str) -> bool:
    """Whether a built-in recipe leaves something of a line out."""
    patterns = [noise.pattern for recipe in BUILT_IN.values() for noise in recipe.noise if noise.pattern]
    return any(pattern.search(line.strip()) for pattern in patterns)


def lost_words(text: str, name: str = "post.txt") -> list[str]:
    """Words that are neither written, nor on a line that is noise, nor of a refused paper or file."""
    files, told = import_text(text, name)
    if not files:
        assert has_errors(told)
        return []
    if any(each.code == "paper-there" for each in told):
        return []
    written = re.sub(r"[\s\\]", "", "".join(file.text for file in files)).casefold()
    return [
        word
        for line in text.split("\n")
        if not is_noise(line)
        for word in WORD.findall(line)
        if word.casefold() not in written and word.casefold() not in STRUCTURE
    ]


@pytest.mark.parametrize("name", ["post.txt", "post.md", "note.md"])
@given(text=texts)
def test_no_word_of_any_text_is_lost(name: str, text: str) -> None:
    assert lost_words(text, name) == []


@pytest.mark.parametrize("name", ["post.txt", "post.md", "note.md"])
@given(text=posts())
def test_no_word_of_a_damaged_post_is_lost(name: str, text: str) -> None:
    assert lost_words(text, name) == []


def test_no_word_of_the_post_is_lost() -> None:
    assert lost_words(POST) == []


@pytest.mark.parametrize("name", [f"file{suffix}" for each in IMPORT_FORMATS for suffix in each.suffixes[:1]])
@given(text=texts | st.text() | posts())
def test_no_text_raises_in_any_format(name: str, text: str) -> None:
    import_text(text, name)


PIECES = r"""TY ER TI AU - @article{ } { " = # , title author {\'e} \ $ [ ] : null 1 <p> </p> < >
<a href='https://arxiv.org/abs/2302.03084'> </a> <h1> <li> <ol> </ol> & ; &#0; <! <![ <!-- --> <script> <math> <pre>"""
MARKS = tuple(PIECES.split())
"""Fragments of mark-up of all formats."""


@pytest.mark.parametrize("name", ["file.bib", "file.json", "file.html", "file.ris"])
@given(text=st.lists(st.sampled_from((*MARKS, "[CV] One", "\n", " ")) | st.text(max_size=3), max_size=60).map("".join))
def test_no_broken_mark_up_raises(name: str, text: str) -> None:
    import_text(text, name)


@given(texts | posts())
def test_what_is_written_passes_the_check_or_the_editor_is_told(text: str) -> None:
    for name in ("post.txt", "post.md"):
        files, told = import_text(text, name)
        for file in files:
            source = Source(path=file.path, text=file.text)
            parsed = typeset(read_document(source))
            faults = [each for each in parsed.diagnostics if each.severity is Severity.ERROR]
            is_draft = file.is_entry and "\ndraft: true\n" in file.text
            assert not faults or (is_draft and has_errors(told))


@pytest.mark.parametrize(
    "line",
    [
        "https://arxiv.org/abs/2302.03084 " * 2000,
        "[a](https://a.example/) " * 2000,
        "LG - 机器学习 " * 2000 + "x",
        "A Lovelace (MIT), " * 2000 + "(x",
        "```\n" * 2000,
        "[" * 5000,
        "<p>" * 5000,
        "<ol><li>" * 2000,
        "---\n" * 2000,
    ],
)
@pytest.mark.parametrize("name", ["post.md", "post.html"])
def test_a_text_of_thousands_of_pieces_is_read_at_once(name: str, line: str) -> None:
    files, _ = import_text(f"[CV] One\n\nhttps://arxiv.org/abs/2302.03081\n\n{line}", name)
    assert len([file for file in files if file.is_entry]) <= 1


@given(texts | posts())
def test_files_have_names_of_their_own(text: str) -> None:
    paths = [file.path.casefold() for file in import_text(text)[0]]
    assert len(set(paths)) == len(paths)
    assert all(re.fullmatch(r"content/[0-9-]+/[a-z0-9._-]+\.md", path) for path in paths)


@given(texts | posts())
def test_importing_twice_adds_nothing(text: str) -> None:
    taken = Taken()
    first, _ = import_text(text, taken=taken)
    again, told = import_text(text, taken=taken)
    assert again == ()
    assert not first or "paper-there" in {each.code for each in told}


NOTE = """\
---
date: 2023-02-08 10:30:00
tags: [检索, images]
venue: CVPR 2023
updated: 2023-03-01
paper_url: https://arxiv.org/abs/2302.03084
author: Ada Lovelace, Alan Turing
year: 2023
created: 2023-02-09
category: CV
rating: 8/10
---

# Mapping Pictures to Words

**中文标题**: 将图映射到词
**作者**: Ada Lovelace, 张三丰 等（Google Brain）
**机构**: MIT & 剑桥大学
**Links**: [arXiv](https://arxiv.org/abs/2302.03084) / [知乎解读](https://zhuanlan.zhihu.com/p/1)
Code: https://github.com/a/b · Data: https://example.org/data
Project: https://x.github.io/y, slides: https://example.org/s.pdf
arXiv:2302.03084 [cs.CV], NeurIPS'23 Oral, 5 pages
**分类**: Computer Vision (cs.CV), LG
**发布日期**: 2023-02-08 (更新: 2023-03-01)
**年份**: 2023年
[Homepage](https://x.github.io/y) [PDF](https://arxiv.org/pdf/2302.03084) | [video](https://youtu.be/x)
| DOI | 10.1145/3292500.3330701 |
> 评分: 8/10

## 一句话总结

一句话。 第二句。

## 要点

- 第一点； 好
- 第二点
"""
ISSUE = """\
# 日报 2023-02-08

## 1、[CV] Mapping Pictures to Words ([arXiv](https://arxiv.org/abs/2302.03084))

Ada Lovelace1,2*, Alan Turing [MIT & CMU] (CVPR 2023)
将图映射到词
摘要： 一段。

## 2. [LG/CL] [Second Thing](https://arxiv.org/abs/2302.03085)

Kurt Gödel, Emmy Noether
机构：IAS
论文： https://arxiv.org/abs/2302.03085
"""
STRANGE = st.text("zqxjvkwy", min_size=7, max_size=9)
"""A word that is in no text."""


@given(text=st.sampled_from((NOTE, ISSUE)), word=STRANGE, data=st.data())
def test_what_stands_beside_a_value_is_kept(text: str, word: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    number = data.draw(st.sampled_from([at for at, line in enumerate(lines) if re.search(r"\w", line)]))
    line = lines[number]
    first = re.match(r"[#>|-]* ?(?:[\w*]+: ?|\| DOI \|)?", line)
    start = first.end() if first is not None else 0
    place = data.draw(
        st.sampled_from([start, *(at for at, sign in enumerate(line) if sign == " " and at > start), len(line)])
    )
    lines[number] = f"{line[:place]} {word} {line[place:]}".rstrip()
    files, _ = import_text("\n".join(lines), "note.md" if text is NOTE else "post.md")
    assert word in "".join(file.text for file in files), lines[number]


PAPERS = st.lists(
    st.tuples(
        st.integers(10000, 99999),
        st.sampled_from(("Sorting Lanterns", "灯下绘图: A Study", "On $O(n^2)$ Looms*")),
        st.lists(
            st.sampled_from(("要点:\n\n1. 一。\n2. [二] 三。", "一句话总结: 一句。", "摘要:\n长\n\n短", "", "> 引文")),
            max_size=4,
        ),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda paper: paper[0],
)


@given(PAPERS)
def test_as_many_papers_come_out_as_went_in(papers: list[tuple[int, str, list[str]]]) -> None:
    post = "\n\n".join(
        f"{number}、[CV] {title} {paper}\n\nA Lovelace, A Turing\n\n{{}}\n\nhttps://arxiv.org/abs/2401.{paper}".replace(
            "{}", "\n\n".join(texts)
        )
        for number, (paper, title, texts) in enumerate(papers, 1)
    )
    files, _ = import_text(post)
    assert [file.path for file in files if file.is_entry] == [
        f"content/2023-02-08/2401.{paper}.md" for paper, _, _ in papers
    ]


ITEMS = {
    "file.bib": (
        "@article{{k{0}, title={{T {0}}}, author={{Bc, A}}, doi={{10.1000/{0}}}}}",
        "@article{{same, title={{T {0}}}, author={{A Bc, D Ef}}, journal=nature, year=2023}}",
        "@inproceedings{{c{0}, title={{T {0}}}, crossref={{parent}}}}",
        "@proceedings{{parent, title={{P}}}}",
        "@misc{{e{0}, note={{n}}}}",
        "@misc{{f{0}}}",
        "@article{{g{0}, title=, doi={{10.1000/{0}}}}}",
        "@article{{h{0}, title={{T, doi={{10.1000/{0}}}\n@comment{{}}",
        "@article{{i{0}, title={{T}} doi={{10.1000/{0}}}}}",
        "article{{j{0}, title={{T {0}}}}}",
    ),
    "file.ris": (
        "TY  - JOUR\nTI  - T {0}\nAU  - Bc, A\nAU  - De, F\nDO  - 10.1000/{0}\nKW  - a\nKW  - b\n\nER  - ",
        "TY  - JOUR\nTI  - T {0}\ngoes on\nstray",
        "TY  - JOUR\nER  - ",
        "TY  - JOUR\nstray\nN1  - n\nN1  - m\nmore\nER  -",
        "ER  - \nT1  - Its type is lost {0}\nAB  - a\n\nb\nER  - ",
    ),
    "file.json": (
        '{{"title": "T {0}", "author": [{{"name": "A"}}, 7], "DOI": "10.1000/{0}"}}',
        '{{"author": [{{"family": "A"}}]}}',
        '{{"title": "T {0}", "items": [], "author": "A Bc, D Ef, G Hi"}}',
        '{{"type": "book", "id": {0}}}',
        "{{}}",
        "null",
        '"T {0}"',
    ),
}
"""By format: items, of which each is a paper or is told."""


@pytest.mark.parametrize("name", ITEMS)
@given(data=st.data())
def test_each_item_of_a_bibliography_becomes_a_paper_or_is_told(name: str, data: st.DataObject) -> None:
    kinds = [ITEMS[name][0], *data.draw(st.lists(st.sampled_from(ITEMS[name]), max_size=8))]
    items = [kind.format(number) for number, kind in enumerate(data.draw(st.permutations(kinds)), 100)]
    text = f"[{','.join(items)}]" if name.endswith("json") else "\n".join(items)
    read, told = imported(name, text)
    left = [each for each in told if each.severity is Severity.ERROR or "is no paper" in each.message]
    assert len(read.drafts) + len(left) == len(items)
