"""What reference managers read of pages: the facts that entries have."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.building import DAY, SETTINGS, BuiltSite, entry, site
from tests.site.checking import Page, faults_of, parse_page
from tests.site.embedded_metadata import Item, read_coins, read_embedded_metadata

USUAL = Item(
    kind="preprint",
    title="A Title",
    creators=(("Lovelace", "Ada"), ("Turing", "Alan")),
    date="2023/02",
    language="en",
    abstract="一句话。",
)
HOSTILE = '</script><script>alert("1")</script><!-- & \u2028 \\'
CASES: dict[str, tuple[dict[str, str], dict[str, object]]] = {
    # what is typed, and what is read where it differs from the usual
    "two authors": ({}, {}),
    "one author": ({"authors": "Ada Lovelace"}, {"creators": (("Lovelace", "Ada"),)}),
    "initials": ({"authors": "[K Saito, J. R. R. Tolkien]"}, {"creators": (("Saito", "K"), ("Tolkien", "J R R"))}),
    "one with particles": ({"authors": "Laurens van der Maaten"}, {"creators": (("van der Maaten", "Laurens"),)}),
    "one with particles and initials": (
        {"authors": "Laurens J. P. van der Maaten"},
        {"creators": (("van der Maaten", "Laurens J P"),)},
    ),
    "particles": (
        {"authors": "[Maria de la Cruz, Ludwig van Beethoven]"},
        {"creators": (("de la Cruz", "Maria"), ("van Beethoven", "Ludwig"))},
    ),
    "a suffix": (
        {"authors": "[Martin Luther King Jr., Ada Lovelace]"},
        {"creators": (("King", "Martin Luther Jr"), ("Lovelace", "Ada"))},
    ),
    "a name turned round": ({"authors": "[{name: 'Lovelace, Ada'}]"}, {"creators": (("Lovelace", "Ada"),)}),
    "two surnames": (
        {"authors": "[{name: 'García Márquez, Gabriel José'}]"},
        {"creators": (("García Márquez", "Gabriel José"),)},
    ),
    "a Chinese name": ({"authors": "[张三, 李小龙]"}, {"creators": (("张", "三"), ("李", "小龙"))}),
    "a double surname": ({"authors": "[欧阳修]"}, {"creators": (("欧阳", "修"),)}),
    "names in both scripts": ({"authors": "[王伟, Ada Lovelace]"}, {"creators": (("王", "伟"), ("Lovelace", "Ada"))}),
    "a team": ({"authors": "[{name: Gemini Team}]"}, {"creators": (("Gemini Team", ""),)}),
    "a team among people": (
        {"authors": "[{name: ATLAS Collaboration}, Ada Lovelace]"},
        {"creators": (("ATLAS Collaboration", ""), ("Lovelace", "Ada"))},
    ),
    "a single word": ({"authors": "[OpenAI]"}, {"creators": (("OpenAI", ""),)}),
    "a company": ({"authors": "[DeepSeek-AI]"}, {"creators": (("DeepSeek-AI", ""),)}),
    "a cut list": ({"authors": "[Ada Lovelace, et al.]"}, {"creators": (("Lovelace", "Ada"),)}),
    "accents": (
        {"authors": "[José Ruiz, Kārlis Ozoliņš]"},
        {"creators": (("Ruiz", "José"), ("Ozoliņš", "Kārlis"))},
    ),
    "hyphens and apostrophes": (
        {"authors": "[Jean-Luc Picard, Miles O'Brien]"},
        {"creators": (("Picard", "Jean-Luc"), ("O'Brien", "Miles"))},
    ),
    "affiliations": (
        {
            "authors": "[{name: Ada Lovelace, affiliation: 'Analytical, Ltd. & Co.'},"
            " {name: Alan Turing, affiliation: NPL; Bletchley Park}]"
        },
        {},
    ),
    "a conference": ({"venue": "CVPR 2022"}, {"kind": "conferencePaper", "container": "CVPR", "date": "2022"}),
    "a conference without a year": (
        {"venue": "NeurIPS"},
        {"kind": "conferencePaper", "container": "NeurIPS", "date": "2023"},
    ),
    "a workshop": (
        {"venue": "ICLR 2023 Workshop on Maps"},
        {"kind": "conferencePaper", "container": "ICLR 2023 Workshop on Maps", "date": "2023"},
    ),
    "a journal": ({"venue": "TPAMI", "year": "2021"}, {"kind": "journalArticle", "container": "TPAMI", "date": "2021"}),
    "a journal with words": (
        {"venue": "Nature Communications", "published": "2022-05-06"},
        {"kind": "journalArticle", "container": "Nature Communications", "date": "2022/05/06"},
    ),
    "a venue in Chinese": (
        {"venue": "全国机器学习大会"},
        {
            "kind": "conferencePaper",
            "container": "全国机器学习大会",
            "date": "2023",
            "title": "一个标题",
            "language": "zh",
        },
    ),
    "a thesis": (
        {"venue": "PhD thesis, MIT", "year": "2021"},
        {"kind": "thesis", "container": "MIT", "date": "2021"},
    ),
    "a thesis without a school": ({"venue": "博士论文", "year": "2021"}, {"kind": "thesis", "date": "2021"}),
    "a report": ({"venue": "OpenAI technical report, 2021"}, {"kind": "report", "container": "OpenAI", "date": "2021"}),
    "volume and pages": (
        {"venue": "'Nature 521, 436–444 (2015)'"},
        {"kind": "journalArticle", "container": "Nature", "date": "2015", "details": ("521", "", "436", "444")},
    ),
    "a preprint by its venue": ({"venue": "arXiv preprint"}, {}),
    "a venue and a DOI": (
        {"venue": "TPAMI", "doi": "10.1109/TPAMI.2023.1"},
        {"kind": "journalArticle", "container": "TPAMI", "date": "2023", "doi": "10.1109/TPAMI.2023.1"},
    ),
    "a DOI of its own": ({"doi": "10.1000/a(b)_c"}, {"doi": "10.1000/a(b)_c"}),
    "a day of its own": ({"published": "2022-12-31"}, {"date": "2022/12/31"}),
    "a month of its own": ({"published": "2022-12"}, {"date": "2022/12"}),
    "a year of its own": ({"published": "2022"}, {"date": "2022"}),
    "the key year": ({"year": "2021"}, {"date": "2021"}),
    "a version": (
        {"arxiv": "2302.09999v3"},
        {
            "doi": "10.48550/arXiv.2302.09999",
            "url": "https://arxiv.org/abs/2302.09999",
            "pdf": "https://arxiv.org/pdf/2302.09999",
        },
    ),
    "an old id": (
        {"arxiv": "cs/0112017"},
        {
            "date": "2001/12",
            "doi": "10.48550/arXiv.cs/0112017",
            "url": "https://arxiv.org/abs/cs/0112017",
            "pdf": "https://arxiv.org/pdf/cs/0112017",
        },
    ),
    "only a DOI": (
        {"arxiv": "", "doi": "10.1000/x", "year": "2020"},
        {"date": "2020", "doi": "10.1000/x", "url": "https://doi.org/10.1000/x", "pdf": ""},
    ),
    "only OpenReview": (
        {"arxiv": "", "openreview": "AbCdEf123", "published": "2022-10"},
        {"date": "2022/10", "doi": "", "url": "https://openreview.net/forum?id=AbCdEf123", "pdf": ""},
    ),
    "only the ACL Anthology": (
        {"arxiv": "", "acl": "2023.acl-long.1", "venue": "ACL 2023"},
        {
            "kind": "conferencePaper",
            "container": "ACL",
            "date": "2023",
            "doi": "",
            "url": "https://aclanthology.org/2023.acl-long.1/",
            "pdf": "",
        },
    ),
    "only an address": (
        {"arxiv": "", "url": "https://example.com/p?a=1&b=2", "year": "2022", "pdf": "https://example.com/p.pdf"},
        {"date": "2022", "doi": "", "url": "https://example.com/p?a=1&b=2", "pdf": "https://example.com/p.pdf"},
    ),
    "no date but the issue's": (
        {"arxiv": "", "doi": "10.1000/y"},
        {"date": "2023-02-08", "doi": "10.1000/y", "url": "https://doi.org/10.1000/y", "pdf": ""},
    ),
    "a PDF elsewhere": ({"pdf": "https://example.com/a.pdf"}, {"pdf": "https://example.com/a.pdf"}),
    "formulas": ({"title": "Beyond $10^6$ Tokens in $O(n^2)$"}, {"title": "Beyond 10⁶ Tokens in O(n²)"}),
    "mark-up": ({"title": "'\\emph{Deep} Nets: 100\\% \"Sure\"'"}, {"title": 'Deep Nets: 100% "Sure"'}),
    "special characters": ({"title": "A <b> & C; D, E = F"}, {"title": "A <b> & C; D, E = F"}),
    "a Chinese title": ({"title": "大模型综述"}, {"title": "大模型综述", "language": "zh"}),
    "a hostile title": ({"title": "'" + HOSTILE + "'"}, {"title": '</script><script>alert("1")</script><!-- & \\'}),
    "signs in a formula": (
        {"title": r"'A $p<q$ and $a \& b > c$ Case'"},
        {"title": "A p<q and a&b>c Case"},
    ),
    "keywords": ({"tags": "[A, 'B & C']"}, {}),
}


def typed(place: int, case: str) -> str:
    keys = {"slug": f"p{place}", "arxiv": f"2302.{place:05}"} | CASES[case][0]
    return entry(**keys)


def expected(place: int, case: str) -> Item:
    arxiv = f"2302.{place:05}"
    usual = replace(
        USUAL,
        doi=f"10.48550/arXiv.{arxiv}",
        url=f"https://arxiv.org/abs/{arxiv}",
        pdf=f"https://arxiv.org/pdf/{arxiv}",
    )
    return replace(usual, **CASES[case][1])  # type: ignore[arg-type]  # values of its fields


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """A site of all cases."""
    files = {f"{DAY}/{place:02}.md": typed(place, case) for place, case in enumerate(CASES)}
    made = site(tmp_path_factory.mktemp("cases"), {"digest.yaml": f"{SETTINGS}per_page: 100\n", **files})
    assert made.result.published, made.result.diagnostics
    return made


def page_of(built: BuiltSite, path: str) -> Page:
    return parse_page(path, built.text(path).encode())


def spans(page: Page) -> Iterator[ET.Element]:
    return (each for each in page.elements if each.get("class") == "Z3988")


@pytest.mark.parametrize(("place", "case"), list(enumerate(CASES)), ids=CASES)
def test_the_facts_of_an_entry_are_those_of_its_page(built: BuiltSite, place: int, case: str) -> None:
    item = expected(place, case)
    assert read_embedded_metadata(page_of(built, f"papers/p{place}.html")) == item
    english = read_embedded_metadata(page_of(built, f"en/papers/p{place}.html"))
    assert english == replace(item, abstract="The abstract.")


def test_institutions_are_behind_their_authors(built: BuiltSite) -> None:
    page = page_of(built, f"papers/p{list(CASES).index('affiliations')}.html")
    tags = [(each.get("name"), each.get("content")) for each in page.elements if each.tag == "meta"]
    assert [tag for tag in tags if (tag[0] or "").startswith("citation_author")] == [
        ("citation_author", "Lovelace, Ada"),
        ("citation_author_institution", "Analytical, Ltd. & Co."),
        ("citation_author", "Turing, Alan"),
        ("citation_author_institution", "NPL"),
        ("citation_author_institution", "Bletchley Park"),
    ]
    (keywords,) = [
        each.get("content")
        for each in page_of(built, f"papers/p{list(CASES).index('keywords')}.html").elements
        if each.get("name") == "citation_keywords"
    ]
    assert keywords == "A; B & C"


@pytest.mark.parametrize("path", ["index.html", "issues/2023-02-08.html", "weeks/2023-W06.html", "categories/cv.html"])
def test_other_pages_name_each_paper_once(built: BuiltSite, path: str) -> None:
    for prefix in ("", "en/"):
        items = [read_coins(each.get("title", "")) for each in spans(page_of(built, prefix + path))]
        assert len(items) == len(CASES)
        for place, case in enumerate(CASES):
            item = expected(place, case)
            has_doi = bool(item.doi) and ("doi" in CASES[case][0] or item.kind == "preprint")
            found = next(each for each in items if (each.doi == item.doi if has_doi else each.url == item.url))
            assert found == replace(
                item,
                creators=() if has_doi else item.creators,
                date="" if case == "no date but the issue's" else item.date.replace("/", "-"),
                doi=item.doi if has_doi else "",
                url="" if has_doi else item.url,
                pdf="",
                language="",
                abstract="",
                details=("", "", "", ""),
            ), case


def test_a_page_has_tags_or_coins(built: BuiltSite) -> None:
    for path in (path for path in built.files() if path.endswith(".html")):
        text = built.text(path)
        assert ('name="citation_title"' in text) == ("papers/" in path), path
        assert not ("papers/" in path and "Z3988" in text), path
    hostile = f"papers/p{list(CASES).index('a hostile title')}.html"
    assert faults_of(built.output, "https://example.org/digest/", pages=[hostile, "categories/cv.html"]) == []


def test_a_setting_turns_them_off(tmp_path: Path) -> None:
    made = site(tmp_path, {"digest.yaml": f"{SETTINGS}citation_tags: false\n", f"{DAY}/a.md": entry()})
    pages = [made.text(path) for path in made.files() if path.endswith(".html")]
    assert [page for page in pages if "citation_" in page or "z:itemType" in page or "Z3988" in page] == []


def test_the_theme_ledger_has_them_too(tmp_path: Path) -> None:
    made = site(tmp_path, {"digest.yaml": f"{SETTINGS}theme: ledger\n", f"{DAY}/a.md": entry(arxiv="2302.00000")})
    assert read_embedded_metadata(page_of(made, "papers/2302.00000.html")) == expected(0, "two authors")
    assert len(list(spans(page_of(made, "issues/2023-02-08.html")))) == 1
