"""Files that are published as they are: the figures of texts, the files of the theme."""

from collections.abc import Iterator
from functools import partial

from digest.plan.plan import Contents, Page, Shown
from digest.plan.views import FileView


def figure_files(contents: Contents) -> Iterator[Page]:
    """The figures and other files that texts refer to."""
    for text in contents.resolved.values():
        for path, asset in text.files:
            yield _page(path, FileView(origin="content", source=asset.path, digest=asset.digest))


def theme_files(contents: Contents) -> Iterator[Page]:
    """The style sheets, scripts, fonts and pictures of the theme."""
    for file in contents.theme_files:
        yield _page(file.path, FileView(origin="theme", source=file.name, digest=file.digest))


def _page(path: str, view: FileView) -> Page:
    return Page(path=path, key=(view.origin, view.source, view.digest), make=partial(_show, view))


def _show(view: FileView, _contents: Contents, _language: str) -> Shown:
    return Shown(view)
