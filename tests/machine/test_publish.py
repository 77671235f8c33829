"""Publishing: only what changed is written, only what is ours is removed, and nothing at all if anything is wrong."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from digest.machine import rendering, state
from digest.machine.journal import Journal
from digest.machine.lock import locked
from digest.machine.manifest import TAG
from digest.machine.options import Refused
from digest.machine.staleness import REASONS
from digest.outputs.writers import LargeFile, Supplies, write_output
from digest.plan.types import Contents, Output
from tests.building import DAY, BuiltSite, build, entry, site
from tests.building import SETTINGS as USUAL
from tests.machine.sites import FIGURE, FILES, TEXT_A, TEXT_B, A, B, both, change, clean_build, everything_in, stamps_in
from tests.site.checking import faults_of
from tests.site.test_pages import png

SETTINGS = f"{USUAL}search: false\nsiblings: []\ndata: false\n"
PAGES = both(
    "404.html",
    "about.html",
    "authors/ada-lovelace.html",
    "authors/alan-turing.html",
    "authors/index.html",
    "categories/cv.html",
    "categories/index.html",
    "categories/lg.html",
    "feeds.html",
    "index.html",
    "issues/2023-02-07.html",
    "issues/2023-02-08.html",
    "issues/2023.html",
    "issues/index.html",
    "list.html",
    "months/2023-02.html",
    "papers/2302.00001.html",
    "papers/2302.00002.html",
    "papers/2302.03084.html",
    "tags/index.html",
    "tags/x.html",
    "weeks/2023-W06.html",
)
FEEDS = both(
    *("categories/cv.json", "categories/cv.xml", "categories/lg.json", "categories/lg.xml", "feed.json", "feed.xml"),
    *("feeds.opml", "tags/x.xml"),
)
LISTS_OF_FILES = [".nojekyll", "sitemap.xml"]

BODY_OF_A = both(
    "papers/2302.03084.html",
    "issues/2023-02-08.html",
    "index.html",
    *("feed.xml", "feed.json", "categories/cv.xml", "categories/cv.json"),
)
"""What carries the texts of the entry `a.md`."""

PERIODS = both("weeks/2023-W06.html", "months/2023-02.html")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site that was built, without search (see `test_search_files`), siblings and data (see `test_data`)."""
    assert site(tmp_path / "site", {**FILES, "digest.yaml": SETTINGS}).result.published
    return tmp_path / "site"


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the outputs that were rendered, whether or not their bytes then differed."""
    paths: list[str] = []

    def noting(output: Output, contents: Contents, supplies: Supplies) -> bytes | LargeFile:
        paths.append(output.path)
        return write_output(output, contents, supplies)

    monkeypatch.setattr(rendering, "write_output", noting)
    return paths


def after(root: Path, changes: Mapping[str, str | bytes | None], **options: Any) -> BuiltSite:
    """The build after a change, held to a clean build's output."""
    change(root, changes)
    built = build(root, **options)
    assert built.result.published, built.result.diagnostics
    if not options:
        assert everything_in(built.output) == clean_build(root)
    return built


def reasons(built: BuiltSite) -> dict[str, set[str]]:
    """The paths that were written, by the reason that `--explain` gives."""
    found: dict[str, set[str]] = {}
    for each in built.result.written:
        found.setdefault(each.reason, set()).add(each.path)
    return found


# What is written


def test_nothing_is_written_when_nothing_changed(root: Path, rendered: list[str]) -> None:
    before = stamps_in(root)
    built = build(root)
    assert built.result.published
    assert (built.written(), built.removed(), rendered) == ([], [], [])
    after = stamps_in(root)
    assert {path for path in before if before[path] != after.get(path)} <= {".digest", ".digest/lock", ".digest/inputs"}
    assert after.keys() == before.keys()


def test_a_source_that_is_saved_as_it_was_changes_nothing(root: Path, rendered: list[str]) -> None:
    change(root, {A: TEXT_A, FIGURE: png(3, 2)})
    assert build(root).written() == []
    assert rendered == []


def test_a_body_touches_what_carries_its_text_and_nothing_else(root: Path, rendered: list[str]) -> None:
    built = after(root, {A: TEXT_A.replace("中文摘要。", "新的摘要。")})
    assert reasons(built) == {REASONS["view"]: set(BODY_OF_A)}
    assert built.removed() == []
    assert sorted(rendered[: len(BODY_OF_A)]) == sorted(BODY_OF_A)


