"""Related papers: only older ones, the same however the site was built, and why."""

import datetime
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.content.documents import read_document
from digest.content.entry import Entry
from digest.content.head import Head, head_of
from digest.content.people import KnownPerson
from digest.content.site import Selection, assemble_site
from digest.content.typesetting import typeset
from digest.model.config import Config
from digest.plan import related as module
from digest.plan.make import make_contents
from digest.plan.memo import Memo
from digest.plan.related import Found
from digest.plan.types import Plan
from digest.plan.views import PaperPageView, RelatedView
from digest.text.packing import dump, load
from digest.text.source import Source
from tests.building import build, entry, site, write_site
from tests.machine.sites import both, change, clean_build, everything_in
from tests.plan.test_keys import plan


def path_of(number: int) -> str:
    return f"content/2023-02-{number:02}/p{number}.md"


def paper(number: int, lead: str = "", **keys: str) -> dict[str, str]:
    """An entry of the day with this number. It has nothing in common with others but for these keys."""
    usual = {"title": f"Q{number}", "title_zh": "题", "authors": f"[P{number}]", "arxiv": f"2302.0{number:04}"}
    text = entry(**(usual | keys)).replace("一句话。", "")
    return {path_of(number): text.replace("## 要点", f"{lead}\n\n## 要点")}


TAGS = "[组合图像检索, 零样本]"
FILES = {
    **paper(1, title="Composed Image Retrieval, Zero-Shot"),
    **paper(2, tags=TAGS, authors="[A. Lovelace, Alan Turing]"),
    **paper(3, authors="[Ada Lovelace, Alan Turing]", title="A zero-shot view of composed image retrieval"),
    **paper(4, tags=TAGS, title_zh="面向組合圖像檢索的提示学习"),
    **paper(5, title_zh="组合图像检索：新的基准"),
    **paper(6, "见[它](../2023-02-01/p1.md)。"),
    "content/authors.yaml": "Ada Lovelace: [A. Lovelace]\n",
}


def related(made: Plan) -> dict[int, list[RelatedView]]:
    """Those of the papers, by day."""
    found = {}
    for output in made:
        if output.kind.name == "paper" and output.language == "zh":
            view = output.make(made.contents).view
            assert isinstance(view, PaperPageView)
            found[view.paper.card.date.day] = list(view.related)
    return found


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return plan(write_site(tmp_path_factory.mktemp("related"), FILES), {})


def test_a_paper_shows_older_ones_and_what_they_share(planned: Plan) -> None:
    found = related(planned)
    assert {day: [each.date.day for each in views] for day, views in found.items()} == {
        1: [],
        2: [],
        3: [1, 2],
        4: [2],
        5: [4],
        6: [1],
    }
    first, second = found[3]
    assert (first.topics_en, first.authors) == (("composed image retrieval", "zero-shot"), ())
    assert (second.authors, second.topics_zh) == (("Ada Lovelace", "Alan Turing"), ())
    assert found[4][0].topics_zh == ("组合图像检索", "零样本")
    assert found[5][0].topics_zh == ("组合图像检索",)
    assert found[6][0].linked


def test_a_page_says_it_in_its_language(tmp_path: Path) -> None:
    built = site(tmp_path, FILES)
    assert "都谈：组合图像检索、零样本" in built.text("papers/2302.00004.html")
    assert "Both on: composed image retrieval, zero-shot" in built.text("en/papers/2302.00003.html")
    assert "Also by Ada Lovelace, Alan Turing" in built.text("en/papers/2302.00003.html")
    assert '<time class="row-date" datetime="2023-02-01">2023-02-01</time>' in built.text("papers/2302.00003.html")
    assert 'class="related"' not in built.text("papers/2302.00001.html")


def test_a_new_paper_and_a_body_move_no_page_of_an_older_paper(tmp_path: Path) -> None:
    root = site(tmp_path, FILES).root
    change(root, paper(7, tags=TAGS, title="Again: composed image retrieval", authors="[Ada Lovelace, Alan Turing]"))
    papers = [path for path in build(root).written() if re.search("papers/.*html", path)]
    assert sorted(papers) == sorted(both("papers/2302.00007.html"))
    change(root, {path_of(2): FILES[path_of(2)].replace("中文摘要。", "新的摘要。")})
    papers = [path for path in build(root).written() if re.search("papers/.*html", path)]
    assert sorted(papers) == sorted(both("papers/2302.00002.html"))
    assert everything_in(root / "output") == clean_build(root)


