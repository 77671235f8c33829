"""Titles as they are compared: which are the same, and which nearly."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

LEAST_LETTERS = 15
"""Letters of a title below which two papers may well share it ("Attention", "A Survey")."""

LEAST_NEAR, LEAST_WORDS = 24, 4
"""Letters and words that titles must have to be nearly the same."""

LEAST_SLIP = 6
"""Letters of a word that may have a slip in one of them; in shorter ones, another letter is another word."""

_SEPARATORS = re.compile(r"[\W_]+")
_TEX = re.compile(r"\\[A-Za-z]+\*?|[\\${}^_~]")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile("['’]")
_ORDINARY = re.compile(r"[A-Z]?[a-z]+")
"""No name such as `BERTScore`, and no number."""
_ROMAN = re.compile("[ivxlcdm]+")
_LONGEST_NAME = 3
"""Letters of a word whose final `s` may be more than a plural (`gas`)."""
_VOWELS = frozenset("aeiouy")


class Words(NamedTuple):
    """The words of a title as they are compared, and as they are typed."""

    words: list[str]
    typed: list[str]

    @property
    def name(self) -> str:
        """What titles share that differ in articles and plurals at most."""
        return " ".join(self.words)

    @property
    def halves(self) -> tuple[str, str]:
        """What titles share one of that differ in a word."""
        half = len(self.words) // 2
        return f"{len(self.words)} {' '.join(self.words[:half])}", f"{' '.join(self.words[half:])} {len(self.words)}"

    def gaps(self) -> Iterator[tuple[str, str]]:
        """Of each word that may hold a slip: the title without it, and the word."""
        for number, (word, typed) in enumerate(zip(self.words, self.typed, strict=True)):
            if len(word) >= LEAST_SLIP and _ORDINARY.fullmatch(typed) is not None and not _ROMAN.fullmatch(word):
                yield f"{number} {' '.join((*self.words[:number], *self.words[number + 1 :]))}", word


def letters_of(title: str) -> str:
    """A title as it is compared: letters and digits, without capitals, accents and widths; empty if they are few."""
    letters = _SEPARATORS.sub("", _plain(title).casefold())
    return letters if len(letters) >= LEAST_LETTERS else ""


def words_of(title: str) -> Words | None:
    """The words of a title without its first article and plural endings; None if they are few."""
    typed = _WORD.findall(_APOSTROPHE.sub("", _plain(title)))
    if typed and typed[0].casefold() in ("a", "an", "the"):
        del typed[0]
    if len(typed) < LEAST_WORDS or sum(map(len, typed)) < LEAST_NEAR:
        return None
    return Words([_singular(each.casefold()) for each in typed], typed)


def is_slip(one: str, other: str) -> bool:
    """Whether two words differ as by a slip of the pen: in a letter too many, two in the wrong order, or one.

    Another first letter makes another word (`symmetric`, `asymmetric`), and so may another vowel (`micro`, `macro`) or
    a `d` for a `b` (`adsorption`).
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
    """Texts of which words that differ by a slip have one in common."""
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
