"""Views of the papers as data."""

from typing import NamedTuple

from digest.text.records import frozen


class DataPaper(NamedTuple):
    """A paper as data. `path` is its source, `data` the fingerprint of its `PaperData`.

    A tuple, because a file has thousands.
    """

    path: str
    data: str
    about: str
    """A JSON object of what the entry alone does not say: the slug, and the addresses of its page and issue."""
    links: tuple[str, ...]
    """The addresses of the references in its texts, and of its page (empty: not published)."""
    figures: tuple[tuple[str, int, int], ...]
    """Address, width and height of each figure; the address of a missing one is empty."""


@frozen
class SourceView:
    """An entry's file as it is published. `path` is its source, `digest` the fingerprint of its content."""

    path: str
    digest: str
    day: str
    """YYYY-MM-DD, for a file that does not say it."""
    links: tuple[tuple[str, int, int, str], ...]
    """Kind, start, end and address of each reference in it."""
    figures: tuple[tuple[int, int, str], ...]
    """Start and end of each figure's name in it, and its address."""


@frozen
class DataView:
    """Papers, one on each line."""

    papers: tuple[DataPaper, ...]
