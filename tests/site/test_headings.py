"""Headings of free sections: their levels, ids, and links to them."""

import re
import unicodedata
from pathlib import Path

import pytest

from tests.building import DAY, SETTINGS, BuiltSite, entry, site
from tests.site.checking import faults_of
from tests.site.test_pages import PAPER, URL

THEMES = Path(__file__).parents[2] / "themes"
NOTES = """
## 论文详细总结

开头，见[深](#3-实验设计)和[再](#details-1)。

### 3. 实验设计

里面。

#### Details

一。

##### Deeper & deeper!

二。

## Details

三。
"""
SECOND = entry(arxiv="2302.00002") + "\n## 笔记\n\n见[设计](a.md#3-实验设计)、[自己](#笔记)。\n\n### Details\n\n一。\n"


def made(root: Path, second: str = SECOND, **more: str) -> BuiltSite:
    files = {f"{DAY}/a.md": entry() + NOTES, f"{DAY}/b.md": second, "digest.yaml": SETTINGS, **more}
    return site(root, files)


def headings(page: str) -> list[tuple[str, str, str]]:
    return re.findall(r'<h([2-6]) id="([^"]*-[^"]*)">(.*?)</h', page)


def test_two_levels_are_kept_and_each_has_an_id(tmp_path: Path) -> None:
    built = made(tmp_path)
    assert list(built.result.diagnostics) == []
    assert faults_of(built.output, URL) == []
    shown = [
        ("论文详细总结", "论文详细总结", 0),
        ("3-实验设计", "3. 实验设计", 1),
        ("details", "Details", 2),
        ("deeper--deeper", "Deeper &amp; deeper!", 2),
        ("details-1", "Details", 0),
    ]
    for path, top in ((PAPER, 2), ("issues/2023-02-08.html", 4), ("index.html", 4)):
        found = [each for each in headings(built.text(path)) if each[1].startswith("2302.03084-")]
        assert found == [(str(top + depth), f"2302.03084-{name}", title) for name, title, depth in shown]


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_links_lead_to_headings_in_the_entry_and_in_others(tmp_path: Path, prefix: str) -> None:
    built = made(tmp_path)
    own = built.text(f"{prefix}{PAPER}")
    assert '<a href="#2302.03084-3-实验设计">' in own
    assert '<a href="#2302.03084-details-1">' in own
    other = built.text(f"{prefix}papers/2302.00002.html")
    assert re.search(r'<a href="(?:../)+papers/2302.03084.html#2302.03084-3-(?:实验设计|%E5%AE[%0-9A-F]*)">设计', other)
    assert '<a href="#2302.00002-笔记">' in other


@pytest.mark.parametrize(
    ("link", "message", "hint"),
    [
        ("a.md#实验设计", "no heading of a.md is called #实验设计", "did you mean '#3-实验设计'?"),
        ("a.md#Details", "no heading of a.md is called #Details", "did you mean '#details'?"),
        (
            "#笔计",
            "nothing in this text is called #笔计",
            "link to the heading of a section of your own (要点, 方法 and so on have no names), or to a page",
        ),
        ("#detail", "nothing in this text is called #detail", "did you mean '#details'?"),
        (
            "b.md#nowhere",
            "no heading of b.md is called #nowhere",
            "name a section of its own (the heading in lower case, hyphens for spaces), or link to the text itself",
        ),
    ],
)
def test_a_link_to_no_heading_is_told_with_its_place(tmp_path: Path, link: str, message: str, hint: str) -> None:
    second = SECOND.replace("a.md#3-实验设计", link)
    (found,) = made(tmp_path, second).result.diagnostics
    assert (found.code, found.message, found.hint) == ("unknown-fragment", message, hint)
    assert second[found.span.start : found.span.end] in (f"[设计]({link})", link)


def test_the_address_of_a_page_leads_to_its_headings_too(tmp_path: Path) -> None:
    about = "---\npage: true\ntitle: About\n---\n\n## Team\n\n[w](</papers/2302.03084.html#details>)\n"
    links = (
        "[y](/about.html#team) [z](/about.html#main) [n](/about.html#nope) [i](/issues/2023-02-08.html#p-2302.03084)"
    )
    built = made(tmp_path, f"{SECOND}\n{links}\n", **{"content/about.md": about})
    assert [(each.code, each.message) for each in built.result.diagnostics] == [
        ("unknown-fragment", "no heading of /about.html is called #nope")
    ]
    page = built.text("papers/2302.00002.html")
    for fragment in ("about.html#about-team", "about.html#main", "issues/2023-02-08.html#p-2302.03084"):
        assert f'href="../{fragment}"' in page
    assert 'href="papers/2302.03084.html#2302.03084-details"' in built.text("about.html")


