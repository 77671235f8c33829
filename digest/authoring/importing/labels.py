"""Words by which posts announce what follows: labels of texts, keys of facts, headings of parts."""

import re
import unicodedata

from digest.content.sections import PAIRS, SECTIONS
from digest.model.categories import CATEGORIES, category_names
from digest.model.front_matter import IDENTIFIERS
from digest.text.characters import HAN
from digest.text.item_marks import HAN_NUMBERS

_ALSO: dict[str, tuple[str, ...]] = {
    "key_points": ("核心要点", "主要要点", "关键点", "论文要点", "亮点", "highlights", "main points"),
    "summary": (
        "一句话概括",
        "一句话摘要",
        "一句话",
        "总结",
        "one-sentence summary",
        "in one sentence",
        "in a nutshell",
    ),
    "abstract_zh": ("论文摘要", "摘要翻译", "摘要译文", "中文翻译", "简介", "论文简介", "内容简介"),
    "abstract": ("原文摘要", "英文原文", "abstract (english)"),
}
TEXTS: dict[str, tuple[str, ...]] = {
    field: (*names, *SECTIONS.get(PAIRS.get(field, ""), ()), *_ALSO[field])
    for field, names in SECTIONS.items()
    if field in _ALSO
}
"""Labels of a paper's texts: those of entries, and others in use."""

FACTS: dict[str, tuple[str, ...]] = {
    "title": ("英文标题", "标题(英文)", "title", "论文标题", "题目"),
    "title_zh": ("中文标题", "标题(中文)", "标题", "title_zh", "中文题目"),
    "authors": ("作者", "论文作者", "authors", "author"),
    "affiliations": ("机构", "单位", "作者单位", "affiliations", "affiliation", "institutions", "institution"),
    "category": ("分类", "类别", "领域", "category", "categories", "subjects", "subject", "primary category"),
    "link": (
        *("论文链接", "论文地址", "论文", "链接", "地址", "原文", "原文地址", "paper", "paper link", "link", "links"),
        *(*IDENTIFIERS, "arxiv id", "arxiv链接", "arxiv地址", "abs"),
    ),
    "pdf": ("pdf", "pdf链接", "论文pdf"),
    "code": ("代码", "代码链接", "代码地址", "开源代码", "code", "github", "项目代码"),
    "project": ("项目", "项目主页", "项目地址", "主页", "project", "project page", "homepage", "website"),
    "video": ("视频", "演示", "video", "demo"),
    "dataset": ("数据集", "数据", "dataset", "datasets", "data"),
    "venue": ("发表", "发表于", "会议", "期刊", "出处", "venue", "conference", "journal", "published in"),
    "year": ("年份", "year"),
    "tags": ("标签", "关键词", "关键字", "tags", "keywords"),
    "date": ("日期", "date"),
    "comment": ("备注", "评论", "comments", "comment"),
}  # fmt: skip
"""Keys of a paper's facts."""

PARTS: dict[str, tuple[str, ...]] = {
    "featured": ("头条", "featured", "重点论文", "精选论文", "今日重点"),
    "notable": (
        *("另外几篇值得关注的论文", "另外几篇值得关注的", "其他值得关注的论文", "值得关注的论文", "值得关注"),
        *("其他论文", "其它论文", "另外几篇论文", "更多论文", "also notable", "notable", "other notable papers"),
        *("more papers", "other papers"),
    ),
}  # fmt: skip
"""Headings of an issue's parts."""

_LEAD = r"(?:(?:[-*+•·●■◆◇▶►★☆#○▪»]|[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?)[ \t]*){0,3}"
"""Bullets and emoji before a word."""

_NUMBERS = (
    r"(?:(?P<plain>\d{1,3})\s*(?:[、.．)）](?!\d)|(?=[\[［【]))|[(（](?P<boxed>\d{1,3})[)）]|(?P<ring>[①-⑳])"
    r"|\#(?P<hash>\d{1,3})\b|(?P<han>[一二三四五六七八九十]{1,3})\s*[、.．])"
)
_CODE = r"[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ-]{0,9}(?:[.．][A-Za-zＡ-Ｚａ-ｚ-]{2,10})?"


def _names(table: dict[str, tuple[str, ...]]) -> tuple[dict[str, str], str]:
    fields = {name: field for field, names in table.items() for name in names}
    return fields, "|".join(re.escape(name) for name in sorted(fields, key=len, reverse=True))


