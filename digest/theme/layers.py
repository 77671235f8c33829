"""The layers of a theme: folders of files, nearest first. A file overrides those of the same name in layers below."""

from collections.abc import Mapping, Sequence

from digest.text.decoding import decode
from digest.text.diagnostics import Reporter
from digest.text.records import frozen
from digest.text.source import Source, Span

START = Span(start=0, end=0)


@frozen
class ThemeLayer:
    """One folder of a theme: `label` is its path in diagnostics, `files` the content by path, with forward slashes."""

    label: str
    files: Mapping[str, bytes]
    is_of_site: bool = False
    """Whether the folder is in the site, not in digest."""


def read_source(layer: ThemeLayer, name: str, reporter: Reporter) -> Source:
    """Decode a file. Invalid UTF-8 is replaced and reported as `not-utf8`."""
    parsed = decode(f"{layer.label}/{name}", layer.files[name])
    reporter.extend(parsed.diagnostics)
    return parsed.value


def read_folder(layer: ThemeLayer, folder: str) -> dict[str, bytes]:
    """Files below a folder of the layer, by path relative to it. Hidden files are skipped."""
    start = f"{folder}/"
    return {
        name[len(start) :]: content
        for name, content in sorted(layer.files.items())
        if name.startswith(start) and not any(part.startswith(".") for part in name.split("/"))
    }


def find_layer(folders: Sequence[Mapping[str, object]], name: str, *, below: int = -1) -> int | None:
    """The index of the nearest layer that has `name`, searching after the index `below`; None if there is none."""
    return next((index for index in range(below + 1, len(folders)) if name in folders[index]), None)
