"""Write `digest/text/pinyin.txt`, the readings of Chinese characters, from `Unihan_Readings.txt` of the Unicode
Character Database (Debian's package `unicode-data` has it, compressed):
`python -m tests.text.unihan Unihan_Readings.txt.bz2`.

Each line is a syllable without tone, a space, and the characters whose commonest reading in Mandarin it is (the first
of `kMandarin`): those of the block of 1992, and the rest of the General Standard Chinese Characters (`kTGHZ2013`).
"""

import bz2
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from digest.text import alphabetical


def collect(lines: Iterable[str]) -> dict[str, list[str]]:
    """The characters of each syllable, by code point."""
    fields: dict[str, dict[str, str]] = defaultdict(dict)
    for line in lines:
        if line.startswith("U+"):
            code, name, value = line.rstrip("\n").split("\t")
            fields[chr(int(code.removeprefix("U+"), 16))][name] = value
    syllables: dict[str, list[str]] = defaultdict(list)
    for character, found in sorted(fields.items()):
        if "kMandarin" in found and ("\u4e00" <= character <= "\u9fff" or "kTGHZ2013" in found):
            letters = unicodedata.normalize("NFD", found["kMandarin"].split()[0])
            syllables["".join(each for each in letters if each.isascii())].append(character)
    return syllables


if __name__ == "__main__":
    with bz2.open(sys.argv[1], "rt", encoding="utf-8") as file:
        found = collect(file)
    text = "".join(f"{syllable} {''.join(found[syllable])}\n" for syllable in sorted(found))
    Path(alphabetical.__file__).with_name("pinyin.txt").write_text(text, encoding="utf-8", newline="\n")
