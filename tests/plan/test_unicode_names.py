"""Names of files are compared by NFC: macOS may decompose them, editors type them composed."""

import unicodedata
from pathlib import Path

import pytest

from tests.building import DAY, entry, site
from tests.site.test_pages import png

FORMS = ("NFC", "NFD")


def formed(form: str, text: str) -> str:
    return unicodedata.normalize(form, text)  # type: ignore[arg-type]  # a form that the function knows


@pytest.mark.parametrize("disk", FORMS)
@pytest.mark.parametrize("typed", FORMS)
@pytest.mark.parametrize("name", ["résumé", "ガ図", "각"])
def test_a_file_is_found_in_either_form_and_published_under_one_name(
    tmp_path: Path, disk: str, typed: str, name: str
) -> None:
    picture, link = formed(disk, f"{name}.png"), formed(typed, f"{name}.png")
    other, to_other = formed(disk, f"{name}.md"), formed(typed, f"{name}.md")
    body = f"\n![a]({link}) [b]({to_other}) [c]({formed(typed, f'/{name}.html')})\n\n## 图\n\n![d]({link})\n"
    built = site(
        tmp_path,
        {
            f"{DAY}/{picture}": png(3, 2),
            f"{DAY}/{other}": entry(arxiv="", url="https://example.org/x"),
            f"{DAY}/a.md": entry(arxiv="2302.00001") + body,
            f"{DAY}/b.md": entry(arxiv="2302.00002", figures=f"[{{src: {link}, alt: a}}]"),
            f"{DAY}/issue.md": f"---\norder: [{formed(typed, name)}, b, a]\n---\n[e]({to_other})\n",
            formed(disk, f"content/{name}.md"): "---\npage: true\ntitle: Page\n---\nText.\n",
        },
    )
    assert [each for each in built.result.diagnostics if each.code != "missing-title-zh"] == []
    published = formed("NFC", name)
    paths = built.files()
    assert {f"papers/{published}.html", f"papers/2302.00001/{published}.png", f"{published}.html"} <= paths.keys()
    assert f"papers/2302.00002/{published}.png" in paths
    assert all(unicodedata.is_normalized("NFC", path) for path in paths)
    issue = built.text("issues/2023-02-08.html")
    assert issue.index(f'id="p-{published}"') < issue.index('id="p-2302.00002"') < issue.index('id="p-2302.00001"')


def test_two_files_that_differ_in_form_only_are_told(tmp_path: Path) -> None:
    files = {f"{DAY}/{formed(form, 'é.png')}": png(3, size) for size, form in enumerate(FORMS, 2)}
    built = site(tmp_path, {f"{DAY}/a.md": entry(arxiv="2302.00001"), **files})
    assert [each.code for each in built.result.diagnostics] == ["same-name"]


@pytest.mark.parametrize("form", FORMS)
def test_a_slug_may_be_typed_in_either_form(tmp_path: Path, form: str) -> None:
    typed = formed(form, "café")
    issue = f"---\norder: [{typed}]\n---\n"
    built = site(tmp_path, {f"{DAY}/a.md": entry(slug=typed), f"{DAY}/issue.md": issue})
    assert [each for each in built.result.diagnostics if each.code != "missing-title-zh"] == []
    assert "papers/café.html" in built.files()