def test_a_title_touches_its_neighbours_and_the_lists_too(root: Path) -> None:
    built = after(root, {A: TEXT_A.replace("title: A Title", "title: Another Title")})
    lists = both(
        "papers/2302.00002.html",
        "issues/2023.html",
        "issues/index.html",
        "categories/cv.html",
        "tags/x.html",
        *("authors/ada-lovelace.html", "authors/alan-turing.html"),
    )
    assert reasons(built) == {REASONS["view"]: {*BODY_OF_A, *lists, "en/tags/x.xml", *PERIODS}}


def test_an_entry_that_is_added_is_new(root: Path) -> None:
    new = entry(arxiv="2302.00003", category="CL", title="Third", title_zh="丙", authors="[Grace Hopper]")
    built = after(root, {f"{DAY}/c.md": new})
    assert reasons(built) == {
        REASONS["new"]: set(
            both("papers/2302.00003.html", "categories/cl.html", "categories/cl.xml", "categories/cl.json")
        ),
        REASONS["view"]: {
            *both(
                "papers/2302.03084.html",
                "papers/2302.00002.html",
                "issues/2023-02-08.html",
                "index.html",
                "issues/index.html",
                "issues/2023.html",
            ),
            *both("categories/index.html", "feed.xml", "feed.json", "feeds.html", "feeds.opml"),
            *PERIODS,
            *LISTS_OF_FILES,
            "llms.txt",
        },
    }


def test_an_entry_that_is_deleted_takes_its_pages_with_it(root: Path) -> None:
    built = after(root, {B: None})
    gone = both("papers/2302.00002.html", "categories/lg.html", "categories/lg.xml", "categories/lg.json")
    assert sorted(built.removed()) == sorted(gone)
    assert {each.reason for each in built.result.removed} == {REASONS["gone"]}
    assert reasons(built) == {
        REASONS["view"]: {
            *both(
                "papers/2302.03084.html",
                "issues/2023-02-08.html",
                "index.html",
                "issues/index.html",
                "issues/2023.html",
            ),
            *both("categories/index.html", "feed.xml", "feed.json", "authors/ada-lovelace.html", "authors/index.html"),
            *both("feeds.html", "feeds.opml"),
            *PERIODS,
            *LISTS_OF_FILES,
            "llms.txt",
        }
    }


def test_the_last_entry_of_a_day_takes_the_day_with_it(root: Path) -> None:
    built = after(root, {"content/2023-02-07/old.md": None})
    assert {"issues/2023-02-07.html", "papers/2302.00001.html"} <= set(built.removed())


def test_a_file_of_another_name_makes_the_same_pages(root: Path) -> None:
    built = after(root, {B: None, f"{DAY}/bb.md": TEXT_B})
    assert (built.written(), built.removed()) == ([], [])


def test_an_entry_that_is_known_by_its_files_name_moves_with_it(root: Path) -> None:
    text = entry(arxiv="", url="https://example.com/p")
    after(root, {f"{DAY}/name.md": text})
    built = after(root, {f"{DAY}/name.md": None, f"{DAY}/other.md": text})
    assert sorted(built.removed()) == sorted(both("papers/name.html"))
    assert reasons(built)[REASONS["new"]] == set(both("papers/other.html"))


def test_an_entry_that_moves_to_another_day_touches_both(root: Path) -> None:
    built = after(root, {B: None, "content/2023-02-09/b.md": TEXT_B})
    assert built.removed() == []
    assert reasons(built) == {
        REASONS["new"]: set(both("issues/2023-02-09.html")),
        REASONS["view"]: {
            *both("404.html", "index.html", "issues/index.html", "issues/2023.html", "issues/2023-02-08.html"),
            *both("papers/2302.00002.html", "papers/2302.03084.html", "authors/ada-lovelace.html"),
            *both("categories/lg.html", "categories/lg.xml", "categories/lg.json", "feed.xml", "feed.json"),
            *PERIODS,
            *LISTS_OF_FILES,
            "llms.txt",
        },
    }


def test_a_figure_of_the_same_size_is_copied_alone(root: Path) -> None:
    built = after(root, {FIGURE: png(3, 2) + b"\0"})
    assert reasons(built) == {REASONS["view"]: {"papers/2302.03084/fig.png"}}


