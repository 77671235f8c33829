"""Split a list of names as people type and paste it: separators, `Last, First`, wiki links.

What is certain is split; the rest stays one name, with a doubt that says what to write.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from digest.model.name_marks import MEANT_NOTE, SIGNS, Doubt, MarkedName, plain_marks, read_marks, read_markup
from digest.text.characters import has_han
from digest.text.names import fold_name
from digest.text.person_names import (
    GROUP,
    PARTICLE,
    is_capitalized,
    is_chinese_name,
    is_chinese_surname,
    is_group,
    is_person,
)


class NameList(NamedTuple):
    """The names in a text. `cut` says that it ends with "et al." or the like."""

    names: tuple[MarkedName, ...]
    cut: bool
    doubts: tuple[Doubt, ...]


_CUT = re.compile(
    r"""(?:[\s,，、;；]+(?:(?:and|&)\s+)?|(?<=[^\s,，、;；])|^(?:and\s+)?)
        (?:…+|\.{3,}|et\s+al\.?|等(?:\s*\d+\s*(?:位(?:作者)?|人)|人)?)\s*$
      | (?:[\s,，、;；]+|^)(?:(?:and|&)\s+(?:\d+\s+)?(?:more|(?:many\s+)?others)|(?:many\s+|\d+\s+)others
        |(?<=[,，、;；\s])others|^others|(?:and\s+)?\d+\s+(?:more|other|additional)\s+authors?|等等|及其他)\.?\s*$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_END = 100
"""Characters in which a mark and what is behind it are looked for."""
CUT_ENDS = ("…", ".", "l", "等", "人", "s")
"""How a text with a `cut_mark` ends; a fast path for nearly every name."""
_NOT_SHOWN = re.compile(
    r"\s*[(（\[][^()（）\[\]]*\d[^()（）\[\]]*\b(?:authors?|others)\b[^()（）\[\]]*[)）\]]\s*$", re.IGNORECASE
)
"""`(200 additional authors not shown)`, as arXiv's listings have it."""

_COMMA = re.compile(r"[,，、]")
_STRONG = re.compile(r"[;；\n]")
_AND = re.compile(r"(?:^|(?<!\s)\s++)(?:and|AND|And|[&＆])\s+|(?:(?<!\s)\s++)?[&＆]\s*")
_HAN_AND = re.compile(r"\s*(?:以及|和|与|與|及|暨)\s*")
_OPEN_END = re.compile(r"(?<!\s)\s++(?:and|AND|&)\s*$|(?:^|(?<=[,，、;；\s]))(?:and|&)\s*$")

_SUFFIX = re.compile(r"(?:(?:Jr|Sr)\.?|II|III|IV|(?:Inc|Ltd|Corp|LLC|GmbH)\.?)[*†]*", re.IGNORECASE)
_DEGREE = r"(?:Ph\.?\s?D|M\.?\s?D|D\.?\s?Phil|[MB]\.?\s?Sc|M\.?P\.?H|Esq|FRS|FACS|FRCP|MBBS|Dr)\.?"
_DEGREES = re.compile(_DEGREE)
_DEGREE_BEHIND = re.compile(r"(?<!\s)\s++(?:Ph\.?D|M\.D|DPhil)\b\.?(?=[*†]*$)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]*)+|[A-Z]")

WIKILINK = re.compile(r"\[\[(?P<target>[^\[\]|]+)(?:\|[^\[\]]*)?\]\]")

_SIGN = re.compile(rf"[;；&＆\[\]\n$\\<@＊＃＾{SIGNS}和与與及暨]")
_WORDS = frozenset(
    word + end
    for word in (
        *("and", "others", "more", "authors", "jr", "sr", "ii", "iii", "iv", "inc", "ltd", "corp", "llc", "gmbh"),
        *("phd", "ph", "ph.d", "md", "m.d", "dphil", "d.phil", "msc", "m.sc", "bsc", "b.sc", "mph", "m.p.h", "esq"),
        *("frs", "facs", "frcp", "mbbs", "dr"),
    )
    for end in ("", ".")
)
_BETWEEN = re.compile(
    r"""[,，、\t](?:(?:[^\w,，、\t]|_)*+|[^\S\t]*+(?:(?:[^\W\d_\u2e80-\uffff]\.(?:[^\S\t]|-)*+)++|[A-Z][^\S\t]*+))
        (?:[,，、\t]|\Z)""",
    re.VERBOSE,
)
_SHORT = 4
"""Items that are no names, such as `:`, are shorter."""
_FIRST_WORD = re.compile(r"\s*[^\W\d_\u2e80-\uffff][^\s,，、]*\s*[,，、](?!\Z)")
_SPACED = re.compile(r"[\u2e80-\u2fff\u3001-\uffff][^\S\t]++[\u2e80-\uffff]")


