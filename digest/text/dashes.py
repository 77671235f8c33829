"""Dashes that are typed as hyphens, as in TeX."""

import re
from collections.abc import Iterator

_DASHES = re.compile('(?:(?<=[A-Za-z0-9À-ɏ)\\]%”’"\ufffc])-{2,3}(?=[A-Za-z0-9À-ɏ(\\[“‘"\ufffc])|(?<=\\s)-{2,3}(?=\\s))')


def find_dashes(text: str) -> Iterator[tuple[int, int, str]]:
    """Spans of `--` and `---` that are dashes, and the dashes: `10--20`, `a -- b`, but not `--flag` and `i--`."""
    for match in _DASHES.finditer(text):
        yield match.start(), match.end(), "–" if len(match[0]) == 2 else "—"


def make_dashes(text: str) -> str:
    """Replace `--` by en dashes and `---` by em dashes where `find_dashes` finds them."""
    return _DASHES.sub(lambda match: "–" if len(match[0]) == 2 else "—", text) if "--" in text else text
