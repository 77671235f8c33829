"""`digest serve` as its editor meets it: what it says, what it shows, and how it ends."""

import functools
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.faces.build_command import Manner
from digest.faces.process import main
from digest.faces.serve.live import Live
from digest.faces.serve.serve_command import Session
from digest.faces.serve.server import NotRendered
from digest.machine.preview import Preview
from tests.building import AUTHORITY, DAY, SETTINGS, entry, tree, write_site
from tests.faces.serve.serving import Serving
from tests.machine.processes import REPOSITORY, eventually, members, needs_proc

DRAFT = entry(arxiv="2302.00002", title="Unfinished", title_zh="未完成", draft="true")
FUTURE = entry(arxiv="2302.00003", title="To come", title_zh="将来")
FILES: dict[str, str | bytes] = {
    "digest.yaml": SETTINGS + AUTHORITY,
    f"{DAY}/a.md": entry(),
    f"{DAY}/b.md": DRAFT,
    "content/2123-01-01/c.md": FUTURE,
}
OTHER = entry().replace("一句话。", "另一句话。")
WRONG = entry().replace("title_zh", "titel_zh")
UNFILLED = "---\narxiv: 2302.00005\n---\n"
PAPER = "papers/2302.03084.html"
WITHOUT_WATCHFILES = "import sys; sys.modules['watchfiles'] = None; from digest.faces.process import run; run()"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", FILES)


@pytest.fixture
def serving(site: Path) -> Iterator[Serving]:
    """The site being served."""
    running = Serving(site)
    yield running
    running.process.kill()
    running.process.wait()


def without_times(text: str) -> str:
    return re.sub(r"\d\d:\d\d:\d\d", "00:00:00", re.sub(r"\d+\.\d\d s", "0.00 s", text))


@needs_proc
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_well_also_while_pages_listen(serving: Serving, how: signal.Signals) -> None:
    with urllib.request.urlopen(f"{serving.url}_digest/events", timeout=10) as listening:
        assert listening.readline() == b"retry: 500\n"
        assert serving.end(how) == 0
    assert eventually(lambda: not members(serving.process.pid)), "a process was left"
    assert serving.err == ""


def test_it_says_what_was_built_and_where_it_is(serving: Serving) -> None:
    assert without_times(serving.out) == (
        "00:00:00 Built 44 pages and 44 other files from 3 papers in 2 issues in 0.00 s.\n"
        f"Serving {serving.url} (Ctrl-C ends)\n"
    )
    assert serving.err == ""


def test_drafts_and_papers_to_come_are_shown_and_marked(serving: Serving) -> None:
    assert '<span class="mark">草稿</span>' in serving.get("papers/2302.00002.html")[1]
    assert '<span class="mark">Draft</span>' in serving.get("en/papers/2302.00002.html")[1]
    assert '<span class="mark">未到日期</span>' in serving.get("papers/2302.00003.html")[1]
    assert '<span class="mark">Not yet due</span>' in serving.get("en/categories/cv.html")[1]
    assert 'class="mark"' not in serving.get("papers/2302.03084.html")[1]


def test_pages_name_the_address_that_they_are_served_at(serving: Serving) -> None:
    assert (
        f'<link rel="canonical" href="{serving.url}papers/2302.03084.html">'
        in (serving.get("papers/2302.03084.html")[1])
    )
    status, lost = serving.get("en/nothing.html")
    assert (status, 'data-site="/"' in lost) == (404, True)


def test_what_is_saved_is_shown_and_told_of(serving: Serving) -> None:
    serving.save(OTHER)
    assert serving.shows("另一句话。")
    line = (
        "00:00:00 Built 44 pages and 44 other files from 3 papers in 2 issues"
        " (32 changed, 4 removed, 56 unchanged) in 0.00 s.\n"
    )
    assert eventually(lambda: line in without_times(serving.out))
    assert serving.state()["problems"] == ""


