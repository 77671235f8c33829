"""The list of outputs that stands among them, so that the output folder can be tidied when `.digest/` is gone."""

from collections.abc import Iterable, Iterator
from functools import partial

from digest.plan.types import Contents, Page, Planned, Shown
from digest.plan.views import TextFileView

LISTING = ".nojekyll"
"""GitHub Pages serves a site as it is when this file is there, whatever it holds: so it may as well hold something."""

_HEAD = "# Published by digest, which removes only what is listed here.\n"


def listing_files(_contents: Contents, planned: Planned) -> Iterator[Page]:
    """The list of all other outputs."""
    text = write_listing(planned.paths)
    yield Page(path=LISTING, key=(text,), make=partial(_show_text, text))


def _show_text(text: str, _contents: Contents, _language: str) -> Shown:
    return Shown(TextFileView(text=text))


def write_listing(paths: Iterable[str]) -> str:
    """The text of the list. A path with a line break (a figure's name may have one) cannot be listed."""
    listed = sorted(path for path in paths if path != LISTING and "\n" not in path)
    return _HEAD + "".join(f"{path}\n" for path in listed)


def read_listing(content: bytes) -> frozenset[str] | None:
    """The paths of a list, itself among them; None if digest did not write it."""
    text = content.decode("utf-8", "replace")
    if not text.startswith(_HEAD):
        return None
    return frozenset((*(path for path in text.removeprefix(_HEAD).split("\n") if is_inside(path)), LISTING))


def is_inside(path: str) -> bool:
    """Whether a path that was read from a file can be that of an output: it leads nowhere but into the folder."""
    return {"", ".", ".."}.isdisjoint(path.split("/"))
