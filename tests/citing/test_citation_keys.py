from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.citing.citation_keys import plain_key, tell_keys_apart
from digest.markdown import render_title
from digest.model.authors import Authors, Person
from digest.model.front_matter import FrontMatter

KEYS = {
    ("Pic2Word: Mapping Pictures to Words", "Kuniaki Saito", "2302.03084"): "saito2023pic2word",
    ("Attention Is All You Need", "Ashish Vaswani", "1706.03762v5"): "vaswani2017attention",
    ("On the $O(n^2)$ Bound", "Paul Erdős", "math/0309136"): "erdos2003bound",
    ("GPT-4 Technical Report", "OpenAI", "2303.08774"): "openai2023gpt",
    ("The Higgs Boson", "The ATLAS Collaboration", "1207.7214"): "atlas2012higgs",
    (r"Erd\H{o}s Numbers", "Laurens van der Maaten", "cs/0112017"): "vandermaaten2001erdos",
    ("基于图神经网络的推荐", "曾国藩", ""): "zeng2021",
    ("图", "诸葛亮", ""): "zhuge2021",
    ("图画", "欧阳娜娜", ""): "ouyang2021",
    ("图画", "长孙无忌", ""): "zhangsun2021",
    ("图片", "安然", ""): "an2021",
    ("文字", "阿里木·买买提", ""): "alimu2021",
    ("Song", "Jay Chou 周杰伦", ""): "chou2021song",
    ("Song", "Wei Wang (王伟)", ""): "wang2021song",
    ("Song", "王伟 (Wei Wang)", ""): "wang2021song",
    ("Song", "김철수", ""): "2021song",
    ("Song", "Wei，Wang", ""): "weiwang2021song",
    ("A", "", ""): "2021",
}


@pytest.mark.parametrize("paper", KEYS)
def test_a_key_has_surname_year_and_word(paper: tuple[str, str, str]) -> None:
    title, name, arxiv = paper
    people = (Person(name=name),) if name else ()
    facts = FrontMatter(title=title, authors=Authors(people=people), arxiv=arxiv)
    assert plain_key(facts, render_title(title).html, "2021-05-06") == KEYS[paper]


def test_a_key_stays_when_the_paper_gets_a_venue() -> None:
    title = "Pic2Word"
    facts = [
        FrontMatter(title=title, arxiv="2212.03084", published="2022-12-30"),
        FrontMatter(title=title, arxiv="2212.03084", published="2022-12-30", venue="CVPR 2023", year=2023),
    ]
    assert {plain_key(each, title, "2023-01-02") for each in facts} == {"2022pic2word"}


SLUGS = st.from_regex(r"[a-z0-9.-]{1,6}|论文[0-9]{1,2}", fullmatch=True)
PAPERS = st.lists(st.tuples(SLUGS, st.sampled_from(["", "saito2023a", "li2023b", "paper"])), unique_by=lambda p: p[0])


@settings(max_examples=60)
@given(PAPERS)
def test_keys_are_ascii_and_unique_and_depend_on_no_order(papers: Sequence[tuple[str, str]]) -> None:
    keys = tell_keys_apart(papers)
    assert keys == tell_keys_apart(sorted(papers, reverse=True))
    assert len(set(keys.values())) == len(papers)
    assert all(key.isascii() and key for key in keys.values())


def test_keys_that_clash_all_have_the_slug() -> None:
    keys = tell_keys_apart([("2302.1", "wang2023a"), ("2302.2", "wang2023a"), ("x", "li2023b")])
    assert keys == {"2302.1": "wang2023a-2302.1", "2302.2": "wang2023a-2302.2", "x": "li2023b"}
