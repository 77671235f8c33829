"""Keep short codes with hyphens (`ZS-CIR`, `GPT-4`) on one line: browsers break them after the hyphen."""

import re

_LONGEST = 12
"""A longer code, in characters, may break: a line on a phone has not many more."""
_CODE = re.compile(
    r"<(?P<exact>math|code|pre)\b.*?</(?P=exact)>|<[^>]*>"
    r"|(?<![\w-])(?P<code>[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+)(?![\w-])",
    re.DOTALL | re.ASCII,
)
_SIGN = re.compile("[A-Z]{2}|[0-9]")
"""What words with a hyphen do not have."""


def keep_codes(html: str) -> str:
    """Wrap the codes of rendered HTML, outside formulas and code, in a `span`. The text stays the same."""
    return _CODE.sub(_wrap, html) if "-" in html else html


def _wrap(match: re.Match[str]) -> str:
    code = match["code"]
    if code is None or len(code) > _LONGEST or not _SIGN.search(code):
        return match[0]
    return f'<span class="whole">{code}</span>'
