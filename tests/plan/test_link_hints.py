"""Links in texts: to any page or file that a site has, and what is meant by those that lead nowhere."""

from pathlib import Path

import pytest

from tests.building import DAY, ENTRY, build, entry, site, write_site

FILES: dict[str, str | bytes] = {
    f"{DAY}/clip.md": entry(arxiv="2302.03080"),
    "content/2023-02-07/other.md": entry(arxiv="2302.03081"),
    "content/about.md": "---\npage: true\ntitle: About\n---\n\n## Team\n\nWe.\n",
}


def links(*urls: str) -> dict[str, str | bytes]:
    return FILES | {f"{DAY}/a.md": f"{ENTRY}\n## Notes\n\n" + "".join(f"[x]({url})\n" for url in urls)}


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("/", "../index.html"),
        ("..", "../index.html"),
        ("/index.html", "../index.html"),
        ("/?q=a", "../index.html?q=a"),
        ("/robots.txt", "../robots.txt"),
        ("/feed.xml", "../feed.xml"),
        ("/feed.json", "../feed.json"),
        ("/sitemap.xml", "../sitemap.xml"),
        ("/404.html", "../404.html"),
        ("/en/index.html", "../en/index.html"),
        ("/en/about.html", "../en/about.html"),
        ("/about.html#top", "../about.html#top"),
        ("../about.md#team", "../about.html#about-team"),
        ("#top", "#top"),
    ],
)
def test_a_link_leads_to_whatever_the_site_has(tmp_path: Path, url: str, href: str) -> None:
    built = site(tmp_path, links(url))
    assert not built.result.diagnostics
    assert f'<a href="{href}">x</a>' in built.text("papers/2302.03084.html")
    at = Path("papers") / href.partition("#")[0].partition("?")[0]
    assert not href.startswith("..") or (built.output / at).resolve().is_file()


USUAL = "write the path of an entry (pic2word.md), of a file beside this one, or of a page (/about.html)"


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("CLIP.md", "did you mean 'clip.md'?"),
        ("clip", "did you mean 'clip.md'?"),
        ("clpi.md", "did you mean 'clip.md'?"),
        ("other.md", "did you mean '../2023-02-07/other.md'?"),
        ("2023-02-07/other.md", "did you mean '../2023-02-07/other.md'?"),
        ("/content/2023-02-07/other.md", "did you mean '../2023-02-07/other.md'?"),
        ("content/2023-02-07/Other", "did you mean '../2023-02-07/other.md'?"),
        ("www.x.org", "write the whole address: https://www.x.org"),
        ("arxiv.org/abs/2302.03084", "write the whole address: https://arxiv.org/abs/2302.03084"),
        ("a.github.io/b?c#d", "write the whole address: https://a.github.io/b?c#d"),
        ("me@example.org", "write mailto:me@example.org"),
        ("2023-02-07", "write /issues/2023-02-07.html"),
        ("/2023-02-07/", "write /issues/2023-02-07.html"),
        ("../2023-02-07/issue.md", "write /issues/2023-02-07.html"),
        ("2302.03081", "write /papers/2302.03081.html"),
        ("/ssues/index.html", "write /issues/index.html"),
        ("b.md", USUAL),
        ("paper.pdf", USUAL),
    ],
)
def test_what_is_meant_by_a_link_that_leads_nowhere(tmp_path: Path, url: str, hint: str) -> None:
    [told] = site(tmp_path, links(url)).result.diagnostics
    assert (told.code, told.hint) == ("broken-link", hint)


@pytest.mark.parametrize(
    "url", ["../static/files/s.pdf", "../../static/files/s.pdf", "/static/files/s.pdf", "files/s.pdf", "./files//s.pdf"]
)
def test_a_file_of_static_is_at_the_top_of_the_site(tmp_path: Path, url: str) -> None:
    files: dict[str, str | bytes] = {
        "static/files/s.pdf": b"%PDF",
        "static/x.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    [told] = site(tmp_path, links(url) | files).result.diagnostics
    assert (told.code, told.hint) == ("broken-link", "write /files/s.pdf: files of static/ are at the top of the site")
    for name in ("/x.svg", "../../static/x.svg", "x.svg"):
        picture = {f"{DAY}/a.md": f"{ENTRY}\n## Notes\n\n![i]({name})\n"}
        [told] = build(write_site(tmp_path, picture)).result.diagnostics
        assert (told.code, told.hint) == (
            "missing-figure",
            "pictures of texts are in content/: move static/x.svg there",
        )


def test_a_broken_link_is_its_text(tmp_path: Path) -> None:
    page = site(tmp_path, links("gone.md")).text("papers/2302.03084.html")
    assert "<a>" not in page
    assert "\nx" in page or ">x<" in page


def test_a_link_is_mended_by_a_new_file(tmp_path: Path) -> None:
    write_site(tmp_path, links("gone.md"))
    assert len(build(tmp_path).result.diagnostics) == 1
    write_site(tmp_path, {f"{DAY}/gone.md": entry(arxiv="2302.03082")})
    assert not build(tmp_path).result.diagnostics
