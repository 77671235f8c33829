"""All commands in sequence, from an empty folder to a site: init, new, serve, fill in, check --fix, build."""

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.faces.new import new_command
from digest.faces.process import main
from tests.arxiv import Arxiv, serve
from tests.faces.serve.serving import Serving

DAY = "2023-02-08"
ENTRY = f"content/{DAY}/2302.03084.md"
FILLED = {
    "draft: true\n": "",
    "title_zh:\n": "title_zh: 将图映射到词进行零样本组合图像检索\n",
    "## 要点\n": "## 要点\n\n1. 提出一种新任务，即零样本组合图像检索；\n2. 提出 Pic2Word。\n",
    "## 一句话总结\n": "## 一句话总结\n\nPic2Word 是一种新的零样本组合图像检索方法。\n",
    "## 摘要\n": "## 摘要\n\n在组合图像检索中,用户将查询图像与”文本”结合起来。\n",
}
MENDED = "在组合图像检索中,用户将查询图像与“文本”结合起来。"
"""Texts that the editor fills into a new entry, with the place of each."""


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[Arxiv]:
    with serve(Arxiv()) as stand_in:
        monkeypatch.setenv("DIGEST_ARXIV_API", stand_in.address)
        yield stand_in


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Half past midnight in Shanghai, in an empty folder."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1675787400")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))
    monkeypatch.setattr(new_command, "wait", lambda _seconds: None)
    monkeypatch.chdir(tmp_path)


def digest(*arguments: str) -> object:
    """Run the command; returns its exit status."""
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return left.value.code


@contextlib.contextmanager
def serving(root: Path) -> Iterator[Serving]:
    running = Serving(root)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()


def fill(path: Path) -> None:
    """Fill in an entry."""
    text = path.read_text(encoding="utf-8")
    for blank, filled in FILLED.items():
        assert text.count(blank) == 1
        text = text.replace(blank, filled)
    path.write_text(text, encoding="utf-8")


def test_from_an_empty_folder_to_a_site(arxiv: Arxiv, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest("init") == 0
    assert digest("new", "https://arxiv.org/abs/2302.03084v2", "math/0309136") == 0
    assert capsys.readouterr().out.endswith(f"\n{ENTRY}\ncontent/{DAY}/math-0309136.md\n")
    assert arxiv.asked == [["2302.03084v2", "math/0309136"]]

    assert digest("check", ENTRY) == 0
    assert f"{ENTRY}:3:1: note[missing-title-zh]: there is no Chinese title\n" in capsys.readouterr().out

    with serving(tmp_path) as site:
        page = "en/papers/2302.03084.html"
        assert site.shows("In Composed Image Retrieval", page)
        fill(tmp_path / ENTRY)
        assert site.shows("在组合图像检索中，用户将查询图像与”文本”结合起来。", page)

        assert digest("check", "--strict", ENTRY) == 1
        told = capsys.readouterr().out
        assert "halfwidth-punctuation" not in told  # the settings of new sites widen it
        assert "warning[reversed-quotes]" in told
        assert digest("check", "--strict", "--fix", ENTRY) == 0
        assert capsys.readouterr().out.startswith("Fixed 1 place in 1 file. No other problems found (")
        assert MENDED in (tmp_path / ENTRY).read_text(encoding="utf-8")
        assert site.shows(MENDED.replace(",", "，"), page)
        assert not (tmp_path / "output").exists()

    assert digest("new", "2302.03084") == 1
    assert f"{ENTRY}:6:8: error[paper-there]: 2302.03084 is in the site already\n" in capsys.readouterr().err

    second = tmp_path / f"content/{DAY}/math-0309136.md"
    second.write_text(second.read_text(encoding="utf-8").replace("draft: true\n", ""), encoding="utf-8")
    assert digest("build") == 0
    assert "from 3 papers in 1 issue" in capsys.readouterr().out
    chinese, english = (
        (tmp_path / "output" / path).read_text(encoding="utf-8")
        for path in ("papers/2302.03084.html", "en/papers/2302.03084.html")
    )
    assert "将图映射到词进行零样本组合图像检索" in chinese
    assert "Pic2Word 是一种新的零样本组合图像检索方法。" in chinese
    assert "https://github.com/google-research/composed_image_retrieval" in english
    issue = (tmp_path / f"output/issues/{DAY}.html").read_text(encoding="utf-8")
    assert issue.count("<math") >= 2  # the example's formula, and that of the abstract from arXiv
