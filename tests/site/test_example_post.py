"""The example site is a real post, and its issue page has all of the post's text.

`example_post.txt` is the part of the post with the papers, line by line. The entries are compared with it first,
without a build; then the issue page is compared with the entries.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import html5lib
import pytest
import yaml

from digest.markdown.fullwidth import widen_punctuation
from tests.site.reading import squeeze as on_one_line
from tests.site.reading import text_of

ISSUE = Path(__file__).parents[2] / "content" / "2023-02-08"
POST = Path(__file__).with_name("example_post.txt")
NOTABLE_HEADING = "另外几篇值得关注的论文"


@dataclass(frozen=True)
class Entry:
    """An entry, parsed by PyYAML and `## ` headings, without digest's code."""

    meta: dict[str, str]
    sections: dict[str, str]

    @property
    def names(self) -> list[str]:
        return [name.strip() for name in self.meta["authors"].removesuffix("…").split(",")]

    @property
    def cut_short(self) -> bool:
        return self.meta["authors"].endswith("…")

    @property
    def affiliations(self) -> list[str]:
        return [part.strip() for part in self.meta.get("affiliations", "").split("&") if part.strip()]

    @property
    def key_points(self) -> list[str]:
        return [re.sub(r"^\d+\. ", "", line) for line in self.sections["要点"].splitlines()]

    @property
    def paragraphs(self) -> list[str]:
        """Summary, Chinese abstract if there is one, English abstract."""
        return [self.sections[name] for name in ("一句话总结", "摘要", "Abstract") if name in self.sections]

    def as_posted(self) -> str:
        """The paper's lines in the post."""
        meta, sections = self.meta, self.sections
        featured = meta["section"] == "featured"
        affiliations = f"[{meta['affiliations']}]" if "affiliations" in meta else ""
        if featured:
            number, by = f"{meta['rank']}、", [meta["authors"], affiliations]
        else:
            number, by = "", [" ".join(filter(None, (meta["authors"], affiliations, f"({meta['year']})")))]
        return "\n".join(
            [
                f"{number}[{meta['category']}] {meta['title']}",
                *by,
                meta["title_zh"],
                *("要点:", sections["要点"]),
                *("一句话总结:", sections["一句话总结"]),
                *(("摘要:", sections["摘要"]) if featured else ()),
                sections["Abstract"],
                f"https://arxiv.org/abs/{meta['arxiv']}",
            ]
        )


def read_entry(path: Path) -> Entry:
    _, front_matter, body = path.read_text(encoding="utf-8").split("---\n", 2)
    meta = yaml.load(front_matter, Loader=yaml.BaseLoader)  # safe: the loader makes strings only
    _, *parts = re.split(r"^## (.+)\n", body, flags=re.MULTILINE)
    sections = {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}
    return Entry(meta, sections)


def read_entries() -> list[Entry]:
    entries = [read_entry(path) for path in ISSUE.glob("*.md") if path.name != "issue.md"]
    return sorted(entries, key=lambda entry: (entry.meta["section"], int(entry.meta["rank"])))


def squeeze(text: str) -> str:
    """The text on one line, as the settings of the example show its punctuation."""
    return on_one_line(widen_punctuation(text))


ENTRIES = read_entries()
TITLES = [entry.meta["title"] for entry in ENTRIES]
BLOCKS = POST.read_text(encoding="utf-8").removesuffix("\n").split("\n\n")


# The entries have the text of the post.


def test_the_entries_are_the_post_in_its_order_character_for_character() -> None:
    posted = [entry.as_posted() for entry in ENTRIES]
    assert [*posted[:5], f"{NOTABLE_HEADING}:", *posted[5:]] == BLOCKS


def test_the_day_has_five_featured_and_four_notable_papers() -> None:
    assert [(entry.meta["section"], entry.meta["rank"]) for entry in ENTRIES] == [
        *(("featured", str(rank)) for rank in range(1, 6)),
        *(("notable", str(rank)) for rank in range(1, 5)),
    ]


