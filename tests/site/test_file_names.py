"""Output files have names that every file system takes."""

from collections.abc import Iterable
from pathlib import Path

from digest.text.segments import LONGEST_NAME, is_portable, same_file
from tests.building import DAY, SETTINGS, build, entry, site, write_site
from tests.site.test_pages import png

RESERVED = ("con", "NUL", "lpt9.txt", "aux.x.y", "COM1", "prn ", "conin$", "com¹", "clock.")


def faults_of(paths: Iterable[str]) -> list[str]:
    """Paths that Windows cannot have, that are too long, or that are those of another file where case is ignored."""
    seen: dict[str, str] = {}
    return [
        path
        for path in paths
        for names in [path.split("/")]
        if not all(is_portable(name) and 0 < len(name.encode()) <= LONGEST_NAME for name in names)
        or seen.setdefault(same_file(path), path) != path
    ]


LONG = ("x" * 300, "图" * 120)
ALIKE = ("A", "a", "Straße", "STRASSE", "e\u0301", "\u00e9")


def test_reserved_and_long_names_are_given_others(tmp_path: Path) -> None:
    names = (*RESERVED, *LONG, *ALIKE, "..", "a/../../b", "-", "?")
    listed = "[" + ", ".join(f'"{name}"' for name in names) + "]"
    terms = dict.fromkeys(("authors", "affiliations", "tags", "area", "category"), listed)
    files: dict[str, str | bytes] = {
        "digest.yaml": SETTINGS + "authors: {min_papers: 1}\nlanguages: [en]\nsearch: no\n",
        f"{DAY}/terms.md": entry(**terms),
    }
    for number, name in enumerate(names):
        files[f"{DAY}/v{number}.md"] = entry(venue=f'"{name}"', title=f"Paper {number}", arxiv=f"2302.{number + 20001}")
    for number, name in enumerate(RESERVED):
        usual = entry(title=f"Reserved {number}", arxiv="", openreview=f"abcdef{number}")
        files[f"{DAY}/{name}.md"] = f"{usual}\n## 图\n\n![x](<{name}.png>)\n"
        files[f"{DAY}/{name}.png"] = png(3, 2)
        files[f"content/{name}.md"] = f"---\npage: true\ntitle: Page {number}\n---\nText.\n"
    built = site(tmp_path, files)
    assert built.result.published, [each for each in built.result.diagnostics if each.severity == "error"]
    assert faults_of(built.files()) == []
    assert len(built.files()) > 150


def test_a_slug_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    slugs = (*RESERVED[:7], *LONG, "../x", "a/b", "a\\b", ".x", "x.", "a\tb", "a b", "con.html", "<x>", "a:b", "a*")
    files = {f"{DAY}/{n}.md": entry(slug=f'"{slug}"', arxiv=f"2302.{n + 10001}") for n, slug in enumerate(slugs)}
    found = build(write_site(tmp_path, files)).result
    told = {each.path: each.code for each in found.diagnostics if each.code in ("bad-slug", "too-long")}
    assert set(told) | {each.path for each in found.diagnostics if each.severity == "error"} == set(files)
    assert not found.published
