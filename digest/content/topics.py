"""What a paper is about: topics, as numbers that are compared with those of other papers, and where its titles have
them.
"""

import re
import struct
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise
from typing import NamedTuple
from zlib import crc32

from digest.text.characters import HAN
from digest.text.folding import fold
from digest.text.later_characters import steady

WORD, PHRASE, CHARACTERS, JOINT, BEGIN, END = range(6)
"""Kinds of topics: a Latin word; two of them; three Chinese characters. The others say how far shared words go: two
words of which one says nothing; the first and the last three characters of a run.
"""

KIND_BITS = 7
"""The bits of a number that have its kind."""

_MOST = 120
"""Topics of a title at most."""

_WORD = re.compile(rf"[^\W_{HAN}]+")
_GRAM = 3

_LEAST = 3
"""Letters of a word that are left without the ending of the plural."""

_HYPHENS = ("-", "\u2010", "\u2011", "\u2013")

_TRIMMED = frozenset(
    re.findall(
        r"\w+",
        """
        a about above across after against all among an and are as at based be beyond but by can does efficient for
        from has have how improved improving in into is it its more need new no not novel of on one only or our out
        over simple some than that the their them these they this through to too toward towards two under unified use
        used using very via was what when where which while who why will with without you your
        """,
    )
)
"""Words that begin and end no phrase."""

_COMMON = _TRIMMED | frozenset(
    re.findall(
        r"\w+",
        """
        accurate adaptive advanced analysis analyzing application approach architecture assessing assessment automated
        automatic aware benchmark benchmarking better bridging building capability case challenge comprehensive data
        dataset deep design driven dynamic effective end enhanced enhancing evaluating evaluation exploring fast
        framework free general global guided high improve insight integrating introducing large learning level
        leveraging lightweight local low method model modeling modelling multi multiple network neural open optimized
        optimizing paper performance perspective problem real rethinking revisiting robust scale self set state step
        strategy study survey system task technique time towards training understanding weight world
        """,
    )
)
"""Words that say nothing of a paper's subject, in any collection."""

