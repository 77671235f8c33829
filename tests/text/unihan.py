"""Write `digest/text/pinyin.py`, the readings of Chinese characters, from `Unihan_Readings.txt` of the Unicode
Character Database (Debian's package `unicode-data` has it, compressed):
`python -m tests.text.unihan Unihan_Readings.txt.bz2`.
"""

import bz2
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from digest.text import alphabetical

_DOCSTRING = """\
Readings of Chinese characters. Written by `tests/text/unihan.py`; do not edit.

Each line is a syllable without tone, a space, and characters whose commonest reading in Mandarin it is (the first of
`kMandarin` in the Unihan database): those of the block of 1992, and the rest of the General Standard Chinese Characters
(`kTGHZ2013`).
"""
_PER_LINE = 55


def collect(lines: Iterable[str]) -> dict[str, str]:
    """The characters of each syllable, by code point."""
    fields: dict[str, dict[str, str]] = defaultdict(dict)
    for line in lines:
        if line.startswith("U+"):
            code, name, value = line.rstrip("\n").split("\t")
            fields[chr(int(code.removeprefix("U+"), 16))][name] = value
    syllables: dict[str, str] = defaultdict(str)
    for character, found in sorted(fields.items()):
        if "kMandarin" in found and ("\u4e00" <= character <= "\u9fff" or "kTGHZ2013" in found):
            letters = unicodedata.normalize("NFD", found["kMandarin"].split()[0])
            syllables["".join(each for each in letters if each.isascii())] += character
    return dict(sorted(syllables.items()))


def write(syllables: dict[str, str]) -> Iterator[str]:
    """The lines of the module."""
    yield f'"""{_DOCSTRING}"""\n\nPINYIN = """\\\n'
    for syllable, characters in syllables.items():
        for start in range(0, len(characters), _PER_LINE):
            yield f"{syllable} {characters[start : start + _PER_LINE]}\n"
    yield '"""\n'


if __name__ == "__main__":
    with bz2.open(sys.argv[1], "rt", encoding="utf-8") as file:
        text = "".join(write(collect(file)))
    Path(alphabetical.__file__).with_name("pinyin.py").write_text(text, encoding="utf-8", newline="\n")
