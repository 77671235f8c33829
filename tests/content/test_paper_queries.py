"""Words that mean papers."""

import contextlib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.content.day_ranges import NoQuery
from digest.content.documents import read_document
from digest.content.entry import Entry
from digest.content.head import head_of
from digest.content.paper_data import PaperData, make_paper_data
from digest.content.paper_queries import Candidate, read_query, words_in
from digest.content.people import KnownPerson
from digest.content.typesetting import typeset
from digest.text.folding import fold
from digest.text.source import Source
from tests.building import entry
from tests.searching import contains as is_contained

FILES = {
    "content/2022-12-31/old.md": entry(
        arxiv="cs/0112017", title="Old", title_zh="", tags="[X, C++, 'a,b', 零样本]", aliases="[was]"
    ),
    "content/2023-02-08/pic2word.md": entry(
        title="Zero-shot Pic2Word", authors="[Kate Saenko, 李雷]", affiliations="[Google]", category="[CV, CL]"
    ),
    "content/2023-02-08/b.md": entry(
        arxiv="2302.00002v3",
        doi="10.1145/3292500",
        title="Second",
        venue="ICLR 2023",
        area="[检索]",
        tags="[C]",
        authors="[K. Saenko]",
    ),
    "content/2023-02-13/c.md": entry(arxiv="", doi="10.1000/X", category="math.NT", code="https://c.example/"),
    "content/2023-03-01/d.md": entry(arxiv="", url="https://d.example/", slug="clip", draft="true"),
    "content/2024-01-01/e.md": entry(arxiv="2401.00001"),
}


def read(path: str, text: str) -> tuple[Entry, PaperData]:
    record, body = typeset(read_document(Source(path=path, text=text))).value
    assert isinstance(record, Entry)
    return record, make_paper_data(record, body)


READ = {path: read(path, text) for path, text in FILES.items()}


def papers() -> list[Candidate]:
    states: Mapping[str, str] = {"content/2023-03-01/d.md": "draft", "content/2024-01-01/e.md": "future"}
    return [
        Candidate(head_of(record, *[""] * 4), states.get(path, ""), lambda path: READ[path][1])
        for path, (record, _) in READ.items()
    ]


PEOPLE = (KnownPerson(name="Kate Saenko", spellings=("K. Saenko",), id="saenko-bu"),)


def found(*words: str) -> str:
    """The first letters of the names of the files that are meant."""
    every = papers()
    query = read_query(words, every, PEOPLE)
    return "".join([each.head.path.rpartition("/")[2][0] for each in every if query.matches(each)])


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ([], "opbcde"),
        (["2023-02-08"], "pb"),
        (["2023-2-8"], "pb"),
        (["2023-02"], "pbc"),
        (["2023"], "pbcd"),
        (["2023-W06"], "pb"),
        (["2023-w7"], "c"),
        (["2022-W52"], "o"),
        (["latest"], "c"),
        (["2023-02-08..2023-02-13"], "pbc"),
        (["2023-02.."], "pbcde"),
        (["..2023-W06"], "opb"),
        (["2022..2023-02"], "opbc"),
        (["latest.."], "cde"),
        (["2023-02-08..latest"], "pbc"),
        (["2023-02-08", "2023-02-13"], "pbc"),
        (["2022", "2023-02-08", "cat:CL"], "p"),
        (["2023-02-08,2023-02-13..latest"], "pbc"),
        (["2023,zero"], ""),
        (["is:draft,future"], "de"),
        (["year:2022,2024"], "oe"),
        (["from:2023-02-13", "to:2023-03-01"], "cd"),
        (["month:2023-02", "not:date:2023-02-08"], "c"),
        (["2302.03084"], "p"),
        (["10.1145/3292500"], "b"),
        (["doi:10.1145/3292500, 2302.03084"], "pb"),
        (["https://doi.org/10.1145/3292500"], "b"),
        (["https://example.org/digest/en/papers/2302.03084.html#notes"], "p"),
        (["papers/cs-0112017.csl.json"], "o"),
        (["c.md"], "c"),
        (["content/2023-02-08/", "not:2302.03084"], "b"),
        (["2302.00002"], "b"),
        (["2302.00002v3"], "b"),
        (["https://arxiv.org/abs/2302.00002v9"], "b"),
        (["arXiv:cs/0112017"], "o"),
        (["cs-0112017"], "o"),
        (["10.1000/x"], "c"),
        (["https://doi.org/10.1000/X"], "c"),
        (["clip", "2302.00002"], "bd"),
        (["CLIP,pic2word"], "pd"),
        (["content/2023-02-08/b.md"], "b"),
        (["2023-02-08/b.md"], "b"),
        (["pic2word", "2302.03084", "2023-03"], ""),
        (["cat:cv"], "opbde"),
        (["cat:cs.CL"], "p"),
        (["cat:NT,math.NT"], "c"),
        (["tag:x"], "o"),
        (["tag:零樣本"], "o"),
        (["tag:样"], ""),
        (["tag:c"], "b"),
        (["tag:Ｃ＋＋、检索"], "o"),
        (['tag:"a,b"'], "o"),
        (["tag:a,b"], ""),
        (["area:檢索"], "b"),
        (["venue:iclr"], "b"),
        (["venue:ICLR 2023"], "b"),
        (["venue:ICL"], ""),
        (["author:saenko"], "pb"),
        (["author:李雷"], "p"),
        (["Author：Kate Saenko"], "pb"),
        (['author:"kate saenko",「李雷」'], "pb"),
        (["author:k. saenko"], "pb"),
        (["author:saenko-bu"], "pb"),
        (["affil:google,meta"], "p"),
        (["missing:title_zh"], "o"),
        (["missing:中文标题"], "o"),
        (["missing:code"], "opbde"),
        (["has:code,venue"], "bc"),
        (["missing:figures"], "opbcde"),
        (["missing:page"], "de"),
        (["has:citation_key", "has:doi"], "bc"),
        (["has:aliases"], "o"),
        (["is:draft"], "d"),
        (["is:future"], "e"),
        (["zero-shot"], "p"),
        (['"Zero-shot Pic2Word"'], "p"),
        (["text:“pic2word”"], "p"),
        (["not:'second'", "2023-02-08"], "p"),
        (["综述：无"], ""),
        (["ZERO‑SHOT"], "p"),
        (["zero"], "p"),
        (["er"], ""),
        (["中文摘要"], "opbcde"),
        (["text:2302.03084"], "p"),
        (["abstract", "second"], "b"),
        (["not:second", "2023-02-08"], "p"),
        (["not:cat:CV"], "c"),
        (["not:not:cat:NT", "not:cat:math.NT"], ""),
        (["not:" * 2001 + "cat:CV"], "c"),
        (["tag:x" + " " * 100_000 + "x"], ""),
    ],
)
def test_words_mean_papers(words: list[str], names: str) -> None:
    assert found(*words) == names


