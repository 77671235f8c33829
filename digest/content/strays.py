"""Files of a site that are not read although they should be: lost ones, and those with nearly the right name."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

from digest.content.documents import INTRODUCTION, PEOPLE, kind_of_file
from digest.content.periods import period_meant
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.segments import NOT_ON_WINDOWS, make_portable
from digest.text.source import Span

DAY_NAME = re.compile(r"(?:^|/)\d{4}-\d{2}-\d{2}\Z")
"""A path that ends with the name of a day's folder."""

_WHY = {
    "link": (
        "this is a link, and what it leads to is not there",
        "bring that back, or delete the link",
    ),
    "loop": ("this link leads back to a folder that it is in", "delete it"),
    "deep": ("too many folders above this are links", "put the folder itself in its place"),
    "system": ("this link leads to processes or devices of the system", "delete it"),
    "special": ("this is neither a file nor a folder", "put one in its place"),
    "file": ("this is a file and no folder", "put the folder in its place, or delete it"),
    "placeholder": (
        "this stands for '{name}', which is in the cloud and not on this machine",
        "let the cloud's program download it: open it once, or choose to keep it on this machine",
    ),
}
"""Why a file is lost -> message and hint. The keys are `digest.machine.stamps.Lost`."""

_HIDDEN = re.compile(r"^\.(?P<name>.+)\.icloud\Z")
_VIRTUAL = re.compile(r"(?P<name>.+)\.(?:nextcloud|owncloud)\Z")
"""Placeholders of Nextcloud's and ownCloud's clients."""

_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]*\Z")
_ENTRY_LIKE = re.compile(r"(?P<stem>.+)\.(?:md|mdown|mkdn?|markdown|mdx)(?:\.txt)?\Z")
_PEOPLE_LIKE = re.compile(r"(?:authors?|people|persons?)\.(?:ya?ml|json)(?:\.txt)?\Z")
_MAY_BE_ENTRY = re.compile(r"(?P<stem>[^.]+(?:\.\d{4,5})?)(?:\.(?:txt|text))?\Z", re.IGNORECASE)
"""Names of files that are entries if they begin with front matter."""


def find_lost(lost: Mapping[str, str], names: Iterable[str]) -> Iterator[Diagnostic]:
    """Report `lost-file` for each path that cannot be read and may be an entry, a folder of them, or the site's own
    (settings, theme): an error, because the pages that are made of it would be taken away.

    `lost`: path -> reason. `names` are the files of the content folder. A lost figure is left to what shows it.
    """
    present = set(names)
    found = dict(lost)
    found |= {name: "placeholder" for name in present if _VIRTUAL.match(name)}
    for path, why in sorted(found.items()):
        folder, slash, name = path.rpartition("/")
        meant = (_HIDDEN if name.startswith(".") else _VIRTUAL).sub(r"\g<name>", name)
        whole = f"{folder}{slash}{meant}"
        if why in ("beside", "outside") or (why == "placeholder" and whole in present) or not _is_needed(whole):
            continue
        message, hint = _WHY[why]
        yield _diagnostic(
            "lost-file", Severity.ERROR, path, message.format(name=meant), f"{hint}; until then nothing is published"
        )


def _is_needed(path: str) -> bool:
    if not path.startswith("content/"):
        return True
    name = path.rpartition("/")[2]
    return kind_of_file(path) in ("text", "people") or _right_name(path) != "" or not _SUFFIX.search(name)


def belongs_in_content(name: str) -> bool:
    """Whether a name beside the content folder is that of a day's folder or of the list of people."""
    return DAY_NAME.fullmatch(name) is not None or f"content/{name}" == PEOPLE