def test_the_title_of_an_older_paper_moves_the_pages_that_show_it(tmp_path: Path) -> None:
    root = site(tmp_path, FILES).root
    for title, shown in (("Composed Image Retrieval, Zero-Shot Again", True), ("Other", False), ("Words", False)):
        change(root, paper(1, title=title))
        papers = {path for path in build(root).written() if re.search("papers/.*html", path)}
        assert papers == set(both("papers/2302.00001.html", "papers/2302.00006.html")) | (
            set(both("papers/2302.00003.html")) if shown or title == "Other" else set()
        )
        assert everything_in(root / "output") == clean_build(root)


def test_what_every_paper_has_says_nothing(tmp_path: Path) -> None:
    files = {path: text for number in range(1, 20) for path, text in paper(number, tags="[x, y]").items()}
    found = related(plan(write_site(tmp_path, files), {}))
    assert found[19] == []
    assert found[3] != []


@pytest.mark.parametrize(
    ("older", "newer", "zh", "en"),
    [
        pytest.param(
            {"title": "Gaussian Splatting in Remote Sensing"},
            {"title": "Remote Sensing with Gaussian Splatting in 4D"},
            ("Gaussian Splatting", "Remote Sensing"),
            ("Gaussian Splatting", "Remote Sensing"),
            id="no-preposition",
        ),
        pytest.param(
            {"title": "Mixture of Group Experts, MoE"},
            {"title": "RAG, a Mixture of Experts: MoE"},
            *[("Experts", "Mixture", "MoE")] * 2,
            id="apart",
        ),
        pytest.param(
            {"title": "Knowledge-Driven Reasoning"}, {"title": "Learning-Driven Reasoning"}, None, None, id="hyphens"
        ),
        pytest.param(
            {"title": "Small Reasoning Model"},
            {"title": "On Small Reasoning Models"},
            *[("Small Reasoning Models",)] * 2,
            id="plural",
        ),
        pytest.param({"title": "Few-Shot Q"}, {"title": "Few-shot P, real-world"}, None, None, id="generic"),
        pytest.param(
            {"title_zh": "三维人体姿态估计"}, {"title_zh": "二维人体姿态估计"}, None, None, id="part-of-a-word"
        ),
        pytest.param(
            {"title_zh": "面向人体姿态估计的提示"},
            {"title_zh": "三维人体姿态估计"},
            *[("人体姿态估计",)] * 2,
            id="a-word",
        ),
        pytest.param(
            {"title_zh": "显著减少内存且高效的场景渲染"},
            {"title_zh": "显著减少内存且高效的场景渲染方法"},
            *[("场景渲染",)] * 2,
            id="stock",
        ),
        pytest.param(
            {"title": "Deep Convolutional Neural Networks for Rice"},
            {"title": "Convolutional Neural Network of Rice"},
            *[("Convolutional Neural Network", "Rice")] * 2,
            id="common-words-inside",
        ),
    ],
)
def test_shared_phrases_are_whole(
    tmp_path: Path,
    older: dict[str, str],
    newer: dict[str, str],
    zh: tuple[str, ...] | None,
    en: tuple[str, ...] | None,
) -> None:
    found = related(plan(write_site(tmp_path, {**paper(1, **older), **paper(2, **newer)}), {}))
    assert [(each.topics_zh, each.topics_en) for each in found[2]] == ([] if zh is None else [(zh, en)])


LATIN = ("Gaussian-Splatting", "Gaussian", "Splatting", "of", "Retrieval", "Deep", "Networks", "Images")
CHINESE = ("新", "人体姿态估计", "三维", "二维", "的", "组合图像检索", "图像")
ORCIDS = ("0000-0002-1825-0097", "0000-0001-5109-3700")
AUTHORS = ("Ann Lee", "A. Lee", "Bo Wu", *[f"{{name: Bo Wu, orcid: {each}}}" for each in ORCIDS])
CONFIG = Config(url="https://example.org/")
PEOPLE = (KnownPerson(name="Ann Lee", spellings=("A. Lee",)),)


def value(key: str, choose: Random) -> str:
    """A value of a key of an entry, or the paper that it links to."""
    if key in ("day", "link"):
        return str(choose.randint(1, 5 if key == "day" else 12))
    words = {"title": LATIN, "title_zh": CHINESE, "authors": AUTHORS, "tags": ("GAN", "gan", "x")}[key]
    found = choose.sample(words, choose.randint(1, min(4, len(words))))
    return {"title": " ".join, "title_zh": "".join}.get(key, ", ".join)(found)


