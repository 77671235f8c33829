"""Inputs that cannot be read stop a build, and files with nearly the right name are told."""

from pathlib import Path

import pytest

from digest.machine.options import Refused
from digest.model.site_address import address_of_host
from tests.building import DAY, ENTRY, SETTINGS, build, check, entry, site, write_site
from tests.machine.sites import clean_build, everything_in

A, B = f"{DAY}/a.md", f"{DAY}/b.md"
FILES: dict[str, str | bytes] = {A: ENTRY, B: entry(arxiv="2302.00001", title="Another")}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    assert site(tmp_path / "site", FILES).result.published
    return tmp_path / "site"


def codes(root: Path) -> list[tuple[str, str]]:
    """Codes and paths of a build, which are those of a check too."""
    found = [(each.code, each.path) for each in build(root).result.diagnostics]
    assert [(each.code, each.path) for each in check(root)] == found
    return found


@pytest.mark.parametrize("lost", [DAY, A, "content/authors.yaml", f"{DAY}/issue.md", "themes", "addresses.lock"])
def test_a_link_that_leads_nowhere_leaves_the_output_alone(root: Path, lost: str) -> None:
    before = everything_in(root / "output")
    kept = root.parent / "kept"
    is_there = (root / lost).exists()
    if is_there:
        (root / lost).rename(kept)
    (root / lost).symlink_to(root.parent / "nowhere")
    assert codes(root) == [("lost-file", lost)]
    assert everything_in(root / "output") == before
    (root / lost).unlink()
    if is_there:
        kept.rename(root / lost)
    assert build(root).result.published
    assert everything_in(root / "output") == before


@pytest.mark.parametrize(("link", "target"), [("loop.md", "loop.md"), ("up", ".."), ("here", "."), ("all", "../..")])
def test_a_link_into_itself_is_told_once(root: Path, link: str, target: str) -> None:
    (root / DAY / link).symlink_to(target)
    assert codes(root) == [("lost-file", f"{DAY}/{link}")]


@pytest.mark.parametrize("around", ["content", "static"])
def test_links_that_lead_to_each_other_are_told_once(root: Path, around: str) -> None:
    outside = root.parent / "outside"
    for folder in (outside, root / around):
        folder.mkdir(exist_ok=True)
    (root / around / "out").symlink_to(outside)
    (outside / "back").symlink_to(root)
    assert codes(root) == [("outside-link", f"{around}/out"), ("lost-file", f"{around}/out/back")]


def test_folders_full_of_links_to_each_other_are_walked_to_a_depth(root: Path) -> None:
    outside, number = root.parent / "outside", 5
    for each in range(number):
        (outside / str(each)).mkdir(parents=True)
        for other in set(range(number)) - {each}:
            (outside / str(each) / f"to{other}").symlink_to(outside / str(other))
    (root / "static").mkdir()
    (root / "static/out").symlink_to(outside)
    found = [each for each in check(root) if "too many folders" in each.message]
    assert {(each.code, each.path.count("/")) for each in found} == {("lost-file", 6)}


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="Linux")
@pytest.mark.parametrize("link", ["content/procs", "static/procs", "themes/procs", "static/a", "logo.png", "content"])
def test_a_link_to_processes_or_devices_is_refused(root: Path, link: str) -> None:
    target = {"static/a": "/dev", "logo.png": "/proc/self/environ"}.get(link, "/proc")
    if link == "content":
        (root / link).rename(root.parent / "kept")
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(target)
    assert codes(root)[0] == ("lost-file", link)


@pytest.mark.parametrize(
    ("link", "target"),
    [
        (f"{DAY}/c.md", "c.md"),
        (f"{DAY}/fig.png", "secret"),
        ("content/2023-02-09", "folder"),
        ("themes/mine/static/a.txt", "secret"),
        ("themes/mine", "folder"),
        ("logo.png", "secret"),
        (f"{DAY}/through", "site/up/folder"),
    ],
)
def test_a_link_out_of_the_site_is_followed_and_told(root: Path, link: str, target: str) -> None:
    write_site(root.parent, {"c.md": entry(arxiv="2302.00003"), "secret": "", "folder/theme.yaml": ""})
    (root / "up").symlink_to(root.parent)
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(root.parent / target)
    assert codes(root) == [("outside-link", link)]
    assert build(root).result.published
    (root / "digest.yaml").write_text(SETTINGS + "check: {allow: {outside-link: it is on another disk}}\n")
    assert codes(root) == []
    (root / link).unlink()
    assert [each.code for each in check(root)] == ["unused-allowance"]


