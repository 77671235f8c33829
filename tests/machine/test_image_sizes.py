"""The sizes of images in pixels (`digest.machine.sources`)."""

import struct

import pytest

from digest.machine.sources import _size
from tests.site.test_pages import png


def jpeg(orientation: int) -> bytes:
    """The headers of a JPEG of 30 x 20 pixels with an EXIF orientation."""
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + struct.pack(">HH", orientation, 0) + bytes(4)
    frame = struct.pack(">HBHHB", 11, 8, 20, 30, 1) + b"\x01\x11\0"
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + b"\xff\xc0" + frame + b"\xff\xd9"


def webp(kind: bytes, payload: bytes) -> bytes:
    chunk = kind + struct.pack("<I", len(payload)) + payload
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def box(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload) + 8) + kind + payload


AVIF = box(b"ftyp", b"avif\0\0\0\0avifmif1") + box(
    b"meta",
    bytes(4)
    + box(b"hdlr", bytes(8) + b"pict" + bytes(13))
    + box(b"pitm", bytes(4) + struct.pack(">H", 1))
    + box(
        b"iprp",
        box(b"ipco", box(b"ispe", bytes(4) + struct.pack(">II", 30, 20)))
        + box(b"ipma", bytes(4) + struct.pack(">IHBB", 1, 1, 1, 1)),
    ),
)


@pytest.mark.parametrize(
    "content",
    [
        png(30, 20),
        b"GIF89a" + struct.pack("<HH", 30, 20) + b"\0\0\0;",
        jpeg(1),
        webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 30, 20)),
        webp(b"VP8L", b"\x2f" + struct.pack("<I", 29 | 19 << 14) + b"\0"),
        webp(b"VP8X", bytes(4) + (29).to_bytes(3, "little") + (19).to_bytes(3, "little")),
        AVIF,
        b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>',
        b"<?xml version=\"1.0\"?>\n<svg height='20px' width='30.5' stroke-width=\"2\"/>",
    ],
    ids=["PNG", "GIF", "JPEG", "WebP, lossy", "WebP, lossless", "WebP, extended", "AVIF", "SVG", "SVG with a prolog"],
)
def test_an_image_has_the_size_that_its_header_says(content: bytes) -> None:
    assert _size(content) == (30, 20)


def test_a_photograph_taken_upright_is_higher_than_wide() -> None:
    assert _size(jpeg(6)) == (20, 30)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"text",
        png(30, 20)[:12],
        b'<svg viewBox="0 0 30 20"/>',
        b"<svg width=",
        b'<svg width="%s" height="20"/>' % (b"9" * 400),
    ],
)
def test_an_image_without_a_size_in_its_header_has_none(content: bytes) -> None:
    assert _size(content) == (0, 0)
