"""Authors of one name: told apart by ids, ORCID iDs and affiliations, or told."""

from pathlib import Path

import pytest

from tests.building import DAY, BuiltSite, entry, site

A, B, C = "0000-0002-1825-0097", "0000-0002-1694-233X", "0000-0002-5704-7614"
PEOPLE = (
    f"wei-wang-pku: {{name: Wei Wang, orcid: {A}, affiliation: Peking University, spellings: [W. Wang]}}\n"
    "wei-wang-thu: {name: Wei Wang, affiliation: 清华大学}\n"
)


def made(tmp_path: Path, *authors: str, people: str = PEOPLE) -> BuiltSite:
    files = {f"{DAY}/{n}.md": entry(arxiv=f"2302.0000{n}", authors=each) for n, each in enumerate(authors)}
    return site(
        tmp_path,
        {
            "digest.yaml": "url: https://example.org/\nauthors: {min_papers: 1}\n",
            **files,
            "content/authors.yaml": people,
        },
    )


def pages(built: BuiltSite) -> set[str]:
    return {path for path in built.files() if path.startswith("authors/") and path != "authors/index.html"}


def papers(built: BuiltSite, page: str) -> list[str]:
    return [n for n in "0123456789" if f"papers/2302.0000{n}.html" in built.text(f"authors/{page}.html")]


def leads_to(built: BuiltSite, page: str) -> tuple[int, bool]:
    """The number of pages that an earlier address leads to, and whether it does at once."""
    text = built.text(f"authors/{page}.html")
    return text.partition('class="ways"')[2].partition("</ul>")[0].count("<li>"), 'http-equiv="refresh"' in text


def codes(built: BuiltSite) -> list[str]:
    return [each.code for each in built.result.diagnostics]


def test_an_id_an_orcid_or_an_affiliation_names_one_of_two_people(tmp_path: Path) -> None:
    built = made(
        tmp_path,
        "[{name: Wei Wang, id: wei-wang-pku}]",
        "[{name: Wei Wang, id: wei-wang-thu}]",
        f"[{{name: Wei Wang, orcid: {A}}}]",
        "[{name: Ｗei  Wang, affiliation: 清华大学}]",
        "[W. Wang]",
    )
    assert pages(built) == {"authors/wei-wang.html", "authors/wei-wang-pku.html", "authors/wei-wang-thu.html"}
    assert papers(built, "wei-wang-pku") == ["0", "2", "4"]
    assert papers(built, "wei-wang-thu") == ["1", "3"]
    assert "Wei Wang" in built.text("authors/wei-wang-thu.html")
    assert codes(built) == []


def test_a_name_of_two_people_leads_on_to_none_and_is_told(tmp_path: Path) -> None:
    built = made(tmp_path, "[Wei Wang, Ada Lovelace]", "[{name: Wei Wang, id: wei-wang-pku}]")
    assert pages(built) == {"authors/wei-wang.html", "authors/wei-wang-pku.html", "authors/ada-lovelace.html"}
    assert papers(built, "wei-wang-pku") == ["1"]
    (told,) = built.result.diagnostics
    assert (told.code, told.path) == ("ambiguous-author", f"{DAY}/0.md")
    assert "id: wei-wang-pku or id: wei-wang-thu" in told.hint


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("wei-wang-pk", "did you mean 'wei-wang-pku'?"),
        ("zzz", "did you mean 'wei-wang-pku'?"),
    ],
)
def test_an_unknown_id_is_an_error(tmp_path: Path, typed: str, hint: str) -> None:
    built = made(tmp_path, f"[{{name: Wei Wang, id: {typed}}}]")
    (told,) = built.result.diagnostics
    assert (told.code, told.severity, told.hint) == ("unknown-author", "error", hint)
    assert not built.result.published


def test_one_name_with_two_orcids_is_two_people_and_told(tmp_path: Path) -> None:
    built = made(
        tmp_path,
        f"[{{name: Ada Lovelace, orcid: {A}}}]",
        f"[{{name: Ada Lovelace, orcid: {B}}}]",
        "[Ada Lovelace]",
        people="",
    )
    assert codes(built) == ["two-orcids", "ambiguous-author"]
    first, second = built.result.diagnostics
    assert f"{DAY}/0.md" in first.message
    assert first.path == f"{DAY}/1.md"
    assert second.path == f"{DAY}/2.md"
    assert len(pages(built)) == 3
    assert leads_to(built, "ada-lovelace") == (2, False)


