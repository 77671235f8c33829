"""The papers as data: `papers/*.json`, `data/` and `llms.txt`."""

import json
from pathlib import Path
from typing import Any

import pytest

from digest.content.data_schema import paper_schema
from tests.building import DAY, SETTINGS, BuiltSite, build, entry, site, write_site
from tests.site.data_reading import faults_of_data, papers_of, validator
from tests.site.test_pages import png

RICH = r"""---
title: "On $\\alpha$: *x* \"y\""
title_zh: 甲
authors: [{name: 李雷, affiliation: 谷歌, orcid: 0000-0002-1825-0097, corresponding: true}, Ada Lovelace, et al.]
affiliations: [Google]
category: [CV, math.NT, 其他]
arxiv: 2302.03084v2
doi: 10.1145/3292500
venue: ICLR 2023
tags: [a, b]
area: [检索]
rating: {novelty: 4/5, writing: 7.5}
written_by: {by: machine, model: GPT}
updated: 2023-03-01
rank: 0
figures:
- {src: fig.png, alt: shows, caption: "see [b](b.md)"}
extra: {stars: 120, more: [x, {y: null}]}
aliases: [old]
---
Lead with [*b*](b.md#note "t"), [ref] and ![in](<fig.png>) text.

[ref]: b.md

## Key points

- One $x^2$
- Two

## Summary

A [draft](draft.md) sentence.

## 摘要

![below](fig.png "cap")

中文 `a|b`。

```
  code
```

## 方法

### 小标题

一种方法。

## 笔记

一 [b](b.md)，[更多](#更多)，`[更多](#更多)`，[无](#无)。

### 更多

| a | b |
|---|---|
| 1 | 2 |
"""
FILES: dict[str, str | bytes] = {
    "digest.yaml": f"{SETTINGS}license: CC BY 4.0\ndescription: {{zh: 说明, en: About}}\n",
    f"{DAY}/rich.md": RICH,
    f"{DAY}/b.md": entry(arxiv="2302.00002", title="Second") + "\n## Note\n\nText.\n",
    f"{DAY}/draft.md": entry(arxiv="2302.00003", title="Third", draft="true"),
    f"{DAY}/fig.png": png(7, 5),
    "content/2023-02-07/old.md": entry(arxiv="2302.00001", title="First"),
}
URL = "https://example.org/digest/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return site(tmp_path_factory.mktemp("data"), FILES)


@pytest.fixture(scope="module")
def rich(built: BuiltSite) -> dict[str, Any]:
    return papers_of(built)["2302.03084"]


def test_all_data_follows_the_schema_and_agrees(built: BuiltSite) -> None:
    assert list(faults_of_data(built)) == []


def test_front_matter_is_there_under_its_keys(rich: dict[str, Any]) -> None:
    assert {name: rich[name] for name in list(rich)[:25] if name not in ("summary_en", "abstract_zh")} == {
        "slug": "2302.03084",
        "page": {"zh": f"{URL}papers/2302.03084.html", "en": f"{URL}en/papers/2302.03084.html"},
        "citation_key": rich["citation_key"],
        "date": "2023-02-08",
        "title": r'On $\alpha$: *x* "y"',
        "title_zh": "甲",
        "authors": [
            {"name": "李雷", "affiliation": "谷歌", "orcid": "0000-0002-1825-0097", "corresponding": True},
            {"name": "Ada Lovelace"},
        ],
        "authors_cut": True,
        "affiliations": ["Google"],
        "category": ["cs.CV", "math.NT", "其他"],
        "arxiv": "2302.03084v2",
        "doi": "10.1145/3292500",
        "venue": "ICLR 2023",
        "area": ["检索"],
        "tags": ["a", "b"],
        "section": "featured",
        "rank": 0,
        "rating": {
            "value": 7.8,
            "most": 10,
            "aspects": {"novelty": {"value": 4, "most": 5}, "writing": {"value": 7.5, "most": 10}},
        },
        "key_points_en": ["One $x^2$", "Two"],
        "updated": "2023-03-01",
        "written_by": {"by": "machine", "model": "GPT"},
        "extra": {"stars": "120", "more": ["x", {"y": "null"}]},
        "method": "### 小标题\n\n一种方法。",
    }