def test_a_figure_of_another_size_touches_the_pages_that_say_it(root: Path) -> None:
    built = after(root, {FIGURE: png(6, 4)})
    assert reasons(built) == {REASONS["view"]: {"papers/2302.03084/fig.png", *BODY_OF_A}}


def test_a_template_touches_the_pages_that_use_it(root: Path) -> None:
    template = '{% extends "!page.html" %}{% block after %}<p>More.</p>{% endblock %}'
    built = after(root, {"themes/default/templates/page.html": template})
    assert reasons(built) == {REASONS["template"]: set(both("about.html"))}
    built = after(root, {"themes/default/templates/page.html": None})
    assert reasons(built) == {REASONS["template"]: set(both("about.html"))}


def test_a_part_of_all_pages_touches_all_pages(root: Path) -> None:
    built = after(root, {"themes/default/templates/_footer.html": "<footer>Mine.</footer>"})
    assert reasons(built) == {REASONS["template"]: set(PAGES)}


def test_a_word_of_one_language_touches_the_pages_that_say_it(root: Path, rendered: list[str]) -> None:
    built = after(root, {"themes/default/strings/en.yaml": "not_found: Lost\n"})
    assert reasons(built) == {REASONS["strings"]: {"en/404.html"}}
    built = after(root, {"themes/default/strings/zh.yaml": "not_found: 迷路了\n"})
    assert reasons(built) == {REASONS["strings"]: {"404.html"}}


def test_a_style_sheet_has_a_new_name_and_all_pages_lead_to_it(root: Path) -> None:
    built = after(root, {"themes/default/static/favicon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"})
    [removed] = built.removed()
    assert removed.startswith("assets/favicon.")
    [added] = reasons(built)[REASONS["new"]]
    assert added.startswith("assets/favicon.")
    assert set(PAGES) <= reasons(built)[REASONS["template"]]


def test_the_footer_touches_all_pages_and_no_feed(root: Path) -> None:
    built = after(root, {"digest.yaml": SETTINGS + "footer: Foot\n"})
    assert reasons(built) == {REASONS["view"]: set(PAGES)}


def test_the_length_of_lists_touches_the_lists_that_it_cuts(root: Path) -> None:
    built = after(root, {"digest.yaml": SETTINGS + "per_page: 1\n"})
    cut = both("categories/cv.html", "authors/ada-lovelace.html", "authors/alan-turing.html")
    more = both(
        *("categories/cv/2.html", "authors/alan-turing/2.html"),
        *("authors/ada-lovelace/2.html", "authors/ada-lovelace/3.html"),
    )
    assert reasons(built) == {REASONS["new"]: set(more), REASONS["view"]: {*cut, *LISTS_OF_FILES}}
    built = after(root, {"digest.yaml": SETTINGS})
    assert sorted(built.removed()) == sorted(more)
    assert not (root / "output/categories/cv").exists()


def test_the_sites_address_touches_all_that_says_it(root: Path) -> None:
    built = after(root, {}, url="https://moved.example/x/")
    assert reasons(built) == {REASONS["view"]: {*PAGES, *FEEDS, "robots.txt", "sitemap.xml", "llms.txt"}}


def test_a_new_version_of_digest_renders_all_and_writes_what_differs(
    root: Path, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "installed_versions", lambda _: {"jinja2": "another"})
    assert build(root).written() == []
    assert set(rendered) == {*PAGES, *FEEDS, "robots.txt", "sitemap.xml"}


