"""The index of a part of the search. `library.js` of the default theme decodes it.

A *shard* has the keys of a part that `shard_of` gives the same number, each with the papers that contain it. It is a
string of lines, sorted by key: the key, a tab, its papers; and if it occurs in titles, a tab and the papers with it
there. Papers are ascending numbers, written as the gaps between them: a character a gap.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, zip_longest
from operator import sub
from typing import NamedTuple


class IndexedPaper(NamedTuple):
    """What the index of a part knows of a paper."""

    search: str
    """Fingerprint of the texts that the rest is made from."""
    titles: str
    """The keys of its titles, with spaces between."""
    anywhere: str
    """All its keys."""
    columns: tuple[str, ...]
    """Its values in the files about all papers of a part, with tabs between several."""


class PartIndex(NamedTuple):
    """A part: its papers and the shards of its index."""

    papers: tuple[IndexedPaper, ...]
    shards: tuple[str, ...]


EMPTY = PartIndex((), ())

_HAN = "\u2e80"
"""Keys that begin with this character or a later one have the shard of their first character."""

_ASCII = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\')
_WIDE, _SURROGATES, _AFTER = 0xA1, 0xD800, 0xE000
_GAPS: list[str] = ["", *_ASCII, *map(chr, range(_WIDE, 0x2000))]
"""The characters of gaps, those of ASCII for small ones. A gap is at least 1."""
_READ = {each: gap for gap, each in enumerate(_GAPS)}

_FEW = 8
"""The index of a part is made anew if more than one in so many papers changed."""


def shard_of(key: str, shards: int) -> int:
    """The shard that has a key. All keys that begin with a Han character have one."""
    return zlib.crc32(_told(key).encode()) % shards


def _told(key: str) -> str:
    return key[0] if key >= _HAN else key


def encode_papers(papers: int | Sequence[int]) -> str:
    """The characters of a number, or of ascending numbers."""
    if isinstance(papers, int):
        return _encode_gap(papers + 1)
    if papers[-1] + 1 < len(_GAPS):  # fast path
        return _GAPS[papers[0] + 1] + "".join(map(_GAPS.__getitem__, map(sub, papers[1:], papers)))
    return "".join(map(_encode_gap, map(sub, papers, (-1, *papers))))


def _encode_gap(gap: int) -> str:
    if gap < len(_GAPS):
        return _GAPS[gap]
    code = gap + _WIDE - len(_ASCII) - 1
    return chr(code if code < _SURROGATES else code + _AFTER - _SURROGATES)


def decode_papers(text: str) -> list[int]:
    """The numbers that `encode_papers` wrote."""
    return [gap - 1 for gap in accumulate(map(_decode_gap, text))]


def _decode_gap(each: str) -> int:
    code = ord(each)
    if each in _READ:
        return _READ[each]
    return code - _WIDE + len(_ASCII) + 1 - (0 if code < _SURROGATES else _AFTER - _SURROGATES)


def make_shards(papers: Iterable[tuple[Iterable[str], Iterable[str]]], shards: int) -> tuple[str, ...]:
    """The shards of a part, given the keys of each paper's titles, and all its keys."""
    titles: dict[str, int | list[int]] = {}
    anywhere: dict[str, int | list[int]] = {}
    for number, (in_title, there) in enumerate(papers):
        _add(titles, number, in_title)
        _add(anywhere, number, there)
    lines: list[list[str]] = [[] for _ in range(shards)]
    together: dict[str, list[str]] = {}
    for key, places in anywhere.items():
        together.setdefault(_told(key), []).append(_line(key, places, titles.get(key)))
    for told, some in together.items():
        lines[shard_of(told, shards)] += some
    return tuple(["\n".join(sorted(each)) for each in lines])


def _add(found: dict[str, int | list[int]], number: int, keys: Iterable[str]) -> None:
    """Note the number of a paper under its keys. Most keys have a single paper: these get no list."""
    get = found.get
    for key in keys:
        known = get(key)
        if known is None:
            found[key] = number
        elif type(known) is int:
            found[key] = [known, number]
        else:
            known.append(number)  # type: ignore[union-attr]  # the type of `known` is not narrowed by the line above


def _line(key: str, anywhere: int | Sequence[int], titles: int | Sequence[int] | None) -> str:
    line = f"{key}\t{encode_papers(anywhere)}"
    return line if titles is None else f"{line}\t{encode_papers(titles)}"


def is_like(old: PartIndex, papers: Sequence[str], shards: int) -> bool:
    """Whether `update_shards` is less work than `make_shards`. `papers` are the fingerprints of their texts."""
    if len(old.shards) != shards:
        return False
    same = sum([was.search == now for was, now in zip(old.papers, papers, strict=False)])
    return (max(len(old.papers), len(papers)) - same) * _FEW <= len(papers)


def update_shards(old: PartIndex, papers: Sequence[IndexedPaper]) -> tuple[str, ...]:
    """The same as `make_shards`, but keys that have the same papers as before are not encoded again."""
    moved: dict[int, dict[str, dict[int, tuple[bool, bool]]]] = {}
    for number, (was, now) in enumerate(zip_longest(old.papers, papers)):
        if was is not None and now is not None and was.search == now.search:
            continue
        before, after = _places(was), _places(now)
        for key in before.keys() | after.keys():
            place = after.get(key, (False, False))
            if before.get(key) != place:
                moved.setdefault(shard_of(key, len(old.shards)), {}).setdefault(key, {})[number] = place
    made = list(old.shards)
    for shard, keys in moved.items():
        made[shard] = _update(made[shard], keys)
    return tuple(made)


def _places(paper: IndexedPaper | None) -> dict[str, tuple[bool, bool]]:
    """By key of a paper, that it is anywhere, and whether it is in a title."""
    if paper is None:
        return {}
    found = dict.fromkeys(paper.anywhere.split(), (True, False))
    return found | dict.fromkeys(paper.titles.split(), (True, True))


def _update(shard: str, moved: Mapping[str, Mapping[int, tuple[bool, bool]]]) -> str:
    lines = {line.partition("\t")[0]: line for line in shard.split("\n") if line}
    for key, numbers in moved.items():
        _, _, codes = lines.pop(key, "").partition("\t")
        lists = []
        for place, text in enumerate((*codes.split("\t"), "")[:2]):
            there = set(decode_papers(text)) - numbers.keys()
            lists.append(sorted(there | {number for number, places in numbers.items() if places[place]}))
        if lists[0]:
            lines[key] = _line(key, lists[0], lists[1] or None)
    return "\n".join(map(lines.__getitem__, sorted(lines)))
