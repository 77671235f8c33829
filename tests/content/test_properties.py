"""Properties of reading: nothing raises, spans are inside the text, and values agree with YAML or have a diagnostic."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote as percent_encoded

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from digest.content import head
from digest.content.documents import read_document
from digest.content.entry import Entry
from digest.content.people import read_people
from digest.content.prose import Prose
from digest.content.typesetting import typeset
from digest.model.blanks import is_blank
from digest.model.config import Config, read_config
from digest.model.fields import names_of
from digest.model.front_matter import FrontMatter
from digest.model.yaml.tree import quote
from digest.text.decoding import decode
from digest.text.diagnostics import Diagnostic
from digest.text.names import distinct_names
from digest.text.source import Source, Span
from tests.building import ENTRY

PATH = "content/2023-02-08/paper.md"
INTRODUCTION = "content/2023-02-08/issue.md"
KEYS = [
    *names_of(FrontMatter),
    *names_of(Config),
    "page",
    "order",
    "name",
    "src",
    "zh",
    "<<",
    "titel",
    "- name",
    "  alt",
    "",
]
YAMLS = [
    *(
        ": ",
        "# ",
        "#",
        "- ",
        "-",
        "? ",
        "& ",
        "*",
        "!",
        "!!",
        "%",
        "@",
        "`",
        "[",
        "]",
        "{",
        "}",
        ",",
        "'",
        '"',
        "|",
        ">",
    ),
    *(
        ">-",
        "\\",
        "\\x",
        "\n",
        "\n  ",
        "\n- ",
        "\n  - ",
        "\n\n",
        "\t",
        "\r",
        "---",
        "\n---\n",
        "...",
        "~",
        "null",
        "<<",
    ),
]
CHINESE = ["，", "、", "；", "：", "“", "”", "‘", "’", "【", "】", "中文", "…", "等", "要点:", "## 摘要", "1、", "①"]
MARKUP = ["$", "$$", "\\(", "**", "_", "![a](b.png)", "[a](b.md)", "<b>", "&amp;", "`` ` ``", "```", "\n# A\n"]
ODD = ["\x00", "\x07", "\x85", "\u2028", "\ufeff", "\ufffe", "\ud800", "\U0001f600", "\U0010ffff"]
TYPED = ["2302.03084", "2023-02-30", "12:30", "1e3", "true", "https://example.org", "10.1/x", "a", "A Title", "et al."]
NASTY = [*YAMLS, *CHINESE, *MARKUP, *ODD, *TYPED, "0000-0002-1825-0097"]
VALUES = st.lists(st.sampled_from(NASTY) | st.text(max_size=3), max_size=6).map("".join)
LINES = (
    st.builds("{}{}{}".format, st.sampled_from(KEYS), st.sampled_from([": ", ":", "：", " : ", ""]), VALUES) | VALUES
)
BLOCKS = st.lists(LINES, max_size=6).map("\n".join)
FILES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["---\n", "\n---\n", "", "---"]),
    BLOCKS,
    st.sampled_from(["\n---\n", ""]),
    BLOCKS,
)


def spans_of(record: Entry | Prose[Any] | None) -> Iterator[Span]:
    if record is not None:
        yield from record.spans.values()
        yield from (each.span for each in record.targets)
    if isinstance(record, Entry):
        yield from (each.span for each in record.figures)


def hold(text: str, spans: Iterable[Span], diagnostics: tuple[Diagnostic, ...]) -> None:
    said = [span for each in diagnostics for span in (each.span, *(label.span for label in each.labels))]
    for span in (*spans, *said):
        assert 0 <= span.start <= span.end <= len(text), span
    for each in diagnostics:
        assert each.message
        assert "\n" not in each.code


def read_everything(text: str) -> None:
    """Read a text as each kind of document."""
    source = Source(path=PATH, text=text)
    as_page = "---\npage: true\n" + text.removeprefix("---\n")
    for path, typed in ((PATH, text), (INTRODUCTION, text), (PATH, as_page)):
        parsed = typeset(read_document(Source(path=path, text=typed)))
        hold(typed, spans_of(parsed.value.record), parsed.diagnostics)
    hold(text, (), read_config(source).diagnostics)
    hold(text, (), read_people(source).diagnostics)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    read_everything(text)


@given(FILES)
def test_any_front_matter_is_read(text: str) -> None:
    read_everything(text)


@given(st.binary(max_size=200) | FILES.map(lambda text: text.encode("utf-16", "surrogatepass")))
def test_any_bytes_are_read(content: bytes) -> None:
    read_everything(decode(PATH, content).value.text)


@given(st.sampled_from(["title", "要点", "authors", "figures", "tags"]), VALUES)
def test_a_value_of_any_kind_in_an_entry_that_is_right_otherwise_is_read(key: str, value: str) -> None:
    read_everything(ENTRY.replace("---\n\n", f"{key}: {value}\n---\n\n", 1))


# Compared with YAML

HARMLESS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30)
SPICED = st.lists(
    st.sampled_from(
        [
            ": ",
            " #",
            "#",
            "[",
            "]",
            "{",
            "}",
            ",",
            "'",
            '"',
            "-",
            "- ",
            "&",
            "!",
            "|",
            ">",
            "%",
            "@",
            "`",
            "?",
            ":",
            " ",
            "\\",
            "no",
            "1e3",
            "A",
            "文",
        ]
    )
    | st.text(alphabet="abc 文，", max_size=4),
    max_size=8,
).map("".join)


@given(st.sampled_from(["title_zh", "venue", "summary", "abstract", "摘要", "tags"]), SPICED | HARMLESS)
def test_what_is_read_in_silence_is_as_typed_or_as_yaml_reads_it(key: str, value: str) -> None:
    line = f"{key}: {value}\n"
    text = f"---\ntitle: A\nauthors: [A]\ncategory: CV\narxiv: 2302.03084\n{line}---\n"
    parsed = typeset(read_document(Source(path=PATH, text=text)))
    if parsed.value.record is None or any(each.code != "missing-title-zh" for each in parsed.diagnostics):
        return
    matter = parsed.value.record.matter
    read = "" if key == "tags" else getattr(matter, "abstract_zh" if key == "摘要" else key)
    if key != "tags" and " ".join(read.split()) == " ".join(value.split()):
        return
    expected = yaml.load(line, Loader=yaml.BaseLoader)[key]
    if key == "tags":
        assert matter.tags == distinct_names(_tags(expected))
    else:
        assert read == expected.strip()


def _tags(value: str | list[str]) -> tuple[str, ...]:
    """The tags in YAML's value: a string is split at commas, and so is the item of a list of one."""
    parts = re.split("[,，、;；]", value) if isinstance(value, str) else value
    if isinstance(value, list):
        parts = [part for each in value for part in re.split("[,，、;；]" if len(value) == 1 else "，", each)]
    return tuple(part.strip() for part in parts if part.strip())