_TEXT_FIELDS, _TEXT_NAMES = _names(TEXTS)
_FACT_FIELDS, _FACT_NAMES = _names(FACTS)
_PART_FIELDS, _PART_NAMES = _names(PARTS)

_TEXT = re.compile(
    rf"{_LEAD}(?:[【\[［](?P<boxed>{_TEXT_NAMES})[】\]］]\s*[:：]?|(?P<named>{_TEXT_NAMES})\s*[:：]|(?P<alone>{_TEXT_NAMES})$)"
    r"[ \t]*",
    re.IGNORECASE,
)
_NTH = r"(?:论文|paper)\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
"""A numbered key before a title: `论文 1：`."""

_FACT = re.compile(
    rf"{_LEAD}(?:[【\[［](?P<boxed>{_FACT_NAMES}|{_NTH})[】\]］]\s*[:：]?|(?P<named>{_FACT_NAMES}|{_NTH})\s*[:：])"
    r"[ \t]*(?=\S)",
    re.IGNORECASE,
)
_PART = re.compile(rf"{_LEAD}[【\[［]?(?P<part>{_PART_NAMES})[】\]］]?\s*[:：]?", re.IGNORECASE)
_OTHER = re.compile(
    rf"{_LEAD}[【\[［]?(?P<name>[^\s:：,，。;；.【】\[\]][^:：,，。;；【】\[\]]{{0,19}})[】\]］]?\s*[:：]$"
)
NUMBER = re.compile(rf"{_LEAD}{_NUMBERS}[ \t]*")
"""The number before a headline or a key point."""
HEADLINE_PATTERN = re.compile(
    rf"{_LEAD}(?:{_NUMBERS}\s*)?(?P<tags>(?:[\[［【]\s*{_CODE}(?:\s*[,，、/&;|]\s*{_CODE})*\s*[\]］】]\s*)+)[:：]?\s*(?P<title>\S.*)"
)
_CODES = re.compile(_CODE)
_WORD_TAG = re.compile(rf"{_LEAD}{_NUMBERS}\s*[\[［【]\s*(?P<word>[{HAN}]{{2,8}})\s*[\]］】]\s*[:：]?\s*(?=\S)")


def text_label(text: str) -> tuple[str, int, bool] | None:
    """`(field, offset of the text, is alone)` for a line with a label; else None."""
    if found := _TEXT.match(text):
        name = found["boxed"] or found["named"] or found["alone"]
        return _TEXT_FIELDS[name.lower()], found.end(), found.end() == len(text)
    return None


def fact_key(text: str) -> tuple[str, int] | None:
    """`(field, offset of the value)` for a line with a key; else None."""
    if found := _FACT.match(text):
        return _FACT_FIELDS.get((found["boxed"] or found["named"]).lower(), "title"), found.end()
    return None


def part_name(text: str) -> str:
    """The part of an issue that a line opens; else empty."""
    found = _PART.fullmatch(text)
    return _PART_FIELDS[found["part"].lower()] if found else ""


def other_label(text: str) -> str:
    """The name of an unknown label alone on its line; else empty."""
    found = _OTHER.fullmatch(text)
    return found["name"].strip() if found else ""


def word_tag(text: str) -> tuple[str, int] | None:
    """`(word, offset of the title)` for a numbered headline with a Chinese word in brackets; else None."""
    found = _WORD_TAG.match(text)
    return (found["word"], found.end()) if found else None


def codes_of_word(word: str) -> tuple[str, ...]:
    """The category with this Chinese name, or none."""
    return tuple(code.removeprefix("cs.") for code, (chinese, _) in CATEGORIES.items() if chinese == word)[:1]


def number_of(text: str) -> int | None:
    """The number before a headline; None if there is none."""
    found = NUMBER.match(text)
    if found is None:
        return None
    if found["han"]:
        return HAN_NUMBERS.get(found["han"])
    digits = found["plain"] or found["boxed"] or found["hash"] or unicodedata.normalize("NFKC", found["ring"] or "")
    return int(digits) if digits else None


def codes_of(tags: str, *, numbered: bool) -> tuple[str, ...]:
    """The categories in brackets before a headline; empty if one of them is invalid.

    Two capital letters count as a category even if arXiv has none of that name; in a `numbered` headline, up to four.
    """
    codes = tuple(unicodedata.normalize("NFKC", code) for code in _CODES.findall(tags))
    longest = 4 if numbered else 2
    known = [category_names(code) is not None or (len(code) <= longest and code.isupper()) for code in codes]
    return codes if all(known) else ()
