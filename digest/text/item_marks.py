"""Marks of list items, those of Markdown and those that Chinese editors type: one table for entries and import."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from digest.text.characters import HAN

_HAN_DIGITS = "一二三四五六七八九"
HAN_NUMBERS = {
    f"{tens}{ones}": 10 * place + one
    for place, tens in enumerate(("", "十", "二十", "三十"))
    for one, ones in enumerate(("", *_HAN_DIGITS))
    if tens or ones
}

_BLANK = " \t\u3000\u00a0"
_BULLETS = "•‣⁃◦∙·●○▪▫■□◆◇▶▷▸★☆✓✔☑✅➤➢➣➜→"
_RINGS = "\u2460-\u249b\u24f5-\u24fe\u2776-\u2793\u3220-\u3229\u3280-\u3289"
"""Enclosed numbers: ①, ⑴, ⒈, ⓵, ❶, ➀, ➊, ㈠, ㊀."""
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_DIGITS = "[0-9０-９]{1,2}"
_COUNTED = "个個种種类類项項篇张張条條次倍年月日天小分秒万萬亿億位名步层層组組台块塊"
"""Measure words: a number before one of them is no mark."""

CERTAIN = (
    rf"(?:[{_BULLETS}](?![{_BULLETS}])\ufe0f?"
    rf"|{_DIGITS}[、）]|{_DIGITS}．(?![0-9０-９])|[０-９]{{1,2}}[.)](?![0-9０-９])"
    rf"|\({_DIGITS}\)|（{_DIGITS}）|【{_DIGITS}】|［{_DIGITS}］|[{_RINGS}]|[0-9]\ufe0f?\u20e3|\U0001f51f"
    rf"|\({_HAN_NUMBER}\)|（{_HAN_NUMBER}）)"
)
"""Marks that Markdown does not know, and that are nothing else at the start of a line."""

_POSSIBLE = (
    rf"(?:{_DIGITS}[ ]?[.)．、）](?![0-9０-９])|{_HAN_NUMBER}[、.．)）]"
    rf"|第(?:{_HAN_NUMBER}|{_DIGITS})[点點条條]?[，,、：:]|\[[0-9]{{1,2}}\][{_BLANK}]|\([a-z]\)|[Ⅰ-Ⅻ][.．、]"
    rf"|[0-9]{{1,2}}[ ](?=[{HAN}])(?![{_COUNTED}])|\*(?=[{HAN}][^*\n]*$)"
    r"|(?=(?:首先|其次|再次|再者|最后|最後)[，,、：:]|(?i:step)[ ]?[0-9]{1,2}[ ]?[.:：、])"
    rf"|[–—][{_BLANK}]+|[-–—](?=[{HAN}])"
    r"|(?=[\u2600-\u27bf\U0001f300-\U0001faff]))"
)
"""Marks only in a list: text may begin like this."""

_MARK = re.compile(
    rf"(?:(?P<known>(?:[-*+]|[0-9]{{1,2}}[.)])(?=[{_BLANK}]|$))|(?P<certain>{CERTAIN})|(?P<possible>{_POSSIBLE}))"
    rf"[{_BLANK}]*"
)
_NUMBER = re.compile(rf"[0-9０-９]+|[一二三四五六七八九十]+|[{_RINGS}Ⅰ-Ⅻ]|\U0001f51f|(?<=\()[a-z](?=\))")
_NEXT = re.compile(rf"(?P<number>{_DIGITS}(?![0-9０-９])|{_HAN_NUMBER})(?![A-Za-z])")
_WORD = re.compile(f"[{HAN}《“「]")
_NEAR = 9
"""Marks between two numbers that run on, at most: those of nested items."""

_SENTENCE_END = re.compile(r"[;；。.!！?？]\s*(?=\S)")


_RING = re.compile(rf"(?<![与和及至到到、~～见見（(第如对對])(?=[{_RINGS}])")
"""Before an enclosed number that the text does not refer to."""


class ItemMark(NamedTuple):
    """The mark of an item. The item's text begins at `end`, in a line or text that the mark starts at `start`.

    `shape` is the mark without its number, `number` 0 for a bullet. `is_known`: to Markdown. `is_certain`: whether it
    is a mark whatever the other lines are.
    """

    start: int
    end: int
    shape: str
    number: int
    is_known: bool
    is_certain: bool


def find_mark(text: str, at: int = 0) -> ItemMark | None:
    """The mark of an item that begins at the offset `at`.

    A number that an enumeration goes on from is text: 一、二线城市; so is the first part of a decimal number.
    """
    match = _MARK.match(text, at)
    if match is None:
        return None
    sign = match[0].rstrip(_BLANK)
    found = _NUMBER.search(sign)
    digits = found[0] if found is not None else ""
    number = _value(digits)
    if (
        number
        and sign[-1] == "、"
        and (then := _NEXT.match(text, match.end()))
        and _value(then["number"]) == number + 1
    ):
        return None
    kind = "1" if digits.isdecimal() else "一" if digits in HAN_NUMBERS else "①"
    return ItemMark(
        start=at,
        end=match.end(),
        shape=sign.replace(digits, kind).replace(" ", "") if digits else sign,
        number=number,
        is_known=match["known"] is not None and text[match.end("known") :][:1] in " \t",
        is_certain=match["possible"] is None,
    )


def _value(number: str) -> int:
    if number in HAN_NUMBERS:
        return HAN_NUMBERS[number]
    if number.isdecimal():
        return int(number)
    if number.isascii() and number:
        return ord(number) - ord("a") + 1
    return 10 if number == "\U0001f51f" else int(unicodedata.numeric(number, 0)) if len(number) == 1 else 0


def confirm_marks(found: Sequence[tuple[ItemMark, str]]) -> list[ItemMark]:
    """Marks without those that are text, given those of a list's lines in order, with the lines.

    Kept are certain ones, numbers that run on, bullets that repeat, and a number 1 that the whole list begins with.
    """
    rows: dict[str, list[int]] = {}
    for mark, _ in found:
        rows.setdefault(mark.shape, []).append(mark.number)
    places = dict.fromkeys(rows, 0)
    kept = []
    for mark, line in found:
        numbers, here = rows[mark.shape], places[mark.shape]
        places[mark.shape] += 1
        if not mark.is_certain and not mark.number and len(numbers) == 1:
            continue
        if not mark.is_certain and mark.number:
            before, behind = numbers[max(here - _NEAR, 0) : here], numbers[here + 1 : here + 1 + _NEAR]
            runs = mark.number - 1 in before or mark.number + 1 in behind
            alone = mark is found[0][0] and mark.number == 1 and mark.shape[0] not in "第[("
            if not runs and not (alone and _WORD.match(line, mark.end)):
                continue
        kept.append(mark)
    return kept


def more_marks(text: str, mark: ItemMark) -> Iterator[ItemMark]:
    """The marks behind `mark` on its line, if its numbering runs on behind the ends of sentences: `1. 甲；2. 乙`."""
    number = mark.number
    ends = _RING.finditer(text, mark.end) if mark.shape == "①" else _SENTENCE_END.finditer(text, mark.end)
    for end in ends if number else ():
        further = find_mark(text, end.end())
        if further is not None and further.number == number + 1 and _alike(further.shape, mark.shape):
            number += 1
            yield further


def _alike(shape: str, other: str) -> bool:
    return unicodedata.normalize("NFKC", shape) == unicodedata.normalize("NFKC", other)
