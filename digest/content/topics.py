"""What a paper is about: topics, as numbers that are compared with those of other papers, and words that two share."""

import re
import struct
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from digest.text.characters import HAN
from digest.text.folding import fold

WORD, CHARACTERS, PHRASE, TAG, AUTHOR = range(5)
"""Kinds of topics: a Latin word; two or four Chinese characters; two words of a title; a tag or area; a person."""

KIND_BITS = 7
"""The bits of a number that have its kind."""

_MOST = 120
"""Topics of a paper at most."""

_MOST_AUTHORS = 40
"""Authors among them at most."""

_WORD = re.compile(rf"([^\W_{HAN}]+)")
_GRAM = 4

_LEAST = 3
"""Chinese characters of a phrase that is shown."""

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

_ENDING = re.compile(
    "(?:学习|检测|分割|识别|生成|估计|跟踪|追踪|检索|推理|压缩|重建|理解|预测|分类|翻译|问答|增强|去噪|渲染|泼溅|编辑|合成"
    "|蒸馏|剪枝|量化|对齐|微调|调优|推荐|规划|导航|控制|攻击|防御|水印|隐私|公平性|安全|幻觉|图像|视频|音频|语音|点云|文本"
    "|场景|序列|图谱|语言|模型|网络|智能体|注意力|编码器|解码器|扩散|嵌入|匹配|配准|融合|分辨率|描述|摘要|对话|诊断|健康"
    "|影像|驾驶|机器人|抓取|姿态|轨迹|光流|评估|聚类|采样|缓存|适应|遗忘|校准|挖掘|仿真)\\Z"
)
"""How terms of this field end: a phrase that is in no title is shown if it ends so."""


_Found = tuple[int, Sequence[str], int, int]
"""The number of a topic in a text, and of what it is made: words in the singular or characters, from one to another."""


def topics_of(titles: Iterable[str], summary: str, names: Iterable[str], authors: Sequence[str] = ()) -> bytes:
    """The topics of a paper with these titles, this Chinese summary, these tags and areas, and authors (their keys).

    They are numbers of 32 bits, each with its kind in the lowest three.
    """
    named = {topic_number(TAG, fold(name)) for name in names}
    texts = read_topic_texts(titles, summary)
    numbers = {number for text in texts for number, *_ in _find(text)}
    people = {topic_number(AUTHOR, name) for name in authors[:_MOST_AUTHORS]}
    found = [*sorted(named | people), *sorted(numbers)][:_MOST]
    return struct.pack(f"<{len(found)}I", *found)


def read_topics(topics: bytes) -> tuple[int, ...]:
    """The numbers of `topics_of`."""
    return struct.unpack(f"<{len(topics) // 4}I", topics)


class TopicText(NamedTuple):
    """A title or summary, folded and taken apart: words in the singular, what is before, between and after them, and
    runs of Chinese characters.
    """

    typed: str
    is_title: bool
    folded: str
    words: Sequence[str]
    between: Sequence[str]
    runs: Sequence[str]


def read_topic_texts(titles: Iterable[str], summary: str) -> list[TopicText]:
    """The titles of a paper, then its Chinese summary."""
    return [*[_read(title, is_title=True) for title in titles], _read(summary, is_title=False)]


def _read(typed: str, *, is_title: bool) -> TopicText:
    folded = fold(typed)
    parts = _WORD.split(folded)
    runs = [run for run in _RUN.findall(folded) if run] if not folded.isascii() else ()
    return TopicText(typed, is_title, folded, list(map(_singular, parts[1::2])), parts[::2], runs)


def _find(text: TopicText) -> Iterator[_Found]:
    words, is_title = text.words, text.is_title
    told = -1
    for at, word in enumerate(words):
        if len(word) > 2 and word not in _COMMON and not word.isdecimal():
            yield topic_number(WORD, word), words, at, at + 1
            if is_title and told == at - 1 and at:
                yield topic_number(PHRASE, f"{words[told]} {word}"), words, told, at + 1
            told = at
    for run in text.runs:
        for size in (2, _GRAM) if is_title else (_GRAM,):
            for at in range(len(run) - size + 1):
                yield topic_number(CHARACTERS, run[at : at + size]), run, at, at + size


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _LEAST and word[-1] == "s" and word[-2] not in "siu" else word


def topic_number(kind: int, text: str) -> int:
    """The number of a topic."""
    return crc32(text.encode("utf-8", "surrogatepass")) & ~KIND_BITS | kind


TopicPlaces = Mapping[int, tuple[_Found, TopicText]]
"""Where each topic is."""


class Phrases(NamedTuple):
    """A paper's texts, to find phrases in: words after spaces, and after hyphens where the texts have them, with
    a bar for other marks; runs of Chinese characters between spaces, of all texts and of the titles.
    """

    words: str
    joined: str
    runs: str
    titles: str


def phrases_of(texts: Iterable[TopicText]) -> Phrases:
    """The phrases of a paper with these titles and this summary."""
    joined = " \n".join(
        [
            "".join([f"{_between(found)}{word}" for found, word in zip(text.between, text.words, strict=False)])
            for text in texts
        ]
    )
    runs = [(f" {' '.join(text.runs)} ", text.is_title) for text in texts]
    return Phrases(
        words=f"{joined} ".replace("-", " "),
        joined=f"{joined} ",
        runs="".join([run for run, _ in runs]),
        titles="".join([run for run, is_title in runs if is_title]),
    )


def _between(found: str) -> str:
    return found if found in {"-", " "} else " " if not found or found.isspace() else " | "


