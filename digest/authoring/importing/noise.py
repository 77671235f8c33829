"""Lines of a post that say nothing about its papers: legends, counters, buttons, notices, captions."""

import re

from digest.model.categories import category_names
from digest.text.characters import HAN

MOST_RUNS = 20
"""Maximum line ranges listed in a note."""

_LONGEST_NOISE = 120
"""Maximum characters of a line that may be noise, legends excepted."""

_LONGEST_NOTICE = 40
"""Maximum characters of a notice that does not begin with its keyword: papers speak of rights, too."""

_MARKED = re.compile(r"(?:\d{1,2}\s*[.．、)）]|[(（]\d{1,2}[)）]|[①-⑳])")
_CODE = r"(?:[a-z-]{2,8}\.)?[A-Z]{2}"
_ENTRY_OF_LEGEND = rf"(?P<code>{_CODE})\s*[-–—:：=]\s*[{HAN}]{{2,10}}(?:[、与和及/][{HAN}]{{1,8}})*"
_LEGEND = re.compile(rf"(?:{_ENTRY_OF_LEGEND.replace('?P<code>', '?:')}[\s,，;；、|｜/]*)+")
_CODES = re.compile(_ENTRY_OF_LEGEND)
_BETWEEN = " \t,，;；、|｜/"

_NUMBER = r"\d[\d,.]*\s*[万wWkK]?\+?\s*"
_COUNTED = (
    r"(?:次阅读|阅读|次浏览|浏览|次播放|人看过|人赞同了该文章|人赞同|个?赞|点赞|在看|收藏|转发|条?评论|"
    r"views?|reads?|likes?|shares?|comments?|claps?|min(?:ute)?s? read|分钟阅读)"
)
_BUTTON = (
    r"分享到?|点赞|在看|收藏|喜欢|转发|打赏|赞赏|赞同|写留言|写评论|发表评论|添加评论|评论|留言|举报|投诉|关注|已关注|阅读原文|"
    r"阅读全文|展开全文|复制链接|微信|微博|朋友圈|朋友|QQ空间|QQ|上一篇|下一篇|返回顶部|目录\s*[:：]?|登录|注册|搜索|首页|"
    r"share(?: this)?|tweet|like|follow|subscribe|sign (?:in|up)|log in|read more|previous|next|back to top|home|"
    r"facebook|twitter|linkedin|reddit|email|wechat|weibo|copy link"
)
_WORDS = {
    "follow": (
        r"(?:关注|搜索|来自|来源|欢迎).{0,10}公众号|公众号\s*[:：(（「“]|扫码(?:关注|加|进|入|阅读)|(?:扫描|识别|长按).{0,8}二维码|"
        r"长按识别|关注我们|点击上方|点击关注|设为星标|加星标|后台回复|预览时标签不可点|微信扫一扫|post-qrcode|添加微信|加入.{0,6}群|"
        r"scan (?:the|this) qr code"
    ),
    "copyright": (
        r"转载请|转载须|转载自|未经授权|未经许可|不得转载|禁止转载|版权归|版权所有|著作权归|本文链接|责任编辑\s*[:：]|"
        r"copyright\s*(?:©|\(c\)|\d{4})|all rights reserved|©\s*\d{4}|^powered by"
    ),
}


def _is_legend(text: str) -> bool:
    return _LEGEND.fullmatch(text) is not None and all(
        category_names(match["code"]) is not None for match in _CODES.finditer(text)
    )


