"""The theme `ledger`, which only overrides files of `default`; and the recipes for themes in the documentation."""

import html.parser
import re
from pathlib import Path

import html5lib
import pytest

from tests.building import DAY, ENTRY, SETTINGS, BuiltSite, build, entry, site, write_site

REPOSITORY = Path(__file__).parent.parent.parent
LEDGER = SETTINGS + "theme: ledger\nauthors: {min_papers: 1}\nper_page: 2\n"
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"/>'
CONTENT: dict[str, str | bytes] = {
    f"{DAY}/usual.md": ENTRY,
    f"{DAY}/many.md": entry(
        arxiv="2302.03085",
        section="notable",
        authors="[" + ", ".join(f"Author {number}" for number in range(1, 31)) + ", ...]",
        affiliations="King's College & Somewhere",
        tags="[检索]",
        venue="ICLR 2023",
    ),
    f"{DAY}/people.md": entry(
        arxiv="2302.03086",
        authors="[{name: Ada Lovelace, affiliation: Engines, orcid: 0000-0002-5704-7614}, "
        "{name: Alan Turing, url: https://example.org/turing}]",
    ),
    f"{DAY}/english.md": "---\ntitle: English only\ntitle_zh: 题目\nauthors: A Borji\ncategory: CL\n"
    "url: https://example.org/e\n---\nA lead.\n\n## Abstract\n\nEnglish alone.\n\n## Notes\n\nA note.\n",
    f"{DAY}/figures.md": entry(arxiv="2302.03087") + '\n## 图\n\n![一张图](figure.svg "说明文字")\n![](figure.svg)\n',
    f"{DAY}/figure.svg": PICTURE,
    f"{DAY}/issue.md": "---\ntitle: A day\ntitle_zh: 一天\n---\n导语。\n",
    "content/2023-02-07/bare.md": "---\ntitle: Bare\ntitle_zh: 光秃\nauthors: Nobody\ncategory: CV\n"
    "url: https://example.org/b\n---\n",
    "content/2023-02-06/issue.md": "---\ntitle: Empty\ntitle_zh: 空\n---\n没有论文。\n",
    "content/about.md": "---\npage: true\ntitle: About\ntitle_zh: 关于\n---\n关于本站。\n\nAbout this site.\n",
}
KINDS = {
    *("404", "feeds", "home", "issue", "issues", "list", "month", "page", "paper", "search", "term", "terms", "week"),
    "year",
}
"""All kinds of pages."""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return site(tmp_path_factory.mktemp("ledger"), {"digest.yaml": LEDGER, **CONTENT})


