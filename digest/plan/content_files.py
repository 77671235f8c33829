"""Files of `content/` as they are published with a page: paths, sizes and shapes."""

import posixpath

from markupsafe import Markup

from digest.content.documents import DRAWINGS
from digest.content.site import ContentFile
from digest.plan.urls import rendition_path
from digest.plan.views import Attribute, FigureView
from digest.text.names import compose_name
from digest.text.segments import make_portable


def show_image(source: str, folder: str, asset: ContentFile, files: dict[str, ContentFile]) -> Attribute:
    """The `Attribute` of a picture in a text. For the arguments, see `publish_file`."""
    path = publish_file(source, folder, asset, files)
    width, height = _size_of(asset)
    return Attribute(kind="image", path=path, width=width, height=height, renditions=_renditions_of(path, asset))


def show_figure(
    source: str, folder: str, asset: ContentFile | None, alt: str, files: dict[str, ContentFile]
) -> FigureView:
    """The view of a figure, without its caption; without path if there is no such file (`asset`)."""
    width, height = _size_of(asset) if asset is not None else (0, 0)
    path = publish_file(source, folder, asset, files) if asset is not None else ""
    return FigureView(
        path=path,
        renditions=_renditions_of(path, asset) if asset is not None else (),
        width=width,
        height=height,
        shape=_shape_of(asset) if asset is not None else "",
        alt=alt,
        caption_html=Markup(""),
        lang="",
    )


def _renditions_of(path: str, asset: ContentFile) -> tuple[tuple[str, int], ...]:
    """See `FigureView.renditions`."""
    copies = [(rendition_path(path, each.width), each.width) for each in asset.renditions]
    return (*copies, (path, asset.width)) if copies else ()


def show_plate(source: str, folder: str, asset: ContentFile, files: dict[str, ContentFile]) -> Attribute:
    """The `Attribute` of the link around a picture in a text. For the arguments, see `publish_file`."""
    return Attribute(kind="plate", path=publish_file(source, folder, asset, files), shape=_shape_of(asset))


_WIDE, _TALL = 2, 0.75
"""Width divided by height: above the first, a figure is wide, below the second, tall."""

TINY, _SMALL = 160, 400
"""Pixels of width. With fewer than the first, a figure is never enlarged; with fewer than the second, not if it is the
only one.
"""

_UNSIZED = (300, 150)
"""The size at which browsers draw an SVG that has none (CSS 2.2, 10.3.2)."""


def _size_of(asset: ContentFile) -> tuple[int, int]:
    is_unsized = not asset.width and asset.path.lower().endswith(DRAWINGS)
    return _UNSIZED if is_unsized else (asset.width, asset.height)


def _shape_of(asset: ContentFile) -> str:
    """See `FigureView.shape`."""
    width, height = _size_of(asset)
    if not width:
        return ""
    is_drawing = asset.path.lower().endswith(DRAWINGS)
    if width < TINY and not is_drawing:
        return "tiny"
    if width > _WIDE * height:
        return "wide"
    if width < _TALL * height:
        return "tall"
    return "small" if width < _SMALL and not is_drawing else ""


def publish_file(source: str, folder: str, asset: ContentFile, files: dict[str, ContentFile]) -> str:
    """Add a file that the text `source` shows or links to, to `files`: those of its page, whose path without ending is
    `folder`. Returns its path on the site.
    """
    inside = compose_name(posixpath.relpath(asset.path, posixpath.dirname(source))).replace("../", "")
    path = f"{folder}/{'/'.join(map(make_portable, inside.split('/')))}"
    while files.setdefault(path, asset) != asset:
        # Files of the same name from different folders: add a part of the hash to the second name.
        stem, dot, ending = path.rpartition(".")
        path = f"{stem}.{asset.digest[:8]}{dot}{ending}"
    return path
