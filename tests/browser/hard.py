"""A site of hard cases: what an editor may well write one day, and no page may break under."""

import struct
import zlib

SETTINGS = """\
title: {zh: 论文日报, en: Paper Digest}
description: {zh: 难排的论文。, en: Papers that are hard to set.}
url: https://example.org/digest/
per_page: 2
authors: {min_papers: 2}
editor: {name: Ada Lovelace, url: "https://example.org/ada"}
footer: {zh: 英文摘要出自各论文的作者。, en: The abstracts are by the papers' authors.}
links: [{title: {zh: 别处, en: Elsewhere}, url: "https://example.org/elsewhere"}]
follow: [{name: Mastodon, url: "https://example.org/@digest"}]
categories: {AI: {zh: 人工智能, en: Artificial Intelligence, colour: "#b8860b"}}
"""

WORD = "Hyperparametrischequantenfeldtheorienormalisierungsverfahren"
"""Sixty letters without a place to break."""

FORTY_WORDS = (
    "On the Surprising and Frequently Misunderstood Consequences of Scaling Very Large Autoregressive Language Models "
    "with Sparse Mixtures of Experts for Zero-Shot Composed Image Retrieval, Continual Reinforcement Learning, "
    "Protein Structure Prediction, Symbolic Mathematics and Other Tasks that Nobody Had Asked For"
)

AUTHORS = ", ".join(f"{first} {last}son" for last in "ABCDEFGHIJ" for first in (f"Given{n}" for n in range(30)))
"""Three hundred names."""

ZH = (
    "组合图像检索（CIR）把查询图像与文本结合起来，描述用户“想要的目标”；现有的方法依赖监督学习：用查询图像、文本说明和目标图像"
    "组成的三元组来训练。给这种三元组贴标签很昂贵，也妨碍了CIR的广泛应用……本文方法Pic2Word（零样本）只需要弱标记的图像描述对，"
    "并在《常见基准》、CIRR和Fashion-IQ上优于几种有监督的方法！它真的有效吗？是的，“非常有效”。"
)
EN = (
    "In Composed Image Retrieval (CIR), a user combines a query image with text to describe their intended target. "
    "Existing methods rely on supervised learning of CIR models using labeled triplets, and labeling such triplets is "
    "expensive — it hinders the broad applicability of CIR… Our “zero-shot” approach needs only weakly labeled pairs."
)


def _entry(title: str, arxiv: str, *, zh: str = "", body: str = "", **more: str) -> str:
    keys = {"title": title, "title_zh": zh, "authors": "Ada Lovelace, Alan Turing", "category": "CV", "arxiv": arxiv}
    lines = [f"{name}: {value}" for name, value in (keys | more).items() if value]
    return "\n".join(["---", *lines, "---", "", body]).rstrip() + "\n"


_BOTH = f"""\
## 要点

1. 第一点：{ZH[:40]}；
2. 第二点。

## 一句话总结

{ZH[:90]}。

## 摘要

{ZH}

## Abstract

{EN}
"""

_PATH = "very-long-path/" * 9
_SERIES = " + ".join(f"\\frac{{a_{{{n}}} x^{{{n}}}}}{{\\sqrt{{{n}!}}}}" for n in range(1, 24))
"""A formula longer than any screen is wide."""