def test_one_name_with_one_orcid_is_one_person(tmp_path: Path) -> None:
    built = made(tmp_path, f"[{{name: Ada Lovelace, orcid: {A}}}]", "[Ada Lovelace]", "[ADA  LOVELACE]", people="")
    assert codes(built) == []
    assert papers(built, "ada-lovelace") == ["0", "1", "2"]


def test_an_orcid_that_authors_yaml_has_otherwise_is_told(tmp_path: Path) -> None:
    built = made(tmp_path, f"[{{name: Wei Wang, orcid: {C}}}]")
    assert codes(built) == ["two-orcids"]
    assert "content/authors.yaml" in next(iter(built.result.diagnostics)).message


@pytest.mark.parametrize(
    ("authors", "told"),
    [
        ("[Ada Lovelace, Alan Turing, ADA LOVELACE]", ["repeated-author"]),
        (f"[{{name: Ada, orcid: {C}}}, {{name: A. Lovelace, orcid: {C}}}]", ["repeated-author"]),
        ("[{name: Wei Wang, id: wei-wang-pku}, {name: Wei Wang, id: wei-wang-thu}]", []),
    ],
)
def test_one_person_twice_in_a_paper_is_told(tmp_path: Path, authors: str, told: list[str]) -> None:
    assert codes(made(tmp_path, authors)) == told


def test_the_page_at_the_address_of_a_name_shows_the_name(tmp_path: Path) -> None:
    built = made(tmp_path, "[Kaiming He]", people="k-he: {name: Kaiming He}\n")
    page = built.text("authors/kaiming-he.html")
    assert ">Kaiming He</a>" in page
    assert "<title>Kaiming He ·" in page


def test_an_id_keeps_its_address(tmp_path: Path) -> None:
    people = "k-he: {name: Kaiming He}\nada: {name: Ada Lovelace}\n"
    built = made(tmp_path, "[Kaiming He]", "[K He, Ada]", people=people)
    assert papers(built, "k-he") == ["0"]
    assert len(pages(built)) == 4
    (hashed,) = [path for path in pages(built) if path.startswith("authors/k-he-")]
    assert ">K He<" in built.text(hashed)
    assert "authors/ada.html" not in pages(built)  # Ada Lovelace's, even while she has none


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (["[{name: Wei Wang, id: wei-wang-pku}]", "[{name: Wei Wang, id: wei-wang-thu}]"], (2, False)),
        (["[{name: Wei Wang, id: wei-wang-pku}]", "[Wei Wang]"], (1, False)),
        (["[{name: Wei Wang, id: wei-wang-pku}]", f"[{{name: wei wang, orcid: {C}}}]"], (2, False)),
    ],
)
def test_the_address_of_a_name_that_is_split_lists_the_people(
    tmp_path: Path, authors: list[str], expected: tuple[int, bool]
) -> None:
    assert leads_to(made(tmp_path, *authors), "wei-wang") == expected


