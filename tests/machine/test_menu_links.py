"""Links of the settings are checked as those in texts are."""

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.building import DAY, ENTRY, SETTINGS, build, check, site, write_site
from tests.site.test_pages import png

FILES: dict[str, str | bytes] = {
    f"{DAY}/a.md": f"{ENTRY}\n![The net in three stages](net.png)\n",
    f"{DAY}/net.png": png(30, 20),
    "static/slides.pdf": b"x",
    "static/slides.html": b"x",
    "content/about.md": "---\npage: true\ntitle: About\n---\n",
    "content/guides/reading.md": "---\npage: true\ntitle: Reading\n---\n",
}


def links(*urls: str) -> str:
    listed = "".join(f"  - {{title: A, url: '{url}'}}\n" for url in urls)
    return f"{SETTINGS}navigation:\n{listed}links:\n{listed}"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "/",
            "index.html",
            "/index.html",
            "/about.html",
            "about.html#team",
            "/about.html?x=1",
            "/guides/reading.html",
        ),
        *(
            "/issues/index.html",
            "/issues/2023-02-08.html",
            "/papers/2302.03084.html",
            "/categories/cv.html",
            "/feed.xml",
            "/feeds.opml",
            "/en/about.html",
        ),
        *("/data/papers.jsonl", "/data/schema.json", "/llms.txt", "/sitemap.xml", "/robots.txt"),
        *("/papers/2302.03084.bib", "/papers/2302.03084/net.png", "/slides.pdf", "/slides.html", "/en/feed.xml"),
        *("https://example.org/nope", "//example.org/", "mailto:me@example.org", "#top", "/ab%6Fut.html"),
    ],
)
def test_a_link_to_a_page_or_out_of_the_site_is_right(tmp_path: Path, url: str) -> None:
    made = site(tmp_path, FILES | {"digest.yaml": links(url)})
    assert not made.result.diagnostics
    page = "en/issues/2023-02-08.html"
    for href in re.findall(r'href="([^":#/][^":#]*)"', made.text(page)):
        assert (made.output / posixpath.normpath(f"{page}/../{unquote(href).partition('?')[0]}")).is_file(), href


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("/about", "write /about.html"),
        ("/about/", "write /about.html"),
        ("about.md", "write /about.html"),
        ("/content/about.md", "write /about.html"),
        ("/en/abuot.html", "write /en/about.html"),
        ("/en/", "write /en/index.html"),
        ("/data/paper.jsonl", "write /data/papers.jsonl"),
        ("/slide.pdf", "write /slides.pdf"),
        ("/feed.xm", "write /feed.xml"),
        ("/en/data/papers.jsonl", "write /data/papers.jsonl"),
        ("/abuot.html", "write /about.html"),
        ("/guides/reading", "write /guides/reading.html"),
        ("/issues/", "write /issues/index.html"),
        ("/issues", "write /issues/index.html"),
        ("/tag/", "name a page as /about.html or /issues/index.html, or give a whole address"),
        ("/category/", "write /categories/index.html"),
        ("/nope.html", "name a page as /about.html or /issues/index.html, or give a whole address"),
        ("www.example.org/x", "write the whole address: https://www.example.org/x"),
        ("github.com/me", "write the whole address: https://github.com/me"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_at_its_place(tmp_path: Path, url: str, hint: str) -> None:
    result = site(tmp_path, FILES | {"digest.yaml": links(url)}).result
    first, second = result.diagnostics
    assert (first.code, first.path, first.message) == (
        "broken-link",
        "digest.yaml",
        f"'{url}' leads to no file and no page of the site",
    )
    assert first.hint == second.hint == hint
    text = links(url)
    assert text[first.span.start : first.span.end] == text[second.span.start : second.span.end] == f"'{url}'"
    assert result.published
    assert [each.code for each in check(tmp_path)] == ["broken-link", "broken-link"]


def test_files_of_the_site_are_linked_to_from_all_languages(tmp_path: Path) -> None:
    files = FILES | {"static/docs/the slides.pdf": b"x", "digest.yaml": links("/docs/the slides.pdf#page=2")}
    made = site(tmp_path, files)
    assert not made.result.diagnostics
    for page, top in (("about.html", ""), ("en/about.html", "../"), ("en/issues/2023-02-08.html", "../../")):
        assert made.text(page).count(f'href="{top}docs/the%20slides.pdf#page=2"') == 2
    (tmp_path / "static/docs/the slides.pdf").unlink()
    assert [each.code for each in build(tmp_path).result.diagnostics] == ["broken-link"] * 2


def test_the_first_links_that_lead_nowhere_are_compared_with_pages(tmp_path: Path) -> None:
    write_site(tmp_path, FILES | {"digest.yaml": links(*[f"/abuot.html?{each}" for each in range(40)])})
    told = [each for each in build(tmp_path).result.diagnostics if each.code == "broken-link"]
    assert [each.hint.partition(" a")[0] for each in told] == ["write /about.html"] * 50 + ["name"] * 30


def test_a_page_that_goes_makes_its_link_wrong(tmp_path: Path) -> None:
    write_site(tmp_path, FILES | {"digest.yaml": links("/about.html")})
    assert not build(tmp_path).result.diagnostics
    (tmp_path / "content/about.md").unlink()
    assert len(build(tmp_path).result.diagnostics) == 2
    assert len(build(tmp_path).result.diagnostics) == 2
    write_site(tmp_path, FILES | {"digest.yaml": links("/about.html")})
    assert not build(tmp_path).result.diagnostics


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("/about", "write /about.html"),
        ("/issues/", "write /issues/index.html"),
        ("/tag/", "write the path of an entry (pic2word.md), of a file beside this one, or of a page (/about.html)"),
        ("nope.md", "write the path of an entry (pic2word.md), of a file beside this one, or of a page (/about.html)"),
    ],
)
def test_a_link_in_a_text_is_told_in_the_same_way(tmp_path: Path, url: str, hint: str) -> None:
    [told] = site(tmp_path, FILES | {f"{DAY}/a.md": f"{ENTRY}\n## Notes\n\n[x]({url})\n"}).result.diagnostics
    assert (told.code, told.hint) == ("broken-link", hint)
