"""Without `url` in the settings, a build takes the address from the file `CNAME` or its host, and says so."""

import os
import subprocess
from pathlib import Path

import pytest

from digest.machine.build import check_site
from digest.model.site_address import address_of_host
from tests.building import AUTHORITY, DAY, SETTINGS, build, check, entry, options, silent, write_site
from tests.faces.conftest import Run

BARE = SETTINGS.partition("url:")[0] + AUTHORITY
GITHUB, GITLAB = {"GITHUB_REPOSITORY": "Ada/papers"}, {"CI_PAGES_URL": "https://g.gitlab.io/p"}
PAGES = "https://ada.github.io/papers/"


@pytest.mark.parametrize(
    ("environment", "files", "url", "origin"),
    [
        (GITHUB, {}, PAGES, "GITHUB_REPOSITORY"),
        (GITLAB, {}, "https://g.gitlab.io/p/", "CI_PAGES_URL"),
        (GITHUB, {"CNAME": "papers.example.org\n"}, "https://papers.example.org/", "CNAME"),
        ({}, {"static/CNAME": "b.example.org", "CNAME": "a.example.org"}, "https://b.example.org/", "static/CNAME"),
        (GITHUB, {"digest.yaml": f"{BARE}url:\n"}, PAGES, "GITHUB_REPOSITORY"),
        (GITHUB, {"digest.yaml": f"{BARE}url: https://name.github.io/repo/\n"}, PAGES, "GITHUB_REPOSITORY"),
        (GITHUB, {"digest.yaml": ""}, PAGES, "GITHUB_REPOSITORY"),
    ],
)
def test_the_address_is_found_and_told(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    files: dict[str, str],
    url: str,
    origin: str,
) -> None:
    write_site(tmp_path, {"digest.yaml": BARE, f"{DAY}/a.md": entry(), **files})
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    told = f" The site's address is {url}, from {origin}; 'url' in digest.yaml sets another.\n"
    for _ in range(2):
        ran = run("build", "--root", str(tmp_path))
        assert (ran.status, ran.out.endswith(told)) == (0, True)
    assert f"<loc>{url}papers/2302.03084.html" in (tmp_path / "output/sitemap.xml").read_text(encoding="utf-8")
    assert run("build", "--root", str(tmp_path), "--format", "github").err.endswith(told)


def test_it_follows_the_host(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {"digest.yaml": BARE, f"{DAY}/a.md": entry()})
    for name in ("a", "b"):
        monkeypatch.setenv("GITHUB_REPOSITORY", f"ada/{name}")
        assert f"https://ada.github.io/{name}/" in run("build", "--root", str(tmp_path)).out
        assert f"ada.github.io/{name}/" in (tmp_path / "output/robots.txt").read_text(encoding="utf-8")


