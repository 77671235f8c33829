"""Where a name stands in an alphabetical list: people by surname, Chinese names by pinyin."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from digest.text.characters import HAN
from digest.text.later_characters import steady
from digest.text.person_names import CHINESE_SURNAMES, PARTICLE, SUFFIX, is_group, surname_start

OTHER_LETTERS = ("汉", "Ω", "Я", "あ", "한", "…", "#")
"""What stands behind Z in an index: Chinese characters without a known reading, Greek, Cyrillic, kana, Hangul, other
scripts, and names that begin with a digit or have no letter.
"""

_SCRIPTS = {"CJK": "汉", "GREEK": "Ω", "CYRILLIC": "Я", "HIRAGANA": "あ", "KATAKANA": "あ", "HANGUL": "한"}
"""First word of a character's name in Unicode -> the sign of its script."""

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"})
"""Latin letters that Unicode does not take apart."""

_READINGS = {
    "bi": "秘",
    "bo": "薄",
    "chen": "谌諶",
    "chong": "种",
    "ge": "盖蓋",
    "gou": "句",
    "gui": "炅",
    "kan": "阚闞",
    "miao": "缪繆",
    "nian": "粘",
    "nie": "乜",
    "ou": "区區",
    "piao": "朴",
    "po": "繁",
    "qin": "覃",
    "qiu": "仇",
    "shan": "单單",
    "shao": "召",
    "she": "折",
    "tan": "澹",
    "xian": "洗",
    "xie": "解",
    "yue": "乐樂",
    "yun": "员員",
    "zeng": "曾",
    "zha": "查",
    "zhai": "翟祭",
}
SURNAMES = {character: reading for reading, characters in _READINGS.items() for character in characters} | {
    "单于": "chanyu",
    "單于": "chanyu",
    "长孙": "zhangsun",
    "長孫": "zhangsun",
    "万俟": "moqi",
    "萬俟": "moqi",
    "尉迟": "yuchi",
    "尉遲": "yuchi",
}
"""Surnames that are read in another way than their characters usually are, and their readings."""

_BRACKETS = re.compile(r"[(\[（【]")
_ELIDED = re.compile(r"(?:[dl]['’]|[ae]l-)(?=\w)")
_APOSTROPHES = re.compile("['’]")
_BETWEEN = re.compile(r"[\W_]+")
_HAN = re.compile(f"[{HAN}]")


class Filing(NamedTuple):
    """A name's place. Sort by `rank`, `key`, then the name itself."""

    letter: str
    """A to Z, or one of `OTHER_LETTERS`."""
    rank: int
    """The place of the letter in an index."""
    key: str
    """What the name is filed under (the surname), and the rest of the name behind a NUL; small letters."""


@steady
def alphabetize(name: str, *, person: bool) -> Filing:
    """Find the place of a name. A `person` stands under the surname, anything else under its first word but "the"."""
    whole = _BRACKETS.split(name, maxsplit=1)[0].rstrip() or name
    if _HAN.match(whole):
        key = _pinyin_of(whole, surname=person)
    elif person:
        key = fold_letters(_surname(whole))
    else:
        key = fold_letters(re.sub(r"(?i)^the\s+", "", name))
    key = key or fold_letters(name)
    letter = _letter(key)
    rank = ord(letter) - ord("A") if letter.isascii() and letter != "#" else 26 + OTHER_LETTERS.index(letter)
    return Filing(letter, rank, f"{key}\0{fold_letters(whole)}")


@steady
def fold_letters(text: str) -> str:
    """Letters and digits, small and without accents, with single spaces for all between them but apostrophes."""
    text = text.casefold()
    if not text.isascii():
        text = "".join([each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each)])
        text = unicodedata.normalize("NFC", text).translate(_LETTERS)
    return _BETWEEN.sub(" ", _APOSTROPHES.sub("", text)).strip()


def _surname(name: str) -> str:
    """The surname of a person whose name is not in Chinese characters; the whole name of a group.

    Particles in small letters do not count (Aaron van den Oord: Oord), capital ones do (Guy Van den Broeck).
    """
    if is_group(name):
        return re.sub(r"(?i)^the\s+", "", name)
    before, comma, after = name.partition(",")
    is_inverted = bool(comma) and not SUFFIX.fullmatch(after.strip())
    words = (before if comma else name).split()
    while len(words) > 1 and SUFFIX.fullmatch(words[-1]):
        words.pop()
    start = 0 if is_inverted else surname_start(words)
    while start < len(words) - 1 and PARTICLE.fullmatch(words[start]):
        start += 1
    return _ELIDED.sub("", " ".join(words[start:]), count=1)


def _letter(key: str) -> str:
    first = key[:1]
    if "a" <= first <= "z":
        return first.upper()
    if not first.isalpha():
        return "#"
    return _SCRIPTS.get(unicodedata.name(first, "").split(" ")[0], "…")


def _pinyin_of(name: str, *, surname: bool) -> str:
    """The reading of the first character, or of a surname; the characters themselves if it is unknown."""
    if surname:
        known = SURNAMES.get(name[:2]) or SURNAMES.get(name[0])
        if known:
            return known
    return _syllable(name[0]) or name


def is_pinyin_name(surname: str, given: str) -> bool:
    """Whether a name in Latin letters is Chinese: a common surname, and one or two syllables of Mandarin a word."""
    surnames, syllables = _readings()
    words = re.split(r"[\s-]+", _APOSTROPHES.sub("", given).lower())
    return surname.lower() in surnames and all(syllables.fullmatch(word) for word in words)


@cache
def _readings() -> tuple[frozenset[str], re.Pattern[str]]:
    """Readings of common surnames, and one or two syllables."""
    from digest.text.pinyin import PINYIN

    known = "|".join(dict.fromkeys([line.partition(" ")[0] for line in PINYIN.splitlines()]))
    surnames = frozenset([_pinyin_of(name, surname=True) for name in CHINESE_SURNAMES])
    return surnames, re.compile(f"(?:{known}){{1,2}}")


@cache
def _syllable(character: str) -> str:
    from digest.text.pinyin import PINYIN  # large, and few sites have names in Chinese characters

    place = PINYIN.find(character)
    start = PINYIN.rfind("\n", 0, place) + 1
    return PINYIN[start : PINYIN.find(" ", start)] if place >= 0 else ""