@given((SPICED | HARMLESS).filter(lambda value: not is_blank(value)))
def test_a_title_is_read_as_typed_and_in_quotes_as_without(value: str) -> None:
    title = " ".join(value.split())
    assume(title)
    bare, quoted = [
        typeset(read_document(Source(path=PATH, text=ENTRY.replace("A Title", each)))) for each in (title, quote(title))
    ]
    assert quoted.value.record is not None
    assert quoted.value.record.matter.title == title
    told = {each.code for each in bare.diagnostics} - {"missing-title-zh", "stray-quote"}
    if bare.value.record is not None and not told and title[0] not in "\"'":
        assert bare.value.record.matter.title == title


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff")
    )
)
def test_a_quoted_text_is_the_text(value: str) -> None:
    assert yaml.load(quote(value), Loader=yaml.BaseLoader) == value


@pytest.mark.parametrize(
    "text",
    [
        "- " * 20_000,
        "title: " * 10_000,
        "a：" * 20_000,
        " -" * 20_000 + "a:",
        "[" * 20_000,
        "title: '" + "''" * 20_000,
        "- - - -   -    -   " * 2000 + "x",
    ],
)
def test_a_hostile_front_matter_is_read_like_any_other(text: str) -> None:
    read_everything(f"---\n{text}\n---\n")


@given(st.text("azAZ09._-/:()é 中", max_size=12))
def test_an_identity_that_needs_no_escape_is_left_alone(text: str) -> None:
    if head._SAFE.fullmatch(text):
        assert percent_encoded(text, safe=head.TAG_SAFE) == text
