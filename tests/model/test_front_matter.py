"""Front matter: values are read as typed, and their spans point at them."""

from typing import Any

import pytest

from digest.content.documents import divide, read_document
from digest.content.typesetting import typeset
from digest.model.fields import Context, Field, fields_of, read_keys, read_record
from digest.model.front_matter import FrontMatter
from digest.text.diagnostics import Diagnostic, Parsed, Reporter
from digest.text.source import Source

USUAL = {"title": "A Title", "title_zh": "题目", "authors": "Ada Lovelace", "category": "CV", "arxiv": "2302.03084"}
FIELDS = {field.name: field for field in fields_of(FrontMatter)}
NAMES = [(field, name) for field in FIELDS.values() for name in field.names]
VALUES = {
    "authors": "[Ada Lovelace, 张三]",
    "category": "[CV, LG]",
    "arxiv": "2302.03080",
    "doi": "10.1145/3292500",
    "url": "https://example.org/url",
    "openreview": "rJ4km2R5t7",
    "acl": "2023.acl-long.1",
    "pdf": "https://example.org/pdf",
    "code": "https://example.org/code",
    "project": "https://example.org/project",
    "video": "https://example.org/video",
    "dataset": "https://example.org/dataset",
    "year": "2023",
    "section": "notable",
    "rank": "3",
    "figures": "[{src: a.png, alt: A}]",
    "published": "2023-02",
    "area": "[多模态, 检索]",
    "rating": "8.5/10",
    "updated": "2023-03-01",
    "written_by": "{by: mixed, model: GPT-4o}",
    "extra": "{stars: 120, links: [a, b]}",
    "slug": "a-slug",
    "aliases": "[old/page, 旧.html]",
    "date": "2023-02-08",
    "draft": "true",
    "allow": "{doubled-spaces: it is set so}",
}
TEXTS = (
    "title",
    "title_zh",
    "venue",
    "award",
    "code_status",
    "license",
    "summary",
    "summary_en",
    "abstract_zh",
    "abstract",
)
LISTS = ("affiliations", "area", "tags", "key_points", "key_points_en")
BITING = (
    *("2302.03080", "007", "+1", "-0", ".5", "1e3", "1_000", "0o14", "0x1F", ".inf", ".nan", "12:30", "1:30:00"),
    *("no", "yes", "on", "off", "y", "n", "true", "Null", "~", "=", "<<", "2023-02-08"),
)


def read(keys: dict[str, str]) -> Parsed[tuple[Any, Context, str]]:
    """The record read from these keys, its context and the file's text."""
    text = "---\n" + "".join(f"{name}: {value}\n" for name, value in keys.items()) + "---\n"
    source = Source(path="content/2023-02-08/paper.md", text=text)
    reporter = Reporter(source.path)
    context = Context(reporter=reporter, texts={}, spans={})
    division = divide(source, reporter)
    assert division is not None
    node = read_keys(FrontMatter, text, division.front, reporter)
    assert node is not None, reporter.diagnostics()
    return Parsed((read_record(FrontMatter, node, context), context, text), reporter.diagnostics())


def with_key(name: str, value: str) -> dict[str, str]:
    """The usual keys, with `name` (perhaps an alias) in place of its field's."""
    field = next(field for field, each in NAMES if each == name)
    return {key: held for key, held in USUAL.items() if key != field.name} | {name: value}


def at(context: Context, text: str, name: str) -> str:
    span = context.spans[name]
    return text[span.start : span.end]


