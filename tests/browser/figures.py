"""A site of figures in all shapes, and in all places of a text."""

import struct
import zlib

from tests.browser.hard import EN, ZH, png


def line(width: int, height: int) -> bytes:
    """A black line on a transparent ground."""
    rows = b"".join(
        b"\0" + b"".join(b"\0\0\0\xff" if abs(x * height - y * width) < 3 * width else bytes(4) for x in range(width))
        for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


_SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg"%s><script>top.ran = true</script>'
    b'<path d="M10 75 C 90 10, 200 140, 290 75" fill="none" stroke="#000" stroke-width="3"/></svg>'
)
_GREEN, _BLUE, _RED = (30, 110, 70), (40, 90, 160), (180, 60, 40)
NINE = f"""\
![四比一的条带](band.png "图 1：标题很长，在手机上先显示三行。{ZH[:60]}")
![窄图](tall.png "图 2：窄图")
![方图](square.png "图 3：方图")
![A large chart](large.png "Figure 4: A very large figure with an English caption that also runs on for a while.")
![小图](tiny.png "图 5：小图")
![透明底](line.png "图 6：透明底")
![十二比一](strip.png "图 7：十二比一")
![没有大小的矢量图](bare.svg "图 8：SVG")
![曲线](curve.svg "图 9：也是 SVG")
"""


def _entry(number: int, title: str, body: str) -> str:
    return (
        f"---\ntitle: {title}\ntitle_zh: 图之{number}\nauthors: Ada Lovelace\ncategory: CV\n"
        f"arxiv: '2302.0000{number}'\n---\n\n{body}"
    )


_DAY = "content/2023-02-10/"
FIGURES: dict[str, str | bytes] = {
    "digest.yaml": "title: {zh: 图, en: Figures}\nurl: https://example.org/digest/\n",
    _DAY + "nine.md": _entry(1, "Nine Figures", f"## 摘要\n\n{ZH}\n\n## Abstract\n\n{EN}\n\n## 图\n\n{NINE}"),
    _DAY + "one.md": _entry(
        2, "One Wide Figure", f'## 摘要\n\n{ZH}\n\n## Abstract\n\n{EN}\n\n![一张宽图](band.png "图 1：*全部*")\n'
    ),
    _DAY + "two.md": _entry(
        3, "Two Figures", f"## Abstract\n\n{EN}\n\n## 图\n\n![大图](large.png) ![方图](square.png)\n"
    ),
    _DAY + "small.md": _entry(4, "A Tiny Figure", f"## Abstract\n\n{EN}\n\n## 图\n\n![小图](tiny.png)\n"),
    _DAY + "prose.md": _entry(
        5,
        "Figures in Notes",
        f"## 摘要\n\n{ZH}\n\n## 笔记\n\n文中的图标![小图](tiny.png)在句中。\n\n"
        '![大图](large.png "笔记中的图")\n\n![条带](band.png)\n\n![矢量](curve.svg)\n\n'
        "[![方图](square.png)](https://example.org/)\n",
    ),
    _DAY + "hero.md": _entry(6, "One Ordinary Figure", f"## Abstract\n\n{EN}\n\n## 图\n\n![大图](large.png)\n"),
    _DAY + "plain.md": _entry(7, "No Figure", f"## Abstract\n\n{EN}\n"),
    "content/about.md": "---\npage: true\ntitle: About\ntitle_zh: 关于\n---\n\n![大图](/2023-02-10/large.png)\n",
    _DAY + "band.png": png(1200, 300, _GREEN),
    _DAY + "strip.png": png(1800, 150, _RED),
    _DAY + "tall.png": png(300, 900, _BLUE),
    _DAY + "square.png": png(500, 500, _RED),
    _DAY + "large.png": png(1600, 1200, _BLUE),
    _DAY + "tiny.png": png(120, 90, _GREEN),
    _DAY + "line.png": line(320, 240),
    _DAY + "bare.svg": _SVG.replace(b"%s", b""),
    _DAY + "curve.svg": _SVG.replace(b"%s", b' viewBox="0 0 300 150"'),
}
"""The files of the site, by path."""
