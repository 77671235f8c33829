"""Figures: paragraphs of images only, wherever they are, and captions with mark-up."""

import re

import pytest

from digest.markdown import plain_text, render_markdown
from digest.markdown.figures import find_figures


def figures_of(text: str) -> list[tuple[str, str]]:
    """The images of each figure as placeholders, and its caption as text."""
    html = render_markdown(text, anchor="p").html
    found = re.findall(r"<figure>(.*?)(?:<figcaption>(.*?)</figcaption>)?</figure>", html, re.DOTALL)
    return [
        (re.sub(r'.*alt="([^"]*)".*', r"\1", image, flags=re.DOTALL), plain_text(caption)) for image, caption in found
    ]


def targets(text: str) -> list[str]:
    return [each.target for each in render_markdown(text, anchor="p").references]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ('![甲](f.png "图一：*斜体*与 `码`")', [("甲", "图一：斜体与 码")]),
        ("![甲](f.png '图一')", [("甲", "图一")]),
        ("![甲](f.png (图一))", [("甲", "图一")]),
        ('![甲](f.png\n"图一")', [("甲", "图一")]),
        ('![甲](f.png "an \\"x\\"")', [("甲", 'an "x"')]),
        ("![甲](f.png)", [("甲", "")]),
        ('![甲](f.png "")', [("甲", "")]),
        ('![甲](a.png "一")\n![乙](b.png "二")', [("甲", "一"), ("乙", "二")]),
        ('![甲](a.png "一") ![乙](b.png)', [("甲", "一"), ("乙", "")]),
        ("![甲](a.png)  \n![乙](b.png)", [("甲", ""), ("乙", "")]),
        ('![甲][f]\n\n[f]: a.png "图 *一*"', [("甲", "图 一")]),
        ("![f]\n\n[f]: <new a.png> '图一'", [("f", "图一")]),
        ('[![甲](a.png "图一")](https://example.org/)', [("甲", "图一")]),
        ('- ![甲](a.png "图一")\n- 文', [("甲", "图一")]),
        ('> ![甲](a.png "图一")', [("甲", "图一")]),
        ('文\n\n![甲](a.png "图一")\n\n文', [("甲", "图一")]),
        ('文[^1]\n\n[^1]: ![甲](a.png "图一")', [("甲", "图一")]),
        ('文 ![甲](a.png "图一")', []),
        ('**文**\n![甲](a.png "图一")', []),
        ("![甲](https://example.org/a.png)", []),
        ("| ![甲](a.png) |\n|---|\n| ![乙](b.png) |", []),
        ("## ![甲](a.png)", []),
    ],
)
def test_a_paragraph_of_images_is_figures_with_captions(text: str, figures: list[tuple[str, str]]) -> None:
    assert figures_of(text) == figures


def test_captions_have_formulas_links_and_backslashes() -> None:
    html = render_markdown(r'![x](f.png "[l](https://e.org) $\{x^2\}$ \_a\_ 10\%")', anchor="p").html
    caption = html[html.index("<figcaption>") :]
    assert '<a href="https://e.org">l</a> <math alttext="\\{x^2\\}"' in caption
    assert ">{</mo><msup>" in caption
    assert "</math> _a_ 10%" in caption
    assert "title=" not in html
    named = render_markdown('![x][f]\n\n[f]: f.png "$\\{x\\}$"', anchor="p").html
    assert ">{</mo>" in named


def test_a_link_stays_round_its_image_and_not_round_the_caption() -> None:
    html = render_markdown('[![x](f.png "cap")](https://example.org/)', anchor="p").html
    assert re.search(
        r'<figure><a href="https://example.org/"><img [^>]*></a><figcaption>cap</figcaption></figure>', html
    )


