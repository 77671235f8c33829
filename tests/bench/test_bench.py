"""The benchmark runs on a tiny site, and reports what it could not compare."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.__main__ import main
from tests.bench.measuring import Failed, count_pages, find_memory, run_sampled, run_timed
from tests.bench.sides import find_sides
from tests.bench.sites import EDITS, Edit, write_entries
from tests.bench.synthetic import make_entry
from tests.bench.table import Row, show_table
from tests.building import check, tree

SHARED_ROWS = ["cold build", "nothing changed", "one body edited", "one title edited"]
LAST_ROWS = ["peak memory of a cold build", "pages"]

CORPUS = """\
import pathlib, sys
folder = pathlib.Path(sys.argv[1], "content", "2023-01-01")
folder.mkdir(parents=True)
for number in range(3):
    (folder / f"2301.0000{number}.md").write_text(f"---\\ntitle: {number}\\narxiv: '2301.0000{number}'\\n---\\n")
"""
"""A corpus that writes three entries, whatever number it is asked for."""


def test_it_has_every_row_and_says_what_it_could_not_compare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIGEST_CORPUS", str(tmp_path))
    monkeypatch.setenv("DIGEST_YARDSTICKS", str(tmp_path))
    (tmp_path / "hugo.sh").write_text("echo no such package >&2; exit 1\n")
    assert main(["12", "--rounds", "1", "--folder", str(tmp_path)]) == 0
    said, progress = capsys.readouterr()
    head, bare, full = said.split("### ")
    assert "set DIGEST_CORPUS" in head
    assert "Not compared with naive: there is no" in head
    for part, rows in (
        (bare, [*SHARED_ROWS, "cold build, both languages", "`digest --version`", *LAST_ROWS]),
        (full, [*SHARED_ROWS, *LAST_ROWS]),
    ):
        cells = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ")][1:]
        assert [row[0] for row in cells] == rows
        assert all(re.fullmatch(r"[\d.,]+( s| MB)?", row[1]) or row[0] == LAST_ROWS[0] for row in cells), cells
        assert int(cells[-1][1]) > 12
        assert "Not compared with Hugo " in part
        assert "no such package" in part
    assert "round 1 of 1" in progress
    assert [path.name for path in tmp_path.iterdir()] == ["hugo.sh"]


def test_sides_that_are_there_are_called_with_and_without_author_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_YARDSTICKS", str(tmp_path))
    (tmp_path / "hugo.sh").touch()
    (tmp_path / "naive").mkdir()
    (tmp_path / "naive" / "naive.py").touch()
    (_, hugo, naive), notes = find_sides(2)
    assert notes == []
    site, output = Path("s"), Path("o")
    assert hugo.call(site, output, authors=True)[0] == ["bash", str(tmp_path / "hugo.sh"), "s", "o"]
    assert "AUTHORS" not in hugo.call(site, output, authors=True)[1]
    assert hugo.call(site, output, authors=False)[1]["AUTHORS"] == "0"
    assert naive.call(site, output, authors=True)[0][2:] == ["s/content", "o", "--jobs", "2"]
    assert naive.call(site, output, authors=False)[0][2:] == ["s/content", "o", "--jobs", "2", "--no-authors"]


def test_made_up_entries_are_good_ones_and_always_the_same(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_entries(tmp_path / name / "content", 25, None)
    (tmp_path / "a" / "digest.yaml").write_text("url: https://example.org/\n")
    assert check(tmp_path / "a") == ()
    assert tree(tmp_path / "a" / "content") == tree(tmp_path / "b" / "content")
    assert sorted(path.name for path in (tmp_path / "b" / "content").iterdir()) == [
        "2023-01-01",
        "2023-01-02",
        "2023-01-03",
    ]
    assert 2000 < sum(len(make_entry(number)[1].encode()) for number in range(100)) / 100 < 3500


def test_a_corpus_that_is_too_small_is_used_again_on_further_days_under_other_ids(tmp_path: Path) -> None:
    (tmp_path / "make_entries.py").write_text(CORPUS)
    write_entries(tmp_path / "site" / "content", 12, tmp_path)
    entries = tree(tmp_path / "site" / "content")
    assert len(entries) == 12
    assert entries["2023-01-01/8001.00003.md"] == b"---\ntitle: 0\narxiv: '8001.00003'\n---\n"
    assert [path for path in entries if path.startswith("2023-01-02/")] == [
        "2023-01-02/8001.00010.md",
        "2023-01-02/8001.00011.md",
    ]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
@pytest.mark.parametrize("title", ["A title", "'A: title'", '"A title"'])
def test_an_edit_is_made_and_undone(edit: Edit, title: str) -> None:
    text = f"---\ntitle: {title}\ntitle_zh: 标题\n---\n\n## 一句话总结\n\n一句话。\n\n## Abstract\n\nA sentence.\n"
    edited = edit.toggle(text)
    assert edited.replace(edit.mark, "") == text
    assert edited.splitlines()[1].endswith(title[1:])
    assert edit.toggle(edited) == text


def test_a_redirection_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "page" / "1").mkdir(parents=True)
    (tmp_path / "index.html").write_text("<!doctype html><title>A page</title>")
    (tmp_path / "page" / "1" / "index.html").write_text('<meta http-equiv="refresh" content="0; url=/">')
    assert count_pages(tmp_path) == 1


def test_a_command_that_fails_says_so_with_its_last_words() -> None:
    for run in (run_timed, run_sampled) if find_memory() else (run_timed,):
        with pytest.raises(Failed, match=r"ended with status 3:\nno room$"):
            run([sys.executable, "-c", "import sys; print('no room', file=sys.stderr, end=''); sys.exit(3)"], {})


@pytest.mark.skipif(find_memory() is None, reason="there is no /proc")
def test_memory_is_that_of_all_processes_together() -> None:
    hold = "import time; held = bytearray(b'x' * 40_000_000); time.sleep(0.5)"
    both = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {hold!r}]); {hold}; child.wait()"
    peak = run_sampled([sys.executable, "-c", both], {})
    assert peak is not None
    assert peak > 80_000_000


def test_a_ratio_is_the_median_of_those_within_a_round() -> None:
    values = {"digest": [1.0, 2.0, 30.0], "Hugo": [2.0, 5.0, 20.0], "naive": [1.0, 1.0, 60.0]}
    table = show_table("Ten", [Row(what="build", unit="seconds", values=values, cold=[4.0, 8.0, 60.0])])
    assert table == (
        "### Ten\n\n"
        "|  | digest | Hugo | naive | digest : Hugo | digest : naive | of a cold build |\n"
        "|---|--:|--:|--:|--:|--:|--:|\n"
        "| build | 2.00 s | 5.00 s | 1.00 s | 0.50 | 1.00 | 25% |\n"
    )


def test_its_help_needs_nothing() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.bench", "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert "--rounds" in done.stdout
