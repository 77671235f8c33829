"""Canonical URLs, alternates and feed links of pages."""

import html
import re
from pathlib import Path
from urllib.parse import quote, unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.plan.urls import absolute
from digest.text.segments import is_portable
from tests.building import DAY, entry, site
from tests.site.test_pages import png


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


def test_names_that_are_cut_to_the_same_word_have_pages_of_their_own(tmp_path: Path) -> None:
    names = [f"{'Ada and ' * 60}{last}" for last in ("Grace", "Alan")]
    built = site(tmp_path, {f"{DAY}/a.md": entry(affiliations=f"[{', '.join(names)}]")})
    assert built.result.published
    pages = [
        path
        for path in built.files()
        if path.startswith("affiliations/") and b"kind-term " in built.files()[path].replace(b'"', b" ")
    ]
    assert len(pages) == 2
    for name in names:
        assert sum(f"<h1>{name}</h1>" in built.text(path) for path in pages) == 1


PAGE = "---\npage: true\ntitle: T\n---\nHi.\n"


@pytest.mark.parametrize(
    "name", ["FAQ:1", "javascript:alert(1)", "a:b/c", "what?", "a#b", "100%", "a%20b", "it's", "关于:我们"]
)
def test_a_standing_page_is_reached_from_everywhere_whatever_its_name(tmp_path: Path, name: str) -> None:
    link = f"[x](/{quote(name)}.html)"
    built = site(
        tmp_path, {f"content/{name}.md": PAGE, "content/zz.md": PAGE.replace("Hi.", link), f"{DAY}/a.md": entry()}
    )
    assert built.result.published, built.result.diagnostics
    assert not built.result.diagnostics
    for page in ("index.html", "zz.html", "issues/index.html", f"{name}.html", "en/index.html"):
        found = re.findall(r'href="([^"]*)"', built.text(page))
        base = f"https://example.org/digest/{quote(page)}"
        tree = "en/" if page.startswith("en/") else ""
        reached = [unquote(urljoin(base, html.unescape(each))) for each in found if "canonical" not in each]
        assert f"https://example.org/digest/{tree}{name}.html" in reached, page
        assert not [each for each in found if re.match("(?!https?:)[a-z]+:", each, re.IGNORECASE)]
    shown = re.findall(r'<a href="[^"]*"\s+aria-current="page"', built.text(f"{name}.html"))
    assert len(shown) == 1


def test_a_name_that_windows_reserves_is_in_no_path(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/CON.md": PAGE,
        "content/aux/nul.md": PAGE,
        "content/v1./end.md": PAGE,
        f"{DAY}/prn.md": entry(arxiv="", url="https://example.org/a") + "\n![x](aux.png)\n![y](com1/b.png)\n",
        f"{DAY}/aux.png": png(1, 1),
        f"{DAY}/com1/b.png": png(1, 1),
    }
    built = site(tmp_path, files)
    assert built.result.published, built.result.diagnostics
    paths = built.files()
    assert {"CON-.html", "aux-/nul-.html", "v1.-/end.html", "papers/prn-.html", "papers/prn-/aux-.png"} <= paths.keys()
    assert "papers/prn-/com1-/b.png" in paths
    assert [path for path in paths if not all(map(is_portable, path.split("/")))] == []


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("content/404.md", "404.html"),
        ("content/Index.md", "Index.html"),
        ("content/en/about.md", "en/about.html"),
        ("content/tags/X.md", "tags/X.html"),
        ("content/papers/2302.03084.md", "papers/2302.03084.html"),
    ],
)
def test_the_file_that_must_be_renamed_is_told_once(tmp_path: Path, source: str, path: str) -> None:
    files = {"content/about.md": PAGE, source: PAGE, f"{DAY}/a.md": entry(tags="[x]")}
    [told] = site(tmp_path, files).result.diagnostics
    assert (told.code, told.path) == ("same-address", source)
    assert path in told.message


@pytest.mark.parametrize("given_as", ["setting", "option"])
def test_an_iri_is_one_uri_everywhere(tmp_path: Path, given_as: str) -> None:
    iri, base = "https://例子.中国/论文日报/", "https://xn--fsqu00a.xn--fiqs8s/%E8%AE%BA%E6%96%87%E6%97%A5%E6%8A%A5/"
    url, wishes = (iri, {}) if given_as == "setting" else ("https://example.org/", {"url": iri})
    built = site(tmp_path, {"digest.yaml": f"url: {url}\n", f"{DAY}/a.md": entry(tags="[大模型]")}, **wishes)
    assert f"<loc>{base}tags/%E5%A4%A7%E6%A8%A1%E5%9E%8B.html</loc>" in built.text("sitemap.xml")
    assert f"Sitemap: {base}sitemap.xml" in built.text("robots.txt")
    assert f'rel="canonical" href="{base}en/"' in built.text("en/index.html")
    assert f'"feed_url": "{base}feed.json"' in built.text("feed.json")
    assert f'href="{base}feed.xml"' in built.text("feed.xml")
    assert 'data-site="/%E8%AE%BA%E6%96%87%E6%97%A5%E6%8A%A5/"' in built.text("404.html")
    assert not [path for path, content in built.files().items() if "例子".encode() in content]
