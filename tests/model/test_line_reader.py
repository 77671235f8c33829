"""The fast path for front matter gives the same nodes as YAML, and only for text without diagnostics."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.fields import keys_of, names_of
from digest.model.front_matter import FrontMatter
from digest.model.yaml.line_reader import read_simple_mapping
from digest.model.yaml.nodes import read_node
from digest.model.yaml.tree import Mapping
from digest.text.diagnostics import Reporter
from digest.text.source import Span

KEYS = frozenset(names_of(FrontMatter))
BEFORE = "---\n"

SIGNS = [
    *"：:#-?,，[]{}&*!|>'\"%@`“”\\~=.()$1é\n\t\r\x00\x7f\x85\xa0\xad\u2003\u200b\u2028\u2060\u3000\ufeff\ufffe\U0001f600\U00100001",
    *(": ", " #", "- ", "? ", "<<", "...", "---", "null", "''", '""', ", ", " ", "  ", "\n  ", "\n ", "\n- "),
    *("中文", "a b", "name", "url: x", "url：x", "\n-\xa0", "\n\xa0- ", "\n\u200b"),
]
TEXTS = st.lists(st.sampled_from(SIGNS) | st.text(st.sampled_from("abz 中é19"), min_size=1), max_size=5).map("".join)
VALUES = st.one_of(
    TEXTS,
    TEXTS.map(lambda text: f"'{text}'"),
    TEXTS.map(lambda text: "'" + text.replace("'", "''") + "'"),
    TEXTS.map(lambda text: f'"{text}"'),
    st.lists(TEXTS, max_size=3).map(lambda texts: f"[{', '.join(texts)}]"),
    st.builds("\n{}".format, TEXTS),
)
LINES = st.one_of(
    st.builds("{}: {}".format, st.sampled_from(sorted(KEYS)), VALUES),
    st.builds("{}:{}".format, st.sampled_from(["authors", "tags", "title", "标题", "no key", "- title"]), VALUES),
    st.builds(
        lambda key, dash, items: f"{key}:" + "".join(f"\n{dash}{item}" for item in items),
        st.sampled_from(["authors", "作者", "tags", "key_points", "title", "figures"]),
        st.sampled_from(["- ", "  - ", "-", " -  "]),
        st.lists(VALUES, max_size=3),
    ),
    st.builds("{}: {}\n  {}".format, st.sampled_from(["title", "摘要", "tags"]), TEXTS, TEXTS),
    st.builds("{}: '{}\n  {}'".format, st.sampled_from(["title", "摘要", "tags"]), TEXTS, TEXTS),
)
FRONTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)


def read_both(front: str) -> Mapping | None:
    """The result of the fast path, after checking that YAML's events give the same."""
    text = f"{BEFORE}{front}\n---\n"
    bounds = Span(start=len(BEFORE), end=len(BEFORE) + len(front) + 1)
    found = read_simple_mapping(text, bounds, keys_of(FrontMatter))
    if found is not None:
        reporter = Reporter("content/2023-02-08/paper.md")
        assert read_node(text, bounds, keys_of(FrontMatter), reporter) == found
        assert reporter.diagnostics() == ()
    return found


@given(FRONTS)
def test_what_is_read_line_by_line_is_what_yaml_reads(front: str) -> None:
    read_both(front)


@pytest.mark.parametrize(
    "front",
    [
        "title: A Title\ntitle_zh: 视频：检索\nauthors:\n- Arun Reddy\n- 'O''Brien: A'\n- \"B\"\ncategory: CV",
        "title: 'A: ''Title'' of\n  two lines'\narxiv: '2503.19009'\nurl: https://example.org/a",
        "title: A Title of\n  two lines\nauthors:\n  - A\n  - B",
        "authors: [A B, C. D'E, 张三]\ncategory: [CV]",
        f"authors:\n- {'long ' * 300}name\ntitle: {'long ' * 300}title",
        "title: ''\nauthors:\n- ''",
    ],
)
def test_what_most_files_hold_is_read_line_by_line(front: str) -> None:
    assert read_both(front) is not None


@pytest.mark.parametrize(
    "front",
    [
        "",
        "title:",
        "titel: A",
        "title : A",
        "title: A: B",
        "title: A # B",
        "title: A\n\nauthors: B",
        "title： A",
        "title: [A]",
        "title: |\n  A",
        'title: "A\\nB"',
        "title: 'A' B",
        "authors:\n- name: A",
        "authors:\n- url：A",
        "authors:\n- A\n  - B",
        "tags: &a b",
        "tags: [a, [b]]",
    ],
)
def test_the_rest_is_left_to_yaml(front: str) -> None:
    assert read_both(front) is None


def test_yaml_is_not_loaded_for_what_is_read_line_by_line() -> None:
    program = (
        "import sys; from digest.text.source import Source\n"
        "from digest.content.documents import read_document; from digest.content.typesetting import typeset\n"
        "text = '---\\ntitle: A\\ntitle_zh: B\\nauthors: [C]\\ncategory: CV\\narxiv: 2302.03084\\n---\\n\\nText.\\n'\n"
        "source = Source(path='content/2023-02-08/paper.md', text=text)\n"
        "assert typeset(read_document(source)).diagnostics == ()\n"
        "print(*{'yaml', 'markdown_it', 'pygments'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
