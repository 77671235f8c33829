"""`digest import`, end to end: files, output, refusals."""

import datetime
import importlib.resources
import io
import json
import os
import re
import sys
from pathlib import Path

import pytest

from digest.faces.recipe_files import BUILT_IN
from digest.machine import files
from digest.text.diagnostics import has_errors
from digest.text.width import display_width
from tests.building import check, entry, write_site
from tests.faces.conftest import Ran, Run

POST = """\
论文日报 2023-02-08

1、[CV] One Thing: A Study

A Lovelace, A Turing [MIT] (2023)

一个标题

一句话总结:
一句话。

https://arxiv.org/abs/2302.03081

另外几篇值得关注的论文:

[LG] Another Thing

K Gödel

另一个标题

一句话总结: 又一句。

https://arxiv.org/abs/2302.03082
"""
POST_SAID = "Recipe: post (a digest post with headlines such as 1、[CV] Title).\n"
COVERED = """\
fields     title 100 %, title_zh 100 %, authors 100 %, affiliations 50 %, category 100 %,
           arxiv 100 %, year 50 %, summary 100 %
guessed    authors: by its position 2, title_zh: by its position 2,
           affiliations: by its position 1, year: by its position 1
"""
NOTE = POST.partition("另外")[0].partition("\n\n")[2]


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty site, the current directory; the day is 1 March 2023 in Shanghai."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    now = datetime.datetime(2023, 2, 28, 20, tzinfo=datetime.UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(now.timestamp())))
    monkeypatch.chdir(write_site(tmp_path, {}))
    return tmp_path


def write(site: Path, name: str, text: str) -> str:
    (site / name).write_text(text, encoding="utf-8")
    return name


def codes(err: str) -> list[str]:
    return re.findall(r"(?:error|warning|note)\[([a-z0-9-]+)\]", err)


def contents(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((site / "content").rglob("*"))
        if path.is_file()
    }


# New files.


def test_a_post_becomes_entries_and_an_introduction(run: Run, site: Path) -> None:
    assert run("import", write(site, "post.txt", POST)) == Ran(
        status=0,
        out="content/2023-02-08/2302.03081.md\ncontent/2023-02-08/2302.03082.md\ncontent/2023-02-08/issue.md\n",
        err=f"{POST_SAID}papers     2 in 1 file; 2 whole, 2 written\n{COVERED}Imported 2 papers from 1 file.\n",
    )
    assert contents(site)["content/2023-02-08/2302.03081.md"] == (
        '---\ntitle: "One Thing: A Study"\ntitle_zh: 一个标题\nauthors: A Lovelace, A Turing\naffiliations: MIT\n'
        "category: CV\narxiv: 2302.03081\nyear: 2023\nsection: featured\nrank: 1\n---\n\n## 一句话总结\n\n一句话。\n"
    )
    assert contents(site)["content/2023-02-08/issue.md"] == "---\ntitle_zh: 论文日报 2023-02-08\n---\n"
    assert not has_errors(check(site))


def test_standard_input_is_a_file_like_any_other(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(POST.encode())))
    assert run("import", "-").out.count("\n") == 3


def test_bytes_that_are_not_utf8_are_read_with_a_note(run: Run, site: Path) -> None:
    (site / "post.txt").write_bytes(POST.encode("gb18030"))
    ran = run("import", "post.txt")
    assert (ran.status, ran.out.count("\n")) == (0, 3)
    assert (
        "post.txt:1:1: note[read-as]: this file is not UTF-8; it was read as GBK\n  1 | 论文日报 2023-02-08\n    | ^\n"
    ) in ran.err


