"""Figures on pages: the same in every text, with what is wrong with their files told at the reference."""

import html
import re
from pathlib import Path

import pytest

from digest.machine import stamps
from tests.building import DAY, BuiltSite, entry, site
from tests.site.test_pages import png

CAPTION = '![图](a.png "说明：*斜*与 $x^2$")'
SHOWN = "说明：<em>斜</em>与 <math "


def told(built: BuiltSite) -> list[tuple[str, str, str]]:
    """Code, the text that a diagnostic points at, and its hint."""
    found = []
    for each in built.result.diagnostics:
        text = (built.root / each.path).read_text(encoding="utf-8")
        found.append((each.code, text[each.span.start : each.span.end], each.hint))
    return found


def test_a_caption_is_shown_in_every_text(tmp_path: Path) -> None:
    headings = ("摘要", "Abstract", "一句话总结", "要点", "方法", "Results", "笔记", "图", "Figures")
    for number, heading in enumerate(headings):
        text = entry(arxiv="2302.00001").split("## ")[0] + f"## {heading}\n\n{CAPTION}\n"
        root = tmp_path / str(number)
        built = site(root, {f"{DAY}/a.md": text, f"{DAY}/a.png": png(30, 20)})
        assert told(built) == []
        page = built.text("papers/2302.00001.html")
        assert page.count("<figcaption>") == 1, heading
        assert SHOWN in page
        assert 'width="30" height="20"' in page


def test_a_caption_is_shown_in_introductions_and_standing_pages(tmp_path: Path) -> None:
    built = site(
        tmp_path,
        {
            f"{DAY}/a.md": entry(),
            f"{DAY}/a.png": png(30, 20),
            f"{DAY}/issue.md": f"{CAPTION}\n",
            "content/about.md": f"---\npage: true\ntitle: About\n---\n{CAPTION.replace('a.png', '2023-02-08/a.png')}\n",
        },
    )
    assert told(built) == []
    for page in ("issues/2023-02-08.html", "about.html"):
        assert f"<figcaption>{SHOWN}" in built.text(page)


@pytest.mark.parametrize("typed", ["<new fig.png>", "new%20fig.png", "./new%20fig.png"])
@pytest.mark.parametrize("heading", ["图", "笔记", "摘要"])
def test_names_are_decoded_in_every_section(tmp_path: Path, typed: str, heading: str) -> None:
    text = entry().split("## ")[0] + f'## {heading}\n\n![x]({typed} "cap")\n'
    built = site(tmp_path, {f"{DAY}/a.md": text, f"{DAY}/new fig.png": png(3, 2)})
    assert told(built) == []
    assert "papers/2302.03084/new fig.png" in built.files()


@pytest.mark.parametrize("typed", ["new fig.png", "new%20fig.png", "./new fig.png"])
def test_names_are_decoded_in_the_front_matter(tmp_path: Path, typed: str) -> None:
    built = site(
        tmp_path, {f"{DAY}/a.md": entry(figures=f"[{{src: '{typed}', alt: x}}]"), f"{DAY}/new fig.png": png(3, 2)}
    )
    assert told(built) == []


def test_a_list_of_references_leaves_no_empty_note(tmp_path: Path) -> None:
    built = site(
        tmp_path, {f"{DAY}/a.md": entry() + "\n## 图\n\n![x][f]\n\n[f]: a.png '一'\n", f"{DAY}/a.png": png(3, 2)}
    )
    assert told(built) == []
    page = built.text("papers/2302.03084.html")
    assert page.count("<figure") == 1
    assert ">图</h" not in page


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Fig1.png", "fig1.png"),
        ("fig1.PNG", "fig1.png"),
        ("fig1.jpg", "fig1.png"),
        ("fgi1.png", "fig1.png"),
        ("fig-1.png", "fig1.png"),
        ("fig1", "fig1.png"),
        ("images/fig1.png", "fig1.png"),
        ("chart.png", "../2023-02-07/chart.png"),
        ("Chart.PNG", "../2023-02-07/chart.png"),
    ],
)
@pytest.mark.parametrize("heading", ["图", "笔记"])
def test_a_missing_figure_is_told_with_the_one_that_is_meant(
    tmp_path: Path, typed: str, meant: str, heading: str
) -> None:
    files = {f"{DAY}/fig1.png": png(3, 2), "content/2023-02-07/chart.png": png(3, 2)}
    built = site(tmp_path, {f"{DAY}/a.md": entry() + f"\n## {heading}\n\n![x]({typed})\n", **files})
    ((code, where, hint),) = told(built)
    assert (code, hint) == ("missing-figure", f"did you mean '{meant}'?")
    assert typed in where


