"""Wrap pieces of rendered texts in spans for the style sheet. The text itself stays the same."""

import re

from digest.text.characters import HAN

_SKIPPED = r"<(?P<exact>math|code|pre)\b.*?</(?P=exact)>|<[^>]*>"
"""Mark-up, and elements whose text is left alone."""

_LONGEST = 12
"""A longer code, in characters, may break: a line on a phone has not many more."""
_CODE = re.compile(
    rf"{_SKIPPED}|(?<![\w-])(?P<code>[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+)(?![\w-])",
    re.DOTALL | re.ASCII,
)
_SIGN = re.compile("[A-Z]{2}|[0-9]")
"""What words with a hyphen do not have."""

_MARK = re.compile(rf"(?<=[{HAN}])[,:;.!?](?=[\s\w“‘(（])")
_TIGHT = re.compile(rf"{_SKIPPED}|(?P<mark>{_MARK.pattern})", re.DOTALL)


def keep_codes(html: str) -> str:
    """Keep short codes with hyphens (`ZS-CIR`, `GPT-4`) on one line: browsers break them after the hyphen."""
    return _CODE.sub(_wrap_code, html) if "-" in html else html


def _wrap_code(match: re.Match[str]) -> str:
    code = match["code"]
    if code is None or len(code) > _LONGEST or not _SIGN.search(code):
        return match[0]
    return f'<span class="whole">{code}</span>'


def tighten_marks(html: str) -> str:
    """Wrap each half-width mark between a Chinese character and more text: `text-autospace` opens a gap before it.

    Browsers take these marks for Western text, and clreq has no space before a comma.
    """
    if html.isascii() or _MARK.search(html) is None:
        return html
    return _TIGHT.sub(lambda match: f'<span class="tight">{match[0]}</span>' if match["mark"] else match[0], html)
