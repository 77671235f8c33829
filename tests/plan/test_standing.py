"""Standing pages in folders: their texts in each language, their order, and the contents of a folder."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.building import AUTHORITY, DAY, SETTINGS, BuiltSite, build, check, entry, site
from tests.site.test_pages import png


def page(title: str, body: str = "Text.", **keys: object) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\npage: true\ntitle: {title}\n{lines}---\n{body}\n"


FILES: Mapping[str, str | bytes] = {
    "digest.yaml": SETTINGS + AUTHORITY,
    f"{DAY}/a.md": entry(),
    "content/about.md": page("About", "See [the start](docs/start.md#one)."),
    "content/docs/index.zh.md": page("文档", "从[开始](start.md)读起。"),
    "content/docs/index.en.md": page("Docs", "Begin with the [start](start.md)."),
    "content/docs/start.zh.md": page("开始", "![一条红线](a.png) 见[主题](themes.md#颜色)。\n\n## One\n", rank=2),
    "content/docs/start.en.md": page(
        "Start", "![A red line](a.png) See [themes](themes.md#colours).\n\n## One\n", rank=2
    ),
    "content/docs/a.png": png(9, 9),
    "content/docs/themes.zh.md": page("主题", "## 颜色\n\n红。", rank=1),
    "content/docs/themes.en.md": page("Themes", "## Colours\n\nRed.", rank=1),
    "content/docs/z/index.md": page("Reference", rank=3, title_zh="参考"),
    "content/docs/z/codes.en.md": page(
        "Codes", "See [the start](/docs/start.md), [red](../themes.en.md#colours), [one](../start.en.md#one)."
    ),
    "content/docs/last.md": page("Last"),
}
ORDER = ["index", "themes", "start", "z/index", "z/codes", "last"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return site(tmp_path_factory.mktemp("standing"), FILES)


def main(built: BuiltSite, path: str) -> str:
    return re.sub(r"(?s).*<main|</main>.*", "", built.text(path))


def links(html: str) -> list[tuple[str, str]]:
    return re.findall(
        r'<a [^>]*?href="([^"]*)"[^>]*>(?:<span class="label">.*?</span></span> |<span.*?</span> )?(.*?)</a>', html
    )


def contents(built: BuiltSite, path: str) -> list[tuple[str, str]]:
    return links(re.findall(r'(?s)<nav class="chapters".*?</nav>', built.text(path))[0])


def test_each_language_shows_its_own_text(built: BuiltSite) -> None:
    assert not built.result.diagnostics
    assert "<h1>开始</h1>" in main(built, "docs/start.html")
    assert "<h1>Start</h1>" in main(built, "en/docs/start.html")
    assert "主题" not in main(built, "en/docs/start.html")
    assert 'hreflang="en" href="https://example.org/digest/en/docs/start.html"' in built.text("docs/start.html")


def test_a_text_without_another_language_is_shown_in_both_and_says_so(built: BuiltSite) -> None:
    assert '<h1 lang="en">Codes</h1>' in main(built, "docs/z/codes.html")
    assert "仅英文" in main(built, "docs/z/codes.html")
    assert "English only" not in main(built, "en/docs/z/codes.html")
    assert "hreflang" not in built.text("docs/z/codes.html").partition("</head>")[0]


def test_links_lead_to_the_page_whatever_language_its_file_names(built: BuiltSite) -> None:
    assert 'href="docs/start.html#start-one"' in main(built, "about.html")
    assert 'href="../docs/themes.html#themes-颜色"' in unquote(main(built, "docs/start.html"))
    assert 'href="../docs/themes.html#themes-colours"' in main(built, "en/docs/start.html")
    assert 'href="../../docs/start.html"' in main(built, "docs/z/codes.html")


def test_a_link_to_a_heading_of_one_language_leads_to_its_tree(built: BuiltSite) -> None:
    for path, up in (("docs/z/codes.html", "../../"), ("en/docs/z/codes.html", "../../../")):
        assert f'href="{up}en/docs/themes.html#themes-colours"' in main(built, path)
    assert 'href="../../docs/start.html#start-one"' in main(built, "docs/z/codes.html")


def test_a_heading_is_looked_for_in_the_text_of_the_same_language(tmp_path: Path) -> None:
    wrong = page("Start", "See [themes](themes.md#颜色).\n\n## One\n")
    found = site(tmp_path, {**FILES, "content/docs/start.en.md": wrong}).result.diagnostics
    assert ("unknown-fragment", "content/docs/start.en.md") in [(each.code, each.path) for each in found]


def test_the_pages_of_a_folder_are_in_the_order_of_their_ranks(built: BuiltSite) -> None:
    for prefix, title in (("", "文档"), ("en/", "Docs")):
        listed = contents(built, f"{prefix}docs/last.html")
        assert [path.removeprefix("../docs/").removesuffix(".html") for path, _ in listed] == ORDER
        assert listed[0][1] == title
    assert re.findall(r'class="(depth-\d)"', built.text("docs/last.html").partition('"chapters"')[2]) == [
        *["depth-0"] * 4,
        "depth-1",
        "depth-0",
    ]


def test_each_page_leads_to_those_before_and_after(built: BuiltSite) -> None:
    ends = {"prev": [None, *ORDER[:-1]], "next": [*ORDER[1:], None]}
    for rel, expected in ends.items():
        for name, other in zip(ORDER, expected, strict=True):
            found = re.findall(rf'rel="{rel}" href="[./]*docs/(.*?)\.html"', main(built, f"docs/{name}.html"))
            assert found == ([other] if other else [])


def test_the_menu_names_the_folder_once(built: BuiltSite) -> None:
    menu = re.findall(r'(?s)<nav class="site-nav".*?</nav>', built.text("docs/z/codes.html"))[0]
    assert [path for path, _ in links(menu) if "docs/" in path or "about" in path] == [
        "../../about.html",
        "../../docs/index.html",
    ]
    assert '<a href="../../docs/index.html" aria-current="true">文档</a>' in menu
    assert '<a href="../docs/index.html" aria-current="page">' in built.text("docs/index.html")


def test_a_folder_without_an_index_has_no_contents(tmp_path: Path) -> None:
    files = {path: text for path, text in FILES.items() if "/index" not in path}
    built = site(tmp_path, files)
    assert not any("chapters" in built.text(path) for path in built.files() if path.endswith(".html"))
    assert built.text("docs/last.html").count('href="../docs/') >= len(ORDER) - 2


def test_a_picture_that_both_texts_show_is_published_once(built: BuiltSite) -> None:
    assert [path for path in built.files() if path.endswith("a.png")] == ["docs/start/a.png"]


@pytest.mark.parametrize("published", ["/docs/start.en.html", "/en/docs/start.en.html"])
def test_an_address_with_the_language_leads_on_if_it_was_published(
    built: BuiltSite, tmp_path: Path, published: str
) -> None:
    """Older versions published `start.en.md` there."""
    again = site(tmp_path, {**FILES, "addresses.lock": f"{published}\n"})
    for tree in ("", "en/"):
        assert f"{tree}docs/start.en.html" not in built.files()
        assert "docs/start.html" in again.text(f"{tree}docs/start.en.html")
    assert "docs/start.zh.html" not in again.files()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("x.EN.md", "x.html"),
        ("x.zh-Hant.md", "x.html"),
        ("x.zh_cn.md", "x.zh_cn.html"),
        ("x.fr.md", "x.fr.html"),
        ("v1.2.md", "v1.2.html"),
        ("en.md", "en.html"),
        ("a.b.zh.md", "a.b.html"),
    ],
)
def test_only_a_language_of_digest_is_one(tmp_path: Path, name: str, path: str) -> None:
    built = site(tmp_path, {f"content/{name}": page("X")})
    assert {path, f"en/{path}"} <= set(built.files())


def test_an_edit_of_one_language_writes_that_page_only(tmp_path: Path) -> None:
    built = site(tmp_path, FILES)
    (built.root / "content/docs/last.md").write_text(page("Last", "Other."))
    assert [path for path in build(built.root).written() if path.endswith(".html")] == [
        "docs/last.html",
        "en/docs/last.html",
    ]
    text = str(FILES["content/docs/start.en.md"])
    (built.root / "content/docs/start.en.md").write_text(text.replace("See", "Look at"))
    assert [path for path in build(built.root).written() if path.endswith(".html")] == ["en/docs/start.html"]


def test_two_texts_of_one_language_at_an_address_are_an_error(tmp_path: Path) -> None:
    built = site(tmp_path, {"content/a.en.md": page("A", slug="x"), "content/b.en.md": page("B", slug="x")})
    assert [each.code for each in built.result.diagnostics if each.severity == "error"] == ["same-address"]


def test_a_site_in_one_language_shows_its_text(tmp_path: Path) -> None:
    built = site(tmp_path, {**FILES, "digest.yaml": SETTINGS + "languages: [en]\n"})
    assert "<h1>Start</h1>" in built.text("docs/start.html")


def test_check_has_nothing_to_say_of_such_pages(tmp_path: Path) -> None:
    root = site(tmp_path, FILES).root
    assert [each for each in check(root) if each.path.startswith("content/docs")] == []
