"""Feeds: ids never change, and dates come from the content."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.building import AUTHORITY, DAY, SETTINGS, build, entry, site
from tests.site.checking import ATOM, faults_of

URL = "https://example.org/digest/"
ID = "tag:paper-digest.invalid,2023:arxiv:2302.03084"


def ids(output: Path, path: str = "feed.xml") -> list[str]:
    root = ET.fromstring((output / path).read_bytes())
    atom = [each.findtext(f"{ATOM}id", "") for each in root.findall(f"{ATOM}entry")]
    items = json.loads((output / path).with_suffix(".json").read_text(encoding="utf-8"))["items"]
    assert [item["id"] for item in items] == atom
    return atom


def updated(output: Path, path: str = "feed.xml") -> str:
    return ET.fromstring((output / path).read_bytes()).findtext(f"{ATOM}updated", "")


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        (f"{DAY}/another-name.md", {}),
        ("content/2023-02-09/a.md", {}),
        (f"{DAY}/a.md", {"url": "https://elsewhere.example/paper"}),
        (f"{DAY}/a.md", {"arxiv": "2302.03084v3"}),
        (f"{DAY}/a.md", {"arxiv": "https://arxiv.org/abs/2302.03084v12"}),
        (f"{DAY}/a.md", {"slug": "another"}),
        (f"{DAY}/a.md", {"title": "Another Title", "doi": "10.1145/3292500", "authors": "[Somebody Else]"}),
    ],
    ids=["renamed", "moved to another day", "url", "version", "newer version", "slug", "title"],
)
def test_a_papers_id_stays(tmp_path: Path, path: str, changes: dict[str, str]) -> None:
    first = site(tmp_path, {f"{DAY}/a.md": entry()})
    assert ids(first.output) == [ID]
    (tmp_path / DAY / "a.md").unlink()
    second = site(tmp_path, {path: entry(**changes)})
    assert second.result.published
    assert ids(second.output) == [ID]


def test_a_papers_id_stays_when_the_site_moves(tmp_path: Path) -> None:
    assert ids(site(tmp_path, {f"{DAY}/a.md": entry()}).output) == [ID]
    assert ids(build(tmp_path, url="https://moved.example/").output) == [ID]
    settings = "title: Another Name\nurl: https://third.example/x/\nlanguages: [en]\n"
    assert ids(site(tmp_path, {"digest.yaml": settings}).output) == [ID]


def test_the_feeds_own_id_stays_when_the_site_moves(tmp_path: Path) -> None:
    output = site(tmp_path, {f"{DAY}/a.md": entry()}).output
    before = [ET.fromstring((output / path).read_bytes()).findtext(f"{ATOM}id") for path in ("feed.xml", "en/feed.xml")]
    build(tmp_path, url="https://moved.example/")
    after = [ET.fromstring((output / path).read_bytes()).findtext(f"{ATOM}id") for path in ("feed.xml", "en/feed.xml")]
    assert before == after
    assert len(set(before)) == 2


@pytest.mark.parametrize(
    ("changes", "identity"),
    [
        ({"arxiv": "cs/0112017v2"}, "arxiv:cs/0112017"),
        ({"arxiv": "math.GT/0309136"}, "arxiv:math.GT/0309136"),
        ({"arxiv": "", "doi": "10.1145/3292500.a<b>c"}, "doi:10.1145/3292500.a%3Cb%3Ec"),
        ({"arxiv": "", "openreview": "rJ4km2R5t7"}, "openreview:rJ4km2R5t7"),
        ({"arxiv": "", "acl": "2023.acl-long.1"}, "acl:2023.acl-long.1"),
    ],
)
def test_a_paper_is_known_by_what_identifies_it(tmp_path: Path, changes: dict[str, str], identity: str) -> None:
    output = site(tmp_path, {f"{DAY}/a.md": entry(**changes)}).output
    assert ids(output) == [f"tag:paper-digest.invalid,2023:{identity}"]


def test_a_paper_that_has_only_an_address_is_known_by_its_title(tmp_path: Path) -> None:
    first = site(tmp_path, {f"{DAY}/a.md": entry(arxiv="", url="https://a.example/1")})
    before = ids(first.output)
    (tmp_path / DAY / "a.md").unlink()
    second = site(tmp_path, {f"{DAY}/b.md": entry(arxiv="", url="https://b.example/2", title="a title!")})
    assert ids(second.output) == before


def test_a_paper_shown_twice_has_two_ids_of_which_the_first_stays(tmp_path: Path) -> None:
    site(tmp_path, {f"{DAY}/a.md": entry()})
    built = site(tmp_path, {"content/2023-03-01/again.md": entry(arxiv="2302.03084v2", slug="again")})
    assert ids(built.output) == [f"{ID}:again", ID]


def test_the_settings_may_say_who_names_the_papers(tmp_path: Path) -> None:
    settings = SETTINGS + "feed: {authority: 'digest.example.org,2024-01-01'}\n"
    output = site(tmp_path, {"digest.yaml": settings, f"{DAY}/a.md": entry()}).output
    assert ids(output) == ["tag:digest.example.org,2024-01-01:arxiv:2302.03084"]


def test_the_ids_of_two_languages_differ_once_the_site_names_them(tmp_path: Path) -> None:
    files = {f"{DAY}/a.md": entry(), f"{DAY}/b.md": entry(arxiv="2302.00002")}
    output = site(tmp_path, files).output
    assert ids(output) == ids(output, "en/feed.xml")  # published ids stay
    output = site(tmp_path, {"digest.yaml": SETTINGS + AUTHORITY, **files}).output
    first = [f"tag:example.org,2023:arxiv:{number}" for number in ("2302.03084", "2302.00002")]
    assert ids(output) == first
    assert ids(output, "en/feed.xml") == [each.replace("arxiv:", "en/arxiv:") for each in first]
    assert ids(output, "en/categories/cv.xml") == ids(output, "en/feed.xml")


def test_a_feed_is_as_new_as_its_newest_paper(tmp_path: Path) -> None:
    files = {
        "content/2023-02-07/a.md": entry(arxiv="2302.00001", category="CV"),
        "content/2023-02-08/b.md": entry(arxiv="2302.00002", category="LG"),
    }
    output = site(tmp_path, files).output
    assert updated(output) == "2023-02-08T00:00:00+08:00"
    assert updated(output, "categories/lg.xml") == "2023-02-08T00:00:00+08:00"
    assert updated(output, "categories/cv.xml") == "2023-02-07T00:00:00+08:00"
    assert updated(output, "en/feed.xml") == "2023-02-08T00:00:00+08:00"


def test_the_days_of_a_feed_are_those_of_the_sites_time_zone(tmp_path: Path) -> None:
    settings = SETTINGS + "timezone: America/New_York\n"
    files = {"digest.yaml": settings, "content/2023-07-08/b.md": entry()}
    assert updated(site(tmp_path, files).output) == "2023-07-08T00:00:00-04:00"


def test_a_category_has_a_feed_of_just_its_papers(tmp_path: Path) -> None:
    files = {
        f"{DAY}/a.md": entry(arxiv="2302.00001", category="CV"),
        f"{DAY}/b.md": entry(arxiv="2302.00002", category="[LG, CV]"),
        f"{DAY}/c.md": entry(arxiv="2302.00003", category="cs.LG"),
    }
    output = site(tmp_path, files).output
    papers = {name: [each[-10:] for each in ids(output, f"en/categories/{name}.xml")] for name in ("cv", "lg")}
    assert papers == {"cv": ["2302.00001", "2302.00002"], "lg": ["2302.00002", "2302.00003"]}
    title = ET.fromstring((output / "en/categories/cv.xml").read_bytes()).findtext(f"{ATOM}title")
    assert title == "Paper Digest · Computer Vision"
    assert 'href="../categories/cv.xml"' in (output / "categories/cv.html").read_text(encoding="utf-8")


def test_areas_and_tags_have_feeds_of_summaries(tmp_path: Path) -> None:
    many = "[Ada Lovelace, Alan Turing, Grace Hopper, Emmy Noether]"
    files = {
        f"{DAY}/a.md": entry(tags="[大模型, C++]", area="[多模态]", authors=many, updated="2023-03-01"),
        "content/2023-02-09/b.md": entry(arxiv="2302.00002", tags="[大模型]", title_zh="", title="On $10^6$"),
        "content/2023-02-10/c.md": entry(arxiv="2302.00003"),
    }
    made = site(tmp_path, {"digest.yaml": SETTINGS + AUTHORITY, **files})
    assert faults_of(made.output, URL, pages=["tags/大模型.html"]) == []
    root = ET.fromstring((made.output / "en/tags/大模型.xml").read_bytes())
    assert root.findtext(f"{ATOM}id") == "tag:example.org,2023:en/tags/%E5%A4%A7%E6%A8%A1%E5%9E%8B"
    assert root.findtext(f"{ATOM}title") == "Paper Digest · 大模型"
    entries = root.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}id") for each in entries] == ids(made.output, "en/feed.xml")[1:]
    assert [each.findtext(f"{ATOM}title") for each in entries] == ["On 10⁶", "A Title"]
    assert [each.findtext(f"{ATOM}updated") for each in entries] == [day("2023-02-09"), day("2023-03-01")]
    authors = [each.text for each in entries[1].findall(f"{ATOM}author/{ATOM}name")]
    assert authors == ["Ada Lovelace", "Alan Turing", "Grace Hopper", "Emmy Noether"]
    categories = [each.attrib for each in entries[1].findall(f"{ATOM}category")]
    assert categories == [{"term": "CV", "label": "Computer Vision"}]
    assert {each.findtext(f"{ATOM}summary") for each in entries} == {"The abstract."}
    assert root.find(f".//{ATOM}content") is None
    for path in ("areas/多模态", "tags/c-plus-plus"):
        assert "一句话。" in made.text(f"{path}.xml")
        assert not (made.output / f"{path}.json").exists()
    page = made.text("tags/大模型.html")
    link = "../tags/%E5%A4%A7%E6%A8%A1%E5%9E%8B.xml"
    assert f'<link rel="alternate" type="application/atom+xml" title="大模型" href="{link}">' in page
    assert f'<li><a href="{link}"' in page


def test_only_a_summary_touches_the_feed_of_a_tag(tmp_path: Path) -> None:
    text = entry(tags="[x]")
    made = site(tmp_path, {f"{DAY}/a.md": text})
    before = made.text("tags/x.xml")
    for old, new in (("中文摘要。", "新的摘要。"), ("一句话。", "另一句话。")):
        text = text.replace(old, new)
        made = site(tmp_path, {f"{DAY}/a.md": text})
        assert ("tags/x.xml" in made.written()) == (new == "另一句话。")
    assert made.text("tags/x.xml") == before.replace("一句话。", "另一句话。")


def test_a_feed_holds_so_many_papers_newest_first(tmp_path: Path) -> None:
    files = {f"content/2023-02-0{n}/a.md": entry(arxiv=f"2302.0000{n}", tags="[x]") for n in range(1, 6)}
    files |= {f"content/2023-02-0{n}/b.md": entry(arxiv=f"2302.0001{n}", tags="[x]") for n in range(1, 6)}
    output = site(tmp_path, {"digest.yaml": SETTINGS + "feed: {items: 3}\n", **files}).output
    assert [each[-2:] for each in ids(output)] == ["05", "15", "04"]
    assert ids(output, "categories/cv.xml") == ids(output)
    entries = ET.fromstring((output / "tags/x.xml").read_bytes()).findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}id") for each in entries] == ids(output)


def test_a_feed_has_all_papers_of_its_newest_day(tmp_path: Path) -> None:
    files = {f"{DAY}/{n}.md": entry(arxiv=f"2302.0000{n}", tags="[x]" if n < 5 else "") for n in range(1, 8)}
    files |= {"content/2023-02-07/a.md": entry(arxiv="2302.00008", category="LG", tags="[x]")}
    files |= {"content/2023-02-09/issue.md": "No papers today.\n"}
    output = site(tmp_path, {"digest.yaml": SETTINGS + "feed: {items: 2}\n", **files}).output
    assert [each[-1] for each in ids(output)] == list("1234567")
    assert [each[-1] for each in ids(output, "categories/cv.xml")] == list("1234567")
    assert [each[-1] for each in ids(output, "categories/lg.xml")] == ["8"]
    entries = ET.fromstring((output / "tags/x.xml").read_bytes()).findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}id", "")[-1] for each in entries] == list("1234")


def test_the_editors_own_summary_is_whole(tmp_path: Path) -> None:
    summary = "".join(f"第{n}句，有 $x_{{i,j}}^{{{n}}}$ 这一项。" for n in range(40))
    files = {f"{DAY}/a.md": entry(tags="[x]").replace("一句话。", summary)}
    made = site(tmp_path, {"digest.yaml": SETTINGS + "feed: {full_text: false}\n", **files})
    for path in ("feed.xml", "tags/x.xml", "feed.json", "months/2023-02.html", "tags/x.html"):
        text = made.text(path)
        assert "第39句" in text
        assert "这一项。…" not in text


def test_the_licence_of_the_texts_is_in_atom(tmp_path: Path) -> None:
    files = {"digest.yaml": f"{SETTINGS}license: CC BY 4.0\n", f"{DAY}/a.md": entry(tags="[x]")}
    made = site(tmp_path, files)
    for path in ("feed.xml", "en/categories/cv.xml", "tags/x.xml"):
        assert ET.fromstring((made.output / path).read_bytes()).findtext(f"{ATOM}rights") == "CC BY 4.0"
    assert "<rights>" not in site(tmp_path, {"digest.yaml": SETTINGS}).text("feed.xml")


def test_a_feed_has_whole_texts_unless_told_otherwise(tmp_path: Path) -> None:
    output = site(tmp_path, {f"{DAY}/a.md": entry()}).output
    assert "中文摘要。" in (output / "feed.xml").read_text(encoding="utf-8")
    assert "中文摘要。" in (output / "feed.json").read_text(encoding="utf-8")
    output = site(tmp_path, {"digest.yaml": SETTINGS + "feed: {full_text: false}\n"}).output
    for path in ("feed.xml", "feed.json"):
        assert "中文摘要。" not in (output / path).read_text(encoding="utf-8")
        assert "一句话。" in (output / path).read_text(encoding="utf-8")
    assert faults_of(output, URL) == []


def test_a_feed_in_english_has_english_titles(tmp_path: Path) -> None:
    output = site(tmp_path, {f"{DAY}/a.md": entry()}).output
    titles = {}
    for path in ("feed.xml", "en/feed.xml"):
        root = ET.fromstring((output / path).read_bytes())
        titles[path] = (root.findtext(f"{ATOM}title"), root.findtext(f"{ATOM}entry/{ATOM}title"))
    assert titles == {"feed.xml": ("论文日报", "一个标题"), "en/feed.xml": ("Paper Digest", "A Title")}


def test_what_an_entry_refers_to_is_found_from_anywhere(tmp_path: Path) -> None:
    notes = "\n## Notes\n\n[b](b.md) [f](f.txt)[^1] ![p](p.png)\n\n[^1]: Foot.\n"
    files = {
        f"{DAY}/a.md": entry() + notes,
        f"{DAY}/b.md": entry(arxiv="2302.03085"),
        f"{DAY}/f.txt": "f",
        f"{DAY}/p.png": "p",
    }
    output = site(tmp_path, files).output
    assert faults_of(output, URL) == []
    for path, tree in (("feed.json", URL), ("en/feed.json", f"{URL}en/")):
        content = json.loads((output / path).read_text(encoding="utf-8"))["items"][0]["content_html"]
        assert f'href="{tree}papers/2302.03085.html"' in content
        assert f'href="{URL}papers/2302.03084/f.txt"' in content
        assert f'src="{URL}papers/2302.03084/p.png"' in content
        assert f'href="{tree}papers/2302.03084.html#' in content


def test_a_site_without_papers_has_empty_feeds(tmp_path: Path) -> None:
    output = site(tmp_path, {"content/.keep": ""}).output
    assert ids(output) == []
    assert faults_of(output, URL) == []


def test_characters_that_no_feed_may_hold_are_left_out(tmp_path: Path) -> None:
    damaged = entry(title='"A \\u0008 \\uFFFE Title"', authors='["A\\u0001B"]', tags='["x\\u001fy"]') + "\x01\ufdd0\n"
    output = site(tmp_path, {f"{DAY}/a.md": damaged}).output
    assert faults_of(output, URL) == []


def moments(output: Path, path: str) -> dict[str, tuple[str, str]]:
    """When each entry was published and updated, by id; JSON Feed must say the same."""
    root = ET.fromstring((output / path).read_bytes())
    atom = {
        each.findtext(f"{ATOM}id", ""): (each.findtext(f"{ATOM}published", ""), each.findtext(f"{ATOM}updated", ""))
        for each in root.findall(f"{ATOM}entry")
    }
    items = json.loads((output / path).with_suffix(".json").read_text(encoding="utf-8"))["items"]
    assert {item["id"]: (item["date_published"], item["date_modified"]) for item in items} == atom
    return atom


def day(date: str) -> str:
    return f"{date}T00:00:00+08:00"


ISSUE_ID = "tag:paper-digest.invalid,2023:issue:"
THREE = {
    f"{DAY}/a.md": entry(updated="2023-03-01", published="2021-01"),
    f"{DAY}/b.md": entry(arxiv="2302.00002", section="notable", title_zh="", title="B & <C>"),
    "content/2023-02-09/c.md": entry(arxiv="2302.00003", category="LG"),
    "content/2023-02-10/issue.md": "---\ntitle: Ten\n---\nNo papers, see [a](../2023-02-08/a.md).\n",
    "content/2023-02-11/issue.md": "---\ndraft: true\n---\nA draft.\n",
    "content/2025-02-11/d.md": entry(arxiv="2302.00004"),
}


def test_an_entry_is_published_on_the_day_of_its_issue_and_updated_when_corrected(tmp_path: Path) -> None:
    output = site(tmp_path, THREE).output
    expected = {
        "tag:paper-digest.invalid,2023:arxiv:2302.00003": (day("2023-02-09"), day("2023-02-09")),
        ID: (day("2023-02-08"), day("2023-03-01")),
        "tag:paper-digest.invalid,2023:arxiv:2302.00002": (day("2023-02-08"), day("2023-02-08")),
    }
    assert moments(output, "feed.xml") == expected
    assert updated(output) == updated(output, "categories/cv.xml") == day("2023-03-01")
    assert updated(output, "categories/lg.xml") == day("2023-02-09")


def test_a_feed_of_issues_has_one_entry_an_issue(tmp_path: Path) -> None:
    made = site(tmp_path, {**THREE, "digest.yaml": SETTINGS + "feed: {grain: issue}\n"})
    assert faults_of(made.output, URL) == []
    assert moments(made.output, "feed.xml") == {
        f"{ISSUE_ID}2023-02-10": (day("2023-02-10"), day("2023-02-10")),
        f"{ISSUE_ID}2023-02-09": (day("2023-02-09"), day("2023-02-09")),
        f"{ISSUE_ID}2023-02-08": (day("2023-02-08"), day("2023-03-01")),
    }
    assert updated(made.output) == day("2023-03-01")
    root = ET.fromstring((made.output / "feed.xml").read_bytes())
    assert root.findtext(f"{ATOM}id") == "tag:paper-digest.invalid,2023:zh/issues"
    ten, _, eight = root.findall(f"{ATOM}entry")
    assert ten.findtext(f"{ATOM}title") == "Ten"
    assert f'href="{URL}papers/2302.03084.html"' in ten.findtext(f"{ATOM}content", "")
    assert eight.findtext(f"{ATOM}summary") == "一个标题、B & <C>"
    content = eight.findtext(f"{ATOM}content", "")
    assert f'<a href="{URL}papers/2302.00002.html">B &amp; &lt;C&gt;</a>' in content
    assert content.index("中文摘要。") < content.index("另外几篇值得关注的论文") < content.rindex("B &amp;")
    assert ids(made.output, "categories/lg.xml") == ["tag:paper-digest.invalid,2023:arxiv:2302.00003"]
    assert not (made.output / "issues.xml").exists()


def test_a_feed_of_issues_may_have_only_summaries(tmp_path: Path) -> None:
    settings = SETTINGS + "feed: {grain: issue, full_text: false, items: 2}\n"
    output = site(tmp_path, {**THREE, "digest.yaml": settings}).output
    assert ids(output) == [f"{ISSUE_ID}2023-02-10", f"{ISSUE_ID}2023-02-09"]
    for name in ("feed.xml", "feed.json"):
        text = (output / name).read_text(encoding="utf-8")
        assert "一句话。" in text
        assert "中文摘要。" not in text


def test_both_feeds_have_an_address_of_their_own_and_are_announced(tmp_path: Path) -> None:
    before = site(tmp_path, THREE).text("feed.xml")
    made = site(tmp_path, {**THREE, "digest.yaml": SETTINGS + "feed: {grain: both}\n"})
    assert faults_of(made.output, URL) == []
    assert made.text("feed.xml") == before
    assert list(moments(made.output, "issues.xml")) == [f"{ISSUE_ID}2023-02-{day}" for day in ("10", "09", "08")]
    assert "<title>Paper Digest · Issues</title>" in made.text("en/issues.xml")
    assert '"title": "论文日报 · 各期"' in made.text("issues.json")
    page = made.text("issues/2023-02-08.html")
    assert '<link rel="alternate" type="application/atom+xml" title="论文日报 · 各期" href="../issues.xml">' in page
    assert '<link rel="alternate" type="application/feed+json" title="论文日报" href="../feed.json">' in page
    assert '<a href="../issues.json"' in page


def test_an_issue_without_a_word_has_an_entry_as_it_has_a_page(tmp_path: Path) -> None:
    files = {f"{DAY}/issue.md": "---\nnumber: 3\n---\n", "digest.yaml": SETTINGS + "feed: {grain: both}\n"}
    made = site(tmp_path, files)
    assert faults_of(made.output, URL) == []
    assert ids(made.output, "issues.xml") == [f"{ISSUE_ID}2023-02-08"]


def test_an_issue_as_a_feed_shows_it_says_who_wrote_what(tmp_path: Path) -> None:
    files = {f"{DAY}/a.md": entry(written_by="machine"), "digest.yaml": SETTINGS + "feed: {grain: issue}\n"}
    made = site(tmp_path, files)
    assert "本篇介绍由机器撰写" in made.text("feed.xml")
    assert "written by a machine" in made.text("en/feed.json")


def test_formulas_and_tex_keep_their_meaning_where_text_is_read(tmp_path: Path) -> None:
    title = "Scaling to $10^6$ tokens: \\textit{Deep} nets"
    body = "## 一句话总结\n\n误差 $\\frac{1}{3}$，学习率 $10^{-3}$，复杂度 $O(\\sqrt{n})$，共 $2^{10}$ 类。\n"
    head = entry(title=f"'{title}'", title_zh="").rpartition("---\n")[0]
    made = site(tmp_path, {f"{DAY}/a.md": f"{head}---\n\n{body}"})
    plain = "Scaling to 10⁶ tokens: Deep nets"
    summary = "误差 1/3，学习率 10⁻³，复杂度 O(√n)，共 2¹⁰ 类。"
    page = made.text("papers/2302.03084.html")
    assert f"<title>{plain} ·" in page
    assert f'data-text="{plain}"' in page
    assert f'<meta name="description" property="og:description" content="{summary}">' in page
    item = json.loads((made.output / "feed.json").read_text(encoding="utf-8"))["items"][0]
    assert (item["title"], item["summary"]) == (plain, summary)
    found = ET.fromstring((made.output / "feed.xml").read_bytes()).find(f"{ATOM}entry")
    assert found is not None
    assert (found.findtext(f"{ATOM}title"), found.findtext(f"{ATOM}summary")) == (plain, summary)


def test_content_has_formulas_as_text_or_with_their_source(tmp_path: Path) -> None:
    text = entry().replace("中文摘要。", "共 $10^6$ 个，$\\frac{1}{3}$，$x_{i,j}^2$。")
    made = site(tmp_path, {"digest.yaml": SETTINGS + "feed: {grain: both}\n", f"{DAY}/a.md": text})
    for name in ("feed", "issues"):
        root = ET.fromstring((made.output / f"{name}.xml").read_bytes())
        content = root.findtext(f"{ATOM}entry/{ATOM}content", "")
        assert '共 10⁶ 个，1/3，<math alttext="x_{i,j}^2">' in content
        assert content.count("<math") == 1
        item = json.loads((made.output / f"{name}.json").read_text(encoding="utf-8"))["items"][0]
        assert item["content_html"] == content
    assert made.text("papers/2302.03084.html").count("<math") == 3
