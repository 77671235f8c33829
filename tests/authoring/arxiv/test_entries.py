"""Entries of arXiv papers, as an editor would have typed them."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.authoring.arxiv.answers import ArxivPaper, read_answer
from digest.authoring.arxiv.entries import is_withdrawn, make_entry, skeleton_of, tidy_text
from digest.authoring.composing import compose_entry
from digest.content.documents import read_document
from digest.content.typesetting import typeset
from digest.model.arxiv_ids import Identifier
from digest.text.source import Source
from tests.arxiv import PERELMAN, PIC2WORD, feed

ASKED = Identifier("2302.03084", "")
PAPERS = read_answer(feed(PIC2WORD.entry(), PERELMAN.entry()).encode()).papers


def paper(**changes: object) -> ArxivPaper:
    return dataclasses.replace(PAPERS["2302.03084"], **changes)  # type: ignore[arg-type]


def test_an_entry_holds_what_arxiv_knows() -> None:
    entry = make_entry(PAPERS["2302.03084"], ASKED)
    assert entry.title == "Pic2Word: Mapping Pictures to Words for Zero-shot Composed Image Retrieval"
    assert entry.authors == PIC2WORD.authors
    assert entry.category == ("CV",)
    assert entry.arxiv == "2302.03084"
    assert entry.code == "https://github.com/google-research/composed_image_retrieval"
    assert entry.venue == "CVPR 2023"
    assert entry.abstract.startswith(
        "In Composed Image Retrieval (CIR), a user combines a query image with text to describe"
    )
    assert "\n" not in entry.abstract


def test_a_paper_in_a_journal_has_its_doi_and_paragraphs_stay_apart() -> None:
    entry = make_entry(PAPERS["math/0309136"], Identifier("math/0309136", "v2"))
    assert (entry.arxiv, entry.doi, entry.venue) == ("math/0309136v2", PERELMAN.doi, "Ann. Math. 1 (2004) 1-20")
    assert entry.category == ("math.DG",)
    assert (
        entry.abstract == "We study $\\pi_1(M) < \\infty$ with *care*.\n\nThe second paragraph, 5\\% of it, by Gödel."
    )


@pytest.mark.parametrize(
    ("typed", "doi"),
    [
        ("10.1145/1; 10.1145/2", "10.1145/1"),
        ("doi:10.1145/1.", "10.1145/1"),
        ("soon", ""),
        ("10.1145/a b", "10.1145/a"),
    ],
)
def test_the_first_doi_is_taken_however_it_was_typed(typed: str, doi: str) -> None:
    assert make_entry(paper(doi=typed), ASKED).doi == doi


def test_an_entry_is_a_draft_until_its_texts_are_written() -> None:
    assert make_entry(paper(), ASKED).draft


def test_of_a_paper_that_nobody_asked_about_there_is_a_draft() -> None:
    entry = skeleton_of(Identifier("2302.03084", "v2"))
    assert (entry.arxiv, entry.title, entry.draft) == ("2302.03084v2", "", True)


def test_the_authors_of_a_collaboration_are_cut_where_a_front_matter_ends() -> None:
    names = tuple(f"Physicist Number {number}" for number in range(4000))
    entry = make_entry(paper(authors=names), ASKED)
    assert entry.authors[0] == names[0]
    assert entry.authors[-1] == "…"
    assert len(", ".join(map(str, entry.authors))) < 40_100
    parsed = typeset(read_document(Source(path="content/2023-02-08/a.md", text=compose_entry(entry))))
    assert [each.code for each in parsed.diagnostics] == ["missing-title-zh"]


@pytest.mark.parametrize(
    ("comment", "abstract", "withdrawn"),
    [
        ("This paper has been withdrawn by the author", "We show", True),
        ("", "This paper has been withdrawn due to an error in Lemma 2.", True),
        ("CVPR 2023", "We show", False),
    ],
)
def test_a_paper_that_was_withdrawn_is_known(comment: str, abstract: str, withdrawn: bool) -> None:
    assert is_withdrawn(paper(comment=comment, abstract=abstract)) is withdrawn


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("  a\nb\n  c\nd", "a b\n\nc d"),
        ('G\\"odel, Erd\\H{o}s, \\\'{e}, {\\L}ukasz, na\\"{\\i}ve', "Gödel, Erdős, é, Łukasz, naïve"),
        ("``quoted'' and `single'", "“quoted” and ‘single’"),
        ("``map\", ``it's''", "“map”, “it's”"),
        ("it's a `` b", "it's a `` b"),
        ("$\\'a$ and $f''$", "$\\'a$ and $f''$"),
        ("100\\% of $x$", "100\\% of $x$"),
    ],
)
def test_what_tex_means_outside_formulas_is_written_out(typed: str, tidy: str) -> None:
    assert tidy_text(typed) == tidy


TEXT = st.lists(
    st.sampled_from(
        [
            *("\n", "\n  ", "$x_1$", "``", "''", "`", "\\'e", "\\%", "*", "<b>", "# ", "- ", "摘要:", " ", "CVPR 2023"),
            *(
                "https://",
                "github.com/a/b",
                "huggingface.co/",
                "a.github.io",
                ":x",
                "/",
                "@",
                "10.1145/1",
                ", ",
                "ICLR",
            ),
        ]
    )
    | st.text(max_size=4),
    max_size=8,
).map("".join)


@given(TEXT.map(lambda text: f"A {text}"), TEXT, TEXT, TEXT, st.lists(TEXT.map(lambda text: f"A {text}"), min_size=1))
def test_whatever_arxiv_tells_the_entry_has_no_errors(
    title: str, abstract: str, comment: str, other: str, names: list[str]
) -> None:
    told_of = paper(title=title, abstract=abstract, comment=comment, journal=other, doi=other, authors=tuple(names))
    entry = make_entry(told_of, ASKED)
    parsed = typeset(read_document(Source(path="content/2023-02-08/a.md", text=compose_entry(entry, blanks=True))))
    told = {each.code for each in parsed.diagnostics}
    assert told <= {
        "missing-title-zh", "unbalanced-math", "unknown-tex", "math-not-converted", "damaged-math", "repeated-author",
    }  # fmt: skip