def text_of(values: Mapping[str, str]) -> str:
    return (
        entry(
            date=f"2023-02-0{values['day']}",
            title=f"Q {values['title']}",
            title_zh=f"题，{values['title_zh']}",
            authors=f"[{values['authors']}]",
            tags=f"[{values['tags']}]" if len(values["tags"]) < 4 else "",
            arxiv="",
            url="https://example.org/",
        )
        + f"\n见[它](p{values['link']}.md)。\n"
    )


@cache
def parse(path: str, text: str) -> Head:
    typed = typeset(read_document(Source(path=path, text=text))).value.record
    assert isinstance(typed, Entry)
    return head_of(typed, "", "", "", "")


def find(texts: Mapping[str, str], people: tuple[KnownPerson, ...], kept: dict[str, Any]) -> Sequence[Sequence[Found]]:
    """The related papers of a site. Changes `kept` as a plan does."""
    site = assemble_site(
        config=CONFIG,
        entries=[parse(path, text) for path, text in texts.items()],
        intros=(),
        pages=(),
        people=people,
        assets={},
        selection=Selection(drafts=False, future=False, today=datetime.date(2024, 1, 1)),
    ).value
    changed: dict[str, Any] = {}
    found = make_contents(site, (), Memo(), kept=kept, keep=changed.update).related
    for day, papers in load(dump(changed)).items():
        if papers is None:
            del kept[day]
        else:
            kept[day] = papers
    return found


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_the_related_papers_after_edits_are_those_of_a_new_site(choose: Random) -> None:
    def draft() -> dict[str, str]:
        return {key: value(key, choose) for key in ("day", "title", "title_zh", "authors", "tags", "link")}

    drafts = {number: draft() for number in range(1, 10)}
    kept: dict[str, Any] = {}
    with patch.multiple(module, _FEW=1, _RARE=0, _NEWEST=2, _HEAVIEST=4, _STRONG=1):
        for step in range(6):
            texts = {f"content/p{number}.md": text_of(values) for number, values in drafts.items()}
            people = PEOPLE if choose.random() < 0.2 else ()
            assert find(texts, people, kept) == find(texts, people, {}), step
            number = choose.randint(1, 12)
            if number not in drafts:
                drafts[number] = draft()
            elif choose.random() < 0.1:
                del drafts[number]
            else:
                key = choose.choice(list(drafts[number]))
                drafts[number] = drafts[number] | {key: value(key, choose)}


def test_a_title_moves_few_of_the_later_papers() -> None:
    texts = {
        f"content/p{number}.md": entry(
            date=f"2023-{number // 28 + 1:02}-{number % 28 + 1:02}",
            arxiv="",
            url="https://example.org/",
            title=f"Word{number % 50} Term{number % 7} Name{number}",
            title_zh="题",
        )
        for number in range(200)
    }
    kept: dict[str, Any] = {}
    find(texts, (), kept)
    texts["content/p100.md"] = texts["content/p100.md"].replace("Word0 ", "Word3 ")
    with patch.object(module._Finder, "find", autospec=True, side_effect=module._Finder.find) as counted:
        find(texts, (), kept)
    assert [call.args[1].path for call in counted.call_args_list] == [
        f"content/p{number}.md" for number in (100, 103, 150, 153)
    ]


def test_a_run_that_begins_elsewhere_and_a_paper_that_moves_before_a_link() -> None:
    usual = {"title": "", "title_zh": "甲", "authors": "Ann Lee", "tags": "many", "link": "9"}
    before = {
        1: usual | {"day": "1", "title_zh": "新人体姿态估计"},
        2: usual | {"day": "3", "title_zh": "二维人体姿态估计"},
    }
    before |= {3: usual | {"day": "2", "authors": "Bo Wu", "link": "4"}, 4: usual | {"day": "4", "authors": "Cy Xu"}}
    after = before | {1: before[1] | {"title_zh": "人体姿态估计"}, 4: before[4] | {"day": "1"}}
    kept: dict[str, Any] = {}
    shown = []
    for drafts in (before, after):
        found = find({f"content/p{number}.md": text_of(values) for number, values in drafts.items()}, (), kept)
        shown.append({each.traits.path[9]: each.pages for papers in found for each in papers if each.pages})
    assert shown == [{}, {"2": ("papers/p1.html",), "3": ("papers/p4.html",)}]
