"""API responses: feeds of papers, and errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.authoring.arxiv.answers import Answer, read_answer
from tests.arxiv import EMPTY_ENTRY, PERELMAN, PIC2WORD, error_entry, feed


def test_a_feed_tells_of_its_papers() -> None:
    answer = read_answer(feed(PIC2WORD.entry(), PERELMAN.entry()).encode())
    assert (answer.problem, answer.is_busy, answer.refused) == ("", False, "")
    assert list(answer.papers) == ["2302.03084", "math/0309136"]
    paper = answer.papers["2302.03084"]
    assert paper.title == PIC2WORD.title
    assert paper.authors == PIC2WORD.authors
    assert paper.category == "cs.CV"
    assert paper.abstract == PIC2WORD.abstract.strip()
    assert paper.comment == "CVPR 2023"
    assert (answer.papers["math/0309136"].journal, answer.papers["math/0309136"].doi) == (
        PERELMAN.journal,
        PERELMAN.doi,
    )


def test_a_paper_that_is_not_there_is_left_out() -> None:
    assert read_answer(feed(EMPTY_ENTRY).encode()) == read_answer(feed().encode()) == Answer(papers={})


def test_an_id_that_arxiv_takes_for_none_is_named() -> None:
    answer = read_answer(feed(error_entry("incorrect id format for 2302.99999")).encode())
    assert answer == Answer(papers={}, problem="an error: incorrect id format for 2302.99999", refused="2302.99999")


BUSY_PAGE = "<!DOCTYPE html><html><head><title>503</title></head><body>Service Unavailable</body></html>"
DECLARING = '<!DOCTYPE feed [<!ENTITY a "b">]><feed xmlns="http://www.w3.org/2005/Atom">&a;</feed>'


@pytest.mark.parametrize(
    ("body", "problem", "is_busy"),
    [
        ("", "nothing", False),
        ("Rate exceeded.", "no feed: Rate exceeded.", True),
        (BUSY_PAGE, "no feed: 503 Service Unavailable", True),
        ("<html><body><h1>Welcome</h1></body></html>", "no feed: Welcome", False),
        ("<rss/>", "nothing", False),
        (feed(PIC2WORD.entry())[:-60], "half a feed", False),
        (DECLARING, "XML that declares entities", False),
        (feed(error_entry("max_results cannot exceed 2000")), "an error: max_results cannot exceed 2000", False),
        ("x" * 100, "no feed: " + "x" * 79 + "…", False),
    ],
)
def test_what_is_no_feed_is_told_and_never_taken_for_no_papers(body: str, problem: str, is_busy: bool) -> None:
    answer = read_answer(body.encode())
    assert (answer.papers, answer.problem, answer.is_busy) == ({}, problem, is_busy)


def test_an_answer_in_another_encoding_is_told() -> None:
    body = feed(PIC2WORD.entry()).replace("Kuniaki", "Künïaki").encode("latin-1")
    assert read_answer(body).problem.startswith("bytes that are not UTF-8 (0xfc at ")


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_can_be_an_answer(content: bytes) -> None:
    assert not read_answer(content).papers


@given(st.integers(min_value=0, max_value=5000))
def test_an_answer_that_was_cut_has_no_papers(length: int) -> None:
    body = feed(PIC2WORD.entry(), PERELMAN.entry()).strip().encode()
    answer = read_answer(body[: min(length, len(body) - 1)])
    assert answer.problem
    assert not answer.papers
