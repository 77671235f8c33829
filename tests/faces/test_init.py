"""`digest init` makes a site that builds, and keeps existing files."""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from digest.faces.process import main
from digest.faces.starter import init_command
from digest.faces.starter.init_command import EXAMPLE, SITE
from digest.faces.starter.surroundings import PROJECT, find_origin, origin_of, pages_address
from digest.machine import files
from digest.machine.build import check_site
from digest.model.config import read_config
from digest.text.source import Source
from tests.building import build, check, options, silent, tree, write_site

REPOSITORY = Path(__file__).parent.parent.parent
FILES = REPOSITORY / "digest/faces/starter/files"
DAY = "2023-02-08"
PATHS = [
    *("README.md", ".gitignore", ".github/workflows/pages.yml", ".github/dependabot.yml"),
    *(".vscode/settings.json", ".vscode/extensions.json", ".vscode/tasks.json", ".vscode/digest.code-snippets"),
    *("content/about.zh.md", "content/about.en.md"),
    *(f"content/{DAY}/issue.md", f"content/{DAY}/attention.md", "digest.yaml"),
]
PUBLISH = "To publish it, push it to GitHub and set Settings -> Pages -> Source to GitHub Actions.\n"
NEXT = (
    "Next:\n"
    "  edit digest.yaml       # set url: where the site will stand\n"
    "  digest build           # content/ -> output/; then open output/index.html\n"
    "  digest serve           # look while you write\n"
    "  digest new 2302.03084  # an entry of today, filled from arXiv\n" + PUBLISH
)

ORIGIN = "git+https://github.com/ada/digest@0123abc"

Init = Callable[..., tuple[object, str, str]]


