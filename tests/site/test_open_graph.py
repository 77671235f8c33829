"""What messengers and social networks read of a page: its Open Graph."""

from pathlib import Path

import pytest

from digest.machine.options import Refused
from tests.building import DAY, SETTINGS, BuiltSite, build, entry, site, write_site
from tests.site.checking import faults_of, parse_page
from tests.site.test_pages import png

URL = "https://example.org/digest/"
PAPER = "papers/2302.03084.html"
ISSUE = "issues/2023-02-08.html"


def properties(built: BuiltSite, path: str) -> dict[str, str]:
    """The properties of a page, each there once and not empty."""
    page = parse_page(path, built.text(path).encode())
    found = [
        (each.get("property", ""), each.get("content", ""))
        for each in page.elements
        if each.tag == "meta" and "property" in each.attrib
    ]
    assert len(dict(found)) == len(found), path
    assert all(value.strip() for _, value in found), path
    return dict(found)


def test_every_page_has_title_type_address_site_and_locale(tmp_path: Path) -> None:
    built = site(tmp_path, {f"{DAY}/a.md": entry(aliases="[old]"), "content/about.md": "---\npage: true\n---\nHi.\n"})
    for path in (path for path in built.files() if path.endswith(".html")):
        found = properties(built, path)
        assert {"og:title", "og:type", "og:site_name", "og:locale", "og:locale:alternate"} <= found.keys(), path
        assert ("og:url" in found) != path.endswith("404.html"), path
        english = path.startswith("en/")
        assert (found["og:site_name"], found["og:locale"]) == (
            ("Paper Digest", "en_US") if english else ("论文日报", "zh_CN")
        )
        is_article = path.startswith(("issues/2023-02-08", "en/issues/2023-02-08", "papers/", "en/papers/"))
        assert found["og:type"] == ("article" if is_article else "website"), path
    assert properties(built, "old.html")["og:url"] == URL + PAPER
    assert properties(built, "en/issues/index.html")["og:title"] == "Issues · Paper Digest"
    assert [properties(built, path)["og:description"] for path in ("about.html", "en/about.html")] == ["Hi."] * 2
    assert faults_of(built.output, URL, pages=["old.html", f"en/{ISSUE}"]) == []


def test_a_paper_and_its_issue_have_their_texts_and_days(tmp_path: Path) -> None:
    built = site(tmp_path, {f"{DAY}/a.md": entry(title="A <B> & $10^6$", updated="2023-03-01", published="2023-01-02")})
    paper, english, issue = (properties(built, path) for path in (PAPER, f"en/{PAPER}", ISSUE))
    assert (paper["og:title"], paper["og:description"]) == ("一个标题", "一句话。")
    assert (english["og:title"], english["og:description"]) == ("A <B> & 10⁶", "The abstract.")
    assert issue["og:description"] == "一个标题"
    for found in (paper, english, issue):
        assert found["article:published_time"] == "2023-02-08"
        assert found["article:modified_time"] == "2023-03-01"
        assert "og:image" not in found
        assert "twitter:card" not in found


def test_without_a_description_lists_say_what_they_list(tmp_path: Path) -> None:
    files = {f"{DAY}/a.md": entry(tags="[x]"), f"{DAY}/b.md": entry(arxiv="2302.00002", tags="[x]")}
    expected = {
        "index.html": "一个标题、一个标题",
        "en/index.html": "A Title; A Title",
        "issues/index.html": "1 期，2 篇论文",
        "en/issues/2023.html": "1 issue, 2 papers",
        "tags/index.html": "1 个标签",
        "en/tags/x.html": "x, 2 papers",
    }
    built = site(tmp_path / "none", files)
    assert {path: properties(built, path)["og:description"] for path in expected} == expected
    built = site(tmp_path / "own", {"digest.yaml": f"{SETTINGS}description: {{zh: 甲 & 乙, en: A & B}}\n", **files})
    for path in expected:
        assert properties(built, path)["og:description"] == ("A & B" if path.startswith("en/") else "甲 & 乙")


