"""Addresses that only lead to others: what sites write around a link that leaves them."""

import re
from urllib.parse import parse_qsl, urlsplit

REDIRECTS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:zhihu\.com|jianshu\.com|csdn\.net|juejin\.cn|qq\.com|oschina\.net|douban\.com|gitee\.com|"
    r"infoq\.cn|sspai\.com|weibo\.(?:com|cn)|google\.com|facebook\.com|linkedin\.com)/",
    re.IGNORECASE,
)
"""The sites that do so."""

_KEYS = ("target", "url", "to", "q", "u")


def target_of(url: str) -> str:
    """Where an address leads: itself, or what it is written around."""
    if "?" not in url or not REDIRECTS.match(url):
        return url
    try:
        given = dict(parse_qsl(urlsplit(url).query))
    except ValueError:
        return url
    targets = (given.get(key, "") for key in _KEYS)
    return next((each for each in targets if re.fullmatch(r"https?://[^\s<>()]+", each)), url)
