"""Headings above several papers: a field where the recipe says so, else told."""

import pytest

from digest.authoring.importing.recipe import read_recipe
from digest.text.source import Source
from tests.authoring.importing.recipes_there import BUILT_IN, imported

RECIPES = {
    "headings": "name: mine\nlike: post\npaper: {begins: {heading: 3}}\n"
    "fields: {title: {heading: 3}, area: {heading_above: 2}}\n",
    "headlines": "name: mine\nlike: post\nfields: {area: {heading_above: 2}}\n",
}


def paper(shape: str, number: int) -> str:
    title = f"### Lamps {number}" if shape == "headings" else f"{number}、[CV] Lamps {number}"
    return f"{title}\n\n**作者**: Ada Lovelace\n\n**笔记**: 好\n\nhttps://arxiv.org/abs/2401.0000{number}\n\n"


def post(shape: str) -> str:
    return (
        f"# 日报\n\n今天四篇。\n\n## 检索\n\n{paper(shape, 1)}{paper(shape, 2)}## 生成 / 视频\n\n{paper(shape, 3)}"
        f"# 第二部分\n\n## 语言\n\n{paper(shape, 4)}"
    )


@pytest.mark.parametrize("shape", RECIPES)
def test_a_heading_above_papers_is_their_area(shape: str) -> None:
    recipe = read_recipe(Source(path="mine.yaml", text=RECIPES[shape]), BUILT_IN).value
    read, _ = imported("post.md", post(shape), recipe)
    found = [(each.entry.title, each.entry.area, [name for name, _ in each.entry.sections]) for each in read.drafts]
    assert found == [
        ("Lamps 1", ("检索",), ["其他"]),
        ("Lamps 2", ("检索",), ["其他"]),
        ("Lamps 3", ("生成", "视频"), ["其他"]),
        ("Lamps 4", ("语言",), ["其他"]),
    ]
    assert [[name for name, _ in each.unplaced] for each in read.drafts] == [["笔记"]] * 3 + [
        ["笔记", "heading above papers"]
    ]
    assert (read.title_zh, read.intro) == ("日报", ("今天四篇。",))


@pytest.mark.parametrize("shape", RECIPES)
def test_without_a_place_it_stays_with_the_next_paper_and_is_told_or_with_the_day(shape: str) -> None:
    text = "".join(line for line in RECIPES[shape].splitlines(keepends=True)).replace("area: {heading_above: 2}", "")
    text = text.replace(", }", "}").replace("fields: {}\n", "")
    recipe = read_recipe(Source(path="mine.yaml", text=text), BUILT_IN).value
    read, _ = imported("post.md", post(shape), recipe)
    assert [dict(each.entry.sections)["其他"].split("\n\n")[1:] for each in read.drafts] == [
        [],
        [],
        ["生成 / 视频"],
        ["第二部分\n语言"],
    ]
    assert [("heading above papers" in dict(each.unplaced)) for each in read.drafts] == [False, False, True, True]
    assert {each.entry.area for each in read.drafts} == {()}
    assert (read.title_zh, read.intro) == ("日报", ("今天四篇。", "## 检索"))
