"""A site in memory shows what a build would write, and tells of each save which outputs are others now."""

import os
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from digest.machine.build import LOCK, Result
from digest.machine.lock import locked
from digest.machine.options import Options, Refused
from digest.machine.preview import Preview
from digest.machine.site_plan import plan_site
from digest.machine.state import read_state
from digest.theme import TemplateFailed
from tests.building import DAY, build, entry, options, silent, tree, write_site
from tests.machine.sites import FILES, TEXT_A, A, B, both, change
from tests.plan.test_keys import BASE, EDITS
from tests.site.test_pages import png

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"

URL = "http://127.0.0.1:8000/"
WISHES: Mapping[str, Any] = {"url": URL, "drafts": True, "future": True}
STYLE, PAPER = "themes/default/static/custom.css", "themes/default/templates/paper.html"
PAPER_A, PAPER_B = "papers/2302.03084.html", "papers/2302.00002.html"
DRAFT = entry(arxiv="2302.00003", title="Draft", draft="true")


def wishes(root: Path) -> Options:
    return options(root, plain_names=True, **WISHES)


class Site:
    """A site with its preview."""

    def __init__(self, root: Path, files: Mapping[str, str | bytes]) -> None:
        self.root = write_site(root, files)
        self.preview = Preview(root)
        self.first = self.update()

    def update(self) -> Result:
        return self.preview.update(wishes(self.root), silent)

    def save(self, files: Mapping[str, str | bytes | None]) -> list[str]:
        """Save files; the outputs that are others now."""
        change(self.root, files)
        result = self.update()
        return sorted(change.path for change in (*result.written, *result.removed))

    def text(self, path: str) -> str:
        content = self.preview.render(path)
        assert isinstance(content, bytes)
        return content.decode()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site", FILES)


def rendered(preview: Preview, paths: Mapping[str, bytes]) -> dict[str, object]:
    return {path: preview.render(path) for path in paths}


def test_what_is_shown_is_what_a_build_writes_but_for_the_names_of_assets(tmp_path: Path) -> None:
    site = Site(tmp_path, {**BASE, f"{DAY}/draft.md": DRAFT, "content/2123-01-01/c.md": entry(arxiv="2302.00009")})
    built = tree(build(tmp_path, **WISHES).output)
    assets = [path for path in built if path.startswith("assets/")]
    names = {path: re.sub(r"\.[0-9a-f]{8}(\.\w+)$", r"\1", path) for path in assets}
    assert all(names[path] != path for path in assets)

    def with_plain_names(content: bytes) -> bytes:
        for path, name in names.items():
            content = content.replace(path.removeprefix("assets/").encode(), name.removeprefix("assets/").encode())
        return content

    expected = {names.get(path, path): with_plain_names(content) for path, content in built.items()}
    del expected[".nojekyll"]  # its lines are sorted by other names
    assert rendered(site.preview, expected) == expected
    assert all(site.preview.has(path) for path in expected)


def test_there_is_nothing_else(site: Site) -> None:
    assert site.preview.render("papers/nothing.html") is None
    assert not site.preview.has("papers")
    assert Preview(site.root).render("index.html") is None


def test_every_plan_is_the_one_of_a_process_that_begins(tmp_path: Path) -> None:
    """However much was taken over from the plan before. All edits in nightly runs, one of three in others."""
    site = Site(tmp_path / "site", BASE)

    def keys() -> dict[str, str]:
        latest = site.preview._latest
        assert latest is not None
        return {output.path: output.key for output in latest.site.plan}

    def clean() -> tuple[dict[str, str], tuple[object, ...]]:
        asked = wishes(site.root)
        planned = plan_site(read_state(asked, publishes=False), asked, silent)
        return {output.path: output.key for output in planned.plan}, tuple(planned.findings)

    first = keys()
    before = {path: site.preview.render(path) for path in first}
    for edit, files in list(EDITS.items())[:: 1 if NIGHTLY else 3]:
        undo = {path: BASE.get(path) for path in files}
        told = site.save(files)
        result = site.update()
        assert (keys(), tuple(result.diagnostics)) == clean(), edit
        assert (result.written, result.removed) == ((), ()), edit
        after = {path: site.preview.render(path) for path in keys()}
        others = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        assert others <= set(told), edit
        assert site.save(undo) == told, edit
        assert keys() == first, edit


