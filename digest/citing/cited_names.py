"""Split authors' names into the parts that bibliographies need."""

import re
from functools import lru_cache
from typing import NamedTuple

from digest.text.characters import has_cjk
from digest.text.person_names import SUFFIX, is_group, split_chinese_name, surname_start

_NOT_IN_NAMES = re.compile(r"[^\w\s.'’‘`ʻʼ,·‐‑-]|[\d_]")
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
def split_cited_name(name: str) -> CitedName:
    """Split a name as it is typed: `Given Family`, `Family, Given`, or Chinese characters.

    Literal stay groups, single words, names in brackets or with digits, those that end in an initial (`Ramesh V`), and
    names in Chinese, Japanese or Korean characters that do not begin with a common Chinese surname.
    """
    name = " ".join(name.split())
    if has_cjk(name):
        parts = split_chinese_name(name)
        return CitedName(*parts) if parts is not None else CitedName(literal=name)
    if is_group(name) or _NOT_IN_NAMES.search(name) or name.endswith(" AI"):
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
    start = surname_start(words)
    if words[start : start + 1] and words[start] in _JOINS:
        start -= 1
    is_doubtful = len(words) - start > 1 and not _VIETNAMESE.isdisjoint((words[0], words[-1]))
    if not 0 < start < _MOST_WORDS or _INITIAL.fullmatch(words[-1]) or is_doubtful:
        return CitedName(literal=name)
    return CitedName(" ".join(words[start:]), " ".join(words[:start]), suffix)