def places_of(texts: Sequence[TopicText], topics: Collection[int]) -> TopicPlaces:
    """The places of these topics of a paper, in its titles if they are there."""
    return {each[0]: (each, text) for text in (*texts[-1:], *texts[:-1]) for each in _find(text) if each[0] in topics}


class SharedWords(NamedTuple):
    """Phrases that two papers share, as the later one writes them, the longest first."""

    chinese: tuple[str, ...]
    latin: tuple[str, ...]


def shared_words(places: TopicPlaces, ours: Phrases, theirs: Phrases, topics: Iterable[int]) -> SharedWords:
    """The phrases around these topics that are in both papers, as long as possible, and whole.

    None in a script where they are not enough to say that the papers have much in common.
    """
    chinese: dict[str, tuple[str, TopicText]] = {}
    latin: dict[str, tuple[Sequence[str], TopicText]] = {}
    for topic in sorted(topics):
        if topic not in places:  # a tag
            continue
        (_, parts, start, end), text = places[topic]
        if isinstance(parts, str):
            while start and parts[start - 1 : end] in theirs.runs:
                start -= 1
            while end < len(parts) and parts[start : end + 1] in theirs.runs:
                end += 1
            run = parts[start:end]
            if run not in chinese:
                chinese[run] = _whole_characters(run, ours, theirs), text
        else:
            span = _whole_words(parts, start, end, ours, theirs)
            if span:
                words = parts[span.start : span.stop]
                latin[" ".join(words)] = words, text
    return SharedWords(
        _enough({_as_typed(whole, text): whole for whole, text in chinese.values() if whole}),
        _enough({typed: fold(typed) for typed in [_as_typed(*each) for each in latin.values()]}),
    )


def _whole_characters(run: str, ours: Phrases, theirs: Phrases) -> str:
    """The longest part of a run that begins and ends in one of the two as a word does, and is a term."""
    one, other = ours.runs, theirs.runs
    for start in range(len(run) - _LEAST + 1):
        begin = f" {run[start : start + 2]}"
        if begin not in one and begin not in other:
            continue
        for end in range(len(run), start + _LEAST - 1, -1):
            part = run[start:end]
            if (
                (f"{part} " in one or f"{part} " in other)
                and (f" {part}" in one or f" {part}" in other)
                and (part in ours.titles or part in theirs.titles or _ENDING.search(part))
            ):
                return part
    return ""


def _whole_words(parts: Sequence[str], start: int, end: int, ours: Phrases, theirs: Phrases) -> range:
    """The longest phrase around some words that is in both texts, and no part of a word with hyphens."""
    if not _have(parts[start:end], ours, theirs):
        return range(0)
    while start and _have(parts[start - 1 : end], ours, theirs):
        start -= 1
    while end < len(parts) and _have(parts[start : end + 1], ours, theirs):
        end += 1
    last = end
    while start < end and (parts[start] in _TRIMMED or _is_joined(parts[start:end], 0, ours, theirs)):
        start += 1
    while start < end and (parts[end - 1] in _TRIMMED or _is_joined(parts[start:end], 1, ours, theirs)):
        end -= 1
    is_cut = end < last and end - start == 1  # "mixture of"
    return range(start, start if is_cut else end)


def _have(words: Sequence[str], ours: Phrases, theirs: Phrases) -> bool:
    phrase = f" {' '.join(words)} "
    return phrase in theirs.words and phrase in ours.words


def _is_joined(words: Sequence[str], side: int, *texts: Phrases) -> bool:
    """Whether a hyphen joins words to others, at the start or (`side` is 1) the end of them."""
    phrase = f" {' '.join(words)} "
    for text in texts:
        if "-" not in text.joined:
            continue
        at = text.words.find(phrase)
        if text.joined[at + (len(phrase) - 1) * side] == "-":
            return True
    return False


def _enough(found: Mapping[str, str]) -> tuple[str, ...]:
    """Phrases, given with their folded forms, the longest first; none if they say too little."""
    if not found:
        return ()
    folded = {each: _singular(plain) for each, plain in found.items() if each}
    phrases = sorted([each for each, plain in folded.items() if plain not in _STOCK], key=_longest)
    weak = [each for each in phrases if _is_weak(each, folded[each])]
    return tuple(phrases) if len(weak) < len(phrases) or len(phrases) > 1 else ()


def _is_weak(phrase: str, folded: str) -> bool:
    return folded in _WEAK or (folded.isascii() and folded.isalpha() and phrase[1:].islower())


def _longest(phrase: str) -> tuple[int, str]:
    return -len(phrase), phrase


def _as_typed(parts: Sequence[str], text: TopicText) -> str:
    """A part of a text as it is typed there."""
    typed = text.typed
    if isinstance(parts, str):
        at = text.folded.find(parts)
        return typed[at : at + len(parts)] if at >= 0 and len(text.folded) == len(typed) else parts
    lower = typed.lower()
    for between in " -":
        at = lower.find(phrase := between.join(parts))
        end = at + len(phrase)
        end += lower[end : end + 1] == "s"
        if (
            at >= 0
            and len(lower) == len(typed)
            and not lower[max(at - 1, 0) : at].isalnum()
            and not lower[end : end + 1].isalnum()
        ):
            return typed[at:end]
    pattern = r"s?[\W_]*".join(map(re.escape, parts))
    found = re.search(rf"(?<![a-z0-9]){pattern}s?(?![a-z0-9])", typed, re.IGNORECASE)
    return found[0] if found is not None else " ".join(parts)