def test_a_new_version_of_another_library_renders_nothing(
    root: Path, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = state.installed_versions(sys.path)
    monkeypatch.setattr(state, "installed_versions", lambda _: known | {"markdown-it-py": "another", "pytest": "1"})
    assert build(root).written() == []
    assert rendered == []


def test_without_the_cache_everything_is_rendered_and_nothing_written(root: Path, rendered: list[str]) -> None:
    before = stamps_in(root / "output")
    assert build(root, cache=False).written() == []
    assert {*PAGES, *FEEDS} <= set(rendered)
    assert stamps_in(root / "output") == before


def test_an_output_that_somebody_changed_or_removed_is_put_right(root: Path) -> None:
    (root / "output/index.html").write_text("mine", encoding="utf-8")
    (root / "output/feed.xml").unlink()
    built = after(root, {})
    assert reasons(built) == {REASONS["touched"]: {"index.html"}, REASONS["missing"]: {"feed.xml"}}


def test_an_output_folder_that_is_gone_is_made_again(root: Path) -> None:
    shutil.rmtree(root / "output")
    built = after(root, {})
    assert reasons(built).keys() == {REASONS["missing"]}


# What is not ours


def test_files_of_others_in_the_output_are_left_alone(root: Path) -> None:
    others = {"CNAME": "example.org", "papers/mine.html": "mine", "my/deep/file.txt": "x", ".git/config": "y"}
    change(root / "output", others)
    before = {path: (root / "output" / path).stat().st_mtime_ns for path in others}
    change(root, {B: None, "content/about.md": None})
    assert build(root, cache=False).result.published
    shutil.rmtree(root / ".digest")
    assert build(root).result.published
    for path, content in others.items():
        assert (root / "output" / path).read_text(encoding="utf-8") == content
        assert (root / "output" / path).stat().st_mtime_ns == before[path]


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    change(tmp_path, {"output/thesis.tex": "years of work"})
    with pytest.raises(Refused) as refusal:
        site(tmp_path, FILES)
    assert refusal.value.message == f"{tmp_path / 'output'} holds files that digest did not write"
    assert refusal.value.hint == "empty it, or choose another folder with --output"
    assert everything_in(tmp_path / "output") == {"thesis.tex": b"years of work"}


def test_hidden_files_do_not_make_a_folder_somebody_elses(tmp_path: Path) -> None:
    change(tmp_path, {"output/.gitignore": "*\n", "output/.git/HEAD": "ref"})
    assert site(tmp_path, FILES).result.published
    assert (tmp_path / "output/.gitignore").read_text(encoding="utf-8") == "*\n"
    assert (tmp_path / "output/.git/HEAD").read_text(encoding="utf-8") == "ref"


@pytest.mark.parametrize("lost", [False, True], ids=["manifest", "no manifest"])
def test_a_file_of_others_in_a_pages_place_is_refused(root: Path, lost: bool) -> None:
    change(root, {"output/papers/2302.00009.html": "mine"})
    if lost:
        shutil.rmtree(root / ".digest")
    before = stamps_in(root / "output")
    change(root, {f"{DAY}/c.md": entry(arxiv="2302.00009")})
    with pytest.raises(Refused) as refusal:
        build(root)
    assert refusal.value.message == f"{root / 'output/papers/2302.00009.html'} is in the way: digest did not write it"
    assert refusal.value.hint == "move it, or rename the page"
    assert stamps_in(root / "output") == before
    (root / "output/papers/2302.00009.html").unlink()
    after(root, {})


def test_a_folder_of_others_in_a_pages_place_is_refused(root: Path) -> None:
    change(root, {"output/papers/2302.00009.html/mine.txt": "mine", f"{DAY}/c.md": entry(arxiv="2302.00009")})
    before = stamps_in(root / "output")
    with pytest.raises(Refused) as refusal:
        build(root)
    assert refusal.value.message == f"{root / 'output/papers/2302.00009.html'} is in the way: digest did not write it"
    assert stamps_in(root / "output") == before


def test_a_file_of_others_where_a_folder_must_be_is_refused(root: Path) -> None:
    change(root, {"output/pages": "mine", "content/pages/more.md": "---\npage: true\ntitle: More\n---\nMore.\n"})
    before = stamps_in(root / "output")
    with pytest.raises(Refused) as refusal:
        build(root)
    assert refusal.value.message == f"{root / 'output/pages'} is in the way: digest did not write it"
    assert stamps_in(root / "output") == before


def test_a_page_that_becomes_a_folder_and_back_is_no_hindrance(root: Path) -> None:
    page = "---\npage: true\ntitle: More\n---\nMore.\n"
    after(root, {"content/more.html.md": page})
    assert (root / "output/more.html.html").is_file()
    after(root, {"content/more.html.md": None, "content/more.html.html/deep.md": page})
    assert (root / "output/more.html.html/deep.html").is_file()
    after(root, {"content/more.html.md": page, "content/more.html.html/deep.md": None})
    assert (root / "output/more.html.html").is_file()


def test_folders_go_with_their_last_page(root: Path) -> None:
    page = "---\npage: true\ntitle: More\n---\nMore.\n"
    after(root, {"content/one/two/three.md": page})
    assert (root / "output/one/two/three.html").is_file()
    after(root, {"content/one/two/three.md": None})
    assert not (root / "output/one").exists()
    after(root, {A: TEXT_A.replace("tags: [x]\n", "").replace("![alt](fig.png)", "")})
    assert not (root / "output/tags").exists()
    assert not (root / "output/papers/2302.03084").exists()


@pytest.mark.parametrize("inside", ["content", "content/sub", "themes/x", ".digest", ".digest/out", "."])
def test_the_output_cannot_be_among_the_sources(root: Path, inside: str) -> None:
    before = everything_in(root)
    with pytest.raises(Refused) as refusal:
        build(root, output=root / inside)
    assert "the output folder cannot be" in refusal.value.message
    assert everything_in(root) == before


def test_a_folder_above_the_site_cannot_be_the_output(root: Path) -> None:
    with pytest.raises(Refused, match="the output folder cannot be the site's own folder"):
        build(root, output=root.parent)


# What is lost


@pytest.mark.parametrize("edit", [{}, {A: TEXT_A.replace("中文摘要。", "新。")}, {B: None}, {f"{DAY}/c.md": TEXT_B}])
def test_the_state_may_be_deleted_at_any_time(root: Path, edit: dict[str, str | None]) -> None:
    shutil.rmtree(root / ".digest")
    after(root, {**edit, B: None} if f"{DAY}/c.md" in edit else edit)
    shutil.rmtree(root / ".digest")
    after(root, {})


def test_the_state_that_is_deleted_costs_no_writing(root: Path) -> None:
    before = stamps_in(root / "output")
    shutil.rmtree(root / ".digest")
    assert build(root).written() == []
    assert stamps_in(root / "output") == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: b"\0" * len(content),
        lambda content: b"\xff\xfe" + content,
        lambda content: content[:100] + bytes([content[100] ^ 1]) + content[101:],
        lambda content: content + content[:50],
        lambda content: content + b"\0" * 1000,
        lambda content: b'{"version": 1, "outputs": {}, "intended": []}',
    ],
    ids=["empty", "half", "zeros", "a mark in front", "a bit", "half a frame", "zeros behind", "another version"],
)
@pytest.mark.parametrize("name", ["manifest-*", "inputs", "entries", "reports", "bodies/*"])
def test_damage_to_what_is_kept_is_no_hindrance(root: Path, name: str, damage: Any) -> None:
    for kept in (root / ".digest").glob(name):
        kept.write_bytes(damage(kept.read_bytes()))
    after(root, {B: None, A: TEXT_A.replace("中文摘要。", "新。")})


