"""What looks like the name of a person: Chinese surnames and names, capitalized words; and what names a group."""

import re
from collections.abc import Sequence

from digest.text.characters import HAN, has_han

SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv|ph\.?d|m\.?d|esq)\.?", re.IGNORECASE)
"""What follows a surname: `Jr.`, `III`."""

PARTICLE = re.compile(
    r"(?:van|von|de|der|den|da|di|du|dos|das|do|del|della|la|le|bin|ibn|al|el|ter|ten|zu|zur|af|av|y|e|i)\.?|[dl]['’].+"
)
_CAPITAL_PARTICLE = re.compile(r"(?:V[ao]n|D[eiau]|D[eo]s|De[lnr]|Della|L[ae]|Te[nr]|[AE]l|Ste?\.?|Saint|O['’])")
GROUP = re.compile(
    r"\b(?:teams?|group|collaboration|consortium|project|labs?|laboratory|university|institute|department|college|school"
    r"|society|council|committee|foundation|company|research|sciences?|technology|engineering|health|services|sons|the"
    r"|authors|contributors|inc|ltd|llc|corp|corporation|gmbh|deepmind|google|microsoft|nvidia|alibaba|baidu|tencent|huawei"
    r"|bytedance|amazon|ibm)\b|团队|组织|大学|学院|研究|实验室|公司|协会|委员会",
    re.IGNORECASE,
)
_COMPANY = (
    "华为|華為|百度|腾讯|騰訊|阿里(?:巴巴|云)?|字节跳动|京东|美团|快手|小米|商汤|旷视|智谱|科大讯飞|月之暗面|深度求索"
)

CHINESE_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文严季施陶洪翟安颜倪牛温芦"
    "俞章鲁葛伍韦申尤毕聂焦向柳邢岳齐欧卓庄宗尚盛骆路凌裴祁闻翁席辛游应臧甄支祖佘厉储靳车全栾詹符景屠蒙池谈冉濮浦晏柴"
    "瞿艾容戈耿匡寇冷简饶丰查荆桂管古巫柏涂喻郁燕莫敖宣仇单鲍费项祝娄甘滕米褚房牟苗樊阮蓝闵解华柯谷代巩关張劉陳楊趙黃"
    "吳孫馬羅鄭謝韓馮蕭許呂蘇盧蔣賈葉閻鍾譚鄒陸龍萬錢湯賴龔嚴蘭鄧閆廬顧莊溫藍駱關饒鮑衛喬歐單聶齊費閔鄔"
)
"""The commonest ones of one character, simplified and traditional."""
_DOUBLE_SURNAMES = re.compile(
    "欧阳|司马|上官|诸葛|司徒|东方|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|独孤|端木|南宫|闻人|歐陽|司馬|諸葛|東方|長孫|獨孤|尉遲|南宮"
)
_CHINESE_NAME = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,6}}·[{HAN}·]{{1,10}}")


def is_chinese_surname(text: str) -> bool:
    """Whether a text is one of the common Chinese surnames."""
    return text in CHINESE_SURNAMES or _DOUBLE_SURNAMES.fullmatch(text) is not None


def split_chinese_name(name: str) -> tuple[str, str] | None:
    """Surname and given name of a name that `is_chinese_name` is sure of, without spaces; None for others."""
    bare = name.replace(" ", "")
    if "·" in bare or not is_chinese_name(bare):
        return None
    length = 2 if _DOUBLE_SURNAMES.match(bare) else 1
    return bare[:length], bare[length:]


def is_chinese_name(text: str) -> bool:
    """Whether a text looks like the name of one person in Chinese: a common surname and one or two characters, or `·`.

    Four characters: only behind a surname of two, or with spaces between the characters.
    """
    bare = text.replace(" ", "")
    if _CHINESE_NAME.fullmatch(bare) is None or _DOUBLE_SURNAMES.fullmatch(bare):
        return False
    if "·" in bare or _DOUBLE_SURNAMES.match(bare):
        return True
    return bare[0] in CHINESE_SURNAMES and len(bare) < 4


def surname_start(words: Sequence[str]) -> int:
    """The index of the first word of the surname in a name without suffix: the last word, and the particles before it.

    A first word is no particle (`Van Nguyen`).
    """
    start = max(len(words) - 1, 0)
    while start > 1 and (PARTICLE.fullmatch(words[start - 1]) or _CAPITAL_PARTICLE.fullmatch(words[start - 1])):
        start -= 1
    return start


def is_person(name: str) -> bool:
    """Whether a text is surely the whole name of one person: a Chinese name, or at least two capitalized words."""
    bare = name.strip("*† ")
    if has_han(bare):
        return is_chinese_name(bare)
    words = bare.split()
    if not 2 <= len(words) <= 6 or is_group(bare) or any(map(str.isdigit, bare)):
        return False
    capitals = [word for word in words if not PARTICLE.fullmatch(word)]
    return len(capitals) > 0 and all(is_capitalized(word) for word in capitals)


def is_capitalized(word: str) -> bool:
    """Whether the first letter is not lower case; quotes and the like before it do not count."""
    first = word.strip("('’‘-.\"")[:1]
    return first.isalpha() and not first.islower()


def is_group(name: str) -> bool:
    """Whether a name is an institution's: a word such as Team, an abbreviation such as MIT, or a Chinese company's."""
    bare = name.strip("*† ")
    return GROUP.search(name) is not None or re.fullmatch(rf"[A-Z]{{3,}}|{_COMPANY}", bare) is not None