NOISE: dict[str, re.Pattern[str]] = {
    "rule": re.compile(r"[-=*_—–~·.•\s]{3,}|[—–]{1,2}"),
    "count": re.compile(
        rf"(?:{_NUMBER}{_COUNTED}|{_COUNTED}\s*[:：]?\s*[(（]?{_NUMBER}[)）]?"
        r"|(?:没有|暂无)评论|评论\(没有评论\)|no comments(?: yet)?)"
        rf"(?:\s*[·|｜,，/]?\s*(?:{_NUMBER}{_COUNTED}|{_COUNTED}\s*{_NUMBER}))*",
        re.IGNORECASE,
    ),
    "button": re.compile(rf"[\[【(（]?(?:{_BUTTON})[\])）】]?(?:[\s·|｜/、]+(?:{_BUTTON}))*", re.IGNORECASE),
    "page number": re.compile(
        r"[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s*/\s*\d{1,4}|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
        r"|page \d{1,4}(?: of \d{1,4})?|\d{1,3}",
        re.IGNORECASE,
    ),
    "end mark": re.compile(
        r"[-–—=(（【\s]*(?:正文完|全文完|本文完|完|未完待续|the end|end|fin)[-–—=)）】\s。.]*", re.IGNORECASE
    ),
    "date": re.compile(
        r"(?:发布于|发表于|编辑于|更新于|日期|时间|date|posted on|published)?\s*[:：]?\s*"
        r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
        r"(?:\s*[·,，]?\s*[" + HAN + r"]{2,6})?",
        re.IGNORECASE,
    ),
    "caption": re.compile(
        r"(?:图|表|figure|fig\.|table)\s*\d{1,2}\s*[:：.、|].*"
        r"|[\[【(（]?(?:图片|配图|image)\d{0,2}[\])）】]?",
        re.IGNORECASE,
    ),
    "image": re.compile(r"(?:!\[[^\]]*\]\([^()]*(?:\([^()]*\)[^()]*)*\)\s*)+"),
}  # fmt: skip
"""Kinds of noise, matched against the whole line."""

_PARTS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _WORDS.items()}

NAMES: dict[str, tuple[str, str]] = {
    "legend": ("a legend of categories", "lines with legends of categories"),
    "rule": ("a rule", "rules"),
    "count": ("a counter", "lines with counters"),
    "button": ("a button", "lines with buttons"),
    "page number": ("a page number", "page numbers"),
    "end mark": ("an end mark", "end marks"),
    "date": ("a date", "lines with dates"),
    "caption": ("a caption", "captions"),
    "image": ("an image", "images"),
    "follow": ("an invitation to follow", "invitations to follow"),
    "copyright": ("a notice of rights", "notices of rights"),
    "title": ("a title that is there again", "titles that are there again"),
    "outside": ("a line outside of the article", "lines outside of the article"),
}
"""Names of the kinds in messages, singular and plural."""


def noise_of(text: str) -> str:
    """The kind of noise of a line; empty if it is none."""
    if _is_legend(text):
        return "legend"
    if len(text) > _LONGEST_NOISE:
        return "image" if NOISE["image"].fullmatch(text) else ""
    for kind, pattern in NOISE.items():
        if pattern.fullmatch(text):
            return kind
    for kind, pattern in _PARTS.items():
        found = pattern.search(text)
        if found and (found.start() == 0 or len(text) <= _LONGEST_NOTICE) and not _MARKED.match(text):
            return kind
    return ""


def find_legend(text: str) -> int:
    """The offset of a legend glued to the end of a text; -1 if there is none.

    A single pair counts only after a URL: a sentence may end with `CV - 计算机视觉`.
    """
    start, pairs = len(text), 0
    for match in reversed(list(_CODES.finditer(text))):
        if text[match.end() : start].strip(_BETWEEN) or category_names(match["code"]) is None:
            break
        start, pairs = match.start(), pairs + 1
    return start if pairs > 1 or (pairs == 1 and "://" in text[:start]) else -1


def tell_lines(numbers: list[int], one: str, many: str) -> str:
    """The message of a note about lines that were left out."""
    if len(numbers) == 1:
        return f"{one} was left out"
    return f"{len(numbers)} {many} were left out: lines {_list_numbers(numbers)}"


def _list_numbers(numbers: list[int]) -> str:
    """Line numbers, consecutive ones as ranges."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    listed = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs[:MOST_RUNS])
    more = sum(last - first + 1 for first, last in runs[MOST_RUNS:])
    return f"{listed} and {more} more" if more else listed
