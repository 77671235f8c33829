"""For any text: nothing raises, time is bounded, the HTML is valid and has no forbidden character."""

import re
import sys

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.markdown import Rendered, plain_text, render_markdown, render_title, resolve
from digest.markdown.bare_urls import is_simple
from digest.markdown.cleaning import clean
from digest.markdown.marked import render_parsed
from digest.markdown.parser import parse_environment, parse_text, shared_parser
from digest.markdown.positions import locate
from digest.markdown.render import may_be_marked, render_plain, render_simple
from digest.text.characters import UNSAFE

NASTY = st.text(
    st.sampled_from(
        "$\\*_[]()~`<>&#-=|!^:;,.?/ \n\t\r\x00\x08\x0c\x1b\x7f\x85\ud800\ufdd0\ufdd1\uffff\u3000\u2028"
        '中文，“”（）：한かＡ𠮷1ab{}"+'
    ),
    max_size=60,
)
WORDS = (
    *("https://a.b/", "](x.md)", "![", "[^1]", "\n[^1]: ", "\n    ", "\n- ", "\n> ", "\n\n", "$$", "\\(", "\\)"),
    *(
        "\\[",
        "\\]",
        "\n```",
        "|-|-|\n",
        "\\frac",
        "\\text{",
        "&#12;",
        "&#xFDD0;",
        "&amp;",
        "(javascript:x)",
        "[a]: b\n",
    ),
    *(
        "\n  a",
        "\n1.5",
        "\n1. a",
        "\n-a",
        "\n=",
        "a\n--",
        "\n# 题",
        "# a\n",
        "\nabla",
        "\\'{e",
        "](#fn1)",
        "[a",
        "\r\n",
    ),
)
PIECES = st.lists(st.one_of(NASTY, st.sampled_from(WORDS)), max_size=12).map("".join)
PLAIN = st.lists(
    st.sampled_from(
        [
            "中",
            "文",
            "，",
            "“",
            "”",
            "a",
            "b ",
            " ",
            "\n",
            "\n\n",
            "　",
            "한",
            "(",
            ")",
            ",",
            ":",
            "1",
            "'",
            '"',
            "—",
            "…",
            "\u2028",
            *("https://a.example/b", "http://a.b", "://", "http", "s", "/", "."),
            *("1.", "2)", "-", "+", "=", "--", "\n  ", "#"),
        ]
    ),
    max_size=40,
).map("".join)
FORBIDDEN = re.compile(f"[{UNSAFE}\r]")


def assert_valid(rendered: Rendered, text: str) -> None:
    shown = resolve(
        rendered.html, [f'{"src" if r.kind == "image" else "href"}="x{n}"' for n, r in enumerate(rendered.references)]
    )
    assert FORBIDDEN.search(shown) is None
    for element in html5lib.HTMLParser(strict=True).parseFragment(f"<div>{shown}</div>").iter():
        assert not [name for name in element.attrib if re.match(r"style\Z|on", str(name))]
    ids = re.findall(r' id="([^"]*)"', shown)
    assert len(ids) == len(set(ids))
    assert all(name.startswith("p-") for name in ids)
    for target in re.findall(r' href="#([^"]*)"', shown):
        assert target in ids or target == "top"  # which is that of any page
    for problem in rendered.problems:
        assert 0 <= problem.start < problem.end <= len(text)
    for reference in rendered.references:
        assert 0 <= reference.start < reference.end <= len(text)
        assert text[reference.start] in "[!<"


@settings(max_examples=600, deadline=None)
@given(PIECES, st.sampled_from(["keep", "fullwidth"]))
def test_no_text_raises_or_breaks_the_page(text: str, punctuation: str) -> None:
    rendered = render_markdown(text, anchor="p", punctuation=punctuation)  # type: ignore[arg-type]
    assert_valid(rendered, text)
    plain_text(rendered.html)


@settings(max_examples=300, deadline=None)
@given(PIECES, st.sampled_from(["keep", "fullwidth"]))
def test_no_title_raises_or_breaks_the_page(text: str, punctuation: str) -> None:
    assert_valid(render_title(text, punctuation=punctuation), text)  # type: ignore[arg-type]


@settings(max_examples=500, deadline=None)
@given(PLAIN, st.sampled_from(["keep", "fullwidth"]))
def test_the_fast_path_equals_the_parser(text: str, punctuation: str) -> None:
    if not may_be_marked(text):
        slow = render_parsed(text, anchor="p", punctuation=punctuation, heading_level=3)  # type: ignore[arg-type]
        assert render_plain(text, punctuation) == slow.html  # type: ignore[arg-type]


