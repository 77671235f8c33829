"""Path segments made from names, and what file systems allow in them."""

import re
import unicodedata

from digest.text.later_characters import steady

LONGEST_WORD = 200
"""Limit in bytes of a path segment made from a name. File systems allow 255 with suffix and extension; a list of
authors without commas is one long name.
"""

LONGEST_NAME = 255
"""Limit in bytes of a file's or folder's name (ext4, APFS, NTFS)."""

RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?=\.|\Z)", re.IGNORECASE)
"""Names that Windows reserves, with any extension ("Naming Files, Paths, and Namespaces")."""

NOT_ON_WINDOWS = re.compile(r'[<>:"\\|?*]')
"""Characters that no name on Windows has."""

_NOT_IN_WORD = re.compile(r"(?:[^\w.]|(?<!\w)\.|\.(?!\w))+")
_NOT_IN_PLAIN_WORD = re.compile(r"[^\w.-]+")
_SUFFIX = re.compile(r"(?<=\w)(?:\+{2,}|[+#♯](?!\w))")
_LEADING_DOT = re.compile(r"(?<![\w.-])\.(?=[^\W\d_])")  # .NET
_MAY_DIFFER = re.compile(r"[+#]|(?<!\w)[.-]|[.-](?!\w)")
_SIGNS = {"+": "-plus", "#": "-sharp", "♯": "-sharp"}
_MARKS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "ð": "d",
        "đ": "d",
        "ħ": "h",
        "ı": "i",
        "ĸ": "k",
        "ł": "l",
        "ŋ": "n",
        "œ": "oe",
        "ø": "o",
        "þ": "th",
        "ŧ": "t",
    }
)
"""Latin letters that have no decomposition in Unicode."""


@steady
def plain_word(name: str) -> str:
    """The segment that earlier versions made of a name: NFKC, case-folded, runs of anything but word characters, `.`
    and `-` a hyphen. Cut to `LONGEST_WORD`.
    """
    return _cut(_NOT_IN_PLAIN_WORD.sub("-", unicodedata.normalize("NFKC", name).casefold()))


@steady
def spelled_word(name: str) -> str:
    """Make a name a path segment: `José C. Ruiz` is `jose-c-ruiz`, `李娜` stays, `GPT-4.5` is `gpt-4.5`.

    NFKC, case-folded; Latin letters without their marks; words for signs that belong to a name (C++ is `c-plus-plus`,
    F# `f-sharp`, .NET `dot-net`); dots stay inside a word; any other run of characters that are no letters, digits or
    `_` is one hyphen. Cut to `LONGEST_WORD`. Not unique: two names may give the same segment.
    """
    if not may_differ(name):
        return plain_word(name)
    folded = unicodedata.normalize("NFKD", name).casefold()
    latin = unicodedata.normalize("NFC", _MARKS.sub("", folded).translate(_LETTERS))
    said = _LEADING_DOT.sub("dot-", _SUFFIX.sub(_say, latin))
    return _cut(_NOT_IN_WORD.sub("-", said))


def may_differ(name: str) -> bool:
    """Whether the two words of a name may differ. If not, they depend on its fold (`fold_name`) only."""
    return not name.isascii() or _MAY_DIFFER.search(name) is not None


def _say(match: re.Match[str]) -> str:
    words = "".join([_SIGNS[sign] for sign in match.group()])
    return f"{words}-" if match.string[match.end() : match.end() + 1].isalnum() else words


def _cut(word: str) -> str:
    if len(word) > LONGEST_WORD // 4:
        word = word.encode("utf-8", "replace")[:LONGEST_WORD].decode("utf-8", "ignore")
    return word.strip("-.") or "-"


def is_portable(segment: str) -> bool:
    """Whether Windows can have a file or folder of this name: it reserves some, and drops final dots and spaces."""
    return RESERVED.match(segment) is None and not segment.endswith((".", " "))


def make_portable(segment: str) -> str:
    """The same segment, or one with a hyphen that Windows can have: `aux-`, `con-.old`, `v1.-`."""
    match = RESERVED.match(segment)
    if match is not None:
        segment = f"{segment[: match.end()]}-{segment[match.end() :]}"
    return f"{segment}-" if segment.endswith((".", " ")) else segment


def is_too_long(segment: str) -> bool:
    """Whether no file system takes a file or folder of this name."""
    return len(segment) > LONGEST_NAME // 4 and len(segment.encode("utf-8", "surrogatepass")) > LONGEST_NAME


@steady
def same_file(path: str) -> str:
    """A key that is equal for paths that macOS or Windows take for one file: they ignore case, macOS Unicode's form."""
    return (
        path.lower() if path.isascii() else unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
    )