def test_a_save_tells_of_the_outputs_whose_keys_moved_and_of_no_other(site: Site) -> None:
    told = site.save({B: str(FILES[B]).replace("中文摘要。", "新的摘要。")})
    data = [path for path in told if path.startswith("search/")]
    assert [path for path in told if path not in data] == sorted(
        [
            ".nojekyll",
            "data/papers.jsonl",
            "issues/2023-02-08.ris",
            PAPER_B.replace("html", "json"),
            PAPER_B.replace("html", "ris"),
            *both("index.html", "issues/2023-02-08.html", PAPER_B, "feed.xml", "feed.json"),
            *both("categories/lg.xml", "categories/lg.json"),
        ]
    )
    assert "新的摘要。" in site.text(PAPER_B)
    assert site.save({}) == []


def test_a_colour_moves_the_style_sheet_alone(site: Site) -> None:
    page = site.text("index.html")
    assert 'href="assets/style.css"' in page
    assert site.save({STYLE: "h1 { color: red; }\n"}) == ["assets/style.css"]
    assert "h1 { color: red; }" in site.text("assets/style.css")
    assert site.text("index.html") == page


def test_a_figure_moves_itself_and_not_its_pages_unless_its_size_is_another(site: Site) -> None:
    figure = "papers/2302.03084/fig.png"
    assert site.save({f"{DAY}/fig.png": png(3, 2) + b"more"}) == [figure]
    assert site.preview.render(figure) == png(3, 2) + b"more"
    assert PAPER_A in site.save({f"{DAY}/fig.png": png(9, 9)})
    assert '9" height="9"' in site.text(PAPER_A)


def test_a_fault_of_a_template_is_one_of_the_pages_that_have_it(site: Site) -> None:
    told = site.save({PAPER: "{{ view.nothing }}\n"})
    assert {*both(PAPER_A, PAPER_B, "papers/2302.00001.html")} <= set(told)
    assert "feed.xml" not in told
    with pytest.raises(TemplateFailed) as failed:
        site.preview.render(PAPER_A)
    assert failed.value.diagnostic.path == PAPER
    assert site.preview.render("index.html")
    assert site.save({PAPER: None}) == told
    assert site.preview.render(PAPER_A)


def test_while_there_are_errors_the_last_good_plan_is_shown_with_its_texts(site: Site) -> None:
    before = {path: site.text(path) for path in both(PAPER_A, PAPER_B, "index.html")}
    assert site.save({A: TEXT_A.replace("title_zh", "titel_zh").replace("中文摘要。", "新的摘要。")}) == []
    site.preview.save()
    assert site.save({A: "no front matter", B: None}) == []
    assert {path: site.text(path) for path in before} == before
    assert site.save({A: TEXT_A.replace("中文摘要。", "新的摘要。"), B: FILES[B]})
    assert "新的摘要。" in site.text(PAPER_A)


def test_before_there_is_a_good_plan_the_pages_that_there_are_are_shown(tmp_path: Path) -> None:
    site = Site(tmp_path, {A: "---\narxiv: 2302.03084\n---\n", B: FILES[B]})
    assert not site.first.published
    assert site.first.diagnostics.has_errors
    assert "乙" in site.text("index.html")
    assert not site.preview.has(PAPER_A)
    assert PAPER_B in site.save({A: "---\n---\n", B: str(FILES[B]).replace("乙", "丙")})
    assert "丙" in site.text(PAPER_B)
    assert PAPER_A in site.save({A: entry()})