def test_a_missing_figure_that_is_like_no_other_is_told_where_to_put(tmp_path: Path) -> None:
    built = site(tmp_path, {f"{DAY}/a.md": entry() + "\n![x](overview.png)\n", f"{DAY}/fig1.png": png(3, 2)})
    assert [hint for *_, hint in told(built)] == [f"put it at {DAY}/overview.png, or correct the name"]


@pytest.mark.parametrize("reference", ["![x](a.png)", "## 图\n\n![x](a.png)"])
@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"", "unreadable-figure", "'a.png' is empty"),
        (png(9, 9)[:-20], "unreadable-figure", "'a.png' is damaged or cut short"),
        (b"<!doctype html>", "unreadable-figure", "'a.png' is a web page, and no picture that a browser can show"),
        (
            png(9, 9) + bytes(11_000_000) + png(9, 9),
            "large-figure",
            "'a.png' has 11 MB, which every reader has to load",
        ),
    ],
)
def test_a_picture_that_cannot_be_read_or_is_too_large_is_told_where_it_is_named(
    tmp_path: Path, reference: str, content: bytes, code: str, message: str
) -> None:
    built = site(tmp_path, {f"{DAY}/a.md": entry() + f"\n{reference}\n", f"{DAY}/a.png": content})
    (found,) = built.result.diagnostics
    assert (found.code, found.message, found.path) == (code, message, f"{DAY}/a.md")
    assert "a.png" in told(built)[0][1]
    assert "papers/2302.03084/a.png" in built.files()


def test_a_file_that_is_no_picture_is_told(tmp_path: Path) -> None:
    built = site(tmp_path, {f"{DAY}/a.md": entry() + "\n![x](a.pdf) [y](a.pdf)\n", f"{DAY}/a.pdf": b"%PDF-1.7"})
    assert [(code, where) for code, where, _ in told(built)] == [("unreadable-figure", "![x](a.pdf)")]


KNOWN = ("摘要", "Abstract", "一句话总结", "Summary", "要点", "Key points", "方法", "Results", "图")


@pytest.mark.parametrize(
    "shape", ["{0}", "文字。\n\n{0}", "text\n{0}\nmore", "- 一\n- {0}", "1. 一\n\n   {0}\n2. 二", "> {0}"]
)
def test_figures_of_known_sections_are_shown_below_the_texts(tmp_path: Path, shape: str) -> None:
    typed = shape.format(CAPTION)
    texts = {
        f"{DAY}/{number}.md": entry(arxiv=f"2302.0000{number}").split("## ")[0] + f"## {heading}\n\n{typed}\n"
        for number, heading in enumerate(KNOWN)
        if heading != "图" or "text" not in shape
    }
    lead = entry(arxiv="2302.00099").split("## ")[0] + f"{typed}\n\n## 摘要\n\n摘要。\n"
    built = site(tmp_path, {**texts, f"{DAY}/lead.md": lead, f"{DAY}/a.png": png(900, 600)})
    for path in ("2302.00099", *[f"2302.0000{number}" for number in range(len(texts))]):
        page = built.text(f"papers/{path}.html")
        assert page.count("<figure") == 1, (path, typed)
        assert '<div class="figures hero"><figure' in page
        assert SHOWN in page
        assert page.count('width="900" height="600"') == 1


