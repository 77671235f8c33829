"""Collections of papers as people write them, with what each paper is: files by name, and the expected fields."""

from collections.abc import Callable
from typing import Any, NamedTuple

COUNT = 30

NOUNS = [
    "Lanterns",
    "Ferries",
    "Orchards",
    "Glaciers",
    "Harbours",
    "Looms",
    "Compasses",
    "Windmills",
    "Archives",
    "Bridges",
]
VERBS = ["Sorting", "Mapping", "Weighing", "Counting", "Folding", "Tracing", "Timing", "Sketching"]
THINGS = ["灯笼", "渡船", "果园", "冰川", "港口", "织机", "罗盘", "风车", "档案", "桥梁"]
DEEDS = ["整理", "绘制", "称量", "清点", "折叠", "追踪", "计时", "速写"]
PEOPLE = [
    "Ada Lovelace",
    "Kurt Gödel",
    "Emmy Noether",
    "Alan Turing",
    "Sofia Kovalevskaya",
    "Jean-Pierre Serre",
    "Ludwig van Beethoven",
    "陈省身",
]


class Collection(NamedTuple):
    """Files, and the expected fields of each paper in order."""

    files: dict[str, str]
    papers: list[dict[str, Any]]


class Paper(NamedTuple):
    """The words of a paper."""

    number: int

    @property
    def title(self) -> str:
        return f"{VERBS[self.number % 8]} {NOUNS[self.number % 10]} by Lamplight: Part {self.number}"

    @property
    def title_zh(self) -> str:
        return f"灯下{DEEDS[self.number % 8]}{THINGS[self.number % 10]}（其{self.number}）"

    @property
    def authors(self) -> tuple[str, ...]:
        return tuple(PEOPLE[(self.number + each) % 8] for each in range(1 + self.number % 4))

    @property
    def arxiv(self) -> str:
        return f"24{1 + self.number % 9:02}.{10000 + self.number}"

    @property
    def day(self) -> str:
        return f"2024-{1 + self.number % 9:02}-{1 + self.number % 27:02}"

    @property
    def summary(self) -> str:
        return f"用一盏灯{DEEDS[self.number % 8]}{THINGS[self.number % 10]}，比白天快 {self.number + 2} 倍。"

    @property
    def abstract(self) -> str:
        noun = NOUNS[self.number % 10].lower()
        return f"We study {noun} at night. With $n={self.number}$ lamps, the error falls by half."

    @property
    def abstract_zh(self) -> str:
        return f"本文在夜里研究{THINGS[self.number % 10]}。用 {self.number} 盏灯时误差减半。"

    @property
    def code(self) -> str:
        return f"https://github.com/lamp/part{self.number}" if self.number % 3 else ""


PAPERS = [Paper(number) for number in range(COUNT)]


def notes() -> Collection:
    """A note per paper in folders, with label lines below the title and sections with headings below them."""
    files, papers = {}, []
    for paper in PAPERS:
        venue = ("NeurIPS 2024", "ICML 2024", "arXiv 2024")[paper.number % 3]
        files[f"docs/{paper.day}/lamp-{paper.number}.md"] = f"""# {paper.title}

**会议**: {venue}{"  "}
**arXiv**: [{paper.arxiv}](https://arxiv.org/abs/{paper.arxiv}){"  "}
**作者**: {", ".join(paper.authors)}{"  "}
**代码**: {paper.code or "待确认"}{"  "}
**领域**: 夜间视觉 / 在线学习{"  "}
**关键词**: 灯光, 夜晚, {THINGS[paper.number % 10]}

## 一句话总结

{paper.summary}

## 研究背景与动机

1. **领域现状**：白天的方法已经很多。
2. **现有痛点**：夜里看不清。

## 方法详解

### 整体框架

- **关键点**：先点灯，再观察。

### 实验设计

| 灯 | 误差 |
|---|---|
| {paper.number} | 0.5 |

## 评分

- 新颖性: ⭐⭐⭐⭐
"""
        sections = ["方法详解", "评分"]
        papers.append(
            {
                "title": paper.title,
                "authors": paper.authors,
                "arxiv": paper.arxiv,
                "venue": venue,
                "code": paper.code,
                "code_status": "" if paper.code else "待确认",
                "area": ("夜间视觉", "在线学习"),
                "tags": ("灯光", "夜晚", THINGS[paper.number % 10]),
                "summary": paper.summary,
                "key_points": (),
                "title_zh": "",
                "category": (),
                "day": paper.day,
                "headings": ["动机", *sections],
                "contains": ["### 整体框架", "### 实验设计", "- **关键点**：先点灯，再观察。"],
            }
        )
    return Collection(files, papers)


