"""Rendered HTML as plain text."""

import re

_DROPPED = re.compile(
    r'<annotation\b[^>]*>.*?</annotation>|<sup class="footnote-ref".*?</sup>|<a [^>]*class="footnote-back".*?</a>',
    re.DOTALL,
)
_BREAKING = re.compile(r"</(?:p|h[1-6]|li|blockquote|pre|t[dhr]|div)>|<br>|<hr>")
_TAG = re.compile(r"<[^>]*>")


def plain_text(html: str) -> str:
    """The text of a rendered fragment on one line: no tags, no footnote marks, formulas as their characters."""
    if "<" in html:
        if "<a" in html or "<s" in html:
            html = _DROPPED.sub("", html)
        html = _TAG.sub("", _BREAKING.sub(" ", html))
    if "&" in html:
        from html import unescape  # slow to load: its table has every entity of HTML

        html = unescape(html)
    return " ".join(html.split())
