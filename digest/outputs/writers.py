"""Writers and their part of the cache key."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, cast

from digest.content.body import Body
from digest.content.paper_data import PaperData
from digest.content.search_texts import SearchTexts
from digest.outputs.citation_files import write_citations
from digest.outputs.data_lines import write_lines
from digest.outputs.entry_sources import write_source
from digest.outputs.json_feed import render_json_feed
from digest.outputs.search_index import PartIndex
from digest.outputs.search_scripts import write_part_file, write_parts, write_texts
from digest.plan.types import Contents, Frame, Material, Output, OutputKind
from digest.plan.views import (
    CitationsView,
    DataView,
    FeedView,
    FileView,
    SearchFileView,
    SearchPaper,
    SearchPartsView,
    SearchTextsView,
    SourceView,
    TextFileView,
)
from digest.text.dependencies import ENTRY_SOURCE_LIBRARIES, TEMPLATE_LIBRARIES
from digest.text.records import frozen
from digest.text.source import Source
from digest.theme import Renderer, Theme


@frozen
class Supplies:
    """Access to what is not in the view: given to every writer, used only by those that need it."""

    renderer: Renderer
    """For writers that use a template."""
    load_body: Callable[[str], Body]
    """Load the body of a text by its source path."""
    load_texts: Callable[[str], SearchTexts]
    """Load what is searched of an entry by its source path."""
    load_data: Callable[[str], PaperData]
    """Load the data of an entry by its source path."""
    load_source: Callable[[str], Source]
    """Read an entry's file by its path."""
    load_part: Callable[[Sequence[SearchPaper], int], PartIndex]
    """Load the index of a part of the search by its papers and the number of its shards."""
    read_file: Callable[[FileView], "bytes | LargeFile"]
    """Read a file that is published unchanged."""


class LargeFile(NamedTuple):
    """The path of a file that is copied in pieces, since it is too large for memory."""

    path: str


@frozen
class Writer:
    """A way to make outputs of their views."""

    write: Callable[[Output, Material, Supplies], bytes | LargeFile]
    """Raises `TemplateFailed` if it uses a template."""
    libraries: tuple[str, ...] | None = ()
    """Distributions whose version is part of the cache key, besides Python and digest. None: not even these, for a
    writer that copies bytes.

    What the parsing of texts uses is not listed: its results are in the view.
    """


class Share(NamedTuple):
    """The writer's part of a cache key, common to all outputs of a kind and language.

    `template` covers all templates that the kind's template refers to. `template` and `strings` are empty without one.
    """

    template: str
    strings: str
    code: str


def _write_template(output: Output, material: Material, supplies: Supplies) -> bytes:
    page, site = cast("Frame", material.frame)
    return supplies.renderer.render_page(template=output.kind.template, page=page, site=site, view=material.view)


def _write_json_feed(output: Output, material: Material, supplies: Supplies) -> bytes:
    view, site = cast("FeedView", material.view), cast("Frame", material.frame).site
    return render_json_feed(supplies.renderer, view, site=site, path=output.path).encode()


def _write_copy(_output: Output, material: Material, supplies: Supplies) -> bytes | LargeFile:
    return supplies.read_file(cast("FileView", material.view))


def _write_text(_output: Output, material: Material, _supplies: Supplies) -> bytes:
    return cast("TextFileView", material.view).text.encode()


def _write_citations(_output: Output, material: Material, supplies: Supplies) -> bytes:
    return write_citations(cast("CitationsView", material.view), supplies.load_body).encode()


def _write_search(_output: Output, material: Material, supplies: Supplies) -> bytes:
    view = cast("SearchPartsView | SearchFileView | SearchTextsView", material.view)
    if isinstance(view, SearchPartsView):
        return write_parts(view)
    if isinstance(view, SearchTextsView):
        return write_texts(view, supplies.load_texts)
    return write_part_file(view, supplies.load_part)


def _write_data(_output: Output, material: Material, supplies: Supplies) -> bytes:
    return write_lines(cast("DataView", material.view), supplies.load_data)


def _write_source(_output: Output, material: Material, supplies: Supplies) -> bytes:
    view = cast("SourceView", material.view)
    return write_source(view, supplies.load_source(view.path))


WRITERS: Mapping[str, Writer] = {
    "template": Writer(write=_write_template, libraries=TEMPLATE_LIBRARIES),
    "json-feed": Writer(write=_write_json_feed, libraries=TEMPLATE_LIBRARIES),
    "citations": Writer(write=_write_citations),
    "search": Writer(write=_write_search),
    "data": Writer(write=_write_data),
    "source": Writer(write=_write_source, libraries=ENTRY_SOURCE_LIBRARIES),
    "copy": Writer(write=_write_copy, libraries=None),
    "text": Writer(write=_write_text),
}
"""By the name that `OutputKind.writer` has."""


def write_output(output: Output, contents: Contents, supplies: Supplies) -> bytes | LargeFile:
    """Make the view and write the output. Raises `TemplateFailed`."""
    return WRITERS[output.kind.writer].write(output, output.make(contents), supplies)


def code_keys(code: Callable[[Iterable[str]], str]) -> dict[str, str]:
    """The `code` part of the cache key for each writer. `code` hashes the program with the given libraries."""
    return {name: code(writer.libraries) if writer.libraries is not None else "" for name, writer in WRITERS.items()}


def share_of_key(kind: OutputKind, language: str, theme: Theme, codes: Mapping[str, str]) -> Share:
    """The writer's part of the cache key for a kind in a language. `codes`: the result of `code_keys`."""
    code = codes[kind.writer]
    if not kind.template:
        return Share("", "", code)
    return Share(theme.closure_fingerprint(kind.template), theme.strings_fingerprint(language), code)