def test_a_link_to_a_folder_full_of_links_is_told_once(root: Path) -> None:
    write_site(root.parent, {f"etc/{number}.txt": "x" for number in range(3)} | {"secret": "x"})
    (root.parent / "etc/4.txt").symlink_to(root.parent / "secret")
    (root.parent / "etc/around").symlink_to(root.parent / "etc")
    (root / "static").mkdir()
    (root / "static/etcdir").symlink_to(root.parent / "etc")
    found = check(root)
    assert [(each.code, each.path) for each in found] == [
        ("outside-link", "static/etcdir"),
        ("lost-file", "static/etcdir/around"),
    ]
    assert "the 4 files that it leads to" in found[0].message


def test_hidden_files_of_the_site_are_told(root: Path) -> None:
    wanted = ("static/.well-known/a/security.txt", "static/.htaccess", "static/a.b")
    hidden = ("static/.env", "static/.ssh/id_rsa", "static/.ssh/config", "static/a/.aws/b")
    keys = ("static/a/server.PEM", "static/id_rsa")
    write_site(root, dict.fromkeys((*wanted, *hidden, *keys, "static/id_rsa.pub", "static/key.html"), "x"))
    assert codes(root) == [("hidden-file", path) for path in ("static/.env", "static/.ssh", "static/a/.aws", *keys)]
    (root / "digest.yaml").write_text(SETTINGS + "check: {allow: {hidden-file: they are for tests}}\n")
    assert codes(root) == []


@pytest.mark.parametrize(("link", "target"), [(f"{DAY}/c.md", "drafts/c.md"), ("content/2023-02-09", "drafts")])
def test_a_link_within_the_site_is_not_told(root: Path, link: str, target: str) -> None:
    write_site(root, {"drafts/c.md": entry(arxiv="2302.00003", date="2023-02-09")})
    (root / link).symlink_to(root / target)
    assert codes(root) == []


def test_a_site_whose_folders_are_links_is_not_told(root: Path) -> None:
    (root / "content").rename(root.parent / "notes")
    (root / "content").symlink_to(root.parent / "notes")
    (root / DAY / "c.md").symlink_to(root.parent / "notes/2023-02-08/d")
    (root / DAY / "d").write_text(entry(arxiv="2302.00003"))
    (root.parent / "link").symlink_to(root)
    assert codes(root.parent / "link") == [("misnamed-file", f"{DAY}/d")]


def test_a_placeholder_of_a_cloud_is_told(root: Path) -> None:
    (root / A).rename(root / DAY / ".a.md.icloud")
    assert codes(root) == [("lost-file", f"{DAY}/.a.md.icloud")]


def test_a_file_with_nearly_the_right_name_is_told_and_known_by_the_next_build(root: Path) -> None:
    (root / A).rename(root / DAY / "a.MD")
    assert codes(root) == [("misnamed-file", f"{DAY}/a.MD")]
    assert everything_in(root / "output") == clean_build(root)
    (root / DAY / "a.MD").rename(root / A)
    assert codes(root) == []


@pytest.mark.parametrize("name", ["c.txt", "c", "2302.03085", "2302.03085.txt", "图.TXT"])
def test_a_file_with_front_matter_and_another_name_is_told(root: Path, name: str) -> None:
    write_site(root, {f"{DAY}/{name}": entry(arxiv="2302.03085")})
    assert codes(root) == [("misnamed-file", f"{DAY}/{name}")]
    (root / DAY / name).write_text("Notes.\n---\n", encoding="utf-8")
    assert codes(root) == []


@pytest.mark.parametrize("name", ["c.md.orig", "c.md~", ".c.md.swp", "#c.md#", "c.md.bak"])
def test_a_backup_of_an_entry_is_not_told(root: Path, name: str) -> None:
    write_site(root, {f"{DAY}/{name}": entry(arxiv="2302.03085")})
    assert codes(root) == []


def test_what_is_beside_the_content_folder_is_told(root: Path) -> None:
    write_site(root, {"2023-02-09/c.md": entry(arxiv="2302.03085"), "authors.yaml": "A: [B]\n", "2023/c.md": "c"})
    assert codes(root) == [("misnamed-file", "2023-02-09"), ("misnamed-file", "authors.yaml")]
    assert build(root).result.published
    (root / "2023-02-09").rename(root / "content/2023-02-09")
    (root / "authors.yaml").unlink()
    assert codes(root) == []


