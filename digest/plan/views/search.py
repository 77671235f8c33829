"""Views of the data of the search."""

from typing import Literal, NamedTuple

from digest.text.records import frozen


class SearchPaper(NamedTuple):
    """A paper of the search. `path` is its source, `search` the fingerprint of its searched texts.

    A tuple, because a plan has one for each paper.
    """

    path: str
    slug: str
    day: str
    """YYYY-MM-DD."""
    search: str


@frozen
class SearchPartCard:
    """A part in the list of parts. `name` begins the names of its files, `chunks` are those of its texts."""

    name: str
    papers: int
    first: str
    """Day of the first paper."""
    last: str
    shards: int
    chunks: tuple[str, ...]


@frozen
class SearchPartsView:
    """The list of parts, newest first."""

    parts: tuple[SearchPartCard, ...]


@frozen
class SearchFileView:
    """A file of a part: a shard of its index, its facets, or the names in it."""

    name: str
    content: Literal["shard", "facets", "names"]
    papers: tuple[SearchPaper, ...]
    """All papers of the part, in order of day and slug."""
    shards: int
    shard: int = 0


@frozen
class SearchTextsView:
    """The texts of a few papers that follow one another."""

    name: str
    papers: tuple[SearchPaper, ...]