def test_texts_are_markdown_with_whole_addresses(rich: dict[str, Any]) -> None:
    own = f"{URL}papers/2302.03084.html"
    page, figure = f"{URL}papers/2302.00002.html", f"{URL}papers/2302.03084/fig.png"
    assert rich["lead"].split("\n")[0] == (
        f'Lead with [*b*]({page}#2302.00002-note "t"), [ref]({page}) and ![in]({figure}) text.'
    )
    assert rich["summary_en"] == "A [draft](draft.md) sentence."
    assert rich["abstract_zh"] == "中文 `a|b`。\n\n```\n  code\n```"
    assert rich["notes"] == [
        {
            "heading": "笔记",
            "depth": 0,
            "text": f"一 [b]({page})，[更多]({own}#2302.03084-%E6%9B%B4%E5%A4%9A)，`[更多](#更多)`，[无](#无)。",
        },
        {"heading": "更多", "depth": 1, "text": "| a | b |\n|---|---|\n| 1 | 2 |"},
    ]
    assert rich["figures"] == [
        {"src": figure, "width": 7, "height": 5, "alt": "shows", "caption": f"see [b]({page})"},
        {"src": figure, "width": 7, "height": 5, "alt": "below", "caption": "cap"},
    ]
    assert rich["languages"] == ["zh", "en"]


def test_the_list_of_issues_says_the_licence_and_where_the_papers_are(built: BuiltSite) -> None:
    read = json.loads(built.text("data/issues.json"))
    assert (read["license"], read["title"]) == (
        {"zh": "CC BY 4.0", "en": "CC BY 4.0"},
        {"zh": "论文日报", "en": "Paper Digest"},
    )
    assert read["papers"] == [{"url": f"{URL}data/papers.jsonl", "papers": 3}]
    assert [(issue["date"], issue["number"], issue["papers"]) for issue in read["issues"]] == [
        ("2023-02-07", 1, ["2302.00001"]),
        ("2023-02-08", 2, ["2302.03084", "2302.00002"]),
    ]


def test_the_licence_is_beside_the_links_to_data(built: BuiltSite, tmp_path: Path) -> None:
    assert "本站文字的许可：CC BY 4.0</span>" in built.text("papers/2302.03084.html").replace("： ", "：")
    url = "https://licence.example/"
    made = site(tmp_path, {"digest.yaml": f"{SETTINGS}license: {url}\n", f"{DAY}/a.md": entry()})
    assert f'Licence of these texts: <a rel="license" href="{url}">{url}</a>' in made.text("en/papers/2302.03084.html")
    (tmp_path / "digest.yaml").write_text(f"{SETTINGS}license: {{zh: {url}, en: CC BY 4.0}}\n", encoding="utf-8")
    made = build(tmp_path)
    assert "Licence of these texts: CC BY 4.0</span>" in made.text("en/papers/2302.03084.html")
    assert json.loads(made.text("data/issues.json"))["license"] == {"zh": url, "en": "CC BY 4.0"}
    assert list(faults_of_data(made)) == []


def test_language_models_are_told_where_things_are(built: BuiltSite) -> None:
    assert built.text("llms.txt").split("\n")[:15] == [
        "# 论文日报",
        "",
        "> 说明",
        "",
        "A digest of research papers. Papers: 3. Issues: 2. Licence: CC BY 4.0.",
        "",
        "## Languages and feeds",
        "",
        f"- [论文日报]({URL}): in the language zh-CN; feed: {URL}feed.xml",
        f"- [Paper Digest]({URL}en/): in the language en; feed: {URL}en/feed.xml",
        f"- [feeds.opml]({URL}feeds.opml): all feeds",
        "",
        "## Newest issues",
        "",
        f"- [论文日报 · 第 2 期]({URL}issues/2023-02-08.html): 2023-02-08, 2 papers",
    ]
    assert ": 2023-02-07, 1 paper\n" in built.text("llms.txt")
    assert f"[data/papers.jsonl]({URL}data/papers.jsonl): 3 papers" in built.text("llms.txt")


def test_texts_make_no_links_for_language_models(tmp_path: Path) -> None:
    link = "[x](https://evil.example)"
    issue = "---\ntitle: '标题](https://evil.example) [x'\n---\n"
    settings = SETTINGS.replace("zh: 论文日报", f"zh: '甲 {link}'")
    settings += f"license: 'CC {link}'\n"
    made = site(tmp_path, {"digest.yaml": settings, f"{DAY}/a.md": entry(), f"{DAY}/issue.md": issue})
    escaped = "\\[x\\](https://evil.example)"
    assert made.text("llms.txt").startswith(f"# 甲 {escaped}\n")
    assert f" Licence: CC {escaped}.\n" in made.text("llms.txt")
    assert f"\n- [标题\\](https://evil.example) \\[x]({URL}issues/2023-02-08.html): " in made.text("llms.txt")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda paper: paper | {"titel": "x"}, "Additional properties are not allowed ('titel' was unexpected)"),
        (lambda paper: paper | {"extra": {"stars": [120]}}, "[120] is not valid under any"),
        (lambda paper: paper | {"title": ""}, "'' should be non-empty"),
        (lambda paper: paper | {"date": "2023-02-30"}, "'2023-02-30' is not a 'date'"),
        (lambda paper: paper | {"authors": [{"affiliation": "x"}]}, "'name' is a required property"),
        (lambda paper: {name: each for name, each in paper.items() if name != "title"}, "is not valid under any"),
        (lambda paper: {name: each for name, each in paper.items() if name != "authors"}, "is not valid under any"),
    ],
)
def test_the_schema_refuses_what_is_wrong(built: BuiltSite, rich: dict[str, Any], change: Any, fault: str) -> None:
    [error] = validator(built.text("data/schema.json")).iter_errors(change(rich))
    assert fault in error.message


