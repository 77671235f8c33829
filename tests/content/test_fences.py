"""Fenced code inside list items and quotes, and the text below it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.authoring.composing import Markdown, NewEntry, compose_entry
from digest.content.documents import read_document
from digest.content.typesetting import typeset
from digest.text.source import Source
from tests.content.test_sections import points, sections_of


@pytest.mark.parametrize(
    "code",
    [
        "1. 一\n2. ```python\n   x = 1\n   # y\n   ```",
        "- ```\n  ## 摘要\n  ```",
        "- 一\n\n  ~~~\n  要点:\n\n  ## 摘要\n  ~~~",
        "1. - ```\n     # x\n     ```",
        "10. ```\n    x\n    ```",
        "1. ```\n   x\n     ```",
        "> ```\n> ## 摘要\n> ```",
        "> 引\n>\n> 1. ```\n>    # x\n>    ```",
        "- > ```\n  > x\n  > ```",
        "1. ```\n   never closed",
        "> ```\n> never closed",
        "-\n  ```\n  # x\n  ```",
        "-\t```\n\tx\n\t```",
        "1、```\n   # x\n   ```",
        "```\nx\n   ```",
        "  ```\n# x\n```",
        "1. ```yaml\n   ---\n   a: 1\n   ```",
        "一\n2. ```x``` 二",
    ],
)
def test_a_section_below_code_is_one_wherever_the_code_stands(code: str) -> None:
    text = f"## 要点\n\n{code}\n\n## 一句话总结\n\n好。\n\n摘要:\n文。\n\nAbstract\n---\n\nText."
    assert sections_of(text) == [
        ("key_points", "", 2, code.strip()),
        ("summary", "", 2, "好。"),
        ("abstract_zh", "", 2, "文。"),
        ("abstract", "", 2, "Text."),
    ]


def test_what_looks_like_a_label_in_code_is_not_told() -> None:
    head = "---\ntitle: A\ntitle_zh: 一\nauthors: A\ncategory: CV\narxiv: 2302.03080\n---\n\n"
    text = f"{head}## 要点\n\n1. ```yaml\n   summary: x\n   ```\n\n## 笔记\n\n~~~\n摘要：x\n~~~\n"
    assert typeset(read_document(Source(path="content/2023-02-08/a.md", text=text))).diagnostics == ()


def test_code_that_is_less_indented_than_its_item_has_left_it() -> None:
    text = "## 要点\n\n- ```\n## 摘要\n\n文。"
    assert [each[0] for each in sections_of(text)] == ["key_points", "abstract_zh"]


def test_a_body_of_many_fences_and_labels_takes_no_time() -> None:
    text = "摘要：\n\n- ```\n  # x\n" * 5_000
    assert len(sections_of(text)) == 5_000


def test_a_label_ends_what_stands_above_it_so_that_any_item_may_follow() -> None:
    text = "> 引\n要点：\n2. ```\n   # x\n   ```\n\n摘要：\n文。"
    assert [each[0] for each in sections_of(text)] == ["", "key_points", "abstract_zh"]


def test_code_inside_a_point_belongs_to_it() -> None:
    assert points("1. 甲\n2. ```\n   - x\n\n   1. y\n   ```\n3. 丙") == ["甲", "```\n- x\n\n1. y\n```", "丙"]
    assert points("- 甲\n\n  ~~~\n  - x\n  ~~~\n\n- 乙") == ["甲\n\n~~~\n- x\n~~~", "乙"]
    assert points("```\nx\n\ny\n```\n\n乙") == ["```\nx\n\ny\n```", "乙"]
    assert points("1、```\n   - x\n   ```\n2、乙") == ["```\n - x\n ```", "乙"]


CODE = st.lists(
    st.sampled_from(["x = 1", "# y", "", "- z", "1. z", "  ## 摘要", "要点:", "summary: x", "> q", "    deep"]),
    max_size=5,
)


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "文\n\n", "文\n"]), st.sampled_from(["```", "~~~~", "```python"]), CODE),
        min_size=1,
        max_size=3,
    )
)
def test_points_that_are_code_are_composed_and_read_back(typed: list[tuple[str, str, list[str]]]) -> None:
    made = tuple(
        Markdown(f"{text}{fence}\n" + "".join(f"{line}\n" for line in code) + fence.strip("python"))
        for text, fence, code in typed
    )
    entry = NewEntry(
        title="A",
        authors=("A",),
        category=("CV",),
        arxiv="2302.03080",
        key_points=made,
        summary="好。",
        abstract="Text.",
    )
    parsed = typeset(read_document(Source(path="content/2023-02-08/a.md", text=compose_entry(entry))))
    assert [each.code for each in parsed.diagnostics] == ["missing-title-zh"]
    body = parsed.value.body
    assert len(body.key_points) == len(made)
    assert [text.html.count("<pre") for text in body.key_points] == [1] * len(made)
    assert (body.notes, body.summary_text, body.abstract is not None) == ((), "好。", True)
