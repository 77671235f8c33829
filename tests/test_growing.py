"""What ARCHITECTURE.md says under "I want to add ..." is true: a copy of the program that grew so builds."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from digest.model.paper import ADDRESSES
from tests.building import DAY, entry, tree, write_site

REPOSITORY = Path(__file__).parent.parent
PAPER = f"{DAY}/a.md"
PAGES = ("papers/2302.03084.html", "en/papers/2302.03084.html")
SITE: Mapping[str, str] = {
    PAPER: entry(),
    f"{DAY}/b.md": entry(arxiv="2302.00002", category="LG"),
    "content/2023-02-09/c.md": entry(arxiv="2302.00003"),
    "content/about.md": "---\npage: true\ntitle: About\n---\nHi.\n",
}


def grow(folder: Path, changes: Mapping[str, tuple[str, str]]) -> Path:
    """A copy of the program and its themes with a text added to some files: the text, and what it is put before. Where
    that is empty, the text comes at the end, in a new file if there is none.
    """
    for name in ("digest", "themes"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path, (added, place) in changes.items():
        file = folder / path
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        at = text.index(place) if place else len(text)
        file.write_text(text[:at] + added + text[at:], encoding="utf-8")
    return folder


def run(program: Path, root: Path, *arguments: str) -> list[str]:
    """The lines that a program says of a site with which all is well."""
    ran = subprocess.run(
        [sys.executable, "-m", "digest", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(program)},
        capture_output=True,
        text=True,
    )
    said = (ran.stdout + ran.stderr).splitlines()
    assert ran.returncode == 0, said
    return said


def written(program: Path, root: Path, path: str, old: str, new: str) -> set[str]:
    """The outputs that are written when a text in a file of a site changes; a clean build has the very same output."""
    file = root / path
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    said = run(program, root, "build", "--explain")
    after = tree(root / "output")
    run(program, root, "build", "--no-cache")
    assert tree(root / "output") == after
    return {line.partition(": ")[0] for line in said[:-1]}


def test_a_key_is_a_line_and_its_place_in_a_template(tmp_path: Path) -> None:
    program = grow(
        tmp_path / "program",
        {
            "digest/model/paper.py": (
                '    license: str = key(TEXT, "许可", doc="the license", default="", shown=True)\n',
                "    year: int",
            ),
            "themes/default/templates/paper.html": (
                '{% if card.license %}<p class="license">{{ card.license }}</p>{% endif %}\n',
                "    {% block text %}",
            ),
        },
    )
    root = write_site(tmp_path / "site", {**SITE, PAPER: entry(license="CC BY 4.0")})
    run(program, root, "build")
    pages = {path: content for path, content in tree(root / "output").items() if b'class="license"' in content}
    assert pages.keys() == set(PAGES)
    assert all(b'<p class="license">CC BY 4.0</p>' in content for content in pages.values())
    assert written(program, root, PAPER, "CC BY 4.0", "<MIT>") == set(PAGES)
    assert '<p class="license">&lt;MIT&gt;</p>' in (root / "output" / PAGES[0]).read_text(encoding="utf-8")
    assert written(program, root, PAPER, "license: <MIT>\n", "") == set(PAGES)
    assert b"license" not in (root / "output" / PAGES[0]).read_bytes()


def test_a_link_is_a_line_and_its_word_in_both_languages(tmp_path: Path) -> None:
    program = grow(
        tmp_path / "program",
        {
            "digest/model/paper.py": (
                '    slides: str = key(URL, doc="the slides", default="", shown=True, address="{}")\n',
                "    venue: str",
            ),
            "themes/default/strings/zh.yaml": ("link_slides: 幻灯片\n", "permalink:"),
            "themes/default/strings/en.yaml": ("link_slides: Slides\n", "permalink:"),
        },
    )
    root = write_site(tmp_path / "site", {**SITE, PAPER: entry(slides="https://example.com/a?b&c")})
    run(program, root, "build")
    for path, word in zip(PAGES, ("幻灯片", "Slides"), strict=True):
        page = (root / "output" / path).read_text(encoding="utf-8")
        assert f'href="https://example.com/a?b&amp;c" rel="external">{word}</a>' in page
        assert page.index('href="https://arxiv.org/pdf/') < page.index('href="https://example.com/a')
    changed = written(program, root, PAPER, "example.com/a", "example.com/z")
    assert changed > set(PAGES)
    assert not any("2302.00003" in path or "2023-02-09" in path or "about" in path for path in changed)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_link_has_its_word(language: str) -> None:
    strings = (REPOSITORY / f"themes/default/strings/{language}.yaml").read_text(encoding="utf-8")
    assert [name for name in ADDRESSES if f"\nlink_{name}: " not in strings] == []
