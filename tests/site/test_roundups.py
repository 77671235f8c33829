"""Pages of weeks and months, and the files that introduce them."""

import re
from pathlib import Path

import pytest

from digest.machine.build import check_site
from digest.plan import roundups
from tests.building import DAY, build, check, entry, options, silent, site
from tests.machine.sites import both, change
from tests.site.reading import text_of
from tests.site.test_pages import links, made, png, text

WEEK, MONTH = "weeks/2023-W06.html", "months/2023-02.html"
INTRODUCTION = "content/weeks/2023-W06.md"
TEXT = "---\ntitle: A week of retrieval\n---\nSee [it](../2023-02-08/a.md).\n\n![A plot](fig.png)\n"


def papers(**days: str) -> dict[str, str]:
    """An entry for each day (`d0208`), named like it, and its category."""
    return {
        f"content/2023-{name[1:3]}-{name[3:5]}/{name}.md": entry(
            arxiv="", url="https://example.org/", title=f"Paper {name}", category=category
        )
        for name, category in days.items()
    }


def test_a_paper_is_on_the_pages_of_its_week_and_its_month_below_its_category(tmp_path: Path) -> None:
    files = papers(d0101="CV", d0205="LG", d0206="CV", d0206b="LG", d0207="[CV, LG]", d0220="CL")
    _, output = made(tmp_path, files)
    names = {path for path in output.files if re.match(r"weeks|months", path)}
    assert names == {
        *("weeks/2022-W52.html", "weeks/2023-W05.html", WEEK, "weeks/2023-W08.html"),
        *("months/2023-01.html", MONTH),
    }
    page = output.page(f"en/{WEEK}")
    heads = [text_of(each) for each in page.root.iter("h2") if each.get("class") == "group-title"]
    assert [head.split() for head in heads] == [["CV", "Computer", "Vision", "2"], ["LG", "Machine", "Learning", "1"]]
    assert re.findall(r"Paper d\w+", text(output, f"en/{WEEK}")) == ["Paper d0207", "Paper d0206", "Paper d0206b"]
    assert text(output, WEEK).count("一句话。") == 3
    assert "6 February – 12 February" in text(output, f"en/{WEEK}")
    assert {"../issues/2023-02-06.html", "../issues/2023.html", f"../{MONTH}"} <= set(links(output, WEEK))
    assert links(output, WEEK, rel="prev") == ["../weeks/2023-W05.html"]
    assert links(output, WEEK, rel="next") == ["../weeks/2023-W08.html"]
    assert links(output, MONTH, rel="prev") == ["../months/2023-01.html"]
    for up in ("issues/2023-02-06.html", "issues/2023.html", "issues/index.html"):
        assert {f"../{WEEK}", f"../{MONTH}"} <= set(links(output, up)), up
    assert WEEK.encode() in output.files["sitemap.xml"]


def test_an_introduction_is_on_the_page_of_its_week_with_its_links_and_figures(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{DAY}/a.md": entry(), INTRODUCTION: TEXT, "content/weeks/fig.png": png(3, 2)}
    _, output = made(tmp_path, files)
    assert "A week of retrieval" in text(output, WEEK)
    assert "../papers/2302.03084.html" in links(output, f"en/{WEEK}")
    assert "weeks/2023-W06/fig.png" in output.files
    assert "<title>A week of retrieval" in output.files[WEEK].decode()
    change(tmp_path, {INTRODUCTION: TEXT.replace("See", "Look at")})
    assert sorted(build(tmp_path).written()) == sorted(both(WEEK))
    change(tmp_path, {INTRODUCTION: TEXT.replace("title:", "draft: true\ntitle:")})
    after = build(tmp_path)
    assert "A week of retrieval" not in after.text(WEEK)
    assert after.result.drafts == (INTRODUCTION,)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("weeks/2023-W6", "move it to content/weeks/2023-W06.md"),
        ("weeks/2023-w06", "move it to content/weeks/2023-W06.md"),
        ("week/2023W06", "move it to content/weeks/2023-W06.md"),
        ("2023/weeks/2023-W06", "move it to content/weeks/2023-W06.md"),
        ("weeks/2023年第6周", "move it to content/weeks/2023-W06.md"),
        ("weeks/2023-02-08", "move it to content/weeks/2023-W06.md"),
        ("weeks/2023-02", "move it to content/months/2023-02.md"),
        ("months/2023-W06", "move it to content/weeks/2023-W06.md"),
        ("months/2023-2", "move it to content/months/2023-02.md"),
        ("weeks/2023-W53", "the last one of that year is 2023-W52"),
        ("weeks/2023-W00", "the last one of that year is 2023-W52"),
        ("months/2023-13", "the last one of that year is 2023-12"),
        ("2023-W06", "move it to content/weeks/2023-W06.md"),
        ("2023-02", "move it to content/months/2023-02.md"),
        ("weeks/2023/W06", "move it to content/weeks/2023-W06.md"),
        ("weeks/2023-W06.zh", "move it to content/weeks/2023-W06.md"),
        ("months/2023-02-intro", "move it to content/months/2023-02.md"),
    ],
)
def test_an_introduction_with_a_wrong_name_is_told_where_it_belongs(tmp_path: Path, name: str, hint: str) -> None:
    files = {f"{DAY}/a.md": entry(), f"content/{name}.md": "Words.\n"}
    assert [(each.code, each.hint) for each in site(tmp_path, files).result.diagnostics] == [
        ("misnamed-introduction", hint)
    ]


