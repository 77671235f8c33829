"""Pages of small sites, one site per question."""

import re
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from digest.text.characters import UNSAFE
from digest.text.diagnostics import Severity
from tests.building import DAY, ENTRY, SETTINGS, BuiltSite, entry, site
from tests.site.checking import Output, faults_of, read_output
from tests.site.reading import text_of

URL = "https://example.org/digest/"
PAPER = "papers/2302.03084.html"
STRINGS = Path(__file__).parents[2] / "themes" / "default" / "strings"
WORDS = {lang: yaml.safe_load((STRINGS / f"{lang}.yaml").read_text(encoding="utf-8")) for lang in ("zh", "en")}

ENGLISH_ONLY = """\
---
title: Only in English
authors: [Ada Lovelace]
category: LG
arxiv: 2302.03085
---
## Key points

- A point.

## Abstract

An abstract.
"""
CHINESE_ONLY = """\
---
title: 只有中文
title_zh: 只有中文
authors: [Ada Lovelace]
category: LG
arxiv: 2302.03086
---
## 摘要

只有中文的摘要。
"""


def png(width: int, height: int) -> bytes:
    """A black image."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes(-(-width // 8)) for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def made(root: Path, files: Mapping[str, str | bytes], settings: str = "") -> tuple[BuiltSite, Output]:
    """Build a site, which must have no faults; returns its output."""
    built = site(root, {"digest.yaml": SETTINGS + settings, **files})
    assert built.result.published, built.result.diagnostics
    assert faults_of(built.output, URL) == []
    return built, read_output(built.output, URL)


def text(output: Output, path: str, tag: str = "main") -> str:
    return text_of(next(element for element in output.page(path).elements if element.tag == tag))


def links(output: Output, path: str, **attributes: str) -> list[str]:
    return [
        element.get("href", "")
        for element in output.page(path).elements
        if element.tag == "a" and all(element.get(name) == value for name, value in attributes.items())
    ]


# Languages


def test_an_entry_without_chinese_is_not_advertised_as_chinese(tmp_path: Path) -> None:
    _, output = made(tmp_path, {f"{DAY}/a.md": ENGLISH_ONLY})
    english = f"{URL}en/papers/2302.03085.html"
    assert output.page("en/papers/2302.03085.html").alternates() == {"en": english, "x-default": english}
    assert output.page("papers/2302.03085.html").alternates() == {}


def test_an_entry_without_english_is_not_advertised_as_english(tmp_path: Path) -> None:
    _, output = made(tmp_path, {f"{DAY}/a.md": CHINESE_ONLY})
    chinese = f"{URL}papers/2302.03086.html"
    assert output.page("papers/2302.03086.html").alternates() == {"zh-CN": chinese, "x-default": chinese}
    assert output.page("en/papers/2302.03086.html").alternates() == {}


def test_the_pages_of_both_languages_show_a_text_that_exists_in_one(tmp_path: Path) -> None:
    _, output = made(tmp_path, {f"{DAY}/a.md": ENGLISH_ONLY, f"{DAY}/b.md": CHINESE_ONLY})
    for prefix in ("", "en/"):
        assert "An abstract." in text(output, f"{prefix}papers/2302.03085.html")
        assert "只有中文的摘要。" in text(output, f"{prefix}papers/2302.03086.html")


@pytest.mark.parametrize(
    ("path", "notice"),
    [
        ("papers/2302.03085.html", WORDS["zh"]["only_en"]),
        ("en/papers/2302.03086.html", WORDS["en"]["only_zh"]),
    ],
)
def test_a_missing_translation_has_a_quiet_notice(tmp_path: Path, path: str, notice: str) -> None:
    _, output = made(tmp_path, {f"{DAY}/a.md": ENGLISH_ONLY, f"{DAY}/b.md": CHINESE_ONLY})
    assert notice in text(output, path)


def test_a_text_says_its_language(tmp_path: Path) -> None:
    _, output = made(tmp_path, {f"{DAY}/a.md": ENTRY})
    for path in (PAPER, f"en/{PAPER}"):
        languages = {}
        for element in output.page(path).root.iter("div"):
            if element.get("lang"):
                languages[text_of(element)] = element.get("lang")
        assert languages["中文摘要。"] == "zh-CN"
        assert languages["The abstract."] == "en"


def test_a_site_of_one_language_has_one_tree_and_no_twins(tmp_path: Path) -> None:
    _, output = made(tmp_path, {f"{DAY}/a.md": ENTRY}, "languages: [en]\n")
    assert not any(path.startswith(("en/", "zh/")) for path in output.files)
    assert output.page(PAPER).root.get("lang") == "en"
    assert output.page(PAPER).alternates() == {}
    assert not [element for element in output.page(PAPER).elements if "hreflang" in element.attrib]


def test_english_may_be_the_first_language(tmp_path: Path) -> None:
    _, output = made(tmp_path, {f"{DAY}/a.md": ENTRY}, "languages: [en, zh]\n")
    assert output.page(PAPER).root.get("lang") == "en"
    assert output.page(f"zh/{PAPER}").root.get("lang") == "zh-CN"
    assert output.page(PAPER).alternates()["x-default"] == URL + PAPER


# Lists


def five_papers() -> dict[str, str]:
    return {
        f"content/2023-02-0{number}/p{number}.md": entry(arxiv=f"2302.0000{number}", title=f"Paper {number}")
        for number in range(1, 6)
    }


def test_a_long_list_goes_on_on_other_pages(tmp_path: Path) -> None:
    _, output = made(tmp_path, five_papers(), "per_page: 2\n")
    titles = [
        re.findall(r"Paper \d", text(output, path))
        for path in ("en/categories/cv.html", "en/categories/cv/2.html", "en/categories/cv/3.html")
    ]
    assert titles == [["Paper 5", "Paper 4"], ["Paper 3", "Paper 2"], ["Paper 1"]]
    assert "en/categories/cv/4.html" not in output.files
    assert WORDS["en"]["page_of"].format(number=2, total=3) in text(output, "en/categories/cv/2.html")


def test_the_pages_of_a_list_lead_to_each_other(tmp_path: Path) -> None:
    _, output = made(tmp_path, five_papers(), "per_page: 2\n")
    first, second, third = "categories/cv.html", "categories/cv/2.html", "categories/cv/3.html"
    assert links(output, first, rel="prev") == []
    assert links(output, first, rel="next") == ["../categories/cv/2.html"]
    assert links(output, second, rel="prev") == ["../../categories/cv.html"]
    assert links(output, second, rel="next") == ["../../categories/cv/3.html"]
    assert links(output, third, rel="prev") == ["../../categories/cv/2.html"]
    assert links(output, third, rel="next") == []
    assert output.page(second).canonical() == URL + second


def test_an_issue_leads_to_the_days_before_and_after(tmp_path: Path) -> None:
    _, output = made(tmp_path, five_papers())
    path = "issues/2023-02-03.html"
    assert links(output, path, rel="prev") == ["../issues/2023-02-02.html"]
    assert links(output, path, rel="next") == ["../issues/2023-02-04.html"]
    assert links(output, "issues/2023-02-01.html", rel="prev") == []
    assert links(output, "issues/2023-02-05.html", rel="next") == []


def test_a_paper_leads_to_those_before_and_after_it_in_its_issue(tmp_path: Path) -> None:
    files = {f"{DAY}/{name}.md": entry(arxiv=f"2302.0000{number}") for number, name in enumerate("abc", 1)}
    _, output = made(tmp_path, files)
    assert links(output, "papers/2302.00002.html", rel="prev") == ["2302.00001.html"]
    assert links(output, "papers/2302.00002.html", rel="next") == ["2302.00003.html"]
    assert links(output, "papers/2302.00001.html", rel="prev") == []


def test_the_home_page_has_the_latest_issue_in_full_and_names_the_others(tmp_path: Path) -> None:
    _, output = made(tmp_path, five_papers())
    home = text(output, "en/index.html")
    assert home.count("The abstract.") == 1
    assert "Paper 5" in home
    for day in range(1, 6):
        assert f"issues/2023-02-0{day}.html" in links(output, "en/index.html")


def test_the_archive_has_the_newest_issues_and_leads_to_a_page_for_each_year(tmp_path: Path) -> None:
    files = {f"content/{day}/a.md": entry(slug=f"p{day}") for day in ("2021-12-31", "2023-01-01", "2023-02-01")}
    _, output = made(tmp_path, files)
    days = [link for link in links(output, "issues/index.html") if re.search(r"issues/\d{4}-", link)]
    assert list(dict.fromkeys(days)) == [
        "../issues/2023-02-01.html",
        "../issues/2023-01-01.html",
        "../issues/2021-12-31.html",
    ]
    assert {"../issues/2023.html", "../issues/2021.html"} <= set(links(output, "issues/index.html"))
    anchors = [each.get("id", "") for each in output.page("issues/2023.html").root.iter("h2")]
    assert anchors[:2] == ["m-02", "m-01"]
    assert "../issues/2021.html" in links(output, "issues/2023.html")
    assert b"issues/2021.html" in output.files["sitemap.xml"]


def test_a_calendar_is_a_table_with_the_days_of_the_week_and_a_full_label_for_each_issue(tmp_path: Path) -> None:
    _, output = made(tmp_path, {f"{DAY}/a.md": entry(), "content/2023-04-30/issue.md": "Nothing today.\n"})
    page = output.page("en/issues/2023.html")
    tables = list(page.root.iter("table"))
    assert [text_of(each) for each in page.root.iter("caption")] == ["February", "April"]
    heads = [each for each in tables[0].iter("th") if each.get("scope") == "col"]
    assert [each.get("aria-label", "")[:3] for each in heads] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    labels = [each.get("aria-label") for table in tables for each in table.iter("a") if each.get("aria-label")]
    assert labels == ["Week 6, 2023", "8 February 2023, 1 paper", "Week 17, 2023", "30 April 2023, 0 papers"]
    assert [len([each for each in table.iter("td") if text_of(each)]) for table in tables] == [28, 30]


def test_the_year_of_a_site_says_its_numbers_once(tmp_path: Path) -> None:
    _, output = made(tmp_path, five_papers())
    for page in ("en/issues/index.html", "en/issues/2023.html"):
        assert text(output, page).count("5 issues") == 1


def test_the_home_page_keeps_the_latest_issue_with_papers_and_names_a_later_one_without(tmp_path: Path) -> None:
    empty = {"content/2023-02-09/issue.md": "", "content/2023-02-10/issue.md": "今天没有论文。\n"}
    _, output = made(tmp_path, {f"{DAY}/a.md": entry(), **empty})
    home = text(output, "en/index.html")
    assert "The abstract." in home
    assert "10 February" in home
    assert "issues/2023-02-10.html" in links(output, "en/index.html")
    assert text(output, "issues/2023-02-10.html").count("没有论文") == 1
    assert text(output, "issues/2023-02-09.html").count(WORDS["zh"]["no_papers"]) == 1
    assert "../issues/2023-02-08.html" in links(output, "issues/2023-02-09.html")


def test_a_heading_ties_a_dot_to_the_word_before_it_and_feeds_have_the_title_as_it_is(tmp_path: Path) -> None:
    settings = SETTINGS + "issue_title: {zh: '日报 · 第 {number} 期', en: 'No. {number}'}\nfeed: {grain: issue}\n"
    _, output = made(tmp_path, {"digest.yaml": settings, f"{DAY}/a.md": entry()})
    assert "日报\u00a0· 第 1 期</span>" in output.files["issues/2023-02-08.html"].decode()
    assert "<title>日报 · 第 1 期</title>" in output.files["feed.xml"].decode()


def test_a_page_at_the_address_of_a_year_is_told(tmp_path: Path) -> None:
    page = "---\npage: true\ntitle: A year\n---\nA page.\n"
    built = site(tmp_path, {f"{DAY}/a.md": entry(), "content/issues/2023.md": page})
    assert [(each.code, each.path) for each in built.result.diagnostics if each.code == "same-address"] == [
        ("same-address", "content/issues/2023.md")
    ]


def test_a_site_without_papers_is_a_site(tmp_path: Path) -> None:
    _, output = made(tmp_path, {"content/.keep": ""})
    assert WORDS["en"]["no_issues"] in text(output, "en/index.html")


# Categories, authors


def test_a_category_has_its_names_in_both_languages(tmp_path: Path) -> None:
    _, output = made(tmp_path, {f"{DAY}/a.md": entry(category="CV")})
    assert "计算机视觉" in text(output, "categories/cv.html")
    assert "Computer Vision" in text(output, "categories/cv.html")
    assert "Computer Vision" in text(output, "en/categories/cv.html")
    assert "计算机视觉" in text(output, "en/categories/cv.html")
    assert "Computer Vision" in text(output, "en/categories/index.html")


def test_the_settings_may_name_a_category(tmp_path: Path) -> None:
    settings = "categories: {CV: {zh: 看图, en: Seeing, colour: '#123456'}, XX: {zh: 新的, en: New}}\n"
    _, output = made(tmp_path, {f"{DAY}/a.md": entry(category="[CV, XX]")}, settings)
    assert "看图" in text(output, "categories/cv.html")
    assert "Seeing" in text(output, "en/categories/cv.html")
    assert "New" in text(output, "en/categories/xx.html")


def test_a_paper_stands_under_each_of_its_categories_once(tmp_path: Path) -> None:
    _, output = made(tmp_path, {f"{DAY}/a.md": entry(category="[CV, cs.CV, LG]")})
    assert text(output, "en/categories/cv.html").count("A Title") == 1
    assert text(output, "en/categories/lg.html").count("A Title") == 1


TWO_SPELLINGS = {
    f"{DAY}/a.md": entry(arxiv="2302.00001", authors="[Kaiming He]", title="First Paper"),
    f"{DAY}/b.md": entry(arxiv="2302.00002", authors="[K He]", title="Second Paper"),
}


def test_two_spellings_are_two_people(tmp_path: Path) -> None:
    _, output = made(tmp_path, TWO_SPELLINGS, "authors: {min_papers: 1}\n")
    assert "First Paper" in text(output, "authors/kaiming-he.html")
    assert "Second Paper" not in text(output, "authors/kaiming-he.html")
    assert "Second Paper" in text(output, "authors/k-he.html")


def test_two_spellings_are_one_person_when_the_site_says_so(tmp_path: Path) -> None:
    people = "Kaiming He: {names: [K He, K. He], orcid: 0000-0002-1825-0097, home: 'https://kaiminghe.example/'}\n"
    files = {**TWO_SPELLINGS, "content/authors.yaml": people}
    _, output = made(tmp_path, files, "authors: {min_papers: 2}\n")
    page = text(output, "en/authors/kaiming-he.html")
    assert "First Paper" in page
    assert "Second Paper" in page
    assert "K. He" in page
    assert "https://orcid.org/0000-0002-1825-0097" in links(output, "authors/kaiming-he.html")
    assert "https://kaiminghe.example/" in links(output, "authors/kaiming-he.html")
    assert "authors/k-he.html" not in output.files
    assert "../authors/kaiming-he.html" in links(output, "papers/2302.00002.html")
    assert "K He" in text(output, "papers/2302.00002.html")


def test_an_author_has_a_page_from_so_many_papers_on(tmp_path: Path) -> None:
    files = {
        f"{DAY}/a.md": entry(arxiv="2302.00001", authors="[Ada Lovelace, Alan Turing]"),
        f"{DAY}/b.md": entry(arxiv="2302.00002", authors="[Ada Lovelace]"),
    }
    _, output = made(tmp_path, files, "authors: {min_papers: 2}\n")
    assert "authors/ada-lovelace.html" in output.files
    assert "authors/alan-turing.html" not in output.files


def test_names_that_would_share_an_address_have_two(tmp_path: Path) -> None:
    files = {f"{DAY}/a.md": entry(tags="[C++, C, 'C#', index]")}
    _, output = made(tmp_path, files)
    pages = [path for path, content in output.files.items() if path.startswith("tags/") and b"kind-term" in content]
    assert len(pages) == 5
    assert text(output, "en/tags/index.html").count("1") >= 4


# References


def test_a_figure_is_published_beside_its_page(tmp_path: Path) -> None:
    body = ENTRY + '\n## 图\n\n![the alt](fig1.png "The *caption*")\n'
    _, output = made(tmp_path, {f"{DAY}/a.md": body, f"{DAY}/fig1.png": png(30, 20)})
    assert output.files["papers/2302.03084/fig1.png"] == png(30, 20)
    for path, up in ((PAPER, "../"), (f"en/{PAPER}", "../../"), ("index.html", ""), ("issues/2023-02-08.html", "../")):
        pictures = [each.attrib for each in output.page(path).root.iter("img") if each.get("alt") == "the alt"]
        assert [(each["src"], each["width"], each["height"], each["loading"]) for each in pictures] == [
            (f"{up}papers/2302.03084/fig1.png", "30", "20", "lazy")
        ]
        assert "The caption" in text(output, path)
    assert "en/papers/2302.03084/fig1.png" not in output.files


def test_a_figure_of_the_front_matter_and_one_in_the_text_are_published_too(tmp_path: Path) -> None:
    body = entry(figures="[{src: a b.png, alt: first}]") + "\n## Notes\n\nSee ![second](sub/图.png) here.\n"
    files: dict[str, str | bytes] = {
        f"{DAY}/a.md": body,
        f"{DAY}/a b.png": png(3, 2),
        f"{DAY}/sub/图.png": png(5, 4),
    }
    _, output = made(tmp_path, files)
    pictures = {each.get("alt"): each.attrib for each in output.page(PAPER).root.iter("img")}
    assert pictures["first"]["src"] == "../papers/2302.03084/a%20b.png"
    assert pictures["second"]["src"] == "../papers/2302.03084/sub/%E5%9B%BE.png"
    for alt, width, height in (("first", "3", "2"), ("second", "5", "4")):
        assert (pictures[alt]["width"], pictures[alt]["height"]) == (width, height)
        assert pictures[alt]["loading"] == "lazy"
    assert output.files["papers/2302.03084/a b.png"] == png(3, 2)
    assert output.files["papers/2302.03084/sub/图.png"] == png(5, 4)


def test_a_file_that_nothing_refers_to_is_not_published(tmp_path: Path) -> None:
    _, output = made(tmp_path, {f"{DAY}/a.md": ENTRY, f"{DAY}/secret.txt": "secret"})
    assert not any(b"secret" in content for content in output.files.values())


def test_a_link_leads_to_another_entry_a_file_and_a_page(tmp_path: Path) -> None:
    files = {
        f"{DAY}/a.md": ENTRY
        + "\n## Notes\n\n[other](../2023-02-09/b.md), [there](../2023-02-09/b.md#p-2302.03085), [data](data.csv),"
        " [about](/about.html), [about too](../about.md), [day](issue.md), [out](https://example.com/x).\n",
        f"{DAY}/issue.md": "The day.\n",
        f"{DAY}/data.csv": "1,2\n",
        "content/2023-02-09/b.md": entry(arxiv="2302.03085"),
        "content/about.md": "---\npage: true\ntitle: About\ntitle_zh: 关于\n---\nThis is [a paper](2023-02-08/a.md).\n",
    }
    _, output = made(tmp_path, files)
    for path, up, tree in ((PAPER, "../", "../"), (f"en/{PAPER}", "../../", "../")):
        leads = {text_of(each): each.get("href") for each in output.page(path).root.iter("a")}
        assert leads["other"] == f"{tree}papers/2302.03085.html"
        assert leads["there"] == f"{tree}papers/2302.03085.html#p-2302.03085"
        assert leads["data"] == f"{up}papers/2302.03084/data.csv"
        assert leads["about"] == leads["about too"] == f"{tree}about.html"
        assert leads["day"] == f"{tree}issues/2023-02-08.html"
        assert leads["out"] == "https://example.com/x"
    assert output.files["papers/2302.03084/data.csv"] == b"1,2\n"
    assert "papers/2302.03084.html" in links(output, "en/about.html")


def test_a_link_that_leads_nowhere_is_text_and_a_warning(tmp_path: Path) -> None:
    built, output = made(tmp_path, {f"{DAY}/a.md": ENTRY + "\n## Notes\n\nSee [the other](other.md) there.\n"})
    [found] = built.result.diagnostics
    assert (found.code, found.severity, found.path) == ("broken-link", Severity.WARNING, f"{DAY}/a.md")
    assert found.message == "'other.md' leads to no file and no page of the site; it is shown as text"
    assert built.result.sources(found.path).text[found.span.start : found.span.end] == "[the other](other.md)"
    assert "See the other there." in text(output, PAPER)


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        (ENTRY + "\n## 图\n\n![alt](gone.png)\n", "gone.png"),
        (ENTRY + "\n## Notes\n\nSee ![alt](gone.png).\n", "![alt](gone.png)"),
        (entry(figures="[{src: gone.png}]"), "gone.png"),
    ],
)
def test_a_missing_figure_is_an_error_at_its_place(tmp_path: Path, body: str, marked: str) -> None:
    built = site(tmp_path, {f"{DAY}/a.md": body})
    assert not built.result.published
    [found] = built.result.diagnostics
    assert (found.code, found.severity, found.path) == ("missing-figure", Severity.ERROR, f"{DAY}/a.md")
    assert found.message == "there is no file 'gone.png' beside this text"
    assert found.hint == f"put it at {DAY}/gone.png, or correct the name"
    assert built.result.sources(found.path).text[found.span.start : found.span.end] == marked
    assert not built.output.exists()


# Drafts and future papers


def test_drafts_and_days_to_come_wait(tmp_path: Path) -> None:
    files = {
        f"{DAY}/a.md": ENTRY,
        f"{DAY}/draft.md": entry(arxiv="2302.03085", draft="true", title="Draft Paper"),
        "content/2024-01-03/future.md": entry(arxiv="2302.03086", title="Future Paper"),
    }
    built, output = made(tmp_path, files)
    assert built.result.drafts == (f"{DAY}/draft.md",)
    assert built.result.future == ("content/2024-01-03/future.md",)
    assert sorted(path for path in output.files if path.startswith("papers/") and path.endswith(".html")) == [PAPER]
    assert not any(b"Draft Paper" in content or b"Future Paper" in content for content in output.files.values())
    assert "issues/2024-01-03.html" not in output.files


def test_drafts_and_days_to_come_show_when_asked_for(tmp_path: Path) -> None:
    files = {
        f"{DAY}/draft.md": entry(draft="true"),
        "content/2024-01-03/future.md": entry(arxiv="2302.03086"),
    }
    built = site(tmp_path, files, drafts=True, future=True)
    assert faults_of(built.output, URL) == []
    output = read_output(built.output, URL)
    assert WORDS["en"]["draft"] in text(output, f"en/{PAPER}")
    assert WORDS["en"]["future"] in text(output, "en/papers/2302.03086.html")


# The page 404


def test_the_page_for_lost_addresses_leads_on_in_each_language(tmp_path: Path) -> None:
    _, output = made(tmp_path, {f"{DAY}/a.md": ENTRY})
    for path, lang in (("404.html", "zh"), ("en/404.html", "en")):
        assert WORDS[lang]["not_found"] in text(output, path)
        assert any(link.endswith("issues/2023-02-08.html") for link in links(output, path))


def test_marks_in_titles_and_names_do_no_harm(tmp_path: Path) -> None:
    title = "'<script>alert(1)</script> & \"quotes\" $x<y$ `a<b`'"
    files = {
        f"{DAY}/a.md": entry(
            title=title,
            title_zh=title,
            authors="[\"O'Neil <b>\", '& Co']",
            tags="['<i>', '\"', '#?%']",
            venue="'A & <B>'",
        ),
    }
    settings = "footer: {zh: '<b>脚</b>', en: '<b>foot</b>'}\ndescription: {zh: '\"描述\"', en: '<d> & \"e\"'}\n"
    _, output = made(tmp_path, files, settings)
    assert '<script>alert(1)</script> & "quotes"' in text(output, PAPER)
    assert "<b>foot</b>" in text(output, f"en/{PAPER}", "footer")


def test_forbidden_characters_are_on_no_page_wherever_they_were_typed(tmp_path: Path) -> None:
    odd = "a\x08b\ufffe\x85c\ufdd0"
    escaped = r'"a\x01b\uFFFF\uFDD0c"'
    front = (
        f"title: {odd}\ntitle_zh: {escaped}\nauthors:\n  - {{name: {odd}, affiliation: {odd}}}\n  - {escaped}\n"
        f"affiliations: [{odd}]\ncategory: [CV, {odd}]\narxiv: 2302.03084\nvenue: {odd}\ntags: [{odd}, {escaped}]\n"
        f"figures: [{{src: a.png, alt: {escaped}, caption: {odd}}}]\n"
    )
    body = (
        f"## 要点\n\n1. {odd}\n2. &#1; `{odd}` $\\unicode{{x1}}$\n\n## 摘要\n\n{odd} **{odd}**\n\n## {odd}\n\n{odd}\n"
    )
    built = site(
        tmp_path,
        {
            "digest.yaml": f"{SETTINGS}description: {odd}\nfooter: {escaped}\neditor: {{name: {odd}}}\n",
            f"{DAY}/a.md": f"---\n{front}---\n{body}",
            f"{DAY}/a.png": png(2, 1),
            f"{DAY}/issue.md": f"---\ntitle_zh: {odd}\n---\n{odd}\n\n## {odd}\n",
            "content/authors.yaml": f"{escaped}: [{odd}]\n",
            "content/about.md": f"---\npage: true\ntitle: {odd}\ntitle_zh: {escaped}\n---\n{odd}\n",
            "themes/default/strings/zh.yaml": f"summary: {odd}\nkey_points: {escaped}\n",
            "themes/default/templates/_scheme.html": odd,
        },
    )
    assert built.result.published
    texts = {path: content.decode() for path, content in built.files().items() if not path.endswith(".png")}
    assert [path for path, text in texts.items() if re.search(f"[{UNSAFE}]", text)] == []
    assert "abc" in texts[PAPER]
