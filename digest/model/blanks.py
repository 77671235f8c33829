"""Words that stand where nothing is yet: `TBD`, `None`, 暂无."""

import re

from digest.text.hanzi import traditional_forms


def _words(text: str) -> frozenset[str]:
    """The words in a text, the Chinese ones also in traditional characters."""
    return frozenset(form for word in text.split() for form in (word, *traditional_forms(word)))


_NOT_YET = _words(
    """tbd tba tbc todo fixme xxx placeholder 待补充 待补 待补全 待定 待填 待填写 待写 待撰写 待译 待翻译 待完善 待添加
    待整理 待总结 待续"""
)
"""Words by which an author says that the text comes later."""

_NOTHING = _words(
    """none null nil n/a n.a undefined unknown - -- --- – — —— ? ?? ??? ？
    无 暂无 没有 未知 不详 未提供"""
)
"""Words for nothing. In some places they are an answer: there is no code, an approach has no limitations."""

_TITLES = frozenset({"none", "null", "nil", "unknown", "undefined"})
"""Words that may be the title of a paper, if it is in quotes."""

LONGEST_BLANK = 12
"""Characters from which on no text is blank."""

_AROUND = " \t\n()（）[]【】<>《》*_`\"'“”‘’。.!！:：…"
_MARKER = re.compile(r"^[ \t]*(?:[-*+•](?=[ \t])|\d{1,2}[.)、．])[ \t]*", re.MULTILINE)


def is_blank(text: str, *, later_only: bool = False, is_title: bool = False) -> bool:
    """Whether a text is nothing but such a word. `later_only`: "none" is an answer; `is_title`: so is `None`."""
    if len(text) > LONGEST_BLANK:
        return False
    word = text.strip(_AROUND)
    if word != "Null":  # a family name; programs write null, NULL or None
        word = word.casefold()
    return word in _NOT_YET or (not later_only and word in _NOTHING and not (is_title and word in _TITLES))


def is_blank_text(text: str, *, later_only: bool) -> bool:
    """The same of a text whose lines, the items of a list perhaps, are all such words."""
    if len(text) > LONGEST_BLANK * 8 or not (stripped := text.strip()):
        return False
    lines = [line for line in _MARKER.sub("", stripped).split("\n") if line.strip()]
    return bool(lines) and all(is_blank(line, later_only=later_only) for line in lines)
