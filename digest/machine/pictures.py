"""Sizes of images, and whether browsers can show them."""

import io
import math
import re
from pathlib import PurePosixPath
from xml.parsers import expat

_KINDS: tuple[tuple[str, re.Pattern[bytes], tuple[str, ...]], ...] = (
    ("a PNG", re.compile(rb"\x89PNG\r\n\x1a\n"), (".png",)),
    ("a JPEG", re.compile(rb"\xff\xd8\xff"), (".jpg", ".jpeg")),
    ("a GIF", re.compile(rb"GIF8[79]a"), (".gif",)),
    ("a WebP", re.compile(rb"RIFF....WEBP", re.DOTALL), (".webp",)),
    ("an AVIF", re.compile(rb"....ftyp(?:avi[fs]|mif1|msf1)", re.DOTALL), (".avif",)),
    (
        "an SVG",
        re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<!DOCTYPE svg|<(?:\w+:)?svg\b)|\xff\xfe<\0|\xfe\xff\0<"),
        (".svg",),
    ),
    ("a web page", re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE), ()),
    ("a pointer of Git LFS", re.compile(rb"version https://git-lfs"), ()),
    ("a PDF", re.compile(rb"%PDF-"), ()),
    ("a TIFF", re.compile(rb"II\*\0|MM\0\*"), ()),
    ("a HEIC", re.compile(rb"....ftyp(?:hei[cx]|hev[cx]|heim|heis)", re.DOTALL), ()),
    ("a BMP", re.compile(rb"BM....\0\0\0\0", re.DOTALL), ()),
)
"""What a file is, by its first bytes, and the endings that its name may have. Without any it is not for web pages."""

_PIXELS = {
    "": 1,
    "px": 1,
    "in": 96,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "pt": 96 / 72,
    "pc": 16,
    "em": 16,
}
"""Pixels of a unit of length (CSS Values 4, 6.2), with the usual size of text."""

_LENGTH = re.compile(r"\s*\+?((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]*)\s*\Z", re.IGNORECASE)
_SCRIPT_ADDRESS = re.compile(r"[\0-\x20]*j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t\s*:", re.IGNORECASE)
_SVG = "http://www.w3.org/2000/svg"


def fault_of_picture(path: str, content: bytes) -> str:
    """What is wrong with a picture, as the end of a sentence; empty if nothing is."""
    if not content.strip():
        return "is empty"
    ending = PurePosixPath(path).suffix.lower()
    kind, endings = _kind_of(content)
    if not kind:
        return "is no picture that a browser can show"
    if not endings:
        return f"is {kind}, and no picture that a browser can show"
    if ending not in endings:
        return f"is {kind}, not what its name says"
    if not _is_whole(kind, content):
        return "is damaged or cut short"
    return "has scripts, which do not run in a picture" if kind == "an SVG" and _has_scripts(content) else ""


def _kind_of(content: bytes) -> tuple[str, tuple[str, ...]]:
    return next(((kind, endings) for kind, start, endings in _KINDS if start.match(content)), ("", ()))


def _is_whole(kind: str, content: bytes) -> bool:
    """Whether a picture has the end that its format says, and a size."""
    if kind == "an SVG":
        return _svg_root(content) is not None
    if kind == "a PNG" and b"IEND" not in content:
        return False
    if kind == "a JPEG" and b"\xff\xd9" not in content:
        return False
    if kind == "a WebP" and int.from_bytes(content[4:8], "little") + 8 > len(content) + 1:
        return False
    if kind == "a GIF" and b";" not in content[-64:]:
        return False
    return size_of_picture(content) != (0, 0)


def size_of_picture(content: bytes) -> tuple[int, int]:
    """Width and height in pixels, turned as EXIF says; 0 if unknown. Of an SVG: those of its root, or its viewBox."""
    if _kind_of(content)[0] == "an SVG":
        root = _svg_root(content)
        width, height = _svg_size(root) if root is not None else (0.0, 0.0)
    else:
        import imagesize

        width, height = imagesize.get(io.BytesIO(content))  # -1 if damaged
    whole = (int(width + 0.5), int(height + 0.5)) if 0 < width < math.inf and 0 < height < math.inf else (0, 0)
    return whole if all(whole) else (0, 0)


def _svg_root(content: bytes) -> dict[str, str] | None:
    """The attributes of an SVG's root; None if it is no SVG or not well-formed."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if not found and name not in (f"{_SVG} svg", "svg"):
            raise expat.ExpatError
        if not found:
            found.append(attributes)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    try:
        parser.Parse(content, True)  # noqa: FBT003  the parser's own signature
    except (expat.ExpatError, ValueError, LookupError):
        return None
    return found[0]


def _has_scripts(content: bytes) -> bool:
    """Whether a well-formed SVG has scripts: in elements, handlers of events, or addresses."""
    found: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2].lower() == "script":
            found.append(name)
        for key, value in attributes.items():
            if key.rpartition(" ")[2].lower().startswith("on") or _SCRIPT_ADDRESS.match(value):
                found.append(key)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.Parse(content, True)  # noqa: FBT003  the parser's own signature
    return bool(found)


def _svg_size(root: dict[str, str]) -> tuple[float, float]:
    width, height = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    box = [
        float(number) for number in re.findall(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", root.get("viewBox", ""))
    ]
    wide, high = box[2:] if len(box) == 4 and box[2] > 0 and box[3] > 0 else (0.0, 0.0)
    if width and height:
        return width, height
    if not wide:
        return 0.0, 0.0
    if width:
        return width, width * high / wide
    return (height * wide / high, height) if height else (wide, high)


def _pixels(length: str) -> float:
    """A length in pixels; 0 for percentages and what is no length."""
    match = _LENGTH.match(length)
    return float(match[1]) * _PIXELS.get(match[2].lower(), 0) if match is not None else 0.0
