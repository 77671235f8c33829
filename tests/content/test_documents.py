"""Documents: the kind of a file, and that build, lint and fixes see the same document."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.content.body import Text
from digest.content.documents import (
    DOCUMENT_KINDS,
    ENTRY,
    INTRO,
    PEOPLE,
    STANDING_PAGE,
    TEXT_KEYS,
    Document,
    DocumentKind,
    kind_of_file,
    read_document,
)
from digest.content.sections import SECTIONS
from digest.content.typesetting import typeset
from digest.lint import fixes
from digest.lint.linter import make_context
from digest.model.fields import names_of
from digest.model.front_matter import FrontMatter
from digest.text.safety import make_safe
from digest.text.source import Source
from tests.building import ENTRY as USUAL
from tests.building import entry
from tests.content.test_properties import FILES
from tests.lint.test_lint_cases import settings

PATH = "content/2023-02-08/paper.md"
PATHS = st.sampled_from([PATH, "content/2023-02-08/issue.md", "content/about.md"])
CONFIG = settings("languages: [zh, en]")
SECTIONED = st.lists(
    st.sampled_from(
        ["## 摘要\n", "摘要：\n", "**TL;DR**\n", "# A\n", "### 图\n", "A\n==\n", "```\n", "要点: 一\n", "文。\n", "\n"]
    )
).map(lambda lines: f"{USUAL}{''.join(lines)}")


def read(text: str, path: str = PATH) -> Document:
    return read_document(Source(path=path, text=text))


def html(text: Text | None) -> str:
    return text.html.strip() if text is not None else ""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (PATH, "text"),
        ("content/2023-02-08/issue.md", "text"),
        (PEOPLE, "people"),
        ("content/2023-02-08/authors.yaml", "asset"),
        ("content/2023-02-08/a.PNG", "picture"),
        ("content/2023-02-08/a.avif", "picture"),
        ("content/2023-02-08/a.pdf", "asset"),
        ("content/2023-02-08/a.MD", "asset"),
        ("content/md", "asset"),
    ],
)
def test_the_path_says_what_kind_of_file_something_is(path: str, kind: str) -> None:
    assert kind_of_file(path) == kind


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        (PATH, USUAL, ENTRY),
        (PATH, "", ENTRY),
        (PATH, "---\npage: true\n---\n", STANDING_PAGE),
        ("content/2023-02-08/issue.md", USUAL, INTRO),
        ("content/2023-02-08/issue.md", "---\npage: true\n---\n", INTRO),
        ("2023-02-08/issue.md", "", INTRO),
        ("content/2023-02-08/my-issue.md", "", ENTRY),
        ("content/more/issue.md", "", ENTRY),
        ("content/about.md", "---\ntitle: About\npage: yes  # a page\n---\n", STANDING_PAGE),
        ("content/about.md", "---\npage：是\n---\n", STANDING_PAGE),
        ("content/about.md", "\n--- \nPage : ON\n--- \n", STANDING_PAGE),
        ("content/about.md", "---\npage: true\ntags: a: b\n---\n", STANDING_PAGE),
        ("content/about.md", "---\npage: false\n---\n", ENTRY),
        ("content/about.md", "---\ntitle: page\n---\n", ENTRY),
        ("content/about.md", "---\nsummary: |\n  page: true\n---\n", ENTRY),
        ("content/about.md", "---\ntitle: A\n---\n\npage: true\n", ENTRY),
        ("content/about.md", "page: true\n", ENTRY),
        ("content/about.md", "---\npage: true\n", ENTRY),
    ],
)
def test_a_text_is_an_entry_unless_its_path_or_its_front_matter_says_otherwise(
    path: str, text: str, kind: DocumentKind
) -> None:
    assert read(text, path).kind is kind


def test_each_kind_has_a_name_and_a_record_of_its_own() -> None:
    kinds = DOCUMENT_KINDS
    assert len({kind.name for kind in kinds}) == len({kind.record for kind in kinds}) == len(kinds)
    assert [kind for kind in kinds if kind.has_fields] == [ENTRY]


def test_the_texts_for_readers_are_keys_of_an_entry() -> None:
    assert set(SECTIONS) < set(TEXT_KEYS) <= {field.name for field in names_of(FrontMatter).values()}


def test_a_section_that_is_given_twice_is_read_and_does_not_count() -> None:
    body = "## 摘要\n\n一。\n\n## 一句话总结\n\n二。\n\n摘要：\n三。\n"
    document = read(entry(summary="好。").partition("---\n\n")[0] + f"---\n{body}")
    assert [each.field for each in document.sections] == ["abstract_zh", "summary", "abstract_zh"]
    assert document.repeated == document.sections[1:]
    shown = typeset(document).value.body
    assert [html(shown.summary), html(shown.abstract_zh)] == ["<p>好。</p>", "<p>一。</p>"]
    context = make_context(document, CONFIG)
    assert context is not None
    assert [each.text.strip() for each in context.passages[-3:]] == ["一。", "二。", "三。"]


@given(FILES | st.text() | SECTIONED, PATHS)
def test_the_sections_of_any_text_are_its_body(text: str, path: str) -> None:
    document = read(text, path)
    at = document.sections[0].start if document.sections else document.body.end
    assert not text[document.body.start : at].strip()
    for section in document.sections:
        assert section.start == at
        assert section.start <= section.end <= section.content.bounds.start
        at = section.content.bounds.end
        assert section.content.text == text[section.content.bounds.start : at]
    assert at == document.body.end


@given(FILES | st.text() | SECTIONED, PATHS)
def test_a_build_and_the_rules_see_what_was_read(text: str, path: str) -> None:
    document = read(text, path)
    (record, _), diagnostics = typeset(document)
    assert diagnostics[: len(document.diagnostics)] == document.diagnostics
    context = make_context(document, CONFIG)
    if document.matter is None:
        assert record is None
        assert context is None
        return
    assert isinstance(document.matter, document.kind.record)
    assert record is not None
    assert context is not None
    assert record.matter == make_safe(document.matter)
    assert record.spans.items() >= document.spans.items()
    assert context.matter is document.matter
    texts = [each.excerpt for each in context.passages]
    assert all(section.content in texts for section in document.sections)


@given(st.text("ab.- 文", min_size=1, max_size=8).filter(lambda name: name.strip(".") != ""))
def test_the_stem_is_that_of_pathlib(name: str) -> None:
    path = f"content/{name}.md"
    assert read("", path).stem == PurePosixPath(path).stem


def test_mending_reads_a_text_once_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    def note(source: Source) -> Document:
        texts.append(source.text)
        return read_document(source)

    monkeypatch.setattr(fixes, "read_document", note)
    fixed = fixes.fix_document(read("---\npage: true\n---\n甲,乙  丙 ”软”\n", "content/about.md"), CONFIG)
    assert len(texts) == len(fixed.rounds) > 1
    assert texts[-1] == fixed.text