LIGHT = st.lists(
    st.sampled_from(
        [
            "\\%",
            "\\&",
            "\\_",
            "\\#",
            "_",
            "b",
            "\\textit{",
            "}",
            "~",
            "&",
            "&a",
            ";",
            "#",
            "<",
            ">",
            "=",
            " ",
            "\n",
            "a",
            "1",
            "中",
            '"',
            "\\",
            "*",
        ]
    ),
    max_size=20,
).map("".join)


@settings(max_examples=1000, deadline=None)
@given(st.one_of(PLAIN, PIECES, LIGHT), st.sampled_from(["keep", "fullwidth"]))
def test_a_simple_text_is_rendered_as_the_parser_renders_it(text: str, punctuation: str) -> None:
    simple = render_simple(text, punctuation)  # type: ignore[arg-type]
    if simple is not None:
        slow = render_parsed(text, anchor="p", punctuation=punctuation, heading_level=3)  # type: ignore[arg-type]
        assert (simple, (), ()) == (slow.html, slow.problems, slow.references)


@given(
    st.from_regex(r"https?://[a-z0-9.-]+(/[A-Za-z0-9._~/-]*)?", fullmatch=True, alphabet=st.characters(codec="ascii"))
)
def test_a_simple_address_is_written_as_the_parser_writes_it(address: str) -> None:
    if is_simple(address):
        assert shared_parser().normalizeLink(address) == address


@settings(max_examples=800, deadline=None)
@given(PIECES)
def test_cutting_paragraphs_at_blank_lines_equals_the_block_rules(text: str) -> None:
    text = clean(text).text
    short = [token for token in parse_text(text, parse_environment()) if token.type == "inline"]
    full = [token for token in shared_parser().parse(text, parse_environment()) if token.type == "inline"]
    assert [(t.content, t.children) for t in short if t.content] == [(t.content, t.children) for t in full if t.content]
    for one, other in zip([t for t in short if t.content], [t for t in full if t.content], strict=True):
        places = range(len(one.content))
        assert [locate(text, one, n) for n in places if not one.content[n].isspace()] == [
            locate(text, other, n) for n in places if not other.content[n].isspace()
        ]


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("abc中文，。 12\n"), max_size=30), st.sampled_from(["$", "\\", "\x01"]))
def test_an_offset_points_at_the_very_character(text: str, odd: str) -> None:
    whole = f"> - {text.strip() or 'a'}{odd}"
    for problem in render_markdown(whole, anchor="p").problems:
        assert whole[problem.start : problem.end] == odd


HUGE = {
    "stars": "*" * 10_000,
    "stars and letters": "*a " * 4_000,
    "Chinese stars": "中**“" * 3_000,
    "open brackets": "[" * 10_000,
    "nested brackets": "[" * 5_000 + "]" * 5_000,
    "images": "![a](" * 3_000,
    "dollars": "$" * 10_000,
    "spaced dollars": "$ " * 5_000,
    "display dollars": "$$\n" * 5_000,
    "open formulas": "\\(" * 5_000,
    "backticks": "`" * 10_000,
    "runs of backticks": "".join("`" * n + " " for n in range(1, 140)),
    "quotes": ">" * 10_000,
    "spaced quotes": "> " * 5_000,
    "lists": "- " * 5_000,
    "indented lists": "\n".join(" " * n + "- a" for n in range(200)),
    "notes": "[^1]: " * 3_000,
    "marks": "[^1]" * 3_000 + "\n\n[^1]: [^1]",
    "addresses": "https://" * 3_000,
    "parentheses": "https://a.b/" + "(" * 5_000,
    "references": "[a]\n" * 3_000 + "\n[a]: b",
    "headings": "# a\n" * 2_000,
    "quotation marks": "“" * 9_000 + "\n" + "”" * 5_000,
    "braces": "$" + "{" * 499 + "}" * 499 + "$",
    "roots": "$" + "\\sqrt " * 160 + "$",
    "left": "$" + "\\left(" * 160 + "$",
    "brackets left open in a formula": "$" + "[" * 900 + "$",
    "parentheses left open in a formula": "$" + "{(}" * 300 + "$",
    "controls": "\x08" * 10_000,
}


CALLS_PER_CHARACTER = 600
"""Function calls allowed per character. Superlinear behaviour exceeds it by orders of magnitude."""


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE.keys())
def test_a_hostile_text_costs_little_more_than_its_length(text: str) -> None:
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    render_markdown("$x$ `a`", anchor="p")
    sys.setprofile(count)
    try:
        rendered = render_markdown(text, anchor="p")
    finally:
        sys.setprofile(None)
    assert rendered.html
    assert calls / len(text) < CALLS_PER_CHARACTER


def test_deep_quotes_keep_their_text() -> None:
    assert "the end" in plain_text(render_markdown("> " * 200 + "the end", anchor="p").html)