def test_what_is_kept_may_be_taken_from_another_site(root: Path) -> None:
    other = site(root.parent / "other", {**FILES, B: TEXT_B.replace("Second", "Other")}).root
    for name in ("inputs", "entries"):
        shutil.copy(other / ".digest" / name, root / ".digest" / name)
    shutil.rmtree(root / ".digest" / "bodies")
    shutil.copytree(other / ".digest" / "bodies", root / ".digest" / "bodies")
    after(root, {A: TEXT_A.replace("中文摘要。", "新。")})


def test_a_manifest_never_makes_digest_touch_what_lies_outside(root: Path) -> None:
    (root / "precious.txt").write_text("keep me", encoding="utf-8")
    (root.parent / "precious.txt").write_text("keep me", encoding="utf-8")
    [path] = (root / ".digest").glob("manifest-*")
    journal = Journal(path, TAG).read()
    row = journal.values["index.html"]
    outside = dict.fromkeys(("../precious.txt", str(root.parent / "precious.txt")), row)
    journal.write({**outside, "\0intended": ["../../precious.txt", "papers/../../precious.txt"]})
    build(root)
    shutil.rmtree(root / ".digest")
    listing = root / "output/.nojekyll"
    with listing.open("a", encoding="utf-8") as file:
        file.write(f"../precious.txt\n{root.parent / 'precious.txt'}\npapers/../../precious.txt\n")
    build(root)
    assert (root / "precious.txt").read_text(encoding="utf-8") == "keep me"
    assert (root.parent / "precious.txt").read_text(encoding="utf-8") == "keep me"


