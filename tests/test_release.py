"""What a release needs: its checks, the bounds of libraries, and the files for contributors."""

import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parents[1]
NOBODY = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **NOBODY, "GIT_CONFIG_GLOBAL": os.devnull}
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", env=environment)


def bash(test: Any) -> Any:
    """Leave out where there is no Bash."""
    return pytest.mark.skipif(sys.platform == "win32", reason="the scripts in .ci are of Bash")(test)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository that can be released, with a build that only says that it ran."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(REPOSITORY / ".ci" / "release", tmp_path / ".ci")
    (tmp_path / ".ci" / "packages").write_text("#!/bin/sh\nmkdir -p $1 && echo built\n", encoding="utf-8")
    (tmp_path / ".ci" / "packages").chmod(0o755)
    (tmp_path / "digest").mkdir()
    (tmp_path / "digest" / "__init__.py").write_text('"""digest."""\n\n__version__ = "1.2.3"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 1.2.3\n\n- All.\n", encoding="utf-8")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "All")):
        assert run(tmp_path, "git", *command).returncode == 0
    return tmp_path


def tags(repository: Path) -> list[str]:
    return run(repository, "git", "tag").stdout.split()


@bash
def test_without_a_version_all_is_checked_and_nothing_tagged(repository: Path) -> None:
    done = run(repository, ".ci/release")
    assert (done.returncode, done.stdout.splitlines()[0], tags(repository)) == (0, "built", [])
    assert "make release VERSION=1.2.3 tags it" in done.stdout


@bash
def test_with_the_version_it_is_tagged_once(repository: Path) -> None:
    assert run(repository, ".ci/release", "1.2.3").returncode == 0
    assert tags(repository) == ["v1.2.3"]
    again = run(repository, ".ci/release", "1.2.3")
    assert (again.returncode, "the tag v1.2.3 is there already" in again.stderr) == (1, True)


@bash
@pytest.mark.parametrize(
    ("path", "text", "commits", "version", "message"),
    [
        ("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n## 11.2.3\n", True, "", "no heading '## 1.2.3'"),
        ("CHANGELOG.md", "# Changelog\n\n## 1.2.3.4\n", True, "1.2.3", "no heading '## 1.2.3'"),
        ("CHANGELOG.md", "# Changelog\n\n## 1.2.3\n\nMore.\n", False, "", "changes that are not committed"),
        ("new.txt", "new", False, "1.2.3", "changes that are not committed"),
        ("digest/__init__.py", '__version__ = "1.2.4"\n', True, "1.2.3", "says 1.2.4, not 1.2.3"),
        ("digest/__init__.py", "", True, "", "no __version__"),
        (".ci/packages", "#!/bin/sh\necho tests failed >&2; exit 3\n", True, "1.2.3", "tests failed"),
        (".ci/packages", "#!/bin/sh\ntouch left\n", True, "1.2.3", "left files"),
    ],
)
def test_what_is_not_ready_is_refused(
    repository: Path, path: str, text: str, commits: bool, version: str, message: str
) -> None:
    (repository / path).write_text(text, encoding="utf-8")
    if commits:
        assert run(repository, "git", "commit", "-qam", "Change").returncode == 0
    done = run(repository, ".ci/release", *filter(None, [version]))
    assert (done.returncode != 0, message in done.stderr, tags(repository)) == (True, True, []), done.stderr


def test_every_library_has_a_lowest_version_that_is_installed_or_older() -> None:
    with (REPOSITORY / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["serve"], *extras["figures"], *extras["import"], *extras["test"]]
    names = {re.split(r"[^A-Za-z0-9._-]", each)[0] for each in wanted if "sys_platform" not in each}
    bounds = runpy.run_path(str(REPOSITORY / ".ci" / "lowest.py"))["lower_bounds"]()
    assert bounds.keys() == names
    assert all(re.fullmatch(r"[0-9]+(\.[0-9]+)*", version) for version in bounds.values())
    repeated = [
        each for each in (*extras["serve"], *extras["figures"], *extras["import"]) if each not in extras["test"]
    ]
    assert repeated == []


def test_the_package_says_that_it_is_typed() -> None:
    assert (REPOSITORY / "digest" / "py.typed").is_file()


FORMS = sorted((REPOSITORY / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


@pytest.mark.parametrize("path", FORMS, ids=[path.stem for path in FORMS])
def test_an_issue_form_has_all_that_forms_need(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    if path.stem == "config":
        assert form.keys() <= {"blank_issues_enabled", "contact_links"}
        return
    assert all(isinstance(form[key], str) for key in ("name", "description"))
    asked = [each for each in form["body"] if each["type"] != "markdown"]
    assert {each["type"] for each in asked} <= {"input", "textarea", "dropdown", "checkboxes"}
    assert all(each["attributes"]["label"] for each in asked)
    assert len({each["id"] for each in asked}) == len(asked)
    assert any(each.get("validations", {}).get("required") for each in asked)


def test_what_contributing_names_is_there() -> None:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"`make ([a-z]+)", text))
    assert targets >= {"test", "packages", "lowest", "reproducible", "release"}
    assert [each for each in sorted(targets) if f"\n{each}:" not in makefile] == []
    assert "## I want to add ..." in (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
