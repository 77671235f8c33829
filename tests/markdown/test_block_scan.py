"""Block structure: the same blocks as rendered, in linear time."""

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.markdown import render_markdown
from digest.markdown.block_gate import may_have_blocks
from digest.markdown.block_scan import Block, is_within, scan_blocks
from tests.markdown.test_properties import CALLS_PER_CHARACTER, HUGE, PIECES

LETTER = "字"
GATES = (
    *("```", "~~~~", "```py\n", "    ", "  ", " ", "\t", "\n", "\n", "\n\n", LETTER, LETTER, "- ", "1. ", "2) ", "+ "),
    *("> ", "* ", "***", "---", "===", "# ", "[^1]: ", "[a]: ", "|", "|-|", "$$", "\\[", "`", "$", "=", "\r\n"),
)
TEXTS = st.lists(st.sampled_from(GATES), max_size=24).map("".join)


def places(text: str, *kinds: str) -> list[str]:
    """The texts of the blocks of these kinds."""
    return [text[block.start : block.end] for block in scan_blocks(text) if block.kind in kinds]


def test_each_block_is_found_with_its_lines() -> None:
    text = (
        "甲\n乙\n\n- 丙\n\n  ~~~\n  丁\n  ~~~\n\n> 戊\n\n    己\n\n[^n]: 庚\n\n    辛\n\n[a]: b.md\n\n"
        "题\n---\n\n|甲|\n|-|\n|乙|\n"
    )
    assert places(text, "paragraph") == ["甲\n乙", "- 丙", "> 戊", "[^n]: 庚", "    辛"]
    assert places(text, "list_item") == ["- 丙\n\n  ~~~\n  丁\n  ~~~"]
    assert places(text, "fence", "code_block") == ["  ~~~\n  丁\n  ~~~", "    己"]
    assert places(text, "blockquote", "heading", "definition", "table") == [
        "> 戊",
        "题\n---",
        "|甲|\n|-|\n|乙|",
        "[a]: b.md",
    ]
    assert [(block.name, text[block.start : block.end]) for block in scan_blocks(text) if block.kind == "footnote"] == [
        ("n", "[^n]: 庚\n\n    辛")
    ]


def test_a_fence_is_named_by_its_mark() -> None:
    assert [block.name for block in scan_blocks("````py\nx\n````\n\n~~~") if block.kind == "fence"] == ["````", "~~~"]


def test_a_line_is_within_a_block_from_its_first_character_to_its_last() -> None:
    blocks = [Block("fence", 3, 9), Block("fence", 10, 20)]
    assert [at for at in range(22) if is_within(blocks, at)] == [*range(3, 9), *range(10, 20)]


@settings(max_examples=500)
@given(TEXTS)
def test_code_is_what_is_shown_as_code(pieces: str) -> None:
    letters = iter(map(chr, range(0xAC00, 0xD7A3)))
    text = re.sub(LETTER, lambda _: next(letters), pieces)
    html = render_markdown(text, anchor="a").html
    shown = re.findall("[가-힣]", "".join(re.findall("<pre[^>]*><code[^>]*>(.*?)</code></pre>", html, re.DOTALL)))
    fenced = [place.partition("\n")[2] for place in places(text, "fence")]
    assert sorted(re.findall("[가-힣]", "".join((*fenced, *places(text, "code_block"))))) == sorted(shown)


@settings(max_examples=500)
@given(TEXTS | PIECES | st.text())
def test_every_block_stands_on_whole_lines_behind_those_that_begin_above_it(text: str) -> None:
    blocks = [block for block in scan_blocks(text) if block.kind != "definition"]
    assert [block.start for block in blocks] == sorted(block.start for block in blocks)
    for start, end in ((block.start, block.end) for block in scan_blocks(text)):
        assert text[start:end].strip("\r\n")
        assert start == 0 or text[start - 1] in "\r\n"
        assert end == len(text) or text[end] in "\r\n"


@settings(max_examples=500)
@given(TEXTS | PIECES)
def test_a_text_that_may_have_no_blocks_has_the_paragraphs_that_the_parser_finds(text: str) -> None:
    if not may_have_blocks(text) and "\r" not in text:
        *found, heading = scan_blocks(f"{text}\n\n# 题")
        assert heading.kind == "heading"
        assert scan_blocks(text) == found


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE.keys())
def test_the_blocks_of_a_hostile_text_cost_little_more_than_its_length(text: str) -> None:
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    scan_blocks("- a")
    sys.setprofile(count)
    try:
        scan_blocks(text)
    finally:
        sys.setprofile(None)
    assert calls / len(text) < CALLS_PER_CHARACTER


def test_a_text_without_a_sign_of_blocks_needs_no_parser() -> None:
    code = (
        "import sys\nfrom digest.markdown.block_scan import scan_blocks\n"
        "print(len(scan_blocks('甲 `a` *b* $c$，\\n乙。\\n\\n丙：https://a.b/')), 'markdown_it' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "2 False\n"