_RICH = f"""\
{_BOTH}
## 笔记

这里有*着重*、**强调**、~~删去~~和`code = 1`，以及脚注。[^a]一个很长的网址：<https://example.org/{_PATH}>。{ZH}

| 方法 | 数据 | 召回率@1 | 召回率@5 | 召回率@10 | 参数量 | 训练时间 | 说明 |
| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |
| Pic2Word | CIRR | 23.9 | 51.7 | 65.3 | 429M | 12 小时 | 只用弱标记的图像描述对训练 |
| ARTEMIS | Fashion-IQ | 16.9 | 46.1 | 61.3 | 512M | 40 小时 | 用标记好的三元组训练 |

```python
def retrieve(query: Image, text: str, index: Index, *, k: int = 10, temperature: float = 0.07, normalise: bool = True):
    return index.search(normalised(encode(query, text), temperature), k=k)  # 返回前 k 个
```

[^a]: 脚注的文字，（如“这样：「《论文日报》」”）。

### Remarks

*True italics* and **bold** in English, a list:

- one,
- two with a formula $x_i^2 = \\|y\\|$ that sits on the line;

$$
{_SERIES} = \\sum_{{n}} a_n x^n
$$

> and a quotation, which is longer than a line so that one can see how it is indented on every screen there is.

## 图

![图一：系统的流程](flow.png "系统的流程：先把图像映射到词，再检索。")
![A chart](chart.png "A caption in English.")
![](tall.png)
"""


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A picture of one colour with a white frame."""
    edge = bytes((255, 255, 255))
    line = b"\0" + edge * 4 + bytes(colour) * (width - 8) + edge * 4
    blank = b"\0" + edge * width
    rows = blank * 4 + line * (height - 8) + blank * 4

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


_DAY = "content/2023-03-01/"
HARD: dict[str, str | bytes] = {
    "digest.yaml": SETTINGS,
    _DAY + "issue.md": f"---\ntitle: The day of hard cases\ntitle_zh: 难排的一天\n---\n\n{ZH}\n\n{EN}\n",
    _DAY + "rich.md": _entry(
        "Everything at Once: Tables, Code and Display Math",
        "2303.00001",
        zh="应有尽有：表格、代码与公式",
        body=_RICH,
        category="[CV, CL, stat.ML]",
        tags="[检索, zero-shot, 一个相当长的标签名字]",
        venue="ICLR 2023",
        code="https://example.org/code",
        published="2023-01",
        award="杰出论文奖",
        area="[多模态, AI safety]",
        rating="{新颖: 4/5, 写作: 3.5/5}",
        code_status="仅权重",
        license="CC BY 4.0",
        updated="2023-03-05",
        written_by="{by: mixed, model: GPT-4o}",
        affiliations="Google Research & Boston University",
    ),
    _DAY + "english.md": _entry(
        "A Paper That Nobody Has Translated Yet", "2303.00002", body=f"## Abstract\n\n{EN}\n", category="LG"
    ),
    _DAY + "chinese.md": _entry(
        "A Paper That Is Told in Chinese Only",
        "2303.00003",
        zh="只有中文的一篇",
        body=f"## 一句话总结\n\n{ZH[:60]}。\n\n## 要点\n\n1. 一点。\n\n## 摘要\n\n{ZH}\n",
        category="CL",
        tags="[检索]",
    ),
    _DAY + "bare.md": _entry("A Title and a Link", "", url="https://example.org/a-paper", category="AI"),
    _DAY + "many.md": _entry(
        "A Collaboration of Three Hundred",
        "2303.00005",
        zh="三百人的合作",
        body=_BOTH,
        authors=AUTHORS + ", et al.",
        category="hep-ex",
        section="notable",
    ),
    _DAY + "long.md": _entry(
        FORTY_WORDS,
        "2303.00006",
        zh="论大规模自回归语言模型与稀疏专家混合在零样本组合图像检索、持续强化学习、蛋白质结构预测、符号数学和其他几项无人问津的任务上"
        "令人惊讶而又常被误解的后果",
        body=_BOTH,
        category="RO",
        section="notable",
        tags="[zero-shot]",
    ),
    _DAY + "word.md": _entry(
        f"{WORD} Explained",
        "2303.00007",
        zh=f"详解{WORD}",
        body=f"## 摘要\n\n所谓{WORD}，便是如此。\n\n## Abstract\n\nThis is {WORD}, or {WORD.lower()}.\n",
        category="IR",
        section="notable",
        venue=f"Proceedings of {WORD}",
        award=WORD,
        area=WORD,
        rating=f"{{{WORD}: 9}}",
        code_status=WORD,
        license=WORD,
        written_by=f"{{by: machine, model: {WORD}}}",
    ),
    _DAY + "draft.md": _entry(
        "A Draft", "2303.00008", zh="一份草稿", body=_BOTH, category="SD", section="notable", draft="true"
    ),
    _DAY + "flow.png": png(900, 300, (40, 90, 160)),
    _DAY + "chart.png": png(480, 360, (20, 20, 20)),
    _DAY + "tall.png": png(240, 960, (180, 60, 40)),
    "content/2023-03-02/issue.md": "---\ntitle: A day without papers\ntitle_zh: 没有论文的一天\n---\n\n今天休息。\n",
    **{
        f"content/2023-03-03/{n}.md": _entry(
            f"An Ordinary Paper, Number {n}", f"2303.0010{n}", zh=f"平常的第{n}篇论文", body=_BOTH, tags="[检索]"
        )
        for n in range(1, 6)
    },
}
"""The files of the site, by path."""

ONE_LANGUAGE: dict[str, str | bytes] = {
    "digest.yaml": "title: 论文日报\nurl: https://example.org/digest/\nlanguages: [zh]\n",
    "content/2023-03-01/one.md": _entry("A Title", "2303.00001", zh="一个标题", body=_BOTH),
}
"""The files of a site in Chinese alone."""
