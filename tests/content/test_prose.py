"""Introductions of days and standing pages."""

import datetime
import re
from typing import Any

import pytest

from digest.content.body import Body
from digest.content.documents import read_document
from digest.content.prose import Prose
from digest.content.typesetting import typeset
from digest.model.front_matter import IssueMatter
from digest.text.source import Source

ISSUE = "content/2023-02-08/issue.md"


def intro(text: str) -> tuple[Prose[IssueMatter], Body]:
    return page(text, ISSUE)


def page(text: str, path: str = "content/about.md") -> tuple[Prose[Any], Body]:
    (prose, body), diagnostics = typeset(read_document(Source(path=path, text=text)))
    assert diagnostics == ()
    assert isinstance(prose, Prose)
    return prose, body


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html).strip()


def test_an_introduction_needs_no_front_matter() -> None:
    prose, body = intro("今天有九篇论文。\n")
    assert prose.matter == IssueMatter()
    assert [plain(text.html) for text in body.lead] == ["今天有九篇论文。"]


@pytest.mark.parametrize("path", [ISSUE, "content/about.md", "content/weeks/2023-W06.md"])
def test_formulas_and_tex_of_titles_are_plain_text(path: str) -> None:
    head = "---\npage: true\n" if path == "content/about.md" else "---\n"
    prose, _ = page(f"{head}title: \\textbf{{Ten}} & <b> $x_i$\ntitle_zh: 特刊 $10^6$\n---\nText.\n", path)
    assert (prose.matter.title, prose.matter.title_zh) == ("Ten & <b> xᵢ", "特刊 10⁶")


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("```\ncode\n```\n\n![](a.png)\n\nFirst *one* of\n[all](https://e.org).\n\nSecond.", None, "First one of all."),
        ("# 题\n\n- 项\n\n## 节\n\n正文。\n\n# Part\n\nThe text is in English.", "正文。", "The text is in English."),
        ("中文一段。\n\nOne in English.", "中文一段。", "One in English."),
        ("- only\n- items", "", ""),
        (f"{'word ' * 38}$x + y + z = {'1 + ' * 9}1$", None, f"{('word ' * 38).rstrip()}…"),
    ],
)
def test_a_standing_page_is_described_by_its_first_paragraph(text: str, zh: str | None, en: str) -> None:
    _, body = page(f"---\npage: true\n---\n{text}\n")
    assert (body.summary_text, body.summary_text_en) == (en if zh is None else zh, en)
    assert intro(text.replace("![](a.png)\n\n", ""))[1].summary_text == ""


def test_an_introduction_has_titles_an_order_a_number_and_a_day() -> None:
    keys = (
        "title: Nine Papers",
        "标题: 九篇论文",
        "顺序: [b.md, 2302.03080]",
        "期号: 108",
        "date: 2023-02-09",
        "draft: 否",
    )
    text = "\n".join(("---", *keys, "---", ""))
    prose, _ = intro(text)
    assert prose.matter == IssueMatter(
        title="Nine Papers",
        title_zh="九篇论文",
        order=("b.md", "2302.03080"),
        date=datetime.date(2023, 2, 9),
        number=108,
    )
    assert [text[prose.spans[name].start : prose.spans[name].end] for name in ("order.0", "order.1")] == [
        "b.md",
        "2302.03080",
    ]


@pytest.mark.parametrize("key", ["order", "顺序", "papers"])
def test_the_order_of_papers_has_three_names_and_every_form_of_a_list(key: str) -> None:
    for written in ("[a, b]", "a, b", "a、b", "\n  - a\n  - b"):
        assert intro(f"---\n{key}: {written}\n---\n")[0].matter.order == ("a", "b")


def test_a_heading_of_a_page_is_a_section_whatever_it_says() -> None:
    _, body = page("---\npage: true\n---\n开头。\n\n# 摘要\n\n一。\n\n## 要点\n\n- 二\n\n要点:\n\n三。")
    assert [(note.heading_html, note.depth) for note in body.notes] == [("摘要", 0), ("要点", 1)]
    assert "要点:" in plain(body.notes[1].text.html)
    assert (body.key_points, body.abstract_zh) == ((), None)


def test_a_page_is_called_by_its_slug_or_its_file() -> None:
    assert page("---\npage: true\n---\n")[0].slug == "about"
    assert page("---\npage: true\nslug: us\n---\n")[0].slug == "us"
    assert page("---\npage: true\n---\n", "content/more/links.md")[0].slug == "links"


def test_a_page_counts_what_there_is_to_read() -> None:
    prose, _ = page("---\npage: true\ntitle_zh: 不算\n---\n\n# 三个字\n\nTwo words.\n")
    assert (prose.han, prose.words) == (3, 2)


def test_a_page_knows_what_it_refers_to() -> None:
    prose, _ = page("---\npage: true\n---\n\nSee [this](more/a.md#x) and ![that](b.png).\n")
    assert [(each.kind, each.target, each.suffix) for each in prose.targets] == [
        ("link", "more/a.md", "#x"),
        ("image", "b.png", ""),
    ]
