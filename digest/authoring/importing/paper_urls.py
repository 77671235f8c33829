"""URLs and ids of papers in running text, even if glued to the text after them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote, unquote

from digest.model.fields import names_of
from digest.model.front_matter import (
    ACL_PAGE,
    ARXIV_ID,
    DOI_START,
    IDENTITIES,
    OPENREVIEW_PAGE,
    FrontMatter,
    read_id,
    split_version,
)
from digest.text.records import frozen

_REDIRECT = re.compile(
    r"https?://(?:[\w-]+\.)*(?:zhihu\.com|jianshu\.com|csdn\.net|juejin\.cn|qq\.com|oschina\.net|douban\.com|gitee\.com|"
    r"infoq\.cn|sspai\.com|weibo\.(?:com|cn)|google\.com|facebook\.com|linkedin\.com)/"
    r"[^\s?]*\?(?:[^\s#]*&)?(?:target|url|to|q|u)=(?P<target>https?(?::|%3A)[^\s&#]+)",
    re.IGNORECASE,
)
"""Links of sites that redirect to another one."""


def target_of(url: str) -> str:
    """The target of a redirect link; another URL unchanged."""
    found = _REDIRECT.match(url)
    return re.sub(r"[\s()<>]", lambda sign: quote(sign[0]), unquote(found["target"])) if found else url


_ARXIV = rf"(?P<id>{ARXIV_ID}(?:v[1-9]\d?(?!\d))?)"
_DOI = rf"(?P<id>{DOI_START}[!-~]+[\w/)])"
"""Ids in running text. The DOI must not take punctuation that follows it."""

_URL_END = r"[^\s<>\"'，。；：！？、（）【】《》“”‘’\u2e80-\u9fff\uf900-\uffff]"

PAPERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern, re.IGNORECASE | re.ASCII))
    for field, pattern in (
        ("arxiv", rf"(?:https?://)?(?:(?:www|cn|export)\.)?arxiv\.org/(?:abs|pdf|html)/{_ARXIV}(?:\.pdf)?"),
        ("arxiv", rf"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi\s*[:：]\s*)?10\.48550/arxiv\.{_ARXIV}"),
        ("arxiv", rf"arxiv\s*[:：]{{1,2}}\s*{_ARXIV}(?:\s*\[[\w.-]+\])?"),
        ("openreview", rf"{OPENREVIEW_PAGE}(?:[&#][\w=&%-]*)?"),
        ("acl", rf"{ACL_PAGE}(?:\.pdf|/)?"),
        ("doi", rf"(?:https?://(?:dx\.)?doi\.org/|doi\s*[:：]{{1,2}}\s*){_DOI}"),
    )
)
"""Patterns of references to papers, in order of precedence. The DOI of an arXiv paper is its arXiv id."""

_LINK = re.compile(
    r"!\[(?P<picture>[^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)|(?<!!)\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\]){1,500})\]\((?P<url>https?://[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)\)"
    rf"|<(?P<auto>https?://[^\s<>]+)>|(?P<bare>https?://{_URL_END}+)"
)


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
    if not re.search("://|arxiv|doi", text, re.IGNORECASE):  # most lines
        return []
    found: list[Address] = []
    rest = list(text)
    for link in _LINK.finditer(text) if "://" in text else ():
        end = link.end()
        if link["picture"] is None:
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
    for field, pattern in PAPERS:
        for match in pattern.finditer("".join(rest)):
            start, end = match.span()
            found.append(Address(field=field, value=match["id"], url=match[0], start=start, end=end))
            rest[start:end] = "\x00" * (end - start)
    return sorted(found, key=lambda each: each.start)


def name_address(text: str) -> tuple[str, str]:
    """The field that a URL or id fills, and its value; of any other text `url`, and the text."""
    fields = [field for field in IDENTITIES if field != "openreview" or "://" in text]  # whose ids are words
    read = ((field, read_id(names_of(FrontMatter)[field].kind, text.rstrip(".,;"))) for field in fields)
    return next(((field, value) for field, value in read if value), ("url", text))


_LINK_WORDS = re.compile(
    r"(?:[\s,，、;；:：.|｜/·&()（）\[\]【】*_!-]|(?:10\.48550/)?arxiv(?:\.org)?|pdf|abs|html|code|github|papers?|links?|project|page|homepage|"
    r"demo|video|data|dataset|openreview|doi|and|by|论文|代码|链接|项目|主页|地址|数据|视频|原文|和|与|等|年|月|日)+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u00b2\u00b3\u00b9\u2070-\u209f\u3400-\u9fff]+|\d+")
"""A character of Chinese, a word or a number; superscripts are none."""


def is_link_word(text: str) -> bool:
    """Whether a text is nothing but words that announce an address, and signs."""
    return _LINK_WORDS.fullmatch(text) is not None


def _words(text: str) -> list[str]:
    return [_key(found[0]) for found in _WORD.finditer(text)]


def _key(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().lstrip("0")


BETWEEN = " … "
"""What stands for a value between two stretches of text."""


def rest_of(text: str, said: Sequence[str], *, has_marks: bool = False) -> str:
    """What of a text the values that were made of it do not say, with `BETWEEN` where they stood.

    An address is said by its value or URL, other text by the words of a value. Signs and words that announce
    links are not kept, nor the marks of footnotes if it may have some. Linear in the text.
    """
    if text in said:
        return ""
    given = {*said}
    by_url: set[str] = set()
    hidden = list(text)
    units: list[tuple[int, int, bool]] = []  # start, end, and whether it is said
    for each in find_addresses(text):
        names = {each.value, each.url, split_version(each.value)[0]} & given
        by_url |= names
        is_link = is_link_word(each.label or "-") or {*_words(each.label)} <= {*_words(each.url)}
        start = each.start if is_link or not names else each.start + 1 + len(each.label)
        hidden[start : each.end] = " " * (each.end - start)
        units.append((start, each.end, bool(names)))
    known = Counter(word for value in said if value not in by_url for word in _words(value))
    for word in _WORD.finditer("".join(hidden)):
        key = _key(word[0])
        units.append((*word.span(), known[key] > 0))
        known[key] -= 1
    units.append((len(text), len(text), True))
    return BETWEEN.join(_unsaid(text, sorted(units), has_marks=has_marks))


def _unsaid(text: str, units: Iterable[tuple[int, int, bool]], *, has_marks: bool) -> Iterator[str]:
    """The stretches of a text between what is said."""
    at = 0
    for start, end, is_said in units:
        if is_said:
            segment = text[at:start].strip(_JOINTS)
            for pair in ("()", "（）", "[]", "【】"):
                segment = segment if segment.count(pair[0]) == segment.count(pair[1]) else segment.strip(pair + _JOINTS)
            segment = segment.strip('"' + _JOINTS) if segment.count('"') % 2 else segment
            is_mark = has_marks and re.fullmatch(r"[\W\d_]*", segment) and not re.search(r"\d{3}", segment)
            if not is_mark and not is_link_word(segment) and _WORD.search(segment):
                yield segment
            at = end


_JOINTS = " \t\n,，、;；|｜/·&:：*_–—"