def needs_reading(texts: Sequence[str], *, listed: bool) -> bool:
    """Whether `read_names` may find more in these texts than names with separators between them. Fast."""
    text = "\t" + "\t".join(texts) if listed else texts[0]
    if _SIGN.search(text) is not None or not _WORDS.isdisjoint(text.lower().replace(",", " ").split()):
        return True
    if not text.isascii() and _SPACED.search(text) is not None:
        return True
    if ("(" in text or "（" in text) and MEANT_NOTE.search(text) is not None:
        return True
    if listed:
        is_short = min(map(len, texts), default=0) < _SHORT and _BETWEEN.search(text) is not None
        return is_short or "," in text or "，" in text or "、" in text
    return _FIRST_WORD.match(text) is not None or _BETWEEN.search(text) is not None


def cut_mark(text: str) -> str | None:
    """The text before a mark that says that a list is cut, such as `et al.`; None without one."""
    if len(text) > 2 * _LONGEST_END:  # the mark is at the end
        start = len(text) - _LONGEST_END
        rest = cut_mark(text[start:])
        return None if rest is None else (text[:start] + rest).rstrip(" ,，、;；")
    found = _CUT.search(_NOT_SHOWN.sub("", text))
    return None if found is None else text[: found.start()].strip(" ,，、;；")


def read_names(text: str, *, listed: bool = False, apart: bool = False) -> NameList:
    """Read the names in a text.

    `listed`: it is an item of a list, and most likely one name. `apart`: commas surely separate names.
    """
    doubts: list[Doubt] = []
    text = read_markup(text, doubts)
    rest = cut_mark(text)
    cut = rest is not None
    text = _OPEN_END.sub("", (text if rest is None else rest).strip())
    found: list[str] = []
    at = 0
    for link in WIKILINK.finditer(text):
        found += _split(plain_marks(text[at : link.start()], doubts), doubts, listed=listed, apart=apart)
        found += _split(plain_marks(link_target(link), doubts), doubts, listed=True, apart=False)
        at = link.end()
    found += _split(plain_marks(text[at:], doubts), doubts, listed=listed, apart=apart)
    names: list[MarkedName] = []
    for typed in found:
        marked = read_marks(typed)
        if cut_mark(marked.name) == "":
            cut = True
        elif any(map(str.isalpha, fold_name(marked.name))):
            names.append(marked)
        elif names and not marked.name:  # marks behind a wiki link
            last = names[-1]
            names[-1] = MarkedName(last.name, last.corresponding or marked.corresponding, last.equal or marked.equal)
        else:
            doubts.append(Doubt(typed, f"'{typed}' is no name; it is left out", "delete it"))
    return NameList(tuple(names), cut, tuple(doubts))


def link_target(link: re.Match[str]) -> str:
    """The name of the note that a match of `WIKILINK` leads to."""
    return link["target"].split("#")[0].rstrip("/").rpartition("/")[2].removesuffix(".md").lstrip("@ ")


# Separators.


class _Part(NamedTuple):
    """A piece between commas, and the `Jr.` or the like behind it."""

    name: str
    suffix: str = ""

    @property
    def whole(self) -> str:
        return f"{self.name} {self.suffix}".strip()


