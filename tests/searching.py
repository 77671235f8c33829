"""What a search finds, by a plain scan of all texts: the oracle of the tests of the search, and queries to ask."""

import random
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from hypothesis import strategies as st

from digest.content.search_texts import SearchTexts
from digest.machine.site_plan import plan_site
from digest.machine.state import read_state
from digest.text.characters import is_han
from digest.text.folding import characters_js, fold, index_keys
from digest.text.hanzi import TO_TRADITIONAL
from tests.building import entry, options, silent
from tests.conftest import REPOSITORY


@dataclass(frozen=True)
class Paper:
    """What is searched of a paper."""

    slug: str
    day: str
    texts: SearchTexts

    @cached_property
    def folded(self) -> tuple[tuple[str, str], ...]:
        """Field and folded text."""
        return tuple((name, fold(text)) for name, _, text in self.texts.fields)

    def has(self, term: str) -> bool:
        return any(term in text and _has(text, term) for _, text in self.folded)

    def values(self, name: str) -> Iterator[str]:
        return (text for field, text in self.folded if field == name)


@dataclass(frozen=True)
class Query:
    """A query as it is typed, and what it means: all of some terms, none of others, and values of fields."""

    typed: str
    terms: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)

    def matches(self, paper: Paper) -> bool:
        """Whether the search has to find a paper."""
        has, has_not = self._folded
        return (
            all(paper.has(term) for term in has)
            and not any(paper.has(term) for term in has_not)
            and all(_is_of(paper, name, fold(value)) for name, value in self.fields.items())
        )

    @cached_property
    def _folded(self) -> tuple[list[str], list[str]]:
        return [*map(fold, self.terms)], [*map(fold, self.without)]


def contains(text: str, term: str) -> bool:
    """Whether a text has a term literally, as whole words, when both are folded."""
    return _has(fold(text), fold(term))


def _has(text: str, term: str) -> bool:
    start = text.find(term)
    while start >= 0:
        end = start + len(term)
        if not (_joins(text[start - 1 : start], term[:1]) or _joins(term[-1:], text[end : end + 1])):
            return True
        start = text.find(term, start + 1)
    return False


def _joins(left: str, right: str) -> bool:
    """Whether two characters stand in one word."""
    return all(each and unicodedata.category(each)[0] in "LNM" and not is_han(each) for each in (left, right))


def term_keys(term: str) -> tuple[set[str], str]:
    """The keys of each text in which a query term is found. The second value is a character with which another of its
    keys begins, empty if nothing is known of one: a term that ends with a Han character may end inside a run.
    """
    folded = fold(term)
    before = folded
    while before and is_han(before[-1]):
        before = before[:-1]
    run = folded[len(before) :]
    return index_keys([before]) | set(map("".join, pairwise(run))), run if len(run) == 1 else ""


_FIELDS = {"author": "author", "affil": "affiliation", "venue": "venue", "tag": "tag", "area": "area"}


def _is_of(paper: Paper, name: str, value: str) -> bool:
    if name == "year":
        return paper.day[:4] == value
    if name == "cat":
        return value in paper.values("category")
    return any(_has(text, value) for text in paper.values(_FIELDS[name]))


def read_papers(root: Path) -> list[Paper]:
    """The papers of a site as a build publishes them."""
    asked = options(root)
    planned = plan_site(read_state(asked), asked, silent)
    rows, parser = planned.sources.rows, planned.parser
    issues = planned.plan.contents.site.issues
    heads = [head for issue in issues for head in issue.entries]
    return [Paper(head.slug, head.day, parser.texts(head.path, rows[head.path].digest)) for head in heads]


def _literal(*typed: str) -> Iterator[Query]:
    for each in typed:
        yield Query(each, (each,))


