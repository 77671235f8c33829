"""Smaller copies of wide pictures, as WebP in two widths, if Pillow is installed (the extra `figures`).

What is encoded depends on the picture's content, the versions of Pillow and libwebp, and the constants below, so it is
kept in the cache by these. Only builds make copies: `check` and `serve` show the pictures themselves.
"""

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from digest.content.site import ContentFile, Rendition
from digest.machine import files
from digest.machine.journal import Journal
from digest.machine.options import Progress
from digest.machine.source_parser import Changed
from digest.machine.workers import run_tasks
from digest.text.fingerprint import checksum, fingerprint_bytes
from digest.text.records import frozen

PICTURES, RENDITIONS = "pictures", "renditions"
"""Names of the folder and of the journal in the cache."""

_WIDTHS = (720, 1440)
_WIDER_THAN = 960
_QUALITY = 84
_MOST_PIXELS = 40_000_000
"""A picture with more takes too much memory to decode."""

_ENDINGS = (".png", ".jpg", ".jpeg", ".webp")
_MODES = ("L", "LA", "P", "RGB", "RGBA")
"""Modes of pictures that WebP has room for: eight bits of three colours and an alpha channel. Not CMYK."""


_Copy = tuple[int, int, str]
"""Width, height and checksum of a copy."""


@frozen
class Encoder:
    """The function that workers run: it encodes pictures, given as path and fingerprint."""

    root: Path
    folder: Path

    def __call__(self, picture: tuple[str, str]) -> list[_Copy]:
        """Write the copies of a picture to the cache. Returns what the journal keeps of each."""
        path, digest = picture
        content = files.read(self.root / path)
        if fingerprint_bytes(content) != digest:
            raise Changed(path)
        made = encode(content)
        for (width, _), data in made.items():
            files.write_kept(self.folder / _name(digest, width), data)
        return [(width, height, checksum(data)) for (width, height), data in made.items()]


def add_renditions(
    assets: Mapping[str, ContentFile], journal: Journal, encoder: Encoder, *, jobs: int, progress: Progress
) -> dict[str, ContentFile]:
    """The files of a site, with the copies of those that are wide pictures. `journal` is that of `version`."""
    wide = {path: asset for path, asset in assets.items() if _is_wide(asset)}
    new = {asset.digest: path for path, asset in wide.items() if asset.digest not in journal.values}
    tasks = [(path, digest) for digest, path in sorted(new.items())]
    made: dict[str, list[_Copy] | None] = {}
    for number, found in run_tasks(encoder, tasks, jobs=min(jobs, len(tasks)) or 1):
        made[tasks[number][1]] = found
        progress("Encoding", len(made), len(tasks))
    gone = journal.values.keys() - {asset.digest for asset in wide.values()}
    if made or gone:
        journal.write(made | dict.fromkeys(gone))
        _drop_others(encoder.folder, journal.values)
    known = journal.values
    return {**assets, **{path: replace(asset, renditions=_read(known[asset.digest])) for path, asset in wide.items()}}


def has_wide(assets: Iterable[ContentFile]) -> bool:
    """Whether there is a picture to make copies of: the import of Pillow is slow."""
    return any(map(_is_wide, assets))


def version() -> str:
    """What the copies of a picture depend on besides the picture; empty without Pillow or WebP."""
    try:
        import PIL
        from PIL import features
    except ImportError:
        return ""
    built_in = [features.version(each) for each in ("webp", "jpg", "zlib")]
    return f"{PIL.__version__} {built_in} {_WIDTHS} {_QUALITY}" if built_in[0] else ""


def read_rendition(folder: Path, root: Path, source: str, digest: str, width: int) -> bytes:
    """The copy of a picture from the cache; encoded again if it is lost or damaged. `digest` is its checksum."""
    content = files.read(root / source)
    kept = files.read_regular(folder / _name(fingerprint_bytes(content), width))
    if kept is not None and checksum(kept) == digest:
        return kept
    return next((data for (wide, _), data in encode(content).items() if wide == width), content)


def encode(content: bytes) -> dict[tuple[int, int], bytes]:
    """Copies of a picture by width and height; those that would lose something, or save nothing, are left out."""
    from PIL import Image, ImageOps

    made: dict[tuple[int, int], bytes] = {}
    try:
        with Image.open(io.BytesIO(content)) as opened:
            is_deep = opened.format == "PNG" and content[24] > 8
            is_large = opened.width * opened.height > _MOST_PIXELS
            if is_large or is_deep or opened.mode not in _MODES or getattr(opened, "is_animated", False):
                return {}
            picture = ImageOps.exif_transpose(opened)
            has_alpha = "A" in picture.mode or "transparency" in picture.info
            picture = picture.convert("RGBA" if has_alpha else "RGB")
            for width in _WIDTHS:
                height = max(1, round(picture.height * width / picture.width))
                if width >= picture.width:
                    continue
                stream = io.BytesIO()
                profile = opened.info.get("icc_profile", b"")
                smaller = picture.resize((width, height), Image.Resampling.LANCZOS)
                smaller.save(stream, "WEBP", quality=_QUALITY, method=4, icc_profile=profile)
                if stream.tell() < len(content):
                    made[width, height] = stream.getvalue()
    except Exception:  # decoders raise anything for a broken picture, which is shown as it is
        return {}
    return made


def _is_wide(asset: ContentFile) -> bool:
    is_kind = asset.path.lower().endswith(_ENDINGS) and not asset.fault
    return is_kind and asset.width > _WIDER_THAN and asset.width * asset.height <= _MOST_PIXELS


def _read(rows: Iterable[_Copy]) -> tuple[Rendition, ...]:
    return tuple([Rendition(width=width, height=height, digest=digest) for width, height, digest in rows])


def _name(digest: str, width: int) -> str:
    return f"{digest}-{width}.webp"


def _drop_others(folder: Path, known: Mapping[str, Iterable[_Copy]]) -> None:
    kept = {_name(digest, width) for digest, rows in known.items() for width, *_ in rows}
    for name in files.list_files(folder, unread=()):
        if name not in kept:
            files.remove(folder / name)
