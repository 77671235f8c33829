"""Files in `static/` are published as they are, at the top of the output."""

import os
from pathlib import Path

import pytest

from digest.machine.build import build_site
from digest.machine.options import Refused
from tests.building import AUTHORITY, DAY, SETTINGS, build, check, entry, options, silent, site, write_site
from tests.machine.sites import change, clean_build, everything_in
from tests.site.test_pages import png

OURS = "digest makes the other itself"
MADE = f"the other is made of {DAY}/a.md"
PAGE = "---\npage: true\ntitle: About\n{}---\nSee [it]({}).\n"
FILES: dict[str, str | bytes] = {
    "static/favicon.ico": b"\x00\x00\x01\x00\xff",
    "static/google1a2b.html": "google-site-verification: google1a2b.html",
    "static/.well-known/security.txt": "Contact: mailto:a@example.org\r\n",
    "static/.htaccess": "",
    "static/_headers": "/assets/*\n",
    "static/图 1/f#?%.txt": "x",
    "static/files/cv.pdf": b"%PDF-\x00",
}
"""Files of hosts, of services that verify a site, for readers; binary, empty, hidden, with names to be escaped."""


def test_files_are_at_the_top_as_they_are(tmp_path: Path) -> None:
    built = site(tmp_path, {**FILES, f"{DAY}/a.md": entry()})
    assert built.result.published
    published = built.files()
    assert {path: published[path.removeprefix("static/")] for path in FILES} == {
        path: content if isinstance(content, bytes) else content.encode() for path, content in FILES.items()
    }
    assert "en/favicon.ico" not in published
    assert "google1a2b" not in built.text("sitemap.xml")


def test_only_what_changed_is_written_and_removed(tmp_path: Path) -> None:
    built = site(tmp_path, {**FILES, f"{DAY}/a.md": entry()})
    change(tmp_path, {"static/.well-known/security.txt": "Contact: mailto:b@example.org\n"})
    assert build(tmp_path).written() == [".well-known/security.txt"]
    change(tmp_path, {"static/.well-known/security.txt": None, "static/ads.txt": "ads"})
    built = build(tmp_path)
    assert (built.written(), built.removed()) == ([".nojekyll", "ads.txt"], [".well-known/security.txt"])
    assert everything_in(built.output) == clean_build(tmp_path)
    assert not (built.output / ".well-known").exists()


def test_files_of_systems_and_editors_are_left_out(tmp_path: Path) -> None:
    junk = (".DS_Store", "a/.DS_Store", "._ads.txt", ".gitkeep", "Thumbs.db", "ads.txt~", ".ads.txt.swp", "4913")
    write_site(tmp_path, {f"{DAY}/a.md": entry()})
    before = build(tmp_path).files()
    assert build(write_site(tmp_path, {f"static/{name}": "x" for name in junk})).files() == before
    assert check(tmp_path) == ()


def test_texts_and_settings_may_link_to_them(tmp_path: Path) -> None:
    head = f"{SETTINGS}{AUTHORITY}head: <link rel=manifest href=/digest/a.webmanifest>\n"
    files = {
        "digest.yaml": head,
        f"{DAY}/a.md": entry(),
        "content/about.md": PAGE.format("", "/files/cv.pdf"),
        "static/files/cv.pdf": "x",
        "static/a.webmanifest": "x",
    }
    built = site(tmp_path, files)
    assert list(built.result.diagnostics) == []
    assert 'href="files/cv.pdf"' in built.text("about.html")
    assert 'href="../files/cv.pdf"' in built.text("en/about.html")
    change(tmp_path, {"static/files/cv.pdf": None, "static/a.webmanifest": None})
    assert sorted(each.code for each in build(tmp_path).result.diagnostics) == ["broken-link", "missing-asset"]


