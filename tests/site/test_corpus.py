"""A site of real records builds, passes all checks, and loses no word.

A word is a run of Han characters, or of four or more Latin letters. All words of a record must be on the paper's page
in the same order; mark-up and white space between them may differ. Formulas are not compared, since they become MathML,
where `\\alpha` is α. TeX commands outside formulas are read: their names are no words, nor are words with accents.
"""

import json
import lzma
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.building import BuiltSite, build
from tests.site.checking import Output, faults_of, parse_page, read_output
from tests.site.data_reading import faults_of_data
from tests.site.reading import text_of

URL = "https://example.org/digest/"
COUNT = 1000
SAMPLE = 60
"""Number of pages that are parsed strictly: the same ones in each run, of all kinds."""

FIELDS = ("title_en", "title_zh", "key_points_zh", "summary_zh", "abstract_zh", "abstract_en")
WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[A-Za-z]{4,}")
TEX = re.compile(r"\S*\\[^A-Za-z\s{]\S*|\\(?:href|textcolor)\s*\{[^{}]*\}|\\[A-Za-z]+")
MATH = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|\\\(.*?\\\)|\\\[.*?\\\]|\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)


def make(corpus: Path, root: Path, *arguments: str) -> BuiltSite:
    subprocess.run([sys.executable, str(corpus / "make_entries.py"), str(root), *arguments], check=True)
    return build(root)


@pytest.fixture(scope="module")
def nasty(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return make(corpus, tmp_path_factory.mktemp("nasty"), "--nasty")


@pytest.fixture(scope="module")
def thousand(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return make(corpus, tmp_path_factory.mktemp("thousand"), "--count", str(COUNT))


def records(corpus: Path, *, nasty: bool) -> list[dict[str, Any]]:
    if nasty:
        lines = (corpus / "nasty.jsonl").read_text(encoding="utf-8").split("\n")
    else:
        packed = (corpus / "papers.jsonl.xz").read_bytes()
        lines = lzma.decompress(packed).decode().split("\n")[:COUNT]
    return [json.loads(line) for line in lines if line]


def texts_of(record: dict[str, Any]) -> Iterator[str]:
    for field in FIELDS:
        value = record[field] or ""
        yield from value if isinstance(value, list) else [value]


def lost_words(record: dict[str, Any], page: str) -> list[str]:
    """The words of a record that are missing on its page, or in another order."""
    lost = []
    for text in texts_of(record):
        at = 0
        for match in WORD.finditer(TEX.sub(" ", MATH.sub(" ", text))):
            found = page.find(match.group(), at)
            if found < 0:
                lost.append(f"{match.group()} in {text[max(0, match.start() - 40) : match.end() + 40]!r}")
            else:
                at = found + len(match.group())
    return lost


def missing(corpus: Path, output: Output, *, nasty: bool) -> dict[str, list[str]]:
    found = {}
    for record in records(corpus, nasty=nasty):
        path = f"papers/{record['id'].replace('/', '-')}.html"
        content = output.files[path].decode()
        article = content[content.index("<article") : content.index("</article>")]
        page = parse_page(path, f"<!DOCTYPE html><title>-</title>{article}".encode())
        if lost := lost_words(record, text_of(page.root)):
            found[path] = lost
    return found


def test_a_word_that_is_lost_or_out_of_order_is_seen() -> None:
    record = dict.fromkeys(FIELDS) | {"title_en": "Some words\\n of $math$", "key_points_zh": ["第一。第二"]}
    assert lost_words(record, "Some words 第一。第二") == []
    assert len(lost_words(record, "words Some 第一。第二")) == 1
    assert len(lost_words(record, "Some 第二。")) == 2


def test_the_nasty_records_build(nasty: BuiltSite) -> None:
    assert nasty.result.published
    assert nasty.result.papers == 79
    assert {each.severity for each in nasty.result.diagnostics} <= {"warning"}


def test_the_nasty_records_break_no_rule_of_the_web(nasty: BuiltSite) -> None:
    assert faults_of(nasty.output, URL) == []


def test_the_data_of_the_nasty_records_follows_the_schema(nasty: BuiltSite) -> None:
    assert list(faults_of_data(nasty)) == []


def test_no_word_of_the_nasty_records_is_lost(corpus: Path, nasty: BuiltSite) -> None:
    assert missing(corpus, read_output(nasty.output, URL), nasty=True) == {}


def test_a_thousand_records_build(thousand: BuiltSite) -> None:
    assert thousand.result.published
    assert (thousand.result.papers, thousand.result.issues) == (COUNT, 100)
    assert {each.severity for each in thousand.result.diagnostics} <= {"warning"}


def test_a_thousand_records_break_no_rule_of_the_web(thousand: BuiltSite) -> None:
    pages = read_output(thousand.output, URL).pages
    sample = random.Random(20230208).sample(pages, SAMPLE)
    assert faults_of(thousand.output, URL, pages=[*sample, "index.html", "issues/index.html"]) == []


def test_the_data_of_a_thousand_records_follows_the_schema(thousand: BuiltSite) -> None:
    assert list(faults_of_data(thousand)) == []


def test_no_word_of_a_thousand_records_is_lost(corpus: Path, thousand: BuiltSite) -> None:
    assert missing(corpus, read_output(thousand.output, URL), nasty=False) == {}


def test_a_thousand_records_built_again_write_nothing(thousand: BuiltSite) -> None:
    again = build(thousand.root)
    assert (again.written(), again.removed()) == ([], [])