def _split(text: str, doubts: list[Doubt], *, listed: bool, apart: bool) -> list[str]:
    groups = [_parts(group, doubts) for group in _STRONG.split(text)]
    groups = [group for group in groups if group]
    if len(groups) > 1:
        return _split_groups(groups, doubts)
    if not groups:
        return []
    (parts,) = groups
    if "、" in text:
        return _split_parts(parts, doubts)
    by_and = [_parts(group, []) for group in _AND.split(text)]
    by_and = [group for group in by_and if group]
    if len(by_and) > 1 and all(_is_inverted(group) for group in by_and):
        return [_turned(*group) for group in by_and]
    flat = [part for group in by_and for part in group]
    if all(len(group) % 2 == 0 for group in by_and) and all(
        _INITIALS.fullmatch(part.name.rstrip("*†")) for part in flat[1::2]
    ):
        return [_turned(*pair) for pair in zip(flat[::2], flat[1::2], strict=True)]
    if listed and len(parts) > 1:
        if _is_inverted(parts):
            return [_turned(*parts)]
        if not all(is_person(part.name) for part in flat):
            whole = text.strip()
            doubts.append(_doubt_of_one(whole))
            return [whole]
    elif not apart and _may_be_inverted(by_and, flat):
        shown = ", ".join(part.whole for part in parts)
        turned = _turned(*flat[:2])
        hint = f"write {turned} if it is one name; else put the names in brackets: [{shown}]"
        doubts.append(Doubt(text.strip(), f"'{flat[0].whole}' and '{flat[1].whole}' are read as two authors", hint))
    return _split_parts(parts, doubts)


def _split_groups(groups: list[list[_Part]], doubts: list[Doubt]) -> list[str]:
    """Names between `;`: those with one comma are `Last, First`."""
    pairs = [group for group in groups if len(group) == 2]
    if pairs and all(len(group) <= 2 for group in groups):
        bare = not any(is_group(part.name) for pair in pairs for part in pair)
        if all(_is_inverted(pair) for pair in pairs) or (bare and len(pairs) == len(groups)):
            return [
                name for group in groups for name in ([_turned(*group)] if len(group) == 2 else _pieces(group, doubts))
            ]
    flat = [part for group in groups for part in group]
    if any(len(group) > 1 for group in groups) and not all(is_person(part.name) for part in flat):
        shown = "; ".join(", ".join(part.whole for part in group) for group in groups)
        hint = "write one name an item, each behind '- '"
        doubts.append(Doubt(shown, "both ';' and ',' are read as separators of names", hint))
    return [name for group in groups for name in _pieces(group, doubts)]


def _parts(text: str, doubts: list[Doubt]) -> list[_Part]:
    """Split at commas; a `Jr.` belongs to the part before it, degrees are left out."""
    parts: list[_Part] = []
    for piece in _COMMA.split(text):
        typed = piece.strip(" \t\u3000\xa0")
        if degree := _DEGREE_BEHIND.search(typed):
            doubts.append(_doubt_of_degree(degree[0].strip()))
            typed = typed[: degree.start()] + typed[degree.end() :]
        if parts and _SUFFIX.fullmatch(typed):
            parts[-1] = parts[-1]._replace(suffix=typed)
        elif _DEGREES.fullmatch(typed):
            doubts.append(_doubt_of_degree(typed))
        elif typed:
            parts.append(_Part(typed))
    return parts


def _split_parts(parts: list[_Part], doubts: list[Doubt]) -> list[str]:
    """Names between commas, the last of which may have an `and` before it."""
    names: list[str] = []
    for number, part in enumerate(parts):
        is_end = number and number == len(parts) - 1
        sides = [side for side in _AND.split(part.whole) if side]
        if len(sides) < 2:
            names += _split_han(_behind_and(sides[0] if sides else part.whole, doubts, is_end=bool(is_end)), doubts)
        elif all(is_person(side) for side in sides) or (
            is_end and len(sides) == 2 and " & " not in part.whole and not GROUP.search(part.whole)
        ):
            names += [name for side in sides for name in _split_han(side, doubts)]
        else:
            if re.search(r"\s[&＆]\s|\s(?:and|AND|And)\s", part.whole):
                doubts.append(_doubt_of_one(part.whole))
            names.append(part.whole)
    return names


def _pieces(parts: list[_Part], doubts: list[Doubt]) -> list[str]:
    return [name for part in parts for name in _split_parts([part], doubts)]