def test_errors_are_told_in_the_terminal_and_to_pages_until_they_are_mended(serving: Serving) -> None:
    serving.save(WRONG)
    assert eventually(lambda: "Not built" in serving.err)
    assert without_times(serving.err) == (
        f"{serving.root}/{DAY}/a.md:3:1: error[unknown-key]: unknown key 'titel_zh'\n"
        "  3 | titel_zh: 一个标题\n"
        "    | ^^^^^^^^\n"
        "    = hint: did you mean 'title_zh'?\n"
        "\n"
        "00:00:00 Not built: 1 error in 1 file.\n"
    )
    assert eventually(lambda: "<mark>titel_zh</mark>: 一个标题" in serving.state()["problems"])
    assert serving.get("papers/2302.03084.html")[0] == 200
    serving.save(entry())
    assert eventually(lambda: serving.state()["problems"] == "")
    assert "Nothing changed: 44 pages" in serving.out


def test_settings_that_are_broken_or_gone_are_told_until_they_are_mended(serving: Serving) -> None:
    settings = serving.root / "digest.yaml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before + "titel: x\n")
    assert eventually(lambda: "<mark>titel</mark>: x" in serving.state()["problems"])
    settings.unlink()
    assert eventually(lambda: "there is no digest.yaml in" in serving.state()["problems"])
    settings.write_text(before.replace("论文日报", "新的名字"))
    assert serving.shows("新的名字")
    assert eventually(lambda: serving.state()["problems"] == "")
    assert "error: digest.yaml has errors\n" in serving.err


def test_before_the_first_good_plan_the_pages_that_there_are_are_shown(tmp_path: Path) -> None:
    serving = Serving(
        write_site(
            tmp_path / "site", {"digest.yaml": SETTINGS + AUTHORITY, f"{DAY}/a.md": UNFILLED, f"{DAY}/b.md": entry()}
        )
    )
    try:
        assert [serving.get(path)[0] for path in ("", PAPER, "papers/2302.00005.html")] == [200, 200, 404]
        assert "error[missing-field]" in serving.state()["problems"]
        serving.save(UNFILLED.replace("arxiv:", "title: Filled\nauthors: [A]\ncategory: CV\narxiv:"))
        assert serving.shows("Filled")
        assert eventually(lambda: serving.state()["problems"] == "")
    finally:
        serving.end()


def test_without_settings_there_is_only_what_is_wrong(tmp_path: Path) -> None:
    serving = Serving(write_site(tmp_path / "site", {f"{DAY}/a.md": entry(), "digest.yaml": "titel: x\n"}))
    try:
        for path in ("", PAPER):
            status, page = serving.get(path)
            assert (status, "<mark>titel</mark>: x" in page) == (500, True)
        (serving.root / "digest.yaml").write_text(SETTINGS + AUTHORITY)
        assert serving.shows("一句话。")
    finally:
        serving.end()


def test_a_fault_of_a_template_is_told_and_shown_on_the_pages_that_have_it(serving: Serving) -> None:
    write_site(
        serving.root,
        {"digest.yaml": SETTINGS + AUTHORITY, "themes/default/templates/paper.html": "{{ view.nothing }}\n"},
    )
    assert eventually(lambda: serving.get(PAPER)[0] == 500)
    assert "{{ view.<mark>nothing</mark> }}" in serving.get(PAPER)[1]
    assert "themes/default/templates/paper.html:1:9: error[template-error]" in serving.err
    assert [serving.get(path)[0] for path in ("", "feed.xml", "assets/style.css")] == [200, 200, 200]
    assert serving.state()["problems"] == ""
    (serving.root / "themes/default/templates/paper.html").unlink()
    assert eventually(lambda: serving.get(PAPER)[0] == 200)


def test_warnings_are_told_once_and_counted_each_time(serving: Serving) -> None:
    serving.save(entry(arxiv="2302.00004", title_zh=""), "d.md")
    assert eventually(lambda: "Found 1 warning in 1 file.\n" in serving.err)
    serving.save(OTHER)
    counted = "Found 1 warning in 1 file (missing-title-zh 1); digest check shows all.\n"
    assert eventually(lambda: counted in serving.err)
    assert serving.err.count("warning[") == 1
    assert eventually(lambda: serving.state()["warnings"] == 1)
    assert "d.md:2:8:" in str(serving.state()["listed"])
    assert "warning[missing-title-zh]" in str(serving.state()["listed"])


