"""Which papers a site has already, by the ids that arXiv and publishers give them."""

from collections.abc import Iterator, Mapping

from digest.content.arxiv.identifiers import read_identifier
from digest.content.head import Head, addresses_of, metadata_of
from digest.machine.catalogue import Catalogue
from digest.model.paper import OWN_PAGES


def known_papers(catalogue: Catalogue) -> Mapping[str, str]:
    """The entry of each paper, by `arxiv:` and its id without version, or by `doi:` and its DOI in small letters."""
    found: dict[str, str] = {}
    for head in catalogue.heads:
        for name in _names_of(head):
            found.setdefault(name, head.path)
    for path, values in catalogue.unread.items():
        for value in values:
            found.setdefault(name_of(value), path)
    return found


def name_of(value: str) -> str:
    """What a paper is known by, of its id, its DOI or its address at arXiv."""
    identifier = read_identifier(value)
    return f"arxiv:{identifier.paper}" if identifier is not None else f"doi:{value.lower()}"


def _names_of(head: Head) -> Iterator[str]:
    if head.arxiv:
        # As it stands for nearly all, so that ten thousand take no time.
        yield head.identity if "/" not in head.arxiv and head.arxiv.isascii() else name_of(head.arxiv)
        return
    for key, value in addresses_of(metadata_of(head).facts):
        if key == "doi" or (key in OWN_PAGES and read_identifier(value) is not None):
            yield name_of(value)
