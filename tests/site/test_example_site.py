"""The example site: valid pages, links that work at any address, both languages, nothing lost."""

import datetime
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest

from digest.plan.site_size import measure
from tests.building import tree
from tests.site.checking import Output, output_faults, read_output

URL = "https://example.github.io/paper-digest/"
PIC2WORD = "papers/2302.03084.html"
EXPERTS = "papers/2302.03202.html"


@pytest.fixture(scope="module")
def output(example_site: Path) -> Output:
    return read_output(example_site, URL)


def test_the_example_has_no_faults(output: Output) -> None:
    assert output_faults(output) == []


def test_it_has_every_kind_of_page_in_both_languages(output: Output) -> None:
    for path in (
        "index.html",
        "404.html",
        "about.html",
        "issues/index.html",
        "issues/2023-02-08.html",
        PIC2WORD,
        "categories/index.html",
        "categories/cv.html",
        "categories/cv.xml",
        "categories/cv.json",
        "authors/index.html",
        "authors/k-saito.html",
        "affiliations/index.html",
        "affiliations/google-research.html",
        "feed.xml",
        "feed.json",
    ):
        assert path in output.files
        assert f"en/{path}" in output.files


def test_files_that_both_languages_share_are_published_once(output: Output) -> None:
    for path in ("sitemap.xml", "robots.txt", ".nojekyll"):
        assert path in output.files
        assert f"en/{path}" not in output.files
    assert not any(path.startswith("en/assets/") for path in output.files)


def test_a_paper_has_no_more_bytes_than_before(example_site: Path) -> None:
    """The pages of a paper and its share of issues, in both languages. What is added has to be worth it."""
    sizes = {path: len(content) for path, content in tree(example_site).items()}
    size = measure(sizes, papers=9, pages=1, host="github", today=datetime.date(2023, 2, 9))
    pages = {kind.name: kind.bytes / size.papers for kind in size.kinds}
    assert sizes.keys() >= {f"{folder}papers/2302.03084.html" for folder in ("", "en/")}
    assert pages["papers/*.html"] <= 29_300
    assert pages["issues/*.html"] <= 17_800


def test_both_trees_hold_the_same_pages(output: Output) -> None:
    english = {path.removeprefix("en/") for path in output.pages if path.startswith("en/")}
    assert english == {path for path in output.pages if not path.startswith("en/")}


def test_every_page_leads_to_its_twin_and_the_twin_back(output: Output) -> None:
    for path in output.pages:
        if path.startswith("en/"):
            continue
        up = "../" * path.count("/")
        there, back = _twins(output, path), _twins(output, f"en/{path}")
        if path == "404.html":
            assert there
            assert back
        else:
            assert there == {f"{up}en/{path}"}
            assert back == {f"{up}../{path}"}


def test_a_page_names_itself_its_twin_and_the_default_for_search_engines(output: Output) -> None:
    expected = {"zh-CN": URL + PIC2WORD, "en": f"{URL}en/{PIC2WORD}", "x-default": URL + PIC2WORD}
    assert output.page(PIC2WORD).alternates() == expected
    assert output.page(f"en/{PIC2WORD}").alternates() == expected
    assert output.page(PIC2WORD).canonical() == URL + PIC2WORD
    assert output.page("index.html").canonical() == URL
    assert output.page("en/issues/index.html").canonical() == f"{URL}en/issues/"


def test_the_page_for_lost_addresses_is_not_for_search_engines(output: Output) -> None:
    for path in ("404.html", "en/404.html"):
        assert '<meta name="robots" content="noindex">' in output.files[path].decode()
        assert output.page(path).alternates() == {}
        assert output.page(path).canonical() == ""


def test_the_sitemap_and_robots_stand_at_the_sites_address(output: Output) -> None:
    assert f"Sitemap: {URL}sitemap.xml" in output.files["robots.txt"].decode()
    assert f"<loc>{URL}en/{EXPERTS}</loc>" in output.files["sitemap.xml"].decode()


@pytest.mark.parametrize("place", ["", "any/sub/path", "any/子路径"])
def test_the_same_files_work_wherever_they_stand(
    example_site: Path, output: Output, tmp_path: Path, place: str
) -> None:
    """Check links in a copy below other folders, whose names no page contains."""
    moved = tmp_path / "host" / place
    shutil.copytree(example_site, moved)
    for path in output.pages:
        for element, _, address in output.page(path).addresses():
            if ":" in address:
                continue
            assert not address.startswith("/"), (path, element.attrib)
            if to := unquote(address.partition("#")[0].partition("?")[0]):
                target = ((moved / path).parent / to).resolve()
                assert target.is_relative_to(moved.resolve()), (path, address)
                assert target.is_file(), (path, address)


def test_no_link_on_a_page_contains_the_sites_address(output: Output) -> None:
    for path in output.pages:
        body = next(element for element in output.page(path).elements if element.tag == "body")
        assert not any(URL in value for element in body.iter() for value in element.attrib.values())


def _twins(output: Output, path: str) -> set[str]:
    return {
        unquote(element.get("href", ""))
        for element in output.page(path).elements
        if element.tag == "a" and "hreflang" in element.attrib
    }
