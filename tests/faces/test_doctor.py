"""`digest doctor` and `digest --version -v`."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from digest import __version__
from digest.faces import installation
from digest.faces.installation import fits
from digest.lint.rules import Rule, rule_of
from digest.machine.libraries import USED_LIBRARIES, Library
from digest.text.dependencies import OUTPUT_LIBRARIES
from tests.building import AUTHORITY, DAY, SETTINGS, entry, tree, write_site
from tests.faces.conftest import Ran, Run

WHOLE = f"{SETTINGS}{AUTHORITY}description: A few papers a day\neditor: {{name: Ada}}\n"


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "SOURCE_DATE_EPOCH", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704110400")
    monkeypatch.chdir(tmp_path)
    return write_site(tmp_path, {"digest.yaml": WHOLE, f"{DAY}/a.md": entry()})


def facts(ran: Ran) -> Any:
    return json.loads(ran.out)


def doctor(run: Run, *options: str) -> Any:
    return facts(run("doctor", "--format", "json", *options))


def problems(read: Any) -> list[tuple[str, str, str]]:
    return [(each["kind"], each["place"], each["message"]) for each in read["problems"]]


def test_what_is_installed_and_what_would_be_published(run: Run, site: Path) -> None:
    write_site(
        site,
        {
            "digest.yaml": WHOLE,
            f"{DAY}/b.md": entry(draft="true", title="B", arxiv="2302.03085"),
            "content/2024-02-08/c.md": entry(title="C", arxiv="2302.03086"),
            "themes/default/static/mine.woff2": b"wOF2",
            "themes/default/static/custom.css": "@font-face { font-family: Mine; src: url('mine.woff2'); }\n",
        },
    )
    before = tree(site)
    ran = run("doctor", "--format", "json")
    read = facts(ran)
    assert (ran.status, ran.err, read["ok"], problems(read)) == (0, "", True, [])
    assert tree(site) == before
    assert read["digest"]["version"] == __version__
    assert [each["name"] for each in read["libraries"]] == [each.name for each in USED_LIBRARIES]
    assert {each["name"] for each in read["libraries"] if each["changes_output"]} == {
        each.name for each in USED_LIBRARIES if each.name in OUTPUT_LIBRARIES
    }
    assert all(each["installed"] and each["install"].endswith(f"[{each['name']}]'") for each in read["extras"])
    assert read["system"]["environment"]["SOURCE_DATE_EPOCH"] == "1704110400"
    told = read["site"]
    publishes = told["publishes"]
    assert (told["address"], told["address_from"], told["languages"]) == (
        "https://example.org/digest/",
        "digest.yaml",
        ["zh-CN", "en"],
    )
    assert (told["today"], told["fonts"]) == ("2024-01-01", ["themes/default/static/mine.woff2"])
    assert (publishes["papers"], publishes["issues"], publishes["errors"]) == (1, 1, 0)
    assert publishes["drafts"] == [f"{DAY}/b.md"]
    assert publishes["future"] == ["content/2024-02-08/c.md"]
    assert (told["output"]["state"], told["cache"]["bytes"]) == ("not built", 0)


def test_the_output_and_the_cache_are_described(run: Run, site: Path) -> None:
    run("build")
    built = {path: len(content) for path, content in tree(site / "output").items()}
    read = doctor(run)["site"]
    assert read["output"] == {
        "folder": str(site / "output"),
        "state": "built",
        "files": len(built),
        "bytes": sum(built.values()),
        "changes": 0,
    }
    cached = {path: len(content) for path, content in tree(site / ".digest").items()}
    assert read["cache"]["bytes"] == sum(cached.values())
    assert sum(read["cache"]["parts"].values()) == sum(cached.values())
    text = run("doctor").out
    assert f"Output      output/: {len(built)} files, " in text
    assert ", up to date\n" in text
    assert "Publishes   1 paper in 1 issue: " in text
    assert text.endswith("\nNothing is broken.\n")
    (site / f"{DAY}/a.md").write_text(entry(title="Other"))
    (site / "output" / "index.html").unlink()
    assert 5 < doctor(run)["site"]["output"]["changes"] < len(built)
    assert ", a build would write or remove " in run("doctor").out


def test_an_output_that_the_cache_does_not_know_is_counted(run: Run, site: Path) -> None:
    run("build")
    built = {path: len(content) for path, content in tree(site / "output").items()}
    shutil.rmtree(site / ".digest")
    (site / "output/mine.txt").write_text("mine")
    told = doctor(run)["site"]["output"]
    assert (told["state"], told["files"], told["bytes"]) == ("unknown", len(built), sum(built.values()))
    assert "changes" not in told
    text = " ".join(run("doctor").out.split())
    assert f"{len(built)} files, " in text
    assert "; .digest/ does not know them, so the next build looks at all of them Cache .digest/: 0 bytes" in text


def test_a_workflow_that_cannot_publish_or_goes_by_another_clock_is_told(run: Run, site: Path) -> None:
    home = site / "new"
    (site / "digest.yaml").unlink()
    run("init", str(home))
    path = home / ".github/workflows/pages.yml"
    told = [each for each in problems(doctor(run, "--root", str(home))) if each[1].startswith(".github/")]
    assert [each[2].partition(" git+")[0] for each in told] == ["DIGEST is still"]
    text = path.read_text(encoding="utf-8")
    assert "DIGEST: " in text.split("\n")[int(told[0][1].rpartition(":")[2]) - 1]
    path.write_text(text.replace("OWNER", "ada").replace("timezone: Asia/Shanghai", "timezone: 'Europe/Paris'"))
    assert [each[2] for each in problems(doctor(run, "--root", str(home))) if each[1].startswith(".github/")] == [
        "the daily build goes by Europe/Paris, and the days of the site by Asia/Shanghai"
    ]


def test_a_workflow_that_does_not_build_the_site_is_told(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "digest.yaml").unlink()
    (site / ".git").mkdir()
    for name in ("one", "two"):
        run("init", str(site / name))
    path = site / ".github/workflows/pages.yml"
    text = path.read_text().replace("OWNER", "ada")
    path.write_text(text)

    def told(name: str) -> list[tuple[str, str, str]]:
        return [each for each in problems(doctor(run, "--root", str(site / name))) if "workflows" in each[1]]

    assert told("one") == []
    place = "../.github/workflows/pages.yml"
    assert told("two") == [("unfinished", place, "no workflow builds this site: this one builds another folder")]
    line = ".github/workflows/pages.yml: no workflow builds this site: this one builds another folder\n"
    assert f"unfinished: {line}" in run("doctor", "--root", "two").out
    assert "'digest build --root two/ --format github' there builds it" in run("doctor", "--root", "two").out
    monkeypatch.chdir(site / "two")
    assert f"unfinished: ../{line}" in run("doctor").out
    path.with_name("two.yaml").write_text("steps:\n  - run: digest build --root two\n")
    assert told("two") == []
    for broken, at in (("{{{\n", ":2:1"), (f"{text}\n\t- x: [\n", f":{text.count(chr(10)) + 2}:1"), ("[" * 5000, "")):
        path.write_text(broken)
        assert told("two") == [("unfinished", f"{place}{at}", "this is no YAML, so GitHub runs nothing of it")]


@pytest.mark.parametrize(("kind", "make"), [("folder", os.mkdir), ("pipe or device", os.mkfifo)])
def test_settings_that_are_no_file_are_broken(run: Run, site: Path, kind: str, make: Callable[[Path], None]) -> None:
    (site / "digest.yaml").unlink()
    make(site / "digest.yaml")
    ran = run("doctor")
    hint = f"digest.yaml is a {kind}: put a file in its place"
    assert ran.status == 1
    assert f"broken: digest.yaml cannot be read\n  = hint: {hint}\n" in ran.out
    assert hint in run("build").err


def test_settings_that_look_unfinished_break_nothing(run: Run, site: Path) -> None:
    settings = "url: https://name.github.io/repo/\neditor: {name: Your Name}\n"
    write_site(site, {"digest.yaml": settings})
    ran = run("doctor", "--format", "json")
    assert ran.status == 0
    assert problems(facts(ran)) == [
        ("unfinished", "digest.yaml", "the setting 'title' is missing"),
        ("unfinished", "digest.yaml", "the setting 'description' is missing"),
        ("unfinished", "digest.yaml:1:6", "this is the address of an example: 'https://name.github.io/repo/'"),
        ("unfinished", "digest.yaml:2:16", "this is the value of an example: 'Your Name'"),
    ]
    write_site(site, {"digest.yaml": SETTINGS})
    assert ("unfinished", "digest.yaml:2:6") in [each[:2] for each in problems(doctor(run))]  # missing-authority


@pytest.mark.parametrize(
    ("files", "place", "message"),
    [
        ({"digest.yaml": "titel: A\n" + WHOLE}, "digest.yaml:1:1", "unknown key 'titel'"),
        ({"digest.yaml": WHOLE + "theme: nope\n"}, "", "there is no theme 'nope'"),
        ({"digest.yaml": WHOLE, f"{DAY}/b.md": "---\ntitle: B\n---\n"}, "", "3 errors stop a build"),
        ({"digest.yaml": WHOLE, "output/mine.txt": "mine"}, "", "/output holds files that digest did not write"),
    ],
)
def test_what_stops_a_build_is_broken(run: Run, site: Path, files: dict[str, str], place: str, message: str) -> None:
    write_site(site, files)
    ran = run("doctor", "--format", "json")
    [(kind, where, told)] = problems(facts(ran))
    assert (ran.status, kind, where) == (1, "broken", place)
    assert message in told
    shown = run("doctor")
    assert shown.status == 1
    assert f"\nbroken: {f'{place}: ' if place else ''}" in shown.out
    assert "Nothing is broken" not in shown.out


def test_a_folder_without_a_site_is_no_fault_unless_it_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (tmp_path / "digest.yaml").unlink()
    monkeypatch.chdir(empty)
    ran = run("doctor")
    assert ran.status == 0
    assert f"Site        there is no digest.yaml in {empty}" in ran.out.replace("\n            ", " ")
    assert doctor(run)["site"] is None
    assert run("doctor", "--root", str(empty)).status == 1


def test_a_library_that_is_missing_too_old_or_damaged_is_broken(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {each.name: "1.0" for each in USED_LIBRARIES if each.name not in ("jinja2", "rispy", "watchfiles")}
    versions |= {"markupsafe": "2.1.5", "math-core": "0.9.3", "segno": "1.6.6", "click": "8.1", "pyyaml": "6.0"}
    monkeypatch.setattr(installation, "installed_versions", lambda _: versions)
    monkeypatch.setattr(
        installation,
        "find_requirements",
        lambda: {"markupsafe": "<4,>=3", "math-core": "<0.10,>=0.9", "click": ">=8.1.0"},
    )
    library = Library("segno", "digest_no_such_module", "QR codes")
    monkeypatch.setattr(
        installation, "USED_LIBRARIES", [*[each for each in USED_LIBRARIES if each.name != "segno"], library]
    )
    ran = run("doctor", "--format", "json")
    read = facts(ran)
    assert ran.status == 1
    told = [each["message"] for each in read["problems"] if each["kind"] == "broken"]
    assert told == [
        "jinja2 is not installed (templates)",
        "markupsafe is 2.1.5, and digest needs <4,>=3 (escaping of HTML)",
        "segno 1.6.6 cannot be imported: ModuleNotFoundError: No module named 'digest_no_such_module'",
    ]
    assert [each["name"] for each in read["extras"] if not each["installed"]] == ["serve", "import"]
    text = run("doctor").out
    assert "serve: not installed; pip install 'bilingual-digest[serve]'" in text
    assert "jinja2 is missing" in text


@pytest.mark.parametrize(
    ("wanted", "version", "is_right"),
    [
        ("<5,>=3", "4.0.0", True),
        ("<5,>=3", "5.0", False),
        ("<5,>=3", "3", True),
        (">=3.1,<3.2", "3.1.6", True),
        (">=3.1,<3.2", "3.10", False),
        (">=6", "6.0.dev1", True),
        ("==1.32.0", "1.32", True),
        ("~=1.4", "0.1", True),
        ("<=1.4", "1.5", True),
        ("", "1", True),
    ],
)
def test_versions_are_compared_by_their_numbers(wanted: str, version: str, is_right: bool) -> None:
    assert fits(version, wanted) is is_right


def test_what_git_does_not_ignore_is_told(run: Run, site: Path) -> None:
    subprocess.run(["git", "init", "-q", str(site)], check=True)
    (site / ".gitignore").write_text("/output/\n")
    read = doctor(run)
    assert Path(read["git"]["repository"]).samefile(site)
    assert read["git"]["ignored"] == {"output": True, ".digest": False}
    assert problems(read) == [("unfinished", "", "git does not ignore .digest/, which builds write")]
    (site / ".gitignore").write_text("/.digest/\n")
    write_site(site, {"digest.yaml": WHOLE, "output/.gitignore": "*\n!.gitignore\n"})
    subprocess.run(["git", "-C", str(site), "add", "output"], check=True)
    assert problems(doctor(run)) == []
    (site / "output/.nojekyll").touch()
    subprocess.run(["git", "-C", str(site), "add", "-f", "output"], check=True)
    told = [(each["message"], each["hint"]) for each in doctor(run)["problems"] if "git " in each["message"]]
    assert told == [("git tracks files in output/, which builds write", "git rm -r --cached output")]


def test_the_version_and_with_v_all_that_shape_the_output(run: Run) -> None:
    assert run("--version").out == f"digest {__version__}\n"
    for arguments in (("--version", "-v"), ("-v", "--version")):
        lines = run(*arguments).out.splitlines()
        assert lines[0] == f"digest {__version__}"
        assert [line.split()[0] for line in lines] == ["digest", "Python", "Unicode", *OUTPUT_LIBRARIES]
        assert all(line.split()[1][0].isdigit() for line in lines)


def test_v_alone_says_where_it_belongs(run: Run) -> None:
    ran = run("-v", "build")
    assert ran.status == 2
    assert "-v belongs behind the command, as in: digest build -v" in ran.err
    assert run("-v").status == 2


def test_problems_are_counted_as_a_check_counts_them(run: Run, site: Path) -> None:
    write_site(
        site, {f"{DAY}/b.md": f"{entry(title='B', arxiv='2302.03085')}\n\n## Notes\n\nEither (a,b)  or 中文,中文。\n"}
    )
    run("build")
    found = json.loads(run("check", "--format", "json").out)
    told = doctor(run)["site"]["publishes"]
    assert (told["errors"], told["warnings"]) == (0, len(found))
    assert any(isinstance(rule_of(each["code"]), Rule) for each in found)
    assert f"no errors, {len(found)} warning" in run("doctor").out