def test_markup_in_headings_is_rendered_and_is_not_in_their_names(tmp_path: Path) -> None:
    text = entry(arxiv="2302.00002") + (
        "\n## Notes on *transformers* and `code`\n\n[x](#see-clip--x)\n\n### See [clip](a.md) & $x$\n\n一。\n"
        "\n### 3. **Bold** heading [a [b\n\n二。\n\n### snake_case & <i>\n\n三。\n"
    )
    about = "---\npage: true\ntitle: A *b*\n---\n\n## `x` ![alt](none.png)\n\nText.\n"
    built = made(tmp_path, text, **{"content/about.md": about})
    assert list(built.result.diagnostics) == []
    assert headings(built.text("papers/2302.00002.html"))[:4] == [
        ("2", "2302.00002-notes-on-transformers-and-code", "Notes on <em>transformers</em> and <code>code</code>"),
        ("3", "2302.00002-see-clip--x", 'See clip &amp; <math alttext="x"><mi>x</mi></math>'),
        ("3", "2302.00002-3-bold-heading-a-b", "3. <strong>Bold</strong> heading [a [b"),
        ("3", "2302.00002-snake_case--i", "snake_case &amp; &lt;i&gt;"),
    ]
    assert '<h2 id="about-x-alt"><code>x</code> alt</h2>' in built.text("about.html")
    assert "A *b*" in built.text("about.html")


def test_pages_and_introductions_have_ids_too(tmp_path: Path) -> None:
    about = (
        "---\npage: true\ntitle: About\n---\n\n## How we work\n\n[it](#how-we-work).\n\n[a](2023-02-08/a.md#details)\n"
    )
    intro = "## 今天\n\n见[关于](../about.md#how-we-work)。\n"
    built = made(tmp_path, **{"content/about.md": about, f"{DAY}/issue.md": intro})
    assert list(built.result.diagnostics) == []
    page = built.text("about.html")
    assert '<h2 id="about-how-we-work">' in page
    assert '<a href="#about-how-we-work">' in page
    assert 'href="papers/2302.03084.html#2302.03084-details"' in page
    assert '<div class="note prose" id="how-we-work" lang="en">' in page
    issue = built.text("issues/2023-02-08.html")
    assert '<div class="note prose" lang="zh-CN">\n<h2 id="issue-今天">' in issue
    assert 'href="../about.html#about-how-we-work"' in issue


@pytest.mark.parametrize("theme", ["default", "ledger"])
def test_a_section_of_a_page_never_has_an_id_of_the_theme_or_of_another_section(tmp_path: Path, theme: str) -> None:
    written = "".join(path.read_text() for path in (THEMES / "default").glob("*/*.html"))
    scripts = "".join(path.read_text() for path in (THEMES / "default" / "static").glob("*.js"))
    scripted = re.findall(r'\bid: "([\w-]+)"', scripts)
    names = sorted({*re.findall(r' id="([\w-]+)"', written), *scripted, "about-sort", "top"})
    assert {"main", "sort", "keys"} < set(names)
    sections = "".join(f"\n## {name}\n\nText.\n" for name in names)
    about = f"---\npage: true\ntitle: About\n---\n{sections}"
    built = made(
        tmp_path,
        **{
            "content/about.md": about,
            "content/more/about.md": about,
            "content/more/index.md": "---\npage: true\n---\n",
            "digest.yaml": f"{SETTINGS}theme: {theme}\n",
        },
    )
    assert faults_of(built.output, URL) == []
    page = built.text("about.html")
    assert 'id="sort"' in page
    assert [name for name in scripted if f' id="{name}"' in page] == []


@pytest.mark.parametrize(("sections", "listed"), [(5, 0), (6, 6)])
def test_the_page_of_a_paper_lists_its_headings_if_there_are_many(tmp_path: Path, sections: int, listed: int) -> None:
    notes = "".join(f"\n## 第{number}节 <b> $x^{number}$\n\n内容。\n" for number in range(sections))
    built = made(tmp_path, entry(arxiv="2302.00002") + notes)
    page = built.text("papers/2302.00002.html")
    links = re.findall(r'<li class="depth-0" lang="zh-CN"><a href="#([^"]+)">', page)
    assert len(links) == listed
    assert set(links) <= set(re.findall(r' id="([^"]+)"', page))
    assert 'class="contents"' not in built.text(f"issues/{DAY[-10:]}.html")


@pytest.mark.parametrize("typed", ["NFC", "NFD"])
@pytest.mark.parametrize("linked", ["NFC", "NFD"])
def test_a_heading_is_found_in_either_unicode_form(tmp_path: Path, typed: str, linked: str) -> None:
    def form(name: str, text: str) -> str:
        return unicodedata.normalize(name, text)  # type: ignore[arg-type]  # a form that the function knows

    links = form(linked, "[a](#café-x) [b](a.md#图ガ)")
    notes = f"\n## {form(typed, 'Café X')}\n\nText.\n\n## {form(typed, '图ガ')}\n\n{links}\n"
    built = site(tmp_path, {f"{DAY}/a.md": entry() + notes, "digest.yaml": SETTINGS})
    assert [each.code for each in built.result.diagnostics if each.code != "missing-title-zh"] == []
    page = built.text(PAPER)
    assert 'id="2302.03084-café-x"' in page
    assert faults_of(built.output, URL) == []