@pytest.mark.parametrize("entry", ENTRIES, ids=TITLES)
def test_an_entry_says_nothing_that_the_post_does_not(entry: Entry) -> None:
    assert entry.meta.keys() - {"year", "affiliations"} == {
        "title",
        "title_zh",
        "authors",
        "category",
        "arxiv",
        "section",
        "rank",
    }
    assert entry.sections.keys() - {"摘要"} == {"要点", "一句话总结", "Abstract"}


# The issue page has the text of the entries.


@pytest.fixture(scope="module")
def issue_page(example_site: Path) -> ET.Element:
    page = (example_site / "issues" / "2023-02-08.html").read_bytes()
    root: ET.Element = html5lib.parse(page, namespaceHTMLElements=False)
    return root


@pytest.fixture(scope="module")
def issue_text(issue_page: ET.Element) -> str:
    body = issue_page.find("body")
    assert body is not None
    return text_of(body)


@pytest.fixture(scope="module")
def elements(issue_page: ET.Element) -> list[str]:
    """The text of each paper's element, including what is above its titles."""
    return [text_of(element) for element in issue_page.iter("article")]


@pytest.fixture(scope="module")
def starts(issue_text: str) -> list[int]:
    """Offset of each paper: its last title before its first key point.

    Titles also occur earlier on the page, in the combined line and the headlines.
    """
    found = []
    for entry in ENTRIES:
        first_key_point = issue_text.find(squeeze(entry.key_points[0]))
        assert first_key_point >= 0, f"no key points of {entry.meta['title']!r}"
        titles = [issue_text.rfind(squeeze(entry.meta[key]), 0, first_key_point) for key in ("title", "title_zh")]
        assert min(titles) >= 0, f"no titles before the key points of {entry.meta['title']!r}"
        found.append(min(titles))
    return found


@pytest.fixture(scope="module")
def articles(issue_text: str, starts: list[int]) -> list[str]:
    return [issue_text[start:end] for start, end in pairwise([*starts, len(issue_text)])]


def assert_in_order(names: list[str], text: str) -> None:
    position = 0
    for name in names:
        match = re.compile(rf"(?<![A-Za-z]){re.escape(squeeze(name))}(?![A-Za-z])").search(text, position)
        assert match, f"{name!r} is missing or out of order in {text[:400]!r}"
        position = match.end()


def test_the_papers_stand_in_the_posts_order(starts: list[int]) -> None:
    assert len(starts) == 9
    assert starts == sorted(set(starts))


@pytest.mark.parametrize("index", range(9), ids=TITLES)
def test_the_issue_page_has_every_word_of_the_paper(index: int, articles: list[str], elements: list[str]) -> None:
    entry, article = ENTRIES[index], articles[index]
    assert squeeze(entry.meta["title_zh"]) in article
    assert squeeze(entry.meta["title"]) in article
    assert_in_order(entry.names, article)
    assert_in_order(entry.affiliations, article)
    assert_in_order(entry.key_points, article)
    for paragraph in entry.paragraphs:
        assert squeeze(paragraph) in article
    assert f"arXiv {entry.meta['arxiv']}" in elements[index]


def test_an_element_holds_one_paper(elements: list[str]) -> None:
    assert len(elements) == 9
    for entry, element in zip(ENTRIES, elements, strict=True):
        assert [each.meta["title"] for each in ENTRIES if squeeze(each.sections["Abstract"]) in element] == [
            entry.meta["title"]
        ]


@pytest.mark.parametrize("index", range(9), ids=TITLES)
def test_a_cut_list_of_authors_says_so_and_a_whole_one_does_not(index: int, articles: list[str]) -> None:
    entry = ENTRIES[index]
    after_the_last = articles[index].split(entry.names[-1], 1)[1].lstrip(" ,，、")
    assert after_the_last.startswith(("等", "et al.", "…")) is entry.cut_short


def test_the_combined_line_is_the_nine_chinese_titles(issue_text: str) -> None:
    assert squeeze("、".join(entry.meta["title_zh"] for entry in ENTRIES)) in issue_text


def test_the_notable_papers_stand_under_their_heading(issue_text: str, starts: list[int]) -> None:
    end_of_the_fifth = issue_text.index(squeeze(ENTRIES[4].sections["Abstract"]), starts[4])
    assert NOTABLE_HEADING in issue_text[end_of_the_fifth : starts[5]]