def test_images_in_a_sentence_stay_in_it(tmp_path: Path) -> None:
    text = entry().split("## ")[0] + "## 摘要\n\n标志![x](a.png)在此。\n"
    page = site(tmp_path, {f"{DAY}/a.md": text, f"{DAY}/a.png": png(30, 20)}).text("papers/2302.03084.html")
    assert "<figure" not in page
    assert re.search(r'标志<img [^>]*width="30" height="20"[^>]*>在此', page)
    assert "viewer" not in page


@pytest.mark.parametrize(
    ("address", "href"), [("https://example.org/x", "https://example.org/x"), ("b.md", "../papers/2302.00002.html")]
)
@pytest.mark.parametrize("heading", ["摘要", "图", "笔记"])
def test_an_image_keeps_its_link(tmp_path: Path, heading: str, address: str, href: str) -> None:
    text = entry(arxiv="2302.00001").split("## ")[0] + f'## {heading}\n\n[![x](a.png "图")]({address})\n'
    built = site(
        tmp_path, {f"{DAY}/a.md": text, f"{DAY}/b.md": entry(arxiv="2302.00002"), f"{DAY}/a.png": png(300, 200)}
    )
    assert told(built) == []
    page = built.text("papers/2302.00001.html")
    assert re.search(rf'<figure[^>]*><a href="{re.escape(href)}"><img src="../papers/2302.00001/a.png"', page)


def test_an_image_whose_link_is_broken_is_a_figure_like_any_other(tmp_path: Path) -> None:
    text = entry().split("## ")[0] + "## 摘要\n\n[![x](a.png)](gone.md)\n"
    built = site(tmp_path, {f"{DAY}/a.md": text, f"{DAY}/a.png": png(300, 200)})
    assert [code for code, *_ in told(built)] == ["broken-link"]
    assert '<a class="plate figure-small" href="../papers/2302.03084/a.png">' in built.text("papers/2302.03084.html")


def test_figures_between_texts_in_two_languages_are_shown_in_every_view(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{DAY}/a.md": entry(), f"{DAY}/a.png": png(500, 400)}
    both = f"今天的文章。\n\nThe papers of this day.\n\n{CAPTION}\n"
    built = site(tmp_path / "both", {**files, f"{DAY}/issue.md": both})
    page = built.text("issues/2023-02-08.html")
    assert '<div class="lead prose in-zh" lang="zh-CN"><p>' in page
    assert '<div class="lead prose"><figure><a class="plate" href=' in page
    one = f"今天的文章。\n\n{CAPTION}\n\n又一段。\n"
    page = site(tmp_path / "one", {**files, f"{DAY}/issue.md": one}).text("issues/2023-02-08.html")
    assert re.search(r'<div class="lead prose" lang="zh-CN"><p>.*</p>\s*<figure>.*</figure>\s*<p>', page, re.DOTALL)


@pytest.mark.parametrize(
    ("name", "content", "shape", "opens"),
    [
        ("a.png", png(1200, 300), "wide", True),
        ("a.png", png(300, 900), "tall", True),
        ("a.png", png(120, 90), "tiny", False),
        ("a.png", png(300, 250), "small", True),
        ("a.png", png(800, 600), "", True),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "", False),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 10"/>', "wide", False),
    ],
)
@pytest.mark.parametrize("heading", ["图", "笔记"])
def test_figures_are_set_by_shape(
    tmp_path: Path, name: str, content: bytes, shape: str, heading: str, *, opens: bool
) -> None:
    text = entry().split("## ")[0] + f"## {heading}\n\n![x]({name})\n"
    page = site(tmp_path, {f"{DAY}/a.md": text, f"{DAY}/{name}": content}).text("papers/2302.03084.html")
    classes = f"plate figure-{shape}" if shape else "plate"
    link = f' href="../papers/2302.03084/{name}"' if opens else ""
    assert f'<a class="{classes}"{link}><img src="../papers/2302.03084/{name}"' in page
    assert re.search(r'<img [^>]*width="\d+" height="\d+"', page)
    assert "<svg" not in page.partition("<figure")[2].partition("</figure>")[0]
    assert "/viewer." in page


SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>document.title="ran"</script></svg>'
CLICKS = (
    "[x](NAME)",
    "[x][r]\n\n[r]: NAME",
    "[![x](p.png)](NAME)",
    "[![x](NAME)](NAME?x=1#y)",
    "![x](NAME)",
    "text ![x](NAME) and [x](<NAME>)",
)


def test_a_click_never_opens_a_drawing_as_a_document(tmp_path: Path) -> None:
    names = ("a.svg", "b.SVG", "c.svgz", "d.xml", "e.xhtml", "f.html", "g", "h.xpdl", "i.xsd")
    files: dict[str, str | bytes] = {f"{DAY}/p.png": png(3, 2)}
    for number, name in enumerate(names):
        headings = ("图", "笔记", "摘要", "要点")
        texts = [f"\n## {heading}{n}\n\n{typed}\n" for n, typed in enumerate(CLICKS) for heading in headings]
        body = "".join(texts).replace("NAME", name).replace("0\n", "\n")
        files |= {f"{DAY}/{name[0]}.md": entry(arxiv=f"2302.0000{number}").split("## ")[0] + body}
        files |= {f"{DAY}/{name}": SCRIPT}
    files[f"{DAY}/issue.md"] = "\n\n".join(typed.replace("NAME", name) for typed in CLICKS for name in names[:5])
    files |= {f"{DAY}/h.xpdl": SCRIPT.decode().encode("utf-16"), f"{DAY}/i.xsd": b"\xef\xbb\xbf\n " + SCRIPT}
    built = site(tmp_path, files)
    assert built.result.published
    opened: set[str] = set()
    for path, content in built.files().items():
        if path.endswith((".html", ".xml")):
            shown = html.unescape(html.unescape(content.decode()))
            for link, name in re.findall(r'(<a [^>]*href="[^"]*/([a-i](?:\.\w+)?)["?#][^>]*>)', shown):
                assert "plate" not in link
                assert name == "f.html" or (link.endswith('" download>') and path.endswith(".html")), link
                opened.add(name)
    assert opened == set(names)


def test_a_link_opens_a_file_that_is_no_markup_or_a_page_of_the_site(tmp_path: Path) -> None:
    names = ("a.txt", "b.zip", "/c.pdf", "/d.SVG", "/feed.xml", "/demo.php", "e.PHP", "f.shtml")
    page = "---\npage: true\ntitle: About\n---\n" + "".join(f"[x]({name})\n" for name in names)
    built = site(
        tmp_path,
        {
            f"{DAY}/a.md": entry(),
            "content/about.md": page,
            **{f"content/{name}": b"x <" for name in names if "/" not in name},
            **{f"static{name}": SCRIPT for name in names if "/" in name and "feed" not in name},
        },
    )
    links = dict(re.findall(r'<a href="(?:about/)?([\w.]+)"( download)?>x</a>', built.text("about.html")))
    assert links == {each.strip("/"): " download" if "SVG" in each else "" for each in names}
    told = [(each.code, each.message.partition("'")[2].partition("'")[0]) for each in built.result.diagnostics]
    assert told == [("program-file", name) for name in ("/demo.php", "e.PHP", "f.shtml")]


def test_markup_too_large_to_be_read_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "LARGE", 5000)
    body = "\n## 笔记\n\n[x](a.bin) [x](b.bin) [x](c.bin)\n"
    big = b" " * 70_000
    files = {f"{DAY}/a.bin": SCRIPT + big, f"{DAY}/b.bin": b"P" + big, f"{DAY}/c.bin": big + SCRIPT}
    text = site(tmp_path, {f"{DAY}/a.md": entry().split("## ")[0] + body, **files}).text("papers/2302.03084.html")
    assert re.findall(r'/(\w)[.]bin"( download)?', text) == [
        ("a", " download"),
        ("b", ""),
        ("c", " download"),
    ]
