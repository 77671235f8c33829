"""`digest new`, end to end: files, output, exit status."""

import os
import sys
from pathlib import Path

import pytest

from digest import __version__
from digest.model.authority import PLACEHOLDER_URL
from tests.arxiv import PAPERS, PIC2WORD, Arxiv, Paper, Reply, error_entry, feed
from tests.building import NOW, build, check, entry, tree, write_site
from tests.faces.conftest import Run

PATH = "content/2023-02-08/2302.03084.md"
_TEXTS = "title_zh, 要点, 一句话总结 and 摘要, then delete 'draft: true'"
WROTE = f"Wrote 1 draft for 2023-02-08. Fill in {_TEXTS}.\n"
BARE = f"Wrote 1 draft for 2023-02-08. Fill in title, authors, category, {_TEXTS}.\n"
TITLE = "Pic2Word: Mapping Pictures to Words for Zero-shot Composed Image Retrieval"
SKELETON = """\
---
title:
title_zh:
authors:
category:
arxiv: 2302.03084
draft: true
---

## 要点

## 一句话总结

## 摘要

## Abstract
"""


def test_a_new_entry_holds_what_arxiv_knows_and_is_ready_to_fill(run: Run, arxiv: Arxiv, site: Path) -> None:
    ran = run("new", "2302.03084")
    assert (ran.status, ran.out, ran.err) == (0, f"{PATH}\n", f"  {TITLE}\n{WROTE}")
    assert (site / PATH).read_text(encoding="utf-8") == (
        "---\n"
        f'title: "{TITLE}"\n'
        "title_zh:\n"
        "authors: Kuniaki Saito, Kihyuk Sohn, Xiang Zhang, Chun-Liang Li, Chen-Yu Lee, Kate Saenko, Tomas Pfister\n"
        "category: CV\n"
        "arxiv: 2302.03084\n"
        "code: https://github.com/google-research/composed_image_retrieval\n"
        "venue: CVPR 2023\n"
        "published: 2023-02-06\n"
        "draft: true\n"
        "---\n\n## 要点\n\n## 一句话总结\n\n## 摘要\n\n## Abstract\n\n"
        "In Composed Image Retrieval (CIR), a user combines a query image with text to describe their intended target. "
        "Existing methods rely on supervised learning of CIR models using labeled triplets consisting of the query "
        "image, text specification, and the target image. Code will be made publicly available at "
        "https://github.com/google-research/composed_image_retrieval.\n"
    )


def test_a_new_entry_is_a_draft_and_can_be_read(run: Run, arxiv: Arxiv, site: Path) -> None:
    run("new", "2302.03084", "math/0309136v2")
    assert {each.code for each in check(site)} == {"missing-title-zh", "empty-section"}
    built = build(site)
    assert built.result.published
    assert PATH in built.result.drafts
    assert "papers/2302.03084.html" not in built.files()
    built = build(site, drafts=True)
    page = built.text("papers/2302.03084.html")
    assert TITLE in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert not any(heading in main for heading in ("要点", "一句话总结", "摘要"))


def test_many_papers_take_one_request_each_is_handled_once_and_the_order_stays(run: Run, arxiv: Arxiv) -> None:
    ran = run("new", "math/0309136", "arXiv:2302.03084", "https://arxiv.org/pdf/2302.03084v2.pdf", "-q")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == f"content/2023-02-08/math-0309136.md\n{PATH}\n"
    assert arxiv.asked == [["math/0309136", "2302.03084"]]
    assert arxiv.limits == ["2"]
    assert arxiv.user_agents == [f"bilingual-digest/{__version__} (+https://example.org/d/; mailto:lee@example.org)"]


def test_an_address_that_was_never_set_is_not_told_to_arxiv(run: Run, arxiv: Arxiv, site: Path) -> None:
    settings = site / "digest.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("https://example.org/d/", PLACEHOLDER_URL))
    run("new", "2302.03084")
    assert arxiv.user_agents == [f"bilingual-digest/{__version__} (mailto:lee@example.org)"]