@pytest.mark.parametrize(("field", "name"), NAMES, ids=[name for _, name in NAMES])
def test_every_name_of_every_key_is_read_and_stands_where_its_span_says(field: Field, name: str) -> None:
    typed = VALUES.get(field.name, "something typed")
    parsed = read(with_key(name, typed))
    matter, context, text = parsed.value
    assert parsed.diagnostics == ()
    assert at(context, text, field.name) == typed
    assert getattr(matter, field.name) != next(
        each.default for each in FrontMatter.__dataclass_fields__.values() if each.name == field.name
    )


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("typed", BITING)
def test_a_text_stays_as_it_was_typed(name: str, typed: str) -> None:
    for written in (typed, f"'{typed}'", f'"{typed}"'):
        parsed = read(with_key(name, written))
        matter, context, text = parsed.value
        assert parsed.diagnostics == ()
        assert getattr(matter, name) == typed
        assert at(context, text, name) == written


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("typed", BITING)
def test_an_item_stays_as_it_was_typed(name: str, typed: str) -> None:
    for written in (f"[{typed}, x]", f"['{typed}', x]", f"\n  - {typed}\n  - x"):
        matter, context, text = read(with_key(name, written)).value
        assert getattr(matter, name) == (typed, "x")
        assert [excerpt.text for excerpt in context.texts[name]] == [typed, "x"]
        for excerpt in context.texts[name]:
            span = excerpt.span(0, len(excerpt.text))
            assert text[span.start : span.end] == excerpt.text


@pytest.mark.parametrize("typed", BITING)
def test_an_authors_name_stays_as_it_was_typed(typed: str) -> None:
    matter, *_ = read(with_key("authors", f"\n  - name: '{typed}'\n    affiliation: {typed}")).value
    assert matter.authors.people[0].name == typed
    assert matter.authors.people[0].affiliation == typed
    matter, *_ = read(with_key("authors", f"[{typed}, x]")).value
    names = [typed, "x"] if any(map(str.isalpha, typed)) else ["x"]  # a name has a letter
    assert [person.name for person in matter.authors.people] == names


@pytest.mark.parametrize("typed", BITING)
def test_a_figures_words_stay_as_they_were_typed(typed: str) -> None:
    matter, *_ = read(with_key("figures", f"\n  - src: '{typed}'\n    alt: {typed}\n    caption: {typed}")).value
    assert (matter.figures[0].src, matter.figures[0].alt, matter.figures[0].caption) == (typed, typed, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "2302.03084v2",
        "arXiv:2302.03084v2 [cs.CV]",
        "https://export.arxiv.org/abs/2302.03084v2",
        "https://arxiv.org/html/2302.03084v2#S2",
        "https://www.alphaxiv.org/abs/2302.03084v2",
        "https://ar5iv.labs.arxiv.org/html/2302.03084v2",
        "https://huggingface.co/papers/2302.03084v2",
        "https://doi.org/10.48550/arXiv.2302.03084v2",
    ],
)
def test_an_address_of_a_paper_of_arxiv_is_its_id(typed: str) -> None:
    assert read(with_key("arxiv", typed)).value[0].arxiv == "2302.03084v2"


def test_an_arxiv_id_keeps_its_last_zero() -> None:
    for written in ("2302.03080", "'2302.03080'", '"2302.03080"'):
        assert read(with_key("arxiv", written)).value[0].arxiv == "2302.03080"


def test_the_defaults_are_those_of_absent_keys() -> None:
    matter, *_ = read(USUAL).value
    empty, *_ = read(USUAL | {name: "" for name in FIELDS if name not in USUAL}).value
    assert matter == empty
    assert (matter.section, matter.rank, matter.draft, matter.date, matter.tags) == ("featured", None, False, None, ())


# Spans of values in every form


@pytest.mark.parametrize(
    "written",
    [
        "first second third",
        "'first second third'",
        '"first second third"',
        "first\n  second\n  third",
        "'first\n    second\n  third'",
        '"first\n  second\n  third"',
        ">\n  first second\n  third",
        ">-\n    first\n    second\n    third",
        "|\n  first\n  second third",
        "|-\n     first second\n     third\n",
        "a: first # second\n  @third",
        "“first second third”",
        "“first\n  second third”",
    ],
)
def test_each_word_of_a_text_is_found_where_it_was_typed(written: str) -> None:
    _, context, text = read(with_key("summary", written) | {"venue": "ICLR"}).value
    (excerpt,) = context.texts["summary"]
    for word in ("first", "second", "third"):
        place = excerpt.text.index(word)
        span = excerpt.span(place, place + len(word))
        assert text[span.start : span.end] == word


