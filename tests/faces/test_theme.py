"""`digest theme copy`."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import AUTHORITY, DAY, ENTRY, SETTINGS, build, write_site
from tests.faces.conftest import Run

ORIGINALS = Path(__file__).parent.parent.parent / "themes"


BLOCKS = """\
It takes the place of the theme's. To change some of its blocks only, begin the file with {% extends "!base.html" %}, \
and leave nothing else in it than these blocks.
"""


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {"digest.yaml": SETTINGS + AUTHORITY, f"{DAY}/a.md": ENTRY})
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("base.html", "templates/base.html"),
        ("_brand.html", "templates/_brand.html"),
        ("templates/_brand.html", "templates/_brand.html"),
        ("themes/default/templates/_brand.html", "templates/_brand.html"),
        ("./base.css", "static/base.css"),
        ("favicon.svg", "static/favicon.svg"),
        ("en.yaml", "strings/en.yaml"),
        ("strings/zh-Hant.yaml", "strings/zh-Hant.yaml"),
        ("row.html", "templates/fragments/row.html"),
        ("fragments/body.html", "templates/fragments/body.html"),
        ("feed.xml", "templates/feed.xml"),
        ("theme.yaml", "theme.yaml"),
        ("base", "templates/base.html"),
        ("paper", "templates/paper.html"),
        ("row", "templates/fragments/row.html"),
        ("theme", "theme.yaml"),
        ("en", "strings/en.yaml"),
        ("classes.md", "classes.md"),
    ],
)
def test_a_file_is_copied_to_where_it_overrides(run: Run, name: str, path: str) -> None:
    before = build(Path()).files()
    ran = run("theme", "copy", name)
    assert (ran.status, ran.out) == (0, f"themes/default/{path}\n")
    assert (Path("themes/default") / path).read_bytes() == (ORIGINALS / "default" / path).read_bytes()
    again = build(Path())
    assert not again.result.diagnostics
    assert again.files() == before


def test_a_copy_of_the_chinese_strings_changes_only_the_words_of_scripts(run: Run) -> None:
    """A site's `zh.yaml` is nearer than the theme's `zh-Hant.yaml`, and scripts have the words of all languages."""
    before = build(Path()).files()
    assert run("theme", "copy", "zh.yaml").out == "themes/default/strings/zh.yaml\n"

    def masked(files: dict[str, bytes]) -> dict[str, bytes]:
        for script in (b"early.js", b"later.js"):
            name = next(path.encode() for path in files if path.startswith(f"assets/{script.decode()[:-2]}"))
            files = {path: held.replace(name, script) for path, held in files.items() if path.encode() != name}
        return files

    after = masked(build(Path()).files())
    assert {path for path, held in masked(before).items() if after.get(path) != held} <= {".nojekyll"}


@pytest.mark.parametrize("theme", ["default", "ledger"])
def test_a_bundle_is_copied_as_one_file_and_the_sites_own_sheet_stays_behind_it(run: Run, theme: str) -> None:
    own = f"themes/{theme}/static/custom.css"
    write_site(Path(), {"digest.yaml": f"{SETTINGS}{AUTHORITY}theme: {theme}\n", own: ":root { --measure: 1rem; }\n"})
    before = build(Path()).files()
    assert run("theme", "copy", "style.css").out == f"themes/{theme}/static/style.css\n"
    assert build(Path()).files() == before
    sheet = Path(f"themes/{theme}/static/style.css")
    sheet.write_text("p { margin: 0; }\n", encoding="utf-8")
    (name,) = [path for path in build(Path()).files() if re.match(r"assets/style\.\w+\.css", path)]
    assert Path("output", name).read_text(encoding="utf-8") == "p { margin: 0; }\n:root { --measure: 1rem; }\n"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("base.html", BLOCKS),
        ("_brand.html", "It takes the place of the theme's.\n"),
        ("en.yaml", "Keep the words that you change; all others stay as they are.\n"),
        ("base.css", "It takes the place of the theme's. For colours, fonts and sizes, custom.css is enough.\n"),
    ],
)
def test_what_to_do_next_is_said(run: Run, name: str, said: str) -> None:
    assert run("theme", "copy", name).err == said


def test_nothing_is_written_over_without_force(run: Run) -> None:
    mine = Path("themes/default/templates/base.html")
    write_site(Path(), {mine.as_posix(): "mine"})
    ran = run("theme", "copy", "_brand.html", "base.html")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == f"error: {mine.as_posix()} is there already\n  = hint: --force writes over it\n"
    assert not Path("themes/default/templates/_brand.html").exists()
    assert mine.read_text() == "mine"
    assert run("theme", "copy", "--force", "-q", "base.html").err == ""
    assert mine.read_bytes() == (ORIGINALS / "default/templates/base.html").read_bytes()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("bsae.html", "did you mean 'templates/base.html'? "),
        ("brand.html", "did you mean 'templates/_brand.html'? "),
        ("strings/cn.yaml", "did you mean 'strings/en.yaml'? "),
        ("../../authors", ""),
        ("/etc/passwd", ""),
        ("zzz", ""),
        ("", ""),
    ],
)
def test_a_file_that_there_is_not_is_told(run: Run, name: str, hint: str) -> None:
    ran = run("theme", "copy", name)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        f"error: the theme 'default' has no file '{name}'\n  = hint: {hint}'digest theme copy' lists all\n"
    )


def test_without_a_file_all_are_listed(run: Run) -> None:
    ran = run("theme", "copy")
    listed = ran.out.splitlines()
    there = {path.relative_to(ORIGINALS / "default").as_posix() for path in (ORIGINALS / "default").rglob("*.*")}
    assert ran.status == 0
    made = {"characters.js", "early.js", "highlight.css", "later.js", "math.css", "script.js", "search.js", "style.css"}
    assert set(listed) == there | {f"static/{name}" for name in made}
    assert not Path("themes").exists()


def test_a_theme_of_ones_own_takes_from_the_one_that_it_extends(run: Run) -> None:
    write_site(
        Path(),
        {
            "digest.yaml": f"{SETTINGS}{AUTHORITY}theme: mine\n",
            "themes/mine/theme.yaml": "extends: ledger\n",
            "themes/ledger/templates/paper.html": '{% extends "!paper.html" %}',
        },
    )
    for name, theme in (("body.html", "ledger"), ("_switch.html", "default")):
        assert run("theme", "copy", name).out.startswith("themes/mine/templates/")
        (path,) = Path("themes/mine").rglob(name)
        assert path.read_bytes() == (ORIGINALS / theme / path.relative_to("themes/mine")).read_bytes()
    assert run("theme", "copy", "paper.html").status == 0
    assert Path("themes/mine/templates/paper.html").read_text() == '{% extends "!paper.html" %}'


def test_digests_own_folder_is_not_copied_into_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ORIGINALS.parent)
    ran = run("theme", "copy", "base.html")
    assert (ran.status, ran.err) == (2, "error: themes/default is the theme itself\n  = hint: edit its files\n")


def test_it_needs_a_site_whose_settings_can_be_read(run: Run) -> None:
    Path("digest.yaml").write_text("theme: [\n")
    ran = run("theme", "copy", "base.html")
    assert ran.status == 2
    assert "digest.yaml has errors" in ran.err
    Path("digest.yaml").unlink()
    assert run("theme", "copy", "base.html").status == 2
    assert run("theme", "cpoy").err.endswith("no such command 'cpoy'; did you mean 'copy'?\n")


def test_an_installed_digest_has_the_files_inside_the_package(tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ORIGINALS.parent / "digest", installed / "digest", ignore=ignored)
    shutil.copytree(ORIGINALS, installed / "digest" / "themes")

    def ask(*arguments: str) -> str:
        program = [sys.executable, "-c", "from digest.faces.process import run; run()", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(installed)}
        return subprocess.run(program, env=environment, capture_output=True, text=True, check=True).stdout

    assert ask("theme", "copy", "base.html", "custom.css") == (
        "themes/default/templates/base.html\nthemes/default/static/custom.css\n"
    )
    ask("build", "-q")
    assert Path("output/index.html").is_file()
