"""The page of feeds, and OPML."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from digest.plan import feed_lists
from tests.building import DAY, SETTINGS, BuiltSite, entry, site
from tests.site.checking import faults_of

URL = "https://example.org/digest/"
FILES = {
    f"{DAY}/a.md": entry(category="CV", tags="[a & b, C++]", area="[多模态]"),
    f"{DAY}/b.md": entry(arxiv="2302.00002", category="LG", tags="[C++]"),
    "content/2023-02-09/c.md": entry(arxiv="2302.00003", category="LG"),
}


def groups(built: BuiltSite, path: str) -> dict[str, list[tuple[str, str, str]]]:
    """By the text of its outline, the feeds of each group: text, address and page."""
    root = ET.fromstring((built.output / path).read_bytes())
    return {
        group.get("text", ""): [
            (each.get("text", ""), each.get("xmlUrl", ""), each.get("htmlUrl", "")) for each in group
        ]
        for group in root.findall("body/outline")
    }


def rows(page: str) -> list[tuple[str, str, list[str]]]:
    """The name of each feed on the page, what it says of the number of papers, and the addresses."""
    return [
        (
            re.findall('class="title">([^<]*)', row)[0],
            re.findall('class="row-date">([^<]*)', row)[0],
            re.findall('href="([^"]*)" type', row),
        )
        for row in page.partition("<footer")[0].split('<li class="row">')[1:]
    ]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return site(tmp_path_factory.mktemp("site"), {**FILES, "digest.yaml": SETTINGS + "editor: {name: A & B}\n"})


def test_each_feed_is_listed_with_its_papers_and_its_address(built: BuiltSite) -> None:
    assert faults_of(built.output, URL, pages=["feeds.html", "en/feeds.html"]) == []
    page = built.text("en/feeds.html")
    assert rows(page) == [
        ("Paper Digest", "3 papers", ["feed.xml", "feed.json"]),
        ("Machine Learning", "2 papers", ["categories/lg.xml", "categories/lg.json"]),
        ("Computer Vision", "1 paper", ["categories/cv.xml", "categories/cv.json"]),
        ("多模态", "1 paper", ["areas/%E5%A4%9A%E6%A8%A1%E6%80%81.xml"]),
        ("C++", "2 papers", ["tags/c-plus-plus.xml"]),
        ("a &amp; b", "1 paper", ["tags/a-b.xml"]),
    ]
    assert f'type="application/atom+xml">{URL}en/tags/a-b.xml</a>' in page
    assert '<a href="feeds.opml"' in page
    assert f"<loc>{URL}en/feeds.html</loc>" in built.text("sitemap.xml")
    assert '<a href="../feeds.html">All feeds</a>' in built.text("en/papers/2302.00002.html")


def test_opml_has_all_feeds_by_kind(built: BuiltSite) -> None:
    assert ET.fromstring((built.output / "feeds.opml").read_bytes()).findtext("head/ownerName") == "A & B"
    found = groups(built, "feeds.opml")
    assert {name: len(feeds) for name, feeds in found.items()} == {"全站": 1, "分类": 2, "领域": 1, "标签": 2}
    assert found["全站"] == [("论文日报", f"{URL}feed.xml", f"{URL}index.html")]
    assert found["标签"][1] == ("论文日报 · a & b", f"{URL}tags/a-b.xml", f"{URL}tags/a-b.html")
    assert groups(built, "en/feeds.opml")["Categories"][0][0] == "Paper Digest · Machine Learning"


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        ("issue", [("论文日报", "2 期", ["feed.xml", "feed.json"])]),
        (
            "both",
            [
                ("论文日报", "3 篇论文", ["feed.xml", "feed.json"]),
                ("论文日报 · 各期", "2 期", ["issues.xml", "issues.json"]),
            ],
        ),
    ],
)
def test_the_feed_of_issues_is_listed_too(
    tmp_path: Path, grain: str, expected: list[tuple[str, str, list[str]]]
) -> None:
    built = site(tmp_path, {**FILES, "digest.yaml": f"{SETTINGS}feed: {{grain: {grain}}}\n"})
    assert faults_of(built.output, URL, pages=["feeds.html"]) == []
    assert rows(built.text("feeds.html"))[: len(expected)] == expected
    pages = [f"{URL}issues/index.html" if "期" in count else f"{URL}index.html" for _, count, _ in expected]
    assert [page for _, _, page in groups(built, "feeds.opml")["全站"]] == pages


def test_the_page_has_those_with_the_most_papers_and_opml_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_lists, "_MOST", 1)
    built = site(tmp_path, FILES)
    assert [name for name, _, _ in rows(built.text("feeds.html"))] == ["论文日报", "机器学习", "多模态", "C++"]
    assert '<p class="goes-on"><a href="tags/index.html">2 个标签 ' in built.text("feeds.html")
    assert len(groups(built, "feeds.opml")["标签"]) == 2


def test_the_page_names_the_files_of_data_and_their_licence(tmp_path: Path) -> None:
    address = "https://creativecommons.org/licenses/by/4.0/"
    page = site(tmp_path, {**FILES, "digest.yaml": f"{SETTINGS}license: {address}\n"}).text("en/feeds.html")
    for name in ("issues.json", "papers.jsonl", "schema.json"):
        assert f'<a href="../data/{name}">data/{name}</a>' in page
    assert f'<a rel="license" href="{address}">{address}</a>' in page
    assert "data/" not in site(tmp_path, {"digest.yaml": f"{SETTINGS}data: false\n"}).text("en/feeds.html")


def test_a_site_without_papers_lists_its_feed(tmp_path: Path) -> None:
    built = site(tmp_path, {"content/.keep": ""})
    assert [(name, count) for name, count, _ in rows(built.text("en/feeds.html"))] == [("Paper Digest", "0 papers")]
