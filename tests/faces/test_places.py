"""Paths in messages lead to the files from where the messages are read."""

import json
from pathlib import Path

import pytest

from tests.building import AUTHORITY, DAY, SETTINGS, entry, write_site
from tests.faces.conftest import Run

BROKEN = entry() + "\nSee [x](nowhere.md).\n"
SITE = {"digest.yaml": SETTINGS + AUTHORITY, f"{DAY}/a.md": BROKEN}


@pytest.fixture(autouse=True)
def outside_of_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)


@pytest.mark.parametrize(
    ("folder", "arguments", "path"),
    [
        (".", ["--root", "site"], "site/content/2023-02-08/a.md"),
        (".", ["--root", "./site"], "site/content/2023-02-08/a.md"),
        ("site", [], "content/2023-02-08/a.md"),
        ("site/content", [], "2023-02-08/a.md"),
        ("site/content/2023-02-08", [], "a.md"),
        ("site/themes", [], "../content/2023-02-08/a.md"),
        ("elsewhere", ["--root", "../site"], "../site/content/2023-02-08/a.md"),
    ],
)
def test_text_names_files_from_the_current_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, arguments: list[str], path: str
) -> None:
    write_site(tmp_path / "site", SITE)
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path / folder)
    assert run("check", *arguments).out.startswith(f"{path}:26:5: warning[broken-link]")
    assert run("build", *arguments).err.startswith(f"{path}:26:5: warning[broken-link]")
    assert (Path(path)).is_file()
    assert json.loads(run("check", *arguments, "--format", "json").out)[0]["path"] == "content/2023-02-08/a.md"


def test_github_s_are_from_the_top_of_the_repository(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path / "site", SITE)
    monkeypatch.chdir(tmp_path)
    told = "::warning file=site/content/2023-02-08/a.md,line=26"
    assert run("check", "--root", "site", "--format", "github").out.startswith(told)  # no repository: as text
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path / "site" / "content")
    for verb in ("check", "build"):
        assert run(verb, "--format", "github").out.startswith(told)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "site"))
    assert run("check", "--format", "github").out.startswith("::warning file=content/2023-02-08/a.md,line=26")
    monkeypatch.setenv("GITHUB_WORKSPACE", "/elsewhere")
    assert run("check", "--format", "github").out.startswith(told)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path.parent))  # the repository is in a subfolder of it
    assert run("check", "--format", "github").out.startswith(told)


def test_settings_and_themes_too(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path / "site", {**SITE, "themes/default/templates/base.html": '{% extends "base.html" %}'})
    monkeypatch.chdir(tmp_path)
    assert "site/themes/default/templates/base.html:1:13: error" in run("build", "--root", "site").err
    write_site(tmp_path / "site", {"digest.yaml": SETTINGS + "per_page: many\n"})
    assert run("check", "--root", "site").out.startswith("site/digest.yaml:3:11: error[wrong-type]")
    monkeypatch.chdir(tmp_path / "site" / "content")
    assert run("check").out.startswith("../digest.yaml:3:11: error[wrong-type]")
    (tmp_path / ".git").mkdir()
    assert run("check", "--format", "github").out.startswith("::error file=site/digest.yaml,line=3")


def test_drafts_and_fixes_are_named_so(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path / "site", {f"{DAY}/a.md": entry(draft="true") + "\n## 笔记\n\n甲  乙\n"})
    monkeypatch.chdir(tmp_path)
    told = run("check", "--root", "site", "--fix", "-v").err
    assert "Fixed site/content/2023-02-08/a.md:" in told
    assert "Skipped site/content/2023-02-08/a.md: it is a draft" in told
