"""Recipes: their syntax, what they are like, what begins a paper, and patterns that could take long."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.authoring.importing.recipe import LONGEST_MATCHED, Beginning, Place, Recipe, read_recipe
from digest.model.fields import fields_of
from digest.text.diagnostics import Diagnostic
from digest.text.source import Source
from tests.authoring.importing.recipes_there import BUILT_IN, imported


def read(text: str) -> tuple[Recipe | None, tuple[Diagnostic, ...]]:
    return read_recipe(Source(path="mine.yaml", text=text), BUILT_IN)


def recipe_of(text: str) -> Recipe:
    recipe, diagnostics = read(f"name: mine\n{text}")
    assert recipe is not None, diagnostics
    return recipe


# Syntax.


@pytest.mark.parametrize(
    ("line", "code", "marked", "hint"),
    [
        ("fields: {poster: {label: a}}", "unknown-key", "poster", "go below 'extra'"),
        ("fields: {extra: {label: a}}", "wrong-type", "{label: a}", "write extra: {poster: {label: ...}}"),
        ("fields: {title: {above: true}}", "wrong-type", "{above: true}", "write line: 1"),
        ("fields: {title: {file: '%Y'}}", "bad-pattern", "{file: '%Y'}", "put ( ) around the value"),
        (
            "paper: {begins: {heading: 2, label: a}}",
            "wrong-type",
            "{heading: 2, label: a}",
            "write begins: {heading: ...} or {label: ...}",
        ),
        ("like: note", "unknown-recipe", "note", "did you mean 'notes'?"),
        ("feilds: {}", "unknown-key", "feilds", "did you mean 'fields'?"),
        ("fields: {titel: {label: a}}", "unknown-key", "titel", "did you mean 'title'?"),
        ("fields: {title: 标题}", "wrong-type", "标题", "write title: {label: 标题}"),
        ("fields: {title: {lable: a}}", "unknown-key", "lable", "did you mean 'label'?"),
        ("fields: {title: {heading: 9}}", "out-of-range", "9", "write heading: 1"),
        ("paper: {begins: files}", "wrong-type", "files", "write begins: file, or begins: {heading: 1}"),
        ('cut: {tags: "["}', "bad-pattern", '"["', "write a simpler one, such as '[,，、]'"),
        ('noise: ["(a+)+"]', "bad-pattern", '"(a+)+"', "write a simpler one, such as '[,，、]'"),
        ("noise: [{labels: a}]", "unknown-key", "labels", "did you mean 'label'?"),
        ("defaults: {section: top}", "wrong-type", "top", ""),
        ("defaults: {draft: perhaps}", "wrong-type", "perhaps", ""),
        ('day: {file: "yyyy-mm-dd"}', "wrong-type", '{file: "yyyy-mm-dd"}', "write '%Y-%m-%d'"),
        ("day: [{line: 1}]", "wrong-type", "[{line: 1}]", "a day is in a key"),
        ("fields: {title: {label: }}", "wrong-type", "{label: }", "write title: {label: ...}"),
        ("fields: {title: {key: []}}", "wrong-type", "{key: []}", "write title: {label: ...}"),
        ("fields: {title: {pattern: '^###'}}", "bad-pattern", "{pattern: '^###'}", "put ( ) around the value"),
        ("defaults: {category: 7}", "wrong-type", "7", "write category: CV"),
        ("defaults: {colour: red}", "unknown-key", "colour", ""),
    ],
)
def test_a_fault_of_a_recipe_is_told_where_it_is(line: str, code: str, marked: str, hint: str) -> None:
    text = f"name: mine\n{line}\n"
    recipe, diagnostics = read(text)
    assert recipe is None
    (told,) = diagnostics
    assert (told.code, text[told.span.start : told.span.end]) == (code, marked)
    assert hint in told.hint


def test_a_recipe_needs_a_name() -> None:
    assert [each.code for each in read("like: notes\n")[1]] == ["missing-field"]


@given(st.text(max_size=60) | st.sampled_from(["name: a", "fields:", "- a", "paper: {begins: {}}", "day: [[]]"]))
def test_no_recipe_raises(text: str) -> None:
    read(text)
    read(f"name: a\nfields: {text}\n")


def test_what_a_recipe_lacks_is_that_of_the_one_it_is_like() -> None:
    recipe = recipe_of("like: notes\nfields: {award: {label: 状态}}\nnoise: ['^x$']\ncut: {area: ';'}\n")
    notes = BUILT_IN["notes"]
    assert recipe.fields["award"][1:] == notes.fields["award"]
    assert recipe.fields["title"] == notes.fields["title"]
    assert (recipe.files, recipe.paper, recipe.noise[1:]) == (notes.files, notes.paper, notes.noise)
    assert recipe.cut["area"].pattern == ";"
    assert recipe.cut["tags"] == notes.cut["tags"]


def test_the_recipe_of_the_documentation_is_right() -> None:
    page = (Path(__file__).parents[3] / "content/docs/reference/recipes.en.md").read_text(encoding="utf-8")
    text = page[page.index("name: my notes\n") :].partition("```")[0]
    recipe, diagnostics = read(text)
    assert (recipe is not None, diagnostics) == (True, ())
    places = re.findall(r"^\| `(\{.+?\})`", page[page.index("## Write a recipe") :], re.MULTILINE)
    assert len(places) == len(fields_of(Place))  # folder and file are one row, and another one of the day
    for place in places:
        recipe = recipe_of(f"day: {place}" if "%Y" in place or "{above:" in place else f"fields: {{title: {place}}}")
        assert (recipe.fields.get("title"), recipe.day) != (None, ())
    begins = re.findall(r"`(\{(?:heading|headline|separator|label|pattern): .+?\})`", page.partition("`begins` is")[2])
    for each in begins[:6]:
        assert recipe_of(f"paper: {{begins: {each}}}").paper.begins != Beginning()


NOTE = """\
---
arxiv_id: 2302.03081
---

