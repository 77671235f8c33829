"""Canonical URLs, alternates and feed links of pages."""

import re
from pathlib import Path
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from digest.plan.urls import LONGEST_WORD, absolute, address_word
from tests.building import DAY, entry, site


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text("aZ9_.~/-% ?#中'&"))
def test_a_plain_path_is_encoded_as_any_other(name: str) -> None:
    path = f"papers/{name}.html"
    assert absolute("https://example.org/", path) == "https://example.org/" + quote(path, safe="/~@:!$&'()*+,;=")


def test_pages_share_the_links_to_feeds_and_each_has_its_own(tmp_path: Path) -> None:
    settings = "title: {zh: 日报, en: Digest}\nurl: https://example.org/\n"
    built = site(tmp_path, {"digest.yaml": settings, f"{DAY}/a.md": entry(category="IR")})

    def feeds(path: str) -> list[tuple[str, str]]:
        links = re.findall(r'<link rel="alternate" type="application/(?:atom|feed)[^>]*>', built.text(path))
        return [(re.findall('title="([^"]*)"', each)[0], re.findall('href="([^"]*)"', each)[0]) for each in links]

    shared = [("Digest", "../feed.xml"), ("Digest", "../feed.json")]
    own = [("Information Retrieval", "../categories/ir.xml"), ("Information Retrieval", "../categories/ir.json")]
    assert feeds("en/categories/index.html") == shared
    assert feeds("en/categories/ir.html") == shared + own


@given(name=st.text(max_size=300))
def test_a_word_is_short_enough_for_the_name_of_a_file(name: str) -> None:
    word = address_word(name * 3)
    assert 0 < len(word.encode()) <= LONGEST_WORD
    assert not word.startswith((".", "-")) or word == "-"


def test_names_that_are_cut_to_the_same_word_have_pages_of_their_own(tmp_path: Path) -> None:
    names = [f"{'Ada and ' * 60}{last}" for last in ("Grace", "Alan")]
    built = site(tmp_path, {f"{DAY}/a.md": entry(affiliations=f"[{', '.join(names)}]")})
    assert built.result.published
    pages = [path for path in built.files() if path.startswith("affiliations/") and "index" not in path]
    assert len(pages) == 2
    for name in names:
        assert sum(f"<h1>{name}</h1>" in built.text(path) for path in pages) == 1