def test_the_version_that_is_asked_for_stays(run: Run, arxiv: Arxiv, site: Path) -> None:
    run("new", "2302.03084v1")
    assert arxiv.asked == [["2302.03084v1"]]
    assert "\narxiv: 2302.03084v1\n" in (site / PATH).read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_papers_are_read_from_standard_input(run: Run, arxiv: Arxiv, arguments: tuple[str, ...]) -> None:
    ran = run("new", "-q", *arguments, given="# today\n2302.03084, math/0309136  # two\n\n")
    assert (ran.status, ran.out) == (0, f"{PATH}\ncontent/2023-02-08/math-0309136.md\n")


def test_without_a_paper_the_usage_is_told(run: Run) -> None:
    hint = "  = hint: give ids or addresses of arXiv, for example: digest new 2302.03084\n"
    ran = run("new")
    assert (ran.status, ran.out, ran.err) == (2, "", f"error: no paper is named\n{hint}")
    ran = run("new", given="\n# nothing\n")
    assert (ran.status, ran.err) == (2, f"error: standard input names no paper\n{hint}")


def test_a_day_can_be_named(run: Run, arxiv: Arxiv) -> None:
    assert run("new", "2302.03084", "--date", "2023-02-10").out == "content/2023-02-10/2302.03084.md\n"


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("2023/2/10", "'--date' must be a date, not '2023/2/10'", "write --date 2023-02-10"),
        ("2023-02-30", "'2023-02-30' is no day of the calendar", "write a day that there is, as YYYY-MM-DD"),
        ("soon", "'--date' must be a date, not 'soon'", "write --date YYYY-MM-DD"),
    ],
)
def test_an_invalid_date_is_refused(run: Run, site: Path, typed: str, message: str, hint: str) -> None:
    ran = run("new", "2302.03084", "--date", typed)
    assert (ran.status, ran.out, ran.err) == (2, "", f"error: {message}\n  = hint: {hint}\n")
    assert list(tree(site)) == ["digest.yaml"]


def test_what_is_not_an_arxiv_paper_is_reported_and_the_others_are_written(run: Run, arxiv: Arxiv) -> None:
    ran = run("new", "-q", "2302.3084", "10.1145/3292500.3330701", "2302.03084")
    assert (ran.status, ran.out) == (2, f"{PATH}\n")
    assert ran.err == (
        "error: '2302.3084' is no paper of arXiv\n"
        "  = hint: write its id, such as 2302.03084 or math/0309136, or its address\n"
        "error: '10.1145/3292500.3330701' is no paper of arXiv\n"
        "  = hint: only those can be looked up: write the entry by hand, with 'doi:'\n"
    )


@pytest.mark.parametrize("body", [feed(), feed(error_entry("incorrect id format for 2302.99999"))])
def test_a_paper_that_arxiv_does_not_have_is_told(run: Run, arxiv: Arxiv, waits: list[float], body: str) -> None:
    arxiv.replies.append(Reply(body=body, status=400 if "errors" in body else 200))
    ran = run("new", "-q", "2302.99999")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "error: arXiv has no paper 2302.99999\n  = hint: look at the number: https://arxiv.org/abs/2302.99999\n"
    )


def test_an_id_that_arxiv_rejects_does_not_stop_the_others(run: Run, arxiv: Arxiv, waits: list[float]) -> None:
    arxiv.replies.append(Reply(body=feed(error_entry("incorrect id format for 2302.99999")), status=400))
    ran = run("new", "-q", "2302.99999", "2302.03084")
    assert (ran.status, ran.out) == (2, f"{PATH}\n")
    assert arxiv.asked == [["2302.99999", "2302.03084"], ["2302.03084"]]


def test_a_paper_that_was_withdrawn_is_told_and_written(run: Run, arxiv: Arxiv) -> None:
    arxiv.papers = (
        Paper(id="2302.00001", title="A", authors=("B",), abstract="C", comment="This paper has been withdrawn by B\n"),
    )
    ran = run("new", "2302.00001", "-q")
    assert (ran.status, ran.out) == (0, "content/2023-02-08/2302.00001.md\n")
    assert ran.err == "warning: 2302.00001 was withdrawn: This paper has been withdrawn by B\n"