QUERIES = (
    *_literal("图", "的", "词", "三", "鑫", "々", "〇", "𠮷"),
    *_literal("图像", "检索", "模型", "语言", "泛化", "样本", "像检", "量子"),
    *_literal(
        "图像检索", "元学习", "零样本组合", "语言模型", "位置编码", "后验不确定性", "没有这句话", "组合图像检索方法"
    ),
    *_literal("圖像檢索", "語言模型", "學習", "分佈", "資料", "訓練資料", "後驗", "鑰匙"),
    *_literal("retrieval", "Image", "the", "TRANSFORMER", "prompts", "prompt", "nowhere", "a"),
    *_literal("Pic2Word", "pic2word", "Word", "zero-shot", "ZERO‑SHOT", "shot", "zero", "ZS-CIR", "Meta-Learning"),
    *_literal("ChatGPT", "GPT", "GPT-4", "GPT-4o", "4o", "D³G", "D^3G", "d3g", "C++", "F1", "f1"),
    *_literal("2302.03084", "2302.03084v2", "arXiv", "03084", "10.1145/3292500.3330701", "3330701"),
    *_literal(
        "Ｐｉｃ２Ｗｏｒｄ", "ＣＩＲ", "ICLR", "Saito", "Gödel", "Godel", "naïve", "ﬁne", "fine", "x²", "Ångström"
    ),
    *_literal("arXiv:2302.03084", "ARXIV：2302.03084", "doi:10.1145/3292500.3330701"),
    *[Query(f"{prefix}2302.03085v{n}", ("arXiv:2302.03085",)) for n, prefix in enumerate(("arXiv:", "ARXIV："), 1)],
    Query('"arXiv:2302.03085v2"', ("arXiv:2302.03085v2",)),
    Query("arxiv 2302.03084", ("arxiv", "2302.03084")),
    *[
        Query(f"{address} 图像", ("2302.03084", "图像"))
        for address in (
            "https://arxiv.org/abs/2302.03084v2",
            "http://www.arxiv.org/pdf/2302.03084v1.pdf",
            "arxiv.org/abs/2302.03084",
            "https://doi.org/10.48550/arXiv.2302.03084",
        )
    ],
    Query("https://doi.org/10.1145%2F3292500.3330701", ("10.1145/3292500.3330701",)),
    Query('图像 "零样本 组', ("图像", "零样本 组")),
    Query("图像“零样本", ("图像", "零样本")),
    Query('图像 "', ("图像",)),
    Query('图像 -"零样本', ("图像",), ("零样本",)),
    Query("图像 检索", ("图像", "检索")),
    Query("語言模型 prompt", ("语言模型", "prompt")),
    Query("图像 nowhere", ("图像", "nowhere")),
    Query("  Image   retrieval ", ("Image", "retrieval")),
    Query('"image retrieval"', ("image retrieval",)),
    Query("“Image  Retrieval”", ("image retrieval",)),
    Query('"retrieval image"', ("retrieval image",)),
    Query('"零样本 组合"', ("零样本 组合",)),
    Query('"zero shot"', ("zero shot",)),
    Query('"语言模型" -指令', ("语言模型",), ("指令",)),
    Query("模型 -图像", ("模型",), ("图像",)),
    Query("学习 -元学习 -对比", ("学习",), ("元学习", "对比")),
    Query('the -"of the"', ("the",), ("of the",)),
    Query("retrieval -retrieval", ("retrieval",), ("retrieval",)),
    Query("cat:CV", fields={"cat": "CV"}),
    Query("cat:cv 图像", ("图像",), fields={"cat": "CV"}),
    Query("cat:LG 学习 -元学习", ("学习",), ("元学习",), {"cat": "LG"}),
    Query("author:Saito", fields={"author": "Saito"}),
    Query('author:"K Saito" retrieval', ("retrieval",), fields={"author": "K Saito"}),
    Query('author:"Saito Kuniaki"', fields={"author": "Saito Kuniaki"}),
    Query("author:nobody", fields={"author": "nobody"}),
    Query("author:李雷", fields={"author": "李雷"}),
    Query("tag:零样本", fields={"tag": "零样本"}),
    Query("tag:learning", fields={"tag": "learning"}),
    Query("tag:零", fields={"tag": "零"}),
    Query("area:檢索", fields={"area": "检索"}),
    Query('venue:"ICLR 2023"', fields={"venue": "ICLR 2023"}),
    Query("venue:ICLR", fields={"venue": "ICLR"}),
    Query("year:2023", fields={"year": "2023"}),
    Query("year:2", fields={"year": "2"}),
    Query("year:2024 模型", ("模型",), fields={"year": "2024"}),
    *_literal(
        "<b>", "&amp;", "\\alpha", "[x](y)", "(CIR)", "，", "?", "a_b", "%", "é", "e\u0301", "ze\xadro-shot", "😀"
    ),
)
"""Queries with all that the search promises; what they find in any site is for `matches` to say."""