def find_outside(lost: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Report `misnamed-file` for what is beside the content folder and belongs into it."""
    for path in sorted(path for path, why in lost.items() if why == "beside"):
        message = "this is beside content/ and not in it, so it is not read"
        yield _diagnostic("misnamed-file", Severity.WARNING, path, message, f"move it to content/{path}")


_NOT_IN_ADDRESS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def is_address(name: str) -> bool:
    """Whether a file may be published under its own name: one line, in UTF-8."""
    return _NOT_IN_ADDRESS.search(name) is None


def find_nameless(names: Iterable[str]) -> Iterator[Diagnostic]:
    """Report `misnamed-file` for files of `static/` whose names cannot be addresses, or are none on Windows."""
    for path in names:
        if not is_address(path):
            message = "this name is not UTF-8, or has a control character, so the file is not published"
            yield _diagnostic("misnamed-file", Severity.WARNING, path, message, "rename it")
            continue
        meant = "/".join([make_portable(NOT_ON_WINDOWS.sub("-", each)) for each in path.split("/")])
        if meant != path:
            message = "Windows can have no file of this name, and hosts may refuse it"
            yield _diagnostic("misnamed-file", Severity.WARNING, path, message, f"rename it to {meant}")


_WANTED = (".well-known", ".htaccess", ".nojekyll", ".domains")
"""Hidden names that hosts ask for."""
_KEY = re.compile(
    r"id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|.+\.(?:pem|p12|pfx|jks|keystore|kdbx|ppk)|(?:server|priv|ssl|tls).*\.key",
    re.IGNORECASE,
)
"""Names that files with private keys usually have."""


def find_hidden_files(names: Iterable[str]) -> Iterator[Diagnostic]:
    """Report `hidden-file`, once for a folder, for the files of `static/` with hidden names that no host asks for, and
    for those with the names of private keys.
    """
    allowed = "or allow it in digest.yaml, with check: {allow: {hidden-file: the reason}}"
    places: dict[str, int] = {}
    for path in names:
        parts = path.split("/")
        depth = next((at for at, name in enumerate(parts, 1) if name.startswith(".") and name not in _WANTED), 0)
        if depth:
            place = "/".join(parts[:depth])
            places[place] = places.get(place, 0) + 1
        elif _KEY.fullmatch(parts[-1]):
            message = "private keys have such names, and this is published"
            yield _diagnostic("hidden-file", Severity.WARNING, path, message, f"move it out of static/; {allowed}")
    for place, count in sorted(places.items()):
        what = "this is hidden" if count == 1 else f"the {count:,} files in this folder are hidden"
        message = f"{what}, as files with passwords and keys are, and published"
        yield _diagnostic("hidden-file", Severity.WARNING, place, message, f"move it out of static/; {allowed}")


def find_links_out(lost: Mapping[str, str], names: Iterable[str]) -> Iterator[Diagnostic]:
    """Report `outside-link` for links of the site that lead out of it. `names` are those of all files."""
    for path in sorted(path for path, why in lost.items() if why == "outside"):
        inside = sum([name.startswith(f"{path}/") for name in names])
        what = f"the {inside:,} files that it leads to" if inside > 1 else "what it leads to"
        message = f"this is a link out of the site's folder, and {what} may be published"
        hint = "put a copy in its place; or allow it in digest.yaml, with check: {allow: {outside-link: the reason}}"
        yield _diagnostic("outside-link", Severity.WARNING, path, message, hint)


def find_misnamed(
    names: Iterable[str], has_front_matter: Callable[[str], bool] = lambda _path: False
) -> Iterator[Diagnostic]:
    """Report `misnamed-file` for files of the content folder that look like an entry, an introduction or the list of
    people, and have another name than those. `has_front_matter` opens a file: it is called for few.
    """
    present = set(names)
    for path in sorted(present):
        is_told = path.lower().startswith(("content/week", "content/month")) and kind_of_file(path) != "text"
        if is_told and (meant := period_meant(path)) is not None:
            place = meant.hint.rpartition(" ")[2]
            hint = f"{place} is there too: put them together, or delete one" if place in present else meant.hint
            fault = f"this looks like the introduction of a {meant.period.kind}, but it is not read"
            yield _diagnostic("misnamed-introduction", Severity.WARNING, path, fault, hint)
            continue
        right = _right_name(path)
        if not right and (match := _MAY_BE_ENTRY.match(path.rpartition("/")[2])) and has_front_matter(path):
            right = f"{match['stem']}.md"
        message = ""
        if right:
            place = right if "/" in right else f"{path.rpartition('/')[0]}/{right}"
            hint = f"rename it to {right}" if place not in present else f"{place} is there too: move one of them away"
            message = f"this looks like an entry, but it is not read: only names that end in .md are ({right})"
            if right == PEOPLE:
                message = f"this looks like the list of people, but that is read from {PEOPLE}"
            elif right == f"{INTRODUCTION}.md":
                read = "" if kind_of_file(path) == "text" else ", and this is not read"
                message = f"the introduction of a day is called {right}{read}"
        elif kind_of_file(path) == "asset" and DAY_NAME.search(path):
            message = "this has the name of a day, but it is a file and no folder"
            hint = "put the folder in its place (Git writes a link as such a file where it may not make links)"
        if message:
            yield _diagnostic("misnamed-file", Severity.WARNING, path, message, hint)


def _right_name(path: str) -> str:
    """The name that a file should have to be read; empty if it has it, or is none of those that are."""
    folder, _, name = path.rpartition("/")
    plain = unicodedata.normalize("NFKC", name).strip().replace("。", ".")
    lower = plain.lower()
    is_day = DAY_NAME.search(folder) is not None
    if (match := _ENTRY_LIKE.match(lower)) is not None:
        is_intro = is_day and match["stem"] == INTRODUCTION
        right = f"{INTRODUCTION if is_intro else plain[: match.end('stem')]}.md"
        return "" if name == right or (name.endswith(".md") and not is_intro) else right
    if is_day and lower in (INTRODUCTION, f"{INTRODUCTION}.txt"):
        return f"{INTRODUCTION}.md"
    return PEOPLE if _PEOPLE_LIKE.match(lower) and path != PEOPLE else ""


def _diagnostic(code: str, severity: Severity, path: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code=code, severity=severity, message=message, hint=hint, path=path, span=Span(start=0, end=0))
