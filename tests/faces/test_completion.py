"""What the shell completes, asked as the script of Bash asks."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building import DAY, build, entry, write_site
from tests.faces.conftest import Run

Complete = Callable[..., list[str]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of two papers, that was built before a third came."""
    root = tmp_path_factory.mktemp("site")
    write_site(
        root,
        {
            f"{DAY}/a.md": entry(tags="[检索, two words, net]", area="[视觉]"),
            f"{DAY}/b.md": entry(title="B", arxiv="2302.03085", category="LG", slug="pic2word"),
        },
    )
    build(root)
    write_site(root, {"content/2023-02-09/c.md": entry(title="C", arxiv="2302.03086")})
    return root


@pytest.fixture
def complete(run: Run, built: Path, monkeypatch: pytest.MonkeyPatch) -> Complete:
    """Completes the last of the words behind `digest`."""

    def call(*words: str) -> list[str]:
        monkeypatch.chdir(built)
        monkeypatch.setenv("_DIGEST_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", " ".join(("digest", *filter(None, words))))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        ran = run()
        assert (ran.status, ran.err) == (0, "")
        return [line.partition(",")[2] for line in ran.out.splitlines() if line]

    return call


def test_a_selection_is_completed(complete: Complete) -> None:
    found = complete("list", "")
    assert found[: found.index("is:draft")] == [
        *("latest", "2023-02-09", "2023-02-08", "2023-02", "2023", "cat:CV", "cat:LG", "tag:net", "tag:检索"),
        *("area:视觉", "2302.03084", "2302.03086", "pic2word"),
    ]
    assert complete("list", "cat:c") == ["cat:CV"]
    assert complete("list", "2023-02-0") == ["2023-02-09", "2023-02-08"]
    assert complete("list", "latest", "pic") == ["pic2word"]
    assert complete("list", "none") == []
    assert complete("list", "is:") == ["is:draft", "is:future"]
    assert complete("list", "missing:slu") == ["missing:slug"]
    assert complete("list", "cat:LG,c") == ["cat:LG,CV"]
    assert complete("list", "has:code,pdf,vid") == ["has:code,pdf,video"]
    assert complete("list", "cat:CV,") == ["cat:CV,LG"]
    assert complete("list", "not:cat:") == ["not:cat:CV", "not:cat:LG"]
    assert complete("list", "not:pic") == ["not:pic2word"]
    assert complete("list", "2023-02-09..") == [
        f"2023-02-09..{each}" for each in ("latest", "2023-02-09", "2023-02", "2023")
    ]
    assert complete("list", "..2023-02-0") == ["..2023-02-09", "..2023-02-08"]


@pytest.mark.parametrize("without", ["nothing", "a build", "an entry"])
def test_names_are_those_of_the_files(complete: Complete, built: Path, tmp_path: Path, without: str) -> None:
    root = shutil.copytree(built, tmp_path / "copy", symlinks=True)
    write_site(root, {f"{DAY}/a.md": entry(tags="[new]"), "content/2023-02-10-d.md": entry(arxiv="2302.03087")})
    if without == "a build":
        shutil.rmtree(root / ".digest")
    if without == "an entry":
        (root / f"{DAY}/b.md").unlink()
    found = complete("list", "--root", str(root), "")
    slugs = ["2302.03084", "2302.03086", "2302.03087", "pic2word"]
    assert found[: found.index("is:draft")] == [
        *("latest", "2023-02-10", "2023-02-09", "2023-02-08", "2023-02", "2023", "cat:CV"),
        *([] if without == "an entry" else ["cat:LG"]),
        *("tag:new", *(slugs[:-1] if without == "an entry" else slugs)),
    ]


def test_words_that_bash_has_split_at_a_colon_are_completed(complete: Complete) -> None:
    assert complete("list", "cat", ":") == ["CV", "LG"]
    assert complete("list", "cat", ":", "L") == ["LG"]
    assert complete("list", "cat", ":", "CV,L") == ["CV,LG"]
    assert complete("list", "pic2word", "tag", ":", "检") == ["检索"]
    assert complete("list", "not", ":", "cat", ":") == ["CV", "LG"]
    assert complete("list", "not", ":", "cat", ":", "L") == ["LG"]
    assert complete("list", "not", ":", "pic") == ["pic2word"]


def test_commands_options_codes_and_files_of_the_theme_are_completed(complete: Complete) -> None:
    assert complete("doc") == ["doctor"]
    assert complete("doctor", "--format", "") == ["text", "json"]
    assert complete("check", "--li") == ["--links"]
    assert complete("import", "--recipe", "no") == ["notes"]
    assert complete("check", "--rule", "dead") == ["dead-link"]
    assert complete("theme", "copy", "base.h") == ["base.html"]
    assert "templates/base.html" in complete("theme", "copy", "templates/")


def test_where_there_is_no_site_nothing_is_offered(complete: Complete, tmp_path: Path) -> None:
    assert complete("list", "--root", str(tmp_path), "l") == []
    (tmp_path / "digest.yaml").write_text("titel: [")
    assert complete("list", "--root", str(tmp_path), "l") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(run: Run, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    monkeypatch.setenv("_DIGEST_COMPLETE", f"{shell}_source")
    ran = run()
    assert (ran.status, ran.err) == (0, "")
    assert f"_DIGEST_COMPLETE={shell}_complete" in ran.out
    monkeypatch.delenv("_DIGEST_COMPLETE")
    assert "_DIGEST_COMPLETE=bash_source digest" in run("--help").out