def test_what_is_set_counts(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_REPOSITORY", "ada/papers")
    write_site(tmp_path, {f"{DAY}/a.md": entry()})
    assert "The site's address" not in run("build", "--root", str(tmp_path)).out
    assert "Sitemap: https://example.org/digest/" in (tmp_path / "output/robots.txt").read_text(encoding="utf-8")
    write_site(tmp_path, {"digest.yaml": BARE})
    assert "The site's address" not in run("build", "--root", str(tmp_path), "--url", "https://b.example/").out
    assert "Sitemap: https://b.example/" in (tmp_path / "output/robots.txt").read_text(encoding="utf-8")


def test_an_option_in_place_of_the_setting_is_told(run: Run, tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": entry()})
    told = " The site's address is https://b.example/, from --url in place of 'url' in digest.yaml.\n"
    for _ in range(2):
        assert run("build", "--root", str(tmp_path), "--url", "https://b.example").out.endswith(told)
    for url in ("https://example.org/digest", None):
        assert "address" not in run("build", "--root", str(tmp_path), *(["--url", url] if url else [])).out


def test_without_any_the_setting_is_missing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {"digest.yaml": BARE, f"{DAY}/a.md": entry(), "CNAME": "none"})
    monkeypatch.setenv("GITHUB_REPOSITORY", "nonsense")
    ran = run("build", "--root", str(tmp_path))
    assert ran.status == 2
    assert (
        "digest.yaml:1:1: error[missing-field]: 'url' is missing (where the site stands); GITHUB_REPOSITORY" in ran.err
    )
    assert "or give it by --url of 'build' and 'serve', a file CNAME, CI_PAGES_URL or GITHUB_REPOSITORY\n" in ran.err
    assert "CNAME:1:1: warning[bad-cname]" in ran.err
    (tmp_path / "CNAME").unlink()
    os.mkfifo(tmp_path / "CNAME")
    assert "CNAME:1:1: warning[bad-cname]: this is no file" in run("build", "--root", str(tmp_path)).err


def test_the_hint_has_the_address_of_the_repository(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {"digest.yaml": BARE, f"{DAY}/a.md": entry()})
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    remote = ["git", "-C", str(tmp_path), "remote", "add", "origin", "git@github.com:Ada/papers.git"]
    subprocess.run(remote, check=True)
    assert f"hint: add a line 'url: {PAGES}'; or " in run("check", "--root", str(tmp_path)).out
    site = write_site(tmp_path / "site", {"digest.yaml": BARE, f"{DAY}/a.md": entry()})
    assert f"hint: add a line 'url: {PAGES}'; or " in run("check", "--root", str(site)).out


def test_an_address_with_a_password_is_refused(run: Run, tmp_path: Path) -> None:
    write_site(tmp_path, {"digest.yaml": f"{BARE}url: https://ada:secret@example.org/@ada/\n", f"{DAY}/a.md": entry()})
    assert "error[bad-url]: 'url' has a name, a password or a host" in run("build", "--root", str(tmp_path)).err
    ran = run("build", "--root", str(tmp_path), "--url", "https://ada:secret@example.org/")
    assert (ran.status, "secret" in ran.err) == (2, False)
    assert ran.err.startswith("error: the address in --url has a name, a password or a host that cannot be one\n")
    write_site(tmp_path, {"digest.yaml": f"{BARE}url: https://example.org/@ada/\n"})
    assert run("build", "--root", str(tmp_path)).status == 0


def test_what_shows_no_address_needs_none(run: Run, tmp_path: Path) -> None:
    write_site(tmp_path, {"digest.yaml": BARE, f"{DAY}/a.md": entry()})
    for shape in ("table", "ids"):
        assert "2302.03084" in run("list", "--root", str(tmp_path), "--format", shape).out
    assert run("list", "--root", str(tmp_path), "--format", "json").status == 2
    assert run("theme", "copy", "base.html", "--root", str(tmp_path)).status == 0


def test_another_domain_than_that_of_the_settings_is_told(tmp_path: Path) -> None:
    (found,) = check(write_site(tmp_path, {f"{DAY}/a.md": entry(), "static/CNAME": "papers.example.org\n"}))
    assert (found.path, found.code) == ("static/CNAME", "bad-cname")
    assert found.message == "the domain is papers.example.org, but the setting 'url' is at example.org"
    write_site(tmp_path, {"static/CNAME": "Example.org"})
    assert [each.message for each in check(tmp_path)] == []
    assert check(tmp_path, url="https://elsewhere.example/") == ()
    write_site(tmp_path, {"static/CNAME": "papers.example.org"})
    assert [each.code for each in check(tmp_path, url="https://elsewhere.example/")] == ["bad-cname"]


def test_without_an_address_the_ids_of_feeds_need_a_name(tmp_path: Path) -> None:
    write_site(tmp_path, {"digest.yaml": BARE.replace(AUTHORITY, ""), f"{DAY}/a.md": entry(), "CNAME": "a.example.org"})
    for found in (check_site(options(tmp_path), silent).diagnostics, build(tmp_path).result.diagnostics):
        (told,) = found
        assert (told.code, '"a.example.org,2024"' in told.hint) == ("missing-authority", True)
    write_site(tmp_path, {"digest.yaml": SETTINGS, "CNAME": "example.org"})  # with a `url`, only a check looks
    assert [each.code for each in check_site(options(tmp_path), silent).diagnostics] == ["missing-authority"]
    assert list(build(tmp_path).result.diagnostics) == []


@pytest.mark.parametrize(
    ("url", "environment", "told"),
    [
        ("https://ada.github.io/papers", {"GITHUB_REPOSITORY": "bob/papers"}, ["other-address"]),
        ("https://ada.github.io/papers", {"CI_PAGES_URL": "https://papers.bob.org"}, ["other-address"]),
        ("https://Ada.github.io/papers", GITHUB, []),
        ("https://papers.example.org/", GITHUB, []),
        ("https://ada.github.io/papers", {"GITHUB_REPOSITORY": "a/b/c"}, []),
        ("https://ada.github.io/papers", {}, []),
    ],
)
def test_an_address_of_another_repository_is_told(
    tmp_path: Path, url: str, environment: dict[str, str], told: list[str]
) -> None:
    write_site(tmp_path, {"digest.yaml": f"{BARE}url: {url}\n", f"{DAY}/a.md": entry()})
    host = address_of_host(environment)
    assert [each.code for each in check(tmp_path, host=host)] == told
    assert [each.code for each in check(tmp_path, host=host, url="https://b.example/")] == []


def test_two_files_with_different_domains_are_told(tmp_path: Path) -> None:
    write_site(tmp_path, {"digest.yaml": BARE, f"{DAY}/a.md": entry(), "static/CNAME": "a.org", "CNAME": "b.org"})
    (found,) = check(tmp_path)
    assert (found.path, found.code, found.message) == (
        "CNAME",
        "bad-cname",
        "the domain is b.org, but static/CNAME has a.org",
    )