@pytest.mark.parametrize(
    ("path", "message", "why"),
    [
        ("robots.txt", "two outputs would both be robots.txt", OURS),
        (".nojekyll", "two outputs would both be .nojekyll", OURS),
        ("INDEX.html", "two outputs would both be INDEX.html", OURS),
        ("en/feed.xml", "two outputs would both be en/feed.xml", OURS),
        ("about.html", "two outputs would both be about.html", "the other is made of content/about.md"),
        ("papers/2302.03084.bib", "two outputs would both be papers/2302.03084.bib", MADE),
        ("papers/2302.03084/a.png", "two outputs would both be papers/2302.03084/a.png", OURS),
        ("B.txt", "two outputs would both be b.txt", "the other is made of static/B.txt"),
        ("papers", "papers is a folder of the site", "a file cannot have its name"),
        ("Issues", "issues is a folder of the site", "a file cannot have its name"),
        ("feed.xml/a/b", "feed.xml is a file of the site", "a folder cannot have its name"),
    ],
)  # fmt: skip
def test_a_clash_with_another_output_is_told(tmp_path: Path, path: str, message: str, why: str) -> None:
    files: dict[str, str | bytes] = {
        f"{DAY}/a.md": entry(figures="[{src: a.png, alt: A}]"),
        f"{DAY}/a.png": png(1, 1),
        "content/about.md": PAGE.format("", "/files/cv.pdf"),
        "static/files/cv.pdf": "x",
        "static/b.txt": "x",
        f"static/{path}": "y",
    }
    built = site(tmp_path, files)
    (found,) = [each for each in built.result.diagnostics if each.severity == "error"]
    assert (found.code, found.message, found.hint) == ("same-address", message, f"{why}: rename or delete this one")
    assert found.path == ("static/b.txt" if path == "B.txt" else f"static/{path}")
    assert not built.output.exists()


def test_a_clash_with_an_alias_is_told_at_the_alias(tmp_path: Path) -> None:
    page = PAGE.format("aliases: old\n", "/old.html")
    write_site(tmp_path, {f"{DAY}/a.md": entry(), "content/about.md": page, "static/old.html": "x"})
    (found,) = [each for each in check(tmp_path) if each.severity == "error"]
    assert found.path == "content/about.md"
    assert found.message == "the alias 'old.html' is the address of a page: old.html"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_what_cannot_be_read_is_told_and_stops_publishing(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": entry(), "static/a.txt": "x", "static/.b.txt.icloud": "x"})
    (tmp_path / "static/link").symlink_to("nowhere")
    os.mkfifo(tmp_path / "static/pipe")
    found = build(tmp_path).result
    assert [(each.path, each.code) for each in found.diagnostics] == [
        (f"static/{name}", "lost-file") for name in (".b.txt.icloud", "link", "pipe")
    ]
    assert found.sources("static/pipe").text == ""
    assert not found.published


def test_a_file_that_is_called_static_is_no_folder(tmp_path: Path) -> None:
    (found,) = check(write_site(tmp_path, {f"{DAY}/a.md": entry(), "static": "x"}))
    assert (found.path, found.code, found.message) == ("static", "lost-file", "this is a file and no folder")


@pytest.mark.skipif(os.name != "posix", reason="such names are impossible")
def test_a_name_that_cannot_be_an_address_is_told(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": entry(), "static/a\nb.txt": "x", os.fsdecode(b"static/\xff.txt"): "x"})
    assert [(each.code, each.severity) for each in check(tmp_path)] == [("misnamed-file", "warning")] * 2
    built = build(tmp_path)
    assert built.result.published
    assert [path for path in built.files() if path.endswith("b.txt")] == []


@pytest.mark.skipif(os.name != "posix", reason="such names are impossible")
def test_a_name_that_windows_cannot_have_is_told_and_published(tmp_path: Path) -> None:
    names = {"a\\b.txt": "a-b.txt", "con.txt": "con-.txt", "d/e.": "d/e.-", "x:y?.txt": "x-y-.txt", "é 文.txt": ""}
    write_site(tmp_path, {f"{DAY}/a.md": entry(), **{f"static/{name}": name for name in names}})
    told = {each.path: each.hint for each in check(tmp_path)}
    assert told == {f"static/{name}": f"rename it to static/{meant}" for name, meant in names.items() if meant}
    assert names.keys() <= build(tmp_path).files().keys()


def test_the_output_is_not_put_there(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": entry()})
    with pytest.raises(Refused, match="cannot be inside static/"):
        build_site(options(tmp_path, output=tmp_path / "static/x"), silent)
