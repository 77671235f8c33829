"""The folding of texts for the search, and the keys of the search index.

A query term is found in a text if its folded form occurs in that of the text, as whole words. Texts that differ only in
what `fold` drops are the same to the search. The theme's `words.js` does the same in the browser.
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from operator import add
from unicodedata import category, normalize

from digest.text.characters import HAN
from digest.text.hanzi import TO_SIMPLIFIED
from digest.text.later_characters import steady
from digest.text.rare_variants import RARE, RARE_SIMPLIFIED

DROPPED = (
    "\xad^\uff3e\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ud800-\udfff\U000e0000-\U000e0fff"
)
"""Characters that do not count: invisible ones, lone surrogates, and `^`, so that D³G is D^3G. As the next one, the
inside of a character class.
"""

SPACES = "\t-\r\x1c-\x1f\x85\u1680\u2028\u2029"
"""White space that NFKC leaves, but for U+0020."""

_MARKS = {"-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "'": "‘’‚‛", '"': "“”„‟", "σ": "ς"}
"""Characters, and those that are the same to the search."""


@cache
def same_characters() -> dict[str, str]:
    """What each character is to the search that is not itself: simplified for traditional ones, plain hyphens and
    quotes. No value is a key.
    """
    marks = {each: plain for plain, others in _MARKS.items() for each in others}
    return dict(zip(RARE, RARE_SIMPLIFIED, strict=True)) | TO_SIMPLIFIED | marks


@cache
def _table() -> tuple[re.Pattern[str], dict[int, str]]:
    """The pattern of what is to be translated, and the table."""
    same = same_characters()
    return re.compile(f"[{''.join(same)}]"), str.maketrans(same)


_DROPPED = re.compile(f"[{DROPPED}]")
_RUN = re.compile(f"[{SPACES} ]{{2,}}|[{SPACES}]")


@steady
def fold(text: str) -> str:
    """Fold a text: equal for texts that the search does not tell apart. Idempotent.

    NFKC, lower case, simplified characters, plain hyphens and quotes; a run of white space is one space.
    """
    folded = _fold_letters(text)
    return _RUN.sub(" ", folded) if "  " in folded or _RUN.search(folded) is not None else folded


def _fold_letters(text: str) -> str:
    """`fold`, but runs of white space stay."""
    if text.isascii():
        return text.replace("^", "").lower()
    if _DROPPED.search(text) is not None:
        text = _DROPPED.sub("", text)
    for wide in _USUAL:  # what is normalized already is normalized fast
        text = text.replace(wide, chr(ord(wide) - 0xFEE0))
    text = normalize("NFKC", text).lower()
    pattern, table = _table()
    return text.translate(table) if pattern.search(text) is not None else text


_USUAL = "，：（）；！？"
_WORD = re.compile(r"[^\W_]+")
_HAN_RUN = re.compile(f"[{HAN}]+")


def index_keys(texts: Iterable[str]) -> set[str]:
    """The keys by which the index finds any of the texts.

    Of each run of Han characters: its bigrams, and its last character alone, so that all texts with a character have a
    key that begins with it. And every word, which is a run of other letters, digits and combining marks.
    """
    plain: list[str] = []
    wide: list[str] = []
    for text in texts:
        (plain if text.isascii() else wide).append(text)
    keys = set(_words(_fold_letters("\n".join(plain))))
    return keys | _wide_keys("\n".join(wide)) if wide else keys


@steady
def _wide_keys(text: str) -> set[str]:
    folded = _fold_letters(text)
    runs = _HAN_RUN.findall(folded)
    keys: set[str] = set()
    for run in runs:
        keys.update(map(add, run, run[1:]))
    keys.update([run[-1] for run in runs], _words(_HAN_RUN.sub(" ", folded)))
    return keys


_SPLITTING = bytes(byte if chr(byte).isalnum() and byte < 128 else 32 for byte in range(256))
_OTHER = re.compile(r"[^\x00-\x7f\xb7\u2010-\u206f\u3000-\u3005\u3007-\u3029]")
"""All letters, digits and marks that are neither ASCII nor Han, and more."""


def _words(text: str) -> list[str]:
    """The words of a folded text without Han characters."""
    if _OTHER.search(text) is None:  # fast path
        return text.encode("ascii", "replace").translate(_SPLITTING).decode().split()
    marks = {ord(each): "a" for each in set(text) if category(each)[0] == "M"}
    shape = text.translate(marks) if marks else text
    return [text[match.start() : match.end()] for match in _WORD.finditer(shape)]


def characters_js() -> str:
    """The script with the tables of this module, for the theme's `words.js`.

    `from` has the distances of sorted characters, which compresses better: each is a character from `¡` on.
    """
    same = sorted(same_characters().items())
    codes = [0, *[ord(character) for character, _ in same]]
    gaps = [chr(ord("¡") + code - before) for before, code in pairwise(codes)]
    tables = {"from": "".join(gaps), "to": "".join([form for _, form in same])}
    classes = {"han": HAN, "dropped": DROPPED, "spaces": SPACES}
    listed = [f"{name}: {json.dumps(text, ensure_ascii=False)}" for name, text in tables.items()]
    listed += [f"{name}: {json.dumps(inside)}" for name, inside in classes.items()]
    return f"digest.characters = {{ {', '.join(listed)} }};\n"