# Existing papers and files


@pytest.mark.parametrize(
    ("path", "text", "where"),
    [
        ("content/2023-02-01/clip.md", entry(arxiv="2302.03084v1"), "6:8"),
        ("content/2030-01-01/clip.md", entry(draft="true"), "6:8"),
        ("content/2023-02-01/clip.md", entry(arxiv="", doi="10.48550/arXiv.2302.03084"), "6:6"),
        ("content/2023-02-01/clip.md", entry(arxiv="", url="https://arxiv.org/abs/2302.03084"), "6:6"),
        ("content/2023-02-01/clip.md", "---\ntitle:\narxiv: 2302.03084\n---\n", "3:8"),
        (PATH, SKELETON, "6:8"),
    ],
)
def test_a_paper_of_the_site_is_refused_with_its_place(
    run: Run, arxiv: Arxiv, site: Path, path: str, text: str, where: str
) -> None:
    write_site(site, {path: text})
    before = tree(site)
    ran = run("new", "-q", "2302.03084", "math/0309136")
    assert (ran.status, ran.out) == (1, "content/2023-02-08/math-0309136.md\n")
    assert ran.err.startswith(f"{path}:{where}: error[paper-there]: 2302.03084 is in the site already\n")
    assert ran.err.endswith("    = hint: edit this entry; or delete it, to have it written anew\n\n")
    assert arxiv.asked == [["math/0309136"]]
    after = tree(site)
    assert {name: after[name] for name in before} == before


def test_a_paper_is_known_by_the_doi_of_its_journal_too(run: Run, arxiv: Arxiv, site: Path) -> None:
    write_site(site, {"content/2023-02-01/a.md": entry(arxiv="", doi="10.4007/ANNALS.2004.1.1")})
    ran = run("new", "-q", "math/0309136")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("content/2023-02-01/a.md:6:6: error[paper-there]: math/0309136 is in the site already\n")


def test_no_file_is_written_over(run: Run, arxiv: Arxiv, site: Path) -> None:
    write_site(site, {PATH: entry(arxiv="2302.03085")})
    before = (site / PATH).read_bytes()
    ran = run("new", "2302.03084", "-q")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"error: {PATH} is there already\n  = hint: move or rename it: no file is written over\n"
    assert (site / PATH).read_bytes() == before


# Without arXiv


def test_drafts_that_hold_only_ids_are_counted_by_a_build(run: Run, site: Path) -> None:
    run("new", "2302.03084", "2302.03085", "--offline")
    paths = ("content/2023-02-08/2302.03084.md", "content/2023-02-08/2302.03085.md")
    for _ in range(2):  # the second build takes it from the cache
        assert build(site).result.drafts == paths
    assert build(site, drafts=True).result.drafts == ()


def test_offline_a_draft_is_written_without_asking(run: Run, arxiv: Arxiv, site: Path) -> None:
    ran = run("new", "2302.03084", "--offline")
    assert (ran.status, ran.out, ran.err) == (0, f"{PATH}\n", BARE)
    assert (site / PATH).read_text(encoding="utf-8") == SKELETON
    assert arxiv.asked == []
    assert build(site, now=NOW).result.published
    assert {str(each.severity) for each in check(site)} == {"note"}


