"""`digest list`."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from digest.faces import list_command
from digest.text.width import display_width
from tests.building import AUTHORITY, DAY, SETTINGS, build, entry, write_site
from tests.faces.conftest import Run
from tests.site.data_reading import validator
from tests.site.test_pages import png

FILES: Mapping[str, str | bytes] = {
    "digest.yaml": SETTINGS + AUTHORITY,
    f"{DAY}/a.md": entry(
        title="=1+1", title_zh='\'=HYPERLINK("https://a.example","b")\'', tags="['a;b', '-c']", rank="7"
    )
    + "\n## 图\n\n![alt](fig.png)\n\n## 笔记\n\n[b](b.md)\n",
    f"{DAY}/b.md": entry(
        arxiv="2302.00002", title='Second "one", with a very long title indeed', title_zh="", tags="[＠x]"
    ),
    f"{DAY}/fig.png": png(1, 1),
    "content/2023-03-01/draft.md": "---\ntitle: Third\ndraft: true\n---\n## Notes\n\n[a](../2023-02-08/a.md)\n",
    "content/2199-01-01/e.md": entry(arxiv="2401.00001", title_zh="将来的论文"),
}


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)


def test_papers_are_listed_in_a_table(run: Run) -> None:
    ran = run("list")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        '2023-02-08  2302.03084  CV  =HYPERLINK("https://a.example","b")\n'
        '2023-02-08  2302.00002  CV  Second "one", with a very long title indeed\n'
    )


def test_nothing_is_written(run: Run) -> None:
    run("list")
    assert not Path(".digest").exists()
    assert not Path("output").exists()


def test_what_is_not_published_is_listed_if_asked_for_and_marked(run: Run) -> None:
    assert run("list", "is:draft").out == "2023-03-01  draft    [draft] Third\n"
    assert run("list", "is:future").out == "2199-01-01  2401.00001  CV  [future] 将来的论文\n"
    assert run("list", "--drafts", "--future", "--format", "ids").out.split() == [
        *("2302.03084", "2302.00002", "draft", "2401.00001")
    ]


def test_on_a_terminal_lines_have_its_width(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_command, "is_terminal", lambda _stream: True)
    monkeypatch.setattr("digest.faces.terminal.is_terminal", lambda _stream: True)
    monkeypatch.setenv("COLUMNS", "40")
    lines = run("list", "--future").out.split("\n")
    assert lines[1:] == [
        '2023-02-08  2302.00002  CV  Second "one…',
        "2199-01-01  2401.00001  CV  [future] 将…",
        "",
    ]
    assert max(map(display_width, lines)) <= 40


def test_json_is_that_of_the_file_of_all_papers(run: Run) -> None:
    published = build(Path()).text("data/papers.jsonl").splitlines()
    ran = run("list", "--format", "json")
    assert ran.out == "[\n" + ",\n".join(published) + "\n]\n"
    assert run("list", "--format", "json", "missing:title").out == "[]\n"


def test_json_of_what_is_not_published_has_no_pages(run: Run) -> None:
    read = json.loads(run("list", "--format", "json", "is:draft").out)
    assert read == [
        {
            "slug": "draft",
            "date": "2023-03-01",
            "title": "Third",
            "section": "featured",
            "draft": True,
            "notes": [{"heading": "Notes", "depth": 0, "text": "[a](../2023-02-08/a.md)"}],
            "languages": ["en"],
        }
    ]
    schema = build(Path()).text("data/schema.json")
    assert not list(validator(schema).iter_errors(read[0]))


def test_csv_is_for_spreadsheets(run: Run) -> None:
    out = run("list", "--format", "csv").out
    assert out.startswith("\ufeffslug,page,")
    first, second = csv.DictReader(io.StringIO(out.removeprefix("\ufeff")))
    assert (first["title"], first["title_zh"]) == ("'=1+1", '\'=HYPERLINK("https://a.example","b")')
    assert (first["tags"], second["tags"]) == ("a;b; -c", "'＠x")
    assert (first["slug"], first["arxiv"], first["date"]) == ("'2302.03084", "'2302.03084", DAY.rpartition("/")[2])
    assert (first["languages"], first["rank"]) == ("zh; en", "7")
    assert first["authors"] == "Ada Lovelace; Alan Turing"
    assert json.loads(first["page"])["en"] == "https://example.org/digest/en/papers/2302.03084.html"
    assert second["title"] == 'Second "one", with a very long title indeed'


def test_no_match_is_no_error(run: Run) -> None:
    ran = run("list", "nothing")
    assert (ran.status, ran.out, ran.err) == (0, "", "No paper fits the selection.\n")
    assert run("list", "third").err == "No paper fits the selection.\n1 draft fits; --drafts lists it.\n"
    told = "No paper fits the selection.\n2 drafts fit; --drafts lists them.\n1 future paper fits; --future lists it.\n"
    Path(DAY, "c.md").write_text("---\ntitle: Fourth\ndraft: true\n---\n", encoding="utf-8")
    assert run("list", "not:has:page").err == told
    ran = run("list", "2302.09999", "2302.00002", "--format", "ids")
    assert (ran.status, ran.out, ran.err) == (0, "2302.00002\n", "There is no paper 2302.09999.\n")
    assert run("list", "-q", "nothing").err == ""


@pytest.mark.parametrize("word", ["foo:bar", "2023-13", "2023W06", "missing:titel", ""])
def test_a_selection_that_cannot_be_read_is_refused(run: Run, word: str) -> None:
    ran = run("list", word)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert "hint: " in ran.err


def test_files_are_named_from_the_current_folder(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(DAY, "b.md").absolute()
    assert run("list", "--format", "ids", str(path)).out == "2302.00002\n"
    assert run("list", "--format", "ids", f"{DAY}/").out.split() == ["2302.03084", "2302.00002"]
    monkeypatch.chdir(DAY)
    assert run("list", "--format", "ids", "b.md").out == "2302.00002\n"
    assert run("list", "--format", "ids", "../2023-03-01/draft.md", "is:draft").out == "draft\n"


def test_authors_are_found_by_all_their_spellings(run: Run) -> None:
    Path("content/authors.yaml").write_text("Ada King: [Ada Lovelace]\n", encoding="utf-8")
    assert run("list", "--format", "ids", "author:king").out.split() == ["2302.03084", "2302.00002"]


def test_help_keeps_its_lines(run: Run) -> None:
    out = run("list", "--help").out
    assert "\\b" not in out
    assert "\n  author:Saito  affil:Google  venue:CVPR          words in a name\n" in out


def test_papers_with_errors_are_counted(run: Run) -> None:
    Path(DAY, "c.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    Path(DAY, "d.md").write_text("---\ntitle: D\n---\n", encoding="utf-8")
    ran = run("list", "--format", "ids")
    assert (ran.status, ran.out.split()) == (1, ["2302.03084", "2302.00002"])
    assert ran.err.endswith(" errors in 2 files, so papers may be missing; digest check shows all.\n")


def test_characters_that_a_terminal_obeys_are_shown(run: Run) -> None:
    Path(DAY, "b.md").write_text(entry(title='"a\\x1b[31mb"', title_zh=""), encoding="utf-8")
    Path(DAY, "a.md").unlink()
    out = run("list").out
    assert "\x1b" not in out
