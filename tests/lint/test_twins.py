"""Duplicate papers on a site."""

import sys

import pytest

from digest.content.documents import read_document
from digest.content.entry import Entry
from digest.content.head import Head, head_of
from digest.content.typesetting import typeset
from digest.lint.twins import letters_of, same_paper, same_title
from digest.text.source import Source

LETTERS = str.maketrans("0123456789", "ghijkmnopq")


def head(name: str, title: str = "A Title", **keys: str) -> Head:
    typed = {"title": f"'{title.replace(chr(39), chr(39) * 2)}'", "authors": "Ada Lovelace", "category": "CV", **keys}
    text = "".join(f"{key}: {value}\n" for key, value in typed.items())
    parsed = typeset(read_document(Source(path=f"{name}.md", text=f"---\n{text}---\n## Abstract\n\nOne.\n")))
    assert isinstance(parsed.value.record, Entry), parsed.diagnostics
    return head_of(parsed.value.record, *[""] * 4)


def titled(*titles: str) -> list[Head]:
    return [head(str(number), title, arxiv=f"2601.{number:05}") for number, title in enumerate(titles)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attention Is All You Need", "Attention is all you need."),
        ("Pic2Word: Mapping Pictures to Words", "Pic2Word - mapping  pictures to words"),
        ("Learning with $\\ell_1$ Regularization", "Learning with l1 regularization".replace("l1", "1")),
        ("Schrödinger Bridges for Everyone", "Schrodinger bridges for everyone"),
        ("Ｆｕｌｌ Width Letters in Titles", "Full width letters in titles"),
    ],
)
def test_titles_are_the_same_whatever_their_capitals_marks_and_tex(one: str, other: str) -> None:
    assert letters_of(one) == letters_of(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Segment Anything in Images", "Segment Anything in Videos"),
        ("Scaling Laws for Transformers I", "Scaling Laws for Transformers II"),
        ("Towards Safe C Programs Today", "Towards Safe D Programs Today"),
    ],
)
def test_titles_that_differ_in_a_letter_are_two(one: str, other: str) -> None:
    assert letters_of(one) != letters_of(other)


@pytest.mark.parametrize("title", ["Editorial", "A Survey", "$\\alpha$", "。"])
def test_short_titles_are_not_compared(title: str) -> None:
    assert letters_of(title) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attention is all you need, today", "Attentions is all you need, today"),
        ("A Sufficiently Different Title of a Paper", "Sufficiently different title of a paper"),
        ("Newton's Method for Large Models", "The Newtons method for large models"),
        ("Learning Symmetric Models of Games", "Learning Symetric Models of Games"),
        ("Learning Symmetric Models of Games", "Learning Symmertic Model of Games"),
        ("Learning Symmetric Models of Games", "Learning Symmegric Models of Games"),
    ],
)
def test_long_titles_are_nearly_the_same_but_for_an_article_plurals_or_a_slip(one: str, other: str) -> None:
    assert [each.message for each in same_title(titled(one, other))] == ["0.md has nearly the same title"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Learning Symmetric Models of Games Part I", "Learning Symmetric Models of Games Part II"),
        ("Learning Symmetric Models of Games XVIII", "Learning Symmetric Models of Games XVII"),
        ("Learning Symmetric Models of Games v2", "Learning Symmetric Models of Games v3"),
        ("Learning Symmetric Models in 2D Games", "Learning Symmetric Models in 3D Games"),
        ("Learning Symmetric Models of Games", "Learning Asymmetric Models of Games"),
        ("Learning Micromodels in Many Games", "Learning Macromodels in Many Games"),
        ("Adsorption in Large Models of Games", "Absorption in Large Models of Games"),
        ("BERTScores for Large Models of Games", "BARTScores for Large Models of Games"),
        ("Learning with Large Models of Games", "Learning with Large Models of Gates"),
        ("Symmetric Games", "Symetric Games"),
    ],
)
def test_titles_that_differ_in_more_are_of_two_papers(one: str, other: str) -> None:
    assert list(same_title(titled(one, other))) == []


def test_the_work_of_comparing_titles_that_differ_in_one_word_grows_with_their_number() -> None:
    words = [f"{number:x}".translate(LETTERS) for number in range(0x111111, 0x111111 + 12_000, 10)]
    heads = titled(*[f"Learning Symmetric Models of {word} Games" for word in words])

    def work_of(number: int) -> int:
        calls = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            found = list(same_title(heads[:number]))
        finally:
            sys.setprofile(None)
        assert len(found) < number
        return calls

    work_of(10)  # what is made once
    assert work_of(1200) < 1.5 * 4 * work_of(300)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (
            {"arxiv": "2601.00001", "doi": "10.1145/111.222"},
            {"doi": "10.1145/111.222"},
            ("doi", "0.md is about the same paper (doi 10.1145/111.222)"),
        ),
        (
            {"arxiv": "2601.00001v3"},
            {"doi": "10.48550/arXiv.2601.00001"},
            ("doi", "0.md is about the same paper (arxiv 2601.00001)"),
        ),
        (
            {"arxiv": "2601.00001"},
            {"url": "https://arxiv.org/abs/2601.00001v2"},
            ("url", "0.md is about the same paper (arxiv 2601.00001)"),
        ),
        (
            {"arxiv": "2601.00001"},
            {"url": "https://example.org/a", "pdf": "https://arxiv.org/pdf/2601.00001v2.pdf"},
            ("pdf", "0.md is about the same paper (arxiv 2601.00001)"),
        ),
        (
            {"doi": "10.1145/AbC.222"},
            {"url": "https://doi.org/10.1145/abc.222"},
            ("url", "0.md is about the same paper (doi 10.1145/abc.222)"),
        ),
        (
            {"openreview": "abcDEF12"},
            {"url": "https://openreview.net/forum?id=abcDEF12"},
            ("url", "0.md is about the same paper (openreview abcDEF12)"),
        ),
        (
            {"acl": "2023.acl-long.1"},
            {"url": "https://aclanthology.org/2023.acl-long.1/"},
            ("url", "0.md is about the same paper (acl 2023.acl-long.1)"),
        ),
    ],
)
def test_every_id_of_an_entry_counts(one: dict[str, str], other: dict[str, str], told: tuple[str, str]) -> None:
    [twin] = same_paper([head("0", **one), head("1", **other)])
    assert (twin.path, twin.key, twin.message) == ("1.md", *told)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"arxiv": "2601.00001"}, {"arxiv": "2601.00002"}),
        ({"arxiv": "2601.00001"}, {"url": "https://example.org/a", "code": "https://arxiv.org/abs/2601.00001"}),
        ({"openreview": "abcDEF12"}, {"openreview": "abcDEF12".lower()}),
        ({"url": "https://example.org/a"}, {"url": "https://example.org/a"}),
    ],
)
def test_other_ids_and_addresses_name_other_papers(one: dict[str, str], other: dict[str, str]) -> None:
    assert list(same_paper([head("0", **one), head("1", **other)])) == []


def test_an_entry_is_told_once_whatever_it_shares() -> None:
    both = {"arxiv": "2601.00001", "doi": "10.1145/111.222"}
    assert len(list(same_paper([head("0", **both), head("1", **both)]))) == 1
