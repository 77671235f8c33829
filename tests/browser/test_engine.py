"""The search engine of the default theme, against a plain scan of all texts."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from digest.text.folding import fold
from tests.searching import contains, words_script

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "themes/default/static"
MEMORY = Path(__file__).with_name("memory_library.js")

RUN = """
async (asked) => {
  const {papers, sizes, searches} = JSON.parse(asked);
  const answers = [];
  const library = digest.memoryLibrary(papers, sizes);
  for (const {text, filters} of searches) {
    library.forget();
    const engine = digest.search(library);
    const query = engine.parse(text);
    const run = engine.run(query, filters, {language: "zh"});
    const pages = [], spent = [];
    while (run.more && pages.length < 1000) {
      const [before, found] = [library.requests, run.results.length];
      await run.next();
      pages.push([run.results.length - found, found ? library.requests - before : 0]);
      spent.push(library.requests - before);
    }
    const {results, count, state, searched} = run;
    const {requests} = library;
    const counts = Object.fromEntries(Object.entries(await run.counts()).map(([kind, all]) => [kind, [...all]]));
    answers.push({
      query: {...query, terms: query.terms.map(({text}) => text), not: query.not.map(({text}) => text)},
      found: results.map(({paper, sentence, tier}) => ({slug: paper.slug, sentence, tier})),
      count, state, searched, counts, pages, spent, requests,
    });
  }
  return JSON.stringify(answers);
}
"""
"""As JSON, which the connection to the browser passes on as it is."""

Paper = dict[str, Any]
Search = Callable[..., list[dict[str, Any]]]


def paper(slug: str, day: str, title: str, title_zh: str = "", **other: Any) -> Paper:
    """A paper as the library gives it: `fields` are its other texts, each with its field and language."""
    has: dict[str, Any] = dict.fromkeys(("authors", "affiliations", "areas", "tags"), ())
    has |= {"categories": ["CV"], "venue": "", "code": False} | other
    names = [
        (field, "", name)
        for field, column in (
            ("author", "authors"),
            ("affiliation", "affiliations"),
            ("category", "categories"),
            ("area", "areas"),
            ("tag", "tags"),
        )
        for name in has[column]
    ]
    texts = [("title", "en", title), ("title", "zh", title_zh), *names, ("venue", "", has["venue"])]
    fields = [each for each in (*texts, *has.pop("fields", ())) if each[2]]
    return {"slug": slug, "day": day, "title": title, "title_zh": title_zh, **has, "fields": fields}


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """A page with nothing but the scripts of the search."""
    tab = browser.new_page()
    tab.evaluate(words_script())
    for script in (MEMORY, *(STATIC / f"{name}.js" for name in ("query", "filters", "sentences", "engine"))):
        tab.add_script_tag(content=script.read_text(encoding="utf-8"))
    yield tab
    tab.close()


@pytest.fixture(scope="module")
def search(blank: Page) -> Search:
    """Search papers, each search to its end: a text, or a text and filters."""

    def ask(papers: list[Paper], *searches: Any, limit: int = 64, size: int = 4) -> list[dict[str, Any]]:
        pairs = [each if isinstance(each, tuple) else (each, {}) for each in searches]
        asked = [{"text": text, "filters": filters} for text, filters in pairs]
        sizes = {"limit": limit, "size": size}
        answers: list[dict[str, Any]] = json.loads(
            blank.evaluate(RUN, json.dumps({"papers": papers, "sizes": sizes, "searches": asked}))
        )
        return answers

    return ask


# The query language


QUERIES = [
    ("组合图像检索 zero-shot", ["组合图像检索", "zero-shot"], [], []),
    ('"large language" models', ["large language", "models"], [], []),
    (
        "“零样本” 「a b」 『c d』 «e f» ‘g h’ 'i j' ＂k l＂ “m n“",
        ["零样本", "a b", "c d", "e f", "g h", "i j", "k l", "m n"],
        [],
        [],
    ),
    ("图像“零样本”检索", ["图像", "零样本", "检索"], [], []),
    ("don’t O'Brien's 5\" C++ & …", ["don’t", "O'Brien's", '5"', "C++", "&", "…"], [], [("quote", '5"')]),
    ("diffusion -survey －综述 –x -“a b” - ", ["diffusion", "-"], ["survey", "综述", "x", "a b"], []),
    ("a\u3000ｂ", ["a", "ｂ"], [], []),
    ('"not closed', ["not closed"], [], []),
    ('图像 "" ^', ["图像"], [], [("empty", ""), ("empty", "^")]),
    (
        "foo:bar 10:30 https://a.org/b Title: 题：目",
        ["foo:bar", "10:30", "https://a.org/b", "Title:", "题：目"],
        [],
        [("field", "foo:bar")],
    ),
    ("zero-shot a--b", ["zero-shot", "a--b"], [], []),
]
"""Text, its terms, what it leaves out, its notes."""


def test_queries_are_read_as_they_are_typed(search: Search) -> None:
    answers = search([paper("a", "2023-01-01", "A")], *[text for text, *_ in QUERIES])
    for (text, terms, left, notes), answer in zip(QUERIES, answers, strict=True):
        query = answer["query"]
        assert (text, query["terms"], query["not"]) == (text, terms, left)
        assert [(note["kind"], note["text"]) for note in query["notes"]] == notes, text
        assert query["clauses"] == []


CLAUSES = [
    ("author:Li", [("author", ["Li"], False)]),
    ("AUTHOR：“Fei-Fei Li” x", [("author", ["Fei-Fei Li"], False)]),
    ("ｃａｔ：CV,CL，LG", [("cat", ["CV", "CL", "LG"], False)]),
    ('-tag:CLIP venue:"ICLR 2023","a, b"', [("tag", ["CLIP"], True), ("venue", ["ICLR 2023", "a, b"], False)]),
    ("year: 2023 area:检索", [("year", ["2023"], False), ("area", ["检索"], False)]),
]


def test_fields_of_queries_have_values(search: Search) -> None:
    answers = search([paper("a", "2023-01-01", "A")], *[text for text, _ in CLAUSES], "author: ")
    for (_, clauses), answer in zip(CLAUSES, answers, strict=False):
        assert [(each["field"], each["values"], each["not"]) for each in answer["query"]["clauses"]] == clauses
        assert answer["query"]["notes"] == []
    assert answers[-1]["query"]["notes"] == [{"kind": "empty", "text": "author:"}]


# What is found

WORDS = [
    *["image", "retrieval", "GPT-4", "GPT-4o", "zero-shot", "shot", "Pic2Word", "word", "CLIP", "C++", "the", "don’t"],
    *[
        "D³G",
        "d^3g",
        "ｂｅｒｔ",
        "é",
        "检索",
        "图像",
        "圖像檢索",
        "组合",
        "的",
        "模型",
        "大模型",
        "学习",
        "検",
        "索引",
        "图",
    ],
    *[",", "。", ".", ":", "“", "&", "$5", "e.g.", "A."],
]
words = st.sampled_from([word for word in WORDS if word != "“"])
NAMES = ["Wei Zhang", "Zhang Wei", "Fei-Fei Li", "张三", "O’Brien", "Li"]


def collection(seed: int) -> list[Paper]:
    """Papers of some weeks, in order."""
    random = Random(seed)

    def text(most: int) -> str:
        return "".join(
            random.choice(WORDS) + random.choice(["", " ", "  ", "-"]) for _ in range(random.randint(1, most))
        )

    return [
        paper(
            f"p{number:03}",
            str(date(2022, 12, 1) + timedelta(number)),
            text(4),
            text(4),
            authors=random.sample(NAMES, random.randint(1, 2)),
            affiliations=random.sample(["Google", "清华大学", "Tsinghua University"], random.randint(0, 2)),
            categories=random.sample(["CV", "CL", "math.NT"], random.randint(1, 2)),
            tags=random.sample(["CLIP", "检索", "zero-shot"], random.randint(0, 2)),
            areas=random.sample(["多模态", "安全"], random.randint(0, 1)),
            venue=random.choice(["", "ICLR 2023", "CVPR 2023"]),
            code=random.random() < 0.3,
            fields=[("summary", "zh", text(6)), ("key_points", "zh", text(6)), ("abstract", "en", text(12))],
        )
        for number in range(random.randint(40, 90))
    ]


def in_a_name(names: list[str], phrase: str) -> bool:
    return any(contains(name, phrase) for name in names)


CONDITIONS: list[tuple[str, dict[str, Any], Callable[[Paper], bool]]] = [
    ("cat:cs.CV", {}, lambda each: "CV" in each["categories"]),
    ("cat:cl,math.nt", {}, lambda each: bool({"CL", "math.NT"} & set(each["categories"]))),
    ("-cat:CV", {}, lambda each: "CV" not in each["categories"]),
    ("tag:clip", {}, lambda each: "CLIP" in each["tags"]),
    ("-tag：檢索", {}, lambda each: "检索" not in each["tags"]),
    ("area:安全", {}, lambda each: "安全" in each["areas"]),
    ("venue:iclr", {}, lambda each: each["venue"] == "ICLR 2023"),
    ("year:2022", {}, lambda each: each["day"] < "2023"),
    ('author:"zhang wei"', {}, lambda each: in_a_name(each["authors"], "zhang wei")),
    ("-author:li", {}, lambda each: not in_a_name(each["authors"], "li")),
    ("", {"author": ["fei-fei li", "张三"]}, lambda each: bool({"Fei-Fei Li", "张三"} & set(each["authors"]))),
    ("", {"affil": ["tsinghua university"]}, lambda each: "Tsinghua University" in each["affiliations"]),
    ("", {"cat": "CV", "not": "clip"}, lambda each: "CV" in each["categories"] and not finds(each, "clip")),
    ("", {"from": "2022-12-10", "to": "2023-01"}, lambda each: "2022-12-10" <= each["day"] < "2023-02"),
    ("", {"month": ["2023-01"], "code": True}, lambda each: each["day"].startswith("2023-01") and each["code"]),
]  # fmt: skip
"""Text and filters of a search, and what they leave."""


folded = cache(fold)


def finds(each: Paper, term: str) -> bool:
    wanted = folded(term)
    return any(wanted in folded(text) and contains(text, term) for _, _, text in each["fields"])


@st.composite
def queries(draw: st.DrawFn) -> tuple[str, dict[str, Any], Callable[[Paper], bool]]:
    """A query and its filters, and whether a paper matches."""
    phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)
    wanted = draw(st.lists(words | phrases, max_size=3))
    left = draw(st.lists(words | phrases, max_size=1))
    text, filters, passes = draw(st.sampled_from([("", {}, lambda _: True), *CONDITIONS]))
    quoted = [f'"{term}"' if " " in term else term for term in wanted]
    parts = draw(st.permutations([*quoted, *[f'-"{term}"' for term in left], text]))

    def matches(each: Paper) -> bool:
        return (
            all(finds(each, term) for term in wanted) and not any(finds(each, term) for term in left) and passes(each)
        )

    return " ".join(parts), filters, matches


@settings(max_examples=6)
@given(st.integers(0, 999), st.lists(queries(), min_size=30, max_size=30), st.sampled_from([16, 50, 1000]))
def test_exactly_the_papers_that_a_scan_finds_are_found(
    search: Search, seed: int, asked: list[tuple[str, dict[str, Any], Callable[[Paper], bool]]], limit: int
) -> None:
    papers = collection(seed)
    answers = search(papers, *[(text, filters) for text, filters, _ in asked], limit=limit)
    for (text, filters, matches), answer in zip(asked, answers, strict=True):
        expected = [each["slug"] for each in papers if matches(each)]
        found = [each["slug"] for each in answer["found"]]
        assert (text, filters, sorted(found)) == (text, filters, expected)
        assert answer["count"] == len(expected)
        assert answer["state"] == ("done" if expected else "none")
        assert answer["searched"]["papers"] == answer["searched"]["of"] == len(papers)
        assert all(results <= 30 and requests <= 6 for results, requests in answer["pages"])
        hits = [each for each in papers if each["slug"] in expected]
        for kind, column in (("cat", "categories"), ("author", "authors"), ("tag", "tags")):
            every = [name for each in hits for name in each[column]]
            assert dict(answer["counts"][kind]) == {name: every.count(name) for name in every}
        assert dict(answer["counts"]["code"]).get("1", 0) == sum(each["code"] for each in hits)


@settings(max_examples=4)
@given(st.integers(0, 999), st.lists(st.lists(words, min_size=2, max_size=4, unique=True), min_size=8, max_size=8))
def test_the_order_of_terms_does_not_matter_and_each_further_one_leaves_less(
    search: Search, seed: int, asked: list[list[str]]
) -> None:
    orders = [" ".join(order) for terms in asked for order in (terms, terms[::-1], terms[1:])]
    answers = search(collection(seed), *orders)
    for at in range(0, len(answers), 3):
        one, other, wider = answers[at : at + 3]
        assert one["found"] == other["found"]
        assert one["pages"] == other["pages"]
        found = [each["slug"] for each in one["found"]]
        assert len(set(found)) == len(found)
        assert set(found) <= {each["slug"] for each in wider["found"]}


# Order and cost


def test_newer_parts_come_first_and_in_a_part_what_is_in_titles_the_rarest_first(search: Search) -> None:
    titles = ["common", "rare", "common rare", "other", "common", "other", "common", "common other"]
    text = ("abstract", "en", "A rare and common thing.")
    papers = [
        paper(f"p{number:02}", f"2023-01-{number + 1:02}", title, fields=[text] if number % 16 < 8 else [])
        for number, title in enumerate((titles + ["common"] * 8) * 2)
    ]
    (answer,) = search(papers, "common rare", limit=16, size=1)
    part = [2, 1, 7, 6, 4, 0, 5, 3]
    assert [each["slug"] for each in answer["found"]] == [f"p{start + n:02}" for start in (16, 0) for n in part]
    assert [each["tier"] for each in answer["found"]] == [0, 0, 0, 0, 0, 0, 1, 1] * 2


def many(number: int, text: Callable[[int], str]) -> list[Paper]:
    return [
        paper(f"p{each:04}", str(date(2020, 1, 1) + timedelta(each)), "A", fields=[("abstract", "en", text(each))])
        for each in range(number)
    ]


def test_what_the_index_decides_is_counted_without_texts_and_a_page_asks_for_six_files(search: Search) -> None:
    papers = many(
        2000, lambda each: "common" + " rare" * (each % 100 == 0) + " few" * (each % 250 == 0) + " first" * (each == 0)
    )
    queries = ("common", "rare", "first", "nothing", "rare -first", "few -few")
    common, rare, first, none, two, no = search(papers, *queries, limit=500)
    assert common["pages"][0] == [10, 0]
    assert rare["count"] == 20
    # The list of parts, a shard of each, and the texts.
    assert first["requests"] == 1 + 4 + 1
    assert none["requests"] == 1 + 4
    assert two["count"] == 19
    assert no["found"] == []


def test_few_results_are_one_page_if_all_is_searched(search: Search) -> None:
    papers = many(900, lambda each: "few" * (each % 30 == 0) + " more" * (each % 29 == 0))
    few, more = search(papers, "few", "more", limit=900, size=900)
    assert [results for results, _ in few["pages"]] == [30]
    assert [results for results, _ in more["pages"]] == [10, 10, 10, 2]


def test_a_sign_that_no_index_knows_is_found_in_the_newest_texts(search: Search) -> None:
    (answer,) = search(many(200, lambda each: "50 %" if each % 2 else "50"), "%", limit=200)
    assert answer["count"] == 100
    assert answer["pages"][0][0] == 10
    assert answer["spent"][0] <= 6


def test_a_page_ends_if_nothing_is_found_and_the_next_ones_go_further(search: Search) -> None:
    (answer,) = search(many(2000, lambda each: "one two"), '"two one"', limit=2000)
    assert answer["state"] == "none"
    # The list of parts, two shards and five hundred files of texts.
    assert answer["spent"] == [54, 108, 216, 125]


def test_of_a_long_phrase_older_parts_load_the_rarest_key_alone(search: Search) -> None:
    papers = many(2000, lambda each: "组合图像检索" if each == 1999 else "图像检索" if each % 2 else "组合")
    (answer,) = search(papers, "组合图像检索", limit=500)
    assert [each["slug"] for each in answer["found"]] == ["p1999"]
    assert answer["requests"] <= 1 + 3 + 1 + 3


def test_a_search_that_has_been_followed_by_another_says_nothing_more(blank: Page) -> None:
    papers = many(200, lambda each: "common")
    answer = blank.evaluate(
        """async (papers) => {
          const engine = digest.search(digest.memoryLibrary(papers, {limit: 20}));
          const told = [];
          const start = (text) => engine.run(engine.parse(text), {}, {onProgress: () => told.push(text)});
          const first = start("common");
          const waiting = first.next().catch((error) => error.name);
          const second = start("a");
          const [error] = await Promise.all([waiting, second.next()]);
          const control = new AbortController();
          const third = engine.run(engine.parse("a"), {}, {signal: control.signal});
          const aborted = third.next().catch((error) => error.name);
          control.abort();
          return [error, first.results.length, second.results.length, [...new Set(told)], await aborted];
        }""",
        papers,
    )
    assert answer == ["AbortError", 0, 10, ["a"], "AbortError"]


def test_after_a_failure_the_search_goes_on_where_it_was(blank: Page) -> None:
    answer = blank.evaluate(
        """async (papers) => {
          const library = digest.memoryLibrary(papers, {limit: 20});
          const engine = digest.search(library);
          const run = engine.run(engine.parse("common"));
          const asked = new Set();
          for (const name of ["parts", "postings", "papers"]) {
            const own = library[name];
            library[name] = (...given) => {
              const request = JSON.stringify([name, ...given]);
              if (asked.has(request)) return own(...given);
              asked.add(request);
              return Promise.reject(new Error("offline"));
            };
          }
          let failures = 0;
          while (run.more) await run.next().catch(() => failures++);
          const slugs = run.results.map(({paper}) => paper.slug);
          return [failures > 9, slugs.length, new Set(slugs).size, run.count];
        }""",
        many(200, lambda each: "common"),
    )
    assert answer == [True, 200, 200, 200]


# The sentence that matched


LONG = "Words " + "and more of them " * 20
SENTENCES = [
    ("retrieval", [("summary", "zh", "一句话。"), ("abstract", "en", "First. Image retrieval, e.g. on Fig. 3. Last.")],
     "Image [retrieval], e.g. on Fig. 3."),
    ("检索 图像", [("abstract", "zh", "检索。图像的检索！图像。"), ("summary", "zh", "图像。")], "[图像]的[检索]！"),
    ("检索 图像", [("abstract", "zh", "检索。图像。"), ("summary", "zh", "图像。")], "[图像]。"),
    ("clip", [("abstract", "en", "CLIP."), ("summary", "en", "A CLIP."), ("summary", "zh", "用CLIP。")], "用[CLIP]。"),
    ("D^3G", [("abstract", "en", "The D³G, an ab\u00adstract D3G.")], "The [D³G], an ab\u00adstract [D3G]."),
    ("檢索", [("key_points", "zh", "检索")], "[检索]"),
    ('"one. Two"', [("abstract", "en", "Zero. One. Two. Three.")], "Zero. [One. Two]. Three."),
    ("end", [("abstract", "en", LONG + "end")], "and more of them [end]"),
    ("start", [("abstract", "en", "Start " + LONG)], "[Start] Words and more of them"),
    ("a", [("summary", "zh", "没有。别的。"), ("abstract", "en", "None.")], "没有。"),
    ("wei", [("author", "", "Wei Zhang"), ("summary", "zh", "没有。")], "[Wei] Zhang"),
]  # fmt: skip
"""A query, fields of the paper, and the start or end of the sentence that is shown, its marks in brackets."""


def test_the_sentence_that_says_most_is_shown_with_its_marks(search: Search) -> None:
    papers = [paper(f"p{number}", "2023-01-01", "A", fields=fields) for number, (_, fields, _) in enumerate(SENTENCES)]
    for (query, _, expected), each in zip(SENTENCES, papers, strict=True):
        ((found,),) = (answer["found"] for answer in search([each], query))
        sentence = found["sentence"]
        text, shift = sentence["text"], 0
        for start, end in sentence["marks"]:
            text = f"{text[: start + shift]}[{text[start + shift : end + shift]}]{text[end + shift :]}"
            shift += 2
        assert text.startswith(expected) or text.endswith(expected), query
        assert len(sentence["text"]) < 185
