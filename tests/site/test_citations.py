"""Citations beside the pages of papers and issues."""

import json
from pathlib import Path

import pytest

from digest.citing.gbt7714 import write_gbt7714
from digest.content.head import publication_of
from digest.machine.site_plan import plan_site
from digest.machine.state import read_state
from tests.building import DAY, SETTINGS, BuiltSite, entry, options, silent, site

FORMULA = entry(
    title="'On $\\mathbb{R}$ & <b>'", arxiv="2302.00002", authors="[张三, Alan Turing, et al.]", venue="ICLR 2023"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    files = {
        "digest.yaml": f"{SETTINGS}siblings: [bib, ris, csl]\n",
        f"{DAY}/a.md": entry(),
        f"{DAY}/b.md": FORMULA,
        f"{DAY}/c.md": entry(arxiv="", url="https://example.org/c").split("## Abstract")[0],
        "content/2023-02-09/d.md": entry(arxiv="2302.00003", title="Titles"),
        "content/2023-02-10/issue.md": "A day off.\n",
    }
    return site(tmp_path_factory.mktemp("citations"), files)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.suffix != ".html"}


def test_they_are_in_the_tree_of_the_first_language(built: BuiltSite) -> None:
    ends = ("bib", "ris", "csl.json")
    slugs = ("2302.03084", "2302.00002", "2302.00003", "c")
    assert names(built.output / "papers") == {f"{slug}.{end}" for slug in slugs for end in ends}
    assert names(built.output / "issues") == {f"2023-02-0{day}.{end}" for day in (8, 9) for end in ends}
    assert names(built.output / "en/papers") == names(built.output / "en/issues") == set()


def test_an_issue_cites_its_papers_in_their_order(built: BuiltSite) -> None:
    slugs = ("2302.03084", "2302.00002", "c")
    assert built.text("issues/2023-02-08.bib") == "\n".join([built.text(f"papers/{slug}.bib") for slug in slugs])
    assert built.text("issues/2023-02-08.ris") == "".join([built.text(f"papers/{slug}.ris") for slug in slugs])
    items = [json.loads(built.text(f"papers/{slug}.csl.json"))[0] for slug in slugs]
    assert json.loads(built.text("issues/2023-02-08.csl.json")) == items
    for path, root in (("issues/2023-02-08.html", "../"), ("en/issues/2023-02-08.html", "../../"), ("index.html", "")):
        day = "2023-02-09" if path == "index.html" else "2023-02-08"
        for name, ending in (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "csl.json")):
            assert f'<a href="{root}issues/{day}.{ending}">{name}</a>' in built.text(path)
    assert "2023-02-10.bib" not in built.text("issues/2023-02-10.html")
    assert b"ER  - \r\nTY  - CONF\r\n" in (built.output / "issues/2023-02-08.ris").read_bytes()


def test_ris_and_csl_have_the_abstract_in_english_if_there_is_one(built: BuiltSite) -> None:
    assert "AB  - The abstract.\n" in built.text("papers/2302.03084.ris")
    assert "AB  - 中文摘要。\n" in built.text("papers/c.ris")
    assert json.loads(built.text("papers/c.csl.json"))[0]["abstract"] == "中文摘要。"
    assert "abstract" not in built.text("papers/2302.03084.bib")


def test_keys_that_clash_have_the_slugs_of_their_papers(built: BuiltSite) -> None:
    assert built.text("papers/2302.03084.bib").startswith("@misc{lovelace2023title-2302.03084,")
    assert built.text("papers/c.bib").startswith("@misc{lovelace2023title-c,")
    assert built.text("papers/2302.00003.bib").startswith("@misc{lovelace2023titles,")


def test_a_papers_page_shows_them_and_leads_to_the_files(built: BuiltSite) -> None:
    asked = options(built.root)
    contents = plan_site(read_state(asked), asked, silent).plan.contents
    head = next(head for head in contents.site.issues[0].entries if head.slug == "2302.00002")
    reference = write_gbt7714(publication_of(head))
    assert reference.startswith("张三, Turing A, 等. On ℝ & <b>[C/OL]//ICLR, 2023. https://arxiv.org/abs/2302.00002.")
    for path, root in (("papers/2302.00002.html", "../"), ("en/papers/2302.00002.html", "../../")):
        page = built.text(path)
        assert r"title = {On {$\mathbb{R}$} \&amp; \textless{}b\textgreater{}}," in page
        assert "author = {{张三} and Turing, Alan and others}," in page
        assert reference.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in page
        for end, word in (("bib", "BibTeX"), ("ris", "RIS"), ("csl.json", "CSL-JSON")):
            assert f'href="{root}papers/2302.00002.{end}">{word}</a>' in page
    for path, root in (("issues/2023-02-08.html", "../"), ("en/issues/2023-02-08.html", "../../")):
        assert f'href="{root}papers/2302.00002.ris">RIS</a>' in built.text(path)


def test_without_siblings_only_the_pages_cite(tmp_path: Path) -> None:
    built = site(tmp_path, {"digest.yaml": f"{SETTINGS}siblings: []\n", f"{DAY}/a.md": entry()})
    assert names(built.output / "papers") == names(built.output / "issues") == set()
    assert "@misc{lovelace2023title," in built.text("papers/2302.03084.html")
    assert ".ris" not in built.text("papers/2302.03084.html") + built.text("issues/2023-02-08.html")
    assert "data-export" not in built.text("list.html")
    assert "connect-src 'none'" in built.text("list.html")