@pytest.fixture(scope="module")
def default(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    settings = LEDGER.replace("theme: ledger", "theme: default")
    return site(tmp_path_factory.mktemp("default"), {"digest.yaml": settings, **CONTENT})


def pages(built: BuiltSite) -> list[str]:
    return [path for path in built.files() if path.endswith(".html")]


def style(built: BuiltSite) -> str:
    (path,) = (path for path in built.files() if re.fullmatch(r"assets/style\.\w+\.css", path))
    return built.text(path)


class _Words(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._within = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._within = self._within or tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self._within = self._within and tag != "main"

    def handle_data(self, data: str) -> None:
        if self._within:
            self.words.extend(data.split())


def words(text: str) -> list[str]:
    parser = _Words()
    parser.feed(text)
    return parser.words


# The theme


def test_it_builds_without_a_complaint_and_the_same_pages(ledger: BuiltSite, default: BuiltSite) -> None:
    assert ledger.result.published
    assert not ledger.result.diagnostics
    assert pages(ledger) == pages(default)


def test_it_is_small(ledger: BuiltSite) -> None:
    files = [path for path in (REPOSITORY / "themes" / "ledger").rglob("*") if path.is_file()]
    assert len(files) <= 10
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files) <= 440


def test_every_kind_of_page_is_valid(ledger: BuiltSite) -> None:
    kinds = set()
    for path in pages(ledger):
        text = ledger.text(path)
        html5lib.HTMLParser(strict=True).parse(text)
        kinds |= set(re.findall(r'<body class="kind-([\w-]+)', text))
    assert kinds == KINDS


def test_it_differs_where_it_should(ledger: BuiltSite, default: BuiltSite) -> None:
    issue, other = (each.text("issues/2023-02-08.html") for each in (ledger, default))
    assert '<details class="abstract in-zh">' in issue
    assert '<details class="abstract' not in other
    assert "目录" in issue
    assert "目录" not in words(other)
    assert "--hang" in style(ledger)
    assert "--hang" not in style(default)
    assert ledger.text("sitemap.xml") == default.text("sitemap.xml")


def test_it_keeps_all_text_of_the_papers(ledger: BuiltSite, default: BuiltSite) -> None:
    of_labels = {"要点", "Key", "points", "In", "one", "sentence", "一句话总结", "今日论文", "Today’s", "papers"}
    for path in pages(default):
        missing = set(words(default.text(path))) - set(words(ledger.text(path))) - of_labels
        assert not missing, path


def test_english_pages_have_their_own_words(ledger: BuiltSite) -> None:
    issue = ledger.text("en/issues/2023-02-08.html")
    assert "In short" in issue
    assert "总结" not in words(issue)


def test_on_a_papers_own_page_its_abstracts_stand_open(ledger: BuiltSite) -> None:
    assert '<details class="abstract in-zh" open>' in ledger.text("papers/2302.03084.html")
    assert '<details class="abstract in-zh">' in ledger.text("issues/2023-02-08.html")


def test_the_browsers_bar_has_its_colour(ledger: BuiltSite) -> None:
    paper = re.findall(r"--paper: var\(--light, (#\w+)\)", style(ledger))[-1]
    assert f'<meta name="theme-color" content="{paper}"' in ledger.text("index.html")


def test_no_style_sheet_is_published_that_no_page_uses(ledger: BuiltSite) -> None:
    assert [path for path in ledger.files() if path.endswith(".css") and "/style." not in path] == []


# The recipes of the documentation


@pytest.mark.parametrize("theme", ["default", "ledger"])
def test_a_string_in_three_steps(tmp_path: Path, theme: str) -> None:
    built = site(
        tmp_path,
        {
            "digest.yaml": SETTINGS + f"theme: {theme}\n",
            f"{DAY}/a.md": ENTRY,
            f"themes/{theme}/strings/zh.yaml": "summary: 一句话\n",
        },
    )
    assert not built.result.diagnostics
    assert "一句话" in words(built.text("papers/2302.03084.html"))
    assert "一句话总结" not in built.text("papers/2302.03084.html")


@pytest.mark.parametrize("theme", ["default", "ledger"])
def test_a_block_in_three_steps(tmp_path: Path, theme: str) -> None:
    block = '{% extends "!base.html" %}\n{% block after %}<p class="page">论文版权归作者所有。</p>{% endblock %}\n'
    files = {"digest.yaml": SETTINGS + f"theme: {theme}\n", f"{DAY}/a.md": ENTRY}
    plain = build(write_site(tmp_path, files)).text("index.html")
    built = site(tmp_path, {**files, f"themes/{theme}/templates/base.html": block})
    assert not built.result.diagnostics
    added = '<p class="page">论文版权归作者所有。</p>'
    assert built.text("index.html").replace(added, "") == plain
    assert all(added in built.text(path) for path in pages(built))


@pytest.mark.parametrize("theme", ["default", "ledger"])
def test_a_colour_in_three_steps(tmp_path: Path, theme: str) -> None:
    colour = ":root { --accent: var(--light, #0b6b4f) var(--dark, #7fd1b0); }\n"
    files = {"digest.yaml": SETTINGS + f"theme: {theme}\n", f"{DAY}/a.md": ENTRY}
    built = site(tmp_path, {**files, f"themes/{theme}/static/custom.css": colour})
    assert not built.result.diagnostics
    assert colour in style(built)
    assert style(built).rindex("--accent:") == style(built).index(colour) + colour.index("--accent:")


def test_a_theme_of_ones_own(tmp_path: Path) -> None:
    built = site(
        tmp_path,
        {
            "digest.yaml": SETTINGS + "theme: mine\n",
            f"{DAY}/a.md": ENTRY,
            "themes/mine/theme.yaml": "requires: 1\nextends: ledger\n",
            "themes/mine/strings/zh.yaml": "summary: 大意\n",
            "themes/mine/static/custom.css": ":root { --measure: 40rem; }\n",
        },
    )
    assert not built.result.diagnostics
    assert "大意" in built.text("index.html")
    assert "目录" in built.text("index.html")
    assert "--hang" in style(built)
    assert style(built).endswith(":root { --measure: 40rem; }\n")


@pytest.mark.parametrize("theme", ["default", "ledger"])
def test_a_theme_of_ones_own_adds_to_the_style_sheet(tmp_path: Path, theme: str) -> None:
    usual = site(tmp_path / "usual", {"digest.yaml": f"{SETTINGS}theme: {theme}\n", f"{DAY}/a.md": ENTRY})
    built = site(
        tmp_path / "mine",
        {
            "digest.yaml": SETTINGS + "theme: mine\n",
            f"{DAY}/a.md": ENTRY,
            "themes/mine/theme.yaml": f"requires: 1\nextends: {theme}\n"
            'bundles: {style.css: ["!style.css", mine.css]}\n',
            "themes/mine/static/mine.css": ".brand-name { color: var(--accent); }\n",
        },
    )
    assert not built.result.diagnostics
    assert style(built) == f"{style(usual)}.brand-name {{ color: var(--accent); }}\n"
    assert [path for path in built.files() if path.endswith(".css")] == [
        path for path in built.files() if re.fullmatch(r"assets/style\.\w+\.css", path)
    ]


@pytest.mark.parametrize("theme", ["default", "ledger"])
def test_a_font_in_three_steps(tmp_path: Path, theme: str) -> None:
    sheet = '@font-face { font-family: Mine; src: url("mine.woff2"); }\n:root { --sans-zh: Mine, sans-serif; }\n'
    built = site(
        tmp_path,
        {
            "digest.yaml": f"{SETTINGS}theme: {theme}\n",
            f"{DAY}/a.md": ENTRY,
            f"themes/{theme}/static/mine.woff2": b"wOF2",
            f"themes/{theme}/static/custom.css": sheet,
        },
    )
    assert not built.result.diagnostics
    (font,) = [path for path in built.files() if path.endswith(".woff2")]
    assert f'src: url("{font.removeprefix("assets/")}")' in style(built)
    assert "font-src 'self';" in built.text("index.html")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_recipes_are_in_the_documentation(language: str) -> None:
    themes = (REPOSITORY / f"content/docs/themes.{language}.md").read_text(encoding="utf-8")
    for part in (
        'bundles: {style.css: ["!style.css", mine.css]}',
        '@font-face { font-family: Mine; src: url("mine.woff2"); }',
        "--accent: var(--light, #0b6b4f) var(--dark, #7fd1b0);",
        '{% extends "!base.html" %}',
        "digest theme copy",
    ):
        assert part in themes
