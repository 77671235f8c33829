"""Other programs read our citations and give the same facts back: bibtexparser and pybtex, rispy."""

import re
from collections.abc import Sequence
from functools import cache
from html import unescape
from typing import Any

import pytest
import rispy
from bibtexparser import middlewares
from bibtexparser.entrypoint import parse_string as parse_bibtex
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text

from digest.citing.bib import write_bib
from digest.citing.cited_names import CitedName
from digest.citing.publications import Publication, make_publication
from digest.citing.ris import write_ris
from digest.markdown import render_title
from digest.model.front_matter import FrontMatter
from digest.text.names import tidy_name
from tests.citing.citing import CORPUS, corpus_publications, publication, read_cases

_TYPES = {
    "conference": "inproceedings",
    "journal": "article",
    "report": "techreport",
    **{kind: kind for kind in ("phdthesis", "mastersthesis")},
}
_CONTAINERS = ("journal", "booktitle", "school", "institution", "howpublished")
_DECODE = LatexNodes2Text(math_mode="verbatim", keep_braced_groups=False)


@pytest.fixture(scope="module")
def cited() -> Sequence[Publication]:
    """Those of the cases, and, with the corpus, of a thousand records and those that are hard."""
    found = [publication(case.front) for case in read_cases()]
    found = [each._replace(key=f"{each.key}-case-{number}") for number, each in enumerate(found)]
    return [*found, *(corpus_publications(1000) if CORPUS else ())]


@cache
def decoded(latex: str) -> str:
    if not re.search(r"[\\${}~^]", latex):
        return latex
    for command, sign in ((r"\textless{}", "<"), (r"\textgreater{}", ">")):  # pylatexenc does not know them
        latex = latex.replace(command, sign)
    return str(_DECODE.latex_to_text(latex)).replace("ˆ", "^")


def title_with_tex(cited: Publication) -> str:
    """The title as text, with formulas as TeX between dollars."""
    html = re.sub(r'<math\b[^>]*?alttext="([^"]*)".*?</math>', r"$\1$", cited.title_html)
    return unescape(re.sub(r"<[^>]*>", "", html))


def same_title(latex: str, cited: Publication) -> bool:
    plain = r"\{|\}|\\lbrace |\\rbrace |\\\{|\\\}| "  # BibTeX may have other braces in formulas
    return re.sub(plain, "", decoded(latex)) == re.sub(plain, "", title_with_tex(cited))


def parts(name: CitedName) -> tuple[str, str, str]:
    """Surname, suffix, given name."""
    return (name.whole, "", "") if name.literal or name.is_chinese else (name.family, name.suffix, name.given)


def bare(words: Sequence[str]) -> str:
    return decoded(" ".join(words)).replace("{", "").replace("}", "")


def facts(cited: Publication) -> dict[str, str]:
    """What fields of an entry are to be."""
    date = cited.date
    found = {
        "year": str(date.year),
        "eprint": cited.arxiv,
        "archiveprefix": "arXiv" if cited.arxiv else "",
        "primaryclass": cited.primary,
        "volume": cited.volume,
        "number": cited.number,
        "pages": cited.pages.replace("-", "--"),
        "doi": cited.own_doi or (f"10.48550/arXiv.{cited.arxiv}" if cited.kind == "preprint" and cited.arxiv else ""),
    }
    return {name: value for name, value in found.items() if value}


def test_bibtexparser_reads_the_same(cited: Sequence[Publication]) -> None:
    text = "\n".join(map(write_bib, cited))
    library = parse_bibtex(text, append_middleware=[middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()])
    assert library.failed_blocks == []
    assert list(library.entries_dict) == [each.key for each in cited]
    for entry, each in zip(library.entries, cited, strict=True):
        fields: dict[str, Any] = {field.key.lower(): field.value for field in entry.fields}
        assert entry.entry_type == _TYPES.get(each.kind, "misc")
        assert same_title(fields["title"], each), fields["title"]
        names = [(bare([*name.von, *name.last]), bare(name.jr), bare(name.first)) for name in fields["author"]]
        assert names == [*map(parts, each.names), *([("others", "", "")] if each.cut else [])]
        assert {name: fields[name] for name in facts(each)} == facts(each)
        container = next((fields[name] for name in _CONTAINERS if name in fields), "")
        assert bare([container]) == (each.container or ("" if each.arxiv else each.server))


def test_pybtex_reads_the_same(cited: Sequence[Publication]) -> None:
    library = parse_string("\n".join(map(write_bib, cited)), "bibtex")
    assert list(library.entries) == [each.key for each in cited]
    for each in cited:
        entry = library.entries[each.key]
        fields = {name.lower(): value for name, value in entry.fields.items()}
        assert entry.type == _TYPES.get(each.kind, "misc")
        assert same_title(fields["title"], each), fields["title"]
        names = [
            (
                bare([*person.prelast_names, *person.last_names]),
                bare(person.lineage_names),
                bare([*person.first_names, *person.middle_names]),
            )
            for person in entry.persons["author"]
        ]
        assert names == [*map(parts, each.names), *([("others", "", "")] if each.cut else [])]
        assert {name: fields[name] for name in facts(each)} == facts(each)
        assert ("month" in fields) == bool(each.date.month)


def test_rispy_reads_the_same(cited: Sequence[Publication]) -> None:
    types = {"preprint": "UNPB", "conference": "CONF", "journal": "JOUR", "report": "RPRT"}
    types |= {"phdthesis": "THES", "mastersthesis": "THES"}
    records = rispy.loads("".join([write_ris(each, "An abstract.") for each in cited]))
    assert len(records) == len(cited)
    for record, each in zip(records, cited, strict=True):
        assert record["type_of_reference"] == types.get(each.kind, "GEN")
        assert record["id"] == each.key
        assert record["title"] == each.title
        assert record.get("translated_title", "") == each.other_title
        names = [name.literal or ", ".join(filter(None, (name.family, name.given, name.suffix))) for name in each.names]
        assert record.get("authors", []) == names
        assert record.get("secondary_title", record.get("publisher", "")) == (each.container or each.server)
        assert [record.get(tag, "") for tag in ("volume", "number", "start_page", "end_page")] == [
            *(each.volume, each.number, *each.pages.partition("-")[::2])
        ]
        assert record.get("notes", []) == (["; ".join(each.notes)] if each.notes else [])
        assert record["year"] == str(each.date.year)
        assert record.get("doi", "") == each.cited_doi
        assert record["urls"] == [each.url]
        assert record.get("keywords", []) == list(each.keywords)
        assert record["abstract"] == "An abstract."
        assert "unknown_tag" not in record


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(tidy_name).filter(bool), max_size=3
    ),
)
@settings(max_examples=60)
def test_whatever_is_typed_does_not_break_a_file(title: str, names: list[str]) -> None:
    cited = make_publication(
        titles=(render_title(title).html, ""),
        names=names,
        cut=False,
        categories=["CV"],
        facts=FrontMatter(title=title, arxiv="2302.03084", venue=title),
        day="2023-02-08",
    )._replace(key="a")
    following = write_bib(cited._replace(key="b", title_html="B", names=(), container="B"))
    entries = parse_string(f"{write_bib(cited)}\n{following}", "bibtex").entries
    assert list(entries) == ["a", "b"]
    assert entries["b"].fields["title"] == "B"
    assert len(entries["a"].persons.get("author", ())) == len(names)
    [first, second] = rispy.loads(write_ris(cited) + write_ris(cited._replace(key="b")))
    assert (first["id"], second["id"], len(first.get("authors", ()))) == ("a", "b", len(names))
