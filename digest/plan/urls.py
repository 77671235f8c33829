"""Paths and URLs of pages: the one place that says which path a thing has.

The law: a published address never changes hands. A path depends on what has it, and on nothing that came before.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from urllib.parse import quote

from digest.model.config import Config
from digest.model.languages import split_language
from digest.text.fingerprint import fingerprint_bytes
from digest.text.names import compose_name
from digest.text.segments import make_portable
from digest.text.uri import encode_rest

CONTENT = "content"
"""Folder of a site's entries."""

STATIC = "static"
"""Folder of the files that are published as they are; also the kind of these outputs."""

ADDRESS_LOCK = "addresses.lock"
"""The list of a site's addresses, beside its settings; see `digest.plan.address_lock`."""

_PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*")
_NOT_IN_LINK = re.compile(r"[%?#:]")


def paper_path(slug: str) -> str:
    """The path of a paper's page."""
    return f"papers/{slug}.html"


def issue_path(date: object) -> str:
    """The path of an issue's page."""
    return f"issues/{date}.html"


_SIBLING_ENDS = {"csl": "csl.json"}
"""What names of files end with, by the name of the sibling; others end with that name."""


def sibling_path(page: str, name: str) -> str:
    """The path of a file beside a page: one of the setting `siblings`."""
    return f"{page.removesuffix('.html')}.{_SIBLING_ENDS.get(name, name)}"


def year_path(year: int) -> str:
    """The path of the list of a year's issues."""
    return f"issues/{year:04}.html"


def roundup_path(source: str) -> str:
    """The path of the page of a week or month: that of the file that introduces it, below `content/`."""
    return f"{source.removeprefix(f'{CONTENT}/').removesuffix('.md')}.html"


def standing_path(source: str, slug: str) -> str:
    """The path of a standing page: its source's path below `content/` without a language (`about.en.md`), with `slug`
    as file name if it has one.

    Names that Windows cannot have get a hyphen (`make_portable`).
    """
    name = split_language(source.rpartition("/")[2].removesuffix(".md"))[0]
    path = raw_standing_path(source, slug or compose_name(name)).removesuffix(".html")
    return f"{'/'.join(map(make_portable, path.split('/')))}.html"


def raw_standing_path(source: str, slug: str) -> str:
    """The same with the language, whatever Windows can have: the path that older versions gave it."""
    *folders, name = compose_name(source).removeprefix(f"{CONTENT}/").removesuffix(".md").split("/")
    return f"{'/'.join((*folders, slug or name))}.html"


def tell_apart(words: Mapping[str, str], chosen: Collection[str] = ()) -> dict[str, str]:
    """The path segment of each term of a taxonomy, by its folded name (`fold_name`); `words` are the `spelled_word`s.

    Names that give the same word all carry a hash, in any order, and so does `index`. Only those in `chosen`,
    whose words an editor chose, do not give way to others.
    """
    keys = {name: word if word.isascii() else unicodedata.normalize("NFC", word) for name, word in words.items()}
    counts = Counter(keys.values())
    first = Counter([keys[name] for name in chosen])
    hashed = {
        name for name, key in keys.items() if key == "index" or (first[key] if name in chosen else counts[key]) > 1
    }
    while more := {hashed_word(words[name], name) for name in hashed} & {
        word for name, word in words.items() if name not in hashed
    }:  # a name that is spelled as another's hash
        hashed |= {name for name, word in words.items() if word in more}
    return {name: make_portable(hashed_word(word, name) if name in hashed else word) for name, word in words.items()}


def hashed_word(word: str, name: str) -> str:
    """A word with a part of the hash of a name."""
    return f"{word}-{fingerprint_bytes(name.encode('utf-8', 'surrogatepass'))[:6]}"


def term_path(taxonomy: str, word: str) -> str:
    """The path of a term's page."""
    return f"{taxonomy}/{word}.html"


def prefix_of(config: Config, language: str) -> str:
    """The path prefix of a language: empty for the first, else the language and a slash."""
    return config.folder(language)


def page_of(path: str, number: int) -> str:
    """The path of page `number` (from 1) of a list: `tags/a.html`, `tags/a/2.html`, ..."""
    return path if number == 1 else f"{path.removesuffix('.html')}/{number}.html"


def as_link(path: str) -> str:
    """A path as a relative link: in it `%`, `?` and `#` would be read as parts of a URL, and `:` as a scheme."""
    return _NOT_IN_LINK.sub(lambda match: quote(match.group()), path)


def absolute(base: str, path: str) -> str:
    """The percent-encoded URL of a path; a trailing `index.html` is dropped."""
    folder = path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
    if _PLAIN.fullmatch(folder) is not None:
        return base + folder
    return base + quote(folder, safe="/~@:!$&'()*+,;=")


def rendition_path(path: str, width: int) -> str:
    """The path of the copy of a picture that is `width` pixels wide."""
    return f"{path}.{width}.webp"


_BLOBS = (("gitlab", "/-/blob/HEAD/"), ("codeberg", "/src/commit/HEAD/"), ("", "/blob/HEAD/"))
"""What stands between a repository and a file on its default branch, by a word in the host's name."""
_TREE = re.compile(r"(?P<to>/(?:-/)?)tree(?P<branch>/.+)|/src/(?:branch|commit|tag)/.+")


def source_url(config: Config, path: str) -> str:
    """The address of a file of the site in the setting `repo`; empty without it.

    If the address names a branch, and perhaps a folder in it, that is where the site is.
    """
    if not config.repo:
        return ""
    scheme, _, place = config.repo.partition("://")
    host, _, rest = place.partition("/")
    named = _TREE.search(config.repo)
    if named is not None:
        branch = f"{named['to']}blob{named['branch']}" if named["to"] else named[0]
        return encode_rest(f"{config.repo[: named.start()]}{branch}/") + quote(path)
    blob = next(blob for word, blob in _BLOBS if word in host)
    return encode_rest(f"{scheme}://{host}/{rest}{blob}") + quote(config.place + path)
