"""What an editor says of a paper (its own day, award, rating, areas, ...): on pages, in lists, in feeds."""

import json
from pathlib import Path

import pytest

from tests.building import DAY, BuiltSite, entry, site

SAID = {
    "venue": "ICLR 2023",
    "published": "2023-01",
    "award": "Best <Paper>",
    "area": "[多模态, AI 安全]",
    "rating": "{新颖: 4/5, 写作: 3/5}",
    "code": "https://example.org/code",
    "code_status": "仅权重",
    "license": "CC BY 4.0",
    "updated": "2023-03-01",
    "written_by": "{by: mixed, model: GPT-4o}",
    "extra": "{stars: 0120, links: [a, {b: no}]}",
}
EXTRA = """{% extends "!paper.html" %}
{% block text %}
{% set card = view.paper.card %}
<p class="mine">{{ card.extra.stars }} {% if card.extra.links %}{{ card.extra.links[1].b }}{% endif %}
{{ card.extra.none }} {{ card.facts.extra|tojson }}</p>
{{ super() }}
{% endblock %}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    files = {
        f"{DAY}/a.md": entry(**SAID),
        f"{DAY}/b.md": entry(arxiv="2302.00002", code_status="未开源", written_by="machine", rating="9"),
        "content/2023-02-09/c.md": entry(arxiv="2302.00003", venue="ICLR 2023"),
        "themes/default/templates/paper.html": EXTRA,
    }
    return site(tmp_path_factory.mktemp("site"), files)


@pytest.mark.parametrize("path", ["papers/2302.03084.html", "issues/2023-02-08.html"])
def test_a_paper_shows_them(made: BuiltSite, path: str) -> None:
    page = " ".join(made.text(path).split())
    for shown in (
        '<a class="area" href="../areas/多模态.html">多模态</a>',
        '<span class="venue"><a href="../venues/iclr-2023.html">ICLR 2023</a></span>',
        '<span class="award">Best &lt;Paper&gt;</span>',
        '<span class="rating">评分 3.5/5</span>',
        '代码</a> <span class="code-status">仅权重</span>',
        '<li>论文发表于 <time datetime="2023-01">2023年1月</time></li><li>新颖 4/5</li><li>写作 3/5</li>',
        '<li>许可 CC BY 4.0</li><li>更新于 <time datetime="2023-03-01">2023年3月1日</time></li>',
        '<li class="written-by">本篇介绍由人与 GPT-4o 合写</li>',
    ):
        assert shown in page.replace("%E5%A4%9A%E6%A8%A1%E6%80%81", "多模态")


def test_an_english_page_has_english_words(made: BuiltSite) -> None:
    page = made.text("en/papers/2302.03084.html")
    for words in ("Published <time", "January 2023<", "Rated 3.5/5", "Corrected <time", "by a person and GPT-4o"):
        assert words in page
    other = made.text("en/papers/2302.00002.html")
    assert '<span class="code-status">Code: 未开源</span>' in other
    assert "This entry was written by a machine" in other


def test_a_paper_without_them_shows_nothing_of_them(made: BuiltSite) -> None:
    page = made.text("papers/2302.00003.html")
    for name in ("award", "rating", "area", "code-status", "particulars", "written-by"):
        assert f'class="{name}"' not in page


def test_a_row_of_a_list_shows_the_short_ones(made: BuiltSite) -> None:
    page = made.text("categories/cv.html")
    for shown in ("Best &lt;Paper&gt;</span>", "评分 3.5/5</span>", "评分 9/10</span>", ">AI 安全</a>"):
        assert shown in page
    assert "GPT-4o" not in page


def test_areas_and_venues_have_lists(made: BuiltSite) -> None:
    areas, venue = made.text("areas/index.html"), made.text("en/venues/iclr-2023.html")
    assert "2 个领域" in areas
    assert ">会议期刊</a></p>" in areas
    assert "2 papers" in venue
    menu = made.text("index.html").partition('class="site-nav"')[2].partition("</nav>")[0]
    assert "areas/index.html" in menu
    assert "venues" not in menu
    assert "areas/ai-%E5%AE%89%E5%85%A8.html" in made.text("sitemap.xml")


def test_a_site_without_areas_and_venues_has_no_lists_of_them(tmp_path: Path) -> None:
    made = site(tmp_path, {f"{DAY}/a.md": entry()})
    assert not [path for path in made.files() if path.startswith(("areas/", "venues/"))]
    assert "areas/" not in made.text("index.html")
    assert "venues/" not in made.text("categories/index.html")


def test_the_mapping_of_the_sites_own_reaches_templates_as_typed(made: BuiltSite) -> None:
    page = " ".join(made.text("papers/2302.03084.html").split())
    assert '<p class="mine">0120 no {"links": ["a", {"b": "no"}], "stars": "0120"}</p>' in page
    assert '<p class="mine"> {}</p>' in " ".join(made.text("papers/2302.00002.html").split())


def test_feeds_show_the_words_too(made: BuiltSite) -> None:
    for path in ("feed.xml", "feed.json"):
        assert "本篇介绍由人与 GPT-4o 合写" in made.text(path)
        assert "代码：未开源" in made.text(path)


def test_the_sitemap_says_when_an_entry_was_corrected(made: BuiltSite) -> None:
    last = {
        part.partition("<loc>https://example.org/digest/")[2].partition("<")[0]: part.partition("<lastmod>")[2][:10]
        for part in made.text("sitemap.xml").split("<url>")
    }
    assert {
        path: last[path] for path in ("papers/2302.03084.html", "papers/2302.00002.html", "issues/2023-02-08.html")
    } == {
        "papers/2302.03084.html": "2023-03-01",
        "papers/2302.00002.html": "2023-02-08",
        "issues/2023-02-08.html": "2023-03-01",
    }
    assert (last[""], last["venues/iclr-2023.html"]) == ("2023-02-09", "2023-03-01")


def test_a_feed_says_area_venue_award_and_rating(made: BuiltSite) -> None:
    atom = made.text("en/feed.xml")
    assert '<category term="多模态"/>' in atom
    assert "ICLR 2023 · Best &amp;lt;Paper&amp;gt; · Rated 3.5/5" in atom
    tags = [item["tags"] for item in json.loads(made.text("en/feed.json"))["items"]]
    assert ["CV", "多模态", "AI 安全"] in tags


def test_templates_find_a_sites_own_values_where_the_manual_says(tmp_path: Path) -> None:
    block = "{% block text %}<i>{{ view.paper.card.extra.stars }}</i>{% endblock %}"
    files = {
        f"{DAY}/a.md": entry(extra="{stars: 120}"),
        "themes/default/templates/paper.html": '{% extends "!paper.html" %}' + block,
        "themes/default/templates/fragments/row.html": "<b>{{ value.extra.stars }}</b>",
    }
    built = site(tmp_path, files)
    assert "<i>120</i>" in built.text("papers/2302.03084.html")
    assert "<b>120</b>" in built.text("categories/cv.html")


def test_the_address_of_a_licence_is_a_link(tmp_path: Path) -> None:
    address = "https://creativecommons.org/licenses/by/4.0/"
    page = site(tmp_path, {f"{DAY}/a.md": entry(license=address)}).text("papers/2302.03084.html")
    assert f'<li>许可 <a href="{address}">{address}</a></li>' in page


def test_chinese_words_on_an_english_page_are_marked(made: BuiltSite) -> None:
    page = made.text("en/papers/2302.03084.html")
    assert 'lang="zh-CN">多模态</a>' in page
    assert '<span class="code-status" lang="zh-CN">仅权重</span>' in page
    assert ">AI 安全</a>" in page
