"""URLs and ids of papers in running text, even if glued to the text after them."""

import re
from urllib.parse import parse_qsl, urlsplit

from digest.model.front_matter import ACL_PAGE, ARXIV_ID, DOI_START, OPENREVIEW_PAGE
from digest.text.records import frozen

REDIRECTS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:zhihu\.com|jianshu\.com|csdn\.net|juejin\.cn|qq\.com|oschina\.net|douban\.com|gitee\.com|"
    r"infoq\.cn|sspai\.com|weibo\.(?:com|cn)|google\.com|facebook\.com|linkedin\.com)/",
    re.IGNORECASE,
)
"""Sites with redirect links."""

_KEYS = ("target", "url", "to", "q", "u")


def target_of(url: str) -> str:
    """The target of a redirect link; another URL unchanged."""
    if "?" not in url or not REDIRECTS.match(url):
        return url
    try:
        given = dict(parse_qsl(urlsplit(url).query))
    except ValueError:
        return url
    targets = (given.get(key, "") for key in _KEYS)
    found = next((each for each in targets if re.fullmatch(r"https?://[^\s<>]+", each)), url)
    return found.replace("(", "%28").replace(")", "%29")


_ARXIV = rf"(?P<id>{ARXIV_ID}(?:v[1-9]\d?(?!\d))?)"
_DOI = rf"(?P<id>{DOI_START}[!-~]+[\w/)])"
"""Ids in running text. The DOI must not take punctuation that follows it."""

_URL_END = r"[^\s<>\"'，。；：！？、（）【】《》“”‘’\u2e80-\u9fff\uf900-\uffff]"

PAPERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern, re.IGNORECASE | re.ASCII))
    for field, pattern in (
        ("arxiv", rf"(?:https?://)?(?:(?:www|cn|export)\.)?arxiv\.org/(?:abs|pdf|html)/{_ARXIV}(?:\.pdf)?"),
        ("arxiv", rf"(?:https?://)?(?:dx\.)?doi\.org/10\.48550/arxiv\.{_ARXIV}"),
        ("arxiv", rf"arxiv\s*[:：]\s*{_ARXIV}(?:\s*\[[\w.-]+\])?"),
        ("openreview", rf"{OPENREVIEW_PAGE}(?:[&#][\w=&%-]*)?"),
        ("acl", rf"{ACL_PAGE}(?:\.pdf|/)?"),
        ("doi", rf"(?:https?://(?:dx\.)?doi\.org/|doi\s*[:：]\s*){_DOI}"),
    )
)
"""Patterns of references to papers, in order of precedence. The DOI of an arXiv paper is its arXiv id."""

_BEHIND = r"(?:\s*[,，(（]?\s*\d{4}-\d{1,2}-\d{1,2}\s*[)）]?)?"
"""A date after an id."""

BARE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("arxiv", re.compile(rf"{_ARXIV}(?:\s*\[[\w.-]+\])?{_BEHIND}", re.IGNORECASE | re.ASCII)),
    ("doi", re.compile(_DOI, re.ASCII)),
)
"""Patterns of ids without a URL, for values of keys that link to a paper."""

_LINK = re.compile(
    r"!\[(?P<picture>[^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)|(?<!!)\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\]){1,500})\]\((?P<url>https?://[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)\)"
    rf"|<(?P<auto>https?://[^\s<>]+)>|(?P<bare>https?://{_URL_END}+)"
)

LINK_HOSTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("code", re.compile(r"https?://(?:www\.)?(?:github|gitlab|gitee)\.com/|https?://(?:www\.)?huggingface\.co/(?!papers|datasets)")),
    ("project", re.compile(r"https?://[\w-]+\.github\.io(?:/|$)|https?://sites\.google\.com/")),
    ("video", re.compile(r"https?://(?:www\.)?(?:youtube\.com|youtu\.be|bilibili\.com|vimeo\.com)/")),
    ("dataset", re.compile(r"https?://(?:www\.)?huggingface\.co/datasets/")),
)  # fmt: skip
"""The field that a URL without a label fills, by host."""


_SIGN = re.compile(r"://|arxiv|doi", re.IGNORECASE)
"""What every link and id has."""


@frozen
class Address:
    """A link or an id in a text: the field that it fills by itself, the value there, its URL (or the id) and label, and
    its range.
    """

    field: str
    value: str
    url: str
    label: str = ""
    start: int
    end: int


def find_addresses(text: str) -> list[Address]:
    """The links and ids in a line of Markdown or plain text, from left to right."""
    if _SIGN.search(text) is None:
        return []
    found: list[Address] = []
    rest = list(text)
    for link in _LINK.finditer(text) if "://" in text else ():
        end = link.end()
        if link["picture"] is not None:
            rest[link.start() : end] = "\x00" * (end - link.start())
            continue
        url = link["url"] or link["auto"]
        if url is None:
            if named := next((m for _, pattern in PAPERS if (m := pattern.match(text, link.start()))), None):
                end = named.end()  # what is glued to an id is not part of it
            url = text[link.start() : end].rstrip(".,;:!?)]}…")
            end = link.start() + len(url)
        url = target_of(url)
        field, value = name_address(url)
        label = link["label"] or ""
        found.append(Address(field=field, value=value, url=url, label=label, start=link.start(), end=end))
        rest[link.start() : end] = "\x00" * (end - link.start())
    bare = "".join(rest)
    for field, pattern in PAPERS:
        for match in pattern.finditer(bare):
            start, end = match.span()
            if not any(each.start < end and start < each.end for each in found):
                found.append(Address(field=field, value=match["id"], url=match[0], start=start, end=end))
    return sorted(found, key=lambda each: each.start)


def name_address(url: str) -> tuple[str, str]:
    """The field that a URL fills, and its value."""
    for field, pattern in PAPERS:
        if match := pattern.match(url):
            return field, match["id"]
    return next((field for field, pattern in LINK_HOSTS if pattern.match(url)), "url"), url


def bare_id(text: str) -> tuple[str, str] | None:
    """The field and value of an id without a URL; None if it is none."""
    for field, pattern in BARE:
        if match := pattern.fullmatch(text.strip()):
            return field, match["id"]
    return None


_LINK_WORD = re.compile(
    r"(?:arxiv(?:\.org)?|pdf|abs|html|code|github|paper|link|links|project|page|homepage|demo|video|data|dataset|openreview|doi|and|"
    r"论文|代码|链接|项目|主页|地址|数据|视频|原文|和|与)",
    re.IGNORECASE,
)
_JOINTS = " \t,，、;；|｜/·&()（）[]【】:：-*_!"
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\[[\w.-]+(?:, ?[\w.-]+)*\]|[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]")


def announces_links(text: str) -> bool:
    """Whether a link in the text has such a word as its label: what stands beside it are no names."""
    return any(_LINK_WORD.fullmatch(each.label.strip(_JOINTS)) for each in find_addresses(text) if each.label)


def rest_of(text: str, addresses: list[Address]) -> str:
    """The text besides links and ids, words that announce them, a category and a date behind them."""
    rest, at = [], 0
    for each in addresses:
        rest.append(text[at : each.start])
        at = each.end
    bare = _DAY.sub(" ", " ".join((*rest, text[at:])))
    return " ".join(word for word in bare.split() if not _LINK_WORD.fullmatch(word.strip(_JOINTS) or "和")).strip(
        _JOINTS
    )
