"""The sizes of images in pixels, and what is wrong with them (`digest.machine.pictures`)."""

import struct

import pytest

from digest.machine.pictures import fault_of_picture, size_of_picture
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
        b"<?xml version=\"1.0\"?>\n<svg height='20px' width='30.4' stroke-width=\"2\"/>",
    ],
    ids=["PNG", "GIF", "JPEG", "WebP, lossy", "WebP, lossless", "WebP, extended", "AVIF", "SVG", "SVG with a prolog"],
)
def test_an_image_has_the_size_that_its_header_says(content: bytes) -> None:
    assert size_of_picture(content) == (30, 20)


def test_a_photograph_taken_upright_is_higher_than_wide() -> None:
    assert size_of_picture(jpeg(6)) == (20, 30)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"text",
        png(30, 20)[:12],
        b"<svg width=",
        b'<svg width="%s" height="20"/>' % (b"9" * 400),
    ],
)
def test_an_image_without_a_size_in_its_header_has_none(content: bytes) -> None:
    assert size_of_picture(content) == (0, 0)


SCRIPTS = "has scripts, which do not run in a picture"
XMLNS = b'xmlns="http://www.w3.org/2000/svg"'


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        (b'<svg %s viewBox="0 0 842 595"><rect width="120" height="40"/></svg>', (842, 595)),
        (b'<svg %s viewBox="-1.5,-2, 30.4,20"/>', (30, 20)),
        (b'<svg %s width="100%%" height="100%%" viewBox="0 0 30 20"/>', (30, 20)),
        (b'<svg %s width="60" viewBox="0 0 30 20"/>', (60, 40)),
        (b'<svg %s height="10px" viewBox="0 0 30 20"/>', (15, 10)),
        (b'<svg %s width="2.54cm" height="1in"/>', (96, 96)),
        (b'<svg %s width="10mm" height="72pt"/>', (38, 96)),
        (b'<svg %s width="2em" height="1.5e1"/>', (32, 15)),
        (b'<svg %s width="100%%" height="50"/>', (0, 0)),
        (b'<svg %s><rect width="120" height="40"/></svg>', (0, 0)),
        (b'<svg %s viewBox="0 0 0 20"/>', (0, 0)),
        (b'<!-- <svg width="1" height="2"> -->\n<svg %s width="30" height="20"/>', (30, 20)),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x -->\n<svg %s width="30" height="20"/>', (30, 20)),
        (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n<svg %s width="30" height="20"/>', (30, 20)),
        (b'<svg stroke-width="9" data-width="8" %s width="30" height="20"/>', (30, 20)),
        (b'<s:svg xmlns:s="http://www.w3.org/2000/svg" width="30" height="20"/>', (30, 20)),
        (b"<svg\n\n  " + b" " * 2000 + b'%s width="30" height="20"/>', (30, 20)),
    ],
)
def test_an_svg_has_the_size_of_its_root_or_its_view_box(svg: bytes, size: tuple[int, int]) -> None:
    content = svg.replace(b"%s", XMLNS).replace(b"%%", b"%")
    assert size_of_picture(content) == size
    assert fault_of_picture("a.svg", content) == ""


def test_an_svg_may_be_in_another_encoding() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>'
    assert size_of_picture(text.encode("utf-16")) == (30, 20)
    assert fault_of_picture("a.svg", text.encode("utf-16")) == ""


@pytest.mark.parametrize(
    ("turned", "size"), [*((n, (30, 20)) for n in (1, 2, 3, 4)), *((n, (20, 30)) for n in (5, 6, 7, 8))]
)
def test_a_photograph_has_the_size_that_browsers_draw(turned: int, size: tuple[int, int]) -> None:
    assert size_of_picture(jpeg(turned)) == size


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.png", b"", "is empty"),
        ("a.png", b"\n", "is empty"),
        ("a.png", png(30, 20), ""),
        ("A.PNG", png(30, 20), ""),
        ("a.png", png(30, 20) + bytes(5000), ""),
        ("a.png", png(30, 20)[:-9], "is damaged or cut short"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(300), "is damaged or cut short"),
        ("a.png", bytes(1000), "is no picture that a browser can show"),
        ("a.png", b"hello", "is no picture that a browser can show"),
        ("a.png", b"<!DOCTYPE html><title>404</title>", "is a web page, and no picture that a browser can show"),
        ("a.svg", b"\n<html><body>", "is a web page, and no picture that a browser can show"),
        (
            "a.png",
            b"version https://git-lfs.github.com/spec/v1\n",
            "is a pointer of Git LFS, and no picture that a browser can show",
        ),
        ("a.png", b"%PDF-1.7", "is a PDF, and no picture that a browser can show"),
        ("a.jpg", b"\0\0\0\x18ftypheic" + bytes(9), "is a HEIC, and no picture that a browser can show"),
        ("a.png", jpeg(1), "is a JPEG, not what its name says"),
        ("a.jpg", png(3, 2), "is a PNG, not what its name says"),
        ("a.png", b"<svg " + XMLNS + b"/>", "is an SVG, not what its name says"),
        ("a.jpeg", jpeg(1), ""),
        ("a.jpg", jpeg(1)[:-2], "is damaged or cut short"),
        ("a.gif", b"GIF89a" + struct.pack("<HH", 30, 20) + b"\0\0\0;", ""),
        ("a.gif", b"GIF89a", "is damaged or cut short"),
        ("a.webp", webp(b"VP8X", bytes(4) + b"\x1d\0\0\x13\0\0"), ""),
        (
            "a.webp",
            webp(b"VP8L", b"\x2f" + struct.pack("<I", 29 | 19 << 14) + bytes(99))[:-50],
            "is damaged or cut short",
        ),
        ("a.avif", AVIF, ""),
        ("a.svg", b"<svg " + XMLNS + b"><rect></svg>", "is damaged or cut short"),
        ("a.svg", b"<svg " + XMLNS + b"><p>&nbsp;</p></svg>", "is damaged or cut short"),
        ("a.svg", b"<svg " + XMLNS + b"><script>x()</script></svg>", SCRIPTS),
        ("a.svg", b"<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:SCRIPT href='x'/></s:svg>", SCRIPTS),
        ("a.svg", b"<svg " + XMLNS + b"><g><a onclick='x()'/></g></svg>", SCRIPTS),
        ("a.svg", b"<svg " + XMLNS + b"><a href=' Java&#10;Script:x()'/></svg>", SCRIPTS),
        ("a.svg", b"<svg " + XMLNS + b"><text>onclick= javascript: script</text></svg>", ""),
    ],
)
def test_what_is_wrong_with_a_picture_is_said(name: str, content: bytes, fault: str) -> None:
    assert fault_of_picture(name, content) == fault