def _paper(number: int, title: str, title_zh: str, **more: str) -> str:
    return entry(title=title, title_zh=title_zh, arxiv=f"2301.{number:05}", **more)


_DAY = "content/2023-02-07"
PAPERS: dict[str, str | bytes] = {
    f"{_DAY}/nasty.md": _paper(
        1,
        '"C++, F1 & <b>: D$^3$G at 100%"',
        "量子𠮷野家々〇與GPT-4o的語言模型",
        authors="[Kurt Gödel, 李雷, Anders Ångström]",
        tags="[零样本, zero-shot learning]",
        area="[檢索]",
        venue="ICLR 2023",
        doi="10.1145/3292500.3330701",
        affiliations="[圖像研究所, Meta AI]",
    )
    + "\n## 笔记\n\na_b 和 `[x](y)`，naïve 的 ﬁne 😀。\n",
    f"{_DAY}/near.md": _paper(
        2,
        "Zero Shot Words: GPT-4 without Zero-Shotness, and Godel",
        "像檢索圖，訓練資料的分佈",
        authors="[Nobody Else]",
        tags="[零]",
        venue="ICLR",
        category="CL",
    ),
    "content/2022-12-31/old.md": _paper(3, "An Image, a Retrieval", "圖。像 检.索 元,学习", category="LG"),
    "content/2022-12-30/version.md": entry(title="A Version", title_zh="版本", arxiv="2302.03085v2"),
}
"""Papers that have what the queries ask for, or nearly."""


def sampled(papers: Iterable[Paper], count: int) -> Iterator[Query]:
    """Queries for pieces of the papers' texts. Equal papers give equal ones."""
    among, chance = list(papers), random.Random(15)
    traditional = str.maketrans(TO_TRADITIONAL)
    while count:
        text = chance.choice(chance.choice(among).texts.fields)[2]
        start, size = chance.randrange(len(text)), chance.choice((1, 1, 2, 2, 3, 4, 6, 9, 20, 50))
        piece = text[start : start + size].strip()
        if chance.random() < 0.5:  # whole words
            piece = " ".join(text.split()[: chance.randint(1, 3)])
        if chance.random() < 0.2:
            piece = piece.upper().translate(traditional)
        if fold(piece).strip() and not set(piece) & set('"“”„‟＂〝〞«»「」『』\ufdd0'):
            count -= 1
            yield Query(f'"{piece}"', (piece,))


NASTY = (
    "图像圖檢索著々〇〡⼀豈𠮷𡃁ａＺＡb9９³^ﬁǅİςΣßЖé\u0301\u0338\u3099ｶﾞﾟ\u1100\u1161가ㄱㅏ㉠"
    "\xad\u200b\u200d\ufe0f\ufeff -–—−‐'’\"“_+.，。：·\n\t\xa0\u3000\u2028\x85"
)


def texts_to_search() -> st.SearchStrategy[str]:
    """Texts with much that folding changes."""
    unusual = st.characters(exclude_categories=["Cs", "Cn"])
    return st.text(st.sampled_from(NASTY) | unusual, max_size=30)


def words_script() -> str:
    """The script that makes `digest.words`, for pages that have no other."""
    words = (REPOSITORY / "themes" / "default" / "static" / "words.js").read_text(encoding="utf-8")
    return f"window.digest ??= {{}};\n{characters_js()}{words}"
