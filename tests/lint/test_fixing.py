"""Properties of fixing: it is idempotent, and only the intended characters change."""

import codecs
import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.content.documents import read_document
from digest.content.typesetting import typeset
from digest.lint.fixes import Fixed, fix_document
from digest.lint.linter import lint_document, make_context
from digest.lint.passages import MASK, hide_code, mask
from digest.machine.linting import apply_rounds
from digest.markdown.cleaning import clean
from digest.markdown.parser import parse_environment, parse_text
from digest.model.config import Config
from digest.text.decoding import decode
from digest.text.source import Source
from tests.lint.test_lint_cases import PAGE, settings
from tests.site.test_corpus import records

CLOSING = str.maketrans("“‘", "”’")
CONFIG = settings("languages: [zh, en]")
WORDS = """
甲 乙 任务 检索 方法 a BERT CIR 1 3 Ａ １ ３．５ ｂｃ ． Ｘ ” “ ‘ ”软” " ' , : ; ? ! ( ) ， ： （ ） 。 、
` `` ``` ~~~ $ $$ \\( \\) \\[ \\] \\ $x$ \\text{甲,乙} \\begin{a} \\end{a} [ ] ]( ![ [甲](乙,丙.md) [^1] [甲,乙]
https://例.cn/ https://a.b/c www.a.b x@y.z <b> </b> < > &amp; & <https://a.b/甲,乙> * ** _ ~~ # --- |
"""
PIECES = st.sampled_from(
    [
        *WORDS.split(),
        *(
            " ",
            "  ",
            "   ",
            "\t",
            "\u3000",
            "\n",
            "\n\n",
            "\n- ",
            "\n1. ",
            "\n## ",
            "\n> ",
            "\n    ",
            "\n    - ",
            "\n---\n",
        ),
        *("\n    - ", "\n```\n", "\n~~~\n", "\n[^1]: ", "\n[甲,乙]: 丙.md\n", "\n| 甲 | 乙,丙 |\n"),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)
LINES = st.lists(PIECES.filter(lambda piece: "\n" not in piece), max_size=12).map("".join)
STYLES = st.sampled_from(["{}", "'{}'", '"{}"', "|\n  {}", ">-\n  {}"])


def page(text: str) -> Source:
    return Source(path="content/about.md", text=f"{PAGE}{text}")


@st.composite
def entries(draw: st.DrawFn) -> Source:
    """An entry with drawn texts in front matter and body."""
    keys = {"title": "A Title", "authors": "Ada Lovelace", "category": "CV", "arxiv": "2302.03084"}
    for name in ("title_zh", "summary", "abstract_zh"):
        if draw(st.booleans()):
            keys[name] = draw(STYLES).format(draw(LINES))
    front = "".join(f"{key}: {value}\n" for key, value in keys.items())
    body = f"## 要点\n\n{draw(TEXTS)}\n\n## 笔记\n\n{draw(TEXTS)}"
    return Source(path="content/2023-02-08/a.md", text=f"---\n{front}---\n\n{body}")


def mend(source: Source) -> Fixed:
    return fix_document(read_document(source), CONFIG)


def untouchable(text: str) -> list[Any]:
    """Code, formulas and link targets, as the Markdown parser sees them."""
    return list(_untouchable(parse_text(clean(text).text, parse_environment())))


def untouchable_in(source: Source) -> list[list[Any]]:
    """`untouchable` for each Markdown text of a document."""
    read = make_context(read_document(source), CONFIG)
    return [untouchable(each.text) for each in read.passages if each.field != "heading"] if read is not None else []


def _untouchable(tokens: Any) -> Iterator[Any]:
    for token in tokens:
        if token.type in ("code_inline", "fence", "code_block", "formula", "formula_block"):
            yield token.type, token.content, token.info
        elif token.type in ("link_open", "image"):
            yield token.type, token.attrs
        yield from _untouchable(token.children or ())


def letters(text: str) -> str:
    """The text without what fixes may change: width, spaces, direction of quotation marks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(CLOSING)


def hold_laws(source: Source) -> None:
    once = mend(source)
    again = mend(Source(path=source.path, text=once.text))
    assert (again.text, again.fixes) == (once.text, ())
    assert letters(once.text) == letters(source.text)
    assert once.text.count("\n") == source.text.count("\n")


@given(TEXTS)
def test_a_page_is_mended_once_and_keeps_its_code_formulas_and_addresses(text: str) -> None:
    source = page(text)
    hold_laws(source)
    once = Source(path=source.path, text=mend(source).text)
    before, after = typeset(read_document(source)), typeset(read_document(once))
    assert untouchable_in(once) == untouchable_in(source)
    assert [each.code for each in after.diagnostics] == [each.code for each in before.diagnostics]


@given(entries())
def test_an_entry_is_mended_once_and_reads_the_same_but_for_its_texts(source: Source) -> None:
    hold_laws(source)
    once = Source(path=source.path, text=mend(source).text)
    before, after = typeset(read_document(source)), typeset(read_document(once))
    assert [each.code for each in after.diagnostics] == [each.code for each in before.diagnostics]
    if before.value.record is not None:
        assert after.value.record is not None
        was, now = before.value.record.matter, after.value.record.matter
        assert (now.title, now.authors, now.category, now.arxiv) == (was.title, was.authors, was.category, was.arxiv)
        assert letters(now.title_zh + now.summary + now.abstract_zh) == letters(
            was.title_zh + was.summary + was.abstract_zh
        )
        assert len(after.value.body.key_points) == len(before.value.body.key_points)
    assert untouchable_in(once) == untouchable_in(source)


@given(TEXTS | st.text())
def test_a_mask_covers_and_never_moves(text: str) -> None:
    for masked in (mask(text), hide_code(text)):
        assert len(masked) == len(text)
        assert all(shown in (typed, MASK) for shown, typed in zip(masked, text, strict=True))
        assert masked.count("\n") == text.count("\n")


@given(TEXTS | st.text())
def test_no_text_makes_a_rule_raise_and_every_finding_stands_in_it(text: str) -> None:
    for source in (page(text), Source(path="content/2023-02-08/a.md", text=text)):
        for each in lint_document(read_document(source), CONFIG).diagnostics:
            assert 0 <= each.span.start <= each.span.end <= len(source.text)


@given(TEXTS, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_line_breaks_and_the_byte_order_mark_stay_as_they_are(text: str, line_break: str, marked: bool) -> None:
    content = (codecs.BOM_UTF8 if marked else b"") + page(text).text.replace("\n", line_break).encode()
    source = decode("content/about.md", content).value
    fixed = mend(source)
    written = apply_rounds(content, fixed.rounds)
    assert decode("content/about.md", written).value.text == fixed.text
    assert written.startswith(codecs.BOM_UTF8) is marked
    assert re.findall(b"\r\n|\r|\n", written) == re.findall(b"\r\n|\r|\n", content)


def damaged(text: str, chance: random.Random) -> str:
    """Add what a hurried editor types: half-width marks, reversed quotes, doubled spaces."""
    half = {"，": ",", "：": ":", "；": ";", "（": "(", "）": ")", "“": "”", " ": "  "}
    return "".join([half.get(each, each) if chance.random() < 0.5 else each for each in text])


def test_real_records_are_mended_once_whatever_is_wrong_with_them(corpus: Path) -> None:
    chance = random.Random(1)
    places = 0
    for record in [*records(corpus, nasty=True), *records(corpus, nasty=False)[:60]]:
        texts = [damaged(str(record[field] or ""), chance) for field in ("summary_zh", "abstract_zh", "abstract_en")]
        source = page("\n\n".join(texts))
        hold_laws(source)
        once = mend(source)
        places += len(once.fixes)
        assert untouchable(once.text) == untouchable(source.text)
    assert places > 2000


@pytest.mark.parametrize("path", sorted(Path("content").rglob("*.md")), ids=str)
def test_the_example_changes_in_its_punctuation_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    config: Config = settings("languages: [zh, en]")
    fixed = fix_document(read_document(Source(path=path.as_posix(), text=text)), config)
    assert {fix.code for fix in fixed.fixes} <= {"halfwidth-punctuation", "reversed-quotes"}
    assert letters(fixed.text) == letters(text)
