"""Paths and URLs of pages."""

import re
import unicodedata
from urllib.parse import quote

from digest.model.config import Config

CONTENT = "content"
"""Folder of a site's entries."""

LONGEST_WORD = 200
"""Limit in bytes of a path segment made from a name. File systems allow 255 with suffix and extension; a list of
authors without commas is one long name.
"""

_PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*")
_NOT_IN_ADDRESS = re.compile(r"[^\w.-]+")


def address_word(name: str) -> str:
    """Make a name a path segment: NFKC, case-folded, runs of anything but word characters, `.` and `-` become a hyphen.

    Cut to `LONGEST_WORD`. Not unique: two names may give the same segment.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    word = _NOT_IN_ADDRESS.sub("-", folded)
    if len(word) > LONGEST_WORD // 4:
        word = word.encode("utf-8", "replace")[:LONGEST_WORD].decode("utf-8", "ignore")
    return word.strip("-.") or "-"


def paper_path(slug: str) -> str:
    """The path of a paper's page."""
    return f"papers/{slug}.html"


def issue_path(date: object) -> str:
    """The path of an issue's page."""
    return f"issues/{date}.html"


def standing_path(source: str, slug: str) -> str:
    """The path of a standing page: its source's path below `content/`, with `slug` as file name if it has one."""
    path = source.removeprefix(f"{CONTENT}/").removesuffix(".md")
    folder, slash, _ = path.rpartition("/")
    return f"{folder}{slash}{slug}.html" if slug else f"{path}.html"


def prefix_of(config: Config, language: str) -> str:
    """The path prefix of a language: empty for the first, else the language and a slash."""
    return "" if language == config.language else f"{language}/"


def page_of(path: str, number: int) -> str:
    """The path of page `number` (from 1) of a list: `tags/a.html`, `tags/a/2.html`, ..."""
    return path if number == 1 else f"{path.removesuffix('.html')}/{number}.html"


def absolute(base: str, path: str) -> str:
    """The percent-encoded URL of a path; a trailing `index.html` is dropped."""
    folder = path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
    if _PLAIN.fullmatch(folder) is not None:
        return base + folder
    return base + quote(folder, safe="/~@:!$&'()*+,;=")