def test_bytes_that_are_no_text_are_refused_and_the_other_files_imported(run: Run, site: Path) -> None:
    (site / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe\x80")
    ran = run("import", "picture.txt", write(site, "post.txt", POST))
    assert (ran.status, ran.out.count("\n")) == (1, 3)
    assert codes(ran.err) == ["not-text"]


@pytest.mark.parametrize("name", ["references.bib", "references.json"])
def test_bibliographies_become_entries_without_an_introduction(run: Run, site: Path, name: str) -> None:
    text = {
        "references.bib": "@misc{a, title={One: Thing}, author={Lovelace, Ada}, doi={10.1000/182}, note={cs.CV}}",
        "references.json": '[{"title": "One: Thing", "author": [{"family": "Lovelace", "given": "Ada"}], '
        '"DOI": "10.1000/182", "note": "cs.CV"}]',
    }[name]
    ran = run("import", "--date", "2023-02-08", write(site, name, text))
    assert (ran.status, ran.out) == (0, "content/2023-02-08/one.md\n")
    assert contents(site)["content/2023-02-08/one.md"].startswith(
        '---\ntitle: "One: Thing"\nauthors: Ada Lovelace\ncategory: cs.CV\ndoi: 10.1000/182\n---\n'
    )


# The day.


def test_the_day_is_the_one_that_was_asked_for_above_all(run: Run, site: Path) -> None:
    ran = run("import", "--date", "2023-02-10", write(site, "2023-02-09.txt", POST))
    assert ran.out.startswith("content/2023-02-10/")
    assert ran.err.endswith("Imported 2 papers from 1 file.\n")


def test_without_the_option_the_day_is_that_of_the_file(run: Run, site: Path) -> None:
    assert run("import", write(site, "2023-02-09.txt", POST)).out.startswith("content/2023-02-08/")


def test_without_a_day_in_the_file_it_is_that_of_its_name(run: Run, site: Path) -> None:
    ran = run("import", write(site, "notes-20230209.md", NOTE))
    assert ran.out == "content/2023-02-09/2302.03081.md\n"
    assert "notes-20230209.md:1:1: note[guessed-day]: the day 2023-02-09 was taken from the file's name\n" in ran.err


def test_otherwise_the_day_is_today_in_the_sites_time_zone(run: Run, site: Path) -> None:
    ran = run("import", write(site, "notes.md", NOTE))
    assert ran.out == "content/2023-03-01/2302.03081.md\n"
    assert "note[guessed-day]: the day 2023-03-01 is today's: none was read in the file\n" in ran.err
    assert "= hint: --date YYYY-MM-DD says another\n" in ran.err


def test_a_day_may_have_its_folder_elsewhere(run: Run, site: Path) -> None:
    write_site(site, {"content/2023/2023-02-08/a.md": entry(arxiv="2302.00001")})
    assert run("import", write(site, "post.txt", POST)).out.startswith("content/2023/2023-02-08/2302.03081.md\n")


# Existing papers and files.


def test_a_paper_that_the_site_has_is_refused_and_the_others_imported(run: Run, site: Path) -> None:
    before = entry(arxiv="2302.03081v3")
    write_site(site, {"content/2023-01-01/mine.md": before})
    ran = run("import", write(site, "post.txt", POST))
    assert (ran.status, ran.out) == (0, "content/2023-02-08/2302.03082.md\ncontent/2023-02-08/issue.md\n")
    assert "1 written, 1 there already\n" in ran.err
    assert ran.err.endswith("Imported 1 paper from 1 file.\n")
    assert contents(site)["content/2023-01-01/mine.md"] == before


def test_what_was_imported_is_known_to_the_next_file_and_the_next_run(run: Run, site: Path) -> None:
    first, second = write(site, "post.txt", POST), write(site, "again.txt", POST)
    ran = run("import", first, second)
    assert (ran.status, ran.out.count("\n"), codes(ran.err)) == (0, 3, [])
    before = contents(site)
    ran = run("import", first)
    assert (ran.status, ran.out, codes(ran.err)) == (0, "", [])
    assert "0 written, 2 there already\n" in ran.err
    assert contents(site) == before


def test_a_paper_with_only_a_url_is_known_by_it_when_its_title_was_corrected(run: Run, site: Path) -> None:
    note = write(site, "note.md", "# One Thnig\n\n作者: Ada Lovelace\n\n链接: https://x.example/paper/\n")
    assert "1 written\n" in run("import", "--date", "2023-02-08", note).err
    (written,) = (site / "content").rglob("one-thnig.md")
    written.write_text(written.read_text().replace("Thnig", "Thing"))
    assert "0 written, 1 there already\n" in run("import", "--date", "2023-02-08", note).err


def test_no_file_is_written_over(run: Run, site: Path) -> None:
    files_there = {
        "content/2023-02-08/2302.03081.md": "mine",
        "content/2023-02-08/issue.md": "mine",
        "content/2023-02-08/_issue.md": "mine",
    }
    write_site(site, files_there)
    ran = run("import", write(site, "post.txt", POST))
    assert ran.out.split() == [
        "content/2023-02-08/2302.03081-2.md",
        "content/2023-02-08/2302.03082.md",
        "content/2023-02-08/_issue-2.md",
    ]
    assert codes(ran.err) == ["introduction-there", "name-taken"]
    assert (
        "warning[introduction-there]: content/2023-02-08/issue.md is there already; "
        "what this file says of the day is in content/2023-02-08/_issue-2.md\n"
    ) in ran.err
    assert (
        "warning[name-taken]: there is a '2302.03081' already; this entry is content/2023-02-08/2302.03081-2.md\n"
    ) in ran.err
    assert contents(site).items() >= files_there.items()


def test_the_papers_of_a_second_file_come_behind_those_of_the_first(run: Run, site: Path) -> None:
    run("import", write(site, "post.txt", POST))
    more = POST.replace("0308", "0309").replace("Thing", "Idea")
    run("import", write(site, "more.txt", more))
    assert "rank: 2\n" in contents(site)["content/2023-02-08/2302.03091.md"]
    assert "section: notable\nrank: 2\n" in contents(site)["content/2023-02-08/2302.03092.md"]


def test_titles_that_are_alike_give_names_of_their_own(run: Run, site: Path) -> None:
    text = "".join(
        f"@misc{{{key}, title={{{title}}}, author={{A B}}, url={{https://a.example/{key}}}, primaryclass={{cs.CV}}}}\n"
        for key, title in (("a", "One: A"), ("b", "One: B"), ("c", "一"), ("d", "Issue"), ("e", "ONE: C"))
    )
    ran = run("import", "--date", "2023-02-08", write(site, "references.bib", text))
    names = [Path(line).stem for line in ran.out.split()]
    assert names == ["one", "one-2", "paper", "issue-2", "one-3"]
    assert not has_errors(check(site))


# Drafts: entries that lack something.


def test_an_entry_that_lacks_something_is_a_draft_and_the_editor_told_what_to_add(run: Run, site: Path) -> None:
    text = POST.replace("1、[CV] ", "1、").replace("[LG] ", "2、").replace("A Lovelace, A Turing [MIT] (2023)\n\n", "")
    ran = run("import", write(site, "post.txt", text))
    assert ran.status == 1
    assert (
        "error[missing-field]: 'One Thing: A Study' has no authors, no category; its entry is a draft\n"
        "  3 | 1、One Thing: A Study\n"
        "    | ^^^^^^^^^^^^^^^^^^^^^\n"
        "    = hint: add 'authors: First Author, Second Author', 'category: CV' to "
        "content/2023-02-08/2302.03081.md, and delete 'draft: true'\n"
    ) in ran.err
    assert "\ndraft: true\n" in contents(site)["content/2023-02-08/2302.03081.md"]
    assert not has_errors(check(site))


def test_all_missing_keys_are_reported_in_one_list(run: Run, site: Path) -> None:
    ran = run("import", write(site, "post.txt", "1、[CV] 一个标题\n\n要点:\n1. 第一点。\n"))
    assert ran.status == 1
    assert "'一个标题' has no English title, no authors, no address; its entry is a draft\n" in ran.err
    assert (
        "= hint: add 'title: ...', 'authors: First Author, Second Author', 'arxiv: 2302.03084' to "
        "content/2023-02-08/paper.md, and delete 'draft: true'\n"
    ) in ran.err.replace(Path(ran.out.strip()).parent.name, "2023-02-08")
    assert not has_errors(check(site))


def test_a_paper_that_is_twice_in_a_file_is_written_once_and_told(run: Run, site: Path) -> None:
    text = "1、[CV] One Title\nA Bc, D Ef\n要点:\n1. {}。\nhttps://arxiv.org/abs/2401.00001\n"
    ran = run("import", "--date", "2024-01-01", write(site, "post.txt", text.format("一") + "\n" + text.format("二")))
    assert (ran.status, ran.out) == (1, "content/2024-01-01/2401.00001.md\n")
    assert (
        "error[paper-there]: 'One Title' is twice in this file: its entry is content/2024-01-01/2401.00001.md\n"
    ) in ran.err


def test_what_an_entry_cannot_hold_is_told_and_makes_a_draft(run: Run, site: Path) -> None:
    text = "@misc{a, title={One}, author={A B}, openreview={x}, year={1066}, doi={10.1000/182}, primaryclass={cs.CV}}"
    assert run("import", write(site, "references.bib", text)).status == 0  # an invalid year is left out
    assert not has_errors(check(site))


# Unrecognised text.


def test_text_without_a_place_stays_with_its_paper_and_is_in_the_report(run: Run, site: Path) -> None:
    ran = run("import", write(site, "post.txt", POST + "\n读者来信:很喜欢!\n"))
    assert ran.status == 0
    assert contents(site)["content/2023-02-08/2302.03082.md"].endswith("\n## 其他\n\n读者来信:很喜欢!\n")
    assert ran.err.endswith(
        "no place       1 a line '读者来信: ...': post.txt:26  读者来信:很喜欢!\n"
        "Imported 2 papers from 1 file with 1 warning.\n"
    )
    assert "left-over" not in ran.err
    told = json.loads(
        run("import", "--format", "json", write(site, "again.txt", POST.replace("0308", "0309") + "\n谢谢\n")).out
    )
    assert [each["code"] for each in told] == ["introduction-there", "left-over"]


def test_strict_counts_warnings_as_errors(run: Run, site: Path) -> None:
    assert run("import", "--strict", write(site, "post.txt", POST + "\n读者来信:很喜欢!\n")).status == 1


def test_notes_never_count_and_quiet_hides_them(run: Run, site: Path) -> None:
    assert run("import", "-q", "--strict", write(site, "notes.md", NOTE)) == Ran(
        status=0, out="content/2023-03-01/2302.03081.md\n", err=""
    )


def test_a_file_without_papers_is_told_and_nothing_written(run: Run, site: Path) -> None:
    ran = run("import", write(site, "post.txt", "Only words.\n"))
    assert (ran.status, ran.out, codes(ran.err)) == (1, "", ["no-papers"])
    assert not (site / "content").exists()


# Recipes and folders.

NOTES = "# {}\n\n**作者**: A Lovelace\n**分类**: CV\n**arXiv**: 2302.0308{}\n**状态**: 已读\n\n## 一句话总结\n\n话。\n"


@pytest.fixture
def notes(site: Path) -> str:
    """A folder with two notes, and a file that is none."""
    for name, text in {
        "notes/2023-02-08/one.md": NOTES.format("One", 1),
        "notes/2023-02-09/two.md": NOTES.format("Two", 2),
        "notes/README.md": "# Notes\n\nMine.\n",
    }.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    return "notes"


def test_a_folder_is_imported_by_the_recipe_that_covers_most(run: Run, site: Path, notes: str) -> None:
    ran = run("import", notes)
    assert (ran.status, ran.out) == (1, "content/2023-02-08/2302.03081.md\ncontent/2023-02-09/2302.03082.md\n")
    assert codes(ran.err) == ["no-papers"]
    assert ran.err.splitlines()[0] == "Recipe: notes (a note per paper, in Markdown)."
    assert ran.err.endswith(
        """\
papers     2 in 3 files, 1 without a paper; 0 whole, 2 written
fields     title 100 %, authors 100 %, category 100 %, arxiv 100 %, summary 100 %
no place       2 状态: notes/2023-02-08/one.md:6  **状态**: 已读
no place       1 heading Notes: notes/README.md:1  # Notes
no place       1 a line without a label: notes/README.md:3  Mine.
Imported 2 papers from 3 files with 1 error and 2 warnings.
"""
    )
    again = run("import", notes)
    assert (again.out, sorted(codes(again.err))) == ("", ["no-papers"])


def test_a_recipe_of_ones_own_is_proposed_shown_and_used(run: Run, site: Path, notes: str) -> None:
    ran = run("import", "--write-recipe", "mine.yaml", notes)
    assert (ran.status, ran.out, (site / "content").exists()) == (1, "", False)
    assert ran.err.endswith("Wrote mine.yaml: edit it, and import with --recipe mine.yaml.\n")
    text = (site / "mine.yaml").read_text(encoding="utf-8")
    assert text.endswith(
        """\
# Lines without a place. Name them below a field, or as noise:
#   状态 (2): notes/2023-02-08/one.md:6  **状态**: 已读
#   heading Notes (1): notes/README.md:1  # Notes
#   a line without a label (1): notes/README.md:3  Mine.
"""
    )
    assert run("import", "--write-recipe", "mine.yaml", notes).status == 2  # it is not written over
    write(
        site, "mine.yaml", 'name: mine\nlike: notes\nfiles: ["**/*.md", "!README.md"]\nfields: {award: {label: 状态}}\n'
    )
    ran = run("import", "--recipe", "mine.yaml", notes)
    assert (ran.status, ran.out.count("\n")) == (0, 2)
    assert "papers     2 in 2 files; 2 whole, 2 written\n" in ran.err
    assert "\naward: 已读\n" in contents(site)["content/2023-02-09/2302.03082.md"]
    assert not has_errors(check(site))


def test_no_recipe_is_written_for_bibliographies(run: Run, site: Path) -> None:
    ran = run("import", "--write-recipe", "mine.yaml", write(site, "a.bib", "@misc{a, title={One}, author={Bc, A}}"))
    assert (ran.status, ran.out, (site / "mine.yaml").exists()) == (2, "", False)
    assert ran.err.splitlines()[-2] == "error: no recipe reads these files"


def test_defaults_of_a_recipe_count_for_bibliographies(run: Run, site: Path) -> None:
    write(site, "mine.yaml", "name: mine\nlike: notes\ndefaults: {category: CV, section: notable, venue: Mine}\n")
    text = "@misc{a, title={One}, author={Bc, A}, doi={10.1000/182}, journal={Theirs}}"
    assert run("import", "--recipe", "mine.yaml", write(site, "a.bib", text)).status == 0
    (entry,) = [text for path, text in contents(site).items() if path.endswith(".md")]
    assert {"category: CV", "venue: Theirs", "section: notable"} <= {*entry.split("\n")}


def test_a_dry_run_writes_nothing(run: Run, site: Path, notes: str) -> None:
    ran = run("import", "--dry-run", "--recipe", "notes", f"{notes}/2023-02-08")
    assert (ran.status, ran.out, (site / "content").exists()) == (0, "", False)
    assert ran.err.endswith("Found 1 paper in 1 file with 1 warning.\n")


def test_the_report_has_all_papers_and_problems(run: Run, site: Path, notes: str) -> None:
    run("import", "--report", "report.jsonl", notes)
    records = [json.loads(line) for line in (site / "report.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [each.get("title") or each["code"] for each in records] == [
        "One",
        "Two",
        "left-over",
        "left-over",
        "no-papers",
    ]
    assert records[0]["unplaced"] == [{"label": "状态", "line": 6, "text": "**状态**: 已读"}]


@pytest.mark.parametrize("name", ["notes/a.md", "digest.yaml", "notes"])
def test_a_report_replaces_only_a_report(run: Run, site: Path, name: str) -> None:
    (site / "notes").mkdir()
    write(site, "notes/a.md", "# One\n\n**作者**: A Bc\n\n**arXiv**: 2302.03081\n")
    write(site, "digest.yaml", (site / "digest.yaml").read_text(encoding="utf-8") + "# kept\n")
    before = (site / "notes/a.md").read_bytes(), (site / "digest.yaml").read_bytes()
    ran = run("import", "--report", name, "notes/a.md")
    assert (ran.status, ran.out) == (2, "")
    assert f"{name} is there already, and is no report" in ran.err
    assert ((site / "notes/a.md").read_bytes(), (site / "digest.yaml").read_bytes()) == before
    assert not (site / "content").exists()
    for _ in range(2):
        assert "is there already" not in run("import", "--dry-run", "--report", "r.jsonl", "notes/a.md").err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_report_into_a_pipe_is_refused_and_does_not_wait_for_a_reader(run: Run, site: Path) -> None:
    os.mkfifo(site / "pipe")
    ran = run("import", "--report", "pipe", write(site, "post.txt", POST))
    assert (ran.status, ran.out, (site / "content").exists()) == (2, "", False)
    assert ran.err.splitlines()[-2] == "error: pipe is there already, and is no report"


def test_the_report_of_any_run_fits_on_a_screen(run: Run, site: Path) -> None:
    labels = "\n".join(f"**标签{chr(0x4E00 + number)}**: 很长的值{'长' * 90}" for number in range(40))
    for number in range(30):
        write(site, f"{number}.md", f"# T {number}\n\n**作者**: A Bc\n{labels}\n\n## 节{number}\n\n字\n")
    ran = run("import", "--dry-run", *[f"{number}.md" for number in range(30)])
    shown = ran.err[ran.err.index("papers     30") :].splitlines()
    assert len(shown) <= 24
    assert max(map(display_width, shown)) <= 100
    assert len(ran.err.splitlines()) <= 60


def test_the_built_in_recipes_are_listed(run: Run, site: Path) -> None:
    ran = run("import", "--recipes")
    assert (ran.status, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()] == list(BUILT_IN)
    folder = importlib.resources.files("digest.authoring.importing") / "recipes"
    assert {each.name for each in folder.iterdir()} == {f"{name}.yaml" for name in BUILT_IN}


@pytest.mark.parametrize("recipe", ["nothing.yaml", "bad.yaml"])
def test_a_recipe_that_cannot_be_used_is_refused(run: Run, site: Path, recipe: str) -> None:
    write(site, "bad.yaml", "name: bad\nfields: {titel: {label: a}}\n")
    ran = run("import", "--recipe", recipe, write(site, "note.md", NOTE))
    assert (ran.status, ran.out) == (2, "")
    assert codes(ran.err) == (["unknown-key"] if recipe == "bad.yaml" else [])


def test_a_folder_without_a_file_is_refused(run: Run, site: Path) -> None:
    (site / "empty").mkdir()
    ran = run("import", "empty")
    assert ran.status == 2
    assert ran.err.startswith("error: there is no file to import in these folders\n")


# Other formats, wrong usage.


@pytest.mark.parametrize(
    ("name", "kind", "package", "reader"),
    [
        ("a.html", "HTML", "markdownify", "html"),
        ("a.html", "HTML", "bs4", "page_tree"),
        ("a.bib", "BibTeX", "bibtexparser", "bibtex"),
        ("a.ris", "RIS", "rispy", "references"),
    ],
)
def test_without_a_package_it_says_what_to_install(
    run: Run, site: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str, package: str, reader: str
) -> None:
    for each in ("html", "page_tree", reader):
        monkeypatch.delitem(sys.modules, f"digest.authoring.importing.{each}", raising=False)
    for module in [each for each in sys.modules if each.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    ran = run("import", write(site, name, "<p>x</p>"))
    assert (ran.status, ran.out) == (2, "")
    assert f"reading {kind} needs the package {package}, which is not installed" in ran.err
    assert "pip install 'bilingual-digest[import]'" in ran.err


def test_json_has_standard_output_to_itself(run: Run, site: Path) -> None:
    ran = run("import", "--format", "json", write(site, "notes.md", NOTE))
    assert [(each["code"], each["severity"]) for each in json.loads(ran.out)] == [("guessed-day", "note")]
    assert ran.err.splitlines()[1] == "content/2023-03-01/2302.03081.md"
    assert ran.err.endswith("Imported 1 paper from 1 file.\n")


def test_github_calls_a_note_a_notice(run: Run, site: Path) -> None:
    ran = run("import", "--format", "github", write(site, "notes.md", NOTE))
    assert ran.out.startswith("::notice file=notes.md,line=1,col=1,endLine=1,endColumn=1,title=digest(guessed-day)::")


def test_a_file_that_is_not_there_is_wrong_usage(run: Run, site: Path) -> None:
    ran = run("import", "nothing.txt")
    assert (ran.status, ran.out) == (2, "")
    assert "Path 'nothing.txt' does not exist." in ran.err


def test_no_file_is_wrong_usage(run: Run) -> None:
    ran = run("import")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: there is no file to import\n")


def test_an_invalid_date_is_wrong_usage(run: Run, site: Path) -> None:
    ran = run("import", "--date", "8.2.2023", write(site, "post.txt", POST))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: '--date' must be a date, not '8.2.2023'\n")


def test_outside_of_a_site_it_is_refused(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "digest.yaml").unlink()
    ran = run("import", write(site, "post.txt", POST))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: there is no digest.yaml in ")


def test_of_a_file_all_is_written_or_nothing(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = files.write_new

    def fail(path: Path, content: bytes) -> bool:
        if path.name == "2302.03082.md":
            raise files.DiskFailed(path, OSError(28, "No space left on device"))
        return real(path, content)

    monkeypatch.setattr(files, "write_new", fail)
    ran = run("import", write(site, "post.txt", POST))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith(
        "2302.03082.md: No space left on device\n  = hint: look at its permissions, and at the space left on the disk\n"
    )
    assert contents(site) == {}


def test_a_file_that_comes_to_be_there_in_the_meantime_stays(
    run: Run, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "write_new", lambda path, content: path.name != "2302.03082.md")
    assert run("import", write(site, "post.txt", POST)).err.endswith(
        "error: content/2023-02-08/2302.03082.md is there already\n  = hint: import the file again\n"
    )


def test_links_that_lead_astray_are_told_and_the_rest_imported(run: Run, site: Path, notes: str) -> None:
    for name, target in {"loop": "loop", "above": "../", "gone.md": "nowhere.md"}.items():
        (site / notes / name).symlink_to(target)
    write(site, "secret.md", POST)
    (site / notes / "secret.md").symlink_to(site / "secret.md")
    os.mkfifo(site / notes / "pipe.md")
    ran = run("import", "--dry-run", notes)
    for name in ("loop", "above", "gone.md", "secret.md", "pipe.md"):
        assert f"warning: {notes}/{name} is no file of this folder" in ran.err
    assert "Found 2 papers in 3 files" in ran.err


def test_a_day_that_is_todays_is_told_once(run: Run, site: Path) -> None:
    names = [write(site, f"{n}.md", f"# T {n}\n\narXiv: 2302.0308{n}\n\n## 笔记\n\n好。\n") for n in range(3)]
    assert run("import", *names).err.count("is today's") == 1


def test_where_no_recipe_fits_nothing_is_written_and_it_says_what_was_seen(run: Run, site: Path) -> None:
    for name in ("a", "b", "c"):
        text = f"---\nmood: {name}\n---\n\nToday was fine.\n\n## Weather\n\nSun.\n\n**Colour**: red\n"
        write_site(site, {f"diary/{name}.md": text})
    ran = run("import", "diary")
    assert (ran.status, ran.out) == (1, "")
    assert not (site / "content").exists()
    assert "No built-in recipe fits these files. The nearest is 'notes': " in ran.err
    assert "of 3 that it takes for papers, 0 are, 3 lack English title, 3 lack authors, 3 lack address." in ran.err
    table = ran.err[ran.err.index("papers ") :].splitlines()
    assert table[0] == "papers     0 in 3 files, 3 without a paper; 0 whole, 0 written"
    assert "seen           3 key mood: diary/a.md:2  mood: a" in table
    assert "seen           3 heading Weather: diary/a.md:7  ## Weather" in table
    assert codes(ran.err) == ["no-papers"] * 3
    assert run("import", "--write-recipe", "mine.yaml", "diary").status == 1
    assert "#   heading Weather (3): diary/a.md:7  ## Weather\n" in (site / "mine.yaml").read_text(encoding="utf-8")


def test_a_list_of_papers_of_many_forms_fits_no_recipe(run: Run, site: Path) -> None:
    text = "# Lamps\n\n## Video\n\n- **One**, *A B*. [[paper](https://arxiv.org/abs/2302.03081)]\n"
    text += "- [Two](https://arxiv.org/abs/2302.03082) - C D\n\n## Sampling\n\n1. [Three](https://arxiv.org/abs/2302.03083)\n"
    ran = run("import", write(site, "README.md", text + "2. [Four](https://arxiv.org/abs/2302.03084), Nature\n"))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("No built-in recipe fits these files.")


def test_what_goes_to_the_issue_is_counted(run: Run, site: Path) -> None:
    text = f"# 日报 2023-02-08\n\nSee https://arxiv.org/abs/2302.03089\n\n{POST}\n心情: 好\n"
    folder = "a-folder-with-a-long-name/"
    write_site(site, {f"{folder}post.txt": text})
    ran = run("import", "--report", "report.jsonl", "--recipe", "post", folder)
    table = ran.err[ran.err.index("papers ") :]
    assert "as text    lines for issue.md 2, addresses of papers there 1\n" in table
    assert re.search(r"^no place       1 a line '心情: \.\.\.': post\.txt:\d+  心情: 好$", table, re.MULTILINE)
    records = [json.loads(line) for line in (site / "report.jsonl").read_text(encoding="utf-8").splitlines()]
    assert "See https://arxiv.org/abs/2302.03089" in [each.get("introduction") for each in records]


def test_a_note_with_links_below_headings_is_one_paper(run: Run, site: Path) -> None:
    links = "".join(f"## 节{number}\n\nhttps://arxiv.org/abs/2302.1000{number}\n\n" for number in range(6))
    for number in range(3):
        head = (
            f"# Lamps {number}\n\n作者: Ada Lovelace\n\n分类: CV\n\n论文: https://arxiv.org/abs/2302.0308{number}\n\n"
        )
        write_site(site, {f"notes/{number}.md": head + links})
    ran = run("import", "--dry-run", "--date", "2023-02-08", "notes")
    assert (ran.status, "papers     3 in 3 files; 3 whole, 0 written\n" in ran.err) == (0, True)


def test_a_recipe_that_leaves_all_files_out_is_not_taken(run: Run, site: Path) -> None:
    front = '+++\ntitle = "Lamps"\ndate = 2023-02-08\nauthors = ["Ada Lovelace"]\ncategories = ["CV"]\nweight = 1\n'
    write_site(site, {"blog/lamps/_index.md": f'{front}paper = "https://arxiv.org/abs/2302.03081"\n+++\n\n好。\n'})
    ran = run("import", "blog")
    assert (ran.status, ran.out) == (0, "content/2023-02-08/2302.03081.md\n")
    assert ran.err.startswith("Recipe: notes ")