def pages() -> Collection:
    """A page of a site generator per paper, in two languages, with HTML in it."""
    files, papers = {}, []
    for paper in PAPERS:
        quoted = "\n".join(f"> {sentence}." for sentence in paper.abstract.rstrip(".").split(". "))
        files[f"_posts/{paper.day}-lamp-{paper.number}.md"] = f"""---
layout: default
title: {paper.title}
---

# {paper.title}

<div class="toolbar" markdown="1">
  <a href="https://arxiv.org/abs/{paper.arxiv}" target="_blank">arXiv: {paper.arxiv}</a>
  <a href="https://arxiv.org/pdf/{paper.arxiv}"
     class="button">📄 PDF</a>
</div>

**作者**: {", ".join(paper.authors)}

**分类**: cs.CV, cs.LG

**发布日期**: {paper.day} (更新: 2024-12-01)

---

## 💡 一句话要点

**{paper.summary}**

**关键词**: `灯光` `夜晚` `{THINGS[paper.number % 10]}`

## 🎯 核心要点

1. 夜里看不清{THINGS[paper.number % 10]}。
2. 点上 {paper.number} 盏灯。

## 📝 摘要（中文）

{paper.abstract_zh}

## 📄 摘要（原文）

{quoted}

## 🔬 方法详解

**问题定义**：给定{THINGS[paper.number % 10]}的照片。

## 🖼️ 关键图片

<figure>
  <img src="https://example.org/{paper.number}.png" alt="灯 {paper.number}">
  <figcaption>一盏灯</figcaption>
</figure>
"""
        papers.append(
            {
                "title": paper.title,
                "authors": paper.authors,
                "arxiv": paper.arxiv,
                "category": ("cs.CV", "cs.LG"),
                "published": paper.day,
                "summary": f"**{paper.summary}**",
                "tags": ("灯光", "夜晚", THINGS[paper.number % 10]),
                "key_points": (f"夜里看不清{THINGS[paper.number % 10]}。", f"点上 {paper.number} 盏灯。"),
                "abstract_zh": paper.abstract_zh,
                "abstract": quoted.replace("> ", ""),
                "title_zh": "",
                "day": paper.day,
                "headings": ["🔬 方法详解", "🖼️ 关键图片"],
                "contains": [f"![灯 {paper.number}](https://example.org/{paper.number}.png)", "**问题定义**：给定"],
            }
        )
    return Collection(files, papers)


def keys() -> Collection:
    """A file per paper whose front matter has most of it."""
    files, papers = {}, []
    for paper in PAPERS:
        names = "\n".join(f"  - {name}" for name in paper.authors)
        files[f"content/{paper.day}/lamp-{paper.number}.md"] = f"""---
title: "{paper.title}"
title_zh: {paper.title_zh}
authors:
{names}
date: {paper.day}
pdf: https://arxiv.org/pdf/{paper.arxiv}
tldr: {paper.summary}
motivation: 夜里看不清{THINGS[paper.number % 10]}：因为太暗。
method: 点上 {paper.number} 盏灯。
result: 误差减半。
conclusion: 灯有用。
score: {5 + paper.number % 5}.5
tags: [灯光, '{THINGS[paper.number % 10]}']
---

## 摘要

{paper.abstract_zh}

## Abstract

{paper.abstract}

## 论文详细总结

### 1. 研究问题

黑暗。

### 3. 实验设计

`lamp` 的数目。
"""
        papers.append(
            {
                "title": paper.title,
                "title_zh": paper.title_zh,
                "authors": paper.authors,
                "arxiv": paper.arxiv,
                "summary": paper.summary,
                "rating": f"{5 + paper.number % 5}.5",
                "tags": ("灯光", THINGS[paper.number % 10]),
                "abstract_zh": paper.abstract_zh,
                "abstract": paper.abstract,
                "day": paper.day,
                "headings": ["动机", "方法", "结果", "结论", "论文详细总结"],
                "contains": ["### 1. 研究问题", "### 3. 实验设计", "夜里看不清", "灯有用。"],
            }
        )
    return Collection(files, papers)


def many() -> Collection:
    """A file per day with several papers between rules."""
    files: dict[str, str] = {}
    papers = []
    for paper in PAPERS:
        day = f"2024-05-{1 + paper.number // 6:02}"
        text = f"""# {paper.title}

**Authors**: {", ".join(paper.authors)}

**Link**: https://arxiv.org/abs/{paper.arxiv}

**Categories**: cs.CL

**Abstract**: {paper.abstract}

**中文摘要**: {paper.abstract_zh}

---

"""
        name = f"daily/{day}.md"
        files[name] = files.get(name, "") + text
        papers.append(
            {
                "title": paper.title,
                "authors": paper.authors,
                "arxiv": paper.arxiv,
                "category": ("cs.CL",),
                "abstract": paper.abstract,
                "abstract_zh": paper.abstract_zh,
                "title_zh": "",
                "day": day,
                "headings": [],
                "contains": [],
            }
        )
    return Collection(files, papers)


SHAPES: dict[str, tuple[Callable[[], Collection], float]] = {
    "notes": (notes, 0.95),
    "pages": (pages, 0.95),
    "keys": (keys, 0.95),
    "many": (many, 0.99),
}
"""Each shape, and the least share of papers that come out whole."""
