"""Short codes with hyphens stay on one line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.markdown import keep_codes, render_markdown


@pytest.mark.parametrize(
    ("html", "whole"),
    [
        ("零样本检索(ZS-CIR)的方法, Memory-Based", ["ZS-CIR"]),
        ("用GPT-4、T5-XXL和<em>CLIP-ViT-L</em>", ["GPT-4", "T5-XXL", "CLIP-ViT-L"]),
        ("a well-known Zero-shot method, an X-ray", []),
        ("GPT-4- and -GPT-4, a--B-1, VERY-LONG-NAME-42", []),
        ('<code>GPT-4</code> <math alttext="A-B"><mi>A-B</mi></math> <a href="GPT-4">T5-XL</a>', ["T5-XL"]),
    ],
)
def test_short_codes_are_whole(html: str, whole: list[str]) -> None:
    assert re.findall('<span class="whole">(.*?)</span>', keep_codes(html)) == whole


@given(st.text("GPT4aB中文-_<`$ \n"))
def test_the_text_stays_the_same(text: str) -> None:
    html = render_markdown(text, anchor="p").html
    assert re.sub('<span class="whole">([^<]*)</span>', r"\1", keep_codes(html)) == html
