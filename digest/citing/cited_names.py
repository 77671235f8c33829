"""Split authors' names into the parts that bibliographies need."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from digest.text.alphabetical import is_pinyin_name
from digest.text.characters import has_cjk
from digest.text.later_characters import steady
from digest.text.person_names import SUFFIX, is_group, split_chinese_name, surname_start

_NOT_IN_NAMES = re.compile(r"[^\w\s.'’‘`ʻʼ,·‐‑-]|[\d_]")
_TITLE = re.compile(r"(?:(?:Prof|Dr|Mr|Mrs|Ms)\.?|Professor|Sir|Dame)\s+(?=\S+\s+\S)")
_DEGREE = re.compile(r",?\s+(?:Ph\.?\s?D|M\.?D|D\.?Phil|M\.?Sc)\.?(?=\s*(?:,|\Z))")
_ON_BEHALF = re.compile(r"\A(?:on\s+behalf\s+of|for)\s+(?:the\s+)?", re.IGNORECASE)
_INSTITUTION = re.compile(r"(?<=\S)\s*[(（](?P<name>[^()（）]+)[)）]\Z")
_VOWEL = re.compile("[AEIOUYÀ-Ý]")
_INITIAL = re.compile(r"\w\.?")
_JOINS = ("y", "e", "i")
"""Words between two surnames: Ortega y Gasset."""
_VIETNAMESE = frozenset(("Nguyen", "Tran", "Le", "Pham", "Hoang", "Phan", "Vu", "Dang", "Bui", "Do", "Ngo", "Luong"))
"""Surnames beside which Van and Le are no particles: Luong Van Nghia, Minh Le Nguyen."""
_NAMES_KEPT = 4096
"""Size of the LRU cache of split names: those of some hundred papers, each of which is cited on many pages."""
_MOST_WORDS = 8
"""A longer text is no name of one person."""


class CitedName(NamedTuple):
    """An author's name. Either `family` and `given` are filled, or `literal` is."""

    family: str = ""
    """With its particles: van der Maaten."""
    given: str = ""
    suffix: str = ""
    """Jr., III."""
    literal: str = ""
    """The whole name, if it is a group's or if nothing says for sure which part is the surname."""

    @property
    def is_chinese(self) -> bool:
        """Whether it is a name in Chinese characters with known parts."""
        return bool(self.family) and has_cjk(self.family)

    @property
    def whole(self) -> str:
        """The name as it is written in running text."""
        if self.is_chinese:
            return self.family + self.given
        return self.literal or " ".join(filter(None, (self.given, self.family, self.suffix)))


@lru_cache(maxsize=_NAMES_KEPT)
@steady
def split_cited_name(name: str) -> CitedName:
    """Split a name as it is typed: `Given Family`, `Family, Given`, or Chinese characters.

    Literal stay groups, single words, names in brackets or with digits, those that end in an initial (`Ramesh V`), and
    names in Chinese, Japanese or Korean characters that do not begin with a common Chinese surname.
    """
    name = " ".join(name.split())
    behind = _INSTITUTION.search(name)
    if behind is not None and is_group(behind["name"]):
        name = name[: behind.start()]
    if has_cjk(name):
        parts = split_chinese_name(name) if not is_group(name) else None
        return CitedName(*parts) if parts is not None else CitedName(literal=name)
    name = _DEGREE.sub("", _TITLE.sub("", name)) or name
    if is_group(name):
        return CitedName(literal=_ON_BEHALF.sub("", name))
    if _NOT_IN_NAMES.search(name) or name.endswith(" AI"):
        return CitedName(literal=name)
    parts_between = [part.strip() for part in name.split(",")]
    suffixes = [part for part in parts_between if SUFFIX.fullmatch(part)]
    inverted = [part for part in parts_between if part not in suffixes]
    if len(inverted) > 2 or not all(inverted):
        return CitedName(literal=name)
    suffix = " ".join(suffixes)
    if len(inverted) == 2:
        return CitedName(inverted[0], inverted[1], suffix)
    words = inverted[0].split() if inverted else []
    while len(words) > 2 and SUFFIX.fullmatch(words[-1]):
        suffix = f"{words.pop()} {suffix}".strip()
    capitals = _capitals(words)
    if capitals is not None:
        return CitedName(*capitals, suffix)
    start = surname_start(words)
    if words[start : start + 1] and words[start] in _JOINS:
        start -= 1
    is_doubtful = len(words) - start > 1 and not _VIETNAMESE.isdisjoint((words[0], words[-1]))
    if not 0 < start < _MOST_WORDS or _INITIAL.fullmatch(words[-1]) or is_doubtful:
        return CitedName(literal=name)
    return CitedName(" ".join(words[start:]), " ".join(words[:start]), suffix)


def _capitals(words: Sequence[str]) -> tuple[str, str] | None:
    """Surname and given name where capitals say which is the surname: `ZHANG San`, `Juan GARCÍA MÁRQUEZ`.

    Without a vowel capitals may be initials (`JR Tolkien`), and so may two of them before a name that is not Chinese.
    """
    marks = [len(word) > 1 and word.isupper() and _VOWEL.search(word) is not None for word in words]
    count = sum(marks)
    if not 0 < count < len(words):
        return None
    first, last = words[:count], words[-count:]
    if all(marks[-count:]):
        return " ".join(last), " ".join(words[:-count])
    given = " ".join(words[count:])
    is_surname = all(marks[:count]) and (min(map(len, first)) > 2 or is_pinyin_name(" ".join(first), given))
    return (" ".join(first), given) if is_surname else None
