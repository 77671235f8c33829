"""All papers of a site, drafts and future ones included: for `new` and `import`, which avoid duplicates."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from digest.content.documents import kind_of_file, read_document
from digest.content.head import Head, addresses_of, metadata_of
from digest.content.paper_data import PaperData
from digest.machine import files
from digest.machine.body_store import BODIES, BodyStore
from digest.machine.build import load_source
from digest.machine.options import Options, Refused
from digest.machine.site_plan import jobs_of, make_parser, open_kept, parsed_tag, read_site_settings
from digest.machine.sources import Sources, load_data, read_sources
from digest.machine.state import read_state
from digest.machine.workers import WorkerDied
from digest.model.arxiv_ids import read_identifier
from digest.model.config import Config
from digest.model.front_matter import OWN_PAGES
from digest.plan.urls import CONTENT
from digest.text.records import frozen
from digest.text.source import Source, Span

_IDS = ("arxiv", "doi")
"""Ids by which papers are looked up."""

_IDENTITY = re.compile(rf"^(?:{'|'.join(_IDS)})[ \t]*[:：][ \t]*['\"]?(?P<value>[^\s'\"]+)", re.MULTILINE)


@frozen
class Catalogue:
    """The settings of a site, and the heads of all entries."""

    config: Config
    heads: tuple[Head, ...]
    sources: Sources
    load_data: Callable[[str], PaperData]
    """Load the data of an entry by its source path."""
    unread: Mapping[str, tuple[str, ...]]
    """By path, the arXiv ids and DOIs found in files whose errors leave them without a head."""


def read_catalogue(options: Options, *, needs_address: bool = False) -> Catalogue:
    """Read the catalogue, using the cache but not writing it. Raises `Refused`."""
    try:
        state = read_state(options, publishes=False)
        settings = read_site_settings(options, open_kept(state), needs_address=needs_address)
        parsed_as = parsed_tag(state, settings.value)
        parser = make_parser(options.root, settings.value, BodyStore(state.folder / BODIES, waits=True))
        sources, _ = read_sources(
            state.inputs,
            state.journal("entries", parsed_as),
            state.journal("reports", parsed_as),
            parser,
            jobs=jobs_of(options),
            progress=lambda *_: None,
        )
        unread = [path for path, row in sources.rows.items() if row.kind == "nothing" and kind_of_file(path) == "text"]
        named = {path: tuple(value for value, _ in _identities(load_source(options.root, path))) for path in unread}
    except files.DiskFailed as error:
        raise Refused(str(error), error.hint) from error
    except WorkerDied as error:
        raise Refused(f"a worker process {error}", "digest build --jobs 1 needs less memory; then ask again") from error
    return Catalogue(
        config=settings.value,
        heads=tuple(sources.heads()),
        sources=sources,
        load_data=partial(load_data, sources, parser),
        unread=named,
    )


def folder_of(catalogue: Catalogue, day: str) -> str:
    """The folder of a day's entries: the existing one, at any depth, or `content/<day>`."""
    beside = (head.path.rpartition("/")[0] for head in catalogue.heads if head.day == day)
    return next((folder for folder in beside if folder.endswith(f"/{day}")), f"{CONTENT}/{day}")


def identity_span(source: Source) -> Span:
    """The span to point at for a duplicate: the key that identifies the paper."""
    document = read_document(source)
    keys = (*_IDS, *OWN_PAGES) if document.matter is not None else ()
    found = [document.spans[key] for key in keys if key in document.spans]
    found += [span for _, span in _identities(source)]
    return found[0] if found else Span(start=0, end=min(3, len(source.text)))


def _identities(source: Source) -> Iterator[tuple[str, Span]]:
    """Find ids in the front matter by pattern, even if it is not valid YAML."""
    for match in _IDENTITY.finditer(source.text):
        yield match["value"], Span(start=match.start("value"), end=match.end("value"))


def known_papers(catalogue: Catalogue) -> Mapping[str, str]:
    """Path of the entry by paper: `arxiv:` and the id without version, or `doi:` and the lower-case DOI."""
    found: dict[str, str] = {}
    for head in catalogue.heads:
        for name in _names_of(head):
            found.setdefault(name, head.path)
    for path, values in catalogue.unread.items():
        for value in values:
            found.setdefault(name_of(value), path)
    return found


def name_of(value: str) -> str:
    """The key in `known_papers` for an arXiv id, a URL of arXiv, or a DOI."""
    identifier = read_identifier(value)
    return f"arxiv:{identifier.paper}" if identifier is not None else f"doi:{value.lower()}"


def _names_of(head: Head) -> Iterator[str]:
    if head.arxiv:
        # Fast path: the identity of a new-style id is its name already.
        yield head.identity if "/" not in head.arxiv and head.arxiv.isascii() else name_of(head.arxiv)
        return
    for key, value in addresses_of(metadata_of(head).facts):
        if key == "doi" or (key in OWN_PAGES and read_identifier(value) is not None):
            yield name_of(value)
