"""A theme's layers: folders of files, the nearest first, in which a nearer file takes the place of one further down."""

from collections.abc import Iterable, Mapping, Sequence

from digest.text.decoding import decode
from digest.text.diagnostics import Reporter
from digest.text.records import frozen
from digest.text.source import Source, Span

START = Span(start=0, end=0)


@frozen
class ThemeLayer:
    """One folder of a theme. `label` is its path as messages show it; names in `files` use forward slashes."""

    label: str
    files: Mapping[str, bytes]


def read_source(layer: ThemeLayer, name: str, reporter: Reporter) -> Source:
    """A file of a layer as text; what is not UTF-8 is told, and replaced."""
    parsed = decode(f"{layer.label}/{name}", layer.files[name])
    reporter.extend(parsed.diagnostics)
    return parsed.value


def read_folder(layer: ThemeLayer, folder: str) -> dict[str, bytes]:
    """The files below a folder of a layer, by their names in it; hidden ones are left out."""
    start = f"{folder}/"
    return {
        name[len(start) :]: content
        for name, content in sorted(layer.files.items())
        if name.startswith(start) and not any(part.startswith(".") for part in name.split("/"))
    }


def find_holder(folders: Sequence[Mapping[str, object]], name: str, *, below: int = -1) -> int | None:
    """The index of the nearest layer that has `name`, among those below the layer `below`."""
    return next((index for index in range(below + 1, len(folders)) if name in folders[index]), None)


def suggest(name: str, known: Iterable[str]) -> str:
    """A hint at the nearest of the known names; empty when none is near."""
    import difflib  # only when something is wrong

    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else ""