@pytest.fixture
def init(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Init:
    """Runs `digest init` on 8 February 2023, without git settings; returns status, output and errors."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1675787400")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setattr(init_command, "find_origin", lambda: ORIGIN)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as left:
            main(("init", *arguments))
        written = capsys.readouterr()
        return left.value.code, written.out, written.err

    return call


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")


def test_an_empty_folder_becomes_a_site(init: Init, tmp_path: Path) -> None:
    assert init() == (0, "".join(f"{path}\n" for path in PATHS), NEXT)
    assert sorted(tree(tmp_path)) == sorted(PATHS)


def test_a_folder_that_is_not_there_is_made(init: Init) -> None:
    status, out, err = init("papers/my site")
    assert (status, out.splitlines()[0]) == (0, "papers/my site/README.md")
    assert err.startswith("Next:\n  cd 'papers/my site'\n  edit digest.yaml ")


def test_the_site_builds_at_once_and_lacks_only_its_address(init: Init, tmp_path: Path) -> None:
    init("-q")
    built = build(tmp_path)
    assert built.result.published
    for found in (check(tmp_path), built.result.diagnostics):
        assert [(each.code, each.severity) for each in found] == [("placeholder-value", "note")]
    assert build(tmp_path, strict=True).result.published
    for page in ("index.html", "en/index.html", "about.html", "en/about.html", "papers/1706.03762.html", "feed.xml"):
        assert page in built.files()
    assert "有注意力就够了" in built.text("index.html")
    for page, own, other in (("about.html", "这里每天介绍", "A few"), ("en/about.html", "A few", "这里每天介绍")):
        text = built.text(page).partition("<main")[2]
        assert (own in text, other in text, 'href="feeds.html"' in text) == (True, False, True)
    assert "<math" in built.text("papers/1706.03762.html")


def test_the_ids_of_feeds_are_the_new_site_s_own(init: Init, tmp_path: Path) -> None:
    init("-q", "unknown")
    assert '# feed: {authority: "name.github.io,2023:repo"}' in (tmp_path / "unknown/digest.yaml").read_text(
        encoding="utf-8"
    )


@needs_git
def test_the_ids_of_feeds_are_named_by_address_and_year(init: Init, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "known")
    git(tmp_path / "known", "remote", "add", "origin", "git@github.com:Ada/papers.git")
    for folder, name in (("known/日 报", "papers/%e6%97%a5%20%e6%8a%a5"), ("known/b", "papers/b"), ("known", "papers")):
        init("-q", folder)
        settings = (tmp_path / folder / "digest.yaml").read_text(encoding="utf-8")
        config = read_config(Source(path="digest.yaml", text=settings)).value
        assert config is not None
        assert config.feed.authority == f"ada.github.io,2023:{name}"
        assert tuple(check_site(options(tmp_path / folder), silent).diagnostics) == ()


def test_what_is_there_is_left_and_named(init: Init, tmp_path: Path) -> None:
    write_site(tmp_path, {"README.md": "mine", ".gitignore": "/dist/"})
    (tmp_path / "digest.yaml").unlink()
    status, out, err = init()
    assert status == 0
    assert out.splitlines() == [path for path in PATHS if path not in ("README.md", ".gitignore")]
    lacks = ".gitignore lacks /output/ and /.digest/, which builds write: add them, or git takes them.\n"
    assert err == f"Left as it was: README.md, .gitignore.\n{lacks}{NEXT}"
    assert (tmp_path / "README.md").read_text() == "mine"


def test_content_that_is_there_gets_no_example(init: Init, tmp_path: Path) -> None:
    write_site(tmp_path, {"content/2023-02-01/a.md": "mine"})
    (tmp_path / "digest.yaml").unlink()
    assert init("-q") == (0, "".join(f"{path}\n" for path in PATHS if not path.startswith("content")), "")


def test_a_site_is_not_made_anew(init: Init, tmp_path: Path) -> None:
    write_site(tmp_path, {"content/a.txt": ""})
    before = tree(tmp_path)
    message = f"error: {tmp_path} holds a site already: there is a digest.yaml\n"
    assert init() == (2, "", f"{message}  = hint: digest check says whether it is right\n")
    message = f"error: {tmp_path / 'content/new'} is inside the site at {tmp_path}\n"
    assert init("content/new") == (2, "", f"{message}  = hint: choose a folder outside it\n")
    assert tree(tmp_path) == before


def test_a_file_is_no_folder(init: Init, tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    status, out, err = init("a")
    assert (status, out) == (2, "")
    assert err == f"error: {tmp_path / 'a'} is a file\n  = hint: name a folder, or one that is not there yet\n"


def test_an_empty_name_is_no_folder(init: Init, tmp_path: Path) -> None:
    hint = "  = hint: name a folder; or none, to make a site of this one\n"
    assert init("") == (2, "", f"error: the folder's name is empty\n{hint}")
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("name", ["content", ".vscode", ".github", ".github/workflows"])
def test_a_file_that_stands_in_the_place_of_a_folder_is_named(init: Init, tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    hint = "  = hint: a site has a folder of this name: move or rename the file\n"
    assert init() == (2, "", f"error: {tmp_path / name} is a file\n{hint}")
    assert list(tree(tmp_path)) == [name]


@pytest.mark.parametrize("done", range(len(PATHS)))
def test_what_failed_is_finished_by_another_run(
    init: Init, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    written: list[Path] = []

    def failing(path: Path, content: bytes) -> bool:
        if len(written) == done:
            raise files.DiskFailed(path, OSError(28, "No space left on device"))
        written.append(path)
        return write_new(path, content)

    write_new = files.write_new
    with monkeypatch.context() as patched:
        patched.setattr(files, "write_new", failing)
        assert init("-q")[0] == 2
    status, out, err = init("-q")
    assert (status, out.splitlines()) == (0, PATHS[done:])
    assert err == (f"Left as it was: {', '.join(PATHS[:done])}.\n" if done else "")
    assert sorted(tree(tmp_path)) == sorted(PATHS)


# The origin of the installation


def test_the_new_site_installs_digest_from_where_this_one_came(init: Init, tmp_path: Path) -> None:
    init("-q")
    for name in (".github/workflows/pages.yml", "README.md"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert ORIGIN in text
        assert "OWNER/digest" not in text
        assert "@DIGEST@" not in text
        assert "@SET" not in text


def test_an_unknown_origin_is_reported_with_the_line_to_set(
    init: Init, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(init_command, "find_origin", lambda: "")
    _, _, err = init()
    assert "set DIGEST in .github/workflows/pages.yml to where GitHub installs digest from" in err
    text = (tmp_path / ".github/workflows/pages.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["env"] == {"DIGEST": "git+https://github.com/OWNER/digest"}
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert readme.count('pip install "git+https://github.com/OWNER/digest"') == 2
    assert "把 `OWNER` 换成" in readme
    assert "in place of `OWNER`" in readme


@pytest.mark.skipif(os.name != "posix", reason="there is no sh")
def test_the_workflow_fails_with_a_message_until_the_origin_is_set(init: Init, tmp_path: Path) -> None:
    init("-q")
    text = (tmp_path / ".github/workflows/pages.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["jobs"]["build"]["steps"]
    (script,) = [step["run"] for step in steps if step.get("name") == "Install digest"]
    script = script.replace("python -m pip", "echo")

    def run(origin: str) -> tuple[int, str]:
        done = subprocess.run(["sh", "-e", "-c", script], env=os.environ | {"DIGEST": origin}, capture_output=True)
        return done.returncode, done.stdout.decode()

    assert run(ORIGIN) == (0, f"install {ORIGIN}\n")
    status, out = run("git+https://github.com/OWNER/digest")
    assert status == 1
    assert "::DIGEST still says OWNER: set it to where digest is installed from" in out


@pytest.mark.parametrize(
    ("recorded", "origin"),
    [
        (
            '{"url": "https://github.com/ada/digest.git", "vcs_info": {"vcs": "git", "commit_id": "0123abc"}}',
            "git+https://github.com/ada/digest.git@0123abc",
        ),
        (
            '{"url": "https://e.org/a", "vcs_info": {"vcs": "git", "commit_id": "0123"}, "subdirectory": "py/digest"}',
            "git+https://e.org/a@0123#subdirectory=py/digest",
        ),
        (
            '{"url": "https://e.org/digest-1.tar.gz", "archive_info": {"hash": "sha256=00"}}',
            "https://e.org/digest-1.tar.gz",
        ),
        ('{"url": "file:///home/ada/digest", "dir_info": {"editable": true}}', ""),
        ('{"url": "https://e.org/digest", "dir_info": {}}', ""),
        ('{"url": "file:///home/ada/digest-1.whl", "archive_info": {}}', ""),
        ('{"url": "ssh://git@github.com/ada/digest", "vcs_info": {"vcs": "git", "commit_id": "0123"}}', ""),
        ('{"url": "https://ada:secret@e.org/digest", "vcs_info": {"vcs": "git", "commit_id": "0123"}}', ""),
        ('{"url": "https://e.org/$(id)", "vcs_info": {"vcs": "git", "commit_id": "0123"}}', ""),
        ('{"url": "https://e.org/a", "vcs_info": {"vcs": "git", "commit_id": "$(id)"}}', ""),
        ('{"url": "https://e.org/a", "vcs_info": {"vcs": "git"}}', ""),
        ('{"url": 1}', ""),
        ("[]", ""),
        ("no JSON", ""),
        ("", ""),
    ],
)
def test_the_origin_is_an_address_that_others_can_reach(recorded: str, origin: str) -> None:
    assert origin_of(recorded) == origin


def test_the_origin_is_looked_up_under_the_name_that_we_are_built_with(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"] == PROJECT

    class Installed:
        def read_text(self, name: str) -> str:
            assert name == "direct_url.json"
            return '{"url": "https://e.org/a", "vcs_info": {"vcs": "git", "commit_id": "0123"}}'

    monkeypatch.setattr(importlib.metadata, "distribution", {PROJECT: Installed()}.__getitem__)
    assert find_origin() == "git+https://e.org/a@0123"


# Defaults from git


@needs_git
def test_git_tells_the_address_and_the_editor(init: Init, tmp_path: Path) -> None:
    git(tmp_path, "init")
    git(tmp_path, "remote", "add", "origin", "git@github.com:Ada/papers.git")
    git(tmp_path, "config", "user.name", 'Ada "A." O\'Hara')
    status, _, err = init()
    assert status == 0
    assert "edit digest.yaml" not in err
    text = (tmp_path / "digest.yaml").read_text(encoding="utf-8")
    parsed = read_config(Source(path="digest.yaml", text=text))
    assert parsed.diagnostics == ()
    assert parsed.value is not None
    assert (parsed.value.url, parsed.value.editor.name) == ("https://ada.github.io/papers/", 'Ada "A." O\'Hara')


@needs_git
def test_a_site_in_a_folder_of_a_repository_has_its_address(init: Init, tmp_path: Path) -> None:
    git(tmp_path, "init")
    git(tmp_path, "remote", "add", "origin", "git@github.com:ada/papers.git")
    told = "The site's address is https://ada.github.io/papers/, from the repository's origin;"
    assert told in init("a/site")[2]
    assert "url: https://ada.github.io/papers/" in (tmp_path / "a/site/digest.yaml").read_text(encoding="utf-8")


@needs_git
@pytest.mark.parametrize(
    ("branch", "default", "published"),
    [
        ("main", "", ["main", "master"]),
        ("trunk", "", ["main", "master", "trunk"]),
        ("y", "", ["main", "master", "y"]),
        ("a-topic", "trunk", ["main", "master", "trunk"]),
        ("a-topic", "main", ["main", "master"]),
    ],
)
def test_pushes_to_the_branch_of_the_repository_publish(
    init: Init, tmp_path: Path, branch: str, default: str, published: list[str]
) -> None:
    git(tmp_path, "init", "-b", branch)
    if default:
        git(tmp_path, "symbolic-ref", "refs/remotes/origin/HEAD", f"refs/remotes/origin/{default}")
    init("-q")
    workflow = yaml.load((tmp_path / ".github/workflows/pages.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert workflow["on"]["push"]["branches"] == published


def test_without_git_nothing_is_guessed(init: Init, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert init("-q")[0] == 0
    assert "editor:" not in (tmp_path / "digest.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/ada/papers", "https://ada.github.io/papers/"),
        ("https://github.com/Ada/My.Papers.git", "https://ada.github.io/My.Papers/"),
        ("https://token@github.com/ada/papers.git", "https://ada.github.io/papers/"),
        ("git@github.com:ada/ada.github.io.git", "https://ada.github.io/"),
        ("ssh://git@github.com/ada/papers.git", "https://ada.github.io/papers/"),
        ("ssh://git@github.com:22/ada/pa_pers.x.git", "https://ada.github.io/pa_pers.x/"),
        ("ssh://git@ssh.github.com:443/ada/papers.git", "https://ada.github.io/papers/"),
        ("https://gitlab.com/ada/papers.git", ""),
        ("https://github.com.example.org/ada/papers", ""),
        ("/srv/git/papers.git", ""),
        ("", ""),
    ],
)
def test_the_address_of_pages_follows_from_the_remote(remote: str, address: str) -> None:
    assert pages_address(remote) == address


# The files


def test_every_file_that_ships_is_written() -> None:
    assert sorted(path.name for path in FILES.iterdir()) == sorted([*SITE.values(), *EXAMPLE.values()])
    assert not any(path.name.startswith(".") for path in FILES.iterdir())


def test_the_workflow_builds_and_publishes(init: Init, tmp_path: Path) -> None:
    init("-q")
    text = (tmp_path / ".github/workflows/pages.yml").read_text(encoding="utf-8")
    workflow: dict[Any, Any] = yaml.safe_load(text)
    assert workflow["env"] == {"DIGEST": ORIGIN}
    build_job, publish_job = workflow["jobs"]["build"], workflow["jobs"]["publish"]
    assert workflow["permissions"] == {}
    assert publish_job["permissions"] == {"pages": "write", "id-token": "write"}
    assert publish_job["needs"] == "build"
    steps = [*build_job["steps"], *publish_job["steps"]]
    settings = {step["uses"].partition("@")[0]: step.get("with") for step in steps if "uses" in step}
    assert settings["actions/upload-pages-artifact"] == {"path": "output", "include-hidden-files": True}
    assert len(re.findall(r"uses: actions/[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", text, re.MULTILINE)) == len(
        settings
    )
    run = [step["run"] for step in steps if "run" in step]
    assert run[0].endswith('python -m pip install "$DIGEST"\n')
    assert run[1:] == ["digest build --format github ${PREVIEW:+--future}\n"]
    assert not any("${{" in line for line in run)


def test_a_pull_request_is_a_preview_and_changes_nothing(init: Init, tmp_path: Path) -> None:
    init("-q")
    jobs = yaml.safe_load((tmp_path / ".github/workflows/pages.yml").read_text(encoding="utf-8"))["jobs"]
    only = {"actions/upload-artifact"}
    never = {"actions/configure-pages", "actions/cache/save", "actions/upload-pages-artifact"}
    for step in jobs["build"]["steps"]:
        name = step.get("uses", "").partition("@")[0]
        sign = "==" if name in only else "!="
        assert step.get("if") == (f"github.event_name {sign} 'pull_request'" if name in only | never else None)
    assert jobs["publish"]["if"] == "github.event_name != 'pull_request'"


@needs_git
@pytest.mark.parametrize("place", ["site", "a/b", "my site's"])
def test_in_a_subfolder_the_workflow_is_where_github_looks_for_it(init: Init, tmp_path: Path, place: str) -> None:
    git(tmp_path, "init", "-q")
    status, out, _ = init(place)
    assert status == 0
    assert out.splitlines()[1:4] == [f"{place}/.gitignore", ".github/workflows/pages.yml", ".github/dependabot.yml"]
    workflow = yaml.safe_load((tmp_path / ".github/workflows/pages.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["build"]["steps"]
    paths = [step["with"]["path"] for step in steps if "path" in step.get("with", {})]
    assert paths == [f"{place}/.digest", f"{place}/.digest", f"{place}/output", f"{place}/output"]
    (script,) = [step["run"] for step in steps if step.get("name") == "Build the site"]
    script = f"digest() {{ printf '%s\n' \"$@\"; }}\n{script}"
    done = subprocess.run(["sh", "-e", "-c", script], env={"PREVIEW": "1"}, capture_output=True)
    words = ["build", "--root", f"{place}/", "--format", "github", "--future"]
    assert done.stdout.decode().splitlines() == words


@needs_git
def test_a_workflow_that_is_there_is_left_and_named(
    init: Init, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".github/workflows/pages.yml").write_text("mine", encoding="utf-8")
    assert "Left as it was: .github/workflows/pages.yml.\n" in init("site")[2]
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    err = init()[2]
    assert "Left as it was: ../.github/workflows/pages.yml, ../.github/dependabot.yml.\n" in err
    assert "let ../.github/workflows/pages.yml, which was there already and does not build this folder,\n" in err
    assert (tmp_path / ".github/workflows/pages.yml").read_text(encoding="utf-8") == "mine"


@needs_git
@pytest.mark.parametrize(
    ("name", "text", "lacking"),
    [
        (".gitignore", "/dist/\n", "site/.gitignore lacks /output/ and /.digest/, which builds write"),
        (".gitignore", "output\n", "site/.gitignore lacks /.digest/, which builds write"),
        (".gitignore", "out*\n.digest/\n", ""),
        ("../.gitignore", "output/\n/site/.digest/\n", ""),
        (
            "../.github/dependabot.yml",
            "version: 2\n",
            ".github/dependabot.yml lacks 'package-ecosystem: github-actions'",
        ),
        ("../.github/dependabot.yml", 'updates: [{package-ecosystem: "github-actions"}]\n', ""),
    ],
)
def test_what_files_that_are_there_lack_is_told(
    init: Init, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, lacking: str
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    git(tmp_path, "init", "-q")
    path = tmp_path / "site" / name
    (tmp_path / "site").mkdir()
    (tmp_path / ".github").mkdir()
    path.write_text(text, encoding="utf-8")
    if name == "../.gitignore":
        (tmp_path / "site/.gitignore").write_text("/dist/\n", encoding="utf-8")
    status, _, err = init("-q", "site")
    told = err.partition("\n")[2]
    assert (status, path.read_text(encoding="utf-8")) == (0, text)
    assert told.startswith(lacking) if lacking else told == ""


@needs_git
@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("a\nb", "a character that is not printable"),
        ("${{ github.token }}", "'${{'"),
        ("a[b]", "'['"),
        ("what?", "'?'"),
        ("!neg", "'!'"),
        ("#hash", "'#'"),
        (" a", "' '"),
        (os.fsdecode(b"a\xff"), "a character that is not printable"),
    ],
)
def test_a_folder_that_the_workflow_cannot_name_is_refused(init: Init, tmp_path: Path, name: str, sign: str) -> None:
    git(tmp_path, "init", "-q")
    status, out, err = init(name)
    assert (status, out) == (2, "")
    assert err.startswith("error: the workflow cannot name the folder ")
    assert f": {sign} in it has another meaning there\n" in err
    assert not (tmp_path / name).exists()
    assert not (tmp_path / ".github").exists()


OTHER = (
    "To publish it, let .github/workflows/pages.yml, which was there already and does not build this folder,\n"
    "run 'digest build --root site/ --format github' and upload site/output/. "
    "A repository has one site on Pages: if it\n"
    "publishes another folder, copy site/output/ into that one before the upload,\n"
    "and set 'url' to its address there.\n"
)


@needs_git
@pytest.mark.parametrize(
    ("run", "is_built"),
    [
        ("digest build --root site/ --format github", True),
        ("digest build --root=site", True),
        ("cd './site' && digest build", True),
        ("digest build --root sites/", False),
        ("digest build", False),
        ("mkdocs build", False),
    ],
)
def test_a_workflow_that_builds_something_else_is_told(init: Init, tmp_path: Path, run: str, is_built: bool) -> None:
    git(tmp_path, "init", "-q")
    workflow = tmp_path / ".github/workflows/pages.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(f"steps:\n  - run: {run}\n", encoding="utf-8")
    err = init("site")[2]
    assert err.endswith(PUBLISH if is_built else OTHER)


@pytest.mark.parametrize(("run", "is_built"), [("digest build -q", True), ("digest build --root docs/", False)])
def test_a_workflow_that_builds_a_folder_below_is_told(init: Init, tmp_path: Path, run: str, is_built: bool) -> None:
    workflow = tmp_path / ".github/workflows/pages.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(f"run: {run}\n", encoding="utf-8")
    assert init()[2].endswith(PUBLISH) == is_built


def test_the_workflow_runs_when_a_day_of_the_site_begins(init: Init, tmp_path: Path) -> None:
    init("-q")
    config = read_config(Source(path="digest.yaml", text=(tmp_path / "digest.yaml").read_text(encoding="utf-8"))).value
    workflow = yaml.safe_load((tmp_path / ".github/workflows/pages.yml").read_text(encoding="utf-8"))
    assert config is not None
    on = workflow[True]  # YAML 1.1 reads the key `on` as True
    assert on["schedule"] == [{"cron": "5 0 * * *", "timezone": config.timezone}]


def test_the_settings_of_the_editor_are_json() -> None:
    for name in ("settings.json", "extensions.json", "tasks.json", "digest.code-snippets"):
        assert json.loads((FILES / name).read_text(encoding="utf-8"))


def test_problems_are_found_in_what_check_says(init: Init, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    init("-q")
    (tmp_path / f"content/{DAY}/attention.md").write_text("---\ntitel: A\n---\n")
    with pytest.raises(SystemExit):
        main(("check",))
    tasks = json.loads((FILES / "tasks.json").read_text(encoding="utf-8"))
    pattern = tasks["tasks"][0]["problemMatcher"]["pattern"]["regexp"]
    found = [match.groups() for line in capsys.readouterr().out.splitlines() if (match := re.match(pattern, line))]
    assert (f"content/{DAY}/attention.md", "2", "1", "error", "unknown-key", "unknown key 'titel'") in found


def test_a_snippet_is_an_entry_without_a_problem(init: Init, tmp_path: Path) -> None:
    init("-q")
    snippets = json.loads((FILES / "digest.code-snippets").read_text(encoding="utf-8"))
    body = "\n".join(snippets["An entry"]["body"])
    filled = re.sub(r"\$\{\d+(?::([^}]*)|\|([^,}]*)[^}]*)\}", lambda match: match[1] or match[2], body)
    (tmp_path / f"content/{DAY}/a.md").write_text(filled, encoding="utf-8")
    assert check(tmp_path, tmp_path / "content") == ()


def test_readme_names_existing_commands_only() -> None:
    text = (FILES / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^digest (\w+)", text, re.MULTILINE)) == {"build", "serve", "check", "new"}
