"""Parse arXiv ids and URLs in all the forms that people copy."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from digest.model.front_matter import ARXIV, read_id, split_version

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_PREFIX = re.compile(r"\b(arxiv|doi)\s*[:：]\s*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s,，、;；]+")
_BEFORE, _BEHIND = "([{<\"'“‘「（【《", ".:!?)]}>\"'”’」）】》。：！？"
"""Punctuation of the surrounding sentence that is copied along with an id."""


class Identifier(NamedTuple):
    """An arXiv paper; `version` is empty for the latest one."""

    paper: str
    """The id without version, as arXiv writes it: `2302.03084`, `math/0309136`."""
    version: str

    @property
    def whole(self) -> str:
        """The id, with the version if there is one."""
        return f"{self.paper}{self.version}"

    @property
    def file_name(self) -> str:
        """The name, without suffix, for a file about this paper."""
        return self.paper.replace("/", "-")


def read_identifier(text: str) -> Identifier | None:
    """Parse an id or URL; None if it names no arXiv paper.

    The subject class of an old id (`math.GT/0309136`) is dropped, as in arXiv's own URLs.
    """
    found = read_id(ARXIV, text)
    if found is None:
        return None
    paper, version = split_version(found.lower())
    archive, slash, number = paper.rpartition("/")
    return Identifier(f"{archive.partition('.')[0]}{slash}{number}", version)


def split_identifiers(text: str) -> Iterator[str]:
    """Split a list of ids and URLs, one or more per line. A `#` at the start of a word begins a comment."""
    for line in text.splitlines():
        glued = _PREFIX.sub(r"\1:", _COMMENT.sub("", line))
        yield from (each.lstrip(_BEFORE).rstrip(_BEHIND) or each for each in _SEPARATORS.split(glued) if each)
