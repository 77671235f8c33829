"""Characters that nobody sees: around keys, before items, in codes. They are read as meant, and told."""

import pytest

from digest.content.documents import read_document
from digest.content.typesetting import typeset
from digest.text.diagnostics import Diagnostic
from digest.text.source import Source

USUAL = "title: Widgets\ntitle_zh: 部件\nauthors: Ada\ncategory: LG\narxiv: 2302.03084\n"
BLANKS = ("\u00a0", "\u3000", "\u2003", "\u202f")
WIDTHLESS = ("\u200b", "\ufeff", "\u00ad", "\u2060")


def read(front: str) -> tuple[object, tuple[Diagnostic, ...], str]:
    text = f"---\n{front}---\n\n## Abstract\n\nText.\n"
    parsed = typeset(read_document(Source(path="content/2023-02-08/a.md", text=text)))
    return getattr(parsed.value.record, "matter", None), parsed.diagnostics, text


def pointed(front: str, code: str) -> list[str]:
    """The characters that warnings of this code point at; there are no others."""
    matter, diagnostics, text = read(front)
    assert matter is not None
    assert {each.code for each in diagnostics} <= {code}
    assert all(f"U+{ord(text[each.span.start]):04X}" in each.message for each in diagnostics)
    return [text[each.span.start : each.span.end] for each in diagnostics]


@pytest.mark.parametrize("sign", BLANKS)
@pytest.mark.parametrize("shape", ["\n  -{0}Ada\n  -{0}Bob", "\n-{0}Ada\n-{0}Bob", "\n{0}{0}- Ada\n{0}{0}- Bob"])
def test_items_may_have_any_space_before_and_behind_the_dash(sign: str, shape: str) -> None:
    front = USUAL.replace(" Ada", shape.format(sign))
    assert pointed(front, "odd-space") == [sign, sign]
    matter = read(front)[0]
    assert [person.name for person in matter.authors.people] == ["Ada", "Bob"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("sign", WIDTHLESS + BLANKS)
@pytest.mark.parametrize("shape", ["{0}title:", "title{0}:"])
def test_a_key_may_have_one_around_it(sign: str, shape: str) -> None:
    front = USUAL.replace("title: Widgets", shape.format(sign) + " Widgets: A Study")
    matter, diagnostics, _ = read(front)
    assert matter == read(USUAL.replace("Widgets", "'Widgets: A Study'"))[0]
    code = "odd-space" if sign in BLANKS else "control-character"
    assert [each.code for each in diagnostics] == [code]


@pytest.mark.parametrize("sign", WIDTHLESS)
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("arxiv", "{}2302.03084"),
        ("arxiv", "2302.{}03084"),
        ("arxiv", "'2302.03084{}'"),
        ("category", "cs.{}LG"),
        ("category", "[{}LG]"),
        ("doi", "10.1000/{}182"),
        ("url", "https://example.org/{}a"),
        ("date", "2023-02-08{}"),
        ("rank", "{}3"),
        ("year", "20{}23"),
        ("draft", "{}false"),
        ("section", "notable{}"),
        ("slug", "a{}b"),
        ("authors", "[{{name: Ada, orcid: {}0000-0002-1825-0097}}]"),
    ],
)
def test_a_code_is_read_without_them(sign: str, key: str, value: str) -> None:
    lines = [line for line in USUAL.splitlines(keepends=True) if not line.startswith(f"{key}:")]
    front = "".join(lines)
    expected = read(f"{front}{key}: {value.format('')}\n")
    assert expected[1] == ()
    typed = f"{front}{key}: {value.format(sign)}\n"
    assert set(pointed(typed, "control-character")) == {sign}
    assert read(typed)[0] == expected[0]


def test_records_may_be_indented_by_any_space() -> None:
    front = USUAL.replace(" Ada", "\n  - name: Ada\n\u00a0\u00a0\u00a0\u00a0url: https://example.org/")
    matter = read(front)[0]
    assert matter.authors.people[0].url == "https://example.org/"  # type: ignore[attr-defined]


def test_texts_keep_the_spaces_that_indent_their_paragraphs() -> None:
    front = f"{USUAL}abstract_zh: |\n  \u3000\u3000甲\n  -\u3000乙\n  \u3000title: 丙\n"
    matter, diagnostics, _ = read(front)
    assert diagnostics == ()
    assert matter.abstract_zh == "甲\n-\u3000乙\n\u3000title: 丙"  # type: ignore[attr-defined]
