"""The list of outputs, published with them: the output folder can be cleaned even if `.digest/` was deleted."""

from collections.abc import Iterable, Iterator
from functools import partial

from digest.plan.types import Batch, Contents, Page, Planned, Shown
from digest.plan.views import TextFileView

LISTING = ".nojekyll"
"""GitHub Pages skips Jekyll if this file exists; its content is free for the list."""

_HEAD = "# Published by digest, which removes only what is listed here.\n"


def listing_files(_contents: Contents, planned: Planned) -> Iterator[Batch]:
    """The list of all other outputs."""
    paths = planned.paths
    yield Batch("", paths, partial(_listing_pages, paths))


def _listing_pages(paths: Iterable[str]) -> Iterator[Page]:
    text = write_listing(paths)
    yield Page(path=LISTING, key=(text,), make=partial(_show_text, text))


def _show_text(text: str, _contents: Contents, _language: str) -> Shown:
    return Shown(TextFileView(text=text))


def write_listing(paths: Iterable[str]) -> str:
    """One path a line, sorted. Paths with a line break (possible in names of figures) are left out."""
    listed = sorted(path for path in paths if path != LISTING and "\n" not in path)
    return _HEAD + "".join(f"{path}\n" for path in listed)


def read_listing(content: bytes) -> frozenset[str] | None:
    """Parse a list: its paths and `LISTING` itself. None if digest did not write it."""
    text = content.decode("utf-8", "replace")
    if not text.startswith(_HEAD):
        return None
    return frozenset((*(path for path in text.removeprefix(_HEAD).split("\n") if is_inside(path)), LISTING))


def is_inside(path: str) -> bool:
    """Whether a path from an untrusted file stays inside the output folder: no empty, `.` or `..` segment."""
    return {"", ".", ".."}.isdisjoint(path.split("/"))
