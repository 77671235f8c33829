"""Which papers of arXiv a text names: by ids and addresses in all the shapes that people copy."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from digest.model.front_matter import ARXIV, read_id, split_version

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_PREFIX = re.compile(r"\b(arxiv|doi)\s*[:：]\s*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s,，、;；]+")
_BEFORE, _BEHIND = "([{<\"'“‘「（【《", ".:!?)]}>\"'”’」）】》。：！？"
"""The punctuation of a sentence that comes along where an id is copied out of one."""


class Identifier(NamedTuple):
    """A paper of arXiv, and the version that was meant: empty for the latest."""

    paper: str
    """The id without version, as arXiv writes it: `2302.03084`, `math/0309136`."""
    version: str

    @property
    def whole(self) -> str:
        """The id with the version, if one was meant."""
        return f"{self.paper}{self.version}"

    @property
    def file_name(self) -> str:
        """What a file of this paper is called, without suffix."""
        return self.paper.replace("/", "-")


def read_identifier(text: str) -> Identifier | None:
    """The paper that an id or an address names; None where it names none.

    The subject class of an old id (`math.GT/0309136`) is left out, as arXiv's own addresses do.
    """
    found = read_id(ARXIV, text)
    if found is None:
        return None
    paper, version = split_version(found.lower())
    archive, slash, number = paper.rpartition("/")
    return Identifier(f"{archive.partition('.')[0]}{slash}{number}", version)


def split_names(text: str) -> Iterator[str]:
    """What a list names, one or more a line; what follows a `#` behind white space is a comment."""
    for line in text.splitlines():
        glued = _PREFIX.sub(r"\1:", _COMMENT.sub("", line))
        yield from (each.lstrip(_BEFORE).rstrip(_BEHIND) or each for each in _SEPARATORS.split(glued) if each)
