"""Rules for the whole site: papers that stand there twice."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

from digest.content.head import Head, titles_of

LEAST_LETTERS = 15
"""Letters of a title below which two papers may well share it ("Attention", "A Survey")."""

_SEPARATORS = re.compile(r"[\W_]+")
_TEX = re.compile(r"\\[A-Za-z]+\*?|[\\${}^_~]")


class Twin(NamedTuple):
    """An entry that is not the first of its paper. What is wrong is seen at its key `key`."""

    path: str
    key: str
    message: str
    hint: str


def same_paper(heads: Iterable[Head]) -> Iterator[Twin]:
    """A paper that is on the site twice: two entries with the same arXiv id (whatever the version), DOI or other id.

    The reader meets it as new a second time, lists count it twice, and feeds have two entries for one paper.

    Instead of a second entry
    write      what is new into the first; or allow it, with the reason why the paper comes again

    Where both would have the same address, the build says so already (same-address).
    """
    for identity, group in _groups(heads, _identity):
        key, _, value = identity.partition(":")
        for head in group[1:]:
            yield Twin(
                path=head.path,
                key=key,
                message=f"{group[0].path} is about the same paper ({key} {value})",
                hint="keep one of the two, or allow it with the reason why the paper comes again",
            )


def same_title(heads: Iterable[Head]) -> Iterator[Twin]:
    """Two entries with the same title, letter for letter, and different ids.

    Most often it is one paper in two places: on arXiv and in a journal, or under an id with a slip in it.

    Instead of a second entry
    write      both ids into one entry; or allow it, if the papers only share their title

    Capitals, spaces, punctuation and TeX do not count; titles of a word or two are left alone.
    """
    for _, group in _groups(heads, lambda head: letters_of(titles_of(head).title)):
        for number, head in enumerate(group):
            own = _identity(head)
            first = next((each for each in group[:number] if not own or _identity(each) != own), None)
            if first is not None:
                yield Twin(
                    path=head.path,
                    key="title",
                    message=f"{first.path} has the same title",
                    hint="keep one of the two if it is the same paper; else allow it",
                )


def letters_of(title: str) -> str:
    """A title as it is compared: letters and digits, without capitals, accents and widths; empty if they are few."""
    if "\\" in title or "$" in title:
        title = _TEX.sub("", title)
    if not title.isascii():
        title = "".join([each for each in unicodedata.normalize("NFKD", title) if not unicodedata.combining(each)])
    letters = _SEPARATORS.sub("", title.casefold())
    return letters if len(letters) >= LEAST_LETTERS else ""


def _identity(head: Head) -> str:
    """What names the paper elsewhere; empty if nothing but its title does."""
    return "" if head.identity.startswith("title:") else head.identity


def _groups(heads: Iterable[Head], name_of: Callable[[Head], str]) -> Iterator[tuple[str, list[Head]]]:
    """Entries that share a name, if they have one: the oldest first."""
    groups: dict[str, list[Head]] = {}
    for head in heads:
        name = name_of(head)
        if name:
            groups.setdefault(name, []).append(head)
    for name, group in groups.items():
        if len(group) > 1:
            yield name, sorted(group, key=_AGE)


_AGE = attrgetter("day", "path")
