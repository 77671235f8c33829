"""Remarks of a post's editors, and closing phrases."""

import re

from digest.authoring.importing.paper_texts import mark_end
from digest.text.characters import HAN

_LONGEST_GOODBYE = 80
"""Maximum characters of a closing phrase."""

_REMARK = re.compile(
    r"[【\[［]?(?:编辑|小编|编者|作者|译者)?(?:点评|短评|推荐指数|推荐理由|推荐语|推荐度|评分|星级|热度|来源|转自|编译|责编|编辑|编者按|编者注|小编|撰文|整理)"
    r"[】\]］]?\s*[:：]"
)
"""Labels of editors' remarks and credits."""

_GOODBYE = re.compile(
    r"(?:好了[,，]?)?(?:以上(?:就)?是|今天的?.{0,12}(?:就到(?:这里|此)|到此结束)|(?:我们)?(?:明天|明日|下期|下周|下次)再?见|感谢(?:您的?|大家的?)?(?:阅读|关注|观看)"
    r"|欢迎(?:大家)?(?:留言|转发|点赞|分享|在评论区)|that(?:'|’)?s all for|see you (?:tomorrow|next))",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(rf"[【\[［]?(?P<name>[{HAN}]{{2,6}})[】\]］]?\s*[:：]\s*\S")
_NO_TITLE = re.compile(
    r"https?://|[★☆⭐]|^[\u2600-\u27bf\U0001f300-\U0001faff]|^\W*(?:19|20)\d{2}\s*年?(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?\W*$"
)


def is_remark(text: str) -> bool:
    """Whether a line is an editor's remark or a closing phrase."""
    return _REMARK.match(text) is not None or (len(text) <= _LONGEST_GOODBYE and _GOODBYE.match(text) is not None)


def unknown_label(text: str) -> str:
    """The word before a colon at the start of a line, if it can be an unknown label; else empty."""
    found = _UNKNOWN.match(text)
    return found["name"] if found else ""


def is_no_title(text: str) -> bool:
    """Whether a line cannot be a title: URL, list item, rating, remark or date."""
    return _NO_TITLE.search(text) is not None or mark_end(text) > 0 or is_remark(text)
