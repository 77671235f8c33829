"""The addresses that a paper's authors give, taken for what they certainly are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.content.arxiv.addresses import Addresses, find_addresses


@pytest.mark.parametrize(
    ("comment", "abstract", "found"),
    [
        ("Code: https://github.com/a/b", "", Addresses(code="https://github.com/a/b")),
        ("", "Code is available at github.com/a/b.", Addresses(code="https://github.com/a/b")),
        ("", "(see https://github.com/a/b_c).", Addresses(code="https://github.com/a/b_c")),
        ("https://github.com/a/b", "We use https://github.com/x/y", Addresses(code="https://github.com/a/b")),
        ("", "at https://gitlab.inria.fr/a/b and", Addresses(code="https://gitlab.inria.fr/a/b")),
        ("", "models: https://huggingface.co/a/b", Addresses(code="https://huggingface.co/a/b")),
        ("", "https://huggingface.co/a/b, https://github.com/a/c", Addresses(code="https://github.com/a/c")),
        ("", "https://huggingface.co/datasets/a/b", Addresses(dataset="https://huggingface.co/datasets/a/b")),
        ("Project page: https://vis.example/pub/x/", "", Addresses(project="https://vis.example/pub/x/")),
        ("", "our website is at https://vis.example/x", Addresses(project="https://vis.example/x")),
        ("pic2word.github.io", "", Addresses(project="https://pic2word.github.io")),
        ("Video: https://youtu.be/abc", "", Addresses(video="https://youtu.be/abc")),
        ("We compare with code of https://github.com/other/baseline", "", Addresses()),
        ("Based on https://github.com/x/y", "", Addresses()),
        ("Baseline: https://github.com/x/y", "", Addresses()),
        ("We compare with x, and our code is at https://github.com/a/b", "", Addresses(code="https://github.com/a/b")),
        ("", "We compare with x. See https://github.com/a/b", Addresses(code="https://github.com/a/b")),
        ("Code and baselines are at https://github.com/a/b", "", Addresses(code="https://github.com/a/b")),
        ("The code of PIC is available at https://github.com/a/b", "", Addresses(code="https://github.com/a/b")),
        ("Dataset: https://github.com/g/data", "", Addresses(dataset="https://github.com/g/data")),
        ("", "The data is available at https://github.com/g/data", Addresses(dataset="https://github.com/g/data")),
        ("Code and data: https://github.com/a/b", "", Addresses(code="https://github.com/a/b")),
        (
            "Code: https://github.com/a/b, data: https://github.com/a/c",
            "",
            Addresses(code="https://github.com/a/b", dataset="https://github.com/a/c"),
        ),
        ("", "https://github.com/a", Addresses()),
        ("", "https://github.com/topics/x", Addresses()),
        ("", "https://huggingface.co/papers/2302.03084", Addresses()),
        ("", "https://example.org/data", Addresses()),
        ("Code will be made publicly available", "at this https URL", Addresses()),
    ],
)
def test_an_address_is_taken_for_what_it_certainly_is(comment: str, abstract: str, found: Addresses) -> None:
    assert find_addresses(comment, abstract) == found


PIECES = [
    "https://",
    "github.com/",
    "a",
    "/b",
    "project page: ",
    "huggingface.co/",
    "datasets/",
    "youtu.be/",
    "(",
    ").",
    " ",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map("".join), st.text())
def test_any_text_can_be_read(comment: str, abstract: str) -> None:
    find_addresses(comment, abstract)
