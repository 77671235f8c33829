"""arXiv ids and URLs in every form that people copy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.arxiv_ids import read_identifier, split_identifiers


@pytest.mark.parametrize(
    ("typed", "paper", "version"),
    [
        ("2302.03084", "2302.03084", ""),
        ("2302.03080", "2302.03080", ""),
        ("0704.0001", "0704.0001", ""),
        ("2302.03084v2", "2302.03084", "v2"),
        ("2302.03084V2", "2302.03084", "v2"),
        (" arXiv:2302.03084 ", "2302.03084", ""),
        ("arXiv：2302.03084", "2302.03084", ""),
        ("arXiv:2302.03084v1 [cs.CV]", "2302.03084", "v1"),
        ("https://arxiv.org/abs/2302.03084", "2302.03084", ""),
        ("http://arxiv.org/abs/2302.03084v2", "2302.03084", "v2"),
        ("arxiv.org/abs/2302.03084", "2302.03084", ""),
        ("https://www.arxiv.org/abs/2302.03084", "2302.03084", ""),
        ("https://export.arxiv.org/abs/2302.03084", "2302.03084", ""),
        ("https://arxiv.org/pdf/2302.03084v2.pdf", "2302.03084", "v2"),
        ("https://arxiv.org/pdf/2302.03084", "2302.03084", ""),
        ("https://arxiv.org/html/2302.03084v1", "2302.03084", "v1"),
        ("https://arxiv.org/html/2302.03084v1#S2", "2302.03084", "v1"),
        ("https://arxiv.org/abs/2302.03084?context=cs.LG", "2302.03084", ""),
        ("https://arxiv.org/abs/2302.03084/", "2302.03084", ""),
        ("https://arxiv.org/e-print/2302.03084", "2302.03084", ""),
        ("https://doi.org/10.48550/arXiv.2302.03084", "2302.03084", ""),
        ("10.48550/arXiv.2302.03084", "2302.03084", ""),
        ("doi:10.48550/arxiv.math/0309136", "math/0309136", ""),
        ("https://www.alphaxiv.org/abs/2302.03084", "2302.03084", ""),
        ("https://ar5iv.org/abs/2302.03084", "2302.03084", ""),
        ("https://ar5iv.labs.arxiv.org/html/2302.03084", "2302.03084", ""),
        ("https://huggingface.co/papers/2302.03084", "2302.03084", ""),
        ("math/0309136", "math/0309136", ""),
        ("math/0309136v2", "math/0309136", "v2"),
        ("math.GT/0309136", "math/0309136", ""),
        ("cs.CV/0112017", "cs/0112017", ""),
        ("hep-th/9901001", "hep-th/9901001", ""),
        ("https://arxiv.org/abs/cs/0112017v1", "cs/0112017", "v1"),
    ],
)
def test_every_shape_of_an_id_names_its_paper(typed: str, paper: str, version: str) -> None:
    identifier = read_identifier(typed)
    assert identifier is not None
    assert (identifier.paper, identifier.version) == (paper, version)
    assert identifier.whole == paper + version


@pytest.mark.parametrize(
    "typed",
    [
        *("", "pic2word", "2302.3084", "2302.030845", "2313.03084", "1412.03084", "math/03091", "2302.03084v0"),
        *("https://example.org/abs/2302.03084", "https://arxiv.org/list/cs.CV/recent", "10.1145/3292500.3330701"),
        *("https://notarxiv.org.example.com/abs/2302.03084", "2302.03084, 2302.03085", "２３０２.03084"),
    ],
)
def test_what_is_no_paper_of_arxiv_names_none(typed: str) -> None:
    assert read_identifier(typed) is None


def test_a_file_is_named_by_the_id() -> None:
    named = [read_identifier(each) for each in ("math/0309136v2", "2302.03084v2")]
    assert [each.file_name for each in named if each] == ["math-0309136", "2302.03084"]


def test_a_list_may_hold_one_or_more_a_line_and_comments() -> None:
    text = (
        "# today\n2302.03084  # the first\narXiv: 2302.03067, 2302.03015\n\n"
        "https://arxiv.org/html/2302.03084v1#S2 ; math/0309136、2302.01381\r\n"
    )
    assert list(split_identifiers(text)) == [
        *("2302.03084", "arXiv:2302.03067", "2302.03015", "https://arxiv.org/html/2302.03084v1#S2", "math/0309136"),
        "2302.01381",
    ]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("https://arxiv.org/abs/2401.11128.", "https://arxiv.org/abs/2401.11128"),
        ("(https://arxiv.org/abs/2401.11129)", "https://arxiv.org/abs/2401.11129"),
        ("[2401.11122]", "2401.11122"),
        ("<https://arxiv.org/abs/2401.11129>。", "https://arxiv.org/abs/2401.11129"),
        ("《2401.11122》", "2401.11122"),
        ("arXiv：2401.11123", "arXiv:2401.11123"),
        ("arXiv ： 2401.11123", "arXiv:2401.11123"),
        ("...", "..."),
    ],
)
def test_the_punctuation_around_what_was_pasted_is_left_out(typed: str, name: str) -> None:
    assert list(split_identifiers(typed)) == [name]


@given(st.text())
def test_any_text_may_be_asked_about(text: str) -> None:
    read_identifier(text)
    assert all(split_identifiers(text))