@pytest.mark.parametrize(
    "written", ["|\n  first\n\n  second", ">-\n  first\n  second", "first\n  second", "\n  first\n  second"]
)
def test_a_text_of_several_lines_ends_with_its_last_character(written: str) -> None:
    _, context, text = read(with_key("summary", written) | {"venue": "ICLR"}).value
    assert at(context, text, "summary").endswith("second")
    assert not at(context, text, "summary").startswith(("\n", " "))


def test_every_item_of_a_list_is_found_where_it_was_typed() -> None:
    for written in ("[a one, 'b two', “c three”]", "\n  - a one\n  - 'b two'\n  - “c three”", "a one、b two；c three"):
        matter, context, text = read(with_key("tags", written)).value
        assert matter.tags == ("a one", "b two", "c three")
        spans = [excerpt.span(0, len(excerpt.text)) for excerpt in context.texts["tags"]]
        assert [text[span.start : span.end] for span in spans] == ["a one", "b two", "c three"]


def test_the_keys_of_a_list_of_records_have_spans_of_their_own() -> None:
    keys = with_key("figures", "\n  - {src: a.png, caption: 'One'}\n  - src: b.png\n    说明: Two") | {
        "authors": "\n  - name: Ada\n    url: https://example.org/\n  - {姓名: Alan}"
    }
    parsed = read(keys)
    _, context, text = parsed.value
    assert parsed.diagnostics == ()
    assert at(context, text, "figures.0.src") == "a.png"
    assert at(context, text, "figures.0.caption") == "'One'"
    assert at(context, text, "figures.1.caption") == "Two"
    assert at(context, text, "authors.0.url") == "https://example.org/"
    assert at(context, text, "authors.1.name") == "Alan"


# Lists


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("CV", ("CV",)),
        ("cs.CV", ("cs.CV",)),
        ("[cs.CV, LG]", ("cs.CV", "LG")),
        ("cs.CV, LG", ("cs.CV", "LG")),
        ("CV LG", ("CV", "LG")),
        ("CV、LG；CL", ("CV", "LG", "CL")),
        ("[CV LG]", ("CV", "LG")),
        ("\n  - CV\n  - LG", ("CV", "LG")),
        ("【CV，LG】", ("CV", "LG")),
    ],
)
def test_a_category_is_one_or_several_the_main_one_first(written: str, codes: tuple[str, ...]) -> None:
    assert read(with_key("category", written)).value[0].category == codes


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("清华大学", ("清华大学",)),
        ("MIT & 清华大学", ("MIT", "清华大学")),
        ("AT&T Labs & 清华大学&北京大学", ("AT&T Labs", "清华大学", "北京大学")),
        ("AT&T", ("AT&T",)),
        ("Texas A&M University; MIT", ("Texas A&M University", "MIT")),
        ("清华大学；北京大学", ("清华大学", "北京大学")),
        ("清华大学 &北京大学", ("清华大学", "北京大学")),
        ("Google Research, Brain Team & DeepMind", ("Google Research, Brain Team", "DeepMind")),
        ("[AT&T Labs, 清华大学 & 北京大学]", ("AT&T Labs", "清华大学 & 北京大学")),
        ("Smith & Co. & MIT", ("Smith & Co.", "MIT")),
        ("[MIT & CMU]", ("MIT", "CMU")),
        ("\n  - University of California, Berkeley\n  - MIT", ("University of California, Berkeley", "MIT")),
    ],
)
def test_affiliations_are_split_at_ampersands_that_join_names(written: str, names: tuple[str, ...]) -> None:
    assert read(with_key("affiliations", written)).value[0].affiliations == names


@pytest.mark.parametrize(
    "written", ["a, b c, d", "a，b c、d", "a；b c;d", "[a, b c, d]", "[a，b c，d]", "\n - a\n - b c\n - d"]
)
def test_tags_are_split_at_every_comma(written: str) -> None:
    assert read(with_key("tags", written)).value[0].tags == ("a", "b c", "d")


def test_one_text_is_one_key_point_whatever_commas_it_has() -> None:
    assert read(with_key("key_points", "提出, 方法；结果")).value[0].key_points == ("提出, 方法；结果",)


