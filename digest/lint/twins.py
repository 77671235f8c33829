"""Rules for the whole site: duplicate papers."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

from digest.content.head import Head, addresses_of, metadata_of, titles_of
from digest.model.arxiv_ids import read_identifier
from digest.model.fields import names_of
from digest.model.front_matter import IDENTITIES, OWN_PAGES, FrontMatter, read_id

_LEAST_LETTERS = 15
"""Titles with fewer letters are not compared: two papers may share them ("Attention", "A Survey")."""

_LEAST_NEAR_LETTERS, _LEAST_NEAR_WORDS = 24, 4
"""Minimum letters and words of a title for the comparison by near match."""

_LEAST_TYPO = 6
"""Minimum length of a word that may contain a typo; in a shorter one, another letter makes another word."""

_SEPARATORS = re.compile(r"[\W_]+")
_TEX = re.compile(r"\\[A-Za-z]+\*?|[\\${}^_~]")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile("['’]")
_ORDINARY = re.compile(r"[A-Z]?[a-z]+")
"""Not a name such as `BERTScore`, and not a number."""
_ROMAN = re.compile("[ivxlcdm]+")
_LONGEST_NAME = 3
"""Up to this length, a final `s` may be part of the word (`gas`), not a plural."""
_VOWELS = frozenset("aeiouy")


class TitleWords(NamedTuple):
    """The words of a title, normalised (`words`: case-folded, singular) and as typed."""

    words: list[str]
    typed: list[str]

    @property
    def name(self) -> str:
        """Equal for titles that differ only in a leading article and plurals."""
        return " ".join(self.words)

    @property
    def halves(self) -> tuple[str, str]:
        """Two titles that differ in one word share one of these."""
        half = len(self.words) // 2
        return f"{len(self.words)} {' '.join(self.words[:half])}", f"{' '.join(self.words[half:])} {len(self.words)}"

    def gaps(self) -> Iterator[tuple[str, str]]:
        """For each word that may contain a typo, yield the title without it, and the word."""
        for number, (word, typed) in enumerate(zip(self.words, self.typed, strict=True)):
            if len(word) >= _LEAST_TYPO and _ORDINARY.fullmatch(typed) is not None and not _ROMAN.fullmatch(word):
                yield f"{number} {' '.join((*self.words[:number], *self.words[number + 1 :]))}", word


def letters_of(title: str) -> str:
    """A title's letters and digits, case-folded, without accents, in half width; empty below `_LEAST_LETTERS`."""
    letters = _SEPARATORS.sub("", _plain(title).casefold())
    return letters if len(letters) >= _LEAST_LETTERS else ""


def words_of(title: str) -> TitleWords | None:
    """The words of a title, without leading article and plural endings; None if the title is too short."""
    typed = _WORD.findall(_APOSTROPHE.sub("", _plain(title)))
    if typed and typed[0].casefold() in ("a", "an", "the"):
        del typed[0]
    if len(typed) < _LEAST_NEAR_WORDS or sum(map(len, typed)) < _LEAST_NEAR_LETTERS:
        return None
    return TitleWords([_singular(each.casefold()) for each in typed], typed)


def is_typo(one: str, other: str) -> bool:
    """Whether two words differ by one typo: an inserted, deleted or replaced letter, or two letters swapped.

    Never in the first letter (`symmetric`, `asymmetric`). A vowel for a vowel (`micro`, `macro`) or `d` for `b`
    (`adsorption`) makes another word.
    """
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1 or one == other:
        return False
    at = next((number for number, letter in enumerate(short) if letter != long[number]), len(short))
    if at == 0:
        return False
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    if short[at + 1 :] == long[at + 1 :]:
        pair = {short[at], long[at]}
        return not pair <= _VOWELS and pair != {"b", "d"}
    return short[at:] == long[at + 1 : at + 2] + long[at : at + 1] + long[at + 2 :]


def variants_of(word: str) -> Iterator[str]:
    """Yield the word, and the word with each letter but the first deleted. Words that differ by one typo share a
    variant.
    """
    yield word
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _LONGEST_NAME and word.endswith("s") and not word.endswith("ss") else word


def _plain(title: str) -> str:
    if "\\" in title or "$" in title:
        title = _TEX.sub("", title)
    if not title.isascii():
        title = "".join([each for each in unicodedata.normalize("NFKD", title) if not unicodedata.combining(each)])
    return title


class Twin(NamedTuple):
    """A duplicate: an entry whose paper an older entry has. `key` is the front-matter key to point at."""

    path: str
    key: str
    message: str
    hint: str


