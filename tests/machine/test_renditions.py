"""Smaller copies of pictures: which are made, and that builds with and without Pillow each equal a clean one."""

import io
import os
import re
from pathlib import Path
from typing import Any

import pytest

from digest.machine import state
from digest.machine.renditions import encode
from tests.building import DAY, BuiltSite, build, entry, site, tree

if os.environ.get("CI"):
    from PIL import Image
else:
    Image = pytest.importorskip("PIL.Image")

PAGE = "papers/2302.03084.html"


def photograph(mode: str = "RGB", size: tuple[int, int] = (1600, 200), kind: str = "PNG", **options: Any) -> bytes:
    """A picture with many colours, which is large as PNG."""
    noise = Image.effect_noise(size, 80)
    picture = Image.merge("RGB", (noise, noise.rotate(90).resize(size), noise.rotate(180))).convert(mode)
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


PHOTOGRAPH = photograph()


def files(content: bytes = PHOTOGRAPH, name: str = "a.png") -> dict[str, str | bytes]:
    return {f"{DAY}/a.md": entry() + f"\n## 图\n\n![x]({name})\n\n## 笔记\n\n![y]({name})\n", f"{DAY}/{name}": content}


def copies(built: BuiltSite) -> list[str]:
    return sorted(path.rpartition("/")[2] for path in built.files() if path.endswith(".webp"))


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A Python without Pillow."""
    versions = state.installed_versions
    monkeypatch.setattr(
        state, "installed_versions", lambda search: {k: v for k, v in versions(search).items() if k != "pillow"}
    )
    return monkeypatch


def test_a_wide_picture_has_copies_in_two_widths_and_stays(tmp_path: Path) -> None:
    built = site(tmp_path, files())
    assert copies(built) == ["a.png.1440.webp", "a.png.720.webp"]
    assert built.files()["papers/2302.03084/a.png"] == PHOTOGRAPH
    folder = "../papers/2302.03084/a.png"
    page = built.text(PAGE)
    assert page.count(f'srcset="{folder}.720.webp 720w, {folder}.1440.webp 1440w, {folder} 1600w" sizes="') == 2
    assert page.count(f'href="{folder}"') == 2
    assert len(re.findall(r'<img [^>]*width="1600" height="200"', page)) == 2
    for width in (720, 1440):
        data = built.files()[f"papers/2302.03084/a.png.{width}.webp"]
        assert Image.open(io.BytesIO(data)).size == (width, width // 8)
        assert len(data) < len(PHOTOGRAPH)


@pytest.mark.parametrize("jobs", [1, 2])
def test_builds_with_and_without_copies_equal_clean_ones(tmp_path: Path, jobs: int, request: Any) -> None:
    other = photograph(size=(1000, 125), kind="JPEG", quality=95)
    more = files() | {f"{DAY}/b.md": entry(arxiv="2302.00002") + "\n![z](b.jpg)\n", f"{DAY}/b.jpg": other}
    first = site(tmp_path / "a", more, jobs=jobs)
    made = first.files()
    assert copies(first) == ["a.png.1440.webp", "a.png.720.webp", "b.jpg.720.webp"]
    assert build(first.root, jobs=jobs).written() == []
    # A picture that changes, and the cache of copies lost or damaged.
    (first.root / DAY / "a.png").write_bytes(photograph(size=(1200, 150)))
    for kept in (first.root / ".digest/pictures").iterdir():
        kept.write_bytes(b"damage")
    changed = build(first.root, jobs=jobs)
    assert copies(changed) == ["a.png.720.webp", "b.jpg.720.webp"]
    (first.root / DAY / "a.png").write_bytes(PHOTOGRAPH)
    assert build(first.root, jobs=jobs).files() == made
    assert len(list((first.root / ".digest/pictures").iterdir())) == 3
    # Pillow goes and comes.
    patch = request.getfixturevalue("without")
    plain = build(first.root, jobs=jobs)
    assert copies(plain) == []
    assert "srcset" not in plain.text(PAGE)
    assert plain.files() == site(tmp_path / "b", more, jobs=jobs).files()
    patch.undo()
    assert build(first.root, jobs=jobs).files() == made
    assert tree(first.output) == site(tmp_path / "c", more).files()


_TURNED = Image.Exif()
_TURNED[0x0112] = 6


@pytest.mark.parametrize(
    ("content", "sizes"),
    [
        (photograph(), [(720, 90), (1440, 180)]),
        (photograph(size=(1000, 125), kind="JPEG"), [(720, 90)]),
        (photograph("RGBA"), [(720, 90), (1440, 180)]),
        (photograph("P"), [(720, 90), (1440, 180)]),
        (photograph("L"), [(720, 90), (1440, 180)]),
        (photograph(size=(200, 1600), kind="JPEG", quality=95, exif=_TURNED), [(720, 90), (1440, 180)]),
        (photograph("CMYK", kind="JPEG"), []),
        (photograph("I;16"), []),
        (photograph(size=(1000, 500), kind="GIF", save_all=True, append_images=[Image.new("RGB", (1000, 500))]), []),
        (photograph(size=(1000, 500), kind="WEBP", save_all=True, append_images=[Image.new("RGB", (1000, 500))]), []),
        (photograph(size=(700, 350)), []),
        (photograph()[:3000], []),
        (b"", []),
    ],
)
def test_pictures_that_would_lose_something_have_no_copies(content: bytes, sizes: list[tuple[int, int]]) -> None:
    assert list(encode(content)) == sizes
    assert encode(content) == encode(content)


def test_a_copy_that_is_not_smaller_is_not_used(tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.new("1", (2000, 1000)).save(stream, "PNG")
    built = site(tmp_path, files(stream.getvalue()))
    assert copies(built) == []
    assert "srcset" not in built.text(PAGE)


def test_transparency_is_kept() -> None:
    picture = Image.new("RGBA", (1200, 600), (255, 0, 0, 0))
    picture.paste((0, 0, 255, 255), (0, 0, 600, 600))
    picture.putpixel((5, 5), (1, 2, 3, 255))
    stream = io.BytesIO()
    picture.save(stream, "PNG", compress_level=0)
    ((_, data),) = encode(stream.getvalue()).items()
    copy = Image.open(io.BytesIO(data)).convert("RGBA")
    alpha = copy.getchannel("A")
    assert (alpha.getpixel((700, 100)), alpha.getpixel((100, 100))) == (0, 255)