_WEAK = frozenset(
    """
    end-to-end|few-shot|fine-grained|fine-tuned|fine-tuning|high-quality|large-scale|low-level|multi-modal
    |multi-scale|multimodal|next generation|open-source|pre-trained|pre-training|real-time|real-world
    |self-supervised|semi-supervised|technical report|zero-shot|半监督|基准测试|多尺度|多模态|大规模|少样本|强化学习
    |扩散模型|数据集|机器学习|机器学习模型|深度学习|深度学习模型|生成模型|神经网络|端到端|细粒度|自监督|零样本
    |预训练|预训练模型|高质量
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
"""Phrases that are not enough alone."""

_STOCK = frozenset(
    (
        *("ai", "gpt", "llm", "large language", "large language model", "language model", "大模型", "大语言模型"),
        *("大型语言模型", "语言模型"),
    )
)
"""Phrases that so many papers have that they are not shown."""

_WHOLE = (
    "对比|对抗|对齐|对话|对象|对应|绝对|相对|文本|样本|成本|版本|脚本|本地|本体|行为|统一|一致|一般|单一|个性|个体|种子"
    "|物种|等变|等级|参与|目的|其他|直接|优于|由于|关于"
)
"""Words with a character that is a particle elsewhere."""

_PARTICLES = "的了和与在对为是以及其之或于从被将把等也都而并个种一该本且更最仅可能会不著"
_EMPTY = (
    "通过|基于|提出|采用|利用|使用|进行|方法"
    "|性能|任务|研究|显著|实现|解决|提升|提高|降低|减少|改善|改进|引入|结合|设计|开发|构建|展示|探讨|探索|介绍|旨在|有效"
    "|有助|用于|适用|针对|面向|实验|论文|表明|证明|优于|超越|达到|取得|克服|支持|包括|具有|存在|无需|同时|现有|传统|不同"
    f"|各种|首个|首次|新型|创新|高效|框架|表现|出色|优异|评估(?=[{HAN}]{{3}})"
)
_PARTING = f"[{_PARTICLES}]|{_EMPTY}"
_FIRST = {*_PARTICLES, *[word[0] for word in f"{_WHOLE}|{_EMPTY}".split("|")]}
_INNER = "".join(
    [
        f"{chr(before + 1)}-{chr(after - 1)}"
        for before, after in pairwise([0x4DFF, *sorted(map(ord, _FIRST)), 0xA000])
        if after - before > 1
    ]
)
"""Most Chinese characters that none of these words begins with: where they are is found fast."""

_RUN = re.compile(f"(?=[{HAN}])(?:((?:[{_INNER}]+|{_WHOLE}|(?!{_PARTING})[{HAN}])+)|(?:{_PARTING}))")
"""Chinese characters between particles and words that say nothing, in its group."""

_BETWEEN = (" ", "-")
"""What is between the words of a phrase."""

_Found = tuple[int, int, int]
"""The number of a topic, and where it begins and ends."""


def topics_of(titles: Iterable[str]) -> tuple[bytes, bytes]:
    """The topics of a paper with these titles, and their first places in them; see `read_topics`, `read_titles`."""
    found: dict[int, tuple[int, int]] = {}
    before = 0
    for title in titles:
        for number, start, end in islice(_find(_fold(title)), _MOST):
            found.setdefault(number, (before + start, before + end))
        before += len(title) + 1
    places = list(chain.from_iterable(found.values()))
    return struct.pack(f"<{len(found)}I", *found), struct.pack(f"<{len(places)}I", *places)


def read_topics(topics: bytes) -> tuple[int, ...]:
    """The numbers of topics: 32 bits, of which the lowest three are the kind."""
    return struct.unpack(f"<{len(topics) // 4}I", topics)


def _fold(title: str) -> str:
    """A folded title in which each character has the place that it has in the title."""
    folded = fold(title)
    if len(folded) == len(title):
        return folded
    return "".join([plain if len(plain := fold(each)) == 1 else each for each in title])


@steady
def _find(text: str) -> Iterator[_Found]:
    first, begin, end, counted = "", 0, 0, False
    for match in _WORD.finditer(text):
        word, start = _singular(match[0]), match.start()
        counts = len(word) > 2 and word not in _COMMON and not word.isdecimal()
        is_inner = word not in _TRIMMED
        if first and is_inner and text[end:start] in _BETWEEN:
            yield _number(PHRASE if counts and counted else JOINT, f"{first} {word}"), begin, match.end()
        begin, end = match.span()
        if counts:
            yield _number(WORD, word), begin, end
        first, counted = word if is_inner else "", counts
    if text.isascii():
        return
    for match in _RUN.finditer(text):
        run, start = match[1] or "", match.start()
        grams = [_number(CHARACTERS, run[at : at + _GRAM]) for at in range(len(run) - _GRAM + 1)]
        for at, number in enumerate(grams, start):
            yield number, at, at + _GRAM
        if grams:
            yield grams[0] - CHARACTERS + BEGIN, start, start
            yield grams[-1] - CHARACTERS + END, start, start


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _LEAST and word[-1] == "s" and word[-2] not in "siu" else word


def _number(kind: int, text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass")) & ~KIND_BITS | kind


class TopicTitles(NamedTuple):
    """The titles of a paper, one on a line, and the topics in them."""

    text: str
    topics: frozenset[int]
    places: Sequence[_Found]

    def shared(self, theirs: Container[object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The longest Chinese and the longest Latin phrases that are also in titles with the topics `theirs`.

        Those of each script are sorted by length. There are none if they say too little.
        """
        runs: list[list[tuple[int, int]]] = []
        words: list[tuple[int, int, bool]] = []
        for number, start, end in [each for each in self.places if each[0] in theirs]:
            kind = number & KIND_BITS
            if kind == CHARACTERS:
                if not runs or runs[-1][-1][1] != start - 1:
                    runs.append([])
                runs[-1].append((number, start))
            elif kind in (WORD, PHRASE, JOINT):
                first, _, counts = words.pop() if words and start < words[-1][1] else (start, end, False)
                words.append((first, end, counts or kind != JOINT))
        joined = [self._joined(start, end) for start, end, counts in words if counts]
        return _enough([self._whole(run, theirs) for run in runs]), _enough(joined)

    def _whole(self, run: Sequence[tuple[int, int]], theirs: Container[object]) -> str:
        """The longest part of shared characters that begins and ends in one of the papers as a run does."""
        first, last = [
            [start for number, start in run if (edge := number - CHARACTERS + kind) in theirs or edge in self.topics]
            for kind in (BEGIN, END)
        ]
        return self.text[first[0] : last[-1] + _GRAM] if first and last else ""

    def _joined(self, start: int, end: int) -> str:
        """Shared words without the parts of words with hyphens at their ends."""
        phrase = self.text[start:end]
        if self.text[start - 1 : start] in _HYPHENS:
            phrase = phrase.partition(" ")[2]
        if self.text[end : end + 1] in _HYPHENS:
            phrase = phrase.rpartition(" ")[0]
        return phrase


def read_titles(topics: bytes, places: bytes, titles: Iterable[str]) -> TopicTitles:
    """The titles that `topics_of` took, and what it found."""
    numbers, ends = read_topics(topics), read_topics(places)
    return TopicTitles("\n".join(titles), frozenset(numbers), list(zip(numbers, ends[::2], ends[1::2], strict=True)))


def _enough(found: Sequence[str]) -> tuple[str, ...]:
    """Phrases, the longest first; none if they say too little."""
    phrases = {each: folded for each in found if each and (folded := _singular(fold(each))) not in _STOCK}
    is_weak = len(phrases) == 1 and all(map(_is_weak, phrases, phrases.values()))
    return () if is_weak else tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def _is_weak(phrase: str, folded: str) -> bool:
    return folded in _WEAK or (folded.isascii() and folded.isalpha() and phrase[1:].islower())