@pytest.mark.parametrize(
    ("word", "section"),
    [
        ("featured", "featured"),
        ("Featured", "featured"),
        ("头条", "featured"),
        ("notable", "notable"),
        ("另外几篇值得关注的论文", "notable"),
        ("值得关注", "notable"),
    ],
)
def test_a_section_has_names_in_both_languages(word: str, section: str) -> None:
    assert read(with_key("section", word)).value[0].section == section


# Entries


def problems_of(text: str) -> tuple[Diagnostic, ...]:
    return typeset(read_document(Source(path="content/2023-02-08/paper.md", text=text))).diagnostics


def test_a_front_matter_may_not_be_larger_than_64k() -> None:
    head = "".join(f"{name}: {value}\n" for name, value in USUAL.items())
    fits = f"---\n{head}summary: {'x' * 60_000}\n---\n"
    assert problems_of(fits) == ()
    (found,) = problems_of(f"---\n{head}summary: {'x' * 66_000}\n---\n")
    assert (found.code, found.message, found.hint) == (
        "front-matter-too-large",
        "the front matter has more than 65,536 characters",
        "move long texts into sections of the body",
    )
    assert (found.span.start, found.span.end) == (4, 4)


def test_nesting_of_a_hundred_thousand_levels_is_refused_like_that_of_nine() -> None:
    for levels in (9, 30_000):
        (found,) = [each for each in problems_of(f"---\nfigures: {'[' * levels}\n---\n") if each.code == "too-deep"]
        assert found.message == "nested deeper than 8 levels"


def test_problems_of_the_body_are_told_beside_those_of_a_front_matter_that_is_not_yaml() -> None:
    codes = [each.code for each in problems_of("---\ntags: a: b\n---\n\n## 摘要\n\n一\n\n## 中文摘要\n\n二$x\n")]
    assert codes[:2] == ["yaml-syntax", "field-given-twice"]


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("area", "[机器学习, 视觉, 机器学习]", ("机器学习", "视觉")),
        ("area", "[CON, x, con, Ｃｏｎ]", ("CON", "x")),
        ("tags", "a, A, b", ("a", "b")),
        ("affiliations", "[MIT, mit]", ("MIT",)),
    ],
)
def test_the_same_name_twice_is_one(key: str, typed: str, kept: tuple[str, ...]) -> None:
    parsed = read(with_key(key, typed))
    assert getattr(parsed.value[0], key) == kept
    assert parsed.diagnostics == ()


@pytest.mark.parametrize(
    ("key", "typed", "code", "hint"),
    [
        ("published", "8 Feb 2023", "bad-date", "write published: 2023-02-08"),
        ("published", "February 8th, 2023", "bad-date", "write published: 2023-02-08"),
        ("published", "Sept. 2023", "bad-date", "write published: 2023-09"),
        ("updated", "8 feb 2023", "bad-date", "write updated: 2023-02-08"),
        ("rating", "4星", "bad-rating", "write rating: 4/5"),
        ("rating", "四颗星", "bad-rating", "write rating: 4/5"),
        ("rating", "{score: 8.5, max: 10}", "bad-rating", "write rating: 8.5/10"),
        ("rating", "{'': 8, x: 9}", "bad-rating", "write rating: {novelty: 4/5}"),
        ("rating", "8.5/5", "out-of-range", "give its scale, as in rating: 8.5/10"),
        ("rating", "12/10", "out-of-range", "give its scale, as in rating: 12/100"),
        ("written_by", "{model: GPT-4o}", "missing-field", "write written_by: {by: machine, model: GPT-4o}"),
        ("section", "feature", "wrong-type", "did you mean 'featured'?"),
    ],
)
def test_a_hint_says_what_was_meant(key: str, typed: str, code: str, hint: str) -> None:
    (told,) = read(with_key(key, typed)).diagnostics
    assert (told.code, told.hint) == (code, hint)


@pytest.mark.parametrize(
    ("typed", "shown"), [("8.55555555/10", "8.56/10"), ("{a: 8.5/10, b: 10/10}", "9.3/10"), ("{a: 8, b: 8}", "8/10")]
)
def test_a_rating_is_rounded_half_up(typed: str, shown: str) -> None:
    score = read(with_key("rating", typed)).value[0].rating.score
    assert f"{score.value}/{score.most}" == shown