@pytest.mark.parametrize("theme", ["default", "ledger"])
def test_the_picture_is_the_first_figure_or_that_of_the_settings(tmp_path: Path, theme: str) -> None:
    figures = "[{src: a.svg, alt: A}, {src: tiny.png, alt: B}, {src: a b.png, alt: 'C \"<'}, {src: b.png, alt: D}]"
    built = site(
        tmp_path,
        {
            "digest.yaml": f"{SETTINGS}theme: {theme}\nimage: card.png\n",
            f"{DAY}/a.md": entry(figures=figures),
            f"{DAY}/b.md": entry(arxiv="2302.00002", rank="1"),
            f"{DAY}/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400"/>',
            f"{DAY}/tiny.png": png(20, 20),
            f"{DAY}/a b.png": png(300, 200),
            f"{DAY}/b.png": png(300, 200),
            "card.png": png(1200, 630),
        },
    )
    assert not built.result.diagnostics
    for path in (PAPER, f"en/{PAPER}", ISSUE, "papers/2302.00002.html", "index.html"):
        found = properties(built, path)
        picture = [found[f"og:image{part}"] for part in ("", ":width", ":height")]
        if "2302.03084" in path or path == ISSUE:
            assert picture == [f"{URL}papers/2302.03084/a%20b.png", "300", "200"]
        else:
            assert picture[0].startswith(f"{URL}assets/card.")
            assert picture[1:] == ["1200", "630"]
        assert found.get("og:image:alt", "") == ('C "<' if "2302.03084" in path else "")
        assert found["twitter:card"] == "summary_large_image"
    assert faults_of(built.output, URL, pages=[ISSUE, "index.html"]) == []


def test_a_picture_in_a_section_of_its_own_is_the_pages_if_there_is_no_figure(tmp_path: Path) -> None:
    body = "\n## 我的笔记\n\n![小](tiny.png)\n\n![图](notes.png)\n"
    files: dict[str, str | bytes] = {
        f"{DAY}/a.md": entry() + body,
        f"{DAY}/notes.png": png(300, 200),
        f"{DAY}/tiny.png": png(20, 20),
    }
    built = site(tmp_path, {"digest.yaml": f"{SETTINGS}image: card.png\n", "card.png": png(1200, 630), **files})
    for path in (PAPER, f"en/{PAPER}", ISSUE):
        assert properties(built, path)["og:image"] == f"{URL}papers/2302.03084/notes.png"
    files[f"{DAY}/a.md"] = entry(figures="[{src: figure.png, alt: A}]") + body
    built = site(tmp_path, {**files, f"{DAY}/figure.png": png(300, 200)})
    assert properties(built, PAPER)["og:image"] == f"{URL}papers/2302.03084/figure.png"


@pytest.mark.parametrize(
    ("settings", "files", "code", "message"),
    [
        ("image: card.png", {}, "missing-file", "there is no file 'card.png'"),
        ("image: card.svg", {"card.svg": "<svg/>"}, "not-a-picture", "'card.svg' is no name of a picture"),
        ("image: card.png", {"card.png": b"GIF8"}, "not-a-picture", "card.png is no picture that ends in .png"),
    ],
)
def test_a_setting_without_a_picture_is_an_error(
    tmp_path: Path, settings: str, files: dict[str, str | bytes], code: str, message: str
) -> None:
    root = write_site(tmp_path, {"digest.yaml": f"{SETTINGS}{settings}\n", f"{DAY}/a.md": entry(), **files})
    with pytest.raises(Refused) as caught:
        build(root)
    (found,) = caught.value.diagnostics
    assert (found.code, found.path, found.message) == (code, "digest.yaml", message)
    text = (root / "digest.yaml").read_text(encoding="utf-8")
    assert text[found.span.start : found.span.end] == settings.removeprefix("image: ")


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (png(150, 300), "small-image", "'card.png' has 150 × 300 pixels, too few to be shown of a link"),
        (png(1200, 630)[:-12], "unreadable-figure", "card.png is damaged or cut short"),
    ],
)
def test_a_picture_that_networks_may_not_show_is_told(tmp_path: Path, content: bytes, code: str, message: str) -> None:
    built = site(tmp_path, {"digest.yaml": f"{SETTINGS}image: card.png\n", "card.png": content, f"{DAY}/a.md": entry()})
    assert [(each.code, each.message) for each in built.result.diagnostics] == [(code, message)]


def test_a_file_that_is_no_picture_is_to_be_saved_in_a_format_that_is_taken(tmp_path: Path) -> None:
    root = write_site(
        tmp_path, {"digest.yaml": f"{SETTINGS}image: card.png\n", "card.png": "words", f"{DAY}/a.md": entry()}
    )
    with pytest.raises(Refused) as caught:
        build(root)
    assert [each.hint for each in caught.value.diagnostics] == ["save it as PNG or JPG again"]


def test_languages_and_scripts_have_their_locales(tmp_path: Path) -> None:
    settings = {"hant": "languages: [zh-Hant, en]\n", "one": "languages: [en]\n"}
    hant, one = (
        properties(site(tmp_path / name, {"digest.yaml": SETTINGS + each, f"{DAY}/a.md": entry()}), PAPER)
        for name, each in settings.items()
    )
    assert (hant["og:locale"], hant["og:locale:alternate"]) == ("zh_TW", "en_US")
    assert one["og:locale"] == "en_US"
    assert "og:locale:alternate" not in one
