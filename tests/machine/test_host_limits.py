"""What a build and a check say of the limits of the site's host, and the size that a build reports."""

from pathlib import Path

import pytest

from digest.model.settings import WEB_HOSTS, Host
from tests.building import DAY, SETTINGS, build, check, entry, site, tree, write_site

HOST = f"{SETTINGS}host: cloudflare\n"


def limit(patch: pytest.MonkeyPatch, **limits: int) -> None:
    patch.setitem(WEB_HOSTS, "cloudflare", Host(name="Cloudflare Pages", **limits))


def told(diagnostics: object) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in diagnostics]  # type: ignore[attr-defined]


def test_the_report_is_of_the_published_files_also_if_nothing_changed(tmp_path: Path) -> None:
    made = site(tmp_path, {f"{DAY}/a.md": entry()}).result
    again = build(tmp_path).result
    assert not again.written
    assert made.size is not None
    assert again.size is not None
    size = again.size()
    assert size == made.size()
    files = tree(tmp_path / "output")
    assert (size.files, size.bytes) == (len(files), sum(map(len, files.values())))
    assert (size.papers, size.pages) == (1, made.pages)


def test_limits_are_told_by_builds_and_checks_and_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(monkeypatch, files=20, site=100_000)
    built = site(tmp_path, {"digest.yaml": HOST, f"{DAY}/a.md": entry()})
    both = [("large-site", "digest.yaml"), ("many-files", "digest.yaml")]
    assert built.result.published
    assert sorted(told(built.result.diagnostics)) == both
    first = built.result.diagnostics[0]
    assert HOST[first.span.start : first.span.end] == "cloudflare"
    again = build(tmp_path).result
    assert not again.written
    assert sorted(told(again.diagnostics)) == sorted(told(check(tmp_path))) == both


def test_a_large_file_is_told_before_it_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(monkeypatch, file=399_999)
    files: dict[str, str | bytes] = {
        "digest.yaml": HOST,
        f"{DAY}/a.md": f"{entry()}\n[video](a.mp4)\n",
        f"{DAY}/a.mp4": bytes(400_000),
    }
    made = site(tmp_path, files, strict=True)
    assert told(made.result.diagnostics) == [("large-file", f"{DAY}/a.mp4")]
    assert not made.result.published
    assert not made.output.exists() or not made.files()
    assert told(check(tmp_path)) == [("large-file", f"{DAY}/a.mp4")]


def test_a_check_weighs_what_no_build_has_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(monkeypatch, file=300_000, site=400_000)
    write_site(tmp_path, {"digest.yaml": HOST, f"{DAY}/a.md": entry(), "static/a.bin": bytes(400_000)})
    site_told, file_told = check(tmp_path)
    assert (site_told.code, file_told.code, file_told.path) == ("large-site", "large-file", "static/a.bin")
    assert site_told.message == "the site has at least 391 KiB of the 391 KiB that Cloudflare Pages takes"
    assert [each.path for each in build(tmp_path).result.diagnostics if each.code == "large-file"] == ["static/a.bin"]
    write_site(tmp_path, {"digest.yaml": HOST, "static/a.bin": b""})
    limit(monkeypatch, file=50_000, site=200_000)
    *of_files, of_site = check(tmp_path)
    assert of_site.message.endswith("KiB of the 195 KiB that Cloudflare Pages takes (pages as they were last built)")
    assert all(" (pages as they were last built), and" in each.message for each in of_files)
    assert of_files


def test_a_limit_may_be_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(monkeypatch, files=20)
    allowed = f"{HOST}check: {{allow: {{many-files: it is so}}}}\n"
    assert not site(tmp_path, {"digest.yaml": allowed, f"{DAY}/a.md": entry()}).result.diagnostics
    assert not check(tmp_path)
