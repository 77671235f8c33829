"""The first sentence of a text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.markdown import render_markdown, split_first_sentence

FIRST = [
    "We map images to words.",
    "It gains 3.5 points, cf. Fig. 2, over v1.0 of the method by Borji et al. (2023).",
    "Methods, e.g. CLIP, i.e. Contrastive pre-training vs. ARTEMIS, need labels.",
    "Prior work by J. K. Smith et al. Shows that the i.i.d. Assumption fails (see Sec. 4).",
    "Does it work?",
    "Language models are “few-shot learners.”",
    "Let $f(x) = x^2. Y$ be smooth, as in Eq. 3.",
    "The bound is $O(n)$.",
    "See [the code. Really](https://example.org/a.B) and `x. Y`.",
    "The U.S. Census has *many. Many* rows…",
    "At arXiv.org there are 2.4M papers, approx. 10% of No. 1 venues.",
    "This is the title of a dataset, Yahoo.com answers etc.",
    "Results (all of them.)",
]
NEXT = [
    "We go on.",
    "$x$ is next.",
    "*Then* more.",
    "“Quoted” words.",
    "(In brackets.)",
    "3D shapes follow.",
    "`code` is next.",
]


def _rendered(text: str) -> str:
    return render_markdown(text, anchor="a").html


def _plain(html: str) -> str:
    return "".join(re.sub(r"<[^>]*>", "", html).split())


@pytest.mark.parametrize("first", FIRST)
def test_it_ends_where_it_ends(first: str) -> None:
    for following in NEXT:
        sentence, rest = split_first_sentence(_rendered(f"{first} {following}\n\nLast."))
        assert f"<p>{sentence}</p>" == _rendered(first).strip()
        assert rest.strip() == _rendered(f"{following}\n\nLast.").strip()


@pytest.mark.parametrize(
    "text", ["No end here", "One sentence alone.", "By Borji et al. $x$ and so on", "Background. Words follow", "1. is"]
)
def test_a_paragraph_of_one_sentence_stays_whole(text: str) -> None:
    html = f"<p>{text}</p>\n<p>More. Text.</p>"
    assert split_first_sentence(html) == (text, "<p>More. Text.</p>")


@pytest.mark.parametrize("html", ["", "<ul><li>One. Two.</li></ul>", "<h4>One. Two.</h4>", "One. Two."])
def test_what_begins_with_no_paragraph_has_none(html: str) -> None:
    assert split_first_sentence(html) == ("", html)


@given(st.text("aA .!?…\n\"'&<>()$`*_2“”", max_size=60))
def test_no_text_is_lost_and_no_element_cut(text: str) -> None:
    html = _rendered(text)
    sentence, rest = split_first_sentence(html)
    assert _plain(sentence + rest) == _plain(html)
    for part in (f"<p>{sentence}</p>", rest):
        for name in ("p", "em", "strong", "code", "math", "a"):
            assert len(re.findall(f"<{name}[ >]", part)) == part.count(f"</{name}>")