def test_what_else_is_in_a_folder_of_weeks_is_what_it_is_elsewhere(tmp_path: Path) -> None:
    page = "---\npage: true\ntitle: All\n---\nHi.\n"
    _, output = made(tmp_path, {"content/weeks/2302.03084.md": entry(date="2023-02-08"), "content/weeks/all.md": page})
    assert {"papers/2302.03084.html", "weeks/all.html", WEEK} <= output.files.keys()


def test_an_introduction_without_papers_is_published_and_told_and_one_to_come_waits(tmp_path: Path) -> None:
    files = {f"{DAY}/a.md": entry(), "content/weeks/2023-W09.md": "Soon.\n", "content/months/2030-01.md": "Later.\n"}
    built = site(tmp_path, files)
    assert [(each.code, each.hint) for each in built.result.diagnostics] == [
        ("no-papers-in-period", "its days are 2023-02-27 to 2023-03-05")
    ]
    assert "Soon." in built.text("weeks/2023-W09.html")
    assert not (built.output / "months/2030-01.html").exists()
    assert 'rel="next" href="../weeks/2023-W09.html"' in built.text(WEEK)
    assert 'rel="prev" href="../weeks/2023-W06.html"' in built.text("weeks/2023-W09.html")
    assert 'href="../issues/2023.html">2023年</a>' in built.text("weeks/2023-W09.html")
    assert 'href="../weeks/2023-W09.html"' in built.text("issues/2023.html")


def test_check_knows_introductions(tmp_path: Path) -> None:
    root = site(tmp_path, {f"{DAY}/a.md": entry(), INTRODUCTION: "这一周很  好。\n"}).root
    assert [(each.code, each.path) for each in check(root)] == [("doubled-spaces", INTRODUCTION)]
    assert check_site(options(root), silent, (), fix=True).fixable == 0
    assert (root / INTRODUCTION).read_text(encoding="utf-8") == "这一周很 好。\n"


def test_a_long_month_has_pages_with_each_paper_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roundups, "_PER_PAGE", 2)
    _, output = made(tmp_path, papers(d0201="CV", d0202="CV", d0203="CV", d0204="LG", d0205="LG"))
    pages = [f"en/{MONTH}", "en/months/2023-02/2.html", "en/months/2023-02/3.html"]
    assert [re.findall(r"Paper d\w+", text(output, page)) for page in pages] == [
        ["Paper d0203", "Paper d0202"],
        ["Paper d0201", "Paper d0205"],
        ["Paper d0204"],
    ]
    assert "Computer Vision, continued 3" in text(output, pages[1])
    assert "../months/2023-02/2.html#cat-lg" in links(output, pages[0])
    assert {"../../months/2023-02.html#cat-cv", "#cat-lg"} <= set(links(output, pages[1]))


def test_a_title_in_english_alone_is_marked_as_english(tmp_path: Path) -> None:
    built = site(tmp_path, {f"{DAY}/a.md": entry(), INTRODUCTION: "---\ntitle: A Week\n---\nWords.\n"})
    assert '<h1><span lang="en">A Week</span></h1>' in built.text(WEEK)


def test_a_misnamed_introduction_is_told_what_is_there_already(tmp_path: Path) -> None:
    files = {
        f"{DAY}/a.md": entry(),
        INTRODUCTION: "Words.\n",
        "content/weeks/2023-W6.md": "---\ntitle: A\n---\nWords.\n",
    }
    files["content/weeks/2023-W06.txt"] = "Words.\n"
    found = site(tmp_path, files).result.diagnostics
    hint = f"{INTRODUCTION} is there too: put them together, or delete one"
    assert [(each.code, each.hint) for each in found] == [("misnamed-introduction", hint)] * 2
    assert sorted(each.severity.name for each in found) == ["ERROR", "WARNING"]


def test_an_empty_introduction_is_told_and_makes_no_page(tmp_path: Path) -> None:
    built = site(tmp_path, {f"{DAY}/a.md": entry(), INTRODUCTION: "", "content/weeks/2023-W09.md": " \n\n"})
    assert [each.code for each in built.result.diagnostics] == ["empty-introduction"] * 2
    assert (built.output / WEEK).exists()
    assert not (built.output / "weeks/2023-W09.html").exists()