def test_pages_of_the_last_plan_are_rendered_while_the_next_is_made(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The texts of the last plan are still known when those of the next were parsed and no file has them any more."""
    planning, asked, before = threading.Event(), threading.Event(), site.text(PAPER_A)

    def plan_slowly(*arguments: Any, **more: Any) -> Any:
        planned = plan_site(*arguments, **more)
        planning.set()
        assert asked.wait(10)
        return planned

    monkeypatch.setattr("digest.machine.preview.plan_site", plan_slowly)
    change(site.root, {A: TEXT_A.replace("中文摘要。", "新的摘要。")})
    thread = threading.Thread(target=site.update)
    thread.start()
    assert planning.wait(10)
    assert site.text(PAPER_A) == before
    asked.set()
    thread.join(10)
    assert "新的摘要。" in site.text(PAPER_A)


def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are parsed from now on."""
    found: list[str] = []
    monkeypatch.setattr("digest.machine.source_parser.typeset", _noting(found))
    return found


def _noting(found: list[str]) -> Any:
    from digest.content.typesetting import typeset

    def note(document: Any, **more: Any) -> Any:
        found.append(document.source.path)
        return typeset(document, **more)

    return note


def test_what_was_parsed_is_known_to_the_next_preview_and_to_builds(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.save({A: TEXT_A.replace("中文摘要。", "新的摘要。")})
    site.preview.save()
    found = parsed(monkeypatch)
    again = Preview(site.root)
    again.update(wishes(site.root), silent)
    assert "新的摘要。".encode() in (again.render(PAPER_A) or b"")
    assert build(site.root).result.published
    assert found == []


def test_a_preview_knows_what_a_build_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build(write_site(tmp_path, FILES)).result.published
    found = parsed(monkeypatch)
    site = Site(tmp_path, FILES)
    assert site.preview.render(PAPER_A)
    assert set(found) <= set(FILES)  # whose stamps were too young to be believed
    assert site.first.published


def test_a_build_and_a_preview_do_not_disturb_each_other(site: Site) -> None:
    change(site.root, {A: TEXT_A.replace("中文摘要。", "第二。")})
    assert build(site.root).result.published
    for words in ("第三。", "第四。"):
        change(site.root, {A: TEXT_A.replace("中文摘要。", words)})
        site.update()
        with locked(site.root / ".digest" / LOCK):
            site.preview.save()
        assert words in site.text(PAPER_A)
        assert words in build(site.root).text(PAPER_A)
    site.preview.save()
    result = build(site.root).result
    assert (result.published, result.written) == (True, ())


def test_while_a_build_has_the_cache_a_preview_begins_without_writing_to_it(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    (tmp_path / ".digest").mkdir()
    with locked(tmp_path / ".digest" / LOCK):
        site = Site(tmp_path, {})
        site.preview.save()
        assert [path.name for path in (tmp_path / ".digest").iterdir()] == [LOCK]
    assert site.preview.render(PAPER_A)
    site.preview.save()
    assert (tmp_path / ".digest" / "bodies").is_dir()


def test_settings_that_cannot_be_read_are_refused_and_the_last_plan_stays(site: Site) -> None:
    with pytest.raises(Refused):
        site.save({"digest.yaml": "titel: x\n"})
    assert site.preview.render(PAPER_A)


def test_a_build_that_fails_beside_it_takes_no_page_away(site: Site) -> None:
    issue = f"issues/{DAY.removeprefix('content/')}.html"
    other = Preview(site.root)  # `site.preview` is not to have the texts in memory
    other.update(wishes(site.root), silent)
    expected = other.render(issue)
    assert site.save({A: TEXT_A.replace("category:", "categry:"), B: FILES[B] + "\nMore.\n"}) == []  # type: ignore[operator]
    assert not build(site.root, **WISHES).result.published
    assert site.preview.render(issue) == expected
    assert site.save({A: TEXT_A}) != []
    assert "More." in site.text(PAPER_B)
