"""Addresses: where each page stands, and how one leads to another."""

import re
import unicodedata
from urllib.parse import quote

from digest.model.config import Config

CONTENT = "content"
"""The folder of a site that holds its entries."""

LONGEST_WORD = 200
"""Bytes of a name's word: file systems take 255 with the ending, and a list of authors without commas has more."""

_PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*")
_NOT_IN_ADDRESS = re.compile(r"[^\w.-]+")


def address_word(name: str) -> str:
    """A name as part of an address: lower case, letters of any script, everything else a hyphen; cut where it is too
    long for the name of a file, so that two long names may have one word.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    word = _NOT_IN_ADDRESS.sub("-", folded)
    if len(word) > LONGEST_WORD // 4:
        word = word.encode("utf-8", "replace")[:LONGEST_WORD].decode("utf-8", "ignore")
    return word.strip("-.") or "-"


def paper_path(slug: str) -> str:
    """A paper's page."""
    return f"papers/{slug}.html"


def issue_path(date: object) -> str:
    """An issue's page."""
    return f"issues/{date}.html"


def standing_path(source: str, slug: str) -> str:
    """A standing page: where its source is below content/, under its `slug` if it has one."""
    path = source.removeprefix(f"{CONTENT}/").removesuffix(".md")
    folder, slash, _ = path.rpartition("/")
    return f"{folder}{slash}{slug}.html" if slug else f"{path}.html"


def prefix_of(config: Config, language: str) -> str:
    """The folder of a language's tree: none for the first."""
    return "" if language == config.language else f"{language}/"


def page_of(path: str, number: int) -> str:
    """The page `number` (from 1) of a list whose first page is at `path`: the others stand below its name."""
    return path if number == 1 else f"{path.removesuffix('.html')}/{number}.html"


def absolute(base: str, path: str) -> str:
    """The address of a page on the web; an `index.html` is known by its folder."""
    folder = path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
    if _PLAIN.fullmatch(folder) is not None:
        return base + folder
    return base + quote(folder, safe="/~@:!$&'()*+,;=")
