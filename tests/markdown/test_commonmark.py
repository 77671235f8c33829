"""Without Chinese the parser follows CommonMark: compared with stock markdown-it, which passes the official tests.

The specification's examples can be tested too: `COMMONMARK_SPEC=path/to/commonmark.json` is the file that
`spec_tests.py --dump-tests` writes, which is also in markdown-it-py's source distribution.
"""

import json
import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from digest.markdown.parser import assemble_parser, parse_environment

# A deliberate difference: bare URLs are links.
EXTENDED = {
    602: "a bare address inside what is no autolink",
    608: "a bare address inside what is no autolink",
    611: "a bare address",
}

SECTIONS = {
    "tabs": "\tfoo\tbaz\n\n  - foo\n\n\tbar\n\n>\t\tfoo\n\n-\t\tfoo\n\n*\t*\t*\n",
    "backslash escapes": "\\!\\#\\*a\\* \\<b> \\[x](y) 1\\. a\\\nb `\\[`\n\n    \\[\\]\n\n[a](/b\\*c 'd\\*e')\n",
    "entities": (
        "&nbsp; &amp; &copy; &#35; &#1234; &#0; &#x22; &nosuch; &#x; [a](/f&ouml; 'f&ouml;')\n\n``` f&ouml;\na\n```\n"
    ),
    "thematic breaks": "***\n---\n___\n\n+++\n\n--\n\n - - -\n\na\n***\nb\n\n- a\n***\n- b\n\na\n---\n",
    "headings": "# a\n## b ##\n####### c\n#d\n\\## e\n# f *g* #\n#\n\nfoo\n# h\nbar\n",
    "setext headings": (
        "a *b*\n=\n\nc\nd\n---\n\n    e\n---\n\n> f\n---\n\n- g\n---\n\n`h\n----\n`\n\n\\> i\n------\n"
    ),
    "indented code": "    a\n      b\n\n\n     c\n\n- d\n\n      e\n\nf\n    g\n",
    "fenced code": (
        "```\n<\n >\n```\n\n~~~ ruby x=3\ndef\n~~~~\n\n````\na\n```\n\n> ```\n> b\n\nc\n\n   ```\n   d\n  ```\n"
    ),
    "link reference definitions": (
        '[a]: /u\n"t"\n\n[A]\n\n[b]: <x y> (z)\n[b] [c\\]]: q\n\n[b]: /v\n\n[d]:\n/w\n\n[d][] [e][d] ![a]\n'
    ),
    "paragraphs": "a\n b\n\n\n\nc  \nd   \n   e\n",
    "block quotes": "> # a\n> b\nc\n\n> - d\n- e\n\n>     f\n    g\n\n> h\n>\n> i\n\n>\n> j\n>>> k\n> l\n",
    "lists": (
        "- a\n\n  b\n- c\n   - d\n     - e\n\n10) f\n   > g\n\n1. h\n- i\n+ j\n\n-\n  k\n-   \n\n- l\n"
        "\n      m\n\n- n\n-\n- o\n"
    ),
    "code spans": "`a` `` b ` c `` ` `` ` `d\\`e` `<a>` *f`*` `g\nh  i` ```j``` `k\n",
    "emphasis": (
        "*a* a*b*c a * b* *(*c)* _d_ e_f_g __h__i **j*k** ***l** m* *n **o*p** ****q*r** *s [t*](u) **v\nw** _(_x)_\n"
    ),
    "emphasis and punctuation": (
        'a*"b"* *\xa0a* *$*alpha. aa_"bb"_cc foo-_(bar)_ **foo, (*bar*), baz** _a__b_ *a**b*\n'
    ),
    "links": (
        '[a](/b "c") [d](<e f>) [g](h(i)) [j](k\'l\') [m [n]](o) [p [q](r) s](t) [u](v "w"x) [![y](z)](aa) [bb]()\n'
    ),
    "images": '![a](/b "c") ![d *e*](f) ![g [h](i)](j) ![k][l] !\\[m] \\![n](o)\n\n[l]: /p\n[n]: /q\n',
    "autolinks": "<made-up:foo> <a@b.example> <> <m:abc> <foo.bar.baz> <MAILTO:X@Y.Z>\n",
    "raw HTML": (
        '<a><b2/> <c foo="bar" d=\'e\' f> </a > <!-- g --> <?h?> <!I j> <![CDATA[k]]> <33> <l"\n\n'
        "<div>\n*m*\n\n*n*\n</div>\n"
    ),
    "hard breaks": "a  \nb\\\nc   \n   d\n*e  \nf* `g  \nh` i\\\n",
    "soft breaks": "a \n b\n",
}

ASCII = st.lists(
    st.one_of(
        st.text(st.sampled_from("ab1*_`[]()<>!&#-+.\\\n \t\"':;=|"), max_size=8),
        st.sampled_from(
            [
                "**",
                "\n\n",
                "\n- ",
                "\n> ",
                "\n    ",
                "](x)",
                "![",
                "&amp;",
                "```\n",
                "\n1. ",
                "<b>",
                "\n===\n",
                "[a]: b\n",
            ]
        ),
    ),
    max_size=16,
).map("".join)


@cache
def stock() -> MarkdownIt:
    return MarkdownIt("commonmark")


@cache
def ours() -> MarkdownIt:
    parser = assemble_parser(html=True)
    # Extensions, which deliberately differ from CommonMark.
    parser.disable(["table", "strikethrough", "bare_address", "formula", "formula_block", "accent"])
    return parser


def render(parser: MarkdownIt, text: str) -> str:
    environment = parse_environment()
    return str(parser.renderer.render(parser.parse(text, environment), parser.options, environment))


@pytest.mark.parametrize("text", SECTIONS.values(), ids=SECTIONS.keys())
def test_each_section_of_the_specification_renders_as_by_the_stock_parser(text: str) -> None:
    assert render(ours(), text) == render(stock(), text)


@settings(max_examples=500, deadline=None)
@given(ASCII.filter(lambda text: "\\ " not in text))  # a space of TeX, which entries do not show
def test_english_text_renders_as_by_the_stock_parser(text: str) -> None:
    assert render(ours(), text) == render(stock(), text)


@pytest.mark.skipif("COMMONMARK_SPEC" not in os.environ, reason="COMMONMARK_SPEC does not name the examples")
def test_every_example_of_the_specification_renders_as_it_says() -> None:
    examples = json.loads(Path(os.environ["COMMONMARK_SPEC"]).read_text(encoding="utf-8"))
    parser = assemble_parser(html=True)
    wrong = []
    for example in examples:
        # The comparison in CommonMark's `spec_tests.py` ignores a line break inside an empty quote, too.
        html = render(parser, example["markdown"]).replace("<blockquote></blockquote>", "<blockquote>\n</blockquote>")
        if html != example["html"]:
            wrong.append(example["example"])
    assert wrong == list(EXTENDED)