def test_a_file_that_a_text_offers_is_none_that_should_be_read(tmp_path: Path) -> None:
    linked = ENTRY + "\n## Notes\n\n[raw](raw.markdown)\n"
    assert not site(tmp_path, {A: linked, f"{DAY}/raw.markdown": "raw"}).result.diagnostics


def test_an_introduction_is_read_whatever_its_letters(tmp_path: Path) -> None:
    built = site(tmp_path, {A: ENTRY, f"{DAY}/Issue.md": "---\ntitle: Good Day\n---\n"})
    assert [each.code for each in built.result.diagnostics] == ["misnamed-file"]
    assert "Good Day" in built.text("issues/2023-02-08.html")


@pytest.mark.parametrize(
    ("folder", "day"),
    [
        ("2023-2-8", "2023-02-08"),
        ("20230208", "2023-02-08"),
        ("2023_02_08", "2023-02-08"),
        ("2023.2.8", "2023-02-08"),
        ("2023 02 08", "2023-02-08"),
        ("2023年2月8日", "2023-02-08"),
        ("2023/02/08", "2023-02-08"),
        ("notes 2023-2-8", "2023-02-08"),
    ],
)
def test_a_folder_that_is_nearly_a_day_is_told_its_name(tmp_path: Path, folder: str, day: str) -> None:
    [told] = site(tmp_path, {f"content/{folder}/a.md": ENTRY}).result.diagnostics
    assert told.code == "missing-date"
    assert told.hint.startswith(f"name the folder {day}, not '")


@pytest.mark.parametrize(
    ("folder", "shown"),
    [
        ("2023-02-08 ", "2023-02-08␠"),
        (" 2023-02-08/b", "␠2023-02-08"),
        ("2023-02-08\u200b", "2023-02-08[U+200B]"),
        ("notes 2023-2-8", "notes 2023-2-8"),
        ("2023/02/08", "2023/02/08"),
    ],
)
def test_what_keeps_a_folder_from_being_a_day_is_shown(tmp_path: Path, folder: str, shown: str) -> None:
    [told] = site(tmp_path, {f"content/{folder}/a.md": ENTRY}).result.diagnostics
    assert told.hint.startswith(f"name the folder 2023-02-08, not '{shown}'; or")


@pytest.mark.parametrize("folder", ["notes", "2023", "2302.03084", "2023-2-30", "2023-02"])
def test_a_folder_that_is_no_day_has_no_such_hint(tmp_path: Path, folder: str) -> None:
    [told] = site(tmp_path, {f"content/{folder}/a.md": ENTRY}).result.diagnostics
    assert told.hint == "add a line 'date: YYYY-MM-DD', or put the file in a folder named YYYY-MM-DD"


def test_an_entry_in_a_folder_below_its_day_is_read(tmp_path: Path) -> None:
    assert site(tmp_path, {f"{DAY}/vision/a.md": ENTRY}).result.papers == 1


def test_a_site_without_entries_is_told(tmp_path: Path) -> None:
    write_site(tmp_path, {"content/.keep": "", "content/about.md": "---\npage: true\ntitle: About\n---\n"})
    assert codes(tmp_path) == [("no-entries", "content")]
    assert codes(tmp_path) == [("no-entries", "content")]


@pytest.mark.parametrize(
    "text", [ENTRY, ENTRY.replace("title: A Title\n", ""), entry(draft="true"), entry(date="2030-01-01")]
)
def test_entries_that_are_not_shown_are_entries(tmp_path: Path, text: str) -> None:
    assert "no-entries" not in [each.code for each in site(tmp_path, {A: text}).result.diagnostics]


@pytest.mark.parametrize(
    ("there", "hint"),
    [
        ("x.txt", "bring it back; or make an empty content/ and fill it with 'digest new'"),
        ("Content/2023-02-08/a.md", "rename Content/ to content/"),
        ("contents/2023-02-08/a.md", "rename contents/ to content/"),
        ("2023-02-08/a.md", "move 2023-02-08/ and the other days into a folder content/"),
        ("content", "content is a file: put the folder in its place"),
    ],
)
def test_without_a_content_folder_nothing_is_built(tmp_path: Path, there: str, hint: str) -> None:
    write_site(tmp_path, {there: ENTRY})
    with pytest.raises(Refused, match=r"there is no folder content/ in ") as refused:
        build(tmp_path)
    assert refused.value.hint == hint
    with pytest.raises(Refused, match=r"there is no folder content/ in "):
        check(tmp_path)