def test_problems_of_a_caption_are_told_at_their_place() -> None:
    text = '文。\n\n- ![x](f.png "the $x of [y](javascript:z)")\n'
    problems = render_markdown(text, anchor="p").problems
    assert [(each.code, text[each.start : each.end]) for each in problems] == [
        ("unbalanced-math", "$"),
        ("unsafe-link", "[y](javascript:z)"),
    ]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("<new fig.png>", "new fig.png"),
        ("new%20fig.png", "new fig.png"),
        ("%E5%9B%BE.png", "图.png"),
        ("图.png", "图.png"),
    ],
)
def test_names_are_decoded_in_one_way_everywhere(typed: str, name: str) -> None:
    text = f'![x]({typed} "cap")'
    assert set(targets(text)) == {name}
    (found,) = find_figures(text)
    assert (found.src, found.caption) == (name, "cap")
    assert text[slice(*found.name)] == typed.strip("<>")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ('![a](a.png "一")\n![b](b.png)', [("a.png", "一"), ("b.png", "")]),
        ('文：\n![a](a.png "一")\n又', [("a.png", "一")]),
        ("![a](a.png)\n图 1：一", [("a.png", "图 1：一")]),
        ("![a](a.png)\n说明\n二行\n![b](b.png)\n另", [("a.png", "说明\n二行"), ("b.png", "另")]),
        ("![a](a.png)\n\n*图 1：一*\n\n图 2：二", [("a.png", "*图 1：一*")]),
        ("![a](a.png)\n\n文", [("a.png", "")]),
        ("![a](a.png)\n\n图像如此", [("a.png", "")]),
        ("![a](a.png)\n\n文\n\n图 1：一", [("a.png", "")]),
        ("![a](a.png)\n\nFigure 1. One", [("a.png", "Figure 1. One")]),
        ("![a](a.png)\n\nFig.1: One", [("a.png", "Fig.1: One")]),
        ("![a](a.png)\n\nFigure shows", [("a.png", "")]),
        ("![a](a.png)\n\n表1 一", [("a.png", "表1 一")]),
        ("![a](a.png)\n\n▲图一：一", [("a.png", "▲图一：一")]),
        ("图 1：一\n\n![a](a.png)\n\n图 2：二\n\n![b](b.png)", [("a.png", "图 1：一"), ("b.png", "图 2：二")]),
        ("- ![a](a.png)\n  图 1：一\n- ![b](b.png)", [("a.png", "图 1：一"), ("b.png", "")]),
        ("![a](a.png) ![b](b.png)\n图 1：一", [("a.png", ""), ("b.png", "图 1：一")]),
        ("![a](a.png)\n## 图 1：一", [("a.png", "")]),
        ('- ![a](a.png "一")\n- ![b](b.png)', [("a.png", "一"), ("b.png", "")]),
        ("![a][f]\n\n[f]: a.png '一'", [("a.png", "一")]),
        ('![a](a.png "$\\{x\\}$ \\"y\\"")', [("a.png", '$\\{x\\}$ "y"')]),
        ("![a](a.png) 文", []),
        ("![a](https://example.org/a.png)", []),
        ("[![a](a.png)](https://example.org/)", [("a.png", "")]),
        ("```\n![a](a.png)\n```", []),
        ("    ![a](a.png)", []),
        ("- 文\n\n  ![a](a.png)", [("a.png", "")]),
    ],
)
def test_a_section_of_figures_has_one_on_each_line_of_images(text: str, figures: list[tuple[str, str]]) -> None:
    assert [(each.src, each.caption) for each in find_figures(text)] == figures


@pytest.mark.parametrize(
    ("text", "figures", "rest"),
    [
        ('文。\n\n![a](a.png "一")', [("a.png", "一")], "文。"),
        ("文。\n![a](a.png)\n又。", [("a.png", "")], "文。\n\n又。"),
        ("![a](a.png)\n图 1：一\n\n文。", [("a.png", "图 1：一")], "文。"),
        ("![a](a.png)\n\nFigure 2. One", [("a.png", "Figure 2. One")], ""),
        ("![a](a.png)\n\n图 1 显示了这一点。", [("a.png", "")], "图 1 显示了这一点。"),
        ("![a](a.png)\n说明", [("a.png", "")], "说明"),
        ("图 1：一\n\n![a](a.png)", [("a.png", "")], "图 1：一"),
        ("- 文\n- ![a](a.png)\n- 又", [("a.png", "")], "- 文\n\n- 又"),
        ("- 文\n\n  ![a](a.png)\n- 又", [("a.png", "")], "- 文\n\n\n- 又"),
        ("1. ![a](a.png)\n   文", [("a.png", "")], "1.\n   文"),
        ("> ![a](a.png)", [("a.png", "")], ""),
        ("> 文\n> ![a](a.png)", [("a.png", "")], "> 文\n>"),
        ("[![a](a.png)](b.html)\n\n文", [("a.png", "")], "文"),
        ("- [![a](a.png)](b.html)\n  文", [("a.png", "")], "-\n  文"),
        ("文 ![a](a.png)", [], "文 ![a](a.png)"),
        ("文[^1]\n\n[^1]: ![a](a.png)", [], "文[^1]\n\n[^1]: ![a](a.png)"),
        ("| ![a](a.png) |\n|---|", [], "| ![a](a.png) |\n|---|"),
        ("![a](https://example.org/a.png)", [], "![a](https://example.org/a.png)"),
    ],
)
def test_lines_of_images_are_taken_out_of_a_text(text: str, figures: list[tuple[str, str]], rest: str) -> None:
    found = find_figures(text, among_text=True)
    assert [(each.src, each.caption) for each in found] == figures
    left = text
    for each in found:
        for start, end in (each.line, each.below or each.line):
            left = left[:start] + re.sub(r"[^\n]", " ", left[start:end]) + left[end:]
    assert [line.rstrip() for line in left.strip().split("\n")] == rest.split("\n")
