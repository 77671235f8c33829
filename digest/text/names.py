"""Compare names (of authors, tags, affiliations, files) as people do, and not by code points. Chinese names."""

import re
import unicodedata
from collections.abc import Sequence

from digest.text.characters import HAN

_INVISIBLE = dict.fromkeys(
    (
        *map(ord, "\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u2060\u3164\ufeff\uffa0"),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
)
"""Soft hyphen, zero-width space, word joiner, byte order mark, Hangul fillers, marks of direction."""

_IGNORED = _INVISIBLE | dict.fromkeys([0x200C, 0x200D, *range(0xFE00, 0xFE10)])
"""Joiners and variation selectors too: some scripts and emoji need them to be drawn, but they make no other name."""

_MEANT = ("<super>", "<sub>", "<fraction>")
"""Compatibility mappings that change what is said: D² is not D2."""


def tidy_name(name: str) -> str:
    """A name as it is shown: NFC, with each run of white space as one space, without invisible characters."""
    if name.isascii():
        return " ".join(name.split())
    return " ".join(unicodedata.normalize("NFC", name.translate(_INVISIBLE)).split())


def compose_name(name: str) -> str:
    """The name or path of a file for comparison: NFC. macOS stores names as typed, and older disks decompose them."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def distinct_names(names: Sequence[str]) -> tuple[str, ...]:
    """The first of those names that `fold_name` makes equal, in order."""
    if len(names) < 2:
        return tuple(names)
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(fold_name(name), name)
    return tuple(kept.values())


def fold_name(name: str) -> str:
    """Fold a name for comparison: equal for names that differ in case, width, white space or Unicode form only.

    That is NFKC with full case folding, except that superscripts, subscripts and fractions stay. So no-break spaces,
    Kangxi radicals, ligatures and full-width letters are folded. Idempotent.
    """
    if not name.isascii():
        letters = (
            letter
            if unicodedata.decomposition(letter).startswith(_MEANT)
            else unicodedata.normalize("NFKD", letter.casefold())
            for letter in name.translate(_IGNORED)
        )
        name = unicodedata.normalize("NFC", "".join(letters))
    return " ".join(name.casefold().split())


# The commonest surnames, simplified and traditional.
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文严季施陶洪翟安颜倪牛温芦"
    "俞章鲁葛伍韦申尤毕聂焦向柳邢岳齐欧卓庄宗尚盛骆路凌裴祁闻翁席辛游应臧甄支祖佘厉储靳车全栾詹符景屠蒙池谈冉濮浦晏柴"
    "瞿艾容戈耿匡寇冷简饶丰查荆桂管古巫柏涂喻郁燕莫敖宣仇单鲍费项祝娄甘滕米褚房牟苗樊阮蓝闵解华柯谷代巩关張劉陳楊趙黃"
    "吳孫馬羅鄭謝韓馮蕭許呂蘇盧蔣賈葉閻鍾譚鄒陸龍萬錢湯賴龔嚴蘭鄧閆廬顧莊溫藍駱關饒鮑衛喬歐單聶齊費閔鄔"
)
_DOUBLE_SURNAMES = re.compile(
    "欧阳|司马|上官|诸葛|司徒|东方|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|独孤|端木|南宫|闻人|歐陽|司馬|諸葛|東方|長孫|獨孤|尉遲|南宮"
)
_CHINESE_NAME = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,6}}·[{HAN}·]{{1,10}}")


def is_chinese_surname(text: str) -> bool:
    """Whether a text is one of the common Chinese surnames."""
    return text in _SURNAMES or _DOUBLE_SURNAMES.fullmatch(text) is not None


def is_chinese_name(text: str) -> bool:
    """Whether a text looks like the name of one person in Chinese: a common surname and one or two characters, or `·`.

    Four characters: only behind a surname of two, or with spaces between the characters.
    """
    bare = text.replace(" ", "")
    if _CHINESE_NAME.fullmatch(bare) is None or _DOUBLE_SURNAMES.fullmatch(bare):
        return False
    if "·" in bare or _DOUBLE_SURNAMES.match(bare):
        return True
    return bare[0] in _SURNAMES and len(bare) < 4