def test_every_field_is_documented(built: BuiltSite) -> None:
    assert [name for name, each in paper_schema()["properties"].items() if not each["description"]] == []


def test_the_files_of_entries_give_the_same_papers_again(tmp_path: Path) -> None:
    files = {path: content for path, content in FILES.items() if path != f"{DAY}/rich.md"}
    figures = ('figures:\n- {src: fig.png, alt: shows, caption: "see [b](b.md)"}\n', '![below](fig.png "cap")\n\n')
    files[f"{DAY}/rich.md"] = RICH.replace(figures[0], "").replace(figures[1], "")  # at an address, they are links
    settings = f"{SETTINGS}siblings: [md, json]\n"
    first = site(tmp_path / "first", {**files, "digest.yaml": settings})
    sources = {path.removesuffix(".md"): text for path, text in first.files().items() if path.endswith(".md")}
    again = {f"content/{path}.md": text for path, text in sources.items()}
    second = site(tmp_path / "second", {**again, "digest.yaml": settings})
    assert second.result.published, list(second.result.diagnostics)
    before, after = papers_of(first), papers_of(second)
    assert after == before


def test_the_file_of_an_entry_has_whole_addresses_and_its_day(tmp_path: Path) -> None:
    made = site(tmp_path, {**FILES, "digest.yaml": f"{SETTINGS}siblings: [md]\n"})
    figure, page = f"{URL}papers/2302.03084/fig.png", f"{URL}papers/2302.00002.html"
    expected = RICH.replace("---\n", "---\ndate: 2023-02-08\n", 1).replace("[ref] and", f"[ref]({page}) and")
    for typed, address in (
        ("b.md#note", f"{page}#2302.00002-note"),
        ("b.md)", f"{page})"),
        ("<fig.png>", figure),
        ("(fig.png", f"({figure}"),
        ("src: fig.png", f"src: {figure}"),
    ):
        expected = expected.replace(typed, address)
    assert made.text("papers/2302.03084.md") == expected


def test_an_edit_writes_the_papers_file_and_the_list_of_all(tmp_path: Path) -> None:
    root = write_site(tmp_path, FILES)
    build(root)
    (root / DAY / "b.md").write_text(str(FILES[f"{DAY}/b.md"]).replace("Text.", "_Text_."), encoding="utf-8")
    build(root)
    (root / DAY / "b.md").write_text(str(FILES[f"{DAY}/b.md"]).replace("Text.", "*Text*."), encoding="utf-8")
    assert build(root).written() == ["data/papers.jsonl", "papers/2302.00002.json"]


def test_a_large_site_has_a_file_for_each_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.plan.paper_records.MOST_PAPERS", 2)
    made = site(tmp_path, {**FILES, "content/2022-12-31/z.md": entry(arxiv="2212.00001", title="Zero")})
    assert list(faults_of_data(made)) == []
    assert [path for path in made.files() if path.startswith("data/papers")] == [
        "data/papers-2022.jsonl",
        "data/papers-2023.jsonl",
    ]


def test_settings_leave_data_out(tmp_path: Path) -> None:
    made = site(tmp_path / "json", {**FILES, "digest.yaml": f"{SETTINGS}siblings: [json]\ndata: false\n"})
    assert [path for path in made.files() if path.startswith("data/")] == ["data/schema.json"]
    settings = f"{SETTINGS}siblings: [bib]\ndata: false\n"
    made = site(tmp_path / "bib", {**FILES, "digest.yaml": settings})
    assert [path for path in made.files() if path.startswith("data/")] == []
    assert papers_of(made) == {}
    assert "## Data" not in made.text("llms.txt")


def test_a_draft_that_is_published_says_so(tmp_path: Path) -> None:
    files = {f"{DAY}/{name}.md": f"---\n{title}draft: true\n---\n" for name, title in (("a", "title: A\n"), ("b", ""))}
    made = site(tmp_path, files, drafts=True)
    papers = papers_of(made)
    assert [(paper["draft"], paper.get("title")) for paper in papers.values()] == [(True, "A"), (True, None)]
    assert list(faults_of_data(made)) == []