@pytest.mark.parametrize(
    ("people", "authors", "told", "hint"),
    [
        (
            f"Ada Lovelace: {{orcid: {A}}}\nKate Saenko: [K Saenko]\n",
            [f"[{{name: Kate Saenko, orcid: {A}}}]"],
            "two-orcids",
            "correct the name or the ORCID iD",
        ),
        ("ww: {name: Wei Wang}\n", ["[{name: Bob Ray, id: ww}]"], "mismatched-author", "'spellings' of ww"),
        (
            f"ww: {{name: Wei Wang, orcid: {A}}}\nw2: {{name: Wei Wang}}\n",
            [f"[{{name: Wei Wang, id: w2, orcid: {A}}}]"],
            "two-orcids",
            "correct the id or the ORCID iD",
        ),
        (
            f"ww: {{name: Wei Wang, orcid: {A}}}\n",
            [f"[{{name: Wei Wang, id: ww, orcid: {C}}}]"],
            "two-orcids",
            "correct the id or the ORCID iD",
        ),
        (
            f"Ada Lovelace: {{orcid: {A}}}\n",
            [f"[{{name: A. A. King, orcid: {A}}}]"],
            "mismatched-author",
            "'spellings' of Ada Lovelace there, or correct the ORCID iD here",
        ),
        (
            "Ross G: [R G]\n",
            [f"[{{name: R G, orcid: {A}}}]", f"[{{name: Ross G, orcid: {B}}}]"],
            "two-orcids",
            "two people",
        ),
        (
            f"Kaiming He: {{spellings: K He, orcid: {A}}}\n",
            [f"[{{name: K He, orcid: {B}}}]"],
            "two-orcids",
            "two people",
        ),
        (
            "ks: {name: Kate Saenko, spellings: K Saenko}\nkbs: {name: Kate B Saenko, spellings: K Saenko}\n",
            ["[K Saenko]"],
            "ambiguous-author",
            "write - name: K Saenko and id: ks or id: kbs below it",
        ),
    ],
)
def test_a_name_an_id_and_an_orcid_that_do_not_fit_are_told(
    tmp_path: Path, people: str, authors: list[str], told: str, hint: str
) -> None:
    built = made(tmp_path, *authors, people=people)
    assert codes(built) == [told]
    (found,) = built.result.diagnostics
    assert hint in found.hint
    assert found.path == f"{DAY}/{len(authors) - 1}.md"


def test_people_without_ids_who_share_a_spelling_are_told_to_have_ids(tmp_path: Path) -> None:
    built = made(tmp_path, "[K Saenko]", people="Kate Saenko: [K Saenko]\nKate B Saenko: [K Saenko]\n")
    assert sorted(codes(built)) == ["ambiguous-author", "spelling-of-two-people"]
    assert all("as key" in each.hint for each in built.result.diagnostics)


@pytest.mark.parametrize(
    ("people", "author"),
    [
        (f"ww: {{name: Wei Wang, orcid: {A}, spellings: [W Wang]}}\n", f"{{name: w wang, id: ww, orcid: {A}}}"),
        ("ww: {name: Wei Wang}\n", f"{{name: Wei Wang, id: ww, orcid: {A}}}"),
        (f"Ada Lovelace: {{orcid: {A}}}\n", f"{{name: ADA LOVELACE, orcid: {A}}}"),
    ],
)
def test_a_name_an_id_and_an_orcid_that_fit_are_not_told(tmp_path: Path, people: str, author: str) -> None:
    assert codes(made(tmp_path, f"[{author}]", people=people)) == []


@pytest.mark.parametrize(
    ("affiliation", "expected"),
    [
        ("Peking University, Beijing", ["wei-wang-pku"]),
        ("School of EECS (Peking University)", ["wei-wang-pku"]),
        ("北京，清华大学", ["wei-wang-thu"]),
        ("Peking University of Traditional Medicine", []),
        ("Peking University, 清华大学", []),
        ("Beijing", []),
    ],
)
def test_a_part_of_an_affiliation_names_a_person(tmp_path: Path, affiliation: str, expected: list[str]) -> None:
    built = made(tmp_path, f'[{{name: Wei Wang, affiliation: "{affiliation}"}}]')
    assert [page for page in ("wei-wang-pku", "wei-wang-thu") if f"authors/{page}.html" in pages(built)] == expected
    assert codes(built) == ([] if expected else ["ambiguous-author"])


def test_people_of_one_name_look_different(tmp_path: Path) -> None:
    authors = [f"[{{name: Wei Wang, id: wei-wang-{each}}}, Ada Lovelace]" for each in ("pku", "thu")]
    built = made(
        tmp_path, *authors, f"[{{name: wei wang, orcid: {C}}}]", people=f"{PEOPLE}Ada Lovelace: {{affiliation: FAIR}}\n"
    )
    assert "<li>清华大学</li>" in built.text("authors/wei-wang-thu.html")
    listed = built.text("authors/index.html")
    assert all(f'<span class="term-other">{each}</span>' in listed for each in ("清华大学", "Peking University", C))
    assert "FAIR" not in listed
    assert "Wei Wang（清华大学）" in built.text("authors/wei-wang.html")
    assert "Wei Wang (清华大学)" in built.text("en/authors/wei-wang.html")