def test_a_content_folder_that_is_not_there_today_is_told(root: Path) -> None:
    (root / "content").rename(root.parent / "away")
    (root / "content").symlink_to(root.parent / "nowhere")
    with pytest.raises(Refused, match="4 pages of papers are published") as refused:
        build(root)
    assert refused.value.hint == "content is a link, and what it leads to is not there: bring that back"


@pytest.mark.parametrize("name", ["digest.yml", "Digest.yaml", "digest.yaml.txt"])
def test_settings_with_nearly_the_right_name_are_told(tmp_path: Path, name: str) -> None:
    write_site(tmp_path, FILES)
    (tmp_path / "digest.yaml").rename(tmp_path / name)
    with pytest.raises(Refused) as refused:
        build(tmp_path)
    assert refused.value.hint == f"rename {name} to digest.yaml"


def test_settings_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    (tmp_path / "digest.yaml").unlink()
    (tmp_path / "digest.yaml").symlink_to("nowhere")
    with pytest.raises(Refused) as refused:
        build(tmp_path)
    assert refused.value.hint == "digest.yaml is a link, and what it leads to is not there: bring that back"


CONFLICT = "<<<<<<< HEAD\nhome: 首页\n=======\nhome: 主页\n>>>>>>> b\n"


@pytest.mark.parametrize(
    "path",
    [
        A,
        "content/about.md",
        f"{DAY}/issue.md",
        "content/authors.yaml",
        "addresses.lock",
        "themes/default/strings/zh.yaml",
        "themes/default/theme.yaml",
        "themes/default/templates/paper.html",
        "themes/default/static/custom.css",
        "digest.yaml",
    ],
)
def test_a_conflict_of_git_is_one_error_wherever_it_is(root: Path, path: str) -> None:
    before = everything_in(root / "output")
    write_site(root, {path: CONFLICT})
    if path.startswith("themes/") or path == "digest.yaml":
        with pytest.raises(Refused) as refused:
            build(root)
        found = refused.value.diagnostics
    else:
        found = tuple(build(root).result.diagnostics)
    assert [(each.code, each.path) for each in found] == [("conflict-marker", path)]
    assert everything_in(root / "output") == before


def test_a_conflict_in_the_file_of_head_is_told(root: Path) -> None:
    text = (root / "digest.yaml").read_text(encoding="utf-8")
    conflict = "<<<<<<< HEAD\n<meta name=a>\n=======\n<meta name=b>\n>>>>>>> b\n"
    write_site(root, {"digest.yaml": f"{text}head: head.html\n", "head.html": conflict})
    with pytest.raises(Refused) as refused:
        build(root)
    assert [(each.code, each.path) for each in refused.value.diagnostics] == [("conflict-marker", "head.html")]


def test_a_conflict_in_a_draft_is_told(root: Path) -> None:
    write_site(root, {A: entry(draft="true") + CONFLICT})
    result = build(root).result
    assert [(each.code, each.severity) for each in result.diagnostics] == [("conflict-marker", "note")]
    assert result.published


@pytest.mark.parametrize(
    ("url", "is_new"), [("http://localhost:8000/d/", False), ("https://name.github.io/repo", True)]
)
def test_an_option_takes_the_place_of_an_address_that_is_nobody_s(tmp_path: Path, url: str, is_new: bool) -> None:
    write_site(tmp_path, FILES | {"digest.yaml": f"url: {url}\n"})
    assert codes(tmp_path) == [("placeholder-value", "digest.yaml")]
    assert not build(tmp_path, url="https://ada.github.io/d/").result.diagnostics
    assert build(tmp_path, strict=True).result.published == is_new


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, ""),
        ({"CI_PAGES_URL": "papers.example.org"}, "; CI_PAGES_URL is set, and is no web address"),
        ({"GITHUB_REPOSITORY": "a/b/c"}, "; GITHUB_REPOSITORY is set, and is not of the form owner/name"),
    ],
)
def test_why_a_new_site_gets_no_address_of_its_host_is_told(
    tmp_path: Path, environment: dict[str, str], told: str
) -> None:
    write_site(tmp_path, FILES | {"digest.yaml": "url: https://name.github.io/repo/\n"})
    asked = {"host": address_of_host(environment), "guess_url": lambda: "https://ada.github.io/d/"}
    (found,) = build(tmp_path, **asked).result.diagnostics
    assert found.message == f"this is the address of an example: 'https://name.github.io/repo/'{told}"
    assert found.hint.startswith("write 'url: https://ada.github.io/d/'; or give it by --url")