def test_ids_that_no_paper_has_are_told() -> None:
    words = [
        "2302.09999,2302.03084",
        "10.1/x",
        "10.1234/z",
        "x.md",
        "papers/y.html",
        "cat:XX,CV",
        "tag:零样",
        "not:area:z",
    ]
    assert read_query(words, papers()).absent == (
        "There is no paper 2302.09999.",
        "There is no paper 10.1234/z.",
        "There is no paper x.md.",
        "There is no paper y.",
        "No paper has cat:XX.",
        "No paper has tag:零样; did you mean '零样本'?",
        "No paper has area:z.",
    )


@pytest.mark.parametrize(
    ("word", "message", "hint"),
    [
        ("foo:bar", "a selection has no 'foo:'", "write text:'foo:bar' to look for these words"),
        ("tags:x", "a selection has no 'tags:'", "write tag:x"),
        ("tagg:x", "a selection has no 'tagg:'", "did you mean 'tag'?"),
        ("category:CV", "a selection has no 'category:'", "write cat:CV"),
        ("作者：李娜", "a selection has no '作者:'", "write author:李娜"),
        ("year:x", "'x' is no day, week", "a selection takes"),
        ("..", "'..' has no end", "write a day"),
        ("2023-01-01..zzz", "'zzz' is no day, week", "write a day"),
        ("zzz..2023-01-01", "'zzz' is no day, week", "write a day"),
        ("2023-02-06...2023-02-08", "'.2023-02-08' is no day", "write a day"),
        ("2023-02-06…2023-02-08", "'2023-02-06…2023-02-08' is no day", "write a day"),
        ("2023-02-06-2023-02-08", "'2023-02-06-2023-02-08' is no day", "write a day"),
        ("2023W06", "'2023W06' is no day", "write a day"),
        ("2023/02/08", "'2023/02/08' is no day", "write a day"),
        ("20230208", "'20230208' is no day", "write a day"),
        ("2023年2月8日", "'2023年2月8日' is no day", "write a day"),
        ("latest..2023-01", "'latest..2023-01' ends before", "write 2023-01..latest"),
        ("-survey", "'-survey' begins like an option", "write not:survey"),
        ("tag:", "'tag:' names nothing", "write what to look for behind 'tag:'"),
        ("not:", "'not:' names nothing", "write what to look for behind 'not:'"),
        ("2023-13", "'2023-13' is no day, week or month of the calendar", "write it as"),
        ("2023-02-30", "'2023-02-30' is no day", "write it as"),
        ("2023-W54", "'2023-W54' is no day", "write it as"),
        ("0000", "'0000' is no day", "write it as"),
        ("2023..2022", "'2023..2022' ends before it begins", "write 2022..2023"),
        ("is:old", "papers cannot be asked to be 'old'", "write is:draft or is:future"),
        ("missing:titel", "the data of papers has no 'titel'", "did you mean 'title'"),
        ("has:allow", "the data of papers has no 'allow'", "it has slug"),
        ("tag:,", "'tag:,' names nothing", "write what"),
        ('author:""', "'author:\"\"' names nothing", "write what"),
        (" ", "' ' has no words to look for", "a selection takes 2023-02-08"),
        ("author:a,\u200b", "'\u200b' has no words to look for", "a selection takes"),
    ],
)
def test_what_cannot_be_read_is_said(word: str, message: str, hint: str) -> None:
    with pytest.raises(NoQuery) as told:
        read_query([word], papers())
    assert told.value.message.startswith(message)
    assert told.value.hint.startswith(hint)


@given(st.text(max_size=12) | st.text(st.sampled_from("notismg:,.2023-W0 \0"), max_size=14))
def test_any_word_is_read_or_refused(word: str) -> None:
    with contextlib.suppress(NoQuery):
        assert set(found(word)) <= set("opbcde")


@given(
    st.text(st.sampled_from("ab图_ -éA1"), max_size=8), st.text(st.sampled_from("ab图_ -éA1"), min_size=1, max_size=3)
)
def test_a_term_is_found_where_the_search_finds_it(text: str, term: str) -> None:
    if fold(term.strip()):
        assert (words_in(term).search(fold(text)) is not None) == is_contained(text, term.strip())
