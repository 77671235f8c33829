"""A small site for tests of publishing, and what its outputs are called."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.building import DAY, build, entry, write_site
from tests.site.test_pages import png

A, B, OLD, FIGURE = f"{DAY}/a.md", f"{DAY}/b.md", "content/2023-02-07/old.md", f"{DAY}/fig.png"
TEXT_A = entry(tags="[x]") + "\n## 图\n\n![alt](fig.png)\n"
TEXT_B = entry(arxiv="2302.00002", category="LG", title="Second", title_zh="乙", authors="[Ada Lovelace]")
FILES: dict[str, str | bytes] = {
    OLD: entry(arxiv="2302.00001", title="First", title_zh="甲"),
    A: TEXT_A,
    B: TEXT_B,
    FIGURE: png(3, 2),
    "content/about.md": "---\npage: true\ntitle: About\n---\nHi.\n",
}
"""Three papers on two days in two categories, one with a figure and a tag, and a page."""


def both(*paths: str) -> list[str]:
    """Outputs of both languages' trees."""
    return [*paths, *(f"en/{path}" for path in paths)]


def change(root: Path, files: Mapping[str, str | bytes | None]) -> None:
    """Write files of a site as they are; None removes one, and its folder when that is empty."""
    for path, content in files.items():
        target = root / path
        if content is None:
            target.unlink()
            if not any(target.parent.iterdir()):
                target.parent.rmdir()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())


def everything_in(folder: Path) -> dict[str, bytes | None]:
    """The files below a folder with their bytes, hidden ones too, and the folders (None)."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


def stamps_in(folder: Path) -> dict[str, tuple[int, int]]:
    """When each file and folder below a folder was last changed, and which file it is."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*")
    }


def clean_build(root: Path) -> dict[str, bytes | None]:
    """The output of a build of the same sources without a cache. Equal sources are built once."""
    return _clean_build(
        frozenset(
            (path.relative_to(root).as_posix(), path.read_bytes())
            for path in root.rglob("*")
            if path.is_file() and path.relative_to(root).parts[0] not in ("output", ".digest")
        )
    )


@lru_cache(maxsize=100)
def _clean_build(sources: frozenset[tuple[str, bytes]]) -> dict[str, bytes | None]:
    with TemporaryDirectory() as folder:
        built = build(write_site(Path(folder), dict(sources)))
        assert built.result.published, built.result.diagnostics
        return everything_in(built.output)
