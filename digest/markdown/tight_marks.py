"""Half-width punctuation behind Chinese characters, in rendered texts."""

import re

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_MARK = re.compile(rf"[,:;.!?](?<=[{_HAN}][,:;.!?])(?=[\s\w“‘(（])")
_UNTOUCHED = re.compile(r"<(code|math|pre)\b.*?</\1>|<[^>]*>", re.DOTALL)
_OPENS, _CLOSES = '<span class="tight">', "</span>"


def tighten_marks(html: str) -> str:
    """Wrap each mark between a Chinese character and more text, so that `text-autospace` opens no gap before it.

    Browsers take these marks for Western text, and clreq has no space before a comma. The text itself stays.
    """
    if html.isascii() or _MARK.search(html) is None:
        return html
    parts = []
    position = 0
    for each in _UNTOUCHED.finditer(html):
        parts += [_MARK.sub(rf"{_OPENS}\g<0>{_CLOSES}", html[position : each.start()]), each[0]]
        position = each.end()
    return "".join([*parts, _MARK.sub(rf"{_OPENS}\g<0>{_CLOSES}", html[position:])])
