"""`addresses.lock`: the addresses that a site has published."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.machine import files
from digest.machine.preview import Preview
from digest.plan.address_lock import extend_lock, read_address_lock
from digest.plan.types import Plan
from digest.plan.urls import ADDRESS_LOCK
from digest.text.diagnostics import Diagnostic
from digest.text.source import Source
from tests.building import DAY, BuiltSite, build, check, entry, options, silent, site, write_site
from tests.machine.sites import FILES, both, change, clean_build, everything_in, stamps_in
from tests.plan.test_keys import plan

A = f"{DAY}/a.md"
USUAL = "# Mine\n\n"


def lines(root: Path) -> list[str]:
    return (root / ADDRESS_LOCK).read_text(encoding="utf-8").splitlines()


def told(built: BuiltSite) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in built.result.diagnostics]


def at(root: Path, each: Diagnostic) -> str:
    return (root / each.path).read_text(encoding="utf-8")[each.span.start : each.span.end]


def test_a_build_adds_the_addresses_that_readers_keep(tmp_path: Path) -> None:
    papers = {f"{DAY}/{number}.md": entry(arxiv=f"2302.1{number:04}", tags="[x, C++]") for number in range(3)}
    settings = "url: https://example.org/\nper_page: 1\n"
    about = "---\npage: true\ntitle: About\naliases: us\n---\nHi.\n"
    built = site(tmp_path, {"digest.yaml": settings, ADDRESS_LOCK: USUAL, "content/about.md": about, **papers})
    paths = both(
        *("index.html", "issues/index.html", "issues/2023.html", "issues/2023-02-08.html"),
        *("about.html", "us.html", "list.html", "search.html", "weeks/2023-W06.html", "months/2023-02.html"),
        *(f"papers/2302.1{number:04}.html" for number in range(3)),
        *("tags/index.html", "tags/x.html", "tags/c-plus-plus.html", "categories/index.html", "categories/cv.html"),
        *("authors/index.html", "authors/ada-lovelace.html", "authors/alan-turing.html"),
        *("feed.xml", "feed.json", "categories/cv.xml", "categories/cv.json", "tags/x.xml", "tags/c-plus-plus.xml"),
        *("feeds.html", "feeds.opml"),
    )
    assert lines(tmp_path) == ["# Mine", "", *(f"/{path}" for path in sorted(paths))]
    assert "tags/x/2.html" in built.files()
    assert built.result.published


def test_an_unchanged_build_writes_nothing(tmp_path: Path) -> None:
    site(tmp_path, {**FILES, ADDRESS_LOCK: ""})
    assert lines(tmp_path)[0].startswith("# The addresses of this site")
    stamps = stamps_in(tmp_path)
    for _ in range(2):
        build(tmp_path)
        now = stamps_in(tmp_path)
        assert {path for path in now if now[path] != stamps.get(path) and not path.startswith(".digest")} == set()


def test_a_build_that_is_killed_before_it_adds_them_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    root = write_site(tmp_path, {A: entry(), ADDRESS_LOCK: ""})
    with monkeypatch.context() as dying:
        dying.setattr(files, "rewrite", die)
        with pytest.raises(KeyboardInterrupt):
            build(root)
    assert (root / "output/index.html").exists()
    assert lines(root) == []
    build(root)
    assert "/index.html" in lines(root)


def test_a_preview_reports_a_vanished_address_and_adds_none(tmp_path: Path) -> None:
    root = write_site(tmp_path, {A: entry(), ADDRESS_LOCK: "/index.html\n"})
    preview = Preview(root)
    asked = options(root, drafts=True, future=True, plain_names=True, url="http://127.0.0.1:8000/")
    assert preview.update(asked, silent).published
    change(root, {ADDRESS_LOCK: "/index.html\n/gone.html\n"})
    assert [each.code for each in preview.update(asked, silent).diagnostics] == ["vanished-address"]
    change(root, {"content/gone.md": "---\npage: true\ntitle: Gone\n---\nHi.\n"})
    assert preview.update(asked, silent).published
    assert len(lines(root)) == 2


def test_there_is_no_file_unless_it_was_made(tmp_path: Path) -> None:
    site(tmp_path, FILES)
    assert not (tmp_path / ADDRESS_LOCK).exists()


def test_a_vanished_address_is_an_error_at_its_line_until_a_page_has_it(tmp_path: Path) -> None:
    site(tmp_path, {A: entry(), ADDRESS_LOCK: ""})
    before = everything_in(tmp_path / "output")
    change(tmp_path, {A: entry(slug="better")})
    built = build(tmp_path)
    assert told(built) == [("vanished-address", ADDRESS_LOCK)] * 2
    assert not built.result.published
    assert everything_in(tmp_path / "output") == before
    assert tuple(built.result.diagnostics) == check(tmp_path)
    english, chinese = built.result.diagnostics
    assert at(tmp_path, english) == "/en/papers/2302.03084.html"
    hint = f"add 'aliases: [papers/2302.03084.html]' to {A} (now {{}}papers/better.html), or delete this line"
    assert (english.hint, chinese.hint) == (hint.format("en/"), hint.format(""))
    change(tmp_path, {A: entry(slug="better", aliases="[papers/2302.03084.html]")})
    built = build(tmp_path)
    assert told(built) == []
    assert everything_in(tmp_path / "output") == clean_build(tmp_path)
    assert {"/papers/2302.03084.html", "/papers/better.html"} <= set(lines(tmp_path))


def test_the_first_vanished_addresses_are_compared_with_new_ones(tmp_path: Path) -> None:
    gone = "".join(f"/papers/2302.03084v{each}.html\n" for each in range(60))
    built = site(tmp_path, {A: entry(), ADDRESS_LOCK: gone})
    assert [f"to {A} (now papers/2302.03084.html)" in each.hint for each in built.result.diagnostics] == (
        [True] * 50 + [False] * 10
    )


def test_a_line_may_be_removed(tmp_path: Path) -> None:
    site(tmp_path, {A: entry(tags="[x]"), ADDRESS_LOCK: ""})
    change(tmp_path, {A: entry()})
    assert {each.hint for each in build(tmp_path).result.diagnostics} == {
        f"add 'aliases: [tags/{name}.html]' to an entry or page that takes its place, or delete this line"
        for name in ("index", "x")
    } | {"bring it back, or delete this line"}  # of the feed
    kept = [line for line in lines(tmp_path) if "tags/" not in line]
    change(tmp_path, {ADDRESS_LOCK: "\n".join(kept) + "\n"})
    assert build(tmp_path).result.published
    assert lines(tmp_path) == kept


@pytest.mark.parametrize(("taxonomy", "names"), [("tags", ["C", "C--"]), ("area", ["Ｃ", "C--"])])
def test_the_address_of_a_term_that_had_a_hash_leads_on(tmp_path: Path, taxonomy: str, names: list[str]) -> None:
    one, other = names
    folder = {"area": "areas"}.get(taxonomy, taxonomy)
    both_terms = {
        A: entry(**{taxonomy: f"[{one}]"}),
        f"{DAY}/b.md": entry(arxiv="2302.00002", **{taxonomy: f"[{other}]"}),
    }
    first = site(tmp_path, {**both_terms, ADDRESS_LOCK: ""})
    hashed = {path for path in first.files() if path.startswith(f"{folder}/c-")}
    (mine,) = [path for path in hashed if f"<h1>{one}</h1>" in first.text(path)]
    change(tmp_path, {f"{DAY}/b.md": entry(arxiv="2302.00002", **{taxonomy: f"[{one}]"})})
    told_of = {at(tmp_path, each).removeprefix("/") for each in build(tmp_path).result.diagnostics}
    gone = hashed & told_of
    kept = [line for line in lines(tmp_path) if not any(path in line for path in gone)]
    assert mine not in gone
    assert gone
    change(tmp_path, {ADDRESS_LOCK: "\n".join(kept)})
    built = build(tmp_path)
    assert built.result.published
    assert 'http-equiv="refresh" content="0; url=../' in built.text(mine)
    assert f"{folder}/c.html" in built.files()
    assert everything_in(tmp_path / "output") == clean_build(tmp_path)


def test_a_feed_has_no_alias(tmp_path: Path) -> None:
    root = write_site(tmp_path, {A: entry(), ADDRESS_LOCK: "/categories/lg.xml\n"})
    assert [each.hint for each in check(root)] == ["bring it back, or delete this line"]


def test_drafts_and_papers_of_days_to_come_are_not_added(tmp_path: Path) -> None:
    content = {A: entry(draft="true"), "content/2123-01-01/b.md": entry(arxiv="2302.00002"), ADDRESS_LOCK: ""}
    for wishes in ({"drafts": True}, {"future": True}):
        assert site(tmp_path, content, **wishes).result.published
        assert lines(tmp_path) == []
    build(tmp_path)
    assert not [line for line in lines(tmp_path) if "/papers/" in line]
    assert build(tmp_path, drafts=True).result.published


def test_a_check_and_a_build_with_errors_add_nothing(tmp_path: Path) -> None:
    root = write_site(tmp_path, {A: entry(), ADDRESS_LOCK: ""})
    check(root)
    assert lines(root) == []
    change(root, {A: entry(arxiv="no id")})
    assert not build(root).result.published
    assert lines(root) == []


def test_lines_that_are_no_addresses_are_told_with_their_place(tmp_path: Path) -> None:
    bad = [
        "=======",
        "https://example.org/a.html",
        "/../a.html",
        "//a.html",
        "/papers/a",
        "/a/./b.html",
    ]
    good = [
        "# comment",
        "",
        "  # another",
        "/index.html",
        "feed.xml",
        "  /en/index.html  ",
        "/index.html",
        "/categories/cv.html",
    ]
    root = write_site(tmp_path, {A: entry(), ADDRESS_LOCK: "\r\n".join([*good, *bad])})
    found = check(root)
    assert {each.code for each in found} == {"bad-address"}
    assert [each.message for each in found] == [f"'{line}' is no address of a page or feed" for line in bad]


def test_an_address_may_be_percent_encoded(tmp_path: Path) -> None:
    lock = "/tags/%E5%A4%A7%E6%A8%A1%E5%9E%8B.html\n"
    root = write_site(tmp_path, {A: entry(tags="[大模型]"), ADDRESS_LOCK: lock})
    assert check(root) == ()
    build(root)
    assert "/tags/大模型.html" not in lines(root)


def test_line_ends_and_comments_stay(tmp_path: Path) -> None:
    text = "# top\r\n\r\n# about papers\r\n/papers/2302.03084.html\r\n# end\r\n"
    site(tmp_path, {A: entry(), ADDRESS_LOCK: text})
    content = (tmp_path / ADDRESS_LOCK).read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    made = lines(tmp_path)
    assert made[:2] == ["# top", ""]
    assert made[made.index("/papers/2302.03084.html") - 1] == "# about papers"
    assert sorted(line for line in made if line[:1] == "/") == [line for line in made if line[:1] == "/"]


def test_the_file_grows_to_the_same_in_any_order(tmp_path: Path) -> None:
    made: Plan = plan(write_site(tmp_path, FILES), {})

    def grown(text: str) -> str:
        lock = read_address_lock(Source(path=ADDRESS_LOCK, text=text)).value
        return extend_lock(lock, made) or text

    whole = grown("")

    @given(st.randoms(), st.integers(0, 30))
    def holds(chance: Random, count: int) -> None:
        listed = [line for line in whole.splitlines(keepends=True) if line.startswith("/")]
        head = whole[: whole.index("\n/") + 1]
        kept = sorted(chance.sample(listed, count))
        assert grown(head + "".join(kept)) == whole

    holds()
    assert grown(whole) == whole
