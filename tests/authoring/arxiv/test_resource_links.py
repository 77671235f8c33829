"""Links found in comments and abstracts; doubtful ones are skipped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.authoring.arxiv.resource_links import find_resource_links


@pytest.mark.parametrize(
    ("comment", "abstract", "found"),
    [
        ("Code: https://github.com/a/b", "", {"code": "https://github.com/a/b"}),
        ("", "Code is available at github.com/a/b.", {"code": "https://github.com/a/b"}),
        ("", "(see https://github.com/a/b_c).", {"code": "https://github.com/a/b_c"}),
        ("https://github.com/a/b", "We use https://github.com/x/y", {"code": "https://github.com/a/b"}),
        ("", "at https://gitlab.inria.fr/a/b and", {"code": "https://gitlab.inria.fr/a/b"}),
        ("", "models: https://huggingface.co/a/b", {"code": "https://huggingface.co/a/b"}),
        ("", "https://huggingface.co/a/b, https://github.com/a/c", {"code": "https://github.com/a/c"}),
        ("", "https://huggingface.co/datasets/a/b", {"dataset": "https://huggingface.co/datasets/a/b"}),
        ("Project page: https://vis.example/pub/x/", "", {"project": "https://vis.example/pub/x/"}),
        ("", "our website is at https://vis.example/x", {"project": "https://vis.example/x"}),
        ("pic2word.github.io", "", {"project": "https://pic2word.github.io"}),
        ("Video: https://youtu.be/abc", "", {"video": "https://youtu.be/abc"}),
        ("We compare with code of https://github.com/other/baseline", "", {}),
        ("Based on https://github.com/x/y", "", {}),
        ("Baseline: https://github.com/x/y", "", {}),
        ("We compare with x, and our code is at https://github.com/a/b", "", {"code": "https://github.com/a/b"}),
        ("", "We compare with x. See https://github.com/a/b", {"code": "https://github.com/a/b"}),
        ("Code and baselines are at https://github.com/a/b", "", {"code": "https://github.com/a/b"}),
        ("The code of PIC is available at https://github.com/a/b", "", {"code": "https://github.com/a/b"}),
        ("Dataset: https://github.com/g/data", "", {"dataset": "https://github.com/g/data"}),
        ("", "The data is available at https://github.com/g/data", {"dataset": "https://github.com/g/data"}),
        ("Code and data: https://github.com/a/b", "", {"code": "https://github.com/a/b"}),
        (
            "Code: https://github.com/a/b, data: https://github.com/a/c",
            "",
            {"code": "https://github.com/a/b", "dataset": "https://github.com/a/c"},
        ),
        ("", "https://github.com/a", {}),
        ("", "https://github.com/topics/x", {}),
        ("", "https://huggingface.co/papers/2302.03084", {}),
        ("", "https://example.org/data", {}),
        ("Code will be made publicly available", "at this https URL", {}),
    ],
)
def test_an_address_is_taken_for_what_it_certainly_is(comment: str, abstract: str, found: dict[str, str]) -> None:
    assert find_resource_links(comment, abstract) == found


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
    find_resource_links(comment, abstract)
