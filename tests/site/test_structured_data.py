"""The JSON-LD of pages, read by a JSON-LD processor in the vocabulary of schema.org."""

import json
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld

from tests.building import DAY, SETTINGS, BuiltSite, entry, site
from tests.site.checking import parse_page

URL = "https://example.org/digest/"
S = "https://schema.org/"
PAPER = "papers/2302.03084.html"
ISSUE = "issues/2023-02-08.html"
CONTEXT = {
    "@vocab": S,
    "sameAs": {"@type": "@id"},
    "item": {"@type": "@id"},
    "datePublished": {"@type": f"{S}Date"},
    "dateModified": {"@type": f"{S}Date"},
}
"""What the context of schema.org says of the properties that are used."""

PROPERTIES = {
    "Article": {"headline", "inLanguage", "datePublished", "dateModified", "about"},
    "ScholarlyArticle": {"name", "author", "sourceOrganization", "datePublished", "inLanguage", "sameAs", "url"},
    "CollectionPage": {"headline", "inLanguage", "datePublished", "dateModified", "hasPart"},
    "Person": {"name", "affiliation"},
    "Organization": {"name"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
}
"""Types, and those of their properties in schema.org that pages may use."""

HOSTILE = '</ScRiPt><script>alert(1)</script> <!-- <script> ]]> & \\" \u2028 \u2029 {{ 7*7 }}'


def nodes(built: BuiltSite, path: str) -> list[dict[str, Any]]:
    """The JSON-LD of a page, expanded; checked to be of known types and properties, with absolute addresses."""
    page = parse_page(path, built.text(path).encode())
    assert page.errors == []
    blocks = [each for each in page.elements if each.tag == "script" and each.get("type") == "application/ld+json"]
    if not blocks:
        return []
    (block,) = blocks
    data = json.loads("".join(block.itertext()))
    assert data["@context"] == "https://schema.org"
    found: list[dict[str, Any]] = jsonld.expand(data | {"@context": CONTEXT})
    check(found)
    return found


def check(value: object) -> None:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            assert each.get("@id", "https://").startswith("https://"), each
            for kind in each.get("@type", []) if isinstance(each.get("@type"), list) else []:
                used = {name.removeprefix(S) for name in each if not name.startswith("@")}
                assert used <= PROPERTIES[kind.removeprefix(S)], each
            for name, inner in each.items():
                if not name.startswith("@"):
                    assert inner not in ([], [{"@value": ""}]), name
                    check(inner)


def of_type(found: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    (node,) = [each for each in found if each["@type"] == [S + kind]]
    return node


def values(node: dict[str, Any], name: str) -> list[str]:
    """Texts and addresses."""
    return [str(each.get("@value", each.get("@id"))) for each in node.get(S + name, [])]


def test_a_paper_is_what_its_page_is_about(tmp_path: Path) -> None:
    ada_typed = "{name: Ada Lovelace, orcid: 0000-0002-1825-0097, affiliation: Analytical Engines & NPL}"
    text = entry(
        authors=f"[{ada_typed}, 李雷, {{name: Gemini Team}}]",
        affiliations="[Royal Society, NPL]",
        doi="10.1000/a<b>",
        published="2022-12-31",
        updated="2023-03-01",
        title="A $10^6$ Title",
    )
    built = site(tmp_path, {f"{DAY}/a.md": text})
    for tree, tag, headline in (("", "zh-CN", "一个标题"), ("en/", "en", "A 10⁶ Title")):
        found = nodes(built, tree + PAPER)
        article = of_type(found, "Article")
        assert values(article, "headline") == [headline]
        assert values(article, "inLanguage") == [tag]
        assert values(article, "datePublished") == ["2023-02-08"]
        assert values(article, "dateModified") == ["2023-03-01"]
        (paper,) = article[f"{S}about"]
        assert paper["@type"] == [f"{S}ScholarlyArticle"]
        assert values(paper, "name") == ["A 10⁶ Title"]
        assert values(paper, "datePublished") == ["2022-12-31"]
        assert values(paper, "inLanguage") == ["en"]
        assert values(paper, "sameAs") == ["https://arxiv.org/abs/2302.03084", "https://doi.org/10.1000/a%3Cb%3E"]
        ada, lei, team = paper[f"{S}author"]
        assert ada["@id"] == "https://orcid.org/0000-0002-1825-0097"
        assert [each["@type"] for each in (ada, lei, team)] == [[f"{S}Person"], [f"{S}Person"], [f"{S}Organization"]]
        assert [values(each, "name") for each in (ada, lei, team)] == [["Ada Lovelace"], ["李雷"], ["Gemini Team"]]
        assert [values(each, "name") for each in ada[f"{S}affiliation"]] == [["Analytical Engines"], ["NPL"]]
        assert [values(each, "name") for each in paper[f"{S}sourceOrganization"]] == [["Royal Society"], ["NPL"]]
        assert "abstract" not in json.dumps(found)


def test_a_paper_without_an_id_has_its_address(tmp_path: Path) -> None:
    built = site(tmp_path, {f"{DAY}/a.md": entry(arxiv="", slug="a", url="https://example.com/a?b=c")})
    (paper,) = of_type(nodes(built, "papers/a.html"), "Article")[f"{S}about"]
    assert (values(paper, "sameAs"), values(paper, "url")) == ([], ["https://example.com/a?b=c"])


def test_an_issue_is_a_collection_of_its_papers_and_breadcrumbs_lead_to_it(tmp_path: Path) -> None:
    built = site(tmp_path, {f"{DAY}/a.md": entry(), f"{DAY}/b.md": entry(arxiv="2302.00002", section="notable")})
    for tree in ("", "en/"):
        found = nodes(built, tree + ISSUE)
        collection = of_type(found, "CollectionPage")
        assert values(collection, "hasPart") == [f"{URL}{tree}{PAPER}", f"{URL}{tree}papers/2302.00002.html"]
        assert values(collection, "datePublished") == ["2023-02-08"]
        assert values(collection, "dateModified") == []
        for path in (PAPER, ISSUE):
            trail = of_type(nodes(built, tree + path), "BreadcrumbList")[f"{S}itemListElement"]
            assert [values(each, "position") for each in trail] == [["1"], ["2"]]
            names = ["Paper Digest", "Paper Digest No. 1"] if tree else ["论文日报", "论文日报 · 第 1 期"]
            assert [name for each in trail for name in values(each, "name")] == names
            assert [url for each in trail for url in values(each, "item")] == [URL + tree, f"{URL}{tree}{ISSUE}"]
    pages = [path for path in built.files() if path.endswith(".html")]
    assert [path for path in pages if "ld+json" in built.text(path)] == sorted(
        path for path in pages if path.removeprefix("en/").startswith(("papers/", "issues/2023-02-08"))
    )


@pytest.mark.parametrize("theme", ["default", "ledger"])
def test_nothing_of_an_entry_breaks_out(tmp_path: Path, theme: str) -> None:
    quoted = json.dumps(HOSTILE)
    text = entry(
        title=quoted,
        title_zh=json.dumps(f"中文 {HOSTILE}"),
        authors=f"[{{name: {quoted}, affiliation: {quoted}}}]",
        affiliations=f"[{quoted}]",
        tags=f"[{quoted}]",
        venue=quoted,
    )
    built = site(tmp_path, {"digest.yaml": f"{SETTINGS}theme: {theme}\n", f"{DAY}/a.md": text})
    assert built.result.published, built.result.diagnostics
    for path in (path for path in built.files() if path.endswith(".html")):
        page = parse_page(path, built.text(path).encode())
        assert page.errors == [], path
        scripts = [each for each in page.elements if each.tag == "script"]
        assert all("src" in each.attrib or each.get("type") == "application/ld+json" for each in scripts) or (
            path.endswith("404.html")
        )
        assert "alert(1)" not in "".join(
            "".join(each.itertext()) for each in scripts if each.get("type") != "application/ld+json"
        )
    paper = of_type(nodes(built, PAPER), "Article")[f"{S}about"][0]
    one_line = " ".join(HOSTILE.split())
    assert values(paper, "name") == [one_line]
    assert [" ".join(name.split()) for each in paper[f"{S}author"] for name in values(each, "name")] == [one_line]
