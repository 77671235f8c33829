"""`check --fix` changes the places it fixes, and no other byte."""

import os
from pathlib import Path
from typing import Any

import pytest

from digest.content.documents import Document
from digest.lint.fixes import Fixed, fix_document
from digest.machine import files, linting
from digest.machine.build import Result, check_site
from digest.machine.files import DiskFailed
from digest.machine.options import Refused
from tests.building import AUTHORITY, DAY, SETTINGS, entry, options, silent, tree, write_site
from tests.lint.test_lint_cases import settings

CONFIG = settings("languages: [zh, en]")
BAD = f"{entry()}\n## 笔记\n\n甲  乙,丙 ”软” `a  b,甲,乙` ＡＢ\n"
GOOD = f"{entry()}\n## 笔记\n\n甲 乙，丙 “软” `a  b,甲,乙` AB\n"


def fix(root: Path, *paths: Path) -> Result:
    return check_site(options(root), silent, paths, fix=True)


def test_what_is_certain_is_mended_and_what_remains_is_told(tmp_path: Path) -> None:
    write_site(tmp_path, {"digest.yaml": SETTINGS + AUTHORITY, f"{DAY}/a.md": BAD + "（甲\n"})
    result = fix(tmp_path)
    assert (tmp_path / DAY / "a.md").read_text(encoding="utf-8") == GOOD + "（甲\n"
    assert [each.code for each in result.diagnostics] == ["unbalanced-brackets"]
    assert result.fixable == 0
    [mended] = result.mended
    assert (mended.path, len(mended.fixes)) == (f"{DAY}/a.md", 4)
    assert ("fullwidth-letters", "ＡＢ", "AB") in [(each.code, each.before, each.after) for each in mended.fixes]


def test_mending_again_mends_nothing(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": BAD})
    fix(tmp_path)
    before = tree(tmp_path)
    stamp = (tmp_path / DAY / "a.md").stat().st_mtime_ns
    assert fix(tmp_path).mended == ()
    assert tree(tmp_path) == before
    assert (tmp_path / DAY / "a.md").stat().st_mtime_ns == stamp


def test_line_breaks_byte_order_mark_and_the_last_line_stay(tmp_path: Path) -> None:
    bad, good = ("\ufeff" + text.rstrip("\n").replace("\n", "\r\n") for text in (BAD, GOOD))
    write_site(tmp_path, {f"{DAY}/a.md": bad})
    fix(tmp_path)
    assert (tmp_path / DAY / "a.md").read_bytes() == good.encode()


def test_a_files_mode_and_a_link_to_it_stay(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": BAD, "elsewhere/b.md": BAD.replace("03084", "03085").replace("A Title", "B")})
    (tmp_path / DAY / "a.md").chmod(0o640)
    (tmp_path / DAY / "b.md").symlink_to(tmp_path / "elsewhere" / "b.md")
    assert len(fix(tmp_path).mended) == 2
    assert (tmp_path / DAY / "a.md").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / DAY / "b.md").is_symlink()
    assert "甲 乙，丙" in (tmp_path / "elsewhere" / "b.md").read_text(encoding="utf-8")
    assert sorted(path.name for path in (tmp_path / DAY).iterdir()) == ["a.md", "b.md"]


def test_only_what_is_asked_about_is_mended(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": BAD, f"{DAY}/b.md": BAD.replace("03084", "03085").replace("A Title", "B")})
    assert [each.path for each in fix(tmp_path, tmp_path / DAY / "a.md").mended] == [f"{DAY}/a.md"]
    assert "甲  乙" in (tmp_path / DAY / "b.md").read_text(encoding="utf-8")


def test_what_is_allowed_is_not_mended(tmp_path: Path) -> None:
    codes = ("doubled-spaces", "halfwidth-punctuation", "reversed-quotes", "fullwidth-letters")
    allowed = "check:\n  allow:\n" + "".join(f"    {code}: it is set so\n" for code in codes)
    write_site(tmp_path, {"digest.yaml": SETTINGS + allowed, f"{DAY}/a.md": BAD})
    before = tree(tmp_path)
    assert fix(tmp_path).mended == ()
    assert tree(tmp_path) == before


def test_errors_elsewhere_prevent_nothing(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": BAD, f"{DAY}/b.md": "---\ntitel: x\n", f"{DAY}/c.md": b"\xff\xfe\x00"})
    result = fix(tmp_path)
    assert [each.path for each in result.mended] == [f"{DAY}/a.md"]
    assert result.diagnostics.has_errors


def test_a_file_with_an_error_of_its_own_is_mended_if_its_front_matter_can_be_read(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": BAD.replace("arxiv: 2302.03084", "arxiv: 2302")})
    assert len(fix(tmp_path).mended) == 1


def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": BAD})
    place = tmp_path / DAY / "a.md"

    def edit_meanwhile(*arguments: Any) -> Fixed:
        place.write_text("the editor's own", encoding="utf-8")
        return fix_document(*arguments)

    monkeypatch.setattr(linting, "fix_document", edit_meanwhile)
    assert fix(tmp_path).mended == ()
    assert place.read_text(encoding="utf-8") == "the editor's own"
    assert [path.name for path in place.parent.iterdir()] == ["a.md"]


def test_a_fault_in_one_file_is_told_and_the_others_are_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": BAD, f"{DAY}/b.md": BAD})

    def fail_once(document: Document, *rest: Any) -> Fixed:
        if document.source.path.endswith("a.md"):
            raise RuntimeError("odd")
        return fix_document(document, *rest)

    monkeypatch.setattr(linting, "fix_document", fail_once)
    result = fix(tmp_path)
    assert [each.path for each in result.mended] == [f"{DAY}/b.md"]
    assert [(each.path, each.message) for each in result.diagnostics if each.code == "internal-error"] == [
        (f"{DAY}/a.md", "this file could not be mended: RuntimeError: odd")
    ]
    assert (tmp_path / DAY / "a.md").read_text(encoding="utf-8") == BAD


def test_a_file_that_may_not_be_written_is_refused_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": BAD})
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(Refused) as refused:
        fix(tmp_path)
    assert refused.value.message.endswith("a.md: Permission denied")
    assert (tmp_path / DAY / "a.md").read_text(encoding="utf-8") == BAD


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {f"{DAY}/a.md": BAD})

    def fail(source: Path, target: Path) -> None:
        raise DiskFailed(target, OSError(28, os.strerror(28)))

    monkeypatch.setattr(files, "replace", fail)
    with pytest.raises(Refused):
        fix(tmp_path)
    assert (tmp_path / DAY / "a.md").read_text(encoding="utf-8") == BAD
    assert [path.name for path in (tmp_path / DAY).iterdir()] == ["a.md"]
