"""What a paper is about: topics, as numbers that are compared with those of other papers, and words that two share."""

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

_WORD = re.compile(rf"[^\W_{HAN}]+")
_GRAM = 4

_COMMON = frozenset(
    re.findall(
        r"\w+",
        """
        about above across after against all among and are art based been beyond but can case data deep does efficient
        evaluation for framework from has have how improved improving into its learning less method methods model
        modeling modelling models more need network networks neural not novel one only our out over paper papers problem
        simple some state study survey system systems task tasks than that the their them these they this through too
        toward towards two under unified use used using very via was what when where which while who why will with
        without you your
        """,
    )
)
"""Words that say nothing of a paper's subject, in any collection."""

_PARTING = (
    "[的了和与在对为是以及其之或于从被将把等也都而并个种一该本]|通过|基于|提出|采用|利用|使用|进行|方法|模型|性能|任务"
    "|研究|显著"
)
_RUN = re.compile(f"(?:(?!{_PARTING})[{HAN}])+")
"""Chinese characters between particles and words that say nothing."""


class _Found(NamedTuple):
    """A topic in a folded text: `parts`, words or characters, from `start` to `end`."""

    number: int
    parts: Sequence[str]
    start: int
    end: int


def topics_of(titles: Iterable[str], summary: str, names: Iterable[str], authors: Sequence[str] = ()) -> bytes:
    """The topics of a paper with these titles, this Chinese summary, these tags and areas, and authors (their keys).

    They are numbers of 32 bits, each with its kind in the lowest three.
    """
    named = {topic_number(TAG, fold(name)) for name in names}
    numbers = {each.number for title in titles for each in _find(fold(title), is_title=True)}
    numbers |= {each.number for each in _find(fold(summary), is_title=False)}
    people = {topic_number(AUTHOR, name) for name in authors[:_MOST_AUTHORS]}
    found = [*sorted(named | people), *sorted(numbers)][:_MOST]
    return struct.pack(f"<{len(found)}I", *found)


def read_topics(topics: bytes) -> tuple[int, ...]:
    """The numbers of `topics_of`."""
    return struct.unpack(f"<{len(topics) // 4}I", topics)


def _find(folded: str, *, is_title: bool) -> Iterator[_Found]:
    words = _WORD.findall(folded)
    told = -1
    for at, word in enumerate(words):
        if len(word) > 2 and word not in _COMMON and not word.isdecimal():
            yield _Found(topic_number(WORD, word), words, at, at + 1)
            if is_title and told == at - 1 and at:
                yield _Found(topic_number(PHRASE, f"{words[told]} {word}"), words, told, at + 1)
            told = at
    for run in _RUN.findall(folded):
        for size in (2, _GRAM) if is_title else (_GRAM,):
            for at in range(len(run) - size + 1):
                yield _Found(topic_number(CHARACTERS, run[at : at + size]), run, at, at + size)


def topic_number(kind: int, text: str) -> int:
    """The number of a topic."""
    return crc32(text.encode("utf-8", "surrogatepass")) & ~KIND_BITS | kind


TopicPlaces = Mapping[int, tuple[_Found, str]]
"""Where each topic is, and the text as it is typed."""


class Phrases(NamedTuple):
    """The words of each of a paper's texts, between spaces, and its runs of Chinese characters."""

    words: str
    runs: str


def phrases_of(texts: Iterable[str]) -> Phrases:
    """The phrases of texts, to find others in."""
    folded = list(map(fold, texts))
    words = "\n".join([f" {' '.join(_WORD.findall(text))} " for text in folded])
    return Phrases(words, " ".join(_RUN.findall(" ".join(folded))))


def places_of(titles: Iterable[str], summary: str) -> TopicPlaces:
    """The places of the topics of a paper."""
    return {
        each.number: (each, typed)
        for typed, is_title in ((summary, False), *[(title, True) for title in titles])
        for each in _find(fold(typed), is_title=is_title)
    }


class SharedWords(NamedTuple):
    """Phrases that two papers share, as the later one writes them, the longest first."""

    chinese: tuple[str, ...]
    latin: tuple[str, ...]


def shared_words(ours: TopicPlaces, theirs: Phrases, topics: Iterable[int]) -> SharedWords:
    """The phrases around these topics that are in both papers, as long as possible."""
    chinese: dict[str, None] = {}
    latin: dict[str, None] = {}
    for topic in sorted(topics):
        if topic not in ours:  # a tag
            continue
        (_, parts, start, end), typed = ours[topic]
        if isinstance(parts, str):
            while start and parts[start - 1 : end] in theirs.runs:
                start -= 1
            while end < len(parts) and parts[start : end + 1] in theirs.runs:
                end += 1
            chinese[_as_typed(parts[start:end], typed)] = None
        else:
            while start and f" {' '.join(parts[start - 1 : end])} " in theirs.words:
                start -= 1
            while end < len(parts) and f" {' '.join(parts[start : end + 1])} " in theirs.words:
                end += 1
            while parts[start] in _COMMON:
                start += 1
            while parts[end - 1] in _COMMON:
                end -= 1
            latin[_as_typed(parts[start:end], typed)] = None
    return SharedWords(tuple(sorted(chinese, key=_longest)), tuple(sorted(latin, key=_longest)))


def _longest(phrase: str) -> tuple[int, str]:
    return -len(phrase), phrase


def _as_typed(parts: Sequence[str], typed: str) -> str:
    """A part of a folded text as it is in the text."""
    lower = typed.lower()
    for between in ("",) if isinstance(parts, str) else (" ", "-"):
        at = lower.find(phrase := between.join(parts))
        if at >= 0 and len(lower) == len(typed):
            return typed[at : at + len(phrase)]
    found = re.search(r"[\W_]*".join(map(re.escape, parts)), typed, re.IGNORECASE)
    return found[0] if found is not None else ("" if isinstance(parts, str) else " ").join(parts)
