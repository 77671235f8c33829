"""An entry as data."""

import datetime
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from digest.content.data_schema import paper_schema
from digest.content.documents import read_document
from digest.content.entry import Entry
from digest.content.marked_addresses import fill_addresses, mark_addresses
from digest.content.paper_data import join_data, make_paper_data
from digest.content.typesetting import typeset
from digest.markdown import render_markdown
from digest.model.fields import Field, fields_of
from digest.model.front_matter import FrontMatter
from digest.text.source import Source
from tests.building import DAY
from tests.model.test_front_matter import USUAL, VALUES

SCHEMA = Draft202012Validator(paper_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def data_of(text: str) -> dict[str, Any]:
    record, body = typeset(read_document(Source(path=f"{DAY}/a.md", text=text))).value
    assert isinstance(record, Entry)
    data = make_paper_data(record, body)
    about = json.dumps({"slug": record.slug})
    read: dict[str, Any] = json.loads(join_data(data, about, [{"src": "x"}] * len(data.figures), str))
    assert [error.message for error in SCHEMA.iter_errors(read)] == []
    return read


@pytest.mark.parametrize("key", fields_of(FrontMatter), ids=lambda key: key.name)
def test_every_key_of_the_front_matter_is_there(key: Field) -> None:
    keys = {**USUAL, key.name: VALUES.get(key.name, "something typed")}
    read = data_of("---\n" + "".join(f"{name}: {value}\n" for name, value in keys.items()) + "---\n")
    assert (not {key.name, f"{key.name}_en"}.isdisjoint(read)) == (key.name not in ("allow", "aliases"))


def test_a_text_that_is_alone_has_the_field_of_its_language() -> None:
    usual = "---\ntitle: A\nauthors: B\ncategory: CV\narxiv: 2302.00001\n---\n"
    english = data_of(f"{usual}## 要点\n\n- One\n\n## 一句话总结\n\nA sentence.\n\n## 方法\n\nA method.\n")
    assert (english["key_points_en"], english["summary_en"], english["method_en"]) == (
        ["One"],
        "A sentence.",
        "A method.",
    )
    both = data_of(f"{usual}## 要点\n\n- 一\n\n## Key points\n\n- One\n\n## 方法\n\n一\n\n## Method\n\nOne\n")
    assert [both[name] for name in ("key_points", "key_points_en", "method", "method_en")] == [
        ["一"],
        ["One"],
        "一",
        "One",
    ]


def test_what_a_draft_lacks_is_left_out() -> None:
    read = data_of("---\ntitle: A\ndraft: true\n---\n")
    assert read == {
        "slug": "a",
        "date": datetime.date(2023, 2, 8).isoformat(),
        "title": "A",
        "section": "featured",
        "draft": True,
        "languages": ["en"],
    }


@pytest.mark.parametrize(
    ("typed", "filled"),
    [
        ("[a](b.md)", "[a](0)"),
        ("[a]( <b c.md> 'title')", "[a]( 0 'title')"),
        ("[a](b(c).md#d)", "[a](0)"),
        ("![a](b.png) b", "![a](0) b"),
        ("[![a](b.png)](c.md)", "[![a](1)](0)"),
        ("[x][y]\n\n[y]: b.md", "[x](0)\n\n[y]: b.md"),
        ("[y][]\n\n[y]: b.md", "[y](0)\n\n[y]: b.md"),
        ("[y]\n\n[y]: b.md", "[y](0)\n\n[y]: b.md"),
        ("[a](https://b.example) `[a](b.md)` [c](#d)", "[a](https://b.example) `[a](b.md)` [c](#d)"),
        ("- [ ] x\n- [`]`](b.md)", "- [ ] x\n- [`]`](0)"),
        ("| [a](b.md) |\n|---|\n| [c](d.md) |", "| [a](0) |\n|---|\n| [c](1) |"),
        ("a\x0b [a](b.md)\ufdd0", "a [a](0)"),
    ],
)
def test_addresses_are_replaced(typed: str, filled: str) -> None:
    rendered = render_markdown(typed, anchor="a", punctuation="keep")
    assert fill_addresses(mark_addresses(typed, rendered.references), str) == filled


@given(st.text(st.sampled_from("ab[]()!<>\\`*# \n.|-\ufdd0\x00图"), max_size=40))
def test_text_without_references_stays(typed: str) -> None:
    rendered = render_markdown(typed, anchor="a", punctuation="keep")
    marked = mark_addresses(typed, rendered.references)
    if not rendered.references:
        assert marked == typed.replace("\ufdd0", "").replace("\x00", "")
    again = render_markdown(fill_addresses(marked, lambda number: f"r{number}.md"), anchor="a", punctuation="keep")
    assert {each.kind for each in again.references} == {each.kind for each in rendered.references}
