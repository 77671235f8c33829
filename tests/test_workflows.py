"""zizmor and actionlint find nothing in the workflow of a new site, nor in those of this repository."""

import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from digest.faces.build_command import Manner
from digest.faces.starter import init_command

HERE = Path(__file__).parent.parent / ".github"
PIN = re.compile(r"@[0-9a-f]{40} # (v\d+)\.\d+\.\d+$", re.MULTILINE)


def findings(github: Path) -> str:
    """Output of zizmor and actionlint for the workflows and Dependabot's settings; empty if there are no findings."""
    options = ("--offline", "--no-config", "--persona=auditor", "--strict-collection", "--color=never", "--quiet")
    found = run("zizmor", *options, str(github))
    for path in sorted(github.glob("workflows/*.y*ml")):
        text = PIN.sub(r"@\1", path.read_text(encoding="utf-8"))  # actionlint knows inputs of actions by version
        found += run("actionlint", "-no-color", "-shellcheck=", "-pyflakes=", "-", text=text)
    return found


def run(name: str, *options: str, text: str = "") -> str:
    program = shutil.which(name, path=sysconfig.get_path("scripts"))
    assert program, f"{name} is not installed: it comes with the extra 'test'"
    done = subprocess.run([program, *options], input=text, capture_output=True, encoding="utf-8")
    return f"{name}:\n{done.stdout}{done.stderr}" if done.returncode else ""


@pytest.fixture(params=["git+https://github.com/ada/digest@0123abc", ""], ids=["set", "unset"])
def github(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`.github` of a new site, with and without a known origin of the digest installation."""
    monkeypatch.setattr(init_command, "find_origin", lambda: request.param)
    assert init_command.run_init(Manner(quiet=True), folder=str(tmp_path)) == 0
    return tmp_path / ".github"


def test_there_is_nothing_to_find_in_a_new_site(github: Path) -> None:
    assert findings(github) == ""


def test_there_is_nothing_to_find_where_the_site_is_in_a_subfolder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert init_command.run_init(Manner(quiet=True), folder=str(tmp_path / "ada's site #1: new")) == 0
    assert findings(tmp_path / ".github") == ""


def test_there_is_nothing_to_find_in_this_repository() -> None:
    assert findings(HERE) == ""


@pytest.mark.parametrize(
    ("path", "right", "wrong", "rule"),
    [
        ("workflows/pages.yml", PIN.pattern, r"@\1", "unpinned-uses"),
        ("workflows/pages.yml", "persist-credentials: false", "clean: true", "artipacked"),
        ("workflows/pages.yml", "permissions: {}", "permissions: write-all", "excessive-permissions"),
        ("dependabot.yml", "default-days: 7", "default-days: 1", "dependabot-cooldown"),
        ("workflows/pages.yml", "timezone: .*", "timezone: Asia/Peking", "events"),
        ("workflows/pages.yml", "needs: build", "needs: built", "job-needs"),
        ("workflows/pages.yml", "pull_request:", "pull_request_target:", "dangerous-triggers"),
        ("workflows/pages.yml", r"\$\{PREVIEW:", "${{ github.head_ref }}${PREVIEW:", "template-injection"),
        ("workflows/pages.yml", "include-hidden-files", "hidden-files", "action"),
        ("workflows/pages.yml", "outputs.base_url", "outputs.url", "expression"),
    ],
)
def test_a_fault_is_found(github: Path, path: str, right: str, wrong: str, rule: str) -> None:
    text = (github / path).read_text(encoding="utf-8")
    (github / path).write_text(re.sub(right, wrong, text, flags=re.MULTILINE), encoding="utf-8")
    assert f"[{rule}]" in findings(github)