def test_a_figure_may_have_any_name(root: Path) -> None:
    names = ["a b.png", "a\\b.png", "a\u2028b.png", "c:d.png", "图.png", "%41.png", "a\nb.png", "A?#.png"]
    figures = json.dumps([{"src": name, "alt": str(number)} for number, name in enumerate(names)])
    files = {f"{DAY}/{name}": png(3, number + 1) for number, name in enumerate(names)}
    after(root, {**files, A: entry(figures=figures)})
    assert build(root).written() == []
    shutil.rmtree(root / ".digest")
    assert build(root).written() == []
    assert faults_of(root / "output", "https://example.org/digest/") == []
    after(root, {A: TEXT_A})


def test_a_site_may_have_two_outputs(root: Path) -> None:
    other = root.parent / "other"
    assert build(root, output=other, url="https://other.example/").result.published
    assert build(root).written() == []
    change(root, {B: None})
    assert build(root).removed() == build(root, output=other, url="https://other.example/").removed()
    assert build(root).written() == []
    assert build(root, output=other, url="https://other.example/").written() == []
    assert everything_in(root / "output") == clean_build(root)


# What is wrong


def test_an_error_leaves_the_output_untouched(root: Path) -> None:
    before, stamps = everything_in(root / "output"), stamps_in(root / "output")
    change(root, {A: TEXT_A.replace("A Title", "New Title"), B: "---\ntitel: x\n---\n"})
    built = build(root)
    assert not built.result.published
    assert {each.path for each in built.result.diagnostics} == {B}
    assert (built.written(), built.removed()) == ([], [])
    assert (everything_in(root / "output"), stamps_in(root / "output")) == (before, stamps)
    after(root, {B: TEXT_B})


def test_a_warning_leaves_the_output_untouched_when_it_counts(root: Path) -> None:
    stamps = stamps_in(root / "output")
    change(root, {A: TEXT_A.replace("title_zh: 一个标题\n", "")})
    assert not build(root, strict=True).result.published
    assert stamps_in(root / "output") == stamps
    assert build(root).result.published


def test_an_error_makes_no_output_folder(tmp_path: Path) -> None:
    assert not site(tmp_path, {A: "no front matter"}).result.published
    assert not (tmp_path / "output").exists()


def test_an_error_in_a_template_leaves_the_output_untouched(root: Path) -> None:
    before, stamps = everything_in(root / "output"), stamps_in(root / "output")
    template = '{% extends "!paper.html" %}\n{% block after %}\n  {{ view.papper.card.title }}\n{% endblock %}\n'
    change(root, {"themes/default/templates/paper.html": template, A: TEXT_A.replace("中文摘要。", "新。")})
    built = build(root)
    assert not built.result.published
    [found] = built.result.diagnostics
    assert (found.code, found.path) == ("template-error", "themes/default/templates/paper.html")
    assert found.message == "'view' has no attribute 'papper', while rendering en/papers/2302.00001.html"
    source = built.result.sources(found.path)
    assert source.position(found.span.start).line == 3
    assert source.text[found.span.start : found.span.end] == "papper"
    assert (everything_in(root / "output"), stamps_in(root / "output")) == (before, stamps)
    after(root, {"themes/default/templates/paper.html": None})


def test_two_pages_at_one_address_are_an_error(root: Path) -> None:
    stamps = stamps_in(root / "output")
    change(root, {"content/Index.md": "---\npage: true\ntitle: Home\n---\nHi.\n"})
    built = build(root)
    assert [(each.code, each.path) for each in built.result.diagnostics] == [("same-address", "content/Index.md")]
    assert stamps_in(root / "output") == stamps


# Two at once


def test_a_second_build_at_once_is_refused(root: Path) -> None:
    before = stamps_in(root / "output")
    change(root, {B: None})
    with locked(root / ".digest" / "lock"), pytest.raises(Refused) as refusal:
        build(root)
    assert refusal.value.message == "another build of this site is running"
    assert refusal.value.hint == "wait for it to end"
    assert stamps_in(root / "output") == before
    after(root, {})


@pytest.fixture
def holder(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is building the site."""
    script = (
        "import sys; from pathlib import Path; from digest.machine.lock import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(root / ".digest" / "lock")]
    repository = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=repository, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_lock_of_a_process_that_was_killed_is_free(root: Path, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(Refused, match="another build of this site is running"):
        build(root)
    holder.kill()
    holder.wait()
    assert build(root).result.published