def same_paper(heads: Iterable[Head]) -> Iterator[Twin]:
    """A paper that is on the site twice: two entries with the same arXiv id (whatever the version), DOI or other id.

    Readers see it announced as new a second time, lists count it twice, and feeds have two entries for one paper. Every
    id of an entry counts, and so does an id inside the address of `url` or `pdf`; arXiv's own DOIs count as arXiv ids.

    Instead of a second entry
    write      what is new into the first; or allow it, with the reason why the paper comes again

    If both entries would have the same address, the build reports it already (same-address).
    """
    told: set[str] = set()
    for identity, group in _groups(heads, _identities):
        kind, _, value = identity.partition(":")
        for head in group[1:]:
            if head.path in told:
                continue
            told.add(head.path)
            yield Twin(
                path=head.path,
                key=_identities(head)[identity],
                message=f"{group[0].path} is about the same paper ({kind} {value})",
                hint="keep one of the two, or allow it with the reason why the paper comes again",
            )


def same_title(heads: Iterable[Head]) -> Iterator[Twin]:
    """Two entries with the same title, or nearly the same, and different ids.

    Most often it is one paper in two places: on arXiv and in a journal, or under an id with a typo.

    Instead of a second entry
    write      both ids into one entry; or allow it, if the papers only share their title

    Capitals, spaces, punctuation and TeX do not count; titles of a word or two are not compared. Long titles are nearly
    the same if they differ in an article at the start, in plurals, or in one letter of a long word. A different number,
    name with capitals inside, or first letter makes another paper.
    """
    listed = list(heads)
    told: set[str] = set()
    groups = _groups(listed, lambda head: (letters_of(titles_of(head).title),))
    for how, pairs in (("", _with_earlier(groups)), ("nearly ", _nearly(listed))):
        for head, first in pairs:
            if head.path not in told:
                told.add(head.path)
                yield Twin(
                    path=head.path,
                    key="title",
                    message=f"{first.path} has {how}the same title",
                    hint="keep one of the two if it is the same paper; else allow it",
                )


def _with_earlier(groups: Iterable[tuple[str, list[Head]]]) -> Iterator[tuple[Head, Head]]:
    """Yield each entry of a group with the first older one that shares no id with it."""
    for _, group in groups:
        for number, head in enumerate(group):
            first = next((each for each in group[:number] if _are_two(each, head)), None)
            if first is not None:
                yield head, first


def _nearly(heads: Iterable[Head]) -> Iterator[tuple[Head, Head]]:
    """Yield entries with nearly equal titles, each with an older one. Buckets instead of comparing all pairs.

    A title is put under itself without one word (`gaps`); in each bucket, the words that share a variant are compared.
    """
    known: list[tuple[Head, TitleWords]] = []
    for head in heads:
        words = words_of(titles_of(head).title)
        if words is not None:
            known.append((head, words))
    yield from _with_earlier(_gathered((words.name, head) for head, words in known))
    halves = Counter(half for _, words in known for half in words.halves)
    gaps: dict[str, list[tuple[str, Head]]] = {}
    for head, words in known:
        if any(halves[half] > 1 for half in words.halves):
            for gap, word in words.gaps():
                gaps.setdefault(gap, []).append((word, head))
    for alike in gaps.values():
        if len(alike) == 1:
            continue
        variants: dict[str, dict[str, Head]] = {}
        for word, head in sorted(alike, key=lambda each: _AGE(each[1])):
            near = [variants.setdefault(variant, {}) for variant in variants_of(word)]
            first = next((each for others in near for other, each in others.items() if is_typo(word, other)), None)
            if first is not None and _are_two(first, head):
                yield head, first
            for others in near:
                others.setdefault(word, head)


def _are_two(one: Head, other: Head) -> bool:
    """Whether the entries share no id; if they do, `same_paper` reports them."""
    return not _identities(one).keys() & _identities(other).keys()


def _identities(head: Head) -> dict[str, str]:
    """The entry's ids, such as `arxiv:2302.03084`, each with the front-matter key that holds it."""
    found: dict[str, str] = {}
    keys = names_of(FrontMatter)
    for key, value in addresses_of(metadata_of(head).facts):
        if key not in IDENTITIES and key not in OWN_PAGES:
            continue
        paper = read_identifier(value)
        if paper is not None:
            found.setdefault(f"arxiv:{paper.paper}", key)
            continue
        for name in (key,) if key in IDENTITIES else IDENTITIES:
            read = read_id(keys[name].kind, value)
            if read:
                found.setdefault(f"{name}:{read.lower() if name == 'doi' else read}", key)
    return found


def _groups(heads: Iterable[Head], names_of: Callable[[Head], Iterable[str]]) -> Iterator[tuple[str, list[Head]]]:
    """Entries that share a name, oldest first. Empty names are ignored."""
    return _gathered((name, head) for head in heads for name in names_of(head) if name)


def _gathered(named: Iterable[tuple[str, Head]]) -> Iterator[tuple[str, list[Head]]]:
    groups: dict[str, list[Head]] = {}
    for name, head in named:
        groups.setdefault(name, []).append(head)
    for name, group in groups.items():
        if len(group) > 1:
            yield name, sorted(group, key=_AGE)


_AGE = attrgetter("day", "path")