# Title

**Conference**: ICLR 2023
**关键词**: `甲` `乙`
**代码**: 待确认
**发布日期**: 2023-02-08

## 💡 一句话要点

话。

## 评分

5
"""


def test_a_recipe_with_all_kinds_of_keys() -> None:
    recipe = recipe_of(
        """\
files: "**/*.md"
paper: {begins: file}
fields:
  title: [{key: title}, {heading: 1}]
  venue: {label: [会议, Conference]}
  arxiv: [{key: arxiv_id}, {link: arxiv.org}]
  summary: {section: [一句话总结, 💡 一句话要点]}
  tags: {label: 关键词}
cut: {tags: "[,，、`]+", area: " / "}
noise: ["^## 评分", {label: 代码, when: [待确认, 无, 暂无, TBD]}]
day: [{key: date}, {folder: "%Y-%m-%d"}, {label: 发布日期}]
defaults: {section: featured, category: CV}
"""
    )
    found, diagnostics = imported("notes/note.md", NOTE, recipe)
    (draft,) = found.drafts
    entry = draft.entry
    assert diagnostics == ()
    assert (entry.title, entry.venue, entry.arxiv, entry.summary) == ("Title", "ICLR 2023", "2302.03081", "话。")
    assert (entry.tags, entry.section, entry.category) == (("甲", "乙"), "featured", ("CV",))
    assert (str(draft.day), draft.unplaced, entry.sections) == ("2023-02-08", (), ())
    assert found.noise == {"^## 评分": 2, "label 代码": 1}


def test_what_a_recipe_names_as_a_field_or_day_is_no_noise_of_the_one_it_is_like() -> None:
    text = "---\ntitle: One\npaper:\n  id: 2302.03084\ncover: Oral\n---\n"
    recipe = recipe_of("like: notes\nfields: {arxiv: [{key: paper.id}], award: {key: cover}}\n")
    found, diagnostics = imported("a.md", text, recipe)
    (draft,) = found.drafts
    assert (draft.entry.arxiv, draft.entry.award, diagnostics) == ("2302.03084", "Oral", ())


def test_a_note_of_obsidian_is_of_the_day_when_it_was_created() -> None:
    text = "---\ntitle: One\narxiv: 2302.03084\ncreated: 2023-02-08\n---\n"
    (draft,) = imported("a.md", text, "obsidian")[0].drafts
    assert (str(draft.day), draft.unplaced) == ("2023-02-08", ())


def test_a_string_of_bibtex_that_doubles_itself_is_told_on_its_line() -> None:
    lines = ["@string{s0 = {" + "x" * 99 + "}}"]
    lines += [f"@string{{s{n} = s{n - 1} # s{n - 1}}}" for n in range(1, 40)]
    found, diagnostics = imported("a.bib", "\n".join([*lines, "@article{a, title={One}, author={Ada Lovelace}}"]))
    assert [draft.entry.title for draft in found.drafts] == ["One"]
    assert {each.code for each in diagnostics} == {"broken-bibtex"}
    assert "10,000 characters" in diagnostics[0].message


def test_a_second_title_in_a_file_of_one_paper_is_refused() -> None:
    text = "标题：One Thing\n作者：Ada Lovelace\narXiv：2302.03081\n\n标题：Another Thing\narXiv：2302.03082\n"
    found, diagnostics = imported("a.txt", text, "notes")
    assert (found.drafts, [each.code for each in diagnostics]) == ((), ["second-paper"])


def test_keys_of_ones_own_and_the_title_in_the_files_name() -> None:
    recipe = recipe_of(
        "like: notes\nfields:\n  title: {file: '^\\d+ (.+)'}\n  extra: {poster: {label: 海报}, likes: {label: 赞}}\n"
        "cut: {extra: {likes: '/'}}\ndefaults: {extra: {read: done}}\n"
    )
    text = "作者：Ada Lovelace\narXiv：2302.03081\n海报：[墙](https://a.example/p)\n赞：甲/乙\n"
    (draft,) = imported("notes/12 Lamps at Night.md", text, recipe)[0].drafts
    assert (draft.entry.title, draft.unplaced, draft.guessed) == ("Lamps at Night", (), {"title: by its position": 1})
    assert draft.entry.extra == {"poster": "[墙](https://a.example/p)", "likes": ("甲", "乙"), "read": "done"}


MINUTES = (
    "# Day\n\n## 甲\n\n### 论文1：One（x）\n\n作者：A B\n\n## 乙\n\n### 论文2：Two\n\n作者：C D\n\n### 其它\n\n话。\n"
)


def test_a_heading_that_a_pattern_finds_begins_a_paper() -> None:
    begins = "paper: {begins: {pattern: '^### 论文'}}"
    recipe = recipe_of(f"like: notes\n{begins}\nfields: {{title: {{pattern: '论文.：([^（]+)'}}}}\n")
    read, _ = imported("a.md", MINUTES, recipe)
    assert [each.entry.title for each in read.drafts] == ["One", "Two"]
    named = imported("a.md", MINUTES, recipe_of(f"like: notes\n{begins}\nfields: {{title: {{heading: 3}}}}\n"))[0]
    assert [each.entry.title_zh for each in named.drafts] == ["论文1：One（x）", "论文2：Two"]


def test_noise_in_a_heading_leaves_no_paper_out_and_its_lines_are_counted() -> None:
    recipe = recipe_of("like: topics\nfields: {authors: {label: 作者}}\nnoise: ['^## .$', '^### 其它']\n")
    read, _ = imported("a.md", MINUTES, recipe)
    assert len(read.drafts) == 2
    assert (read.noise["^## .$"], read.noise["^### 其它"]) == (2, 2)


def test_what_begins_a_paper_by_a_pattern_is_a_paper_if_it_has_a_title() -> None:
    recipe = recipe_of(
        "like: labelled\npaper: {begins: {pattern: '^\\* '}}\ndefaults: {category: CV}\n"
        "fields: {title: {pattern: '\"(.+?)\"'}, authors: {pattern: 'by ([^;]+);'}}\n"
    )
    text = (
        '* "One" by Ada Lovelace; https://arxiv.org/abs/2302.03081 is what all of us have read in this long week\n'
        '* "Two" 2023 in Nature\n* nameless in a note\n* "Three" by Alan Turing; arXiv:2302.03083\n'
    )
    read, _ = imported("a.md", text, recipe)
    assert [(each.entry.title, each.entry.sections) for each in read.drafts] == [
        ("One", (("Other", "is what all of us have read in this long week"),)),
        ("Two", (("Other", "2023 in Nature\n\n* nameless in a note"),)),
        ("Three", ()),
    ]


# Patterns.


@pytest.mark.parametrize("pattern", ["(a+)+", "(a|a)*", "(a{2,}){3}", "(?:x*y)+", "((a+)b){2,}", "(a|b)+$", "(", "["])
def test_a_pattern_that_is_wrong_or_may_take_long_is_refused(pattern: str) -> None:
    _, (told,) = read(f"name: mine\nnoise: ['{pattern}']\n")
    assert told.code == "bad-pattern"


@pytest.mark.parametrize(
    "pattern", [r"\s+/\s+", "(?:ab){3}", r"\(a+\)+", "[(a+)+]", "(a+)(b+)", "(a|b)(c)*", "x|y+", r"(\d{4}-)*"]
)
def test_other_patterns_are_not(pattern: str) -> None:
    assert recipe_of(f"noise: ['{pattern}']\n").noise


@pytest.mark.parametrize("pattern", ["^a*a*a*", r"a+\s*"])
def test_a_slow_pattern_on_a_long_line_takes_no_time(pattern: str) -> None:
    recipe = recipe_of(f"like: notes\nnoise: ['{pattern}b']\ncut: {{tags: '{pattern}b'}}\n")
    started = time.process_time()
    long = "a" * 1_000_000
    imported("note.md", f"# Title\n\n{long}\n\n{'a' * LONGEST_MATCHED}\n\n标签: {long}\n\n标签: {'a' * 1000}\n", recipe)
    assert time.process_time() - started < 5


# What begins a paper.

TWO = [("One", "2302.03081"), ("Two", "2302.03082")]
BEGINNINGS = {
    "{heading: 2}": "# Day\n\n## One\n\nhttps://arxiv.org/abs/2302.03081\n\n## Two\n\narXiv:2302.03082\n",
    "{separator: '***'}": "# One\n\narXiv:2302.03081\n\n***\n\n# Two\n\narXiv:2302.03082\n\n***\n",
    "{label: [Title, 标题]}": "Hello.\n\n标题：One\narXiv: 2302.03081\n\nTitle: Two\narXiv: 2302.03082\n",
    "front matter": "---\ntitle: One\narxiv: 2302.03081\n---\n\na\n\n---\ntitle: Two\narxiv: 2302.03082\n---\n---\n",
    "{headline: tagged}": "1、[CV] One\n\narXiv:2302.03081\n\n2、[Words] Two\narXiv:2302.03082\n",
    "{headline: numbered}": "一、One\n\narXiv:2302.03081\n\n1. an item\n2. another\n\n二、Two\n\narXiv:2302.03082\n",
    "{pattern: '^Paper:'}": "Paper: One\narXiv:2302.03081\n\nPaper: Two\narXiv:2302.03082\n",
}


@pytest.mark.parametrize("begins", BEGINNINGS)
def test_what_begins_a_paper(begins: str) -> None:
    places = "[{headline: title}, {key: title}, {label: [Title, 标题, Paper]}, {heading: 1}, {heading: 2}]"
    recipe = recipe_of(
        f"paper: {{begins: {begins}}}\nfields:\n  title: {places}\n"
        "  arxiv: [{key: arxiv}, {label: arXiv}, {link: arxiv.org}]\n"
    )
    read, diagnostics = imported("papers.md", BEGINNINGS[begins], recipe)
    assert diagnostics == ()
    assert [(each.entry.title, each.entry.arxiv) for each in read.drafts] == TWO


def test_places_are_looked_at_in_order() -> None:
    recipe = recipe_of(
        "fields: {venue: [{label: A}, {key: [b, e]}, {section: C}], title: {heading: 1}, arxiv: {key: arxiv}}\n"
    )
    head = "---\narxiv: 2302.03081\n{}---\n\n# T\n\n{}\n"

    def venue(keys: str, body: str) -> Any:
        return imported("note.md", head.format(keys, body), recipe)[0].drafts[0].entry.venue

    assert venue("b: of the key\n", "**A**: of the label\n\n## C\n\nof the section") == "of the label"
    assert venue("b: of the key\n", "## C\n\nof the section") == "of the key"
    assert venue("e: of another\nb: of the key\n", "") == "of the key"
    assert venue("b:\ne: of another\n", "") == "of another"
    assert venue("", "## C\n\nof the section") == "of the section"
    assert venue("", "## D\n\n**A**: text") == ""


def test_a_label_that_is_a_section_elsewhere_holds_a_value_up_to_the_next_item() -> None:
    text = "1. **One** [[paper]](https://arxiv.org/abs/2302.03081)\n"
    text += "   - TL;DR: We sift.\n     And weigh.\n   - 创新点：新。\n"
    read, _ = imported("a.md", text, recipe_of("like: numbered\nfields: {summary_en: {label: TL;DR}}"))
    (draft,) = read.drafts
    assert (draft.entry.summary_en.split(), draft.entry.sections) == (
        ["We", "sift.", "And", "weigh."],
        (("其他", "- 创新点：新。"),),
    )


def test_two_papers_in_a_file_that_is_read_as_one_are_told() -> None:
    one = "---\ntitle: One\narxiv: 2302.0308{}\n---\n\n甲。\n\n---\n\n注：乙。\n\n---\n\n"
    assert imported("a.md", one.format(1), "notes")[1] == ()
    _, diagnostics = imported("a.md", one.format(1) + one.format(2), "notes")
    assert [(each.code, each.span.start) for each in diagnostics] == [("second-paper", len(one) - 1)]
    several = recipe_of("like: notes\npaper: {begins: front matter}")
    both, diagnostics = imported("a.md", one.format(1) + one.format(2), several)
    assert (len(both.drafts), diagnostics) == (2, ())


def test_a_label_may_be_a_sign_and_have_an_underscore() -> None:
    recipe = recipe_of("like: notes\nfields: {authors: {label: 👤}, award: {label: short_name}}\n")
    read, _ = imported(
        "a.md", "# One\n\narXiv: 2302.03081\n👤 Ada Lovelace\n- 👤: x\n**short_name**: y\n🔗 z\n", recipe
    )
    (draft,) = read.drafts
    assert (draft.entry.authors, draft.entry.award) == (("Ada Lovelace",), "y")
    assert draft.entry.sections == (("Other", "- 👤: x\n\n🔗 z"),)