def test_without_a_network_a_draft_is_written_and_the_status_says_so(
    run: Run, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_ARXIV_API", "http://127.0.0.1:1/api/query")
    ran = run("new", "2302.03084")
    assert (ran.status, ran.out) == (2, f"{PATH}\n")
    assert ran.err == (
        "warning: arXiv cannot be reached: Connection refused\n"
        "  = hint: what was written holds ids only: fill it in, or delete it and ask again\n" + BARE
    )
    assert (site / PATH).read_text(encoding="utf-8") == SKELETON


@pytest.mark.parametrize(
    ("reply", "failure"),
    [
        (Reply(status=403), "arXiv answered 403 Forbidden"),
        (Reply(body="<html>Sign in</html>"), "arXiv answered with no feed: Sign in"),
        (Reply(body=feed(PIC2WORD.entry())[:900]), "arXiv answered with half a feed"),
        (Reply(body=b"\xff\xfe"), "arXiv answered with bytes that are not UTF-8 (0xff at 0)"),
        (
            Reply(status=503, headers={"Retry-After": "600"}),
            "arXiv answered 503 Service Unavailable, and asks to come back in 600 s",
        ),
        (
            Reply(status=503, headers={"Retry-After": "Fri, 01 Jan 2999 12:00:00 GMT"}),
            "arXiv answered 503 Service Unavailable, and asks to come back later, on 2999-01-01",
        ),
        (
            Reply(status=503, headers={"Retry-After": "Fri, 31 Dec 9999 23:59:59 -1200"}),
            "arXiv answered 503 Service Unavailable, and asks to come back later",
        ),
    ],
)
def test_an_invalid_answer_is_reported_and_a_draft_is_written(
    run: Run, arxiv: Arxiv, waits: list[float], reply: Reply, failure: str
) -> None:
    arxiv.replies.append(reply)
    ran = run("new", "-q", "2302.03084")
    assert (ran.status, ran.out) == (2, f"{PATH}\n")
    assert ran.err.startswith(f"warning: {failure}\n")
    assert waits == []


@pytest.mark.parametrize(
    ("replies", "pauses"),
    [
        ([Reply(status=429, headers={"Retry-After": "7"})], [7.0]),
        ([Reply(status=503), Reply(body="Rate exceeded.")], [5.0, 15.0]),
        ([Reply(status=503, headers={"Retry-After": "0"})], [3.0]),
        ([Reply(status=503, headers={"Retry-After": "Wed, 01 Feb 2023 00:00:00 GMT"})], [3.0]),
        ([Reply(status=429, headers={"Retry-After": "later"})], [5.0]),
    ],
)
def test_arxiv_is_asked_again_when_it_was_busy(
    run: Run, arxiv: Arxiv, waits: list[float], replies: list[Reply], pauses: list[float]
) -> None:
    arxiv.replies.extend(replies)
    ran = run("new", "2302.03084")
    assert (ran.status, ran.out) == (0, f"{PATH}\n")
    assert waits == pauses
    assert f"; asking again in {pauses[0]:.0f} s\n" in ran.err


def test_retries_end(run: Run, arxiv: Arxiv, waits: list[float]) -> None:
    arxiv.replies.extend([Reply(status=429)] * 9)
    ran = run("new", "2302.03084", "-q")
    assert ran.status == 2
    assert ran.err.startswith("warning: arXiv answered 429 Too Many Requests\n")
    assert waits == [5.0, 15.0, 30.0]


def test_a_long_list_is_asked_for_in_parts_three_seconds_apart(run: Run, arxiv: Arxiv, waits: list[float]) -> None:
    arxiv.papers = tuple(
        Paper(id=f"2302.{number:05d}", title=f"T {number}", authors=("A",), abstract="B") for number in range(150)
    )
    ran = run("new", "-q", *(paper.id for paper in arxiv.papers))
    assert ran.status == 0
    assert len(ran.out.splitlines()) == 150
    assert [len(ids) for ids in arxiv.asked] == [100, 50]
    assert len(waits) == 1
    assert 2.0 < waits[0] <= 3.0


def test_one_command_after_another_keeps_the_pace_too(run: Run, arxiv: Arxiv, waits: list[float], site: Path) -> None:
    run("new", "-q", "2302.03084")
    assert waits == []
    run("new", "-q", "math/0309136")
    assert len(waits) == 1
    assert 0 < waits.pop() <= 3.0
    for noted in ("1000.0", "99999999999", "yesterday", ""):
        (site / ".digest/arxiv").write_text(noted)
        run("new", "-q", f"2302.{noted.count('0'):05d}")
        assert waits == []


def test_what_came_before_a_failure_is_kept(run: Run, arxiv: Arxiv, waits: list[float], site: Path) -> None:
    papers = [Paper(id=f"2302.{number:05d}", title="T", authors=("A",), abstract="B") for number in range(101)]
    arxiv.replies.extend([Reply(body=feed(*(paper.entry() for paper in papers[:100]))), Reply(status=403)])
    ran = run("new", *(paper.id for paper in papers))
    assert ran.status == 2
    assert ran.err.endswith(WROTE.replace("1 draft", "100 drafts") + BARE)
    assert "draft: true" in (site / "content/2023-02-08/2302.00100.md").read_text(encoding="utf-8")


# Options and environment


def test_a_day_that_has_a_folder_elsewhere_keeps_it(run: Run, arxiv: Arxiv, site: Path) -> None:
    write_site(site, {"content/2023/2023-02-08/a.md": entry(arxiv="2302.00001")})
    assert run("new", "2302.03084").out == "content/2023/2023-02-08/2302.03084.md\n"


def test_a_folder_without_settings_is_refused(run: Run, site: Path) -> None:
    (site / "digest.yaml").unlink()
    ran = run("new", "2302.03084")
    assert ran.status == 2
    assert ran.err == (
        f"error: there is no digest.yaml in {site} or in a folder above it\n"
        "  = hint: go to the site's folder, or name it with --root\n"
    )


def test_settings_with_errors_are_shown(run: Run, site: Path) -> None:
    (site / "digest.yaml").write_text("ur: https://example.org/\n")
    ran = run("new", "2302.03084")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("digest.yaml:1:1: error[unknown-key]: unknown key 'ur'\n")
    assert ran.err.endswith("error: digest.yaml has errors\n")


def test_paths_are_told_as_they_are_reached_from_here(
    run: Run, arxiv: Arxiv, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "content").mkdir()
    monkeypatch.chdir(site / "content")
    assert run("new", "2302.03084").out == "2023-02-08/2302.03084.md\n"
    monkeypatch.chdir("/")
    assert run("new", "math/0309136", "--root", str(site)).out.endswith("content/2023-02-08/math-0309136.md\n")


def test_the_url_of_the_api_must_be_valid(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_ARXIV_API", "file:///etc/passwd")
    ran = run("new", "2302.03084")
    message = "error: DIGEST_ARXIV_API must be a web address, not 'file:///etc/passwd'\n"
    assert (ran.status, ran.err) == (2, f"{message}  = hint: unset it to ask arXiv itself\n")


@pytest.mark.skipif(os.name != "posix", reason="writes a script for a shell")
def test_the_new_entries_are_opened_in_the_editor(
    run: Run, arxiv: Arxiv, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = site / "my editor"
    script.write_text(f'#!{sys.executable}\nimport sys\nopen("opened", "w").write(" ".join(sys.argv[1:]))\n')
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.setenv("VISUAL", f"'{script}' --wait")
    assert run("new", "--edit", "2302.03084", "math/0309136").status == 0
    paths = [site / PATH, site / "content/2023-02-08/math-0309136.md"]
    assert (site / "opened").read_text() == " ".join(["--wait", *map(str, paths)])


@pytest.mark.parametrize(
    ("editor", "message", "writes"),
    [
        ("", "no editor is set", False),
        ("vi '", "the editor 'vi '' is no command: No closing quotation", False),
        ("/nowhere/vi", "the editor '/nowhere/vi' cannot be started: No such file or directory", True),
        ("false", "the editor 'false' ended with status 1", True),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="the messages are those of POSIX systems")
def test_an_editor_that_does_not_start_is_told(
    run: Run, arxiv: Arxiv, monkeypatch: pytest.MonkeyPatch, editor: str, message: str, writes: bool
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    ran = run("new", "-q", "--edit", "2302.03084")
    assert (ran.status, ran.out) == (2, f"{PATH}\n" if writes else "")
    assert ran.err.startswith(f"error: {message}\n")


def test_the_stand_in_has_the_papers_that_these_tests_ask_for() -> None:
    assert {paper.id for paper in PAPERS} == {"2302.03084", "math/0309136"}