def _split_han(piece: str, doubts: list[Doubt]) -> list[str]:
    """Split at `和`, `与`, `及` between names, and at spaces between Chinese names."""
    if piece.isascii() or not has_han(piece):
        return [piece]
    words = piece.split()
    if len(words) > 1 and all(is_chinese_name(word.rstrip("*†")) for word in words):
        message = f"the spaces in '{piece}' are read as separators of names"
        doubts.append(Doubt(piece, message, f"write {'、'.join(words)}"))
        return words
    cuts = [cut for cut in _HAN_AND.finditer(piece) if cut.start() > 0 and cut.end() < len(piece)][:6]
    ways = [way for way in _ways(piece, cuts) if len(way) > 1 and all(map(_is_side, way))]
    if len(ways) == 1 and not (len(piece) < 4 and is_chinese_name(piece)):
        return ways[0]
    sides = [side.strip() for cut in cuts for side in (piece[: cut.start()], piece[cut.end() :])]
    if ways or (sides and all(len(side) > 1 for side in sides[:2]) and not GROUP.search(piece)):
        doubts.append(_doubt_of_one(piece))
    return [piece]


def _behind_and(piece: str, doubts: list[Doubt], *, is_end: bool) -> str:
    """The last name of a list without the `以及` before it. `和王五` may be a name, as 和田一郎 is one."""
    found = _HAN_AND.match(piece) if is_end else None
    if found is None or not _is_side(piece[found.end() :]):
        return piece
    if found[0].strip() == "和" and not found[0].endswith(" ") and has_han(piece[1:]):
        doubts.append(_doubt_of_one(piece))
        return piece
    return piece[found.end() :]


def _ways(piece: str, cuts: list[re.Match[str]]) -> Iterable[list[str]]:
    """All ways to cut a text at some of these places."""
    for chosen in range(1 << len(cuts)):
        way, at = [], 0
        for number, cut in enumerate(cuts):
            if chosen >> number & 1:
                way.append(piece[at : cut.start()])
                at = cut.end()
        yield [*way, piece[at:]]


def _is_side(text: str) -> bool:
    bare = text.strip("*† ")
    return is_chinese_name(bare) if has_han(bare) else any(map(str.isalpha, bare))


def _is_inverted(parts: Sequence[_Part]) -> bool:
    """Whether two parts are surely `Last, First`."""
    if len(parts) != 2:
        return False
    last, first = (part.name.strip("*† ") for part in parts)
    if has_han(last + first):
        return is_chinese_surname(last) and has_han(first) and len(first) <= 2
    lasts, firsts = last.split(), first.split()
    if is_group(last) or is_group(first) or not all(map(is_capitalized, firsts)) or len(firsts) > 4:
        return False
    return bool(lasts and firsts) and (
        (len(lasts) == 1 and is_capitalized(last)) or PARTICLE.fullmatch(lasts[0]) is not None or len(firsts) == 1
    )


def _may_be_inverted(groups: Sequence[Sequence[_Part]], flat: Sequence[_Part]) -> bool:
    """Whether names between commas may be `Last, First`: `Saito, Kuniaki`, `Saito, Kuniaki and Ann Smith`."""
    first, *others = groups
    if len(first) < 2 or any(has_han(part.name) for part in flat):
        return False
    words = [len(part.name.split()) for part in flat]
    if len(groups) == 1 and len(flat) == 2:
        given = flat[1].name.split()
        return words[0] == 1 and _is_inverted(flat) and (len(given) == 1 or _INITIALS.fullmatch(given[-1]) is not None)
    if len(flat) % 2 == 0 and not others:
        return set(words) == {1}
    return len(first) == 2 and words[:2] == [1, 1] and all(len(each) == 1 for each in others) and max(words) > 1


def _turned(last: _Part, first: _Part) -> str:
    given = first.name.rstrip("*†")
    marks = first.name[len(given) :]
    if has_han(last.name) and has_han(given):
        return f"{last.name}{given}{marks}"
    return f"{given} {last.name} {last.suffix or first.suffix}".strip() + marks


def _doubt_of_one(piece: str) -> Doubt:
    hint = f"write one name an item, each behind '- '; if it is one name, write - name: {piece}"
    return Doubt(piece, f"'{piece}' is read as one name", hint)


def _doubt_of_degree(degree: str) -> Doubt:
    return Doubt(degree, f"the title '{degree}' is no part of a name; it is left out", "delete it")
