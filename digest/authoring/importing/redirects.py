"""Resolve redirect links, with which some sites wrap links to other sites."""

import re
from urllib.parse import parse_qsl, urlsplit

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