def test_the_published_output_is_left_alone_and_can_be_built_meanwhile(serving: Serving) -> None:
    assert not (serving.root / "output").exists()
    build = [sys.executable, "-m", "digest", "build", "--root", serving.root]
    built = functools.partial(subprocess.run, build, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
    built()
    published = tree(serving.root / "output")
    assert "papers/2302.00002.html" not in published
    serving.save(OTHER)
    assert serving.shows("另一句话。")
    assert tree(serving.root / "output") == published
    built()
    assert "另一句话。".encode() in tree(serving.root / "output")["papers/2302.03084.html"]
    assert serving.get("papers/2302.00002.html")[0] == 200
    assert sorted(path.name for path in serving.root.iterdir()) == [".digest", "content", "digest.yaml", "output"]


def test_two_may_serve_one_site_the_second_at_the_next_port(serving: Serving) -> None:
    taken = int(serving.url[:-1].rpartition(":")[2])
    second = Serving(serving.root, port=taken)
    try:
        port = int(second.url[:-1].rpartition(":")[2])
        assert port > taken
        assert second.err == f"Port {taken} is taken, so {port} is used.\n"
        serving.save(OTHER)
        assert serving.shows("另一句话。")
        assert second.shows("另一句话。")
    finally:
        second.end()


def test_without_watchfiles_what_is_saved_is_found_by_looking(site: Path) -> None:
    serving = Serving(site, start=("-c", WITHOUT_WATCHFILES))
    try:
        serving.save(OTHER)
        assert serving.shows("另一句话。")
        assert serving.end(signal.SIGINT) == 0
    finally:
        serving.process.kill()


def test_quietly_only_the_address_and_problems_are_told(site: Path) -> None:
    serving = Serving(site, "-q")
    try:
        assert serving.out == f"Serving {serving.url} (Ctrl-C ends)\n"
        serving.save(WRONG)
        assert eventually(lambda: "= hint: did you mean 'title_zh'?\n" in serving.err)
    finally:
        serving.end()
    assert "Not built" not in serving.err


def test_verbosely_requests_and_reasons_are_told_too(site: Path) -> None:
    serving = Serving(site, "-v")
    try:
        serving.get("index.html?x")
        assert '00:00:00 "GET /index.html?x HTTP/1.1" 200 -\n' in without_times(serving.err)
        serving.save(OTHER)
        assert eventually(lambda: "papers/2302.03084.html: what it shows changed\n" in serving.err)
    finally:
        serving.end()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_there_is_not_is_wrong_usage(port: str, capsys: pytest.CaptureFixture[str], site: Path) -> None:
    with pytest.raises(SystemExit) as left:
        main(["serve", "--root", str(site), f"--port={port}"])
    assert left.value.code == 2
    assert "Invalid value for '--port'" in capsys.readouterr().err


def test_outside_of_a_site_there_is_nothing_to_serve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(["serve"])
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith(f"error: there is no digest.yaml in {tmp_path} or in a folder above it\n")


def test_a_fault_of_our_own_is_told_and_the_next_build_goes_on(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no idea")

    live = Live("s")
    session = Session(site, live, Manner())
    monkeypatch.setattr(Preview, "update", fail)
    session.build("http://127.0.0.1:1/")
    assert "internal error:</b> RuntimeError: no idea" in live.problems
    assert capsys.readouterr().err.startswith("internal error: RuntimeError: no idea\n")
    monkeypatch.undo()
    session.build("http://127.0.0.1:1/")
    assert live.problems == ""
    monkeypatch.setattr(Preview, "render", fail)
    with pytest.raises(NotRendered, match="RuntimeError: no idea"):
        session.render("index.html")
